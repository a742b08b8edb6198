"""Who is found to speak, and for whom.

`speakers/` holds labelled texts. Those of the first half were at hand while the rules were made;
those of the second were written afterwards, and the rules then mended where they failed on them.
"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.archive import Archive
from knowledge.catalogue import Catalogue
from knowledge.speakers import Affiliation, by_sentence, utterances
from tests.knowledge.speakers.labels import ORGANISATION, agreement
from tests.making import document

DOCUMENTS = Path(__file__).parents[2] / "knowledge/documents"
KIND = ("KIND", "Kids in Need of Defense")

Heard = tuple[str, str | None, str | None]


def heard(text: str, *, quoted: bool = True) -> list[Heard]:
    """The words, the speaker and the affiliation of everything that somebody says in a text."""
    made = document(f"The Night School\n\n{text}")
    return [
        (
            found.span.of(made.text),
            found.speaker.name.of(made.text) if found.speaker else None,
            found.speaker.affiliation.value if found.speaker else None,
        )
        for found in utterances(made, ORGANISATION)
        if found.quoted is quoted
    ]


def speakers(text: str) -> list[str | None]:
    return [name for _, name, _ in heard(text)]


def test_the_speakers_of_the_labelled_texts_are_right() -> None:
    found = agreement("first", "second")
    assert found.speaker_precision >= 0.98, f"{found}\n" + "\n".join(found.wrong)
    assert found.speaker_recall >= 0.9, f"{found}\n" + "\n".join(found.missed)


def test_the_affiliations_of_the_labelled_texts_are_right() -> None:
    found = agreement("first", "second")
    assert found.affiliation_precision >= 0.98, f"{found}\n" + "\n".join(found.wrong)
    assert found.ours_recall >= 0.92, f"{found}\n" + "\n".join(found.missed)


@pytest.mark.parametrize("half", ["first", "second"])
def test_nobody_else_is_found_to_speak_for_the_organisation(half: str) -> None:
    assert agreement(half).wrong_ours == []


@pytest.mark.parametrize("half", ["first", "second"])
def test_each_half_agrees(half: str) -> None:
    found = agreement(half)
    print(f"{half}: {found}")  # noqa: T201 (the figures, for `pytest -rP`)
    assert min(found.speaker_precision, found.affiliation_precision) >= 0.98, found.wrong
    assert found.speaker_recall >= 0.88, found.missed


def test_every_quotation_of_the_release_is_wendy_young_s_for_kind(tmp_path: Path) -> None:
    catalogue = Catalogue.load(DOCUMENTS, Archive(tmp_path))
    release = next(d for d in catalogue.documents if d.id.startswith("us-mexico"))
    found = [utterance for utterance in utterances(release, KIND) if utterance.quoted]
    assert len(found) == release.text.count("“")
    for utterance in found:
        assert utterance.speaker is not None
        assert utterance.speaker.name.of(release.text) == "Wendy Young"
        assert utterance.speaker.affiliation is Affiliation.ours


@pytest.mark.parametrize(
    "said",
    [
        "“The lamp must burn,” said Lantern House President Ines Calloway.",
        "“The lamp must burn,” said Lantern House (LAHO) President Ines Calloway.",
        "“The lamp must burn,” said LAHO’s president and founder, Ines Calloway.",
        "“The lamp must burn,” Ines Calloway, president of Lantern House, told reporters.",
        "“The lamp must burn,” said the president of Lantern House, Ines Calloway.",
        "“The lamp must burn,” said Ines Calloway, vice president of policy at Lantern House.",
        "“The lamp must burn,” said Lantern House Vice President for Policy Ines Calloway.",
        "“The lamp must burn,” said Ines Calloway, who leads the legal team of Lantern House.",
        "“The lamp must burn,” said Ines Calloway of Lantern House.",
        "“The lamp must burn,” said Ines Calloway (Lantern House).",
        "“The lamp must burn,” according to Ines Calloway, a nurse at Lantern House.",
        "According to Ines Calloway, president of Lantern House, “the lamp must burn all night.”",
        "Ines Calloway, president of Lantern House, said in a statement: “The lamp must burn.”",
        "Said Ines Calloway, president of Lantern House, “The lamp must burn.”",
        "Ines Calloway, president of Lantern House, issued a statement:\n\n“The lamp must burn.”",
        "A statement by Ines Calloway, president of Lantern House:\n\n“The lamp must burn.”",
        "“The lamp must burn.”\n— Ines Calloway, President of Lantern House",
        "“The lamp must burn.” — Ines Calloway, Lantern House",
        "Ines Calloway, president of Lantern House: “The lamp must burn.”",
        "“The lamp must burn,” said Calloway.\n\nInes Calloway is president of Lantern House.",
        "Lantern House opened. “The lamp must burn,” said Ines Calloway, its president.",
        "“La lámpara debe arder”, dijo Ines Calloway, presidenta de la Casa del Farol.",
        "“La lámpara debe arder”, dijo la presidenta de la Casa del Farol, Ines Calloway.",
        "«La lámpara debe arder», señaló a la prensa Ines Calloway, de la Casa del Farol.",
        "“La lámpara debe arder” —agregó Ines Calloway, abogada de la Casa del Farol.",
        "—La lámpara debe arder —dijo Ines Calloway, portavoz de la Casa del Farol.",
        "Según Ines Calloway, directora de la Casa del Farol, “la lámpara debe arder siempre”.",
        "Ines Calloway, quien dirige la Casa del Farol, afirmó: “La lámpara debe arder”.",
    ],
)
def test_a_title_with_the_organisation_makes_a_speaker_ours(said: str) -> None:
    assert [each[1:] for each in heard(said)] == [("Ines Calloway", "ours")]


@pytest.mark.parametrize(
    "who",
    [
        "a Lantern House client",
        "Lantern House client Marta Ruiz",
        "Lantern House partner Marta Ruiz",
        "Lantern House neighbor Marta Ruiz",
        "Lantern House-trained nurse Marta Ruiz",
        "Lantern House trained nurse Marta Ruiz",
        "former Lantern House attorney Marta Ruiz",
        "Marta, 16, whom Lantern House represents",
        "Marta, 16, of Lantern House",
        "Marta Ruiz, a former attorney at Lantern House",
        "Marta Ruiz, then president of Lantern House",
        "Marta Ruiz, who used to be president of Lantern House",
        "Marta Ruiz, a volunteer for Harbor Rights First who works with Lantern House",
        "Marta Ruiz, whose mother is president of Lantern House",
        "Marta Ruiz, president of the Lantern House Workers’ Union",
        "Marta Ruiz, president of Friends of Lantern House",
        "Friends of Lantern House president Marta Ruiz",
        "Marta Ruiz, president of Lantern House Canada",
        "Marta Ruiz, director of the fund that supports Lantern House",
        "Marta Ruiz, an attorney for a Lantern House client",
        "Marta Ruiz, an attorney for Lantern House’s clients",
        "Marta Ruiz, lawyer for the city in its suit against Lantern House",
        "Marta Ruiz, a spokeswoman for the donors of Lantern House",
        "Marta Ruiz, manager of the café across from Lantern House",
        "Marta Ruiz, the chief of police in the district of Lantern House",
        "Marta Ruiz, a senator and honorary president of Lantern House",
        "Marta Ruiz at Lantern House",
        "Marta Ruiz, who spoke beside Lantern House president Ines Calloway",
        "Marta Ruiz of Lantern House’s largest donor",
        "the brother of Ines Calloway, president of Lantern House",
        "the husband of Lantern House president Ines Calloway",
        "Ines Calloway’s brother",
        "Ines Calloway, president of Lantern House, and Otto Brandt",
        "Marta Ruiz",
    ],
)
def test_nearness_to_the_organisation_makes_nobody_ours(who: str) -> None:
    said = heard(f"“We waited there all night for you,” said {who}.")
    assert [words for words, *_ in said] == ["“We waited there all night for you,”"]
    assert [affiliation for *_, affiliation in said] != ["ours"]


@pytest.mark.parametrize(
    "text",
    [
        "A boy told Ines Calloway, president of Lantern House: “We waited all night.”",
        "In a letter to Ines Calloway, president of Lantern House, a boy wrote: “We waited here.”",
        "“We waited all night,” Ines Calloway, president of Lantern House, was told.",
        "“We waited all night,” says a sign that Lantern House president Ines Calloway painted.",
        "Lantern House said that the minister’s words, “we will wait all night,” were a lie.",
        "Lantern House rejects the claim that “we waited for a bed that never came.”",
        "The sign above Lantern House reads: “We waited all night.”",
        "“We at Lantern House waited all night for our own bread.”",
        "Photo: “We waited all night for Lantern House.”",
        "Ines Calloway, president of Lantern House, spoke, quoting a girl: “We waited here.”",
        "“Esperamos aquí”, le dijo a Ines Calloway, presidenta de la Casa del Farol, un niño.",
    ],
)
def test_words_of_others_beside_our_name_are_not_ours(text: str) -> None:
    assert all(affiliation is None for *_, affiliation in heard(text))


def test_a_senator_who_praises_us_speaks_for_others() -> None:
    text = "“Lantern House is our pride, and we thank it,” said Senator Otto Brandt."
    assert [each[1:] for each in heard(text)] == [("Otto Brandt", "other")]


@pytest.mark.parametrize(
    ("who", "affiliation"),
    [
        ("Board co-chair Otto Brandt", "unknown"),
        ("Acting DHS chief Otto Brandt", "other"),
        ("Harbor Council director Otto Brandt", "other"),
        ("Otto Brandt, director of the National Harbor Forum", "other"),
        ("Otto Brandt, executive director", "unknown"),
        ("Otto Brandt, a father of two", "other"),
        ("Otto Brandt, her brother", "unknown"),
    ],
)
def test_a_post_elsewhere_speaks_for_others_and_a_bare_one_tells_nothing(
    who: str, affiliation: str
) -> None:
    found = heard(f"“Oil is dear,” said {who}.")
    assert [each[1:] for each in found] == [("Otto Brandt", affiliation)]


def test_somebody_who_is_only_named_is_unknown() -> None:
    assert [each[1:] for each in heard("“Oil is dear,” Brandt said.")] == [("Brandt", "unknown")]


ROE = "“We wait,” said Ines Calloway, president of Lantern House."


@pytest.mark.parametrize(
    "later",
    [
        "“We go,” Calloway added.",
        "“We go,” added Calloway.",
        "Calloway added: “We go.”",
        "“We go,” she said.",
        "“We go,” said Ms. Calloway.",
        "“We go,” said President Calloway.",
        "“We go,” the president of Lantern House said.",
    ],
)
def test_a_later_name_is_resolved_within_the_document(later: str) -> None:
    found = heard(f"{ROE}\n\n{later}")
    assert [each[1:] for each in found] == [("Ines Calloway", "ours")] * 2


@pytest.mark.parametrize(
    ("between", "later"),
    [
        ("Otto Brandt left.", "“We go,” she said."),
        ("A girl came in.", "“We go,” she said."),
        ("Senator Nora Calloway left.", "“We go,” Calloway said."),
        ("“Ask Senator Nora Calloway,” Brandt said.", "“We go,” Calloway said."),
        ("Senator Otto Brandt met Senator Helga Vik.", "“We go,” the senator said."),
        ("Senator Otto Brandt met a senator from Skerry.", "“We go,” the senator said."),
        ("President Ek left.", "“We go,” the president said."),
        ("Ines, a child of nine, came in.", "“We go,” Ines said."),
    ],
)
def test_where_two_may_be_meant_nobody_is_named(between: str, later: str) -> None:
    said = heard(f"{ROE}\n\n{between}\n\n{later}")
    assert said[-1][0] in ("“We go,”", "“We go.”")
    assert said[-1][1] in (None, "Ines")


def test_a_title_stands_for_the_only_one_who_bears_it() -> None:
    text = f"{ROE}\n\nSenator Otto Brandt left.\n\n“We go,” the senator said."
    assert speakers(text) == ["Ines Calloway", "Otto Brandt"]


def test_a_split_quotation_has_one_speaker() -> None:
    text = "“We wait,” said Otto Brandt, “and then we go.” “Oil is dear,” he said. “It is gone.”"
    assert speakers(text) == ["Otto Brandt"] * 4


def test_a_quotation_that_follows_without_a_speaker_is_the_same_one_s() -> None:
    assert speakers("“We wait,” said Otto Brandt. “Then we go.”") == ["Otto Brandt"] * 2
    for other in ("Bells rang. “Then we go away.”", "“Go. Then we stay here,” reads a sign."):
        assert speakers(f"“We wait,” said Otto Brandt. {other}") == ["Otto Brandt", None]


def test_a_quotation_over_paragraphs_is_one_utterance() -> None:
    text = "Otto Brandt said:\n\n“We wait. It is cold.\n\n“We go. It is late.”"
    made = document(text)
    (found,) = utterances(made, ORGANISATION)
    assert found.span.of(text) == text[text.index("“") :]
    assert found.sentences == range(1, 5)


def test_a_person_who_is_quoted_by_another_is_not_the_speaker() -> None:
    text = "“Senator Brandt told us, ‘I will see to it,’ and he has not,” said Ines Calloway."
    assert speakers(text) == ["Ines Calloway"]


@pytest.mark.parametrize(
    "text",
    [
        "The bill ends “Remain on Board” for children.",
        "It was called “Quiet Quays.” It failed.",
        "What guards call “courtesy calls” are raids.",
        "Brandt said “Remain on Board” had failed.",
        "The “Quiet Quays” Experiment",
    ],
)
def test_a_name_or_a_term_in_quotation_marks_is_nobody_s_words(text: str) -> None:
    assert heard(text) == []


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Brandt said the checks often end with a child in a cell.", "Brandt"),
        ("Otto Brandt, the mayor, warned that oil is dear.", "Otto Brandt"),
        ("According to Otto Brandt, oil is dear.", "Otto Brandt"),
        ("The lamp, Brandt said, should burn.", "Brandt"),
        ("Brandt dijo que el aceite es caro.", "Brandt"),
        ("Según Otto Brandt, el aceite es caro.", "Otto Brandt"),
    ],
)
def test_reported_speech_is_a_sentence_about_what_was_said(text: str, who: str) -> None:
    assert [each[:2] for each in heard(text, quoted=False)] == [(text, who)]
    assert heard(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Young people said the lamp was out.",
        "Brandt was told that oil is dear.",
        "Brandt never said that oil is dear.",
        "Brandt added a clause to the bill.",
        "Brandt’s deputy said that oil is dear.",
        "The lawyer for Otto Brandt said that oil is dear.",
        "A senator said that oil is dear.",
        "The minister, Otto Brandt, she said, was told that oil is dear.",
        "Everyone who met Brandt said that oil is dear.",
        "The guards said that Brandt told them that oil is dear.",
    ],
)
def test_nobody_is_said_to_have_told_what_another_told(text: str) -> None:
    assert heard(text, quoted=False) == []


def test_a_sentence_is_found_with_the_words_it_holds() -> None:
    made = document("It is late. “We wait. We go,” said Otto Brandt. Oil is dear.")
    found = by_sentence(utterances(made, ORGANISATION))
    assert list(found) == [1, 2]
    assert [utterance.span.of(made.text) for utterance in found[1]] == ["“We wait. We go,”"]


PARTS = st.sampled_from(
    [
        "“We wait.",
        "“We go,”",
        "We go.”",
        '"Oil is dear," he said.',
        "«No», dijo Rosa Quintana.",
        "—Pase —dijo ella—. Arde.",
        "said Lantern House President Ines Calloway.",
        "said Calloway.",
        "Senator Otto Brandt (I-Skerry), 51, of Skerry,",
        "told the president of Lantern House:",
        "— Ines Calloway, President",
        "according to the",
        "she added that it burns.",
        "Key Findings",
        "• Oil.",
        "§",
        "’s",
        ",",
        ":",
        "\n",
        "\n\n",
    ]
)
TEXTS = st.one_of(st.lists(PARTS, max_size=16).map(" ".join), st.text(max_size=150))


@given(TEXTS)
def test_utterances_lie_within_the_text_and_the_sentences_they_name(text: str) -> None:
    made = document(text)
    for found in utterances(made, ORGANISATION):
        assert 0 <= found.span.start < found.span.end <= len(text)
        first, last = found.sentences[0], found.sentences[-1]
        assert made.sentences[first].span.start <= found.span.start < made.sentences[first].span.end
        assert made.sentences[last].span.start < found.span.end <= made.sentences[last].span.end
        if found.speaker:
            assert found.speaker.name.of(text).strip()


@given(TEXTS)
def test_a_quotation_is_a_slice_at_marks_and_reported_speech_a_sentence(text: str) -> None:
    made = document(text)
    for found in utterances(made, ORGANISATION):
        words = found.span.of(text)
        if found.quoted:
            assert words[0] in '“”„«»"—' or "—" in text[: found.span.start]
            assert words == words.strip()
        else:
            assert words == made.sentences[found.sentences[0]].span.of(text)


@pytest.mark.parametrize(
    "text",
    [
        "“" * 100_000,
        '"' * 100_000,
        "“a”" * 30_000,
        "“ " * 50_000 + "”" * 50_000,
        "“Yes,” she said. " * 10_000,
        "“Yes,” said Ines Calloway. " * 10_000,
        "“Yes.\n\n" * 10_000,
        "Ines Calloway" + ", president of Lantern House" * 10_000,
        " ".join(f"N{number} Calloway said so." for number in range(10_000)),
        "A de " * 30_000,
        "—No —dijo. " * 10_000,
        "x" * 100_000 + " Lantern House nurse Jane Roe said so.",
    ],
    ids=range(12),
)
def test_hostile_texts_are_read_to_their_end(text: str) -> None:
    utterances(document(text), ORGANISATION)
