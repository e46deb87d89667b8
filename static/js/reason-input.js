// A field to choose a reason in: an ARIA 1.2 combobox over the type-ahead. The code goes along in a
// hidden field. Markup: templates/reasons/partials/_reason_input.html.
//
// On its root it tells `reason:chosen` {code, how}, with an empty code when what was chosen is typed
// over, and `reason:enter` when Enter is pressed and there is nothing to take.
import { ReasonList } from "./reason-list.js";
import { search } from "./reason-search.js";

const SEEN_AT_ONCE = 8;
const RECENT_AT_ONCE = 6;

export class ReasonInput {
  // `index` is the promise of a ReasonIndex; `use` gives the habits that rank, and `keys` the codes
  // that have a personal key, as a Map to its digit.
  constructor(root, { index, use = () => ({}), keys = () => new Map() }) {
    this.root = root;
    this.use = use;
    this.keys = keys;
    this.value = root.querySelector("input[type=hidden]");
    this.input = root.querySelector("[role=combobox]");
    this.list = new ReasonList(root, this.input);
    this.about = root.querySelector("[data-about]");
    this.hint = this.about?.textContent;
    this.listen();
    index.then((loaded) => this.start(loaded)).catch(() => root.classList.add("is-broken"));
  }

  get code() {
    return this.value.value;
  }

  // What was typed or asked for before the index was there happens now.
  start(index) {
    this.index = index;
    const wanted = this.code;
    this.value.value = "";
    if (wanted) {
      this.choose(wanted, "fill");
    } else if (this.input.value && document.activeElement === this.input) {
      this.open();
      if (this.pressedEnter) {
        this.take("enter");
      }
    }
  }

  listen() {
    this.input.addEventListener("beforeinput", () => {
      if (this.code) {
        this.input.select(); // another letter is another reason
      }
    });
    this.input.addEventListener("input", () => {
      this.pressedEnter = false;
      this.setValue("", "typed");
      this.open();
    });
    this.input.addEventListener("click", () => this.open());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => this.leave());
    this.list.popup.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.popup.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) {
        this.input.focus();
        this.list.highlight(Number(row.dataset.place));
        this.take("pointer");
      }
    });
  }

  onKey(event) {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const { isOpen } = this.list;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (isOpen) {
        this.list.move(event.key === "ArrowDown" ? 1 : -1);
      } else {
        this.open({ active: 0 });
      }
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.onEnter();
    } else if (event.key === "Tab" && !event.shiftKey) {
      this.take("tab");
    } else if (event.key === "Escape" && isOpen) {
      event.stopPropagation();
      this.list.close();
    }
  }

  onEnter() {
    const isTyped = this.input.value.trim() !== "" && !this.code;
    if (this.list.code) {
      this.take("enter");
    } else if (isTyped && !this.index) {
      this.pressedEnter = true;
    } else if (isTyped) {
      this.open();
    } else {
      this.list.close();
      this.tell("reason:enter");
    }
  }

  // Without letters, or over a chosen reason, it shows what this person is likely to want.
  open({ active = -1 } = {}) {
    if (!this.index) {
      return;
    }
    const query = this.code ? "" : this.input.value.trim();
    this.list.show(query ? [["", this.found(query)]] : this.habitual(), {
      index: this.index,
      keys: this.keys(),
      isAsked: query !== "",
      active: query ? 0 : active,
    });
  }

  found(query) {
    return search(this.index.prepared, query, { use: this.use(), limit: SEEN_AT_ONCE });
  }

  habitual() {
    const { mine, recent: last } = this.root.dataset;
    const keys = [...this.keys().keys()];
    const recent = (this.use().recent ?? []).filter((code) => !keys.includes(code));
    const hits = (codes) =>
      codes
        .filter((code) => this.index.has(code))
        .map((code) => ({ reason: this.index.byCode.get(code), via: "", ranges: [] }));
    return [
      [mine, hits(keys)],
      [last, hits(recent).slice(0, RECENT_AT_ONCE)],
    ].filter(([, found]) => found.length > 0);
  }

  // The active row of the list, if there is one.
  take(how) {
    if (this.list.code) {
      this.choose(this.list.code, how);
    }
  }

  // Whether there is such a reason; before the index is there, it is remembered.
  choose(code, how) {
    if (!this.index) {
      this.value.value = code;
      return true;
    }
    if (!this.index.has(code)) {
      return false;
    }
    this.list.close();
    this.input.value = this.index.name(code);
    this.setValue(code, how);
    return true;
  }

  clear() {
    this.list.close();
    this.input.value = "";
    this.setValue("", "clear");
  }

  setValue(code, how) {
    if (this.code !== code) {
      this.value.value = code;
      this.describe(code);
      this.tell("reason:chosen", { code, how });
    }
  }

  // Under the field: where the reason belongs and what it means.
  describe(code) {
    if (this.about) {
      const reason = this.index?.byCode.get(code);
      const parts = reason ? [this.index.path(reason), this.index.explanation(reason)] : [this.hint];
      this.about.textContent = parts.filter(Boolean).join(" · ");
    }
  }

  tell(name, detail = {}) {
    this.root.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }

  // A name written out in full counts as chosen.
  leave() {
    const same = !this.code && this.input.value.trim() && this.list.codeOf(this.input.value);
    if (same) {
      this.choose(same, "tab");
    }
    this.list.close();
  }
}
