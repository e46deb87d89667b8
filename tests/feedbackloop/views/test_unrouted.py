from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from contactreductie.core.enums import Role
from contactreductie.core.models import AuditEvent, User
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from feedbackloop.models import Finding
from feedbackloop.services import unrouted
from raci.models import Department, ImprovementAction, ReasonResponsibility
from tests.factories import feedbackloop as make
from tests.factories import people
from tests.factories.clock import MONDAY
from tests.feedbackloop.views import world
from tests.feedbackloop.views.conftest import SignIn
from tests.feedbackloop.views.world import page

pytestmark = pytest.mark.django_db

URL = "/unrouted/"
QUERIES = 4


@dataclass
class Waiting:
    finding: Finding
    logistics: Department

    def post(self, client: Client, step: str, status: int = 302, **answers: str) -> str:
        form = {"route": "route", "close": "close"}[step]
        data = {f"{form}-{self.finding.pk}-{name}": value for name, value in answers.items()}
        response = client.post(f"{URL}{self.finding.pk}/{step}/", data)
        assert response.status_code == status
        return response.content.decode()


@pytest.fixture
def waiting() -> Waiting:
    report = world.reported("not-delivered", owner=False)
    return Waiting(report.findings.select_related("reason").get(), make.department("logistics"))


@pytest.mark.parametrize("count", [1, 3])
def test_unrouted_list_any_number_of_findings_takes_the_same_queries(
    sign_in: SignIn, django_assert_num_queries, count: int
) -> None:
    world.reported(*[f"reason-{number}" for number in range(count)], owner=False)
    client = sign_in(people.coordinator())

    with django_assert_num_queries(QUERIES):
        shown = page(client, URL)

    assert shown.count("Overdragen") == count


def test_unrouted_list_offers_no_customer_service(sign_in: SignIn, waiting: Waiting) -> None:
    """A-2."""
    shown = page(sign_in(people.coordinator()), URL)

    assert '<option value="logistics">' in shown
    assert '<option value="service">' not in shown


def test_unrouted_list_without_findings_says_so(sign_in: SignIn) -> None:
    assert "Niets zonder eigenaar" in page(sign_in(people.manager()), URL)


def test_route_opens_the_action_at_the_chosen_department(sign_in: SignIn, waiting: Waiting) -> None:
    waiting.post(sign_in(people.coordinator()), "route", department="logistics")

    action = ImprovementAction.objects.get()
    waiting.finding.refresh_from_db()
    assert [(role.role, role.department) for role in action.roles.all()] == [
        ("A", waiting.logistics),
        ("R", waiting.logistics),
    ]
    assert action.description == waiting.finding.figures["text"]["nl"]
    assert (waiting.finding.action, waiting.finding.handled_at) == (action, MONDAY)
    assert ReasonResponsibility.objects.count() == 0
    assert AuditEvent.objects.filter(verb="finding_routed").count() == 1


@pytest.mark.parametrize("who", [people.coordinator, people.manager])
def test_route_from_now_on_writes_the_matrix(
    sign_in: SignIn, waiting: Waiting, who: Callable[[], User]
) -> None:
    client = sign_in(who())

    assert "Voortaan voor deze reden" in page(client, URL)
    waiting.post(client, "route", department="logistics", standing="on")

    written = ReasonResponsibility.objects.get()
    assert (written.role, written.department) == ("A", waiting.logistics)
    assert written.reason == waiting.finding.reason
    assert "Niets zonder eigenaar" in page(client, URL)


def test_route_leaves_the_published_report_as_it_was(sign_in: SignIn, waiting: Waiting) -> None:
    """F-5."""
    before = waiting.finding.report.document

    waiting.post(sign_in(people.manager()), "route", department="logistics")

    waiting.finding.report.refresh_from_db()
    assert waiting.finding.report.document == before


def test_route_handles_older_findings_about_the_same_reason(waiting: Waiting) -> None:
    twin = Finding.objects.create(
        report=waiting.finding.report,
        number=99,
        kind=waiting.finding.kind,
        severity=waiting.finding.severity,
        reason=waiting.finding.reason,
        figures=waiting.finding.figures,
        is_unrouted=True,
    )

    action = give(waiting)

    twin.refresh_from_db()
    assert (twin.action, twin.handled_at) == (action, MONDAY)


def test_route_links_an_action_that_is_open_by_now(waiting: Waiting) -> None:
    first = give(waiting)
    Finding.objects.filter(pk=waiting.finding.pk).update(handled_at=None, action=None)

    assert give(waiting) == first


def test_route_second_decision_is_a_conflict(waiting: Waiting) -> None:
    give(waiting)

    with pytest.raises(Conflict):
        give(waiting)
    assert ImprovementAction.objects.count() == 1


def test_route_second_decision_on_the_page_is_a_409(sign_in: SignIn, waiting: Waiting) -> None:
    give(waiting)

    shown = waiting.post(sign_in(people.manager()), "route", status=409, department="logistics")

    assert "Iemand heeft dit zojuist gewijzigd." in shown


def test_route_to_customer_service_is_refused_and_leaves_the_finding_waiting(
    waiting: Waiting,
) -> None:
    """A-2, also where the form is not in between."""
    service = Department.objects.get(code="service")

    with pytest.raises(Refusal) as refused:
        give(waiting, department=service)

    assert refused.value.rule == "A-2"
    assert Finding.objects.get().handled_at is None
    assert ImprovementAction.objects.count() == 0


@pytest.mark.parametrize("department", ["", "service", "nowhere"])
def test_route_without_a_possible_department_is_refused(
    sign_in: SignIn, waiting: Waiting, department: str
) -> None:
    waiting.post(sign_in(people.coordinator()), "route", status=422, department=department)

    assert ImprovementAction.objects.count() == 0


def test_close_keeps_the_written_reason(sign_in: SignIn, waiting: Waiting) -> None:
    """F-6."""
    manager = people.manager()

    waiting.post(sign_in(manager), "close", because=" Eenmalige actie. ")

    finding = Finding.objects.get()
    assert (finding.no_action_because, finding.handled_by) == ("Eenmalige actie.", manager)
    assert finding.action is None


def test_close_without_a_reason_is_refused(sign_in: SignIn, waiting: Waiting) -> None:
    shown = waiting.post(sign_in(people.manager()), "close", status=422, because="  ")

    assert '<details class="disclosure" open>' in shown
    assert Finding.objects.get().handled_at is None


@pytest.mark.parametrize(
    "role", [Role.AGENT, Role.TEAM_LEADER, Role.DEPARTMENT_OWNER, Role.ADMINISTRATOR]
)
def test_unrouted_other_roles_are_refused(sign_in: SignIn, waiting: Waiting, role: Role) -> None:
    user = people.user("x", role)
    client = sign_in(user)

    page(client, URL, status=403)
    waiting.post(client, "route", status=403, department="logistics")
    waiting.post(client, "close", status=403, because="zo")
    with pytest.raises(NotAllowed):
        give(waiting, actor=user)


def test_unrouted_finding_that_is_not_there_is_not_found(sign_in: SignIn) -> None:
    client = sign_in(people.manager())

    assert client.post(f"{URL}1/route/").status_code == 404
    assert client.get(f"{URL}1/route/").status_code == 405


def give(waiting: Waiting, **fields: object) -> ImprovementAction:
    given = {"department": waiting.logistics, **fields}
    known = User.objects.filter(username="regisseur").first()
    given.setdefault("actor", known or people.coordinator())
    finding = Finding.objects.select_related("reason").get(pk=waiting.finding.pk)
    return unrouted.give_owner(finding=finding, standing=False, now=MONDAY, **given)
