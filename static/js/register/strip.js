// The nine personal keys as chips, and the menu that pins them.
import { slots } from "./slots.js";

export class Strip {
  constructor(form, { index, habits, url, choose }) {
    this.form = form;
    this.toolbar = form.querySelector("[data-strip]");
    this.menu = form.querySelector("[data-key-menu]");
    this.rows = form.querySelector("[data-key-rows]");
    this.places = form.querySelector("[data-key-places]");
    this.chip = form.querySelector("template[data-chip]");
    this.row = form.querySelector("template[data-key-row]");
    this.index = index;
    this.habits = habits;
    this.url = url;
    this.choose = choose;
    this.chosen = "";
    this.toolbar.addEventListener("click", (event) => this.onChip(event));
    this.toolbar.addEventListener("keydown", (event) => this.onKey(event));
    this.menu.addEventListener("click", (event) => this.onPin(event));
    this.draw();
  }

  get codes() {
    return new Map(this.filled().map(({ code, digit }) => [code, digit]));
  }

  filled() {
    return this.slots
      .map((slot, place) => slot && { ...slot, digit: place + 1 })
      .filter(Boolean);
  }

  // Which chip stands for what is chosen now.
  mark(code) {
    this.chosen = code;
    for (const chip of this.toolbar.querySelectorAll("[data-code]")) {
      chip.setAttribute("aria-pressed", String(chip.dataset.code === code));
    }
    this.drawMenu();
  }

  // Nothing is to come any more: no room is kept.
  settle() {
    this.draw();
    this.toolbar.classList.add("is-settled");
  }

  draw() {
    this.slots = slots(this.habits, (code) => this.index.has(code));
    const focused = this.toolbar.contains(document.activeElement);
    this.toolbar.replaceChildren(...this.filled().map((slot) => this.chipOf(slot)));
    this.toolbar.hidden = this.toolbar.childElementCount === 0;
    this.rove(this.toolbar.firstElementChild, focused);
    this.mark(this.chosen);
  }

  chipOf({ code, digit, isPinned }) {
    const chip = this.chip.content.firstElementChild.cloneNode(true);
    const name = this.index.name(code);
    chip.dataset.code = code;
    chip.dataset.key = `alt+${digit}`;
    chip.dataset.keyLabel = name;
    chip.title = name;
    chip.setAttribute("aria-keyshortcuts", `Alt+${digit}`);
    chip.querySelector("kbd").textContent = digit;
    chip.querySelector("[data-name]").textContent = name;
    chip.classList.toggle("is-pinned", isPinned);
    return chip;
  }

  onChip(event) {
    const chip = event.target.closest("[data-code]");
    if (chip) {
      this.choose(chip.dataset.code);
    }
  }

  // One stop for Tab, arrows within.
  onKey(event) {
    const chips = [...this.toolbar.children];
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step && !event.altKey) {
      event.preventDefault();
      const from = chips.indexOf(document.activeElement);
      this.rove(chips[(from + step + chips.length) % chips.length], true);
    }
  }

  rove(wanted, withFocus) {
    for (const chip of this.toolbar.children) {
      chip.tabIndex = chip === wanted ? 0 : -1;
    }
    if (withFocus) {
      wanted?.focus();
    }
  }

  drawMenu() {
    this.menu.hidden = !this.url || (this.filled().length === 0 && !this.chosen);
    this.rows.replaceChildren(...this.filled().map((slot) => this.rowOf(slot)));
    this.places.hidden = !this.chosen || this.codes.has(this.chosen);
    if (!this.places.hidden) {
      this.places.querySelector("[data-name]").textContent = this.index.name(this.chosen);
    }
  }

  rowOf({ code, digit, isPinned }) {
    const row = this.row.content.firstElementChild.cloneNode(true);
    row.querySelector("kbd").textContent = digit;
    row.querySelector("[data-name]").textContent = this.index.name(code);
    for (const button of row.querySelectorAll("button")) {
      button.hidden = (button.dataset.pin === "") === isPinned;
      button.dataset.slot = digit;
      button.dataset.code = button.dataset.pin === "" ? code : "";
    }
    return row;
  }

  async onPin(event) {
    const button = event.target.closest("button[data-slot]");
    if (!button) {
      return;
    }
    const { slot } = button.dataset;
    const reason = "code" in button.dataset ? button.dataset.code : this.chosen;
    const { value: token } = this.form.elements.csrfmiddlewaretoken;
    const answer = await fetch(this.url, {
      method: "POST",
      body: new URLSearchParams({ slot, reason, csrfmiddlewaretoken: token }),
    }).catch(() => null);
    if (answer?.ok) {
      this.habits.pins = (await answer.json()).pins;
      this.draw();
      this.menu.querySelector("summary").focus();
    }
  }
}
