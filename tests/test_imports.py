"""Which code may know of which: imports run downward only."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("knowledge", "index", "bot", "scripts")  # from the bottom up


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Every module that a file imports, with the line; also inside of functions."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join((*above, *filter(None, [node.module])))
            yield node.lineno, base
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and (name := _named_in_call(node)):
            yield node.lineno, name


def _named_in_call(node: ast.Call) -> str | None:
    called = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if called not in ("import_module", "__import__") or not node.args:
        return None
    return str(node.args[0].value) if isinstance(node.args[0], ast.Constant) else None


def within(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def offences(folder: str, *forbidden: str) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in modules(folder)
        for line, name in imported(path)
        if within(name, *forbidden)
    ]


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_imports_only_those_below(layer: str) -> None:
    above = LAYERS[LAYERS.index(layer) + 1 :]
    assert modules(layer)
    assert offences(layer, *above, "tests") == []


def test_the_local_server_knows_nothing_of_the_rest() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in modules("bot/local")
        for line, name in imported(path)
        if within(name, *LAYERS) and name != "bot" and not within(name, "bot.local")
    ]
    assert found == []


def test_knowledge_knows_nothing_of_vectors_or_telegram() -> None:
    assert offences("knowledge", "faiss", "numpy", "torch", "sentence_transformers", "bm25s") == []
    assert offences("knowledge", "telegram") == []


def test_the_index_knows_nothing_of_telegram() -> None:
    assert offences("index", "telegram", "httpx") == []


@pytest.mark.parametrize("layer", LAYERS)
def test_nothing_is_pickled(layer: str) -> None:
    assert offences(layer, "pickle", "cPickle", "cloudpickle", "dill", "joblib", "shelve") == []
    allowed = [
        f"{path.relative_to(ROOT)}:{node.value.lineno}"
        for path in modules(layer)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.keyword)
        and node.arg in ("allow_pickle", "weights_only")
        and not (isinstance(node.value, ast.Constant) and node.value.value is (node.arg[0] == "w"))
    ]
    assert allowed == []


def test_the_bot_never_lets_telegram_parse_markup() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in modules("bot")
        if not path.is_relative_to(ROOT / "bot" / "local")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if "parse_mode" in line or "ParseMode" in line
    ]
    assert found == []
