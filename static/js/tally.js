// The tally sheet: one tap is one contact. A tap counts at once, whatever the connection does; it
// is kept and sent as the register page does it.
import { settings } from "./queue/settings.js";
import { send } from "./register-queue.js";
import { newId } from "./register/uuid.js";
import { bindArrows } from "./tally/arrows.js";
import { Ask } from "./tally/ask.js";
import { dayOf } from "./tally/day.js";
import { Sheet } from "./tally/sheet.js";
import { Undo } from "./tally/undo.js";

const SOURCE = "tally";
const TRY_AGAIN = 3000;
const clock = new Intl.DateTimeFormat("nl", { timeZone: "Europe/Amsterdam", timeStyle: "short" });

function read(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

class Tally {
  constructor(form, foot) {
    this.form = form;
    this.last = foot.querySelector("[data-undo]");
    this.told = foot.querySelector("[data-told]");
    this.sheet = new Sheet(form, foot);
    this.ask = new Ask(document.querySelector("[data-ask]"), read("tally-asks"));
    this.undo = new Undo(this.last, { agent: settings.agent });
    this.arrows = bindArrows(this.sheet.grid);
    this.known = new Set();
    this.start(read("tally-taps"));
    this.listen();
  }

  // The day's taps, without those whose undoing is still on its way.
  start(taps) {
    this.taps = [];
    for (const tap of taps.reverse()) {
      this.known.add(tap.id);
      if (this.undo.isPending(tap.id)) {
        this.sheet.count(tap, -1);
      } else {
        this.taps.push(tap);
      }
    }
    this.showLast();
    this.undo.resume((tap, errors) => this.refuseUndo(tap, errors));
    if (window.matchMedia("(hover: hover)").matches) {
      this.sheet.buttonAt(this.sheet.buttons[0].dataset.place).focus({ preventScroll: true });
    }
  }

  listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (event.submitter.value) {
        this.press(event.submitter);
      }
    });
    // Who holds a key down counts once.
    this.form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.repeat) {
        event.preventDefault();
      }
    });
    this.form.addEventListener("change", () => this.arrows.settle());
    document.addEventListener("keydown", (event) => this.onDigit(event));
    document.addEventListener("visibilitychange", () => this.turnDay());
    document.addEventListener("queue:sent", (event) => this.onSent(event.detail.contact));
    this.last.addEventListener("submit", (event) => {
      event.preventDefault();
      this.takeBack();
    });
  }

  onDigit(event) {
    const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.repeat;
    const isHere = !document.querySelector("dialog[open]");
    const button = isPlain && isHere && /^[1-9]$/.test(event.key) && this.sheet.buttonAt(event.key);
    if (button) {
      event.preventDefault();
      button.focus();
      this.press(button);
    }
  }

  async press(button) {
    this.sheet.chooseChannelOf(button);
    const tap = { ...this.sheet.tapped(button), id: newId() };
    const title = `${tap.name} · ${tap.channel_name}`;
    const values = await this.ask.about(title, this.sheet.demands(button));
    if (values) {
      this.tap(tap, values);
    }
  }

  tap(tap, values) {
    this.turnDay();
    tap.at = clock.format(new Date());
    const { id, reason, channel } = tap;
    const fields = new URLSearchParams({ id, reason, channel, source: SOURCE });
    for (const [code, value] of Object.entries(values)) {
      fields.set(`dim:${code}`, value);
    }
    this.known.add(id);
    this.taps.push(tap);
    const n = this.sheet.count(tap, 1, { isTap: true });
    this.tell("counted", { ...tap, n }, { isSeen: false });
    this.showLast();
    this.deliver(tap, fields);
  }

  // A browser that can keep nothing goes on trying as long as the page is open.
  async deliver(tap, fields) {
    tap.sent = send(this.form, fields).catch(() => ({ state: "unsent" }));
    const { state, errors } = await tap.sent;
    if (tap.isUndone || state === "saved") {
      return;
    }
    if (state === "refused") {
      this.drop(tap);
      this.complain(errors);
    } else if (this.taps.at(-1) === tap) {
      this.tell(state, tap);
    }
    if (state === "unsent") {
      setTimeout(() => tap.isUndone || this.deliver(tap, fields), TRY_AGAIN);
    }
  }

  drop(tap) {
    this.taps = this.taps.filter((other) => other !== tap);
    this.sheet.count(tap, -1);
    this.showLast();
  }

  takeBack() {
    const tap = this.taps.at(-1);
    if (tap) {
      tap.isUndone = true;
      const isHere = this.last.contains(document.activeElement);
      this.drop(tap);
      if (isHere && this.last.hidden) {
        this.sheet.focusAt(tap); // what was pressed is gone
      }
      this.tell("undone", tap);
      this.undo.takeBack(tap, (refused, errors) => this.refuseUndo(refused, errors));
    }
  }

  // Too late, or dealt with already: it stays counted.
  refuseUndo(tap, errors) {
    if (tap.reason) {
      this.sheet.count(tap, 1);
    }
    this.complain(errors);
  }

  // What waited since before this page was opened, or was registered on another page.
  onSent(contact) {
    const isOfToday = dayOf(new Date(contact.occurred_at)) === this.form.dataset.day;
    if (isOfToday && !this.known.has(contact.id)) {
      this.known.add(contact.id);
      this.sheet.count(contact, 1);
    }
  }

  // A page that stays open overnight counts anew.
  turnDay() {
    const today = dayOf(new Date());
    if (today !== this.form.dataset.day) {
      this.form.dataset.day = today;
      this.taps = [];
      this.sheet.clear();
      this.showLast();
    }
  }

  showLast() {
    const tap = this.taps.at(-1);
    this.last.hidden = !tap;
    this.last.querySelector("[data-last]").textContent = tap ? `${tap.name} · ${tap.channel_name}` : "";
    this.last.querySelector("[data-last-at]").textContent = tap?.at ?? "";
  }

  // What the button itself shows is only read out.
  tell(what, { name, channel_name: channel, n }, { isSeen = true } = {}) {
    const values = Object.entries({ name, channel, n });
    const sentence = this.form.dataset[what];
    this.told.textContent = values.reduce((text, [key, value]) => text.replace(`{${key}}`, value), sentence);
    this.told.classList.toggle("visually-hidden", !isSeen);
    this.told.classList.remove("is-wrong");
  }

  complain(errors) {
    this.told.textContent = errors.map((error) => error.message).join(" ");
    this.told.classList.remove("visually-hidden");
    this.told.classList.add("is-wrong");
  }
}

new Tally(document.querySelector("[data-tally]"), document.querySelector("[data-tally-foot]"));
