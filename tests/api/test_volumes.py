"""PUT /api/v1/volumes/."""

from typing import Any

import pytest

from contactreductie.core.enums import Role, TokenScope
from feedbackloop.models import Volume
from tests.api.client import ApiClient, client_of
from tests.factories import people, reasons

pytestmark = pytest.mark.django_db
URL = "/api/v1/volumes/"


def row(**cells: Any) -> dict[str, Any]:
    return {"period": "2026-W10", "denominator": "orders", "units": 1200, **cells}


@pytest.fixture
def coordinator() -> ApiClient:
    return client_of(people.coordinator())


def test_put_volumes_again_changes_nothing_and_other_units_make_a_version(
    coordinator: ApiClient,
) -> None:
    reasons.carrier("postnl")
    rows = [row(), row(dimension="carrier", value="postnl", units="300", period="2026-03-04")]

    first, again = (coordinator.send(URL, rows, "put").json() for _time in range(2))
    changed = coordinator.send(URL, {"rows": [row(units=1300)]}, "put").json()

    assert first == {"read": 2, "created": 2, "updated": 0}
    assert again == {"read": 2, "created": 0, "updated": 0}
    assert changed == {"read": 1, "created": 0, "updated": 1}
    assert list(Volume.objects.order_by("pk").values_list("units", "version", "source")) == [
        (1300, 2, "api"),
        (300, 1, "api"),
    ]


def test_put_volumes_one_wrong_row_keeps_all_out(coordinator: ApiClient) -> None:
    """N-2; every wrong row is named."""
    rows = [row(), row(units=-1), row(units=2.5), row(period="2026-W54"), row(value="x")]
    response = coordinator.send(URL, rows, "put")

    problem = response.json()
    assert response.status_code == 422
    assert problem["detail"] == "Noemer moet een geheel getal van 0 of hoger zijn."
    assert [(error["field"], error["rule"]) for error in problem["errors"]] == [
        ("[1].units", "N-2"),
        ("[2].units", "N-2"),
        ("[3].period", "N-2"),
        ("[4].dimension", "N-2"),
    ]
    assert Volume.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ([row(units=None)], "[0].units"),
        ([row(), {"period": "2026-W10"}], "[1].denominator"),
        ([row(units=True)], "[0].units"),
        (["text"], "[0]"),
        ({}, ""),
        ("text", ""),
    ],
)
def test_put_volumes_wrong_shape_names_the_place(coordinator: ApiClient, data, field) -> None:
    response = coordinator.send(URL, data, "put")

    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == field


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in ("coordinator", "administrator")]
)
def test_put_volumes_is_for_coordinator_and_administrator(role: Role) -> None:
    assert client_of(people.user("x", role)).send(URL, [row()], "put").status_code == 403


def test_put_volumes_with_reading_scope_is_403() -> None:
    client = client_of(people.coordinator(), TokenScope.READ)

    assert client.send(URL, [row()], "put").status_code == 403
