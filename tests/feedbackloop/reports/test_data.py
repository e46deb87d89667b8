"""The order of a report's lists is ours: a database sorts text by its own collation."""

from itertools import permutations

import pytest

from feedbackloop.reports import data
from feedbackloop.services import reports
from reasons.models import Channel, Dimension, DimensionValue
from tests.factories import feedbackloop as build
from tests.factories import reasons as make
from tests.factories.clock import MONDAY
from tests.factories.feedbackloop import W10


def test_channels_stand_by_position_then_code_with_capitals_first():
    channels = [
        Channel(pk=1, code="phone", position=0),
        Channel(pk=2, code="Mail", position=1),
        Channel(pk=3, code="chat", position=1),
        Channel(pk=4, code="émail", position=1),
    ]

    for shuffled in permutations(channels):
        assert list(data.channel_codes(shuffled).values()) == ["phone", "Mail", "chat", "émail"]


def test_values_stand_by_their_dimension_then_code_with_capitals_first():
    carrier = Dimension(code="carrier", position=1)
    product = Dimension(code="Product", position=1)
    first = Dimension(code="zone", position=0)
    values = [
        DimensionValue(pk=1, dimension=first, code="x"),
        DimensionValue(pk=2, dimension=product, code="x"),
        DimensionValue(pk=3, dimension=carrier, code="DHL"),
        DimensionValue(pk=4, dimension=carrier, code="_"),
        DimensionValue(pk=5, dimension=carrier, code="dhl"),
    ]

    for shuffled in permutations(values):
        assert list(data.value_names(shuffled)) == [1, 2, 3, 4, 5]


@pytest.mark.django_db
def test_lists_in_another_order_of_the_database_give_the_same_bytes(monkeypatch):
    carrier = make.carrier("b", "A", "c")
    make.reason("late", requires=(carrier,))
    for code in ("phone", "Mail", "chat"):
        make.channel(code)
        build.series("late", [5] * 4, last=W10.plus(-1), channel=code, dimensions={"carrier": "b"})
    for value in ("A", "c", "b"):
        build.contacts(W10, 5, reason="late", dimensions={"carrier": value})
    first = _published()

    monkeypatch.setattr(Channel._meta, "ordering", ["-code"])
    monkeypatch.setattr(DimensionValue._meta, "ordering", ["-code"])
    monkeypatch.setattr(Dimension._meta, "ordering", ["-code"])

    assert _published() == first


def _published() -> str:
    report = build.draft()
    reports.publish(report, now=MONDAY)
    document = report.document
    report.delete()
    return document
