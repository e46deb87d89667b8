"""Learning suggestions from the organisation's own notes; nothing of it leaves this database."""

import hashlib
import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop as _

from contactreductie.core.iso_week import AMSTERDAM
from contactreductie.core.refusals import Refusal
from reasons.models import LearnedSuggestions
from reasons.queries import suggestions as suggestion_queries
from reasons.suggestions import examples, storage
from reasons.suggestions.examples import Example

log = logging.getLogger(__name__)


def learn(*, now: datetime) -> LearnedSuggestions:
    """Learns anew from the newest notes and puts the outcome in the place of the last one.

    Refuses without the optional part, and when there is too little to learn from; what was
    learned before is then forgotten, because its notes are no longer there.
    """
    if not suggestion_queries.can_learn():
        raise Refusal(_("Learning suggestions needs an optional part. Run: make install-suggest"))
    found = examples.usable(
        suggestion_queries.notes(now.astimezone(AMSTERDAM).date()),
        each=settings.SUGGEST_MIN_PER_REASON,
    )
    try:
        _require_enough(found)
    except Refusal:
        LearnedSuggestions.objects.all().delete()
        raise
    return _learn_from(found, now=now)


def learn_if_due(*, now: datetime) -> None:
    """Once a night; forgets what became too old because nobody learns any more."""
    LearnedSuggestions.objects.filter(learned_at__lte=now - settings.SUGGEST_KEPT).delete()
    if not (suggestion_queries.can_learn() and suggestion_queries.is_due(now)):
        return
    try:
        learn(now=now)
    except Refusal:
        log.info("suggestions_wait_for_notes")


def _require_enough(found: list[Example]) -> None:
    notes, reasons = examples.different(found), len({example.reason for example in found})
    if notes < settings.SUGGEST_MIN_EXAMPLES or reasons < settings.SUGGEST_MIN_REASONS:
        message = _(
            "Too few notes to learn from: %(reasons)s reasons have %(each)s different notes or "
            "more, together %(notes)s. Needed are %(least_reasons)s reasons and %(least_notes)s "
            "notes."
        )
        raise Refusal(
            message,
            notes=notes,
            reasons=reasons,
            least_notes=settings.SUGGEST_MIN_EXAMPLES,
            least_reasons=settings.SUGGEST_MIN_REASONS,
            each=settings.SUGGEST_MIN_PER_REASON,
        )


def _learn_from(found: list[Example], *, now: datetime) -> LearnedSuggestions:
    from reasons.suggestions import learning  # five seconds and 150 MB: only where it is done

    learned = learning.learn(found, unfamiliar=settings.SUGGEST_UNFAMILIAR_SHARE)
    content = storage.pack(learned.classifier)
    with transaction.atomic():
        LearnedSuggestions.objects.all().delete()
        stored = LearnedSuggestions.objects.create(
            learned_at=now,
            content=content,
            digest=hashlib.sha256(content).hexdigest(),
            example_count=len(found),
            reason_count=len(learned.classifier.reasons),
            top1=learned.top1,
            top3=learned.top3,
        )
    log.info("suggestions_learned id=%s examples=%s", stored.pk, stored.example_count)
    return stored
