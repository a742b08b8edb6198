"""Whose words a question asks for."""

from datetime import date

import pytest

from index.intent import Intent, intent_of

TODAY = date(2026, 11, 24)


def intent(question: str) -> Intent:
    return intent_of(question, organisation=("Lantern House", "LH"), today=TODAY)


SPOKEN = [
    ("What did Ines Calloway say about ferries?", "Ines Calloway", "ferries?"),
    ("what did ines calloway say about ferries", "ines calloway", "ferries"),
    ("WHAT DID INES CALLOWAY SAY ABOUT FERRIES", "INES CALLOWAY", "FERRIES"),
    ("What did Calloway say about ferries?", "Calloway", "ferries?"),
    ("What did Lantern House Director Ines Calloway say on ferries?", "Ines Calloway", "ferries?"),
    ("What has Lantern House's Ines Calloway said about ferries?", "Ines Calloway", "ferries?"),
    ("What did Sen. Otto Brandt say about curfews?", "Otto Brandt", "curfews?"),
    ("what did senator brandt say about curfews", "brandt", "curfews"),
    ("Did Calloway actually say nobody is safe?", "Calloway", "nobody is safe?"),
    ("How did Ines Calloway respond to the curfew?", "Ines Calloway", "the curfew?"),
    ("What is Otto Brandt saying about curfews?", "Otto Brandt", "curfews?"),
    ("What does María de la Cruz think about curfews?", "María de la Cruz", "curfews?"),
    ("Has Brandt commented on curfews?", "Brandt", "curfews?"),
    ("Ines Calloway on ferry fares", "Ines Calloway", "ferry fares"),
    ("Senator Brandt on curfews", "Brandt", "curfews"),
    ("Calloway's reaction to the curfew", "Calloway", "the curfew"),
    ("Calloway’s statement on the curfew", "Calloway", "the curfew"),
    ("Senator Brandt's position on curfews", "Brandt", "curfews"),
    ("curfews according to Senator Brandt", "Brandt", "curfews"),
    ("quote from Mara Oduya on boats", "Mara Oduya", "boats"),
    ("statement by Ines Calloway on ferries", "Ines Calloway", "ferries"),
    ("testimony of Captain Mara Oduya about boats", "Mara Oduya", "boats"),
    ("Otto Brandt said curfews are safe", "Otto Brandt", "curfews are safe"),
    ("What did the White House say about curfews?", "White House", "curfews?"),
    ("what did the white house say about curfews", "white house", "curfews"),
    ("What did the Brandt administration say about curfews?", "Brandt administration", "curfews?"),
    ("What does Mexico say about curfews?", "Mexico", "curfews?"),
    ("what did ice say about curfews", "ice", "curfews"),
    ("¿Qué dijo Ines Calloway sobre las tarifas?", "Ines Calloway", "¿las tarifas?"),
    ("que dijo ines calloway sobre las tarifas", "ines calloway", "las tarifas"),
    ("q dijo la senadora rojas sobre las tarifas", "rojas", "las tarifas"),
    ("¿Qué opina la directora Ines Calloway de las tarifas?", "Ines Calloway", "¿las tarifas?"),
    ("¿Qué dijo ayer Ines Calloway?", "Ines Calloway", "¿Qué dijo ayer Ines Calloway?"),
    ("toque de queda según la senadora Rojas", "Rojas", "toque de queda"),
    ("De acuerdo con Mara Oduya, faltan barcos", "Mara Oduya", "faltan barcos"),
    ("declaraciones de Ines Calloway sobre barcos", "Ines Calloway", "barcos"),
    ("la senadora Rojas sobre barcos", "Rojas", "barcos"),
    ("¿Ines Calloway dijo que faltan barcos?", "Ines Calloway", "faltan barcos?"),
    ("¿Qué dijo la Casa Blanca sobre barcos?", "Casa Blanca", "¿barcos?"),
]


@pytest.mark.parametrize(("question", "speaker", "subject"), SPOKEN)
def test_whose_words_are_asked_for_is_read_as_it_is_written(
    question: str, speaker: str, subject: str
) -> None:
    read = intent(question)
    assert (read.speaker, read.subject) == (speaker, subject)
    assert (read.position, read.asks_who) == (False, False)


@pytest.mark.parametrize(
    "question",
    [
        "What did Lantern House say about ferries?",
        "what did lantern house say about ferries",
        "What does the organization say about ferries?",
        "What does Lantern House say about Senator Brandt's bill?",
        "Lantern House's response to Otto Brandt's comments",
        "Does Lantern House agree with what Senator Brandt said?",
        "What is Lantern House's position, according to Senator Brandt?",
        "According to Lantern House, are ferries free?",
        "Lantern House on ferries",
        "What did she say about ferries?",
        "What did you say about ferries?",
        "What did the judge say about ferries?",
        "what did asylum seekers say about ferries",
        "what do harbor leaders say about ferries",
        "What did children tell the captain?",
        "What does the law say about ferries?",
        "What does Title 42 say about ferries?",
        "What does the XYZ say about ferries?",
        "What did Senator Brandt's office say?",
        "What is Ines Calloway's salary?",
        "When did England formally open the port?",
        "according to the report, are ferries free?",
        "According to a 1955 review, are ferries free?",
        "Family Separation on the Border",
        "Title IX on campus",
        "Remain in Port on hold",
        "what kind of dog should I get",
        "reaction curfew port ember Ines Calloway",
        "¿Qué dijo Lantern House sobre las tarifas?",
        "¿Qué dijo el presidente sobre las tarifas?",
        "que dicen los expertos",
        "¿Qué dice la ley sobre las tarifas?",
        "según la ley, ¿hay tarifas?",
        "según la mayor parte",
        "Declaración de Independencia",
        "¿Qué himno escribió Lutero?",
        "según Lantern House",
    ],
)
def test_where_nobody_is_named_whose_words_are_asked_for_there_is_no_speaker(question: str) -> None:
    assert intent(question).speaker is None
    assert intent(question).asks_who is False


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("Who said no child should be arrested?", "no child should be arrested?"),
        ("who said that", "who said that"),
        ("Who at Lantern House said ferries are free?", "ferries are free?"),
        ("Which senator said curfews are safe?", "curfews are safe?"),
        ("¿Quién dijo que faltan barcos?", "faltan barcos?"),
        ("quien ha dicho que faltan barcos", "faltan barcos"),
    ],
)
def test_who_said_something_may_be_asked(question: str, subject: str) -> None:
    read = intent(question)
    assert (read.asks_who, read.speaker, read.subject) == (True, None, subject)


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote the poem?",
        "who won the cup",
        "Who in the Assembly is behind the Act?",
        "¿Quién escribió el poema?",
    ],
)
def test_who_did_something_else_is_not_who_said_it(question: str) -> None:
    assert intent(question).asks_who is False
