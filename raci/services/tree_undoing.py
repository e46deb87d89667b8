"""Taking back a version of the tree as a whole, as long as nothing builds on it (R-7)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import Conflict, Refusal
from contactreductie.core.services import audit
from raci.enums import RaciRole
from raci.models import Department, ReasonResponsibility, TreeVersion
from raci.queries import tree_versions as queries
from raci.services import responsibilities
from reasons.services import undoing
from reasons.services.tree_changes import Author

UNDONE = _("This version was undone already.")


@transaction.atomic
def undo(version: TreeVersion, *, actor: User, now: datetime, why: str) -> int:
    """Undoes what the version did, the newest change first, all of it or nothing; what was undone
    by hand stays so. Returns how many changes of the tree were undone."""
    Author(actor, now, why).begin()
    standing = TreeVersion.objects.select_for_update().get(pk=version.pk)
    if standing.applied_at is None or queries.is_undone(standing):
        raise Conflict(UNDONE)
    for given in reversed(standing.outcome.get(queries.OWNERS, [])):
        _give_back(given, actor, now)
    changes = list(queries.changes_of(standing))
    undoing.undo_changes(changes, actor=actor, now=now, why=why)
    standing.outcome[queries.UNDONE] = {"by": str(actor), "at": now.isoformat()}
    standing.save(update_fields=["outcome"])
    audit.record_event(
        verb="tree_version_undone",
        subject=standing,
        actor=actor,
        now=now,
        file_name=standing.file_name,
        changes=len(changes),
    )
    return len(changes)


def _give_back(given: Mapping[str, int | None], actor: User, now: datetime) -> None:
    """The owner from before, unless somebody named another one since."""
    owners = ReasonResponsibility.objects.filter(reason=given["reason"], role=RaciRole.ACCOUNTABLE)
    present = owners.select_related("reason", "department", "person").first()
    if present is None or present.department_id != given["given"]:
        name = present.reason.name if present else f"#{given['reason']}"
        message = _("The owner of “%(name)s” changed since: undo the changes one by one.")
        raise Refusal(message, rule="R-7", name=name)
    responsibilities.remove_responsibility(responsibility=present, actor=actor, now=now)
    department = Department.objects.filter(pk=given["department"] or 0).first()
    person = User.objects.filter(pk=given["person"] or 0).first()
    if department or person:
        responsibilities.assign_responsibility(
            reason=present.reason,
            role=RaciRole.ACCOUNTABLE,
            department=department,
            person=person,
            actor=actor,
            now=now,
        )
