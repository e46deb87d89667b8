"""Tags of the design system (docs/design.md): figures, drawings, badges and form fields."""

from decimal import Decimal
from typing import Any

from django import forms, template
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from contactreductie.core import drawings, figures

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
    "spike": ("up", _("Spike")),
    "drop": ("down", _("Drop")),
}


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


register.simple_tag(drawings.icon)
register.simple_tag(drawings.sparkline)
register.simple_tag(drawings.bar)
register.filter("number", figures.number)
register.filter("percent", figures.percent)
register.filter("signed", figures.signed)
register.filter("signed_percent", figures.signed_percent)


@register.filter
def ratio(per_100: figures.Figure, places: int = 1) -> str:
    return figures.number(per_100, places)


@register.simple_tag
def delta(
    now: figures.Figure,
    before: figures.Figure,
    good: str = "",
    against: str = "",
    arrow: bool = True,
) -> SafeString:
    """Change as a chip; coloured only where the page knows which direction is `good`, and
    without an arrow where the difference may be chance."""
    if now is None or before is None:
        return format_html('<span class="delta">{}</span>', figures.ABSENT)
    change = figures.change(now, before)
    if change is None:
        text = _("new") if now else figures.percent(0)
        return format_html('<span class="delta">{}</span>', text)
    shown = figures.rounded_half_up(change * 100, 0)
    return format_html(
        '<span class="delta{}">{}{}{}</span>',
        _delta_tone(shown, good),
        _arrow(shown) if arrow else "",
        figures.signed_percent(change),
        format_html('<span class="visually-hidden"> {}</span>', against) if against else "",
    )


@register.simple_tag
def badge(text: str, tone: str = "neutral", icon: str = "") -> SafeString:
    return format_html(
        '<span class="badge badge--{}">{}{}</span>',
        tone,
        drawings.icon(icon or TONE_ICONS.get(tone, "dot")),
        text,
    )


@register.simple_tag
def alarm_mark(kind: str | None) -> SafeString:
    if not kind:
        return SafeString("")
    name, word = ALARMS[kind]
    return format_html('<span class="alarm">{}{}</span>', drawings.icon(name), word)


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


def _arrow(change: Decimal) -> SafeString:
    sign = "=" if change == 0 else "▲" if change > 0 else "▼"
    return format_html('<span class="delta__arrow" aria-hidden="true">{}</span>', sign)


def _delta_tone(change: Decimal, good: str) -> str:
    if not good or change == 0:
        return ""
    return " delta--good" if (change > 0) == (good == "up") else " delta--bad"
