"""The passages of an answer, each as a reply with the ways on from it."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.attributions import attributed
from bot.buttons import Action, Press
from bot.citations import also_in, citation, named, withdrawn
from bot.finding import Finding
from bot.narrowed import Narrowed
from bot.parts import Excerpt, Part, Phrase, Style, Value
from bot.rendering import fits
from bot.replies import Reply, Row, button
from bot.values import day, moment, time
from index.resolution import Currency, Resolved
from index.view import Answer
from knowledge.document import Document
from knowledge.language import Language

_UNSHOWN = {Currency.withdrawn: "withdrawn", Currency.gone: "gone"}
_ALSO = 2  # documents that are named beside the one a quote is of


def first_passage(
    answer: Answer, first: Finding, language: Language, *, asked: Part | None = None
) -> Reply:
    """An answer that shows its first passage, the others a button away."""
    references = tuple(hit.quote.reference for hit in answer.hits)
    press = Press(Action.quote, language, 0, references, Narrowed.of(answer))
    return passage(first, press, asked=asked)


def passage(finding: Finding, press: Press, *, asked: Part | None = None) -> Reply:
    """The quote, its citation and reference, and the ways on from it."""
    quote = Excerpt(finding.quote.document, finding.quote.span)
    buttons = _ways_on(press, Action.context, "more_context")
    return Reply(_fitting(finding, press, (quote,), asked=asked), press.language, buttons)


def in_context(finding: Finding, press: Press) -> Reply:
    """The quote within the paragraph around it, and the ways on."""
    quote = finding.quote
    around = Excerpt(quote.document, finding.context, quote.span)
    buttons = _ways_on(press, Action.quote, "only_the_quote")
    shown = _fitting(finding, press, (Phrase("in_context"), around))
    return Reply(shown, press.language, buttons)


def no_longer_shown(resolved: Resolved, press: Press) -> Reply:
    """What may be said of a quote whose words are not shown any more."""
    parts = [Phrase(_UNSHOWN[resolved.currency])]
    # What is gone may have gone with its title: an approved text can have become a draft.
    if resolved.currency is Currency.withdrawn:
        parts.append(withdrawn(resolved.metadata, press.language))
    return Reply(tuple(parts), press.language, _ways_on(press, None, None))


@dataclass(frozen=True, slots=True)
class _Measure:
    """How much stands beside a quote: the longest titles leave little room beside the longest one.

    `also` is how many documents are named as where else it stands; None for not even their number.
    Without `whole`, only what must be said is.
    """

    also: int | None
    whole: bool = True


def _measures(finding: Finding) -> Iterator[_Measure]:
    if finding.also:
        yield from (_Measure(number) for number in range(min(_ALSO, len(finding.also)), -1, -1))
    yield _Measure(None)


def _fitting(
    finding: Finding, press: Press, shown: tuple[Part, ...], *, asked: Part | None = None
) -> tuple[Part, ...]:
    """What is shown, with all that stands above and below it and fits a message."""

    def measured(measure: _Measure) -> tuple[Part, ...]:
        above = _above(finding, press, measure)
        below = _below(finding, press.language, measure)
        return tuple(part for part in (asked, *above, *shown, *below) if part is not None)

    every = map(measured, _measures(finding))
    least = measured(_Measure(None, whole=False))
    return next((parts for parts in every if fits(parts, press.language)), least)


def _above(finding: Finding, press: Press, measure: _Measure) -> Iterator[Part | None]:
    """What is not to be overlooked, what the question was narrowed to, who speaks."""
    language, document = press.language, finding.quote.document
    yield from _warnings(finding, language)
    yield _become(finding, language, measure)
    if measure.whole:
        yield _narrowed(press.narrowed, document, language)
    yield attributed(finding.attribution, asked=press.narrowed.speaker)


def _warnings(finding: Finding, language: Language) -> Iterator[Part]:
    """That words are not for publication, or old."""
    caution, metadata = finding.caution, finding.quote.document.metadata
    if caution.internal:
        yield Phrase("internal")
    if caution.embargoed and metadata.embargo_until is not None:
        yield Phrase("embargoed", {"moment": moment(metadata.embargo_until, language)})
    elif caution.embargoed:
        yield Phrase("embargoed_open")
    if caution.stale and metadata.date is not None:
        yield Phrase("stale", {"date": day(metadata.date, language)})


def _become(finding: Finding, language: Language, measure: _Measure) -> Part | None:
    """What has become of a document since it was quoted."""
    if finding.currency is Currency.revised:
        return Phrase("revised")
    if finding.currency is not Currency.superseded:
        return None
    if finding.successor is None or not measure.whole:
        return Phrase("superseded")
    return Phrase(
        "superseded_by", {"document": named(finding.successor, language, finding.restricted)}
    )


def _narrowed(narrowed: Narrowed, document: Document, language: Language) -> Phrase | None:
    """What a question was narrowed to; a time only where the document is of it."""
    period, dated = narrowed.period, document.metadata.date
    if period is None or dated is None or not period.holds(dated):
        return Phrase("newest") if narrowed.newest else None
    key = "of_time_newest" if narrowed.newest else "of_time"
    return Phrase(key, {"time": time(period, language)})


def _below(finding: Finding, language: Language, measure: _Measure) -> Iterator[Part]:
    """Where a quote stands, where else, and its reference."""
    yield citation(finding.quote.document, language, kind=measure.whole)
    if measure.also is not None:
        yield also_in(finding.also, measure.also, language, restricted=finding.restricted)
    yield Phrase("reference", {"reference": Value(str(finding.quote.reference), Style.code)})


def _ways_on(press: Press, action: Action | None, key: str | None) -> tuple[Row, ...]:
    rows: list[Row] = []
    found = len(press.references)
    if found > 1:
        following = (press.position + 1) % found
        numbers = {"number": Value(str(following + 1)), "count": Value(str(found))}
        onward = press.to(Action.quote, following)
        rows.append((button(Phrase("next_passage", numbers), press.language, onward.encode()),))
    if action and key:
        other = press.to(action, press.position)
        rows.append((button(Phrase(key), press.language, other.encode()),))
    return tuple(rows)
