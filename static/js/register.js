// The register page: leads from the first letter to the saved contact, and on to the next one.
import { isVisible, matches } from "./keys.js";
import { ReasonIndex } from "./reason-index.js";
import { isText, watchForNext } from "./register/ahead.js";
import { enhanceChoices } from "./register/choices.js";
import { missing, startOf } from "./register/completeness.js";
import { Entry } from "./register/entry.js";
import { Errors } from "./register/errors.js";
import { Latest } from "./register/latest.js";
import { Saving } from "./register/saving.js";
import { Stopwatch } from "./register/stopwatch.js";
import { Strip } from "./register/strip.js";
import { Suggestions } from "./register/suggestions.js";

class RegisterPage {
  constructor(form, workspace) {
    this.form = form;
    this.workspace = workspace;
    this.habits = workspace.habits;
    this.stopwatch = new Stopwatch();
    this.errors = new Errors(form);
    const index = ReasonIndex.load(workspace.index, workspace.language).then((loaded) => {
      this.index = loaded;
      return loaded;
    });
    this.entry = new Entry(form, {
      index,
      use: () => this.habits,
      keys: () => this.strip?.codes ?? new Map(),
    });
    this.saving = new Saving(form, {
      entry: this.entry,
      errors: this.errors,
      stopwatch: this.stopwatch,
      remember: (contact) => this.remember(contact),
      forget: (id) => this.latest.remove(id),
      restart: (how) => this.restart(how),
    });
    this.latest = new Latest(document.querySelector("[data-latest-box]"), {
      latest: workspace.latest,
      repeat: () => this.repeat(),
    });
    this.isFresh = false; // nothing is entered yet since the contact before
    enhanceChoices(form);
    this.listen();
    index
      .then(() => this.start())
      .catch(() => this.errors.show([{ field: "", message: form.dataset.broken }]));
    if (this.entry.value("customer_key") || this.entry.value("external_ref")) {
      this.stopwatch.contactStarts();
    }
  }

  // What needs to know the reasons.
  start() {
    const { form, index, workspace } = this;
    const choose = (code) => this.fill({ reason: code });
    this.strip = new Strip(form, { index, habits: this.habits, url: workspace.keys, choose });
    this.showChosen(this.entry.reason.code);
    if (this.entry.isRepair) {
      window.history.replaceState(null, "", form.action);
      this.errors.takeOver(workspace.errors);
    }
    this.learnFromTeam();
    for (const place of workspace.suggest ? form.querySelectorAll("[data-suggestions]") : []) {
      const isChosen = () => Boolean(this.entry.reason.code);
      const { suggest: url, language } = workspace;
      new Suggestions(place, { url, form, index, language, choose, isChosen });
    }
  }

  async learnFromTeam() {
    const answer = await fetch(this.workspace.team_use).catch(() => null);
    if (answer?.ok) {
      this.habits.team = await answer.json();
    }
    this.strip.settle();
  }

  listen() {
    const { form } = this;
    watchForNext(form, () => this.saving.letGo());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.saving.save();
    });
    form.addEventListener("input", (event) => this.onInput(event.target));
    form.addEventListener("reason:chosen", (event) => this.onChosen(event.detail));
    form.addEventListener("reason:enter", () => this.proceed());
    form.addEventListener("register:fill", (event) => this.fill(event.detail));
    form.addEventListener("register:invalid", (event) => this.errors.add(event.detail));
    form.addEventListener("keydown", (event) => this.onKey(event));
    form.addEventListener("click", (event) => this.onMissing(event.target), { capture: true });
    form.addEventListener("click", (event) => {
      const isAgain = this.isFresh && event.detail !== 1; // by key, or the second of a double click
      if (isAgain && event.target.closest("[data-save]")) {
        event.preventDefault();
      }
    });
    document.addEventListener("keydown", (event) => {
      const isSave = event.key === "Enter" && (event.ctrlKey || event.metaKey);
      if (isSave && !document.querySelector("dialog[open]")) {
        event.preventDefault();
        this.entry.reason.take("tab");
        this.enter();
      }
    });
    document.addEventListener("keydown", (event) => this.onCorrect(event), { capture: true });
  }

  // The server does not know yet what is still being sent.
  onCorrect(event) {
    const isUnsent = this.saving.isSending || this.latest.last?.isWaiting;
    if (isUnsent && matches(event, "alt+z") && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      this.saving.say("later", this.form.dataset.correctLater);
    }
  }

  onInput(target) {
    this.isFresh = false;
    if (target.name === "customer_ref") {
      this.stopwatch.contactStarts();
    } else {
      this.stopwatch.workGoesOn();
    }
  }

  // In a field of one line; the search tells by itself when Enter was pressed in it.
  onKey(event) {
    const { target, key } = event;
    const isField = target.matches("input:not([role=combobox]), select");
    if (key === "Enter" && isField && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      this.proceed();
    }
  }

  // A reason that is not there: what was searched for is its name for now.
  onMissing(target) {
    const link = target.closest("[data-missing-reason]");
    if (link) {
      const { code, input } = this.entry.reason;
      link.dataset.panelSend = code ? "" : input.value;
    }
  }

  repeat() {
    this.saving.letGo();
    if (this.latest.last) {
      this.fill(this.latest.last);
    }
  }

  fill(detail) {
    const { customer_ref: number, customer_key: key } = this.form.elements;
    const customer = [number.value, key.value];
    if (this.saving.letGo() && detail.follows) {
      [number.value, key.value] = customer; // calling back about the same is of the same customer
    }
    this.isFresh = false;
    this.stopwatch.workGoesOn();
    this.entry.fill(detail);
  }

  onChosen({ code, how }) {
    if (how !== "clear") {
      this.isFresh = false;
      this.stopwatch.workGoesOn();
    }
    this.showChosen(code);
    this.form.dispatchEvent(new CustomEvent("register:chosen", { bubbles: true, detail: { code } }));
    if (how === "enter") {
      this.proceed();
    }
  }

  showChosen(code) {
    if (this.index) {
      this.entry.demand(this.index.demands(code));
      this.strip?.mark(code);
    }
  }

  // On to what is still needed; asked for once more there, it says so. Nothing needed: it saves.
  // Right after a contact, Enter was meant for that one.
  proceed() {
    if (this.isFresh) {
      return;
    }
    const [place] = missing(this.form);
    if (place && !place.contains(document.activeElement)) {
      if (this.entry.reason.code) {
        this.errors.hint(place); // or it looks as if it were saved
      }
      startOf(place).focus();
    } else {
      this.saving.save();
    }
  }

  enter() {
    if (!this.isFresh) {
      this.saving.save();
    }
  }

  remember(contact) {
    const others = this.habits.recent.filter((code) => code !== contact.reason);
    this.habits.recent = [contact.reason, ...others];
    this.latest.add(contact);
  }

  // The form is for the next contact. Where the agent went since Enter was pressed at `from`, he
  // stays; else the search is next, unless he goes on typing where he was.
  restart({ from, isAhead = false }) {
    const here = document.activeElement;
    const isElsewhere = this.form.contains(here) && !here.matches("[data-save]");
    const stays = here === from ? isAhead && isText(here) : isElsewhere;
    this.entry.restart({ around: stays ? here : null });
    this.stopwatch.reset();
    if (isAhead && here.name !== "customer_ref") {
      this.stopwatch.workGoesOn();
    }
    this.form.dispatchEvent(new CustomEvent("register:cleared", { bubbles: true }));
    if (!stays || !isVisible(here)) {
      this.entry.reason.input.focus();
    }
    this.isFresh = true;
  }
}

const workspace = JSON.parse(document.getElementById("workspace").textContent);
new RegisterPage(document.querySelector("[data-register]"), workspace);
