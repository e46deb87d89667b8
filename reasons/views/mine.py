"""What one person registered and brought up, for that person alone."""

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from contactreductie.core.access import requires, user_of
from contactreductie.core.models import User
from reasons import rules
from reasons.enums import SignalState
from reasons.queries import mine as queries
from reasons.queries import signals as signal_queries
from reasons.services import answers
from reasons.views import signal_lines

CONTACTS_PER_PAGE = 50
SIGNALS_SHOWN = 20
PROMISES_SHOWN = 20


@requires(rules.may_register)
@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """One day's contacts, open promises, and what became of what was brought up."""
    user, now, today = user_of(request), timezone.now(), timezone.localdate()
    first = queries.first_day(user, now)
    day = chosen_day(request, first, today)
    found = Paginator(queries.registered_on(user, day), CONTACTS_PER_PAGE)
    page = found.get_page(request.GET.get("page"))
    brought_up = signal_queries.of_agent(user, limit=SIGNALS_SHOWN + 1)
    context = {
        "page": page,
        "lines": lines(page, user),
        "day": day,
        "today": today,
        "first": first,
        "pace": queries.pace(user, now),
        "promises": queries.promises(user, limit=PROMISES_SHOWN),
        "now": now,
        "signals": [signal_lines.line(item, now) for item in brought_up[:SIGNALS_SHOWN]],
        "unread_count": sum(item.state == SignalState.ANSWERED for item in brought_up),
        "more_signals": len(brought_up) > SIGNALS_SHOWN,
        "may_see_team": rules.may_register_late(user),
    }
    return render(request, "reasons/mine.html", context)


@requires(rules.may_register)
@require_POST
def answer_read(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """The answer was read by who waited for it."""
    item = signal_queries.find(kind, pk)
    if item is None or item.agent_id != user_of(request).pk:
        raise Http404
    answers.close(item, actor=user_of(request), now=timezone.now())
    messages.success(request, _("Read. It is closed now."))
    return redirect("reasons:mine")


def chosen_day(request: HttpRequest, first: date | None, last: date) -> date:
    """The day asked for, within what may be asked for; else the last."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return last
    return min(max(day, first or date(settings.EARLIEST_YEAR, 1, 1)), last)


def lines(contacts: Any, user: User) -> list[dict[str, Any]]:
    """Contacts with what this person may still do about each."""
    now = timezone.now()
    return [
        {"contact": contact, "may_correct": rules.may_correct(user, contact, now=now)}
        for contact in contacts
    ]
