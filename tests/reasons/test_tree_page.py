from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reasons.enums import ReasonKind
from reasons.queries import outline
from reasons.queries.outline import Advice, Topic
from reasons.queries.tree import ReasonTree
from tests.factories import people, reasons

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 9)
# Who is signed in, roles, the tree, required dimensions, search words.
QUERIES = 5


@pytest.fixture
def manager_client(client: Client) -> Client:
    client.force_login(people.manager())
    return client


def tree_page(client: Client, **query: str) -> str:
    response = client.get(reverse("reasons:tree"), query)
    assert response.status_code == 200
    return response.content.decode()


def lines(query: str = "") -> list[outline.Line]:
    return outline.outline(ReasonTree.load(), today=TODAY, language="nl", query=query)


def codes(query: str = "") -> list[str]:
    return [line.node.code for line in lines(query)]


def small_tree() -> None:
    carrier = reasons.carrier("postnl")
    delivery = reasons.reason("delivery", name_nl="Bezorging")
    late = reasons.reason("late", delivery, name_nl="Niet bezorgd", requires=(carrier,))
    reasons.reason("lost", late, name_nl="Pakket kwijtgeraakt", synonyms=["vermist"])
    reasons.reason("ideas", name_nl="Ideeën")
    reasons.reason("other", kind=ReasonKind.CATCH_ALL, name_nl="Overig")


@pytest.mark.parametrize("count", [1, 3])
def test_tree_page_any_number_of_reasons_takes_the_same_queries(
    client: Client, django_assert_num_queries, count: int
) -> None:
    for number in range(count):
        reasons.reason(f"reason-{number}", requires=(reasons.carrier(),) if not number else ())
    client.force_login(people.manager())

    with django_assert_num_queries(QUERIES):
        tree_page(client)


def test_tree_page_shows_codes_kinds_and_demands(manager_client: Client) -> None:
    small_tree()

    page = tree_page(manager_client)

    assert "<code>lost</code>" in page
    assert "bezorgdienst verplicht" in page
    assert "Overig</span>" in page
    assert f'href="{reverse("feedbackloop:reason", args=["late"])}"' in page


def test_tree_page_without_reasons_says_so(manager_client: Client) -> None:
    assert "Er zijn nog geen redenen" in tree_page(manager_client)


def test_tree_page_search_without_result_says_so(manager_client: Client) -> None:
    small_tree()

    page = tree_page(manager_client, q="xyz")

    assert "data-tree-none hidden" not in page
    assert "Geen reden gevonden" in page


def test_tree_page_administrator_sees_names_without_links_to_counts(client: Client) -> None:
    small_tree()
    client.force_login(people.user("beheerder", people.Role.ADMINISTRATOR))

    page = tree_page(client)

    assert "Niet bezorgd" in page
    assert reverse("feedbackloop:reason", args=["late"]) not in page


def test_outline_search_by_synonym_shows_the_path_to_it() -> None:
    small_tree()

    assert codes("VERMIST") == ["delivery", "late", "lost"]


def test_outline_search_a_branch_shows_all_below_it() -> None:
    small_tree()

    assert codes("niet") == ["delivery", "late", "lost"]


def test_outline_search_ignores_accents() -> None:
    small_tree()

    assert codes("ideeen") == ["ideas"]


def test_outline_closes_as_many_branches_as_it_opens() -> None:
    small_tree()

    closed = {line.node.code: [branch.node.code for branch in line.closing] for line in lines()}

    assert closed == {
        "delivery": [],
        "late": [],
        "lost": ["late", "delivery"],
        "ideas": [],
        "other": [],
    }


def test_outline_counts_reasons_to_choose_below_a_branch() -> None:
    small_tree()
    reasons.reason("gone", name_nl="Weg", valid_until=date(2026, 3, 8))

    leaves = {line.node.code: (line.leaves, line.validity) for line in lines()}

    assert leaves["delivery"] == (1, "active")
    assert leaves["gone"] == (0, "ended")


def test_advice_few_main_and_sub_reasons_says_how_many() -> None:
    """R-4."""
    small_tree()

    notices = outline.advice(ReasonTree.load(), today=TODAY, language="nl")

    assert notices == [Advice(Topic.FEW_REASONS, 4, limit=10)]


def test_advice_wide_and_deep_tree_names_what_is_too_much() -> None:
    """R-4: more than 60 on two levels, more than 15 below one parent; R-1: above 3 levels."""
    wide = reasons.reason("wide", name_nl="Breed")
    for number in range(16):
        reasons.reason(f"wide-{number}", wide)
    for number in range(44):
        reasons.reason(f"main-{number}")
    deep = wide
    for level in range(3):
        deep = reasons.reason(f"deep-{level}", deep, valid_from=TODAY)

    notices = outline.advice(ReasonTree.load(), today=TODAY, language="nl")

    assert notices == [
        Advice(Topic.MANY_REASONS, 62, limit=60),
        Advice(Topic.MANY_CHILDREN, 17, limit=15, name="Breed"),
        Advice(Topic.DEEP, 4, limit=3),
    ]


def test_advice_empty_tree_gives_none() -> None:
    assert outline.advice(ReasonTree.load(), today=timezone.localdate(), language="nl") == []


def test_tree_page_says_how_many_were_found(manager_client: Client) -> None:
    small_tree()

    assert "1 gevonden" in tree_page(manager_client, q="vermist")
    assert "5 redenen" in tree_page(manager_client)
