// What a match costs: its kind first, within a kind where it stands and how much of it was typed.
import { readAbbreviation } from "./abbreviation.js";
import { isFiller } from "./text.js";
import { NONE, PREFIX } from "./vocabulary.js";

// Kinds of match, best first. Within a kind the rest of the cost stays below 1, and use takes at
// most 1 off: one kind up, and never past the gap below what is exactly right.
const EXACT_CODE = 0;
const EXACT_NAME = 2;
const NAME_PREFIX = 5;
const WORD_PREFIX = 6;
const ABBREVIATION = 7;
const INSIDE_WORD = 8;
const PATH_ONLY = 9;
const TYPING_ERROR = 10;

// By fit of a word: none, two errors, one, one after a right first letter, inside, prefix, whole.
const FIT_COST = [
  Infinity,
  TYPING_ERROR + 0.3,
  TYPING_ERROR + 0.1,
  TYPING_ERROR,
  INSIDE_WORD,
  WORD_PREFIX + 0.05,
  WORD_PREFIX,
];
// The reader's language goes before the other, a name before its path.
const FIELD_COST = { name: 0, words: 0.1, code: 0.15, other: 0.3, path: 0.35 };
const PLACE_COST = 0.03; // per word of meaning that goes before it
const MOST_BEFORE = 4;
const FILLER_MISSED = 0.1;
const LENGTH_COST = 0.2;

// The words of the texts in some fields by number, each with what a match there costs.
export function placesOf(fields) {
  const places = Object.entries(fields).flatMap(([field, texts]) =>
    texts.flatMap(({ words }) =>
      words.map(({ number }, place) => {
        const before = words.slice(0, place).filter((word) => !isFiller(word.text)).length;
        return [number, FIELD_COST[field] + PLACE_COST * Math.min(before, MOST_BEFORE)];
      }),
    ),
  );
  return {
    numbers: Int32Array.from(places, ([number]) => number),
    costs: Float64Array.from(places, ([, cost]) => cost),
  };
}

// Infinity where the reason doesn't match what was typed.
export function costOf(entry, typed) {
  const exact = costOfExact(entry, typed.line);
  if (exact < Infinity) {
    return exact;
  }
  const { line } = entry.name;
  const length = LENGTH_COST * (1 - Math.min(1, typed.line.length / line.length));
  if (line.startsWith(typed.line)) {
    return NAME_PREFIX + length;
  }
  const found = costOfWords(entry, typed.words);
  // All that stands below a parent stays in the order of the tree.
  const cost = isPathOnly(found) ? found : found + length;
  if (typed.words.length > 1 || cost < ABBREVIATION || beginsIn(entry.path, typed.words[0])) {
    return cost;
  }
  return Math.min(cost, costOfAbbreviation(entry, typed.line));
}

function costOfExact({ name, phrases, code, other }, line) {
  if (line === code.line || line === code.unspaced) {
    return EXACT_CODE;
  }
  if (line === name.line) {
    return EXACT_NAME;
  }
  if (phrases.some((phrase) => phrase.line === line)) {
    return EXACT_NAME + FIELD_COST.words;
  }
  return line === other.line ? EXACT_NAME + FIELD_COST.other : Infinity;
}

// Every word must be found, in any order; the worst one decides.
function costOfWords({ own, path }, words) {
  let inOwn = 0;
  let anywhere = 0;
  let missed = 0;
  let onlyPath = true;
  for (const { fits, required } of words) {
    const ownCost = cheapest(own, fits);
    const pathCost = cheapest(path, fits);
    const cost = Math.min(ownCost, pathCost);
    if (required || cost < Infinity) {
      inOwn = Math.max(inOwn, ownCost);
      anywhere = Math.max(anywhere, cost);
      onlyPath &&= pathCost < ownCost;
    } else {
      missed = FILLER_MISSED;
    }
  }
  return missed + (onlyPath ? Math.min(inOwn, costOfPath(anywhere)) : anywhere);
}

// Words that all stand in the path: everything below such a parent, the beginning of a word first.
function costOfPath(cost) {
  return cost < PATH_ONLY ? PATH_ONLY + (cost - WORD_PREFIX) / 4 : cost;
}

function cheapest({ numbers, costs }, fits) {
  let cheapest = Infinity;
  for (let place = 0; place < numbers.length; place++) {
    const fit = fits[numbers[place]];
    if (fit !== NONE) {
      cheapest = Math.min(cheapest, FIT_COST[fit] + costs[place]);
    }
  }
  return cheapest;
}

function isPathOnly(cost) {
  return cost >= PATH_ONLY && cost < TYPING_ERROR;
}

export function isAbbreviation(cost) {
  return cost >= ABBREVIATION && cost < INSIDE_WORD;
}

// The beginning of a word of the path is that word, not an abbreviation by accident.
function beginsIn({ numbers }, { fits }) {
  return numbers.some((number) => fits[number] >= PREFIX);
}

function costOfAbbreviation({ levels }, typed) {
  const read = readAbbreviation(typed, levels);
  return read ? ABBREVIATION + (0.9 * read.cost) / (read.cost + 2) : Infinity;
}
