"""Apertium: there, and translating; Spanish questions are found less well without it."""

from collections.abc import Iterator
from pathlib import Path

from index.apertium import ModeError, stages
from index.translation import MODE, Translator
from scripts.checks.check import Check
from scripts.checks.installation import Installation

_NAME = "apertium"
_LOST = "Spanish questions are found less well"
_INSTALL = "install it: sudo apt-get install apertium-eng-spa"
_AGAIN = "install it again: sudo apt-get install --reinstall apertium lttoolbox apertium-eng-spa"
_SENTENCE, _WORD = "Los niños necesitan un abogado.", "children"
_SECONDS = 5.0


def check(_: Installation) -> Iterator[Check]:
    """Whether one sentence comes back in English."""
    yield judged(MODE)


def judged(mode: Path, seconds: float = _SECONDS) -> Check:
    """The same, of the programs that a mode file names."""
    try:
        programs = stages(mode)
    except FileNotFoundError:
        return Check.warning(_NAME, f"not installed ({mode} is missing): {_LOST}", _INSTALL)
    except ModeError as error:
        return Check.warning(_NAME, f"{mode}: {error}: {_LOST}", _AGAIN)
    except (OSError, UnicodeDecodeError) as error:
        return Check.warning(_NAME, f"{mode}: {type(error).__name__}: {_LOST}", _AGAIN)
    translator = Translator(programs, seconds=seconds)
    try:
        english = translator.translate(_SENTENCE)
    finally:
        translator.close()
    names = " | ".join(Path(program[0]).name for program in programs)
    if english is None or _WORD not in english.text.casefold():
        return Check.warning(_NAME, f"does not translate ({names}): {_LOST}", _AGAIN)
    return Check.ok(_NAME, f"translates ({names})")
