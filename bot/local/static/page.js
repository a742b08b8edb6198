/** The chat page: what the server tells, and what the person does. */

import { unfoldShort } from "./entities.js";
import * as menu from "./menu.js";
import { renderMessage } from "./message.js";
import { speak, word } from "./words.js";

const TYPING = 5000;
const TOAST = 4000;
const PATIENCE = 30000;
const NEAR = 120;
const TALLEST = 160;

const at = (id) => document.getElementById(id);
const [scroll, list, field] = ["scroll", "messages", "text"].map(at);
const state = { messages: new Map(), pending: new Map(), answered: new Set() };
const timers = {};

const keyOf = (messageId, data) => `${messageId} ${data}`;
const isPending = (messageId, data) => state.pending.has(keyOf(messageId, data));
const isMine = (message) => message.from?.id === state.person.id;

/** Asks the server to do something for the person; null when that failed. */
async function act(action, body) {
  try {
    const response = await fetch(`people/${state.person.id}/${action}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

async function send(text) {
  const sent = await act("send", { text });
  if (!sent) {
    toast(word("unsent"));
  }
  return sent !== null;
}

async function sendTyped() {
  const text = field.value;
  if (!text.trim()) {
    return;
  }
  menu.close();
  field.value = "";
  fit();
  if (!(await send(text)) && !field.value) {
    field.value = text;
    fit();
  }
}

const on = {
  command: send,
  copy: (text) => navigator.clipboard.writeText(text)
    .then(() => toast(word("copied")), () => toast(word("uncopied"))),
  reply(messageId) {
    const item = at(`m${messageId}`);
    item?.scrollIntoView({ block: "center" });
    item?.focus({ preventScroll: true });
  },
  async press(messageId, data) {
    const key = keyOf(messageId, data);
    if (state.pending.has(key)) {
      return;
    }
    state.pending.set(key, null);
    showPending(messageId);
    const asked = await act("press", { message_id: messageId, data });
    if (!asked || state.answered.delete(asked.query_id)) {
      settle(key);
      return;
    }
    state.pending.set(key, asked.query_id);
    setTimeout(() => {
      if (state.pending.get(key) === asked.query_id) {
        settle(key);
        toast(word("silent"));
      }
    }, PATIENCE);
  },
};

function settle(key) {
  state.pending.delete(key);
  showPending(key.split(" ")[0]);
}

function showPending(messageId) {
  for (const key of at(`m${messageId}`)?.querySelectorAll("[data-callback]") ?? []) {
    key.setAttribute("aria-busy", String(isPending(messageId, key.dataset.callback)));
  }
}

function show(message) {
  const item = renderMessage(message, state.person, on, isPending);
  const old = at(item.id);
  const stays = isNearEnd();
  state.messages.set(message.message_id, message);
  if (old) {
    const focused = [...old.querySelectorAll("button, a")].indexOf(document.activeElement);
    old.replaceWith(item);
    if (focused >= 0) {
      const parts = item.querySelectorAll("button, a");
      (parts[Math.min(focused, parts.length - 1)] ?? item).focus({ preventScroll: true });
    }
  } else {
    list.append(item);
  }
  unfoldShort(item);
  at("intro").hidden = at("start").hidden = true;
  if (stays || isMine(message)) {
    toEnd();
  }
}

const isNearEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR;
const toEnd = () => { scroll.scrollTop = scroll.scrollHeight; };

function showAll(messages) {
  list.setAttribute("aria-busy", "true");
  list.replaceChildren();
  state.messages.clear();
  messages.forEach(show);
  list.setAttribute("aria-busy", "false");
  at("intro").hidden = at("start").hidden = messages.length > 0;
  toEnd();
}

function showProfile({ bot, person, commands }) {
  Object.assign(state, { bot, person });
  speak(person.language_code);
  document.title = at("bot-name").textContent = bot.first_name;
  at("avatar").textContent = [...bot.first_name][0];
  at("description").textContent = bot.description || word("empty");
  at("language").value = document.documentElement.lang;
  menu.offer(commands, send);
  at("status").textContent = word(at("typing").hidden ? "bot" : "typing");
}

function showTyping(isTyping) {
  clearTimeout(timers.typing);
  const stays = isNearEnd();
  at("typing").hidden = !isTyping;
  at("status").textContent = word(isTyping ? "typing" : "bot");
  if (isTyping) {
    timers.typing = setTimeout(() => showTyping(false), TYPING);
    if (stays) {
      toEnd();
    }
  }
}

function toast(text) {
  clearTimeout(timers.toast);
  at("toast").textContent = text;
  timers.toast = setTimeout(() => { at("toast").textContent = ""; }, TOAST);
}

function answer({ query_id: id, text, show_alert: isAlert }) {
  const pressed = [...state.pending].find(([, queryId]) => queryId === id);
  if (pressed) {
    settle(pressed[0]);
  } else {
    state.answered.add(id);
  }
  if (text && isAlert) {
    at("alert-text").textContent = text;
    at("alert").showModal();
  } else if (text) {
    toast(text);
  }
}

const told = {
  state(event) {
    showTyping(false);
    showProfile(event);
    showAll(event.messages);
  },
  profile(event) {
    const spoken = document.documentElement.lang;
    showProfile(event);
    if (document.documentElement.lang !== spoken) {
      showAll([...state.messages.values()]);
    }
  },
  message({ message }) {
    if (!isMine(message)) {
      showTyping(false);
    }
    show(message);
  },
  edit: ({ message }) => show(message),
  delete({ message_id: id }) {
    state.messages.delete(id);
    at(`m${id}`)?.remove();
  },
  action: ({ action }) => showTyping(action === "typing"),
  answer,
};

function listen() {
  const events = new EventSource(`people/${state.person.id}/events`);
  events.addEventListener("message", ({ data }) => {
    gone("");
    const event = JSON.parse(data);
    told[event.kind]?.(event);
  });
  events.addEventListener("error", () => {
    gone(word(events.readyState === EventSource.CLOSED ? "ended" : "gone"));
  });
}

function gone(text) {
  at("gone").textContent = text;
  at("gone").hidden = !text;
  if (text) {
    showTyping(false);
    at("status").textContent = word("connecting");
  }
}

/** Makes the field as high as its text, up to a limit. */
function fit() {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, TALLEST)}px`;
}

field.addEventListener("input", () => {
  fit();
  if (/^\/\S*$/.test(field.value)) {
    menu.open(field.value);
  } else {
    menu.close();
  }
});
field.addEventListener("keydown", (event) => {
  if (event.isComposing) {
    return;
  }
  if (menu.isOpen() && !event.shiftKey && menu.steer(event.key)) {
    event.preventDefault();
    if (event.key !== "Escape" && !menu.isOpen()) {
      field.value = "";
      fit();
    }
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    sendTyped();
  }
});
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && menu.isOpen()) {
    menu.close();
    field.focus();
  }
});
document.addEventListener("click", ({ target }) => {
  if (menu.isOpen() && !target.closest(".composer")) {
    menu.close();
  }
});
// The end stays in sight when the keyboard of a phone takes its place.
let isAtEnd = true;
scroll.addEventListener("scroll", () => { isAtEnd = isNearEnd(); });
new ResizeObserver(() => isAtEnd && toEnd()).observe(scroll);
at("menu-button").addEventListener("click", menu.toggle);
at("send").addEventListener("click", sendTyped);
at("start").addEventListener("click", () => { send("/start"); field.focus(); });
at("language").addEventListener("change", ({ target }) => act("language", { language_code: target.value }));
at("alert-close").addEventListener("click", () => at("alert").close());

speak("en");
const people = await (await fetch("people")).json();
state.person = people.find(({ id }) => `#${id}` === location.hash) ?? people[0];
listen();
