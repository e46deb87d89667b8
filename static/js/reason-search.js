// The type-ahead over the tree of reasons, without a page: `prepare` once per index and language,
// `search` on every key.
import { abbreviable } from "./reason-search/abbreviation.js";
import { costOf, isAbbreviation, placesOf } from "./reason-search/ranking.js";
import { shownMatch } from "./reason-search/shown.js";
import { isFiller, lineOf, wordsOf } from "./reason-search/text.js";
import { Usefulness } from "./reason-search/use.js";
import { Vocabulary } from "./reason-search/vocabulary.js";

const LONGEST_QUERY = 200;
const MOST_WORDS = 12;

// `index` as the server sends it; `language` is "nl" or "en", of the person who searches.
export function prepare(index, language) {
  const other = language === "nl" ? "en" : "nl";
  const vocabulary = new Vocabulary();
  const read = (text) => {
    const words = wordsOf(text);
    const numbered = words.map((word) => ({ ...word, number: vocabulary.numberOf(word.text) }));
    const line = lineOf(words);
    return { text, line, unspaced: line.replaceAll(" ", ""), words: numbered };
  };
  const parents = index.parents.map((parent) => ({
    name: read(parent[language] || parent[other]),
    other: read(parent[other]),
  }));
  const entries = index.reasons.map((reason) => {
    const texts = {
      name: read(reason[language] || reason[other]),
      phrases: reason.words.map(read),
      code: read(reason.code),
      other: read(reason[other]),
    };
    return prepareEntry(reason, texts, reason.path.map((place) => parents[place]));
  });
  return { entries, vocabulary };
}

function prepareEntry(reason, texts, path) {
  const { name, phrases, code, other } = texts;
  return {
    reason,
    ...texts,
    own: placesOf({ name: [name], words: phrases, code: [code], other: [other] }),
    path: placesOf({ path: path.flatMap((parent) => [parent.name, parent.other]) }),
    levels: abbreviable([...path.map((parent) => parent.name), name]),
  };
}

// The best reasons for what was typed: `{reason, field, via, ranges}`. `field` is where it was
// found: "name", "words", "code", "other" (the name in the other language) or "path"; `via` is that
// text where it is not the name; `ranges` are the [from, to) to mark in the name.
// `use` is `{own: {code: count}, team: {code: count}, recent: [codes, newest first]}`.
export function search(prepared, query, { use, limit = 20 } = {}) {
  const usefulness = new Usefulness(use);
  const text = query.slice(0, LONGEST_QUERY);
  if (text.trim() === "") {
    return mostUseful(prepared.entries, usefulness).slice(0, limit);
  }
  const typed = readQuery(text, prepared.vocabulary);
  const found = [];
  for (const entry of typed.words.length > 0 ? prepared.entries : []) {
    const cost = costOf(entry, typed);
    if (cost < Infinity) {
      found.push({ entry, cost, rank: cost - usefulness.lift(entry.reason.code) });
    }
  }
  // Sorting is stable: what costs the same stays in the order of the tree.
  found.sort((one, other) => one.rank - other.rank);
  return found
    .slice(0, limit)
    .map(({ entry, cost }) => shownMatch(entry, typed, isAbbreviation(cost)));
}

function mostUseful(entries, usefulness) {
  return entries
    .map((entry) => entry.reason)
    .sort((one, other) => usefulness.compare(one.code, other.code))
    .map((reason) => ({ reason, field: "name", via: "", ranges: [] }));
}

function readQuery(text, vocabulary) {
  const words = wordsOf(text)
    .filter((word) => !word.joined)
    .slice(0, MOST_WORDS);
  const onlyFillers = words.every((word) => isFiller(word.text));
  return {
    line: lineOf(words),
    words: words.map((word) => ({
      text: word.text,
      fits: vocabulary.fits(word.text),
      required: onlyFillers || !isFiller(word.text),
    })),
  };
}
