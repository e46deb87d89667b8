"""Weeks as people say them."""

from datetime import date

from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contactreductie.core.iso_week import IsoWeek


def week_name(week: IsoWeek) -> str:
    """ "Week 10"; the year stands in the dates beside it."""
    return _("Week %(number)s") % {"number": week.monday.isocalendar().week}


def week_span(week: IsoWeek) -> str:
    """ "2 – 8 maart 2026", with only as much of the first date as differs."""
    first, last = week.monday, week.sunday
    if first.year != last.year:
        start = date_format(first, "j F Y")
    elif first.month != last.month:
        start = date_format(first, "j F")
    else:
        start = date_format(first, "j")
    return f"{start} – {date_format(last, 'j F Y')}"


def short_day(day: date) -> str:
    return date_format(day, "d-m")


def parse_or_404(label: str) -> IsoWeek:
    try:
        return IsoWeek.parse(label)
    except ValueError as error:
        raise Http404 from error
