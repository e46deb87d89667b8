from datetime import date

import pytest
from django.utils import translation

from contactreductie.core.refusals import NotAllowed, Refusal
from raci.enums import SYMPTOM_MEASURES, ChannelMeasure
from raci.models import ChannelCharter, ChannelDecision
from raci.queries import channels as channel_queries
from tests.factories import channels as make
from tests.factories import raci

pytestmark = pytest.mark.django_db
TEXTS = {
    "nl": "Dit bestrijdt een symptoom. Vul oorzaak en einddatum in.",
    "en": "This fights a symptom. Fill in cause and end date.",
}


@pytest.fixture
def chartered(org, phone):
    make.charter(phone, actor=org.coordinator, owner=org.logistics)
    return phone


def refused(channel, actor, **fields) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        make.decision(channel, actor=actor, **fields)
    return refusal.value


@pytest.mark.parametrize("measure", SYMPTOM_MEASURES)
@pytest.mark.parametrize(
    ("given", "field"), [({"cause": " "}, "cause"), ({"ends_on": None}, "ends_on")]
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_symptom_measure_without_cause_or_end_is_refused(
    org, chartered, measure, given, field, language
):
    """W-6"""
    refusal = refused(chartered, org.coordinator, measure=measure, **given)
    assert (refusal.rule, refusal.field) == ("W-6", field)
    with translation.override(language):
        assert str(refusal) == TEXTS[language]
    assert not ChannelDecision.objects.exists()


def test_other_measure_needs_neither_cause_nor_end(org, chartered):
    """W-6"""
    made = make.decision(
        chartered,
        actor=org.head,
        measure=ChannelMeasure.HOURS_EXTENDED,
        cause="",
        ends_on=None,
    )
    assert (made.decided_by, made.ends_on) == (org.head, None)


def test_measure_that_ends_before_it_starts_is_refused(org, chartered):
    refusal = refused(chartered, org.coordinator, ends_on=date(2026, 3, 1))
    with translation.override("nl"):
        assert str(refusal) == "De einddatum ligt vóór de begindatum."
    with translation.override("en"):
        assert str(refusal) == "The end date lies before the start date."


def test_decision_names_a_principle_of_the_vision_in_force(org, chartered):
    """V-2"""
    old = make.principle()
    raci.customer_vision(org.manager)
    refusal = refused(chartered, org.coordinator, principle=old)
    assert (refusal.rule, refusal.field) == ("V-2", "principle")
    with translation.override("nl"):
        assert str(refusal) == "Koppel een principe uit de klantvisie."
    with translation.override("en"):
        assert str(refusal) == "Link a principle of the customer vision."


def test_decision_about_a_channel_without_charter_is_refused(org, phone):
    """V-4"""
    refusal = refused(phone, org.coordinator)
    assert refusal.rule == "V-4"
    with translation.override("nl"):
        assert str(refusal) == "Geef doel en klantvisie-principe van dit kanaal."


def test_channel_kept_after_review_is_reviewed_a_year_later(org, chartered):
    """V-4"""
    ChannelCharter.objects.update(review_date=date(2026, 3, 1))
    make.decision(chartered, actor=org.coordinator, measure=ChannelMeasure.HOURS_SHORTENED)
    assert ChannelCharter.objects.get().review_date == date(2026, 3, 1)
    make.decision(chartered, actor=org.coordinator, measure=ChannelMeasure.KEPT, ends_on=None)
    assert ChannelCharter.objects.get().review_date == date(2027, 3, 9)


def test_decision_is_for_the_owner_of_the_channel(org, chartered):
    make.decision(chartered, actor=org.worker)
    with pytest.raises(NotAllowed):
        make.decision(chartered, actor=org.agent)
    make.charter(chartered, actor=org.coordinator, owner=org.customer_service)
    with pytest.raises(NotAllowed):
        make.decision(chartered, actor=org.worker)


@pytest.mark.parametrize(
    ("first", "last", "runs"),
    [
        (date(2026, 2, 1), date(2026, 3, 1), False),
        (date(2026, 2, 1), date(2026, 3, 2), True),
        (date(2026, 3, 31), date(2026, 5, 1), True),
        (date(2026, 4, 1), date(2026, 5, 1), False),
    ],
)
def test_symptom_measure_runs_from_its_first_to_its_last_day(org, chartered, first, last, runs):
    """W-6: from 2 up to and including 31 March."""
    made = make.decision(chartered, actor=org.coordinator)
    make.decision(chartered, actor=org.coordinator, measure=ChannelMeasure.KEPT, ends_on=None)
    found = list(channel_queries.symptom_measures(first, last))
    assert found == ([made] if runs else [])
