"""The chat page in a real browser, with the real bot behind it."""

import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, async_playwright, expect

from bot.phrases import phrases
from bot.settings import PROJECT
from tests.bot.local.test_page import ARGUMENTS
from tests.bot.running import RunningBot, running_bot

CHROMIUM = shutil.which("chromium")
DOCUMENTS = PROJECT / "knowledge" / "documents"
BORDERS = "Should countries close their borders to asylum seekers?"
MUST_NOT = "must not close their borders to asylum seekers"

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
    pytest.mark.asyncio(loop_scope="module"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningBot]:
    async with running_bot(tmp_path_factory.mktemp("page"), DOCUMENTS) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def page(bot: RunningBot) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        opened = await browser.new_page(viewport={"width": 360, "height": 740})
        await opened.goto(bot.server.page_url)
        yield opened
        await browser.close()


async def _ask(page: Page, question: str) -> None:
    await page.get_by_label("Message", exact=True).fill(question)
    await page.keyboard.press("Enter")


async def test_a_newcomer_types_a_question_reads_the_quote_and_sees_more_context(
    page: Page,
) -> None:
    await _ask(page, BORDERS)
    answer = page.locator("li.message.bots").last
    quote = answer.locator("blockquote")
    await expect(quote).to_contain_text(MUST_NOT)
    await expect(answer).to_contain_text("March 26, 2021")
    words = await quote.inner_text()
    await page.get_by_role("button", name="More context").last.click()
    await expect(answer).to_contain_text(phrases()["en"]["in_context"])
    await expect(answer.locator("blockquote strong")).to_contain_text(MUST_NOT)
    assert len(await quote.inner_text()) > len(words)


async def test_a_question_without_an_answer_is_declined(page: Page) -> None:
    await _ask(page, "What is KIND's position on H-1B visas?")
    answer = page.locator("li.message.bots").last
    await expect(answer).to_contain_text(phrases()["en"]["nothing_found"])
    await expect(answer.locator("blockquote")).to_have_count(0)


async def test_the_menu_offers_the_commands_that_the_bot_set(page: Page) -> None:
    await page.locator("#menu-button").click()
    for name in ("start", "help", "about", "privacy"):
        await expect(page.locator("#menu")).to_contain_text(phrases()["en"][f"command_{name}"])


async def test_nothing_on_a_narrow_phone_has_to_be_scrolled_sideways(page: Page) -> None:
    await _ask(page, BORDERS)
    await expect(page.locator("li.message.bots").last.locator("blockquote")).to_be_visible()
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360
