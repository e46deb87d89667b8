"""Weeks as people say them."""

from datetime import date

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
    """ "15 maart": the same order and the month in words in both languages."""
    return date_format(day, "j F")
