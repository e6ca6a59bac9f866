// Takes the picture of the READMEs: node picture.mjs URL FILE

import { launch, Person } from "./lib.mjs";

const [url, path] = process.argv.slice(2);
const browser = await launch();
const p = await Person.at(browser, url, { width: 430, height: 900, scale: 2, touch: true });
await p.command("guide");
await p.choose("Arriving somewhere new (14)", "RedNote");
const step = await p.sees("Step 1 of");

// As tall as the step is, to show all of it, with its buttons.
const around = await step.evaluate((e) => innerHeight - e.parentElement.clientHeight);
const { height } = await step.boundingBox();
await p.page.setViewportSize({ width: 430, height: Math.ceil(height + around + 24) });
await p.page.evaluate(() => {
  document.activeElement.blur();
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))); // the page has settled
});
await step.evaluate((e) => e.scrollIntoView());
await p.page.screenshot({ path });
await browser.close();
