"""Targets on their pages: list, new, end, on the reason, and by principle of the vision."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from contactreductie.core.enums import Role
from contactreductie.core.models import AuditEvent
from feedbackloop.models import ReductionTarget
from raci.enums import ValueLabel
from raci.queries import vision
from tests.factories import people, raci, reasons
from tests.factories import targets as make
from tests.factories.clock import MONDAY
from tests.factories.feedbackloop import W10

pytestmark = pytest.mark.django_db
LIST, BY_PRINCIPLE = reverse("feedbackloop:targets"), reverse("feedbackloop:vision_targets")
NEW = reverse("feedbackloop:new_target")
READERS = {
    Role.AGENT,
    Role.TEAM_LEADER,
    Role.COORDINATOR,
    Role.DEPARTMENT_OWNER,
    Role.MANAGER,
}
OTHERWISE = ("Geen vraag is het best.", "Een mens neemt op.")
QUERIES = 12


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)


@pytest.fixture
def org():
    organisation = raci.organisation()
    raci.customer_vision(organisation.manager)
    return organisation


def answers(**fields):
    principle = vision.active().principles.get(number=1)
    given = {
        "unit": "per_week",
        "goal": "6",
        "starts_on": "2026-03-09",
        "reach_by": "2026-09-07",
        "guards": ["csat"],
        "principle": principle.pk,
        "principle_why": "Wie niets mist, belt niet.",
    }
    return {**given, **fields}


def page(client, user, url, status=200):
    client.force_login(user)
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_targets_are_read_by_who_reads_counts(client, role):
    """V-5."""
    somebody = people.user("iemand", role)
    for url in (LIST, BY_PRINCIPLE):
        page(client, somebody, url, 200 if role in READERS else 403)


def test_list_tells_how_a_target_stands(client, org, monkeypatch):
    """K-3: below the target, but never reached while no guard is measured."""
    make.target(org.reason, org.manager)
    assert "0 volledige weken sinds de start, 4 zijn nodig" in page(client, org.agent, LIST)
    make.facts(org.reason, [1] * 4, last=W10.plus(4))
    monkeypatch.setattr(timezone, "now", lambda: W10.plus(4).end())
    content = page(client, org.agent, LIST)
    assert "Bereikt, klant-KPI niet gemeten" in content
    assert "Tevredenheid (CSAT)</dt><dd>nog niet gemeten" in content
    assert "7,7 – 13,0" in content
    assert "−90% ten opzichte van de nulmeting" in content


def test_week_to_be_reached_names_its_year(client, org):
    make.target(org.reason, org.manager, reach_by=date(2027, 1, 4))
    said = "Vanaf 9 maart 2026, te bereiken in week 1 van 2027."
    assert said in page(client, org.agent, LIST)


def test_target_past_its_date_says_so(client, org, monkeypatch):
    make.target(org.reason, org.manager)
    monkeypatch.setattr(timezone, "now", lambda: MONDAY.replace(month=10))
    assert "datum voorbij" in page(client, org.agent, LIST)


def test_empty_list_says_what_a_target_needs(client, org):
    assert "Er is nog geen doel" in page(client, org.agent, LIST)


def test_list_takes_the_same_queries_for_one_target_and_for_three(
    client, org, django_assert_num_queries
):
    for number in range(3):
        make.target(reasons.reason(f"r{number}", org.reason), org.manager)
        if number in (0, 2):
            page(client, org.coordinator, LIST)
            with django_assert_num_queries(QUERIES):
                client.get(LIST)


def test_new_target_begins_with_the_reason(client, org):
    reasons.reason("factuur")
    content = page(client, org.head, NEW)
    assert '<option value="bezorging">' in content
    assert '<option value="factuur">' not in content


def test_new_target_shows_the_baseline_and_the_label(client, org):
    """K-2, W-3."""
    address = f"{NEW}?reason=bezorging"
    content = page(client, org.coordinator, address)
    assert "Geef deze reden eerst een label" in content
    assert "Nog geen nulmeting: minstens 8 volledige weken nodig." in content
    make.label(org.reason, org.manager)
    make.facts(org.reason, [10] * 8)
    content = page(client, org.coordinator, address)
    assert "Geef deze reden eerst een label" not in content
    assert "7,7 – 13,0" in content


def test_satisfier_is_told_without_a_baseline_and_with_a_way_on(client, org):
    """W-3."""
    make.label(org.reason, org.manager, ValueLabel.SATISFIER)
    content = page(client, org.coordinator, f"{NEW}?reason=bezorging")
    assert "Een satisfier krijgt geen reductiedoel." in content
    assert "Nulmeting" not in content
    assert 'href="/matrix/bezorging/#label"' in content
    assert '<a class="btn btn--quiet" href="/targets/new/">Kies een andere reden</a>' in content


def test_target_is_set_on_the_page(client, org):
    make.label(org.reason, org.manager)
    make.facts(org.reason, [10] * 8)
    client.force_login(org.head)
    response = client.post(f"{NEW}?reason=bezorging", answers())
    kept = ReductionTarget.objects.get()
    assert (response.status_code, response.url) == (302, f"{LIST}#target-{kept.pk}")
    assert (kept.goal, kept.set_by) == (6, org.head)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"guards": []}, "Voeg een klant-KPI toe; alleen kosten is geen doel."),
        ({"goal": "10"}, "Een reductiedoel ligt onder de nulmeting."),
        ({"goal": ""}, "Vul dit veld in."),
        ({"principle": ""}, "Koppel een principe uit de klantvisie."),
        ({"starts_on": "2026-03-10"}, "Kies een maandag"),
    ],
)
def test_refused_target_keeps_the_input(client, org, given, message):
    """K-3, V-2."""
    make.label(org.reason, org.manager)
    make.facts(org.reason, [10] * 8)
    client.force_login(org.coordinator)
    response = client.post(f"{NEW}?reason=bezorging", answers(**given))
    assert response.status_code == 422
    content = response.content.decode()
    assert message in content
    assert "Wie niets mist, belt niet.</textarea>" in content


def test_target_of_another_department_cannot_be_set(client, org):
    reasons.reason("factuur")
    page(client, org.head, f"{NEW}?reason=factuur", 403)
    page(client, org.coordinator, f"{NEW}?reason=weg", 404)


def test_target_is_ended_on_the_list(client, org):
    target = make.target(org.reason, org.manager)
    address = reverse("feedbackloop:end_target", args=[target.pk])
    client.force_login(org.head)
    refused = client.post(address, {f"end-{target.pk}-why": ""})
    assert refused.status_code == 422
    assert client.post(address, {f"end-{target.pk}-why": "Klaar."}).status_code == 302
    content = page(client, org.agent, LIST)
    assert "Klaar." in content
    assert "Dit doel beëindigen" not in content
    assert client.post(address, {f"end-{target.pk}-why": "Klaar."}).status_code == 403


def test_reason_shows_its_target_or_offers_one(client, org):
    address = reverse("feedbackloop:reason", args=["bezorging"])
    assert "Stel een doel" in page(client, org.head, address)
    assert "Stel een doel" not in page(client, org.agent, address)
    make.target(org.reason, org.manager)
    assert "Contacten per week: van 10,0 naar 6,0." in page(client, org.agent, address)


def test_targets_by_principle_are_a_page_and_a_part_of_one(client, org):
    make.target(org.reason, org.manager)
    whole = page(client, org.agent, BY_PRINCIPLE)
    part = client.get(BY_PRINCIPLE, headers={"HX-Request": "true"}).content.decode()
    assert ("<h1" in whole, "<h1" in part) == (True, False)
    assert "Principe 1. Wij voorkomen vragen." in part


def test_target_of_an_older_version_is_read_again(client, org):
    """V-2."""
    target = make.target(org.reason, org.manager)
    principle = raci.customer_vision(org.manager, OTHERWISE).principles.get(number=2)
    assert "Doelen om opnieuw te bekijken" in page(client, org.agent, BY_PRINCIPLE)
    client.force_login(org.coordinator)
    address = reverse("feedbackloop:recheck_target", args=[target.pk])
    prefix = f"target-{target.pk}"
    refused = client.post(address, {f"{prefix}-principle_why": "Ook zo."})
    assert refused.status_code == 422
    assert "Koppel een principe uit de klantvisie." in refused.content.decode()
    given = {f"{prefix}-principle": principle.pk, f"{prefix}-principle_why": "Ook zo."}
    assert client.post(address, given).status_code == 302
    assert "Doelen om opnieuw te bekijken" not in page(client, org.agent, BY_PRINCIPLE)


def test_targets_of_an_unchanged_principle_are_kept_by_one_button(client, org):
    """V-2."""
    target = make.target(org.reason, org.manager)
    principle = raci.customer_vision(org.manager).principles.get(number=1)
    content = page(client, org.coordinator, BY_PRINCIPLE)
    assert "1 punt past nog" in content
    assert "ongewijzigd" in content
    address = reverse("feedbackloop:carry_over_targets", args=[principle.pk])
    assert client.post(address).status_code == 302
    why = target.principle_why
    target.refresh_from_db()
    assert (target.principle, target.principle_why) == (principle, why)
    event = AuditEvent.objects.get(verb="principle_rechecked")
    assert event.details == {"before": "v1.1", "after": "v2.1"}
    assert client.post(address).status_code == 409
    assert client.post(reverse("feedbackloop:carry_over_targets", args=[0])).status_code == 409
