"""The reference lists."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from contactreductie.core.enums import Role, TokenScope
from raci.models import Department
from reasons.enums import ReasonKind
from tests.api.client import ApiClient, client_of
from tests.factories import people, reasons

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> ApiClient:
    return client_of(people.agent(), TokenScope.READ)


def test_reasons_are_a_tree_with_names_and_demands(lists, reader: ApiClient) -> None:
    yesterday = timezone.now().date() - timedelta(days=2)
    reasons.reason("ended", valid_until=yesterday)
    reasons.reason("spam", kind=ReasonKind.NOISE)
    results = reader.get("/api/v1/reasons/").json()["results"]

    by_code = {reason["code"]: reason for reason in results}
    assert list(by_code) == ["delivery", "money", "ended", "spam"]
    delivery = by_code["delivery"]
    assert delivery["name"] == {"nl": "Levering", "en": "Delivery"}
    assert (delivery["selectable"], by_code["ended"]["selectable"]) == (False, False)
    assert (by_code["spam"]["kind"], by_code["spam"]["selectable"]) == ("noise", True)
    damaged = next(child for child in delivery["children"] if child["code"] == "damaged")
    assert (damaged["required_dimensions"], damaged["children"]) == (["carrier"], [])
    assert by_code["ended"]["valid_until"] == yesterday.isoformat()


def test_reasons_take_as_many_queries_for_a_large_tree(
    lists, reader: ApiClient, django_assert_num_queries
) -> None:
    reader.get("/api/v1/reasons/")
    for number in range(3):
        reasons.reason(f"more-{number}", reasons.reason(f"above-{number}"))
        with django_assert_num_queries(7):  # token, owner's roles and the five lists
            reader.get("/api/v1/reasons/")


def test_channels_have_both_names(reader: ApiClient) -> None:
    reasons.channel("phone", name_nl="telefoon", name_en="telephone")
    reasons.channel("letter", name_nl="brief", is_active=False)

    assert reader.get("/api/v1/channels/").json()["results"] == [
        {"code": "letter", "name": {"nl": "brief", "en": "brief"}, "active": False},
        {"code": "phone", "name": {"nl": "telefoon", "en": "telephone"}, "active": True},
    ]


def test_dimensions_have_their_values(reader: ApiClient, django_assert_num_queries) -> None:
    ended, later = timezone.localdate() - timedelta(1), timezone.localdate() + timedelta(1)
    values = reasons.carrier("postnl", "dhl", "ups").values
    values.filter(code="dhl").update(valid_until=ended)
    values.filter(code="ups").update(valid_from=later)
    reader.get("/api/v1/dimensions/")
    with django_assert_num_queries(4):
        response = reader.get("/api/v1/dimensions/")

    assert response.json()["results"] == [
        {
            "code": "carrier",
            "name": {"nl": "bezorgdienst", "en": "carrier"},
            "values": [
                value("dhl", active=False, valid_until=ended.isoformat()),
                value("postnl", active=True),
                value("ups", active=False, valid_from=later.isoformat()),
            ],
        }
    ]


def value(code: str, **told: Any) -> dict[str, Any]:
    return {"code": code, "name": code.upper(), "valid_from": None, "valid_until": None, **told}


def test_departments_name_their_head_and_what_they_are_part_of(reader: ApiClient) -> None:
    head = people.user("hoofd", Role.DEPARTMENT_OWNER)
    whole = Department.objects.create(code="cs", name="Klantenservice", is_customer_service=True)
    Department.objects.create(code="cs-a", name="Team A", parent=whole, head=head)

    assert reader.get("/api/v1/departments/").json()["results"] == [
        {
            "code": "cs",
            "name": "Klantenservice",
            "part_of": None,
            "is_customer_service": True,
            "head": None,
        },
        {
            "code": "cs-a",
            "name": "Team A",
            "part_of": "cs",
            "is_customer_service": False,
            "head": "hoofd",
        },
    ]


@pytest.mark.parametrize("name", ["reasons", "channels", "dimensions", "departments"])
def test_lists_are_for_people_with_a_token(name: str) -> None:
    assert ApiClient().get(f"/api/v1/{name}/").status_code == 401
