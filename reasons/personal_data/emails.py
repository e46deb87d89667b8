"""E-mail addresses, also with spaces, "(at)", "apenstaartje" or "punt" in them."""

import re
from collections.abc import Iterator

LOCAL = r"[\w.+%&'*=?^~#$!-]"
LABEL = r"[\w-]{1,63}"
# In a disguised address only these count as an ending, and of themselves only these mailboxes.
ENDINGS = "nl|com|be|de|eu|net|org|fr|uk|info|nu|frl|io|es|it|pl|at|ch|lu"
MAILBOXES = (
    "(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|ziggo|kpnmail|kpnplanet|hetnet|xs4all|"
    r"casema|chello|upcmail|quicknet|telfort|solcon|protonmail|gmx|telenet|skynet)(?![\w-])"
)
SPELLED_DOT = r"(?: ?[(\[{](?:dot|punt|\.)[)\]}] ?| (?:dot|punt) )"
DOT = rf"(?:\.| \. ?|{SPELLED_DOT})"
AT = r"(?: {0,3}(?:@|[(\[{<](?:@|at|apen?staart(?:je)?)[)\]}>]) {0,3}| apen?staart(?:je)? | at )"
KNOWN_HOST = rf"(?:{LABEL}(?:{DOT}{LABEL}){{0,4}}{DOT}(?:{ENDINGS})(?![\w-])|{MAILBOXES})"
ANY_HOST = rf"(?:(?:{LABEL}\.)+(?:xn--[\w-]+|[a-z]{{2,}})|{LABEL},(?:{ENDINGS})(?![\w-]))"
# A try starts only where a run of local signs starts, so that long runs are read once.
ADDRESS = re.compile(
    rf"(?<!{LOCAL})(?P<local>{LOCAL}+)(?:@{ANY_HOST}|(?P<at>{AT})(?P<host>{KNOWN_HOST}))"
)
# "Een @gmail.com adres" and "besteld via @bol.com" name nobody.
NO_NAME = re.compile(
    "aan|als|bij|dat|de|die|dit|een|ander|andere|eigen|en|geen|haar|het|hun|in|is|met|mijn|naar|"
    "nieuw|nieuwe|of|om|ons|op|oud|oude|te|uit|van|via|voor|was|zijn|a|an|and|at|for|from|her|his|"
    "into|my|new|no|old|on|or|our|the|their|to|with|your"
)


def find(plain: str) -> Iterator[tuple[int, int]]:
    for match in ADDRESS.finditer(plain):
        if match["at"] is None or _is_meant(match["local"], match["at"], match["host"]):
            yield match.span()


def _is_meant(local: str, at: str, host: str) -> bool:
    """Whether this is an address rather than a place, as in "besteld at bol.com"."""
    if at == " at ":
        named = re.search("[a-z]", local) and re.search("[0-9._]", local)
        return bool(re.search(SPELLED_DOT, host) or (named and re.match(MAILBOXES, host)))
    return at == "@" or NO_NAME.fullmatch(local) is None
