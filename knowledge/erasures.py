"""Marks of what was erased for good: they know a text again, and do not hold it."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict

from knowledge.document import text_hash
from knowledge.sealed import SealedFile

_REMEDY = (
    "nothing is shown or published while it is not known what was erased: restore it from a backup"
)
_NOT_A_LETTER = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """A text's letters and digits alone, of any case.

    They are the same for the same words with other line breaks, quotation marks or hyphens.
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    return _NOT_A_LETTER.sub("", unicodedata.normalize("NFKD", plain))


def folded_hash(text: str) -> str | None:
    """The sha256 of a text's letters and digits; None for a text without any."""
    letters = folded(text)
    return sha256(letters.encode("utf-8", "surrogatepass")).hexdigest() if letters else None


class Pending(BaseModel):
    """An erasure that is not finished: the sha256 of each text and each source file of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    since: AwareDatetime
    texts: frozenset[str]
    sources: frozenset[str]


class _Written(BaseModel):
    """When each text, folded text and source was erased, by its sha256."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    texts: dict[str, AwareDatetime] = {}
    folded: dict[str, AwareDatetime] = {}
    sources: dict[str, AwareDatetime] = {}
    pending: dict[str, Pending] = {}


@dataclass(frozen=True, slots=True)
class Marks:
    """The sha256 of each text and of each source file that was erased."""

    texts: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()

    def holds(self, text: str, source: str) -> bool:
        """Whether the text of this sha256, or the file that it was read from, was erased."""
        return text in self.texts or source in self.sources


@dataclass(slots=True)
class _Known:
    """What was read of the marks, made ready to be asked."""

    written: _Written = field(default_factory=_Written)
    erased: Marks = Marks()


class Erasures:
    """The marks, in a file of the archive's folder, outside of every snapshot.

    Every method raises ArchiveError where the file is damaged, gone, or cannot be read or written.
    """

    def __init__(self, folder: Path) -> None:
        self._file = SealedFile(folder / "erasures.json", _Written, _REMEDY)
        self._known = _Known()

    def erased(self) -> Marks:
        """What is erased now; cheap enough to ask at every question."""
        written = self._file.read()
        known = self._known
        if known.written is not written:
            erased = Marks(frozenset(written.texts), frozenset(written.sources))
            known = self._known = _Known(written, erased)
        return known.erased

    def when(
        self, text: str | None, source: str | None = None, *, exactly: bool = False
    ) -> datetime | None:
        """When a text or the file that it was read from was erased; None where neither was.

        Unless `exactly`, a text is known again by its words alone, whatever its line breaks and its
        format. That takes longer, and for what is in the archive it is not needed: an erasure looks
        through all of that.
        """
        written = self._file.read()
        if source is not None and source in written.sources:
            return written.sources[source]
        if text is None or not written.texts:
            return None
        found = written.texts.get(text_hash(text))
        return found if found or exactly else written.folded.get(folded_hash(text) or "")

    def holds(self, text: str | None, source: str | None = None) -> bool:
        """Whether a text or the file that it was read from was erased."""
        return self.when(text, source) is not None

    @property
    def pending(self) -> Mapping[str, Pending]:
        """The erasures that are not finished, by the id of the document."""
        return self._file.read().pending

    def begin(
        self,
        identity: str,
        texts: Iterable[str],
        sources: Collection[str],
        now: datetime,
        *,
        hashes: Iterable[str] = (),
    ) -> Pending:
        """Mark a document's texts and the sha256 of its source files, before anything is removed.

        `hashes` are the sha256 of texts that may not be at hand. Where the document's erasure has
        begun already, what is new is added to it.
        """
        marked: dict[str, str | None] = dict.fromkeys(hashes)
        marked |= {text_hash(text): folded_hash(text) for text in texts}

        def changed(written: _Written) -> _Written:
            begun = written.pending.get(identity)
            pending = Pending(
                since=begun.since if begun else now,
                texts=frozenset(marked) | (begun.texts if begun else frozenset()),
                sources=frozenset(sources) | (begun.sources if begun else frozenset()),
            )
            folded = [one for one in marked.values() if one is not None]
            return _Written(
                texts=dict.fromkeys(marked, now) | written.texts,
                folded=dict.fromkeys(folded, now) | written.folded,
                sources=dict.fromkeys(sources, now) | written.sources,
                pending={**written.pending, identity: pending},
            )

        return self._file.change(changed).pending[identity]

    def finish(self, identity: str) -> None:
        """Forget which document it was: only the marks stay."""

        def changed(written: _Written) -> _Written:
            pending = {name: one for name, one in written.pending.items() if name != identity}
            return written.model_copy(update={"pending": pending})

        self._file.change(changed)
