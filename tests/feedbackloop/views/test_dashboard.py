from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from contactreductie.core.enums import Role
from feedbackloop.models import DayCount
from feedbackloop.queries import dashboard
from feedbackloop.services import facts
from reasons.models import Contact
from reasons.queries.tree import ReasonTree
from tests.factories import feedbackloop as make
from tests.factories import people, reasons
from tests.factories.clock import MONDAY
from tests.factories.feedbackloop import W10
from tests.feedbackloop.views import world
from tests.feedbackloop.views.conftest import SignIn
from tests.feedbackloop.views.world import page

pytestmark = pytest.mark.django_db

URL = "/dashboard/"
QUERIES = 29


@pytest.mark.parametrize("count", [1, 3])
def test_dashboard_any_number_of_reasons_and_actions_takes_the_same_queries(
    sign_in: SignIn, django_assert_num_queries, count: int
) -> None:
    world.reported(*[f"reason-{number}" for number in range(count)])
    client = sign_in(people.manager())

    with django_assert_num_queries(QUERIES):
        page(client, URL)


def test_dashboard_reads_facts_and_never_the_contacts(sign_in: SignIn) -> None:
    world.reported("not-delivered")
    client = sign_in(people.coordinator())

    with CaptureQueriesContext(connection) as captured:
        page(client, URL)

    table = connection.ops.quote_name(Contact._meta.db_table)
    assert [query["sql"] for query in captured if table in query["sql"]] == []


def test_dashboard_without_any_contacts_says_what_to_do(sign_in: SignIn) -> None:
    shown = page(sign_in(people.coordinator()), URL)

    assert "Er zijn nog geen contacten" in shown
    assert f'href="{reverse("reasons:imports")}"' in shown


def test_dashboard_with_contacts_and_no_report_shows_the_counts(sign_in: SignIn) -> None:
    world.tree("not-delivered")
    make.contacts(W10, 12, reason="not-delivered")
    facts.refresh()

    shown = page(sign_in(people.manager()), URL)

    assert "Er is nog geen weekrapport" in shown
    assert "Week 10: 12 contacten." in shown


def test_dashboard_headline_names_the_reason_that_stands_out(sign_in: SignIn) -> None:
    world.reported("not-delivered")

    shown = page(sign_in(people.manager()), URL)

    link = '<a class="is-signal" href="/reasons/not-delivered/">‘Not delivered’</a>.'
    assert f"Boven verwachting: {link}" in shown


def test_dashboard_ordinary_week_claims_no_difference(sign_in: SignIn) -> None:
    """F-5, G: no direction for noise."""
    world.reported("not-delivered", last=12)

    shown = page(sign_in(people.manager()), URL)

    assert "Geen enkele reden valt hoger uit dan verwacht." in shown
    assert "geen duidelijk verschil" in shown
    assert "is-alarm" not in shown


def test_dashboard_incomplete_week_is_not_judged(sign_in: SignIn) -> None:
    """F-3: no word of direction, no mark in the chart, and nothing called normal."""
    world.incomplete()

    shown = page(sign_in(people.manager()), URL)

    assert ", niet te beoordelen: de week is onvolledig." in shown
    assert "onvolledig, niet te beoordelen" in shown
    assert '"alarm": "spike"' not in shown
    assert "geen duidelijk verschil" not in shown
    assert "spark__out" not in shown


def test_dashboard_alarm_tells_who_answers_and_what_is_being_done(sign_in: SignIn) -> None:
    report = world.reported("not-delivered")
    action = report.findings.get().action

    shown = page(sign_in(people.manager()), URL)

    assert f'<a href="/actions/{action.number}/">Actie {action.number}</a>' in shown
    assert "+20</td>" in shown  # 30 contacts where 10 were expected


def test_dashboard_alarm_without_owner_says_so(sign_in: SignIn) -> None:
    world.reported("not-delivered", owner=False)

    shown = page(sign_in(people.manager()), URL)

    assert "zonder eigenaar" in shown
    assert "nog geen actie" in shown


def test_dashboard_owner_sees_what_waits_before_the_key_figures(sign_in: SignIn) -> None:
    world.reported("not-delivered")

    mine = page(sign_in(world.logistics().head), URL)
    others = page(sign_in(people.manager()), URL)

    assert mine.index('id="decisions"') < mine.index('class="kpis"')
    assert others.index('class="kpis"') < others.index('id="decisions"')
    assert "1 actie vraagt aandacht" in others


def test_dashboard_owner_sees_the_own_reasons_first(sign_in: SignIn) -> None:
    world.reported("not-delivered")
    reasons.reason("invoice", name_nl="Factuur")
    head = world.logistics().head

    shown = page(sign_in(head), URL)
    everything = page(sign_in(head), URL, scope="all")

    assert 'href="?scope=mine" aria-current="page"' in shown
    assert 'href="?scope=all" aria-current="page"' in everything


def test_dashboard_says_which_actions_wait_for_this_person(sign_in: SignIn) -> None:
    world.reported("not-delivered")
    coordinator = people.coordinator()

    mine = page(sign_in(world.logistics().head), URL)
    others = page(sign_in(coordinator), URL)

    assert "Onderzoek de stijging" in mine
    assert "aan jou" in mine
    assert "Onderzoek de stijging" in others
    assert "aan jou" not in others


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.MANAGER])
def test_dashboard_finding_without_owner_is_told_to_who_can_hand_it_over(
    sign_in: SignIn, role: Role
) -> None:
    world.reported("not-delivered", owner=False)

    assert "1 bevinding heeft geen eigenaar." in page(sign_in(people.user("x", role)), URL)


def test_dashboard_finding_without_owner_is_not_told_to_a_team_leader(sign_in: SignIn) -> None:
    world.reported("not-delivered", owner=False)

    assert "geen eigenaar" not in page(sign_in(people.team_leader()), URL)


@pytest.mark.parametrize("role", [Role.AGENT, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER])
def test_dashboard_other_roles_are_refused(client: Client, role: Role) -> None:
    client.force_login(people.user("x", role))

    page(client, URL, status=403)


def test_week_figures_noise_is_left_out() -> None:
    """C-10; numbers by hand: 5 contacts, of which 3 repeats."""
    world.tree("not-delivered")
    reasons.reason("spam", kind=reasons.ReasonKind.NOISE)
    make.contacts(W10, 4, reason="not-delivered", customer_ref="K1")
    make.contacts(W10, 1, reason="not-delivered")
    make.contacts(W10, 7, reason="spam")
    facts.refresh()

    [figures] = dashboard.week_figures([W10], tree=ReasonTree.load())

    assert (figures.contacts, figures.keyed, figures.repeats_any) == (5, 4, 3)
    assert figures.repeat_share == 0.75
    assert DayCount.objects.exists()


@pytest.mark.parametrize(
    ("url", "chart"), [(URL, "chart"), ("/reasons/delivery/", "chart"), ("/process-map/", "found")]
)
def test_week_that_was_not_delivered_yet_is_absent_and_not_zero(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, url: str, chart: str
) -> None:
    """A Monday before the contacts of last week came in: figures end with the week before it."""
    world.reported("not-delivered")
    monkeypatch.setattr(timezone, "now", lambda: MONDAY + timedelta(weeks=1))
    shown = sign_in(people.manager()).get(url).context
    newest = shown[chart].weeks[-1] if chart == "found" else shown[chart].rows[0][0]
    assert str(newest) == "2026-W10"


def test_dashboard_says_that_the_report_of_last_week_is_not_there(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.reported("not-delivered")
    monkeypatch.setattr(timezone, "now", lambda: MONDAY + timedelta(weeks=1))
    assert "Het rapport van week 2026-W11 is er nog niet" in page(sign_in(people.manager()), URL)
