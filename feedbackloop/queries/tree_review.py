"""Reading the review list of the reason tree (R-4, R-5)."""

from datetime import date, datetime, time

from django.db.models import QuerySet
from django.db.models.functions import TruncQuarter

from contactreductie.core.iso_week import AMSTERDAM
from contactreductie.core.models import User
from contactreductie.core.quarter import Quarter
from feedbackloop.models import TreeReviewItem
from reasons import rules as reason_rules


def visible_to(user: User) -> QuerySet[TreeReviewItem]:
    """The list is for who keeps the tree."""
    if not reason_rules.may_edit_tree(user):
        return TreeReviewItem.objects.none()
    return TreeReviewItem.objects.select_related("decided_by")


def still_open(items: QuerySet[TreeReviewItem]) -> QuerySet[TreeReviewItem]:
    """The oldest first."""
    return items.filter(decision="").order_by("found_on", "pk")


def decided_in(items: QuerySet[TreeReviewItem], quarter: Quarter) -> QuerySet[TreeReviewItem]:
    """What was decided in a quarter, by local day; the newest first."""
    span = (_start(quarter.first), _start(quarter.next.first))
    decided = items.filter(decided_at__gte=span[0], decided_at__lt=span[1])
    return decided.order_by("-decided_at", "-pk")


def quarters(items: QuerySet[TreeReviewItem]) -> list[Quarter]:
    """Those in which anything was decided, the newest first."""
    decided = items.exclude(decision="").order_by()
    firsts = decided.annotate(first=TruncQuarter("decided_at", tzinfo=AMSTERDAM))
    moments = firsts.values_list("first", flat=True).distinct()
    return sorted((Quarter.of(moment.date()) for moment in moments), reverse=True)


def found_count(day: date) -> int:
    """How many points the loop put on the list on that Monday."""
    return TreeReviewItem.objects.filter(found_on=day).count()


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, AMSTERDAM)
