"""A small bot with something of everything that the chat page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.bot.local.client import Client, Fields

QUOTE = "Every child deserves a lawyer, a safe place to sleep 🏠 and someone who listens."
BEFORE = "Orchard for Children said:\n"
CITATION = "Orchard Statement on Shelter"
HOSTILE = "<img src=x onerror=\"document.title='owned'\"> <b>not bold</b>"


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def answer() -> Fields:
    text = f"{BEFORE}{QUOTE}\n\n{CITATION}, 26 March 2021\nReference: 0f3a9c1d5e7b2468-2s-1w"
    offset = utf16(BEFORE)
    start = utf16(f"{BEFORE}{QUOTE}\n\n")
    return {
        "text": text,
        "entities": [
            {"type": "blockquote", "offset": offset, "length": utf16(QUOTE)},
            {"type": "bold", "offset": offset, "length": utf16("Every child")},
            {"type": "italic", "offset": offset + 6, "length": utf16("child deserves")},
            {"type": "text_link", "offset": start, "length": utf16(CITATION),
             "url": "https://orchard.example.org/shelter"},
            {"type": "code", "offset": utf16(text) - 22, "length": 22},
        ],
        "reply_markup": {"inline_keyboard": [
            [{"text": "More context", "callback_data": "more"},
             {"text": "Next passage 2/3", "callback_data": "next"}],
            [{"text": "Open the statement", "url": "https://orchard.example.org/shelter"},
             {"text": "Copy the quote", "copy_text": {"text": QUOTE}}],
        ]},
    }  # fmt: skip


async def talk(client: Client, update: Fields) -> None:
    """Answers: /start greets, "hostile" gives markup, anything else the quote with buttons."""
    if "callback_query" in update:
        await press(client, update["callback_query"])
        return
    message = update.get("message", {})
    chat_id, text = message["chat"]["id"], message.get("text", "")
    reply = {"message_id": message["message_id"]}
    if text == "wait":
        await client.call("sendChatAction", chat_id=chat_id, action="typing")
    elif text == "hostile":
        await client.call("sendMessage", chat_id=chat_id, text=HOSTILE)
    elif text.startswith("/"):
        greeting = f"You sent {text}. Try /help or write to press@orchard.example.org."
        await client.call("sendMessage", chat_id=chat_id, text=greeting)
    else:
        await client.call("sendMessage", chat_id=chat_id, reply_parameters=reply, **answer())


async def press(client: Client, query: Fields) -> None:
    """More context edits the message; the other button only answers, with an alert."""
    message = query["message"]
    if query["data"] == "more":
        text = f"Around it: {message['text']}"
        place = {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}
        markup = message["reply_markup"]
        await client.call("editMessageText", **place, text=text, reply_markup=markup)
        await client.call(
            "answerCallbackQuery", callback_query_id=query["id"], text="Shown with its paragraph"
        )
    else:
        await client.call(
            "answerCallbackQuery",
            callback_query_id=query["id"],
            text="There is no further passage.",
            show_alert=True,
        )


async def introduce(client: Client) -> None:
    """Sets the command menu in two languages and the description."""
    english = [
        {"command": "start", "description": "Begin, with example questions"},
        {"command": "help", "description": "How to ask"},
        {"command": "about", "description": "What this bot is, and what it is not"},
    ]
    await client.call("setMyCommands", commands=english)
    spanish = [{"command": "ayuda", "description": "Cómo preguntar"}]
    await client.call("setMyCommands", commands=spanish, language_code="es")
    description = "Ask what Orchard for Children has said.\nEvery answer is a quotation."
    await client.call("setMyDescription", description=description)
