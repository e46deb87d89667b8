// The text as a reader sees it: full-width or Arabic digits are digits, special spaces and dashes are
// spaces and dashes, and what is invisible is not there.

// Unicode's default ignorable code points: zero-width characters, soft hyphens, variation signs.
const INVISIBLE = new RegExp(
  "[\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e" +
    "\\u2060-\\u206f\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufff8\\u{1bca0}-\\u{1bca3}" +
    "\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}]",
  "u",
);
const DASH = /[\u058a\u2010-\u2015\u2043\u2212\u2796\u2e3a\u2e3b\u30fc]/u;
const DOT = /[\u00b7\u2022\u2027\u2219\u22c5\u3002\u30fb]/u;
const SPACE = /[\s\u001c-\u001f\u0085]/u;

/** The text in small letters and plain signs, and where in `text` each of them starts and ends. */
export function read(text) {
  let plain = "";
  let place = 0;
  const starts = [];
  const ends = [];
  for (const char of text) {
    const end = place + char.length;
    for (const part of char.normalize("NFKD")) {
      const sign = plainSign(part);
      plain += sign;
      for (let unit = 0; unit < sign.length; unit += 1) {
        starts.push(place);
        ends.push(end);
      }
    }
    place = end;
  }
  return { plain, starts, ends };
}

/** One plain sign for one decomposed character; nothing for accents and the invisible. */
function plainSign(char) {
  if (INVISIBLE.test(char) || /\p{M}/u.test(char)) {
    return "";
  }
  if (SPACE.test(char)) {
    return " ";
  }
  if (char <= "\u007f") {
    return char.toLowerCase();
  }
  if (DASH.test(char)) {
    return "-";
  }
  if (DOT.test(char)) {
    return ".";
  }
  return isDigit(char.codePointAt(0)) ? digit(char.codePointAt(0)) : char;
}

function isDigit(codePoint) {
  return /\p{Nd}/u.test(String.fromCodePoint(codePoint));
}

/** Digits of any script lie in rows of ten, from 0 to 9. */
function digit(codePoint) {
  let zero = codePoint;
  while (isDigit(zero - 1)) {
    zero -= 1;
  }
  return String((codePoint - zero) % 10);
}
