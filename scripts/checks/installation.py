"""What is checked: the settings, the environment and the clock of this installation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.errors import KindError
from scripts.checks.check import SkippedError

if TYPE_CHECKING:
    from bot.settings import Environment, Settings
    from index.errors import ModelError
    from index.model import Model
    from scripts.checks.telegram import Reply

PROJECT = Path(__file__).resolve().parents[2]


class ToBeMadeError(Exception):
    """A model is not on this machine yet; the message is what its first use does."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Installation:
    """An installation, each part of it read when it is first asked for.

    What a method imports, and not this file, may be missing: then that is what it raises.

    Parameters
    ----------
    config: a settings file, else the one that KIND_CONFIG names.
    index: the folder of the index, over the settings'.
    offline: whether Telegram is left alone.
    variables: the environment.
    clock: the time.
    """

    config: Path | None = None
    index: Path | None = None
    offline: bool = False
    variables: Mapping[str, str] = field(default_factory=dict)
    clock: Callable[[], datetime] = _now

    @property
    def settings_file(self) -> Path | None:
        """The settings file; None where the defaults hold."""
        from bot.settings import Environment  # noqa: PLC0415 (it may be missing)

        # Of no other variable: a token that is none is no fault of the settings.
        named = {"KIND_CONFIG": self.variables.get("KIND_CONFIG", "")}
        return self.config or Environment.read(named).config

    def read_settings(self) -> "Settings":
        """The settings, as every command has them. Raises SettingsError."""
        from bot.settings import Settings  # noqa: PLC0415 (it may be missing)

        settings = Settings.load(self.settings_file)
        if self.index is None:
            return settings
        folder = self.index.resolve()
        return settings.model_copy(update={"index": folder, "archive": folder / "archive"})

    @cached_property
    def settings(self) -> "Settings":
        """The settings, for what is checked by them. Raises SkippedError: another line says why."""
        try:
            return self.read_settings()
        except (KindError, ImportError):
            raise SkippedError("the settings cannot be read") from None

    @property
    def environment(self) -> "Environment":
        """The token and Telegram's address. Raises SettingsError."""
        from bot.settings import Environment  # noqa: PLC0415 (it may be missing)

        return Environment.read(self.variables)

    @cached_property
    def models(self) -> Mapping[str, "Model | ModelError | ToBeMadeError"]:
        """Each model of the settings by its name, or why it is not there; nothing is made."""
        from index.errors import ModelError  # noqa: PLC0415 (it may be missing)
        from index.model import Model  # noqa: PLC0415 (it may be missing)

        found: dict[str, Model | ModelError | ToBeMadeError] = {}
        for name in self.settings.model_names:
            try:
                found[name] = Model.find(name, self.settings.models, told=_stop)
            except (ModelError, ToBeMadeError) as error:
                found[name] = error
        return found

    @cached_property
    def replies(self) -> Mapping[str, "Reply"]:
        """What Telegram says of the bot, by method.

        Raises SkippedError where it is not asked, SettingsError for a token or an address that
        cannot be one, and UnreachableError.
        """
        from scripts.checks.telegram import ask  # noqa: PLC0415 (httpx may be missing)

        environment = self.environment
        if environment.token is None:
            raise SkippedError("TELEGRAM_BOT_TOKEN is not set; the bot runs on this machine alone")
        if self.offline:
            raise SkippedError("Telegram was not asked, because of --offline")
        return ask(environment.api_url, environment.token.get_secret_value(), self.clock)


def _stop(told: str) -> None:
    """Stop before a model is made or downloaded, which is when this is told of it."""
    raise ToBeMadeError(told)
