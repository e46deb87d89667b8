"""The way of what agents bring up until they have read the answer (S-1)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from contactreductie.core.services import audit
from reasons import rules
from reasons.enums import SignalState
from reasons.models.signal import Answerable
from reasons.services import notes

# Each state, and the one it comes after.
BEFORE: Mapping[SignalState, SignalState] = {
    SignalState.SENT_OUT: SignalState.NEW,
    SignalState.ANSWERED: SignalState.SENT_OUT,
    SignalState.CLOSED: SignalState.ANSWERED,
}
ANSWER_LENGTH = 500


@transaction.atomic
def take_up(item: Answerable, *, actor: User, now: datetime) -> Answerable:
    """Somebody deals with it. Taking it up again changes nothing."""
    current = _locked(item)
    if not rules.may_answer(actor, current):
        raise NotAllowed
    return _step(current, SignalState.SENT_OUT, "signal_sent_out", actor, now)


@transaction.atomic
def answer(item: Answerable, *, text: str, actor: User, now: datetime) -> Answerable:
    """Answers it, for who brought it up to read; what nobody had taken up yet is taken up first.

    Refusal without a text or with personal data in it, Conflict when it was answered otherwise.
    """
    current = _locked(item)
    if not rules.may_answer(actor, current):
        raise NotAllowed
    text = text.strip()
    if not text:
        raise Refusal(_("Write an answer."), field="answer", rule="S-1")
    notes.check_note(text, field="answer", limit=ANSWER_LENGTH)
    if current.state == SignalState.ANSWERED and current.answer == text:
        return current
    if current.state == SignalState.NEW:
        _step(current, SignalState.SENT_OUT, "signal_sent_out", actor, now)
    if current.state != SignalState.SENT_OUT:
        raise Conflict
    current.answer, current.answered_at, current.answered_by = text, now, actor
    return _step(current, SignalState.ANSWERED, "signal_answered", actor, now)


@transaction.atomic
def close(item: Answerable, *, actor: User, now: datetime) -> Answerable:
    """The answer was read, or needs no reading any more. Closing again changes nothing."""
    current = _locked(item)
    if not rules.may_close(actor, current):
        raise NotAllowed
    return _step(current, SignalState.CLOSED, "signal_closed", actor, now)


def _locked(item: Answerable) -> Answerable:
    current = type(item)._default_manager.select_for_update().filter(pk=item.pk).first()
    if current is None:
        raise Conflict(_("This registration was withdrawn."))
    return current


def _step(
    current: Answerable, to: SignalState, verb: str, actor: User, now: datetime
) -> Answerable:
    if current.state == to:
        return current
    if current.state != BEFORE[to]:
        raise Conflict
    current.state = to
    current.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    audit.record_event(verb=verb, subject=current, actor=actor, now=now)
    return current
