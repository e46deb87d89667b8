"""V-2: what is open under an older version is listed and read again; history stays."""

from datetime import date

import pytest

from contactreductie.core.models import AuditEvent
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from raci.enums import ActionState, EntryKind, Strategy
from raci.models import ChannelCharter, StrategyChoice
from raci.queries import vision as queries
from raci.services import recheck
from tests.factories import raci as make
from tests.factories import reasons
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db
WHY = "Ook zo voorkomen we de vraag."


@pytest.fixture
def org():
    organisation = make.organisation()
    make.customer_vision(organisation.manager)
    return organisation


def charter(org, principle):
    return ChannelCharter.objects.create(
        channel=reasons.channel("phone"),
        purpose="Spoed.",
        owner=org.logistics,
        review_date=date(2027, 3, 1),
        changed_at=MONDAY,
        principle=principle,
        principle_why="Oud.",
    )


def choice(org, principle, strategy=Strategy.SIMPLIFY):
    return StrategyChoice.objects.create(
        reason=org.reason,
        strategy=strategy,
        rationale="Nog niet weg te nemen.",
        chosen_by=org.manager,
        chosen_at=MONDAY,
        principle=principle,
        principle_why="Oud.",
    )


def newer(org):
    return make.customer_vision(org.manager).principles.get(number=2)


def given(principle, actor, **fields):
    return {
        "principle": principle,
        "principle_why": WHY,
        "actor": actor,
        "now": MONDAY,
        **fields,
    }


def test_open_charters_and_strategies_of_an_older_version_are_listed(org):
    """V-2."""
    old = queries.active().principles.get(number=1)
    kept, chosen = charter(org, old), choice(org, old)
    assert list(queries.charters_to_recheck(queries.active())) == []
    newer(org)
    assert list(queries.charters_to_recheck(queries.active())) == [kept]
    assert list(queries.strategies_to_recheck(queries.active())) == [chosen]


def test_replaced_strategy_and_one_of_the_quadrant_are_not_listed(org):
    """V-2: the newest per reason counts, and back to the quadrant's own names nothing."""
    old = queries.active().principles.get(number=1)
    choice(org, old)
    choice(org, old, strategy="")
    newer(org)
    assert list(queries.strategies_to_recheck(queries.active())) == []


def test_action_that_still_fits_names_the_new_principle_and_keeps_its_history(org):
    """V-2."""
    action = make.action_in(ActionState.PLANNED, org)
    principle = newer(org)
    recheck.action_still_fits(action, **given(principle, org.head))
    action.refresh_from_db()
    assert (action.principle, action.principle_why) == (principle, WHY)
    entry = action.entries.last()
    assert (entry.kind, entry.text) == (EntryKind.REMARK, WHY)
    assert entry.details == {"before": "v1.1", "after": "v2.2"}
    assert list(queries.to_recheck(queries.active())) == []


def test_charter_and_strategy_that_still_fit_are_rewritten_and_audited(org):
    """V-2."""
    old = queries.active().principles.get(number=1)
    kept, chosen, principle = charter(org, old), choice(org, old), newer(org)
    recheck.charter_still_fits(kept, **given(principle, org.coordinator))
    recheck.strategy_still_fits(chosen, **given(principle, org.manager))
    for item in (kept, chosen):
        item.refresh_from_db()
        assert (item.principle, item.principle_why) == (principle, WHY)
    events = AuditEvent.objects.filter(verb="principle_rechecked")
    assert [event.details for event in events] == [{"before": "v1.1", "after": "v2.2"}] * 2


def test_item_is_read_again_once(org):
    kept = charter(org, queries.active().principles.get(number=1))
    principle = newer(org)
    recheck.charter_still_fits(kept, **given(principle, org.manager))
    with pytest.raises(Conflict):
        recheck.charter_still_fits(kept, **given(principle, org.manager))


def test_recheck_names_a_principle_in_force_and_says_why(org):
    """V-2."""
    old = queries.active().principles.get(number=1)
    kept, action, principle = charter(org, old), make.action_in("planned", org), newer(org)
    with pytest.raises(Refusal) as refused:
        recheck.charter_still_fits(kept, **given(old, org.manager))
    assert (refused.value.rule, refused.value.field) == ("V-2", "principle")
    with pytest.raises(Refusal) as refused:
        recheck.action_still_fits(action, **given(principle, org.head, principle_why=" "))
    assert (refused.value.rule, refused.value.field) == ("V-2", "principle_why")


def test_recheck_is_for_whoever_may_plan_the_item(org):
    kept = charter(org, queries.active().principles.get(number=1))
    action, principle = make.action_in(ActionState.PLANNED, org), newer(org)
    with pytest.raises(NotAllowed):
        recheck.action_still_fits(action, **given(principle, org.agent))
    for actor in (org.head, org.agent):
        with pytest.raises(NotAllowed):
            recheck.charter_still_fits(kept, **given(principle, actor))
