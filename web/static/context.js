// The menus of messages and people: by right click, Shift+F10 or the menu key,
// a long press, or their buttons.

import { act } from "./act.js";
import { make, notice, say } from "./net.js";

const commands = JSON.parse(document.body.dataset.commands);
const menu = document.getElementById("menu");
const long = 500; // milliseconds
let opener = null;

/** Makes the menus of everything in the log work. */
export function serveContext(log) {
  log.addEventListener("contextmenu", (event) => {
    if (!event.target.closest("[data-message]") || event.target.closest("a, img, .options")) return;
    event.preventDefault();
    const at = event.clientX || event.clientY ? { x: event.clientX, y: event.clientY } : null;
    openFor(event.target, at);
  });
  log.addEventListener("click", (event) => {
    const button = event.target.closest("[data-more], [data-person]");
    if (button) openFor(button, null);
  });
  longPress(log);
  menu.addEventListener("keydown", key);
  menu.addEventListener("focusout", (event) => {
    if (!menu.contains(event.relatedTarget)) close(false);
  });
  addEventListener("resize", () => close(false));
}

function longPress(log) {
  let timer;
  let start;
  log.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch" || !event.target.closest("[data-message]")) return;
    start = event;
    timer = setTimeout(() => openFor(start.target, { x: start.clientX, y: start.clientY }), long);
  });
  const cancel = () => clearTimeout(timer);
  for (const end of ["pointerup", "pointercancel", "scroll"]) log.addEventListener(end, cancel, true);
  log.addEventListener("pointermove", (event) => {
    if (start && Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > 10) cancel();
  });
}

function openFor(target, at) {
  const message = target.closest("[data-message]");
  const person = target.closest("[data-person]")?.dataset.person;
  opener = target.closest("button") ?? message;
  const items = person ? forPerson(person) : forMessage(message);
  menu.setAttribute("aria-label", say("apps"));
  menu.replaceChildren(...items);
  menu.hidden = false;
  place(at ?? below(opener));
  menu.firstElementChild.focus();
}

function forMessage(message) {
  const copy = item(say("copy_text"), async () => {
    await navigator.clipboard.writeText(textOf(message));
    notice(say("copied"));
  });
  return [copy, ...apps("message", { message: message.dataset.message })];
}

/** A message's text without buttons and readings, as selecting it by hand gives it. */
function textOf(message) {
  const selection = getSelection();
  const texts = [...message.querySelectorAll(".body > :is(p, h2), .body .text")].map((text) => {
    selection.selectAllChildren(text);
    return selection.toString().trim();
  });
  selection.removeAllRanges();
  return texts.join("\n\n");
}

const forPerson = (target) => apps("person", { target });

/** The commands for what kind of thing was clicked, or that there are none. */
function apps(on, deed) {
  const items = commands
    .filter((c) => c.on === on)
    .map((c) => item(c.label, async () => {
      const problem = await act({ kind: "clicked", command: c.name, ...deed }, opener);
      if (problem) notice(problem);
    }));
  if (items.length > 0) return items;
  const none = item(say("no_apps"), () => {});
  none.setAttribute("aria-disabled", "true");
  return [none];
}

function item(label, run) {
  const button = make("button", { type: "button" }, label);
  button.setAttribute("role", "menuitem");
  button.addEventListener("click", () => {
    if (button.hasAttribute("aria-disabled")) return;
    close(true);
    run();
  });
  return button;
}

const below = (element) => {
  const box = element.getBoundingClientRect();
  return { x: box.left, y: box.bottom + 4 };
};

/** Puts the menu at a point, inside the window. */
function place({ x, y }) {
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(x, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(y, innerHeight - height - 8))}px`;
}

function close(refocus) {
  if (menu.hidden) return;
  menu.hidden = true;
  if (refocus && opener?.isConnected) opener.focus({ preventScroll: true });
}

function key(event) {
  const items = [...menu.querySelectorAll("[role=menuitem]")];
  const at = items.indexOf(document.activeElement);
  const moves = { ArrowDown: (at + 1) % items.length, ArrowUp: (at - 1 + items.length) % items.length, Home: 0, End: items.length - 1 };
  if (event.key in moves) items[moves[event.key]].focus();
  else if (event.key === "Escape" || event.key === "Tab") close(true);
  else return;
  event.preventDefault();
}
