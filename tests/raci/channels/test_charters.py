from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from contactreductie.core.enums import Role
from contactreductie.core.models import AuditEvent
from contactreductie.core.refusals import NotAllowed, Refusal
from raci.models import ChannelCharter
from raci.queries import channels as channel_queries
from tests.factories import channels as make
from tests.factories import people, raci
from tests.factories.channels import OFFICE_HOURS
from tests.factories.clock import MONDAY, amsterdam

pytestmark = pytest.mark.django_db
TEXTS = {
    "nl": "Geef doel en klantvisie-principe van dit kanaal.",
    "en": "Give purpose and customer vision principle of this channel.",
}


def refused(channel, actor, **fields) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        make.charter(channel, actor=actor, **fields)
    return refusal.value


def test_charter_holds_what_was_agreed_and_is_reviewed_in_a_year(org, phone):
    """V-4"""
    made = make.charter(
        phone,
        actor=org.coordinator,
        owner=org.logistics,
        cost_per_contact=Decimal("4.50"),
        opening_hours=OFFICE_HOURS,
    )
    kept = ChannelCharter.objects.get()
    assert (kept.pk, kept.purpose, kept.owner) == (
        phone.pk,
        "Vragen die niet kunnen wachten.",
        org.logistics,
    )
    assert (kept.cost_per_contact, kept.opening_hours) == (Decimal("4.50"), OFFICE_HOURS)
    assert made.review_date == kept.review_date == date(2027, 3, 9)
    assert AuditEvent.objects.filter(verb="channel_charter_written").count() == 1


@pytest.mark.parametrize(
    ("given", "field"), [({"purpose": " "}, "purpose"), ({"principle": None}, "principle")]
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_charter_without_its_ground_is_refused(org, phone, given, field, language):
    """V-4"""
    refusal = refused(phone, org.coordinator, owner=org.logistics, **given)
    assert (refusal.rule, refusal.field) == ("V-4", field)
    with translation.override(language):
        assert str(refusal) == TEXTS[language]
    assert not ChannelCharter.objects.exists()


def test_charter_under_an_older_vision_is_refused(org, phone):
    """V-2"""
    old = make.principle()
    raci.customer_vision(org.manager)
    refusal = refused(phone, org.coordinator, owner=org.logistics, principle=old)
    assert refusal.rule == "V-2"
    with translation.override("nl"):
        assert str(refusal) == "Koppel een principe uit de klantvisie."
    with translation.override("en"):
        assert str(refusal) == "Link a principle of the customer vision."


def test_added_channel_without_expected_volume_is_refused(org, phone):
    """V-4: every added channel raises contacts per customer."""
    added = {"owner": org.logistics, "added_on": date(2026, 1, 5)}
    refusal = refused(phone, org.coordinator, **added)
    assert (refusal.rule, refusal.field) == ("V-4", "expected_volume")
    with translation.override("nl"):
        assert str(refusal) == "Geef het verwachte aantal contacten per week."
    with translation.override("en"):
        assert str(refusal) == "Give the expected number of contacts per week."
    made = make.charter(phone, actor=org.coordinator, expected_volume=0, **added)
    assert made.expected_volume == 0


@pytest.mark.parametrize(
    "spans",
    [
        [["8:00", "18:00"]],
        [["08:00", "25:00"]],
        [["08:00"]],
        [["18:00", "08:00"]],
        [["08:00", "08:00"]],
        [["08:00", "12:00"], ["11:00", "17:00"]],
        [["13:00", "17:00"], ["08:00", "12:00"]],
    ],
)
def test_opening_hours_that_make_no_day_are_refused(org, phone, spans):
    """V-4"""
    hours = {"owner": org.logistics, "opening_hours": {"3": spans}}
    refusal = refused(phone, org.coordinator, **hours)
    assert (refusal.rule, refusal.field) == ("V-4", "hours_3")


@pytest.mark.parametrize(
    "spans", [[["08:00", "12:00"], ["12:00", "17:30"]], [["00:00", "24:00"]], []]
)
def test_opening_hours_in_order_are_kept(org, phone, spans):
    made = make.charter(
        phone, actor=org.coordinator, owner=org.logistics, opening_hours={"3": spans}
    )
    assert made.opening_hours == ({"3": spans} if spans else {})


def test_negative_cost_is_refused(org, phone):
    refusal = refused(
        phone, org.coordinator, owner=org.logistics, cost_per_contact=Decimal("-0.01")
    )
    assert refusal.field == "cost_per_contact"


def test_review_date_in_the_past_is_refused_unless_it_stands(org, phone):
    """V-4"""
    past = {"owner": org.logistics, "review_date": date(2026, 3, 9)}
    refusal = refused(phone, org.coordinator, **past)
    assert refusal.field == "review_date"
    with translation.override("nl"):
        assert str(refusal) == "De herzieningsdatum ligt in de toekomst."
    with translation.override("en"):
        assert str(refusal) == "The review date lies in the future."
    earlier = amsterdam("2025-03-03 10:00")
    make.charter(phone, actor=org.coordinator, now=earlier, **past)
    kept = make.charter(phone, actor=org.coordinator, purpose="Spoed.", **past)
    assert (kept.purpose, kept.review_date) == ("Spoed.", date(2026, 3, 9))
    assert channel_queries.is_due(kept, MONDAY.date())
    assert not channel_queries.is_due(kept, date(2026, 3, 8))


@pytest.mark.parametrize("role", list(Role))
def test_charter_is_written_by_those_who_may(org, phone, role):
    """V-4: coordinator, management, and who owns the department."""
    actor = raci.join(people.user("iemand", role), org.logistics)
    if role in (Role.COORDINATOR, Role.MANAGER, Role.DEPARTMENT_OWNER):
        assert make.charter(phone, actor=actor, owner=org.logistics).owner == org.logistics
    else:
        with pytest.raises(NotAllowed):
            make.charter(phone, actor=actor, owner=org.logistics)


def test_department_owner_cannot_take_or_give_away_a_channel(org, phone):
    make.charter(phone, actor=org.coordinator, owner=org.customer_service)
    with pytest.raises(NotAllowed):
        make.charter(phone, actor=org.head, owner=org.logistics)
    make.charter(phone, actor=org.coordinator, owner=org.logistics)
    with pytest.raises(NotAllowed):
        make.charter(phone, actor=org.head, owner=org.customer_service)
    assert ChannelCharter.objects.get().owner == org.logistics
