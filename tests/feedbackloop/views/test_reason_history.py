"""R-7 on the page of one reason: as the tree is now, or as it was tagged then."""

from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from contactreductie.core.iso_week import AMSTERDAM, IsoWeek, weeks_between
from feedbackloop.queries import trends
from feedbackloop.services import facts
from reasons.models import ContactReason
from reasons.queries.tree import ReasonTree
from reasons.queries.tree_history import TreeHistory
from reasons.services import restructuring
from reasons.services.reason_drafts import ReasonDraft
from tests.factories import people
from tests.factories import reasons as make
from tests.factories.clock import MONDAY
from tests.factories.feedbackloop import W10, run_loop

pytestmark = pytest.mark.django_db
WEEKS = weeks_between(W10.plus(-5), W10)
MOVED_ON = WEEKS[3].monday


@pytest.fixture
def tree() -> dict[str, ContactReason]:
    """Two contacts a week below each of two reasons; a leaf moves at the start of the 4th week."""
    for main in ("delivery", "money"):
        make.reason(f"{main}-leaf", make.reason(main))
    make.channel("phone")
    codes = ("delivery-leaf", "money-leaf")
    make.contacts_in_bulk(
        [
            make.draft(_noon(week), reason=code)
            for week in WEEKS
            for code in codes
            for _each in range(2)
        ],
        now=MONDAY,
    )
    reasons = {reason.code: reason for reason in ContactReason.objects.all()}
    facts.refresh()
    restructuring.move_reason(
        reasons["delivery-leaf"],
        parent=reasons["money"],
        actor=people.coordinator(),
        now=_noon(WEEKS[3]) - timedelta(hours=4),
        why="Hoort bij geld",
    )
    return reasons


def _noon(week: IsoWeek) -> datetime:
    return datetime.combine(week.monday, time(12), tzinfo=AMSTERDAM)


def counts(points) -> list[int | None]:
    return [point.contacts for point in points]


def test_trend_is_that_of_the_tree_now_or_of_each_day(tree):
    reasons = ReasonTree.load()
    eras = TreeHistory.load(reasons).eras()
    now = {
        code: counts(trends.reason_trend(WEEKS, tree=reasons, reason_id=tree[code].pk))
        for code in ("delivery", "money")
    }
    then = {
        code: counts(trends.tagged_trend(WEEKS, eras=eras, reason_id=tree[code].pk))
        for code in ("delivery", "money")
    }
    assert now == {"delivery": [0] * 6, "money": [4] * 6}
    assert then == {"delivery": [2, 2, 2, 0, 0, 0], "money": [2, 2, 2, 4, 4, 4]}


def test_page_tells_where_the_figures_break_and_offers_both_views(client: Client, tree):
    client.force_login(people.coordinator("lezer"))
    page = client.get("/reasons/money/")
    assert [one.day for one in page.context["breaks"]] == [MOVED_ON]
    html = page.content.decode()
    assert "Verplaatst: Delivery leaf" in html
    assert "Grafiek volgens de boom van nu" in html
    assert "Grafiek zoals toen geregistreerd" in html
    tagged = client.get("/reasons/money/?tree=tagged")
    assert tagged.context["as_tagged"]
    rows = [row[1] for row in tagged.context["chart"].rows[:6]]
    assert rows == ["4", "4", "4", "2", "2", "2"]


def test_page_of_a_merged_reason_leads_to_where_it_is_counted(client: Client, tree):
    """R-7: its own history as it was tagged, no figures of its own now, nothing to propose."""
    coordinator = people.coordinator("lezer")
    restructuring.merge_reasons(
        tree["delivery-leaf"], into=tree["money-leaf"], actor=coordinator, now=MONDAY, why="Zelfde"
    )
    client.force_login(coordinator)
    page = client.get("/reasons/delivery-leaf/")
    html = page.content.decode()
    assert 'Samengevoegd met <a href="/reasons/money-leaf/">Money leaf</a>' in html
    assert "De contacten tellen mee bij ‘Money leaf’, ook die van vroeger." in html
    assert "/actions/propose/" not in html
    assert "/targets/new/" not in html
    assert "Grafiek volgens de boom van nu" not in html
    assert [row[1] for row in page.context["chart"].rows[:6]] == ["2"] * 6
    assert "line" not in page.context
    client.cookies["django_language"] = "en-gb"
    assert "Its contacts are counted with “Money leaf”" in (
        client.get("/reasons/delivery-leaf/").content.decode()
    )


@pytest.mark.parametrize(
    ("heir", "told", "counted"),
    [
        ("klein", "De contacten tellen mee bij ‘Klein’, ook die van vroeger.", {"klein": 12}),
        ("", "De contacten tot dan staan nog hier", {"delivery-leaf": 12}),
    ],
)
def test_page_of_a_split_reason_names_its_parts(client: Client, tree, heir, told, counted):
    """R-7"""
    coordinator = people.coordinator("lezer")
    parts = [ReasonDraft(code=code, name_nl=code.capitalize()) for code in ("klein", "groot")]
    restructuring.split_reason(
        tree["delivery-leaf"], parts=parts, heir=heir, actor=coordinator, now=MONDAY, why="Te grof"
    )
    client.force_login(coordinator)
    html = client.get("/reasons/delivery-leaf/").content.decode()
    assert (
        'Gesplitst in <a href="/reasons/klein/">Klein</a>, <a href="/reasons/groot/">Groot</a>'
    ) in html
    assert told in html
    assert "/actions/propose/" not in html
    reasons = ReasonTree.load()
    for code, total in counted.items():
        found = trends.reason_trend(WEEKS, tree=reasons, reason_id=reasons.by_code[code].id)
        assert sum(counts(found)) == total


def test_figures_of_a_report_before_a_change_say_so(client: Client, tree):
    """R-7, F-5: the report keeps to the tree of its moment, the rest of the page does not."""
    run_loop(W10)
    client.force_login(people.coordinator("lezer"))
    told = "Uit het rapport van week 10, volgens de boom van toen"
    assert told not in client.get("/reasons/money/").content.decode()
    restructuring.move_reason(
        ContactReason.objects.get(code="delivery-leaf"),
        parent=tree["delivery"],
        actor=people.coordinator("later"),
        now=MONDAY + timedelta(hours=1),
        why="Toch niet",
    )
    assert told in client.get("/reasons/money/").content.decode()


def test_page_without_breaks_offers_one_view(client: Client, tree):
    client.force_login(people.coordinator("lezer"))
    page = client.get("/reasons/money-leaf/?tree=tagged")
    assert (page.context["breaks"], page.context["as_tagged"]) == ([], False)


def test_effect_of_a_move_and_a_merge_is_told_before_it_is_done(client: Client, tree):
    client.force_login(people.coordinator("lezer"))
    year = timezone.localdate().year
    counted = sum(2 for week in WEEKS if week.monday.year == year)
    asked = client.get("/tree/effect/?reason=money-leaf&parent=delivery")
    told = [(row.node.code, row.before, row.after) for row, _name in asked.context["rows"]]
    assert told == [
        ("delivery", 0, counted),
        ("money", 2 * counted, counted),
        ("money-leaf", counted, counted),
    ]
    merged = client.get("/tree/effect/?reason=delivery-leaf&into=money-leaf")
    told = [(row.node.code, row.before, row.after) for row, _name in merged.context["rows"]]
    assert told == [("delivery-leaf", counted, 0), ("money-leaf", counted, 2 * counted)]
    assert merged.context["total"] == 2 * counted
    for wrong in ("reason=x&parent=-", "reason=money&step=x", "reason=money"):
        assert client.get(f"/tree/effect/?{wrong}").status_code == 404
