"""Run the bot: `python -m bot`."""

import asyncio
import logging
import os
import signal
import sys
from contextlib import closing
from datetime import UTC, datetime

from bot.app import announce, application, connect
from bot.desk import Desk
from bot.errors import StartError
from bot.log import configure, log_stray
from bot.polling import Polling
from bot.settings import Environment, Settings
from bot.watch import watch
from index.follower import Follower
from index.index import Index
from index.snapshots import Snapshots
from knowledge.archive import Archive
from knowledge.errors import KindError

_LOG = logging.getLogger("bot")
_INTERRUPTED = 130  # as shells tell an end by Ctrl-C


async def _serve(
    token: str, api_url: str, desk: Desk, follower: Follower, stop: asyncio.Event
) -> None:
    built = application(token, api_url, desk)
    connecting = asyncio.create_task(connect(built))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({connecting, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if not connecting.done():
        connecting.cancel()
        return
    stopping.cancel()
    connecting.result()
    tasks = {asyncio.create_task(announce(built)), asyncio.create_task(watch(desk, follower))}
    try:
        _LOG.info("ready")
        await Polling(built.bot, built.process_update).run(stop)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        await built.shutdown()


async def _run(token: str, environment: Environment, settings: Settings, index: Index) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(log_stray)
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    count = len(index.snapshot.manifest.documents)
    _LOG.info("index %s: %d documents", index.snapshot.name, count)
    if index.trouble is not None:
        _LOG.error("the newest whole index answers, not the current one: %s", index.trouble)
    desk = Desk(index, settings, _now)
    follower = Follower(Snapshots(settings.index), index.models, _now)
    try:
        await _serve(token, environment.api_url, desk, follower, stop)
    finally:
        desk.close()


def _now() -> datetime:
    return datetime.now(UTC)


def _warn_of_gaps(settings: Settings) -> None:
    if settings.press_contact is None:
        _LOG.warning("press_contact is not set: journalists are told of no one to turn to")
    for language in ("en", "es"):
        if getattr(settings.help_contact, language) is None:
            _LOG.warning("help_contact.%s is not set: someone in need is told of no one", language)


def main() -> int:
    """Run until told to stop; the exit code."""
    try:
        environment = Environment.read(os.environ)
        if environment.token is None:
            raise StartError(
                "TELEGRAM_BOT_TOKEN is not set; get a token from @BotFather, or run "
                "./scripts/start to try the bot on this machine"
            )
        token = environment.token.get_secret_value()
        settings = Settings.load(environment.config)
        configure(settings.log_level, (token,))
        _warn_of_gaps(settings)
        # Nothing is in hand while the models load, so a signal still ends the process at once.
        index = Index.open(settings, Archive(settings.archive), told=_LOG.info)
        with closing(index):
            asyncio.run(_run(token, environment, settings, index))
    except KindError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED
    _LOG.info("stopped")
    return 0


if __name__ == "__main__":
    sys.exit(main())
