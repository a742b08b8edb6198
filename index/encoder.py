"""Text to vectors."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

import numpy as np
import numpy.typing as npt

from index.errors import ModelError
from index.model import Model

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]
Task = Literal["query", "passage"]

_BATCH = 32
_LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one text, special ones and the task's prefix left out.

    `vectors` are of unit length, of shape `(tokens, dimensions)`; `starts` and `ends` are offsets
    into the text.
    """

    ids: npt.NDArray[np.int64]
    vectors: Vectors
    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Encoded:
    """Texts as unit vectors of shape `(texts, dimensions)`, and the tokens of each."""

    vectors: Vectors
    tokens: tuple[Tokens, ...]


class Encoder:
    """An embedding model, loaded. Safe to call from one thread at a time.

    It computes on `threads` processor cores, all of them by default, which is a setting of the
    whole process. Many texts want all; one question is better off with one, since threads that
    wait for each other stand still as soon as anything else wants a core: the event loop does.
    Raises ModelError when the model's files cannot be loaded.
    """

    def __init__(self, model: Model, *, threads: int | None = None) -> None:
        self.model = model
        self._engine = _load(model)
        if threads is not None:
            import torch  # noqa: PLC0415 (loaded with the model, and not before)

            torch.set_num_threads(threads)
        self.dimensions = cast("int", self._engine.get_embedding_dimension())

    def encode(self, texts: Sequence[str], task: Task) -> Encoded:
        """Texts as questions (`query`) or as what answers them (`passage`), in their order."""
        if not texts:
            return Encoded(np.empty((0, self.dimensions), np.float32), ())
        # Half a surrogate pair, as a broken client may send it, is no text to the tokenizer.
        whole = [text.encode("utf-8", "replace").decode() for text in texts]
        # Texts of one length together waste no work on padding; the order is put back afterwards.
        order = sorted(range(len(whole)), key=lambda i: len(whole[i]))
        vectors = np.empty((len(whole), self.dimensions), np.float32)
        tokens: list[Tokens | None] = [None] * len(whole)
        for rows in _batches(order):
            found = self._batch([whole[row] for row in rows], task)
            vectors[rows] = found.vectors
            for row, held in zip(rows, found.tokens, strict=True):
                tokens[row] = held
        return Encoded(vectors, tuple(t for t in tokens if t is not None))

    def _batch(self, texts: list[str], task: Task) -> Encoded:
        import torch  # noqa: PLC0415 (loaded with the model, and not before)

        prefix = (self._engine.prompts or {}).get(task) or ""
        tokenizer: Any = self._engine.tokenizer
        read = tokenizer(
            [prefix + text for text in texts],
            padding=True,
            truncation=True,
            max_length=self._engine.max_seq_length,
            return_tensors="pt",
            return_offsets_mapping=True,
        )
        offsets = read.pop("offset_mapping").numpy()
        with torch.inference_mode():
            out: Any = self._engine(dict(read))
        pooled = torch.nn.functional.normalize(out["sentence_embedding"], dim=1).numpy()
        inner = torch.nn.functional.normalize(out["token_embeddings"], dim=2).numpy()
        ids = read["input_ids"].numpy()
        tokens = tuple(
            _tokens(ids[row], inner[row], offsets[row], len(prefix)) for row in range(len(texts))
        )
        return Encoded(np.ascontiguousarray(pooled, np.float32), tokens)


def _tokens(
    ids: npt.NDArray[np.int64], vectors: Vectors, offsets: npt.NDArray[np.int64], prefix: int
) -> Tokens:
    # Padding and special tokens are of no characters.
    kept = (offsets[:, 1] > offsets[:, 0]) & (offsets[:, 1] > prefix)
    places = np.maximum(offsets[kept] - prefix, 0)
    return Tokens(ids[kept], vectors[kept], places[:, 0], places[:, 1])


def _batches(order: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(order), _BATCH):
        yield order[start : start + _BATCH]


def _load(model: Model) -> "SentenceTransformer":
    # The library looks for updates of a model on a hub unless it is told that there is none.
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 (it takes seconds)
    from transformers.utils import logging as library_logging  # noqa: PLC0415

    library_logging.disable_progress_bar()  # type: ignore[no-untyped-call]

    try:
        return SentenceTransformer(str(model.folder), device="cpu", local_files_only=True)
    except Exception as error:  # noqa: BLE001 (every part of the library raises its own)
        why = " ".join(str(error).split())[:_LONGEST_REASON]
        raise ModelError(
            f"model {model.name}: {model.folder} cannot be loaded ({why}); "
            "install the model's package again, or name another `model`"
        ) from None
