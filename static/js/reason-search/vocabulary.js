// Every different word of the tree once. A typed word is compared with these, not with every word
// of every reason: 2,000 reasons share some thousands of words.
import { errorsAllowed, errorsInPrefix } from "./typing.js";
import { lettersOf } from "./text.js";

// How well a typed word fits a word of the tree, worst first.
export const NONE = 0;
export const TWO_ERRORS = 1;
export const ONE_ERROR = 2;
export const ERROR_LATER = 3; // one error, and the first letter is right
export const INSIDE = 4;
export const PREFIX = 5;
export const WHOLE = 6;

const SHORTEST_INSIDE = 3;

export class Vocabulary {
  constructor() {
    this.words = [];
    this.letters = [];
    this.numbers = new Map();
  }

  numberOf(word) {
    let number = this.numbers.get(word);
    if (number === undefined) {
      number = this.words.length;
      this.numbers.set(word, number);
      this.words.push(word);
      this.letters.push(lettersOf(word));
    }
    return number;
  }

  // The fit of a typed word with each word, by number.
  fits(typed) {
    const fits = new Uint8Array(this.words.length);
    let spelled = false;
    for (let number = 0; number < fits.length; number++) {
      const place = this.words[number].indexOf(typed);
      if (place === 0) {
        fits[number] = typed.length === this.words[number].length ? WHOLE : PREFIX;
        spelled = true;
      } else if (place > 0 && typed.length >= SHORTEST_INSIDE) {
        fits[number] = INSIDE;
      }
    }
    // What begins a word of the tree is no typing error: no guesses among the real hits.
    if (!spelled) {
      this.addErrors(typed, fits);
    }
    return fits;
  }

  addErrors(typed, fits) {
    const most = errorsAllowed(typed);
    const letters = lettersOf(typed);
    for (let number = 0; most > 0 && number < fits.length; number++) {
      // Each error explains one letter that the word doesn't have.
      if (fits[number] === NONE && bits(letters & ~this.letters[number]) <= most) {
        const word = this.words[number];
        const errors = errorsInPrefix(typed, word, most);
        if (errors === 1) {
          fits[number] = typed[0] === word[0] ? ERROR_LATER : ONE_ERROR;
        } else if (errors <= most) {
          fits[number] = TWO_ERRORS;
        }
      }
    }
  }
}

function bits(set) {
  let count = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) {
    count++;
  }
  return count;
}
