"""What kind-doctor checks, whatever it is; and what the tests of each check share."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import yaml

from scripts.checks import running
from scripts.checks.check import Check, State, worst
from scripts.checks.installation import Installation
from scripts.checks.running import run_check
from tests.conftest import NOW

CONTACTS = {
    "press_contact": "Press Office, 555 0100",
    "help_contact": {"en": "Lantern Helpline", "es": "Línea Lantern"},
}
_CALIBRATION = {"made": "by hand", "ranking": {}, "intercept": 0, "confidence": {}}
Make = Callable[..., Installation]


def model_in(folder: Path) -> Path:
    """The folder of a model that is made of nothing."""
    model = folder / "lamp-model"
    if not model.exists():
        model.mkdir()
        for name in ("config.json", "tokenizer.json", "model.safetensors"):
            (model / name).write_text("{}\n")
    return model


def installation_in(folder: Path, **settings: object) -> Installation:
    """An installation by these settings, its folders under that one, with such a model."""
    model, file, weights = model_in(folder), folder / "settings.yaml", folder / "calibration.yaml"
    weights.write_text(yaml.safe_dump({"calibrations": {model.name: _CALIBRATION}}))
    held = {"model": str(model), "second_model": None, "calibration": weights.name, **settings}
    file.write_text(yaml.safe_dump(held, allow_unicode=True), "utf-8")
    return Installation(file, clock=lambda: NOW)


def states(lines: Sequence[Check]) -> list[tuple[str, State]]:
    return [(line.name, line.state) for line in lines]


def only(lines: Sequence[Check]) -> Check:
    (line,) = lines
    return line


@pytest.mark.parametrize(
    ("found", "state"),
    [
        ([], State.ok),
        ([State.ok, State.skipped], State.ok),
        ([State.ok, State.warning, State.skipped], State.warning),
        ([State.error, State.warning], State.error),
    ],
)
def test_the_worst_state_counts_and_what_was_skipped_is_no_fault(
    found: list[State], state: State
) -> None:
    assert worst(Check("lamp", one, "") for one in found) is state


SECRET = "12345:lantern-oil"  # noqa: S105 (nobody's)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (f"raise ValueError({SECRET!r})", "ValueError"),
        (f"raise RecursionError({SECRET!r})", "RecursionError"),
        ("import lantern_oil.wick", "the package lantern_oil cannot be imported"),
        ("open('/nowhere/lamp')", "/nowhere/lamp: No such file or directory (FileNotFoundError)"),
    ],
)
@pytest.mark.parametrize("where", ["at once", "after a line"])
def test_a_check_that_fails_is_a_line_with_its_kind_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, told: str, where: str
) -> None:
    before = '    yield Check.ok("lamp", "lit")\n' if where == "after a line" else ""
    code = (
        f"from scripts.checks.check import Check\n\ndef check(_):\n{before}    {body}\n    yield\n"
    )
    (tmp_path / "lamp_check.py").write_text(code)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(running, "__package__", "lamps")
    (tmp_path / "lamps").mkdir()
    (tmp_path / "lamp_check.py").rename(tmp_path / "lamps" / "lamp_check.py")
    monkeypatch.delitem(sys.modules, "lamps", raising=False)
    monkeypatch.delitem(sys.modules, "lamps.lamp_check", raising=False)
    *first, line = run_check("lamp_check", Installation())
    assert len(first) == (where == "after a line")
    assert (line.name, line.state) == ("lamp check", State.error)
    assert told in line.message
    assert SECRET not in line.message + line.remedy
    assert line.remedy
