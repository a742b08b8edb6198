"""What is read off one file, all of it that depends on the file alone."""

from pathlib import PurePath
from typing import Self

from pydantic import BaseModel, ConfigDict

from knowledge.content import Content, Properties
from knowledge.errors import DocumentError
from knowledge.inference import date_in, language_in, title_in
from knowledge.readers import reader_of
from knowledge.sentences import Row, sentence_rows, sentences


class Reading(BaseModel):
    """A file's content, what its text tells of it, and where its sentences lie."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    content: Content
    inferred: Properties
    sentences: tuple[Row, ...]

    @property
    def text(self) -> str:
        """The document's text."""
        return self.content.text

    @classmethod
    def of(cls, content: bytes, name: str, longest: int) -> Self:
        """What a file's bytes hold, in a text of at most `longest` characters.

        `name` is the file's, for its format and for messages. Raises DocumentError for bytes that
        are not of the format, and for a text that nothing could be quoted of.
        """
        found = reader_of(PurePath(name).suffix.lower())(content, name)
        text = found.text
        if len(text) > longest:
            raise DocumentError(
                f"{name}: its text has {len(text):,} characters, more than the {longest:,} "
                "allowed; split the document, or raise `text_limit`"
            )
        if not text.strip():
            raise DocumentError(
                f"{name}: there is no text in this file; write it, or remove the file"
            )
        divided = sentences(text)
        if not any(sentence.quotable for sentence in divided):
            raise DocumentError(
                f"{name}: there is no sentence in this file that could be quoted; write whole "
                "sentences"
            )
        inferred = Properties(title=title_in(text), date=date_in(text), language=language_in(text))
        return cls(content=found, inferred=inferred, sentences=tuple(sentence_rows(divided)))
