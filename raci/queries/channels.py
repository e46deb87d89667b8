"""What was agreed about channels, and what was decided about them (V-4, W-6)."""

from datetime import date

from django.db.models import Q, QuerySet

from raci.enums import SYMPTOM_MEASURES
from raci.models import ChannelCharter, ChannelDecision, Department
from raci.queries.departments import DepartmentTree
from reasons.models import Channel


def charters() -> dict[int, ChannelCharter]:
    """By id of the channel; one query."""
    rows = ChannelCharter.objects.select_related("owner", "principle", "channel")
    return {charter.pk: charter for charter in rows}


def charter_of(channel: Channel) -> ChannelCharter | None:
    rows = ChannelCharter.objects.select_related("owner__head", "principle__vision", "channel")
    return rows.filter(pk=channel.pk).first()


def decisions_about(channel: Channel) -> QuerySet[ChannelDecision]:
    """The newest first."""
    rows = ChannelDecision.objects.filter(channel=channel)
    return rows.select_related("principle", "decided_by")


def symptom_measures(first: date, last: date) -> QuerySet[ChannelDecision]:
    """Measures that kept customers away on any of these days (W-6)."""
    running = ChannelDecision.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=first),
        measure__in=SYMPTOM_MEASURES,
        starts_on__lte=last,
    )
    return running.select_related("channel")


def is_due(charter: ChannelCharter, today: date) -> bool:
    """Whether the channel is to be looked at again (V-4)."""
    return charter.review_date <= today


def departments() -> list[Department]:
    """Who may own a channel, in the order of the tree."""
    rows = Department.objects.select_related("parent").in_bulk()
    return [rows[node.id] for node in DepartmentTree.load().nodes]
