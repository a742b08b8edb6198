"""The errors of this layer."""

from knowledge.errors import KindError


class SettingsError(KindError):
    """A setting or an environment variable is not as it must be; every mistake is listed."""


class StartError(KindError):
    """The bot cannot start or go on."""


class ButtonError(KindError):
    """A button's data is none that this bot wrote."""


class NeedRulesError(KindError):
    """The rules that recognise someone in need cannot be used as they are."""
