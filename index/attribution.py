"""Whose words a quote holds."""

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.quote import Quote
from knowledge.speakers import Affiliation, Utterance, by_sentence


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who speaks in a quote: the name as the document gives it, and for whom they speak.

    `in_full` is whether the quote itself gives the name so, and `throughout` whether every sentence
    of it holds their words.
    """

    name: str
    affiliation: Affiliation
    in_full: bool
    throughout: bool


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who speaks in a quote, in order, each once.

    `unsure` is whether it holds words in quotation marks of which it is not sure whose they are.
    Where nobody speaks and that is sure, the words are the document's own.
    """

    speakers: tuple[Named, ...] = ()
    unsure: bool = False

    @classmethod
    def of(cls, quote: Quote, utterances: Iterable[Utterance]) -> "Attribution":
        """The attribution of a quote; `utterances` are those of its document."""
        held = quote.document.whole_sentences(quote.span)
        assert held is not None  # noqa: S101 (a quote is whole sentences, for the type checker)
        said = by_sentence(utterances)
        heard = [utterance for index in held for utterance in said.get(index, ())]
        speakers = dict.fromkeys(utterance.speaker for utterance in heard if utterance.speaker)
        named = []
        for speaker in speakers:
            name = speaker.name.of(quote.document.text)
            speaks = (any(u.speaker == speaker for u in said.get(index, ())) for index in held)
            named.append(Named(name, speaker.affiliation, name in quote.text, all(speaks)))
        return cls(tuple(named), any(utterance.speaker is None for utterance in heard))
