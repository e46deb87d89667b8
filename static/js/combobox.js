// Turns <select data-combobox> into a searchable list (ARIA 1.2 combobox with a listbox).
// The select stays in the form, hidden, and keeps the value: server and no-script pages see no difference.
// An option may carry data-search (synonyms, code); an optgroup becomes a group heading.
// The select says what the reader sees: data-placeholder, data-found (after the count), data-none;
// with data-index, the address of the reasons, it also finds what the register page would.

import { fold } from "./text.js";

function readOptions(select) {
  return [...select.options]
    .filter((option) => option.value !== "" && !option.disabled)
    .map((option) => ({
      value: option.value,
      label: option.textContent.trim(),
      group: option.parentElement.label ?? "",
      haystack: fold(`${option.textContent} ${option.dataset.search ?? ""}`),
    }));
}

function matching(options, query) {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const found = options.filter((option) => words.every((word) => option.haystack.includes(word)));
  if (words.length === 0) {
    return found;
  }
  // While searching, a reason that is also a favourite appears once.
  return found.filter((option, index) => found.findIndex((o) => o.value === option.value) === index);
}

function isAmong({ value }, options) {
  return options.some((option) => option.value === value);
}

class Combobox {
  constructor(select) {
    this.select = select;
    this.options = readOptions(select);
    this.active = -1;
    this.found = () => []; // what the index finds, best first
    this.build();
    this.listen();
    this.learn().catch(() => {});
  }

  async learn() {
    const { index: url } = this.select.dataset;
    if (url) {
      const { ReasonIndex } = await import("./reason-index.js");
      const { search } = await import("./reason-search.js");
      const index = await ReasonIndex.load(url, document.documentElement.lang.slice(0, 2));
      this.found = (query) => {
        const codes = search(index.prepared, query, { use: {} }).map(({ reason }) => reason.code);
        return codes.flatMap((code) => this.options.find(({ value }) => value === code) ?? []);
      };
      this.renew();
    }
  }

  // What was typed before the index was there.
  renew() {
    if (!this.list.hidden && !this.select.value && this.input.value) {
      this.open(this.input.value);
    }
  }

  matching(query) {
    const found = query.trim() ? this.found(query.trim()) : [];
    const rest = matching(this.options, query);
    return found.length ? [...found, ...rest.filter((option) => !isAmong(option, found))] : rest;
  }

  build() {
    const id = this.select.id;
    this.input = document.createElement("input");
    this.input.type = "text";
    this.input.id = id;
    this.input.autocomplete = "off";
    this.input.spellcheck = false;
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-expanded": "false",
      "aria-autocomplete": "list",
      "aria-controls": `${id}-list`,
    })) {
      this.input.setAttribute(name, value);
    }
    for (const name of ["aria-describedby", "aria-invalid", "required"]) {
      if (this.select.hasAttribute(name)) {
        this.input.setAttribute(name, this.select.getAttribute(name));
      }
    }
    this.input.placeholder = this.select.dataset.placeholder ?? "";
    this.list = document.createElement("div");
    this.list.id = `${id}-list`;
    this.list.className = "combobox__list";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.labelText(id));
    this.list.hidden = true;
    this.status = document.createElement("span");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    const wrapper = document.createElement("div");
    wrapper.className = "combobox";
    this.select.id = `${id}-native`;
    this.select.hidden = true;
    this.select.required = false;
    this.select.before(wrapper);
    const hadFocus = document.activeElement === this.select;
    wrapper.append(this.input, this.list, this.status, this.select);
    this.showChosen();
    if (hadFocus || (this.select.autofocus && document.activeElement === document.body)) {
      this.input.focus();
    }
  }

  labelText(id) {
    return document.querySelector(`label[for="${CSS.escape(id)}"]`)?.textContent.trim() ?? "";
  }

  listen() {
    this.input.addEventListener("input", () => {
      this.setValue("");
      this.open(this.input.value);
    });
    this.input.addEventListener("focus", () => this.input.select()); // another letter is another one
    this.input.addEventListener("click", () => {
      this.input.select();
      this.open("");
    });
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => this.leave());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) {
        this.choose(Number(option.dataset.index));
      }
    });
    this.select.form?.addEventListener("reset", () => setTimeout(() => this.showChosen()));
  }

  onKey(event) {
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) {
        this.open("");
      } else {
        this.move(event.key === "ArrowDown" ? 1 : -1);
      }
    } else if (event.key === "Enter" && open) {
      event.preventDefault();
      this.choose(this.active);
    } else if (event.key === "Tab" && open) {
      this.choose(this.active);
    } else if (event.key === "Escape" && open) {
      event.preventDefault(); // or the dialog around it would close as well
      event.stopPropagation();
      this.close();
    }
  }

  open(query) {
    this.shown = this.matching(query);
    this.list.replaceChildren(...this.rows());
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.status.textContent = `${this.shown.length} ${this.select.dataset.found ?? ""}`;
    const chosen = this.shown.findIndex((option) => option.value === this.select.value);
    this.highlight(chosen >= 0 ? chosen : query ? 0 : -1);
    this.list.scrollIntoView({ block: "nearest" });
  }

  rows() {
    if (this.shown.length === 0) {
      const none = document.createElement("p");
      none.className = "combobox__none";
      none.textContent = this.select.dataset.none ?? "–";
      return [none];
    }
    const rows = [];
    let group = "";
    this.shown.forEach((option, index) => {
      if (option.group !== group) {
        group = option.group;
        const heading = document.createElement("div");
        heading.className = "combobox__group";
        heading.setAttribute("aria-hidden", "true");
        heading.textContent = group;
        rows.push(heading);
      }
      const row = document.createElement("div");
      row.className = "combobox__option";
      row.id = `${this.list.id}-${index}`;
      row.dataset.index = String(index);
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      row.textContent = option.label;
      rows.push(row);
    });
    return rows;
  }

  move(step) {
    const count = this.shown.length;
    if (count > 0) {
      this.highlight((this.active + step + count) % count);
    }
  }

  highlight(index) {
    this.active = index < this.shown.length ? index : -1;
    this.list.querySelector('[aria-selected="true"]')?.setAttribute("aria-selected", "false");
    const row = document.getElementById(`${this.list.id}-${this.active}`);
    row?.setAttribute("aria-selected", "true");
    row?.scrollIntoView({ block: "nearest" });
    if (row) {
      this.input.setAttribute("aria-activedescendant", row.id);
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  // Without a highlighted option there is nothing to choose.
  choose(index) {
    if (index >= 0) {
      this.setValue(this.shown[index].value);
      this.showChosen();
      this.close();
    }
  }

  setValue(value) {
    if (this.select.value !== value) {
      this.select.value = value;
      this.select.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  showChosen() {
    const option = this.options.find((candidate) => candidate.value === this.select.value);
    this.input.value = option?.label ?? "";
  }

  leave() {
    const typed = fold(this.input.value.trim());
    const exact = this.options.find((option) => fold(option.label) === typed);
    if (exact) {
      this.setValue(exact.value);
    }
    this.showChosen();
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

export function enhanceComboboxes(root) {
  for (const select of root.querySelectorAll("select[data-combobox]:not([hidden])")) {
    new Combobox(select);
  }
}
