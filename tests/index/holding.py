"""Other processes that hold a snapshot, or the writers' lock, until they are ended."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tests.guard.environment import guarded_environment

_PROJECT = Path(__file__).parents[2]
_LEASE = """\
import sys
from pathlib import Path
from index.lease import Lease

with Lease(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""
_WRITER = """\
import sys
from pathlib import Path
from index.snapshots import Snapshots

with Snapshots(Path(sys.argv[1])).writing(sys.argv[2]):
    print("held", flush=True)
    sys.stdin.read()
"""
Process = subprocess.Popen[str]


@contextmanager
def _holding(program: str, *arguments: str | Path) -> Iterator[Process]:
    process = subprocess.Popen(  # noqa: S603 (this project's own code)
        [sys.executable, "-c", program, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=guarded_environment(),
        cwd=_PROJECT,
    )
    with process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "held\n"
            yield process
        finally:
            process.kill()


def lease_elsewhere(folder: Path) -> AbstractContextManager[Process]:
    """A process that holds a snapshot's folder in use."""
    return _holding(_LEASE, folder)


def writer_elsewhere(folder: Path, what: str = "a test") -> AbstractContextManager[Process]:
    """A process that writes, as it says, into a folder of snapshots."""
    return _holding(_WRITER, folder, what)
