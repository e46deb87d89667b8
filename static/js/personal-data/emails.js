// E-mail addresses, also with spaces, "(at)", "apenstaartje" or "punt" in them.

const LOCAL = "[\\p{L}\\p{N}_.+%&'*=?^~#$!-]";
const WORD = "[\\p{L}\\p{N}_-]";
const LABEL = `${WORD}{1,63}`;
// In a disguised address only these count as an ending, and of themselves only these mailboxes.
const ENDINGS = "nl|com|be|de|eu|net|org|fr|uk|info|nu|frl|io|es|it|pl|at|ch|lu";
const MAILBOXES =
  "(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|ziggo|kpnmail|kpnplanet|hetnet|xs4all|" +
  `casema|chello|upcmail|quicknet|telfort|solcon|protonmail|gmx|telenet|skynet)(?!${WORD})`;
const SPELLED_DOT = "(?: ?[(\\[{](?:dot|punt|\\.)[)\\]}] ?| (?:dot|punt) )";
const DOT = `(?:\\.| \\. ?|${SPELLED_DOT})`;
const AT =
  "(?: {0,3}(?:@|[(\\[{<](?:@|at|apen?staart(?:je)?)[)\\]}>]) {0,3}| apen?staart(?:je)? | at )";
const KNOWN_HOST = `(?:${LABEL}(?:${DOT}${LABEL}){0,4}${DOT}(?:${ENDINGS})(?!${WORD})|${MAILBOXES})`;
const ANY_HOST = `(?:(?:${LABEL}\\.)+(?:xn--${WORD}+|[a-z]{2,})|${LABEL},(?:${ENDINGS})(?!${WORD}))`;
// A try starts only where a run of local signs starts, so that long runs are read once.
const ADDRESS = new RegExp(
  `(?<!${LOCAL})(?<local>${LOCAL}+)(?:@${ANY_HOST}|(?<at>${AT})(?<host>${KNOWN_HOST}))`,
  "gu",
);
const SPELLED = new RegExp(SPELLED_DOT, "u");
const MAILBOX = new RegExp(`^${MAILBOXES}`, "u");
// "Een @gmail.com adres" and "besteld via @bol.com" name nobody.
const NO_NAME = new RegExp(
  "^(?:aan|als|bij|dat|de|die|dit|een|ander|andere|eigen|en|geen|haar|het|hun|in|is|met|mijn|naar|" +
    "nieuw|nieuwe|of|om|ons|op|oud|oude|te|uit|van|via|voor|was|zijn|a|an|and|at|for|from|her|his|" +
    "into|my|new|no|old|on|or|our|the|their|to|with|your)$",
);

export function* find(plain) {
  for (const match of plain.matchAll(ADDRESS)) {
    const { local, at, host } = match.groups;
    if (at === undefined || isMeant(local, at, host)) {
      yield [match.index, match.index + match[0].length];
    }
  }
}

/** Whether this is an address rather than a place, as in "besteld at bol.com". */
function isMeant(local, at, host) {
  if (at === " at ") {
    const named = /[a-z]/.test(local) && /[0-9._]/.test(local);
    return SPELLED.test(host) || (named && MAILBOX.test(host));
  }
  return at === "@" || !NO_NAME.test(local);
}
