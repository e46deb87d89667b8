// Abbreviations: the typed letters as beginnings of words, in the order of the path and the name.
// "nb" and "nibe" are Niet bezorgd, "beov" is Bezorging › Overig. Words may be skipped, at a cost.
import { isFiller, lettersOf } from "./text.js";

const LONGEST = 16;
const PART = 0.25; // few long parts say more than many single letters
const FROM_PATH = 0.3;
const SKIPPED = 1;
const FILLER_SKIPPED = 0.1;
const LEFT_OVER = 0.1;

// `texts` are the names from the main reason down to the name itself.
export function abbreviable(texts) {
  const levels = texts.map(({ words }) =>
    words.filter((word) => !word.joined).map((word) => word.text),
  );
  const own = levels.length - 1;
  const words = levels.flatMap((level, depth) =>
    level.map((text, place) => ({
      text,
      depth,
      own: depth === own,
      place,
      passing: passing(text),
      // The words of the same level that one passes by to begin here, and those that are left.
      passed: sum(level.slice(0, place).map(passing)),
      left: sum(level.slice(place + 1).map(passing)),
    })),
  );
  return {
    words,
    initials: words.reduce((set, word) => set | lettersOf(word.text[0]), 0),
    letters: words.reduce((set, word) => set | lettersOf(word.text), 0),
  };
}

function passing(text) {
  return isFiller(text) ? FILLER_SKIPPED : SKIPPED;
}

function sum(costs) {
  return costs.reduce((total, cost) => total + cost, 0);
}

// The cheapest way to read `typed`, its last part in the name itself: `{cost, parts}` with the
// parts in the name as [place of the word, letters], or null. One part alone is the beginning of a
// word: the caller has ranked that already.
export function readAbbreviation(typed, { words, initials, letters }) {
  if (
    typed.length < 2 ||
    typed.length > LONGEST ||
    (lettersOf(typed[0]) & initials) === 0 ||
    (lettersOf(typed) & ~letters) !== 0
  ) {
    return null;
  }
  const known = new Map();

  function rest(from, at) {
    const key = from * LONGEST + at;
    if (!known.has(key)) {
      known.set(key, cheapest(from, at));
    }
    return known.get(key);
  }

  function cheapest(from, at) {
    const before = words[from - 1];
    let best = null;
    for (let index = from; index < words.length; index++) {
      const word = words[index];
      const step = PART + (word.own ? 0 : FROM_PATH) + skipped(before, word);
      for (let length = sharedLength(typed, at, word.text); length > 0; length--) {
        const tail = after(index, at + length);
        if (tail && (!best || step + tail.cost < best.cost)) {
          const part = word.own ? [[word.place, length]] : [];
          best = { cost: step + tail.cost, parts: [...part, ...tail.parts] };
        }
      }
    }
    return best;
  }

  function after(index, at) {
    if (at < typed.length) {
      return rest(index + 1, at);
    }
    return words[index].own ? { cost: LEFT_OVER * words[index].left, parts: [] } : null;
  }

  return rest(0, 0);
}

// What is passed by between two used words: words within a level, and whole levels of the path.
function skipped(before, word) {
  if (!before) {
    return word.passed;
  }
  if (before.depth === word.depth) {
    return word.passed - before.passed - before.passing;
  }
  return word.passed + SKIPPED * (word.depth - before.depth - 1);
}

function sharedLength(typed, at, word) {
  let length = 0;
  const longest = Math.min(word.length, typed.length - at);
  while (length < longest && word[length] === typed[at + length]) {
    length++;
  }
  return length;
}
