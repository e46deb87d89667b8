"""What the own team registered, for who may correct it."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from contactreductie.core.access import requires, user_of
from raci.queries import contacts as contact_queries
from reasons import rules
from reasons.queries import mine as queries
from reasons.views import mine


@requires(rules.may_register_late)
@never_cache
@require_GET
def team_contacts(request: HttpRequest) -> HttpResponse:
    """The contacts of one local day, of everybody whose contacts this person may work on. A list
    to find a contact in: no figure about anybody (H-8)."""
    user, today = user_of(request), timezone.localdate()
    first = queries.first_day(user, timezone.now())
    day = mine.chosen_day(request, first, today)
    found = queries.in_list(contact_queries.workable_by(user).filter(local_date=day))
    page = Paginator(found, mine.CONTACTS_PER_PAGE).get_page(request.GET.get("page"))
    lines = mine.lines(page, user)
    reaches_limit = first is not None and (
        day == first or not all(line["may_correct"] for line in lines)
    )
    context = {
        "page": page,
        "lines": lines,
        "limit_days": settings.TEAM_CONTACT_EDIT_WINDOW.days if reaches_limit else None,
        "day": day,
        "today": today,
        "first": first,
    }
    return render(request, "raci/team_contacts.html", context)
