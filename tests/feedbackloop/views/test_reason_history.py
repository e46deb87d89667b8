"""R-7 on the page of one reason: as the tree is now, or as it was tagged then."""

from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from contactreductie.core.iso_week import AMSTERDAM, IsoWeek
from feedbackloop.queries import trends
from feedbackloop.services import facts
from reasons.models import ContactReason
from reasons.queries.tree import ReasonTree
from reasons.queries.tree_history import TreeHistory
from reasons.services import restructuring
from tests.factories import people
from tests.factories import reasons as make
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db
WEEKS = trends.last_weeks(6, today=timezone.localdate(MONDAY))
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
    assert "Zoals de boom nu is" in html
    assert "Zoals toen geregistreerd" in html
    tagged = client.get("/reasons/money/?tree=tagged")
    assert tagged.context["as_tagged"]
    rows = [row[1] for row in tagged.context["chart"].rows[:6]]
    assert rows == ["4", "4", "4", "2", "2", "2"]


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
    for wrong in ("reason=x&parent=-", "reason=money&parent=money-leaf", "reason=money"):
        assert client.get(f"/tree/effect/?{wrong}").status_code == 404
