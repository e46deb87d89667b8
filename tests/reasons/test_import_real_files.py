"""Real files give exactly the figures that others counted in them."""

import json
from collections import Counter
from datetime import date
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from contactreductie.core.iso_week import IsoWeek
from reasons.enums import ReasonKind
from reasons.models import Contact, ContactDimension, RepeatLink
from reasons.queries.tree import ReasonNode, ReasonTree
from tests.factories import imports

pytestmark = pytest.mark.django_db
CFPB = imports.DATA / "cfpb-klachten-2014"
UWV = imports.DATA / "uwv-klachten-bpi2016"


def expected(folder: Any) -> dict[str, Any]:
    figures: dict[str, Any] = json.loads((folder / "expected.json").read_text("utf-8"))
    return figures


def paths() -> list[list[ReasonNode]]:
    """The path of every contact's reason."""
    tree = ReasonTree.load()
    by_reason = {node.id: tree.path(node) for node in tree.nodes}
    return [by_reason[pk] for pk in Contact.objects.values_list("reason", flat=True)]


def is_without(path: list[ReasonNode], level: int) -> bool:
    """Whether a level (from 1) is empty: not there, or the catch-all in its place."""
    return len(path) < level or path[level - 1].kind == ReasonKind.CATCH_ALL


def named(path: list[ReasonNode], *levels: int) -> str:
    return " > ".join(path[level - 1].name_nl for level in levels)


def dates() -> list[date]:
    return list(Contact.objects.values_list("local_date", flat=True))


def channels() -> dict[str, int]:
    return Counter(Contact.objects.values_list("channel__name_nl", flat=True))


def test_import_of_cfpb_gives_the_figures_of_the_file() -> None:
    figures = expected(CFPB)
    file = CFPB / "complaints_2014-10-10_2014-11-13.csv.gz"

    batch = imports.import_file(file, imports.mapping("cfpb-complaints"), create=True)

    found = paths()
    assert imports.counts(batch) == {
        "read": figures["rows"],
        "created": figures["unique_complaint_ids"],
        "duplicate": 0,
        "rejected": 0,
        "reasons_created": batch.reasons_created_count,
    }
    assert Counter(named(path, 1) for path in found) == figures["product"]
    assert sum(is_without(path, 2) for path in found) == figures["empty_sub_product"]
    assert sum(is_without(path, 4) for path in found) == figures["empty_sub_issue"]
    assert len({named(path, 1, 2) for path in found}) == figures["paths"]["product_sub"]
    issues = Counter(named(path, 1, 3) for path in found)
    for name, number in figures["top_product_issue"].items():
        assert issues[name] == number
    assert Counter(str(IsoWeek.of(day)) for day in dates()) == figures["per_iso_week"]
    assert [str(min(dates())), str(max(dates()))] == figures["dates"]
    assert channels() == figures["channel"]
    suppliers = Counter(ContactDimension.objects.values_list("value__name", flat=True))
    assert len(suppliers) == figures["companies"]
    assert dict(suppliers.most_common(5)) == figures["top5_companies"]


def test_import_of_cfpb_again_adds_nothing() -> None:
    file = CFPB / "complaints_2014-10-10_2014-11-13.csv.gz"
    mapping = imports.mapping("cfpb-complaints")
    trial = imports.rehearse_file(file, mapping, create=True)
    first = imports.import_file(file, mapping, create=True)
    reasons = ReasonTree.load().nodes

    again = imports.import_file(file, mapping, create=True)

    assert trial.reasons_created == first.reasons_created_count
    assert imports.counts(again) == {
        "read": 8340,
        "created": 0,
        "duplicate": 8340,
        "rejected": 0,
        "reasons_created": 0,
    }
    assert Contact.objects.count() == 8340
    assert ReasonTree.load().nodes == reasons


def test_import_of_uwv_gives_the_figures_of_the_file() -> None:
    figures = expected(UWV)

    batch = imports.import_file(
        UWV / "BPI2016_Complaints.csv", imports.mapping("uwv-complaints"), create=True
    )

    found = paths()
    assert imports.counts(batch)["created"] == figures["rows"]
    assert Contact.objects.values("customer_key").distinct().count() == figures["customers"]
    assert Counter(named(path, 1) for path in found) == figures["theme"]
    pairs = Counter(named(path, 1, 2).replace("Overig", "n.v.t.") for path in found)
    assert pairs == figures["theme_subtheme"]
    assert len({named(path, 1, 2, 3) for path in found}) == figures["paths_level3"]
    topics = Counter(named(path, 3) for path in found)
    assert {name: topics[name] for name in figures["top_topics"]} == figures["top_topics"]
    assert channels() == {f"Kanaal {name}": n for name, n in figures["channel_id"].items()}
    assert Counter(f"{day:%Y-%m}" for day in dates()) == figures["per_month"]
    assert [str(min(dates())), str(max(dates()))] == figures["dates"]


@pytest.mark.parametrize(("level", "name"), [(2, "same_level2"), (3, "same_level3")])
def test_import_of_uwv_links_the_repeats_in_the_file(
    settings: Settings, level: int, name: str
) -> None:
    settings.SAME_REASON_LEVEL = level
    figures = expected(UWV)["repeat_14_calendar_days_rows"]

    imports.import_file(
        UWV / "BPI2016_Complaints.csv", imports.mapping("uwv-complaints"), create=True
    )

    links = RepeatLink.objects.all()
    assert links.count() == figures["any"]
    assert links.filter(same_reason__isnull=False).count() == figures[name]
