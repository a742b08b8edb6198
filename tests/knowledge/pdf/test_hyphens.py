import pytest

from knowledge.pdf.hyphens import Hyphens, Join

# Enough running text to tell the language by.
ENGLISH = "The boat of the house was in the strait and it is for the children that we asked".split()
SPANISH = "El bote de la casa estaba en el estrecho y es por los niños que se lo pedimos".split()

# What is printed at the end of a line and at the beginning of the next, and what it reads.
ENGLISH_DIVIDED = """
    unaccom- panied | immi- gration | repre- sentation | gov- ernment’s | chil- dren | asy- lum
    traffick- ing | depor- tation | appoint- ments | neighbour- ing | detain- ees, | commit- tee
    reuni- fication | (hu- manitarian | “protec- tion,” | un- documented | re- patriated
    under- standably | organi- zations | cir- cumstances. | notwith- standing | thou- sand
    fac- tor | Hon- duras | Guate- mala | Wash- ington | IMMI- GRATION | self-repre- sented
    inter- national | pre- vent | ac- knowledged | coop- eration | Teguci- galpa | over- time
    an- other | be- cause | some- times | guide- lines | safe- guards | Callo- way’s | non- profit
"""
ENGLISH_COMPOUND = """
    long- term | self- represented | non- citizen | non- citizens | U.S.- Mexico | best- interest
    gender- based | cross- border | decision- making | trauma- informed | COVID- 19 | 12- year-old
    twelve- year-old | twelve-year- old | thirty- one | follow- up | up-to- date | anti- trafficking
    court- appointed | community- based | high- quality | first- come | KIND- led | NGO- run
    Trump- era | Afghan- American | mid- 2021 | x- ray | T- visa | day- to-day | well- founded
    age- appropriate | child- friendly | low- income | short- lived | asylum- seeking
    non- refoulement | in- person | post- release | “zero- tolerance” | LONG- TERM | ex- offenders
    Ciudad Juárez- based | co-director- elect | mother-in- law | https://lantern- house.example
"""
SPANISH_DIVIDED = """
    niñ- ez | protec- ción | migra- ción | acompa- ñados | go- bierno | abo- gados | fir- mas
    responsa- bilidades | por- que | aun- que | representan- tes | reunifica- ción | aloja- miento
    reco- noció | refu- gios | hondu- reños | centro- americano | socio- económico
    sobre- vivientes | niñ- as | ni- ños | dere- chos | «de- ben | parlamenta- rios,
    investi- gación | estado- unidense | tam- bién | mien- tras | inter- rumpió
    desa- parecidos | acompaña- miento | ofi- cina
"""
SPANISH_COMPOUND = """
    político- social | franco- alemán | teórico- práctico | México- Guatemala | COVID- 19
    2020- 2021 | jurídico- administrativo | 11- M | Estados Unidos- México
"""


def cases(table: str) -> list[tuple[str, str]]:
    """The words before and behind each line's end."""
    found = []
    for case in table.replace("\n", "|").split("|"):
        if case.strip():
            *_, before, after = case.split()
            found.append((before, after))
    return found


@pytest.mark.parametrize(("before", "after"), cases(ENGLISH_DIVIDED))
def test_a_divided_english_word_is_one_word_again(before: str, after: str) -> None:
    assert Hyphens(ENGLISH, []).join(before, after) is Join.nothing


@pytest.mark.parametrize(("before", "after"), cases(ENGLISH_COMPOUND))
def test_an_english_compound_keeps_its_hyphen(before: str, after: str) -> None:
    assert Hyphens(ENGLISH, []).join(before, after) is Join.tight


@pytest.mark.parametrize(("before", "after"), cases(SPANISH_DIVIDED))
def test_a_divided_spanish_word_is_one_word_again(before: str, after: str) -> None:
    assert Hyphens(SPANISH, []).join(before, after) is Join.nothing


@pytest.mark.parametrize(("before", "after"), cases(SPANISH_COMPOUND))
def test_a_spanish_compound_keeps_its_hyphen(before: str, after: str) -> None:
    assert Hyphens(SPANISH, []).join(before, after) is Join.tight


@pytest.mark.parametrize(
    ("elsewhere", "join"),
    [("nonprofit", Join.nothing), ("nonprofits", Join.nothing), ("non-profit", Join.tight)],
)
def test_the_same_word_elsewhere_in_the_file_decides(elsewhere: str, join: Join) -> None:
    assert Hyphens([*ENGLISH, elsewhere], []).join("non-", "profit") is join


def test_a_file_that_divides_no_word_has_compounds_only() -> None:
    ends = [("the", "house")] * 60
    assert Hyphens(ENGLISH, ends).join("long-", "standing") is Join.tight
    divided = [*ends, ("immi-", "gration")]
    assert Hyphens(ENGLISH, divided).join("long-", "standing") is Join.nothing


def test_a_soft_hyphen_divides_where_the_file_has_another_for_compounds() -> None:
    assert Hyphens([*ENGLISH, "best-interest"], []).join("long\u00ad", "term") is Join.nothing
    assert Hyphens(ENGLISH, []).join("long\u00ad", "term") is Join.tight


@pytest.mark.parametrize(
    ("before", "after", "join"),
    [
        ("short-", "and", Join.space),
        ("thous-", "and", Join.nothing),
        ("first-", "or", Join.space),
        ("fact-", "or", Join.nothing),
        ("-", "children", Join.space),
        ("–", "children", Join.space),
        ("and/", "or", Join.tight),
        ("2020–", "2021", Join.tight),
        ("Arab–", "Israeli", Join.tight),
        ("the", "house", Join.space),
        ("press@", "lantern-house.example", Join.space),
        ("press@-", "lantern-house.example", Join.nothing),
    ],
)
def test_other_line_ends(before: str, after: str, join: Join) -> None:
    assert Hyphens(ENGLISH, []).join(before, after) is join


@pytest.mark.parametrize(
    "ends", [("children—", "who"), ("children", "—who"), ("children--", "who")]
)
def test_a_dash_at_a_line_end_is_as_tight_as_the_others(ends: tuple[str, str]) -> None:
    assert Hyphens([*ENGLISH, "now—and"], []).join(*ends) is Join.tight
    assert Hyphens([*SPANISH, "—que", "rescate—"], []).join(*ends) is Join.space
