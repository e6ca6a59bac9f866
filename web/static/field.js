// One option of a command that is being typed: its label, its input, what can be
// chosen for it, and what is wrong with it.

import { make, post, say, upload } from "./net.js";

const silence = 120; // milliseconds of silence before suggestions are asked for

export class Field {
  /** A field for option in composer, which has the list, the command and the other values. */
  constructor(option, composer) {
    this.option = option;
    this.composer = composer;
    this.chosen = null;
    this.asked = 0;
    this.pending = false; // suggestions for what was typed are on their way
    this.hurried = false; // and Enter was pressed before they came
    const id = `option-of-${option.name}`;
    this.input = make("input", { id, type: option.kind === "attachment" ? "file" : "text", autocomplete: "off", spellcheck: false });
    this.input.dataset.option = option.name;
    if (option.kind === "int") this.input.inputMode = "numeric";
    if (!option.optional) this.input.setAttribute("aria-required", "true");
    if (this.completes) this.makeCombobox();
    this.root = make("div", { className: "option" });
    this.root.append(make("label", { htmlFor: id }, option.label), this.input);
    this.input.addEventListener("focus", () => this.offer());
    this.input.addEventListener("input", () => this.typed());
  }

  get completes() {
    return this.option.suggest || this.option.choices.length > 0;
  }

  makeCombobox() {
    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-controls", "list");
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.setAttribute("aria-expanded", "false");
  }

  get empty() {
    return this.input.type === "file" ? this.input.files.length === 0 : this.input.value.trim() === "";
  }

  typed() {
    this.chosen = null;
    this.asked++; // what is on its way is about something else
    this.wait(this.option.suggest && !this.empty);
    this.fault("");
    this.offer();
  }

  /** Offers what can be chosen, given what is typed. */
  offer() {
    if (this.option.suggest) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), this.empty ? 0 : silence);
      return;
    }
    if (this.option.choices.length === 0) {
      this.show([], "");
      return;
    }
    const typed = this.chosen ? "" : this.input.value.trim().toLowerCase();
    const fitting = this.option.choices.filter((c) => c.name.toLowerCase().includes(typed));
    this.show(fitting, this.empty || fitting.length ? "" : say("no_results"));
  }

  async ask() {
    const question = ++this.asked;
    const { command } = this.composer;
    const answer = await post("/act", { kind: "completed", command: command.name, focus: this.option.name, input: this.composer.values() });
    if (question !== this.asked) return;
    const hurried = this.hurried;
    this.wait(false);
    if (document.activeElement !== this.input) return;
    const choices = answer.choices ?? [];
    this.show(choices, answer.problem ?? (choices.length || this.empty ? "" : say("no_results")));
    if (hurried) this.composer.enter();
  }

  /** Notes whether suggestions for what was typed are on their way. */
  wait(pending) {
    this.pending = pending;
    this.hurried = false;
    if (pending) this.input.setAttribute("aria-busy", "true");
    else this.input.removeAttribute("aria-busy");
  }

  show(choices, problem) {
    const hint = problem || this.option.about;
    this.composer.list.show(this.input, choices, {
      hint,
      label: this.option.label,
      ready: choices.length > 0 && !this.chosen && (!this.empty || !this.option.optional),
      choose: (choice) => this.choose(choice),
    });
  }

  choose(choice) {
    this.chosen = choice;
    this.input.value = choice.name;
    this.asked++;
    this.wait(false);
    this.fault("");
    this.composer.leave(this);
  }

  /** The value as the server takes it, "" for none. A file is its id. */
  value() {
    const typed = this.input.value.trim();
    if (this.chosen) return this.chosen.value;
    if (this.option.choices.length === 0) return typed;
    return this.option.choices.find((c) => c.name.toLowerCase() === typed.toLowerCase())?.value ?? "";
  }

  /** Uploads the file, if this is one; returns a problem or "". */
  async upload() {
    if (this.input.type !== "file" || this.empty) return "";
    const answer = await upload(this.input.files[0]);
    this.chosen = { value: answer.file ?? "" };
    return answer.problem ?? "";
  }

  /** What is wrong with the value, in words, or "". */
  problem() {
    const { kind, label, min, max, optional } = this.option;
    if (this.empty) return optional ? "" : say("problem.needed", label);
    if (kind === "attachment") return "";
    if (this.option.choices.length > 0) return this.value() ? "" : say("problem.choice", label);
    const value = this.value();
    if (kind === "int") {
      if (!/^[+-]?\d{1,15}$/.test(value)) return say("problem.number", label);
      if (min && Number(value) < min) return say("problem.small", label, min);
      if (max && Number(value) > max) return say("problem.big", label, max);
      return "";
    }
    const length = [...value].length;
    if (length < min) return say("problem.short", label, min);
    if (max && length > max) return say("problem.long", label, max);
    return "";
  }

  /** Marks the input as wrong, or right if there is no problem. */
  fault(problem) {
    if (problem) {
      this.input.setAttribute("aria-invalid", "true");
      this.input.setAttribute("aria-describedby", "problem");
    } else {
      this.input.removeAttribute("aria-invalid");
      this.input.removeAttribute("aria-describedby");
    }
  }
}
