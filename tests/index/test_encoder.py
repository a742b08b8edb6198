"""Text to vectors."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from index.encoder import Encoder
from index.errors import ModelError
from index.index import Index
from index.model import Model


@pytest.fixture
def encoder(index: Index) -> Encoder:
    return index._encoder


def test_vectors_are_of_unit_length_and_one_a_text(encoder: Encoder) -> None:
    texts = ["The lamp is lit.", "La lámpara arde.", "", "a" * 4096, "🕯️", "\0\x07"]
    vectors = encoder.encode(texts)
    assert vectors.shape == (len(texts), encoder.dimensions) == (6, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_are_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_like_meanings_are_near(encoder: Encoder) -> None:
    lamp, light, fares = encoder.encode(
        ["The lamp is burning.", "The light is on.", "A ferry ticket costs one dollar."]
    )
    assert lamp @ light > lamp @ fares + 0.3


def test_a_text_s_vector_does_not_depend_on_its_company(encoder: Encoder) -> None:
    alone = encoder.encode(["The lamp is lit."])
    among = encoder.encode(["Oil.", "The lamp is lit.", "It burns all night. " * 30])
    assert np.allclose(alone[0], among[1], atol=1e-5)


def test_half_a_surrogate_pair_is_no_obstacle(encoder: Encoder) -> None:
    assert encoder.encode(["lamp \ud83d"]).shape == (1, 384)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("model.safetensors", b"not weights"),
        ("config.json", b"{"),
        ("modules.json", b"[{}]"),
        ("tokenizer.json", b"{}"),
    ],
)
def test_a_damaged_model_is_named_on_one_line(
    model: Model, tmp_path: Path, file: str, content: bytes
) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    for part in model.folder.iterdir():
        (folder / part.name).symlink_to(part)
    (folder / file).unlink()
    (folder / file).write_bytes(content)
    with pytest.raises(ModelError, match=f"model {folder}: .* cannot be loaded") as error:
        Encoder(Model.find(str(folder)))
    assert "\n" not in str(error.value)
    shutil.rmtree(folder)
