"""Registering a contact: rules C-1 to C-10."""

import threading
import uuid
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import translation

from contactreductie.core.local_time import Season
from contactreductie.core.models import AuditEvent, User
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from reasons.enums import ReasonKind
from reasons.models import Contact, ContactReason, ExtraReason, RepeatLink
from reasons.queries.catalog import Catalog
from reasons.services import changed_days, contacts
from reasons.services.drafts import check_draft
from tests.factories import people, reasons
from tests.factories.clock import MONDAY, amsterdam

pytestmark = pytest.mark.django_db
MOMENT = MONDAY - timedelta(hours=1)


@pytest.fixture(autouse=True)
def lists() -> None:
    delivery = reasons.reason("delivery")
    carrier = reasons.carrier("postnl", "dhl")
    reasons.reason("not-delivered", delivery)
    reasons.reason("damaged", delivery, requires=(carrier,))
    reasons.reason("ended", delivery, valid_until=MONDAY.date() - timedelta(days=30))
    reasons.reason("invoice", reasons.reason("money"))
    reasons.reason("spam", kind=ReasonKind.NOISE)
    reasons.channel("phone")
    reasons.channel("mail")


def register(actor: User | None = None, *, now: datetime = MONDAY, **fields: Any) -> Contact:
    moment = fields.pop("occurred_at", MOMENT)
    draft = reasons.draft(moment, **({"source": "web"} | fields))
    return contacts.register_contact(draft, actor=actor or people.agent(), now=now).contact


def refusal(**fields: Any) -> tuple[str, str, str]:
    with translation.override("nl"), pytest.raises(Refusal) as refused:
        register(**fields)
    assert Contact.objects.exists() is False
    with translation.override("nl"):
        return str(refused.value), refused.value.field, refused.value.rule


def test_register_contact_valid_draft_is_kept_with_audit_and_changed_day() -> None:
    contact = register(customer_ref="K 123", handle_seconds=240)

    assert contact.reason.code == "not-delivered"
    assert contact.local_date == MONDAY.date()
    assert len(contact.customer_key) == 32
    assert "123" not in contact.customer_key
    assert list(changed_days.pending()) == [MONDAY.date()]
    assert AuditEvent.objects.get(verb="contact_registered").subject_id == str(contact.pk)


def test_register_contact_same_id_same_content_gives_the_first_contact() -> None:
    """C-1."""
    draft, actor = reasons.draft(MOMENT), people.agent()

    first = contacts.register_contact(draft, actor=actor, now=MONDAY)
    second = contacts.register_contact(draft, actor=actor, now=MONDAY + timedelta(hours=2))

    assert (first.created, second.created) == (True, False)
    assert second.contact == first.contact
    assert Contact.objects.count() == 1


def test_register_contact_same_id_other_content_is_a_conflict() -> None:
    """C-1."""
    pk, actor = uuid.uuid4(), people.agent()
    register(actor, id=pk)

    with translation.override("nl"), pytest.raises(Conflict) as refused:
        register(actor, id=pk, reason="invoice")

    with translation.override("nl"):
        assert str(refused.value) == "Deze registratie bestaat al met andere gegevens."
    assert Contact.objects.get().reason.code == "not-delivered"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"reason": ""}, ("Kies precies één hoofdreden.", "reason", "C-2")),
        (
            {"reason": "delivery"},
            (
                "Deze reden is niet (meer) te kiezen. Kies een actuele subreden.",
                "reason",
                "C-3",
            ),
        ),
        (
            {"reason": "ended"},
            (
                "Deze reden is niet (meer) te kiezen. Kies een actuele subreden.",
                "reason",
                "C-3",
            ),
        ),
        ({"reason": "x"}, ("Onbekende reden 'x'.", "reason", "C-3")),
        ({"channel": ""}, ("Kies een kanaal.", "channel", "C-4")),
        (
            {"occurred_at": MONDAY + timedelta(minutes=3)},
            ("Het tijdstip ligt in de toekomst.", "occurred_at", "C-5"),
        ),
        (
            {"occurred_at": datetime(2025, 3, 30, 2, 30)},  # noqa: DTZ001 - a wall-clock time
            ("Dit tijdstip bestaat niet (zomertijd).", "occurred_at", "C-5"),
        ),
        (
            {"customer_ref": "<script>"},
            ("Klantnummer heeft niet de juiste vorm.", "customer_ref", "C-6"),
        ),
        (
            {"reason": "damaged"},
            ("Kies een bezorgdienst bij deze reden.", "dim:carrier", "C-8"),
        ),
    ],
)
def test_register_contact_broken_rule_is_refused_in_dutch(
    fields: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    assert refusal(**fields) == expected


def test_register_contact_two_minutes_ahead_is_clock_tolerance() -> None:
    """C-5."""
    assert register(occurred_at=MONDAY + timedelta(minutes=2)).local_date == MONDAY.date()


def test_register_contact_doubled_hour_asks_which_and_takes_the_answer() -> None:
    """C-5: on 26 October 2025 the clock shows 02:30 twice."""
    wall = datetime(2025, 10, 26, 2, 30)  # noqa: DTZ001 - a wall-clock time
    actor = people.team_leader()
    late = {"late_reason": "papieren lijst"}

    with pytest.raises(Refusal) as refused:
        register(actor, occurred_at=wall, **late)
    winter = register(actor, occurred_at=wall, season=Season.WINTER, **late)
    summer = register(actor, occurred_at=wall, season=Season.SUMMER, **late)

    assert refused.value.field == "season"
    assert winter.occurred_at - summer.occurred_at == timedelta(hours=1)


def test_register_contact_just_after_midnight_lies_on_the_local_day() -> None:
    contact = register(occurred_at=amsterdam("2026-03-09 00:30"))

    assert contact.occurred_at.utcoffset() == timedelta(0)
    assert contact.local_date.isoformat() == "2026-03-09"


def test_register_contact_extra_reasons_up_to_two() -> None:
    """C-2."""
    actor = people.agent()
    register(actor, extra_reasons=("invoice", "spam"))

    assert ExtraReason.objects.count() == 2
    with pytest.raises(Refusal) as refused:
        register(actor, reason="invoice", extra_reasons=("a", "b", "c"))
    assert refused.value.rule == "C-2"


def test_register_contact_older_than_a_week_takes_a_team_leader_and_a_reason() -> None:
    """Domain model, section 2: late entry."""
    old = {"occurred_at": MONDAY - timedelta(days=8)}
    leader = people.team_leader()

    with pytest.raises(Refusal):
        register(**old)
    with pytest.raises(Refusal) as without_reason:
        register(leader, **old)
    contact = register(leader, late_reason="storing", **old)

    assert without_reason.value.field == "late_reason"
    assert AuditEvent.objects.get(subject_id=contact.pk).details == {"late_reason": "storing"}


def test_register_contact_late_under_another_source_is_late_all_the_same() -> None:
    """Domain model, section 2: naming another source is no way around it."""
    with pytest.raises(Refusal) as refused:
        register(occurred_at=MONDAY - timedelta(days=8), source="crm")

    assert refused.value.field == "occurred_at"


def test_register_contact_late_by_another_system_is_taken() -> None:
    draft = reasons.draft(MONDAY - timedelta(days=8), source="crm")

    done = contacts.register_contact(draft, actor=people.agent(), now=MONDAY, by_system=True)

    assert done.contact.source == "crm"


def test_register_contact_same_reference_with_and_without_id_is_the_same() -> None:
    actor, named = people.agent(), {"source": "crm", "external_ref": "A-1"}
    first = register(actor, **named)

    assert register(actor, id=None, **named) == first
    with pytest.raises(Conflict):
        register(actor, id=None, reason="invoice", **named)


def test_write_contacts_with_a_tree_older_than_a_reason_of_the_customer() -> None:
    """An import keeps its tree for a while; somebody adds a reason meanwhile."""
    catalog = Catalog.load()
    reasons.reason("brand-new")
    first = reasons.contact(amsterdam("2026-03-02 10:00"), customer_ref="K1", reason="brand-new")
    draft = reasons.draft(amsterdam("2026-03-03 10:00"), customer_ref="K1")

    checked = check_draft(draft, catalog=catalog, now=MONDAY)
    contacts.write_contacts([checked], tree=catalog.tree, agent=None, now=MONDAY)

    assert RepeatLink.objects.get().any_reason_id == first.pk


def test_register_contact_codes_in_other_capitals_are_found() -> None:
    contact = register(
        reason="damaged", channel="PHONE", dimensions={"Carrier": "PostNL"}, source="crm"
    )

    assert contact.channel.code == "phone"
    assert contact.dimensions.get().value.code == "postnl"


def test_register_contact_as_manager_is_not_allowed() -> None:
    with pytest.raises(NotAllowed):
        register(people.manager())


def test_contact_without_customer_has_no_key_and_no_link() -> None:
    actor = people.agent()
    register(actor)
    register(actor, occurred_at=MOMENT - timedelta(hours=1))

    assert set(Contact.objects.values_list("customer_key", flat=True)) == {""}
    assert RepeatLink.objects.count() == 0


def link_of(contact: Contact) -> tuple[Any, ...]:
    link = RepeatLink.objects.get(contact=contact)
    return (
        link.any_reason_id,
        link.same_reason_id,
        link.any_reason_same_channel_id,
        link.same_reason_same_channel_id,
    )


def test_repeat_links_late_arrival_between_two_moves_the_link() -> None:
    first = reasons.contact(amsterdam("2026-03-02 10:00"), customer_ref="K1")
    third = reasons.contact(amsterdam("2026-03-06 10:00"), customer_ref="K1")
    assert link_of(third) == (first.pk,) * 4
    changed_days.clear(pk for ids in changed_days.pending().values() for pk in ids)

    second = reasons.contact(
        amsterdam("2026-03-04 10:00"), customer_ref="K1", reason="invoice", channel="mail"
    )

    assert link_of(second) == (first.pk, None, None, None)
    assert link_of(third) == (second.pk, first.pk, first.pk, first.pk)
    assert [day.day for day in changed_days.pending()] == [2, 4, 6]


def test_repeat_links_same_reason_is_judged_at_level_two() -> None:
    parent = ContactReason.objects.get(code="not-delivered")
    for code in ("lost", "refused"):
        reasons.reason(code, parent)
    first = reasons.contact(amsterdam("2026-03-02 10:00"), customer_ref="K1", reason="lost")
    second = reasons.contact(amsterdam("2026-03-03 10:00"), customer_ref="K1", reason="refused")

    assert link_of(second)[1] == first.pk


def test_repeat_links_noise_and_outbound_are_left_out() -> None:
    """C-10."""
    first = reasons.contact(amsterdam("2026-03-02 10:00"), customer_ref="K1")
    reasons.contact(amsterdam("2026-03-03 10:00"), customer_ref="K1", reason="spam")
    reasons.contact(amsterdam("2026-03-04 10:00"), customer_ref="K1", direction="outbound")
    last = reasons.contact(amsterdam("2026-03-05 10:00"), customer_ref="K1")

    assert RepeatLink.objects.count() == 1
    assert link_of(last)[0] == first.pk


def test_repeat_links_one_delivery_in_any_order_gives_the_same_links() -> None:
    moments = [amsterdam(f"2026-03-{day:02} 10:00") for day in (2, 4, 6, 8, 25)]
    later = amsterdam("2026-03-30 09:00")
    drafts = [reasons.draft(moment, customer_ref="K1") for moment in moments]
    expected = {draft.id: earlier.id for earlier, draft in pairwise(drafts[:4])}

    for draft in (drafts[3], drafts[0], drafts[4], drafts[2], drafts[1]):
        reasons.contacts_in_bulk([draft], now=later)

    links = RepeatLink.objects.values_list("contact_id", "any_reason_id")
    assert dict(links) == expected


def test_write_contacts_same_external_reference_twice_adds_nothing() -> None:
    fields = {"external_ref": "A-1", "id": None}
    reasons.contact(MOMENT, **fields)
    reasons.contact(MOMENT - timedelta(hours=1), **fields)

    assert Contact.objects.get().external_ref == "A-1"


@pytest.mark.django_db(transaction=True)
def test_register_contact_twins_at_once_give_one_contact_and_its_answer() -> None:
    """C-1, with real threads and connections."""
    draft, actor = reasons.draft(MOMENT, customer_ref="K1"), people.agent()
    answers: list[contacts.Registration] = []
    barrier = threading.Barrier(6)

    def call() -> None:
        barrier.wait()
        answers.append(contacts.register_contact(draft, actor=actor, now=MONDAY))
        connections.close_all()

    threads = [threading.Thread(target=call) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {answer.contact.pk for answer in answers} == {draft.id}
    assert sum(answer.created for answer in answers) == 1
    assert Contact.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_repeat_links_two_contacts_at_once_see_each_other() -> None:
    drafts = [
        reasons.draft(MOMENT + timedelta(minutes=number), customer_ref="K1") for number in range(6)
    ]
    barrier = threading.Barrier(6)

    def call(number: int) -> None:
        barrier.wait()
        reasons.contacts_in_bulk([drafts[number]])
        connections.close_all()

    threads = [threading.Thread(target=call, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert connection.vendor in ("sqlite", "postgresql")
    assert RepeatLink.objects.count() == 5
