"""Trees of reasons to search in, seeded or real, and what an agent may type to find a reason."""

import csv
import random
import re
import unicodedata
from pathlib import Path
from typing import Any

from benchmarks import words

Index = dict[str, Any]
Pair = tuple[str, str]
Problem = tuple[Pair, list[str]]
# Names of the path, name, customers' words.
Row = tuple[tuple[Pair, ...], Pair, list[str]]

PROBLEMS_PER_ASPECT = 4
CATCH_ALL = ("Overig", "Other")


def tree(kinds: list[str], leaves: int, seed: int = 1) -> Index:
    """`leaves` reasons in four levels with "Overig" below every third level, as an index."""
    rng = random.Random(seed)
    aspects = [(name, [_problem(text) for text in texts]) for name, texts in _lists(words.ASPECTS)]
    things = [
        (main, _pair(text))
        for kind in kinds
        for main, texts in _lists(words.KINDS[kind])
        for text in texts
    ]
    groups = -(-leaves // (PROBLEMS_PER_ASPECT + 1))
    rows: list[Row] = []
    for number, (main, thing) in enumerate(things):
        share = groups * (number + 1) // len(things) - groups * number // len(things)
        for aspect, problems in rng.sample(aspects, share):
            for name, synonyms in rng.sample(problems, PROBLEMS_PER_ASPECT):
                rows.append(((main, thing, aspect), _about(name, thing), synonyms))
            rows.append(((main, thing, aspect), CATCH_ALL, []))
    return index_of(rows[:leaves])


def real_tree(path: Path) -> Index:
    """The tree of Signalen (columns `main` and `name`), two levels and Dutch only."""
    with path.open(encoding="utf-8", newline="") as file:
        found = [row for row in csv.DictReader(file) if row["main"]]
    return index_of([(((row["main"], ""),), (row["name"], ""), []) for row in found])


def index_of(rows: list[Row]) -> Index:
    """The index that the server sends, with a code from the names of the parent and the reason."""
    parents: dict[tuple[Pair, ...], int] = {}
    codes: dict[str, int] = {}
    reasons = []
    for path, (nl, en), synonyms in rows:
        places = [parents.setdefault(path[:n], len(parents)) for n in range(1, len(path) + 1)]
        code = _slug(f"{path[-1][0]} {nl}")
        codes[code] = codes.get(code, 0) + 1
        unique = code if codes[code] == 1 else f"{code}-{codes[code]}"
        reason = {"code": unique, "nl": nl, "en": en, "words": synonyms, "path": places}
        reasons.append(reason | {"demands": [], "explain_nl": "", "explain_en": ""})
    names = [{"nl": path[-1][0], "en": path[-1][1]} for path in parents]
    return {"version": "benchmark", "reasons": reasons, "parents": names}


def queries(reason: dict[str, Any], parents: list[dict[str, str]], longest: int) -> list[str]:
    """What a Dutch agent may type, shortest first: the beginning of a word of the name, of a
    customer's word or of the code, or beginnings of words of path and name in order."""
    own = _words(reason["nl"])
    path = [word for place in reason["path"] for word in _words(parents[place]["nl"])]
    found = set(
        first_letters([reason["nl"], *reason["words"], reason["code"].partition("-")[0]], longest)
    )
    beginnings: set[tuple[str, bool]] = {("", False)}
    for number, word in enumerate([*path, *own]):
        beginnings |= {
            (start + word[:length], number >= len(path))
            for start, _ in beginnings
            for length in range(1, min(len(word), longest - len(start)) + 1)
        }
        # What ends in the path is no abbreviation of the reason; it may still become one.
    found |= {text for text, in_name in beginnings if in_name}
    return sorted(found, key=lambda text: (len(text), text))


def first_letters(texts: list[str], longest: int) -> list[str]:
    """The first letters of any word of the texts."""
    words = {word for text in texts for word in _words(text)}
    return sorted(
        {word[:n] for word in words for n in range(1, min(len(word), longest) + 1)}, key=len
    )


def _lists(text: str) -> list[tuple[Pair, list[str]]]:
    lines = (line.partition(":") for line in text.strip().splitlines())
    return [(_pair(name), rest.split(",")) for name, _, rest in lines]


def _pair(text: str) -> Pair:
    nl, en = text.split("|")
    return _sentence(nl), _sentence(en)


def _problem(text: str) -> Problem:
    names, _, synonyms = text.partition("#")
    return _pair(names), synonyms.split("/") if synonyms else []


def _about(name: Pair, thing: Pair) -> Pair:
    nl, en = (text.replace("{o}", it.lower()) for text, it in zip(name, thing, strict=True))
    return _sentence(nl), _sentence(en)


def _sentence(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:]


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.findall(r"[a-z0-9]+", plain)


def _slug(text: str) -> str:
    return "-".join(_words(text))
