"""Programs that stand where Apertium's would: each does one thing that a program may do wrong."""

import sys
import time
from pathlib import Path

# What they share. `requests` waits for each request; the end of the input ends the program.
_PRELUDE = r"""
import os, sys, time

def requests():
    held = b""
    while chunk := os.read(0, 65536):
        held += chunk
        while b"\0" in held:
            request, _, held = held.partition(b"\0")
            yield request

def reply(data):
    while data:
        data = data[os.write(1, data):]

os.write(os.open({log!r}, os.O_WRONLY | os.O_APPEND | os.O_CREAT), b"started\n")
"""

ECHO = r"for request in requests(): reply(request + b'\0')"


def program(folder: Path, body: str = ECHO, name: str = "lt-proc") -> Path:
    """An executable Python program with this body, which notes each of its starts in the folder."""
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    prelude = _PRELUDE.replace("{log!r}", repr(str(folder / "starts")))
    path.write_text(f"#!{sys.executable} -IS\n{prelude}\n{body}\n", "utf-8")
    path.chmod(0o755)
    return path


def mode(folder: Path, *bodies: str) -> Path:
    """A mode file of such programs, one after the other."""
    paths = [program(folder, body, f"{n}/lt-proc") for n, body in enumerate(bodies or (ECHO,))]
    file = folder / "spa-eng.mode"
    file.write_text(" | ".join(f"{path} '{path}'" for path in paths), "utf-8")
    return file


def starts(folder: Path) -> int:
    """How often the programs of a folder were started."""
    log = folder / "starts"
    return len(log.read_text("utf-8").splitlines()) if log.exists() else 0


def running(pid: int) -> bool:
    """Whether a process is there and not merely waiting to be counted by its parent."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def gone(*pids: int, seconds: float = 5.0) -> bool:
    """Whether processes have ended, or do so in time."""
    deadline = time.monotonic() + seconds
    while any(map(running, pids)) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not any(map(running, pids))
