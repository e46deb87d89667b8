// What the list shows of a match: where it was found, and what to mark in the name.
import { readAbbreviation } from "./abbreviation.js";
import { INSIDE, NONE } from "./vocabulary.js";

export function shownMatch(entry, typed, abbreviated) {
  const { reason, name, phrases, code, other } = entry;
  const shown = (field, via = "", ranges = []) => ({ reason, field, via, ranges });
  if (abbreviated) {
    const { parts } = readAbbreviation(typed.line, entry.levels);
    return shown("name", "", parts.map(([place, length]) => rangeOf(name.words[place], 0, length)));
  }
  const required = typed.words.filter((word) => word.required);
  const fitOf = ({ words }) =>
    Math.max(NONE, ...required.flatMap(({ fits }) => words.map((word) => fits[word.number])));
  if (fitOf(name) !== NONE) {
    return shown("name", "", merged(rangesIn(name.words, typed.words)));
  }
  const phrase = phrases.find((text) => fitOf(text) !== NONE);
  if (phrase) {
    return shown("words", phrase.text);
  }
  if (fitOf(code) !== NONE) {
    return shown("code", code.text);
  }
  return fitOf(other) === NONE ? shown("path") : shown("other", other.text);
}

function rangesIn(words, typed) {
  return typed.flatMap(({ text, fits }) =>
    words
      .filter((word) => fits[word.number] !== NONE)
      .map((word) =>
        fits[word.number] < INSIDE
          ? rangeOf(word, 0, word.text.length)
          : rangeOf(word, word.text.indexOf(text), text.length),
      ),
  );
}

// Letters of a word as a range in the text as it was written.
function rangeOf(word, place, length) {
  return [word.spans[place][0], word.spans[place + length - 1][1]];
}

function merged(ranges) {
  const apart = [];
  for (const [from, to] of ranges.sort((one, other) => one[0] - other[0])) {
    const last = apart.at(-1);
    if (last && from <= last[1]) {
      last[1] = Math.max(last[1], to);
    } else {
      apart.push([from, to]);
    }
  }
  return apart;
}
