/** One message as a list item. */

import { outward, renderText, safeUrl } from "./entities.js";
import { word } from "./words.js";

/**
 * The list item of a message. `person` tells whose messages are one's own; `on.command`, `on.press`,
 * `on.copy` and `on.reply` are called with what was clicked; `isPending` tells of a pressed button.
 */
export function renderMessage(message, person, on, isPending) {
  const item = document.createElement("li");
  item.id = `m${message.message_id}`;
  item.className = `message ${message.from?.id === person.id ? "mine" : "bots"}`;
  item.tabIndex = -1;
  const bubble = part("div", "bubble");
  bubble.append(part("span", "unseen", `${authorOf(message, person)}: `));
  if (message.reply_to_message) {
    bubble.append(replyHeader(message.reply_to_message, person, on.reply));
  }
  const text = part("div", "text");
  text.dir = "auto";
  text.append(renderText(message.text ?? message.caption ?? `(${word("other")})`,
    message.entities ?? message.caption_entities, on.command));
  bubble.append(text, stamp(message));
  item.append(bubble);
  const rows = message.reply_markup?.inline_keyboard ?? [];
  if (rows.length) {
    item.append(keyboard(rows, message, on, isPending));
  }
  return item;
}

/** An element with a class and a text. */
export function part(tag, className, text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

function authorOf(message, person) {
  return message.from?.id === person.id ? word("you") : message.from?.first_name ?? "";
}

function replyHeader(replied, person, onReply) {
  const header = part("button", "reply");
  header.type = "button";
  header.append(part("span", "unseen", `${word("reply")} `));
  header.append(part("strong", "", authorOf(replied, person)));
  header.append(part("span", "", replied.text ?? replied.caption ?? word("other")));
  header.addEventListener("click", () => onReply(replied.message_id));
  return header;
}

function stamp(message) {
  const line = part("p", "stamp");
  if (message.edit_date) {
    line.append(part("span", "edited", word("edited")), " ");
  }
  const date = new Date(message.date * 1000);
  const time = part("time", "", date.toLocaleTimeString(
    document.documentElement.lang, { hour: "numeric", minute: "2-digit" },
  ));
  time.dateTime = date.toISOString();
  line.append(time);
  return line;
}

function keyboard(rows, message, on, isPending) {
  const group = part("div", "keyboard");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", word("buttons"));
  for (const row of rows) {
    const line = part("div", "row");
    line.append(...row.map((button) => keyOf(button, message, on, isPending)));
    group.append(line);
  }
  return group;
}

function keyOf(button, message, on, isPending) {
  if (button.url) {
    const address = safeUrl(button.url);
    const link = address ? outward(address) : document.createElement("span");
    link.className = "key outward";
    link.textContent = button.text;
    return link;
  }
  const key = part("button", "key", button.text);
  key.type = "button";
  if (button.copy_text) {
    key.classList.add("copy");
    key.addEventListener("click", () => on.copy(button.copy_text.text));
  } else if (button.callback_data !== undefined) {
    const data = button.callback_data;
    key.dataset.callback = data;
    key.setAttribute("aria-busy", String(isPending(message.message_id, data)));
    key.addEventListener("click", () => on.press(message.message_id, data));
  } else {
    key.disabled = true;
  }
  return key;
}
