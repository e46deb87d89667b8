"""For which reasons a target can be set: those that people still choose (K-3, R-7)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import raci, reasons
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db


def test_merged_and_ended_reasons_are_no_choice(client, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)
    org, today = raci.organisation(), MONDAY.date()
    reasons.reason("merged", merged_into=org.reason, valid_until=today)
    reasons.reason("ended", valid_until=today - timedelta(days=1))
    reasons.reason("last-day", valid_until=today)
    client.force_login(org.manager)
    choices = client.get(reverse("feedbackloop:new_target")).context["choices"]
    assert [code for code, _name in choices] == ["bezorging", "last-day"]
    for code, is_offered in (("bezorging", True), ("merged", False), ("ended", False)):
        page = client.get(f"/reasons/{code}/").content.decode()
        assert (f"/targets/new/?reason={code}" in page) == is_offered
