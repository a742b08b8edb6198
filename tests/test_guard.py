"""No test reaches any host but this machine."""

import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.guard.loopback import ReachedOutError

ROOT = Path(__file__).parent.parent
ELSEWHERE = "192.0.2.1"  # reserved for documentation (RFC 5737), so it leads nowhere


def run(code: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 (this test's own code)
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_connecting_elsewhere_raises_and_names_the_host(reached: list[str]) -> None:
    with socket.socket() as sock, pytest.raises(ReachedOutError, match=r"192\.0\.2\.1"):
        sock.connect((ELSEWHERE, 443))
    assert reached == [ELSEWHERE]
    reached.clear()


@pytest.mark.parametrize("host", ["kind.example", b"kind.example", "0.0.0.0", "127.0.0.2"])  # noqa: S104
def test_resolving_another_name_raises(host: str | bytes, reached: list[str]) -> None:
    with pytest.raises(ReachedOutError):
        socket.getaddrinfo(host, 443)
    reached.clear()


def test_the_older_ways_of_resolving_raise(reached: list[str]) -> None:
    for resolve in (socket.gethostbyname, socket.gethostbyname_ex, socket.gethostbyaddr):
        with pytest.raises(ReachedOutError):
            resolve("kind.example")
    with pytest.raises(ReachedOutError):
        socket.getnameinfo((ELSEWHERE, 53), 0)
    reached.clear()


def test_a_datagram_elsewhere_raises(reached: list[str]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        with pytest.raises(ReachedOutError):
            sock.sendto(b"?", (ELSEWHERE, 53))
        with pytest.raises(ReachedOutError):
            sock.sendmsg([b"?"], [], 0, (ELSEWHERE, 53))
        with pytest.raises(ReachedOutError):
            sock.connect((ELSEWHERE, 53))
    reached.clear()


def test_this_machine_may_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        for host in ("127.0.0.1", "localhost"):
            socket.create_connection((host, port), timeout=5).close()
    assert socket.getaddrinfo("::1", 80)
    assert socket.getaddrinfo(None, 80)


def test_a_unix_socket_may_be_reached(tmp_path: Path) -> None:
    path = str(tmp_path / "socket")
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(path)
        server.listen()
        client.connect(path)


def test_a_test_that_swallows_the_error_fails_all_the_same(
    tmp_path: Path, guarded_environment: dict[str, str]
) -> None:
    inner = tmp_path / "test_inner.py"
    inner.write_text(
        "import contextlib, socket\n"
        "def test_it():\n"
        "    with contextlib.suppress(Exception):\n"
        f"        socket.create_connection(({ELSEWHERE!r}, 443), timeout=1)\n",
        "utf-8",
    )
    del guarded_environment["PYTHONPATH"]  # the inner run has the guard of the plugin alone
    done = subprocess.run(  # noqa: S603 (this test's own file)
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.guard.plugin", "-p", "no:cacheprovider",
         "--rootdir", str(tmp_path), str(inner)],
        cwd=ROOT, env=guarded_environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert f"not this machine: {ELSEWHERE}" in done.stdout


def test_a_child_process_is_guarded_too(
    guarded_environment: dict[str, str], reached_by_children: Path
) -> None:
    done = run(f"import socket; socket.create_connection(({ELSEWHERE!r}, 80))", guarded_environment)
    assert done.returncode == 1
    assert "ReachedOutError" in done.stderr
    assert ELSEWHERE in done.stderr
    assert reached_by_children.read_text("utf-8").split() == [ELSEWHERE]
    reached_by_children.unlink()


def test_a_child_process_may_reach_this_machine(guarded_environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        code = f"import socket; socket.create_connection(('127.0.0.1', {server.getsockname()[1]}))"
        assert run(code, guarded_environment).returncode == 0


def test_a_child_process_inherits_neither_token_nor_settings(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:secret")
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("KIND_CONFIG", "elsewhere.yaml")
    environment: dict[str, str] = request.getfixturevalue("guarded_environment")
    assert not [name for name in environment if name.startswith("TELEGRAM_")]
    assert "KIND_CONFIG" not in environment


def test_a_swallowed_error_is_noted(reached: list[str]) -> None:
    with socket.socket() as sock, suppress(ReachedOutError):
        sock.connect((ELSEWHERE, 443))
    assert reached == [ELSEWHERE]
    reached.clear()
