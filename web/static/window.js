// Forms, in a modal window.

import { act } from "./act.js";
import { fill, say, upload } from "./net.js";
import { parse } from "./log.js";

/** Opens a form, and gives the focus back to opener when it is closed. */
export function openWindow(html, opener) {
  const dialog = parse(html);
  document.body.append(dialog);
  const returnTo = opener?.id ? { get: () => document.getElementById(opener.id) } : { get: () => opener };
  dialog.addEventListener("close", () => {
    dialog.remove();
    const target = returnTo.get();
    (target?.isConnected ? target : document.getElementById("box")).focus();
  });
  dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    submit(dialog, opener);
  });
  dialog.showModal();
  dialog.querySelector("input, textarea, select")?.focus();
}

async function submit(dialog, opener) {
  const fields = [...dialog.querySelectorAll("[data-field]")];
  const wrong = fields.filter((field) => show(field, problemOf(field)));
  if (wrong.length > 0) {
    wrong[0].querySelector("input, textarea, select").focus();
    return;
  }
  const input = {};
  for (const field of fields) {
    const { values, problem } = await valuesOf(field);
    if (show(field, problem)) return;
    input[field.dataset.field] = values;
  }
  const { custom, message = "" } = dialog.dataset;
  const problem = await act({ kind: "submitted", custom, message, input }, opener);
  if (problem) show(fields.at(-1), problem);
  else dialog.close();
}

async function valuesOf(field) {
  const file = field.querySelector("input[type=file]");
  if (file) {
    if (file.files.length === 0) return { values: [] };
    const answer = await upload(file.files[0]);
    return { values: answer.file ? [answer.file] : [], problem: answer.problem };
  }
  return { values: typed(field) };
}

/** What is filled in, as a list without empty values. */
function typed(field) {
  if (field.tagName === "FIELDSET") return [...field.querySelectorAll(":checked")].map((box) => box.value);
  const { value } = field.querySelector("input, textarea, select");
  return value.trim() === "" ? [] : [value];
}

/** What is wrong with a field, in words, or "". */
function problemOf(field) {
  const label = (field.querySelector("legend") ?? field.querySelector("label")).firstChild.textContent.trim();
  const min = Number(field.dataset.min);
  const max = Number(field.dataset.max);
  const values = typed(field);
  const file = field.querySelector("input[type=file]");
  if (values.length === 0 && !file?.files.length) return "needed" in field.dataset ? say("problem.needed", label) : "";
  if (field.tagName === "FIELDSET") {
    if (values.length < min) return say("problem.few", min);
    return max && values.length > max ? say("problem.many", max) : "";
  }
  if (!field.querySelector("input[type=text], textarea")) return "";
  const length = [...values[0]].length;
  if (length < min) return say("problem.short", label, min);
  return max && length > max ? say("problem.long", label, max) : "";
}

/** Shows a problem below its field, or takes it away; reports whether there is one. */
function show(field, problem = "") {
  fill(field.querySelector(".problem"), problem);
  const input = field.querySelector("input, textarea, select");
  if (field.tagName === "FIELDSET") return problem !== ""; // a group is never invalid, its problem describes it
  if (problem) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  return problem !== "";
}
