"""Which times in a question are when somebody spoke, and which are of something else."""

import re
from datetime import date

import pytest

from index.intent import Intent, intent_of
from knowledge.periods import Period

TODAY = date(2026, 11, 24)


def intent(question: str) -> Intent:
    return intent_of(question, organisation=("Lantern House", "LH"), today=TODAY)


def years(first: int | None, last: int | None) -> Period:
    return Period(
        date.min if first is None else date(first, 1, 1),
        date.max if last is None else date(last, 12, 31),
    )


MARCH = Period.of_month(2021, 3)
DAY = Period.of_day(2021, 3, 26)
LAST_WEEK = Period(date(2026, 11, 16), date(2026, 11, 22))
STATED = [
    ("What did Lantern House say in March 2021?", MARCH),
    ("what did lantern house say in march 2021 about ferries", MARCH),
    ("What did Lantern House say about ferry fares in March 2021?", MARCH),
    ("What did the organization say in 2021?", years(2021, 2021)),
    ("What did they say on March 26, 2021?", DAY),
    ("Did Lantern House say in 2021 that ferries should be free?", years(2021, 2021)),
    ("Did Lantern House say anything about ferries in 2021?", years(2021, 2021)),
    ("What has Lantern House said since 2023?", years(2023, None)),
    ("What has Lantern House said about ferries since 2023?", years(2023, None)),
    ("Since 2023, what has Lantern House said about ferries?", years(2023, None)),
    ("In March 2021, what did Lantern House say about ferries?", MARCH),
    ("Has Lantern House commented on ferries before 2020?", years(None, 2019)),
    ("Has LH said anything publicly about ferries after 2022?", years(2023, None)),
    ("What did Lantern House say between 2019 and 2021 about ferries?", years(2019, 2021)),
    ("What did Lantern House say about ferries from 2019 to 2021?", years(2019, 2021)),
    ("What did Lantern House say last week about the night school?", LAST_WEEK),
    ("what did lantern house say about night school last week", LAST_WEEK),
    ("What did Lantern House say today?", Period(TODAY, TODAY)),
    ("What is Lantern House saying today about ferries?", Period(TODAY, TODAY)),
    ("What did Lantern House publish in 2022?", years(2022, 2022)),
    ("Did Lantern House put out a statement on ferries in May 2022?", Period.of_month(2022, 5)),
    ("statements since 2023", years(2023, None)),
    ("all statements on ferries since 2023", years(2023, None)),
    ("ferry fare statements since 2023", years(2023, None)),
    ("press releases from last year", years(2025, 2025)),
    ("Show me press releases about ferries from 2019 to 2021", years(2019, 2021)),
    ("Which press release from 2021 is about ferries?", years(2021, 2021)),
    ("the March 26, 2021 press release", DAY),
    ("Lantern House statement of 26 March 2021", DAY),
    ("Lantern House's 2021 statement on ferries", years(2021, 2021)),
    ("What does Lantern House’s 2021 statement say?", years(2021, 2021)),
    ("last year's statements on ferries", years(2025, 2025)),
    ("What was Lantern House's position in 2019 on ferries?", years(2019, 2019)),
    ("What was Lantern House's position on ferries in 2019?", years(2019, 2019)),
    ("latest statement in 2024", years(2024, 2024)),
    ("latest on ferries in 2024", years(2024, 2024)),
    ("WHAT IS LANTERN HOUSE'S POSITION ON FERRIES SINCE 2023", years(2023, None)),
    ("What did Ines Calloway say about ferries in March 2021?", MARCH),
    ("¿Qué dijo Lantern House en marzo de 2021?", MARCH),
    ("que dijo lantern house en marzo de 2021 sobre los transbordadores", MARCH),
    ("¿Qué dijo Lantern House sobre las tarifas en marzo de 2021?", MARCH),
    ("¿Qué dijo Lantern House el 26 de marzo de 2021?", DAY),
    ("¿Qué dijo el 26 de marzo de 2021 Lantern House?", DAY),
    ("¿Qué ha dicho Lantern House desde 2023 sobre las tarifas?", years(2023, None)),
    ("Desde 2023, ¿qué ha dicho Lantern House sobre las tarifas?", years(2023, None)),
    ("¿Ha dicho Lantern House algo sobre las tarifas este año?", years(2026, 2026)),
    ("¿Qué dijo Lantern House sobre los niños no acompañados el año pasado?", years(2025, 2025)),
    ("¿Qué dijo Lantern House la semana pasada?", LAST_WEEK),
    ("¿Qué dijo la organización antes de 2020?", years(None, 2019)),
    ("comunicados desde 2023", years(2023, None)),
    ("comunicados de prensa del año pasado", years(2025, 2025)),
    ("declaraciones entre 2019 y 2021", years(2019, 2021)),
    ("declaraciones de Lantern House sobre las tarifas antes de 2020", years(None, 2019)),
    ("la declaración de Lantern House de marzo de 2021 sobre las tarifas", MARCH),
    ("postura de Lantern House en 2019 sobre las tarifas", years(2019, 2019)),
    ("lo último sobre las tarifas en 2024", years(2024, 2024)),
    ("¿Qué dijo Ines Calloway sobre las tarifas en 2021?", years(2021, 2021)),
]


@pytest.mark.parametrize(("question", "period"), STATED)
def test_words_for_when_it_was_said_narrow_to_that_time(question: str, period: Period) -> None:
    read = intent(question)
    assert (read.period, read.strict) == (period, True)
    assert not re.search("2019|202[0-46]|marzo|march|last", read.subject.lower())


HINTED = [
    ("how many children came in 2021?", years(2021, 2021)),
    ("Was the night school ended in 2017?", years(2017, 2017)),
    ("Lantern Plan 2024", years(2024, 2024)),
    ("Harbor Act of 2023", years(2023, 2023)),
    ("value of the beds given since 2008", years(2008, None)),
    ("How many beds did Port Ember open last year?", years(2025, 2025)),
    ("ferry fares March 2021", MARCH),
    ("What did Lantern House say about the 2018 announcement?", years(2018, 2018)),
    ("What did Lantern House say about the arrivals in 2021?", years(2021, 2021)),
    ("What did Lantern House say about children who came in 2021?", years(2021, 2021)),
    ("What did Lantern House say about boats seized in 2021?", years(2021, 2021)),
    ("What did Lantern House say about how many beds there are in 2021?", years(2021, 2021)),
    ("What did Lantern House say about the Harbor Act of 2023?", years(2023, 2023)),
    ("What did Lantern House say happened in 2018?", years(2018, 2018)),
    ("Did Lantern House say 2021 was a hard year?", years(2021, 2021)),
    ("Did Lantern House say last year's raids were wrong?", years(2025, 2025)),
    ("When did Lantern House say it began in 2008?", years(2008, 2008)),
    ("What has Lantern House said since the 2018 raids?", years(2018, 2018)),
    ("What is Lantern House's position on the 2023 Harbor Act?", years(2023, 2023)),
    ("Lantern House's response to the 2018 statement by Brandt", years(2018, 2018)),
    ("Lantern House statement on the Harbor Act of 2023", years(2023, 2023)),
    ("Lantern House statement on last year's raids", years(2025, 2025)),
    ("Did Lantern House cheer when the port opened in 2022?", years(2022, 2022)),
    ("Did Lantern House support the bill in 2013?", years(2013, 2013)),
    ("What did Lantern House's 2024 Blueprint recommend?", years(2024, 2024)),
    ("how many firms work with lantern house in 2025", years(2025, 2025)),
    ("Who was Lantern House's treasurer in 2012?", years(2012, 2012)),
    ("What article was published in 1937?", years(1937, 1937)),
    ("In 2018, when the port closed, what did Lantern House do?", years(2018, 2018)),
    ("¿Cuántos barcos llegaron en 2022?", years(2022, 2022)),
    ("¿Qué dijo Lantern House sobre la ley de 2008?", years(2008, 2008)),
    ("¿Qué dijo Lantern House sobre los niños que llegaron en 2021?", years(2021, 2021)),
    ("¿Qué dijo Lantern House sobre los niños detenidos en 2021?", years(2021, 2021)),
    ("¿Qué dijo Lantern House sobre el anuncio del año pasado?", years(2025, 2025)),
    ("¿Qué dijo Lantern House del año pasado?", years(2025, 2025)),
    ("¿Qué porcentaje del puerto ardió en 2013?", years(2013, 2013)),
]


@pytest.mark.parametrize(("question", "period"), HINTED)
def test_the_time_of_something_else_is_only_a_hint(question: str, period: Period) -> None:
    read = intent(question)
    assert (read.period, read.strict) == (period, False)
    assert question.endswith(read.subject.lstrip("¿"))


@pytest.mark.parametrize(
    "question",
    [
        "",
        "42",
        "latest on Title 42",
        "border apprehensions 2022 vs 2011",
        "fiscal year 2027",
        "What did Lantern House want from the 118th Assembly?",
        "H.R. 2 position",
        "how are you today",
        "¿quién ganó el partido de ayer?",
        "What does Lantern House say about the beds today?",
        "¿Qué dice Lantern House hoy sobre las camas?",
        "They may ask for 2,000 beds",
        "Did the children march on Sunday?",
        "by what year does every child have a bed?",
    ],
)
def test_where_no_one_time_is_named_there_is_none(question: str) -> None:
    read = intent(question)
    assert (read.period, read.strict) == (None, False)


def test_the_time_of_speaking_is_told_from_another_beside_it() -> None:
    read = intent("What did Lantern House say in 2021 about the 2018 raids?")
    assert (read.period, read.strict) == (years(2021, 2021), True)
    assert read.subject == "the 2018 raids?"
