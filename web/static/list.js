// The list above the message box, from which commands and values are completed.
// The input that owns it keeps the focus; the list's active option is named by
// aria-activedescendant.

import { fill, make } from "./net.js";

export class List {
  constructor(popup) {
    this.popup = popup;
    this.list = popup.querySelector("[role=listbox]");
    this.hint = popup.querySelector(".hint");
    this.entries = [];
    this.active = -1;
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(Number(option.dataset.index));
    });
  }

  get open() {
    return !this.popup.hidden;
  }

  /**
   * Shows entries ({name, about}) for input. The first is active if ready.
   * choose(entry) is called with the one that is chosen.
   */
  show(input, entries, { hint = "", ready = true, choose, label }) {
    this.close();
    if (entries.length === 0 && !hint) return;
    Object.assign(this, { input, entries, onChoose: choose });
    fill(this.hint, hint);
    this.hint.hidden = !hint;
    this.list.hidden = entries.length === 0;
    this.list.setAttribute("aria-label", label);
    this.list.replaceChildren(...entries.map((entry, i) => this.option(entry, i)));
    this.popup.hidden = false;
    this.expand(entries.length > 0);
    this.activate(ready ? 0 : -1);
  }

  option(entry, i) {
    const option = make("div", { id: `option-${i}` });
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.index = i;
    option.append(make("span", { className: "name" }, entry.name));
    if (entry.about) option.append(make("span", { className: "about" }, entry.about));
    return option;
  }

  activate(i) {
    const options = this.list.children;
    options[this.active]?.setAttribute("aria-selected", "false");
    this.active = i < options.length ? i : -1;
    const option = options[this.active];
    if (!option) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  choose(i = this.active) {
    const entry = this.entries[i];
    this.close();
    if (entry) this.onChoose(entry);
  }

  close() {
    if (!this.open) return;
    this.popup.hidden = true;
    this.expand(false);
    this.input.removeAttribute("aria-activedescendant");
    this.entries = [];
    this.active = -1;
  }

  /** Tells what reads the page whether the list is open. */
  expand(open) {
    if (this.input.getAttribute("role") === "combobox") this.input.setAttribute("aria-expanded", String(open));
  }

  /** Does what a key means for the list, and reports whether it meant anything. */
  key(event) {
    if (!this.open || event.isComposing) return false;
    const last = this.entries.length - 1;
    switch (event.key) {
      case "ArrowDown":
        this.activate(this.active >= last ? 0 : this.active + 1);
        break;
      case "ArrowUp":
        this.activate(this.active <= 0 ? last : this.active - 1);
        break;
      case "Enter":
      case "Tab":
        if (this.active < 0 || event.shiftKey) return false;
        this.choose();
        break;
      case "Escape":
        this.close();
        break;
      default:
        return false;
    }
    event.preventDefault();
    return true;
  }
}
