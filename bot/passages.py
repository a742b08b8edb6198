"""The passages of an answer, each as a reply with the ways on from it."""

from collections.abc import Sequence

from bot.attributions import attributed
from bot.buttons import Action, Press
from bot.citations import also_in, citation, withdrawn
from bot.finding import Finding
from bot.narrowed import Narrowed
from bot.parts import Excerpt, Part, Phrase, Style, Value
from bot.rendering import fits
from bot.replies import Reply, Row, button
from bot.values import time
from index.view import Answer, Currency, Resolved
from knowledge.document import Document
from knowledge.language import Language

_NOTED = {Currency.revised: "revised", Currency.superseded: "superseded"}
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
    quote = finding.quote
    head = ([asked] if asked else []) + _head(finding, press)
    parts = (*head, Excerpt(quote.document, quote.span))
    return _reply(parts, finding, press, _ways_on(press, Action.context, "more_context"))


def in_context(finding: Finding, press: Press) -> Reply:
    """The quote within the paragraph around it, and the ways on."""
    quote = finding.quote
    around = Excerpt(quote.document, finding.context, quote.span)
    parts = (*_head(finding, press), Phrase("in_context"), around)
    return _reply(parts, finding, press, _ways_on(press, Action.quote, "only_the_quote"))


def no_longer_shown(resolved: Resolved, press: Press) -> Reply:
    """What may be said of a quote whose words are not shown any more."""
    parts = [Phrase(_UNSHOWN[resolved.currency])]
    # What is gone may have gone with its title: an approved text can have become a draft.
    if resolved.currency is Currency.withdrawn:
        parts.append(withdrawn(resolved.metadata, press.language))
    return Reply(tuple(parts), press.language, _ways_on(press, None, None))


def _head(finding: Finding, press: Press) -> list[Part]:
    """What stands above a quote: what has become of it, what it was narrowed to, who speaks."""
    noted = Phrase(_NOTED[finding.currency]) if finding.currency in _NOTED else None
    narrowed = _narrowed(press.narrowed, finding.quote.document, press.language)
    speaking = attributed(finding.attribution, asked=press.narrowed.speaker)
    return [part for part in (noted, narrowed, speaking) if part is not None]


def _narrowed(narrowed: Narrowed, document: Document, language: Language) -> Phrase | None:
    """What a question was narrowed to; a time only where the document is of it."""
    period, dated = narrowed.period, document.metadata.date
    if period is None or dated is None or not period.holds(dated):
        return Phrase("newest") if narrowed.newest else None
    key = "of_time_newest" if narrowed.newest else "of_time"
    return Phrase(key, {"time": time(period, language)})


def _reply(
    parts: Sequence[Part], finding: Finding, press: Press, buttons: tuple[Row, ...]
) -> Reply:
    """The parts down to the quote, and below it where it stands, and as much of where else as fits.

    The longest titles are too long to be named beside the longest quote.
    """
    quote, language = finding.quote, press.language
    reference = Phrase("reference", {"reference": Value(str(quote.reference), Style.code)})
    cited = (*parts, citation(quote.document, language))
    shown = range(min(_ALSO, len(finding.also)), -1, -1) if finding.also else ()
    for number in shown:
        whole = (*cited, also_in(finding.also, number, language), reference)
        if fits(whole, language):
            return Reply(whole, language, buttons)
    return Reply((*cited, reference), language, buttons)


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
