"""Changing the process map, in the browser's way."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raci.models import Journey, ProcessStep, StepReason
from tests.factories import journeys as make
from tests.factories import reasons

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
