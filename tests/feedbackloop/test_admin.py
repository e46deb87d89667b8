"""The administrator keeps the denominators and chooses which one divides totals and reasons."""

import pytest
from django.test import Client

from contactreductie.core.enums import Role
from contactreductie.core.models import AuditEvent
from feedbackloop.models import Denominator
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(people.user("beheerder", Role.ADMINISTRATOR))
    return client


def defaults() -> dict[str, bool]:
    return dict(Denominator.objects.values_list("code", "is_default"))


def test_denominator_is_made_and_the_audit_trail_says_by_whom(administrator: Client) -> None:
    data = {"code": "orders", "name_nl": "Bestellingen", "name_en": "Orders", "is_default": "on"}

    answer = administrator.post("/admin/feedbackloop/denominator/add/", data)

    event = AuditEvent.objects.get(verb="denominator_created")
    assert (answer.status_code, defaults()) == (302, {"orders": True})
    assert (str(event.actor), event.details) == (
        "beheerder",
        {"code": "orders", "is_default": True, "default_before": None},
    )


def test_another_default_takes_the_place_of_the_one_before(administrator: Client) -> None:
    Denominator.objects.create(code="orders", name_nl="Bestellingen", is_default=True)
    customers = Denominator.objects.create(code="customers", name_nl="Klanten")
    data = {"code": "x", "name_nl": "Klanten", "name_en": "", "is_default": "on"}

    answer = administrator.post(f"/admin/feedbackloop/denominator/{customers.pk}/change/", data)

    event = AuditEvent.objects.get(verb="denominator_changed")
    assert (answer.status_code, defaults()) == (302, {"orders": False, "customers": True})
    assert event.details == {
        "code": "customers",
        "is_default": True,
        "default_before": "orders",
    }


def test_denominator_code_is_there_once(administrator: Client) -> None:
    Denominator.objects.create(code="orders", name_nl="Bestellingen", is_default=True)
    data = {"code": "orders", "name_nl": "Klanten", "name_en": ""}

    answer = administrator.post("/admin/feedbackloop/denominator/add/", data)

    assert (answer.status_code, defaults()) == (200, {"orders": True})
