"""A question as the search reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from index.details import Details
from index.intent import Intent
from index.keywords import name_words, terms
from knowledge.language import Language
from knowledge.period import Period


@dataclass(frozen=True)
class Question:
    """What was asked, in which language, and what is searched for besides those words.

    `english` is the question in English, itself or translated, and None where there is none.
    `names` are other names of what it names, by language. Nothing but `text` was said by the asker,
    and none of it is ever shown.
    """

    text: str
    language: Language
    english: str | None
    intent: Intent
    names: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)

    @property
    def forms(self) -> tuple[str, ...]:
        """The question as asked, and in English where that is another form of it."""
        return tuple(dict.fromkeys((self.text, self.english or self.text)))

    @property
    def strict_period(self) -> Period | None:
        """When the statements shall be of, where the question says so."""
        return self.intent.period if self.intent.strict else None

    @property
    def speaker(self) -> frozenset[str]:
        """The words of the name of whoever's words are asked for; none where nobody's are."""
        return name_words(self.intent.speaker or "")

    @cached_property
    def details(self) -> Details:
        """What must be in an answer."""
        return Details.of(self.text, self.english)

    @cached_property
    def asked_terms(self) -> frozenset[str]:
        """Its content words in its own language."""
        return frozenset(terms(self.text, self.language))

    @cached_property
    def english_terms(self) -> frozenset[str]:
        """Its content words in English."""
        return frozenset(terms(self.english, "en")) if self.english else frozenset()

    @cached_property
    def named_terms(self) -> frozenset[str]:
        """The content words of the other names."""
        return frozenset(
            term
            for language, names in self.names.items()
            for name in names
            for term in terms(name, language)
        )
