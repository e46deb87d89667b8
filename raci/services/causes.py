"""Recording why contacts were necessary, with what shows it (R-9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from contactreductie.core.services import audit
from raci import rules
from raci.enums import EvidenceKind
from raci.models import CauseEvidence, ProcessStep, RootCause
from raci.queries.owners import Owners
from raci.services import steps
from reasons.enums import CauseCategory
from reasons.models import ContactReason
from reasons.queries.tree import ReasonTree

TEXT_LENGTH, EVIDENCE_LENGTH, MOST = 300, 500, 100_000


@dataclass(frozen=True)
class EvidenceDraft:
    """One source: how many contacts, answers or signals, or which step, and what it showed."""

    kind: EvidenceKind
    text: str = ""
    count: int | None = None
    step: ProcessStep | None = None

    @property
    def is_empty(self) -> bool:
        return not self.text.strip() and self.count is None and self.step is None

    def field(self, part: str) -> str:
        """What the part is called in a form that asks for every kind."""
        return f"{self.kind}_{part}"


@transaction.atomic
def record_cause(
    *,
    reason: ContactReason,
    category: str,
    description: str,
    evidence: Sequence[EvidenceDraft],
    actor: User,
    now: datetime,
) -> RootCause:
    """A cause rests on at least one source; of read contacts at least ten."""
    check_may(actor, reason)
    if category not in CauseCategory.values:
        raise Refusal(_("Choose on whose side the cause lies."), field="category", rule="R-9")
    description = steps.required(description, "description", "R-9", limit=TEXT_LENGTH)
    given = [_checked(draft) for draft in evidence if not draft.is_empty]
    if not given:
        raise Refusal(_("Support the cause with at least one source."), rule="R-9")
    cause = RootCause.objects.create(
        reason=reason,
        category=category,
        description=description,
        recorded_by=actor,
        recorded_at=now,
    )
    CauseEvidence.objects.bulk_create(
        CauseEvidence(
            cause=cause, kind=draft.kind, text=draft.text, count=draft.count, step=draft.step
        )
        for draft in given
    )
    audit.record_event(
        verb="cause_recorded", subject=cause, actor=actor, now=now, reason=reason.code
    )
    return cause


@transaction.atomic
def withdraw_cause(cause: RootCause, *, why: str, actor: User, now: datetime) -> RootCause:
    """It turned out otherwise; what was written stays readable."""
    check_may(actor, cause.reason)
    cause = RootCause.objects.select_for_update(of=("self",)).get(pk=cause.pk)
    if cause.withdrawn_at is not None:
        raise Conflict(_("This cause was withdrawn already."))
    cause.withdrawn_why = steps.required(why, "why", "R-9", limit=TEXT_LENGTH)
    cause.withdrawn_by, cause.withdrawn_at = actor, now
    cause.save(update_fields=["withdrawn_why", "withdrawn_by", "withdrawn_at"])
    audit.record_event(
        verb="cause_withdrawn", subject=cause, actor=actor, now=now, reason=cause.reason.code
    )
    return cause


def check_may(actor: User, reason: ContactReason) -> None:
    """A department owner for own reasons only; noise has no cause of ours."""
    if not rules.may_record_cause(actor):
        raise NotAllowed
    tree = ReasonTree.load()
    if not rules.may_record_cause(actor, reason.pk in Owners.load(tree).own_reasons(actor)):
        raise NotAllowed
    if tree.is_noise(reason.pk):
        raise Refusal(_("Noise is no question of a customer: it has no cause."), rule="C-10")


def _checked(draft: EvidenceDraft) -> EvidenceDraft:
    text = draft.text.strip()
    if draft.kind == EvidenceKind.PROCESS_STEP:
        if draft.step is None:
            raise Refusal(_("Choose a process step."), field=draft.field("step"), rule="R-9")
        count = None
    else:
        count = _checked_count(draft)
    if not text:
        message = _("Write down what it showed.")
        raise Refusal(message, field=draft.field("text"), rule="R-9")
    text = steps.required(text, draft.field("text"), "R-9", limit=EVIDENCE_LENGTH)
    return EvidenceDraft(draft.kind, text, count, draft.step)


def _checked_count(draft: EvidenceDraft) -> int:
    least = settings.CAUSE_READ_CONTACTS if draft.kind == EvidenceKind.READ_CONTACTS else 1
    count = draft.count
    if count is None or not least <= count <= MOST:
        message = (
            _("Read at least %(least)s contacts.")
            if draft.kind == EvidenceKind.READ_CONTACTS
            else _("Fill in how many, at least %(least)s.")
        )
        raise Refusal(message, field=draft.field("count"), rule="R-9", least=least)
    return count
