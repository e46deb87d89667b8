// Free text is kept short and free of personal data (C-7): it says so while typing.
import { find } from "../personal-data.js";

export class FreeText {
  constructor(place) {
    this.place = place;
    this.input = place.querySelector("textarea, input[type=text]");
    this.counter = place.querySelector("[data-counter]");
    if (this.counter) {
      place.querySelector(".field__help").append(this.counter);
    }
    this.warning = place.querySelector("[data-personal]");
    this.found = place.querySelector("[data-found]");
    this.isNoBsn = place.querySelector("[data-no-bsn]");
    this.input.addEventListener("input", () => this.check());
    this.check();
  }

  check() {
    const wereShown = this.told.filter((line) => !line.hidden);
    this.look();
    const isNew = (line) => !line.hidden && !wereShown.includes(line);
    if (document.activeElement === this.input) {
      this.told.findLast(isNew)?.scrollIntoView({ block: "nearest" });
    }
  }

  // What it says under the text.
  get told() {
    return [this.warning, this.isNoBsn].filter(Boolean);
  }

  look() {
    const text = this.input.value;
    if (this.counter) {
      this.counter.textContent = `${text.length}/${this.input.maxLength}`;
    }
    const pieces = find(text);
    this.kinds = new Set(pieces.map((piece) => piece.kind));
    this.found.replaceChildren(...marks(text, pieces));
    this.warning.hidden = pieces.length === 0;
    if (this.isNoBsn) {
      const mayBeNone = this.kinds.size === 1 && this.kinds.has("bsn");
      this.isNoBsn.hidden = !mayBeNone;
      if (!mayBeNone) {
        this.isNoBsn.querySelector("input").checked = false;
      }
    }
  }

  get isRefused() {
    return this.kinds.size > 0 && !this.isNoBsn?.querySelector("input").checked;
  }
}

function marks(text, pieces) {
  return pieces.flatMap(({ start, end }, place) => {
    const mark = document.createElement("mark");
    mark.textContent = text.slice(start, end);
    return place ? [" ", mark] : [mark];
  });
}
