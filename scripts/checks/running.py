"""Checks, run: whatever becomes of one, it is a line."""

from importlib import import_module

from knowledge.errors import KindError
from scripts.checks.check import Check, SkippedError
from scripts.checks.installation import Installation

_AGAIN = "install the project's dependencies again: ./scripts/start does so"


def run_check(module: str, installation: Installation) -> list[Check]:
    """The lines of the check in a module of this package; an error of its own is one of them.

    What an unexpected error says is not shown: it may hold the token.
    """
    name = module.replace("_", " ")
    lines: list[Check] = []
    try:
        for line in import_module(f"{__package__}.{module}").check(installation):
            lines.append(line)  # noqa: PERF402 (those before an error stay)
    except SkippedError as reason:
        lines.append(Check.skipped(name, str(reason)))
    except ImportError as error:
        lines.append(Check.error(name, f"{_missing(error)} cannot be imported", _AGAIN))
    except KindError as error:
        lines.append(Check.told(name, error, "mend what is named, then run kind-doctor again"))
    except OSError as error:
        told = f"{error.filename}: {error.strerror} ({type(error).__name__})"
        lines.append(Check.error(name, told, "check that it is there, and the rights to it"))
    except Exception as error:  # noqa: BLE001 (a broken installation may raise anything)
        kind = type(error).__name__
        lines.append(Check.error(name, f"the check itself failed: {kind}", _AGAIN))
    return lines


def _missing(error: ImportError) -> str:
    return f"the package {error.name.partition('.')[0]}" if error.name else "a package"
