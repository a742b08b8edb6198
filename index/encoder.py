"""Text to vectors."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import numpy as np
import numpy.typing as npt

from index.errors import ModelError
from index.model import Model

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]

_BATCH = 32
_LONGEST_REASON = 200


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

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape `(len(texts), dimensions)`, one row a text."""
        if not texts:
            return np.empty((0, self.dimensions), np.float32)
        # Half a surrogate pair, as a broken client may send it, is no text to the tokenizer.
        whole = [text.encode("utf-8", "replace").decode() for text in texts]
        vectors = self._engine.encode(
            whole, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.ascontiguousarray(vectors, dtype=np.float32)


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
