"""The settings: without a mistake, and without a gap."""

from collections.abc import Iterator

from bot.errors import SettingsError
from bot.settings import Settings
from scripts.checks.check import Check
from scripts.checks.installation import Installation

_NAME = "settings file"
_GAPS = {
    "press_contact": "journalists are told of no one to turn to",
    "help_contact.en": "someone in need who writes English is told of no help",
    "help_contact.es": "someone in need who writes Spanish is told of no help",
}


def check(installation: Installation) -> Iterator[Check]:
    """Every mistake of the settings file, else every contact that it lacks."""
    try:
        file = installation.settings_file
        settings = installation.read_settings()
    except SettingsError as error:
        for mistake in str(error).splitlines():
            remedy = "correct the file that KIND_CONFIG or --config names, or name another"
            yield Check.told(_NAME, SettingsError(mistake), remedy)
        return
    yield Check.ok(_NAME, f"{file or 'the defaults, no file'}; {_people(settings)}")
    given = {
        "press_contact": settings.press_contact,
        "help_contact.en": settings.help_contact.en,
        "help_contact.es": settings.help_contact.es,
    }
    for name, lost in _GAPS.items():
        if given[name] is None:
            yield Check.warning(name, f"not set: {lost}", f"set `{name}` in the settings file")


def _people(settings: Settings) -> str:
    """How many people have a role; none is no mistake."""
    counts = {"staff": len(settings.staff), "admins": len(settings.admins)}
    return ", ".join(f"{count or 'no'} {role}" for role, count in counts.items())
