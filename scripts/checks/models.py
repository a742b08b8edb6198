"""The models: there, whole, with their tokenizers, and with a calibration."""

from collections.abc import Iterator
from pathlib import Path

from index.calibration import calibration_of
from index.errors import CalibrationError
from index.model import Model
from knowledge.errors import KindError
from scripts.checks.check import Check
from scripts.checks.installation import Installation, ToBeMadeError

_NAME = "models"
# The weights of the tested packages, by their sha256.
_TESTED = {
    "multilingual-e5-small": "cd1caf1812415a43f1fa3b3f4203ce9c98af475df075d1e4d5aeeb34f82fac59",
    "all-MiniLM-L6-v2": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
}
_CONFIG = "config.json"
_TOKENIZERS = ("tokenizer.json", "vocab.txt", "sentencepiece.bpe.model", "tokenizer.model")
_SHOWN = 12  # characters of a sha256
_TAIL = 64  # bytes


def check(installation: Installation) -> Iterator[Check]:
    """Each model of the settings, of which none is made or loaded; and their calibration."""
    settings = installation.settings
    for name, found in installation.models.items():
        if isinstance(found, Model):
            yield _judged(found, settings.models)
        elif isinstance(found, ToBeMadeError):
            yield Check.ok(_NAME, f"{name}: not here yet; at the first start: {found}")
        else:
            yield Check.told(_NAME, found, "install the model's package again")
    try:
        calibration_of(settings)
    except CalibrationError as error:
        yield Check.told("calibration", error, "name a file that can be read as `calibration`")
    except KindError as error:
        yield Check.told("calibration", error, "correct the file that `calibration` names")


def _judged(model: Model, models: Path) -> Check:
    made = model.folder.is_relative_to(models)
    again = (
        f"remove {model.folder}; the next start makes it again"
        if made
        else f"install what brings {model.name} again, or name another model in the settings"
    )
    if lost := _lost(model.folder):
        missing = f"{model.name}: {model.folder / lost} is missing or cut short"
        return Check.error(_NAME, missing, again)
    told = f"{model.name} ({model.weights[:_SHOWN]})"
    if _TESTED.get(model.name, model.weights) == model.weights:
        return Check.ok(_NAME, f"{told}, with its tokenizer")
    others = f"{told}: the weights in {model.folder} are not the tested ones"
    if made:  # other versions of the libraries may write the same weights in another way
        return Check.warning(_NAME, f"{others}: damaged, or made by untested libraries", again)
    return Check.error(_NAME, others, again)


def _lost(folder: Path) -> str | None:
    """Which file a model's folder lacks; None for none."""
    if not _is_whole(folder / _CONFIG):
        return _CONFIG
    there = [name for name in _TOKENIZERS if (folder / name).exists()]
    if any(_is_whole(folder / name) for name in there):
        return None
    return (there or _TOKENIZERS)[0]


def _is_whole(path: Path) -> bool:
    """Whether a file is there to its end, as far as its last bytes tell."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - _TAIL))
            tail = file.read().rstrip()
    except OSError:
        return False
    return tail.endswith(b"}") if path.suffix == ".json" else bool(tail)
