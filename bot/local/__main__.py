"""`python -m bot.local [--port N] [COMMAND …]`: a bot to talk to, without Telegram."""

from __future__ import annotations

import argparse
import asyncio
import errno
import os
import sys
from typing import TYPE_CHECKING

from bot.local.child import Signals, run_child
from bot.local.server import LocalServer

if TYPE_CHECKING:
    from collections.abc import Sequence

_HIGHEST_PORT = 65_535


def main() -> None:
    """Serves until a signal comes, or until the command given ends."""
    arguments = _parser().parse_args()
    if os.environ.get("TELEGRAM_BOT_TOKEN"):
        _refuse(
            "TELEGRAM_BOT_TOKEN is set: the local server never runs beside a real token. Unset it."
        )
    command = arguments.command[1:] if arguments.command[:1] == ["--"] else arguments.command
    try:
        code = asyncio.run(serve(arguments.port, command))
    except OSError as error:
        _refuse(_reason(error, arguments.port, command))
    sys.exit(code)


async def serve(port: int, command: Sequence[str]) -> int:
    """Serves on a port; gives the exit code of the command, 0 without one.

    Raises
    ------
    OSError: when the port is taken, or the command cannot be started.
    """
    with Signals() as signals:
        async with LocalServer(port=port) as server:
            return await _serve(server, command, signals)


async def _serve(server: LocalServer, command: Sequence[str], signals: Signals) -> int:
    sys.stdout.write(f"Chat page: {server.page_url}\n")
    sys.stdout.flush()
    if not command:
        await signals.received.wait()
        return 0
    variables = {"TELEGRAM_BOT_TOKEN": server.token, "TELEGRAM_API_URL": server.api_url}
    return await run_child(command, variables, signals)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot.local",
        description="A Bot API server and a chat page on this machine, for use without Telegram.",
    )
    parser.add_argument("--port", type=_port, default=0, help="default: any free port")
    parser.add_argument(
        "command",
        nargs=argparse.REMAINDER,
        metavar="COMMAND …",
        help="the bot, run with TELEGRAM_BOT_TOKEN and TELEGRAM_API_URL set",
    )
    return parser


def _port(given: str) -> int:
    if not given.isdecimal() or int(given) > _HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"{given} is not a port")
    return int(given)


def _reason(error: OSError, port: int, command: Sequence[str]) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is taken: choose another with --port, or leave it out for any free one."
        )
    if command and error.filename == command[0]:
        return f"Cannot run {command[0]}: {error.strerror}."
    return f"Cannot serve on port {port}: {error.strerror}."


def _refuse(reason: str) -> None:
    sys.stderr.write(f"{reason}\n")
    sys.exit(1)


if __name__ == "__main__":
    main()
