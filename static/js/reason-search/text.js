// Text as it is compared: words of letters and digits, without accents and capitals. Every letter
// remembers where it stood, so that a match can be shown in the text as people wrote it.

// Letters that Unicode doesn't take apart into a letter and an accent.
const WHOLE_LETTERS = { ß: "ss", æ: "ae", ø: "o", œ: "oe", ł: "l", đ: "d", þ: "th", ı: "i" };
const LETTER = /[\p{L}\p{N}]/u;
const SILENT = /[\p{M}'’‘`]/u; // accents of their own and apostrophes: "foto's" is one word
const CONNECTOR = /^[-–./&_]$/; // "e-mail" is also found as "email"

const folded = new Map(); // a tree is written in some hundred different characters

function fold(character) {
  if (!folded.has(character)) {
    const parts = [...character.normalize("NFKD").toLowerCase()];
    const letters = parts.filter((part) => LETTER.test(part));
    folded.set(character, letters.map((letter) => WHOLE_LETTERS[letter] ?? letter).join(""));
  }
  return folded.get(character);
}

// The words of a text in order, each `{text, spans}` with one span [from, to) per letter.
// A word written with connectors comes once more at the end, in one piece and marked `joined`.
export function wordsOf(text) {
  const words = [];
  let word = null;
  let from = 0;
  for (const character of text) {
    const to = from + character.length;
    const letters = fold(character);
    if (letters) {
      if (!word) {
        word = { text: "", spans: [] };
        words.push(word);
      }
      word.text += letters;
      for (let count = letters.length; count > 0; count--) {
        word.spans.push([from, to]);
      }
    } else if (word && SILENT.test(character)) {
      word.spans.at(-1)[1] = to;
    } else {
      word = null;
    }
    from = to;
  }
  return [...words, ...joinedWords(text, words)];
}

function joinedWords(text, words) {
  const chains = [];
  words.forEach((word, index) => {
    const before = words[index - 1];
    const between = before && text.slice(before.spans.at(-1)[1], word.spans[0][0]);
    if (between && CONNECTOR.test(between)) {
      chains.at(-1).push(word);
    } else {
      chains.push([word]);
    }
  });
  return chains
    .filter((chain) => chain.length > 1)
    .map((chain) => ({
      text: chain.map((word) => word.text).join(""),
      spans: chain.flatMap((word) => word.spans),
      joined: true,
    }));
}

// The text as one line of plain words, for comparing as a whole.
export function lineOf(words) {
  return words
    .filter((word) => !word.joined)
    .map((word) => word.text)
    .join(" ");
}

// A set of letters in 32 bits: a to z each their own, the others shared.
export function lettersOf(text) {
  let letters = 0;
  for (let index = 0; index < text.length; index++) {
    const place = text.charCodeAt(index) - 97;
    letters |= 1 << (place >= 0 && place < 26 ? place : 26 + (text.charCodeAt(index) % 6));
  }
  return letters;
}

// Words that carry no reason: a search need not contain them, an abbreviation may skip them.
const DUTCH =
  "de het een en of is in op te ik je u we mijn jullie dit dat er wat hoe van voor met om aan bij " +
  "over naar";
const ENGLISH =
  "the a an and or is of in on to i my you your this that it for with at by do does";
const FILLERS = new Set(`${DUTCH} ${ENGLISH}`.split(" "));

export function isFiller(text) {
  return FILLERS.has(text);
}
