// Reasons that go with a text, as learned from earlier contacts; nothing where it is not sure.

const PAUSE = 400;
const SHORTEST = 8;
const AT_MOST = 3;

export class Suggestions {
  // The chips appear in `place`, which names the field whose text they are made from.
  constructor(place, { url, form, index, language, choose, isChosen }) {
    this.source = document.getElementById(place.dataset.suggestions);
    this.place = place;
    this.chip = place.querySelector("template");
    this.list = place.querySelector("[data-list]");
    this.url = url;
    this.form = form;
    this.index = index;
    this.percent = new Intl.NumberFormat(language, { style: "percent" });
    this.isChosen = isChosen;
    this.source.addEventListener("input", () => this.wait());
    place.addEventListener("click", (event) => {
      const code = event.target.closest("[data-code]")?.dataset.code;
      if (code) {
        this.show([]);
        choose(code);
      }
    });
  }

  wait() {
    clearTimeout(this.timer);
    this.asking?.abort();
    const text = this.source.value.trim();
    if (text.length < SHORTEST || this.isChosen()) {
      this.show([]);
    } else {
      this.timer = setTimeout(() => this.ask(text), PAUSE);
    }
  }

  async ask(text) {
    this.asking = new AbortController();
    const token = this.form.elements.csrfmiddlewaretoken.value;
    try {
      const answer = await fetch(this.url, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams({ text, csrfmiddlewaretoken: token }),
        signal: this.asking.signal,
      });
      this.show(answer.ok ? (await answer.json()).suggestions : []);
    } catch {
      this.show([]); // another text was typed, or there is no connection: no suggestion
    }
  }

  show(suggestions) {
    const known = suggestions.filter(({ code }) => this.index.has(code)).slice(0, AT_MOST);
    this.list.replaceChildren(...known.map((suggestion) => this.chipOf(suggestion)));
    this.place.hidden = known.length === 0;
  }

  chipOf({ code, confidence }) {
    const chip = this.chip.content.firstElementChild.cloneNode(true);
    chip.dataset.code = code;
    chip.querySelector("[data-name]").textContent = this.index.name(code);
    chip.querySelector("[data-percent]").textContent = this.percent.format(confidence);
    return chip;
  }
}
