// What this person registered last, the newest on top; also what is still to be sent.
import { isWaiting } from "../queue/sender.js";
import * as store from "../queue/store.js";

const NOBODY = "00000000-0000-0000-0000-000000000000";
const SHOWN = 8;
const ZONE = "Europe/Amsterdam";

function formatter(options) {
  const { lang } = document.documentElement;
  const format = new Intl.DateTimeFormat(lang, { timeZone: ZONE, ...options });
  return (moment) => format.format(moment);
}

const timeOf = formatter({ timeStyle: "short" });
const dayOf = formatter({ day: "numeric", month: "long" });
const dateOf = formatter({ dateStyle: "short" });

// As the server writes it: with the day where that is not today.
function written(moment) {
  const isToday = dateOf(moment) === dateOf(new Date());
  return isToday ? timeOf(moment) : `${dayOf(moment)} ${timeOf(moment)}`;
}

export class Latest {
  constructor(root, { latest, repeat }) {
    this.list = root.querySelector("[data-latest]");
    this.none = root.querySelector("[data-latest-none]");
    this.row = root.querySelector("template");
    this.contacts = new Map(latest.map((contact) => [contact.id, contact]));
    root.addEventListener("click", (event) => {
      if (event.target.closest("[data-repeat]")) {
        repeat();
      }
    });
    document.addEventListener("queue:sent", (event) => this.add(event.detail.contact));
    document.addEventListener("queue:changed", () => this.dropRefused());
    document.addEventListener("contact:corrected", (event) => this.replace(event.detail.contact));
    document.addEventListener("contact:withdrawn", (event) => this.remove(event.detail.id));
  }

  get last() {
    return this.contacts.get(this.list.firstElementChild?.dataset.contact);
  }

  // One that waited keeps its place: the order is that of saving here.
  add(contact) {
    if (this.rowWith(contact.id)) {
      this.replace(contact);
      return;
    }
    this.contacts.set(contact.id, contact);
    this.list.prepend(this.rowOf(contact));
    while (this.list.childElementCount > SHOWN) {
      this.remove(this.list.lastElementChild.dataset.contact);
    }
    this.showWhetherThereAreAny();
  }

  replace(contact) {
    const row = this.rowWith(contact.id);
    if (row) {
      this.contacts.set(contact.id, contact);
      row.replaceWith(this.rowOf(contact));
    }
  }

  remove(id) {
    this.rowWith(id)?.remove();
    this.contacts.delete(id);
    this.showWhetherThereAreAny();
  }

  showWhetherThereAreAny() {
    this.list.hidden = this.list.childElementCount === 0;
    this.none.hidden = !this.list.hidden;
  }

  // What was refused in the meantime, or removed, is no longer on its way; the queue tells of it.
  async dropRefused() {
    const kept = [...this.contacts.values()].filter((contact) => contact.isKept);
    if (kept.length > 0) {
      const sendable = (await store.all()).filter(isWaiting).map((entry) => entry.id);
      const isGone = ({ id }) => this.contacts.get(id)?.isKept && !sendable.includes(id);
      kept.filter(isGone).forEach(({ id }) => this.remove(id));
    }
  }

  rowWith(id) {
    return this.list.querySelector(`[data-contact="${CSS.escape(id)}"]`);
  }

  rowOf(contact) {
    const row = this.row.content.firstElementChild.cloneNode(true);
    const { outbound, waiting } = this.list.dataset;
    row.dataset.contact = contact.id;
    row.querySelector("[data-name]").textContent = contact.name;
    const meta = [
      contact.channel_name,
      contact.direction === "outbound" ? outbound : "",
      contact.isWaiting ? waiting : "",
    ];
    row.querySelector("[data-meta]").textContent = meta.filter(Boolean).join(" · ");
    const time = row.querySelector("time");
    time.dateTime = contact.occurred_at;
    time.textContent = written(new Date(contact.occurred_at));
    for (const link of row.querySelectorAll("a[href]")) {
      if (contact.isWaiting) {
        link.remove(); // the server does not know it yet
      } else {
        link.href = link.getAttribute("href").replace(NOBODY, contact.id);
      }
    }
    return row;
  }
}
