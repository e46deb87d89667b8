from dataclasses import replace
from datetime import date

import pytest

from contactreductie.core.enums import Role
from contactreductie.core.models import AuditEvent
from contactreductie.core.refusals import NotAllowed, Refusal
from reasons.enums import ReasonKind
from reasons.models import ChangedDay, ContactReason, RepeatLink
from reasons.services import changed_days, taxonomy
from reasons.services.taxonomy import ReasonDraft
from tests.factories import people
from tests.factories import reasons as make
from tests.factories.clock import MONDAY, amsterdam
from tests.refusals import worded

pytestmark = pytest.mark.django_db


def create(code, parent=None, **fields):
    draft = ReasonDraft(code=code, name_nl=fields.pop("name", code), parent=parent, **fields)
    return taxonomy.create_reason(draft, actor=None, now=MONDAY)


def change(reason, **fields):
    draft = replace(taxonomy.draft_of(reason), **fields)
    return taxonomy.update_reason(reason, draft, actor=None, now=MONDAY)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        (" Niet  bezorgd ", "niet bezorgd"),
        ("Geërgerd", "geergerd"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("ﬁliaal", "filiaal"),
    ],
)
def test_name_key_forgets_case_accents_and_spaces(name, key):
    assert taxonomy.name_key(name) == key


def test_reasons_stand_in_the_order_in_which_they_were_made():
    for code in ("b", "a", "c"):
        create(code)
    codes = list(ContactReason.objects.order_by("position").values_list("code", flat=True))
    assert codes == ["b", "a", "c"]


def test_update_says_whether_anything_changed():
    carrier = make.carrier("postnl")
    reason = create("a", required_dimensions=(carrier,))
    assert change(reason, name_nl="a", required_dimensions=(carrier, carrier)) is False
    assert change(reason, name_nl="b", synonyms=("x",)) is True
    kept = ContactReason.objects.get()
    assert (kept.name_nl, kept.name_key, kept.synonyms) == ("b", "b", ["x"])
    assert AuditEvent.objects.filter(verb="reason_changed").count() == 1


def test_code_is_unique_and_never_changes():
    reason = create("a")
    with pytest.raises(Refusal):
        create("a", name="anders")
    with pytest.raises(Refusal):
        change(reason, code="b")


def test_same_name_is_allowed_below_another_parent():
    first, second = create("a"), create("b")
    create("a-x", first, name="Overig")
    assert create("b-x", second, name="Overig").name_nl == "Overig"
    with pytest.raises(Refusal) as refused:
        create("a-y", first, name="OVERIG")
    assert refused.value.rule == "R-2"


@pytest.mark.parametrize("name", ["PostNL", "Niet bezorgd - postnl", "Bezorging: PostNL"])
def test_dimension_value_is_no_reason_name(name):
    make.carrier("postnl")
    with pytest.raises(Refusal) as refused:
        create("a", name=name)
    assert refused.value.rule == "R-6"
    assert str(refused.value) == (
        "Gebruik de dimensie bezorgdienst in plaats van een aparte reden."
    )


def test_dimension_value_inside_a_sentence_may_stay():
    make.carrier("dpd")
    assert create("a", name="Waarom belt DPD niet aan?").code == "a"


def test_catch_all_is_made_once():
    parent = create("levering")
    create("kwijt", parent)
    made = taxonomy.ensure_catch_all(parent, actor=None, now=MONDAY)
    assert (made.code, made.name_nl, made.name_en, made.kind) == (
        "levering-overig",
        "Overig",
        "Other",
        ReasonKind.CATCH_ALL,
    )
    assert taxonomy.ensure_catch_all(parent, actor=None, now=MONDAY) == made


def test_catch_all_finds_a_free_code():
    parent = create("levering")
    create("levering-overig", parent, name="iets anders")
    assert taxonomy.ensure_catch_all(parent, actor=None, now=MONDAY).code == "levering-overig-2"


def end(reason, day=date(2026, 6, 30)):
    return taxonomy.end_reason(reason, last_day=day, actor=None, now=MONDAY)


def test_reason_ends_on_its_last_day():
    reason = end(create("a"))
    assert reason.is_active_on(date(2026, 6, 30))
    assert not reason.is_active_on(date(2026, 7, 1))


def test_reason_cannot_end_before_it_starts():
    with pytest.raises(Refusal):
        end(create("a", valid_from=date(2026, 7, 1)))


def test_catch_all_ends_with_or_after_its_siblings():
    parent = create("levering")
    sibling = create("kwijt", parent)
    rest = taxonomy.ensure_catch_all(parent, actor=None, now=MONDAY)
    with pytest.raises(Refusal) as refused:
        end(rest)
    assert refused.value.rule == "R-3"
    assert str(refused.value) == (
        "'Overig' kan niet worden beëindigd zolang er subredenen naast staan."
    )
    end(sibling)
    assert end(rest).valid_until == date(2026, 6, 30)


@pytest.fixture
def branches():
    """Level-2 parents "lost" and "late" below one main reason, a leaf below each; a phone."""
    main = create("delivery")
    for code in ("lost", "late"):
        create(f"{code}-leaf", create(code, main))
    make.channel("phone")
    return {reason.code: reason for reason in ContactReason.objects.all()}


def contact(day, reason, **fields):
    return make.contact(amsterdam(f"2026-03-0{day} 10:00"), reason=reason, **fields)


def links():
    """The contacts by day that repeat: of which day's contact, for any and for the same reason."""
    rows = RepeatLink.objects.values_list(
        "contact__local_date", "any_reason__local_date", "same_reason__local_date"
    )
    return {row[0].day: tuple(day and day.day for day in row[1:]) for row in rows}


def test_reason_moved_to_another_parent_leaves_what_was_measured_and_counts_from_then_on(
    branches, settings
):
    """R-7: a repeat is judged with the tree of the moment at which it was registered."""
    settings.SAME_REASON_LEVEL = 2
    contact(2, "lost-leaf", customer_ref="K1")
    contact(3, "late-leaf", customer_ref="K1")
    ChangedDay.objects.all().delete()

    change(branches["lost-leaf"], parent=branches["late"])

    assert (links(), changed_days.pending()) == ({3: (2, None)}, {})
    contact(4, "lost-leaf", customer_ref="K1")
    assert links() == {3: (2, None), 4: (3, 3)}


@pytest.mark.parametrize(
    ("language", "message"),
    [
        (
            "nl",
            (
                "Deze reden is gebruikt. Van of naar ruis veranderen de weken ervoor: "
                "beëindig haar en maak een nieuwe."
            ),
        ),
        (
            "en",
            (
                "This reason is used. From or to noise it would change the weeks before: "
                "end it and make a new one."
            ),
        ),
    ],
)
def test_used_branch_never_becomes_noise_or_the_other_way_round(branches, language, message):
    """R-7, C-10."""
    contact(3, "lost-leaf")
    noise = create("noise", kind=ReasonKind.NOISE)
    for fields in ({"kind": ReasonKind.NOISE}, {"parent": noise}):
        with pytest.raises(Refusal) as refused:
            change(branches["lost"], **fields)
        assert (refused.value.rule, worded(refused, language)) == ("R-7", message)
    assert change(branches["late"], kind=ReasonKind.NOISE)
    assert change(branches["late"], kind=ReasonKind.NORMAL)


@pytest.mark.parametrize("role", list(Role))
def test_tree_is_edited_by_coordinator_and_administrator(role):
    actor = people.user("iemand", role)
    draft = ReasonDraft(code="a", name_nl="A")
    if role in (Role.COORDINATOR, Role.ADMINISTRATOR):
        assert taxonomy.create_reason(draft, actor=actor, now=MONDAY, why="Nieuw").code == "a"
    else:
        with pytest.raises(NotAllowed):
            taxonomy.create_reason(draft, actor=actor, now=MONDAY, why="Nieuw")


@pytest.mark.parametrize("code", ["", " ", "x" * 101, "a\nb"])
def test_impossible_code_is_refused(code):
    with pytest.raises(Refusal) as refused:
        create(code, name="Naam")
    assert refused.value.field == "code"
