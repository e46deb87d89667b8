"""The rules about holders of RACI letters, shared by matrix, actions and departments."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import NotAllowed, Refusal
from raci import rules
from raci.enums import RaciRole
from raci.models import Department
from raci.queries.responsibilities import Holder, RoleAssignment

ONE_ACCOUNTABLE = _("Choose exactly one accountable party (A).")
ONE_RESPONSIBLE = _("Choose at least one responsible party (R).")
NOT_CUSTOMER_SERVICE = _(
    "Customer service can facilitate, but cannot be accountable. "
    "Choose an A outside customer service."
)
HAS_A_ROLE = _("This person already has a role.")
WORKING = {RaciRole.ACCOUNTABLE, RaciRole.RESPONSIBLE}


def check_assignments(assignments: Sequence[RoleAssignment], actor: User | None = None) -> None:
    """A-1, A-2 and A-3 for the letters of one action; and whether the person who chose them, if
    it was one, may give the A to this holder (403)."""
    letters = [assignment.role for assignment in assignments]
    if letters.count(RaciRole.ACCOUNTABLE) != 1:
        raise Refusal(ONE_ACCOUNTABLE, field="accountable", rule="A-1")
    if RaciRole.RESPONSIBLE not in letters:
        raise Refusal(ONE_RESPONSIBLE, field="responsible", rule="A-1")
    for index, assignment in enumerate(assignments):
        check_single_role(assignment, assignments[:index])
    departments, people = _load(assignment.holder for assignment in assignments)
    for assignment in assignments:
        department = departments.get(assignment.holder.department_id or 0)
        person = people.get(assignment.holder.person_id or 0)
        check_holder(assignment.role, department, person)
        if assignment.role == RaciRole.ACCOUNTABLE and actor is not None:
            _check_may_give(actor, department, person)


def check_single_role(assignment: RoleAssignment, others: Iterable[RoleAssignment]) -> None:
    """A-3: A and R together, otherwise one letter per holder."""
    for other in others:
        both_work = {assignment.role, other.role} == WORKING
        if other.holder == assignment.holder and not both_work:
            raise Refusal(HAS_A_ROLE, field=RaciRole(assignment.role).name.lower(), rule="A-3")


def check_holder(role: str, department: Department | None, person: User | None) -> None:
    """Exactly one of the two, still there, and as A outside customer service (A-1, A-2)."""
    field = RaciRole(role).name.lower()
    if (department is None) == (person is None):
        raise Refusal(_("Choose a department or a person."), field=field, rule="A-1")
    if person is not None and not person.is_active:
        message = _("%(name)s has left. Choose somebody else.")
        raise Refusal(message, field=field, rule="A-1", name=str(person))
    if role == RaciRole.ACCOUNTABLE:
        check_outside_customer_service(department, person, field=field)


def check_outside_customer_service(
    department: Department | None, person: User | None, *, field: str = "accountable"
) -> None:
    """A-2: customer service, a team of it or anybody in it is never A."""
    inside = (department is not None and rules.is_customer_service(department)) or (
        person is not None and rules.is_customer_service_person(person)
    )
    if inside:
        raise Refusal(NOT_CUSTOMER_SERVICE, field=field, rule="A-2")


def _check_may_give(actor: User, department: Department | None, person: User | None) -> None:
    if not rules.may_make_accountable(actor, department, person):
        raise NotAllowed


def _load(holders: Iterable[Holder]) -> tuple[dict[int, Department], dict[int, User]]:
    known = list(holders)
    departments = Department.objects.select_related("parent").in_bulk(
        [holder.department_id for holder in known if holder.department_id]
    )
    people = User.objects.select_related("membership__department__parent").in_bulk(
        [holder.person_id for holder in known if holder.person_id]
    )
    return departments, people
