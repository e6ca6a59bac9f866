// Does what a person did on the server, and opens the form if one is the answer.

import { post } from "./net.js";
import { openWindow } from "./window.js";

/**
 * Sends a deed. opener is where the focus goes when a form that it opens is
 * closed. Returns a problem in words, or "".
 */
export async function act(deed, opener) {
  const answer = await post("/act", deed);
  if (answer.form) openWindow(answer.form, opener);
  return answer.problem ?? "";
}
