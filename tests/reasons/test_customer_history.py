"""What a registrar sees of one customer: queries.customers."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from reasons.enums import Direction, LegKind, ReasonKind
from reasons.models import Contact, ContactLeg, ContactReason
from reasons.queries.customers import SHOWN, CustomerHistory, history_of
from reasons.queries.tree import ReasonTree
from tests.factories import reasons
from tests.factories.clock import MONDAY, amsterdam

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def lists() -> None:
    delivery = reasons.reason("delivery", name_nl="Bezorging", name_en="Delivery")
    reasons.reason("not-delivered", delivery, name_nl="Niet bezorgd", name_en="Not delivered")
    reasons.reason("rest", delivery, name_nl="Overig", kind=ReasonKind.CATCH_ALL)
    reasons.reason("invoice", name_nl="Factuur")
    reasons.reason("spam", kind=ReasonKind.NOISE)
    reasons.channel("phone", name_nl="Telefoon")


def came(occurred_at: datetime, reference: str = "K1", **fields: Any) -> Contact:
    return reasons.contact(occurred_at, customer_ref=reference, **fields)


def seen(contact: Contact, now: datetime = MONDAY, language: str = "nl") -> CustomerHistory:
    return history_of(contact.customer_key, tree=ReasonTree.load(), now=now, language=language)


def shown(history: CustomerHistory) -> list[Contact]:
    return [past.contact for past in history.contacts]


def promise(contact: Contact, due_at: datetime | None = None, **fields: Any) -> ContactLeg:
    kind = LegKind.CALLBACK if due_at else LegKind.TRANSFER
    return ContactLeg.objects.create(
        contact=contact, due_at=due_at, recorded_at=MONDAY, **{"kind": kind} | fields
    )


def test_history_holds_only_contacts_of_this_customer_the_newest_first() -> None:
    first, second = came(MONDAY - 2 * DAY), came(MONDAY - DAY)
    came(MONDAY - DAY, "K2")
    came(MONDAY - DAY, "")

    assert shown(seen(first)) == [second, first]


def test_history_of_nobody_is_empty() -> None:
    """Contacts without a key are of unknown customers, not of one (H-5)."""
    unknown = came(MONDAY - DAY, "")

    assert shown(seen(unknown)) == []
    assert seen(unknown).counts == []


def test_history_reaches_back_to_day_14_by_the_local_calendar() -> None:
    """Day 14 counts, however late on the day it is now (section 5)."""
    day_14 = came(amsterdam("2026-02-23 00:01"))
    came(amsterdam("2026-02-22 23:59"))

    assert shown(seen(day_14, now=amsterdam("2026-03-09 23:59"))) == [day_14]


def test_history_counts_by_reason_the_most_frequent_first() -> None:
    contact = came(MONDAY - DAY, reason="invoice")
    for _time in range(2):
        came(MONDAY - DAY)

    assert seen(contact).counts == [("Niet bezorgd", 2), ("Factuur", 1)]


def test_history_shows_noise_and_outbound_without_counting_them() -> None:
    """C-10; outbound contacts are kept but never counted (section 1)."""
    contact = came(MONDAY - DAY, reason="spam")
    came(MONDAY - DAY, direction=Direction.OUTBOUND)

    assert len(shown(seen(contact))) == 2
    assert seen(contact).counts == []


def test_history_tells_whose_rest_a_catch_all_is() -> None:
    contact = came(MONDAY - DAY, reason="rest")

    assert seen(contact).counts == [("Bezorging › Overig", 1)]


def test_history_speaks_the_readers_language() -> None:
    contact = came(MONDAY - DAY)

    (past,) = seen(contact, language="en-gb").contacts
    assert (past.parents, past.name) == ("Delivery", "Not delivered")


def test_open_promise_comes_first_and_is_late_after_its_term() -> None:
    """C-4."""
    promised, newer = came(MONDAY - 3 * DAY), came(MONDAY - DAY)
    late, open_ = promise(promised, MONDAY - HOUR), promise(promised, MONDAY + HOUR)
    promise(newer, MONDAY - HOUR, done_at=MONDAY)

    history = seen(promised)
    assert shown(history) == [promised, newer]
    told = [(row.leg, row.is_overdue) for row in history.contacts[0].promises]
    assert told == [(late, True), (open_, False)]
    assert history.contacts[1].promises == ()


def test_open_promise_of_long_ago_is_shown_but_not_counted_or_taken_over() -> None:
    """A promise may have a term of weeks; `follows` reaches no further than the window."""
    old = came(MONDAY - 30 * DAY)
    promise(old)

    history = seen(old)
    (past,) = history.contacts
    assert (past.contact, past.same, past.is_ended) == (old, "", False)
    assert history.counts == []


def test_same_holds_what_the_form_takes_over() -> None:
    reasons.carrier("postnl", "dhl")
    contact = came(MONDAY - DAY, dimensions={"carrier": "postnl"})

    (past,) = seen(contact).contacts
    assert past.same == f"follows={contact.pk}&reason=not-delivered&dim%3Acarrier=postnl"


def test_same_leaves_out_a_dimension_value_that_ended() -> None:
    carrier = reasons.carrier("postnl")
    contact = came(MONDAY - DAY, dimensions={"carrier": "postnl"})
    carrier.values.update(valid_until=(MONDAY - DAY).date())

    (past,) = seen(contact).contacts
    assert past.same == f"follows={contact.pk}&reason=not-delivered"


@pytest.mark.parametrize("change", [{"valid_until": (MONDAY - DAY).date()}, {"parent": True}])
def test_same_is_not_offered_of_a_reason_no_longer_in_use(change: dict[str, Any]) -> None:
    """C-3: ended, or no leaf any more."""
    contact = came(MONDAY - DAY)
    reason = ContactReason.objects.without_tree_fields().get(code="not-delivered")
    if "parent" in change:
        reasons.reason("lost", reason)
    else:
        ContactReason.objects.filter(pk=reason.pk).update(**change)

    (past,) = seen(contact).contacts
    assert (past.same, past.is_ended) == ("", True)


def test_same_is_not_offered_of_noise() -> None:
    contact = came(MONDAY - DAY, reason="spam")

    (past,) = seen(contact).contacts
    assert (past.same, past.is_ended) == ("", False)


def test_history_of_very_many_shows_the_newest_and_counts_all() -> None:
    contacts = [came(MONDAY - DAY - hours * HOUR) for hours in range(SHOWN + 5)]

    history = seen(contacts[0])
    assert (len(history.contacts), history.has_more) == (SHOWN, True)
    assert history.counts == [("Niet bezorgd", SHOWN + 5)]


@pytest.mark.parametrize("count", [1, 3])
def test_history_asks_the_same_number_of_queries_of_any_customer(
    count: int, django_assert_num_queries: Any
) -> None:
    reasons.carrier("postnl")
    facts = {"carrier": "postnl"}
    contacts = [came(MONDAY - DAY - hours * HOUR, dimensions=facts) for hours in range(count)]
    for contact in contacts:
        promise(contact, MONDAY)
    tree = ReasonTree.load()

    with django_assert_num_queries(4):
        history_of(contacts[0].customer_key, tree=tree, now=MONDAY, language="nl")
