"""The page of causes behind a reason, in the browser's way (R-9)."""

import pytest
from django.test import Client

from raci.models import RootCause
from tests.factories import raci as make
from tests.factories import reasons as make_reasons
from tests.factories.causes import cause

pytestmark = pytest.mark.django_db
QUERIES = 9
GIVEN = {
    "category": "process",
    "description": "Het adres wordt overgetypt.",
    "contacts_count": "12",
    "contacts_text": "In negen stond een verkeerd adres.",
}


@pytest.fixture
def org():
    return make.organisation()


@pytest.fixture
def url(org):
    return f"/causes/{org.reason.code}/"


def test_cause_is_recorded_and_shown_with_the_reason(client: Client, org, url):
    client.force_login(org.coordinator)

    sent = client.post(url, GIVEN, follow=True)

    assert sent.redirect_chain == [(url, 302)]
    text = sent.content.decode()
    assert "Gelezen contacten (12): In negen stond een verkeerd adres." in text
    assert (
        "Het adres wordt overgetypt." in client.get(f"/reasons/{org.reason.code}/").content.decode()
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"contacts_count": "", "contacts_text": ""},
            "Onderbouw de oorzaak met minstens één bron.",
        ),
        ({"contacts_count": "9"}, "Lees minstens 10 contacten."),
        ({"contacts_count": "-1"}, "Zorg ervoor dat deze waarde minstens 1 is."),
        ({"category": ""}, "Kies bij wie de oorzaak ligt."),
    ],
)
def test_refused_cause_keeps_what_was_typed(client: Client, org, url, changed, said):
    client.force_login(org.coordinator)
    sent = client.post(url, GIVEN | changed)
    text = sent.content.decode()
    assert sent.status_code == 422
    assert said in text
    assert 'value="Het adres wordt overgetypt."' in text
    assert not RootCause.objects.exists()


def test_owner_of_another_department_reads_only(client: Client, org, url):
    elsewhere = make_reasons.reason("factuur")
    cause(elsewhere, org.coordinator)
    client.force_login(org.head)
    page = client.get("/causes/factuur/").content.decode()
    assert "Het adres wordt overgetypt." in page
    assert "Oorzaak vastleggen" not in page
    assert client.post("/causes/factuur/", GIVEN).status_code == 403


def test_cause_is_withdrawn_with_a_reason(client: Client, org, url):
    made = cause(org.reason, org.coordinator)
    client.force_login(org.head)
    where = f"/causes/{made.pk}/withdraw/"

    refused = client.post(where, {f"withdraw-{made.pk}-why": ""})
    done = client.post(where, {f"withdraw-{made.pk}-why": "Adressen zijn goed."}, follow=True)

    assert refused.status_code == 422
    assert "Ingetrokken door" in done.content.decode()
    made.refresh_from_db()
    assert made.withdrawn_by == org.head
    assert client.post(where, {f"withdraw-{made.pk}-why": "Nog eens."}).status_code == 409


def test_page_of_a_parent_shows_what_lies_below_it_too(client: Client, org, url):
    """R-9: with the reason it is a cause of, and withdrawn over there."""
    below = make_reasons.reason("nat", org.reason, name_nl="Pakket nat")
    made = cause(below, org.coordinator, description="Het karton is te dun.")
    client.force_login(org.coordinator)
    text = client.get(url).content.decode()
    assert "Oorzaken van: " in text[text.index("<h1") : text.index("</h1>")]
    assert "Het karton is te dun." in text
    assert '<a href="/causes/nat/">Pakket nat</a>' in text
    assert f"/causes/{made.pk}/withdraw/" not in text
    assert f"/causes/{made.pk}/withdraw/" in client.get("/causes/nat/").content.decode()


def test_noise_and_unknown_reasons_have_no_page(client: Client, org):
    make_reasons.reason("spam", kind="noise")
    client.force_login(org.coordinator)
    assert client.get("/causes/spam/").status_code == 404
    assert client.get("/causes/bestaat-niet/").status_code == 404


@pytest.mark.parametrize("count", [1, 4])
def test_page_takes_the_same_queries_for_any_number(
    client: Client, org, url, count, django_assert_num_queries
):
    for _each in range(count):
        cause(org.reason, org.coordinator)
    client.force_login(org.coordinator)
    client.get(url)
    with django_assert_num_queries(QUERIES):
        client.get(url)
