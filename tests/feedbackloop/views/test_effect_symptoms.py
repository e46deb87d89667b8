"""A measure against a symptom in the weeks that an effect is measured by (W-6)."""

from datetime import date

import pytest
from django.utils import timezone

from contactreductie.core.iso_week import IsoWeek
from raci.enums import ActionState
from reasons.models import Channel
from tests.factories import channels as make_channels
from tests.factories import feedbackloop as make
from tests.factories import raci
from tests.factories.clock import amsterdam
from tests.feedbackloop.views.conftest import SignIn
from tests.feedbackloop.views.world import page

pytestmark = pytest.mark.django_db
SAID = "Een daling daardoor telt niet als reductie."


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: amsterdam("2026-04-13 07:00"))


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (date(2026, 3, 20), date(2026, 3, 27), True),
        (date(2026, 4, 12), date(2026, 5, 1), True),
        (date(2026, 4, 13), date(2026, 5, 1), False),
        (date(2025, 11, 1), date(2025, 11, 30), False),
    ],
)
def test_effect_page_names_the_symptom_measure_within_the_weeks_measured(
    sign_in: SignIn, first: date, last: date, told: bool
) -> None:
    """W-6: 13 weeks up to and including Sunday 12 April."""
    org = raci.organisation()
    phone = Channel.objects.create(code="phone", name_nl="Telefoon")
    action = raci.action_in(ActionState.REPORTED_DONE, org)
    make_channels.charter(phone, actor=org.coordinator, owner=org.logistics)
    make_channels.decision(phone, actor=org.coordinator, starts_on=first, ends_on=last)
    make.series("bezorging", [20] * 9 + [10] * 4, last=IsoWeek.parse("2026-W15"))
    make.facts.refresh()

    shown = page(sign_in(org.head), f"/actions/{action.number}/effect/")

    assert ("Telefoon: kortere openingstijden" in shown, SAID in shown) == (told, told)


def test_drop_by_a_symptom_measure_never_verifies_an_action(sign_in: SignIn) -> None:
    """W-6: all of the drop came through the phone, which was hardly open; chat stayed as it was."""
    org = raci.organisation()
    phone = Channel.objects.create(code="phone", name_nl="Telefoon")
    Channel.objects.create(code="chat", name_nl="Chat")
    action = raci.action_in(ActionState.REPORTED_DONE, org)
    make_channels.charter(phone, actor=org.coordinator, owner=org.logistics)
    last, chat = IsoWeek.parse("2026-W15"), [20] * 13
    make.series("bezorging", [20] * 9 + [2] * 4, last=last)
    make.series("bezorging", chat, last=last, channel="chat")
    make.facts.refresh()
    client, url = sign_in(org.head), f"/actions/{action.number}/verify/"
    given = {"verdict": ActionState.VERIFIED, "version": action.version}
    make_channels.decision(
        phone, actor=org.coordinator, starts_on=date(2026, 3, 20), ends_on=date(2026, 3, 27)
    )

    shown = page(client, f"/actions/{action.number}/effect/")
    refused = client.post(url, given)

    assert "Contacten via dit kanaal blijven buiten de meting, ervoor en erna." in shown
    assert "Geen duidelijk verschil" in shown
    assert "Voor en na de livegang, via alle kanalen." in shown
    assert refused.status_code == 422
    action.refresh_from_db()
    assert action.state == ActionState.REPORTED_DONE
