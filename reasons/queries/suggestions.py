"""Which reasons a text suggests, by what was learned last, and what can be learned from."""

import hashlib
import importlib.util
import logging
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.conf import settings
from django.db.models import QuerySet

from contactreductie.core.iso_week import AMSTERDAM
from reasons.enums import ReasonKind, SuggestionState
from reasons.models import Contact, LearnedSuggestions
from reasons.queries import choices
from reasons.queries.tree import ReasonNode, ReasonTree
from reasons.suggestions import storage
from reasons.suggestions.classifier import ReasonClassifier

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Advice:
    """Reasons that a text suggests, each with the probability that it is the one."""

    state: SuggestionState
    reasons: list[tuple[ReasonNode, float]]


def advise(text: str, *, now: datetime) -> Advice:
    """At most three reasons that may be chosen now, likeliest first; none when unsure.

    A catch-all is learned, so that a text which belongs there gets no other reason, but never
    suggested: that would only make it grow (R-5).
    """
    classifier = _current(now)
    if classifier is None:
        return Advice(SuggestionState.LEARNING if can_learn() else SuggestionState.OFF, [])
    tree = ReasonTree.load()
    offered = {
        node.id: node
        for node in _learnable(tree, now.astimezone(AMSTERDAM).date())
        if node.kind != ReasonKind.CATCH_ALL
    }
    found = classifier.suggest(text, among=offered, minimum=settings.SUGGEST_MIN_CONFIDENCE)
    return Advice(SuggestionState.READY, [(offered[reason], sure) for reason, sure in found])


def is_ready(now: datetime) -> bool:
    """Whether there is something to ask: what was learned not too long ago."""
    return _fresh(now).exists()


def can_learn() -> bool:
    """Whether the optional part is installed here. Looks for it without importing it."""
    return importlib.util.find_spec("sklearn") is not None


def notes(day: date) -> list[tuple[str, int]]:
    """The newest notes with the id of their reason, of reasons that may be chosen on a day."""
    tree = ReasonTree.load()
    return list(
        Contact.objects.filter(
            reason__in=[node.id for node in _learnable(tree, day)],
            local_date__gt=day - settings.SUGGEST_HISTORY,
        )
        .exclude(note="")
        .order_by("-local_date", "pk")
        .values_list("note", "reason_id")[: settings.SUGGEST_MAX_EXAMPLES]
    )


def is_due(now: datetime) -> bool:
    """Whether it is time to learn again."""
    recent = LearnedSuggestions.objects.filter(learned_at__gt=now - settings.SUGGEST_LEARN_EVERY)
    return not recent.exists()


def _learnable(tree: ReasonTree, day: date) -> list[ReasonNode]:
    return [node for node in choices.active_leaves(tree, day) if not tree.is_noise(node.id)]


def _fresh(now: datetime) -> QuerySet[LearnedSuggestions]:
    return LearnedSuggestions.objects.filter(learned_at__gt=now - settings.SUGGEST_KEPT)


def _current(now: datetime) -> ReasonClassifier | None:
    """What was learned last, unless that is too long ago."""
    newest = _fresh(now).order_by("-learned_at", "-pk")
    digest = newest.values_list("digest", flat=True).first()
    try:
        return None if digest is None else _loaded(digest)
    except LearnedSuggestions.DoesNotExist:  # replaced between the two questions
        return None


@lru_cache(maxsize=1)
def _loaded(digest: str) -> ReasonClassifier | None:
    """Remembered by each process; None, and a line in the log, when it cannot be trusted."""
    stored = LearnedSuggestions.objects.filter(digest=digest).only("content").first()
    if stored is None:
        raise LearnedSuggestions.DoesNotExist
    content = bytes(stored.content)
    try:
        if hashlib.sha256(content).hexdigest() != digest:
            raise storage.Unreadable("other bytes than were written")
        return storage.unpack(content)
    except storage.Unreadable:
        log.exception("suggestions_unreadable id=%s", stored.pk)
        return None
