// What waits to be sent, in this browser's database. An entry is
// {key, id, agent, channel, saved_at, envelope}, and later `waits`, `refusal` (the server's words)
// or `expired`. Only agent, channel and time can be read here: the rest is sealed in the envelope.
// The key is the entry's own: two entries may carry one contact id, and the server judges them.

const NAME = "contactreductie-queue";
const STORE = "entries";
let opened;

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function open() {
  if (!opened) {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    opened = settled(request).then((database) => {
      const forget = () => {
        database.close();
        opened = undefined;
      };
      database.onversionchange = forget;
      database.onclose = forget;
      return database;
    });
    opened.catch(() => {
      opened = undefined;
    });
  }
  return opened;
}

// Resolves when the transaction is done: what was written survives the death of the tab and of the
// browser, and where it is "strict" that of the computer as well.
async function within(mode, work, durability = "relaxed") {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode, { durability });
    const answer = { value: undefined };
    transaction.oncomplete = () => resolve(answer.value);
    transaction.onabort = () => reject(transaction.error);
    work(transaction.objectStore(STORE), answer);
  });
}

export function add(entry) {
  return within("readwrite", (entries) => entries.add(entry));
}

export function remove(key) {
  return within("readwrite", (entries) => entries.delete(key));
}

export function get(key) {
  return within("readonly", (entries, answer) => {
    entries.get(key).onsuccess = (event) => {
      answer.value = event.target.result;
    };
  });
}

// All entries, the oldest first.
export async function all() {
  const found = await within("readonly", (entries, answer) => {
    entries.getAll().onsuccess = (event) => {
      answer.value = event.target.result;
    };
  });
  return found.sort((one, other) => one.saved_at - other.saved_at);
}

// Changes an entry if it is still there: another tab may have sent or removed it meanwhile.
export function change(key, changes) {
  const work = (entries) => {
    entries.get(key).onsuccess = (event) => {
      if (event.target.result) {
        entries.put({ ...event.target.result, ...changes });
      }
    };
  };
  return within("readwrite", work, "strict");
}
