"""A question in every form that is searched for."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import cast

import numpy as np
import pytest

from index.encoder import Encoded, Encoder, Task, Tokens
from index.index import Index
from index.lexicon import Lexicon
from index.reader import Reader
from index.search import Asked
from index.translation import Translation, Translator
from knowledge.glossary import Glossary
from knowledge.period import Period
from tests.conftest import NOW, ORGANISATION

TODAY = NOW.date()
SPANISH, ENGLISH = "¿Cuántas camas tiene el refugio de la isla?", "How many beds has the shelter?"


class Noting:
    """An encoder that notes what it reads, and that cannot do two things at once."""

    def __init__(self) -> None:
        self.read: list[tuple[tuple[str, ...], str]] = []
        self._busy = False

    def encode(self, texts: Sequence[str], task: Task) -> Encoded:
        assert not self._busy
        self._busy = True
        time.sleep(0.01)
        self.read.append((tuple(texts), task))
        nothing = np.empty(0, np.int64)
        tokens = Tokens(nothing, np.empty((0, 4), np.float32), nothing, nothing)
        self._busy = False
        vectors = np.full((len(texts), 4), 0.5, np.float32)
        return Encoded(vectors, (tokens,) * len(texts))


class Translating:
    """A translator that knows one answer."""

    def __init__(self, answer: str | None) -> None:
        self.asked: list[str] = []
        self.closed = False
        self._answer = answer

    def translate(self, spanish: str) -> Translation | None:
        self.asked.append(spanish)
        return Translation(self._answer, ()) if self._answer is not None else None

    def close(self) -> None:
        self.closed = True


class Words:
    """A lexicon that knows one answer, and notes when it is asked for."""

    def __init__(self, answer: str) -> None:
        self.asked: list[str] = []
        self._answer = answer

    def __call__(self) -> Lexicon | None:
        return cast("Lexicon", self)

    def translate(self, spanish: str, tokens: Tokens) -> str:
        assert tokens is not None
        self.asked.append(spanish)
        return self._answer


class Asking:
    """A reader of these models, with or without a translator and words of documents."""

    def __init__(
        self,
        *encoders: Noting,
        translator: Translating | None = None,
        words: Callable[[], Lexicon | None] = lambda: None,
    ) -> None:
        self._words = words
        self.reader = Reader(
            cast("list[Encoder]", list(encoders)),
            ORGANISATION,
            cast("Translator | None", translator),
        )

    def read(self, question: str) -> Asked:
        return self.reader.read(question, Glossary("", ""), TODAY, self._words)


def test_an_english_question_is_read_as_it_was_asked_by_every_model() -> None:
    first, second = Noting(), Noting()
    asked = Asking(first, second).read("Is the lamp lit?")
    assert (asked.question.language, asked.question.english) == ("en", "Is the lamp lit?")
    assert first.read == second.read == [(("Is the lamp lit?",), "query")]
    assert [encoded is not None and len(encoded.vectors) for encoded in asked.read] == [1, 1]


def test_a_spanish_question_is_read_in_english_too() -> None:
    first, second, translator = Noting(), Noting(), Translating(ENGLISH)
    asked = Asking(first, second, translator=translator).read(SPANISH)
    assert (asked.question.text, asked.question.language) == (SPANISH, "es")
    assert asked.question.english == ENGLISH
    assert first.read == second.read == [((SPANISH, ENGLISH), "query")]
    assert [encoded is not None and len(encoded.vectors) for encoded in asked.read] == [2, 2]
    assert translator.asked == [SPANISH]


@pytest.mark.parametrize("translator", [None, Translating(None), Translating("")])
def test_without_english_only_what_the_first_model_reads_counts(
    translator: Translating | None,
) -> None:
    first, second = Noting(), Noting()
    asked = Asking(first, second, translator=translator).read(SPANISH)
    assert first.read == [((SPANISH,), "query")]
    assert asked.read[0] is not None
    assert asked.read[1] is None
    assert asked.question.forms == (SPANISH,)


def test_without_a_translation_a_spanish_question_is_put_into_the_documents_words() -> None:
    for translator in (None, Translating(None), Translating("")):
        first, second, words = Noting(), Noting(), Words("beds shelter")
        asked = Asking(first, second, translator=translator, words=words).read(SPANISH)
        assert asked.question.english == "beds shelter"
        assert words.asked == [SPANISH]
        assert first.read == [((SPANISH,), "query"), ((SPANISH, "beds shelter"), "query")]
        assert second.read == first.read[1:]


def test_the_documents_words_are_not_asked_for_where_there_is_a_translation() -> None:
    words = Words("nonsense")
    asked = Asking(Noting(), translator=Translating(ENGLISH), words=words).read(SPANISH)
    assert asked.question.english == ENGLISH
    Asking(Noting(), words=words).read("Is the lamp of the house lit?")
    assert words.asked == []


def test_an_english_question_is_not_translated() -> None:
    translator = Translating("nonsense")
    Asking(Noting(), translator=translator).read("Is the lamp of the house lit?")
    assert translator.asked == []


@pytest.mark.parametrize("question", ["412", "", " ", "🕯️", "a" * 4096, "\0\x07", "\ud83d"])
def test_a_question_whose_language_does_not_tell_is_read_as_english(question: str) -> None:
    asked = Asking(Noting(), Noting()).read(question)
    assert asked.question.language == "en"
    assert asked.read[0] is not None


def test_what_a_question_s_words_narrow_it_to_is_not_searched_for() -> None:
    first = Noting()
    asked = Asking(first).read("What did Senator Brandt say about fares in 2023?")
    assert asked.question.intent.speaker == "Brandt"
    assert asked.question.strict_period == Period(date(2023, 1, 1), date(2023, 12, 31))
    ((text,), _) = first.read[0]
    assert "fares" in text
    assert not {"Brandt", "2023"} & set(text.replace("?", "").split())


@pytest.mark.parametrize("name", ORGANISATION)
def test_the_organisation_is_no_speaker_that_is_asked_for(name: str) -> None:
    asked = Asking(Noting()).read(f"What did {name} say about fares?")
    assert asked.question.speaker == frozenset()
    assert asked.question.intent.position
    other = Asking(Noting()).read("What did Beacon Trust say about fares?")
    assert other.question.speaker == {"beacon", "trust"}


def test_other_names_of_what_is_named_are_searched_for_too(index: Index) -> None:
    asked = index.read("What about the NSP?", TODAY, (0,)).question
    assert asked.named_terms >= {"night", "school", "escuel", "nocturn"}


def test_it_can_be_asked_by_several_at_once() -> None:
    asking = Asking(Noting(), Noting())
    with ThreadPoolExecutor(4) as pool:
        asked = pool.map(lambda n: asking.read(f"Is lamp {n} lit?"), range(8))
        assert [one.question.text for one in asked] == [f"Is lamp {n} lit?" for n in range(8)]


def test_the_translator_ends_with_it() -> None:
    translator = Translating(ENGLISH)
    Asking(Noting(), translator=translator).reader.close()
    assert translator.closed
    Asking(Noting()).reader.close()


def test_a_real_question_is_as_long_as_each_model_s_vectors(index: Index) -> None:
    asked = index.read(SPANISH, TODAY, (0,))
    assert len(asked.read) == len(index.snapshot.manifest.models)
    for encoded, model in zip(asked.read, index.snapshot.manifest.models, strict=True):
        if encoded is not None:  # without Apertium, the second model reads no Spanish
            assert encoded.vectors.shape[1] == model.dimensions
            assert len(encoded.tokens) == len(encoded.vectors)
    assert asked.read[0] is not None
    assert len(asked.read[0].vectors) == len(asked.question.forms)
