// Before when: the usual moments as buttons, any other moment in the field below them.
import { terms } from "./terms.js";

export class TermField {
  constructor(place) {
    this.moment = place.querySelector("input[type=datetime-local]");
    this.choices = [...place.querySelectorAll("input[name=term]")];
    place.addEventListener("change", (event) => this.onChange(event.target));
    this.start();
  }

  // The moments follow the clock; so they are made anew for every contact.
  start() {
    this.offered = terms(new Date());
    for (const choice of this.choices) {
      choice.checked = false;
      choice.parentElement.hidden = this.offered[choice.value] === "";
    }
    this.moment.hidden = true;
  }

  onChange(choice) {
    if (choice.name !== "term") {
      return;
    }
    this.moment.value = this.offered[choice.value] ?? "";
    this.moment.hidden = choice.value !== "own";
    if (!this.moment.hidden) {
      this.moment.focus();
    }
  }
}
