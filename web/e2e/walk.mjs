// Walks through the real program's page as a newcomer, a member and a moderator
// do, each in another language: node walk.mjs URL

import assert from "node:assert/strict";
import { check, launch, Person } from "./lib.mjs";

const [url] = process.argv.slice(2);
const browser = await launch();

/**
 * Checks the page as it is now with axe, light and wide, and dark and narrow, and
 * that it is no wider than the window, there and with letters twice as large.
 */
async function fit(p, what) {
  const size = p.page.viewportSize();
  const look = async (width, colorScheme, name) => {
    await p.page.setViewportSize({ ...size, width });
    await p.page.emulateMedia({ colorScheme });
    assert.equal(await p.overflow(), 0, `${what}, ${name}: wider than the window`);
  };
  await look(size.width, "light", "light");
  assert.deepEqual(await p.axe(), [], `${what}, light`);
  await look(320, "dark", "320 pixels, dark");
  assert.deepEqual(await p.axe(), [], `${what}, 320 pixels, dark`);
  await p.page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
  await look(640, "light", "at 200 %");
  await p.page.evaluate(() => document.documentElement.style.removeProperty("font-size"));
  await p.page.setViewportSize(size);
}

async function leave(...people) {
  for (const p of people) {
    assert.deepEqual(p.errors, []);
    await p.page.context().close();
  }
}

const heading = (message) => message.locator("h2").innerText();

const moderator = await Person.at(browser, url, { as: "moderator", in: "welcome" });
const reader = await Person.at(browser, url, { as: "member", in: "news", dark: true });

await check({
  async "a moderator sets up a digest in eight presses"() {
    const p = moderator;
    await p.press("Set up · 设置 · 設定");
    await p.sees("only your city is missing");
    await fit(p, "the set-up page");
    await p.choose("Channel for digests", "#news");
    await p.sees("Digest: in #news");
    await p.press("Choose your city");
    await p.choose("Choose your city", "New York");
    await p.sees("everything is ready");
    await p.press("See a sample");
    await p.sees("Only you see this sample.");
    await p.press("Switch on");
    await p.sees("It is on.");
    assert.ok(p.presses <= 8, `${p.presses} presses`);
  },

  async "a newcomer finishes the guide to RedNote in 繁體中文, with the keyboard alone"() {
    const p = await Person.at(browser, url, { lang: "zh-TW" });
    await p.page.evaluate(() => {
      window.pointers = 0;
      for (const type of ["pointerdown", "mousedown", "touchstart"]) addEventListener(type, () => window.pointers++, true);
    });
    await p.command("指南");
    const list = await p.sees("選一份開始吧");
    assert.match(await list.innerText(), /新朋友使用了 \/指南/);
    assert.match(await list.innerText(), /只有你看得到/);
    await p.choose("初到一個新地方（14）", "小紅書");
    const steps = Number((await heading(await p.sees("第 1 步"))).match(/共 (\d+) 步/)[1]);
    assert.ok(steps > 8, `${steps} steps`);
    for (let step = 2; step <= steps; step++) {
      await p.press("完成，下一步");
      const message = await p.sees(`第 ${step} 步`);
      assert.equal(await message.getAttribute("lang"), "zh-TW");
      assert.ok(await message.evaluate((e) => e.contains(document.activeElement)), `step ${step} lost the focus`);
      const above = await message.evaluate((e) => e.parentElement.getBoundingClientRect().top - e.getBoundingClientRect().top);
      assert.ok(above < 1, `step ${step} begins ${above} pixels above what is in sight`);
    }
    await fit(p, "a step of a guide");
    await p.press("看完了");
    await p.sees(`完成了 ${steps} / ${steps} 步`);
    assert.equal(await p.page.evaluate(() => window.pointers), 0);
    await leave(p);
  },

  async "the moderator does not wait for the digest's hour"() {
    await moderator.page.locator("#next").filter({ hasText: "Next run: " }).waitFor();
    const told = moderator.page.getByRole("status").filter({ hasText: "The clock now shows" }).waitFor(); // it does not stay for long
    await moderator.page.locator("#skip").press("Enter");
    await told;
  }, // while the digest is on its way, others come

  async "a member looks up a phrase and a slang word in 简体中文, on a phone"() {
    const p = await Person.at(browser, url, { as: "member", lang: "zh-CN", width: 390, height: 844, touch: true });
    await p.command("常用语", { say: "栓Q" });
    await p.sees("语气：");
    await p.command("常用语", { say: "谢谢" });
    const phrase = await p.sees("Thank you");
    await p.press("复制");
    await p.page.waitForFunction((n) => document.querySelectorAll("article").length > n, await p.log.getByRole("article").count() - 1);
    await fit(p, "a phrase");
    assert.match(await phrase.innerText(), /只有你能看到/);
    await p.command("查词", { word: "yyds" });
    const word = await p.sees("出自：网络用语");
    assert.match(await word.innerText(), /永远的神/);
    assert.equal(await word.getByText("GOAT").first().getAttribute("lang"), "en");
    await leave(p);
  },

  async "a mistake in a form is told, and the language can be changed"() {
    const p = await Person.at(browser, url, { as: "moderator" });
    await p.command("setup");
    await p.sees("Magpie is on");
    await p.press("Choose your city");
    await p.press("Search a city");
    await p.page.getByRole("dialog").waitFor();
    await fit(p, "a form");
    await p.form({ City: "Atlantis" });
    await p.sees("No city called “Atlantis”");
    await p.page.getByRole("link", { name: "繁體中文" }).focus();
    await p.page.keyboard.press("Enter");
    await p.page.locator("html[lang=zh-TW][data-ready]").waitFor();
    await leave(p);
  },

  async "the digest arrives in #news, once"() {
    const digest = await reader.sees("new stories since", 60_000);
    assert.match(await heading(digest), /News/);
    await fit(reader, "a digest");
    await reader.go({});
    assert.equal(await reader.log.getByRole("article").count(), 1, "messages in #news");
    assert.match(await moderator.page.locator("[data-channel]").filter({ hasText: "news" }).innerText(), /new$/);
    await leave(moderator, reader);
  },

  async "nothing moves for people who asked for that"() {
    for (const motion of [true, false]) {
      const p = await Person.at(browser, url, { motion });
      await p.command("about");
      const moves = await (await p.sees("used /about")).evaluate((e) => getComputedStyle(e).animationName);
      assert.equal(moves, motion ? "arrive" : "none");
      await leave(p);
    }
  },
});

await browser.close();
