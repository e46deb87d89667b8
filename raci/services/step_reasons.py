"""Which reasons belong to which step of a journey (R-10)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from contactreductie.core import locks
from contactreductie.core.models import User
from contactreductie.core.refusals import NotAllowed, Refusal
from contactreductie.core.services import audit
from raci import rules
from raci.models import ProcessStep, StepReason
from raci.services.journeys import LOCK
from reasons.models import ContactReason
from reasons.queries.tree import ReasonTree


@transaction.atomic
def link_reason(
    step: ProcessStep, reason: ContactReason, *, actor: User, now: datetime
) -> StepReason:
    """A leaf belongs to at most one step, so that no contact counts twice (R-10)."""
    _begin_linking(actor, step)
    _check_leaf(reason)
    present = StepReason.objects.select_related("step").filter(reason=reason).first()
    if present is not None and present.step_id == step.pk:
        return present
    if present is not None:
        message = _("This reason already belongs to step '%(name)s'.")
        raise Refusal(message, field="reason", rule="R-10", name=present.step.name)
    link = StepReason.objects.create(reason=reason, step=step)
    _record("step_reason_linked", step, actor, now, reason=reason.code)
    return link


@transaction.atomic
def unlink_reason(link: StepReason, *, actor: User, now: datetime) -> None:
    _begin_linking(actor, link.step)
    _record("step_reason_unlinked", link.step, actor, now, reason=link.reason.code)
    link.delete()


def _begin_linking(actor: User, step: ProcessStep) -> None:
    if not rules.may_link_reasons(actor, step):
        raise NotAllowed
    locks.hold([LOCK])


def _check_leaf(reason: ContactReason) -> None:
    tree = ReasonTree.load()
    if not tree.is_leaf(reason.pk):
        message = _("Only a reason without reasons below it can be linked.")
        raise Refusal(message, field="reason", rule="R-10")
    if tree.is_noise(reason.pk):
        raise Refusal(_("Noise belongs to no step."), field="reason", rule="R-10")


def _record(verb: str, step: ProcessStep, actor: User, now: datetime, reason: str) -> None:
    audit.record_event(verb=verb, subject=step, actor=actor, now=now, reason=reason)
