"""Who asks for the press contact is told it; who only speaks of the press is not."""

import pytest

from bot.press_contact import PressContactRules

RULES = PressContactRules.load()

ASKED = [
    "Who is the press contact?",
    "press contact",
    "Press contact please",
    "What is KIND's press office number?",
    "How do I reach your media team?",
    "How can I contact the press office?",
    "Can you give me the press officer's email?",
    "media inquiries",
    "I have a media inquiry, who should I call?",
    "Whom can I call in the press office?",
    "Is there a press desk?",
    "Who handles media relations at KIND?",
    "Who is KIND's spokesperson?",
    "I'd like to talk to a spokesperson",
    "Could I interview a KIND spokesperson today?",
    "How can I contact KIND?",
    "Contact information for KIND",
    "How do I get in touch with KIND for an interview?",
    "What's the phone number of KIND?",
    "KIND email address",
    "press email?",
    "KIND's phone number?",
    "Is there a press line?",
    "media contact for a story on deadline",
    "Who can I speak to for comment?",
    "Who do I call for an interview?",
    "I need someone at KIND to call me back",
    "How can a reporter get in touch?",
    "Do you have a number for the communications team?",
    "email of the communications director",
    "¿Quién es el contacto de prensa?",
    "contacto de prensa",
    "¿Cuál es el contacto para medios?",
    "¿Cuál es el teléfono de la oficina de prensa?",
    "¿Me da el correo de prensa?",
    "¿A quién llamo en la oficina de prensa?",
    "¿Quién es el vocero de KIND?",
    "Quisiera hablar con un portavoz",
    "¿Cómo me comunico con KIND?",
    "¿Cómo puedo contactar a KIND?",
    "¿Cómo contacto con KIND para una entrevista?",
    "número de teléfono de KIND",
    "correo electrónico de KIND",
    "¿Quién atiende a la prensa?",
    "¿Con quién hablo para una entrevista?",
    "¿Quién es el encargado de prensa?",
    "jefa de prensa",
    "Necesito el contacto de la vocera",
    "¿Cómo los contacta un periodista?",
    "equipo de comunicaciones, ¿teléfono?",
]

NOT_ASKED = [
    "Did KIND call for an end to family separation?",
    "What does KIND call for?",
    "Has KIND called on Congress to act?",
    "press freedom",
    "Should Haitians be deported after the quake? KIND's line",
    "What is KIND's number one demand?",
    "What does KIND say about press freedom at the border?",
    "What does KIND say about media coverage of migrant children?",
    "What does KIND say about social media?",
    "Is social media used by smugglers to contact children?",
    "Does KIND have a press release about detention?",
    "press release on unaccompanied children",
    "Show me KIND's latest press release",
    "What did KIND tell the media about Title 42?",
    "Was KIND in the media last week?",
    "Why does the media get the numbers wrong?",
    "How many children were in contact with their parents?",
    "Should detained children have contact with their family?",
    "Should children be able to phone their lawyer?",
    "How often may a child in custody call home?",
    "What is the number of unaccompanied children?",
    "What number of children does KIND serve?",
    "Numbers of children KIND has helped",
    "How many lawyers does KIND train?",
    "What kind of contact do detained children have?",
    "What kind of phone calls are allowed in detention?",
    "Is there any kind of email access in shelters?",
    "What kind of number is an A-number?",
    "Does KIND press for more funding?",
    "KIND pressed the administration on what?",
    "Did the team at the border separate families?",
    "Which medical team examines the children?",
    "What does KIND say about immigration officers?",
    "Should asylum officers interview children?",
    "What about interviews with asylum officers?",
    "Should a child be interviewed alone?",
    "What should the Office of Refugee Resettlement do?",
    "Does KIND have offices in Mexico?",
    "How does KIND help children in Honduras?",
    "Who is a special immigrant juvenile?",
    "Who takes care of children at the border?",
    "What happens to children who speak no English?",
    "What does KIND comment on the new rule?",
    "KIND's comment on the asylum rule",
    "Can children communicate in their own language?",
    "What did KIND communicate to the Senate?",
    "Who should speak for a child in court?",
    "Should a journalist be allowed into a shelter?",
    "¿Pidió KIND el fin de la separación familiar?",
    "¿Qué pide KIND?",
    "libertad de prensa",
    "¿Qué dice KIND sobre la libertad de prensa?",
    "¿Qué dice KIND sobre las redes sociales?",
    "¿Qué dice KIND sobre la cobertura de los medios?",
    "comunicado de prensa sobre la detención",
    "¿Tiene KIND un comunicado de prensa sobre niños?",
    "¿Hay medios de vida para los retornados?",
    "Niños sin medios para pagar un abogado",
    "¿Por medio de quién entran los niños?",
    "¿Cuál es el número de niños no acompañados?",
    "¿Qué número de niños atiende KIND?",
    "¿Deben los niños tener contacto con su familia?",
    "¿Pueden los niños detenidos usar el teléfono?",
    "¿Quién es el encargado de los niños en la frontera?",
    "¿Qué dijo el equipo de la patrulla fronteriza?",
    "¿Qué dice KIND de los oficiales de asilo?",
    "¿Se debe entrevistar a un niño a solas?",
    "¿Qué dijo KIND en su entrevista sobre asilo?",
    "La oficina de reasentamiento de refugiados, ¿qué hace?",
    "¿Tiene KIND oficinas en Guatemala?",
    "¿Qué comunicó KIND al Senado?",
    "¿Qué opina KIND del correo de la corte que no llega a los niños?",
]


@pytest.mark.parametrize("text", ASKED)
def test_who_asks_for_the_press_contact_is_understood(text: str) -> None:
    assert RULES.match(text)
    assert RULES.match(text.upper())


@pytest.mark.parametrize("text", NOT_ASKED)
def test_a_question_that_only_sounds_like_it_is_left_to_the_search(text: str) -> None:
    assert not RULES.match(text)


def test_enough_wordings_are_tried() -> None:
    assert len(set(ASKED)) >= 30
    assert len(set(NOT_ASKED)) >= 60


@pytest.mark.parametrize(
    "text", ["", "?!", "x" * 4096, "press " * 700, "kind contact " * 300, "😀"]
)
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert RULES.match(text) in {True, False}
