// The conversation: messages arrive, change in place and go, by server-sent events.

import { notice, say, viewed } from "./net.js";
import { setClock, showTimes } from "./times.js";

const log = document.getElementById("log");

/** The element that HTML from the server, escaped there, describes. */
export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

/** Shows a message anew, in place if it is there; without html it goes. */
function show({ id, html }) {
  const old = document.getElementById(`m${id}`);
  if (!html) {
    if (old?.contains(document.activeElement)) document.getElementById("box").focus();
    old?.remove();
    return;
  }
  const fresh = parse(html);
  showTimes(fresh);
  if (old) {
    const focused = old.contains(document.activeElement) ? key(document.activeElement) : null;
    old.replaceWith(fresh);
    if (focused) refocus(fresh, focused);
    if (following) toEnd();
    if (focused && title(old) !== title(fresh)) toStart(fresh);
  } else {
    fresh.classList.add("fresh");
    log.append(fresh);
    if (following || "mine" in fresh.dataset) toNewest();
  }
}

/** What a message is headed; another heading means another page, which is read from its start. */
const title = (message) => message.querySelector(".body :is(h2, strong)")?.textContent;

/** By what an element is found again when its message is shown anew. */
function key(element) {
  const { press, choose } = element.closest("[data-choose]")?.dataset ?? element.dataset;
  return { press, choose, text: element.textContent };
}

function refocus(message, { press, choose, text }) {
  const all = [...message.querySelectorAll("button:not(:disabled), a[href]")];
  const same =
    all.find((e) => press && e.dataset.press === press) ??
    all.find((e) => choose && e.parentElement.dataset.choose === choose) ??
    all.find((e) => e.textContent === text);
  (same ?? message).focus({ preventScroll: true });
}

let following = true; // the end of the conversation is in sight

function toEnd() {
  log.scrollTop = log.scrollHeight;
}

/** Scrolls up to where a message starts, if that is out of sight. */
function toStart(message) {
  const above = log.getBoundingClientRect().top - message.getBoundingClientRect().top;
  if (above > 0) log.scrollTop -= above;
}

/** Scrolls to the newest message, to its start if it is longer than what is in sight. */
export function toNewest() {
  toEnd();
  const newest = log.lastElementChild;
  if (newest.matches("article")) toStart(newest);
}

function mark({ channel }) {
  const link = document.querySelector(`[data-channel="${CSS.escape(channel)}"]`);
  if (!link || !link.querySelector(".new").hidden) return;
  link.querySelector(".new").hidden = false;
  document.querySelector(".open-side").classList.add("unread");
  notice(say("new_elsewhere", `#${link.querySelector(".name").textContent}`));
}

/** Follows what happens on the server. */
export function follow() {
  const source = new EventSource(viewed("/events", { since: document.body.dataset.since }));
  source.addEventListener("message", (event) => show(JSON.parse(event.data)));
  source.addEventListener("elsewhere", (event) => mark(JSON.parse(event.data)));
  source.addEventListener("clock", (event) => setClock(JSON.parse(event.data)));
  source.addEventListener("open", () => {
    document.documentElement.dataset.ready = "true";
  });
  addEventListener("pagehide", () => source.close());
  log.addEventListener("scroll", () => {
    following = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  });
  new ResizeObserver(() => following && toEnd()).observe(log);
}
