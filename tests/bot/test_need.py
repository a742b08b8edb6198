"""A person in need is recognised; a reporter is not taken for one."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.need import Need, NeedRules
from bot.need.folding import LONGEST
from knowledge.errors import KindError

WORDINGS: dict[str, dict[str, list[str]]] = yaml.safe_load(
    Path(__file__).with_name("need_wordings.yaml").read_text(encoding="utf-8")
)
load = cache(NeedRules.load)
DATA = Path(__file__).parents[3] / "shared" / "data"
# The one question among them that asks for help for somebody of the asker's own.
PLEAS_AMONG_QUESTIONS = {"q187"}
# Those of xquad that are taken for a plea, out of 2,380: a false alarm is mild, but not for free.
MOST_FALSE_ALARMS = 3


def _questions(folder: str) -> list[dict[str, Any]]:
    path = DATA / folder / "questions.jsonl"
    if not path.exists():
        pytest.skip(f"{path} is not on this machine")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _found(texts: list[str]) -> dict[str, Need]:
    return {text: need for text in texts if (need := load().find(text))}


def _rules(**changes: object) -> str:
    """A small valid file of rules, with the changes given for its English part."""
    english = {
        "words": {"mine": "my son, my {big} sister", "big": "big, elder"},
        "groups": {
            "all": {"what": "", "unless": ["press"], "any_of": "{mine} .. detained/deport*"}
        },
        "exceptions": {"press": "my/our editor"},
    } | changes
    nothing: dict[str, object] = {"words": {}, "groups": {}, "exceptions": {}}
    near = {"..": 3, "...": 8}
    return yaml.safe_dump(
        {"near": near, "not_typos": "detailed", "words": {}, "en": english, "es": nothing}
    )


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_plea_for_help_is_recognised_in_its_language(language: str) -> None:
    wordings = WORDINGS["need"][language]
    missed = {w: load().find(w) for w in wordings if load().match(w) != language}
    assert not missed
    assert len(wordings) >= 60


def test_a_plea_in_both_languages_at_once_is_recognised() -> None:
    assert [w for w in WORDINGS["need"]["mixed"] if load().match(w) is None] == []


def test_a_plea_in_both_languages_has_the_language_of_most_of_it() -> None:
    assert load().match("help me mi hijo está detenido en la frontera") == "es"
    assert load().match("my son is detained at the border, I need help, por favor") == "en"


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_a_reporter_or_a_passer_by_writes_is_no_plea(language: str) -> None:
    wordings = WORDINGS["other"][language]
    assert _found(wordings) == {}
    assert len(wordings) >= 60


def test_of_the_questions_on_kind_only_the_genuine_pleas_are_recognised() -> None:
    questions = _questions("kind-dev")
    assert {q["id"] for q in questions if load().match(q["question"])} == PLEAS_AMONG_QUESTIONS


def test_questions_of_general_knowledge_are_hardly_ever_taken_for_pleas() -> None:
    assert len(_found([q["question"] for q in _questions("xquad")])) <= MOST_FALSE_ALARMS


@pytest.mark.parametrize(
    "changed",
    [
        str.upper,
        lambda text: "  " + text.replace(" ", " \n\t ") + " ",
        lambda text: text.translate(str.maketrans("áéíóúñ", "aeioun")),
    ],
    ids=["capitals", "white space", "no accents"],
)
def test_capitals_and_spaces_and_missing_accents_do_not_hide_a_plea(
    changed: Callable[[str], str],
) -> None:
    wordings = WORDINGS["need"]["en"] + WORDINGS["need"]["es"]
    assert [w for w in wordings if load().match(changed(w)) is None] == []


@pytest.mark.parametrize(
    "text",
    [
        "heeeelp meeeee",
        "ayuuudenmeeee",
        "I’m 15 and I’m alone",
        "I`m 15 and alone",
        "he\u200blp m\u00ade pl\u200ds",
        "\u202emi hijo esta detenido\u202c",
        "my s\x00on is detain\x07ed",
        "ｍｙ ｓｏｎ ｉｓ ｄｅｔａｉｎｅｄ",
        "mi hijo esta\u0301 detenido",
        "mi ijo sta detenidoo",
        "nesecito un abojado",
        "my brothr is detaned",
        "🙏🙏 my mom 😭 deported 🙏",
        "HELP! 😭",
        "ayuda!!! 🙏🏽",
    ],
)
def test_a_plea_is_recognised_however_it_is_written(text: str) -> None:
    assert load().match(text)


def test_the_united_states_are_not_taken_for_us() -> None:
    assert load().match("Who is deported from the US?") is None
    assert load().match("who is deported from the us?") is None
    assert load().match("they want to deport us") == "en"


def test_a_reporter_in_trouble_is_still_a_person_in_trouble() -> None:
    assert load().match("I'm a journalist and my son was taken by ICE") == "en"
    assert load().match("soy periodista y mi hija está detenida") == "es"


def test_a_reporters_purpose_in_one_language_excuses_what_the_other_would_take_for_a_plea() -> None:
    assert load().match("i need a lawyer's reaction to the ruling for my story") is None


@given(st.text(max_size=5000))
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert load().match(text) in {"en", "es", None}


@given(
    st.lists(st.sampled_from("i my mi son hijo me us need no de a is detained help ! 15".split()))
)
def test_any_order_of_the_rules_own_words_is_read_without_an_error(words: list[str]) -> None:
    assert load().match(" ".join(words)) in {"en", "es", None}


@pytest.mark.parametrize(
    ("unit", "plea"),
    [
        ("a", False),
        ("i ", False),
        ("me ", False),
        ("my son ", True),
        ("mi hijo ", True),
        ("no se que ", False),
        ("'s", False),
        ("a\u0301\u0323", False),
        ("ﷺ", False),
        ("!", False),
        ("\u200b", False),
        ("x ", False),
    ],
)
def test_the_longest_message_is_read_whatever_it_holds(unit: str, *, plea: bool) -> None:
    assert (load().match((unit * LONGEST)[:LONGEST]) is not None) is plea


@pytest.mark.parametrize("text", ["/help", "/HELP ", "/help@kind_bot", "/ayuda"])
def test_the_help_command_is_no_plea_but_what_follows_it_may_be(text: str) -> None:
    assert load().match(text) is None
    assert load().match(f"{text} my son is detained") == "en"


def test_what_stands_after_the_longest_message_is_not_read() -> None:
    assert load().match("x " * (LONGEST // 2) + "help me") is None


def test_it_can_be_asked_which_rule_recognised_a_plea() -> None:
    assert NeedRules(_rules()).find("my elder sister was deported") == Need(
        "en", "all", "{mine} .. detained/deport*"
    )


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("my son detained", "en"),
        ("my son is now there detained", "en"),
        ("my son is now again there detained", None),
        ("my sister was deported", None),
        ("my big sister faces deportation", "en"),
        ("my son was dtained", "en"),
        ("my son was detailed", None),
        ("my editor says my son was detained", None),
    ],
)
def test_a_rule_fits_what_it_says(text: str, language: str | None) -> None:
    assert NeedRules(_rules()).match(text) == language


@pytest.mark.parametrize(
    ("rule", "text", "fits"),
    [
        ("START help END", "help", True),
        ("START help END", "help now", False),
        ("help !", "help!", True),
        ("help !", "heeelp", True),
        ("help !", "help", False),
        ("need [a/one more] lawyer", "need lawyer", True),
        ("need [a/one more] lawyer", "need one more lawyer", True),
        ("need [a/one more] lawyer", "need the lawyer", False),
        ("(no one/nobody) helps", "no one helps", True),
        ("(no one/nobody) helps", "nobody helps", True),
        ("(no one/nobody) helps", "no helps", False),
        ("# help", "help", False),
    ],
)
def test_every_sign_of_the_rules_means_what_the_file_explains(
    rule: str, text: str, *, fits: bool
) -> None:
    group = {"what": "", "any_of": rule}
    rules = NeedRules(_rules(groups={"all": group}, words={}))
    assert (rules.match(text) == "en") is fits


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"groups": {"g": {"what": "", "any_of": "my {dog}"}}}, "no list {dog}"),
        ({"words": {"mine": "{mine} son"}}, "holds itself"),
        ({"words": {"mine": "my son,, my dad"}}, "comma too many"),
        ({"words": {"mine": "my son", "spare": "x"}}, "uses the list {spare}"),
        ({"groups": {"g": {"what": "", "any_of": ".."}}}, "fit every message"),
        ({"groups": {"g": {"what": "", "any_of": "[help] [me]"}}}, "fit every message"),
        ({"groups": {"g": {"what": "", "any_of": "help (me"}}}, "is not a word"),
        ({"groups": {"g": {"what": "", "any_of": "{mine"}}}, "in braces"),
        (
            {"words": {}, "groups": {"g": {"what": "", "any_of": "help", "unless": ["prss"]}}},
            "'prss'",
        ),
        ({"groups": {"g": {"what": "", "any_of": "help", "unles": []}}}, "unles"),
        ({"patterns": {}}, "patterns"),
    ],
)
def test_a_mistake_in_the_rules_is_named(changes: dict[str, object], told: str) -> None:
    with pytest.raises(KindError) as error:
        NeedRules(_rules(**changes))
    assert told in str(error.value)
    assert str(error.value).startswith("rules.yaml")


def test_rules_that_are_no_yaml_are_named() -> None:
    with pytest.raises(KindError, match=r"rules\.yaml, line 1"):
        NeedRules("near: [")
