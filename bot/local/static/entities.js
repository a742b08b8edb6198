/** A text with Telegram's entities as DOM nodes: text nodes only, never markup. */

import { word } from "./words.js";

const TAGS = {
  blockquote: "blockquote", expandable_blockquote: "blockquote", pre: "pre", code: "code",
  bold: "strong", italic: "em", underline: "u", strikethrough: "s",
};
const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);
const LINKS = new Set(["text_link", "url", "email", "phone_number", "bot_command"]);
const SAFE = new Set(["http:", "https:", "mailto:", "tel:"]);

/** The address if a link may lead there, else null. */
export function safeUrl(address) {
  try {
    const url = new URL(address);
    return SAFE.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** A link which opens beside the page and tells the other side nothing about it. */
export function outward(address) {
  const link = document.createElement("a");
  link.href = address;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

/**
 * The text as a fragment. `onCommand` is called with a command that is clicked.
 * JavaScript's string indices are UTF-16 offsets, as Telegram's are.
 */
export function renderText(text, entities, onCommand) {
  const fragment = document.createDocumentFragment();
  const spans = (entities ?? []).map((entity) => (
    { ...entity, start: entity.offset, end: entity.offset + entity.length }
  ));
  fill(fragment, { text, onCommand }, 0, text.length, spans);
  return fragment;
}

/**
 * Fills a node with the text between two offsets. The weightiest entity becomes an element; those
 * that cross its edges are cut there, so that any overlap makes a proper tree.
 */
function fill(node, source, start, end, spans) {
  const inside = spans
    .map((span) => ({ ...span, start: Math.max(span.start, start), end: Math.min(span.end, end) }))
    .filter((span) => span.start < span.end)
    .sort((one, other) => weight(one) - weight(other) || one.start - other.start);
  if (!inside.length) {
    append(node, source.text.slice(start, end));
    return;
  }
  const [first, ...rest] = inside;
  fill(node, source, start, first.start, rest);
  const element = elementOf(first, source);
  fill(element, source, first.start, first.end, rest);
  node.append(element);
  if (first.type === "expandable_blockquote") {
    node.append(expander(element));
  }
  fill(node, source, first.end, end, rest);
}

function append(node, text) {
  // A block ends its line by itself: the line break after it would show as an empty line.
  const shown = node.lastChild?.dataset?.block ? text.replace(/^\n/, "") : text;
  if (shown) {
    node.append(document.createTextNode(shown));
  }
}

function weight(span) {
  if (BLOCKS.has(span.type)) {
    return span.type === "pre" ? 1 : 0;
  }
  return LINKS.has(span.type) ? 2 : 3;
}

function elementOf(span, source) {
  const text = source.text.slice(span.start, span.end);
  if (span.type === "bot_command") {
    return commandOf(text, source.onCommand);
  }
  const address = LINKS.has(span.type) ? safeUrl(addressOf(span, text)) : null;
  const element = address ? outward(address) : document.createElement(TAGS[span.type] ?? "span");
  element.dataset.entity = span.type;
  if (BLOCKS.has(span.type)) {
    element.dataset.block = "yes";
  }
  return element;
}

function addressOf(span, text) {
  switch (span.type) {
    case "text_link": return span.url;
    case "email": return `mailto:${text}`;
    case "phone_number": return `tel:${text.replace(/[^+\d]/g, "")}`;
    default: return /^[a-z][a-z\d+.-]*:/i.test(text) ? text : `http://${text}`;
  }
}

function commandOf(text, onCommand) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "command";
  button.dataset.entity = "bot_command";
  button.addEventListener("click", () => onCommand(text));
  return button;
}

/** Shows in full the expandable quotes that are short anyway; for a message that is on the page. */
export function unfoldShort(item) {
  for (const quote of item.querySelectorAll(".folded")) {
    if (quote.scrollHeight <= quote.clientHeight) {
      quote.classList.remove("folded");
      quote.nextElementSibling.hidden = true;
    }
  }
}

function expander(quote) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "expander";
  button.dataset.block = "yes";
  const show = (open) => {
    quote.classList.toggle("folded", !open);
    button.setAttribute("aria-expanded", String(open));
    button.textContent = word(open ? "less" : "more");
  };
  button.addEventListener("click", () => show(quote.classList.contains("folded")));
  show(false);
  return button;
}
