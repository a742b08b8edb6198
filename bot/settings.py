"""All settings: each layer's own, composed, with the bot's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints

from bot.errors import SettingsError
from index.model import PACKAGED
from index.settings import IndexSettings
from knowledge.errors import KindError
from knowledge.settings import KnowledgeSettings
from knowledge.yaml_mapping import YamlMapping

PROJECT = Path(__file__).resolve().parent.parent
TELEGRAM = "https://api.telegram.org"
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(?:/[A-Za-z0-9._~/-]*)?", re.IGNORECASE)
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")


# Words that are shown as they are: some, and few enough to fit a message.
Shown = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class HelpContact(BaseModel):
    """Where a child or family in trouble finds help, in each language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    en: Shown | None = None
    es: Shown | None = None


class Settings(KnowledgeSettings, IndexSettings):
    """Every setting, read once at start. Relative folders begin beside the settings file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    press_contact: Shown | None = Field(None, description="Who answers the press, as it is shown.")
    help_contact: HelpContact = Field(
        HelpContact(), description="Where someone in need finds help: `en` and `es`, as shown."
    )
    question_limit: int = Field(
        2000, ge=1, le=4096, description="The most characters of a question that is searched for."
    )
    staff: frozenset[int] = Field(frozenset(), description="Telegram ids of staff.")
    admins: frozenset[int] = Field(frozenset(), description="Telegram ids of admins.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="How much is logged; never what anybody wrote."
    )

    @classmethod
    def load(cls, path: Path | None) -> Self:
        """The settings of a YAML file over the defaults; the defaults alone without a file.

        Raises SettingsError with every mistake, its line and the nearest valid key.
        """
        written = YamlMapping("", "")
        if path is not None:
            try:
                written = YamlMapping(path.read_text("utf-8"), str(path))
            except (OSError, UnicodeDecodeError) as error:
                raise SettingsError(f"{path}: the settings cannot be read: {error}") from None
            except KindError as error:
                raise SettingsError(str(error)) from None
        try:
            settings = written.read(cls)
        except KindError as error:
            raise SettingsError(str(error)) from None
        return settings.placed(path.resolve().parent if path else PROJECT)

    def placed(self, folder: Path) -> Self:
        """These settings with every path absolute: relative ones begin at `folder`.

        What comes with the program stays where it is, unless the settings name another.
        """
        own = ("documents", "glossary", "pinned")
        inside = {n: folder if n in self.model_fields_set else PROJECT for n in own}
        return self.model_copy(
            update={
                **{name: place / getattr(self, name) for name, place in inside.items()},
                **{n: folder / getattr(self, n) for n in ("archive", "index", "models")},
                "calibration": folder / self.calibration if self.calibration else None,
                "model": _placed_model(self.model, folder),
                "second_model": self.second_model and _placed_model(self.second_model, folder),
            }
        )


def _placed_model(name: str, folder: Path) -> str:
    """A model's folder made absolute; a name of a package's or a hub's is none."""
    return str(folder / name) if name not in PACKAGED and (folder / name).is_dir() else name


@dataclass(frozen=True)
class Environment:
    """What the environment names: the token, Telegram's address, the settings file."""

    token: SecretStr | None
    api_url: str
    config: Path | None

    @classmethod
    def read(cls, variables: Mapping[str, str]) -> Self:
        """The environment variables TELEGRAM_BOT_TOKEN, TELEGRAM_API_URL and KIND_CONFIG.

        Raises SettingsError for a token that cannot be one, and for an address that is neither
        https nor loopback.
        """
        token = variables.get("TELEGRAM_BOT_TOKEN", "").strip()
        if token and not _TOKEN.fullmatch(token):
            raise SettingsError(
                "TELEGRAM_BOT_TOKEN: not a token, which is a number, a colon, and letters and "
                "digits; copy it again from @BotFather"
            )
        config = variables.get("KIND_CONFIG", "").strip()
        return cls(
            SecretStr(token) if token else None,
            _api_url(variables.get("TELEGRAM_API_URL", "").strip() or TELEGRAM),
            Path(config) if config else None,
        )


def _api_url(address: str) -> str:
    if not _keeps_secrets(address):
        raise SettingsError(
            "TELEGRAM_API_URL: the token travels in this address, so it begins with https:// "
            "or is on this machine, such as http://127.0.0.1:8081, and holds no name or password"
        )
    return address.rstrip("/")


def _keeps_secrets(address: str) -> bool:
    """Whether an address is https or loopback; a plain one, which no two programs read apart."""
    if not _ADDRESS.fullmatch(address):
        return False
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or _is_loopback(host))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
