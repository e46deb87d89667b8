import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from feedbackloop.models import DayCount, DayDimensionCount
from feedbackloop.services import facts
from reasons.enums import ReasonKind
from reasons.models import ChangedDay, Contact
from reasons.services import changed_days
from tests.factories import reasons as make
from tests.factories.clock import amsterdam

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 5, 9, 0)  # noqa: DTZ001 - wall clock of the business zone


def stored() -> list[list]:
    """All facts without their row ids."""
    counts = DayCount.objects.order_by("day", "reason", "channel")
    values = DayDimensionCount.objects.order_by("day", "reason", "channel", "value")
    return [
        list(
            rows.values_list(*(f.name for f in rows.model._meta.concrete_fields if f.name != "id"))
        )
        for rows in (counts, values)
    ]


@pytest.fixture
def lists():
    carrier = make.carrier("postnl", "dhl")
    top = make.reason("delivery")
    make.reason("not-delivered", top, requires=(carrier,))
    make.reason("invoice", make.reason("payment"))
    make.reason("spam", kind=ReasonKind.NOISE)
    make.channel("phone")
    make.channel("mail")
    return carrier


def contact(text: str, **fields: Any) -> Contact:
    fields.setdefault("dimensions", {"carrier": "postnl"})
    return make.contact(amsterdam(text), **fields)


def test_refresh_counts_a_day_per_reason_and_channel(lists):
    contact("2026-03-02 10:00", customer_ref="K1", handle_seconds=120)
    contact("2026-03-02 11:00")
    contact("2026-03-02 12:00", channel="mail")
    contact("2026-03-02 13:00", reason="invoice", dimensions={})

    assert facts.refresh() == 1

    rows = DayCount.objects.order_by("reason__code", "channel__code").values_list(
        "day",
        "reason__code",
        "channel__code",
        "contact_count",
        "keyed_count",
        "handled_count",
        "handle_seconds",
    )
    day = date(2026, 3, 2)
    assert list(rows) == [
        (day, "invoice", "phone", 1, 0, 0, 0),
        (day, "not-delivered", "mail", 1, 0, 0, 0),
        (day, "not-delivered", "phone", 2, 1, 1, 120),
    ]


def test_refresh_counts_dimension_values(lists):
    contact("2026-03-02 10:00")
    contact("2026-03-02 11:00", dimensions={"carrier": "dhl"})
    contact("2026-03-02 12:00", dimensions={"carrier": "dhl"})

    facts.refresh()

    rows = DayDimensionCount.objects.order_by("value__code").values_list(
        "value__code", "contact_count"
    )
    assert list(rows) == [("dhl", 2), ("postnl", 1)]


def test_refresh_counts_repeats_and_what_was_followed(lists):
    contact("2026-03-02 10:00", customer_ref="K1")
    contact("2026-03-05 10:00", customer_ref="K1")
    contact("2026-03-06 10:00", customer_ref="K1", reason="invoice", dimensions={})

    facts.refresh()

    rows = DayCount.objects.order_by("day").values_list(
        "repeats_any", "repeats_same", "followed_any", "followed_same"
    )
    assert list(rows) == [(0, 0, 1, 1), (1, 1, 1, 0), (1, 0, 0, 0)]


def test_refresh_after_a_late_contact_recounts_the_day_it_follows(lists):
    contact("2026-03-02 10:00", customer_ref="K1")
    facts.refresh()
    contact("2026-03-09 06:00", customer_ref="K1")

    facts.refresh()

    assert DayCount.objects.get(day=date(2026, 3, 2)).followed_any == 1


def test_refresh_leaves_outbound_contacts_uncounted(lists):
    contact("2026-03-02 10:00", direction="outbound")

    facts.refresh()

    assert DayCount.objects.count() == 0


def test_refresh_counts_noise_too(lists):
    contact("2026-03-02 10:00", reason="spam", dimensions={})

    facts.refresh()

    assert DayCount.objects.get().contact_count == 1


def test_refresh_counts_the_local_day(lists):
    contact("2026-03-02 00:30")
    contact("2026-03-02 23:30")

    facts.refresh()

    assert list(DayCount.objects.values_list("day", "contact_count")) == [(date(2026, 3, 2), 2)]


def test_refresh_twice_gives_the_same_rows(lists):
    contact("2026-03-02 10:00")
    facts.refresh()
    before = stored()
    changed_days.mark([date(2026, 3, 2)])

    facts.refresh()

    assert stored() == before


def test_refresh_keeps_a_note_made_while_it_counts(lists, monkeypatch):
    contact("2026-03-02 10:00")
    pending = changed_days.pending()
    changed_days.mark([date(2026, 3, 2)])
    monkeypatch.setattr(changed_days, "pending", lambda: pending)

    facts.refresh()

    assert ChangedDay.objects.count() == 1


def test_refresh_without_changes_does_nothing(lists, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert facts.refresh() == 0


def test_rebuild_removes_facts_of_days_without_contacts(lists):
    contact("2026-03-02 10:00")
    facts.refresh()
    Contact.objects.all().delete()
    steps = []

    facts.rebuild_all(progress=lambda done, total: steps.append((done, total)))

    assert stored() == [[], []]
    assert steps == [(1, 1)]


registrations = st.lists(
    st.tuples(
        st.integers(0, 40 * 24),  # hours after START
        st.sampled_from(["not-delivered", "invoice", "spam"]),
        st.sampled_from(["phone", "mail"]),
        st.sampled_from(["", "K1", "K2", "K3"]),
        st.sampled_from(["inbound", "inbound", "inbound", "outbound"]),
        st.sampled_from(["postnl", "dhl"]),
    ),
    max_size=25,
)


class AnySequenceOfRegistrations(TestCase):
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(registrations, st.randoms(use_true_random=False))
    def test_counting_as_they_come_equals_counting_all_at_the_end(
        self, sequence: list[tuple], chance: random.Random
    ) -> None:
        carrier = make.carrier("postnl", "dhl")
        make.reason("not-delivered", make.reason("delivery"), requires=(carrier,))
        make.reason("invoice", make.reason("payment"))
        make.reason("spam", kind=ReasonKind.NOISE)
        make.channel("phone")
        make.channel("mail")
        for hours, reason, channel, customer, direction, value in sequence:
            make.contact(
                START + timedelta(hours=hours),
                reason=reason,
                channel=channel,
                customer_ref=customer,
                direction=direction,
                dimensions={"carrier": value},
            )
            if chance.random() < 0.4:
                facts.refresh()
        facts.refresh()
        incremental = stored()

        facts.rebuild_all()

        assert stored() == incremental
        assert ChangedDay.objects.count() == 0
