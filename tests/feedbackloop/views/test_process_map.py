"""The process map: contacts where they arise (R-10)."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from feedbackloop.services import facts, volumes
from raci.models import ProcessStep
from reasons.enums import ReasonKind
from reasons.models import ContactReason
from reasons.services import restructuring
from reasons.services.reason_drafts import ReasonDraft
from tests.factories import feedbackloop as loop
from tests.factories import journeys as make
from tests.factories import raci, reasons
from tests.factories.clock import MONDAY, amsterdam
from tests.factories.feedbackloop import W10
from tests.factories.raci import Organisation
from tests.feedbackloop.views.world import page

pytestmark = pytest.mark.django_db
URL = "/process-map/"


@pytest.fixture
def org() -> Organisation:
    made = raci.organisation()
    reasons.channel("phone", name_nl="Telefoon")
    reasons.reason("spam", kind=ReasonKind.NOISE)
    reasons.reason("factuur")
    return made


@pytest.fixture
def visitor(client: Client, org: Organisation) -> Client:
    """Steps "Kiezen" (reason maat) and "Bezorgen" of logistics (reason gestapt)."""
    link = make.linked_step(org)
    choose = make.step(link.step.journey, org.coordinator, "Kiezen")
    make.link(choose, reasons.reason("maat", org.reason), org.coordinator)
    client.force_login(org.coordinator)
    return client


def delivered(denominator: str, units: int) -> None:
    row = {"period": str(W10), "denominator": denominator, "units": str(units)}
    assert volumes.record_volumes([(2, row)], source="x", now=MONDAY).rejected == []


def opened(client: Client) -> dict[str, Any]:
    facts.refresh()
    ((_journey, steps),) = client.get(URL).context["journeys"]
    return {shown.step.name_nl: shown for shown in steps}


def test_map_without_journeys_says_what_to_do(client: Client, org: Organisation) -> None:
    client.force_login(org.agent)
    assert "Er zijn nog geen klantreizen" in page(client, URL)


def test_map_without_contacts_still_shows_the_steps(visitor: Client) -> None:
    text = page(visitor, URL)
    assert "Bezorgen" in text
    assert "Er is nog geen volledige week met contacten." in text


def test_step_is_held_against_how_often_it_was_executed(visitor: Client) -> None:
    """R-10: 90 / 1,200 = 7.5 per 100; the executions never divide totals."""
    loop.contacts(W10, 90, reason="gestapt")
    delivered("step:bezorgen", 1200)
    shown = opened(visitor)["Bezorgen"]
    assert (shown.figures.contacts, shown.figures.ratio.per_100) == (90, 7.5)
    assert shown.figures.of_step
    assert shown.figures.ratio.denominator.is_default is False
    text = page(visitor, URL)
    assert "Per 100 keer uitgevoerd" in text
    assert "7,5" in text


def test_step_without_executions_is_held_against_the_default_with_its_name(
    visitor: Client,
) -> None:
    loop.contacts(W10, 90, reason="gestapt")
    delivered("orders", 1000)
    shown = opened(visitor)["Bezorgen"]
    assert (shown.figures.ratio.per_100, shown.figures.of_step) == (9.0, False)
    assert "Per 100 orders" in page(visitor, URL)


@pytest.mark.parametrize(
    ("units", "words"), [(None, "noemer ontbreekt"), (0, "n.v.t. (noemer is 0)")]
)
def test_ratio_of_a_step_without_units_is_words(
    visitor: Client, units: int | None, words: str
) -> None:
    """N-1"""
    loop.contacts(W10, 10, reason="gestapt")
    if units is not None:
        delivered("step:bezorgen", units)
    facts.refresh()
    assert words in page(visitor, URL)


def test_share_that_is_not_linked_counts_no_noise(visitor: Client) -> None:
    """R-10: 10 of 40 contacts; spam counts nowhere."""
    loop.contacts(W10, 20, reason="gestapt")
    loop.contacts(W10, 10, reason="maat")
    loop.contacts(W10, 10, reason="factuur")
    loop.contacts(W10, 7, reason="spam")
    shown = opened(visitor)
    assert "Niet gekoppeld aan een stap: 25% (10 van 40 contacten)." in page(visitor, URL)
    assert [(shown[name].burden, shown[name].burden_words) for name in shown] == [
        (5, "zeer zwaar"),
        (3, "gemiddeld"),
    ]


def test_repeats_and_handling_time_are_of_the_step(visitor: Client) -> None:
    """H-1: K1 came back once among 30 contacts; 30 times two minutes."""
    drafts = [
        reasons.draft(
            amsterdam("2026-03-02 10:00"),
            reason="gestapt",
            customer_ref=f"K{number}",
            handle_seconds=120,
        )
        for number in range(29)
    ]
    again = reasons.draft(
        amsterdam("2026-03-04 10:00"), reason="gestapt", customer_ref="K1", handle_seconds=120
    )
    reasons.contacts_in_bulk([*drafts, again])
    shown = opened(visitor)["Bezorgen"]
    assert (shown.figures.repeats, shown.figures.keyed, shown.minutes) == (1, 30, 2.0)
    assert shown.repeats_known


def test_repeats_of_a_step_with_few_known_customers_are_silent(visitor: Client) -> None:
    """H-5"""
    loop.contacts(W10, 40, reason="gestapt")
    assert not opened(visitor)["Bezorgen"].repeats_known
    assert "te weinig bekend" in page(visitor, URL)


def test_map_takes_the_same_queries_for_one_step_and_for_three(
    client: Client, org: Organisation
) -> None:
    client.force_login(org.coordinator)
    journey, counts = make.journey(org.coordinator), []
    loop.contacts(W10, 10, reason="factuur")
    facts.refresh()
    for number in (1, 3):
        while ProcessStep.objects.count() < number:
            step = make.step(journey, org.coordinator, "Stap", org.logistics)
            make.link(step, reasons.reason(f"r{step.pk}"), org.coordinator)
        client.get(URL)
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16


def test_reason_merged_into_one_of_a_step_is_counted_in_that_step(
    visitor: Client, org: Organisation
) -> None:
    """R-7: what was tagged stays, what counts where is told by the tree."""
    loop.contacts(W10, 3, reason="gestapt")
    loop.contacts(W10, 2, reason="factuur")
    reason = {row.code: row for row in ContactReason.objects.all()}
    restructuring.merge_reasons(
        reason["factuur"], into=reason["gestapt"], actor=org.coordinator, now=MONDAY, why="Zelfde"
    )
    assert opened(visitor)["Bezorgen"].figures.contacts == 5


def test_what_is_counted_with_a_reason_of_no_step_stays_in_its_own_step(
    visitor: Client, org: Organisation
) -> None:
    """R-10: after a merge and a split the weeks before read as they did, no contact twice."""
    loop.contacts(W10, 3, reason="gestapt")
    loop.contacts(W10, 2, reason="maat")
    loop.contacts(W10, 1, reason="factuur")
    reason = {row.code: row for row in ContactReason.objects.all()}
    by = {"actor": org.coordinator, "now": MONDAY, "why": "Zelfde"}
    restructuring.merge_reasons(reason["gestapt"], into=reason["factuur"], **by)
    parts = [ReasonDraft(code=code, name_nl=code.capitalize()) for code in ("klein", "groot")]
    restructuring.split_reason(reason["maat"], parts=parts, heir="klein", **by)
    shown = opened(visitor)
    assert [shown[name].figures.contacts for name in ("Bezorgen", "Kiezen")] == [3, 2]
    assert "Niet gekoppeld aan een stap: 17% (1 van 6 contacten)." in page(visitor, URL)


def test_reason_is_counted_in_the_step_of_the_reason_it_counts_with(
    visitor: Client, org: Organisation
) -> None:
    """R-10: both have a step; what is counted together is in one step."""
    loop.contacts(W10, 3, reason="gestapt")
    loop.contacts(W10, 2, reason="maat")
    reason = {row.code: row for row in ContactReason.objects.all()}
    restructuring.merge_reasons(
        reason["gestapt"], into=reason["maat"], actor=org.coordinator, now=MONDAY, why="Zelfde"
    )
    shown = opened(visitor)
    assert [shown[name].figures.contacts for name in ("Bezorgen", "Kiezen")] == [0, 5]
    assert "Gestapt (telt mee bij ‘Maat’)" in page(visitor, URL)
