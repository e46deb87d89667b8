"""Channels: what each is for, and what it brings (V-4, W-6)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from contactreductie.core.access import requires, user_of
from feedbackloop import rules
from feedbackloop.views import channel_page
from raci import rules as raci_rules
from raci.models import Department
from raci.queries import channels as channel_queries
from reasons.models import Channel


@requires(rules.may_read_channels)
@require_safe
def channel_list(request: HttpRequest) -> HttpResponse:
    """The channels in use, and those that had contacts in the last complete weeks."""
    today, channels = timezone.localdate(), list(Channel.objects.all())
    charters = channel_queries.charters()
    found = channel_page.figures(channels, charters, now=timezone.now())
    rows = [channel_page.row(each, charters.get(each.pk), found, today) for each in channels]
    context = {
        "rows": [row for row in rows if row.channel.is_active or row.contacts],
        "is_any_due": any(row.is_due for row in rows),
        "symptoms": list(channel_queries.symptom_measures(today, today)),
        **channel_page.period(found),
    }
    return render(request, "feedbackloop/channels.html", context)


@requires(rules.may_read_channels)
@require_safe
def channel(request: HttpRequest, code: str) -> HttpResponse:
    """One channel: its purpose, its figures, and what was decided about it."""
    shown, today = get_object_or_404(Channel, code=code), timezone.localdate()
    charter = channel_queries.charter_of(shown)
    found = channel_page.figures(
        [shown], {shown.pk: charter} if charter else {}, now=timezone.now()
    )
    context = {
        "row": channel_page.row(shown, charter, found, today),
        "may_write": _may_write(request, charter.owner if charter else None),
        "hours": channel_page.hours(charter),
        "decisions": list(channel_queries.decisions_about(shown)),
        "symptoms": list(channel_queries.symptom_measures(today, today).filter(channel=shown)),
        "older_version": channel_page.older_version(charter),
        "added": channel_page.added(charter, today),
        "weeks_around": settings.CHANNEL_WEEKS,
        **channel_page.period(found),
    }
    return render(request, "feedbackloop/channel.html", context)


def _may_write(request: HttpRequest, owner: Department | None) -> bool:
    return raci_rules.may_write_channel(user_of(request), owner)
