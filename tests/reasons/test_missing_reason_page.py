""" "This reason is missing": first what is nearly called so, then the proposal."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client

from reasons.models import ReasonProposal
from reasons.queries import similar
from reasons.queries.tree import ReasonTree
from tests.factories import people, reasons

pytestmark = pytest.mark.django_db
URL = "/register/missing-reason/"
TODAY = date(2026, 3, 9)


@pytest.fixture(autouse=True)
def tree() -> None:
    delivery = reasons.reason("delivery", name_nl="Bezorging", name_en="Delivery")
    reasons.reason(
        "lost",
        delivery,
        name_nl="Pakket kwijtgeraakt",
        name_en="Parcel lost",
        synonyms=["pakket bij de buren", "zoekgeraakt"],
    )
    reasons.reason("moment", delivery, name_nl="Wanneer wordt er bezorgd?")
    reasons.reason("ended", delivery, name_nl="Pakket geweigerd", valid_until=date(2026, 1, 1))
    reasons.reason("invoice", reasons.reason("money"), name_nl="Factuur klopt niet")


@pytest.fixture
def agent_client(client: Client) -> Client:
    client.force_login(people.agent())
    return client


def near(name: str, language: str = "nl") -> list[str]:
    found = similar.near(ReasonTree.load(), name, today=TODAY, language=language)
    return [reason.code for reason in found]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("pakket kwijt geraakt", ["lost"]),
        ("Pakket kwijtgeraakt!", ["lost"]),
        ("PAKKÉT KWIJTGERÁÁKT", ["lost"]),
        ("Parcel lots", ["lost"]),
        ("bij de buren", ["lost"]),
        ("zoekgeraakt", ["lost"]),
        ("wanneer wordt het bezorgd", ["moment"]),
        ("Pakket geweigerd", []),  # no longer to be chosen
        ("Bezorging", []),  # not to be chosen either: there are reasons below it
        ("Cadeaubon werkt niet", []),
        ("", []),
        ("?!", []),
    ],
)
def test_near_reasons_are_those_called_nearly_the_same(name: str, codes: list[str]) -> None:
    assert near(name) == codes


def test_near_reason_is_shown_with_what_stands_above_it() -> None:
    (found,) = similar.near(ReasonTree.load(), "parcel lost", today=TODAY, language="en")

    assert (found.name, found.path) == ("Parcel lost", "Delivery")


def test_near_reasons_are_three_at_most() -> None:
    for number in range(6):
        reasons.reason(f"r{number}", name_nl=f"Bestelling wijzigen {number}")

    assert len(near("bestelling wijzigen")) == 3


def posted(**fields: Any) -> dict[str, Any]:
    return {
        "id": uuid.uuid4(),
        "name": "Cadeaubon werkt niet",
        "text": "Als de code wordt geweigerd",
        "parent": "money",
    } | fields


def test_missing_reason_page_takes_over_what_was_searched_for(agent_client: Client) -> None:
    page = agent_client.post(URL, {"sought": "pakket kwijt"})

    assert page.status_code == 200
    assert ReasonProposal.objects.count() == 0
    assert page.context["form"]["name"].value() == "pakket kwijt"
    assert "Bedoel je …?" in page.text
    assert 'data-take-reason="lost"' in page.text
    assert "Bedoel je …?" not in agent_client.get(URL).text


def test_missing_reason_page_keeps_the_proposal(agent_client: Client) -> None:
    answer = agent_client.post(URL, posted(), follow=True)

    proposal = ReasonProposal.objects.get()
    assert answer.redirect_chain == [("/contacts/mine/", 302)]
    assert (proposal.name, proposal.parent.code) == ("Cadeaubon werkt niet", "money")
    assert proposal.agent.username == "agent"


def test_missing_reason_page_sent_twice_makes_one(agent_client: Client) -> None:
    """C-1."""
    data = posted()

    assert [agent_client.post(URL, data).status_code for _time in range(2)] == [302, 302]
    assert ReasonProposal.objects.count() == 1


def test_missing_reason_page_shows_what_is_nearly_the_same_before_it_takes_it(
    agent_client: Client,
) -> None:
    data = posted(name="Pakket kwijt geraakt")

    first = agent_client.post(URL, data)
    assert first.status_code == 422
    assert [reason.code for reason in first.context["near"]] == ["lost"]
    considered = '<input type="hidden" name="considered" value="Pakket kwijt geraakt">'
    assert considered in first.text
    again = agent_client.post(URL, data | {"considered": "Pakket kwijt geraakt"})

    assert again.status_code == 302
    assert ReasonProposal.objects.get().name == "Pakket kwijt geraakt"


def test_missing_reason_page_another_name_is_considered_anew(agent_client: Client) -> None:
    data = posted(name="Factuur klopt niet", considered="Pakket kwijt geraakt")

    assert agent_client.post(URL, data).status_code == 422
    assert ReasonProposal.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": ""}, "Geef de ontbrekende reden een naam."),
        ({"text": ""}, "Geef aan wanneer je deze reden zou kiezen."),
        ({"text": "mail jan@example.org"}, "Verwijder persoonsgegevens."),
        ({"parent": "lost"}, "Selecteer een geldige keuze."),
    ],
)
def test_missing_reason_page_broken_rule_says_so_and_keeps_the_input(
    agent_client: Client, fields: dict[str, Any], message: str
) -> None:
    answer = agent_client.post(URL, posted(**fields))

    assert answer.status_code == 422
    assert message in answer.text
    assert ReasonProposal.objects.count() == 0


def test_missing_reason_page_in_the_panel_tells_that_it_is_saved(agent_client: Client) -> None:
    answer = agent_client.post(URL, posted(), headers={"HX-Request": "true"}).json()

    assert answer["event"] == "signal:saved"
