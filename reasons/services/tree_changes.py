"""Writing down what is done to the reason tree: who, when, why, and what it was before (R-7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from contactreductie.core.services import audit
from reasons import rules
from reasons.enums import TreeChangeKind
from reasons.models import ContactReason, ReasonRevision, TreeChange
from reasons.services import lists

State = Mapping[str, Any]
PLAIN = (
    "parent_id",
    "position",
    "kind",
    "name_nl",
    "name_en",
    "synonyms",
    "explanation_nl",
    "explanation_en",
    "merged_into_id",
)
DAYS = ("valid_from", "valid_until")


@dataclass(frozen=True)
class Author:
    """Who changes the tree, when and why. `person` is None for imports by command."""

    person: User | None
    now: datetime
    why: str = ""

    def check(self) -> None:
        """Refuses whoever may not; and a person without a reason."""
        if self.person is None:
            return
        if not rules.may_edit_tree(self.person):
            raise NotAllowed
        if not self.why.strip():
            raise Refusal(_("Say why you change the tree."), field="why", rule="R-7")
        if len(self.why) > settings.TREE_CHANGE_WHY_LENGTH:
            limit = settings.TREE_CHANGE_WHY_LENGTH
            raise Refusal(_("At most %(limit)s characters."), field="why", limit=limit)
        if not self.why.replace("\n", " ").replace("\r", " ").isprintable():
            raise Refusal(_("This text holds control characters."), field="why")

    def begin(self, *reasons: ContactReason | None) -> None:
        """Keeps everybody else from the tree until the transaction ends, and reads these reasons
        anew: what was done to them meanwhile counts. Raises Conflict where one is gone."""
        self.check()
        lists.touch()
        for reason in reasons:
            if reason is not None:
                try:
                    reason.refresh_from_db()
                except ContactReason.DoesNotExist as error:
                    raise Conflict from error


def state_of(reason: ContactReason) -> State:
    """The fields of a reason as a revision keeps them; empty for one that is not saved yet."""
    if reason._state.adding:
        return {}
    days = {name: value and value.isoformat() for name in DAYS for value in [getattr(reason, name)]}
    demanded = sorted(reason.required_dimensions.values_list("pk", flat=True))
    plain = {name: getattr(reason, name) for name in PLAIN}
    return {**plain, **days, "required_dimensions": demanded}


def record(
    kind: TreeChangeKind,
    reason: ContactReason,
    befores: Sequence[tuple[ContactReason, State]],
    author: Author,
    *,
    undoes: TreeChange | None = None,
) -> TreeChange:
    """One change with what it did to each reason; and a line in the audit trail.

    `befores` hold what each reason was; what it has become is read from it.
    """
    change = TreeChange.objects.create(
        kind=kind,
        reason=reason if reason.pk else None,
        name=reason.name_nl,
        at=author.now,
        actor=author.person,
        why=author.why.strip(),
        undoes=undoes,
    )
    ReasonRevision.objects.bulk_create(
        _revision(change, changed, before) for changed, before in befores if changed.pk
    )
    audit.record_event(
        verb=f"reason_{kind}",
        subject=reason,
        actor=author.person,
        now=author.now,
        code=reason.code,
        name=reason.name_nl,
    )
    return change


def _revision(change: TreeChange, reason: ContactReason, before: State) -> ReasonRevision:
    after = state_of(reason)
    changed = [name for name in after if not before or after[name] != before[name]]
    return ReasonRevision(
        change=change,
        reason=reason,
        before={name: before[name] for name in changed} if before else {},
        after={name: after[name] for name in changed},
    )
