"""Programs joined by pipes, kept running for many requests."""

import os
import resource
import selectors
import time
from collections.abc import Sequence
from subprocess import DEVNULL, PIPE, Popen

PATH = "/usr/bin:/bin"
_ENVIRONMENT = {"PATH": PATH, "LC_ALL": "C.UTF-8"}
_CHUNK = 64 * 1024
_LONGEST_REPLY = 1024 * 1024
_MEGABYTE = 1024 * 1024
# For each program. One that runs wild ends by itself, even where this process was killed, and
# leaves no core file with somebody's words behind. The processor's seconds last for some 100,000
# requests; whoever asks then starts the programs again.
_LIMITS = (
    (resource.RLIMIT_AS, 512 * _MEGABYTE),
    (resource.RLIMIT_CPU, 120),
    (resource.RLIMIT_CORE, 0),
)


class Pipeline:
    """Programs, each reading what the one before it writes; a request and its reply end with NUL.

    They are a process group of their own, so that Ctrl-C on a terminal does not reach them, and
    they end at the end of their input: when this process ends, in whatever way, so do they. Safe
    to use from one thread at a time. Raises OSError when one of them cannot be started.

    Parameters
    ----------
    stages: the programs in order, each with its arguments.
    """

    def __init__(self, stages: Sequence[Sequence[str]]) -> None:
        self._programs: list[Popen[bytes]] = []
        try:
            for stage in stages:
                self._add(stage)
        except OSError:
            self.close()
            raise

    def _add(self, stage: Sequence[str]) -> None:
        before = self._programs[-1].stdout if self._programs else None
        program = Popen(  # noqa: S603 (programs of a mode file, never words of a person)
            stage,
            stdin=before or PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            bufsize=0,
            cwd="/",
            env=_ENVIRONMENT,
            process_group=self._programs[0].pid if self._programs else 0,
        )
        self._programs.append(program)
        if before is not None:
            before.close()
        for kind, most in _LIMITS:
            _limit(program.pid, kind, most)

    @property
    def alive(self) -> bool:
        """Whether all the programs run."""
        return all(program.poll() is None for program in self._programs)

    @property
    def processes(self) -> tuple[int, ...]:
        """The programs' process ids, in order."""
        return tuple(program.pid for program in self._programs)

    def ask(self, request: bytes, seconds: float) -> bytes | None:
        """The reply to a request that holds no NUL, if it comes within `seconds`.

        Where it does not, or another comes with it, the programs are ended and this gives None:
        what comes late is never taken for the reply to another request.
        """
        try:
            reply = self._exchange(request + b"\0", time.monotonic() + seconds)
        except OSError:  # a program has ended, and its pipe with it
            reply = None
        if reply is None:
            self.close()
        return reply

    def _exchange(self, request: bytes, deadline: float) -> bytes | None:
        given, taken = self._programs[0].stdin, self._programs[-1].stdout
        if given is None or taken is None:
            return None
        os.set_blocking(given.fileno(), False)
        rest, reply = memoryview(request), bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(taken, selectors.EVENT_READ)
            selector.register(given, selectors.EVENT_WRITE)
            while not reply.endswith(b"\0") and len(reply) <= _LONGEST_REPLY:
                ready = selector.select(max(0.0, deadline - time.monotonic()))
                if not ready or time.monotonic() > deadline:
                    return None
                for key, _ in ready:
                    if key.fileobj is taken:
                        if not (read := os.read(key.fd, _CHUNK)):
                            return None
                        reply += read
                    else:
                        rest = rest[os.write(key.fd, rest) :]
                        if not rest:
                            selector.unregister(given)
        return bytes(reply[:-1]) if not rest and reply.find(0) == len(reply) - 1 else None

    def close(self) -> None:
        """End the programs, at once."""
        for program in self._programs:
            program.kill()
        for program in self._programs:
            for pipe in (program.stdin, program.stdout):
                if pipe is not None:
                    pipe.close()
            program.wait()


def _limit(pid: int, kind: int, most: int) -> None:
    _, hard = resource.prlimit(pid, kind)
    limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.prlimit(pid, kind, (limit, limit))
