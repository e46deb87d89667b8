"""Small drawings as inline SVG, without a style attribute: icons, sparklines, bars in tables."""

from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from contactreductie.core import geometry
from contactreductie.core.figures import Figure

SPARKLINE = '<svg class="spark" viewBox="0 0 {} {}" width="{}" height="{}" {}>{}{}{}</svg>'
# Decoration for people who see it: the same figures stand beside it as text.
STRETCHED = SafeString('preserveAspectRatio="none" focusable="false"')


def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """An icon from the sprite; hidden from screen readers unless it carries a label."""
    return format_html(
        '<svg class="icon{}" {} focusable="false"><use href="{}#{}"></use></svg>',
        f" icon--{size}" if size else "",
        _accessible_name(label),
        static("img/icons.svg"),
        name,
    )


def sparkline(
    values: geometry.Values,
    low: geometry.Bound = None,
    high: geometry.Bound = None,
    label: str = "",
    width: int = 120,
    height: int = 28,
) -> SafeString:
    """A line in a table cell, with the band in which the values were expected."""
    if not values:
        return SafeString("")
    low, high = _given(low), _given(high)
    drawing = geometry.sparkline(values, low, high, width=width, height=height)
    attributes = format_html("{} {}", STRETCHED, _accessible_name(label))
    bands = format_html_join(
        "", '<polygon class="spark__band" points="{}"/>', ((points,) for points in drawing.bands)
    )
    lines = format_html_join(
        "", '<polyline class="spark__line" points="{}"/>', ((points,) for points in drawing.lines)
    )
    return format_html(
        SPARKLINE, width, height, width, height, attributes, bands, lines, _end(drawing)
    )


def bar(
    value: Figure,
    largest: Figure,
    low: Figure = None,
    high: Figure = None,
    tone: str = "",
) -> SafeString:
    """A bar as share of the largest; `low` and `high` draw an interval across it."""
    if value is None or largest is None:
        return SafeString("")
    top = float(largest)
    interval = SafeString("")
    if low is not None and high is not None:
        x1, x2 = geometry.bar_width(float(low), top), geometry.bar_width(float(high), top)
        interval = format_html('<path class="bar__range" d="M{} 5H{}"/>', x1, x2)
    return format_html(
        '<svg class="bar{}" viewBox="0 0 100 10" {} aria-hidden="true">'
        '<rect class="bar__track" width="100" height="10" rx="1"/>'
        '<rect class="bar__fill" width="{}" height="10" rx="1"/>{}</svg>',
        f" bar--{tone}" if tone else "",
        STRETCHED,
        geometry.bar_width(float(value), top),
        interval,
    )


def _given(bound: Any) -> Any:
    """A name that a template does not know arrives as an empty string."""
    return None if isinstance(bound, str) else bound


def _accessible_name(label: str) -> SafeString:
    if label:
        return format_html('role="img" aria-label="{}"', label)
    return SafeString('aria-hidden="true"')


def _end(drawing: geometry.Sparkline) -> SafeString:
    """The newest value as a dot: a line without length keeps its round cap when stretched."""
    if drawing.last is None:
        return SafeString("")
    kind = "spark__out" if drawing.outside else "spark__end"
    return format_html('<path class="{}" d="M{} {}h0"/>', kind, *drawing.last)
