"""Text to vectors."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from index.encoder import Encoder, Task, Tokens, Vectors
from index.errors import ModelError
from index.model import Model

TEXTS = ["The lamp is lit.", "La lámpara arde.", "", " ", "a" * 4096, "🕯️", "\0\x07", "lamp \ud83d"]
TASKS: tuple[Task, ...] = ("query", "passage")
E5, MINILM = 0, 1


@pytest.fixture(params=[E5, MINILM], ids=["e5", "MiniLM"])
def encoder(request: pytest.FixtureRequest, encoders: tuple[Encoder, ...]) -> Encoder:
    number: int = request.param
    return encoders[number]


def vector(encoder: Encoder, text: str, task: Task = "query") -> Vectors:
    found: Vectors = encoder.encode([text], task).vectors[0]
    return found


@pytest.mark.parametrize("task", TASKS)
def test_vectors_are_of_unit_length_and_one_a_text(encoder: Encoder, task: Task) -> None:
    encoded = encoder.encode(TEXTS, task)
    assert encoded.vectors.shape == (len(TEXTS), encoder.dimensions) == (8, 384)
    assert encoded.vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(encoded.vectors, axis=1), 1, atol=1e-5)
    assert len(encoded.tokens) == len(TEXTS)


@pytest.mark.parametrize("task", TASKS)
def test_a_token_has_a_unit_vector_an_id_and_a_place(encoder: Encoder, task: Task) -> None:
    for text, tokens in zip(TEXTS, encoder.encode(TEXTS, task).tokens, strict=True):
        check(text, tokens, encoder.dimensions)
    assert len(encoder.encode([""], task).tokens[0].ids) == 0


def check(text: str, tokens: Tokens, dimensions: int) -> None:
    count = len(tokens.ids)
    assert tokens.vectors.shape == (count, dimensions)
    assert tokens.starts.shape == tokens.ends.shape == (count,)
    assert np.allclose(np.linalg.norm(tokens.vectors, axis=1), 1, atol=1e-4)
    assert (tokens.starts >= 0).all()
    assert (tokens.ends >= tokens.starts).all()
    assert (tokens.ends <= len(text)).all()
    assert (np.diff(tokens.starts) >= 0).all()


@settings(deadline=None, max_examples=25)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=4), st.sampled_from(TASKS))
def test_any_texts_are_read(encoders: tuple[Encoder, ...], texts: list[str], task: Task) -> None:
    for encoder in encoders:
        encoded = encoder.encode(texts, task)
        assert np.allclose(np.linalg.norm(encoded.vectors, axis=1), 1, atol=1e-5)
        for text, tokens in zip(texts, encoded.tokens, strict=True):
            check(text, tokens, encoder.dimensions)


@settings(deadline=None, max_examples=25)
@given(
    st.lists(
        st.sampled_from("lamp lámpara harbor’s Ínes 42 — “no” children ﬁsh".split()), max_size=9
    ),
    st.sampled_from(TASKS),
)
def test_a_token_s_place_is_where_its_words_stand(
    encoders: tuple[Encoder, ...], words: list[str], task: Task
) -> None:
    text = "  ".join(words)
    for encoder in encoders:
        (tokens,) = encoder.encode([text], task).tokens
        held = {
            int(place)
            for s, e in zip(tokens.starts, tokens.ends, strict=True)
            for place in range(s, e)
        }
        # Every letter is some token's, and no token reaches from one word into the next.
        assert {place for place, character in enumerate(text) if not character.isspace()} <= held
        for start, end in zip(tokens.starts, tokens.ends, strict=True):
            assert not any(map(str.isspace, text[start:end].strip()))


@pytest.mark.parametrize("task", TASKS)
def test_tokens_are_those_of_the_text_alone(encoder: Encoder, task: Task) -> None:
    (tokens,) = encoder.encode(["Lamp lit."], task).tokens
    spans = zip(tokens.starts, tokens.ends, strict=True)
    assert [("Lamp lit."[a:b]).strip() for a, b in spans] == ["Lamp", "lit", "."]
    # The task's own words are none of them, also where the text begins with the same.
    (tokens,) = encoder.encode([f"{task}: lamp"], task).tokens
    told = f"{task}: lamp"
    assert "".join(told[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)).replace(
        " ", ""
    ) == told.replace(" ", "")


def test_a_question_and_what_answers_it_are_read_differently(encoders: tuple[Encoder, ...]) -> None:
    text = "The lamp is lit."
    e5, minilm = encoders
    assert vector(e5, text, "query") @ vector(e5, text, "passage") < 0.999
    assert np.array_equal(vector(minilm, text, "query"), vector(minilm, text, "passage"))
    assert vector(e5, text, "query") @ vector(e5, f"query: {text}", "query") < 0.9999


def test_no_texts_are_no_vectors(encoder: Encoder) -> None:
    encoded = encoder.encode([], "query")
    assert encoded.vectors.shape == (0, 384)
    assert encoded.tokens == ()


def test_like_meanings_are_near(encoder: Encoder) -> None:
    lamp, light, fares = encoder.encode(
        ["The lamp is burning.", "The light is on.", "A ferry ticket costs one dollar."], "passage"
    ).vectors
    assert lamp @ light > lamp @ fares + 0.03


def test_the_first_model_reads_spanish_as_it_reads_english(encoders: tuple[Encoder, ...]) -> None:
    spanish, english, fares = (
        vector(encoders[E5], "¿Está encendida la lámpara?"),
        vector(encoders[E5], "The lamp is burning.", "passage"),
        vector(encoders[E5], "A ferry ticket costs one dollar.", "passage"),
    )
    assert spanish @ english > spanish @ fares + 0.03


@pytest.mark.parametrize("task", TASKS)
def test_a_text_s_vectors_do_not_depend_on_its_company(encoder: Encoder, task: Task) -> None:
    text = "The lamp is lit."
    alone = encoder.encode([text], task)
    company = ["Oil.", text, "It burns all night. " * 30, *["ship"] * 40]
    among = encoder.encode(company, task)
    assert np.allclose(alone.vectors[0], among.vectors[1], atol=1e-5)
    assert np.array_equal(alone.tokens[0].ids, among.tokens[1].ids)
    assert np.array_equal(alone.tokens[0].ends, among.tokens[1].ends)
    assert np.allclose(alone.tokens[0].vectors, among.tokens[1].vectors, atol=1e-5)


def test_texts_come_back_in_their_order(encoder: Encoder) -> None:
    texts = [f"{'lamp ' * (n % 7)}{n}" for n in range(70)]
    together = encoder.encode(texts, "passage").vectors
    for place in (0, 1, 6, 33, 69):
        assert together[place] @ vector(encoder, texts[place], "passage") > 0.9999


def test_a_token_knows_what_is_around_it(encoder: Encoder) -> None:
    bank, other = encoder.encode(
        ["The bank of the river.", "The bank lent money."], "passage"
    ).tokens
    assert bank.ids[1] == other.ids[1]
    assert bank.vectors[1] @ other.vectors[1] < 0.99


def test_what_is_longer_than_the_model_reads_is_cut(encoder: Encoder) -> None:
    whole = "lamp " * 1000
    (tokens,) = encoder.encode([whole], "passage").tokens
    assert len(tokens.ids) <= (encoder._engine.max_seq_length or 0) - 2
    assert tokens.ends[-1] < len(whole)
    assert np.allclose(vector(encoder, whole), vector(encoder, whole + "zebra"), atol=1e-5)


def test_half_a_surrogate_pair_is_read_as_a_question_mark(encoder: Encoder) -> None:
    assert np.allclose(vector(encoder, "lamp \ud83d"), vector(encoder, "lamp ?"), atol=1e-6)


def test_the_number_of_threads_is_the_one_asked_for(models: tuple[Model, ...]) -> None:
    before = torch.get_num_threads()
    try:
        for threads in (2, 1):
            Encoder(models[MINILM], threads=threads)
            assert torch.get_num_threads() == threads
        Encoder(models[MINILM])
        assert torch.get_num_threads() == 1
    finally:
        torch.set_num_threads(before)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("model.safetensors", b"not weights"),
        ("config.json", b"{"),
        ("modules.json", b"[{}]"),
        ("tokenizer.json", b"{}"),
    ],
)
@pytest.mark.parametrize("number", [E5, MINILM])
def test_a_damaged_model_is_named_on_one_line(
    models: tuple[Model, ...], tmp_path: Path, number: int, file: str, content: bytes
) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    for part in models[number].folder.iterdir():
        (folder / part.name).symlink_to(part)
    (folder / file).unlink()
    (folder / file).write_bytes(content)
    with pytest.raises(ModelError, match=f"model {folder}: .* cannot be loaded") as error:
        Encoder(Model.find(str(folder), tmp_path))
    assert "\n" not in str(error.value)
    shutil.rmtree(folder)
