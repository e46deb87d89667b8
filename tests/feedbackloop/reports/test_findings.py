from datetime import timedelta

import pytest

from feedbackloop.models import Finding
from feedbackloop.services import reports
from raci.services import actions
from reasons.enums import ReasonKind
from tests.factories import feedbackloop as build
from tests.factories import reasons as make
from tests.factories.clock import MONDAY
from tests.factories.feedbackloop import W10

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shop():
    delivery = make.reason("delivery", position=1)
    make.reason("late", delivery, position=1)
    make.reason("lost", delivery, position=2)
    for place, code in enumerate(["a", "b", "c", "d", "e", "f"], start=2):
        make.reason(code, position=place)
    make.channel("phone")
    return delivery


def found(report):
    rows = report.findings.order_by("number").values_list("kind", "reason__code", "severity")
    return list(rows)


def texts(report):
    return [finding.figures["text"] for finding in report.findings.order_by("number")]


def test_spike_is_found_at_the_deepest_alarmed_reason_only():
    build.series("late", [100] * 9)
    build.series("lost", [*[100] * 8, 250])

    spikes = [row for row in found(build.draft()) if row[0] == "spike"]

    assert spikes == [("spike", "lost", "high")]


def test_spike_spread_over_children_is_found_at_their_parent():
    build.series("late", [*[16] * 8, 25])
    build.series("lost", [*[16] * 8, 25])
    build.series("a", [500] * 9)

    spikes = [row for row in found(build.draft()) if row[0] == "spike"]

    assert spikes == [("spike", "delivery", "medium")]


def test_drop_is_for_information():
    build.series("a", [*[40] * 8, 5])
    build.series("b", [400] * 9)

    assert ("drop", "a", "information") in found(build.draft())


def test_top_drivers_are_the_three_largest_leaves_of_some_size():
    for code, number in {"a": 30, "b": 20, "c": 15, "d": 12, "lost": 10, "e": 4}.items():
        build.contacts(W10, number, reason=code)

    assert found(build.draft()) == [
        ("top_driver", "a", "medium"),
        ("top_driver", "b", "medium"),
        ("top_driver", "c", "medium"),
    ]


def test_top_driver_below_five_contacts_is_not_named():
    build.contacts(W10, 5, reason="a")
    build.contacts(W10, 4, reason="b")

    assert found(build.draft()) == [("top_driver", "a", "medium")]


def test_catch_all_and_noise_are_no_top_drivers(shop):
    make.reason("other", shop, kind=ReasonKind.CATCH_ALL)
    make.reason("spam", kind=ReasonKind.NOISE)
    build.contacts(W10, 20, reason="other")
    build.contacts(W10, 20, reason="spam")
    build.contacts(W10, 10, reason="a")

    assert found(build.draft()) == [("top_driver", "a", "medium")]


def test_reason_with_an_open_or_lately_closed_action_is_no_top_driver(shop):
    logistics = build.department("logistics")
    for code in ("a", "b"):
        build.contacts(W10, 20, reason=code)
        build.accountable(shop.__class__.objects.get(code=code), logistics)
    build.contacts(W10, 10, reason="c")
    _propose("a")
    declined = _propose("b")
    actions.cancel(declined, remark="Geen actie.", actor=logistics.head, now=MONDAY)

    assert found(build.draft()) == [("top_driver", "c", "medium")]


def test_fourth_reason_is_no_top_driver_when_the_largest_have_actions(shop):
    logistics = build.department("logistics")
    for code in ("a", "b", "c"):
        build.contacts(W10, 20, reason=code)
        build.accountable(shop.__class__.objects.get(code=code), logistics)
        _propose(code)
    build.contacts(W10, 10, reason="d")

    assert found(build.draft()) == []


def test_reason_whose_action_was_closed_long_ago_is_a_top_driver_again(shop):
    logistics = build.department("logistics")
    build.accountable(shop.__class__.objects.get(code="a"), logistics)
    build.contacts(W10, 20, reason="a")
    long_ago = W10.end() - timedelta(weeks=13, seconds=1)
    actions.cancel(_propose("a"), remark="Geen actie.", actor=logistics.head, now=long_ago)

    assert found(build.draft()) == [("top_driver", "a", "medium")]


def _propose(code):
    from reasons.models import ContactReason

    reason = ContactReason.objects.get(code=code)
    return actions.propose_action(title=code, reason=reason, actor=None, now=MONDAY)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [((10, 90), (14, 86), []), ((14, 86), (10, 90), []), ((11, 89), (14, 86), ["delivery"]),
     ((4, 25), (4, 25), [])],
)  # fmt: skip
def test_catch_all_is_found_when_red_two_weeks_running(shop, before, now, expected):
    make.reason("other", shop, kind=ReasonKind.CATCH_ALL)
    for week, (other, lost) in ((W10.plus(-1), before), (W10, now)):
        build.contacts(week, other, reason="other")
        build.contacts(week, lost, reason="lost")

    catch_alls = [row[1] for row in found(build.draft()) if row[0] == "catch_all"]

    assert catch_alls == expected


def test_texts_name_direction_numbers_range_and_basis_in_both_languages():
    build.series("lost", [*[1000] * 8, 2500])

    text = texts(build.draft())[0]

    assert text == {
        "nl": "2.500 contacten over ‘Delivery › Lost’ in 2026-W10, meer dan de verwachte 1.000 "
        "(tussen 915 en 1.088), op basis van 8 weken.",
        "en": "2,500 contacts about ‘Delivery › Lost’ in 2026-W10, more than the expected 1,000 "
        "(between 915 and 1,088), based on 8 weeks.",
    }


def test_text_of_a_rate_names_its_denominator():
    build.series("lost", [*[10] * 8, 50])
    build.orders(1000, *(W10.plus(-back) for back in range(9)))

    assert texts(build.draft())[0]["nl"].endswith("op basis van 8 weken en het aantal orders.")


def test_text_of_a_top_driver_tells_its_share():
    build.contacts(W10, 30, reason="a")
    build.contacts(W10, 90, reason="b")

    assert texts(build.draft())[1] == {
        "nl": "‘A’ was in 2026-W10 goed voor 25% van alle contacten (30 van 120) en er liep nog "
        "geen actie op.",
        "en": "‘A’ made up 25% of all contacts in 2026-W10 (30 of 120) and had no action yet.",
    }


def test_findings_are_numbered_in_the_document():
    build.contacts(W10, 30, reason="a")
    report = build.draft()
    Finding.objects.filter(report=report).update(is_unrouted=True)

    reports.publish(report, now=MONDAY)

    assert report.content["findings"] == [
        {
            "id": "2026-W10-1",
            "kind": "top_driver",
            "reason": "a",
            "severity": "medium",
            "text": texts(report)[0],
            "department": None,
            "action": None,
        }
    ]
