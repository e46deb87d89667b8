import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contactreductie.core.iso_week import IsoWeek
from reasons.enums import ReasonKind
from tests.factories import feedbackloop as build
from tests.factories import reasons as make
from tests.factories.clock import amsterdam
from tests.factories.feedbackloop import W10

pytestmark = pytest.mark.django_db
FLAT = [20] * 9


@pytest.fixture(autouse=True)
def shop():
    delivery = make.reason("delivery", position=1)
    make.reason("late", delivery, position=1)
    make.reason("lost", delivery, position=2, name_en="Lost parcel")
    make.reason("payment", position=2)
    make.reason("spam", kind=ReasonKind.NOISE, position=3)
    make.channel("phone")
    return delivery


def codes(report):
    return [row["reason"] for row in report.content["lines"]]


def test_lines_stand_in_tree_order_with_whole_branches():
    build.contacts(W10, 3, reason="payment")
    build.contacts(W10, 2, reason="lost")
    build.contacts(W10, 4, reason="late")

    report = build.draft()

    assert codes(report) == ["delivery", "late", "lost", "payment"]
    delivery = build.line(report, "delivery")
    assert (delivery["contacts"], delivery["own_contacts"], delivery["depth"]) == (6, 0, 0)
    lost = build.line(report, "lost")
    assert (lost["parent"], lost["depth"], lost["own_contacts"]) == ("delivery", 1, 2)
    assert lost["name"] == {"nl": "Lost", "en": "Lost parcel"}


def test_line_keys_are_those_of_the_contract():
    build.contacts(W10, 3, reason="payment")

    assert list(build.line(build.draft(), "payment")) == [
        "reason", "parent", "depth", "name", "contacts", "own_contacts", "previous_week",
        "mean_8_weeks", "last_year", "expected", "expected_low", "expected_high", "alarm",
        "ratio", "repeat_share", "department",
    ]  # fmt: skip


def test_noise_is_in_no_line_and_in_one_total_only():
    build.contacts(W10, 3, reason="payment")
    build.contacts(W10, 7, reason="spam", customer_ref="K1")

    content = build.draft().content

    assert [row["reason"] for row in content["lines"]] == ["payment"]
    assert (content["totals"]["contacts"], content["totals"]["noise"]) == (3, 7)
    assert content["totals"]["keyed_share"] == 0.0


def test_reason_with_contacts_only_in_the_weeks_before_has_a_line():
    build.contacts(W10.plus(-8), 1, reason="lost")
    build.contacts(W10.plus(-9), 1, reason="late")
    build.contacts(W10, 1, reason="payment")

    assert codes(build.draft()) == ["delivery", "lost", "payment"]


def test_comparisons_are_absent_before_the_history():
    build.contacts(W10, 3, reason="payment")

    line = build.line(build.draft(), "payment")

    absent = ("previous_week", "mean_8_weeks", "last_year", "expected", "alarm")
    assert [line[key] for key in absent] == [None] * 5


def test_previous_week_without_contacts_within_the_history_is_zero():
    build.contacts(W10.plus(-1), 3, reason="lost")
    build.contacts(W10, 3, reason="payment")

    assert build.line(build.draft(), "payment")["previous_week"] == 0


def test_history_that_starts_on_a_tuesday_begins_a_week_later():
    make.contact(amsterdam("2026-02-24 10:00"), reason="payment")  # Tuesday of W09
    build.contacts(W10, 3, reason="payment")

    assert build.line(build.draft(), "payment")["previous_week"] is None


def test_mean_of_eight_weeks_needs_eight_whole_weeks():
    build.series("payment", [8, 8, 8, 8, 8, 8, 4, 9])  # seven before

    assert build.line(build.draft(), "payment")["mean_8_weeks"] is None


def test_mean_of_eight_weeks_leaves_this_week_out():
    build.series("payment", [8, 8, 8, 8, 8, 8, 8, 4, 90])

    line = build.line(build.draft(), "payment")

    assert (line["mean_8_weeks"], line["previous_week"]) == (7.5, 4)


def test_last_year_is_the_week_364_days_earlier():
    week = IsoWeek.parse("2026-W53")
    build.contacts(IsoWeek.parse("2026-W01"), 6, reason="payment")
    for quarter in (13, 26, 39):  # a year without any contact would begin the history anew
        build.contacts(week.plus(-quarter), 1, reason="payment")
    build.contacts(week, 3, reason="payment")

    report = build.draft(week)

    assert build.line(report, "payment")["last_year"] == 6
    assert report.content["totals"]["last_year"] == 6


def test_alarm_of_a_quiet_series_is_absent_and_of_a_jump_is_a_spike():
    build.series("late", FLAT)
    build.series("lost", [*FLAT[1:], 40])
    build.series("payment", [*FLAT[1:], 5])

    report = build.draft()

    alarms = {row["reason"]: row["alarm"] for row in report.content["lines"]}
    assert alarms == {"delivery": "spike", "late": None, "lost": "spike", "payment": "drop"}
    lost = build.line(report, "lost")
    assert (lost["expected"], lost["expected_low"] < 20 < lost["expected_high"]) == (20.0, True)


def test_growth_in_orders_alone_is_no_alarm():
    build.series("payment", [*FLAT[1:], 40])
    build.orders(1000, *(W10.plus(-back) for back in range(1, 9)))
    build.orders(2000, W10)

    line = build.line(build.draft(), "payment")

    assert (line["expected"], line["alarm"]) == (40.0, None)


def test_reason_younger_than_eight_weeks_has_no_expected_level():
    new = make.reason("new", position=9, valid_from=W10.plus(-3).monday)
    build.series("payment", FLAT)
    build.series("new", [20, 20, 20, 60])

    line = build.line(build.draft(), new.code)

    assert (line["expected"], line["alarm"]) == (None, None)


def test_silent_channel_makes_the_week_incomplete_and_its_reasons_unjudged():
    make.channel("chat")
    build.series("payment", [*FLAT[1:], 60])
    build.series("lost", FLAT[1:], last=W10.plus(-1), channel="chat")
    build.contacts(W10, 60, reason="lost")

    report = build.draft()

    missing = {"complete": False, "missing_channels": ["chat"]}
    assert report.content["completeness"] == missing
    alarms = {row["reason"]: row["alarm"] for row in report.content["lines"]}
    assert alarms == {"delivery": None, "lost": None, "payment": "spike"}


def test_channel_that_is_not_used_every_week_is_not_missed():
    make.channel("chat")
    build.series("payment", FLAT)
    build.series("lost", [3, 0, 3, 3, 0], channel="chat")

    complete = {"complete": True, "missing_channels": []}
    assert build.draft().content["completeness"] == complete


def test_line_names_the_department_accountable_for_it(shop):
    build.accountable(shop, build.department("logistics"))
    build.contacts(W10, 3, reason="lost")
    build.contacts(W10, 3, reason="payment")

    report = build.draft()

    assert build.line(report, "lost")["department"] == "logistics"
    assert build.line(report, "payment")["department"] is None


def test_totals_hold_the_share_under_catch_alls(shop):
    make.reason("other", shop, kind=ReasonKind.CATCH_ALL)
    build.contacts(W10, 40, reason="other")
    build.contacts(W10, 460, reason="lost")

    assert build.draft().content["totals"]["catch_all_share"] == 0.08


def test_draft_takes_the_same_number_of_queries_whatever_its_size():
    build.contacts(W10, 500, reason="payment")

    assert _queries_of_a_draft(reasons=1) == _queries_of_a_draft(reasons=30)


def _queries_of_a_draft(*, reasons: int) -> int:
    for number in range(reasons):
        code = f"{reasons}-{number}"
        make.reason(code, position=20 + number)
        build.series(code, [3] * (2 + number % 5))
    build.facts.refresh()
    with CaptureQueriesContext(connection) as queries:
        report = build.reports.build_draft(week=W10, now=W10.end())
    assert report.lines.count() > reasons
    report.delete()
    return len(queries)
