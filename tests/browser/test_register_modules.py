"""The register page's arithmetic: keys, terms and seconds, in a real browser without the page."""

from typing import Any

import pytest
from playwright.sync_api import Page

from benchmarks import type_ahead

pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.fixture
def bare(page: Page) -> Page:
    type_ahead.load(page)
    return page


def imported(module: str, name: str, body: str) -> str:
    return (
        f"async (given) => {{ const {{ {name} }} = await import('/js/register/{module}.js');"
        f" {body} }}"
    )


SLOTS = imported(
    "slots",
    "slots",
    "return slots(given, (code) => code !== 'ended')"
    ".map((slot) => slot && slot.code + (slot.isPinned ? '!' : ''));",
)


@pytest.mark.parametrize(
    ("habits", "keys"),
    [
        ({}, []),
        ({"own": {"a": 1, "b": 5, "ended": 9}}, ["b", "a"]),
        ({"own": {"b": 2, "a": 2}}, ["a", "b"]),
        ({"own": {"a": 1}, "team": {"b": 90, "a": 80, "c": 70}}, ["a", "b", "c"]),
        ({"own": {"a": 3, "b": 2}, "pins": {"2": "a", "4": "z"}}, ["b", "a!", None, "z!"]),
        ({"own": {"a": 3}, "pins": {"1": "ended"}}, ["a"]),
    ],
)
def test_keys_are_pins_then_own_use_then_the_teams(
    bare: Page, habits: dict[str, Any], keys: list[str | None]
) -> None:
    assert bare.evaluate(SLOTS, habits) == keys + [None] * (9 - len(keys))


TERMS = imported("terms", "terms", "return terms(new Date(given));")


@pytest.mark.parametrize(
    ("now", "today", "tomorrow", "workdays"),
    [
        # A Monday in winter, one hour ahead of UTC.
        ("2026-03-02T15:59:00Z", "2026-03-02T17:00", "2026-03-03T12:00", "2026-03-05T17:00"),
        ("2026-03-02T16:00:00Z", "", "2026-03-03T12:00", "2026-03-05T17:00"),
        # A Thursday: the weekend is passed over.
        ("2026-03-05T09:00:00Z", "2026-03-05T17:00", "2026-03-06T12:00", "2026-03-10T17:00"),
        # After midnight here, the evening before by UTC; a day later the clock goes forward.
        ("2026-03-27T23:30:00Z", "2026-03-28T17:00", "2026-03-29T12:00", "2026-04-01T17:00"),
    ],
)
def test_terms_are_moments_on_the_clock_of_the_business(
    bare: Page, now: str, today: str, tomorrow: str, workdays: str
) -> None:
    assert bare.evaluate(TERMS, now) == {
        "today": today,
        "tomorrow": tomorrow,
        "workdays": workdays,
    }


# Each event is [seconds, what happens]; answers what is measured at last.
SECONDS = imported(
    "stopwatch",
    "Stopwatch",
    """
    let now = 0;
    const stopwatch = new Stopwatch(() => now * 1000);
    let measured;
    for (const [at, event] of given) {
      now = at;
      measured = stopwatch[event]();
    }
    return measured && [measured.handle, measured.wrapUp];
    """,
)
CUSTOMER, WORK, SAVE = "contactStarts", "workGoesOn", "measure"


@pytest.mark.parametrize(
    ("events", "handle", "wrap_up"),
    [
        ([[10, WORK], [12, SAVE]], "", 2),
        ([[10, WORK], [10.2, SAVE]], "", 1),
        ([[0, CUSTOMER], [300, WORK], [304, SAVE]], 304, 4),
        ([[0, WORK], [5, CUSTOMER], [9, SAVE]], "", 9),
        ([[0, WORK], [4, SAVE], [60, WORK], [90, SAVE]], "", 4),
        ([[0, CUSTOMER], [1801, WORK], [1803, SAVE]], "", ""),
        ([[0, WORK], [1800, SAVE]], "", 1800),
        ([[100, WORK], [50, SAVE]], "", ""),
        ([[0, WORK], [4, "reset"], [20, WORK], [21, SAVE]], "", 1),
    ],
)
def test_seconds_run_from_the_first_input_to_the_first_attempt_to_save(
    bare: Page, events: list[list[Any]], handle: int | str, wrap_up: int | str
) -> None:
    """Half an hour without a sign of life, or a clock put back: nothing is measured."""
    assert bare.evaluate(SECONDS, events) == [handle, wrap_up]


def test_new_id_is_made_without_https_too(bare: Page) -> None:
    bare.evaluate("Object.defineProperty(crypto, 'randomUUID', { value: undefined })")

    made = bare.evaluate(imported("uuid", "newId", "return newId();"))

    assert made[14] == "4"
    assert made[19] in "89ab"
    assert [len(part) for part in made.split("-")] == [8, 4, 4, 4, 12]
