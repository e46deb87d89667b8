import pytest

from feedbackloop.enums import FindingKind
from feedbackloop.routing import Route, RouteDecision, decide
from raci.enums import RaciRole
from raci.models import ActionRole, ImprovementAction
from raci.queries.responsibilities import Holder, Responsibilities
from raci.services import actions
from tests.factories import feedbackloop as build
from tests.factories import people, raci
from tests.factories import reasons as make
from tests.factories.clock import MONDAY
from tests.factories.feedbackloop import W10

OWNED = Responsibilities(accountable=Holder(department_id=1))


@pytest.mark.parametrize(
    ("kind", "responsibilities", "is_customer_service", "open_action", "expected"),
    [
        (FindingKind.SPIKE, OWNED, False, None, RouteDecision(Route.OPEN)),
        (FindingKind.TOP_DRIVER, OWNED, False, None, RouteDecision(Route.OPEN)),
        (FindingKind.SPIKE, OWNED, False, 7, RouteDecision(Route.LINK, 7)),
        (FindingKind.SPIKE, Responsibilities(), False, 7, RouteDecision(Route.LINK, 7)),
        (FindingKind.SPIKE, Responsibilities(), False, None, RouteDecision(Route.UNROUTED)),
        (FindingKind.SPIKE, OWNED, True, None, RouteDecision(Route.UNROUTED)),
        (FindingKind.DROP, OWNED, False, 7, RouteDecision(Route.INFORM)),
        (FindingKind.CATCH_ALL, OWNED, False, None, RouteDecision(Route.INFORM)),
    ],
)
def test_decide(kind, responsibilities, is_customer_service, open_action, expected):
    found = decide(
        kind,
        responsibilities,
        is_customer_service=is_customer_service,
        open_action=open_action,
    )

    assert found == expected


pytestmark = pytest.mark.django_db


@pytest.fixture
def reason():
    make.channel("phone")
    made = make.reason("invoice")
    build.contacts(W10, 20, reason="invoice")
    return made


def only_finding(report):
    (row,) = report.content["findings"]
    return row["department"], row["action"]


def test_finding_opens_an_action_with_the_matrix_copied_onto_it(reason):
    build.accountable(reason, build.department("finance"))

    report = build.run_loop()

    assert only_finding(report) == ("finance", 1)
    action = ImprovementAction.objects.get()
    assert (action.origin, action.reason) == ("2026-W10 top_driver", reason)
    assert action.title == "Verminder contact over: Invoice"
    letters = ActionRole.objects.filter(action=action).values_list("role", "department__code")
    assert sorted(letters) == [
        (RaciRole.ACCOUNTABLE, "finance"),
        (RaciRole.RESPONSIBLE, "finance"),
    ]
    assert report.content["actions"]["opened"] == [
        {
            "action": 1,
            "title": action.title,
            "reason": "invoice",
            "state": "proposed",
            "due_date": None,
        }
    ]


def test_finding_about_a_reason_with_a_long_name_gets_a_title_that_fits(reason):
    build.accountable(reason, build.department("finance"))
    type(reason).objects.filter(pk=reason.pk).update(name_nl="x" * 200)

    build.run_loop()

    # "Verminder contact over: " takes 24 of the 200 places, the mark of the cut 1.
    assert ImprovementAction.objects.get().title == f"Verminder contact over: {'x' * 175}…"


def test_finding_on_a_reason_with_an_open_action_is_linked_to_it(reason):
    build.accountable(reason, build.department("finance"))
    open_action = actions.propose_action(
        title="Al bezig", reason=reason, actor=None, now=W10.start()
    )
    build.series("invoice", [10] * 8, last=W10.plus(-1))
    build.contacts(W10, 60, reason="invoice")

    report = build.run_loop()

    assert [row["kind"] for row in report.content["findings"]] == ["spike"]
    assert only_finding(report) == ("finance", open_action.number)
    assert ImprovementAction.objects.count() == 1


def test_finding_without_an_owner_is_unrouted(reason):
    report = build.run_loop()

    assert only_finding(report) == (None, None)
    assert report.findings.get().is_unrouted is True


def test_finding_owned_by_customer_service_is_unrouted(reason):
    from raci.models import ReasonResponsibility

    service = build.department("service", is_customer_service=True)
    ReasonResponsibility.objects.create(
        reason=reason, role=RaciRole.ACCOUNTABLE, department=service
    )

    report = build.run_loop()

    assert only_finding(report) == (None, None)
    assert report.findings.get().is_unrouted is True


def test_finding_whose_owner_has_left_is_unrouted(reason):
    from raci.models import ReasonResponsibility

    head = build.department("finance").head
    ReasonResponsibility.objects.create(reason=reason, role=RaciRole.ACCOUNTABLE, person=head)
    head.is_active = False
    head.save()

    report = build.run_loop()

    assert only_finding(report) == (None, None)
    assert report.findings.get().is_unrouted is True


def test_person_who_is_accountable_stands_for_their_department(reason):
    from raci.models import ReasonResponsibility

    head = build.department("finance").head
    ReasonResponsibility.objects.create(reason=reason, role=RaciRole.ACCOUNTABLE, person=head)

    report = build.run_loop()

    assert only_finding(report) == ("finance", 1)
    assert build.line(report, "invoice")["department"] == "finance"


def test_report_lists_overdue_and_verified_actions_of_its_week(reason):
    build.accountable(reason, build.department("finance"))
    late, done, young = (
        actions.propose_action(title=title, reason=reason, actor=None, now=MONDAY)
        for title in ("laat", "klaar", "op tijd")
    )
    planned = {**PLAN, "principle": raci.customer_vision(people.manager()).principles.first()}
    _update(late, **planned, due_date=W10.sunday)
    _update(young, **planned, due_date=W10.plus(1).monday)
    _update(done, state="cancelled")

    listed = build.run_loop().content["actions"]

    assert [row["action"] for row in listed["overdue"]] == [late.number]
    assert listed["verified"] == []


PLAN = {"state": "planned", "cause": "x", "side": "front", "principle_why": "x"}


def _update(action, **values):
    ImprovementAction.objects.filter(pk=action.pk).update(**values)
