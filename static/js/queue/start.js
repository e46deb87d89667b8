// Starts the queue on a page: sends what waits when there is a chance, shows what waits, and keeps
// whoever still has something waiting from logging out.

import { repair } from "./repair.js";
import * as sender from "./sender.js";
import { settings } from "./settings.js";
import * as store from "./store.js";
import * as view from "./view.js";

const LOOK_AGAIN = 30 * 60 * 1000;
const BEFORE_LEAVING = 3000;

function tryNow() {
  return sender.resume({ afresh: true });
}

function listen() {
  document.addEventListener("queue:changed", view.render);
  window.addEventListener("online", tryNow);
  window.addEventListener("pageshow", (event) => event.persisted && tryNow());
  document.addEventListener("visibilitychange", () => !document.hidden && tryNow());
  // Also where nothing waits to be sent, what is kept for too long has to go.
  setInterval(sender.resume, LOOK_AGAIN);
  document.addEventListener("submit", stopLogout, { capture: true });
  view.onAsk({
    send: tryNow,
    repair,
    remove: (entry) =>
      navigator.locks.request(sender.lockOf(entry), async () => {
        await store.remove(entry.key);
        sender.tellChanged();
      }),
  });
}

// C-9. What can be sent at once is sent first, so that only a real hindrance stops anybody.
async function stopLogout(event) {
  const form = event.target;
  if (new URL(form.action).pathname !== settings.logout) {
    return;
  }
  event.preventDefault();
  const tried = sender.resume({ afresh: true, patient: true });
  await Promise.race([tried, new Promise((resolve) => setTimeout(resolve, BEFORE_LEAVING))]);
  const kept = await store.all().catch(() => []);
  if (kept.some((entry) => entry.agent === settings.agent && !entry.expired)) {
    view.open({ leaving: true });
  } else {
    form.submit();
  }
}

async function start() {
  await view.render();
  listen();
  await tryNow();
}

// A private window may have a database that cannot be opened.
if (sender.canKeep) {
  start().catch(view.tellCannotKeep);
} else {
  view.tellCannotKeep();
}
