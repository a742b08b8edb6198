"""Files read apart from this process, so that none can harm it."""

import os
import select
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import PurePath
from queue import SimpleQueue
from typing import Self

from pydantic import ValidationError

from knowledge.errors import DocumentError, WorkerError
from knowledge.limits import MEBIBYTE, Limits
from knowledge.reading import Reading
from knowledge.worker import READY, Ending, Request, Response

_CHUNK = 1 << 16
_STARTING = 60.0  # seconds that a worker may take to load its formats
_MOST = 4  # each holds some 250 MB
_GRACE = 5.0  # seconds over the limits, which the worker itself holds files to
_LONGEST_LINE = 1000


class _Lost(Exception):  # noqa: N818 (it is what happened, not a mistake of this program)
    """The worker answers no more."""


class Workers:
    """Some processes that read files; each is started when it is needed first.

    There are as many as processors, at most four and at most `most`. `read` may be called from
    several threads; as many files are read at once as there are workers.
    """

    def __init__(self, limits: Limits, *, most: int) -> None:
        self.limits = limits
        self.count = max(1, min(most, os.cpu_count() or 1, _MOST))
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        self._all = [_Worker() for _ in range(self.count)]
        for worker in self._all:
            self._idle.put(worker)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, content: bytes, name: str) -> tuple[Reading, str]:
        """What a file's bytes hold, and the same as JSON.

        Raises DocumentError, with the reason and the remedy, for a file that cannot be read, that
        needs more than the limits, or that ends the process that reads it; WorkerError where
        that process cannot be started.
        """
        worker = self._idle.get()
        try:
            ending, written = self._read(worker, content, name)
        finally:
            self._idle.put(worker)
        if ending is not Ending.read:
            words = written.decode("utf-8", "replace")
            raise DocumentError(_told(ending, words, name, self.limits))
        try:
            text = written.decode("utf-8")
            return Reading.model_validate_json(text), text
        except (UnicodeDecodeError, ValidationError):
            raise DocumentError(_told(Ending.crashed, "", name, self.limits)) from None

    def _read(self, worker: "_Worker", content: bytes, name: str) -> tuple[Ending, bytes]:
        for _ in range(2):  # whoever ended the process, it need not have been this file
            with suppress(_Lost):
                return worker.read(content, name, self.limits)
        return Ending.crashed, b""

    def close(self) -> None:
        """End the processes."""
        for worker in self._all:
            worker.end()


class _Worker:
    """One process that reads, one file at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._read = b""

    def read(self, content: bytes, name: str, limits: Limits) -> tuple[Ending, bytes]:
        """How reading ended, and what came of it. Raises _Lost when the process is gone."""
        request = Request(name=name, size=len(content), limits=limits)
        process = self._process or self._start()
        until = time.monotonic() + 2 * limits.seconds + _GRACE
        try:
            self._send(process, request.model_dump_json().encode() + b"\n" + content)
            head = self._line(process, until)
            response = Response.model_validate_json(head)
            return response.ending, self._bytes(process, response.size, until)
        except (OSError, ValidationError):
            self.end()
            raise _Lost from None
        except BaseException:
            self.end()  # it may be in the middle of a response: the next one would be that
            raise

    def end(self) -> None:
        """End the process, whatever it does."""
        process, self._process, self._read = self._process, None, b""
        if process is not None:
            process.kill()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with suppress(BrokenPipeError):
                        stream.close()
            process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-m", "knowledge.worker"],
            env={},  # no token, no address, nothing that a file's reader has use for
            cwd="/",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,  # Ctrl-C is told to the one who asked, who then ends this
        )
        try:
            begun = self._line(self._process, time.monotonic() + _STARTING) + b"\n" == READY
        except _Lost:
            begun = False
        if not begun:
            self.end()
            raise WorkerError(
                "the process that reads files cannot be started; install the program anew: "
                "remove .venv and run ./scripts/start"
            )
        return self._process

    @staticmethod
    def _send(process: subprocess.Popen[bytes], content: bytes) -> None:
        assert process.stdin is not None  # noqa: S101 (a pipe, for the type checker)
        left = memoryview(content)
        while left:
            left = left[process.stdin.write(left) :]

    def _line(self, process: subprocess.Popen[bytes], until: float) -> bytes:
        while b"\n" not in self._read:
            if len(self._read) > _LONGEST_LINE:
                raise _Lost
            self._read += self._more(process, until)
        line, _, self._read = self._read.partition(b"\n")
        return line

    def _bytes(self, process: subprocess.Popen[bytes], size: int, until: float) -> bytes:
        parts = [self._read]
        held = len(self._read)
        while held < size:
            parts.append(self._more(process, until))
            held += len(parts[-1])
        whole = b"".join(parts)
        self._read = whole[size:]
        return whole[:size]

    @staticmethod
    def _more(process: subprocess.Popen[bytes], until: float) -> bytes:
        assert process.stdout is not None  # noqa: S101 (a pipe, for the type checker)
        ready, _, _ = select.select([process.stdout], [], [], max(0.0, until - time.monotonic()))
        part = os.read(process.stdout.fileno(), _CHUNK) if ready else b""
        if not part:
            raise _Lost
        return part


def _told(ending: Ending, words: str, name: str, limits: Limits) -> str:
    """Why a file was not read, and what to do."""
    form = PurePath(name).suffix.lower()
    match ending:
        case Ending.refused:
            return words
        case Ending.unreadable:
            return f"{name}: it cannot be read as {form} ({words}); open it and save it anew"
        case Ending.time:
            return (
                f"{name}: reading it took longer than the {limits.seconds:g} s allowed; save "
                "it anew in a simpler form, or raise `read_seconds`"
            )
        case Ending.memory:
            return (
                f"{name}: reading it took more memory than the {limits.memory // MEBIBYTE:,} MiB "
                "allowed; save it anew in a simpler form, or raise `read_memory`"
            )
        case Ending.output:
            return f"{name}: far more came out of it than a text has; save it anew, or split it"
        case _:
            return (
                f"{name}: the program that reads {form} broke off: the file is damaged, or needs "
                f"more memory than the {limits.memory // MEBIBYTE:,} MiB allowed; open it and save "
                "it anew"
            )
