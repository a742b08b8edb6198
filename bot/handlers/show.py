"""The buttons under an answer: another passage, more context."""

from telegram import Update

from bot import passages
from bot.buttons import Action, Press
from bot.desk import Desk
from bot.errors import ButtonError
from bot.finding import Finding
from bot.messages import Context, acknowledge, desk_of, rewrite
from bot.parts import Phrase
from bot.rendering import label
from bot.replies import Reply
from index.view import View
from knowledge.errors import ArchiveError


async def show(update: Update, context: Context) -> None:
    """Show what a button under an answer leads to, as it stands now, in the answer's place."""
    query, desk = update.callback_query, desk_of(context)
    if query is None:
        return
    language = Desk.users_language(update.effective_user)
    who = update.effective_user, update.effective_chat
    try:
        press = Press.decode(query.data or "")
        language = press.language
        reply = await desk.look(*who, lambda view: _shown(view, press))
    except ButtonError:
        reply = None
    except ArchiveError:
        await acknowledge(query)
        raise
    if reply is None:
        await acknowledge(query, label(Phrase("old_button"), language))
        return
    # Before anything else that takes time: what was looked up stands now.
    await rewrite(update, context, reply)
    await acknowledge(query)


def _shown(view: View, press: Press) -> Reply | None:
    resolved = view.resolve(press.references[press.position])
    if resolved is None:
        return None
    if resolved.quote is None:
        return passages.no_longer_shown(resolved, press)
    finding = Finding.of(view, resolved.quote, resolved)
    if press.action is Action.context:
        return passages.in_context(finding, press)
    return passages.passage(finding, press)
