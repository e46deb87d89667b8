"""The causes that were found behind a reason (R-9)."""

from collections.abc import Collection

from django.db.models import F, QuerySet

from raci.models import ProcessStep, RootCause


def standing(reason_ids: Collection[int]) -> QuerySet[RootCause]:
    """Of some reasons, those that nobody withdrew, the newest first."""
    found = RootCause.objects.filter(reason_id__in=reason_ids, withdrawn_at=None)
    return found.select_related("reason")


def resting_on(step: ProcessStep) -> QuerySet[RootCause]:
    """Those that a process step shows, withdrawn ones too: what was written stays."""
    return RootCause.objects.filter(evidence__step=step).select_related("reason")


def causes_of(reason_ids: Collection[int]) -> QuerySet[RootCause]:
    """Of some reasons, with what they rest on: those that stand first, then the newest."""
    found = RootCause.objects.filter(reason_id__in=reason_ids)
    found = found.select_related("reason", "recorded_by", "withdrawn_by")
    found = found.prefetch_related("evidence__step__journey")
    return found.order_by(F("withdrawn_at").desc(nulls_first=True), "-recorded_at", "-pk")
