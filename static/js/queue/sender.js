// Sends what waits: one tab at a time, only what the signed-in person saved, again and again
// until the server has answered. Tells of it by events on the document, in every tab:
// `queue:changed`, and in the tab that sent it `queue:sent` {contact, message}.

import { deliver, session } from "./delivery.js";
import { settings } from "./settings.js";
import * as store from "./store.js";

const PAUSES = [1, 1, 2, 5, 10, 20, 30];
const SWEEP = "contactreductie-queue";
const channel = new BroadcastChannel(SWEEP);
channel.onmessage = () => document.dispatchEvent(new CustomEvent("queue:changed"));

// Who sits here as far as we know, and what keeps us from sending, if anything.
export const situation = { viewer: settings?.agent, hindrance: "" };
const tries = new Map();
let failures = 0;
let timer;

// Whether this browser can keep a registration so that nobody else can read it. Without https it
// has no cryptography, in some private windows no database.
export const canKeep = Boolean(
  settings && globalThis.crypto?.subtle && globalThis.indexedDB && navigator.locks,
);

export function tellChanged() {
  document.dispatchEvent(new CustomEvent("queue:changed"));
  channel.postMessage("changed");
}

// An entry that is being sent is held by whoever sends it, in whatever tab.
export function lockOf(entry) {
  return `${SWEEP}:${entry.key}`;
}

export function isWaiting(entry) {
  return !entry.expired && !entry.refusal;
}

// Sends one entry; undefined when it is gone or, unless patient, when another tab is at it.
export function resend(entry, token, { patient = false } = {}) {
  return navigator.locks.request(lockOf(entry), { ifAvailable: !patient }, async (lock) => {
    const current = lock && (await store.get(entry.key));
    if (!current || current.expired) {
      return undefined;
    }
    const answer = await deliver(settings.address, sealedFields(current), token);
    await settle(current, answer);
    return answer;
  });
}

export function sealedFields(entry) {
  return new URLSearchParams({
    id: entry.id,
    agent: entry.agent,
    envelope: JSON.stringify(entry.envelope),
    waited: Math.max(0, (Date.now() - entry.saved_at) / 1000),
  });
}

// What becomes of an entry by the server's answer.
export async function settle(entry, answer) {
  if (answer.state === "unknown") {
    return;
  }
  if (answer.state === "refused") {
    const refusal = answer.errors.map((error) => error.message);
    await store.change(entry.key, { refusal, readable: answer.readable });
  } else {
    await store.remove(entry.key);
    await forgetRepaired(entry.id);
    const { contact, message } = answer;
    document.dispatchEvent(new CustomEvent("queue:sent", { detail: { contact, message } }));
  }
  tellChanged();
}

// A refused entry has served its purpose as soon as its contact is saved in its place.
export async function forgetRepaired(id) {
  for (const entry of await store.all()) {
    if (entry.refusal && (entry.id === id || entry.repair_id === id)) {
      await store.remove(entry.key);
      tellChanged();
    }
  }
}

async function dropExpired() {
  const now = Date.now();
  for (const entry of await store.all()) {
    if (entry.saved_at > now) {
      // The clock was put back since: it counts from here.
      await store.change(entry.key, { saved_at: now });
    } else if (!entry.expired && entry.saved_at < now - settings.kept * 1000) {
      await store.change(entry.key, { expired: true, envelope: null, refusal: null });
      tellChanged();
    }
  }
}

// What can be sent; one that fails again and again does not keep back the others.
async function mine() {
  const entries = await store.all();
  return entries
    .filter((entry) => isWaiting(entry) && entry.agent === settings.agent)
    .sort((one, other) => (tries.get(one.key) ?? 0) - (tries.get(other.key) ?? 0));
}

// A token to send with, if the person of this page is signed in; takes over the new token and key.
export async function signIn() {
  const found = await session(settings.session);
  tellHindrance(hindranceOf(found));
  situation.viewer = found.agent ?? situation.viewer;
  if (situation.hindrance) {
    return "";
  }
  settings.key = found.key;
  for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) {
    input.value = found.csrf;
  }
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": found.csrf }));
  return found.csrf;
}

function tellHindrance(hindrance) {
  if (situation.hindrance !== hindrance) {
    situation.hindrance = hindrance;
    document.dispatchEvent(new CustomEvent("queue:changed"));
  }
}

function hindranceOf(found) {
  if (found.agent === settings.agent) {
    return "";
  }
  if (found.agent) {
    return "colleague";
  }
  return found.signedOut ? "signed-out" : "unreachable";
}

async function sweep(how) {
  const waiting = await mine();
  failures += 1;
  const token = waiting.length > 0 && (await signIn());
  if (!token) {
    return;
  }
  for (const entry of waiting) {
    tries.set(entry.key, (tries.get(entry.key) ?? 0) + 1);
    const answer = await resend(entry, token, how);
    if (answer?.state === "unknown") {
      tellHindrance("unreachable");
      if (!answer.reached) {
        return;
      }
    } else if (answer) {
      failures = 0;
    }
  }
}

// Not all browsers of a floor at the same moment.
function planNext() {
  const pause = PAUSES[Math.min(failures, PAUSES.length - 1)] * (0.75 + Math.random() / 2);
  clearTimeout(timer);
  timer = setTimeout(resume, pause * 1000);
}

// Sends all that can be sent now and plans the next attempt for what stays. Where somebody is at it
// already there is nothing to do, unless patient: that waits its turn.
export async function resume({ afresh = false, patient = false } = {}) {
  clearTimeout(timer);
  failures = afresh ? 0 : failures;
  try {
    await dropExpired();
    await navigator.locks.request(
      SWEEP,
      { ifAvailable: !patient },
      (lock) => lock && sweep({ patient }),
    );
    if ((await mine()).length > 0) {
      planNext();
    }
  } catch {
    failures += 1;
    planNext();
  }
}
