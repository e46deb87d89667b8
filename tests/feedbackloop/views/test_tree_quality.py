"""What the quality page finds in a tree (R-2 to R-5)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from feedbackloop.services import facts
from reasons.enums import ReasonKind
from reasons.queries import alike
from reasons.queries.tree import ReasonTree
from reasons.services import taxonomy
from reasons.services.reason_drafts import ReasonDraft
from tests.factories import feedbackloop as make
from tests.factories import people, reasons, signals
from tests.factories.clock import MONDAY
from tests.factories.feedbackloop import W10
from tests.feedbackloop.views.world import page

pytestmark = pytest.mark.django_db
URL = "/tree/quality/"
QUERIES = 9


@pytest.fixture
def keeper(client: Client) -> Client:
    """460 contacts that are late, 40 on the rest beside it; one choice nobody made."""
    reasons.channel("phone")
    delivery = reasons.reason("delivery", name_nl="Bezorging")
    reasons.reason("late", delivery, name_nl="Te laat bezorgd", synonyms=["vertraagd"])
    reasons.reason("rest", delivery, name_nl="Overig", kind=ReasonKind.CATCH_ALL)
    reasons.reason("never", delivery, name_nl="Nooit gekozen reden")
    reasons.reason("loose", name_nl="Los")
    make.contacts(W10, 460, reason="late")
    make.contacts(W10, 40, reason="rest")
    facts.refresh()
    client.force_login(people.coordinator())
    return client


def test_budget_of_the_rest_is_told_per_parent_and_in_total(keeper: Client) -> None:
    """R-5: 40 of 500 is 8.0%, amber."""
    rows = keeper.get(URL).context["catch_alls"]
    told = [(row["of"] and row["of"]["code"], row["row"].share, row["tone"]) for row in rows]
    assert told == [(None, 0.08, "warn"), ("delivery", 0.08, "warn")]
    text = page(keeper, URL)
    assert "8,0%" in text
    assert "boven 5%" in text


def test_choices_that_nobody_made_are_listed_and_catch_alls_are_not(keeper: Client) -> None:
    reasons.reason("young", name_nl="Jong", valid_from=W10.monday)
    found = keeper.get(URL).context["unused"]
    assert [row["code"] for row in found] == ["never", "loose"]


def test_choice_that_somebody_added_lately_or_that_ends_today_is_not_called_unused(
    keeper: Client,
) -> None:
    """What a command brought is as old as its contacts."""
    by = {"actor": people.coordinator("maker"), "now": timezone.now()}
    taxonomy.create_reason(ReasonDraft(code="new", name_nl="Nieuw"), why="Gevraagd", **by)
    taxonomy.create_reason(ReasonDraft(code="read", name_nl="Ingelezen"), **{**by, "actor": None})
    loose = reasons.ContactReason.objects.get(code="loose")
    taxonomy.end_reason(loose, last_day=timezone.localdate(), why="Nooit gekozen", **by)
    found = keeper.get(URL).context["unused"]
    assert [row["code"] for row in found] == ["never", "read"]


def test_late_entry_on_a_choice_that_was_made_today_is_taken(keeper: Client) -> None:
    """C-3: the day of the contact counts, so a new choice has no first day."""
    by = {"actor": people.coordinator("maker"), "now": MONDAY}
    taxonomy.create_reason(ReasonDraft(code="new", name_nl="Nieuw"), why="Gevraagd", **by)
    assert reasons.contact(MONDAY - timedelta(days=1), reason="new").reason.code == "new"


def test_parent_without_a_rest_is_told(keeper: Client) -> None:
    """R-3."""
    money = reasons.reason("money", name_nl="Geld")
    reasons.reason("invoice", money)
    assert [row["code"] for row in keeper.get(URL).context["without"]] == ["money"]


def test_names_and_synonyms_that_are_alike_are_paired(keeper: Client) -> None:
    """R-2: by a shared word anywhere, by a near name among siblings only."""
    tree = ReasonTree.load()
    delivery = tree.by_code["delivery"]
    parent = reasons.ContactReason.objects.get(pk=delivery.id)
    reasons.reason("later", parent, name_nl="Te laat bezorgt")
    reasons.reason("delay", name_nl="Vertraagd")
    reasons.reason("far", name_nl="Te laat bezorgde")
    pairs = alike.pairs(ReasonTree.load(), today=timezone.localdate())
    assert [(pair.one.code, pair.other.code, pair.words) for pair in pairs] == [
        ("late", "later", ""),
        ("late", "delay", "vertraagd"),
    ]
    assert "Bijna dezelfde naam" in page(keeper, URL)


def test_proposal_of_an_agent_can_be_added_and_answered(keeper: Client) -> None:
    proposal = signals.proposal(people.agent("melder"))
    text = page(keeper, URL)
    assert f"/tree/new/?name={proposal.name.replace(' ', '%20')}" in text
    assert f"/signals/{proposal.what}/{proposal.pk}/" in text


def test_proposal_whose_name_exists_by_now_is_answered_and_not_added(keeper: Client) -> None:
    """R-2."""
    proposal = signals.proposal(people.agent("melder"), name="Te  LAAT bezorgd")
    text = page(keeper, URL)
    assert "/tree/new/?name=" not in text
    assert 'Bestaat inmiddels: <a href="/tree/?reason=late">' in text
    assert f"/signals/{proposal.what}/{proposal.pk}/" in text


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_the_same_queries_for_any_number(
    keeper: Client, django_assert_num_queries, count: int
) -> None:
    for number in range(count):
        reasons.reason(f"more-{number}")
        signals.proposal(people.agent(f"melder-{number}"))
    keeper.get(URL)
    with django_assert_num_queries(QUERIES):
        keeper.get(URL)
