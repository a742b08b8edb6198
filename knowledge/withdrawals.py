"""What was withdrawn at once, beside what the documents say of themselves."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict

from knowledge.document import Document
from knowledge.sealed import SealedFile

_REMEDY = (
    "nothing is shown while it is not known what was withdrawn: restore it from a backup; without "
    "one, delete it, stop and start the bot, and withdraw again what is to stay withdrawn"
)


class Withdrawal(BaseModel):
    """Since when a document is withdrawn, each text it has had, by sha256, and its other ids.

    A text is withdrawn with its document, whatever file it stands in: one that was renamed has
    another id.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    since: AwareDatetime
    texts: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()

    def covers(self, identity: str, texts: Collection[str]) -> bool:
        """Whether it is of a document that is called so by now, or has had one of these texts."""
        return identity in self.others or not self.texts.isdisjoint(texts)


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    withdrawals: dict[str, Withdrawal] = {}


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The ids of the documents that are withdrawn, and the sha256 of their texts."""

    ids: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()

    def holds(self, text: str, *ids: str) -> bool:
        """Whether the text of this sha256, of a document of these ids, is withdrawn."""
        return text in self.texts or any(identity in self.ids for identity in ids)


class Withdrawals:
    """The withdrawals, in a file of the archive's folder, outside of every snapshot.

    Every method raises ArchiveError where the file is damaged, gone, or cannot be read or written.
    """

    def __init__(self, folder: Path) -> None:
        self._file = SealedFile(folder / "withdrawals.json", _Written, _REMEDY)
        self._known = _Written(), Withdrawn()

    def entries(self) -> Mapping[str, Withdrawal]:
        """Each withdrawal, by the id of the document that was named."""
        return self._file.read().withdrawals

    def withdrawn(self) -> Withdrawn:
        """What is withdrawn now; cheap enough to ask at every question."""
        written = self._file.read()
        known, withdrawn = self._known
        if known is not written:
            withdrawn = _withdrawn(written)
            self._known = written, withdrawn
        return withdrawn

    def withdraw(self, identity: str, now: datetime, texts: Iterable[str]) -> Withdrawal:
        """Withdraw a document and the texts, by sha256, that it is known to have had.

        Of one that is withdrawn already, the moment stays and the texts grow.
        """
        added = frozenset(texts)

        def changed(written: _Written) -> _Written:
            before = written.withdrawals.get(identity) or Withdrawal(since=now)
            after = before.model_copy(update={"texts": before.texts | added})
            return _Written(withdrawals={**written.withdrawals, identity: after})

        return self._file.change(changed).withdrawals[identity]

    def reinstate(self, identity: str) -> bool:
        """Take the withdrawal of the document of this id back; whether there was one."""
        found = False

        def changed(written: _Written) -> _Written:
            nonlocal found
            found = identity in written.withdrawals
            others = {name: one for name, one in written.withdrawals.items() if name != identity}
            return _Written(withdrawals=others)

        self._file.change(changed)
        return found

    def covering(self, identity: str, texts: Collection[str]) -> tuple[str, ...]:
        """The ids under which a document was withdrawn that has had these texts, by sha256."""
        return tuple(
            name
            for name, one in self.entries().items()
            if name == identity or one.covers(identity, texts)
        )

    def follow(self, documents: Iterable[Document], resaved: Mapping[str, str]) -> None:
        """Note what the documents that are withdrawn are called now, and which texts they have.

        So one that is revised and then renamed, or the other way about, stays withdrawn. `resaved`
        has, for texts that are withdrawn ones in another form, which ones, by sha256.
        """
        withdrawn = self.withdrawn()
        met = {
            (document.id, document.sha256): text
            for document in documents
            if withdrawn.holds(text := resaved.get(document.sha256, document.sha256), document.id)
        }
        if met:
            self._file.change(lambda written: _followed(written, met))


def _followed(written: _Written, met: Mapping[tuple[str, str], str]) -> _Written:
    after = dict(written.withdrawals)
    for (identity, text), was in met.items():
        for name, one in after.items():
            if name == identity or one.covers(identity, (text, was)):
                changes = {
                    "texts": one.texts | {text},
                    "others": one.others | ({identity} - {name}),
                }
                after[name] = one.model_copy(update=changes)
    return _Written(withdrawals=after)


def _withdrawn(written: _Written) -> Withdrawn:
    entries = written.withdrawals
    return Withdrawn(
        frozenset(entries).union(*(one.others for one in entries.values())),
        frozenset[str]().union(*(one.texts for one in entries.values())),
    )
