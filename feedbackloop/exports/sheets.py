"""The sections of a report as sheets for people who go on calculating: headed and named in the
reader's language, with figures as they are in the document."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from feedbackloop.enums import FindingKind, Missing, Severity
from feedbackloop.exports.sections import LISTS, alarm_word, published
from feedbackloop.queries.names import in_language
from feedbackloop.reports.reading import Reading
from raci.enums import ActionState

Cell = str | int | float | None
Row = Mapping[str, Any]
COUNT, ONE, SHARE = "#,##0", "#,##0.0", "0.0%"


@dataclass(frozen=True)
class Column:
    """What stands above a column, what it takes from a row, and how its numbers look."""

    title: str
    cell: Callable[[Row], Cell]
    form: str = ""


@dataclass(frozen=True)
class Sheet:
    """A row with a `depth` is set in; one with a `form` has a number format of its own."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]


def sheets(page: Reading) -> Iterable[Sheet]:
    content = page.content
    figures = [Column(_("Figure"), _get("label")), Column(_("Value"), _get("value"))]
    yield Sheet(_("Summary"), figures, list(_summary(page)))
    yield Sheet(_("Reasons"), _line_columns(page), content["lines"])
    yield Sheet(_("Findings"), _finding_columns(page), content["findings"])
    yield Sheet(_("Breakdown"), _value_columns(page), content["dimensions"])
    yield Sheet(_("Denominators"), _denominator_columns(page), content["denominators"])
    actions = [{"list": name, **row} for name in LISTS for row in content["actions"][name]]
    yield Sheet(_("Actions"), _action_columns(page), actions)


def _summary(page: Reading) -> Iterable[Row]:
    content, ratio = page.content, page.ratio
    totals, repeat = page.totals, content["repeat"]
    per_100 = _per_100(page)
    missing = ", ".join(page.missing_channels)
    forward = page.forward["title"].lower()
    for label, value, form in (
        (_("Week"), content["week"], ""),
        (_("Period"), page.span, ""),
        (_("Version"), content["version"], ""),
        (_("Published"), published(content), ""),
        ("SHA-256", content["sha256"], ""),
        (_("Complete"), _("yes") if page.complete else _("no"), ""),
        (_("Channels without contacts"), missing or None, ""),
        (_("Contacts"), totals["contacts"], COUNT),
        (_("Week before"), totals["previous_week"], COUNT),
        (_("Mean of 8 weeks"), totals["mean_8_weeks"], ONE),
        (f"{_('Last year')} ({page.last_year})", totals["last_year"], COUNT),
        (_("Expected"), totals["expected"], ONE),
        (_("Expected, from"), totals["expected_low"], ONE),
        (_("Expected, to"), totals["expected_high"], ONE),
        (f"{_('Contact ratio')}, {per_100.lower()}", ratio.get("per_100"), ONE),
        (_("Per 100, from"), ratio.get("low"), ONE),
        (_("Per 100, to"), ratio.get("high"), ONE),
        (_("Under a catch-all"), totals["catch_all_share"], SHARE),
        (_("Known customers"), repeat["coverage"], SHARE),
        (_("Share of repeats, any reason"), repeat["backward"]["any"], SHARE),
        (_("Share of repeats, same reason"), repeat["backward"]["same"], SHARE),
        (f"{_('First time right')}, {forward}", repeat["forward"]["fcr"], SHARE),
        (_("Noise, not counted"), totals["noise"], COUNT),
    ):
        yield {"label": label, "value": value, "form": form}


def _line_columns(page: Reading) -> list[Column]:
    return [
        Column(_("Reason"), lambda row: in_language(row["name"])),
        Column(_("Level"), lambda row: row["depth"] + 1),
        Column(_("Contacts"), _get("contacts"), COUNT),
        Column(_("Contacts on the reason itself"), _get("own_contacts"), COUNT),
        Column(_("Week before"), _get("previous_week"), COUNT),
        Column(_("Mean of 8 weeks"), _get("mean_8_weeks"), ONE),
        Column(_("Last year"), _get("last_year"), COUNT),
        Column(_("Expected"), _get("expected"), ONE),
        Column(_("Expected, from"), _get("expected_low"), ONE),
        Column(_("Expected, to"), _get("expected_high"), ONE),
        Column(_("Alarm"), lambda row: alarm_word(row["alarm"])),
        Column(_per_100(page), _ratio("per_100"), ONE),
        Column(_("Per 100, from"), _ratio("low"), ONE),
        Column(_("Per 100, to"), _ratio("high"), ONE),
        Column(_("Units"), _ratio("units"), COUNT),
        Column(_("No ratio because"), _missing),
        Column(_("Share of repeats"), _get("repeat_share"), SHARE),
        _department(page),
        Column(_("Code"), _get("reason")),
        Column(_("Code of the reason above"), _get("parent")),
    ]


def _finding_columns(page: Reading) -> list[Column]:
    return [
        Column(_("Number"), _get("id")),
        Column(_("Severity"), lambda row: str(Severity(row["severity"]).label)),
        Column(_("Kind"), lambda row: str(FindingKind(row["kind"]).label)),
        _reason(page),
        Column(_("Finding"), lambda row: in_language(row["text"])),
        _department(page),
        Column(_("Action"), _get("action")),
    ]


def _value_columns(page: Reading) -> list[Column]:
    own_units = f"{_('Per 100')} ({_('of its own units')})"
    return [
        *_scope(page),
        _reason(page),
        Column(_("Contacts"), _get("contacts"), COUNT),
        Column(_("Week before"), _get("previous_week"), COUNT),
        Column(own_units, _get("per_100"), ONE),
    ]


def _denominator_columns(page: Reading) -> list[Column]:
    names = page.names.denominators
    return [
        Column(_("Denominator"), lambda row: names.get(row["denominator"], row["denominator"])),
        *_scope(page),
        Column(_("Units"), _get("units"), COUNT),
    ]


def _action_columns(page: Reading) -> list[Column]:
    words = {"overdue": _("overdue"), "opened": _("new"), "verified": _("verified")}
    return [
        Column(_("This week"), lambda row: words[row["list"]]),
        Column(_("Number"), _get("action")),
        Column(_("Action"), _get("title")),
        _reason(page),
        Column(_("State"), lambda row: str(ActionState(row["state"]).label)),
        Column(_("Due date"), _get("due_date")),
    ]


def _scope(page: Reading) -> list[Column]:
    dimensions, values = page.names.dimensions, page.names.values
    return [
        Column(_("Dimension"), lambda row: _capital(dimensions, row["dimension"])),
        Column(_("Value"), lambda row: values.get((row["dimension"], row["value"]), row["value"])),
    ]


def _reason(page: Reading) -> Column:
    names = {row["reason"]: in_language(row["name"]) for row in page.content["lines"]}
    names[None] = _("all reasons")
    return Column(_("Reason"), lambda row: names.get(row["reason"], row["reason"]))


def _department(page: Reading) -> Column:
    names, nobody = page.names.departments, _("without owner")
    return Column(
        _("Department"), lambda row: names.get(row["department"], row["department"] or nobody)
    )


def _per_100(page: Reading) -> str:
    return f"{_('Per 100')} {page.denominator_name.lower()}".strip()


def _capital(names: Mapping[str, str], code: str | None) -> str | None:
    return None if code is None else capfirst(names.get(code, code))


def _get(name: str) -> Callable[[Row], Cell]:
    return lambda row: row[name]


def _ratio(name: str) -> Callable[[Row], Cell]:
    return lambda row: row["ratio"].get(name)


def _missing(row: Row) -> Cell:
    code = row["ratio"].get("missing")
    return str(Missing(code).label) if code else None
