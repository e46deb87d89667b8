from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from raci.enums import RaciRole
from reasons.enums import ReasonKind
from tests.factories import raci as make
from tests.factories import reasons as make_reasons

pytestmark = pytest.mark.django_db
MATRIX = reverse("raci:responsibilities")


@pytest.fixture
def wood(org):
    """Bezorging (logistics) › Niet bezorgd › Niet thuis; Factuur and its Aanmaning: nobody."""
    undelivered = make_reasons.reason("niet-bezorgd", org.reason)
    make_reasons.reason("niet-thuis", undelivered)
    invoice = make_reasons.reason("factuur", position=100)
    make_reasons.reason("aanmaning", invoice, name_nl="Aanmaning geïnd")
    return org


@pytest.fixture
def shown(client, wood):
    def read(**query):
        client.force_login(wood.coordinator)
        return client.get(MATRIX, query)

    return read


def codes(response):
    return [line.reason.code for line in response.context["lines"]]


def test_matrix_shows_where_something_is_assigned_and_leaves_out_who_follows(shown):
    response = shown()
    assert codes(response) == ["bezorging", "factuur"]
    assert response.context["counts"] == {"assigned": 2, "gaps": 2, "all": 5}
    assert response.context["lines"][0].followers == 2


def test_matrix_shows_an_own_letter_below_what_it_is_part_of(shown, wood):
    leaf = wood.reason.children.get().children.get()
    make.assign(leaf, wood.manager, RaciRole.INFORMED)
    lines = shown().context["lines"]
    assert [(line.reason.code, line.is_context) for line in lines] == [
        ("bezorging", False),
        ("niet-bezorgd", True),
        ("niet-thuis", False),
        ("factuur", False),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"show": "all"}, ["bezorging", "niet-bezorgd", "niet-thuis", "factuur", "aanmaning"]),
        ({"show": "gaps"}, ["factuur", "aanmaning"]),
        ({"q": "GEIND"}, ["factuur", "aanmaning"]),
        ({"q": "bezorging thuis"}, ["bezorging", "niet-bezorgd", "niet-thuis"]),
        ({"q": "zoek"}, []),
        ({"department": "logistics"}, ["bezorging", "niet-bezorgd", "niet-thuis"]),
        ({"department": "team"}, []),
        ({"department": "weg", "show": "x"}, ["bezorging", "factuur"]),
    ],
)
def test_matrix_is_narrowed(shown, query, found):
    response = shown(**query)
    assert (response.status_code, codes(response)) == (200, found)


def test_noise_and_what_has_ended_need_nobody(shown):
    yesterday = timezone.localdate() - timedelta(days=1)
    noise = make_reasons.reason("ruis", kind=ReasonKind.NOISE, position=200)
    make_reasons.reason("spam", noise)
    make_reasons.reason("oud", position=300, valid_until=yesterday)
    response = shown(show="gaps")
    assert codes(response) == ["factuur", "aanmaning"]
    assert "Voor 2 redenen is niemand eindverantwoordelijk" in response.content.decode()


def test_department_without_a_head_is_seen(shown, wood):
    wood.logistics.head = None
    wood.logistics.save()
    response = shown()
    content = response.content.decode()
    assert [line.node.code for line in response.context["headless"]] == ["logistics"]
    assert "Logistics heeft geen hoofd en is eindverantwoordelijk voor 3 redenen" in content
    assert [line.is_headless for line in response.context["lines"]] == [True, False]


def test_team_without_a_head_shows_who_stands_in(shown, wood):
    make.department("depot", parent=wood.logistics)
    response = shown()
    (depot,) = [row for row in response.context["departments"] if row.node.code == "depot"]
    assert (depot.head, depot.stands_in, depot.is_headless) == (None, wood.head, False)
    assert "bakker neemt waar" in response.content.decode()
    assert response.context["headless"] == []


def test_choices_stay_when_something_is_assigned_or_removed(client, wood):
    client.force_login(wood.manager)
    address = f"{MATRIX}?show=gaps&reason=factuur"
    saved = client.post(address, {"role": "A", "holder": f"d{wood.logistics.pk}"})
    assert saved.url == f"{address}#edit"
    (row,) = client.get(saved.url).context["own_letters"]
    removed = client.post(reverse("raci:remove", args=[row.pk]) + "?show=gaps", follow=True)
    assert removed.redirect_chain == [(f"{address}#edit", 302)]
    assert "Verwijderd." in removed.content.decode()
