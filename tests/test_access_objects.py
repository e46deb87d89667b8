"""Which objects each person sees: lists and single objects agree, whatever the organisation."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contactreductie.core.enums import Role
from contactreductie.core.models import RoleGrant, User
from raci import rules
from raci.enums import RaciRole
from raci.models import Department, Membership, ReasonResponsibility
from raci.queries import contacts as contact_queries
from reasons.models import Contact, ContactReason
from tests.factories import people, raci, reasons
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db
EXAMPLES = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
PLACES = st.none() | st.integers(0, 3)
PERSON = st.tuples(st.sets(st.sampled_from(list(Role)), max_size=2), PLACES)
ORGANISATIONS = st.fixed_dictionaries(
    {
        # Per department: what it is part of (one of those before it) and who heads it.
        "departments": st.lists(st.tuples(PLACES, PLACES), min_size=4, max_size=4),
        "people": st.lists(PERSON, min_size=4, max_size=4),
        # Per reason (each below the one before it): the accountable department, or person.
        "owners": st.lists(st.tuples(PLACES, PLACES), min_size=3, max_size=3),
    }
)


class Organisation:
    """Four departments, four people, three reasons, and a contact of each with each."""

    def __init__(self, drawn: dict[str, Any]) -> None:
        self.users = [people.user(f"p{place}") for place in range(4)]
        self.departments = self._departments(drawn["departments"])
        for user, (roles, place) in zip(self.users, drawn["people"], strict=True):
            RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in roles)
            if place is not None:
                Membership.objects.create(user=user, department=self.departments[place])
        self.reasons = self._reasons(drawn["owners"])
        self.contacts = self._contacts()

    def _departments(self, drawn: list[tuple[int | None, int | None]]) -> list[Department]:
        made: list[Department] = []
        for place, (parent, head) in enumerate(drawn):
            made.append(
                Department.objects.create(
                    code=str(place),
                    name=str(place),
                    parent=made[parent] if parent is not None and parent < place else None,
                    head=None if head is None else self.users[head],
                )
            )
        return made

    def _reasons(self, drawn: list[tuple[int | None, int | None]]) -> list[ContactReason]:
        made: list[ContactReason] = []
        for place, (department, person) in enumerate(drawn):
            made.append(reasons.reason(f"r{place}", made[-1] if made else None))
            holder: dict[str, Any] = {}
            if department is not None:
                holder = {"department": self.departments[department]}
            elif person is not None:
                holder = {"person": self.users[person]}
            if holder:
                ReasonResponsibility.objects.create(
                    reason=made[-1], role=RaciRole.ACCOUNTABLE, **holder
                )
        return made

    def _contacts(self) -> list[Contact]:
        channel = reasons.channel()
        return Contact.objects.bulk_create(
            Contact(
                id=f"00000000-0000-0000-0000-{place:012}",
                occurred_at=MONDAY,
                local_date=MONDAY.date(),
                recorded_at=MONDAY,
                changed_at=MONDAY,
                channel=channel,
                reason=reason,
                agent=agent,
                source="test",
            )
            for place, (agent, reason) in enumerate(
                (agent, reason) for agent in [*self.users, None] for reason in self.reasons
            )
        )


def may_see_contact(user: User, contact: Contact) -> bool:
    """Section 2 of the domain model for one row, step by step."""
    roles = user.roles
    if roles & {Role.COORDINATOR, Role.PRIVACY_OFFICER}:
        return True
    if roles & {Role.AGENT, Role.TEAM_LEADER} and contact.agent_id == user.pk:
        return True
    if Role.TEAM_LEADER in roles and contact.agent is not None:
        team = rules.department_of(contact.agent)
        if team is not None and rules.owns(user, team):
            return True
    holder = accountable(contact.reason)
    if Role.DEPARTMENT_OWNER not in roles or holder is None:
        return False
    return holder.person_id == user.pk or (
        holder.department is not None and rules.owns(user, holder.department)
    )


def may_work_on(user: User, contact: Contact) -> bool:
    """Section 2: whose contacts somebody corrects, as far as time allows."""
    if Role.COORDINATOR in user.roles:
        return True
    if user.roles & {Role.AGENT, Role.TEAM_LEADER} and contact.agent_id == user.pk:
        return True
    team = rules.department_of(contact.agent) if contact.agent else None
    return Role.TEAM_LEADER in user.roles and team is not None and rules.owns(user, team)


def accountable(reason: ContactReason | None) -> ReasonResponsibility | None:
    """The A of the nearest reason upwards that has one."""
    while reason is not None:
        found = ReasonResponsibility.objects.filter(reason=reason, role=RaciRole.ACCOUNTABLE)
        if found.exists():
            return found.get()
        reason = reason.parent
    return None


@EXAMPLES
@given(drawn=ORGANISATIONS)
def test_contacts_in_the_list_are_those_a_person_may_see(drawn: dict[str, Any]) -> None:
    with transaction.atomic():
        organisation = Organisation(drawn)
        for user in User.objects.filter(pk__in=[user.pk for user in organisation.users]):
            visible = set(contact_queries.visible_to(user).values_list("pk", flat=True))
            contacts = Contact.objects.select_related("agent", "reason")
            expected = {row.pk for row in contacts if may_see_contact(user, row)}
            assert visible == expected
            workable = set(contact_queries.workable_by(user).values_list("pk", flat=True))
            assert workable == {row.pk for row in contacts if may_work_on(user, row)}
            assert workable <= visible
        transaction.set_rollback(True)


def test_rows_of_another_department_are_as_if_they_were_not_there() -> None:
    org = raci.organisation()
    finance = raci.department("finance")
    other = raci.join(people.user("other", Role.DEPARTMENT_OWNER), finance)
    reasons.channel()
    contact = reasons.contact(MONDAY, reason="bezorging")

    assert list(contact_queries.visible_to(org.head)) == [contact]
    assert list(contact_queries.visible_to(other)) == []


@pytest.mark.parametrize(
    ("path", "visitor"),
    [
        ("/actions/99/", "head"),
        ("/api/v1/actions/99/", "head"),
        ("/actions/99/effect/", "head"),
        ("/reports/2026-W10/", "head"),
        ("/api/v1/reports/2026-W10/", "head"),
        ("/reasons/nothing/", "head"),
    ],
)
def test_what_is_not_there_is_404(path: str, visitor: str) -> None:
    org = raci.organisation()
    client = Client()
    client.force_login(getattr(org, visitor))

    assert client.get(path).status_code == 404
