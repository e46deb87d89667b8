"""Another strategy than the quadrant's (W-2) and labels (W-3)."""

from datetime import timedelta

import pytest
from django.utils import translation

from contactreductie.core.enums import Role
from contactreductie.core.models import AuditEvent
from contactreductie.core.refusals import NotAllowed, Refusal
from raci.enums import Strategy, ValueLabel
from raci.queries import values
from raci.queries.departments import DepartmentTree
from reasons.enums import ReasonKind
from reasons.queries.tree import ReasonTree
from tests.factories import reasons as make_reasons
from tests.factories.clock import MONDAY
from tests.factories.values import choose, label, score, scorer

pytestmark = pytest.mark.django_db

LATER = MONDAY + timedelta(days=1)
NOT_TURNED_AWAY = {
    "nl": "Deze contacten zijn waardevol voor klant én organisatie en worden niet "
    "weggeautomatiseerd.",
    "en": "These contacts are valuable to both customer and organisation and are not automated "
    "away.",
}
COMPLAINT = {
    "nl": f"Dit is een klacht, wat de scores ook zijn. {NOT_TURNED_AWAY['nl']}",
    "en": f"This is a complaint, whatever its scores. {NOT_TURNED_AWAY['en']}",
}
SATISFIER = {
    "nl": f"Dit is een satisfier, wat de scores ook zijn. {NOT_TURNED_AWAY['nl']}",
    "en": f"This is a satisfier, whatever its scores. {NOT_TURNED_AWAY['en']}",
}


def placed(panel, customer, organisation, reason=None):
    """Scored the same by customer service and by management."""
    for person in (panel.coordinator, panel.manager):
        score(reason or panel.reason, person, customer, organisation)


def position(reason):
    tree = ReasonTree.load()
    return values.position(tree, DepartmentTree.load(), tree.by_id[reason.pk])


def refusal(step, *given, **fields):
    with pytest.raises(Refusal) as refused:
        step(*given, **fields)
    return refused.value


def told(refused):
    found = {}
    for language in ("nl", "en"):
        with translation.override(language):
            found[language] = str(refused)
    return found


def test_chosen_strategy_takes_the_place_of_the_quadrants(panel):
    """W-2: with a rationale and a principle."""
    placed(panel, -1, 1)
    choice = choose(panel.reason, "eliminate", panel.manager)
    found = position(panel.reason)
    assert (found.quadrant, found.chosen, found.strategy) == (
        Strategy.SIMPLIFY,
        Strategy.ELIMINATE,
        Strategy.ELIMINATE,
    )
    assert (found.choice, choice.rationale, str(choice.principle)) == (
        choice,
        "Beter zo.",
        "1. Wij voorkomen vragen.",
    )
    event = AuditEvent.objects.get(verb="strategy_chosen")
    assert event.details == {"strategy": "eliminate", "quadrant": "simplify"}


def test_choosing_the_quadrants_own_goes_back_to_it(panel):
    """W-2."""
    placed(panel, -1, 1)
    choose(panel.reason, "eliminate", panel.manager)
    back = choose(panel.reason, "simplify", panel.manager, now=LATER)
    found = position(panel.reason)
    assert (back.strategy, found.chosen, found.strategy) == ("", None, Strategy.SIMPLIFY)


def test_choosing_what_holds_already_is_refused(panel):
    placed(panel, -1, 1)
    refused = refusal(choose, panel.reason, "simplify", panel.manager)
    assert told(refused) == {
        "nl": "Dit is al de strategie.",
        "en": "This is the strategy already.",
    }


@pytest.mark.parametrize("strategy", ["eliminate", "automate"])
def test_what_is_valuable_to_both_is_not_turned_away(panel, strategy):
    """W-2."""
    placed(panel, 2, 1)
    refused = refusal(choose, panel.reason, strategy, panel.manager)
    assert (refused.rule, refused.field, told(refused)) == ("W-2", "strategy", NOT_TURNED_AWAY)


@pytest.mark.parametrize("strategy", ["eliminate", "automate"])
def test_satisfier_is_not_turned_away(panel, strategy):
    """W-2."""
    placed(panel, -1, 1)
    label(panel.reason, "satisfier", panel.coordinator)
    assert told(refusal(choose, panel.reason, strategy, panel.manager)) == SATISFIER


@pytest.mark.parametrize("strategy", ["eliminate", "automate"])
def test_complaint_is_not_turned_away(panel, strategy):
    """W-2: also one that only its main reason calls a complaint."""
    main = make_reasons.reason("klachten", name_nl="Klachten")
    reason = make_reasons.reason("service", main)
    placed(panel, -1, 1, reason)
    assert told(refusal(choose, reason, strategy, panel.manager)) == COMPLAINT


def test_quadrant_that_is_impossible_asks_for_a_choice(panel):
    """W-2: a satisfier that is scored as an irritant is not eliminated either."""
    placed(panel, -1, -1)
    label(panel.reason, "satisfier", panel.coordinator)
    found = position(panel.reason)
    assert (found.quadrant, found.strategy, found.needs_choice) == (
        Strategy.ELIMINATE,
        None,
        True,
    )
    choose(panel.reason, "simplify", panel.manager)
    assert position(panel.reason).strategy == Strategy.SIMPLIFY


def test_choice_that_became_impossible_no_longer_holds(panel):
    """W-2: the label came after the choice."""
    placed(panel, -1, 1)
    choose(panel.reason, "automate", panel.manager)
    label(panel.reason, "satisfier", panel.coordinator)
    found = position(panel.reason)
    assert (found.chosen, found.strategy) == (None, Strategy.SIMPLIFY)


def test_strategy_before_two_departments_scored_is_refused(panel):
    """W-1."""
    score(panel.reason, panel.coordinator, -1, 1)
    score(panel.reason, scorer("leider", panel.org.team, Role.TEAM_LEADER), -1, 1)
    refused = refusal(choose, panel.reason, "eliminate", panel.manager)
    assert (refused.rule, told(refused)) == (
        "W-1",
        {
            "nl": "Minstens twee afdelingen moeten scoren.",
            "en": "At least two departments must score.",
        },
    )


def test_strategy_while_opinions_cancel_out_is_refused(panel):
    """W-1: median 0."""
    score(panel.reason, panel.coordinator, -1, 1)
    score(panel.reason, panel.manager, 1, 1)
    assert told(refusal(choose, panel.reason, "eliminate", panel.manager)) == {
        "nl": "De scores heffen elkaar op. Bespreek deze reden eerst opnieuw.",
        "en": "The scores cancel each other out. Discuss this reason again first.",
    }


@pytest.mark.parametrize(
    ("fields", "field", "rule"),
    [
        ({"rationale": " "}, "rationale", "W-2"),
        ({"principle": None}, "principle", "V-2"),
        ({"principle_why": ""}, "principle_why", "V-2"),
        ({"strategy": "forget"}, "strategy", "W-2"),
    ],
)
def test_incomplete_choice_is_refused(panel, fields, field, rule):
    """W-2, V-2."""
    placed(panel, -1, 1)
    given = {"strategy": "eliminate", **fields}
    refused = refusal(choose, panel.reason, actor=panel.manager, **given)
    assert (refused.field, refused.rule) == (field, rule)


@pytest.mark.parametrize("role", [Role.AGENT, Role.TEAM_LEADER, Role.ADMINISTRATOR])
def test_strategy_is_chosen_by_who_may_plan_only(panel, role):
    """Section 2."""
    placed(panel, -1, 1)
    with pytest.raises(NotAllowed):
        choose(panel.reason, "eliminate", scorer("iemand", panel.org.logistics, role))


def test_department_owner_decides_about_own_reasons_only(panel):
    """Section 2."""
    elsewhere = make_reasons.reason("factuur")
    for reason in (panel.reason, elsewhere):
        placed(panel, -1, 1, reason)
    assert choose(panel.reason, "eliminate", panel.head).chosen_by == panel.head
    for step, name in ((choose, "eliminate"), (label, "satisfier")):
        with pytest.raises(NotAllowed):
            step(elsewhere, name, panel.head)


def test_newest_label_counts(panel):
    """W-3."""
    label(panel.reason, "satisfier", panel.coordinator)
    newest = label(panel.reason, "dissatisfier", panel.head, now=LATER)
    found = position(panel.reason)
    assert (found.label, found.label.label) == (newest, ValueLabel.DISSATISFIER)
    assert (found.is_satisfier, newest.why) == (False, "Dat zeggen klanten.")
    assert AuditEvent.objects.filter(verb="reason_labelled").count() == 2


def test_label_of_another_kind_or_without_why_is_refused(panel):
    """W-3."""
    assert refusal(label, panel.reason, "fine", panel.head).field == "label"
    assert refusal(label, panel.reason, "satisfier", panel.head, why=" ").field == "why"


def test_noise_gets_neither_label_nor_strategy(panel):
    """C-10."""
    spam = make_reasons.reason("spam", kind=ReasonKind.NOISE)
    for step, name in ((label, "satisfier"), (choose, "simplify")):
        assert refusal(step, spam, name, panel.manager).rule == "C-10"


@pytest.mark.parametrize("how", ["ended", "merged"])
def test_reason_of_the_past_is_neither_scored_nor_labelled(panel, how):
    """R-7"""
    placed(panel, -1, 1)
    panel.reason.valid_until = MONDAY.date() - timedelta(days=1 if how == "ended" else 0)
    panel.reason.merged_into = make_reasons.reason("pakket") if how == "merged" else None
    panel.reason.save()
    steps = (
        lambda: score(panel.reason, panel.coordinator, 1, 1),
        lambda: choose(panel.reason, "eliminate", panel.manager),
        lambda: label(panel.reason, "satisfier", panel.coordinator),
    )
    for step in steps:
        refused = refusal(step)
        assert (refused.rule, told(refused)) == (
            "R-7",
            {
                "nl": "Deze reden is beëindigd of samengevoegd; er wordt niets meer over besloten.",
                "en": "This reason has ended or was merged; nothing is decided about it any more.",
            },
        )


def test_reason_is_scored_on_its_last_day(panel):
    panel.reason.valid_until = MONDAY.date()
    panel.reason.save()
    assert score(panel.reason, panel.coordinator, 1, 1).pk
