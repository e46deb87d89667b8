"""Correcting a contact without JavaScript: what the form takes and keeps (C-11)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from contactreductie.core.models import User
from reasons.enums import LegKind
from reasons.models import Contact, ContactVersion
from reasons.services.drafts import LegDraft
from tests.raci.views.contact.desk import registered, sent, url

pytestmark = pytest.mark.django_db


def test_correct_page_shows_the_contact_and_never_whose_it_is(
    agent_client: Client, agent: User
) -> None:
    contact = registered(agent, customer_ref="K 123", note="doos nat", resolution="resolved")

    answer = agent_client.get(url(contact))

    form = answer.context["form"]
    assert answer.status_code == 200
    assert (form["reason"].value(), form["channel"].value()) == ("not-delivered", "phone")
    assert (form["note"].value(), form["resolution"].value()) == ("doos nat", "resolved")
    assert contact.customer_key not in answer.text
    assert "Bekend. Vul dit alleen in als het een andere klant is." in answer.text


def test_correct_page_save_changes_the_contact(agent_client: Client, agent: User) -> None:
    contact = registered(agent, customer_ref="K1")
    data = sent(agent_client, contact, reason="damaged", channel="chat", note="ingedeukt")

    answer = agent_client.post(url(contact), data | {"dim:carrier": "dhl"}, follow=True)

    now = Contact.objects.get()
    assert answer.redirect_chain == [("/contacts/mine/", 302)]
    assert "Gecorrigeerd." in answer.text
    assert (now.reason.code, now.channel.code, now.note) == ("damaged", "chat", "ingedeukt")
    assert now.customer_key == contact.customer_key
    assert now.occurred_at == contact.occurred_at


def test_correct_page_sent_untouched_changes_nothing(agent_client: Client, agent: User) -> None:
    """Not even the seconds that the form does not show."""
    promise = LegDraft(LegKind.CALLBACK, due_at=timezone.now() + timedelta(days=1))
    fields = {"customer_ref": "K1", "note": "a\nb", "extra_reasons": ("invoice",)}
    contact = registered(agent, resolution="callback", legs=(promise,), **fields)
    data = sent(agent_client, contact)

    answer = agent_client.post(url(contact), data | {"note": "a\r\nb"})

    assert answer.status_code == 302
    assert ContactVersion.objects.count() == 0
    assert contact.legs.get().due_at == promise.due_at


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "K1"),
        ({"customer_ref": "K2"}, "K2"),
        ({"forget_customer": "on"}, ""),
        ({"forget_customer": "on", "customer_ref": "K2"}, "K2"),
    ],
)
def test_correct_page_customer_is_kept_replaced_or_forgotten(
    agent_client: Client, agent: User, changes: dict[str, str], expected: str
) -> None:
    contact = registered(agent, customer_ref="K1")
    wanted = registered(agent, customer_ref=expected).customer_key

    agent_client.post(url(contact), sent(agent_client, contact, note="x", **changes))

    assert Contact.objects.get(pk=contact.pk).customer_key == wanted


def test_correct_page_moves_the_moment(agent_client: Client, agent: User) -> None:
    contact = registered(agent)
    wall = timezone.localtime(timezone.now() - timedelta(hours=3)).replace(second=0, microsecond=0)
    data = sent(agent_client, contact, occurred_at=wall.strftime("%Y-%m-%dT%H:%M"))

    agent_client.post(url(contact), data)

    assert Contact.objects.get().occurred_at == wall


def test_correct_page_empty_moment_keeps_the_known_one(agent_client: Client, agent: User) -> None:
    contact = registered(agent)

    agent_client.post(url(contact), sent(agent_client, contact, occurred_at="", note="x"))

    assert Contact.objects.get().occurred_at == contact.occurred_at


def test_correct_page_moves_and_drops_a_promise(agent_client: Client, agent: User) -> None:
    tomorrow = timezone.localtime(timezone.now() + timedelta(days=1)).replace(
        second=0, microsecond=0
    )
    contact = registered(agent)
    due = {"resolution": "callback", "callback_due": tomorrow.strftime("%Y-%m-%dT%H:%M")}

    agent_client.post(url(contact), sent(agent_client, contact, **due))
    assert contact.legs.get().due_at == tomorrow
    agent_client.post(url(contact), sent(agent_client, contact, resolution="resolved"))

    assert contact.legs.count() == 0


def test_correct_page_promise_without_a_term_is_refused(agent_client: Client, agent: User) -> None:
    """C-4."""
    contact = registered(agent)

    answer = agent_client.post(url(contact), sent(agent_client, contact, resolution="callback"))

    assert answer.status_code == 422
    assert "Geef aan vóór wanneer we terugbellen." in answer.text


def test_correct_page_drops_what_only_the_old_reason_demanded(
    agent_client: Client, agent: User
) -> None:
    """C-8."""
    contact = registered(agent, reason="damaged", dimensions={"carrier": "dhl"})

    agent_client.post(url(contact), sent(agent_client, contact, reason="invoice"))

    now = Contact.objects.get()
    assert (now.reason.code, now.dimensions.count()) == ("invoice", 0)


def test_correct_page_keeps_a_dimension_that_is_filled_in_anew(
    agent_client: Client, agent: User
) -> None:
    contact = registered(agent, reason="damaged", dimensions={"carrier": "dhl"})
    data = sent(agent_client, contact, reason="invoice") | {"dim:carrier": "postnl"}

    agent_client.post(url(contact), data)

    assert Contact.objects.get().dimensions.get().value.code == "postnl"
