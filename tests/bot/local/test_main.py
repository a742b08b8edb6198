from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from typing import TYPE_CHECKING

import pytest

from bot.local.child import Signals, run_child
from tests.bot.local.client import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

ADDRESS = re.compile(r"Chat page: http://127\.0\.0\.1:\d+/[\w-]{22,}/\n")
REAL = "1:real"
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "TELEGRAM_BOT_TOKEN"}


async def start(*arguments: str, **variables: str) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot.local", *arguments),
        env=ENVIRONMENT | variables,
        stdout=PIPE,
        stderr=PIPE,
    )


async def outcome(*arguments: str, **variables: str) -> tuple[int | None, str, str]:
    process = await start(*arguments, **variables)
    out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


@pytest.fixture
async def taken() -> AsyncIterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


async def test_it_says_where_the_page_is_and_ends_on_a_signal() -> None:
    process = await start()
    assert process.stdout
    assert ADDRESS.fullmatch((await process.stdout.readline()).decode())
    process.send_signal(signal.SIGTERM)
    out, err = await process.communicate()
    assert (process.returncode, out, err) == (0, b"", b"")


async def test_the_child_finds_the_server_by_its_environment() -> None:
    script = (
        "import os, urllib.request as r\n"
        "url = os.environ['TELEGRAM_API_URL'] + '/bot' + os.environ['TELEGRAM_BOT_TOKEN']\n"
        "print(r.urlopen(url + '/getMe').read().decode())\n"
        "raise SystemExit(7)"
    )
    code, out, err = await outcome(sys.executable, "-c", script)
    assert (code, err) == (7, "")
    assert ADDRESS.match(out)
    assert '"is_bot":true' in out


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_signals_are_passed_to_the_child_once(number: signal.Signals) -> None:
    script = (
        f"trap 'echo got it; exit 5' {number.name[3:]}; echo ready; while :; do sleep 0.01; done"
    )
    process = await start("--", "sh", "-c", script)
    assert process.stdout
    await process.stdout.readline()
    assert await process.stdout.readline() == b"ready\n"
    process.send_signal(number)
    out, err = await process.communicate()
    assert (process.returncode, out, err) == (5, b"got it\n", b"")


async def test_a_child_that_does_not_end_is_killed() -> None:
    with Signals() as signals:
        command = ["sh", "-c", "trap '' TERM; kill -TERM $PPID; while :; do sleep 0.01; done"]
        assert await run_child(command, {}, signals, grace=0.2) == 128 + signal.SIGKILL


async def test_the_child_ends_with_the_server(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    command = ["sh", "-c", f"echo $$ > {note}.new; mv {note}.new {note}; exec sleep 60"]
    with Signals() as signals:
        running = asyncio.create_task(run_child(command, {}, signals))
        await until(note.exists)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)


async def test_it_refuses_to_start_beside_a_real_token() -> None:
    code, out, err = await outcome(TELEGRAM_BOT_TOKEN=REAL)
    assert (code, out) == (1, "")
    assert "TELEGRAM_BOT_TOKEN is set" in err
    assert REAL not in err
    assert err.count("\n") == 1


async def test_a_taken_port_is_one_clear_line(taken: int) -> None:
    code, out, err = await outcome("--port", str(taken))
    assert (code, out) == (1, "")
    assert err.startswith(f"Port {taken} is taken")
    assert err.count("\n") == 1


async def test_a_command_that_cannot_run_is_one_clear_line() -> None:
    code, _, err = await outcome("/no/such/bot")
    assert (code, err) == (1, "Cannot run /no/such/bot: No such file or directory.\n")


async def test_bad_usage_is_2() -> None:
    code, _, err = await outcome("--port", "eighty")
    assert code == 2
    assert "eighty is not a port" in err
