"""Paths in a file: found in the tree, or made with `--create-reasons`."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from contactreductie.core.models import AuditEvent
from reasons.enums import ReasonKind
from reasons.ingest import running
from reasons.ingest.mapping import Mapping
from reasons.models import Channel, Contact, ContactReason, Dimension, DimensionValue
from reasons.queries.tree import ReasonTree
from reasons.services import changed_days
from tests.factories import imports, reasons
from tests.factories.clock import MONDAY, amsterdam

pytestmark = pytest.mark.django_db
PATH_ONLY = Mapping.from_document(
    {"constants": {"occurred_at": "2026-03-02T09:15", "channel": "phone"}}
)


def paths_file(folder: Path, *paths: str, name: str = "paths.csv") -> Path:
    rows = [{"external_ref": f"{name}-{n}", "reason_path": path} for n, path in enumerate(paths)]
    return imports.csv_file(folder, *rows, name=name)


def tree() -> dict[str, list[str]]:
    """Paths of the leaves, with the references of their contacts; the catch-all marked *."""
    found = ReasonTree.load()
    leaves: dict[str, list[str]] = {}
    for node in found.nodes:
        steps = found.path(node)
        name = " > ".join(s.name_nl + "*" * (s.kind == ReasonKind.CATCH_ALL) for s in steps)
        contacts = Contact.objects.filter(reason=node.id).order_by("external_ref")
        refs = [ref.rsplit("-", 1)[1] for ref in contacts.values_list("external_ref", flat=True)]
        if refs or found.is_leaf(node.id):
            leaves[name] = refs
    return leaves


def import_paths(folder: Path, *paths: str, **options: Any) -> Any:
    options = {"using": PATH_ONLY, "create": True} | options
    return imports.import_file(paths_file(folder, *paths), **options)


@pytest.fixture
def delivery() -> ContactReason:
    main = reasons.reason("delivery", name_nl="Bezorging", name_en="Delivery")
    missing = reasons.reason("missing", main, name_nl="Niet bezorgd", name_en="Not delivered")
    reasons.reason("lost", missing, name_nl="Pakket kwijt, of niet?", name_en="Lost / stolen")
    reasons.reason("other", main, name_nl="Overig", name_en="Other", kind=ReasonKind.CATCH_ALL)
    reasons.channel("phone")
    return main


@pytest.mark.parametrize(
    "path",
    [
        "Bezorging > Niet bezorgd > Pakket kwijt, of niet?",
        "delivery > Not delivered > Lost / stolen",
        "  BEZORGING >  niet  bezorgd > pákket kwijt, of niet?",
        "delivery > missing > lost",
    ],
)
def test_path_may_name_reasons_in_either_language_or_by_code(
    tmp_path: Path, delivery: ContactReason, path: str
) -> None:
    imports.import_file(paths_file(tmp_path, path), PATH_ONLY)

    assert Contact.objects.get().reason.code == "lost"


@pytest.mark.parametrize("path", ["Bezorging", "Bezorging > Overig", "Bezorging > "])
def test_path_that_ends_above_the_leaves_belongs_to_the_catch_all(
    tmp_path: Path, delivery: ContactReason, path: str
) -> None:
    imports.import_file(paths_file(tmp_path, path), PATH_ONLY)

    assert Contact.objects.get().reason.code == "other"


def test_path_without_catch_all_or_unknown_is_refused_unless_reasons_are_created(
    tmp_path: Path, delivery: ContactReason
) -> None:
    file = paths_file(tmp_path, "Bezorging > Niet bezorgd", "Bezorging > Te laat", "Geld")

    batch = imports.import_file(file, PATH_ONLY)

    assert [(number, message) for number, _c, _v, message in imports.rejections(batch)] == [
        (2, "Deze reden is niet (meer) te kiezen. Kies een actuele subreden."),
        (3, "Onbekende reden 'Bezorging > Te laat'."),
        (4, "Onbekende reden 'Geld'."),
    ]
    assert ContactReason.objects.count() == 4


def test_create_reasons_makes_what_is_missing_on_the_way(
    tmp_path: Path, delivery: ContactReason
) -> None:
    batch = import_paths(
        tmp_path, "Bezorging > Niet bezorgd", "Bezorging > Te laat > Eén dag", "Geld"
    )

    assert tree() == {
        "Bezorging > Niet bezorgd > Overig*": ["0"],
        "Bezorging > Niet bezorgd > Pakket kwijt, of niet?": [],
        "Bezorging > Overig*": [],
        "Bezorging > Te laat > Eén dag": ["1"],
        "Geld": ["2"],
    }
    assert imports.counts(batch)["reasons_created"] == 4
    made = ContactReason.objects.get(name_nl="Eén dag")
    assert made.code == "delivery-te-laat-een-dag"
    assert ContactReason.objects.get(parent__code="missing", kind="catch_all").name_en == "Other"


def test_create_reasons_keeps_a_new_code_as_it_is_given(tmp_path: Path) -> None:
    reasons.channel("phone")
    rows = [imports.row(1, reason="BEZ-01"), imports.row(2, reason="BEZ-01")]

    imports.import_file(imports.csv_file(tmp_path, *rows), create=True)

    assert ContactReason.objects.get().code == "BEZ-01"
    assert Contact.objects.count() == 2


def test_empty_level_in_the_middle_is_the_catch_all_of_that_level(tmp_path: Path) -> None:
    import_paths(tmp_path, "A > B > C", "A >  > C", "A > n.v.t. > D", "A")

    assert tree() == {
        "A > B > C": ["0"],
        "A > Overig* > C": ["1"],
        "A > n.v.t. > D": ["2"],
        "A > Overig* > Overig*": ["3"],
    }


def test_empty_level_may_be_another_word_or_be_skipped(tmp_path: Path) -> None:
    skipping = PATH_ONLY.document | {"levels": {"empty": ["n.v.t."], "missing": "skip"}}

    import_paths(
        tmp_path, "A > n.v.t. > C", "A > B > n.v.t.", using=Mapping.from_document(skipping)
    )

    assert tree() == {"A > C": ["0"], "A > B": ["1"]}


def test_child_with_the_name_of_a_catch_all_becomes_it(tmp_path: Path) -> None:
    import_paths(tmp_path, "A > B", "A > Overig", "A")

    assert tree() == {"A > B": ["0"], "A > Overig*": ["1", "2"]}


def test_leaf_that_gets_children_passes_its_contacts_to_its_catch_all(tmp_path: Path) -> None:
    import_paths(tmp_path, "A > B", "A > B")
    changed_days.clear([pk for ids in changed_days.pending().values() for pk in ids])

    more = imports.import_file(
        paths_file(tmp_path, "A > B > C", name="more.csv"), PATH_ONLY, create=True
    )

    assert tree() == {"A > B > Overig*": ["0", "1"], "A > B > C": ["0"]}
    assert imports.counts(more)["reasons_created"] == 2
    assert list(changed_days.pending()) == [amsterdam("2026-03-02 00:00").date()]
    recoded = AuditEvent.objects.get(verb="contacts_recoded")
    assert recoded.details["contacts"] == 2


def test_import_again_after_a_leaf_got_children_adds_nothing(tmp_path: Path) -> None:
    file = paths_file(tmp_path, "A > B")
    imports.import_file(file, PATH_ONLY, create=True)
    imports.import_file(paths_file(tmp_path, "A > B > C", name="more.csv"), PATH_ONLY, create=True)

    again = imports.import_file(file, PATH_ONLY, create=True)

    assert imports.counts(again)["duplicate"] == 1
    assert Contact.objects.count() == 2


def test_create_reasons_makes_channels_dimensions_and_values(tmp_path: Path) -> None:
    reasons.reason("not-delivered", reasons.reason("delivery"))
    rows = [
        imports.row(1, channel="Post / brief") | {"dim:Leverancier": "Choice, Inc."},
        imports.row(2, channel="post / brief") | {"dim:Leverancier": "CHOICE, inc."},
        imports.row(3, channel="fax", occurred_at="never") | {"dim:Leverancier": "Nobody"},
    ]

    batch = imports.import_file(imports.csv_file(tmp_path, *rows), create=True)

    assert imports.counts(batch)["created"] == 2
    assert [(c.code, c.name_nl) for c in Channel.objects.all()] == [
        ("Post / brief", "Post / brief")
    ]
    assert Dimension.objects.get().code == "Leverancier"
    value = DimensionValue.objects.get()
    assert (value.code, value.name) == ("Choice, Inc.", "Choice, Inc.")


def test_list_that_another_import_changes_meanwhile_is_read_again(
    tmp_path: Path, settings: Settings
) -> None:
    """Between two chunks somebody else makes the very channel that the second one needs."""
    settings.IMPORT_CHUNK_ROWS = 1
    reasons.channel("phone")
    reasons.reason("not-delivered")
    file = imports.csv_file(tmp_path, imports.row(1), imports.row(2, channel="Fax"))
    job = running.open_job(file, Mapping(), source="test", create=True)
    batch = running.take_up(job, requested_by=None, clock=lambda: MONDAY)
    made: list[Channel] = []

    def clock() -> datetime:
        if Contact.objects.exists() and not made:
            made.append(reasons.channel("Fax", name_nl="Fax"))
        return MONDAY

    running.import_job(job, batch, clock=clock, report=lambda _done: None)

    assert list(Channel.objects.exclude(code="phone")) == made
    assert Contact.objects.count() == 2


def test_row_that_is_refused_leaves_no_new_reason_behind(tmp_path: Path) -> None:
    reasons.channel("phone")
    rows = [
        imports.row(1, reason="", occurred_at="2027-01-01") | {"reason_path": "Toekomst"},
        imports.row(2, reason="") | {"reason_path": "Nu"},
    ]

    imports.import_file(imports.csv_file(tmp_path, *rows), create=True)

    assert [reason.name_nl for reason in ContactReason.objects.all()] == ["Nu"]


def test_name_that_is_a_dimension_value_is_refused_for_that_row_alone(tmp_path: Path) -> None:
    reasons.channel("phone")
    reasons.carrier("postnl")

    batch = import_paths(tmp_path, "Bezorging > Niet bezorgd - PostNL", "Bezorging > Te laat")

    assert [bad[3] for bad in imports.rejections(batch)] == [
        "Gebruik de dimensie bezorgdienst in plaats van een aparte reden."
    ]
    assert tree() == {"Bezorging > Te laat": ["1"]}


@pytest.mark.parametrize(
    ("cells", "place", "message"),
    [
        ({"reason_path": "Be\u200bzorging"}, "reason_path", "Deze tekst bevat stuurtekens."),
        ({"reason_path": "Geld > Be\u00adzorging"}, "reason_path", "Deze tekst bevat"),
        ({"reason": "PostNL"}, "reason", "Gebruik de dimensie bezorgdienst"),
    ],
)
def test_name_that_no_reason_may_have_is_refused_for_that_row_alone(
    tmp_path: Path, cells: dict[str, str], place: str, message: str
) -> None:
    """R-2, R-6: making it would be refused, so its row is, and the file goes on."""
    reasons.channel("phone")
    reasons.carrier("postnl")
    given = {"reason": "", "reason_path": ""}
    rows = [imports.row(1) | given | cells, imports.row(2) | given | {"reason_path": "Te laat"}]

    batch = imports.import_file(imports.csv_file(tmp_path, *rows), create=True)

    ((row, column, _value, text),) = imports.rejections(batch)
    assert (row, column, text[: len(message)]) == (2, place, message)
    assert tree() == {"Te laat": ["2"]}


def test_name_that_a_later_row_uses_as_a_dimension_value_is_refused(tmp_path: Path) -> None:
    """R-6."""
    reasons.channel("phone")
    rows = [
        imports.row(1, reason="") | {"reason_path": "PostNL", "dim:carrier": ""},
        imports.row(2, reason="") | {"reason_path": "Te laat", "dim:carrier": "PostNL"},
    ]

    batch = imports.import_file(imports.csv_file(tmp_path, *rows), create=True)

    assert [bad[0] for bad in imports.rejections(batch)] == [2]
    assert tree() == {"Te laat": ["2"]}


def test_catch_all_is_made_though_a_dimension_has_a_rest_of_its_own(tmp_path: Path) -> None:
    """R-3, R-6."""
    reasons.channel("phone")
    reasons.carrier("overig")

    import_paths(tmp_path, "Bezorging > Te laat", "Bezorging", "Geld > Overig", "Geld")

    assert tree() == {
        "Bezorging > Overig*": ["1"],
        "Bezorging > Te laat": ["0"],
        "Geld > Overig*": ["2", "3"],
    }


def test_path_deeper_than_the_limit_is_refused(tmp_path: Path) -> None:
    reasons.channel("phone")

    batch = import_paths(tmp_path, "1 > 2 > 3 > 4 > 5 > 6 > 7", "1 > 2 > 3 > 4 > 5 > 6")

    assert [bad[3] for bad in imports.rejections(batch)] == [
        "Een contactreden heeft maximaal 6 niveaus."
    ]
    assert tree() == {"1 > 2 > 3 > 4 > 5 > 6": ["1"]}


@hypothesis_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    levels=st.lists(
        st.lists(st.sampled_from(["A", "B", "", "Overig"]), min_size=1, max_size=3),
        min_size=1,
        max_size=6,
    ),
    split=st.integers(0, 6),
)
def test_tree_and_counts_do_not_depend_on_how_rows_are_divided_over_files(
    tmp_path_factory: pytest.TempPathFactory, levels: list[list[str]], split: int
) -> None:
    paths = [" > ".join(["M", *names]) for names in levels]
    together = _branches(tmp_path_factory, paths)
    apart = _branches(tmp_path_factory, paths[:split], paths[split:])

    assert together == apart


def _branches(factory: pytest.TempPathFactory, *files: list[str]) -> dict[str, int]:
    """Contacts per branch after importing the files into an empty tree, and all on leaves."""
    Contact.objects.all().delete()
    for depth_first in reversed(ReasonTree.load().nodes):
        ContactReason.objects.filter(pk=depth_first.id).delete()
    for number, paths in enumerate(files):
        if paths:
            file = paths_file(factory.mktemp("files"), *paths, name=f"{number}.csv")
            imports.import_file(file, PATH_ONLY, create=True)
    found = ReasonTree.load()
    own = {node.id: Contact.objects.filter(reason=node.id).count() for node in found.nodes}
    assert all(found.is_leaf(pk) for pk, number in own.items() if number)
    totals = found.fold(own)
    return {
        " > ".join(step.name_nl for step in found.path(node)): totals[node.id]
        for node in found.nodes
        if totals[node.id]
    }
