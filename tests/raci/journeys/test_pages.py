"""Changing the process map, in the browser's way."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raci.enums import EvidenceKind
from raci.models import Journey, ProcessStep, StepReason
from raci.services.causes import EvidenceDraft
from reasons.models import ContactReason
from reasons.services import restructuring
from tests.factories import journeys as make
from tests.factories import reasons
from tests.factories.causes import cause
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db
URL = "/process-map/edit/"


@pytest.fixture
def editor(client: Client, org) -> Client:
    client.force_login(org.coordinator)
    return client


def test_journey_is_made_changed_and_moved(editor: Client, org):
    given = {"name_nl": "Retour", "kind": "customer", "is_active": "on"}
    assert editor.post(f"{URL}new/", given).status_code == 302
    make.journey(org.coordinator, "Bestellen")
    journey = Journey.objects.get(name_nl="Retour")
    assert 'value="Retour"' in editor.get(f"{URL}{journey.pk}/").content.decode()
    editor.post(f"{URL}{journey.pk}/", {"name_nl": "Retouren", "kind": "process"})
    editor.post(f"{URL}{journey.pk}/move/", {"direction": "down"})
    assert [(row.name_nl, row.is_active) for row in Journey.objects.all()] == [
        ("Bestellen", True),
        ("Retouren", False),
    ]
    assert editor.post(f"{URL}{journey.pk}/move/", {"direction": "left"}).status_code == 404


def test_step_is_made_changed_moved_and_removed(editor: Client, org):
    journey = make.journey(org.coordinator)
    make.step(journey, org.coordinator, "Kiezen")
    given = {"name_nl": "Betalen", "department": str(org.logistics.pk)}
    assert editor.post(f"{URL}{journey.pk}/step/", given).status_code == 302
    step = ProcessStep.objects.get(name_nl="Betalen")
    assert "step:betalen" in editor.get(f"/process-map/steps/{step.pk}/").content.decode()
    editor.post(f"/process-map/steps/{step.pk}/", {"name_nl": "Afrekenen"})
    moved = editor.post(f"/process-map/steps/{step.pk}/move/", {"direction": "up"})
    assert moved["Location"] == f"{URL}#step-{step.pk}"
    assert [(row.name_nl, row.department) for row in journey.steps.all()] == [
        ("Afrekenen", None),
        ("Kiezen", None),
    ]
    editor.post(f"/process-map/steps/{step.pk}/remove/")
    assert [row.name_nl for row in journey.steps.all()] == ["Kiezen"]


def test_removing_a_step_tells_first_what_comes_loose(editor: Client, org):
    """R-10"""
    step = make.linked_step(org).step
    where = f"/process-map/steps/{step.pk}/remove/"
    assert f'href="{where}"' in editor.get(URL).content.decode()
    asked = editor.get(where)
    assert asked.status_code == 200
    assert "Er komt 1 reden los" in asked.content.decode()
    assert "<li>Gestapt</li>" in asked.content.decode()
    assert ProcessStep.objects.exists()
    assert editor.post(where).status_code == 302
    assert not ProcessStep.objects.exists()


def test_step_that_shows_a_cause_says_so_instead_of_asking(editor: Client, org):
    """R-9"""
    step = make.linked_step(org).step
    shown = EvidenceDraft(EvidenceKind.PROCESS_STEP, "Hier gaat het mis.", step=step)
    made = cause(org.reason, org.coordinator, evidence=[shown])
    where = f"/process-map/steps/{step.pk}/remove/"
    for answer, status in ((editor.get(where), 200), (editor.post(where), 422)):
        text = answer.content.decode()
        assert answer.status_code == status
        assert "Deze stap onderbouwt een oorzaak van: Bezorging." in text
        assert f'href="/causes/bezorging/#cause-{made.pk}"' in text
        assert "Stap verwijderen" not in text


def test_merged_reason_tells_with_which_one_it_is_counted(editor: Client, org):
    """R-7, R-10: and it is not offered for another step."""
    step, into = make.linked_step(org).step, reasons.reason("maat")
    merged = ContactReason.objects.get(code="gestapt")
    restructuring.merge_reasons(merged, into=into, actor=org.coordinator, now=MONDAY, why="Zelfde")
    assert "Gestapt (telt mee bij ‘Maat’)" in editor.get(URL).content.decode()
    offered = editor.get(f"/process-map/steps/{step.pk}/link/").content.decode()
    assert '<option value="maat">' in offered
    assert '<option value="gestapt">' not in offered


def test_reason_of_another_step_is_refused_with_the_form(editor: Client, org):
    """R-10"""
    taken = make.linked_step(org)
    step = make.step(taken.step.journey, org.coordinator, "Kiezen")
    sent = editor.post(f"/process-map/steps/{step.pk}/link/", {"reason": "gestapt"})
    assert sent.status_code == 422
    text = sent.content.decode()
    assert "Deze reden hoort al bij stap &#x27;Bezorgen&#x27;." in text
    assert '<option value="gestapt" selected>Gestapt (Bezorgen)</option>' in text


def test_department_owner_links_and_unlinks_and_changes_nothing_else(client: Client, org):
    step = make.step(make.journey(org.coordinator), org.coordinator, "Bezorgen", org.logistics)
    other = make.step(step.journey, org.coordinator, "Kiezen")
    leaf = reasons.reason("maat", org.reason)
    client.force_login(org.head)
    assert client.post(f"/process-map/steps/{step.pk}/link/", {"reason": "maat"}).status_code == 302
    text = client.get(URL).content.decode()
    assert f"/process-map/steps/{step.pk}/link/" in text
    assert f"/process-map/steps/{other.pk}/link/" not in text
    assert "/move/" not in text
    assert client.get(f"/process-map/steps/{other.pk}/link/").status_code == 403
    assert client.post(f"/process-map/reasons/{leaf.pk}/unlink/").status_code == 302
    assert not StepReason.objects.exists()


def test_page_takes_the_same_queries_for_one_step_and_for_three(client: Client, org):
    journey, counts = make.journey(org.coordinator), []
    client.force_login(org.head)
    for number in (1, 3):
        while ProcessStep.objects.count() < number:
            step = make.step(journey, org.coordinator, "Stap", org.logistics)
            make.link(step, reasons.reason(f"r{step.pk}"), org.coordinator)
        client.get(URL)
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
