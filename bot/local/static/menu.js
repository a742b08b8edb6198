/** The command menu: a list box steered from the text field, as WAI-ARIA's combobox is. */

import { part } from "./message.js";

const menu = document.getElementById("menu");
const button = document.getElementById("menu-button");
const field = document.getElementById("text");

let commands = [];
let active = 0;
let onChoose = () => {};

/** Sets the commands, and what happens with one that is chosen. */
export function offer(offered, choose) {
  commands = offered;
  onChoose = choose;
  button.hidden = !offered.length;
  close();
}

/** Whether the menu is open. */
export const isOpen = () => !menu.hidden;

/** Closes the menu. */
export function close() {
  menu.hidden = true;
  menu.replaceChildren();
  tell();
}

/** Opens the menu on the commands that begin with what was typed; closes it if there is none. */
export function open(typed = "/") {
  const matching = commands.filter(({ command }) => `/${command}`.startsWith(typed.toLowerCase()));
  active = 0;
  menu.hidden = !matching.length;
  menu.replaceChildren(...matching.map(optionOf));
  tell();
}

/** Opens or closes by the button, leaving the keyboard in the text field. */
export function toggle() {
  if (isOpen()) {
    close();
  } else {
    open();
  }
  field.focus();
}

/** Handles a key while the menu is open; gives whether it meant the menu. */
export function steer(key) {
  const last = menu.children.length - 1;
  switch (key) {
    case "ArrowDown": active = active === last ? 0 : active + 1; break;
    case "ArrowUp": active = active === 0 ? last : active - 1; break;
    case "Enter": case "Tab": menu.children[active].click(); return true;
    case "Escape": close(); return true;
    default: return false;
  }
  tell();
  return true;
}

function optionOf({ command, description }, index) {
  const option = part("li", "option");
  option.id = `option-${index}`;
  option.setAttribute("role", "option");
  option.append(part("b", "", `/${command}`), " ", part("span", "", description));
  option.addEventListener("click", () => {
    close();
    onChoose(`/${command}`);
    field.focus();
  });
  return option;
}

function tell() {
  [...menu.children].forEach((option, index) => {
    option.setAttribute("aria-selected", String(index === active));
  });
  const current = menu.children[active];
  current?.scrollIntoView({ block: "nearest" });
  for (const owner of [field, button]) {
    owner.setAttribute("aria-expanded", String(isOpen()));
  }
  if (isOpen() && current) {
    field.setAttribute("aria-activedescendant", current.id);
  } else {
    field.removeAttribute("aria-activedescendant");
  }
}
