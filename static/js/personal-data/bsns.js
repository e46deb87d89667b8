// BSNs: nine digits that pass the 11-test.

import { chains, endsAt, runsOf, startsAt } from "./numbers.js";

const LENGTH = 9;
const WEIGHTS = [9, 8, 7, 6, 5, 4, 3, 2, -1];
const AMOUNT_BEFORE = /(?:[€$£]|(?<![a-z])euro?) ?$/;
const AMOUNT_AFTER = /,(?:-|[0-9]{1,2}(?![0-9]))| ?(?:€|euro?(?![a-z]))/y;

export function* find(plain) {
  const runs = runsOf(plain);
  let done = 0;
  for (const [index, run] of runs.entries()) {
    if (run.start < done || !startsAt(plain, run.start)) {
      continue;
    }
    // One run more than can belong to it, to see whether it goes on.
    const joined = runs.slice(index, index + LENGTH + 1);
    for (const chain of chains(plain, joined, LENGTH)) {
      if (
        passes(chain.digits) &&
        isWrittenSo(chain, joined) &&
        endsAt(plain, chain.end) &&
        !isAmount(plain, run.start, chain.end)
      ) {
        done = chain.end;
        yield [run.start, done];
      }
    }
  }
}

function passes(digits) {
  if (digits.length !== LENGTH || digits === "0".repeat(LENGTH)) {
    return false;
  }
  return WEIGHTS.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0) % 11 === 0;
}

/**
 * Whether people group a BSN like this: not at all, or in small groups with one separator.
 * Two groups are an invoice number or a postcode abroad, and a year is part of a date.
 */
function isWrittenSo(chain, joined) {
  const { sizes } = chain;
  const gaps = new Set(chain.gaps);
  if (sizes.length === 1) {
    return true;
  }
  if (sizes.length === 2 || Math.max(...sizes) > 4 || gaps.size > 1 || hasYear(chain)) {
    return false;
  }
  const after = joined[sizes.length]?.gap ?? "";
  const goesOn = gaps.has(joined[0].gap) || gaps.has(after);
  return !goesOn || ["3,3,3", "4,2,3"].includes(sizes.join());
}

function hasYear(chain) {
  let end = 0;
  return chain.sizes.some((size) => {
    end += size;
    return size === 4 && ["19", "20"].includes(chain.digits.slice(end - 4, end - 2));
  });
}

function isAmount(plain, start, end) {
  AMOUNT_AFTER.lastIndex = end;
  return AMOUNT_BEFORE.test(plain.slice(Math.max(0, start - 6), start)) || AMOUNT_AFTER.test(plain);
}
