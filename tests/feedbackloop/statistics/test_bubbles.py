"""Where the bubbles of the value–irritant matrix lie."""

from itertools import combinations
from math import hypot

import pytest

from feedbackloop.statistics import bubbles, captions
from feedbackloop.statistics.bubbles import Dot


def quadrant(bubble):
    return (bubble.x > bubbles.WIDTH / 2, bubble.y < bubbles.HEIGHT / 2)


def test_no_dots_give_no_bubbles():
    assert bubbles.arrange([]) == []


def test_area_is_proportional_to_the_number_of_contacts():
    large, small = bubbles.arrange([Dot(2, 2, 400, "Veel"), Dot(-2, -2, 100, "Minder")])
    assert (large.radius, small.radius) == (58, 29)


def test_full_quadrant_makes_every_bubble_smaller():
    """Twelve of 58 would take 127,000 of the 170,000; a quarter, 42,500, is as much as fits."""
    dots = [Dot(-1, -1, 100, "Reden")] * 12 + [Dot(1, 1, 100, "Alleen")]
    assert {bubble.radius for bubble in bubbles.arrange(dots)} == {33.6}


def test_reason_without_contacts_can_still_be_seen_and_clicked():
    found = bubbles.arrange([Dot(1, 1, 0, "Niets")])
    assert found[0].radius == bubbles.SMALLEST


@pytest.mark.parametrize(("organisation", "customer"), [(1, 1), (-1, 2), (2, -1), (-0.5, -0.5)])
def test_bubble_lies_in_the_quadrant_of_its_scores(organisation, customer):
    found = bubbles.arrange([Dot(organisation, customer, 10, "Reden")] * 6)
    assert {quadrant(bubble) for bubble in found} == {(organisation > 0, customer > 0)}


def test_bubbles_on_one_spot_are_nudged_apart():
    found = bubbles.arrange([Dot(-1, -1, 100 - number, f"Reden {number}") for number in range(9)])
    for one, other in combinations(found, 2):
        assert hypot(one.x - other.x, one.y - other.y) >= one.radius + other.radius


def test_same_dots_give_the_same_drawing():
    dots = [Dot(1, 1, number * 10, f"Reden {number}") for number in range(5)]
    assert bubbles.arrange(dots) == bubbles.arrange(dots)


def test_name_is_written_below_in_two_lines_at_most():
    found = bubbles.arrange([Dot(1, 1, 10, "Volgens jullie bezorgd, niet ontvangen")])[0]
    assert [line for _x, _y, line in found.lines] == ["Volgens jullie", "bezorgd, niet…"]
    assert all(y > found.y + found.radius for _x, y, _line in found.lines)


def test_names_stand_apart_and_what_has_no_room_has_none():
    found = bubbles.arrange([Dot(-1, -1, 100, "Een lange naam van een reden")] * 12)
    written = [line for bubble in found for line in bubble.lines]
    assert 0 < len(written) < 24
    assert len({(x, y) for x, y, _line in written}) == len(written)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Kort", ["Kort"]),
        ("Waar blijft mijn pakket?", ["Waar blijft mijn", "pakket?"]),
        ("Donaudampfschiffahrtsgesellschaft", ["Donaudampfschiffahrtsgesellschaft"]),
        (
            "een twee drie vier vijf zes zeven acht negen",
            ["een twee drie vier", "vijf zes zeven acht…"],
        ),
    ],
)
def test_wrapped_breaks_between_words(text, lines):
    assert captions.wrapped(text) == lines
