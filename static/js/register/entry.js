// The contact that is being entered: filling in, what it needs, and emptying for the next one.
import { ReasonInput } from "../reason-input.js";
import { channelName } from "../register-queue.js";
import { clear } from "./choices.js";
import { missing } from "./completeness.js";
import { Extras } from "./extras.js";
import { FreeText } from "./note.js";
import { TermField } from "./term-field.js";
import { newId } from "./uuid.js";

export class Entry {
  constructor(form, options) {
    this.form = form;
    this.reason = new ReasonInput(form.querySelector("[data-main-reason]"), options);
    this.extras = new Extras(form, options);
    this.term = new TermField(form.querySelector("[data-field=callback_due]"));
    this.texts = [...form.querySelectorAll("[data-free-text]")].map((place) => new FreeText(place));
    if (!this.isRepair) {
      this.set("id", newId());
    }
  }

  // The server sent the form back filled in: something in it was refused.
  get isRepair() {
    return "bound" in this.form.dataset;
  }

  // As the list of the latest shows it and repeats it.
  get contact() {
    const fields = new FormData(this.form);
    const dimensions = [...fields]
      .filter(([name, value]) => name.startsWith("dim:") && value)
      .map(([name, value]) => [name.replace("dim:", ""), value]);
    return {
      id: fields.get("id"),
      reason: this.reason.code,
      name: this.reason.input.value,
      channel: fields.get("channel"),
      channel_name: channelName(this.form, fields.get("channel")),
      direction: fields.get("direction"),
      dimensions: Object.fromEntries(dimensions),
      occurred_at: fields.get("occurred_at") || new Date().toISOString(),
    };
  }

  value(name) {
    return this.form.elements.namedItem(name).value;
  }

  // Of a row of buttons, the one with this value.
  set(name, value) {
    const field = this.form.elements.namedItem(name);
    if (field) {
      field.value = value;
    }
  }

  fill({ reason, channel, dimensions = {}, follows, customer }) {
    if (reason) {
      this.reason.choose(reason, "fill");
    }
    const values = { channel, follows, customer_ref: customer };
    for (const [name, value] of Object.entries(dimensions)) {
      values[`dim:${name}`] = value;
    }
    for (const [name, value] of Object.entries(values)) {
      if (value !== undefined) {
        this.set(name, value);
      }
    }
    this.reason.input.focus();
  }

  // What was measured before it was refused stays: the same sent again is no other content.
  measure({ handle, wrapUp }) {
    if (!this.isRepair) {
      this.set("handle_seconds", handle);
      this.set("wrap_up_seconds", wrapUp);
    }
  }

  // C-8: a dimension is asked for only where the reason demands it.
  demand(dimensions) {
    for (const place of this.form.querySelectorAll("[data-dimension]")) {
      place.hidden = !dimensions.includes(place.dataset.dimension);
      if (place.hidden) {
        clear(place);
      }
    }
  }

  // What keeps it from being saved, as {field, message}.
  complaints() {
    const refused = this.texts.filter((text) => text.isRefused);
    return [
      ...missing(this.form).map(({ dataset }) => [dataset.field, dataset.missing]),
      ...refused.map(({ place }) => [place.dataset.field, place.dataset.refused]),
    ].map(([field, message]) => ({ field, message }));
  }

  // The channel stays as it was, and what is folded out `around` the field somebody goes on in.
  restart({ around = null } = {}) {
    delete this.form.dataset.bound;
    for (const radio of this.form.querySelectorAll("input[name=channel]")) {
      radio.defaultChecked = radio.checked;
    }
    this.extras.clear();
    this.form.reset();
    this.reason.clear();
    for (const field of this.form.querySelectorAll("[data-once]")) {
      field.value = "";
    }
    this.set("id", newId());
    this.term.start();
    this.texts.forEach((text) => text.check());
    for (const folded of this.form.querySelectorAll("details[open]")) {
      folded.open = folded.contains(around);
    }
    if (this.extras.box.contains(around)) {
      this.extras.open();
    }
  }
}
