"""The pages about dimensions: who reads, who keeps, and what a refusal leaves standing."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from contactreductie.core.enums import Role
from contactreductie.core.models import User
from reasons.models import Dimension, DimensionValue
from reasons.services import lists
from tests.factories import people
from tests.factories import reasons as make

pytestmark = pytest.mark.django_db
URL = "/dimensions/"
DAY = timedelta(days=1)


@pytest.fixture
def keeper_client(client: Client, keeper: User) -> Client:
    client.force_login(keeper)
    return client


@pytest.fixture
def client_of_role(client: Client) -> Any:
    def log_in(role: Role) -> Client:
        client.force_login(people.user(f"iemand-{role}", role))
        return client

    return log_in


def shown(client: Client, url: str) -> dict[str, str]:
    """What a form tells of what it showed."""
    return {"seen": client.get(url).context["form"]["seen"].value()}


def text(answer: Any) -> str:
    return unescape(answer.content.decode())


def test_list_counts_the_values_of_today_and_the_reasons_that_ask(
    client_of_role: Any, carrier: Dimension
) -> None:
    delivery = make.reason("delivery", requires=(carrier,))
    make.reason("late", delivery, requires=(carrier,))
    ended = timezone.localdate() - DAY
    make.reason("ended", requires=(carrier,), valid_until=ended)
    carrier.values.filter(code="dhl").update(valid_until=ended)
    Dimension.objects.create(code="product", name_nl="product", position=1)
    lists.touch()

    page = client_of_role(Role.AGENT).get(URL)

    assert [(row.dimension.code, row.values, row.reasons) for row in page.context["lines"]] == [
        ("carrier", 1, 2),
        ("product", 0, 0),
    ]
    assert "1 waarde om uit te kiezen · 2 redenen vragen erom" in text(page)
    assert "0 waarden om uit te kiezen · geen reden vraagt erom" in text(page)
    assert "/move/" not in text(page)


def test_page_shows_each_value_with_its_state_and_the_reasons_with_their_way(
    client_of_role: Any, carrier: Dimension
) -> None:
    today = timezone.localdate()
    carrier.values.filter(code="dhl").update(valid_until=today - DAY)
    for code, fields in (
        ("a", {"valid_from": today + DAY}),
        ("b", {"valid_until": today}),
        ("c", {"valid_from": today}),
    ):
        carrier.values.create(code=code, name=f"{code}-koerier", **fields)
    delivery = make.reason("delivery", name_nl="Bezorging", name_en="Delivery")
    lost = make.reason("lost", delivery, name_nl="Kwijt", requires=(carrier,))
    make.reason("lost-abroad", lost)

    page = client_of_role(Role.AGENT).get(f"{URL}carrier/")

    assert [(row.value.code, row.state) for row in page.context["page"]] == [
        ("a", "future"),
        ("b", "active"),
        ("c", "active"),
        ("dhl", "ended"),
        ("postnl", "active"),
    ]
    (asked,) = page.context["demands"]
    assert (asked.name, asked.path, asked.all_below) == ("Kwijt", "Bezorging", True)
    assert '<a href="/reasons/lost/">Kwijt</a><p>Bezorging · met alles eronder</p>' in text(page)
    assert "/dimensions/-/" not in text(page)


@pytest.mark.parametrize(
    ("role", "link"),
    [
        (Role.COORDINATOR, '<a href="/tree/?reason=lost">Kwijt</a>'),
        (Role.ADMINISTRATOR, '<a href="/tree/?reason=lost">Kwijt</a>'),
        (Role.MANAGER, '<a href="/reasons/lost/">Kwijt</a>'),
        (Role.PRIVACY_OFFICER, "<strong>Kwijt</strong>"),
    ],
)
def test_reason_leads_to_where_this_person_may_go(
    client_of_role: Any, carrier: Dimension, role: Role, link: str
) -> None:
    make.reason("lost", name_nl="Kwijt", requires=(carrier,))
    assert link in text(client_of_role(role).get(f"{URL}carrier/"))


def test_which_reason_asks_is_chosen_in_the_editor(client_of_role: Any, carrier: Dimension) -> None:
    """C-8: by who edits the tree (section 2)."""
    make.reason("lost", name_nl="Kwijt")
    client = client_of_role(Role.COORDINATOR)
    assert "Nog geen reden vraagt erom" in text(client.get(f"{URL}carrier/"))

    sent = {"name_nl": "Kwijt", "required_dimensions": [str(carrier.pk)], "why": "Per bezorger."}
    assert client.post("/tree/?reason=lost", sent).status_code == 302

    assert [row.code for row in client.get(f"{URL}carrier/").context["demands"]] == ["lost"]


@pytest.mark.parametrize("code", ["kleur/maat", "new", "a b", "values/1"])
def test_page_of_a_dimension_with_any_code(client_of_role: Any, code: str) -> None:
    """Imports keep the file's own word as the code."""
    Dimension.objects.create(code=code, name_nl="Kleur")
    lists.touch()
    client = client_of_role(Role.AGENT)
    (line,) = client.get(URL).context["lines"]
    page = client.get(f"{URL}{code}/")
    assert (page.status_code, page.context["dimension"]) == (200, line.dimension)
    assert client.get(f"{URL}nothing/").status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_pages_take_as_many_queries_for_one_as_for_many(
    client_of_role: Any, carrier: Dimension, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        carrier.values.create(code=f"c{number}", name=f"C{number}")
        make.reason(f"r{number}", requires=(carrier,))
        Dimension.objects.create(code=f"d{number}", name_nl=f"D{number}")
    lists.touch()
    client = client_of_role(Role.AGENT)
    for path in (URL, f"{URL}carrier/"):
        client.get(path)
        with django_assert_num_queries(4):  # session, roles, token of the lists, demands
            client.get(path)


def test_many_values_are_searched_and_paged(client_of_role: Any, carrier: Dimension) -> None:
    DimensionValue.objects.bulk_create(
        DimensionValue(dimension=carrier, code=str(n), name=f"Koeriër {n}") for n in range(101)
    )
    lists.touch()
    client = client_of_role(Role.AGENT)

    page = client.get(f"{URL}carrier/")
    assert (len(page.context["page"]), page.context["page"].paginator.count) == (100, 103)
    assert len(client.get(f"{URL}carrier/?page=2").context["page"]) == 3
    found = client.get(f"{URL}carrier/?q=KOERIER+10").context["page"]
    assert [row.value.code for row in found] == ["10", "100"]
    assert "Geen waarde gevonden" in text(client.get(f"{URL}carrier/?q=pony"))


def test_administrator_makes_a_dimension_and_pastes_its_values(keeper_client: Client) -> None:
    assert "Er zijn nog geen dimensies" in text(keeper_client.get(URL))
    made = keeper_client.post(
        "/dimensions/-/new/", {"name_nl": "Leverancier", "name_en": "Supplier"}
    )
    assert made["Location"] == f"{URL}leverancier/"
    dimension = Dimension.objects.get()
    assert "Er zijn nog geen waarden" in text(keeper_client.get(made["Location"]))

    pasted = {"values": "Bol\r\n\r\n  Slaap & Co;S-1\r\nTuin\tT 2\r\n", "valid_from": "2026-01-01"}
    answer = keeper_client.post(f"/dimensions/-/{dimension.pk}/values/", pasted)

    assert answer["Location"] == f"{URL}leverancier/"
    assert [(row.code, row.name, str(row.valid_from)) for row in dimension.values.all()] == [
        ("bol", "Bol", "2026-01-01"),
        ("S-1", "Slaap & Co", "2026-01-01"),
        ("T 2", "Tuin", "2026-01-01"),
    ]


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("nl", "Staat al in deze lijst: dhl."),
        ("en-gb", "Already in this list: dhl."),
    ],
)
def test_refused_values_keep_what_was_pasted(
    keeper_client: Client, carrier: Dimension, language: str, message: str
) -> None:
    """R-2."""
    keeper_client.cookies["django_language"] = language
    pasted = {"values": "UPS\r\ndhl;D", "valid_from": "2026-01-01"}
    answer = keeper_client.post(f"/dimensions/-/{carrier.pk}/values/", pasted)
    assert answer.status_code == 422
    assert message in text(answer)
    assert "UPS\r\ndhl;D</textarea>" in text(answer)
    assert 'value="2026-01-01"' in text(answer)
    assert carrier.values.count() == 2


def test_value_gets_a_last_day_and_its_page_shows_it(
    keeper_client: Client, carrier: Dimension
) -> None:
    dhl = carrier.values.get(code="dhl")
    url = f"/dimensions/-/values/{dhl.pk}/"
    assert 'value="DHL"' in text(keeper_client.get(url))

    sent = {"name": "DHL", "valid_from": "", "valid_until": "2026-01-31"}
    assert keeper_client.post(url, sent | shown(keeper_client, url))["Location"] == f"{URL}carrier/"
    assert "beëindigd per 31 januari 2026" in text(keeper_client.get(f"{URL}carrier/"))
    assert 'value="2026-01-31"' in text(keeper_client.get(url))

    sent |= {"name": "Nieuw", "valid_from": "2026-02-01"} | shown(keeper_client, url)
    wrong = keeper_client.post(url, sent)
    assert wrong.status_code == 422
    assert wrong.context["form"].errors == {
        "valid_until": ["De einddatum ligt vóór de begindatum."]
    }
    assert wrong.context["heading"] == "DHL"


def test_dimension_is_renamed_and_moved(keeper_client: Client, carrier: Dimension) -> None:
    Dimension.objects.create(code="product", name_nl="product", position=1)
    url = f"/dimensions/-/{carrier.pk}/"
    assert 'value="bezorgdienst"' in text(keeper_client.get(url))
    sent = {"name_nl": "Vervoerder"} | shown(keeper_client, url)
    assert keeper_client.post(url, sent)["Location"] == f"{URL}carrier/"
    assert keeper_client.post(f"{url}move/", {"direction": "down"})["Location"] == URL
    assert [row.name_nl for row in Dimension.objects.all()] == ["product", "Vervoerder"]
    assert keeper_client.post(f"{url}move/", {"direction": "left"}).status_code == 404


def test_used_ones_stay_and_the_page_says_why(keeper_client: Client, carrier: Dimension) -> None:
    """R-7, for dimensions and values."""
    make.reason("not-delivered", requires=(carrier,))
    make.channel("phone")
    make.contact(timezone.now(), now=timezone.now(), dimensions={"carrier": "dhl"})
    dhl = carrier.values.get(code="dhl")
    for url, message in (
        (f"/dimensions/-/values/{dhl.pk}/", "'DHL' is gebruikt. Geef een laatste dag op."),
        (f"/dimensions/-/{carrier.pk}/", "'bezorgdienst' is gebruikt. Laat geen reden er meer om"),
    ):
        answer = keeper_client.post(f"{url}remove/")
        assert (answer.status_code, message in text(answer)) == (422, True)
        assert f'<form class="form" method="post" action="{url}">' in text(answer)
    assert carrier.values.count() == 2


def test_unused_ones_are_removed(keeper_client: Client, carrier: Dimension) -> None:
    for value in carrier.values.all():
        answer = keeper_client.post(f"/dimensions/-/values/{value.pk}/remove/")
        assert answer["Location"] == f"{URL}carrier/"
    assert keeper_client.post(f"/dimensions/-/{carrier.pk}/remove/")["Location"] == URL
    assert not Dimension.objects.exists()
