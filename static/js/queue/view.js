// What waits, as its agent sees it: a line on the register page or a count in the top bar, and a
// list of times and channels. Of a colleague's entries only that there are some.

import * as sender from "./sender.js";
import { settings } from "./settings.js";
import * as store from "./store.js";

const YOUNG = 1500;
const home = document.querySelector("[data-queue-home]");
const list = document.querySelector("[data-queue-list]");
const slot = document.querySelector("[data-queue]");
let shown = "";
let actions;

// A word or sentence that the template holds for us.
export function word(name, values = {}) {
  return Object.entries(values).reduce(
    (text, [key, value]) => text.replace(`{${key}}`, value),
    list.dataset[name],
  );
}

function counted(name, number) {
  return number === 0 ? "" : word(number === 1 ? `${name}One` : `${name}Many`, { n: number });
}

// Most are sent within a moment and are never seen waiting.
function isToSee(entry) {
  return entry.waits || Date.now() - entry.saved_at >= YOUNG;
}

// Shows what is there now; how many of the reader's own are kept.
export async function render() {
  const entries = await store.all();
  const seen = entries.filter(isToSee);
  if (seen.length < entries.length) {
    setTimeout(render, YOUNG);
  }
  const own = seen.filter((entry) => entry.agent === sender.situation.viewer);
  const others = seen.filter((entry) => entry.agent !== sender.situation.viewer);
  renderLine(own, others.filter((entry) => !entry.expired).length);
  renderList(own);
  return own.filter((entry) => !entry.expired).length;
}

function renderLine(own, others) {
  const kept = own.filter((entry) => !entry.expired);
  const refused = kept.filter((entry) => entry.refusal).length;
  const parts = [
    counted("unsent", kept.length),
    counted("refused", refused),
    counted("expired", own.length - kept.length),
    kept.length > refused && sender.situation.hindrance === "signed-out" ? word("signIn") : "",
  ];
  const text = parts.filter(Boolean).join(" · ");
  const button = home.querySelector("[data-queue-open]");
  setText(button.querySelector("[data-queue-text]"), text);
  setText(home.querySelector("[data-queue-status]"), text);
  setText(button.querySelector("[data-queue-count]"), String(own.length));
  button.classList.toggle("queue__line--signal", kept.length < own.length || refused > 0);
  button.hidden = text === "";
  const colleague = home.querySelector("[data-queue-colleague]");
  setText(colleague, counted("colleague", others));
  colleague.hidden = others === 0;
}

// Only a real change is read out.
function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function renderList(own) {
  const fresh = JSON.stringify([own, sender.situation.hindrance]);
  if (fresh === shown) {
    return;
  }
  shown = fresh;
  const focused = document.activeElement?.closest("[data-queue-list] li button");
  const place = focused && [focused.closest("li").dataset.key, focused.name];
  list.querySelector("ul").replaceChildren(...own.map(row));
  setText(list.querySelector("[data-queue-hindrance]"), hindrance());
  list.querySelector("[data-queue-sign-in]").hidden = sender.situation.hindrance !== "signed-out";
  list.querySelector("[data-queue-send]").hidden = !own.some(sender.isWaiting);
  if (own.length === 0) {
    list.close();
  } else if (place) {
    const [key, name] = place;
    const again = list.querySelector(`li[data-key="${key}"] button[name="${name}"]`);
    (again ?? list.querySelector("button:not([hidden])")).focus();
  }
}

function hindrance() {
  const name = { unreachable: "unreachable", "signed-out": "signIn" }[sender.situation.hindrance];
  return name ? word(name) : "";
}

function row(entry) {
  const element = list.querySelector("template").content.firstElementChild.cloneNode(true);
  const time = momentOf(entry);
  const what = `${time} · ${entry.channel}`;
  element.dataset.key = entry.key;
  element.querySelector("[data-queue-what]").textContent = entry.expired
    ? word("gone", { time, channel: entry.channel })
    : what;
  element.querySelector("[data-queue-why]").textContent = (entry.refusal ?? []).join(" ");
  element.querySelector("[data-queue-refused]").hidden = !entry.refusal;
  const isMendable = Boolean(entry.refusal) && entry.readable;
  for (const button of element.querySelectorAll("button")) {
    button.setAttribute("aria-label", `${button.textContent.trim()}: ${what}`);
    button.addEventListener("click", () => ask(button.name, entry));
  }
  element.querySelector("[name=repair]").hidden = !isMendable;
  element.querySelector("[name=remove]").hidden = Boolean(entry.expired);
  element.querySelector("[name=dismiss]").hidden = !entry.expired;
  return element;
}

function momentOf(entry) {
  const format = { weekday: "short", hour: "2-digit", minute: "2-digit" };
  const language = document.documentElement.lang;
  return new Intl.DateTimeFormat(language, format).format(entry.saved_at).replace(",", "");
}

async function ask(name, entry) {
  if (name === "repair") {
    await actions.repair(entry);
  } else if (name === "dismiss" || window.confirm(word("sure"))) {
    await actions.remove(entry);
  }
}

export function onAsk(given) {
  actions = given;
  home.querySelector("[data-queue-open]").addEventListener("click", () => open());
  list.querySelector("[data-queue-send]").addEventListener("click", () => actions.send());
}

export async function open({ leaving = false } = {}) {
  await render();
  list.querySelector("[data-queue-leaving]").hidden = !leaving;
  if (!list.open) {
    list.showModal();
  }
}

export function tellCannotKeep() {
  if (slot) {
    setText(home.querySelector("[data-queue-colleague]"), word("cannotKeep"));
    home.querySelector("[data-queue-colleague]").hidden = false;
  }
}

slot?.append(home);
