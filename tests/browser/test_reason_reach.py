"""How many reasons of a large tree an agent reaches with four letters and Enter."""

import pytest
from playwright.sync_api import Browser

from benchmarks import trees, type_ahead, words

pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.mark.parametrize("kind", words.KINDS)
def test_of_600_leaves_nearly_all_come_first_by_four_letters(browser: Browser, kind: str) -> None:
    index = trees.tree([kind], 600)

    assert len({reason["code"] for reason in index["reasons"]}) == 600
    assert share_first(browser, index) >= 0.95


def test_of_a_real_tree_nearly_all_come_first_by_four_letters(browser: Browser) -> None:
    assert share_first(browser, trees.real_tree(type_ahead.REAL_TREE)) >= 0.95


def share_first(browser: Browser, index: trees.Index) -> float:
    page = browser.new_page()
    type_ahead.load(page)
    found = type_ahead.shortest_queries(page, index)
    page.close()
    return sum(query is not None for query in found) / len(found)


def test_natural_queries_are_beginnings_of_words_in_their_order() -> None:
    row = ((("Post", ""),), ("Niet bezorgd", ""), ["zoek"])
    index = trees.index_of([row])

    found = trees.queries(index["reasons"][0], index["parents"], 3)

    of_words = ["n", "ni", "nie", "b", "be", "bez", "z", "zo", "zoe", "p", "po", "pos"]
    of_name = ["nb", "nib", "nbe"]
    of_path = ["pn", "pni", "pon", "pb", "pbe", "pob", "pnb"]
    assert sorted(found) == sorted(of_words + of_name + of_path)
