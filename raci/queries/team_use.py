"""What a team registers most: it ranks the reasons of who is new to it."""

from collections import Counter
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count

from contactreductie.core.models import User
from raci.queries.departments import DepartmentTree
from reasons.models import Contact
from reasons.queries import workspace

KEPT_SECONDS = 24 * 3600


def team_use(user: User, now: datetime) -> dict[str, int]:
    """How often the person's team used each reason in the weeks before this one, by code; empty
    for somebody without a team. Counted once a day per team: it changes on Mondays."""
    teams = sorted(DepartmentTree.load().own_ids(user))
    if not teams:
        return {}
    start, end = workspace.habit_span(now)
    key = f"team-use:{'-'.join(map(str, teams))}:{end.date()}"
    return cache.get_or_set(key, lambda: _counted(teams, start, end), KEPT_SECONDS) or {}


def _counted(teams: list[int], start: datetime, end: datetime) -> dict[str, int]:
    members = User.objects.filter(membership__department__in=teams)
    rows = (
        Contact.objects.filter(agent__in=members, recorded_at__range=(start, end))
        .order_by()
        .values_list("reason__code")
        .annotate(contact_count=Count("pk"))
    )
    return dict(Counter(dict(rows)).most_common(settings.HABIT_REASONS))
