"""Newer versions of the reason tree: kept, and taken over as somebody decides (R-7)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import Conflict, NotAllowed
from contactreductie.core.services import audit
from raci import rules
from raci.models import TreeVersion
from raci.queries import tree_comparison
from raci.queries.delivered_reasons import DeliveredReason
from raci.queries.tree_versions import OWNERS
from raci.services.tree_taking import Decisions, Taking
from reasons import rules as reason_rules
from reasons.services import lists
from reasons.services.tree_changes import Author

TAKEN_OVER = _("This version was taken over already.")


@dataclass(frozen=True)
class Seen:
    """What somebody decided about, and what was decided."""

    fingerprint: str
    delivered: Sequence[DeliveredReason]
    decisions: Decisions = field(default_factory=Decisions)


@transaction.atomic
def deliver(*, file_name: str, content: str, actor: User, now: datetime) -> TreeVersion:
    """Keeps a file. The tree stays as it is."""
    _check_may(actor)
    version = TreeVersion.objects.create(
        file_name=file_name, content=content, delivered_by=actor, delivered_at=now
    )
    _record("tree_version_delivered", version, actor, now)
    return version


@transaction.atomic
def drop(version: TreeVersion, *, actor: User, now: datetime) -> None:
    """Lets go of a version that nobody took over."""
    _check_may(actor)
    standing = _locked(version)
    _record("tree_version_dropped", standing, actor, now)
    standing.delete()


@transaction.atomic
def apply(
    version: TreeVersion, seen: Seen, *, actor: User, now: datetime, why: str
) -> dict[str, int]:
    """Makes the tree what was decided, all of it or nothing; returns how often what was done.

    Raises Conflict where somebody else was first, or where the tree is no longer the one that was
    decided about. A refusal names the line that it is about as its field.
    """
    Author(actor, now, why).check()
    lists.touch()
    standing = _locked(version)
    difference = tree_comparison.compare(
        seen.delivered,
        today=timezone.localdate(now),
        language="nl",
        with_owners=rules.may_edit_matrix(actor),
    )
    if difference.fingerprint != seen.fingerprint:
        raise Conflict
    taking = Taking(difference, seen.decisions, actor=actor, now=now, why=why)
    outcome = taking.take()
    standing.applied_at, standing.applied_by = now, actor
    owners = {OWNERS: taking.owners} if taking.owners else {}
    standing.why, standing.outcome = why.strip(), {**outcome, **owners}
    standing.save()
    _record("tree_version_applied", standing, actor, now, **outcome)
    return outcome


def _locked(version: TreeVersion) -> TreeVersion:
    """The version, if there is still something to decide about it."""
    standing = TreeVersion.objects.select_for_update().filter(pk=version.pk).first()
    if standing is None:
        raise Conflict
    if standing.applied_at is not None:
        raise Conflict(TAKEN_OVER)
    return standing


def _check_may(actor: User) -> None:
    if not reason_rules.may_edit_tree(actor):
        raise NotAllowed


def _record(verb: str, version: TreeVersion, actor: User, now: datetime, **details: object) -> None:
    audit.record_event(
        verb=verb, subject=version, actor=actor, now=now, file_name=version.file_name, **details
    )
