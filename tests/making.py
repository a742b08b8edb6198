"""Documents made on the spot."""

from hashlib import sha256
from typing import Any

from knowledge.document import Document, text_hash
from knowledge.metadata import Metadata
from knowledge.sentences import sentences


def document(text: str, identity: str = "lamp", /, **metadata: Any) -> Document:  # noqa: ANN401
    """A document of this text, as the catalogue would have read it."""
    values = {"title": "The Lamp", **metadata}
    source = sha256(text.encode()).hexdigest()
    return Document(
        identity, text, Metadata.model_validate(values), sentences(text), text_hash(text), source
    )
