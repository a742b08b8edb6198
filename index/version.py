"""Which version of the program this is."""

from functools import lru_cache
from hashlib import sha256
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PROJECT = "kind-positions-bot"
_LAYERS = ("index", "knowledge")
_CODE = frozenset((".py", ".yaml", ".rcx"))
_STAFFS = frozenset(("glossary.yaml", "pinned.yaml"))  # no code: staff change them


@lru_cache(maxsize=1)
def code_version() -> str:
    """The project's version, and a hash of the code that divides documents and searches them."""
    try:
        number = version(_PROJECT)
    except PackageNotFoundError:
        number = "0"
    return f"{number}+{_hash()[:12]}"


def _hash() -> str:
    digest = sha256()
    for layer in _LAYERS:
        folder = Path(str(import_module(layer).__file__)).parent
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder).as_posix()
            if path.suffix in _CODE and path.name not in _STAFFS:
                digest.update(f"{layer}/{inside}\0".encode())
                digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()
