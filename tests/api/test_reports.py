"""GET /api/v1/reports/."""

import hashlib
import json

import pytest

from contactreductie.core.enums import Role, TokenScope
from contactreductie.core.iso_week import IsoWeek
from feedbackloop.models import WeeklyReport
from reasons.models import ContactReason
from tests.api.client import ApiClient, client_of
from tests.factories import feedbackloop, people
from tests.factories.feedbackloop import W10

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]
URL = "/api/v1/reports/"


@pytest.fixture
def reader() -> ApiClient:
    return client_of(people.agent(), TokenScope.READ)


def published(week: IsoWeek = W10, contacts: int = 20) -> WeeklyReport:
    feedbackloop.contacts(week, contacts)
    return feedbackloop.run_loop(week)


def test_report_is_given_byte_for_byte(reader: ApiClient) -> None:
    delivery = ContactReason.objects.get(code="delivery")
    feedbackloop.accountable(delivery, feedbackloop.department("logistics"))
    feedbackloop.orders(1000, *(W10.plus(-offset) for offset in range(9)))
    feedbackloop.series("not-delivered", [4] * 8, last=W10.plus(-1))
    report = published()

    response = reader.get(f"{URL}2026-W10/")

    document = json.loads(response.content)
    assert response.headers["Content-Type"] == "application/json"
    assert response.content == report.document.encode()
    assert (document["week"], document["sha256"]) == ("2026-W10", report.sha256)
    assert document["totals"]["contacts"] == 20
    assert [finding["kind"] for finding in document["findings"]] == ["spike"]
    sealed = response.content.replace(f'"sha256":"{report.sha256}",'.encode(), b"")
    assert hashlib.sha256(sealed).hexdigest() == report.sha256


def test_report_of_an_older_version_stays_readable(reader: ApiClient) -> None:
    first = published()
    second = WeeklyReport.objects.get(pk=first.pk)
    second.pk, second.version = None, 2
    second.document = first.document.replace('"version":1', '"version":2')
    second.save()

    assert json.loads(reader.get(f"{URL}2026-W10/").content)["version"] == 2
    assert reader.get(f"{URL}2026-W10/?version=1").content == first.document.encode()
    assert reader.get(f"{URL}2026-W10/?version=3").status_code == 404
    assert [row["version"] for row in reader.get(URL).json()["results"]] == [2]


@pytest.mark.parametrize("version", ["x", "0", "-1", "99999999999999999999"])
def test_report_version_that_is_no_number_is_422(reader: ApiClient, version: str) -> None:
    assert reader.get(f"{URL}2026-W10/?version={version}").status_code == 422


@pytest.mark.parametrize("week", ["2026-W10", "2026-W54", "9999-W52", "week", "2026-W10%00"])
def test_report_week_without_one_is_404(reader: ApiClient, week: str) -> None:
    assert reader.get(f"{URL}{week}/").status_code == 404


def test_report_that_is_still_a_draft_is_not_there(reader: ApiClient) -> None:
    report = published()
    WeeklyReport.objects.filter(pk=report.pk).update(status="draft")

    assert reader.get(f"{URL}2026-W10/").status_code == 404
    assert reader.get(URL).json()["results"] == []


def test_reports_are_listed_newest_week_first_and_paged(reader: ApiClient) -> None:
    reports = [published(W10.plus(offset)) for offset in (0, -1, 1)]

    first = reader.get(f"{URL}?page_size=2").json()
    second = reader.get(first["next"]).json()

    assert [row["week"] for row in first["results"]] == ["2026-W11", "2026-W10"]
    assert [row["week"] for row in second["results"]] == ["2026-W09"]
    assert second["next"] is None
    assert first["results"][1] | {"published_at": ""} == {
        "week": "2026-W10",
        "version": 1,
        "status": "published",
        "published_at": "",
        "sha256": reports[0].sha256,
    }


def test_reports_take_as_many_queries_for_three_as_for_one(
    reader: ApiClient, django_assert_num_queries
) -> None:
    for weeks in ([0], [1, 2]):
        for offset in weeks:
            published(W10.plus(offset))
        reader.get(URL)
        with django_assert_num_queries(3):
            reader.get(URL)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PRIVACY_OFFICER])
def test_reports_are_for_who_works_with_contacts(role: Role) -> None:
    client = client_of(people.user("x", role))

    assert client.get(URL).status_code == 403
    assert client.get(f"{URL}2026-W10/").status_code == 403
