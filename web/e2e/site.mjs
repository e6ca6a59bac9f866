// Checks the public pages: every kind of page at three widths, light and dark, with axe;
// in every language, that nothing is wider than the window or small to press, nothing is
// asked of elsewhere and the browser complains of nothing; then what people have who read
// in other ways: by keyboard, in colours of their own, on paper. axe sees each page in each
// look once, in one of the languages, each of which has its turn. With a folder it sees all
// three, and takes pictures: node site.mjs URL [FOLDER]

import assert from "node:assert/strict";
import { axe, check, launch } from "./lib.mjs";

const [url, folder] = process.argv.slice(2);
const browser = await launch();

const pages = {
  front: "/",
  guides: "/guides/",
  guide: "/guides/rednote",
  timeline: "/timeline",
  compare: "/compare",
  digests: "/s/open/",
  digest: "/s/open/20261122-080000-aaaaaaaa",
  privacy: "/privacy",
  missing: "/nothing",
};
const languages = ["en", "zh-CN", "zh-TW"];
const widths = [1280, 768, 320];
const schemes = ["light", "dark"];

/** Opens a page with what a reader asks of their browser, and gathers its complaints. */
async function read(look = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", bypassCSP: true, ...look });
  const page = await context.newPage();
  const errors = [];
  page.on("console", (m) => m.type() === "error" && !m.text().includes("404") && errors.push(m.text())); // as the page that is missing is
  page.on("request", (r) => r.url().startsWith(url) || errors.push(`asks ${r.url()}`));
  return { page, errors, close: () => context.close() };
}

/** By how many pixels a page is wider than its window. */
const over = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** What is less than 44 pixels high or wide, though it is to be pressed. */
const small = (page) => page.evaluate(() => [...document.querySelectorAll("header a, nav a, summary, .up, .button, .foot a")]
  .map((e) => [e.textContent.trim(), e.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.height < 43.5 || box.width < 43.5)).map(([text, box]) => `${text} ${box.width}×${box.height}`));

/** Looks at every kind of page in a language, in every look. */
async function looksWell(lang, turn) {
  const { page, errors, close } = await read();
  for (const [name, at] of Object.entries(pages)) {
    await page.goto(`${url}/${lang}${at}`);
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 });
      assert.equal(await over(page), 0, `${lang} ${name} ${width}: wider than the window`);
      assert.deepEqual(await small(page), [], `${lang} ${name} ${width}: small`);
      for (const colorScheme of schemes) {
        const look = `${lang} ${name} ${width} ${colorScheme}`;
        if (!folder && turn++ % languages.length) continue;
        await page.emulateMedia({ colorScheme });
        if (folder) await page.screenshot({ path: `${folder}/${look.replaceAll(" ", "-")}.png`, fullPage: true });
        assert.deepEqual(await axe(page), [], look);
      }
    }
    await page.evaluate(() => document.documentElement.style.setProperty("font-size", "212.5%"));
    assert.equal(await over(page), 0, `${lang} ${name}: wider than the narrowest window with letters of twice the size`);
    turn++;
  }
  assert.deepEqual(errors, []);
  await close();
}

/** Where the focus is, as {text, top, left}, nothing if it has left the page. */
const focused = (page) => page.evaluate(() => {
  const e = document.activeElement;
  const { top, left } = e.getBoundingClientRect();
  return e === document.body ? null : { text: e.textContent.trim(), top: top + scrollY, left, marked: getComputedStyle(e).outlineStyle !== "none" || e.closest(".card") !== null };
});

const checks = {
  async "every page in every look"() {
    await Promise.all(languages.map(looksWell));
  },

  async "keys go from top to bottom"() {
    for (const width of [320, 1280]) {
      const { page, close } = await read({ viewport: { width, height: 700 } });
      for (const at of ["/en/guides/rednote", "/zh-TW/", "/en/s/open/20261122-080000-aaaaaaaa"]) {
        await page.goto(url + at);
        await page.keyboard.press("Tab");
        const order = [await focused(page)];
        for (let last = order[0]; last; last = await focused(page)) {
          if (last !== order[0]) order.push(last);
          await page.keyboard.press("Tab");
        }
        assert.ok(order.length > 10, `${at}: ${order.length} stops`);
        const main = order.findIndex(({ top }) => top > 110);
        assert.ok(main > 4, `${at}: the top comes first`);
        for (const [i, { text, top, left, marked }] of order.entries()) {
          assert.ok(marked, `${at} ${width}: no mark on ${text}`);
          const before = order[i - 1];
          const beside = width === 1280 && left > before?.left + 200; // from the contents to the text
          if (i > 1) assert.ok(top > before.top - 12 || beside || top > 110 && text === "↑", `${at} ${width}: ${before.text} comes before ${text}`);
        }
      }
      await close();
    }
  },

  async "the top can be skipped"() {
    const { page, close } = await read();
    await page.goto(`${url}/en/timeline`);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    await close();
  },

  async "what readers ask of their browser"() {
    const at = `${url}/en/guides/rednote`;
    const style = (page, selector, key, part) => page.evaluate(([s, k, p]) => getComputedStyle(document.querySelector(s), p)[k], [selector, key, part]);
    for (const [reducedMotion, animation, scroll] of [["reduce", "none", "auto"], ["no-preference", "read", "smooth"]]) {
      const { page, close } = await read({ reducedMotion });
      await page.goto(at);
      assert.equal(await style(page, ".paged", "animationName", "::before"), animation);
      assert.equal(await style(page, "html", "scrollBehavior"), scroll);
      await close();
    }
    const more = await read({ contrast: "more" });
    await more.page.goto(at);
    assert.equal(await style(more.page, ".lead", "color"), await style(more.page, "body", "color"));
    await more.close();
    for (const colorScheme of schemes) {
      const forced = await read({ forcedColors: "active", colorScheme });
      await forced.page.goto(at);
      assert.deepEqual(await axe(forced.page), [], `forced colours, ${colorScheme}`);
      assert.match(await style(forced.page, ".sections [aria-current]", "textDecorationLine"), /underline/);
      await forced.close();
    }
  },

  async "paper"() {
    const { page, close } = await read();
    await page.emulateMedia({ media: "print" });
    await page.goto(`${url}/en/guides/rednote`);
    const printed = await page.evaluate(() => [...document.querySelectorAll("nav, .up, summary, .evidence li a")]
      .filter((e) => e.checkVisibility({ contentVisibilityAuto: true })).map((e) => e.localName));
    assert.ok(printed.length > 20 && printed.every((name) => name === "a"), `printed: ${printed}`);
    assert.match(await page.evaluate(() => getComputedStyle(document.querySelector(".evidence a"), "::after").content), /https:/);
    await close();
  },
};

await check(checks);
await browser.close();
