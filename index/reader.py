"""A question in every form that is searched for, as each model reads it."""

from collections.abc import Callable, Sequence
from datetime import date
from threading import Lock
from typing import Self

from threadpoolctl import threadpool_limits

from index.encoder import Encoder
from index.intent import intent_of
from index.lexicon import Lexicon
from index.model import Model
from index.question import Question
from index.search import Asked
from index.translation import Translator
from knowledge.glossary import Glossary
from knowledge.language import language_of

Words = Callable[[], Lexicon | None]


class Reader:
    """The models and the translator, loaded. Threads may call it at once; one works at a time.

    The first model reads every language; without a question in English, the others stay out.
    `organisation` is the names that are nobody else's: "what does KIND say" asks for no speaker.
    """

    def __init__(
        self,
        encoders: Sequence[Encoder],
        organisation: Sequence[str],
        translator: Translator | None = None,
    ) -> None:
        self._encoders = tuple(encoders)
        self.organisation = tuple(organisation)
        self._translator = translator
        self._lock = Lock()

    @classmethod
    def load(cls, models: Sequence[Model], organisation: Sequence[str]) -> Self:
        """Load the models, and start the translator where there is one. Raises ModelError."""
        # Threads that wait for each other stand still as soon as anything else wants a core.
        threadpool_limits(1)
        encoders = [Encoder(model, threads=1) for model in models]
        translator = Translator.find()
        if translator is not None:
            translator.start()
        return cls(encoders, organisation, translator)

    @property
    def models(self) -> tuple[Model, ...]:
        """The models, in order."""
        return tuple(encoder.model for encoder in self._encoders)

    @property
    def needs_words(self) -> bool:
        """Whether Spanish questions are put into English word by word."""
        return self._translator is None

    def read(
        self,
        question: str,
        glossary: Glossary,
        today: date,
        words: Words,
    ) -> Asked:
        """A question in all its forms; it takes a while, so call it off the event loop.

        `words` gives those that a Spanish question is put into where there is no translator.
        """
        with self._lock:
            asked = self._question(question, glossary, today, words)
            first, *others = self._encoders
            readers = others if asked.english else []
            read = [encoder.encode(asked.forms, "query") for encoder in (first, *readers)]
            return Asked(asked, (*read, *[None] * (len(self._encoders) - len(read))))

    def _question(self, question: str, glossary: Glossary, today: date, words: Words) -> Question:
        intent = intent_of(question, today=today, organisation=self.organisation)
        language = language_of(question) or "en"
        english: str | None = intent.subject
        if language == "es":
            english = self._translated(intent.subject) or self._by_words(intent.subject, words())
        return Question(intent.subject, language, english, intent, glossary.expand(question))

    def _translated(self, spanish: str) -> str | None:
        translation = self._translator.translate(spanish) if self._translator else None
        return translation.text if translation else None

    def _by_words(self, spanish: str, lexicon: Lexicon | None) -> str | None:
        if lexicon is None:
            return None
        return lexicon.translate(spanish, self._encoders[0].encode([spanish], "query").tokens[0])

    def close(self) -> None:
        """End what runs beside this process."""
        if self._translator is not None:
            self._translator.close()
