// Phone numbers: Dutch and Belgian ones as they are written, others with + or 00.

import { chains, endsAt, runsOf, startsAt } from "./numbers.js";

const PLUS = /\+ ?\(?$/;
const MOST_DIGITS = 18;
const SERVICE = /^(?:0800|090[069])/; // never a person's own number
const BARE_MOBILE = /^316[1-58][0-9]{7}$/; // as messaging apps copy it
const NATIONAL = /^0[1-9][0-9]{7,8}$/;
const BELGIAN = ["2,3,2,2", "3,2,2,2"];
// Country code, and how many digits a number has after it.
const ABROAD = Object.fromEntries(
  (
    "1-10-10 7-10-10 20-9-10 27-9-9 30-10-10 31-9-9 32-8-9 33-9-9 34-9-9 36-8-9 39-7-11 " +
    "40-9-9 41-9-9 43-7-11 44-9-10 45-8-8 46-7-10 47-8-8 48-9-9 49-7-12 61-9-9 62-8-12 " +
    "86-10-11 90-10-10 91-10-10 212-9-9 213-8-9 233-9-9 234-8-10 297-7-7 351-9-9 352-8-9 " +
    "353-7-9 354-7-7 356-8-8 357-8-8 358-7-11 359-7-9 370-8-8 371-8-8 372-7-8 380-9-9 " +
    "381-8-9 385-8-9 386-8-8 387-8-8 389-8-8 420-9-9 421-9-9 597-6-7 599-7-8 963-8-9 " +
    "964-8-10"
  )
    .split(" ")
    .map((entry) => entry.split("-"))
    .map(([code, least, most]) => [code, { least: Number(least), most: Number(most) }]),
);

export function* find(plain) {
  const runs = runsOf(plain);
  let done = 0;
  for (const [index, run] of runs.entries()) {
    const plus = PLUS.exec(plain.slice(Math.max(0, run.start - 3), run.start));
    const start = plus ? run.start - plus[0].length : run.start;
    if (start < done || !startsAt(plain, start)) {
      continue;
    }
    for (const chain of chains(plain, runs.slice(index, index + MOST_DIGITS), MOST_DIGITS)) {
      const isOne = plus ? isAbroad(chain.digits, true) : isPhone(chain);
      if (isOne && endsAt(plain, chain.end)) {
        done = chain.end;
      }
    }
    if (done > start) {
      yield [start, done];
    }
  }
}

function isPhone(chain) {
  if (chain.digits.startsWith("00")) {
    return isAbroad(chain.digits.slice(2), false);
  }
  return isNational(chain) || BARE_MOBILE.test(chain.digits);
}

/** Countries not in the list need the plus, or every number from 00 would be a phone number. */
function isAbroad(digits, plus) {
  for (const size of [1, 2, 3]) {
    const limits = ABROAD[digits.slice(0, size)];
    if (limits) {
      const number = digits.slice(size).replace(/^0/, ""); // +31 (0)6
      return limits.least <= number.length && number.length <= limits.most;
    }
  }
  return plus && digits[0] !== "0" && digits.length >= 9 && digits.length <= 15;
}

/**
 * Ten digits from a zero, grouped as people group phone numbers.
 * After the area code they keep to one separator, unlike in "09.30-12.00 14.15".
 */
function isNational(chain) {
  const { digits } = chain;
  if (!NATIONAL.test(digits) || SERVICE.test(digits)) {
    return false;
  }
  const { sizes, gaps } = chain;
  const isDate = sizes.slice(0, 3).join() === "2,2,4"; // 06-12-2026 14
  if (new Set(gaps.slice(1)).size > 1 || isDate) {
    return false;
  }
  if (digits.length === 9) {
    return BELGIAN.includes(sizes.join());
  }
  if (sizes[0] === 1) {
    return sizes.length === 10 && digits[1] === "6";
  }
  if (sizes[0] === 2) {
    return digits[1] === "6" || (sizes.join() === "2,2,2,2,2" && new Set(gaps).size === 1);
  }
  return sizes[0] === 10 || ([3, 4].includes(sizes[0]) && Math.min(...sizes) > 1);
}
