// Sends what is entered, once, and says what became of it. The form waits for the answer, until the
// agent goes on to the next contact: then this one is let go, and is sent on by itself.
import { mayLetGo, send } from "../register-queue.js";

export class Saving {
  // `remember` gets each contact that is saved or waits, `forget` the id of one that was refused
  // after all, and `restart` empties the form for the next one.
  constructor(form, { entry, errors, stopwatch, remember, forget, restart }) {
    this.form = form;
    this.entry = entry;
    this.errors = errors;
    this.stopwatch = stopwatch;
    this.remember = remember;
    this.forget = forget;
    this.restart = restart;
    this.button = form.querySelector("[data-save]");
    this.told = form.querySelector("[data-told]");
    this.attempt = null; // the one that the form waits for
    this.button.disabled = false; // from here on Enter is ours, not the browser's
    document.addEventListener("queue:sent", ({ detail }) => {
      if (["waiting", "later"].includes(this.told.dataset.told)) {
        this.say("saved", detail.message, detail.contact.id);
      }
    });
    document.addEventListener("contact:withdrawn", ({ detail }) => {
      if (this.told.dataset.contact === detail.id) {
        this.say("", "");
      }
    });
  }

  get isSending() {
    return this.attempt !== null;
  }

  async save() {
    if (this.isSending) {
      return; // a second Enter for the same contact means nothing
    }
    const complaints = this.entry.complaints();
    if (complaints.length > 0) {
      this.refuse(complaints);
      return;
    }
    this.errors.clear();
    this.entry.measure(this.stopwatch.measure());
    const attempt = { contact: this.entry.contact, focus: document.activeElement };
    const isAwaited = () => this.attempt === attempt;
    this.wait(attempt);
    const outcome = await send(this.form, new FormData(this.form), { isAwaited }).catch(() => ({
      state: "refused",
      errors: [{ field: "", message: this.form.dataset.unsent }],
    }));
    this.finish(outcome, attempt, isAwaited());
  }

  wait(attempt) {
    this.attempt = attempt;
    this.form.setAttribute("aria-busy", String(this.isSending));
    this.button.setAttribute("aria-disabled", String(this.isSending));
  }

  // The agent begins the next contact; whether there was one to let go.
  letGo() {
    const { attempt } = this;
    if (!this.isSending || !mayLetGo()) {
      return false;
    }
    this.wait(null);
    this.remember({ ...attempt.contact, isWaiting: true });
    this.restart({ from: attempt.focus, isAhead: true });
    return true;
  }

  finish({ state, contact, message, errors, count = 1 }, attempt, isAwaited) {
    if (isAwaited) {
      this.wait(null);
    }
    if (state === "refused") {
      this.finishRefused(errors, attempt, isAwaited);
      return;
    }
    this.remember(contact ?? { ...attempt.contact, isWaiting: true, isKept: true });
    if (isAwaited) {
      this.restart({ from: attempt.focus });
    }
    const { id } = attempt.contact;
    if (state === "saved") {
      this.tell(state, message, id, { contact, message });
    } else {
      this.tell(state, this.wordsFor("waiting", attempt), id, { count });
    }
  }

  // What was let go is repaired from the queue: the form is about another contact by now.
  finishRefused(errors, attempt, isAwaited) {
    if (isAwaited) {
      this.refuse(errors);
    } else {
      this.forget(attempt.contact.id);
      this.say("refused", this.wordsFor("unsaved", attempt));
    }
  }

  refuse(errors) {
    this.say("", "");
    this.errors.show(errors);
  }

  wordsFor(outcome, { contact }) {
    return this.form.dataset[outcome].replace("{name}", contact.name);
  }

  say(state, message, id = "") {
    this.told.dataset.told = state;
    this.told.dataset.contact = id;
    this.told.querySelector("span").textContent = message;
  }

  tell(state, message, id, detail) {
    this.say(state, message, id);
    this.form.dispatchEvent(new CustomEvent(`register:${state}`, { bubbles: true, detail }));
  }
}
