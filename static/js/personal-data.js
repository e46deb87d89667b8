// Personal data in free text: e-mail addresses, phone numbers, IBANs and BSNs (rule C-7).
//
// The twin of reasons/personal_data on the server, file by file. tests/data/personal_data.json holds
// the cases that both must answer alike; a change goes into both. The server has the last word.

import { find as bsns } from "./personal-data/bsns.js";
import { find as emails } from "./personal-data/emails.js";
import { find as ibans } from "./personal-data/ibans.js";
import { find as phones } from "./personal-data/phones.js";
import { read } from "./personal-data/undisguised.js";

// In this order: what one of them has taken is no longer there for the next.
const FINDERS = { email: emails, iban: ibans, phone: phones, bsn: bsns };

/** Found pieces in reading order: `{ kind, start, end }` with `text.slice(start, end)`. */
export function find(text) {
  let { plain, starts, ends } = read(text);
  const found = [];
  for (const [kind, spans] of Object.entries(FINDERS)) {
    let rest = "";
    let done = 0;
    for (const [start, end] of spans(plain)) {
      found.push({ kind, start: starts[start], end: ends[end - 1] });
      rest += plain.slice(done, start) + "\0".repeat(end - start);
      done = end;
    }
    plain = rest + plain.slice(done);
  }
  return found.sort((one, other) => one.start - other.start);
}
