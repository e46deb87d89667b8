"""What a draft changes, and what names a principle that stays word for word the same (V-1, V-2)."""

import pytest
from django.urls import reverse

from contactreductie.core.models import AuditEvent
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from raci.enums import ActionState
from raci.models import ChannelCharter, StrategyChoice
from raci.queries import vision as queries
from raci.queries import vision_changes
from raci.services import recheck
from raci.services import vision as service
from tests.factories import raci as make
from tests.factories.clock import MONDAY
from tests.raci.vision.test_pages import OTHERWISE, VISION, everything
from tests.refusals import worded

pytestmark = pytest.mark.django_db
QUERIES = 19
REORDERED = ("Wij bellen  eerst.", "Wij voorkomen vragen.", "Wij luisteren.")


@pytest.fixture
def org():
    organisation = make.organisation()
    make.customer_vision(organisation.manager)
    return organisation


def draft(org, *principles):
    return service.draft_vision(
        statement="Zo doen wij het.", principles=principles, actor=org.coordinator, now=MONDAY
    )


def hangs_on_first(org):
    """An action, a channel and a strategy that name principle 1."""
    everything(org, queries.active().principles.get(number=1))
    return make.action_in(ActionState.PLANNED, org)


def test_draft_is_compared_with_the_version_in_force(org):
    draft(org, "Wij bellen  eerst.", "Wij voorkomen álle vragen.", "Geen drempels.")
    change = vision_changes.against(queries.active(), queries.draft())
    kept, reworded, new = change.principles
    assert (kept.before.number, kept.is_reworded, kept.is_renumbered) == (2, False, True)
    assert (reworded.before.number, reworded.is_reworded) == (1, True)
    assert (new.before, change.dropped) == (None, [])


def test_long_principle_that_is_reworded_is_no_new_one(org):
    """Beyond 200 characters the comparison would leave common letters out."""
    long = "Wij zoeken bij iedere vraag eerst wat haar nodig maakte, en nemen dat weg voordat wij "
    long += "bedenken hoe wij de vraag sneller kunnen beantwoorden, want de beste vraag is die "
    long += "welke een klant nooit hoefde te stellen en wij nooit hoefden te horen."
    service.publish_vision(statement="Zo.", principles=[long], actor=org.manager, now=MONDAY)
    draft(org, long.replace("iedere vraag", "elke vraag").replace("sneller", "vlugger"))
    change = vision_changes.against(queries.active(), queries.draft())
    assert (change.principles[0].is_reworded, change.dropped) == (True, [])


def test_principle_that_is_in_the_draft_no_more_is_dropped(org):
    draft(org, "Wij voorkomen vragen.")
    change = vision_changes.against(queries.active(), queries.draft())
    assert [row.text for row in change.dropped] == ["Wij bellen eerst."]
    assert not change.principles[0].is_reworded


@pytest.mark.parametrize(
    ("principles", "to_recheck", "unchanged"), [(OTHERWISE, 3, 0), (REORDERED, 0, 3)]
)
def test_page_tells_beforehand_what_must_be_checked_again(
    client, org, principles, to_recheck, unchanged
):
    """V-2: before the button, not after it."""
    hangs_on_first(org)
    draft(org, *principles)
    client.force_login(org.manager)
    response = client.get(VISION)
    change, content = response.context["change"], response.content.decode()
    assert (change.to_recheck, change.unchanged) == (to_recheck, unchanged)
    said = f"Na goedkeuring moeten {to_recheck} open punten opnieuw worden bekeken."
    assert said in content
    assert content.index(said) < content.index("Dit concept goedkeuren")


def test_page_shows_what_is_new_gone_and_worded_otherwise(client, org):
    draft(org, "Wij voorkomen álle vragen.", "Geen drempels voor wie hulp zoekt.")
    client.force_login(org.manager)
    content = client.get(VISION).content.decode()
    assert "Was 1: “Wij voorkomen vragen.”" in content
    assert "nieuw principe" in content
    assert "<del>2. Wij bellen eerst.</del>" in content


def test_items_of_an_unchanged_principle_are_kept_by_one_button(client, org):
    """V-2: each item gets its own line of history, and keeps its sentence."""
    action = hangs_on_first(org)
    principle = make.customer_vision(org.manager, REORDERED).principles.get(number=2)
    client.force_login(org.coordinator)
    page = client.get(VISION)
    (group,) = page.context["unchanged"]
    assert (group.principle, group.may, page.context["to_recheck"]) == (principle, 3, [])
    assert "Alle 3 passen nog" in page.content.decode()
    sent = client.post(reverse("raci:carry_over", args=[principle.pk]), follow=True)
    assert "Genoteerd: 3 punten met een ongewijzigd principe passen nog." in sent.content.decode()
    assert sent.context["unchanged"] == []
    why = action.principle_why
    action.refresh_from_db()
    assert (action.principle, action.principle_why) == (principle, why)
    assert action.entries.last().details == {"before": "v1.1", "after": "v2.2"}
    for item in (ChannelCharter.objects.get(), StrategyChoice.objects.get()):
        assert (item.principle, item.principle_why) == (principle, "Daarom.")
    assert AuditEvent.objects.filter(verb="principle_rechecked").count() == 2


def test_department_owner_keeps_own_actions_only(client, org):
    hangs_on_first(org)
    principle = make.customer_vision(org.manager).principles.get(number=1)
    client.force_login(org.head)
    assert "1 punt past nog" in client.get(VISION).content.decode()
    assert recheck.carry_over(principle, actor=org.head, now=MONDAY) == 1
    assert ChannelCharter.objects.get().principle != principle


def test_carrying_over_twice_is_a_conflict(client, org):
    hangs_on_first(org)
    principle = make.customer_vision(org.manager).principles.get(number=1)
    recheck.carry_over(principle, actor=org.manager, now=MONDAY)
    with pytest.raises(Conflict):
        recheck.carry_over(principle, actor=org.manager, now=MONDAY)
    client.force_login(org.manager)
    assert client.post(reverse("raci:carry_over", args=[principle.pk])).status_code == 409
    assert client.post(reverse("raci:carry_over", args=[0])).status_code == 409


def test_carrying_over_is_for_planners_and_the_version_in_force(org):
    hangs_on_first(org)
    old = queries.active().principles.get(number=1)
    principle = make.customer_vision(org.manager).principles.get(number=1)
    with pytest.raises(NotAllowed):
        recheck.carry_over(principle, actor=org.agent, now=MONDAY)
    with pytest.raises(Refusal) as refused:
        recheck.carry_over(old, actor=org.manager, now=MONDAY)
    assert refused.value.rule == "V-2"


def test_same_principle_twice_is_refused(org):
    """V-1: whatever the spaces and capitals."""
    with pytest.raises(Refusal) as refused:
        draft(org, "Wij luisteren.", "Wij bellen.", " wij  Luisteren.")
    assert (refused.value.rule, refused.value.field) == ("V-1", "principles")
    assert worded(refused, "nl") == "Dit principe staat er twee keer: “wij  Luisteren.”"
    assert worded(refused, "en-gb") == "This principle stands here twice: “wij  Luisteren.”"


def test_page_of_a_draft_takes_the_same_queries_for_one_item_and_for_three(
    client, org, django_assert_num_queries
):
    hangs_on_first(org)
    client.force_login(org.manager)
    client.get(VISION)
    for actions in (0, 2):
        for _more in range(actions):
            make.action_in(ActionState.PLANNED, org)
        written = draft(org, *OTHERWISE)
        with django_assert_num_queries(QUERIES):
            client.get(VISION)
        service.withdraw_draft(draft=written, actor=org.manager, now=MONDAY)
