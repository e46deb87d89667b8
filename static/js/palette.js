// The command palette (Ctrl+K) and the sheet of shortcuts (?). Both list what the page itself
// offers: the links of the menu, and every visible element with data-key (and its label).
import { activate, isVisible } from "./keys.js";
import { fold } from "./text.js";

const SEEN_AT_ONCE = 12;
const palette = document.querySelector("[data-palette]");
const sheet = document.querySelector("[data-sheet]");

function labelOf(element) {
  const text = element.dataset.keyLabel ?? element.getAttribute("aria-label") ?? element.title;
  return (text || element.textContent).trim().replace(/\s+/g, " ");
}

function keyParts(key) {
  return key.split("+").map((part) => part[0].toUpperCase() + part.slice(1));
}

function commands() {
  const here = [...document.querySelectorAll("[data-key]")].filter(isVisible);
  const pages = document.querySelectorAll("#menu .nav-list a");
  const house = document.querySelectorAll(".topbar [data-theme-toggle], .topbar form button");
  const groups = { here, pages, house };
  return Object.entries(groups).flatMap(([group, elements]) =>
    [...elements].map((element) => ({
      group,
      element,
      label: labelOf(element),
      key: element.dataset.key ?? "",
    })),
  );
}

function keyboard(key) {
  const box = document.createElement("span");
  box.className = "palette__key";
  for (const part of keyParts(key)) {
    const kbd = document.createElement("kbd");
    kbd.textContent = part;
    box.append(kbd);
  }
  return box;
}

class Palette {
  constructor(dialog) {
    this.dialog = dialog;
    this.input = dialog.querySelector("[data-palette-input]");
    this.list = dialog.querySelector("[data-palette-list]");
    this.status = dialog.querySelector("[data-palette-status]");
    this.input.addEventListener("input", () => this.show());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) {
        this.run(Number(row.dataset.index));
      }
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) {
        dialog.close();
      }
    });
  }

  open() {
    this.all = commands();
    this.input.value = "";
    this.dialog.showModal();
    this.show();
  }

  show() {
    const words = fold(this.input.value).split(/\s+/).filter(Boolean);
    const found = this.all.filter((c) => words.every((word) => fold(c.label).includes(word)));
    this.shown = found.slice(0, SEEN_AT_ONCE);
    this.list.replaceChildren(...this.rows());
    const { found: word, none } = this.status.dataset;
    this.status.textContent = found.length ? `${found.length} ${word}` : none;
    this.status.classList.toggle("visually-hidden", found.length > 0);
    this.highlight(0);
  }

  rows() {
    let group = "";
    return this.shown.flatMap((command, index) => {
      const row = document.createElement("div");
      row.className = "palette__option";
      row.id = `palette-${index}`;
      row.dataset.index = String(index);
      row.setAttribute("role", "option");
      row.append(command.label, command.key ? keyboard(command.key) : "");
      if (command.group === group) {
        return [row];
      }
      group = command.group;
      const heading = document.createElement("div");
      heading.className = "palette__group";
      heading.setAttribute("aria-hidden", "true");
      heading.textContent = this.list.getAttribute(`data-group-${group}`);
      return [heading, row];
    });
  }

  highlight(index) {
    this.active = index;
    for (const row of this.list.querySelectorAll("[role=option]")) {
      row.setAttribute("aria-selected", String(Number(row.dataset.index) === index));
    }
    const row = document.getElementById(`palette-${index}`);
    row?.scrollIntoView({ block: "nearest" });
    if (row) {
      this.input.setAttribute("aria-activedescendant", row.id);
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.shown.length > 0) {
      event.preventDefault();
      this.highlight((this.active + step + this.shown.length) % this.shown.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.run(this.active);
    }
  }

  run(index) {
    const element = this.shown[index]?.element;
    if (element) {
      this.dialog.close();
      activate(element);
    }
  }
}

// Keys that the page declares, after those it explains in words itself.
function completeSheet() {
  const keys = sheet.querySelector(".sheet__keys");
  for (const row of keys.querySelectorAll("[data-found-key]")) {
    row.remove();
  }
  const rows = [...document.querySelectorAll("[data-key]")].filter(isVisible).map((element) => {
    const row = document.createElement("div");
    row.dataset.foundKey = "";
    const term = document.createElement("dt");
    term.append(keyboard(element.dataset.key));
    const meaning = document.createElement("dd");
    meaning.textContent = labelOf(element);
    row.append(term, meaning);
    return row;
  });
  keys.prepend(...rows);
}

// In a search a key is a question only as long as nothing is typed that is not chosen yet.
function isTyping(target) {
  const types = ["checkbox", "radio", "button", "submit"];
  const text = target.closest("input, textarea, [contenteditable]");
  const isAtRest = text?.matches("[role=combobox]") && (!text.value || isChosen(text));
  return text && !types.includes(text.type) && !isAtRest;
}

function isChosen(text) {
  return Boolean(text.closest(".combobox")?.querySelector("input[type=hidden], select")?.value);
}

function openSheet() {
  completeSheet();
  sheet.showModal();
}

export function startPalette() {
  if (!palette) {
    return;
  }
  const opened = new Palette(palette);
  sheet.addEventListener("click", (event) => {
    if (event.target === sheet) {
      sheet.close();
    }
  });
  document.addEventListener("keydown", (event) => {
    const isPalette = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    const isSheet = event.key === "?" && !event.ctrlKey && !event.metaKey && !isTyping(event.target);
    if (!isPalette && !isSheet) {
      return;
    }
    event.preventDefault();
    if (document.querySelector("dialog[open]")) {
      return;
    }
    if (isPalette) {
      opened.open();
    } else {
      openSheet();
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-open-palette]")) {
      opened.open();
    } else if (event.target.closest("[data-open-sheet]")) {
      openSheet();
    }
  });
}
