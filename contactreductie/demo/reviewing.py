"""What the coordinator of the demo decides about the points of the review list."""

from datetime import timedelta

from contactreductie.core.iso_week import IsoWeek
from contactreductie.demo import files
from contactreductie.demo.people import People
from feedbackloop.models import TreeReviewItem
from feedbackloop.services import tree_review

DECIDED_AFTER = timedelta(days=3, hours=14)  # since Monday 00:00


def decide_points(week: IsoWeek, people: People) -> None:
    """Everything in `tree_review.toml` about what the report of this week put on the list."""
    script = {
        (point["kind"], frozenset(point["reasons"])): point["decided"]
        for point in files.document("tree_review.toml")["point"]
    }
    monday = week.plus(1)
    items = TreeReviewItem.objects.filter(found_on=monday.monday)
    for item in items.select_related("reason", "other"):
        codes = frozenset(reason.code for reason in (item.reason, item.other) if reason)
        told, before = script.get((item.kind, codes), []), _decided_before(item)
        if before < len(told):
            decision, why = told[before]
            moment = monday.start() + DECIDED_AFTER
            given = {"decision": decision, "why": why, "actor": people["regisseur"]}
            tree_review.decide(item, **given, now=moment)


def _decided_before(item: TreeReviewItem) -> int:
    same = {"kind": item.kind, "reason": item.reason, "other": item.other}
    return TreeReviewItem.objects.filter(**same).exclude(decision="").count()
