// Asks for what a reason demands (C-8): a button for each value, digits choose too.
import { bindArrows } from "./arrows.js";

const SETTLING = 300; // the second half of a double tap is no answer

export class Ask {
  // `asks`: {code: {name, values: [[code, name]]}} of every dimension.
  constructor(dialog, asks) {
    this.dialog = dialog;
    this.asks = asks;
    this.title = dialog.querySelector("[data-ask-title]");
    this.body = dialog.querySelector("[data-ask-body]");
    this.arrows = bindArrows(this.body);
    this.body.addEventListener("click", (event) => this.onClick(event));
    dialog.addEventListener("keydown", (event) => this.onKey(event));
    dialog.addEventListener("close", () => this.conclude(null));
  }

  // The values by dimension; null when the reader thinks better of it.
  about(title, demands) {
    if (demands.length === 0) {
      return Promise.resolve({});
    }
    this.title.textContent = title;
    this.chosen = {};
    this.demands = demands;
    this.body.replaceChildren(...demands.map((code) => this.groupOf(code)));
    this.number();
    this.openedAt = performance.now();
    this.dialog.showModal();
    this.arrows.settle();
    this.body.querySelector("button").focus();
    return new Promise((resolve) => {
      this.resolve = resolve;
    });
  }

  groupOf(code) {
    const { name, values } = this.asks[code];
    const group = this.copyOf("group");
    group.dataset.code = code;
    group.querySelector("legend").textContent = name;
    group.querySelector("div").append(...values.map(([value, text]) => this.buttonOf(value, text)));
    return group;
  }

  buttonOf(value, text) {
    const button = this.copyOf("value");
    button.value = value;
    button.querySelector("span").textContent = text;
    return button;
  }

  copyOf(name) {
    return this.dialog.querySelector(`template[data-ask-${name}]`).content.firstElementChild.cloneNode(true);
  }

  get open() {
    const code = this.demands.find((demanded) => !(demanded in this.chosen));
    return this.body.querySelector(`[data-code="${CSS.escape(code)}"]`);
  }

  // The digits stand with what is asked now.
  number() {
    for (const key of this.body.querySelectorAll("kbd")) {
      key.textContent = "";
    }
    const keys = [...this.open.querySelectorAll("kbd")].slice(0, 9);
    keys.forEach((key, place) => {
      key.textContent = place + 1;
    });
  }

  onClick(event) {
    const button = event.target.closest("button");
    const isByPointer = event.detail > 0;
    if (button && !(isByPointer && performance.now() - this.openedAt < SETTLING)) {
      this.choose(button);
    }
  }

  // The keys of the sheet under it wait.
  onKey(event) {
    event.stopPropagation();
    if (event.repeat && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
    } else if (/^[1-9]$/.test(event.key) && !event.altKey && !event.ctrlKey && !event.metaKey && !event.repeat) {
      event.preventDefault();
      const button = this.open.querySelectorAll("button")[Number(event.key) - 1];
      if (button) {
        this.choose(button);
      }
    }
  }

  choose(button) {
    const group = button.closest("[data-code]");
    this.chosen[group.dataset.code] = button.value;
    for (const other of group.querySelectorAll("button")) {
      other.setAttribute("aria-pressed", String(other === button));
    }
    if (this.demands.every((code) => code in this.chosen)) {
      this.conclude(this.chosen);
      this.dialog.close();
    } else {
      this.number();
      this.open.querySelector("button").focus();
    }
  }

  conclude(values) {
    this.resolve?.(values);
    this.resolve = null;
  }
}
