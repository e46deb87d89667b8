import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contactreductie.core.enums import Role
from raci.enums import RaciRole
from raci.models import CustomerVision, ReasonResponsibility
from tests.factories import people
from tests.factories import raci as make
from tests.factories import reasons as make_reasons

pytestmark = pytest.mark.django_db
MATRIX, VISION = reverse("raci:responsibilities"), reverse("raci:vision")
EDITORS = {Role.COORDINATOR, Role.MANAGER}
# The menu's own included.
MOST_QUERIES = 13


@pytest.mark.parametrize("role", list(Role))
def test_matrix_is_read_by_all_but_the_privacy_officer_and_edited_by_few(client, org, role):
    client.force_login(people.user("iemand", role))
    response = client.get(MATRIX)
    assert response.status_code == (403 if role == Role.PRIVACY_OFFICER else 200)
    if response.status_code == 200:
        assert response.context["may_edit"] == (role in EDITORS)
    given = {"role": "I", "holder": f"p{org.manager.pk}"}
    posted = client.post(f"{MATRIX}?reason=bezorging", given)
    assert posted.status_code == (302 if role in EDITORS else 403)
    removed = client.post(reverse("raci:remove", args=[org.reason.responsibilities.first().pk]))
    assert removed.status_code == (302 if role in EDITORS else 403)


def test_matrix_shows_owners_inheritance_and_gaps(client, org):
    middle = make_reasons.reason("niet-bezorgd", org.reason)
    make_reasons.reason("factuur")
    make.assign(middle, org.customer_service, RaciRole.CONSULTED)
    client.force_login(org.agent)
    response = client.get(MATRIX)
    lines = {line.reason.code: line for line in response.context["lines"]}
    assert (lines["bezorging"].accountable, lines["bezorging"].inherited_from) == ("Logistics", "")
    assert lines["niet-bezorgd"].inherited_from == "Bezorging"
    assert [(other.role, other.name) for other in lines["niet-bezorgd"].others] == [
        ("C", "Service")
    ]
    assert [code for code, line in lines.items() if line.is_gap] == ["factuur"]
    assert "Voor 1 reden is niemand eindverantwoordelijk" in response.content.decode()


def test_matrix_takes_the_same_queries_for_one_entry_and_for_three(client, org):
    counts = []
    client.force_login(org.agent)
    for number in (1, 3):
        while ReasonResponsibility.objects.filter(role=RaciRole.INFORMED).count() < number:
            reason = make_reasons.reason(f"r{ReasonResponsibility.objects.count()}", org.reason)
            make.assign(reason, org.manager, RaciRole.INFORMED)
        client.get(MATRIX)
        with CaptureQueriesContext(connection) as queries:
            client.get(MATRIX)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= MOST_QUERIES


def test_owner_is_assigned_and_removed_on_the_page(client, org):
    reason = make_reasons.reason("factuur")
    finance = make.department("finance")
    client.force_login(org.coordinator)
    address = f"{MATRIX}?reason=factuur"
    assert client.get(address).context["chosen"].name == reason.name_nl
    response = client.post(address, {"role": "A", "holder": f"d{finance.pk}"})
    assert (response.status_code, response.url) == (302, f"{address}#edit")
    row = ReasonResponsibility.objects.get(reason=reason)
    assert (row.role, row.department) == ("A", finance)
    client.post(reverse("raci:remove", args=[row.pk]))
    assert not ReasonResponsibility.objects.filter(reason=reason).exists()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"role": "A", "holder": "d{team}"}, "Klantenservice kan faciliteren"),
        ({"role": "C", "holder": "d{logistics}"}, "Deze persoon heeft al een rol."),
        ({"role": "A", "holder": ""}, "Kies een afdeling of een persoon."),
    ],
)
def test_refused_assignment_says_why(client, org, given, message):
    ids = {"team": org.team.pk, "logistics": org.logistics.pk}
    client.force_login(org.coordinator)
    data = {**given, "holder": given["holder"].format(**ids)}
    response = client.post(f"{MATRIX}?reason=bezorging", data)
    assert response.status_code == 422
    assert message in response.content.decode()


def test_unknown_reason_is_missing(client, org):
    client.force_login(org.coordinator)
    for code in ("weg", "%00", "x" * 3000):
        assert client.get(f"{MATRIX}?reason={code}").status_code == 404
    assert client.post(MATRIX, {"role": "A", "holder": f"d{org.logistics.pk}"}).status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_vision_is_read_by_everybody_and_adopted_by_management(client, role):
    """V-1: the coordinator only writes a draft."""
    client.force_login(people.user("iemand", role))
    response = client.get(VISION)
    assert response.status_code == 200
    assert (response.context["form"] is not None) == (role in EDITORS)
    posted = client.post(VISION, {"statement": "Zo doen wij het.", "principles": "Een\nTwee"})
    assert posted.status_code == (302 if role == Role.MANAGER else 403)
    assert CustomerVision.objects.count() == (1 if role == Role.MANAGER else 0)


def test_vision_page_shows_versions_and_what_to_recheck(client, org):
    make.action_in("planned", org)
    client.force_login(org.manager)
    client.post(VISION, {"statement": "Nieuw.", "principles": "Eén principe"})
    content = client.get(VISION).content.decode()
    assert "Eén principe" in content
    assert "Wij bellen eerst." in content
    assert "Opnieuw te bekijken" in content
    assert CustomerVision.objects.latest("version").principles.get().text == "Eén principe"


def test_refused_vision_keeps_the_input(client, org):
    client.force_login(org.manager)
    response = client.post(VISION, {"statement": "Zo doen wij het.", "principles": ""})
    assert response.status_code == 422
    assert "Zo doen wij het." in response.content.decode()
