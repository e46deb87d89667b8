// Shortcuts that pages declare: data-key="alt+h" on what they click or focus. While Alt is held
// down the page shows them (html.shows-keys).

const MODIFIERS = { alt: "altKey", ctrl: "ctrlKey", shift: "shiftKey" };
const FIELDS = "input:not([type=hidden]), select, textarea, button, a[href]";

export function isVisible(element) {
  return element.checkVisibility?.({ visibilityProperty: true }) ?? element.offsetParent !== null;
}

// A letter is the one printed on the key; where Option or another alphabet makes something else of
// it, and for digits, the place of the key counts.
function isPressed(event, key) {
  if (/^\d$/.test(key)) {
    return event.code === `Digit${key}`;
  }
  const typed = event.key.toLowerCase();
  return /^[a-z]$/.test(typed) ? typed === key : event.code === `Key${key.toUpperCase()}`;
}

// AltGr is a letter of its own on many keyboards, and Windows calls it Ctrl+Alt.
export function matches(event, shortcut) {
  const parts = shortcut.split("+");
  const key = parts.pop();
  return (
    Object.entries(MODIFIERS).every(([name, held]) => event[held] === parts.includes(name)) &&
    !event.metaKey &&
    !event.getModifierState?.("AltGraph") &&
    isPressed(event, key)
  );
}

function fieldIn(element) {
  const fields = [...element.querySelectorAll(FIELDS)].filter(isVisible);
  return fields.find((field) => field.checked) ?? fields[0];
}

// Fields get the focus, what is around fields gives it to the first or the chosen one, and all
// the rest is clicked.
export function activate(element) {
  if (element.matches("button, a, summary, [role=button]")) {
    element.click();
    return;
  }
  const field = element.matches(FIELDS) ? element : fieldIn(element);
  field?.focus();
  field?.scrollIntoView({ block: "nearest" });
  if (field?.matches("input[type=text]")) {
    field.select();
  }
}

// Under an open dialog the page waits.
function reachable() {
  const dialogs = document.querySelectorAll("dialog[open]");
  return [...(dialogs.length ? dialogs.item(dialogs.length - 1) : document).querySelectorAll("[data-key]")];
}

function showKeys(shown) {
  document.documentElement.classList.toggle("shows-keys", shown);
}

export function bindKeys() {
  document.addEventListener("keydown", (event) => {
    showKeys(event.key === "Alt" && !event.ctrlKey);
    if (event.defaultPrevented || event.isComposing || !(event.altKey || event.ctrlKey)) {
      return;
    }
    const target = reachable().find(
      (element) => matches(event, element.dataset.key) && !element.disabled && isVisible(element),
    );
    if (target) {
      event.preventDefault();
      activate(target);
    }
  });
  document.addEventListener("keyup", () => showKeys(false));
  window.addEventListener("blur", () => showKeys(false));
}
