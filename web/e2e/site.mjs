// Checks the public pages with axe, wide and light, then dark and 320 pixels narrow:
// nothing is wrong, nothing is wider than the window, nothing is asked of elsewhere, and
// the browser complains of nothing. With a folder, checks each in each of four looks, and
// takes pictures: node site.mjs URL [FOLDER]

import assert from "node:assert/strict";
import { axe, check, launch } from "./lib.mjs";

const [url, folder] = process.argv.slice(2);
const browser = await launch();

const pages = {
  front: "/en/",
  guide: "/zh-TW/guides/rednote",
  timeline: "/en/timeline",
  compare: "/zh-CN/compare",
  digest: "/en/s/open/20261122-080000-aaaaaaaa",
  privacy: "/zh-TW/privacy",
};
const more = { guides: "/zh-CN/guides/", digests: "/zh-TW/s/open/", missing: "/en/nothing" };

const looks = {
  "wide light": { width: 1100, height: 800 },
  "320 dark": { width: 320, height: 640, dark: true },
};

if (folder) {
  Object.assign(pages, more);
  Object.assign(looks, { "wide dark": { width: 1100, height: 800, dark: true }, "320 light": { width: 320, height: 640 } });
}

const checks = {};
for (const [look, { width, height, dark }] of Object.entries(looks)) {
  checks[look] = async () => {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? "dark" : "light", reducedMotion: "reduce", bypassCSP: true });
    const page = await context.newPage();
    const errors = [];
    page.on("console", (m) => m.type() === "error" && errors.push(m.text()));
    page.on("request", (r) => r.url().startsWith(url) || r.url().startsWith("data:") || errors.push(`asks ${r.url()}`));
    for (const [name, at] of Object.entries(pages)) {
      await page.goto(url + at);
      if (folder) await page.screenshot({ path: `${folder}/${name}-${look.replace(" ", "-")}.png`, fullPage: true });
      assert.deepEqual(await axe(page), [], `${look}, ${name}`);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(over, 0, `${look}, ${name}: wider than the window`);
    }
    assert.deepEqual(errors.filter((e) => !e.includes("404")), []); // as the page that is missing is
    await context.close();
  };
}

checks["nothing is small to press"] = async () => {
  const page = await browser.newPage({ viewport: { width: 390, height: 800 }, hasTouch: true });
  for (const [name, at] of Object.entries({ ...pages, ...more })) {
    await page.goto(url + at);
    const small = await page.evaluate(() => [...document.querySelectorAll("header a, nav a, .button, .foot a")]
      .map((a) => [a.textContent.trim(), a.getBoundingClientRect()])
      .filter(([, box]) => box.width > 1 && (box.height < 43.5 || box.width < 43.5)).map(([text, box]) => `${text} ${box.width}×${box.height}`));
    assert.deepEqual(small, [], name);
  }
  await page.close();
};

await check(checks);
await browser.close();
