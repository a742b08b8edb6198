"""kind-index: the snapshots of the index: list, check, go back, export and import."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.settings import Settings
from index.errors import ModelError, SnapshotError
from index.exports import bring_in
from index.exports import export as write_export
from index.model import Model, find_models
from index.snapshot import Snapshot, by_others
from index.snapshots import AGAIN, Snapshots
from index.soundness import Soundness, erased_in, fallback
from knowledge.archive import Archive
from scripts.command import (
    CommandError,
    ConfigOption,
    Exit,
    IndexOption,
    JsonOption,
    run,
    say,
    say_json,
    settings_for,
)
from scripts.snapshot_row import SnapshotRow

SnapshotArgument = Annotated[
    str | None,
    typer.Argument(metavar="ID", help="A snapshot's id, or so much of it as names no other."),
]


def list_snapshots(
    index: IndexOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,  # noqa: FBT002 (typer makes it an option)
) -> None:
    """List the snapshots, the newest first; only their manifests are checked."""
    snapshots = Snapshots(settings_for(config, index).index)
    current, trouble = _current(snapshots)
    rows = [SnapshotRow.of(snapshots, name, current) for name in snapshots.names()]
    if json:
        say_json({"current": current, "error": trouble, "snapshots": list(map(asdict, rows))})
        return
    for row in rows:
        say(row.line)
    if trouble:
        _tell(trouble)


def verify(
    snapshot: SnapshotArgument = None,
    index: IndexOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,  # noqa: FBT002 (typer makes it an option)
) -> None:
    """Check every byte of one snapshot or of all, and the pointer to the current one."""
    settings = settings_for(config, index)
    snapshots = Snapshots(settings.index)
    models = _models(settings)
    current, trouble = _current(snapshots)
    names = snapshots.names() if snapshot is None else (_named(snapshots, snapshot),)
    found = {name: Soundness.of(snapshots, name, models) for name in names}
    # Nobody need miss what was removed meanwhile.
    found = {name: told for name, told in found.items() if snapshots.folder_of(name).exists()}
    if current in found:
        trouble = found[current].damage
    other = fallback(snapshots, found, models) if trouble else None
    if json:
        rows = [{"id": n, "current": n == current, **asdict(told)} for n, told in found.items()]
        say_json({"current": current, "error": trouble, "fallback": other, "snapshots": rows})
    else:
        for name, told in found.items():
            state = "damaged" if told.damage else "whole"
            now, why = ", current" * (name == current), f": {told.damage}" if told.damage else ""
            say(f"{name}  {state}{now}{why}")
    for name, told in found.items():
        if told.others:
            _tell(f"warning: {name}: {told.others}; the bot does not use it")
    if trouble:
        whole = f"a bot that starts now answers from {other}, the newest whole one"
        what = (
            f"{whole}; {AGAIN}, or kind-index rollback" if other else f"no other is whole; {AGAIN}"
        )
        raise CommandError(f"{trouble.removesuffix(f'; {AGAIN}')}; {what}")
    raise typer.Exit(Exit.partly if any(told.damage for told in found.values()) else Exit.done)


def rollback(
    snapshot: SnapshotArgument = None,
    index: IndexOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,  # noqa: FBT002 (typer makes it an option)
) -> None:
    """Make an earlier snapshot the current one: ID, or the newest whole one before the current."""
    settings = settings_for(config, index)
    snapshots = _some(settings)
    models = find_models(settings, _tell)
    with snapshots.writing("kind-index rollback"):
        before, _ = _current(snapshots)
        use = partial(_usable, snapshots, models, Archive(settings.archive))
        if snapshot is None:
            target = _older(snapshots, before, use)
        else:
            target = use(_named(snapshots, snapshot))
        if target.name != before:
            snapshots.point(target.name)
    if json:
        told = {"snapshot": target.name, "before": before, "documents": len(target.documents)}
        say_json(told)
        return
    was = f"; before, it was {before}" if before else ""
    say(f"{target.name} is current, with {len(target.documents)} documents{was}.")
    say(
        "Withdrawn statements stay withdrawn. A running bot follows within 2 seconds. The next "
        "kind-reindex publishes the documents' present state again."
    )


def prune(
    keep: Annotated[
        int | None,
        typer.Option("--keep", min=1, help="How many stay, the current one among them."),
    ] = None,
    index: IndexOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,  # noqa: FBT002 (typer makes it an option)
) -> None:
    """Remove the oldest snapshots; never the current one, nor one in use."""
    settings = settings_for(config, index)
    snapshots = _some(settings)
    count = settings.snapshots_kept if keep is None else keep
    with snapshots.writing("kind-index prune"):
        current = _whole_current(snapshots)
        removed = snapshots.prune(count)
        kept = snapshots.names()
    in_use = [name for name in kept if name != current][count - 1 :]
    if json:
        say_json({"removed": removed, "kept": kept, "in_use": in_use})
        return
    for told, names in (("removed", removed), ("stays, because it is in use", in_use)):
        for name in names:
            say(f"{name}  {told}")
    say(f"Removed: {len(removed)}; kept: {len(kept)}")


def export(  # noqa: PLR0913, PLR0917 (an option each)
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write: a tar.")],
    snapshot: SnapshotArgument = None,
    force: Annotated[  # noqa: FBT002 (typer makes it an option)
        bool, typer.Option("--force", help="Replace FILE where it is there already.")
    ] = False,
    index: IndexOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,  # noqa: FBT002 (typer makes it an option)
) -> None:
    """Write a snapshot to one file, to be kept elsewhere: ID, or the current one."""
    snapshots = _some(settings_for(config, index))
    with snapshots.writing("kind-index export"):
        name = _named(snapshots, snapshots.current() if snapshot is None else snapshot)
        made = write_export(snapshots, name, file, datetime.now(UTC), force=force)
    if json:
        say_json({"snapshot": name, "file": made.file, "documents": len(made.texts)})
    else:
        say(f"Exported {name} with {len(made.texts)} documents to {made.file}")


def import_snapshot(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What kind-index export wrote.")],
    only_add: Annotated[  # noqa: FBT002 (typer makes it an option)
        bool, typer.Option("--only-add", help="Leave the current snapshot as it is.")
    ] = False,
    index: IndexOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,  # noqa: FBT002 (typer makes it an option)
) -> None:
    """Add an exported snapshot, every byte of it checked, and make it the current one."""
    settings = settings_for(config, index)
    snapshots = Snapshots(settings.index)
    models = find_models(settings, _tell)
    archive = Archive(settings.archive)

    def check(brought: Snapshot) -> None:
        if others := by_others(brought.manifest, models):
            raise CommandError(f"{file}: {others}; name those models, or import another export")
        if erased := erased_in(brought, archive.erasures):
            raise CommandError(f"{file}: holds {erased}, which was erased; import another export")
        # Before anybody can be shown a reference, its text is where a reindex does not reach.
        archive.record((held.document for held in brought.documents), datetime.now(UTC))

    with snapshots.writing("kind-index import"):
        before, _ = _current(snapshots)
        name = bring_in(snapshots, file, check)
        if not only_add:
            snapshots.point(name)
    current = before if only_add else name
    if json:
        say_json({"snapshot": name, "current": current, "before": before})
    else:
        state = "it is current" if current == name else "the current one stays"
        say(f"Imported {name}; {state}" + (f"; before, it was {before}" if before else ""))


def _current(snapshots: Snapshots) -> tuple[str | None, str | None]:
    """The current snapshot's name, or what is wrong."""
    try:
        name = snapshots.current()
    except SnapshotError as error:
        return None, str(error)
    if name is None:
        return None, f"{snapshots.folder}: there is no index here yet; {AGAIN}"
    return name, None


def _models(settings: Settings) -> tuple[Model, ...] | None:
    """The models of the settings; None where there are none to compare with, which is told."""
    try:
        return find_models(settings, _tell)
    except ModelError as error:
        _tell(f"warning: whether the snapshots are of the settings' models is not known: {error}")
        return None


def _some(settings: Settings) -> Snapshots:
    """The snapshots; at least one."""
    snapshots = Snapshots(settings.index)
    if not snapshots.names():
        raise CommandError(f"{settings.index}: there is no snapshot here; {AGAIN}")
    return snapshots


def _named(snapshots: Snapshots, start: str | None) -> str:
    """The one snapshot whose name begins so."""
    found = [name for name in snapshots.names() if start and name.startswith(start)]
    if not found:
        raise CommandError(f"{start!r}: there is no such snapshot; see kind-index list")
    if len(found) > 1:
        raise CommandError(
            f"{start!r}: begins more than one ({', '.join(found)}); write more of it"
        )
    return found[0]


def _usable(snapshots: Snapshots, models: Sequence[Model], archive: Archive, name: str) -> Snapshot:
    """A snapshot that may become the current one. Raises SnapshotError for any other."""
    found = Snapshot.read(snapshots, name, models)
    if erased := erased_in(found, archive.erasures):
        raise SnapshotError(f"{name}: holds {erased}, which was erased; {AGAIN}")
    return found


def _older(snapshots: Snapshots, current: str | None, use: Callable[[str], Snapshot]) -> Snapshot:
    """The newest snapshot before the current one that may be used; of all, where none is."""
    names = snapshots.names()
    for name in names[names.index(current) + 1 :] if current else names:
        try:
            return use(name)
        except SnapshotError as error:
            _tell(f"passed over: {name}: {error}".removesuffix(f"; {AGAIN}"))
    raise CommandError(
        f"{snapshots.folder}: there is no whole snapshot before the current one; name one of "
        f"kind-index list, or {AGAIN}"
    )


def _whole_current(snapshots: Snapshots) -> str | None:
    """The current snapshot's name. Raises SnapshotError where it is damaged: others count then."""
    name = snapshots.current()
    if name is not None:
        Snapshot.read(snapshots, name)
    return name


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def main() -> NoReturn:
    """Run the command."""
    run(
        list=list_snapshots,
        verify=verify,
        rollback=rollback,
        prune=prune,
        export=export,
        **{"import": import_snapshot},
    )
