// Checks every state of the page with axe, wide and light, then dark and 320 pixels
// narrow, and that nothing is wider than the window: node axe.mjs URL

import assert from "node:assert/strict";
import { check, launch, Person } from "./lib.mjs";

const [url] = process.argv.slice(2);
const browser = await launch();

const states = {
  async "conversation"(p) {
    await p.command("guide");
    await p.sees("Step 1");
    await p.command("export");
    await p.sees("Two cards");
  },
  async "list of commands"(p) {
    await p.box.fill("");
    await p.box.pressSequentially("/");
    await p.page.getByRole("option").first().waitFor();
  },
  async "options of a command"(p) {
    await p.box.fill("");
    await p.box.pressSequentially("/digest create");
    await p.page.keyboard.press("Enter");
    await p.fill("name", "A name that is too long");
    await p.page.locator("#send").press("Enter");
    await p.page.locator(".option [aria-invalid]").waitFor();
    await p.page.locator(".option input").nth(1).focus();
    await p.page.getByRole("option").first().waitFor();
  },
  async "menu of a message"(p) {
    await p.page.keyboard.press("Escape");
    await p.page.keyboard.press("Escape");
    await p.command("settings");
    await p.log.locator(".opener").nth(1).waitFor();
    const openers = p.log.locator(".opener");
    await openers.nth((await openers.count()) - 3).click();
  },
  async "menu of apps"(p) {
    await p.log.locator("[data-more]").last().click();
    await p.page.getByRole("menuitem").first().waitFor();
  },
  async "form with mistakes"(p) {
    await p.page.keyboard.press("Escape");
    await p.command("ask");
    await p.form({});
    await p.page.locator("dialog [aria-invalid]").first().waitFor();
  },
  async "side"(p) {
    await p.page.keyboard.press("Escape");
    const opener = p.page.locator(".open-side");
    if (await opener.isVisible()) await opener.click();
  },
};

const looks = {
  "wide light": { width: 1100 },
  "320 dark": { width: 320, height: 640, dark: true },
};

const checks = {};
for (const [look, options] of Object.entries(looks)) {
  checks[look] = async () => {
    const p = await Person.at(browser, url, { as: "moderator", ...options });
    for (const [state, reach] of Object.entries(states)) {
      await reach(p);
      assert.deepEqual(await p.axe(), [], `${look}, ${state}`);
      assert.equal(await p.overflow(), 0, `${look}, ${state}: wider than the window`);
    }
    assert.deepEqual(p.errors, []);
    await p.page.context().close();
  };
}

checks["twice the letter size on a small window"] = async () => {
  const p = await Person.at(browser, url, { as: "moderator", width: 640, height: 900 });
  await p.page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
  for (const [state, reach] of Object.entries(states)) {
    await reach(p);
    assert.equal(await p.overflow(), 0, state);
  }
  await p.page.context().close();
};

await check(checks);
await browser.close();
