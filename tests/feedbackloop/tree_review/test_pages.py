"""The review list on its page, and in the mail of Monday (R-4, R-5)."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from contactreductie.core.models import OutboxMessage, User
from feedbackloop.enums import ReviewDecision
from feedbackloop.models import TreeReviewItem
from reasons.models import ContactReason
from reasons.services import lists
from tests.factories import feedbackloop as loop
from tests.factories import people, reasons, signals
from tests.factories.clock import MONDAY
from tests.factories.feedbackloop import W10
from tests.feedbackloop.tree_review import world
from tests.feedbackloop.views.world import page

pytestmark = pytest.mark.django_db
URL = "/tree/review/"
QUERIES = 15


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)


@pytest.fixture
def keeper(client: Client) -> Client:
    """A first report that finds red catch-alls, a pair, a choice nobody made, a parent without a
    rest, and few reasons."""
    parent = world.delivery()
    reasons.reason("later", parent, name_nl="Te laat bezorgt")
    money = reasons.reason("money", name_nl="Geld")
    reasons.reason("invoice", money, name_nl="Factuur")
    world.weeks((15, 85), (14, 86))
    loop.contacts(W10, 1, reason="invoice")
    world.listed(W10)
    client.force_login(people.coordinator())
    return client


def item(kind: str) -> TreeReviewItem:
    return TreeReviewItem.objects.get(kind=kind)


def address(kind: str) -> str:
    return f"{URL}{item(kind).pk}/decide/"


def answer(kind: str, decision: str, why: str = "") -> dict[str, str]:
    prefix = f"point-{item(kind).pk}"
    return {f"{prefix}-decision": decision, f"{prefix}-why": why}


def test_points_are_told_with_their_figures_and_the_step_that_helps(keeper: Client) -> None:
    """R-4, R-5."""
    text = page(keeper, URL)
    said = (
        "In 2026-W10 stonden 14 van de 100 contacten onder ‘Overig’: 14,0%, de week ervoor 15,0%.",
        "In 13 weken stonden 29 van de 201 contacten onder ‘Overig’: 14,4%.",
        "6 redenen op de eerste twee niveaus; vanaf 10 zie je waar je iets aan kunt doen.",
        "Geen contact in 13 weken.",
        "/tree/new/?parent=delivery",
        "/tree/later/merge/?into=late",
        "/tree/later/end/",
        "/tree/money/catch-all/",
    )
    assert [words for words in said if words not in text] == []


def test_points_are_told_in_english_too(keeper: Client) -> None:
    """R-4, R-5."""
    keeper.cookies["django_language"] = "en-gb"
    text = page(keeper, URL)
    said = (
        "In 2026-W10, 14 of 100 contacts stood under a catch-all: 14.0%, the week before 15.0%.",
        "In 13 weeks, 29 of 201 contacts stood under a catch-all: 14.4%.",
        "6 reasons on the first two levels; from 10 on one sees what to act on.",
    )
    assert [words for words in said if words not in text] == []


def test_decision_moves_a_point_and_the_progress(keeper: Client) -> None:
    total = TreeReviewItem.objects.count()
    assert f">0 / {total}<" in page(keeper, URL)
    response = keeper.post(address("unused"), answer("unused", "kept", "Komt in december terug."))
    assert (response.status_code, response["Location"]) == (302, f"{URL}#open")
    text = page(keeper, URL)
    assert f">1 / {total}<" in text
    assert "“Komt in december terug.”" in text
    assert "Nooit gekozen</h2>" not in text


def test_refused_decision_keeps_the_input(keeper: Client) -> None:
    """R-4."""
    response = keeper.post(address("unused"), answer("unused", "later"))
    assert response.status_code == 422
    text = response.content.decode()
    assert "Leg uit waarom er nu niets verandert." in text
    assert text.count('<details class="disclosure" open>') == 1
    form = next(
        point.form
        for group in response.context["groups"]
        for point in group.points
        if point.item.kind == "unused"
    )
    assert form["decision"].value() == "later"


def test_second_decision_about_a_point_is_a_conflict(keeper: Client) -> None:
    where, given = address("unused"), answer("unused", "changed")
    world.decided(item("unused"), ReviewDecision.KEPT)
    assert keeper.post(where, given).status_code == 409


def test_point_that_does_not_exist_is_not_found(keeper: Client) -> None:
    assert keeper.post(f"{URL}0/decide/").status_code == 404
    assert keeper.get(f"{URL}1/decide/").status_code == 405


def test_point_whose_cause_has_gone_says_so(keeper: Client) -> None:
    """Ended, the reason can neither be mistaken for another nor stand in the way: no step helps."""
    before = page(keeper, URL)
    assert "nu niet meer zo" not in before
    assert "/tree/later/end/" in before
    ContactReason.objects.filter(code="later").update(valid_until=MONDAY.date().replace(day=1))
    lists.touch()
    groups = keeper.get(URL).context["groups"]
    gone = {point.item.kind for group in groups for point in group.points if not point.still_so}
    assert gone == {"alike", "unused"}
    after = page(keeper, URL)
    assert after.count("nu niet meer zo") == 2
    assert "/tree/later/" not in after


def test_decisions_of_earlier_quarters_are_a_link_away(
    keeper: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.decided(item("unused"), ReviewDecision.KEPT)
    summer = MONDAY.replace(month=7)
    monkeypatch.setattr(timezone, "now", lambda: summer)
    keeper.force_login(User.objects.get(username="regisseur"))
    now = page(keeper, URL)
    assert "Zo is het." not in now
    assert f"{URL}?quarter=2026-Q1" in now
    then = page(keeper, f"{URL}?quarter=2026-Q1")
    assert "Zo is het." in then
    assert "Besluit vastleggen" not in then
    assert "In dit kwartaal is niets besloten" in page(keeper, f"{URL}?quarter=2025-Q4")


@pytest.mark.parametrize("label", ["2026-Q5", "x", "9999-Q4"])
def test_quarter_that_does_not_exist_is_not_found(keeper: Client, label: str) -> None:
    page(keeper, f"{URL}?quarter={label}", 404)


def test_proposals_of_agents_are_counted_with_their_place(keeper: Client) -> None:
    assert "wacht op antwoord" not in page(keeper, URL)
    signals.proposal(people.agent("melder"))
    text = page(keeper, URL)
    assert "1 voorstel van een medewerker wacht op antwoord" in text
    assert "/tree/quality/#proposals-h" in text


def test_empty_list_says_when_it_is_filled(client: Client) -> None:
    client.force_login(people.coordinator())
    text = page(client, URL)
    assert "Nog niets om over te besluiten" in text
    assert "/tree/quality/" in text


def test_decided_list_says_when_it_is_filled_again(keeper: Client) -> None:
    for point in TreeReviewItem.objects.all():
        world.decided(point, ReviewDecision.CHANGED)
    assert "Over alles is besloten" in page(keeper, URL)


def test_full_kind_says_where_the_rest_is(keeper: Client, settings: Settings) -> None:
    assert "Bekijk ze allemaal" not in page(keeper, URL)
    settings.TREE_REVIEW_MOST = 2
    text = page(keeper, URL)
    assert text.count("Van elke soort staan er hooguit 2 tegelijk op de lijst.") == 1


def test_quality_page_leads_to_the_list(keeper: Client) -> None:
    assert f'href="{URL}"' in page(keeper, "/tree/quality/")


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_the_same_queries_for_any_number(
    keeper: Client, django_assert_num_queries, count: int
) -> None:
    for number in range(count):
        for decided in (False, True):
            reason = reasons.reason(f"r{number}{decided}")
            made = TreeReviewItem.objects.create(
                kind="no_catch_all", reason=reason, found_on=W10.monday, figures={"count": 2}
            )
            if decided:
                world.decided(made, ReviewDecision.LATER)
    keeper.get(URL)
    with django_assert_num_queries(QUERIES):
        keeper.get(URL)


# --- The mail of Monday --------------------------------------------------------------------------


def test_mail_of_monday_tells_who_keeps_the_tree_how_many_points_came() -> None:
    """R-5."""
    people.coordinator()
    people.user("keeper", people.Role.COORDINATOR, language="en-gb")
    people.manager()
    world.delivery()
    world.weeks((1, 99), (15, 85), (14, 86))
    world.listed(W10.plus(-2), W10.plus(-1), W10)
    mails = OutboxMessage.objects.filter(event=f"report-{W10}-v1")
    told = {mail.recipient.split("@")[0]: (mail.text, mail.html) for mail in mails}
    for part in told["regisseur"]:
        assert "2 voorstellen voor de redenenboom" in part
        assert "/tree/review/" in part
    for part in told["keeper"]:
        assert "2 proposals for the reason tree" in part
    for part in told["directie"]:
        assert "redenenboom" not in part


def test_mail_of_monday_is_silent_when_no_point_came() -> None:
    people.coordinator()
    world.delivery()
    world.weeks((1, 99), (1, 99))
    world.listed(W10.plus(-1), W10)
    first, second = OutboxMessage.objects.filter(event__startswith="report").order_by("event")
    assert ("redenenboom" in first.text, "redenenboom" in second.text) == (True, False)


def test_decision_is_taken_back_on_the_page(keeper: Client) -> None:
    """R-4."""
    keeper.post(address("unused"), answer("unused", ReviewDecision.KEPT, "Nodig."))
    pk = item("unused").pk
    assert f"{URL}{pk}/reopen/" in page(keeper, URL)
    assert f"{URL}{pk}/reopen/" not in page(keeper, f"{URL}?quarter=2025-Q4")
    assert keeper.post(f"{URL}{pk}/reopen/").status_code == 302
    assert item("unused").decision == ""
