"""The type-ahead in Chromium: how few keys find a reason, and how long a key takes."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import mean, quantiles
from typing import Any

from playwright.sync_api import Page, Route, sync_playwright

from benchmarks import trees, words
from benchmarks.figures import Figure
from tests import environment

ROOT = Path(__file__).resolve().parent.parent
REAL_TREE = ROOT / "tests/data/taxonomie-signalen/signalen_2023.csv"
SITE = "http://type-ahead.invalid"
LEAVES, MANY_LEAVES = 600, 2_000
LONGEST_QUERY = 4
SHARE_FIRST = 95
FRAME_MS = 16
ALPHABET = 26

# Of each reason its first query that puts it first; every different query is searched once.
REACH = """async ([index, queries]) => {
  const {prepare, search} = await import("/js/reason-search.js");
  const prepared = prepare(index, "nl");
  const first = new Map();
  const firstOf = (query) => {
    if (!first.has(query)) {
      first.set(query, search(prepared, query, {limit: 1})[0]?.reason.code);
    }
    return first.get(query);
  };
  return index.reasons.map(({code}, place) =>
    queries[place].find((query) => firstOf(query) === code) ?? null);
}"""

# Milliseconds of every key of every text.
KEYS = """async ([index, texts, use]) => {
  const {prepare, search} = await import("/js/reason-search.js");
  const prepared = prepare(index, "nl");
  return texts.flatMap((text) => [...text].map((_, place) => {
    const began = performance.now();
    search(prepared, text.slice(0, place + 1), {use, limit: 12});
    return performance.now() - began;
  }));
}"""


def measure(real_tree: Path = REAL_TREE) -> Iterator[Figure | str]:
    """Figures of made-up trees and of a real one; a line of text where there is no browser."""
    if environment.chromium_path() is None:
        yield "type-ahead: needs Chromium (make chromium)"
        return
    with _page() as page:
        for kind in words.KINDS:
            yield from _reach_figures(page, f"{kind}, {LEAVES}", trees.tree([kind], LEAVES))
        real = trees.real_tree(real_tree)
        yield from _reach_figures(page, f"{real_tree.stem}, {len(real['reasons'])}", real)
        for leaves in (LEAVES, MANY_LEAVES):
            yield from _speed_figures(page, trees.tree(list(words.KINDS), leaves))


def load(page: Page) -> None:
    """An empty page that can load our own scripts, without a server."""
    page.route(f"{SITE}/**", _serve)
    page.goto(f"{SITE}/")


def shortest_queries(page: Page, index: trees.Index) -> list[str | None]:
    """Per reason the shortest natural query that puts it first, without any use counted."""
    queries = [
        trees.queries(reason, index["parents"], LONGEST_QUERY) for reason in index["reasons"]
    ]
    found: list[str | None] = page.evaluate(REACH, [index, queries])
    return found


def _reach_figures(page: Page, label: str, index: trees.Index) -> Iterator[Figure]:
    found = shortest_queries(page, index)
    share = _percentage(found)
    ratio = share / SHARE_FIRST
    name = f"type-ahead: {label} leaves"
    yield Figure(f"{name}, % first in ≤ 4 letters", share, SHARE_FIRST, ratio, 1.0, at_least=True)
    reached = [query for query in found if query]
    keys = mean(len(query) + 1 for query in reached)
    fewest = _fewest_keys(len(reached))
    yield Figure(f"{name}, keys / fewest possible", keys, fewest, keys / fewest, None)
    names = [trees.first_letters([reason["nl"]], LONGEST_QUERY) for reason in index["reasons"]]
    plain = _percentage(page.evaluate(REACH, [index, names]))
    yield Figure(f"{name}, % by one word of the name", plain, share, plain / share, None)


def _speed_figures(page: Page, index: trees.Index) -> Iterator[Figure]:
    spent = page.evaluate(KEYS, [index, list(_typed(index)), _use(index)])
    percentiles = quantiles(spent, n=20)
    for name, ms in (("p50", percentiles[9]), ("p95", percentiles[18])):
        label = f"type-ahead: a key over {len(index['reasons']):,} leaves, {name} ms / frame"
        yield Figure(label, ms, FRAME_MS, ms / FRAME_MS, 1.0)


def _percentage(found: list[str | None]) -> float:
    return 100 * sum(query is not None for query in found) / len(found)


def _fewest_keys(leaves: int) -> float:
    """If every beginning of a query in letters were a reason of its own, and Enter."""
    keys, length, left = 0, 1, leaves
    while left > 0:
        reached = min(left, ALPHABET**length)
        keys += reached * (length + 1)
        left, length = left - reached, length + 1
    return keys / leaves


def _typed(index: trees.Index, texts: int = 150) -> Iterator[str]:
    """Names, names with two letters swapped, and a word of the path with one of the name."""
    rng = random.Random(1)
    for reason in rng.sample(index["reasons"], texts):
        name = reason["nl"]
        parent = index["parents"][reason["path"][-1]]["nl"]
        yield name[:16]
        yield f"{name[:2]}{name[3:4]}{name[2:3]}{name[4:16]}"
        yield f"{parent[:6]} {name[:6]}"


def _use(index: trees.Index) -> dict[str, Any]:
    rng = random.Random(2)
    codes = [reason["code"] for reason in index["reasons"]]
    team = {code: 1 + 5_000 // rank for rank, code in enumerate(rng.sample(codes, 400), start=1)}
    own = {code: 1 + team[code] // 20 for code in rng.sample(list(team), 100)}
    return {"own": own, "team": team, "recent": rng.sample(list(own), 10)}


@contextmanager
def _page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=environment.chromium_path(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        try:
            page = browser.new_page()
            load(page)
            yield page
        finally:
            browser.close()


def _serve(route: Route) -> None:
    path = route.request.url.removeprefix(f"{SITE}/")
    if path.endswith(".js"):
        route.fulfill(path=ROOT / "static" / path, content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html><title>-</title>", content_type="text/html")
