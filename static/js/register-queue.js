// Saves a registration so that it cannot get lost: first it is sealed and kept in this browser,
// then it is sent, and it is forgotten when the server has it. See docs/adr/0012.
//
// send(form, fields, { isAwaited }) → Promise of
//   {state: "saved", contact, message}    the server has it
//   {state: "refused", errors: [{field, message}]}    not saved: the form still has everything; or,
//       where `isAwaited` tells that it is about another contact by now, the queue has
//   {state: "waiting", count}    kept here, with so many in all: the form may be cleared
// and rejects when it could neither be kept nor sent: then the form is the only place where it is.
// `fields` is what to save, with its id: FormData or URLSearchParams. What was "waiting" and is
// sent later is told by `queue:sent` {contact, message} on the document.

import { seal } from "./envelope.js";
import { deliver } from "./queue/delivery.js";
import * as sender from "./queue/sender.js";
import { settings } from "./queue/settings.js";
import * as store from "./queue/store.js";
import * as view from "./queue/view.js";

const PATIENCE = 1500;
const underWay = new Map();
const unsaved = new Set();
let keeps = sender.canKeep;

if (keeps) {
  store.all().catch(() => (keeps = false));
}

// Whether the form may go on to another contact before there is an answer.
export function mayLetGo() {
  return keeps;
}

// A second Enter gets the answer of the first.
export function send(form, fields, { isAwaited = () => true } = {}) {
  const body = new URLSearchParams(fields);
  body.delete("csrfmiddlewaretoken");
  body.set("agent", settings.agent);
  const content = body.toString();
  if (!underWay.has(content)) {
    const saving = save(form, body, isAwaited).finally(() => underWay.delete(content));
    underWay.set(content, saving);
  }
  return underWay.get(content);
}

function save(form, body, isAwaited) {
  if (!sender.canKeep) {
    return saveWithoutKeeping(form, body, isAwaited);
  }
  const entry = {
    key: crypto.randomUUID(),
    id: body.get("id"),
    agent: settings.agent,
    channel: channelName(form, body.get("channel")),
    saved_at: Date.now(),
  };
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(sender.lockOf(entry), () => keepAndSend(form, body, { entry, isAwaited, resolve }))
      .catch(reject)
      .then(() => sender.resume({ afresh: true }));
  });
}

// `resolve` gets the answer for the form: once, and before anything follows from it.
async function keepAndSend(form, body, { entry, isAwaited, resolve }) {
  try {
    const envelope = await seal(settings.key, `${entry.agent}:${entry.id}`, body.toString());
    await store.add({ ...entry, envelope });
  } catch {
    keeps = false;
    resolve(await saveWithoutKeeping(form, body, isAwaited));
    return;
  }
  const sending = deliver(form.action, body, tokenOf(form));
  const answer = await Promise.race([sending, pause(PATIENCE)]);
  const isRefused = answer?.state === "refused";
  if (answer?.state === "saved" || (isRefused && isAwaited())) {
    resolve(answer);
    await store.remove(entry.key);
    if (answer.state === "saved") {
      await sender.forgetRepaired(entry.id);
    }
    return;
  }
  await store.change(entry.key, { waits: true });
  sender.tellChanged();
  resolve(isRefused ? answer : { state: "waiting", count: await view.render() });
  await sender.settle(entry, await sending);
}

// In a browser that can keep nothing. The same id goes with it the next time, so that it cannot
// be registered twice. What the form does not hold any more is sent until there is an answer.
async function saveWithoutKeeping(form, body, isAwaited) {
  unsaved.add(body.get("id"));
  let answer = await deliver(form.action, body, tokenOf(form));
  while (answer.state === "unknown" && !isAwaited()) {
    await pause(PATIENCE);
    answer = await deliver(form.action, body, tokenOf(form));
  }
  if (answer.state === "unknown") {
    throw new Error("neither kept nor sent");
  }
  unsaved.delete(body.get("id"));
  return answer;
}

function tokenOf(form) {
  return form.elements.namedItem("csrfmiddlewaretoken").value;
}

// The channel's name as the form shows it.
export function channelName(form, code) {
  const value = `[value="${CSS.escape(code)}"]`;
  const chosen = form.querySelector(`[name=channel]${value}, [name=channel] option${value}`);
  return (chosen?.labels?.[0] ?? chosen)?.textContent.trim() || code;
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

window.addEventListener("beforeunload", (event) => {
  if (unsaved.size > 0) {
    event.preventDefault();
  }
});
