"""Two people at the same dimension or value: the second reads anew what it is about (R-7)."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from contactreductie.core.models import AuditEvent, User
from contactreductie.core.refusals import Conflict
from reasons.models import Dimension, DimensionValue
from reasons.services import dimension_values, dimensions
from reasons.services.dimensions import New
from tests.factories import reasons as make
from tests.refusals import worded

pytestmark = pytest.mark.django_db
By = dict[str, Any]
CHANGED = "Iemand heeft dit zojuist gewijzigd. Herlaad en probeer opnieuw."
CHANGED_EN = "Somebody else has just changed this. Reload and try again."

OF_A_DIMENSION: dict[str, Callable[[Dimension, By], object]] = {
    "rename": lambda stale, by: dimensions.rename_dimension(stale, "Vervoerder", **by),
    "move": lambda stale, by: dimensions.move_dimension(stale, places=1, **by),
    "remove": lambda stale, by: dimensions.remove_dimension(stale, **by),
    "add values": lambda stale, by: dimension_values.add_values(stale, [New("GLS")], **by),
}
OF_A_VALUE: dict[str, Callable[[DimensionValue, By], object]] = {
    "change": lambda stale, by: dimension_values.change_value(
        stale, name="GLS", valid_from=None, valid_until=None, **by
    ),
    "remove": lambda stale, by: dimension_values.remove_value(stale, **by),
}


def told() -> list[str]:
    return [event.verb for event in AuditEvent.objects.filter(verb__startswith="dimension")]


@pytest.mark.parametrize("step", OF_A_DIMENSION)
def test_step_at_a_dimension_that_is_gone_is_a_conflict(by: By, step: str) -> None:
    """R-7."""
    stale = make.carrier()
    dimensions.remove_dimension(Dimension.objects.get(), **by)
    with pytest.raises(Conflict) as refused:
        OF_A_DIMENSION[step](stale, by)
    assert (refused.value.status, worded(refused, "nl"), worded(refused, "en")) == (
        409,
        CHANGED,
        CHANGED_EN,
    )
    assert not Dimension.objects.exists()
    assert told() == ["dimension_removed"]


@pytest.mark.parametrize("step", OF_A_VALUE)
def test_step_at_a_value_that_is_gone_is_a_conflict(carrier: Dimension, by: By, step: str) -> None:
    """R-7."""
    stale = carrier.values.get(code="dhl")
    dimension_values.remove_value(carrier.values.get(code="dhl"), **by)
    with pytest.raises(Conflict):
        OF_A_VALUE[step](stale, by)
    assert [row.code for row in carrier.values.all()] == ["postnl"]
    assert told() == ["dimensionvalue_removed"]


def test_moved_dimension_keeps_the_name_it_got_meanwhile(carrier: Dimension, by: By) -> None:
    other = dimensions.create_dimension("Product", **by)
    dimensions.rename_dimension(Dimension.objects.get(pk=other.pk), "Artikel", **by)
    dimensions.move_dimension(other, places=-1, **by)
    assert [row.name_nl for row in Dimension.objects.all()] == ["Artikel", "bezorgdienst"]


@pytest.fixture
def desk(client: Client, keeper: User) -> Client:
    client.force_login(keeper)
    return client


def sent(desk: Client, url: str, **fields: str) -> dict[str, str]:
    """The form as it stands now, with something else typed."""
    form = desk.get(url).context["form"]
    shown = {name: str(form[name].value() or "") for name in form.fields}
    return shown | fields


@pytest.mark.parametrize(
    ("language", "messages"),
    [
        ("nl", (CHANGED, "Er staat nu: 31 januari 2026", "Hier staat nu niets.")),
        ("en-gb", (CHANGED_EN, "It now says: 31 January 2026", "It is empty now.")),
    ],
)
def test_new_name_does_not_take_away_the_last_day_of_another(
    desk: Client, carrier: Dimension, language: str, messages: tuple[str, ...]
) -> None:
    """Two open forms of one value: the second sees what changed, and may send it again."""
    desk.cookies["django_language"] = language
    dhl = carrier.values.get(code="dhl")
    url = f"/dimensions/-/values/{dhl.pk}/"
    rename = sent(desk, url, name="DHL Parcel", valid_from="2026-01-01")
    ending = sent(desk, url, valid_until="2026-01-31")
    assert desk.post(url, ending).status_code == 302

    answer = desk.post(url, rename)

    page = unescape(answer.content.decode())
    assert (answer.status_code, [text for text in messages if text not in page]) == (409, [])
    dhl.refresh_from_db()
    assert (dhl.name, str(dhl.valid_until)) == ("DHL", "2026-01-31")
    form = answer.context["form"]
    again = {name: str(form[name].value() or "") for name in form.fields}
    assert (again["name"], again["valid_from"]) == ("DHL Parcel", "2026-01-01")

    assert desk.post(url, again | {"valid_until": "2026-01-31"}).status_code == 302
    dhl.refresh_from_db()
    assert (dhl.name, str(dhl.valid_from), str(dhl.valid_until)) == (
        "DHL Parcel",
        "2026-01-01",
        "2026-01-31",
    )


def test_second_name_of_a_dimension_is_a_conflict_and_stays_typed(
    desk: Client, carrier: Dimension
) -> None:
    url = f"/dimensions/-/{carrier.pk}/"
    first, second = sent(desk, url, name_nl="Vervoerder"), sent(desk, url, name_nl="Koerier")
    assert desk.post(url, first).status_code == 302

    answer = desk.post(url, second)

    assert (answer.status_code, Dimension.objects.get().name_nl) == (409, "Vervoerder")
    assert answer.context["form"]["name_nl"].value() == "Koerier"
    assert answer.context["form"].errors["name_nl"] == ["Er staat nu: Vervoerder"]


def test_form_that_does_not_say_what_it_showed_changes_nothing(
    desk: Client, carrier: Dimension
) -> None:
    answer = desk.post(f"/dimensions/-/{carrier.pk}/", {"name_nl": "Koerier"})
    assert (answer.status_code, Dimension.objects.get().name_nl) == (409, "bezorgdienst")


class SomebodyFirst:
    """Removes every dimension between the moment that a page looks one up and its transaction."""

    def __init__(self) -> None:
        self.was_looked_up = self.is_done = False

    def __call__(
        self, execute: Callable[..., object], sql: str, params: object, many: bool, context: object
    ) -> object:
        self.was_looked_up |= sql.startswith('SELECT "reasons_dimension"')
        if self.was_looked_up and not self.is_done and sql.startswith("SAVEPOINT"):
            self.is_done = True
            Dimension.objects.all().delete()
        return execute(sql, params, many, context)


@pytest.mark.parametrize("step", ["", "values/", "remove/", "move/"])
def test_page_about_what_was_removed_meanwhile_says_so(desk: Client, step: str) -> None:
    """R-7."""
    carrier, first = make.carrier(), SomebodyFirst()
    fields = {"name_nl": "Vervoerder", "values": "GLS", "direction": "up"}
    with connection.execute_wrapper(first):
        answer = desk.post(f"/dimensions/-/{carrier.pk}/{step}", fields)
    assert first.is_done
    assert (answer.status_code, CHANGED in unescape(answer.content.decode())) == (409, True)
    assert told() == []
