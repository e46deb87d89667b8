// Moves a reason by drag or by key. Both lead to the page that shows what the move does and asks
// why, so nothing changes here. Without this script the buttons of a reason do the same.

const list = document.querySelector("[data-editor]");
const status = document.querySelector("[data-editor-status]");
const lines = list ? [...list.children] : [];
let held = null;

function hold(line) {
  held?.classList.remove("is-held");
  held = line;
  held?.classList.add("is-held");
  status.textContent = line ? list.dataset.held.replace("{name}", line.dataset.name) : "";
}

function move(line, parent, after) {
  const address = list.dataset.move.replace("CODE", encodeURI(line.dataset.code));
  const place = new URLSearchParams({ parent: parent || "-" });
  if (after) {
    place.set("after", after);
  }
  window.location.assign(`${address}?${place}`);
}

function putBelow(line, target) {
  if (line && line !== target) {
    move(line, target.dataset.code, "");
  }
}

function putBehind(line, target) {
  if (line && line !== target) {
    move(line, target.dataset.parent, target.dataset.code);
  }
}

// One place up or down among its own: behind the one before the previous, or behind the next.
function reorder(line, key) {
  const { parent, previous, next, place, siblings } = line.dataset;
  if (key === "ArrowUp" && Number(place) > 1) {
    move(line, parent, previous);
  } else if (key === "ArrowDown" && place !== siblings) {
    move(line, parent, next);
  }
}

function walk(line, step) {
  lines[lines.indexOf(line) + step]?.querySelector("a").focus();
}

const KEYS = {
  ArrowDown: (line) => walk(line, 1),
  ArrowUp: (line) => walk(line, -1),
  x: (line) => hold(line),
  v: (line) => putBelow(held, line),
  b: (line) => putBehind(held, line),
  Escape: () => hold(null),
};

function pressed(event) {
  const line = event.target.closest("[data-code]");
  if (!line || event.ctrlKey || event.metaKey) {
    return;
  }
  const act = event.altKey ? (one) => reorder(one, event.key) : KEYS[event.key];
  if (act && (!event.altKey || event.key.startsWith("Arrow"))) {
    event.preventDefault();
    act(line);
  }
}

// The lower third of a line is behind it, the rest is below it.
function isBehind(event, line) {
  const { top, height } = line.getBoundingClientRect();
  return event.clientY > top + (2 * height) / 3;
}

function mark(line, name) {
  for (const one of lines) {
    one.classList.toggle("is-below", one === line && name === "is-below");
    one.classList.toggle("is-behind", one === line && name === "is-behind");
  }
}

function dragged(event) {
  const line = event.target.closest("[data-code]");
  if (held && line && line !== held) {
    event.preventDefault();
    mark(line, isBehind(event, line) ? "is-behind" : "is-below");
  }
}

function dropped(event) {
  const line = event.target.closest("[data-code]");
  if (held && line) {
    event.preventDefault();
    (isBehind(event, line) ? putBehind : putBelow)(held, line);
  }
}

if (list) {
  list.addEventListener("keydown", pressed);
  list.addEventListener("dragstart", (event) => hold(event.target.closest("[data-code]")));
  list.addEventListener("dragover", dragged);
  list.addEventListener("drop", dropped);
  list.addEventListener("dragend", () => {
    mark(null, "");
    hold(null);
  });
}
