"""Charts as Vega-Lite specs, each with the table that tells the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from contactreductie.core.figures import ABSENT, number
from feedbackloop.queries.trends import TrendPoint

Spec = dict[str, Any]
# January carries the year, so that a long axis needs no second line of labels.
MONTHS = "month(datum.value) == 0 ? timeFormat(datum.value, '%Y') : timeFormat(datum.value, '%b')"
ALARM_SHAPES = {"spike": "triangle-up", "drop": "triangle-down"}


@dataclass(frozen=True)
class Chart:
    """What `partials/_chart.html` needs."""

    id: str
    title: str
    summary: str
    spec: Spec
    legend: list[dict[str, str]]
    columns: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class Break:
    """A day from which the figures are no longer those of before, and why."""

    day: date
    label: str


def trend_chart(
    points: Sequence[TrendPoint],
    *,
    chart_id: str,
    title: str,
    summary: str,
    event: date | None = None,
    breaks: Sequence[Break] = (),
) -> Chart:
    """Contacts per week over the expected range, last year dashed, alarms as triangles; `event`
    draws a line at the day something went live, `breaks` where the tree was changed."""
    return Chart(
        id=chart_id,
        title=title,
        summary=summary,
        spec=_spec(points, f"{title}. {summary}", event, breaks),
        legend=_legend(points, event, breaks),
        columns=[_("Week"), _("Contacts"), _("Expected"), _("Last year"), _("Alarm")],
        rows=[_row(point) for point in reversed(points)],
    )


def _spec(
    points: Sequence[TrendPoint], description: str, event: date | None, breaks: Sequence[Break]
) -> Spec:
    lines = [_rules([Break(event, _("went live"))])] if event else []
    lines += [_rules(breaks)] if breaks else []
    return {
        "description": description,
        "data": {"values": [_datum(point) for point in points]},
        "layer": [*_layers(points), *lines],
    }


def expected_range(low: float | None, high: float | None) -> str:
    """The limits that a quiet week stays within, in whole contacts."""
    return ABSENT if low is None or high is None else f"{number(low)}–{number(high)}"


def alarm_word(alarm: str | None) -> str:
    words = {"spike": _("Spike"), "drop": _("Drop")}
    return words[alarm] if alarm else ""


def _datum(point: TrendPoint) -> dict[str, Any]:
    return {
        "date": point.week.monday.isoformat(),
        "week": str(point.week),
        "contacts": point.contacts,
        "last_year": point.last_year,
        "low": point.low,
        "high": point.high,
        "range": expected_range(point.low, point.high),
        "alarm": point.alarm,
    }


def _layers(points: Sequence[TrendPoint]) -> list[Spec]:
    layers = [_line()]
    if any(point.last_year is not None for point in points):
        layers.insert(0, _reference())
    if any(point.high is not None for point in points):
        layers.insert(0, _band())
    alarms = {point.alarm for point in points}
    layers += [_alarms(name, shape) for name, shape in ALARM_SHAPES.items() if name in alarms]
    return [*layers, _hover()]


def _band() -> Spec:
    return {
        "mark": {"type": "area", "color": "var(--chart-band)"},
        "encoding": {"x": _x(), "y": _y("low"), "y2": {"field": "high"}},
    }


def _reference() -> Spec:
    mark = {
        "type": "line",
        "color": "var(--chart-ref)",
        "strokeDash": [4, 4],
        "strokeWidth": 1.5,
    }
    return {"mark": mark, "encoding": {"x": _x(), "y": _y("last_year")}}


def _line() -> Spec:
    return {
        "mark": {"type": "line", "color": "var(--chart-1)"},
        "encoding": {"x": _x(), "y": _y("contacts")},
    }


def _alarms(name: str, shape: str) -> Spec:
    mark = {"type": "point", "shape": shape, "color": "var(--chart-mark)", "size": 110}
    return {
        "transform": [{"filter": f"datum.alarm == '{name}'"}],
        "mark": mark,
        "encoding": {"x": _x(), "y": _y("contacts")},
    }


def _hover() -> Spec:
    """Invisible points, large enough to hit, that carry the tooltip."""
    tooltip = [
        {"field": "week", "title": _("week")},
        {"field": "contacts", "title": _("contacts"), "format": ",d"},
        {"field": "range", "title": _("expected")},
        {"field": "last_year", "title": _("last year"), "format": ",d"},
    ]
    return {
        "transform": [{"filter": "isValid(datum.contacts)"}],
        "mark": {"type": "point", "opacity": 0, "size": 250},
        "encoding": {"x": _x(), "y": _y("contacts"), "tooltip": tooltip},
    }


def _x() -> Spec:
    axis = {"title": None, "tickCount": "month", "labelExpr": MONTHS}
    return {"field": "date", "type": "temporal", "axis": axis}


def _y(name: str) -> Spec:
    return {
        "field": name,
        "type": "quantitative",
        "title": _("contacts per week"),
        "scale": {"zero": True},
    }


def _rules(breaks: Sequence[Break]) -> Spec:
    values = [{"date": one.day.isoformat(), "label": one.label} for one in breaks]
    return {
        "data": {"values": values},
        "mark": {"type": "rule", "color": "var(--chart-axis)", "strokeDash": [2, 3]},
        "encoding": {"x": _x(), "tooltip": [{"field": "label", "title": " "}]},
    }


def _legend(
    points: Sequence[TrendPoint], event: date | None, breaks: Sequence[Break]
) -> list[dict[str, str]]:
    entries = [
        ("line", _("contacts"), True),
        ("band", _("expected range"), any(point.high is not None for point in points)),
        ("ref", _("last year"), any(point.last_year is not None for point in points)),
        ("mark", _("outside expectation"), any(point.alarm for point in points)),
        ("event", _("went live"), event is not None),
        ("event", _("tree changed"), bool(breaks)),
    ]
    return [{"key": key, "label": label} for key, label, shown in entries if shown]


def _row(point: TrendPoint) -> list[str]:
    return [
        str(point.week),
        number(point.contacts),
        expected_range(point.low, point.high),
        number(point.last_year),
        alarm_word(point.alarm),
    ]
