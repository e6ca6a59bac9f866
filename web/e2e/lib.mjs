// A browser that uses the try-it page as people do: by keyboard, by pointer, and
// with what a screen reader is told.

import { chromium } from "playwright-core";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const chrome = process.env.CHROMIUM || "/usr/bin/chromium";
const patience = 45_000; // milliseconds for what should happen at once, on a busy machine
const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Starts a browser with no past. */
export function launch() {
  return chromium.launch({
    executablePath: chrome,
    args: [
      "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync",
    ],
  });
}

/** A person at the page: one window of a browser. */
export class Person {
  /** options: {as, lang, in, width, height, dark, touch, scale, motion}. */
  static async at(browser, url, options = {}) {
    const { as = "newcomer", lang = "en", in: room = "chat", width = 1100, height = 800, dark = false, touch = false } = options;
    const context = await browser.newContext({
      viewport: { width, height }, colorScheme: dark ? "dark" : "light", hasTouch: touch,
      reducedMotion: options.motion ? "no-preference" : "reduce",
      timezoneId: "America/Los_Angeles", locale: "en-US", bypassCSP: false, deviceScaleFactor: options.scale ?? 1,
    });
    context.setDefaultTimeout(patience);
    const page = await context.newPage();
    const person = new Person(page, url);
    page.on("console", (m) => m.type() === "error" && person.errors.push(m.text()));
    page.on("pageerror", (e) => person.errors.push(String(e)));
    await person.go({ as, lang, in: room });
    return person;
  }

  constructor(page, url) {
    this.page = page;
    this.url = url;
    this.presses = 0; // of buttons and choices, opening a menu included
    this.errors = []; // what the browser complained about, refused loads included
    this.box = page.locator("#box");
    this.log = page.getByRole("log");
  }

  /** Looks at the page as somebody, in a language, in a channel. */
  async go(view) {
    this.view = { ...this.view, ...view };
    await this.page.goto(`${this.url}/?${new URLSearchParams(this.view)}`);
    await this.page.locator("html[data-ready]").waitFor();
  }

  /** The newest message. */
  get last() {
    return this.log.getByRole("article").last();
  }

  /** Waits for a message that holds text, and returns it. */
  async sees(text, timeout = patience) {
    const message = this.log.getByRole("article").filter({ hasText: text }).last();
    await message.waitFor({ timeout });
    return message;
  }

  /** Does something that brings a message, and waits until it is there. */
  async brings(deed) {
    const articles = this.log.getByRole("article");
    const before = await articles.count();
    await deed();
    await articles.nth(before).waitFor();
  }

  /** Waits until no message holds text. */
  async misses(text) {
    await this.log.getByRole("article").filter({ hasText: text }).first().waitFor({ state: "detached" });
  }

  /**
   * Types a command with the keyboard alone, choosing it and its values from the
   * list: command("digest create", {name: "Daily", every: "Every day"}). Values
   * are by option, as people read them.
   */
  async command(label, values = {}) {
    await this.box.focus();
    await this.box.pressSequentially(`/${label}`);
    await this.page.getByRole("option").first().waitFor();
    await this.page.keyboard.press("Enter");
    for (const [option, value] of Object.entries(values)) await this.fill(option, value);
    await this.page.locator("#send").focus();
    await this.page.keyboard.press("Enter");
    await this.box.waitFor(); // sent, or a form is open
  }

  /** Fills one option of the command that is being typed, and chooses the first fit if there is a list. */
  async fill(option, value) {
    const input = this.page.locator(`.option input[data-option="${option}"]`);
    if ((await input.count()) === 0) await this.page.locator(`.add[data-option="${option}"]`).press("Enter");
    await input.focus();
    if ((await input.getAttribute("type")) === "file") {
      await input.setInputFiles(value);
      return;
    }
    await input.fill("");
    await input.pressSequentially(String(value));
    if ((await input.getAttribute("role")) === "combobox") {
      await this.settled();
      await this.page.getByRole("option", { name: String(value) }).first().waitFor();
      await this.page.keyboard.press("Enter");
    }
  }

  /** Waits until suggestions for what was typed are there. */
  async settled() {
    await this.page.locator(".option [aria-busy]").waitFor({ state: "detached" });
  }

  /** Presses a button of the newest message that has it, with the keyboard. */
  async press(label) {
    const button = this.log.getByRole("button", { name: label, exact: true }).last();
    await button.focus();
    this.presses++;
    await this.page.keyboard.press("Enter");
  }

  /** Chooses from the newest menu with a hint, with the keyboard. */
  async choose(hint, ...labels) {
    const menu = this.log.locator("[data-choose]").filter({ has: this.page.getByRole("button", { name: hint }) }).last();
    await menu.locator(".opener").focus();
    await this.page.keyboard.press("Enter");
    this.presses += 1 + labels.length;
    const list = menu.getByRole("listbox");
    const many = (await list.getAttribute("aria-multiselectable")) === "true";
    for (const label of labels) {
      await this.page.keyboard.press("Home");
      while (!(await menu.locator(".active").innerText()).startsWith(label)) await this.page.keyboard.press("ArrowDown");
      if (many) await this.page.keyboard.press("Space");
    }
    await this.page.keyboard.press("Enter");
  }

  /** Fills the open form by its labels and sends it. */
  async form(values) {
    const dialog = this.page.getByRole("dialog");
    await dialog.waitFor();
    for (const [label, value] of Object.entries(values)) {
      const field = dialog.getByLabel(label).first();
      const kind = await field.evaluate((e) => (e.type === "checkbox" ? "check" : e.tagName.toLowerCase()));
      if (kind === "check") await field.setChecked(value);
      else if (kind === "select") await field.selectOption({ label: value });
      else await field.fill(value);
    }
    await dialog.locator("[type=submit]").focus();
    await this.page.keyboard.press("Enter");
  }

  /** What axe finds wrong with the page as it is now, in a line each. */
  axe() {
    return axe(this.page);
  }

  /** By how many pixels the page is wider than its window. */
  overflow() {
    return this.page.evaluate(() => Math.max(
      document.documentElement.scrollWidth - document.documentElement.clientWidth,
      ...[...document.querySelectorAll("main, #log, #composer, dialog")].map((e) => e.scrollWidth - e.clientWidth),
    ));
  }
}

/** What axe finds wrong with a page as it is now, in a line each. */
export async function axe(page) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => window.axe.run(document, {
    resultTypes: ["violations"],
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  }));
  return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)} — ${n.failureSummary?.split("\n")[1]?.trim()}`));
}

/**
 * Runs checks one after another, each followed by after(), prints how each went,
 * and exits with 1 if one failed.
 */
export async function check(checks, after = async () => {}) {
  let failed = 0;
  for (const [name, run] of Object.entries(checks)) {
    const start = performance.now();
    try {
      await run();
      console.log(`ok    ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failed++;
      console.log(`FAIL  ${name}\n      ${String(error.stack ?? error).split("\n").slice(0, 12).join("\n      ")}`);
    }
    await after();
  }
  process.exitCode = failed ? 1 : 0;
}
