"""What a process remembers of the lists (docs/adr/0014)."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils import translation

from contactreductie.core.enums import Role
from reasons.models import Channel, ContactReason, Dimension, DimensionValue, ListsState
from reasons.queries.catalog import Catalog
from reasons.queries.workspace import ReasonIndex
from reasons.services import dimension_values, dimensions, lists, references, taxonomy
from reasons.services.dimensions import New
from reasons.services.references import Additions, NewReason, NewValue
from reasons.services.taxonomy import ReasonDraft
from tests.factories import people, reasons
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()
Change = Callable[[], object]


@pytest.fixture
def small() -> None:
    """A reason that demands a dimension, and a channel."""
    reasons.reason("damaged", requires=(reasons.carrier("postnl"),))
    reasons.channel("phone", name_nl="Telefoon", name_en="Phone")


def told(catalog: Catalog) -> dict[str, Any]:
    """All that a registration is checked against."""
    tree = catalog.tree
    return {
        "reasons": tree.nodes,
        "channels": {code: (c.name_nl, c.is_active) for code, c in catalog.channels.items()},
        "dimensions": {code: row.name_nl for code, row in catalog.dimensions.items()},
        "values": {
            dimension: {code: (v.name, v.valid_from, v.valid_until) for code, v in values.items()}
            for dimension, values in catalog.values.items()
        },
        "required": {
            tree.by_id[pk].code: [row.code for row in rows] for pk, rows in catalog.required.items()
        },
    }


def add(**additions: Any) -> None:
    references.add(Additions(**additions), actor=None, now=MONDAY)


def save(item: Any, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(item, name, value)
    lists.save_item(item, actor=None, now=MONDAY)


def update(**fields: Any) -> None:
    reason = ContactReason.objects.get(code="damaged")
    draft = ReasonDraft(**{**vars(taxonomy.draft_of(reason)), **fields})
    taxonomy.update_reason(reason, draft, actor=None, now=MONDAY)


def end() -> None:
    reason = ContactReason.objects.get(code="damaged")
    taxonomy.end_reason(reason, last_day=TODAY, actor=None, now=MONDAY)


def by_hand() -> dict[str, Any]:
    return {"actor": people.user("beheerder", Role.ADMINISTRATOR), "now": MONDAY}


CHANGES: dict[str, Change] = {
    "a new reason": lambda: taxonomy.create_reason(
        ReasonDraft("lost", "Kwijt"), actor=None, now=MONDAY
    ),
    "another name": lambda: update(name_nl="Stuk"),
    "no dimension any more": lambda: update(required_dimensions=()),
    "a reason ended": end,
    "reasons of an import": lambda: add(reasons=[NewReason("lost", "damaged", "Kwijt")]),
    "a channel of an import": lambda: add(channels={"fax": "Fax"}),
    "a dimension of an import": lambda: add(dimensions={"shop": "Winkel"}),
    "a value of an import": lambda: add(values=[NewValue("carrier", "dhl", "DHL")]),
    "a new channel": lambda: save(Channel(code="chat", name_nl="Chat")),
    "a channel out of use": lambda: save(Channel.objects.get(code="phone"), is_active=False),
    "a dimension by hand": lambda: dimensions.create_dimension("Winkel", **by_hand()),
    "a dimension's name": lambda: dimensions.rename_dimension(
        Dimension.objects.get(), "Vervoerder", **by_hand()
    ),
    "a value by hand": lambda: dimension_values.add_values(
        Dimension.objects.get(), [New("DHL")], **by_hand()
    ),
    "a value's last day": lambda: dimension_values.change_value(
        DimensionValue.objects.get(),
        name="PostNL",
        valid_from=None,
        valid_until=TODAY,
        **by_hand(),
    ),
    "a value removed": lambda: dimension_values.remove_value(
        DimensionValue.objects.get(), **by_hand()
    ),
}


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_catalog_after_a_change_is_that_of_the_database(change: Change) -> None:
    before = told(Catalog.current())

    change()

    assert told(Catalog.current()) == told(Catalog.load())
    assert told(Catalog.current()) != before


@pytest.mark.usefixtures("small")
def test_catalog_of_unchanged_lists_takes_one_query(django_assert_num_queries: Any) -> None:
    first = Catalog.current()

    with django_assert_num_queries(1):
        again = Catalog.current()

    assert again is first


@pytest.mark.usefixtures("small")
def test_catalog_is_remembered_when_a_saved_reason_did_not_change() -> None:
    first = Catalog.current()

    update()

    assert Catalog.current() is first


@pytest.mark.usefixtures("small")
def test_catalog_without_a_token_is_never_remembered() -> None:
    ListsState.objects.all().delete()

    Catalog.current()
    Channel.objects.create(code="fax", name_nl="Fax")

    assert "fax" in Catalog.current().channels


@pytest.mark.usefixtures("small")
def test_catalog_seen_in_a_change_that_was_undone_is_nobody_elses() -> None:
    before = told(Catalog.current())
    with transaction.atomic():
        add(channels={"fax": "Fax"})
        assert "fax" in Catalog.current().channels
        transaction.set_rollback(True)

    assert told(Catalog.current()) == before


@pytest.mark.usefixtures("small")
def test_catalog_names_are_in_the_language_of_who_reads_them() -> None:
    with translation.override("nl"):
        dutch = Catalog.current().channels["phone"].name
    with translation.override("en-gb"):
        english = Catalog.current().channels["phone"].name

    assert (dutch, english) == ("Telefoon", "Phone")


@pytest.fixture
def uncommitted() -> Iterator[threading.Event]:
    """Somebody whose change is not finished before the event; then it is undone."""
    changed, finish = threading.Event(), threading.Event()

    def change() -> None:
        with transaction.atomic():
            add(channels={"fax": "Fax"})
            assert "fax" in Catalog.current().channels
            changed.set()
            finish.wait(timeout=20)
            transaction.set_rollback(True)
        connections.close_all()

    thread = threading.Thread(target=change)
    thread.start()
    assert changed.wait(timeout=20)
    yield finish
    finish.set()
    thread.join()


@pytest.mark.django_db(transaction=True)
def test_catalog_of_others_is_the_old_one_until_a_change_is_committed(
    small: None, uncommitted: threading.Event
) -> None:
    assert "fax" not in Catalog.current().channels
    uncommitted.set()

    assert "fax" not in Catalog.current().channels


@pytest.mark.usefixtures("small")
def test_index_of_unchanged_lists_is_made_once_a_day(django_assert_num_queries: Any) -> None:
    catalog = Catalog.current()
    first = ReasonIndex.load(catalog, TODAY)

    with django_assert_num_queries(0):
        again = ReasonIndex.load(catalog, TODAY)

    assert again is first


@pytest.mark.usefixtures("small")
def test_index_follows_the_day_and_the_words_of_a_reason() -> None:
    end()
    today = ReasonIndex.load(Catalog.current(), TODAY)
    tomorrow = ReasonIndex.load(Catalog.current(), TODAY + timedelta(days=1))
    update(synonyms=("deuk",))

    assert ("damaged" in today.body, "damaged" in tomorrow.body) == (True, False)
    assert "deuk" in ReasonIndex.load(Catalog.current(), TODAY).body
