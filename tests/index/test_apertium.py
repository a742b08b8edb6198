"""Apertium's side of a translation: its programs, what they are given, what their reply says."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import apertium
from index.apertium import ModeError, phrases, read, stages, written
from tests.index.programs import program


def test_a_mode_file_s_programs_are_set_to_answer_request_after_request(tmp_path: Path) -> None:
    first = program(tmp_path)
    second = program(tmp_path, name="tagger")
    data = tmp_path / "data.bin"
    data.touch()
    file = tmp_path / "a.mode"
    file.write_text(f"{first} '{data}' | {second} -g $2 '{data}' | {first} $1 '{data}'\n", "utf-8")
    analysis, tagger, generation = stages(file)
    assert analysis[:2] == (str(first), "-r")
    assert Path(analysis[2]).name == "accents.rcx"
    assert analysis[3:] == ("-z", str(data))
    assert tagger == (str(second), "-z", "-g", str(data))
    assert generation == (str(first), "-z", "-g", str(data))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "plain chain"),
        ("{it} |", "plain chain"),
        ("{it}; {it}", "plain chain"),
        ("{it} > /tmp/a", "plain chain"),
        ("{it} `{it}`", "plain chain"),
        ("{it} $(id)", "plain chain"),
        ("{it} $3", "plain chain"),
        ("{it} 'a b'", "plain chain"),
        ("{it} 'unended", "plain chain"),
        ("{it}\n{it} && {it}", "plain chain"),
        ("{it} | no-such-program", "no-such-program is not installed"),
        ("{it} /no/such/data.bin", "/no/such/data.bin is missing"),
        ("cat", "the first program is not lt-proc"),
    ],
)
def test_a_mode_file_of_anything_else_is_refused(tmp_path: Path, text: str, wrong: str) -> None:
    file = tmp_path / "a.mode"
    file.write_text(text.format(it=program(tmp_path)), "utf-8")
    with pytest.raises(ModeError, match=wrong):
        stages(file)


@pytest.mark.parametrize(
    ("question", "given_to_it"),
    [
        ("¿Qué es esto?", "¿Qué es esto?"),
        ("¿Que\u0301 es esto?", "¿Qué es esto?"),
        ("  ¿Qué\n\tes\u2028esto? ", "¿Qué es esto?"),
        ("¿Qué es\0esto?", "¿Qué es esto?"),
        ("¿Qué es es\xadto\u200b?", "¿Qué es esto?"),
        ("¿Qué \ud83d es \udc00esto?", "¿Qué es esto?"),
        ("^¿Qué$ [es] {esto}\\? <b> a/b @c #d *e ~f +g", "¿Qué es esto ? b a b c d e f g"),
        ("¿Qué es ［esto］ ＾", "¿Qué es esto"),
        ("¿Qué es " + "x" * 51 + " esto?", "¿Qué es esto?"),
        ("¿Qué es " + "x" * 50 + " esto?", "¿Qué es " + "x" * 50 + " esto?"),
        ("", ""),
        (" \n\0", ""),
        ("[]", ""),
    ],
)
def test_what_is_special_is_taken_out(question: str, given_to_it: str) -> None:
    assert written(question) == given_to_it


@given(st.text(st.characters() | st.sampled_from("^$/<>{}\\@#*[]~+|àèìòùǹ\0\n\xad\ud800")))
def test_nothing_special_is_ever_left(question: str) -> None:
    text = written(question)
    assert not set(text) & set("^$/<>{}\\@#*[]~+|")
    assert text.isprintable()
    assert text.encode().decode() == text
    assert "  " not in text
    assert all(len(word) <= 50 for word in text.split())


@pytest.mark.parametrize("part", ["a", "a ", "ñ", "menores ", "ﷺ ", "\u0301", "^a"])
def test_a_text_of_any_length_is_cut_to_what_apertium_does_in_time(part: str) -> None:
    assert len(written(part * 10_000)) <= 4000


@pytest.mark.parametrize(
    ("question", "marked"),
    [
        ("las lamparas", "làs làmpàràs"),
        (
            "las lámparas del capitan",
            "las lámparas del capitan",
        ),  # who writes accents leaves none out
        ("la senal del faro", "là sèǹàl dèl fàrò"),
        ("hay una entre el faro", "hày una entre el fàrò"),  # seldom "entré" and "él"
        ("la casa en que vive", "là càsà èn que vìvè"),
        ("dice la ORR", "dìcè là ORR"),  # an acronym is no word
        ("DICE LA CASA", "DÌCÈ LÀ CÀSÀ"),
        ("ICE", "ICE"),
        ("lampàra", "làmpàrà"),  # one grave accent is a slip
        ("uuuuuuuuuu", "uuuuùùùùùù"),  # each marked letter multiplies Apertium's work
        ("Y Y UUUUUUUUUU", "Y Y UUUUUUÙÙÙÙ"),
        ("un pan", "ùn pàn"),  # an ñ stands before a vowel
    ],
)
def test_letters_that_may_lack_an_accent_are_marked_where_no_accent_was_written(
    question: str, marked: str
) -> None:
    assert written(question) == marked


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("que dice", "qué"),
        ("Que dice", "qué"),
        ("¿Cuantas lamparas hay?", "¿cuántas"),
        ("por que", "pòr qué"),
        ("el faro, ¿donde está?", "donde"),  # who writes accents leaves none out
        ("el faro, ¿donde va?", "¿dónde"),
        ("cuandoquiera", "cùàndòq"),
    ],
)
def test_what_asks_has_its_accent_where_a_question_begins(question: str, asked: str) -> None:
    assert asked in written(question)


def test_a_long_text_without_accents_is_left_as_it_is() -> None:
    assert written("lampara " * 100) == ("lampara " * 100).strip()


def test_every_marked_letter_is_one_that_apertium_is_told_of() -> None:
    table = Path(apertium.__file__).with_name("accents.rcx").read_text("utf-8")
    assert [letter for letter in "àèìòùǹÀÈÌÒÙǸ" if f'char value="{letter}"' not in table] == []


@pytest.mark.parametrize(
    ("question", "english"),
    [
        ("los niños", "children"),
        ("LOS NIÑOS", "children"),
        ("los ninos", "children"),
        ("menores no acompañadas", "unaccompanied"),
        ("en El Salvador", "El Salvador"),
        ("cuantos anos", "years"),
    ],
)
def test_words_of_the_field_are_given_in_english(question: str, english: str) -> None:
    assert english in read(written(question))[0]


@pytest.mark.parametrize("question", ["el ninot", "los añosos", "Salvador"])
def test_a_phrase_is_found_as_whole_words_only(question: str) -> None:
    assert set(written(question)).isdisjoint("ｃｈｉｌｄｙｅａｒｓ")


def test_every_phrase_is_found_with_and_without_its_accents() -> None:
    pattern, english = phrases()
    assert pattern.groups == len(english) > 50
    for accented, bare in [("años", "anos"), ("política", "politica"), ("Tribunal Supremo",) * 2]:
        assert written(accented) == written(bare) == written(accented.upper())


def test_a_reply_is_read_without_marks_and_tells_the_unknown_words() -> None:
    assert read("What says *Lantern on the #turn and @faro? *Lantern *Marìǹa") == (
        "What says Lantern on the turn and faro? Lantern Marina",
        ("Lantern", "Marina"),
    )


def test_english_that_was_given_is_not_unknown() -> None:
    assert read("*ｃｈｉｌｄｒｅｎ and *Lantern") == ("children and Lantern", ("Lantern",))


@given(st.text())
def test_any_reply_can_be_read(reply: str) -> None:
    text, unknown = read(reply)
    assert not set(text) & set("*@#^$[]{}\\")
    assert all(unicodedata.category(word[0])[0] in "LNP" for word in unknown)
