"""Files read apart from this process."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import DocumentError, WorkerError
from knowledge.limits import MEBIBYTE, Limits
from knowledge.reading import Reading
from knowledge.workers import Workers

LAMP = b"The Lamp\n\nMay 4, 2023\n\nThe lamp is lit. It burns all night.\n"
SLOW = b"We are here.\n" + b"a\n" * 150_000  # so many lines, divided one by one
LARGE = b"We are here.\n" + b"a\n" * 490_000


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(Limits(), most=2) as opened:
        yield opened


def refusal(content: bytes, **limits: float) -> str:
    with Workers(Limits(**limits), most=1) as opened:  # type: ignore[arg-type]
        with pytest.raises(DocumentError) as caught:
            opened.read(content, "lamp.txt")
        reading, _ = opened.read(LAMP, "lamp.txt")  # the next file is read as if nothing had been
        assert reading == Reading.of(LAMP, "lamp.txt", 1000)
    return str(caught.value)


def processes() -> set[int]:
    """The processes that read files, of this one's."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            parent = status.read_text().partition("PPid:\t")[2].partition("\n")[0]
            command = (status.parent / "cmdline").read_text()
        except OSError:
            continue  # it ended while it was looked at
        if parent == str(os.getpid()) and "knowledge.worker" in command:
            found.add(int(status.parent.name))
    return found


def is_reading(process: int) -> bool:
    """Whether a process reads a file, in a child of its own."""
    try:
        return bool(Path(f"/proc/{process}/task/{process}/children").read_text())
    except OSError:
        return False


def test_a_file_is_read_as_it_would_be_in_this_process(workers: Workers) -> None:
    reading, written = workers.read(LAMP, "lamp.txt")
    assert reading == Reading.of(LAMP, "lamp.txt", 1000)
    assert Reading.model_validate_json(written) == reading


@given(st.binary(max_size=300))
@settings(deadline=None, max_examples=50)
def test_any_bytes_are_read_or_refused_by_name(workers: Workers, content: bytes) -> None:
    try:
        here: object = Reading.of(content, "lamp.txt", workers.limits.text)
    except DocumentError as error:
        here = str(error)
    try:
        there: object = workers.read(content, "lamp.txt")[0]
    except DocumentError as error:
        there = str(error)
    assert there == here


def test_reading_that_takes_too_long_is_ended(workers: Workers) -> None:
    assert workers.read(SLOW, "lamp.txt")
    assert refusal(SLOW, seconds=0.5) == (
        "lamp.txt: reading it took longer than the 0.5 s allowed; save it anew in a simpler form, "
        "or raise `read_seconds`"
    )


def test_reading_that_takes_too_much_memory_is_ended() -> None:
    assert refusal(LARGE, memory=400 * MEBIBYTE) == (
        "lamp.txt: reading it took more memory than the 400 MiB allowed; save it anew in a simpler "
        "form, or raise `read_memory`"
    )


def test_a_process_that_is_killed_is_replaced() -> None:
    with Workers(Limits(), most=1) as opened, ThreadPoolExecutor(1) as pool:
        others = processes()
        opened.read(LAMP, "lamp.txt")
        (first,) = processes() - others
        os.kill(first, signal.SIGKILL)
        assert opened.read(LAMP, "lamp.txt")
        (second,) = processes() - others
        reading = pool.submit(opened.read, SLOW, "slow.txt")
        while not is_reading(second):
            time.sleep(0.01)
        os.kill(second, signal.SIGKILL)
        assert reading.result()[0].text == SLOW.decode()
        (third,) = processes() - others
    assert len({first, second, third}) == 3
    assert processes() == others


def test_a_file_that_ends_the_process_each_time_is_refused() -> None:
    with Workers(Limits(), most=1) as opened, ThreadPoolExecutor(1) as pool:
        others = processes()
        reading = pool.submit(opened.read, SLOW, "slow.txt")
        killed: set[int] = set()
        while not reading.done():
            for process in filter(is_reading, processes() - others - killed):
                os.kill(process, signal.SIGKILL)
                killed.add(process)
        with pytest.raises(
            DocumentError, match=r"slow\.txt: the program that reads \.txt broke off"
        ):
            reading.result()
        assert len(killed) == 2
        assert opened.read(LAMP, "lamp.txt")


def test_the_process_knows_nothing_of_this_one_s_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:secret")
    with Workers(Limits(), most=1) as opened:
        before = processes()
        opened.read(LAMP, "lamp.txt")
        (started,) = processes() - before
        assert Path(f"/proc/{started}/environ").read_bytes() == b""
        assert Path(f"/proc/{started}/cwd").readlink() == Path("/")


def test_no_process_is_left() -> None:
    with Workers(Limits(), most=1) as opened:
        before = processes()
        opened.read(LAMP, "lamp.txt")
        assert len(processes() - before) == 1
    assert processes() == before


def test_no_process_is_started_before_there_is_a_file_to_read() -> None:
    before = processes()
    with Workers(Limits(), most=1):
        assert processes() == before


def test_several_threads_may_read_at_once(workers: Workers) -> None:
    texts = [LAMP.replace(b"all night", f"{number} nights".encode()) for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda content: workers.read(content, "lamp.txt")[0].text, texts))
    assert found == [text.decode() for text in texts]


def test_a_process_that_cannot_be_started_is_no_document_s_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with (
        Workers(Limits(), most=1) as opened,
        pytest.raises(WorkerError, match="cannot be started; install the program anew"),
    ):
        opened.read(LAMP, "lamp.txt")
