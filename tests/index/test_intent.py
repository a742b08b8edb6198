"""What a question's words narrow it to."""

import re
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.intent import Intent, intent_of

TODAY = date(2026, 11, 24)
NAMES = ("Lantern House", "LH")


def intent(question: str) -> Intent:
    return intent_of(question, organisation=NAMES, today=TODAY)


NEWEST = [
    ("latest on ferry fares", "ferry fares"),
    ("the latest on ferry fares", "ferry fares"),
    ("What is the latest statement on ferries?", "What is the statement on ferries?"),
    ("most recent statement on ferries", "statement on ferries"),
    ("newest press release about ferries", "press release about ferries"),
    ("lastest lantern house comments on ferries", "lantern house comments on ferries"),
    ("Lantern House's latest on ferries", "Lantern House's ferries"),
    (
        "what's Lantern House's current position on ferries?",
        "ferries?",
    ),
    ("Lantern House's last statement on ferries", "ferries"),
    (
        "What has Lantern House said recently about ferries?",
        "What has Lantern House said about ferries?",
    ),
    ("recent statements on ferries", "statements on ferries"),
    ("what's new with ferries", "ferries"),
    ("lo último sobre las tarifas", "las tarifas"),
    ("lo más reciente sobre las tarifas", "las tarifas"),
    ("la declaración más reciente sobre las tarifas", "la declaración sobre las tarifas"),
    ("el comunicado mas reciente de Lantern House", "el comunicado de Lantern House"),
    (
        "¿Cuál es la posición actual de Lantern House sobre las tarifas?",
        "¿Cuál es la posición de Lantern House sobre las tarifas?",
    ),
    ("últimas noticias sobre las tarifas", "noticias sobre las tarifas"),
    ("última declaración de Lantern House", "declaración de Lantern House"),
    ("novedades sobre las tarifas", "las tarifas"),
    (
        "¿Qué ha dicho Lantern House recientemente sobre las tarifas?",
        "¿Qué ha dicho Lantern House sobre las tarifas?",
    ),
]


@pytest.mark.parametrize(("question", "subject"), NEWEST)
def test_words_for_the_newest_order_by_date_and_are_no_part_of_the_subject(
    question: str, subject: str
) -> None:
    read = intent(question)
    assert (read.newest, read.subject) == (True, subject)


@pytest.mark.parametrize(
    "question",
    [
        "At last the port opened",
        "What percentage did the last contract cover?",
        "What is the name of the latest epoch?",
        "latest number of children in the port",
        "What do current boats have that old boats had not?",
        "Who is the current captain of Lantern House?",
        "What part of Luther's last statement was in German?",
        "How long will the fuel last?",
        "¿Cuándo fue la última vez que ardió el faro?",
        "¿Qué parte de la última declaración de Lutero estaba en alemán?",
        "el último barco",
        "en los últimos dos años",
        "según estudios recientes",
        "¿Qué puesto tiene actualmente la capitana?",
    ],
)
def test_other_last_things_do_not_order(question: str) -> None:
    assert intent(question).newest is False


@pytest.mark.parametrize(
    "question",
    [
        "What is Lantern House's position on ferries?",
        "What is Lantern House’s official view of ferries?",
        "Does Lantern House support free ferries?",
        "does lantern house back free ferries",
        "Is Lantern House against curfews?",
        "Would Lantern House accept a curfew?",
        "What does Lantern House think about curfews?",
        "Where does Lantern House stand on curfews?",
        "What does Lantern House say about curfews?",
        "ferries Lantern House postion",
        "lantern house ferry fare stance",
        "Lantern House on ferries",
        "Lantern House's 2021 statement on ferries",
        "who should pay, per Lantern House",
        "what should it cost says Lantern House",
        "What's your position on curfews?",
        "ferry fare stance",
        "position on ferries",
        "Does the organisation oppose curfews?",
        "¿Qué opina Lantern House de las tarifas?",
        "¿Lantern House apoya las tarifas?",
        "¿Apoya Lantern House las tarifas?",
        "¿Está Lantern House en contra del toque de queda?",
        "postura de Lantern House sobre las tarifas",
        "¿Cuál es la posición oficial de la organización?",
        "posición sobre las tarifas",
        "según Lantern House, ¿quién paga?",
    ],
)
def test_the_organisations_own_view_is_told(question: str) -> None:
    read = intent(question)
    assert (read.position, read.speaker) == (True, None)


@pytest.mark.parametrize(
    "question",
    [
        "What does Ines Calloway think about curfews?",
        "What did Senator Brandt say about Lantern House's position?",
        "Who said Lantern House supports curfews?",
        "What is the position of the lamp?",
        "How much does Lantern House charge for a bed?",
        "Is Lantern House closing?",
        "Who is Lantern House's partner?",
        "What share of Lantern House's money went?",
        "¿Lantern House cobra por las camas?",
        "how many beds are there",
    ],
)
def test_a_fact_or_anothers_view_is_not_the_organisations(question: str) -> None:
    assert intent(question).position is False


def test_the_organisations_names_are_given() -> None:
    question = "What does Lantern House say about KIND?"
    assert intent(question).position
    assert not intent_of(question, today=TODAY).position
    assert intent_of("what does kind say about DACA", today=TODAY).position
    assert not intent_of("what kind of views are there", today=TODAY).position
    assert intent_of("What did Ines Calloway say?", today=TODAY, organisation=()).speaker


@pytest.mark.parametrize(
    "question", ["latest", "What's the latest?", "According to Ines Calloway", "lo último"]
)
def test_the_subject_is_the_whole_question_where_nothing_else_is_in_it(question: str) -> None:
    assert intent(question).subject == question


@pytest.mark.parametrize(
    "question",
    [
        "2021 " * 1000,
        "1" * 5000,
        "WHAT DID INES " * 400,
        "did lantern house say " * 250,
        "Lantern House " * 400,
        "the latest on " * 400,
        "¿" * 5000,
        " \x00\x01\x02\x03" * 1200,
        "\ud800" * 5000,
        "from 2019 to " * 400,
        "a\u0301" * 2500,
        "1/1/21 " * 700,
    ],
)
def test_any_long_question_is_read(question: str) -> None:
    read = intent(question)
    assert read.strict is False or read.period is not None


PIECES = st.sampled_from(
    "what did Lantern House say said about on in since March 2021 latest Ines Calloway Senator ? ¿ "
    "qué dijo según la senadora Rojas lo último sobre desde 2023 , statement 's position who el "
    "año pasado today \x01 \x02 \x03 \ud800 İ according to KIND".split(" ")
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=14), st.dates())
def test_the_subject_is_words_of_the_question_in_their_order(words: list[str], today: date) -> None:
    question = " ".join(words)
    read = intent_of(question, organisation=NAMES, today=today)
    left = iter(re.findall(r"\w+", unicodedata.normalize("NFC", question)))
    subject = re.findall(r"\w+", unicodedata.normalize("NFC", read.subject))
    assert all(word in left for word in subject)
    assert read.subject or not question
    assert read.period is None or read.period.first <= read.period.last
    assert read.period is not None or not read.strict
    assert read.speaker is None or read.speaker in " ".join(
        unicodedata.normalize("NFC", question).split()
    )


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("What does Lantern House say about detention?", "detention?"),
        ("what has Lantern House said about the curfew", "the curfew"),
        ("What's Lantern House's official stance on ferries?", "ferries?"),
        ("Lantern House's take on the night school", "the night school"),
        ("Does Lantern House have a position on oil?", "oil?"),
        ("Has Lantern House said anything about oil?", "oil?"),
        ("¿Qué opina Lantern House del toque de queda?", "¿toque de queda?"),
        ("¿Cuál es la postura de Lantern House sobre las tarifas?", "¿las tarifas?"),
        ("¿Ha dicho Lantern House algo sobre el puerto?", "¿el puerto?"),
        ("Does Lantern House support the curfew?", "Does Lantern House support the curfew?"),
        ("What does Lantern House say about it?", "What does Lantern House say about it?"),
    ],
)
def test_words_that_only_ask_for_what_is_said_are_no_part_of_the_subject(
    question: str, subject: str
) -> None:
    assert intent(question).subject == subject
