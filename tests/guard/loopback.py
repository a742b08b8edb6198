"""No host but this machine: an audit hook that raises, and remembers, when Python reaches out."""

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

LOG = "KIND_TEST_GUARD_LOG"
_HOME = frozenset(("", "127.0.0.1", "::1", "localhost"))
_INTERNET = (socket.AF_INET, socket.AF_INET6)
_WITH_SOCKET = frozenset(("socket.connect", "socket.sendto", "socket.sendmsg"))
_WITH_HOST = frozenset(("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"))


class ReachedOutError(Exception):
    """A test, or a process it started, connected to or resolved a host that is not this machine."""


def host_of(event: str, arguments: tuple[object, ...]) -> str | None:
    """The host that an audit event is about; None where it is about none."""
    if event in _WITH_SOCKET:
        sock, address = arguments[:2]
        inside = isinstance(sock, socket.socket) and sock.family not in _INTERNET
        return None if inside or not isinstance(address, tuple) else _text(address[0])
    if event in _WITH_HOST:
        return None if arguments[0] is None else _text(arguments[0])
    if event == "socket.getnameinfo" and isinstance(arguments[0], tuple):
        return _text(arguments[0][0])
    return None


def _text(host: object) -> str:
    return host.decode("latin-1") if isinstance(host, bytes) else str(host)


def install(note: Callable[[str], None]) -> None:
    """From now on raise ReachedOutError for any other host, and `note` it first.

    It holds until the process ends. What swallows the error is still noted.
    """

    def guard(event: str, arguments: tuple[object, ...]) -> None:
        host = host_of(event, arguments)
        if host is not None and host not in _HOME:
            note(host)
            raise ReachedOutError(f"{event}: tests reach no host but this machine, not {host!r}")

    sys.addaudithook(guard)


def install_in_child() -> None:
    """Install the guard in a process a test started; it notes hosts in the file named by `LOG`."""
    log = os.environ.get(LOG)

    def note(host: str) -> None:
        if log:
            with Path(log).open("a", encoding="utf-8") as file:
                file.write(f"{host}\n")

    install(note)
