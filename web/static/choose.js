// Menus in messages: a button that opens a listbox. With the keyboard, arrows move
// and Enter chooses; where several may be chosen, Space marks and Enter sends.

import { act } from "./act.js";
import { notice, say } from "./net.js";

const optionsOf = (menu) => [...menu.querySelectorAll("[role=option]")];
const marked = (option) => option.getAttribute("aria-selected") === "true";

/** Makes all menus in the log work. */
export function serveMenus(log) {
  log.addEventListener("click", (event) => {
    const menu = event.target.closest("[data-choose]");
    if (!menu) return;
    const option = event.target.closest("[role=option]");
    if (event.target.closest(".opener")) toggle(menu);
    else if (event.target.closest("[data-done]")) send(menu);
    else if (option) pick(menu, option);
  });
  log.addEventListener("keydown", (event) => {
    const list = event.target.closest("[data-choose] [role=listbox]");
    if (list) key(event, list.closest("[data-choose]"), list);
  });
}

function toggle(menu, open = menu.querySelector(".options").hidden) {
  menu.querySelector(".options").hidden = !open;
  const opener = menu.querySelector(".opener");
  opener.setAttribute("aria-expanded", String(open));
  if (!open) {
    opener.focus();
    return;
  }
  const options = optionsOf(menu);
  options.forEach((option, i) => (option.id = `${menu.closest("article").id}-${i}-${menu.dataset.choose}`.replaceAll(/[^\w-]/g, "_")));
  menu.querySelector("[role=listbox]").focus();
  activate(menu, options.find(marked) ?? options[0]);
  menu.scrollIntoView({ block: "nearest" });
}

function activate(menu, option) {
  if (!option) return;
  optionsOf(menu).forEach((o) => o.classList.toggle("active", o === option));
  menu.querySelector("[role=listbox]").setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function key(event, menu, list) {
  const options = optionsOf(menu);
  const at = options.findIndex((o) => o.id === list.getAttribute("aria-activedescendant"));
  const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: options.length - 1 };
  if (event.key in moves) {
    activate(menu, options[Math.min(Math.max(moves[event.key], 0), options.length - 1)]);
  } else if (event.key === " ") {
    pick(menu, options[at]);
  } else if (event.key === "Enter") {
    if (many(menu)) send(menu);
    else pick(menu, options[at]);
  } else if (event.key === "Escape") {
    toggle(menu, false);
  } else {
    return;
  }
  event.preventDefault();
}

const many = (menu) => menu.querySelector("[role=listbox]").hasAttribute("aria-multiselectable");

function pick(menu, option) {
  activate(menu, option);
  if (many(menu)) {
    option.setAttribute("aria-selected", String(!marked(option)));
    return;
  }
  optionsOf(menu).forEach((o) => o.setAttribute("aria-selected", String(o === option)));
  send(menu);
}

async function send(menu) {
  const values = optionsOf(menu).filter(marked).map((o) => o.dataset.value);
  const { min, max, choose } = menu.dataset;
  if (values.length < Number(min)) return notice(say("problem.few", min));
  if (values.length > Number(max)) return notice(say("problem.many", max));
  const opener = menu.querySelector(".opener");
  toggle(menu, false);
  opener.setAttribute("aria-busy", "true");
  const message = menu.closest("[data-message]").dataset.message;
  const problem = await act({ kind: "pressed", custom: choose, message, input: { "": values } }, opener);
  opener.removeAttribute("aria-busy");
  if (problem) notice(problem);
}
