// Takes pictures of the page: node shot.mjs URL FOLDER

import { launch, Person } from "./lib.mjs";

const [url, folder] = process.argv.slice(2);
const browser = await launch();

async function shot(name, options, act = async () => {}) {
  const person = await Person.at(browser, url, { scale: 2, ...options });
  await act(person);
  await person.page.screenshot({ path: `${folder}/${name}.png` });
  if (person.errors.length) console.log(name, person.errors);
  await person.page.context().close();
}

const phone = { width: 390, height: 780, touch: true };

await shot("phone", phone, async (p) => {
  await p.command("guide");
  await p.sees("Step 1");
});
await shot("phone-list-dark", { ...phone, dark: true, lang: "zh-CN" }, async (p) => {
  await p.box.pressSequentially("/");
});
await shot("phone-command", { ...phone, as: "moderator" }, async (p) => {
  await p.box.pressSequentially("/digest create");
  await p.page.keyboard.press("Enter");
  await p.fill("name", "Daily");
});
await shot("narrow", { width: 320, height: 700, as: "member", lang: "zh-TW" }, async (p) => {
  await p.command("設定");
  await p.page.locator(".opener").last().click();
});
await shot("side", phone, async (p) => p.page.locator(".open-side").click());
await shot("wide", { as: "member" }, async (p) => {
  await p.command("settings");
  await p.page.getByRole("button", { name: "Reading help" }).last().click();
});
await shot("wide-dark", { as: "member", dark: true }, async (p) => {
  await p.command("export");
  await p.sees("Two cards");
  await p.log.locator("[data-more]").nth(1).click();
});
await shot("form", { ...phone, as: "member" }, async (p) => {
  await p.command("ask");
  await p.page.getByRole("dialog").locator("[type=submit]").click();
});
await shot("zh-wide", { as: "newcomer", lang: "zh-TW" }, async (p) => {
  await p.command("指南");
  await p.sees("第 1 步");
});
await browser.close();
