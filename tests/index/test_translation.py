"""A Spanish question in English, for searching only."""

import logging
import os
import re
import signal
import statistics
import subprocess
import sys
import threading
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.translation import Translation, Translator
from tests.index.programs import ECHO, gone, mode, running, starts

QUESTION = "¿Dónde está el faro?"
ANSWERED = Translation(QUESTION, ())
ROOT = Path(__file__).parent.parent.parent


@dataclass
class Clock:
    """A clock that moves when it is told to."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Fake:
    """A translator of programs written for the test, and where they note their starts."""

    folder: Path
    clock: Clock = field(default_factory=Clock)
    made: list[Translator] = field(default_factory=list)

    def __call__(self, *bodies: str, seconds: float = 5.0) -> Translator:
        file = mode(self.folder, *bodies)
        translator = Translator.find(seconds=seconds, clock=self.clock, mode=file)
        assert translator is not None
        self.made.append(translator)
        return translator

    @property
    def starts(self) -> int:
        return starts(self.folder)


@pytest.fixture
def fake(tmp_path: Path) -> Iterator[Fake]:
    it = Fake(tmp_path)
    yield it
    for translator in it.made:
        translator.close()


def processes(translator: Translator) -> tuple[int, ...]:
    assert translator._pipeline is not None
    return translator._pipeline.processes


def test_a_question_is_answered_by_programs_that_go_on_running(fake: Fake) -> None:
    translator = fake(ECHO, ECHO)
    assert fake.starts == 0
    assert [translator.translate(QUESTION) for _ in range(5)] == [ANSWERED] * 5
    assert fake.starts == 2


def test_they_can_be_started_before_the_first_question(fake: Fake) -> None:
    translator = fake()
    translator.start()
    before = processes(translator)
    assert translator.translate(QUESTION) == ANSWERED
    assert processes(translator) == before


@pytest.mark.parametrize("question", ["", " \n", "\0", "[^]", "\ud800"])
def test_where_nothing_is_to_be_translated_nothing_is_started(fake: Fake, question: str) -> None:
    assert fake().translate(question) is None
    assert fake.starts == 0


def test_a_late_answer_is_never_taken_for_another_s(fake: Fake) -> None:
    late = "for number, request in enumerate(requests()):\n"
    late += r"    time.sleep(0 if b'quick' in request else 1.5); reply(request + b'\0')"
    translator = fake(late, seconds=1.0)
    assert translator.translate("quick, sí") == Translation("quick, sí", ())
    first = processes(translator)
    assert translator.translate(QUESTION) is None
    assert not any(map(running, first))
    for number in range(3):
        assert translator.translate(f"quick, sí {number}") == Translation(f"quick, sí {number}", ())


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("time.sleep(60)", id="hangs"),
        pytest.param("sys.exit(1)", id="ends at once"),
        pytest.param("for request in requests(): sys.exit(1)", id="ends when asked"),
        pytest.param("for request in requests(): os.kill(os.getpid(), 9)", id="is killed"),
        pytest.param("os.close(1); time.sleep(60)", id="closes its pipe"),
        pytest.param(r"reply(b'a.[][1]'); time.sleep(60)", id="answers half, unasked"),
        pytest.param(r"reply(b'a\0'); time.sleep(60)", id="answers unasked"),
        pytest.param(r"for request in requests(): reply(b'\0')", id="answers nothing"),
        pytest.param(r"for request in requests(): reply(b'a\0')", id="answers something else"),
        pytest.param(r"for request in requests(): reply(request[:-2] + b'\0')", id="breaks off"),
        pytest.param(r"for request in requests(): reply(request + b'.\0')", id="adds to it"),
        pytest.param(r"for request in requests(): reply((request + b'\0') * 2)", id="stammers"),
        pytest.param(r"for request in requests(): reply(b'a.[][9]\0')", id="counts wrong"),
        pytest.param(r"for request in requests(): reply(b'\xff\0')", id="is not text"),
        pytest.param("while True: reply(b'lorem')", id="babbles"),
    ],
)
def test_whatever_the_programs_do_the_question_goes_on_without(fake: Fake, body: str) -> None:
    translator = fake(ECHO, body, seconds=0.4)
    began = time.monotonic()
    assert translator.translate(QUESTION) is None
    assert time.monotonic() - began < 5
    assert translator._pipeline is None


def test_what_is_not_text_in_an_answer_is_no_obstacle(fake: Fake) -> None:
    translator = fake(r"for request in requests(): reply(b'\xff ' + request + b'\0')")
    assert translator.translate(QUESTION) == Translation(f"� {QUESTION}", ())


def test_programs_that_were_killed_between_questions_are_started_again(fake: Fake) -> None:
    translator = fake(ECHO, ECHO, ECHO)
    assert translator.translate(QUESTION) == ANSWERED
    first = processes(translator)
    os.kill(first[1], signal.SIGKILL)
    assert gone(first[1])
    assert translator.translate(QUESTION) == ANSWERED
    assert not any(map(running, first))


def test_after_three_failures_in_a_row_it_rests_longer_each_time(fake: Fake) -> None:
    translator = fake("sys.exit(1)")
    tried = []

    def ask_at(seconds: float) -> None:
        fake.clock.seconds = seconds
        before = fake.starts
        assert translator.translate(QUESTION) is None
        tried.append((seconds, fake.starts - before))

    for seconds in (0, 0, 0, 59, 60, 179, 180, 419, 420):
        ask_at(seconds)
    assert tried == [
        (0, 1), (0, 1), (0, 1), (59, 0), (60, 1), (179, 0), (180, 1), (419, 0), (420, 1)
    ]  # fmt: skip
    for _ in range(20):
        fake.clock.seconds += 3599
        translator.translate(QUESTION)
    before = fake.starts
    for _ in range(3):
        ask_at(fake.clock.seconds + 3600)
    assert fake.starts - before == 3


def test_while_it_rests_a_question_costs_nothing(fake: Fake) -> None:
    translator = fake("time.sleep(60)", seconds=0.05)
    for _ in range(3):
        translator.translate(QUESTION)
    began = time.monotonic()
    for _ in range(100):
        assert translator.translate(QUESTION) is None
        translator.start()
    assert time.monotonic() - began < 1
    assert fake.starts == 3


def test_an_answer_ends_the_count_of_failures(fake: Fake) -> None:
    fails = r"for request in requests(): b'no' in request and sys.exit(1); reply(request + b'\0')"
    translator = fake(fails)
    for _ in range(4):
        assert translator.translate("sí, no") is None
        assert translator.translate("sí, no") is None
        assert translator.translate("sí, sí") == Translation("sí, sí", ())


def test_a_program_that_has_been_removed_since_is_a_failure_like_any_other(fake: Fake) -> None:
    translator = fake()
    (fake.folder / "0" / "lt-proc").unlink()
    assert translator.translate(QUESTION) is None
    assert translator._pipeline is None


def test_closing_ends_the_programs_and_a_later_question_starts_them(fake: Fake) -> None:
    translator = fake(ECHO, ECHO)
    translator.close()
    assert translator.translate(QUESTION) == ANSWERED
    pids = processes(translator)
    translator.close()
    translator.close()
    assert not any(map(running, pids))
    assert translator.translate(QUESTION) == ANSWERED


def test_threads_get_the_answers_to_their_own_questions(fake: Fake) -> None:
    translator = fake(ECHO, ECHO)
    wrong: list[object] = []

    def ask(thread: int) -> None:
        for number in range(50):
            question = f"sí {thread} {number}"
            answer = translator.translate(question)
            if answer != Translation(question, ()):
                wrong.append((question, answer))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_what_fails_is_logged_without_anybody_s_words(
    fake: Fake, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    echo_and_end = "for request in requests(): reply(request); sys.exit(1)"
    assert fake(echo_and_end).translate("¿Dónde está Zacarías?") is None
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert "Apertium" in record.getMessage()
    assert "Zacar" not in caplog.text


def test_where_it_is_not_installed_there_is_no_translator(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert Translator.find(mode=tmp_path / "spa-eng.mode") is None
    assert caplog.records == []


@pytest.mark.parametrize("content", [b"lt-proc; id", b"no-such-program", b"\xff", b""])
def test_where_it_is_not_as_known_there_is_none_either_and_the_log_says_why(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, content: bytes
) -> None:
    file = tmp_path / "spa-eng.mode"
    file.write_bytes(content)
    assert Translator.find(mode=file) is None
    (record,) = caplog.records
    assert str(file) in record.getMessage()


# From here on: Apertium itself.

_found = Translator.find()
needs_apertium = pytest.mark.skipif(
    _found is None, reason="Debian's apertium-eng-spa is not installed"
)


@pytest.fixture(scope="module")
def apertium() -> Iterator[Translator]:
    translator = Translator.find(seconds=10)
    assert translator is not None
    yield translator
    translator.close()


def english(translator: Translator, spanish: str) -> str:
    translation = translator.translate(spanish)
    assert translation is not None
    return translation.text


@needs_apertium
@pytest.mark.parametrize(
    ("spanish", "words", "unknown"),
    [
        ("¿Dónde está el faro?", "where lighthouse", ()),
        ("la inmigración y la frontera", "immigration border", ()),
        ("¿Quién es Zolanda Quorn?", "who zolanda quorn", ("Zolanda", "Quorn")),
        ("quien es zolanda quorn", "who zolanda quorn", ("zolanda", "quorn")),
        ("¿Cuántos niños llegaron en 2021?", "how many children arrived 2021", ()),
        ("CUANTOS NINOS LLEGARON", "how many children arrived", ()),
        ("¿Qué dice el SIJ de El Salvador?", "sij salvador", ()),
    ],
)
def test_apertium_translates(
    apertium: Translator, spanish: str, words: str, unknown: tuple[str, ...]
) -> None:
    translation = apertium.translate(spanish)
    assert translation is not None
    assert set(words.split()) <= set(re.findall(r"\w+", translation.text.lower()))
    assert translation.unknown == unknown


@needs_apertium
@pytest.mark.parametrize(
    "spanish",
    [
        "¿Cuántas lámparas iluminan la bahía?",
        "¿Qué opinión tienen los pescadores sobre la inmigración?",
        "¿En qué año abrirá el faro?",
        "¿Cuál es el país más pequeño?",
        "¿Por qué los españoles llegaron a través de México?",
        "SEPARACIÓN DE FAMILIAS EN PANAMÁ",
        "¿Cómo está el capitán Anderson?",
    ],
)
def test_a_question_without_its_accents_is_translated_as_with_them(
    apertium: Translator, spanish: str
) -> None:
    parts = unicodedata.normalize("NFD", spanish)
    bare = "".join(part for part in parts if not unicodedata.combining(part))
    assert bare != spanish
    assert english(apertium, bare) == english(apertium, spanish)


@needs_apertium
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters() | st.sampled_from("^$/<>{}\\@#*[]~ .?¿aeiounñáàù\0\n"), max_size=80))
def test_no_question_raises_or_comes_between_another_and_its_answer(
    apertium: Translator, question: str
) -> None:
    apertium.translate(question)
    running_before = processes(apertium) if apertium._pipeline else ()
    assert english(apertium, "el faro") == "The lighthouse"
    assert not running_before or processes(apertium) == running_before


@needs_apertium
@pytest.mark.parametrize(
    "part",
    ["¿Cuántas lámparas ", "u", "u ", "uuuuuu ", "ù" * 20 + " ", "UUuuUU ", "a", "áé ", "1", "1 ",
     ".", "ñandú", "www.a.es ", "漢 ", "dámelo ", "\u0301", "ﷺ", "[^$] ", "\ud800 ", "EE. UU. "],
)  # fmt: skip
@pytest.mark.parametrize("length", [400, 4000, 100_000])
def test_no_question_takes_long(apertium: Translator, part: str, length: int) -> None:
    apertium.start()
    before = apertium._pipeline
    question = (part * length)[:length]
    began = time.monotonic()
    apertium.translate(question)
    assert time.monotonic() - began < 3  # 0.3 s at most where nothing else runs
    assert apertium._pipeline is before


@needs_apertium
def test_a_question_takes_milliseconds(apertium: Translator) -> None:
    apertium.translate("hola")
    taken = []
    for number in range(50):
        began = time.monotonic()
        apertium.translate(f"¿Cuántos barcos llegaron a la bahía en {1900 + number}?")
        taken.append(time.monotonic() - began)
    assert statistics.median(taken) < 0.05


@needs_apertium
def test_a_part_of_apertium_that_stands_still_costs_one_question() -> None:
    translator = Translator.find(seconds=0.5)
    assert translator is not None
    try:
        translator.start()
        stuck = processes(translator)
        os.kill(stuck[3], signal.SIGSTOP)
        assert translator.translate("el faro") is None
        assert not any(map(running, stuck))
        translator._seconds = 10
        assert english(translator, "el faro") == "The lighthouse"
    finally:
        translator.close()


@needs_apertium
def test_apertium_ends_when_the_bot_is_killed(guarded_environment: dict[str, str]) -> None:
    code = (
        "from index.translation import Translator\n"
        "translator = Translator.find(seconds=10)\n"
        "assert translator.translate('el faro')\n"
        "print(*translator._pipeline.processes, flush=True)\n"
        "input()\n"
    )
    with subprocess.Popen(  # noqa: S603 (this test's own code)
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=guarded_environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(pids) == 10
        parent.kill()
    assert gone(*pids)
