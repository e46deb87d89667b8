"""Learning suggestions from registered contacts: when, from what, and what is kept of it."""

import hashlib
import json
import logging
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from pytest_django.fixtures import Settings

from contactreductie.core.refusals import Refusal
from reasons import tasks
from reasons.enums import ReasonKind, SuggestionState
from reasons.models import Contact, ContactReason, LearnedSuggestions
from reasons.queries import suggestions as suggestion_queries
from reasons.services import suggestions
from tests.factories import notes, reasons
from tests.factories.clock import MONDAY, amsterdam

pytestmark = pytest.mark.django_db
TEXT = "Mijn pakket is niet bezorgd"


@pytest.fixture(autouse=True)
def few_are_enough(settings: Settings) -> None:
    settings.SUGGEST_MIN_EXAMPLES = 100
    settings.SUGGEST_MIN_PER_REASON = 5


@pytest.fixture
def without_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where only `make install` ran."""
    monkeypatch.setitem(sys.modules, "sklearn", None)


def codes(text: str = TEXT, **ago: float) -> list[str]:
    advice = suggestion_queries.advise(text, now=MONDAY + timedelta(**ago))
    assert advice.state == SuggestionState.READY
    return [reason.code for reason, _confidence in advice.reasons]


def state(**ago: float) -> str:
    return suggestion_queries.advise(TEXT, now=MONDAY + timedelta(**ago)).state


def test_learned_notes_suggest_the_reason() -> None:
    notes.registered()

    learned = suggestions.learn(now=MONDAY)

    assert (learned.example_count, learned.reason_count) == (200, 5)
    assert learned.top3 >= learned.top1 > 0.9
    assert bytes(learned.content)[:2] == b"PK"
    assert codes()[0] == "not-delivered"
    assert len(codes()) == 3
    assert codes("Bonjour tout le monde") == []


def test_learning_refuses_too_few_notes_and_forgets_what_it_knew() -> None:
    """Off until there are enough examples; notes that went take what they taught along."""
    notes.registered()
    suggestions.learn(now=MONDAY)
    Contact.objects.exclude(reason__code="return").update(note="")

    with pytest.raises(Refusal) as refusal:
        suggestions.learn(now=MONDAY)

    assert refusal.value.parameters["reasons"] == 1
    assert refusal.value.parameters["notes"] < 40
    assert refusal.value.parameters["least_notes"] == 100
    assert LearnedSuggestions.objects.count() == 0
    assert state() == SuggestionState.LEARNING


def test_learning_counts_the_same_note_once(settings: Settings) -> None:
    made = notes.registered(each=12)
    different = {(c.note.casefold(), c.reason_id) for c in Contact.objects.all()}
    again = [
        reasons.draft(MONDAY - timedelta(days=1), reason=code, note="Pakket!") for code in made
    ]
    reasons.contacts_in_bulk(again * 20)
    settings.SUGGEST_MIN_EXAMPLES = len(different) + len(made) + 1

    with pytest.raises(Refusal):
        suggestions.learn(now=MONDAY)


def test_learning_takes_notes_of_reasons_that_may_be_chosen_only() -> None:
    """C-3, C-10: ended reasons, parents and noise teach nothing."""
    made = notes.registered()
    made["return"].valid_until = MONDAY.date() - timedelta(days=1)
    made["return"].save()
    reasons.reason("invoice-wrong", made["invoice"])
    ContactReason.objects.filter(code="fitter").update(kind=ReasonKind.NOISE)
    ContactReason.objects.filter(code="log-in").update(kind=ReasonKind.CATCH_ALL)

    found = suggestion_queries.notes(MONDAY.date())

    assert {reason for _note, reason in found} == {made["not-delivered"].pk, made["log-in"].pk}


def test_learning_takes_the_newest_notes_within_the_bound(settings: Settings) -> None:
    reasons.reason("x")
    reasons.channel("phone")
    drafts = [
        reasons.draft(amsterdam(moment), reason="x", note=note)
        for moment, note in (
            ("2023-01-01 10:00", "te oud"),
            ("2026-03-01 10:00", "oudste"),
            ("2026-03-03 10:00", "nieuwste"),
            ("2026-03-02 10:00", "middelste"),
            ("2026-03-04 10:00", ""),
        )
    ]
    reasons.contacts_in_bulk(drafts)

    def found() -> list[str]:
        return [note for note, _reason in suggestion_queries.notes(MONDAY.date())]

    assert found() == ["nieuwste", "middelste", "oudste"]
    settings.SUGGEST_MAX_EXAMPLES = 2
    assert found() == ["nieuwste", "middelste"]


def test_catch_all_is_learned_but_never_suggested() -> None:
    """R-5: whoever writes what belongs there gets no other reason either."""
    notes.registered()
    suggestions.learn(now=MONDAY)
    assert codes()[0] == "not-delivered"

    ContactReason.objects.filter(code="not-delivered").update(kind=ReasonKind.CATCH_ALL)

    assert codes() == []


def test_reason_that_ended_is_not_suggested_any_more() -> None:
    """C-3: what was learned last night may be out of use today."""
    made = notes.registered()
    suggestions.learn(now=MONDAY)

    made["not-delivered"].valid_until = MONDAY.date()
    made["not-delivered"].save()

    assert codes()[0] == "not-delivered"
    assert codes(days=1) == []


def test_suggestion_below_the_least_confidence_is_withheld(settings: Settings) -> None:
    notes.registered()
    suggestions.learn(now=MONDAY)

    settings.SUGGEST_MIN_CONFIDENCE = 1.01

    assert codes() == []


def test_learning_again_replaces_what_was_learned() -> None:
    made = notes.registered()
    suggestions.learn(now=MONDAY)
    Contact.objects.filter(reason__in=(made["not-delivered"], made["return"])).update(note="")
    reasons.reason("other")
    reasons.contacts_in_bulk(
        [
            reasons.draft(amsterdam("2026-03-03 10:00"), reason="other", note=note)
            for note, code in notes.corpus(seed=2)
            if code == "not-delivered"
        ]
    )
    suggestions.learn(now=MONDAY + timedelta(hours=1))

    assert LearnedSuggestions.objects.count() == 1
    assert codes(hours=1)[0] == "other"


def test_same_notes_learned_twice_give_the_same_bytes() -> None:
    notes.registered()

    first = suggestions.learn(now=MONDAY).digest

    assert suggestions.learn(now=MONDAY + timedelta(days=1)).digest == first


def test_tick_learns_once_a_night_and_forgets_what_grew_old() -> None:
    notes.registered()

    def learned_at() -> list[Any]:
        return list(LearnedSuggestions.objects.values_list("learned_at", flat=True))

    for hours, moments in ((0, [0]), (1, [0]), (21, [21]), (40, [21])):
        suggestions.learn_if_due(now=MONDAY + timedelta(hours=hours))
        assert learned_at() == [MONDAY + timedelta(hours=hour) for hour in moments]


def test_tick_without_enough_notes_waits(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="reasons"):
        suggestions.learn_if_due(now=MONDAY)

    assert caplog.messages == ["suggestions_wait_for_notes"]
    assert state() == SuggestionState.LEARNING


@pytest.mark.usefixtures("without_extra")
def test_without_the_optional_part_suggestions_are_off() -> None:
    notes.registered(each=8)

    suggestions.learn_if_due(now=MONDAY)

    assert state() == SuggestionState.OFF
    with pytest.raises(Refusal, match="make install-suggest"):
        suggestions.learn(now=MONDAY)


def test_machine_without_the_optional_part_uses_what_another_learned(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    notes.registered()
    suggestions.learn(now=MONDAY)
    monkeypatch.setitem(sys.modules, "sklearn", None)

    suggestions.learn_if_due(now=MONDAY + timedelta(days=13))
    assert codes(days=13)[0] == "not-delivered"

    assert state(days=14) == SuggestionState.OFF
    suggestions.learn_if_due(now=MONDAY + timedelta(days=14))
    assert LearnedSuggestions.objects.count() == 0


@pytest.mark.parametrize("content", [b"damaged", b""])
def test_damaged_bytes_are_not_used_and_logged_once(
    content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    fitting = hashlib.sha256(content + b"1").hexdigest()
    for digest in (fitting, hashlib.sha256(content).hexdigest()):
        stored = LearnedSuggestions.objects.create(
            learned_at=MONDAY,
            content=content,
            digest=digest,
            example_count=1,
            reason_count=1,
            top1=1,
            top3=1,
        )
        assert [state(), state()] == [SuggestionState.LEARNING] * 2
        assert caplog.messages == [f"suggestions_unreadable id={stored.pk}"]
        caplog.clear()
        stored.delete()


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = 0
    try:
        call_command("learn_suggestions", *arguments)
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_command_learns_now_and_tells_how_well(capsys: pytest.CaptureFixture[str]) -> None:
    notes.registered()
    Contact.objects.update(local_date=timezone.localdate())

    code, out, _err = run(capsys, "--json")

    figures = json.loads(out.splitlines()[-1])
    assert code == 0
    assert list(figures) == ["examples", "reasons", "top1", "top3", "seconds"]
    assert (figures["examples"], figures["reasons"]) == (200, 5)
    assert 0.9 < figures["top1"] <= figures["top3"] <= 1
    assert LearnedSuggestions.objects.count() == 1


def test_command_says_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "--json", "--language", "en")

    assert code == 1
    assert err == (
        "Too few notes to learn from: 0 reasons have 5 different notes or more, together 0. "
        "Needed are 4 reasons and 100 notes.\n"
    )
    assert json.loads(out)["error"] == err.strip()


@pytest.mark.usefixtures("without_extra")
def test_command_without_the_optional_part_names_the_way_to_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, _out, err = run(capsys)

    assert code == 1
    assert "make install-suggest" in err


def test_tick_is_in_the_schedule() -> None:
    task, _schedule, _expires = settings.TICKS["learn-suggestions"]

    assert task == tasks.learn_suggestions.name
    tasks.learn_suggestions()
    assert LearnedSuggestions.objects.count() == 0
