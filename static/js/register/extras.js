// Further reasons of the contact, two at most and each once (C-2): one field to choose in, what is
// chosen as chips.
import { ReasonInput } from "../reason-input.js";

export class Extras {
  constructor(form, options) {
    this.main = form.elements.namedItem("reason");
    this.box = form.querySelector("[data-extras]");
    this.button = form.querySelector("[data-add-extra]");
    this.chips = this.box.querySelector("[data-chosen]");
    this.chip = this.box.querySelector("template");
    this.fields = [...this.box.querySelectorAll("input[name^=extra_]")];
    this.input = new ReasonInput(this.box.querySelector("[data-reason-input]"), options);
    options.index.then((index) => this.start(index)).catch(() => {});
    this.button.addEventListener("click", () => this.open());
    form.addEventListener("reason:chosen", (event) => this.onMain(event.detail.code));
    this.box.addEventListener("reason:chosen", (event) => this.onChosen(event));
    this.box.addEventListener("reason:enter", (event) => event.stopPropagation());
    this.box.addEventListener("click", (event) => this.onRemove(event));
  }

  start(index) {
    this.index = index;
    if (this.codes.length > 0) {
      this.box.hidden = false;
      this.set(this.codes);
    }
  }

  get codes() {
    return this.fields.map((field) => field.value).filter(Boolean);
  }

  get isFull() {
    return this.codes.length === this.fields.length;
  }

  open() {
    if (this.isFull) {
      return;
    }
    this.box.hidden = false;
    this.input.input.focus();
  }

  // Choosing here is not choosing the main reason.
  onChosen(event) {
    event.stopPropagation();
    const { code } = event.detail;
    if (!code) {
      return;
    }
    this.input.clear();
    if ([this.main.value, ...this.codes].includes(code)) {
      this.tellTaken();
    } else {
      this.add(code);
    }
  }

  onMain(code) {
    if (code && this.codes.includes(code)) {
      this.set(this.codes.filter((kept) => kept !== code));
      this.tellTaken();
    }
  }

  tellTaken() {
    const detail = { message: this.box.dataset.taken };
    this.box.dispatchEvent(new CustomEvent("register:wanted", { bubbles: true, detail }));
  }

  add(code) {
    this.set([...this.codes, code]);
    if (this.isFull) {
      this.button.focus();
    }
  }

  onRemove(event) {
    const code = event.target.closest("button[data-code]")?.dataset.code;
    if (code) {
      this.set(this.codes.filter((kept) => kept !== code));
      this.input.input.focus();
    }
  }

  clear() {
    this.set([]);
    this.input.clear();
    this.box.hidden = true;
  }

  set(codes) {
    this.fields.forEach((field, place) => (field.value = codes[place] ?? ""));
    this.chips.replaceChildren(...codes.map((code) => this.chipOf(code)));
    this.input.root.hidden = this.isFull;
    this.button.setAttribute("aria-disabled", String(this.isFull));
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  chipOf(code) {
    const chip = this.chip.content.firstElementChild.cloneNode(true);
    chip.querySelector("[data-name]").textContent = this.index.name(code);
    chip.querySelector("button").dataset.code = code;
    return chip;
  }
}
