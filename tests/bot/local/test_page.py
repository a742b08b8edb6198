"""The chat page in a real browser, with a small bot behind it that speaks HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from typing import TYPE_CHECKING

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import async_playwright, expect

from bot.local.server import LocalServer
from tests.bot.local.client import Client
from tests.bot.local.talker import HOSTILE, QUOTE, introduce, talk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, Page

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

# One loop for the module, so that one browser serves all its tests.
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
    pytest.mark.asyncio(loop_scope="module"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        await running.close()


@pytest_asyncio.fixture(loop_scope="module")
async def server() -> AsyncIterator[LocalServer]:
    async with LocalServer() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def client(server: LocalServer) -> AsyncIterator[Client]:
    async with httpx.AsyncClient(timeout=40, trust_env=False) as http:
        yield Client(server, http)


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, server: LocalServer, client: Client) -> AsyncIterator[Page]:
    await introduce(client)
    bot = asyncio.create_task(client.run(talk))
    context = await browser.new_context(viewport={"width": 360, "height": 740})
    shown = await context.new_page()
    errors: list[str] = []
    shown.on("pageerror", lambda error: errors.append(str(error)))
    shown.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    await shown.goto(server.page_url)
    await expect(shown.locator("#bot-name")).to_have_text("KIND Positions")
    yield shown
    await context.close()
    bot.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await bot
    assert errors == []


async def say(page: Page, text: str) -> None:
    sent = await page.locator(".message.mine").count()
    await page.get_by_label("Message", exact=True).fill(text)
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.mine")).to_have_count(sent + 1)


async def test_a_question_gets_its_quote_and_its_buttons_work(page: Page) -> None:
    await say(page, "Does every child deserve a lawyer?")
    quote = page.locator(".bots blockquote")
    await expect(quote).to_have_count(1)
    assert await quote.text_content() == QUOTE
    assert await quote.locator("strong").all_text_contents() == ["Every child"]
    assert await quote.locator("em").all_text_contents() == ["child", " deserves"]
    link = page.get_by_role("link", name="Orchard Statement on Shelter")
    assert await link.get_attribute("href") == "https://orchard.example.org/shelter"
    assert await link.get_attribute("rel") == "noopener noreferrer"
    await expect(page.locator(".bots .reply")).to_contain_text("Does every child")
    await page.get_by_role("button", name="More context").click()
    await expect(page.locator(".bots .text")).to_contain_text("Around it:")
    await expect(page.locator(".bots .edited")).to_have_text("edited")
    await expect(page.locator("#toast")).to_have_text("Shown with its paragraph")
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)
    await page.get_by_role("button", name="Next passage 2/3").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("There is no further passage.")
    await dialog.get_by_role("button", name="OK").click()
    await expect(dialog).to_be_hidden()


async def test_markup_in_a_message_is_shown_as_the_text_it_is(page: Page) -> None:
    await say(page, HOSTILE)
    await say(page, "hostile")
    for author in (".mine", ".bots"):
        await expect(page.locator(f"{author} .text", has_text=HOSTILE)).to_have_count(1)
    assert await page.locator(".message img, .message b").count() == 0
    assert await page.title() == "KIND Positions"


async def test_entities_may_nest_and_overlap_and_long_quotes_unfold(
    page: Page, server: LocalServer, client: Client
) -> None:
    await say(page, "wait")
    text = "\U0001f3e0 one two three"
    entities = [
        {"type": "underline", "offset": 3, "length": 7},
        {"type": "strikethrough", "offset": 7, "length": 9},
        {"type": "pre", "offset": 0, "length": 6},
    ]
    chat_id = server.people[0].id
    await client.call("sendMessage", chat_id=chat_id, text=text, entities=entities)
    shown = page.locator(".bots .text").first
    assert await shown.text_content() == text
    assert await shown.locator("pre").text_content() == "\U0001f3e0 one"
    assert await shown.locator("pre u").text_content() == "one"
    assert await shown.locator("u").all_text_contents() == ["one", " two"]
    assert "".join(await shown.locator("s").all_text_contents()) == "two three"
    long = "a long paragraph of a statement " * 20
    quote = {"type": "expandable_blockquote", "offset": 0, "length": len(long) - 1}
    await client.call("sendMessage", chat_id=chat_id, text=long, entities=[quote])
    folded = page.locator("blockquote.folded")
    await expect(folded).to_have_count(1)
    await page.get_by_role("button", name="Show all").click()
    await expect(folded).to_have_count(0)
    await expect(page.get_by_role("button", name="Show less")).to_be_visible()


async def test_the_bots_typing_shows_until_its_message_comes(
    page: Page, server: LocalServer, client: Client
) -> None:
    await say(page, "wait")
    await expect(page.locator("#typing")).to_be_visible()
    await expect(page.locator("#status")).to_have_text("typing…")
    await client.call("sendMessage", chat_id=server.people[0].id, text="done")
    await expect(page.locator("#typing")).to_be_hidden()


async def test_a_command_is_chosen_by_keyboard_alone(page: Page) -> None:
    await page.keyboard.press("Tab")
    await page.get_by_label("Message", exact=True).focus()
    await page.keyboard.type("/")
    menu = page.get_by_role("listbox", name="Commands")
    await expect(menu.get_by_role("option")).to_have_count(3)
    await page.keyboard.press("Escape")
    await expect(menu).to_be_hidden()
    await page.keyboard.press("Backspace")
    await page.keyboard.press("Shift+Tab")
    await expect(page.locator("#menu-button")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    await expect(menu.get_by_role("option", selected=True)).to_contain_text("/help")
    await page.keyboard.press("Enter")
    await expect(page.locator(".mine .text")).to_have_text("/help")
    await expect(page.locator(".bots .text")).to_contain_text("You sent /help.")
    await expect(page.get_by_label("Message", exact=True)).to_have_value("")


async def test_start_begins_an_empty_conversation_and_commands_can_be_clicked(
    page: Page,
) -> None:
    await expect(page.locator("#intro")).to_contain_text("Every answer is a quotation.")
    await page.locator("#start").click()
    await expect(page.locator(".bots .text")).to_contain_text("You sent /start.")
    await expect(page.locator("#start")).to_be_hidden()
    await page.locator(".bots").get_by_role("button", name="/help").click()
    await expect(page.locator(".bots .text").last).to_contain_text("You sent /help.")
    mail = page.locator(".bots a").first
    assert await mail.get_attribute("href") == "mailto:press@orchard.example.org"


async def test_a_new_line_needs_shift(page: Page) -> None:
    field = page.get_by_label("Message", exact=True)
    await field.focus()
    await page.keyboard.type("one")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("two")
    assert await page.locator(".mine").count() == 0
    await page.keyboard.press("Enter")
    assert await page.locator(".mine .text").text_content() == "one\ntwo"


async def test_360_pixels_are_wide_enough(page: Page) -> None:
    await say(page, "A" * 300 + " https://orchard.example.org/" + "b" * 200)
    await expect(page.locator(".bots blockquote")).to_be_visible()
    for part in ("html", "#scroll", ".composer"):
        box = page.locator(part)
        wide, fits = await box.evaluate("one => [one.scrollWidth, one.clientWidth]")
        assert wide <= fits <= 360


async def test_a_reload_keeps_the_conversation(page: Page) -> None:
    await say(page, "a question to remember")
    await expect(page.locator(".bots blockquote")).to_be_visible()
    before = await page.locator(".message .text").all_text_contents()
    await page.reload()
    await expect(page.locator(".bots blockquote")).to_be_visible()
    assert await page.locator(".message .text").all_text_contents() == before
    await say(page, "and another")
    await expect(page.locator(".mine")).to_have_count(2)


async def test_the_language_changes_the_page_the_menu_and_what_the_bot_is_told(
    page: Page, server: LocalServer
) -> None:
    await page.get_by_label("Language").select_option("es")
    await expect(page.locator("#send")).to_have_attribute("aria-label", "Enviar")
    assert server.people[0].language_code == "es"
    await page.get_by_label("Mensaje", exact=True).fill("/")
    await expect(page.locator("#menu").get_by_role("option")).to_have_text("/ayuda Cómo preguntar")


async def test_the_page_says_when_the_server_is_gone(browser: Browser) -> None:
    async with LocalServer() as server:
        page = await browser.new_page()
        await page.goto(server.page_url)
        await expect(page.locator("#bot-name")).to_have_text("KIND Positions")
        await expect(page.get_by_role("alert")).to_be_hidden()
    await expect(page.get_by_role("alert")).to_contain_text("not answering")
    async with LocalServer(port=server.port):
        await expect(page.get_by_role("alert")).to_contain_text("started anew")
    await page.close()
