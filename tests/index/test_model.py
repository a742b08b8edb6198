"""Which embedding model."""

from hashlib import sha256
from pathlib import Path

import pytest

from index.errors import ModelError
from index.model import Model


def test_the_default_model_is_on_this_machine(model: Model) -> None:
    weights = (model.folder / "model.safetensors").read_bytes()
    assert model.name == "all-MiniLM-L6-v2"
    assert model.weights == sha256(weights).hexdigest()
    assert model.weights.startswith("53aa5117")


def test_a_folder_is_a_model_too(model: Model) -> None:
    assert Model.find(str(model.folder)).weights == model.weights


@pytest.mark.parametrize("name", ["no-such-model", "all-MiniLM-L6-v3", "/nowhere", ""])
def test_an_unknown_model_is_named_with_those_that_are_known(name: str) -> None:
    with pytest.raises(ModelError, match=f"model {name}: .*all-MiniLM-L6-v2"):
        Model.find(name)


def test_a_folder_without_weights_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"model\.safetensors cannot be read \(No such file"):
        Model.find(str(tmp_path))
