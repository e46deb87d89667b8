"""What a note, a signal or a proposal may hold (C-7)."""

import csv

import pytest
from django.conf import settings

from contactreductie.core.refusals import Refusal
from reasons.services import notes


def refusal(text: str, *, has_no_bsn: bool = False) -> tuple[str, str, str]:
    with pytest.raises(Refusal) as caught:
        notes.check_note(text, field="note", limit=280, has_no_bsn=has_no_bsn, may_confirm=True)
    return str(caught.value.message), caught.value.field, caught.value.rule


@pytest.mark.parametrize(
    "text", ["", "x" * 280, "Belde over de bezorging.\r\n\tTweede keer dit jaar.", "Order 10045873"]
)
def test_note_about_the_contact_passes(text: str):
    notes.check_note(text, field="note", limit=280)


def test_note_longer_than_its_limit_is_refused():
    expected = ("The note has at most %(limit)s characters.", "note", "C-7")
    assert refusal("x" * 281) == expected


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x1b", "\x7f", "\ud800"])
def test_note_with_a_control_character_is_refused(sign: str):
    assert refusal(f"a{sign}b") == ("This text holds control characters.", "note", "C-7")


@pytest.mark.parametrize("has_no_bsn", [True, False])
@pytest.mark.parametrize(
    "piece", ["jan@voorbeeld.nl", "06-12345678", "NL91 ABNA 0417 1643 00", "0612345678 123456782"]
)
def test_note_with_personal_data_is_refused_whatever_is_confirmed(piece: str, has_no_bsn: bool):
    answer = refusal(f"Terugbellen: {piece}.", has_no_bsn=has_no_bsn)
    assert answer == ("Remove personal data from the note.", "note", "C-7")


def test_note_with_a_bsn_is_refused_until_confirmed_that_it_is_none():
    message = (
        "This looks like a citizen service number (BSN). Remove it, or confirm that it is none."
    )
    assert refusal("Bestelling 123456782") == (message, "note_has_no_bsn", "C-7")

    notes.check_note(
        "Bestelling 123456782", field="note", limit=280, has_no_bsn=True, may_confirm=True
    )


def test_notes_of_the_demo_pass():
    path = settings.BASE_DIR / "contactreductie" / "demo" / "data" / "notes.csv"
    with path.open(encoding="utf-8") as lines:
        texts = [row["note"] for row in csv.DictReader(lines)]

    assert len(texts) > 20
    for text in texts:
        notes.check_note(text, field="note", limit=settings.NOTE_MAX_LENGTH)
