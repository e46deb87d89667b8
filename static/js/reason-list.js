// The list of a reason input: what it shows, and which row of it is the active one.
import { optionRow } from "./reason-option.js";

export class ReasonList {
  constructor(root, input) {
    this.root = root;
    this.input = input;
    this.popup = root.querySelector("[data-popup]");
    this.list = root.querySelector("[role=listbox]");
    this.foot = root.querySelector("[data-foot]");
    this.status = root.querySelector("[role=status]");
    this.hits = [];
    this.active = -1;
  }

  get isOpen() {
    return !this.popup.hidden;
  }

  get code() {
    return this.hits[this.active]?.reason.code;
  }

  // `groups` are [name, hits]; `keys` the codes with a personal key. Without any hit it says so,
  // unless nothing was asked.
  show(groups, { index, keys, isAsked, active }) {
    this.index = index;
    this.hits = groups.flatMap(([, hits]) => hits);
    this.list.replaceChildren(...this.rows(groups, keys));
    const isEmpty = this.hits.length === 0;
    this.list.hidden = isEmpty;
    this.popup.hidden = isEmpty && !isAsked;
    this.root.classList.toggle("has-none", isEmpty && isAsked);
    this.input.setAttribute("aria-expanded", String(!isEmpty));
    const { found, none } = this.root.dataset;
    this.status.textContent = isEmpty ? (isAsked ? none : "") : `${this.hits.length} ${found}`;
    this.highlight(isEmpty ? -1 : active);
    this.popup.scrollIntoView({ block: "nearest" });
  }

  rows(groups, keys) {
    let place = 0;
    return groups.flatMap(([name, hits]) => {
      const rows = hits.map((hit) => {
        const row = optionRow(hit, this.index, keys.get(hit.reason.code));
        row.id = `${this.list.id}-${place}`;
        row.dataset.place = String(place++);
        return row;
      });
      return name ? [group(name, rows)] : rows;
    });
  }

  move(step) {
    const count = this.hits.length;
    if (count > 0) {
      const from = this.active < 0 && step < 0 ? 0 : this.active;
      this.highlight((from + step + count) % count);
    }
  }

  highlight(place) {
    this.active = place;
    this.list.querySelector('[aria-selected="true"]')?.setAttribute("aria-selected", "false");
    const row = document.getElementById(`${this.list.id}-${place}`);
    row?.setAttribute("aria-selected", "true");
    row?.scrollIntoView({ block: "nearest" });
    this.foot.textContent = row ? this.index.explanation(this.hits[place].reason) : "";
    if (row) {
      this.input.setAttribute("aria-activedescendant", row.id);
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  // The code of a reason that is called exactly so.
  codeOf(name) {
    const wanted = name.trim().toLowerCase();
    const same = this.hits.find(({ reason }) => this.index.nameOf(reason).toLowerCase() === wanted);
    return same?.reason.code;
  }

  close() {
    this.popup.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

function group(name, rows) {
  const box = document.createElement("div");
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", name);
  const heading = document.createElement("div");
  heading.className = "combobox__group";
  heading.setAttribute("aria-hidden", "true");
  heading.textContent = name;
  box.append(heading, ...rows);
  return box;
}
