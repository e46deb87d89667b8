"""The type-ahead in a real browser: what a query finds, what comes first, and what use changes."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from benchmarks import trees, type_ahead
from tests.browser import reason_trees

pytestmark = [pytest.mark.browser, pytest.mark.once]

Found = list[dict[str, Any]]
Search = Callable[..., Found]

SEARCH = """async ([index, query, language, use, limit]) => {
  const {prepare, search} = await import("/js/reason-search.js");
  return search(prepare(index, language), query, {use, limit}).map(
    ({reason, field, via, ranges}) => ({code: reason.code, field, via, ranges}));
}"""


@pytest.fixture(scope="module")
def search(browser: Browser) -> Iterator[Search]:
    page = browser.new_page()
    type_ahead.load(page)

    def found(
        query: str,
        index: trees.Index = reason_trees.TREE,
        *,
        language: str = "nl",
        use: dict[str, Any] | None = None,
        limit: int = 20,
    ) -> Found:
        hits: Found = page.evaluate(SEARCH, [index, query, language, use or {}, limit])
        return hits

    yield found
    page.close()


def codes(found: Found) -> list[str]:
    return [hit["code"] for hit in found]


def marked(hit: dict[str, Any], name: str) -> list[str]:
    return [name[start:end] for start, end in hit["ranges"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("not-delivered", ["not-delivered"], id="code"),
        pytest.param("F12.3", ["f12.3"], id="code in capitals"),
        pytest.param("f123", ["f12.3"], id="code without its dot"),
        pytest.param("f12", ["f12.3"], id="beginning of a code"),
        pytest.param("niet bezorgd", ["not-delivered"], id="whole name"),
        pytest.param("NIET  Bez", ["not-delivered"], id="capitals and spaces"),
        pytest.param("fact", ["f12.3"], id="beginning of a name"),
        pytest.param("wijz", ["e-mail"], id="beginning of a word"),
        pytest.param("zorgd", ["not-delivered", "late"], id="inside a word"),
        pytest.param("invoice", ["f12.3"], id="the other language"),
        pytest.param("btw", ["f12.3"], id="synonym"),
        pytest.param("waar is", ["not-delivered", "late"], id="customer's words"),
        pytest.param("een euro", ["short"], id="without the accent"),
        pytest.param("ÉÉN EÜRO", ["short"], id="with more accents"),
        pytest.param("factu\u0308ur", ["f12.3"], id="accents of their own"),
        pytest.param("fotos", ["photos"], id="without the apostrophe"),
        pytest.param("foto’s", ["photos"], id="another apostrophe"),
        pytest.param("email", ["e-mail"], id="without the hyphen"),
        pytest.param("bezorgd laat", ["late"], id="words in another order"),
        pytest.param("bez schade", ["damaged"], id="a parent and a customer's word"),
        pytest.param("overig bezorging", ["delivery-other"], id="a parent afterwards"),
        pytest.param("delivery overig", ["delivery-other"], id="a parent in the other language"),
        pytest.param("retour label ov", ["label-other"], id="a compound in two words"),
        pytest.param("mijn pakket is beschadigd", ["damaged"], id="fillers that aren't there"),
        pytest.param("retourlabel", ["no-label", "label-other"], id="all below a parent"),
        pytest.param("bezrogd", ["not-delivered", "late"], id="letters swapped"),
        pytest.param("factur", ["f12.3"], id="letter missing"),
        pytest.param("facttuur", ["f12.3"], id="letter too many"),
        pytest.param("wojz", ["e-mail"], id="wrong letter in the fourth key"),
        pytest.param("bescadgid", ["damaged"], id="two errors in nine letters"),
        pytest.param("niet bezrogd", ["not-delivered"], id="one word right, one wrong"),
        pytest.param("nb", ["not-delivered"], id="first letters"),
        pytest.param("nibe", ["not-delivered"], id="first letters, two each"),
        pytest.param("nietbezorgd", ["not-delivered"], id="words in one piece"),
        pytest.param("tb", ["late"], id="first letters with a word skipped"),
        pytest.param("beov", ["delivery-other"], id="letters of the parent and the name"),
        pytest.param("rro", ["label-other", "no-label"], id="letters of every level"),
        pytest.param("ret", ["no-label", "label-other", "short"], id="a parent, not re-t"),
    ],
)
def test_search_finds(search: Search, query: str, expected: list[str]) -> None:
    assert codes(search(query)) == expected


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("xqzy", id="nonsense"),
        pytest.param("bezorgd xqzy", id="a word too many"),
        pytest.param("btv", id="an error in three letters"),
        pytest.param("wuoz", id="two errors in four letters"),
        pytest.param("f124", id="another number"),
        pytest.param("zo", id="two letters inside a word"),
        pytest.param("rr", id="letters of parents only"),
        pytest.param("(", id="bracket"),
        pytest.param(".*", id="pattern"),
        pytest.param("[^", id="broken pattern"),
        pytest.param("\\", id="backslash"),
        pytest.param("😀", id="emoji"),
        pytest.param("\x00", id="null"),
        pytest.param("constructor", id="name of the language itself"),
        pytest.param("x" * 100_000, id="very long word"),
        pytest.param("pakket kwijt " * 10_000, id="very many words"),
    ],
)
def test_search_finds_nothing(search: Search, query: str) -> None:
    assert search(query) == []


@pytest.mark.parametrize(
    ("query", "code", "field", "via", "parts"),
    [
        ("bez", "not-delivered", "name", "", ["bez"]),
        ("zorgd", "not-delivered", "name", "", ["zorgd"]),
        ("bezorgd niet", "not-delivered", "name", "", ["Niet", "bezorgd"]),
        ("nibe", "not-delivered", "name", "", ["Ni", "be"]),
        ("beov", "delivery-other", "name", "", ["Ov"]),
        ("overig bez", "delivery-other", "name", "", ["Overig"]),
        ("bezrogd", "not-delivered", "name", "", ["bezorgd"]),
        ("fact uur", "f12.3", "name", "", ["Factuur"]),
        ("een", "short", "name", "", ["Eén"]),
        ("fotos", "photos", "name", "", ["Foto's"]),
        ("email", "e-mail", "name", "", ["E-mail"]),
        ("coul", "short", "words", "coulance", []),
        ("schade", "damaged", "words", "schade", []),
        ("f12", "f12.3", "code", "f12.3", []),
        ("invoice", "f12.3", "other", "Asking for the invoice", []),
        ("account", "e-mail", "path", "", []),
    ],
)
def test_hit_says_where_and_marks_the_name(
    search: Search, query: str, code: str, field: str, via: str, parts: list[str]
) -> None:
    hit = search(query)[0]

    name = next(reason[1] for reason in reason_trees.REASONS if reason[0] == code)
    assert (hit["code"], hit["field"], hit["via"], marked(hit, name)) == (code, field, via, parts)


def test_kinds_of_match_rank_from_exact_to_path(search: Search) -> None:
    """In the tree they stand the other way round."""
    ranked: tuple[reason_trees.Reason, ...] = (
        ("label", "Zonder kaartje", "", [], []),
        ("1", "Label", "", [], []),
        ("2", "Etiket", "", ["label"], []),
        ("3", "Kaartje", "Label", [], []),
        ("4", "Label kwijt", "", [], []),
        ("5", "Mijn labels", "", [], []),
        ("6", "Sticker", "", ["labels"], []),
        ("7", "Plakker", "Labels", [], []),
        ("8", "Later bellen", "", [], []),
        ("9", "Retourlabel", "", [], []),
        ("10", "Overig", "", [], [0]),
    )
    index = reason_trees.index_of(ranked[::-1], (("Labels", ""),))

    assert codes(search("label", index)) == [reason[0] for reason in ranked]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        pytest.param("pak", ("Pakket", "Pakket kwijt", "Pakket beschadigd"), id="shorter name"),
        pytest.param("post", ("Uw post thuis", "Uw postpakket"), id="whole word"),
        pytest.param("retour", ("Is mijn retour er al?", "Overig over retour"), id="first word"),
        pytest.param("nb", ("Niet bezorgd", "Niet bij buren", "Niet thuis bezorgd"), id="letters"),
        pytest.param("nibe", ("Niet bezorgd thuis", "Nog iets bestellen"), id="longer parts"),
        pytest.param("betalinf", ("Betaling", "Bepaling"), id="fewer errors"),
        pytest.param("bnak", ("Bankpas", "Snak"), id="first letter right"),
    ],
)
def test_matches_of_one_kind_rank_by_how_well_they_fit(
    search: Search, query: str, names: tuple[str, ...]
) -> None:
    index = reason_trees.named(*names[::-1])
    found = [int(code) for code in codes(search(query, index))]

    assert tuple(names[::-1][place] for place in found) == names


@pytest.mark.parametrize(
    ("query", "ranked"),
    [
        ("retour", [("Retour", "Ja"), ("Retourlabel", "Nee"), ("Spoedretour", "Ook")]),
        ("nb", [("Post", "Niet bezorgd thuis"), ("Nieuw", "Bezorging")]),
    ],
)
def test_parents_rank_by_how_well_they_fit(
    search: Search, query: str, ranked: list[tuple[str, str]]
) -> None:
    parents = [(parent, "") for parent, _ in ranked]
    reasons: list[reason_trees.Reason] = [
        (str(place), name, "", [], [place]) for place, (_, name) in enumerate(ranked)
    ]

    found = codes(search(query, reason_trees.index_of(reasons[::-1], parents)))
    assert found == [str(place) for place in range(len(ranked))]


def test_equal_matches_stay_in_the_order_of_the_tree(search: Search) -> None:
    assert codes(search("overig")) == ["delivery-other", "label-other"]


def test_no_error_is_guessed_where_the_word_exists(search: Search) -> None:
    index = reason_trees.named("Bank", "Bang")

    assert codes(search("bank", index)) == ["000"]
    assert codes(search("banl", index)) == ["000", "001"]


def test_readers_language_goes_first(search: Search) -> None:
    index = reason_trees.index_of(
        [("1", "Andere vraag", "Account", [], []), ("2", "Account", "Other", [], [])]
    )

    assert codes(search("acc", index, language="nl")) == ["2", "1"]
    assert codes(search("acc", index, language="en")) == ["1", "2"]
    assert search("acc", index, language="en")[0]["ranges"] == [[0, 3]]


def test_reason_without_a_name_in_the_readers_language_shows_the_other(search: Search) -> None:
    [hit] = search(
        "bezorgd", reason_trees.index_of([("1", "Niet bezorgd", "", [], [])]), language="en"
    )

    assert (hit["field"], hit["ranges"]) == ("name", [[5, 12]])


HEAVY = {"own": {"001": 500}, "team": {"001": 9_000}, "recent": ["001"]}


@pytest.mark.parametrize(
    ("names", "first"),
    [
        pytest.param(("Factuur kwijt", "Factuur opvragen"), "001", id="within a kind"),
        pytest.param(("Factuur kwijt", "Mijn factuur"), "001", id="one kind up"),
        pytest.param(("Factuur kwijt", "Spoedfactuur"), "000", id="not two kinds up"),
        pytest.param(("Factuur", "Factuur opvragen"), "000", id="never above what is exact"),
    ],
)
def test_use_lifts_within_bounds(search: Search, names: tuple[str, ...], first: str) -> None:
    assert codes(search("factuur", reason_trees.named(*names), use=HEAVY))[0] == first


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        ({}, ["000", "001", "002"]),
        ({"team": {"002": 40}}, ["002", "000", "001"]),
        ({"own": {"001": 20}, "team": {"002": 40}}, ["001", "002", "000"]),
        ({"own": {"001": 20, "002": 21}}, ["002", "001", "000"]),
        ({"recent": ["002", "001"]}, ["002", "001", "000"]),
        ({"own": {"constructor": 3}, "team": {}, "recent": ["gone"]}, ["000", "001", "002"]),
    ],
)
def test_own_use_weighs_more_than_the_teams(
    search: Search, use: dict[str, Any], expected: list[str]
) -> None:
    assert (
        codes(search("vraag", reason_trees.named("Vraag aa", "Vraag bb", "Vraag cc"), use=use))
        == expected
    )


@pytest.mark.parametrize("query", ["", "   "])
def test_empty_query_gives_the_most_useful_first(search: Search, query: str) -> None:
    use = {
        "own": {"short": 2, "photos": 9},
        "team": {"e-mail": 80, "photos": 1},
        "recent": ["label-other", "late"],
    }

    found = codes(search(query, use=use, limit=7))

    recent, own, team = ["label-other", "late"], ["photos", "short"], ["e-mail"]
    rest = ["not-delivered", "damaged"]
    assert found == [*recent, *own, *team, *rest]


def test_limit_bounds_the_list(search: Search) -> None:
    assert len(search("e", limit=3)) == 3
    assert search("overig", limit=0) == []


def test_name_of_equal_letters_is_searched_to_the_end(search: Search) -> None:
    """As many readings as one can make of an abbreviation."""
    assert codes(search("a" * 16, reason_trees.named("aaaa " * 40))) == ["000"]


def test_empty_tree_has_nothing_to_find(search: Search) -> None:
    assert search("a", reason_trees.index_of([])) == []
