// IBANs of any country: its length, and the check digits of ISO 13616 (mod 97).

import { startsAt } from "./numbers.js";

const LENGTHS = Object.fromEntries(
  (
    "ad24 ae23 al28 at20 az28 ba20 be16 bg22 bh22 bi27 br29 by28 ch21 cr22 cy28 cz24 de22 dj27 " +
    "dk18 do28 ee20 eg29 es24 fi18 fk18 fo18 fr27 gb22 ge22 gi23 gl18 gr27 gt28 hn28 hr21 hu28 " +
    "ie22 il23 iq23 is26 it27 jo30 kw30 kz20 lb28 lc32 li21 lt20 lu20 lv21 ly25 mc27 md24 me22 " +
    "mk19 mn20 mr27 mt31 mu30 ni28 nl18 no15 om23 pk24 pl28 ps29 pt25 qa29 ro24 rs22 ru33 sa24 " +
    "sc31 sd18 se24 si19 sk24 sm27 so23 st25 sv28 tl23 tn24 tr26 ua29 va22 vg24 xk20 ye30"
  )
    .split(" ")
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);
const START = /([a-z])[ ._/-]{0,3}([a-z])(?=[ ._/-]{0,3}[0-9])/g;
const SIGN = /[ ._/-]{0,3}([a-z0-9])/y;

export function* find(plain) {
  let done = 0;
  for (const match of plain.matchAll(START)) {
    const start = match.index;
    const length = LENGTHS[match[1] + match[2]];
    if (length && start >= done && startsAt(plain, start)) {
      const end = endOf(plain, start, length);
      if (end && !/[0-9]/.test(plain.charAt(end))) {
        done = end;
        yield [start, end];
      }
    }
  }
}

/** Where the IBAN that starts here ends; 0 when there is none. */
function endOf(plain, start, length) {
  let signs = "";
  SIGN.lastIndex = start;
  let end = start;
  while (signs.length < length) {
    const match = SIGN.exec(plain);
    if (match === null) {
      return 0;
    }
    signs += match[1];
    end = SIGN.lastIndex;
  }
  return isValid(signs) ? end : 0;
}

/** Words that follow something like "be12" are mostly letters; an IBAN is not. */
function isValid(signs) {
  const mostlyDigits = 2 * signs.replace(/[a-z]/g, "").length >= signs.length;
  const turned = signs.slice(4) + signs.slice(0, 4);
  const number = [...turned].map((sign) => parseInt(sign, 36)).join("");
  return mostlyDigits && BigInt(number) % 97n === 1n;
}
