"""The key figures of a report as text, each with its range or what it is compared with."""

from django.utils.translation import gettext as _

from contactreductie.core.figures import ABSENT, change, number, percent, signed_percent
from feedbackloop.enums import Missing
from feedbackloop.reports.reading import Reading
from feedbackloop.reports.shown import Figures


def totals(page: Reading) -> list[dict[str, str]]:
    figures = page.totals
    known = {"share": percent(page.content["repeat"]["coverage"])}
    shown = [
        (_("Contacts"), number(figures["contacts"]), _against_week_before(figures)),
        (_("Mean of 8 weeks"), number(figures["mean_8_weeks"]), _against_mean(figures)),
        (_("Last year"), number(figures["last_year"]), str(page.last_year)),
        (_("Expected"), number(figures["expected"]), _expected(figures)),
        (_("Contact ratio"), *_total_ratio(page)),
        (
            _("Repeat contacts"),
            percent(page.content["repeat"]["backward"]["any"]),
            _("of known customers (%(share)s of contacts)") % known,
        ),
        (_("First time right"), percent(page.forward["fcr"]), page.forward["title"].lower()),
        (_("Under a catch-all"), *_catch_all(page)),
        (
            _("Noise"),
            number(figures["noise"]),
            _("spam, wrong number; part of no other figure"),
        ),
    ]
    return [{"label": label, "value": value, "note": note} for label, value, note in shown]


def _against_week_before(figures: Figures) -> str:
    if figures["previous_week"] is None:
        return _("no week before to compare with")
    versus = signed_percent(change(figures["contacts"], figures["previous_week"]))
    return f"{versus} {_('against the week before')}"


def _against_mean(figures: Figures) -> str:
    if figures["mean_8_weeks"] is None:
        return _("fewer than 8 complete weeks before")
    versus = signed_percent(change(figures["contacts"], figures["mean_8_weeks"]))
    return f"{versus} {_('this week against it')}"


def _expected(figures: Figures) -> str:
    if figures["expected"] is None:
        return _("fewer than 8 complete weeks before")
    limits = {"low": number(figures["expected_low"]), "high": number(figures["expected_high"])}
    return _("between %(low)s and %(high)s") % limits


def _total_ratio(page: Reading) -> tuple[str, str]:
    ratio, name = page.ratio, page.denominator_name.lower()
    if "missing" in ratio:
        return ABSENT, str(Missing(ratio["missing"]).label)
    limits = f"95%: {number(ratio['low'], 1)}–{number(ratio['high'], 1)}"
    return number(ratio["per_100"], 1), f"{_('per 100 %(name)s') % {'name': name}}; {limits}"


def _catch_all(page: Reading) -> tuple[str, str]:
    found = page.catch_all
    limit = {"limit": percent(found["limit"])}
    if found["share"] is None:
        return ABSENT, _("no contacts")
    note = _("above %(limit)s") if found["tone"] else _("at most %(limit)s is healthy")
    return percent(found["share"], 1), note % limit
