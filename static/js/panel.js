// Pages that open in a dialog over the page somebody works on. Any <a data-panel href> opens so,
// with a data-panel-send="text" as `sought`, which goes into no address;
// the server leaves out the house around the page (contactreductie/core/panel.py).
//
// After a change the server answers {message, event, detail}: the panel closes, says the message,
// asks for the parts marked data-panel-refresh anew, and dispatches the event on document.
import { isVisible } from "./keys.js";

const SHOWN_FOR = 8000;
const TEXT = "textarea, select, input:not([type=radio], [type=checkbox], [type=button], [type=submit])";
const WRONG = '[aria-invalid="true"]';
const FIRST = "[data-focus], [autofocus], input:checked, input:not([type=hidden]), textarea, select, .btn";

const dialog = document.querySelector("[data-workpanel]");
const body = dialog?.querySelector("[data-panel-body]");
const toast = document.querySelector("[data-toast]");
let address = "";
let asked = 0; // the newest request counts: a slow answer to an earlier one does not
let early = null; // digits typed while the panel was on its way
let isSending = false;

export function openPanel(url, sought = "") {
  address = new URL(url, window.location.href).href;
  if (!dialog.open) {
    body.replaceChildren(copyOf("waiting"));
    dialog.showModal();
    body.firstElementChild.focus();
  }
  early ??= [];
  show(ask(address, sought ? { method: "POST", body: new URLSearchParams({ sought, ...token() }) } : {}));
}

export function tell(message) {
  toast.textContent = message;
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => (toast.textContent = ""), SHOWN_FOR);
}

function copyOf(name) {
  return dialog.querySelector(`template[data-panel-${name}]`).content.cloneNode(true);
}

function token() {
  const { name, value } = document.querySelector("input[name=csrfmiddlewaretoken]");
  return { [name]: value };
}

function ask(url, options) {
  return fetch(url, { ...options, headers: { "HX-Request": "true" } });
}

// What was sent is told even when the panel was closed before the answer came.
async function show(request, { isSent = false } = {}) {
  const ticket = ++asked;
  const isAwaited = () => ticket === asked && dialog.open;
  try {
    const response = await request;
    const isDone = response.headers.get("Content-Type")?.startsWith("application/json");
    const answer = await (isDone ? response.json() : response.text());
    if (isDone) {
      await finish(answer, isAwaited());
    } else if (isAwaited()) {
      put(answer, response.ok);
    } else if (isSent) {
      tell(unsent());
    }
  } catch {
    if (isAwaited()) {
      fail();
    } else if (isSent) {
      tell(unsent());
    }
  }
}

function unsent() {
  return copyOf("unsent").textContent.trim();
}

function put(html, isRight) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const content = page.querySelector("[data-panel-content]");
  if (content) {
    body.replaceChildren(document.adoptNode(content));
    begin();
  } else if (isRight) {
    window.location.assign(address); // another page altogether: the log-in, after a long pause
  } else {
    const refused = page.querySelector("#main .oops");
    body.replaceChildren(refused ? document.adoptNode(refused) : copyOf("failed"));
    const heading = body.querySelector("h1, h2");
    heading.id = "workpanel-title";
    early = null;
  }
}

function begin() {
  body.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
  watchTexts(body);
  body.scrollTop = 0;
  const field = firstField();
  field.focus();
  if (field.matches("textarea")) {
    field.setSelectionRange(field.value.length, field.value.length); // typing goes on at its end
  }
  const [digit] = early ?? []; // what came after it was text
  early = null;
  if (digit) {
    choose(digit);
  }
}

// Where the work begins, or goes on after a refusal: typing then mends what was wrong.
function firstField() {
  const wrong = [...body.querySelectorAll(WRONG)].filter(isVisible);
  return (
    wrong.find((field) => field.checked) ??
    wrong[0] ??
    body.querySelector("[data-focus]") ??
    body.querySelector(FIRST) ??
    body.querySelector("h2")
  );
}

async function watchTexts(root) {
  const places = root.querySelectorAll("form[data-quick] [data-free-text]");
  if (places.length > 0) {
    const { FreeText } = await import("./register/note.js");
    places.forEach((place) => new FreeText(place));
  }
}

function fail() {
  early = null;
  if (body.querySelector("form")) {
    body.querySelector("[role=alert].notice")?.remove();
    body.querySelector("[data-panel-content]").prepend(copyOf("unsent"));
    return;
  }
  body.replaceChildren(copyOf("failed"));
  const again = body.querySelector("a");
  again.href = address;
  again.focus();
}

async function finish({ message, event, detail }, isAwaited) {
  if (isAwaited) {
    dialog.close();
  }
  tell(message);
  await refresh().catch(() => {}); // it is done; the page shows it when it is opened again
  document.dispatchEvent(new CustomEvent(event, { detail }));
}

// What on this page is no longer as it was; the focus stays where it can.
async function refresh() {
  const parts = [...document.querySelectorAll("[data-panel-refresh]")];
  if (parts.length === 0) {
    return;
  }
  const response = await fetch(window.location.href);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const link = document.activeElement?.getAttribute("href");
  for (const part of parts) {
    const renewed = page.getElementById(part.id);
    if (renewed) {
      part.replaceWith(document.adoptNode(renewed));
    }
  }
  if (document.activeElement === document.body) {
    const same = link && document.querySelector(`#main a[href="${CSS.escape(link)}"]`);
    (same || document.getElementById("main")).focus();
  }
}

async function send(form, submitter) {
  if (isSending) {
    return;
  }
  isSending = true;
  address = new URL(form.getAttribute("action") || address, window.location.href).href;
  const data = new URLSearchParams(new FormData(form, submitter));
  await show(ask(address, { method: "POST", body: data }), { isSent: true });
  isSending = false;
}

// The form that keys are for: in the panel, or on its ordinary page.
function quickForm() {
  return (dialog.open ? body : document).querySelector("form[data-quick]");
}

// A digit is a choice until there is one, and to change it where the choices are; else it is text.
function isForChoice(target) {
  const isChosen = quickForm()?.querySelector("[data-digit]:checked");
  return !isChosen || target.matches("[data-digit]");
}

// A key 1 to 9 chooses; the text that comes after the choice is next.
function choose(digit) {
  const form = quickForm();
  const radio = form?.querySelector(`[data-digit="${digit}"]`);
  if (!radio) {
    return false;
  }
  radio.click();
  (form.querySelector("textarea") ?? radio).focus();
  return true;
}

function onKey(event) {
  const isSave = event.key === "Enter" && (event.ctrlKey || event.metaKey);
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  const isDigit = isPlain && /^[1-9]$/.test(event.key) && !event.target.matches(TEXT);
  if (isSave && quickForm()) {
    event.preventDefault();
    quickForm().requestSubmit(quickForm().querySelector(".btn--primary"));
  } else if (isDigit && early) {
    early.push(event.key);
  } else if (isDigit && isForChoice(event.target) && choose(event.key)) {
    event.preventDefault(); // or it would be typed into the text that has the focus now
  }
}

// A reason chosen here goes into the registration that waits below.
function takeReason(event) {
  const form = document.querySelector("[data-register]");
  if (form && dialog.open) {
    event.preventDefault();
    const reason = event.target.closest("[data-take-reason]").dataset.takeReason;
    dialog.close();
    form.dispatchEvent(new CustomEvent("register:fill", { bubbles: true, detail: { reason } }));
  }
}

function isForPanel(event, link) {
  return link && event.button === 0 && !event.defaultPrevented && !(event.ctrlKey || event.metaKey || event.shiftKey);
}

export function startPanel() {
  if (!dialog) {
    return;
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-panel]");
    if (isForPanel(event, link)) {
      event.preventDefault();
      openPanel(link.href, link.dataset.panelSend);
    } else if (event.target.closest("[data-panel-close]") && dialog.open) {
      event.preventDefault();
      dialog.close();
    } else if (event.target.closest("[data-take-reason]")) {
      takeReason(event);
    }
  });
  dialog.addEventListener("submit", (event) => {
    if (event.target.method !== "dialog") {
      event.preventDefault();
      send(event.target, event.submitter);
    }
  });
  document.addEventListener("keydown", onKey);
  watchTexts(document);
  dialog.addEventListener("close", () => {
    body.replaceChildren();
    early = null;
    asked += 1;
  });
}
