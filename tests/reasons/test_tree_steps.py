"""What the steps of the editor show before they are taken, and after (R-2, R-3, R-7)."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from contactreductie.core.models import User
from reasons.enums import ReasonKind
from reasons.models import ContactReason, TreeChange
from reasons.services import taxonomy
from reasons.services.reason_drafts import ReasonDraft
from tests.factories import people
from tests.factories import reasons as make
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db
WHY = {"why": "Niemand wist welke van de twee."}


@pytest.fixture
def keeper() -> User:
    return people.coordinator()


@pytest.fixture
def client(client: Client, keeper: User) -> Client:
    delivery = make.reason("delivery", name_nl="Bezorging", name_en="Delivery")
    make.reason("late", delivery, name_nl="Te laat bezorgd")
    make.reason("later", delivery, name_nl="Veel te laat bezorgd")
    make.reason("rest", delivery, name_nl="Overig", kind=ReasonKind.CATCH_ALL)
    money = make.reason("money", name_nl="Geld")
    make.reason("invoice", money, name_nl="Factuur")
    make.reason("spam", make.reason("noise", kind=ReasonKind.NOISE))
    make.channel("phone")
    client.force_login(keeper)
    return client


def text(client: Client, address: str, language: str = "nl") -> str:
    client.cookies["django_language"] = language
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def places(client: Client, address: str) -> list[str]:
    return [place.code for place in client.get(address).context["places"]]


def test_move_starts_with_what_is_near_and_never_offers_a_catch_all(client: Client) -> None:
    """R-3."""
    assert places(client, "/tree/late/move/") == ["delivery", "money", "noise", "later"]
    assert places(client, "/tree/late/move/?q=overig") == []


def test_merge_starts_with_what_is_called_alike_and_what_stands_beside_it(client: Client) -> None:
    make.reason("slow", ContactReason.objects.get(code="money"), name_nl="Te laat bezorgt")
    make.reason("gone", ContactReason.objects.get(code="delivery"), name_nl="Weg")
    assert places(client, "/tree/late/merge/") == ["slow", "later", "rest", "gone"]
    assert places(client, "/tree/late/merge/?q=factuur") == ["invoice"]


@pytest.mark.parametrize(
    ("address", "dutch", "english"),
    [
        (
            "late/move/?parent=rest",
            "'Overig' vangt de rest op: zet de reden ernaast, niet eronder.",
            "'Overig' is a catch-all: put the reason beside it, not below it.",
        ),
        (
            "delivery/move/?parent=late",
            "Een contactreden kan niet onder zichzelf liggen.",
            "A reason cannot lie below itself.",
        ),
        ("late/merge/?into=late", "Kies een andere reden.", "Choose another reason."),
        (
            "late/merge/?into=money",
            "Alleen redenen zonder subredenen kunnen worden samengevoegd. Verplaats die eerst.",
            "Only reasons without sub-reasons can be merged. Move those first.",
        ),
        (
            "late/merge/?into=spam",
            "Ruis en een vraag kunnen niet worden samengevoegd: de weken ervoor zouden veranderen.",
            "Noise and a question cannot be merged: the weeks before would change.",
        ),
    ],
)
def test_step_that_will_be_refused_says_so_and_asks_nothing(
    client: Client, address: str, dutch: str, english: str
) -> None:
    """R-1, R-3, R-7, C-10; the panel with the figures says the same."""
    name, step = address.split("/", 1)
    panel = f"/tree/effect/?reason={name}&{step.split('?')[1]}"
    for language, message in (("nl", dutch), ("en-gb", english)):
        shown = text(client, f"/tree/{address}", language)
        assert message in shown
        assert 'name="why"' not in shown
        told = text(client, panel, language)
        assert message in told
        assert "<table" not in told


@pytest.mark.parametrize(
    ("code", "dutch", "english"),
    [
        (
            "delivery",
            "Alleen een reden zonder subredenen kan worden gesplitst.",
            "Only a reason without sub-reasons can be split.",
        ),
        (
            "rest",
            "Maak nieuwe redenen naast 'Overig' in plaats van die te splitsen.",
            "Make new reasons beside the catch-all instead of splitting it.",
        ),
    ],
)
def test_split_that_will_be_refused_says_so_and_asks_nothing(
    client: Client, code: str, dutch: str, english: str
) -> None:
    """R-3, R-7."""
    for language, message in (("nl", dutch), ("en-gb", english)):
        shown = text(client, f"/tree/{code}/split/", language)
        assert message in shown
        assert 'name="why"' not in shown


def test_used_reason_is_not_offered_for_removal_and_its_page_says_what_to_do(
    client: Client,
) -> None:
    """R-7."""
    late = ContactReason.objects.get(code="late")
    make.reason("slow", merged_into=late, valid_until=MONDAY.date())
    TreeChange.objects.create(kind="created", at=MONDAY).revisions.create(reason=late)
    assert "/tree/late/remove/" not in text(client, "/tree/?reason=late")
    assert "/undo/" not in text(client, "/tree/?reason=late")
    assert "/tree/later/remove/" in text(client, "/tree/?reason=later")
    shown = text(client, "/tree/late/remove/")
    assert "Deze reden is gebruikt. Beëindig of voeg samen." in shown
    assert 'name="why"' not in shown
    assert "/tree/late/end/" in shown
    assert "/tree/late/merge/" in shown


def test_contact_of_today_is_seen_where_it_is_removed(client: Client) -> None:
    """R-7: the editor looks at what an index finds; the step itself looks at everything."""
    make.contact(MONDAY - timedelta(hours=1), reason="later")
    assert "/tree/later/remove/" in text(client, "/tree/?reason=later")
    assert "Deze reden is gebruikt." in text(client, "/tree/later/remove/")
    assert client.post("/tree/later/remove/", WHY).status_code == 422


def test_first_reason_below_a_choice_among_noise_gets_no_rest(client: Client) -> None:
    """R-3: nothing has to fit there, and nothing is left half done."""
    assert "with_catch_all" not in text(client, "/tree/new/?parent=spam")
    made = client.post("/tree/new/?parent=spam", {"name_nl": "Reclame", **WHY})
    assert made.status_code == 302
    assert "with_catch_all" not in text(client, "/tree/spam/move/?parent=reclame")


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("nl", "Deze reden bestaat al onder deze hoofdreden."),
        ("en-gb", "This reason already exists under this main reason."),
    ],
)
@pytest.mark.parametrize("place", ["2", "3", "4"])
def test_split_into_two_of_one_name_is_refused_at_the_second(
    client: Client, language: str, message: str, place: str
) -> None:
    """R-2."""
    client.cookies["django_language"] = language
    names = {"name_nl_1": "Vertraagd", "name_nl_2": "Zoek", f"name_nl_{place}": " vertraagd"}
    answer = client.post("/tree/late/split/", {**names, **WHY})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {f"name_nl_{place}": [message]}
    assert TreeChange.objects.count() == 0


def test_branch_ends_with_all_that_is_below_it_and_comes_back_as_one(client: Client) -> None:
    """R-3, R-7."""
    today = timezone.localdate()
    sent = {"valid_until": today.isoformat(), **WHY}
    assert client.post("/tree/delivery/end/", sent).status_code == 302
    ended = ContactReason.objects.filter(valid_until=today).order_by("code")
    assert [row.code for row in ended] == ["delivery", "late", "later", "rest"]
    client.post("/tree/delivery/end/", sent)
    change = TreeChange.objects.get()  # done twice it is done once
    assert client.post(f"/tree/changes/{change.pk}/undo/", WHY).status_code == 302
    assert not ContactReason.objects.exclude(valid_until=None).exists()


def test_end_before_a_contact_is_refused_for_a_person_and_not_for_a_command(
    client: Client,
) -> None:
    """R-7."""
    make.contact(MONDAY - timedelta(days=1), reason="late")
    day = timezone.localdate(MONDAY) - timedelta(days=2)
    refused = client.post("/tree/delivery/end/", {"valid_until": day.isoformat(), **WHY})
    assert list(refused.context["form"].errors) == ["valid_until"]
    late = ContactReason.objects.get(code="late")
    taxonomy.end_reason(late, last_day=day, actor=None, now=MONDAY)
    assert ContactReason.objects.get(code="late").valid_until == day


def test_place_among_noise_is_told(client: Client) -> None:
    """C-10."""
    for address in ("/tree/new/?parent=noise", "/tree/late/move/?parent=noise"):
        assert "Dit is een plaats onder ruis" in text(client, address)
    assert "onder ruis" not in text(client, "/tree/new/?parent=money")


def test_parent_of_a_new_reason_is_named_in_the_language_of_the_reader(client: Client) -> None:
    assert "Below Delivery" in text(client, "/tree/new/?parent=delivery", "en-gb")
    assert "Onder Bezorging" in text(client, "/tree/new/?parent=delivery")


def test_what_was_done_is_named_with_a_way_to_the_history(client: Client) -> None:
    done = client.post("/tree/late/move/?parent=money", WHY, follow=True)
    said = unescape(done.content.decode())
    assert 'Verplaatst: Te laat bezorgd. <a href="/tree/changes/">' in said
    again = client.post("/tree/late/move/?parent=money", WHY, follow=True)
    assert "Er is niets veranderd." in unescape(again.content.decode())


def test_import_is_one_line_of_the_history_and_undo_stands_only_where_it_can_be_done(
    client: Client, keeper: User
) -> None:
    """R-7."""
    for number in range(3):
        draft = ReasonDraft(code=f"read-{number}", name_nl=f"Ingelezen {number}")
        taxonomy.create_reason(draft, actor=None, now=MONDAY)
    client.post("/tree/late/move/?parent=money", WHY)
    client.post("/tree/late/end/", {"valid_until": timezone.localdate().isoformat(), **WHY})
    moved, ended = TreeChange.objects.filter(actor=keeper).order_by("pk")
    lines = client.get("/tree/changes/").context["changes"]
    told = [(line.change.kind, line.count, line.may_undo) for line in lines]
    assert told == [("ended", 1, True), ("moved", 1, False), ("created", 3, False)]
    assert "3 wijzigingen in één keer" in text(client, "/tree/changes/")
    assert 'name="why"' in text(client, f"/tree/changes/{ended.pk}/undo/")
    outdated = text(client, f"/tree/changes/{moved.pk}/undo/")
    assert "dit kan niet meer ongedaan worden gemaakt" in outdated
    assert 'name="why"' not in outdated


@pytest.mark.parametrize("count", [1, 30])
def test_history_takes_the_same_queries_for_any_number(
    client: Client, django_assert_num_queries, count: int
) -> None:
    for number in range(count):
        sent = {"name_nl": f"Nieuw {number}", "with_catch_all": "", **WHY}
        client.post("/tree/new/", sent)
    client.get("/tree/changes/")
    with django_assert_num_queries(HISTORY_QUERIES):
        client.get("/tree/changes/")


HISTORY_QUERIES = 5


def test_way_to_a_reason_leads_to_its_panel(client: Client) -> None:
    """On a small screen the panel lies below the tree."""
    shown = text(client, "/tree/?reason=late")
    assert 'href="?reason=later#chosen"' in shown
    assert 'id="chosen"' in shown
