"""Who may do what with contacts, the tree and imports (domain model, section 2)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from contactreductie.core.enums import Role
from reasons.enums import BroughtUp

if TYPE_CHECKING:
    from contactreductie.core.models import User
    from reasons.models import Contact, IngestBatch
    from reasons.models.signal import Answerable

REGISTRARS = (Role.AGENT, Role.TEAM_LEADER, Role.COORDINATOR)
LATE_REGISTRARS = (Role.TEAM_LEADER, Role.COORDINATOR)
IMPORTERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
TALLY_IMPORTERS = (*IMPORTERS, Role.TEAM_LEADER)
TREE_EDITORS = (Role.COORDINATOR, Role.ADMINISTRATOR)
COUNT_READERS = (
    Role.AGENT,
    Role.TEAM_LEADER,
    Role.COORDINATOR,
    Role.DEPARTMENT_OWNER,
    Role.MANAGER,
)


def may_register(user: User, _obj: object = None) -> bool:
    return user.has_role(*REGISTRARS)


def may_register_late(user: User, _obj: object = None) -> bool:
    return user.has_role(*LATE_REGISTRARS)


def correction_window(user: User, contact: Contact) -> timedelta:
    """Section 2, C-11: for how long after it was registered somebody may correct a contact; zero
    for never. Whose contacts somebody can reach at all is told by raci.queries.contacts."""
    if user.has_role(Role.COORDINATOR):
        return timedelta.max
    if user.has_role(Role.TEAM_LEADER):
        return settings.TEAM_CONTACT_EDIT_WINDOW
    own = user.has_role(Role.AGENT) and contact.agent_id == user.pk
    return settings.OWN_CONTACT_EDIT_WINDOW if own else timedelta()


def may_correct(user: User, contact: Contact, *, now: datetime) -> bool:
    window = correction_window(user, contact)
    return bool(window) and now - contact.recorded_at <= window


def may_answer(user: User, item: Answerable | None = None) -> bool:
    """S-1: the coordinator answers what agents bring up; who keeps the tree, what is missing from
    it. Without an item: whether there is any for this person."""
    if user.has_role(Role.COORDINATOR):
        return True
    about_the_tree = item is None or item.what == BroughtUp.REASON_PROPOSAL
    return about_the_tree and user.has_role(Role.ADMINISTRATOR)


def may_close(user: User, item: Answerable) -> bool:
    """Who brought it up closes it by having read the answer (S-1); for who has left, others do."""
    return item.agent_id == user.pk or (may_answer(user, item) and not item.agent.is_active)


def may_import(user: User, _obj: object = None) -> bool:
    return user.has_role(*IMPORTERS)


def may_import_tally(user: User, _obj: object = None) -> bool:
    """C-12: who leads a team hands in what it counted on paper."""
    return user.has_role(*TALLY_IMPORTERS)


def may_see_rejected_rows(user: User, batch: IngestBatch | None = None) -> bool:
    """What customers said is no business of whoever only runs the imports; each look is logged.
    A tally tells of no customer, and who handed it in has to repair it. Without an import:
    whether there may be any for this person."""
    if user.has_role(Role.COORDINATOR):
        return True
    mine = batch is None or batch.counted_by == user
    return mine and may_import_tally(user)


def may_edit_tree(user: User, _obj: object = None) -> bool:
    return user.has_role(*TREE_EDITORS)


def may_read_lists(user: User, _obj: object = None) -> bool:
    """Reasons, channels and dimensions are no secret to anybody with a role."""
    return bool(user.roles)


def may_edit_lists(user: User, _obj: object = None) -> bool:
    """What the dimensions and their values are; which reason demands which is the tree's."""
    return user.has_role(Role.ADMINISTRATOR)


def may_read_counts(user: User, _obj: object = None) -> bool:
    """V-5: how often each reason occurs is shared with everyone who works with contacts."""
    return user.has_role(*COUNT_READERS)
