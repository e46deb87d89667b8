// What is wrong or still wanted, at the field it is about, and the focus on the first of it.
import { isMissing, startOf } from "./completeness.js";

const ASKED_BY_RESULT = ["callback_due", "transferred_to"];

export class Errors {
  constructor(form) {
    this.form = form;
    this.summary = form.querySelector("[data-errors]");
    this.template = form.querySelector("template[data-error]");
    form.addEventListener("input", (event) => this.clearAt(event.target));
    form.addEventListener("register:wanted", ({ target, detail }) => {
      this.hint(target.closest("[data-field]"), detail?.message);
    });
    form.addEventListener("reason:chosen", (event) => event.detail.code && this.clearAt(event.target));
  }

  // What the server wrote into the page, from now on kept here.
  takeOver(found) {
    this.form.querySelector(".error-summary:not([data-errors])")?.remove();
    for (const place of this.form.querySelectorAll("[data-field] [id$=_error]")) {
      place.remove();
    }
    for (const field of this.form.querySelectorAll(".field--error")) {
      field.classList.remove("field--error");
    }
    this.show(found);
  }

  // `found` is a list of {field, message}; an empty or hidden field means the whole form.
  show(found) {
    this.clear();
    const general = [];
    for (const { field, message } of found) {
      const wrapper = this.wrapperOf(field);
      if (wrapper && !wrapper.hidden) {
        this.showAt(wrapper, message);
      } else {
        general.push(message);
      }
    }
    this.summary.replaceChildren(...general.map((message) => this.line(message)));
    this.summary.hidden = general.length === 0;
    this.focusFirst();
  }

  // One more, without taking the focus there: who entered it is elsewhere by now.
  add({ field, message }) {
    const wrapper = this.wrapperOf(field);
    if (wrapper && !wrapper.querySelector("[data-shown]")) {
      this.showAt(wrapper, message);
    }
  }

  // What is wanted at a place that is still empty, or `message`: told there, as no mistake yet.
  hint(wrapper, message = isMissing(wrapper, this.form) && wrapper.dataset.missing) {
    if (message && !wrapper.querySelector("[data-shown]")) {
      const line = this.lineAt(wrapper, message);
      line.classList.replace("field__error", "field__help");
      line.querySelector(".icon").remove();
      if (wrapper.contains(document.activeElement)) {
        line.scrollIntoView({ block: "nearest" });
      }
    }
  }

  wrapperOf(name) {
    return name && this.form.querySelector(`[data-field="${CSS.escape(name)}"]`);
  }

  line(message) {
    const line = this.template.content.firstElementChild.cloneNode(true);
    line.querySelector("span").textContent = message;
    return line;
  }

  // The line that is now there, read out with its field.
  lineAt(wrapper, message) {
    const line = this.line(message);
    line.id = `error-${wrapper.dataset.field}`;
    line.dataset.shown = "";
    wrapper.querySelector(".field").append(line);
    const control = this.controlOf(wrapper);
    control.dataset.describedby = control.getAttribute("aria-describedby") ?? "";
    control.setAttribute("aria-describedby", `${line.id} ${control.dataset.describedby}`.trim());
    return line;
  }

  showAt(wrapper, message) {
    this.lineAt(wrapper, message);
    wrapper.querySelector(".field").classList.add("field--error");
    this.controlOf(wrapper).setAttribute("aria-invalid", "true");
    const folded = wrapper.closest("details");
    if (folded) {
      folded.open = true;
    }
  }

  controlOf(wrapper) {
    return wrapper.querySelector("fieldset") ?? startOf(wrapper);
  }

  focusFirst() {
    const wrapper = this.form.querySelector(".field--error")?.closest("[data-field]");
    (wrapper ? startOf(wrapper) : this.summary).focus();
    (wrapper ?? this.summary).scrollIntoView({ block: "nearest" }); // with what is said about it
  }

  // Another result asks for other things.
  clearAt(target) {
    const asked = target.name === "resolution" ? ASKED_BY_RESULT : [];
    const places = asked.map((name) => this.wrapperOf(name));
    for (const wrapper of [target.closest("[data-field]"), ...places]) {
      if (wrapper?.querySelector("[data-shown]")) {
        this.clearIn(wrapper);
      }
    }
  }

  clearIn(wrapper) {
    wrapper.querySelector("[data-shown]").remove();
    wrapper.querySelector(".field").classList.remove("field--error");
    const control = this.controlOf(wrapper);
    control.removeAttribute("aria-invalid");
    if (control.dataset.describedby) {
      control.setAttribute("aria-describedby", control.dataset.describedby);
    } else {
      control.removeAttribute("aria-describedby");
    }
  }

  clear() {
    this.summary.hidden = true;
    for (const line of this.form.querySelectorAll("[data-shown]")) {
      this.clearIn(line.closest("[data-field]"));
    }
  }
}
