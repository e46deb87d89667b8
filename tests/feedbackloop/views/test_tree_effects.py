"""What the panel of a step tells before it is taken (R-7)."""

from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from reasons.models import ContactReason
from tests.factories import causes, journeys, raci, reasons, targets, values
from tests.factories.clock import MONDAY
from tests.factories.raci import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)


@pytest.fixture
def org(client: Client) -> Organisation:
    """Below `bezorging` of logistics one reason that everything hangs on; money is of finance."""
    made = raci.organisation()
    raci.customer_vision(made.manager)
    raci.assign(reasons.reason("money", name_nl="Geld"), raci.department("finance"))
    reasons.reason("loose", name_nl="Los")
    late = reasons.reason("late", made.reason, name_nl="Te laat")
    reasons.reason("later", made.reason, name_nl="Nog later")
    step = journeys.step(journeys.journey(made.coordinator), made.coordinator, "Bezorgen")
    journeys.link(step, late, made.coordinator)
    values.score(late, made.coordinator, -1, -1)
    causes.cause(late, made.coordinator)
    targets.target(late, made.coordinator)
    raci.proposal(made, reason=late)
    client.force_login(made.coordinator)
    return made


def told(client: Client, query: str, language: str = "nl") -> str:
    client.cookies["django_language"] = language
    answer = client.get(f"/tree/effect/?{query}")
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split())


@pytest.mark.parametrize(
    ("where", "dutch", "english"),
    [
        ("money", "Eigenaar: <strong>Logistics → Finance", "Owner: <strong>Logistics → Finance"),
        ("-", "Eigenaar: <strong>Logistics → –", "Owner: <strong>Logistics → –"),
    ],
)
def test_move_tells_the_owner_that_changes_and_what_goes_along(
    client: Client, org: Organisation, where: str, dutch: str, english: str
) -> None:
    """R-2: one owner each."""
    shown = told(client, f"reason=late&parent={where}")
    assert dutch in shown
    assert english in told(client, f"reason=late&parent={where}", "en-gb")
    assert "Gaat mee: 1 openstaande actie, 1 lopend doel." in shown


def test_move_within_one_owner_tells_none(client: Client, org: Organisation) -> None:
    assert "Eigenaar" not in told(client, "reason=late&parent=later")


@pytest.mark.parametrize("query", ["into=later", "step=split", "step=end"])
def test_what_stays_with_the_reason_is_told_with_a_way_to_it(
    client: Client, org: Organisation, query: str
) -> None:
    """R-7: contacts go, what people recorded stays."""
    shown = told(client, f"reason=late&{query}")
    assert "Blijft staan bij Te laat:" in shown
    for link in (
        '<a href="/process-map/">de plaats in de processtap Bezorgen</a>',
        '<a href="/matrix/late/">1 score in de matrix</a>',
        '<a href="/causes/late/">1 oorzaak</a>',
        '<a href="/targets/">1 lopend doel</a>',
        '<a href="/reasons/late/">1 openstaande actie</a>',
    ):
        assert link in shown
    assert "Stays with Te laat:" in told(client, f"reason=late&{query}", "en-gb")
    bare = told(client, f"reason=later&{query.replace('later', 'late')}")
    assert "Blijft staan" not in bare
    assert ("hangt niets dan de contacten" in bare) == (query == "step=split")


def test_end_tells_how_many_choices_go_and_how_much_they_were_used(
    client: Client, org: Organisation
) -> None:
    """R-7: `late` has eight weeks of ten contacts (its target's baseline)."""
    shown = told(client, "reason=bezorging&step=end")
    assert "2 keuzes gaan uit gebruik. In de laatste 13 weken: 80 contacten." in shown
    english = told(client, "reason=bezorging&step=end", "en-gb")
    assert "2 choices go out of use. In the last 13 weeks: 80 contacts." in english
    assert "gaat uit gebruik" not in told(client, "reason=late&step=end")


@pytest.mark.parametrize("more", [0, 30])
@pytest.mark.parametrize(
    ("query", "queries"), [("parent=money", 16), ("into=later", 11), ("step=end", 10)]
)
def test_panel_takes_the_same_queries_for_any_tree(
    client: Client,
    org: Organisation,
    django_assert_num_queries,
    query: str,
    queries: int,
    more: int,
) -> None:
    for number in range(more):
        reasons.reason(f"extra-{number}", ContactReason.objects.get(code="money"))
    told(client, f"reason=late&{query}")
    with django_assert_num_queries(queries):
        told(client, f"reason=late&{query}")
