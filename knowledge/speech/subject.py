"""Who a verb of speaking says it of: the subject before or behind it."""

from collections.abc import Sequence

from knowledge.speech.affiliation import OURS, Affiliation, affiliation
from knowledge.speech.anaphora import Anaphor
from knowledge.speech.grammar import (
    CLAUSE,
    DETERMINERS,
    PREPOSITIONS,
    RELATIVE,
    WITHIN,
    is_adverbial,
    is_auxiliary,
    pronoun,
)
from knowledge.speech.names import Kind, Mention
from knowledge.speech.phrase import phrase, texts
from knowledge.speech.roles import Role, gender, lemma, role
from knowledge.speech.verbs import is_report, is_spanish
from knowledge.speech.words import Word, WordKind, same

Subject = Mention | Anaphor | None
"""None is somebody who is not named: `a boy told us`."""

_DEFINITE = frozenset("the el la".split())
_MOST_BETWEEN = 7
_MOST_UNKNOWN = 3


class Subjects:
    """The subjects in a paragraph's words, which name these people."""

    def __init__(self, words: Sequence[Word], mentions: Sequence[Mention]) -> None:
        self.words = words
        # Of two with one begin or one end, the longer holds the shorter: `§’s nurse Jane Roe`,
        # `Jane Roe, nurse at §`.
        self.beginning = {mention.begin: mention for mention in mentions}
        self.ending = {mention.end: mention for mention in reversed(mentions)}
        self._objects: dict[int, int] = {}
        for mention in mentions:
            before = words[mention.begin - 1].low if mention.begin else ""
            if mention.governed and mention.kind is Kind.person and not is_report(before):
                self._objects.setdefault(words[mention.begin].sentence, mention.begin)

    def preceding(self, at: int) -> tuple[int, Subject, bool]:
        """Where a subject that ends with a word begins, the subject, and whether there is one."""
        if not same(self.words, at, at + 1):
            return at + 1, None, False
        word = self.words[at]
        mention = self.ending.get(at + 1)
        if word.text in (",", "—", "–"):
            mention = self.ending.get(at)
            if not (mention and mention.apposed):
                return at + 1, None, False
        relative = word.low in RELATIVE
        if relative:
            mention = self.ending.get(at) or self.ending.get(at - 1)
        if mention and mention.kind is Kind.ours and mention.governed:
            mention = None  # `the president of Lantern House`
        if mention:
            before = self.words[mention.begin - 1].low if mention.begin else ""
            sure = not (mention.shared or (mention.governed and not relative) or before in WITHIN)
            return mention.begin, mention if sure else None, True
        if word.kind not in (WordKind.word, WordKind.ours) or word.low in CLAUSE:
            return at + 1, None, False
        if pronoun(word.low):
            sure = not self._is_other(at)
            return at, Anaphor(at, at + 1, pronoun(word.low)) if sure else None, True
        begin = phrase(self.words, at + 1)
        return begin, self._title(begin, at + 1), True

    def _is_other(self, at: int) -> bool:
        """Whether a pronoun is not, or not surely, whom its sentence named before it.

        `The minister, she noted, left`; `after meeting the minister, she said`.
        """
        if (
            self.words[at - 1].text == ","
            and same(self.words, at - 1, at)
            and at - 1 in self.ending
        ):
            return True
        sentence = self.words[at].sentence
        return self._objects.get(sentence, at) < at

    def following(self, at: int) -> tuple[Subject, int]:
        """The subject that begins with a word, and where it ends."""
        mention = self.beginning.get(at)
        if mention:
            return (None if mention.shared else mention), mention.end
        if not same(self.words, at - 1, at):
            return None, at
        word = self.words[at]
        if pronoun(word.low):
            return Anaphor(at, at + 1, pronoun(word.low)), at + 1
        named = self._behind_nouns(at)
        if named:
            return (None if named.shared else named), named.end
        end = at
        while end < at + _MOST_BETWEEN and same(self.words, at, end) and not self._ends(end):
            end += 1
        return self._title(at, end), end

    def behind_verb(self, at: int) -> tuple[Subject, int]:
        """The subject that follows a verb, perhaps not at once, and where it ends."""
        subject, end = self.following(at + 1)
        if subject or not is_spanish(self.words[at].low):
            return subject, end
        between = at + 1
        while between < at + _MOST_BETWEEN and self._is_between(between, at):
            between += 1
            mention = self.beginning.get(between)
            if mention and self.words[between - 1].low not in PREPOSITIONS:
                return self.following(between)
        bare = not same(self.words, at, at + 1) or not self._is_noun_phrase(at + 1)
        return (Anaphor(at, at + 1) if bare else None), at + 1

    def _is_between(self, at: int, verb: int) -> bool:
        if not same(self.words, verb, at):
            return False
        word = self.words[at]
        first = at > verb + 1 or is_adverbial(word.low) or is_auxiliary(word.low)
        return (
            first and word.kind is WordKind.word and not (is_report(word.low) or word.low == "que")
        )

    def _is_noun_phrase(self, at: int) -> bool:
        word = self.words[at]
        plain = word.kind is WordKind.word and not is_adverbial(word.low)
        return plain and word.low not in CLAUSE and not is_auxiliary(word.low)

    def _behind_nouns(self, at: int) -> Mention | None:
        """A full name behind a post that is not known as one: `harbor reeve Jane Roe`."""
        first = at + (self.words[at].low in DETERMINERS)
        for behind in range(first, first + _MOST_UNKNOWN + 1):
            mention = self.beginning.get(behind)
            if mention and self.words[behind - 1].low == "a":
                return None  # Spanish: `le dijo a Rosa`
            if mention:
                full = mention.kind is Kind.person and len(mention.keys) > 1
                return mention if full and not mention.titles else None
            if not same(self.words, at, behind) or not self._is_noun_phrase(behind):
                return None
            if self.words[behind].low in PREPOSITIONS or self.words[behind].capital:
                return None
        return None

    def _ends(self, at: int) -> bool:
        """Whether a title that is not followed by a name ends before the word."""
        word = self.words[at]
        if word.kind is WordKind.ours or word.low in ("of", "de", "del", "at", "la", "el"):
            return False
        return word.kind is not WordKind.word or is_adverbial(word.low) or word.low in CLAUSE

    def _title(self, begin: int, end: int) -> Anaphor | None:
        """What stands for somebody by their title: `the senator`, `the president of §`."""
        held = texts(self.words, begin, end)
        roles = [word for word in held if role(word)]
        if not held or len(roles) != 1 or role(roles[0]) is Role.courtesy:
            return None
        title = lemma(roles[0])
        definite = held[0].lower() in _DEFINITE or held[0] == OURS
        if definite and OURS in held and affiliation(held) is Affiliation.ours:
            return Anaphor(begin, end, gender(title), title, ours=True)
        if held[0].lower() in _DEFINITE and held[-1] == roles[0]:
            return Anaphor(begin, end, gender(title), title)
        return None
