"""What stands around a quotation: who is said to speak it, before it and behind it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from knowledge.lines import is_title_case
from knowledge.speech.attribution import Attribution, Form
from knowledge.speech.grammar import CLAUSE, FINITE, PREPOSITIONS, is_adverbial
from knowledge.speech.names import Mention
from knowledge.speech.verbs import is_report
from knowledge.speech.words import Word, WordKind, same

_INTRODUCING = (Form.lead, Form.label)
_DASHES = frozenset("—–-")
_JOINTS = frozenset({",", ":", "(", *_DASHES})
_THAT = frozenset(("that", "que"))
_CITING = frozenset("quoting citing reading recalling remembering citando recordando".split())
_DESCRIBING = frozenset("called calls described describes calificó llamó".split())
_BEFORE_PREDICATE = frozenset("be been being to not as ser como".split()) | FINITE
_OBJECTED = frozenset("told tells asked asks answered answers".split())
_OBJECTS = frozenset("me us him them".split())
_FRAGMENT = 4
_LONG_FRAGMENT = 6
_TITLE = 8
_LEAD = 30
_LED = 14
_LONGEST_SIGNATURE = 24
_MOST_BEHIND_NAME = 12
_OPEN = re.compile(r"[,?!—–…-][”»\"’']*$")
_EXCLAIMED = re.compile(r"[?!][”»\"’']*$")
_ENDED = re.compile(r"[.,;:?!…—–-][”»\"’')]*$")
_BEGINNING = re.compile(r"[“”„«»\"\s—¿¡…‘'\[(]*(\w)")
_FIRST = re.compile(r"\W*(\w+)")
_WORD = re.compile(r"\w+")


class Bond(Enum):
    """How a quotation hangs together with what says who speaks it."""

    behind = auto()
    """“…,” said Roe."""
    led = auto()
    """Roe said: “…”; Roe told the paper on Monday, “…”"""
    within = auto()
    """Roe said that the plan was “…”"""


@dataclass(frozen=True, slots=True)
class Turn:
    """The attributions of one quotation, and how it hangs together with them."""

    attributions: tuple[Attribution, ...]
    bond: Bond


def introduction(
    words: Sequence[Word], start: int, end: int, found: Sequence[Attribution]
) -> Turn | None:
    """What before a word `end`, from `start` on, says who speaks the quotation there."""
    if end <= start:
        return None
    last = words[end - 1]
    if end < len(words) and words[end].sentence != last.sentence and last.text != ":":
        return None
    here = [each for each in found if words[each.begin].sentence == last.sentence]
    colon = last.text == ":"
    held = [each for each in here if each.end <= end and (colon or each.form not in _INTRODUCING)]
    if not held:
        return None
    final = max(held, key=lambda each: each.end)
    between = words[final.end : end]
    if _leads(words, final, between):
        return Turn((final,), Bond.led)
    verbs = tuple(each for each in held if each.form not in _INTRODUCING)
    if not verbs or not _predicates(words, final, end):
        return None
    return Turn(verbs, Bond.within)


def _predicates(words: Sequence[Word], found: Attribution, at: int) -> bool:
    """Whether the quotation at `at` is what the speaker says of something, not a term of another's.

    `Roe said the plan was “…”`, not `Roe said that their “…” was a lie`.
    """
    if at >= len(words):
        return False
    behind = words[at + 1] if same(words, at, at + 1) else None
    if behind and behind.kind is WordKind.word and behind.low not in CLAUSE | PREPOSITIONS:
        return False
    if words[at - 1].low in _BEFORE_PREDICATE or words[found.end - 1].low in _DESCRIBING:
        return True
    first = _FIRST.match(words[at].text)
    verb = first is not None and first.group(1).lower() in FINITE
    return verb and words[at - 1].kind is WordKind.word


def _leads(words: Sequence[Word], found: Attribution, between: Sequence[Word]) -> bool:
    """Whether nothing but when, where and to whom stands between an attribution and its words."""
    if all(word.text in _JOINTS or word.low in _THAT for word in between):
        return True
    if found.form in _INTRODUCING:
        return len(between) <= _LEAD
    if len(between) > _LED or any(word.low in _CITING for word in between):
        return False
    verb = words[found.end - 1].low
    first = next(word.low for word in between if word.text not in _JOINTS)
    fits = verb in _OBJECTED or first in _OBJECTS or is_adverbial(first) or first == "only"
    closes = between[-1].text in (",", ":") or between[-1].low in _THAT
    other = any(word.low in FINITE or is_report(word.low) for word in between)
    return closes and fits and not other and not any(word.low in _THAT for word in between[:-1])


def sequel(
    words: Sequence[Word], at: int, sentence: int, beginning: Mapping[int, Attribution]
) -> Attribution | None:
    """What right behind the quotation at `at`, which ends in `sentence`, says who speaks it."""
    following = at + 1
    while following < min(len(words), at + 4) and words[following].text in {",", *_DASHES}:
        following += 1
    found = beginning.get(following)
    if not found or found.form in _INTRODUCING or words[following].sentence != sentence:
        return None
    quoted = words[at].text
    apart = following > at + 1
    if not (apart or _OPEN.search(quoted) or words[following].text[0].islower()):
        return None
    comma = apart or quoted.rstrip("”»\"’'")[-1:] == ","
    if not comma and _introduces(words, found.end):
        return None
    if not comma and _EXCLAIMED.search(quoted) and not _is_closed(words, found.end):
        return None
    return found


def _introduces(words: Sequence[Word], at: int) -> bool:
    """Whether what goes on at a word ends with a colon before the next quotation."""
    while same(words, at - 1, at) and words[at].kind is WordKind.word:
        at += 1
    return at + 1 < len(words) and words[at].text == ":" and words[at + 1].quoted


def _is_closed(words: Sequence[Word], at: int) -> bool:
    """Whether no object of the verb follows: `Roe asked on Monday.`, not `Roe said the answer …`"""
    if not same(words, at - 1, at):
        return True
    word = words[at]
    return word.kind is not WordKind.word or is_adverbial(word.low) or word.low in ("me", "us")


def signature(
    words: Sequence[Word], at: int, beginning: Mapping[int, Mention]
) -> tuple[bool, Mention | None]:
    """Whether a dash at `at` begins the paragraph's last words as a signature, and whose it is."""
    first = at
    while first < len(words) and words[first].text in _DASHES:
        first += 1
    if first == at or not first < len(words) <= first + _LONGEST_SIGNATURE:
        return False, None
    if any(word.quoted or is_report(word.low) or word.low in FINITE for word in words[first:]):
        return False, None
    mention = beginning.get(first)
    if not mention or mention.shared or len(words) - mention.end > _MOST_BEHIND_NAME:
        return True, None
    return True, mention


def is_speech(words: Sequence[Word], at: int, bond: Bond | None, *, goes_on: bool = False) -> bool:
    """Whether the quotation at `at` is words that were said, not only a name or a term.

    `goes_on`: whether it follows another quotation of the same speaker's.
    """
    text = words[at].text
    count = len(_WORD.findall(text))
    first = _BEGINNING.match(text)
    capital = first is not None and not first.group(1).islower()
    behind = words[at + 1].text if at + 1 < len(words) else "."
    ended = _ENDED.search(text) is not None or behind in {*".,;:?!)", *_DASHES}
    inner = text.strip('“”„«»"—– ')
    titled = count <= _TITLE and bool(inner) and is_title_case(inner) and inner[-1] not in ".?!"
    if bond is Bond.behind or (goes_on and ended and capital):
        return count > 0
    joined = at > 0 and words[at - 1].text in _JOINTS
    if bond is Bond.led and joined:
        return ended or count >= _FRAGMENT
    if titled:
        return False
    if bond:
        return count >= _FRAGMENT or (capital and ended and count > 1)
    stands = at == 0 or words[at - 1].text == ":" or not same(words, at - 1, at)
    return (stands and capital and ended and count >= _FRAGMENT) or count >= _LONG_FRAGMENT
