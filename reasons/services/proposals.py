"""Reasons that agents miss in the tree."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop as _

from contactreductie.core.models import User
from contactreductie.core.refusals import NotAllowed, Refusal
from reasons import rules
from reasons.models import ContactReason, ReasonProposal
from reasons.services import notes, signals

NAME_LENGTH = 200


def propose_reason(
    *,
    proposal_id: UUID,
    name: str,
    parent: ContactReason | None,
    text: str,
    text_has_no_bsn: bool = False,
    actor: User,
    now: datetime,
) -> ReasonProposal:
    """Proposes a reason that could not be found, once per id (C-1); `text` says when one would
    choose it. Refusal for a broken rule, Conflict when the id stands for something else."""
    if not rules.may_register(actor):
        raise NotAllowed
    name = name.strip()
    if not name:
        raise Refusal(_("Give the missing reason a name."), field="name")
    notes.check_note(name, field="name", limit=NAME_LENGTH)
    missing = _("Say when one would choose this reason.")
    text = signals.checked_text(text, missing, "", has_no_bsn=text_has_no_bsn)
    proposal = ReasonProposal(
        id=proposal_id, agent=actor, recorded_at=now, name=name, parent=parent, text=text
    )
    with transaction.atomic():
        return signals.once(proposal, ("name", "parent_id", "text"), actor=actor, now=now)
