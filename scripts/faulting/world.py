"""A small corpus that is published, then changed, so that the next reindex publishes anew."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.settings import PROJECT, Settings
from index.model import Model, find_models
from index.snapshot import Snapshot
from scripts.command import CommandError

COMMAND = Path(sys.executable).parent / "kind-reindex"
_PIERS = {
    "north": "Its light is free for every ferry.",
    "south": "Ferries should pay for its oil.",
    "east": "Children may wait beneath it.",
    "west": "Its keeper is paid by the month.",
}
_METADATA, _TEXT = "metadata", "text"
_SECONDS = 300  # a build that encodes takes ten


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended, by its exit code or less its signal, and what it said on stderr."""

    code: int
    told: str


@dataclass(frozen=True, slots=True)
class State:
    """What a snapshot answers from: each document's id, text and metadata, and the glossary."""

    documents: frozenset[tuple[str, str, str]]
    glossary: str

    @classmethod
    def of(cls, snapshot: Snapshot) -> "State":
        """That of a snapshot."""
        held = [indexed.document for indexed in snapshot.documents]
        told = ((d.id, d.sha256, d.metadata.model_dump_json()) for d in held)
        return cls(frozenset(told), snapshot.glossary.written)


@dataclass(frozen=True, slots=True)
class World:
    """A folder as it is before a reindex, and what is published before and after it."""

    name: str
    before: Path
    old: State
    new: State
    models: tuple[Model, ...]

    def copied(self, place: Path) -> Path:
        """A copy of the folder as it is before, in a place that is emptied first."""
        shutil.rmtree(place, ignore_errors=True)
        return shutil.copytree(self.before, place)


def make_worlds(folder: Path, model: str | None, *, quick: bool) -> tuple[World, ...]:
    """Worlds under a folder: a reindex encodes nothing in the first, a text in the second.

    Quick is the first alone. They are built by the default models, or by one alone, where they are
    not there yet. Raises CommandError where the command does not build them.
    """
    base, whats = folder / "base", (_METADATA,) if quick else (_METADATA, _TEXT)
    made = folder / "-".join(("made", *whats))
    if not made.exists():
        _build(base, model, whats)
        made.touch()
    models = find_models(Settings.load(base / "settings.yaml"))
    return tuple(_world(base, what, models) for what in whats)


def _world(base: Path, what: str, models: tuple[Model, ...]) -> World:
    before = _beside(base, what, "before")
    old, new = (_state(place, models) for place in (base, _beside(base, what, "after")))
    return World(what, before, old, new, models)


def _beside(base: Path, what: str, when: str) -> Path:
    return base.with_name(f"{what}-{when}")


def _build(base: Path, model: str | None, whats: Iterable[str]) -> None:
    shutil.rmtree(base, ignore_errors=True)
    (base / "documents").mkdir(parents=True)
    for file in ("glossary.yaml", "pinned.yaml"):
        (base / file).write_text("", "utf-8")
    (base / "settings.yaml").write_text(yaml.safe_dump(_settings(model)), "utf-8")
    for pier in _PIERS:
        _write(base, pier)
    _publish(base)
    _remove(base, "west")
    _publish(base)
    for what in whats:
        before, after = _beside(base, what, "before"), _beside(base, what, "after")
        for place in (before, after):
            shutil.rmtree(place, ignore_errors=True)
        _change(shutil.copytree(base, before), what)
        _publish(shutil.copytree(before, after))


def _settings(model: str | None) -> dict[str, object]:
    return {
        "organisation": ["Lantern House"],
        "documents": "documents",
        "glossary": "glossary.yaml",
        "pinned": "pinned.yaml",
        "models": str(PROJECT / "var" / "models"),
        "snapshots_kept": 2,  # so that the oldest one has to go
        **({"model": model, "second_model": None} if model else {}),
    }


def reindexed(place: Path, prefix: Sequence[str] = ()) -> Ran:
    """Run the real command on a folder, perhaps under another."""
    done = subprocess.run(  # noqa: S603 (this project's own command)
        [*prefix, str(COMMAND), *arguments(place)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(),
        cwd=PROJECT,
        timeout=_SECONDS,
        check=False,
    )
    return Ran(done.returncode, done.stderr.decode("utf-8", "replace"))


def arguments(place: Path) -> list[str]:
    """What the command is given: a third of the documents is gone, and that is meant."""
    return ["--config", str(place / "settings.yaml"), "--json", "--force"]


def environment() -> dict[str, str]:
    """The environment of the command, in which it writes nothing but what it has to."""
    return {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}


def _change(place: Path, what: str) -> None:
    if what == _TEXT:
        _write(place, "north", "It is lit in every storm.")
        return
    _write(place, "north", status="superseded", superseded_by="pier-south", kind="report")
    _write(place, "west")
    _remove(place, "east")
    (place / "glossary.yaml").write_text("lamp: {en: [lamp, light]}\n", "utf-8")


def _publish(place: Path) -> None:
    ran = reindexed(place)
    if ran.code:
        raise CommandError(f"{place}: the small corpus cannot be built: {ran.told.strip()}")


def _state(place: Path, models: tuple[Model, ...]) -> State:
    return State.of(Snapshot.load(place / "var" / "index", models))


def _write(place: Path, pier: str, more: str = "", **metadata: str) -> None:
    """Write a document, its metadata beside it, so that a change of these is none of its file."""
    file = place / "documents" / f"pier-{pier}.txt"
    text = f"The Lamp of the {pier.title()} Pier\n\nLantern House keeps a lamp on the {pier} pier."
    file.write_text(" ".join(filter(None, (text, _PIERS[pier], more))) + "\n", "utf-8")
    told = {"date": "2023-05-04", "language": "en", "kind": "statement", **metadata}
    file.with_name(f"{file.name}.yaml").write_text(yaml.safe_dump(told), "utf-8")


def _remove(place: Path, pier: str) -> None:
    for ending in (".txt", ".txt.yaml"):
        (place / "documents" / f"pier-{pier}{ending}").unlink()
