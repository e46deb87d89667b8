"""GET /api/v1/contacts/."""

from typing import Any

import pytest

from contactreductie.core.enums import Role, TokenScope
from contactreductie.core.models import AuditEvent, User
from raci.models import Department, Membership
from reasons.models import ContactReason
from tests.api.client import ApiClient, client_of
from tests.factories import feedbackloop, people, reasons
from tests.factories.clock import MONDAY, amsterdam

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]
URL = "/api/v1/contacts/"


@pytest.fixture
def coordinator() -> ApiClient:
    return client_of(people.coordinator(), TokenScope.READ)


def ids(client: ApiClient, query: str = "") -> set[str]:
    response = client.get(f"{URL}?{query}")
    assert response.status_code == 200
    return {row["id"] for row in response.json()["results"]}


def pages(client: ApiClient, size: int) -> list[list[str]]:
    found, url = [], f"{URL}?page_size={size}"
    while url:
        answer = client.get(url).json()
        found.append([row["id"] for row in answer["results"]])
        url = answer["next"]
    return found


def contact(moment: str = "2026-03-02 10:00", agent: User | None = None, **fields: Any) -> str:
    draft = reasons.draft(amsterdam(moment), **fields)
    return str(reasons.contacts_in_bulk([draft], agent=agent, now=MONDAY)[0].pk)


def test_contacts_of_a_week_are_those_of_its_local_days(coordinator: ApiClient) -> None:
    """F-1: Monday 00:00 to Monday 00:00 in Amsterdam."""
    contact("2026-03-01 23:59")
    inside = {contact("2026-03-02 00:00"), contact("2026-03-08 23:59")}
    contact("2026-03-09 00:00")

    assert ids(coordinator, "week=2026-W10") == inside


def test_contacts_are_selected_by_branch_channel_and_department(coordinator: ApiClient) -> None:
    delivery = ContactReason.objects.get(code="delivery")
    feedbackloop.accountable(delivery, feedbackloop.department("logistics"))
    late = contact(reason="not-delivered")
    mailed = contact(reason="not-delivered", channel="mail")
    invoice = contact(reason="invoice")

    assert ids(coordinator) == {late, mailed, invoice}
    assert ids(coordinator, "reason=delivery") == {late, mailed}
    assert ids(coordinator, "channel=mail") == {mailed}
    assert ids(coordinator, "department=logistics") == {late, mailed}
    assert ids(coordinator, "department=logistics&reason=invoice") == set()


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("week=2026-W54", "week"),
        ("week=9999-W52", "week"),
        ("week=0001-W01", "week"),
        ("reason=x", "reason"),
        ("reason=%00", "reason"),
        ("channel=x", "channel"),
        ("department=x", "department"),
    ],
)
def test_contacts_unknown_selection_names_the_place(
    coordinator: ApiClient, query: str, field: str
) -> None:
    response = coordinator.get(f"{URL}?{query}")

    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [field]


def test_contacts_pages_hold_each_row_once_in_a_stable_order(coordinator: ApiClient) -> None:
    made = [contact() for _number in range(7)]  # all at the very same moment

    found = pages(coordinator, 3)

    assert [len(page) for page in found] == [3, 3, 1]
    assert sorted(row for page in found for row in page) == sorted(made)
    assert pages(coordinator, 3) == found


def test_contacts_rows_hold_no_customer_and_no_note(coordinator: ApiClient) -> None:
    contact(customer_ref="K 123", note="belde boos", dimensions={"carrier": "dhl"})

    response = coordinator.get(URL)
    (row,) = response.json()["results"]
    assert (row["dimensions"], row["customer_known"]) == ({"carrier": "dhl"}, True)
    assert {"note", "customer_key", "customer_ref"} & row.keys() == set()


def test_contacts_take_as_many_queries_for_three_rows_as_for_one(
    coordinator: ApiClient, django_assert_num_queries
) -> None:
    for number in (1, 2):
        for _place in range(number):
            contact(dimensions={"carrier": "dhl"}, extra_reasons=("invoice",))
        coordinator.get(URL)
        # token, roles, rows, dimensions with both names, extra reasons with theirs, audit
        with django_assert_num_queries(9):
            coordinator.get(URL)


def test_contacts_reading_is_kept_in_the_audit_trail(coordinator: ApiClient) -> None:
    contact()
    coordinator.get(f"{URL}?week=2026-W10&page_size=5")

    event = AuditEvent.objects.get(verb="contact_rows_read")
    assert (event.actor.username, event.details) == ("regisseur", {"rows": 1, "week": "2026-W10"})


def test_contacts_everybody_sees_the_own_part_only() -> None:
    """Domain model, section 2."""
    cs = Department.objects.create(code="cs", name="KS", is_customer_service=True)
    anna, ben, leader = people.agent("anna"), people.agent("ben"), people.team_leader()
    for person in (anna, leader):
        Membership.objects.create(user=person, department=cs)
    logistics = feedbackloop.department("logistics")
    feedbackloop.accountable(ContactReason.objects.get(code="delivery"), logistics)
    of_anna = contact(agent=anna, reason="invoice")
    of_ben = contact(agent=ben, reason="not-delivered")

    def seen_by(user: User) -> set[str]:
        return ids(client_of(user, TokenScope.READ))

    assert seen_by(anna) == {of_anna}
    assert seen_by(ben) == {of_ben}
    assert seen_by(leader) == {of_anna}
    assert seen_by(logistics.head) == {of_ben}
    assert seen_by(people.coordinator()) == {of_anna, of_ben}
    assert seen_by(people.user("privacy", Role.PRIVACY_OFFICER)) == {of_anna, of_ben}


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR])
def test_contacts_rows_are_not_for_management_and_administrator(role: Role) -> None:
    assert client_of(people.user("x", role)).get(URL).status_code == 403
