// Takes taps back. One that still waits in this browser is taken out of the queue; and the server is
// told in any case, for it may have had it without our knowing. What the server did not hear yet is
// remembered, also when the page is closed.
import * as sender from "../queue/sender.js";
import * as store from "../queue/store.js";

const TRY_AGAIN = 5000;
const PATIENCE = 8000;

export class Undo {
  constructor(form, { agent }) {
    this.form = form;
    this.name = `contactreductie-undo-${agent}`;
    this.pending = new Set(this.remembered());
    window.addEventListener("online", () => this.resume(this.refused));
  }

  remembered() {
    try {
      return JSON.parse(localStorage.getItem(this.name) ?? "[]");
    } catch {
      return [];
    }
  }

  // A browser that keeps nothing tries again as long as the page is open.
  remember() {
    try {
      localStorage.setItem(this.name, JSON.stringify([...this.pending]));
    } catch {
      return;
    }
  }

  isPending(id) {
    return this.pending.has(id);
  }

  async takeBack(tap, refused) {
    this.refused = refused;
    this.pending.add(tap.id);
    this.remember();
    await tap.sent;
    if (sender.canKeep) {
      await takeFromQueue(tap.id);
    }
    await this.tellServer(tap);
  }

  // What an earlier page could not tell any more.
  resume(refused) {
    this.refused = refused;
    for (const id of this.pending) {
      this.tellServer({ id });
    }
  }

  async tellServer(tap) {
    const answer = this.pending.has(tap.id) && (await this.post(tap.id));
    if (answer === null) {
      setTimeout(() => this.tellServer(tap), TRY_AGAIN);
    } else if (answer && this.pending.delete(tap.id)) {
      this.remember();
      if (answer.errors) {
        this.refused(tap, answer.errors);
      }
    }
  }

  // What the server made of it; null when nothing is known of that.
  async post(id) {
    const token = this.form.elements.namedItem("csrfmiddlewaretoken").value;
    try {
      const response = await fetch(this.form.action, {
        method: "POST",
        body: new URLSearchParams({ id }),
        headers: { Accept: "application/json", "X-CSRFToken": token },
        redirect: "manual",
        keepalive: true,
        signal: AbortSignal.timeout(PATIENCE),
      });
      const answer = await response.json();
      return answer.id === id || answer.errors ? answer : null;
    } catch {
      return null;
    }
  }
}

// Under the lock of whoever sends it: after this it is not sent any more.
async function takeFromQueue(id) {
  const entries = await store.all();
  for (const entry of entries.filter((found) => found.id === id)) {
    await navigator.locks.request(sender.lockOf(entry), () => store.remove(entry.key));
    sender.tellChanged();
  }
}
