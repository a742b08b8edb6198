"""The packages: each that is needed is there, whole, in a version that is allowed."""

import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion

from scripts.checks.check import Check
from scripts.checks.installation import PROJECT, Installation

_NAME = "packages"
_OWN = "kind-positions-bot"
_REMEDY = "install the project's dependencies again: ./scripts/start does so"
_CODE = (".py", ".so", ".pyd")


@dataclass(frozen=True, slots=True)
class Need:
    """A requirement, and the package that has it."""

    requirement: Requirement
    by: str


def check(_: Installation) -> Iterator[Check]:
    """Every package that is needed, also by another: one line for each that is wrong."""
    yield from judged(PROJECT)


def judged(project: Path) -> Iterator[Check]:
    """The same, for what the project in a folder needs."""
    found: dict[str, Distribution] = {}
    wrong: list[str] = []
    waiting = _needs(_named_by(project), _OWN, {""})
    seen = set()
    while waiting:
        need = waiting.pop()
        name, extras = canonicalize_name(need.requirement.name), need.requirement.extras
        try:
            there = found[name] = found.get(name) or distribution(name)
        except PackageNotFoundError:
            wrong.append(f"{need.requirement.name} is not installed; {need.by} needs it")
            continue
        if not _allows(need.requirement, there):
            wrong.append(f"{name} {there.version} is not what {need.by} needs: {need.requirement}")
        if (key := (name, frozenset(extras))) not in seen:
            seen.add(key)
            waiting += _needs(there.requires or (), name, extras or {""})
    wrong += [f"{name}: {lost} is missing" for name, lost in _cut_short(found)]
    for told in dict.fromkeys(wrong):
        yield Check.error(_NAME, told, _REMEDY)
    if not wrong:
        yield Check.ok(_NAME, f"{len(found)} there, whole and allowed{_untested(project, found)}")


def _named_by(project: Path) -> list[str]:
    """What the project needs, as its pyproject.toml says, else as it was installed."""
    file = project / "pyproject.toml"
    if file.is_file():
        return list(tomllib.loads(file.read_text("utf-8"))["project"]["dependencies"])
    return distribution(_OWN).requires or []


def _needs(written: Iterable[str], by: str, extras: Iterable[str]) -> list[Need]:
    """Those requirements of a package, with some of its extras, that hold on this machine."""
    found = []
    for text in written:
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            continue  # of an old package that writes it in a way of its own
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras):
            found.append(Need(requirement, by))
    return found


def _allows(requirement: Requirement, there: Distribution) -> bool:
    try:
        return requirement.specifier.contains(there.version, prereleases=True)
    except (InvalidVersion, TypeError):  # its metadata is damaged
        return False


def _cut_short(found: Mapping[str, Distribution]) -> Iterator[tuple[str, str]]:
    """The packages that lack a file of their code, each with one of those files."""
    for name, there in found.items():
        for line in (there.read_text("RECORD") or "").splitlines():
            file = line.rpartition(",")[0].rpartition(",")[0]
            if file.endswith(_CODE) and not os.path.exists(str(there.locate_file(file))):  # noqa: PTH110 (twenty thousand of them)
                yield name, file
                break


def _untested(project: Path, found: Mapping[str, Distribution]) -> str:
    """Which versions are not the tested ones; that is no fault."""
    file = project / "constraints.txt"
    if not file.is_file():
        return ""
    lines = (line.partition("#")[0].strip() for line in file.read_text("utf-8").splitlines())
    tested = (Requirement(line) for line in lines if line)
    others = [
        f"{name} {there.version} (tested: {one.specifier})"
        for one in tested
        if (there := found.get(name := canonicalize_name(one.name))) and not _allows(one, there)
    ]
    return f"; not in the tested version: {', '.join(others)}" if others else ""
