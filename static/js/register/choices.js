// Rows of buttons to choose from, quick by keyboard: the first letters choose, and what may stay
// empty can be emptied again. Letters that begin no option were a word for another field, typed by
// somebody who looks elsewhere: what they chose is taken back.

const PAUSE = 700;
const PAUSE_IN_WORD = 1500; // after a letter that began no option

let typed = "";
let since = 0;
let group = "";
let isWord = false;
let chosen = null; // by letters
let before; // what stood there when those began

function radiosOf(target) {
  const radios = target.form.querySelectorAll(`input[type=radio][name="${CSS.escape(target.name)}"]`);
  return [...radios].filter((radio) => !radio.closest("[hidden]"));
}

function textOf(radio) {
  return radio.closest("label").textContent.trim().toLowerCase();
}

// As a click does.
function tell(field) {
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function choose(radio) {
  radio.checked = true;
  radio.focus();
  tell(radio);
}

function empty(place) {
  clear(place);
  const first = place.querySelector("input");
  first.focus();
  tell(first);
}

// The same letter again goes on to the next that begins with it, as in a list of the browser.
function chosenBy(letter, target) {
  typed = goesOn(target) && typed !== letter ? typed + letter : letter;
  since = Date.now();
  group = target.name;
  const radios = radiosOf(target);
  const fitting = radios.filter((radio) => textOf(radio).startsWith(typed));
  return fitting[(fitting.indexOf(target.checked ? target : null) + 1) % fitting.length];
}

function goesOn(target) {
  return target.name === group && Date.now() - since < (isWord ? PAUSE_IN_WORD : PAUSE);
}

function chooseBy(letter, target) {
  const radio = chosenBy(letter, target);
  isWord = !radio;
  const now = radiosOf(target).find((other) => other.checked);
  if (now !== chosen) {
    before = now;
  }
  if (radio) {
    choose(radio);
    chosen = radio;
  } else {
    takeBack(target, now);
  }
}

function takeBack(target, now) {
  if (now && now === chosen) {
    now.checked = false;
    if (before) {
      choose(before);
    } else {
      tell(now);
    }
  }
  chosen = null;
  target.dispatchEvent(new CustomEvent("register:wanted", { bubbles: true }));
}

export function clear(wrapper) {
  for (const field of wrapper.querySelectorAll("input, select, textarea")) {
    if (field.type === "radio" || field.type === "checkbox") {
      field.checked = false;
    } else {
      field.value = "";
    }
  }
}

function onKey(event) {
  const place = event.target.closest("[data-field]");
  if (["Backspace", "Delete"].includes(event.key) && place?.querySelector("[data-clear]")) {
    event.preventDefault();
    empty(place);
  } else if (isLetter(event.key) || (event.key === " " && goesOn(event.target))) {
    event.preventDefault();
    chooseBy(event.key.toLowerCase(), event.target);
  }
}

function isLetter(key) {
  return /^[\p{L}\p{N}]$/u.test(key);
}

export function enhanceChoices(form) {
  form.addEventListener("keydown", (event) => {
    const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey;
    if (event.target.type === "radio" && isPlain) {
      onKey(event);
    }
  });
  form.addEventListener("focusout", (event) => {
    if (event.target.type === "radio" && event.relatedTarget?.name !== event.target.name) {
      typed = "";
      chosen = null; // who comes back to it starts from what stands there
    }
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-clear]");
    if (button) {
      empty(button.closest("[data-field]"));
    }
  });
}
