// Times in the reader's zone, and the server's clock in the server's.

import { say } from "./net.js";

const styles = {
  t: { timeStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};

const clock = { now: 0, zone: "UTC", next: 0, read: 0 };

/** The server's time, in milliseconds. */
const now = () => clock.now + (performance.now() - clock.read);

const langOf = (element) => element.closest("[lang]").lang;

/** Writes all times below root. */
export function showTimes(root = document) {
  for (const time of root.querySelectorAll("time[data-style]")) {
    const at = new Date(time.dateTime);
    const { style } = time.dataset;
    const text = style === "R" ? relative(at, langOf(time)) : at.toLocaleString(langOf(time), styles[style]);
    time.textContent = text.replace(/ (?=[AP]M$)/, "\u00a0"); // never alone on a line
    time.title = at.toLocaleString(langOf(time), styles.F);
  }
}

const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

function relative(at, lang) {
  const seconds = (at.getTime() - now()) / 1000;
  const [unit, size] = units.find(([, s]) => Math.abs(seconds) >= s) ?? units.at(-1);
  return new Intl.RelativeTimeFormat(lang, { numeric: "auto" }).format(Math.round(seconds / size), unit);
}

/** Sets the server's clock: {now, zone, next}, in milliseconds. */
export function setClock(state) {
  Object.assign(clock, state, { read: performance.now() });
  tick();
}

function tick() {
  const lang = document.documentElement.lang;
  const time = document.getElementById("clock");
  const format = { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: clock.zone };
  time.dateTime = new Date(now()).toISOString();
  time.textContent = new Date(now()).toLocaleString(lang, format);
  time.title = clock.zone;
  const next = document.getElementById("next");
  next.textContent = clock.next ? say("clock.next", new Date(clock.next).toLocaleString(lang, format)) : "";
}

/** Keeps all times right. */
export function keepTime() {
  setClock(JSON.parse(document.body.dataset.clock));
  showTimes();
  setInterval(tick, 1000);
  setInterval(showTimes, 30_000);
}
