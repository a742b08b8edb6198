"""Names that mean the same."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import knowledge
from knowledge.errors import KindError
from knowledge.folding import words
from knowledge.glossary import Glossary, GlossaryError
from knowledge.yaml_mapping import MappingError

LANTERN = Glossary.load(Path(__file__).parents[1] / "documents" / "lantern-glossary.yaml")
SHIPPED = Glossary.load(Path(knowledge.__file__).parent / "glossary.yaml")
NOTHING: dict[str, tuple[str, ...]] = {"en": (), "es": ()}
CURFEW = {
    "en": ("harbor curfew", "Order for Idle Lads"),
    "es": ("toque de queda", "toque de queda del puerto"),
}


def mistakes(written: str) -> list[str]:
    with pytest.raises((GlossaryError, MappingError)) as error:
        Glossary(written, "glossary.yaml")
    return str(error.value).splitlines()


def test_a_question_gets_the_other_names_by_language() -> None:
    found = LANTERN.expand("Who pays for the night school under Rule 7?")
    assert found == {"en": ("NSP",), "es": ("escuela nocturna", "NSP", "Regla 7")}


def test_a_spanish_question_gets_english_names() -> None:
    found = LANTERN.expand("¿Quién paga la escuela nocturna?")
    assert found == {"en": ("night school", "NSP"), "es": ("NSP",)}


@pytest.mark.parametrize("question", ["", " ", "?", "Who keeps the lamp?", "¿Y el farol?"])
def test_a_question_that_names_nothing_gets_nothing(question: str) -> None:
    assert LANTERN.expand(question) == NOTHING


@pytest.mark.parametrize(
    "question",
    [
        *("rule 7", "RULE 7", "What of Rule-7?", "“Rule7”", "Rule\u00a07!", "Rule\n7", "Rules 7"),
        *("Rule 7's end", "Rule 7’s", "ｒｕｌｅ　７", "régla 7", "¿La Regla-7?", "_Rule 7_"),
    ],
)
def test_how_a_name_is_written_makes_no_difference(question: str) -> None:
    found = LANTERN.expand(question)
    assert found in ({"en": ("Rule 7",), "es": ()}, {"en": (), "es": ("Regla 7",)})


@pytest.mark.parametrize(
    "question",
    [
        *("unlit children", "an unlit child", "the Unlit Child’s lamp", "ULC", "ulc", "U.L.C."),
        *("ULCs", "ulcs", "the ULC's lamp", "u.l.c.", "menor sin farol", "MENORES SIN FAROL"),
        *("niñas y niños sin faroles", "ninas y ninos sin farol", "nin\u0303as y niños sin farol"),
    ],
)
def test_singular_and_plural_accents_and_case_are_one_name(question: str) -> None:
    found = LANTERN.expand(question)
    assert {*found["en"], *found["es"]} & {"ULC", "menores sin farol"}


@pytest.mark.parametrize(
    "question",
    ["rule 70", "rule 7.5", "rule 7-8", "rule", "7", "rule of 7", "misrule 7", "unlit", "ulcer"],
)
def test_half_a_name_or_another_number_is_not_the_name(question: str) -> None:
    assert LANTERN.expand(question) == NOTHING


@pytest.mark.parametrize(
    "question",
    ["OIL", "What is OIL?", "O.I.L.", "Why OILs?", "¿Y la OIL?", "OIL VOTE NIGHT"],
)
def test_an_acronym_that_is_a_word_counts_in_capitals(question: str) -> None:
    assert LANTERN.expand(question) == CURFEW


@pytest.mark.parametrize(
    "question", ["oil", "Oil for the lamp", "oil's price", "WHO PAYS FOR OIL?", "¿Y LA OIL?"]
)
def test_it_does_not_count_as_a_word_nor_where_all_is_in_capitals(question: str) -> None:
    assert LANTERN.expand(question) == NOTHING


@pytest.mark.parametrize("question", ["NSP", "nsp", "Nsp", "N.S.P.", "WHO PAYS FOR THE NSP NOW?"])
def test_an_acronym_given_in_small_letters_counts_in_any(question: str) -> None:
    assert LANTERN.expand(question)["es"] == ("escuela nocturna",)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Who guards the US?", ("Islas Unidas", "IIUU")),
        ("Who guards the U.S. coast?", ("Islas Unidas", "IIUU")),
        ("Who guards us?", ()),
        ("WHO GUARDS US AT NIGHT?", ()),
    ],
)
def test_a_pronoun_is_no_country(question: str, found: tuple[str, ...]) -> None:
    assert LANTERN.expand(question)["es"] == found


def test_a_name_that_is_a_common_word_without_its_capitals_is_not_given() -> None:
    assert LANTERN.expand("Islas Unidas")["en"] == ("United Islands",)


def test_the_longest_name_counts() -> None:
    longer = Glossary(
        "a: {en: [harbor, port]}\nb: {en: [harbor night curfew, HNC]}\nc: {en: [curfew, ban]}",
        "glossary.yaml",
    )
    assert longer.expand("the harbor night curfew")["en"] == ("HNC",)
    assert longer.expand("the harbor curfew")["en"] == ("port", "ban")


def test_where_the_longest_is_not_in_capitals_a_shorter_name_counts() -> None:
    shorter = Glossary("a: {en: [lamp, light]}\nb: {en: [lamp OIL, fuel]}", "glossary.yaml")
    assert shorter.expand("lamp OIL")["en"] == ("fuel",)
    assert shorter.expand("lamp oil")["en"] == ("light",)


def test_what_is_named_twice_is_given_once() -> None:
    question = "Is the curfew, the harbor curfew, the OIL or the toque de queda?"
    assert LANTERN.expand(question)["en"] == ("Order for Idle Lads",)


@pytest.mark.parametrize("written", ["", "# nothing yet", "{}"])
def test_an_empty_glossary_is_one(written: str) -> None:
    empty = Glossary(written, "glossary.yaml")
    assert (len(empty), empty.expand("the night school")) == (0, NOTHING)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("a:\n  fr: [lampe, phare]", "line 2: a.fr.[key]: Input should be 'both', 'en' or 'es'"),
        ("a:\n  en: lamp", "line 2: a.en: Input should be a valid list"),
        ("a:\n  en: []", "line 2: a.en: List should have at least 1 item"),
        ("a:\n  en: [lamp, '']", "line 2: a.en.1: String should have at least 1 character"),
        ("a:\n  en: [lamp, no]", "line 2: a.en.1: Input should be a valid string"),
        ("a:\n  en: [lamp, 42]", "line 2: a.en.1: Input should be a valid string"),
        ("a:\n  en: [lamp, '42']", "line 2: a.en.1: '42' is too little for a name"),
        ("a:\n  en: [lamp, L]", "line 2: a.en.1: 'L' is too little for a name"),
        ("a:\n  en: [lamp, ¡¿!]", "line 2: a.en.1: '¡¿!' is too little for a name"),
        ("a:\n  en: [lamp, of the]", "line 2: a.en.1: 'of the' holds only words that every"),
        ("a:\n  es: [lamp, us]", "line 2: a.es.1: 'us' holds only words that every question has"),
        (f"a:\n  en: [lamp, {'x' * 121}]", "line 2: a.en.1: String should have at most 120"),
        (f"a:\n  en: [lamp, {'lamp ' * 13}]", "line 2: a.en.1: a name has at most 12 words"),
        ("b c:\n  en: [lamp, light]", "line 1: b c.[key]: String should match"),
        ("a: {en: [lamp]}", "line 1: a has only one name; add another, or take the entry out"),
        ("a:\n  both: [LMP, lmp]\n  en: [L.M.P., LMPs]", "line 1: a has only one name"),
        ("- lamp\n- light", "line 1: expected lines such as `key: value`"),
        ("a: {en: [lamp, light]}\na: {en: [oil, fuel]}", "line 2: not valid YAML: the key 'a'"),
        (
            "a: {en: [lamp, light]}\nb:\n  es: [farol, Lámps]",
            "line 2: the name 'Lámps' stands under 'a' as well; keep one of them",
        ),
        (
            "a: {en: [OIL, fuel]}\nb: {en: [oil, grease]}",
            "line 2: the name 'oil' stands under 'a' as well; keep one of them",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(written: str, told: str) -> None:
    [found] = mistakes(written)
    assert found.startswith(f"glossary.yaml, {told}")


def test_every_mistake_is_told() -> None:
    found = mistakes("a: {en: [lamp, light]}\nb: {en: [light, lamp]}\nc: {en: [oil]}")
    assert [line.partition(": ")[0] for line in found] == [
        "glossary.yaml, line 2",
        "glossary.yaml, line 2",
        "glossary.yaml, line 3",
    ]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match=r"none\.yaml: the glossary cannot be read"):
        Glossary.load(tmp_path / "none.yaml")
    broken = tmp_path / "broken.yaml"
    broken.write_bytes(b"a: \xff")
    with pytest.raises(GlossaryError, match=r"broken\.yaml: the glossary cannot be read"):
        Glossary.load(broken)


@pytest.mark.parametrize(
    ("question", "english"),
    [
        ("¿KIND apoya el programa Quédate en México?", "Remain in Mexico"),
        ("quedate en mexico", "Migrant Protection Protocols"),
        ("What about MPP?", "Remain in Mexico"),
        ("programa de menores centroamericanos", "CAM"),
        ("is cam open", "Central American Minors"),
        ("menores no acompañados", "unaccompanied children"),
        ("SIJS backlog", "Special Immigrant Juvenile"),
        ("joven inmigrante especial", "SIJ"),
        ("título 42", "Title 42"),
        ("¿Qué dice el ACNUR?", "UNHCR"),
        ("el DIF", "National System for Integral Family Development"),
        ("ICE raids", "Immigration and Customs Enforcement"),
        ("haitianos", "Haitian"),
        ("EE.UU.", "United States"),
        ("abogada para niños", "lawyer"),
    ],
)
def test_the_shipped_glossary_knows_the_field(question: str, english: str) -> None:
    assert english in SHIPPED.expand(question)["en"]


@pytest.mark.parametrize(
    "question",
    [
        *("Who came to us with ice?", "un niño usa la visa u otra cosa", "I can't visa this"),
        *("the attorney general", "he aided them up north", "the dream of a cat", "una flor"),
    ],
)
def test_the_shipped_glossary_keeps_to_names(question: str) -> None:
    assert SHIPPED.expand(question)["en"] == ()


@pytest.mark.parametrize("name", ["KIND", "Kids in Need of Defense"])
def test_the_organisation_itself_is_no_term(name: str) -> None:
    assert SHIPPED.expand(name) == NOTHING


NAMES = st.sampled_from(
    "OIL oil Rule 7 7.5 night school escuela nocturna US us U.S. unlit children child the ’s -"
    " toque de queda del puerto NSP ñ \u0301 ¿ . \n ULCs".split(" ")
)
ANYTHING = st.text(st.characters(), max_size=60) | st.lists(NAMES, max_size=20).map(" ".join)


@given(ANYTHING | st.lists(NAMES, max_size=20).map("".join))
def test_whatever_is_asked_names_are_given_once_and_none_that_was_asked(question: str) -> None:
    asked = [word.folded for word in words(question)]
    for names in LANTERN.expand(question).values():
        folded = [tuple(word.folded for word in words(name)) for name in names]
        assert len(set(folded)) == len(folded)
        assert not any(set(name) <= set(asked) for name in folded)


@given(
    st.text(max_size=40) | st.lists(NAMES | st.sampled_from([*"{}[]:,\n", "en", "es"])).map("".join)
)
def test_whatever_is_written_is_read_or_refused_by_name(written: str) -> None:
    try:
        Glossary(written, "glossary.yaml")
    except KindError as error:
        assert str(error).startswith("glossary.yaml")  # noqa: PT017 (either outcome is right)


@pytest.mark.parametrize("unit", ["a", "a.", "Rule ", "Rule 7 ", "’s", "1.", "\u0301", "ﷺ", "OIL "])
def test_of_a_long_question_the_beginning_is_read(unit: str) -> None:
    question = unit * 200_000
    assert LANTERN.expand(question) == LANTERN.expand(question[:4096])
