// Numbers as people write them: runs of digits with separators between them.

const GAP = /^[ ._/()-]{1,4}$/;
// A number glued to other letters or digits is a code, unless these say what it is.
const LABEL = new RegExp(
  "^(?:app|bankrekening|bel|bsn|burgerservicenummer|fax|gsm|iban|m|mob|mobiel|mobile|nr|nummer|op|" +
    "phone|rek|rekening|rekeningnummer|sofi|sofinummer|t|tel|telefoon|telefoonnummer|telnr|whatsapp)$",
);
const GLUED_BEFORE = /([a-z0-9]+)[_-]?$|[0-9][.:]$/;
const GLUED_AFTER = /[a-z0-9]|[.-][0-9]/y;
const FURTHEST_BACK = 25; // the longest label fits in it

/** Whether a number may start here: it is no part of a longer code. */
export function startsAt(plain, place) {
  const match = GLUED_BEFORE.exec(plain.slice(Math.max(0, place - FURTHEST_BACK), place));
  return match === null || LABEL.test(match[1] ?? "");
}

export function endsAt(plain, place) {
  GLUED_AFTER.lastIndex = place;
  return !GLUED_AFTER.test(plain);
}

/** Digits in a row; `gap` is what joins them to the run before, empty when nothing does. */
export function runsOf(plain) {
  const runs = [];
  let end = 0;
  for (const match of plain.matchAll(/[0-9]+/g)) {
    const gap = plain.slice(end, match.index);
    end = match.index + match[0].length;
    runs.push({ start: match.index, end, gap: GAP.test(gap) ? gap.trim() || " " : "" });
  }
  return runs;
}

/** The chain of the first run, of the first two, and so on while they are joined. */
export function* chains(plain, joined, mostDigits) {
  let digits = "";
  for (const [index, run] of joined.entries()) {
    if ((index > 0 && !run.gap) || digits.length + run.end - run.start > mostDigits) {
      return;
    }
    digits += plain.slice(run.start, run.end);
    yield new Chain(digits, joined.slice(0, index + 1));
  }
}

/** Joined runs, read as one number. */
class Chain {
  constructor(digits, runs) {
    this.digits = digits;
    this.runs = runs;
    this.end = runs.at(-1).end;
  }

  get sizes() {
    return this.runs.map((run) => run.end - run.start);
  }

  get gaps() {
    return this.runs.slice(1).map((run) => run.gap);
  }
}
