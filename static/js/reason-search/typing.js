// Typing errors: a letter too many, missing, wrong, or swapped with its neighbour (optimal string
// alignment, the restricted Damerau-Levenshtein distance).

const LONGEST = 48;
let previous2 = new Uint8Array(LONGEST + 4);
let previous = new Uint8Array(LONGEST + 4);
let current = new Uint8Array(LONGEST + 4);

// How many errors a typed word of this many letters may hold. What holds a digit is right or wrong.
export function errorsAllowed(typed) {
  if (typed.length < 4 || typed.length > LONGEST || /\d/.test(typed)) {
    return 0;
  }
  return typed.length < 8 ? 1 : 2;
}

// The fewest errors between what was typed and any beginning of the word, so that a word is found
// while it is being typed; `most` + 1 where there are more.
export function errorsInPrefix(typed, word, most) {
  const width = Math.min(word.length, typed.length + most);
  if (width < typed.length - most) {
    return most + 1;
  }
  for (let column = 0; column <= width; column++) {
    previous[column] = column;
  }
  for (let row = 1; row <= typed.length; row++) {
    current[0] = row;
    let fewest = row;
    for (let column = 1; column <= width; column++) {
      const same = typed[row - 1] === word[column - 1];
      let errors = Math.min(
        previous[column - 1] + (same ? 0 : 1),
        previous[column] + 1,
        current[column - 1] + 1,
      );
      if (row > 1 && column > 1 && isSwap(typed, row, word, column)) {
        errors = Math.min(errors, previous2[column - 2] + 1);
      }
      current[column] = errors;
      fewest = Math.min(fewest, errors);
    }
    if (fewest > most) {
      return most + 1;
    }
    [previous2, previous, current] = [previous, current, previous2];
  }
  return fewestOf(previous, width);
}

function isSwap(typed, row, word, column) {
  return typed[row - 1] === word[column - 2] && typed[row - 2] === word[column - 1];
}

function fewestOf(errors, width) {
  let fewest = errors[0];
  for (let column = 1; column <= width; column++) {
    fewest = Math.min(fewest, errors[column]);
  }
  return fewest;
}
