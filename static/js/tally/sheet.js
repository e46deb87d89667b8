// The buttons of the tally sheet and what they count.
import { isVisible } from "../keys.js";

const number = new Intl.NumberFormat(document.documentElement.lang);

export class Sheet {
  constructor(form, foot) {
    this.form = form;
    this.grid = form.querySelector("[data-grid]");
    this.place = foot.querySelector("[data-total]");
    this.total = Number(foot.dataset.counted);
    this.grid.addEventListener("focusin", (event) => this.chooseChannelOf(event.target));
    this.chosen.parentElement.scrollIntoView({ block: "nearest", inline: "center" });
  }

  get buttons() {
    return [...this.grid.querySelectorAll("button")];
  }

  get chosen() {
    return this.form.querySelector("[name=channel]:checked");
  }

  // The button of a place under the chosen channel.
  buttonAt(place) {
    const channel = this.chosen.value;
    return this.buttons.find((button) => button.dataset.place === place && codesOf(button)[1] === channel);
  }

  buttonOf({ reason, channel }) {
    return this.buttons.find((button) => {
      const codes = codesOf(button);
      return codes[0] === reason && codes[1] === channel;
    });
  }

  // On the button of a tap, or on the first where that one is not on the sheet.
  focusAt(tap) {
    const first = this.buttonAt(this.buttons[0].dataset.place);
    const button = [this.buttonOf(tap), first].find((found) => found && isVisible(found));
    button?.focus();
  }

  chooseChannelOf(button) {
    const channel = codesOf(button)[1];
    this.form.querySelector(`[name=channel][value="${CSS.escape(channel)}"]`).checked = true;
  }

  // What a tap on this button stands for.
  tapped(button) {
    const [reason, channel] = codesOf(button);
    const name = button.querySelector("[data-name]").textContent;
    return { reason, channel, name, channel_name: button.querySelector("[data-channel]").textContent };
  }

  demands(button) {
    return JSON.parse(button.dataset.demands ?? "[]");
  }

  // The new count of its button, as it is shown.
  count(tap, step, { isTap = false } = {}) {
    this.showTotal(this.total + step);
    const button = this.buttonOf(tap);
    if (button) {
      show(button, Number(button.dataset.n) + step);
      button.classList.remove("is-hit");
    }
    if (button && isTap) {
      void button.offsetWidth; // so that each tap is seen, however quickly it follows
      button.classList.add("is-hit");
      navigator.vibrate?.(12);
    }
    return number.format(button?.dataset.n ?? 0);
  }

  clear() {
    this.showTotal(0);
    for (const button of this.buttons) {
      show(button, 0);
    }
  }

  showTotal(total) {
    this.total = Math.max(0, total);
    this.place.textContent = number.format(this.total);
  }
}

function codesOf(button) {
  return JSON.parse(button.value);
}

function show(button, counted) {
  button.dataset.n = Math.max(0, counted);
  button.querySelector("[data-count]").textContent = number.format(button.dataset.n);
  button.classList.toggle("is-zero", counted <= 0);
}
