// What begins the next contact while one is still being sent: a key, a click or a paste that enters
// or chooses something. It is told before it takes effect. To move about, to look something up or
// to press Save once more begins nothing.

const FIELDS = "input, select, textarea";
const CONTROLS = `label, ${FIELDS}, button, summary, [role=option]`;
const BESIDE = "[data-save], [data-queue], [data-key-menu], [data-customer]";
const TICKED = "[type=radio], [type=checkbox]";
const STEPPED = "[type=radio], [type=datetime-local], select";
const ERASING = ["Backspace", "Delete"];
const OPENING = ["ArrowUp", "ArrowDown"];

export function isText(element) {
  return element.matches(`textarea, input:not(${TICKED})`);
}

function enters({ key, target, altKey, ctrlKey, metaKey }) {
  if (altKey || ctrlKey || metaKey) {
    return false;
  }
  if (key.length === 1 && target.matches("[data-save]")) {
    return key !== " "; // that presses it
  }
  if (key.length === 1 || ERASING.includes(key)) {
    return target.matches(FIELDS);
  }
  const isChoice = target.matches("[role=combobox]") && OPENING.includes(key);
  return isChoice || (key.startsWith("Arrow") && target.matches(STEPPED));
}

// `begin` lets the contact that is being sent go, if there is one, and says whether it did.
export function watchForNext(form, begin) {
  const listen = (type, listener) => form.addEventListener(type, listener, { capture: true });
  listen("keydown", (event) => {
    if (enters(event) && begin() && document.activeElement !== event.target) {
      event.stopPropagation(); // the letter goes where the focus is now
    }
  });
  listen("beforeinput", () => begin());
  listen("click", ({ target }) => {
    const isControl = target.closest(CONTROLS) && !target.closest(BESIDE);
    if (isControl && begin() && target.matches(TICKED)) {
      target.checked = true; // the browser had done so already
    }
  });
}
