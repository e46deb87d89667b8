import hashlib
import json
from datetime import UTC

import pytest
from django.db import IntegrityError, transaction

from contactreductie.core.refusals import Refusal
from feedbackloop.models import WeeklyReport
from feedbackloop.reports.document import canonical, seal
from feedbackloop.services import reports
from tests.factories import feedbackloop as build
from tests.factories import reasons as make
from tests.factories.clock import MONDAY
from tests.factories.feedbackloop import W10

pytestmark = pytest.mark.django_db
KEYS = [
    "week", "version", "status", "published_at", "sha256", "completeness", "totals",
    "denominators", "lines", "dimensions", "dimensions_hidden", "repeat", "findings", "actions",
    "pilots", "signals", "corrections",
]  # fmt: skip


@pytest.fixture
def published():
    make.reason("late", make.reason("delivery"))
    make.channel("phone")
    build.series("late", [20] * 8 + [47], customer_ref="K1")
    build.orders(1000, *(W10.plus(-back) for back in range(9)))
    report = build.draft()
    reports.publish(report, now=MONDAY)
    return report


def test_document_has_the_keys_of_the_contract_in_order(published):
    assert list(published.content) == KEYS
    assert published.content["status"] == "published"
    assert published.content["published_at"] == "2026-03-09T06:00:00Z"


def test_document_is_compact_utf_8_with_one_newline(published):
    assert published.document == canonical(json.loads(published.document))
    assert published.document.endswith("}\n")
    assert "‘" in published.document


def test_hash_is_that_of_the_document_without_it(published):
    content = json.loads(published.document)
    digest = content.pop("sha256")
    unsealed = json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"

    assert hashlib.sha256(unsealed.encode()).hexdigest() == digest == published.sha256


def test_document_read_back_is_the_same_to_the_byte(published):
    assert WeeklyReport.objects.get().document == published.document


def test_same_input_in_another_order_and_zone_gives_the_same_bytes(published):
    first = published.document
    published.delete()
    build.facts.rebuild_all()

    again = build.draft()
    reports.publish(again, now=MONDAY.astimezone(UTC))

    assert again.document == first


def test_document_without_content_is_refused_by_the_database(published):
    with pytest.raises(IntegrityError), transaction.atomic():
        WeeklyReport.objects.filter(pk=published.pk).update(document="")


def test_document_has_the_same_bytes_on_every_engine_and_machine(published):
    # Changes only with METHOD_VERSION, the keys of the document or the words of a finding.
    assert published.sha256 == "1bdafc8d3ce64691d9decc5ef76d33f16b222f833878d5d7fdd43d152bda9c4c"


def test_published_report_is_not_published_again(published):
    with pytest.raises(Refusal) as refused:
        reports.publish(published, now=MONDAY)

    assert (refused.value.rule, WeeklyReport.objects.get().sha256) == ("F-5", published.sha256)


def test_seal_puts_the_hash_where_the_contract_has_it():
    document, digest = seal({"week": "2026-W10", "sha256": "", "lines": []})

    assert document == f'{{"week":"2026-W10","sha256":"{digest}","lines":[]}}\n'
