"""The effect of an action as page and as part of the action's page."""

import pytest
from django.test import Client
from django.utils import timezone

from contactreductie.core.enums import Role
from contactreductie.core.iso_week import IsoWeek
from raci.enums import ActionState
from raci.models import ImprovementAction
from reasons.models import Channel
from tests.factories import feedbackloop as make
from tests.factories import people, raci, reasons
from tests.factories.clock import amsterdam
from tests.feedbackloop.views.conftest import SignIn
from tests.feedbackloop.views.world import page

pytestmark = pytest.mark.django_db

QUERIES = 18


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four whole weeks after the action of these tests went live."""
    monkeypatch.setattr(timezone, "now", lambda: amsterdam("2026-04-13 07:00"))


@pytest.fixture
def org() -> raci.Organisation:
    made = raci.organisation()
    Channel.objects.create(code="phone", name_nl="Telefoon")
    return made


def reported_done(org: raci.Organisation, *, after: int) -> str:
    """An action with 20 contacts a week before it and `after` since; the address of its effect."""
    action = raci.action_in(ActionState.REPORTED_DONE, org)
    last = IsoWeek.parse("2026-W15")
    make.series("bezorging", [20] * 9 + [after] * 4, last=last)
    make.facts.refresh()
    return f"/actions/{action.number}/effect/"


def verdict(client: Client, url: str, status: int = 302, **answers: str) -> str:
    data = {"version": str(ImprovementAction.objects.get().version), **answers}
    response = client.post(url.replace("effect", "verify"), data)
    assert response.status_code == status
    return response.content.decode()


def test_effect_page_tells_direction_range_and_basis(
    sign_in: SignIn, org: raci.Organisation
) -> None:
    url = reported_done(org, after=10)

    shown = page(sign_in(org.head), url)

    assert "Daling van 50% (tussen" in shown
    assert "Ongeveer 10 contacten per week minder" in shown
    assert "4 weken erna, 40 contacten; 8 weken ervoor, 160 contacten;" in " ".join(shown.split())
    assert 'value="verified"' in shown


def test_effect_fragment_is_only_the_panel(sign_in: SignIn, org: raci.Organisation) -> None:
    url = reported_done(org, after=10)

    response = sign_in(org.head).get(url, headers={"HX-Request": "true"})

    assert response.content.decode().strip().startswith("<section")
    assert b"<html" not in response.content


def test_effect_page_without_a_decrease_offers_no_verification(
    sign_in: SignIn, org: raci.Organisation
) -> None:
    url = reported_done(org, after=20)
    client = sign_in(org.head)

    shown = page(client, url)

    assert "Geen duidelijk verschil: tussen" in shown
    assert 'value="verified"' not in shown
    assert "De meting laat geen daling zien." in verdict(client, url, 422, verdict="verified")


def test_effect_page_to_others_tells_and_offers_nothing(
    sign_in: SignIn, org: raci.Organisation
) -> None:
    """A, never the person who reported done, never the coordinator."""
    url = reported_done(org, after=10)

    for user in (org.worker, org.coordinator, org.agent, org.manager):
        shown = page(sign_in(user), url)
        assert "Daling van 50%" in shown
        assert 'name="verdict"' not in shown
        verdict(sign_in(user), url, 403, verdict="verified")


def test_effect_page_too_early_says_how_many_weeks(
    sign_in: SignIn, org: raci.Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = reported_done(org, after=10)
    monkeypatch.setattr(timezone, "now", lambda: amsterdam("2026-03-30 07:00"))

    shown = page(sign_in(org.head), url)

    assert "Er zijn pas 2 van 4 volledige weken na livegang." in shown
    assert 'name="verdict"' not in shown


def test_verify_closes_the_action_with_what_was_measured(
    sign_in: SignIn, org: raci.Organisation
) -> None:
    client, url = sign_in(org.head), reported_done(org, after=10)

    verdict(client, url, verdict="verified", remark="Het scheelt echt.")

    action = ImprovementAction.objects.get()
    assert (action.state, action.effect["change"]) == (ActionState.VERIFIED, -0.5)
    assert action.entries.last().text == "Het scheelt echt."
    assert "Daling van 50%" in page(client, url)


def test_verify_without_effect_closes_it_too(sign_in: SignIn, org: raci.Organisation) -> None:
    url = reported_done(org, after=20)

    verdict(sign_in(org.head), url, verdict="no_effect")

    assert ImprovementAction.objects.get().state == ActionState.NO_EFFECT


@pytest.mark.parametrize(("weeks", "after"), [(7, 10), (0, 10), (9, 0)])
def test_verify_with_nothing_to_compare_with_can_only_close_it_with_a_remark(
    sign_in: SignIn, org: raci.Organisation, weeks: int, after: int
) -> None:
    """Fewer than 8 weeks before the change, or weeks without contacts about this reason."""
    action = raci.action_in(ActionState.REPORTED_DONE, org)
    other = reasons.reason("anders")
    before = 0 if after == 0 else 20
    make.series(other.code, [5] * (weeks + 4), last=IsoWeek.parse("2026-W15"))
    make.series("bezorging", [before] * weeks + [after] * 4, last=IsoWeek.parse("2026-W15"))
    make.facts.refresh()
    client, url = sign_in(org.head), f"/actions/{action.number}/effect/"

    shown = page(client, url)
    assert 'value="no_effect"' in shown
    assert 'value="verified"' not in shown
    assert "noteer waarom" in shown
    verdict(client, url, 422, verdict="verified", remark="Toch.")
    assert "Noteer waarom" in verdict(client, url, 422, verdict="no_effect", remark=" ")
    verdict(client, url, verdict="no_effect", remark="De reden was er pas net.")

    action = ImprovementAction.objects.get()
    assert (action.state, "change" in action.effect) == (ActionState.NO_EFFECT, False)
    assert action.entries.last().text == "De reden was er pas net."
    assert "None" not in page(client, f"/actions/{action.number}/")


def test_verify_with_nothing_to_compare_with_waits_for_the_weeks_after(
    sign_in: SignIn, org: raci.Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    action = raci.action_in(ActionState.REPORTED_DONE, org)
    monkeypatch.setattr(timezone, "now", lambda: amsterdam("2026-03-30 07:00"))
    client, url = sign_in(org.head), f"/actions/{action.number}/effect/"

    assert 'value="no_effect"' not in page(client, url)
    shown = verdict(client, url, 422, verdict="no_effect", remark="Zo.")
    assert "Er zijn pas 2 van 4 volledige weken na livegang." in shown


def test_verify_on_an_old_version_is_a_conflict(sign_in: SignIn, org: raci.Organisation) -> None:
    url = reported_done(org, after=10)

    for version in ("1", "", "x", "9" * 5000):
        shown = verdict(sign_in(org.head), url, 409, verdict="verified", version=version)
        assert "Iemand heeft dit zojuist gewijzigd." in shown
    assert ImprovementAction.objects.get().state == ActionState.REPORTED_DONE


@pytest.mark.parametrize("count", [1, 3])
def test_effect_page_any_number_of_reasons_takes_the_same_queries(
    sign_in: SignIn, org: raci.Organisation, django_assert_num_queries, count: int
) -> None:
    url = reported_done(org, after=10)
    for number in range(count):
        reasons.reason(f"reason-{number}", org.reason)
    client = sign_in(org.head)

    with django_assert_num_queries(QUERIES):
        page(client, url)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PRIVACY_OFFICER])
def test_effect_page_other_roles_are_refused(
    sign_in: SignIn, org: raci.Organisation, role: Role
) -> None:
    url = reported_done(org, after=10)

    page(sign_in(people.user("x", role)), url, status=403)


def test_effect_page_of_an_action_that_is_not_there_is_not_found(sign_in: SignIn) -> None:
    page(sign_in(people.manager()), "/actions/99/effect/", status=404)


def test_effect_page_get_cannot_verify(sign_in: SignIn, org: raci.Organisation) -> None:
    url = reported_done(org, after=10)

    assert sign_in(org.head).get(url.replace("effect", "verify")).status_code == 405
