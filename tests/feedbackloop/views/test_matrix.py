"""The value–irritant matrix and the value page of one reason."""

import pytest
from django.utils import translation

from contactreductie.core.enums import Role
from feedbackloop.services import facts
from raci.models import ReasonLabel, ReasonScore, StrategyChoice
from reasons.enums import ReasonKind
from reasons.models import ContactReason
from tests.factories import feedbackloop as make
from tests.factories import people, raci, reasons
from tests.factories.values import choose, label, score, scorer, serving
from tests.feedbackloop.views import world
from tests.feedbackloop.views.world import page

pytestmark = pytest.mark.django_db

URL = "/matrix/"
QUERIES = 9  # session, person, tree; newest week, counts; scores, strategies, labels, departments


@pytest.fixture
def two():
    """A coordinator and a manager of two departments, with a vision in force."""
    service = raci.department("service", is_customer_service=True)
    manager = scorer("directie", raci.department("directie"), Role.MANAGER)
    raci.customer_vision(manager)
    return scorer("regisseur", service), manager


def reason(code):
    return ContactReason.objects.get(code=code)


def place(code, two, customer, organisation):
    for person in two:
        score(reason(code), person, customer, organisation)


def counted(*codes):
    for number, code in enumerate(codes, start=1):
        make.contacts(world.W10, number * 10, reason=code)
    facts.refresh()


def answers(**changed):
    principle = serving()["principle"].pk
    given = {
        "customer": "1",
        "organisation": "-2",
        "motive": "Klanten vragen hierom.",
        "principle": str(principle),
        "principle_why": "Zo is de klant geholpen.",
        **changed,
    }
    return {"step": "score", **{f"score-{name}": value for name, value in given.items()}}


@pytest.mark.parametrize("count", [1, 3])
def test_matrix_of_any_number_of_reasons_takes_the_same_queries(
    sign_in, django_assert_num_queries, two, count
):
    codes = [f"reason-{number}" for number in range(count)]
    world.tree(*codes)
    counted(*codes)
    for code in codes:
        place(code, two, -1, 1)
        choose(reason(code), "eliminate", two[1])
        label(reason(code), "dissatisfier", two[1])
    client = sign_in(people.agent())
    with django_assert_num_queries(QUERIES):
        shown = page(client, URL)
    assert shown.count('class="bubble ') == count


def test_matrix_tells_the_same_in_picture_and_table(sign_in, two):
    """W-1: number, contacts, medians, scorers, strategy and label."""
    world.tree("late", "praise")
    counted("late", "praise")
    place("late", two, -2, 1)
    place("praise", two, 2, 2)
    choose(reason("late"), "eliminate", two[1])
    label(reason("praise"), "satisfier", two[0])
    shown = page(sign_in(people.agent()), URL)
    assert 'aria-label="1. Praise: 20 contacten, Benutten, satisfier"' in shown
    assert 'aria-label="2. Late: 10 contacten, Elimineren"' in shown
    assert "bubble--eliminate bubble--chosen" in shown
    assert "in plaats van Vereenvoudigen" in shown
    assert shown.count("2 personen, 2 afdelingen") == 2
    assert "−2,0" in shown
    for name in ("Elimineren", "Automatiseren", "Vereenvoudigen", "Benutten"):
        assert f'class="quad__name" x="20" y="34">{name}' in shown


def test_matrix_lists_what_has_no_place(sign_in, two):
    """W-1: too few departments, a median of 0, and the largest that nobody scored."""
    world.tree("late", "split", "open")
    counted("late", "split", "open")
    score(reason("late"), two[0], -1, -1)
    score(reason("split"), two[0], -1, 1)
    score(reason("split"), two[1], 1, 1)
    response = sign_in(people.agent()).get(URL)
    names = {
        part: [entry.code for entry in response.context[part]]
        for part in ("placed", "to_discuss", "too_few", "unscored")
    }
    assert names == {
        "placed": [],
        "to_discuss": ["split"],
        "too_few": ["late"],
        "unscored": ["open"],
    }
    shown = response.content.decode()
    assert "Nog geen reden heeft een plaats" in shown
    assert "Opnieuw te bespreken" in shown
    assert "Nodig: 2 mensen van 2 afdelingen." in shown


def test_agent_reads_the_value_and_finds_no_form(sign_in, two):
    """V-5, section 2."""
    world.tree("late")
    place("late", two, 1, -1)
    shown = page(sign_in(people.agent()), f"{URL}late/")
    assert "Automatiseren" in shown
    assert "Zo zien wij het." in shown
    assert 'name="step"' not in shown


def test_value_page_of_noise_or_of_nothing_is_not_there(sign_in, two):
    """C-10."""
    reasons.reason("spam", kind=ReasonKind.NOISE)
    client = sign_in(two[0])
    for code in ("spam", "nothing"):
        page(client, f"{URL}{code}/", status=404)


def test_value_page_of_a_code_with_a_slash(sign_in, two):
    reasons.reason("a/b", name_nl="Schuine streep")
    assert "Schuine streep" in page(sign_in(two[0]), f"{URL}a/b/")


def test_score_is_written_from_the_page(sign_in, two):
    """W-1, V-2."""
    world.tree("late")
    client = sign_in(two[0])
    response = client.post(f"{URL}late/", answers())
    assert (response.status_code, response["Location"]) == (302, f"{URL}late/")
    written = ReasonScore.objects.get()
    assert (written.person, written.customer, written.organisation) == (two[0], 1, -2)
    shown = page(client, f"{URL}late/")
    assert "Je score is vastgelegd." in shown
    assert "Minstens twee afdelingen moeten scoren." in shown
    assert "Tot nu toe heeft 1 persoon gescoord." in shown


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"principle": ""}, "Koppel een principe uit de klantvisie."),
        ({"customer": "0"}, "Selecteer een geldige keuze."),
        ({"organisation": ""}, "Kies een score."),
        ({"motive": " "}, "Vul dit veld in."),
    ],
)
def test_refused_score_keeps_what_was_filled_in(sign_in, two, changed, told):
    """V-2, W-1."""
    world.tree("late")
    sent = answers(**{"principle_why": "Blijft staan.", **changed})
    response = sign_in(two[0]).post(f"{URL}late/", sent)
    shown = response.content.decode()
    assert response.status_code == 422
    assert told in shown
    assert "Blijft staan." in shown
    assert not ReasonScore.objects.exists()


def test_refused_strategy_is_told_in_both_languages(sign_in, two):
    """W-2."""
    world.tree("late")
    place("late", two, 2, 2)
    given = {"strategy": "automate", "rationale": "Scheelt werk."}
    why = {"principle": serving()["principle"].pk, "principle_why": "Sneller."}
    sent = {"step": "strategy", **{f"strategy-{key}": val for key, val in (given | why).items()}}
    client = sign_in(two[1])
    told = {
        "nl": "Deze contacten zijn waardevol voor klant én organisatie en worden niet "
        "weggeautomatiseerd.",
        "en": "These contacts are valuable to both customer and organisation and are not "
        "automated away.",
    }
    for language, text in told.items():
        client.cookies["django_language"] = language
        with translation.override(language):
            response = client.post(f"{URL}late/", sent, headers={"accept-language": language})
        assert response.status_code == 422
        assert text in response.content.decode()
    assert not StrategyChoice.objects.exists()


def test_strategy_and_label_are_written_from_the_page(sign_in, two):
    """W-2, W-3."""
    world.tree("late")
    place("late", two, -1, 1)
    why = {"principle": serving()["principle"].pk, "principle_why": "Weg met de oorzaak."}
    given = {"strategy": "eliminate", "rationale": "De handleiding wordt beter.", **why}
    client = sign_in(two[1])
    client.post(f"{URL}late/", {"step": "strategy", **{f"strategy-{k}": given[k] for k in given}})
    client.post(
        f"{URL}late/", {"step": "label", "label-label": "dissatisfier", "label-why": "Niemand."}
    )
    assert StrategyChoice.objects.get().strategy == "eliminate"
    assert ReasonLabel.objects.get().label == "dissatisfier"
    shown = page(client, f"{URL}late/")
    assert "De handleiding wordt beter." in shown
    assert "in plaats van Vereenvoudigen" in shown


@pytest.mark.parametrize(
    ("role", "steps"),
    [
        (Role.TEAM_LEADER, {"score", "label"}),
        (Role.COORDINATOR, {"score", "label", "strategy"}),
        (Role.MANAGER, {"score", "label", "strategy"}),
        (Role.DEPARTMENT_OWNER, set()),
        (Role.AGENT, set()),
    ],
)
def test_forms_are_offered_to_who_may_send_them(sign_in, two, role, steps):
    """Section 2: this reason is no owner's own."""
    world.tree("late")
    place("late", two, -1, 1)
    client = sign_in(scorer("iemand", raci.department("elders"), role))
    response = client.get(f"{URL}late/")
    assert set(response.context["forms"]) == steps
    for step in {"score", "strategy", "label"} - steps:
        assert client.post(f"{URL}late/", {"step": step}).status_code == 403


def test_department_owner_is_offered_the_forms_of_an_own_reason(sign_in, two):
    """Section 2."""
    main = world.tree("late")[0]
    logistics = make.department("logistics")
    make.accountable(main, logistics)
    response = sign_in(logistics.head).get(f"{URL}late/")
    assert set(response.context["forms"]) == {"score", "label", "strategy"}


def test_history_tells_how_the_reason_moved(sign_in, two):
    world.tree("late")
    place("late", two, -1, -1)
    place("late", two, 1, -1)
    shown = page(sign_in(people.agent()), f"{URL}late/")
    for title in ("Gescoord", "Geplaatst in Elimineren", "Verschoven naar Automatiseren"):
        assert title in shown
    assert shown.index("Verschoven naar Automatiseren") < shown.index("Geplaatst in Elimineren")


def test_reason_page_leads_to_the_value_page(sign_in, two):
    world.tree("late")
    assert 'href="/matrix/late/"' in page(sign_in(two[0]), "/reasons/late/")


def test_strategies_that_are_impossible_or_hold_already_are_not_offered(sign_in, two):
    """W-2: of a satisfier neither elimination nor automation. Both are simplified now."""
    world.tree("late", "lost")
    for code in ("late", "lost"):
        place(code, two, -1, 1)
    label(reason("late"), "satisfier", two[1])
    client = sign_in(two[1])
    offered = {
        code: [
            name
            for name in ("eliminate", "automate", "simplify", "leverage")
            if f'name="strategy-strategy" value="{name}"' in page(client, f"{URL}{code}/")
        ]
        for code in ("late", "lost")
    }
    assert offered == {
        "late": ["leverage"],
        "lost": ["eliminate", "automate", "leverage"],
    }


def test_ended_reason_is_shown_with_a_badge_and_no_form(sign_in, two):
    """R-7"""
    world.tree("late")
    counted("late")
    place("late", two, -1, -1)
    ended = reason("late")
    ended.valid_until = world.W10.sunday
    ended.save()
    client = sign_in(two[0])
    assert "beëindigd" in page(client, URL)
    response = client.get(f"{URL}late/")
    assert response.context["forms"] == {}
    told = "Deze reden is beëindigd of samengevoegd; er wordt niets meer over besloten."
    assert told in response.content.decode()
    refused = client.post(f"{URL}late/", answers())
    assert refused.status_code == 422
    assert told in refused.content.decode()


def test_value_page_of_a_parent_names_what_has_its_own_place_below(sign_in, two):
    world.tree("late", "lost")
    client = sign_in(two[0])
    told = "Een score hier geldt voor elke reden hieronder zonder eigen plaats."
    assert told in page(client, f"{URL}delivery/")
    assert told not in page(client, f"{URL}late/")
    place("late", two, -1, -1)
    shown = page(client, f"{URL}delivery/")
    assert "1 reden hieronder heeft een eigen plaats" in shown
    assert '<a href="/matrix/late/">Late</a> (Elimineren)' in shown
    assert told not in shown
