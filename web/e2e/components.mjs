// Checks that everything a reply can hold works, by keyboard, pointer and touch:
// node components.mjs URL

import assert from "node:assert/strict";
import { check, launch, Person } from "./lib.mjs";

const [url] = process.argv.slice(2);
const browser = await launch();
let people = []; // of the check that runs
let idle = []; // whose windows can be used again
const complaints = []; // of all browsers

async function person({ as = "newcomer", lang = "en", in: room = "chat", ...window } = {}) {
  const kind = JSON.stringify(window);
  let p = idle.find((other) => other.kind === kind);
  if (p) await p.go({ as, lang, in: room });
  else p = await Person.at(browser, url, { as, lang, in: room, ...window });
  idle = idle.filter((other) => other !== p);
  people.push(Object.assign(p, { kind }));
  return p;
}

const focused = (p) => p.page.evaluate(() => document.activeElement.textContent.trim() || document.activeElement.id);

await check({
  async "a command is completed and sent with the keyboard alone"() {
    const p = await person();
    await p.box.pressSequentially("/gu");
    const option = p.page.getByRole("option", { name: "/guide" });
    await option.waitFor();
    assert.equal(await p.box.getAttribute("aria-expanded"), "true");
    assert.equal(await p.box.getAttribute("aria-activedescendant"), await option.getAttribute("id"));
    await p.page.keyboard.press("Enter");
    await p.page.keyboard.type("red");
    await p.settled();
    assert.equal(await p.page.getByRole("option").count(), 1);
    await p.page.keyboard.press("Enter"); // chooses
    assert.equal(await p.page.locator(".option input").inputValue(), "RedNote 小红书");
    await p.page.keyboard.press("Enter"); // sends
    const reply = await p.sees("Step 1 of 2");
    assert.match(await reply.innerText(), /Newcomer used \/guide/);
    assert.match(await reply.innerText(), /Only you can see this/);
    assert.equal(await reply.locator("ruby").first().getAttribute("lang"), "zh-Hans");
    assert.equal(await focused(p), "box");
  },

  async "Enter waits for suggestions that are on their way"() {
    const p = await person();
    await p.box.pressSequentially("/guide");
    await p.page.keyboard.press("Enter");
    await p.page.locator(".option input").waitFor();
    await p.page.evaluate(() => {
      const input = document.activeElement;
      input.value = "blue";
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
      input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
    });
    await p.settled();
    assert.equal(await p.page.locator(".option input").inputValue(), "Bluesky");
  },

  async "a button changes its message in place and keeps the focus there"() {
    const p = await person();
    await p.brings(() => p.command("guide"));
    const before = await p.log.getByRole("article").count();
    await p.press("Next");
    const reply = await p.sees("Step 2 of 2");
    assert.equal(await p.log.getByRole("article").count(), before);
    assert.ok(await reply.evaluate((e) => e.contains(document.activeElement)), `focus is on ${await focused(p)}`);
  },

  async "a private message is seen by one person, and can be dismissed"() {
    const p = await person();
    const other = await person({ as: "member" });
    await p.brings(() => p.command("guide"));
    await p.press("Next");
    await p.last.filter({ hasText: "Step 2 of 2" }).waitFor();
    assert.equal(await other.log.getByText("Step 2 of 2").count(), 0);
    const count = await p.log.getByText("Step 2 of 2").count();
    await p.press("Dismiss message");
    await p.page.waitForFunction((n) => [...document.querySelectorAll("article h2")].filter((h) => h.textContent.includes("Step 2")).length < n, count);
    assert.equal(await focused(p), "box");
  },

  async "a public answer arrives at others while they look"() {
    const p = await person();
    const other = await person({ as: "member", lang: "zh-CN" });
    await p.command("hello");
    const seen = await other.sees("Hello from Newcomer");
    assert.match(await seen.innerText(), /新朋友使用了 \/打招呼/);
    assert.doesNotMatch(await seen.innerText(), /只有你能看到/);
  },

  async "a form holds the focus, says what is wrong, and gives the focus back"() {
    const p = await person({ as: "member" });
    await p.command("ask");
    const dialog = p.page.getByRole("dialog", { name: "Ask the moderators" });
    await dialog.waitFor();
    for (let i = 0; i < 12; i++) {
      await p.page.keyboard.press("Tab");
      assert.ok(await p.page.evaluate(() => document.activeElement === document.body || document.activeElement.closest("dialog") !== null));
    }
    await p.form({ Title: "Hi" });
    assert.match(await dialog.innerText(), /“Title” needs at least 3 characters/);
    assert.match(await dialog.innerText(), /“Topic” is needed/);
    await p.page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    assert.equal(await focused(p), "box");
    await p.command("ask");
    await p.form({ Title: "Lost code", "Your question": "It never comes.\nWhat now?", Accounts: true, Videos: true, Where: "#chat" });
    await p.sees("will read “Lost code” (account+video, chat)");
  },

  async "menus choose one, several, a channel and a role"() {
    const p = await person({ as: "member" });
    await p.command("settings");
    await p.choose("Reading help", "Zhuyin");
    await p.sees("Saved: zhuyin");
    await p.choose("Topics", "The law", "People");
    await p.sees("Saved: law+people");
    await p.choose("A channel", "#news");
    await p.sees("Saved: news");
    await p.choose("A role", "@Members");
    await p.sees("Saved: Members");
  },

  async "a slow answer says so first"() {
    const p = await person({ as: "member" });
    await p.command("slow");
    await p.sees("Magpie is thinking…");
    await p.command("ready");
    await p.sees("thank you for waiting");
    await p.misses("Magpie is thinking…");
  },

  async "an error is told with a code"() {
    const p = await person();
    await p.command("oops");
    await p.sees("Something went wrong on Magpie's side");
  },

  async "files come and go"() {
    const p = await person({ as: "member" });
    await p.command("export", { file: { name: "mine.csv", mimeType: "text/csv", buffer: Buffer.from("a,b") } });
    const reply = await p.sees("Two cards");
    const [width, alt] = await reply.locator("figure img, img.picture").first().evaluate(async (e) => (await e.decode(), [e.naturalWidth, e.alt]));
    assert.deepEqual([width, alt], [96, "A blue square"]);
    const download = p.page.waitForEvent("download");
    await reply.getByRole("link", { name: "cards.tsv" }).click();
    assert.equal((await download).suggestedFilename(), "cards.tsv");
  },

  async "what a client would refuse is refused, in words"() {
    const p = await person({ as: "moderator" });
    await p.box.pressSequentially("/digest create");
    await p.page.keyboard.press("Enter");
    const alert = p.page.locator("#problem");
    await p.fill("name", "Far too long a name");
    await p.page.locator("#send").press("Enter");
    await alert.filter({ hasText: "“name” takes at most 12 characters." }).waitFor();
    assert.equal(await p.page.evaluate(() => document.activeElement.dataset.option), "name");
    await p.fill("name", "Daily");
    await p.page.locator("#send").press("Enter");
    await alert.filter({ hasText: "“every” is needed." }).waitFor();
    await p.fill("every", "Every day");
    await p.fill("channel", "#news");
    await p.fill("stories", "ten");
    await p.page.locator("#send").press("Enter");
    await alert.filter({ hasText: "“stories” is a whole number." }).waitFor();
    await p.fill("stories", "12");
    await p.page.locator("#send").press("Enter");
    await alert.filter({ hasText: "“stories” is at most 9." }).waitFor();
    await p.page.keyboard.press("Escape");
    await p.page.keyboard.press("Escape");
    assert.equal(await focused(p), "box");
  },

  async "moderators' commands are theirs alone, and #news is not for chatting"() {
    const p = await person({ in: "news" });
    await p.box.pressSequentially("/digest");
    await p.page.getByText("No command fits.").waitFor();
    await p.box.fill("hello there");
    await p.page.keyboard.press("Enter");
    await p.page.getByText("You cannot write here, but commands work.").waitFor();
    assert.equal(await p.page.getByRole("link", { name: "moderators" }).count(), 0);
    p.errors = p.errors.filter((e) => !e.includes("403")); // the refusal
  },

  async "a planned digest arrives when the clock is moved"() {
    const p = await person({ as: "moderator" });
    const other = await person({ as: "member", lang: "zh-TW" });
    await p.page.locator("#skip").click();
    await p.page.getByRole("status").filter({ hasText: "Nothing is scheduled yet" }).waitFor();
    await p.command("digest create", { name: "Daily", every: "Every day", channel: "#news", role: "@News" });
    await p.sees("will be posted in #news, Every day.");
    await p.page.locator("#next").filter({ hasText: "Next run:" }).waitFor();
    await p.page.locator("#skip").click();
    await other.page.getByRole("status").filter({ hasText: "#news 有新訊息" }).waitFor();
    await other.go({ in: "news" });
    await other.sees("A court date is set");
  },

  async "messages and people have menus: keyboard, right click, long press"() {
    const p = await person({ as: "member" });
    const message = p.log.getByRole("article").filter({ hasText: "种草就是" });
    await message.locator("[data-more]").focus();
    await p.page.keyboard.press("Shift+F10");
    await p.page.getByRole("menuitem", { name: "Copy text" }).waitFor();
    await p.page.keyboard.press("Escape");
    assert.ok(await message.locator("[data-more]").evaluate((e) => e === document.activeElement));
    await message.click({ button: "right", position: { x: 120, y: 40 } });
    await p.page.keyboard.press("ArrowDown");
    await p.page.keyboard.press("Enter");
    const reply = await p.sees("小雨 wrote:");
    assert.match(await reply.innerText(), /Member used Explain/);
    await p.log.getByRole("button", { name: "阿哲" }).first().click();
    await p.page.getByRole("menuitem", { name: "Wave" }).click();
    await p.sees("You waved at 阿哲.");

    const touch = await person({ as: "newcomer", width: 390, touch: true });
    const body = touch.log.getByRole("article").filter({ hasText: "lowkey" }).locator(".body");
    await body.scrollIntoViewIfNeeded();
    await body.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))); // scrolled
    const { x, y } = await body.boundingBox();
    const press = { pointerType: "touch", bubbles: true, clientX: x + 9, clientY: y + 9 };
    await body.dispatchEvent("pointerdown", press);
    await touch.page.getByRole("menuitem", { name: "Explain" }).waitFor();
    await body.dispatchEvent("pointerup", press);
  },

  async "a message's text is copied without buttons and readings"() {
    const p = await person();
    await p.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await p.brings(() => p.command("guide"));
    await p.press("Next");
    const message = p.last;
    await message.filter({ hasText: "Step 2 of 2" }).waitFor();
    await message.locator("[data-more]").click();
    await p.page.getByRole("menuitem", { name: "Copy text" }).click();
    await p.page.getByRole("status").filter({ hasText: "Copied." }).waitFor();
    const copied = await p.page.evaluate(() => navigator.clipboard.readText());
    assert.match(copied, /^Step 2 of 2 — Say hello\n+大家好，我是新来的！\n+This means Hello everyone/);
    assert.doesNotMatch(copied, /Next|hǎo/);
  },

  async "where there is no app for something, its menu says so"() {
    const p = await person();
    await p.page.route(/\/\?/, async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace(/data-commands="[^"]*"/, 'data-commands="[]"');
      await route.fulfill({ response, body });
    });
    await p.go({});
    await p.log.getByRole("button", { name: "Maple" }).first().click();
    assert.equal(await p.page.getByRole("menuitem", { name: "No apps here" }).getAttribute("aria-disabled"), "true");
  },

  async "what people write stays text"() {
    const p = await person();
    const hostile = '<img src=x onerror="document.title=1"> **bold** <@1> [x](javascript:alert(1))';
    await p.box.fill(hostile);
    await p.page.keyboard.press("Enter");
    const said = await p.sees("<img src=x");
    assert.equal(await said.locator(".body").innerText(), hostile);
    await p.command("hello");
  },

  async "a command named in a message can be tapped"() {
    const p = await person();
    await p.brings(() => p.command("guide"));
    await p.log.locator("button[data-command=ask]").last().click();
    await p.page.getByRole("button", { name: "Leave /ask" }).waitFor();
    assert.equal(await focused(p), "send");
  },

  async "after a lost connection nothing is missing"() {
    const p = await person({ as: "member" });
    const other = await person({ as: "moderator" });
    await p.page.context().setOffline(true);
    await other.box.fill("Said while one was away");
    await other.page.keyboard.press("Enter");
    await other.sees("Said while one was away");
    await p.page.context().setOffline(false);
    await p.sees("Said while one was away");
    p.errors = p.errors.filter((e) => !e.includes("ERR_INTERNET_DISCONNECTED"));
  },

  async "Chinese readers complete in Chinese"() {
    const p = await person({ lang: "zh-TW" });
    await p.command("指南");
    const reply = await p.sees("第 1 步");
    assert.equal(await reply.getAttribute("lang"), "zh-TW");
    assert.equal(await reply.getByText("获取验证码").getAttribute("lang"), "zh-Hans");
  },

  async "the browser had nothing to complain about"() {
    assert.deepEqual(complaints, []);
  },
}, async () => {
  for (const p of people) {
    complaints.push(...p.errors);
    p.errors = [];
    await p.page.unrouteAll();
    await p.page.goto("about:blank");
  }
  idle.push(...people);
  people = [];
});

await browser.close();
