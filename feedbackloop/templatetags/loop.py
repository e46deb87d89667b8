"""Tags for what frozen reports hold."""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from contactreductie.core import figures
from contactreductie.core.iso_week import IsoWeek
from contactreductie.core.templatetags import house
from feedbackloop.enums import Severity
from feedbackloop.queries import names
from feedbackloop.reports import shown

register = template.Library()

SEVERITY_LOOKS = {
    Severity.HIGH: ("signal", "alarm"),
    Severity.MEDIUM: ("warn", "warn"),
    Severity.INFORMATION: ("neutral", "info"),
}


@register.simple_tag
def in_language(texts: Mapping[str, str]) -> str:
    """The reader's one of the two texts that a report holds side by side."""
    return names.in_language(texts)


@register.simple_tag
def expected_range(low: float | None, high: float | None) -> SafeString:
    """The limits a quiet week stays within, never broken over two lines."""
    if low is None or high is None:
        return SafeString(figures.ABSENT)
    return format_html(
        '<span class="nowrap">{}–{}</span>', figures.number(low), figures.number(high)
    )


@register.simple_tag
def severity_badge(severity: str) -> SafeString:
    tone, icon = SEVERITY_LOOKS[Severity(severity)]
    return house.badge(str(Severity(severity).label), tone, icon)


@register.filter
def small_ratio(per_100: float) -> str:
    """Per 100 units, of a reason that may be rare."""
    return shown.ratio_text(per_100)


@register.filter
def week_number(week: IsoWeek) -> int:
    return week.monday.isocalendar().week
