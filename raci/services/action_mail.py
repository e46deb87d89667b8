"""Who hears about a change of an action: few mails, only to those who have to do something."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q

from contactreductie.core.models import OutboxMessage, User
from contactreductie.core.services import outbox
from raci import messages
from raci.enums import RaciRole
from raci.models import ImprovementAction
from raci.queries import departments
from raci.queries.departments import DepartmentTree


def announce_proposal(action: ImprovementAction, *, actor: User | None, now: datetime) -> None:
    """To A; whoever proposed it knows."""
    for person in people_with(action, [RaciRole.ACCOUNTABLE], besides=actor):
        enqueue("proposed", action, person, messages.proposal(action, person), now)


def announce_step(action: ImprovementAction, *, actor: User, now: datetime) -> None:
    """To A, R and whoever proposed it, once per change; whoever took the step knows."""
    entry = action.entries.order_by("-at", "-pk").first()
    if entry is None:
        return
    people = people_with(action, [RaciRole.ACCOUNTABLE, RaciRole.RESPONSIBLE], besides=actor)
    proposer = action.created_by
    if proposer and proposer.is_active and proposer not in [actor, *people]:
        people.append(proposer)
    for person in people:
        mail = messages.step(action, person, entry)
        enqueue(f"v{action.version}", action, person, mail, now)


def escalate_due_date(action: ImprovementAction, *, now: datetime) -> None:
    """To the management (A-6)."""
    for person in departments.managers():
        mail = messages.due_date_moved_again(action, person)
        enqueue("due-date", action, person, mail, now)


def people_with(
    action: ImprovementAction,
    letters: Collection[str],
    *,
    besides: User | None = None,
    tree: DepartmentTree | None = None,
) -> list[User]:
    """The active people behind these letters; a department stands for its head (A-1)."""
    tree = tree or DepartmentTree.load()
    found = Q(pk__in=[])
    for role in action.roles.all():
        if role.role not in letters:
            continue
        if role.department_id is None:
            found |= Q(pk=role.person_id)
        else:
            heads = departments.accountable_people(tree, role.department_id)
            found |= Q(pk__in=heads.values("pk"))
    people = User.objects.filter(found, is_active=True).order_by("pk")
    return [person for person in people if besides is None or person.pk != besides.pk]


def written(events: Iterable[tuple[str, ImprovementAction]]) -> set[tuple[str, int]]:
    """Which of these events, each with its action's number, went into the outbox before."""
    names = {_name(event, action): (event, action.number) for event, action in events}
    found = OutboxMessage.objects.filter(event__in=names).values_list("event", flat=True)
    return {names[name] for name in found.order_by().distinct()}


def enqueue(
    event: str, action: ImprovementAction, person: User, mail: messages.Mail, now: datetime
) -> None:
    """One mail to one person about an action; the same event twice is sent once."""
    if not person.email:
        return
    outbox.enqueue_mail(
        event=_name(event, action),
        recipient=person.email,
        subject=mail.subject,
        text=mail.text,
        now=now,
    )


def _name(event: str, action: ImprovementAction) -> str:
    return f"action-{action.number}-{event}"
