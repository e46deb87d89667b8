"""Tags of the design system (docs/design.md): figures, drawings, badges and form fields."""

from decimal import Decimal
from typing import Any

from django import forms, template
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contactreductie.core import figures, geometry

register = template.Library()

TONE_ICONS = {
    "neutral": "dot",
    "info": "clock",
    "good": "check",
    "warn": "warn",
    "signal": "alarm",
}
RACI_WORDS = {
    "A": _("Accountable"),
    "R": _("Responsible"),
    "C": _("Consulted"),
    "I": _("Informed"),
}
ALARMS = {
    "spike": ("up", pgettext_lazy("alarm", "Spike")),
    "drop": ("down", pgettext_lazy("alarm", "Drop")),
}
SPARKLINE = '<svg class="spark" viewBox="0 0 {} {}" width="{}" height="{}" {}>{}{}{}</svg>'
# Decoration for people who see it: the same figures stand beside it as text.
STRETCHED = SafeString('preserveAspectRatio="none" focusable="false"')


@register.simple_tag(takes_context=True)
def content_of(context: Context, *names: str) -> SafeString:
    """What the page put in the first of these blocks that has any content.

    Lets the base repeat a block (title and heading) and leave out the frame around an empty one.
    """
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    for name in names:
        block = blocks and blocks.get_block(name)
        content = block.render(context).strip() if block else ""
        if content:
            return SafeString(content)
    return SafeString("")


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """An icon from the sprite; hidden from screen readers unless it carries a label."""
    return _sprite(name, label, size)


register.filter("number", figures.number)
register.filter("percent", figures.percent)
register.filter("signed", figures.signed)
register.filter("signed_percent", figures.signed_percent)


@register.filter
def ratio(per_100: figures.Figure, places: int = 1) -> str:
    return figures.number(per_100, places)


@register.simple_tag
def delta(
    now: figures.Figure, before: figures.Figure, good: str = "", against: str = ""
) -> SafeString:
    """Change as a chip; coloured only where the page knows which direction is `good`."""
    if now is None or before is None:
        return format_html('<span class="delta">{}</span>', figures.ABSENT)
    change = figures.change(now, before)
    if change is None:
        text = _("new") if now else figures.percent(0)
        return format_html('<span class="delta">{}</span>', text)
    shown = figures.rounded_half_up(change * 100, 0)
    return format_html(
        '<span class="delta{}"><span class="delta__arrow" aria-hidden="true">{}</span>{}{}</span>',
        _delta_tone(shown, good),
        _arrow(shown),
        figures.signed_percent(change),
        format_html('<span class="visually-hidden"> {}</span>', against) if against else "",
    )


@register.simple_tag
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


@register.simple_tag
def bar(
    value: figures.Figure,
    largest: figures.Figure,
    low: figures.Figure = None,
    high: figures.Figure = None,
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


@register.simple_tag
def badge(text: str, tone: str = "neutral", icon: str = "") -> SafeString:
    return format_html(
        '<span class="badge badge--{}">{}{}</span>',
        tone,
        _sprite(icon or TONE_ICONS.get(tone, "dot")),
        text,
    )


@register.simple_tag
def alarm_mark(kind: str | None) -> SafeString:
    if not kind:
        return SafeString("")
    name, word = ALARMS[kind]
    return format_html('<span class="alarm">{}{}</span>', _sprite(name), word)


@register.simple_tag
def raci(letter: str) -> SafeString:
    """The letter in its box, with the full word for who hears or hovers it."""
    word = RACI_WORDS[letter.upper()]
    return format_html(
        '<span class="raci raci--{}" title="{}"><span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}</span></span>',
        letter.lower(),
        word,
        letter.upper(),
        word,
    )


@register.inclusion_tag("partials/_field.html")
def field(
    bound: forms.BoundField, large: bool = False, optional: bool = True, label: str = ""
) -> dict[str, Any]:
    """Label, help, error and control; `optional=False` leaves out the word "(optional)"."""
    return {
        "label": label or bound.label,
        "field": bound,
        "kind": _field_kind(bound.field.widget),
        "large": large,
        "mark_optional": optional and not bound.field.required,
    }


@register.inclusion_tag("partials/_form_errors.html")
def form_errors(form: forms.BaseForm) -> dict[str, Any]:
    return {"form": form, "fields": [bound for bound in form if bound.errors]}


def _field_kind(widget: forms.Widget) -> str:
    if widget.is_hidden:
        return "hidden"
    kinds: tuple[tuple[type[forms.Widget], str], ...] = (
        (forms.RadioSelect, "choice"),  # before the select it inherits from
        (forms.CheckboxSelectMultiple, "choice"),
        (forms.CheckboxInput, "check"),
        (forms.FileInput, "file"),
    )
    return next((kind for cls, kind in kinds if isinstance(widget, cls)), "plain")


def _sprite(name: str, label: str = "", size: str = "") -> SafeString:
    return format_html(
        '<svg class="icon{}" {} focusable="false"><use href="{}#{}"></use></svg>',
        f" icon--{size}" if size else "",
        _accessible_name(label),
        static("img/icons.svg"),
        name,
    )


def _given(bound: Any) -> Any:
    """A name that a template does not know arrives as an empty string."""
    return None if isinstance(bound, str) else bound


def _accessible_name(label: str) -> SafeString:
    if label:
        return format_html('role="img" aria-label="{}"', label)
    return SafeString('aria-hidden="true"')


def _arrow(change: Decimal) -> str:
    if change == 0:
        return "="
    return "▲" if change > 0 else "▼"


def _delta_tone(change: Decimal, good: str) -> str:
    if not good or change == 0:
        return ""
    return " delta--good" if (change > 0) == (good == "up") else " delta--bad"


def _end(drawing: geometry.Sparkline) -> SafeString:
    """The newest value as a dot: a line without length keeps its round cap when stretched."""
    if drawing.last is None:
        return SafeString("")
    kind = "spark__out" if drawing.outside else "spark__end"
    return format_html('<path class="{}" d="M{} {}h0"/>', kind, *drawing.last)
