from datetime import date

import pytest
from django.test import Client

from contactreductie.core.enums import Role
from feedbackloop.queries import trends
from feedbackloop.services import facts
from raci.services import actions
from reasons.models import ContactReason
from reasons.queries.tree import ReasonTree
from tests.factories import feedbackloop as make
from tests.factories import people, reasons
from tests.factories.clock import MONDAY
from tests.factories.feedbackloop import W10
from tests.feedbackloop.views import world
from tests.feedbackloop.views.conftest import SignIn
from tests.feedbackloop.views.world import page

pytestmark = pytest.mark.django_db

URL = "/reasons/delivery/"
QUERIES = 24


@pytest.fixture
def manager(sign_in: SignIn) -> Client:
    return sign_in(people.manager())


@pytest.mark.parametrize("count", [1, 3])
def test_reason_page_any_number_of_reasons_below_takes_the_same_queries(
    manager: Client, django_assert_num_queries, count: int
) -> None:
    world.reported(*[f"reason-{number}" for number in range(count)])

    with django_assert_num_queries(QUERIES):
        page(manager, URL)


def test_reason_page_names_the_owner_it_inherits_from(manager: Client) -> None:
    world.reported("not-delivered")

    own = page(manager, URL)
    below = page(manager, "/reasons/not-delivered/")

    assert "Logistics is eindverantwoordelijk." in own
    assert "Logistics is eindverantwoordelijk, vastgelegd bij ‘Bezorging’." in below


def test_reason_page_without_owner_says_so(manager: Client) -> None:
    world.tree("not-delivered")

    assert "Nog niemand is eindverantwoordelijk" in page(manager, URL)


def test_reason_page_without_contacts_says_so(manager: Client) -> None:
    world.tree("not-delivered")

    assert "Nog geen contacten" in page(manager, URL)


def test_reason_page_shows_newest_line_children_channels_and_findings(manager: Client) -> None:
    world.reported("not-delivered")

    shown = page(manager, "/reasons/not-delivered/")

    assert "Contacten in week 10" in shown
    assert "Telefoon" in shown
    assert "meer dan de verwachte 10" in shown
    assert "Onderzoek de stijging: Not delivered" in shown
    assert 'href="/actions/new/?reason=not-delivered"' in shown


def test_reason_page_small_cells_are_counted_not_shown(manager: Client) -> None:
    """F-7: five with postnl may be shown, four with dhl may not."""
    carrier = reasons.carrier("postnl", "dhl")
    world.tree("not-delivered")
    ContactReason.objects.get(code="not-delivered").required_dimensions.add(carrier)
    make.contacts(W10, 5, reason="not-delivered", dimensions={"carrier": "postnl"})
    make.contacts(W10, 4, reason="not-delivered", dimensions={"carrier": "dhl"})
    facts.refresh()

    shown = page(manager, "/reasons/not-delivered/")

    assert "POSTNL" in shown
    assert "DHL" not in shown
    assert "1 cel met minder dan 5 contacten is weggelaten" in shown
    assert "bezorgdienst" in shown


def test_reason_page_noise_and_ended_reasons_say_what_they_are(manager: Client) -> None:
    reasons.reason("spam", kind=reasons.ReasonKind.NOISE, valid_until=date(2026, 1, 1))

    shown = page(manager, "/reasons/spam/")

    assert "Ruis: deze contacten tellen alleen hier mee" in shown
    assert "Deze reden is niet (meer) te kiezen." in shown
    assert "Actie voorstellen" not in shown


def test_reason_page_noise_has_no_owner_to_name(manager: Client) -> None:
    reasons.reason("spam", kind=reasons.ReasonKind.NOISE)

    shown = page(manager, "/reasons/spam/")

    assert "eindverantwoordelijk" not in shown
    assert "<strong>Spam</strong>" not in shown


def test_reason_page_of_a_branch_lists_the_findings_below_it(manager: Client) -> None:
    world.reported("not-delivered")

    assert "meer dan de verwachte 10" in page(manager, URL)


def test_reason_page_of_a_catch_all_shows_its_share_of_the_parent(manager: Client) -> None:
    """R-5: 10 of 40 contacts in 2026-W10."""
    world.tree("not-delivered")
    main = ContactReason.objects.get(code="delivery")
    reasons.reason("other", main, kind=reasons.ReasonKind.CATCH_ALL)
    make.contacts(W10, 30, reason="not-delivered")
    make.contacts(W10, 10, reason="other")
    make.run_loop()

    shown = page(manager, "/reasons/other/")

    assert "Aandeel van ‘Bezorging’" in shown
    assert "25,0%" in shown
    assert "boven 10%" in shown


def test_reason_page_incomplete_week_is_not_judged(manager: Client) -> None:
    """F-3."""
    world.incomplete()

    assert "onvolledig, niet te beoordelen" in page(manager, "/reasons/not-delivered/")


def test_reason_page_unknown_code_is_not_found(manager: Client) -> None:
    page(manager, "/reasons/nowhere/", status=404)


@pytest.mark.parametrize(
    ("role", "status"), [(Role.AGENT, 200), (Role.ADMINISTRATOR, 403), (Role.PRIVACY_OFFICER, 403)]
)
def test_reason_page_is_for_who_works_with_contacts(
    sign_in: SignIn, role: Role, status: int
) -> None:
    world.tree("not-delivered")

    page(sign_in(people.user("x", role)), URL, status=status)


def test_reason_page_cancelled_action_stays_listed(manager: Client) -> None:
    report = world.reported("not-delivered")
    action = report.findings.get().action
    actions.cancel(action, remark="Niet nodig.", actor=people.manager("baas"), now=MONDAY)

    assert "Geannuleerd" in page(manager, "/reasons/not-delivered/")


def test_reason_trend_takes_range_and_alarm_from_the_frozen_report() -> None:
    report = world.reported("not-delivered")
    line = make.line(report, "not-delivered")
    tree = ReasonTree.load()

    points = trends.reason_trend(
        [W10.plus(-1), W10], tree=tree, reason_id=tree.by_code["not-delivered"].id
    )

    assert [(point.contacts, point.alarm) for point in points] == [(10, None), (30, "spike")]
    assert (points[1].low, points[1].high) == (line["expected_low"], line["expected_high"])
    assert (points[0].low, points[0].last_year) == (None, None)


def test_total_trend_marks_no_incomplete_week() -> None:
    """F-3: 30 contacts are far beyond the limits, but a channel is missing."""
    report = world.incomplete()
    totals = trends.report_totals(W10, W10)

    [point] = trends.total_trend([W10], tree=ReasonTree.load(), totals=totals)

    assert (point.contacts, point.alarm) == (30, None)
    assert point.high == report.content["totals"]["expected_high"]
    assert report.content["totals"]["expected_high"] < 30


def test_total_trend_before_the_history_is_absent_not_zero() -> None:
    world.reported("not-delivered")
    points = trends.total_trend(
        [W10.plus(number) for number in range(-9, 1)], tree=ReasonTree.load(), totals={}
    )

    assert [point.contacts for point in points] == [None, *[10] * 8, 30]


def test_report_totals_are_those_of_the_document_and_whether_it_is_complete() -> None:
    report = world.reported("not-delivered")

    assert trends.report_totals(W10, W10) == {W10: {**report.content["totals"], "complete": True}}


def test_week_series_sums_everything_below_a_reason() -> None:
    world.tree("not-delivered", "late")
    make.contacts(W10, 3, reason="not-delivered")
    make.contacts(W10, 2, reason="late")
    facts.refresh()
    tree = ReasonTree.load()
    ids = [tree.by_code[code].id for code in ("delivery", "late")]

    series = trends.week_series([W10.plus(-1), W10], tree=tree, reason_ids=ids)

    assert series == {ids[0]: [0, 5], ids[1]: [0, 2]}
