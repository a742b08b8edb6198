"""What was taken back: known, and no erasure left half done."""

from collections.abc import Iterator

from knowledge.archive import Archive
from knowledge.errors import KindError
from scripts.checks.check import Check
from scripts.checks.installation import Installation

_NAME = "taken back"


def check(installation: Installation) -> Iterator[Check]:
    """How many documents are withdrawn here, and which erasures are not finished."""
    archive = Archive(installation.settings.archive)
    try:
        withdrawn, pending = archive.withdrawals.entries(), sorted(archive.erasures.pending)
    except KindError as error:
        yield Check.error(_NAME, str(error), "restore the archive from a backup")
        return
    for identity in pending:
        yield Check.error(
            _NAME, f"the erasure of {identity} was not finished", f"run kind-erase {identity}"
        )
    if not pending:
        yield Check.ok(_NAME, f"withdrawn: {len(withdrawn)}; no erasure is left half done")
