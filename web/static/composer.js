// The message box: plain text is said, and "/" begins a command, whose options
// are then filled in one by one.

import { act } from "./act.js";
import { Field } from "./field.js";
import { List } from "./list.js";
import { fill, make, post, say } from "./net.js";

const commands = JSON.parse(document.body.dataset.commands).filter((c) => c.on === "typed");

export class Composer {
  constructor(form) {
    this.form = form;
    this.box = form.querySelector("#box");
    this.bar = form.querySelector("#command");
    this.problemLine = form.querySelector("#problem");
    this.list = new List(form.querySelector("#popup"));
    this.command = null;
    this.fields = [];
    this.box.addEventListener("input", () => this.complete());
    form.addEventListener("keydown", (event) => this.key(event));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    form.addEventListener("focusout", (event) => {
      if (!form.contains(event.relatedTarget)) this.list.close();
    });
  }

  /** Offers the commands that fit what is typed. */
  complete() {
    this.tell("");
    const text = this.box.value;
    if (!text.startsWith("/")) {
      this.list.close();
      return;
    }
    const typed = text.slice(1).toLowerCase();
    const exact = commands.find((c) => typed === `${c.label} ` || typed === `${c.name} `);
    if (exact && fitting(typed).length === 0) {
      this.start(exact);
      return;
    }
    const entries = fitting(typed.trimEnd()).map((c) => ({ name: `/${c.label}`, about: c.about, command: c }));
    this.list.show(this.box, entries, {
      label: say("commands"),
      hint: entries.length ? "" : say("no_commands"),
      choose: (entry) => this.start(entry.command),
    });
  }

  /** Begins command, a name or what it stands for. */
  start(command) {
    if (typeof command === "string") {
      const known = commands.find((c) => c.name === command);
      if (!known) {
        this.tell(say("problem.command", `/${command}`));
        return;
      }
      command = known;
    }
    this.clear();
    this.command = command;
    this.box.hidden = true;
    this.box.value = "";
    this.bar.hidden = false;
    const chip = make("button", { type: "button", className: "chip" }, `/${command.label}`);
    chip.setAttribute("aria-label", say("remove", `/${command.label}`));
    chip.addEventListener("click", () => this.cancel());
    this.bar.append(chip);
    const shown = command.options.filter((o, i) => !o.optional || i === 0);
    shown.forEach((o) => this.add(o));
    command.options.filter((o) => !shown.includes(o)).forEach((o) => this.bar.append(this.adder(o)));
    (this.fields[0]?.input ?? this.form.querySelector("#send")).focus();
    if (this.fields.length === 0) this.list.show(this.box, [], { hint: command.about, label: say("options") });
  }

  adder(option) {
    const button = make("button", { type: "button", className: "add", title: option.about }, `+ ${option.label}`);
    button.dataset.option = option.name;
    button.setAttribute("aria-label", say("add_option", option.label));
    button.addEventListener("click", () => this.add(option, button).input.focus());
    return button;
  }

  /** Shows a field for option, in place of its button if there is one. */
  add(option, button) {
    const field = new Field(option, this);
    this.fields.push(field);
    if (button) button.replaceWith(field.root);
    else this.bar.append(field.root);
    if (option.optional) field.input.placeholder = say("optional");
    return field;
  }

  /** Goes on from a field that was filled in. */
  leave(field) {
    const next = this.fields.slice(this.fields.indexOf(field) + 1).find((f) => f.empty);
    (next ?? field).input.focus();
    if (!next) this.list.close();
  }

  /** Values of all fields, by option. */
  values() {
    const values = {};
    for (const field of this.fields) {
      const value = field.value();
      if (value) values[field.option.name] = [value];
    }
    return values;
  }

  key(event) {
    if (event.isComposing) return;
    const waiting = this.fields.find((f) => f.pending && f.input === event.target);
    if (event.key === "Enter" && waiting) {
      event.preventDefault();
      waiting.hurried = true;
      return;
    }
    if (this.list.key(event)) return;
    const first = this.fields[0];
    if (event.key === "Escape" && this.command) {
      event.preventDefault();
      this.cancel();
    } else if (event.key === "Backspace" && event.target === first?.input && first.input.value === "") {
      event.preventDefault();
      this.cancel();
    } else if (event.key === "ArrowDown" && event.target.getAttribute("role") === "combobox") {
      const field = this.fields.find((f) => f.input === event.target);
      if (field) field.offer();
      else this.complete();
    }
  }

  /** Does what Enter means: chooses what is active in the list, or sends. */
  enter() {
    if (this.list.active >= 0) this.list.choose();
    else this.form.requestSubmit();
  }

  async submit() {
    if (this.busy) return;
    this.busy = true;
    this.form.setAttribute("aria-busy", "true");
    const done = this.command ? await this.use() : await this.speak();
    this.form.removeAttribute("aria-busy");
    this.busy = false;
    if (done) this.cancel();
  }

  /** Says what is in the box, and reports whether it was said. */
  async speak() {
    const text = this.box.value.trim();
    if (!text) return false;
    if (text.startsWith("/")) {
      const exact = commands.find((c) => text === `/${c.label}` || text === `/${c.name}`);
      if (exact) this.start(exact);
      else this.tell(say("problem.command", text));
      return false;
    }
    const { problem } = await post("/say", { text });
    this.tell(problem ?? "");
    return !problem;
  }

  /** Uses the command, and reports whether it was sent. */
  async use() {
    for (const field of this.fields) {
      const problem = field.problem() || (await field.upload());
      field.fault(problem);
      if (problem) {
        field.input.focus();
        this.list.close();
        this.tell(problem);
        return false;
      }
    }
    const problem = await act({ kind: "typed", command: this.command.name, input: this.values() }, this.box);
    this.tell(problem);
    return !problem;
  }

  /** Gives the command up and goes back to the box. */
  cancel() {
    const dialog = document.querySelector("dialog[open]");
    this.clear();
    this.box.value = "";
    if (!dialog) this.box.focus();
  }

  clear() {
    this.list.close();
    this.tell("");
    this.command = null;
    this.fields = [];
    this.bar.replaceChildren();
    this.bar.hidden = true;
    this.box.hidden = false;
  }

  /** Says what is wrong, or nothing. */
  tell(problem) {
    fill(this.problemLine, problem);
  }
}

/** Commands that fit what is typed, the best first. */
function fitting(typed) {
  const rank = (c) => {
    const names = [c.label.toLowerCase(), c.name];
    if (names.some((n) => n.startsWith(typed))) return 0;
    if (names.some((n) => n.split(" ").some((w) => w.startsWith(typed)))) return 1;
    return names.some((n) => n.includes(typed)) ? 2 : 3;
  };
  return commands.filter((c) => rank(c) < 3).sort((a, b) => rank(a) - rank(b));
}
