// The page's script: the message box, the conversation, its menus and the clock.

import { act } from "./act.js";
import { serveMenus } from "./choose.js";
import { Composer } from "./composer.js";
import { serveContext } from "./context.js";
import { follow, toNewest } from "./log.js";
import { notice, post } from "./net.js";
import { keepTime } from "./times.js";

const log = document.getElementById("log");
const composer = new Composer(document.getElementById("composer"));

keepTime();
serveMenus(log);
serveContext(log);
follow();
toNewest();
if (matchMedia("(hover: hover)").matches) composer.box.focus();

log.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if ("press" in button.dataset) press(button);
  else if ("dismiss" in button.dataset) dismiss(button);
  else if ("command" in button.dataset) composer.start(button.dataset.command);
});

async function press(button) {
  if (button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  const { message } = button.closest("[data-message]").dataset;
  const problem = await act({ kind: "pressed", custom: button.dataset.press, message }, button);
  button.removeAttribute("aria-busy");
  if (problem) notice(problem);
}

async function dismiss(button) {
  const { problem } = await post("/dismiss", { message: button.closest("[data-message]").dataset.message });
  if (problem) notice(problem);
}

document.getElementById("skip").addEventListener("click", async () => {
  const { note, problem } = await post("/skip", {});
  notice(problem ?? note);
});
