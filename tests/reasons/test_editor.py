"""The editor of the tree, as who keeps it uses it (R-1 to R-8)."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from contactreductie.core.models import User
from reasons.models import ContactReason, TreeChange
from tests.factories import people
from tests.factories import reasons as make
from tests.factories.clock import MONDAY

pytestmark = pytest.mark.django_db
WHY = {"why": "Klanten noemen het anders."}


@pytest.fixture
def keeper() -> User:
    return people.coordinator()


@pytest.fixture
def client(client: Client, keeper: User) -> Client:
    delivery = make.reason("delivery", name_nl="Bezorging", name_en="Delivery")
    make.reason("lost", delivery, name_nl="Waar blijft mijn pakket?")
    make.reason("late", delivery, name_nl="Te laat")
    make.reason("invoice", make.reason("money", name_nl="Geld"), name_nl="Factuur")
    client.force_login(keeper)
    return client


def text(response) -> str:
    return unescape(response.content.decode())


def shown(response) -> list[str]:
    return [line.node.code for line in response.context["lines"]]


def test_tree_opens_the_way_to_the_chosen_reason_and_no_more(client):
    assert shown(client.get("/tree/")) == ["delivery", "money"]
    assert shown(client.get("/tree/?reason=lost")) == ["delivery", "lost", "late", "money"]
    assert client.get("/tree/?reason=nothing").status_code == 404


@pytest.mark.parametrize("more", [0, 40])
def test_number_of_queries_does_not_grow_with_the_tree(
    client, more, django_assert_num_queries, settings
):
    parent = ContactReason.objects.get(code="money")
    for number in range(more):
        make.reason(f"extra-{number}", parent)
    client.get("/tree/")
    with django_assert_num_queries(EDITOR_QUERIES):
        client.get("/tree/?reason=lost")


EDITOR_QUERIES = 8


def test_reason_is_described_and_the_change_tells_why(client, keeper):
    sent = {
        "name_nl": "Waar is mijn pakje?",
        "name_en": "Where is my parcel?",
        "synonyms": "zoek\n\nkwijt\nzoek",
        "explanation_nl": "Pakket onvindbaar.",
        **WHY,
    }
    assert client.post("/tree/?reason=lost", sent).status_code == 302
    reason = ContactReason.objects.get(code="lost")
    assert (reason.name_nl, reason.synonyms) == ("Waar is mijn pakje?", ["zoek", "kwijt"])
    change = TreeChange.objects.get()
    assert (change.kind, change.actor, change.why) == ("changed", keeper, WHY["why"])
    revision = change.revisions.get()
    assert revision.before["name_nl"] == "Waar blijft mijn pakket?"
    assert revision.after["synonyms"] == ["zoek", "kwijt"]


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("nl", "Deze reden bestaat al onder deze hoofdreden."),
        ("en-gb", "This reason already exists under this main reason."),
    ],
)
def test_second_reason_of_a_name_is_refused_and_what_was_typed_stays(client, language, message):
    """R-2."""
    client.cookies["django_language"] = language
    answer = client.post("/tree/?reason=lost", {"name_nl": " TE  laat", **WHY})
    assert answer.status_code == 422
    assert message in text(answer)
    assert 'value=" TE  laat"' in text(answer)
    assert TreeChange.objects.count() == 0


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("nl", "Een reden beschrijft wat de klant vraagt. 'Fout magazijn' klinkt als een oorzaak."),
        (
            "en-gb",
            "A reason describes what the customer asks. 'Fout magazijn' sounds like a cause.",
        ),
    ],
)
def test_name_that_tells_a_cause_is_saved_with_a_notice(client, language, message):
    """R-8."""
    client.cookies["django_language"] = language
    answer = client.post("/tree/?reason=lost", {"name_nl": "Fout magazijn", **WHY}, follow=True)
    assert message in text(answer)
    assert ContactReason.objects.get(code="lost").name_nl == "Fout magazijn"


def test_new_reason_below_a_choice_makes_the_rest_as_well(client):
    """R-3."""
    sent = {"name_nl": "Dubbel betaald", "with_catch_all": "on", **WHY}
    answer = client.post("/tree/new/?parent=invoice", sent)
    assert answer.url == "/tree/?reason=dubbel-betaald"
    below = ContactReason.objects.filter(parent__code="invoice").order_by("position")
    assert [(row.code, row.kind) for row in below] == [
        ("dubbel-betaald", "normal"),
        ("invoice-overig", "catch_all"),
    ]


def test_place_to_move_to_is_searched_and_shown_before_it_is_done(client):
    assert "Geld" in text(client.get("/tree/lost/move/?q=geld"))
    asked = text(client.get("/tree/lost/move/?parent=money"))
    assert "/tree/effect/?reason=lost&parent=money" in asked
    answer = client.post("/tree/lost/move/?parent=money", {"after": "invoice", **WHY})
    assert answer.url == "/tree/?reason=lost"
    assert ContactReason.objects.get(code="lost").parent.code == "money"


def test_reason_is_no_place_for_itself_or_for_what_is_below_it(client):
    found = client.get("/tree/delivery/move/?q=e").context["places"]
    assert {place.code for place in found} == {"money", "invoice"}
    answer = client.post("/tree/delivery/move/?parent=lost", WHY)
    assert answer.status_code == 422
    assert "Een contactreden kan niet onder zichzelf liggen." in text(answer)


def test_reason_is_merged_split_ended_and_each_is_undone(client):
    today = timezone.localdate()
    assert client.post("/tree/late/merge/?into=lost", WHY).url == "/tree/?reason=lost"
    assert ContactReason.objects.get(code="late").merged_into.code == "lost"
    names = {"name_nl_1": "Kwijt", "name_nl_2": "Vertraagd", "heir": "2"}
    assert client.post("/tree/invoice/split/", {**names, **WHY}).url == "/tree/?reason=kwijt"
    assert ContactReason.objects.get(code="invoice").merged_into.code == "vertraagd"
    ended = client.post("/tree/lost/end/", {"valid_until": today.isoformat(), **WHY})
    assert ended.url == "/tree/?reason=lost"
    for change in list(TreeChange.objects.order_by("-pk")):
        assert client.post(f"/tree/changes/{change.pk}/undo/", WHY).status_code == 302
    assert sorted(ContactReason.objects.values_list("code", flat=True)) == sorted(
        ["delivery", "lost", "late", "money", "invoice"]
    )
    assert not ContactReason.objects.exclude(valid_until=None, merged_into=None).exists()
    listed = text(client.get("/tree/changes/"))
    assert listed.count(WHY["why"]) == 6


def test_reason_that_was_never_used_is_removed_and_a_used_one_is_not(client):
    """R-7."""
    make.channel("phone")
    make.contact(MONDAY - timedelta(hours=1), reason="late")
    used = client.post("/tree/late/remove/", WHY)
    assert used.status_code == 422
    assert "Deze reden is gebruikt. Beëindig of voeg samen." in text(used)
    gone = client.post("/tree/lost/remove/", WHY, follow=True)
    assert gone.redirect_chain == [("/tree/?reason=delivery", 302)]
    assert "Verwijderd: Waar blijft mijn pakket?. " in text(gone)
    listed = text(client.get("/tree/changes/"))
    assert "Verwijderd: Waar blijft mijn pakket?" in listed
    assert "/undo/" not in listed


def test_code_with_a_slash_has_the_same_pages(client):
    make.reason("a/b", name_nl="Schuine streep")
    assert client.get("/tree/a/b/merge/").status_code == 200
    assert client.post("/tree/a/b/merge/?into=lost", WHY).status_code == 302
