"""The process that reads files: `python -I -m knowledge.worker`, its environment empty.

It loads what the formats need once, and reads each file in a child of its own, which has limits on
time, memory and output and may write no file. So a file that harms its reader ends that child, and
nothing of it is there when the next file is read.

It writes `READY` when it has loaded everything. From then on, a request on standard input is a line
of JSON, then so many bytes of the file; the response on standard output likewise.
"""

import gc
import os
import resource
import select
import signal
import sys
import time
from contextlib import suppress
from enum import StrEnum
from importlib import import_module
from typing import BinaryIO, NoReturn

from pydantic import BaseModel, ConfigDict, NonNegativeInt

from knowledge.errors import DocumentError
from knowledge.language import language_of
from knowledge.limits import Limits
from knowledge.readers import FORMATS
from knowledge.reading import Reading

READY = b"ready\n"
_CHUNK = 1 << 16
_GRACE = 1.0  # seconds of computing over the limit, for a child that does not end by itself


class Ending(StrEnum):
    """How reading a file ended."""

    read = "read"
    refused = "refused"
    unreadable = "unreadable"
    time = "time"
    memory = "memory"
    output = "output"
    crashed = "crashed"


class Request(BaseModel):
    """A file to read: its name, the number of its bytes that follow, and the limits."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    size: NonNegativeInt
    limits: Limits


class Response(BaseModel):
    """How reading ended, and the number of bytes that follow: a reading, or words about it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ending: Ending
    size: NonNegativeInt


def serve(requests: BinaryIO, responses: BinaryIO) -> None:
    """Read one file after another until there are no more requests."""
    _prepare()
    responses.write(READY)
    responses.flush()
    for line in requests:
        request = Request.model_validate_json(line)
        ending, written = _read_apart(requests.read(request.size), request)
        head = Response(ending=ending, size=len(written)).model_dump_json()
        responses.write(head.encode() + b"\n" + written)
        responses.flush()


def _prepare() -> None:
    """Load what every child would have to load again."""
    for format_name in FORMATS:
        module = import_module(f"knowledge.readers.{format_name}")
        getattr(module, "prepare", lambda: None)()
    language_of("Both languages are loaded.")
    gc.freeze()  # else collecting garbage would copy every page that the children share


def _read_apart(content: bytes, request: Request) -> tuple[Ending, bytes]:
    """What a child makes of a file, and how it ended."""
    incoming, outgoing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(incoming)
        _read_and_exit(content, request, outgoing)
    os.close(outgoing)
    try:
        written, ending = _collected(incoming, request.limits)
    finally:
        os.close(incoming)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    if ending is not None:
        return ending, b""
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGALRM):
        return Ending.time, b""
    head, _, rest = written.partition(b"\n")
    try:
        return Ending(head.decode("ascii")), rest
    except ValueError:
        return Ending.crashed, b""


def _collected(incoming: int, limits: Limits) -> tuple[bytes, Ending | None]:
    """Everything that a child writes, or the limit that it passed."""
    until = time.monotonic() + limits.seconds
    parts: list[bytes] = []
    size = 0
    while True:
        ready, _, _ = select.select([incoming], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            return b"", Ending.time
        part = os.read(incoming, _CHUNK)
        if not part:
            return b"".join(parts), None
        parts.append(part)
        size += len(part)
        if size > limits.output:
            return b"", Ending.output


def _read_and_exit(content: bytes, request: Request, outgoing: int) -> NoReturn:
    """Read a file within the limits, write what came of it, and end this process."""
    try:
        _limit(request.limits)
        ending, written = _outcome(content, request)
        with os.fdopen(outgoing, "wb") as file:
            file.write(ending.encode() + b"\n" + written)
    finally:
        os._exit(0)  # not the parent's way out: its streams hold what is not this child's to write


def _limit(limits: Limits) -> None:
    """Hold this process to the limits, and take from it what it has no use for."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, sys.stdin.fileno())
    os.dup2(nowhere, sys.stdout.fileno())
    seconds = int(limits.seconds + _GRACE)
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(seconds)  # ends it also when the process that waits for it is gone


def _outcome(content: bytes, request: Request) -> tuple[Ending, bytes]:
    try:
        reading = Reading.of(content, request.name, request.limits.text)
        return Ending.read, reading.model_dump_json(exclude_defaults=True).encode()
    except DocumentError as error:
        return Ending.refused, str(error).encode("utf-8", "backslashreplace")
    except MemoryError:
        return Ending.memory, b""
    except RecursionError:
        return Ending.unreadable, b"nested too deeply"
    except Exception as error:  # noqa: BLE001 (whatever a library makes of a broken file)
        return Ending.unreadable, type(error).__name__.encode()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt, BrokenPipeError):
        serve(sys.stdin.buffer, sys.stdout.buffer)
