"""An evaluation as one page of HTML that needs nothing beside itself."""

import re
import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from scripts.evaluation.comparison import Comparison
from scripts.evaluation.evaluation import Evaluation, Settings
from scripts.evaluation.outcome import Outcome
from scripts.evaluation.record import Earlier
from scripts.evaluation.report import misses, report
from tests.bot.local.test_page import ARGUMENTS
from tests.scripts.evaluation.making import ended, question, response, shown, unanswerable

CHROMIUM = shutil.which("chromium")
MADE = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script>\"'><img src=http://a.example/x onerror=alert(2)>{{ 7*7 }}"
RIGHT, WRONG = shown(), shown("The ferry leaves at noon.", "ferry")
VOID = {"meta"}
LOOKS: tuple[tuple[int, Literal["dark", "light"]], ...] = ((390, "light"), (1200, "dark"))


def outcomes() -> list[Outcome]:
    """Questions in both languages that ended in every way, with confidences all over."""
    found = []
    for number in range(40):
        confidence = number / 40
        given = response(
            *([WRONG, RIGHT] if number % 3 else [WRONG]),
            answered=confidence > 0.4,
            confidence=confidence,
        )
        language = "es" if number % 4 == 0 else "en"
        asked = unanswerable if number % 5 == 0 else question
        found.append(ended(asked(id=number, language=language, style="kw"), given))
    return found


def evaluation(found: Sequence[Outcome], name: str = "lamp") -> Evaluation:
    settings: Settings = {"model": name, "threshold": 0.4, "calibration": "by hand", "second": None}
    return Evaluation(name, MADE, settings, tuple(found), missing=0, checked=True)


def hostile() -> list[Outcome]:
    every = {"id": HOSTILE, "text": HOSTILE, "kind": HOSTILE, "style": HOSTILE, "domain": HOSTILE}
    quote = shown(HOSTILE, HOSTILE)
    asked = question(**every, language=HOSTILE, gold=HOSTILE, documents=("lamp", HOSTILE))
    return [
        ended(asked, response(quote)),
        ended(asked, response(quote, answered=False)),
        ended(unanswerable(**every, language=HOSTILE), response(quote)),
    ]


def compared(found: Sequence[Outcome], earlier: Sequence[Outcome]) -> str:
    then = Earlier(MADE, {HOSTILE: HOSTILE}, tuple(earlier))
    return report(evaluation(found, HOSTILE), Comparison.of(found, earlier), then)


class Page(HTMLParser):
    """The elements of a page, each closed where it was opened."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_page_holds_figures_plots_and_the_worst_misses() -> None:
    page = report(evaluation(outcomes()))
    assert page.startswith("<!doctype html>")
    for told in ("quote@1", "covered_at_5%_false", "less is better", "by hand", "2026-11-24"):
        assert told in page
    assert page.count("<svg") == 4
    assert "Answered wrongly" in page
    assert "Declined, though a document answers" in page
    assert "Against the earlier run" not in page


def test_a_page_is_one_file_that_asks_for_nothing() -> None:
    page = Page(compared(hostile(), hostile()))
    assert page.open == []
    assert not page.names & {"script", "img", "link", "iframe", "object", "a", "form", "base"}
    names = {name for name, _ in page.attributes}
    assert not {name for name in names if name.startswith("on")}
    assert not names & {"src", "href", "xlink:href", "style", "action"}


def test_whatever_a_set_says_is_text() -> None:
    page = compared(hostile(), outcomes())
    assert HOSTILE not in page
    assert "<script" not in page
    assert "{{ 7*7 }}" in page
    style = re.search(r"<style>(.*)</style>", page, re.DOTALL)
    assert style
    assert "url(" not in style[1]
    assert "@import" not in style[1]


def test_a_comparison_tells_trends_and_flips() -> None:
    now = outcomes()
    earlier = [
        ended(question(id=o.id, language=o.language, style="kw"), response(WRONG)) for o in now
    ]
    page = compared(now, earlier)
    assert "Against the earlier run" in page
    assert "better" in page
    assert "questions flipped" in page


@pytest.mark.parametrize("only", [lambda o: o.answerable, lambda o: not o.answerable])
def test_a_set_of_one_sort_has_a_page_too(only: Callable[[Outcome], bool]) -> None:
    assert "<svg" in report(evaluation([o for o in outcomes() if only(o)]))


def test_scores_that_are_no_probabilities_are_not_plotted_as_such() -> None:
    given = [ended(question(), response(RIGHT, confidence=12.5))]
    assert report(evaluation(given)).count("<svg") == 2


def test_the_worst_wrong_answers_are_the_surest_and_of_the_declined_the_nearest() -> None:
    def asked(identity: str, *quotes: object, answered: bool, confidence: float) -> Outcome:
        given = response(*quotes, answered=answered, confidence=confidence)  # type: ignore[arg-type]
        return ended(question(id=identity), given)

    found = [
        asked("wrong", WRONG, answered=True, confidence=0.8),
        ended(unanswerable(id="false"), response(WRONG, confidence=0.9)),
        asked("right", RIGHT, answered=True, confidence=0.99),
        asked("far", WRONG, answered=False, confidence=0.6),
        asked("second", WRONG, RIGHT, answered=False, confidence=0.5),
        asked("first", RIGHT, answered=False, confidence=0.1),
        asked("surer", RIGHT, answered=False, confidence=0.2),
    ]
    wrong, declined = misses(found)
    assert [o.id for o in wrong.worst] == ["false", "wrong"]
    assert [o.id for o in declined.worst] == ["surer", "first", "second", "far"]
    assert (wrong.count, declined.count) == (2, 4)


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        await running.close()


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
async def test_a_page_fits_a_phone_and_a_desk_and_loads_nothing(
    browser: Browser, tmp_path: Path
) -> None:
    file = tmp_path / "evaluation.html"
    file.write_text(compared([*outcomes(), *hostile()], outcomes()), "utf-8")
    colours = {await _looked_at(browser, file.as_uri(), *how) for how in LOOKS}
    assert len(colours) == len(LOOKS)


async def _looked_at(
    browser: Browser, address: str, width: int, scheme: Literal["dark", "light"]
) -> object:
    """The colour of the page's ground, once it is seen to fit and to load nothing else."""
    page = await browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    await page.goto(address)
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert await page.locator("svg polyline").first.is_visible()
    assert (asked, said) == ([address], [])
    return await page.evaluate("getComputedStyle(document.body).backgroundColor")
