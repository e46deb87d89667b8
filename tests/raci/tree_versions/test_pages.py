"""The pages about a newer version of the tree, as who keeps it uses them."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from contactreductie.core.enums import Role
from raci.models import Department, TreeVersion
from raci.services import responsibilities
from reasons.models import ContactReason, TreeChange
from reasons.services import lists, taxonomy
from tests.factories import people, raci
from tests.factories import tree_versions as versions
from tests.factories.tree_versions import WHY, file, row
from tests.raci.tree_versions.test_differences import SAME, without

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tree")]
LIST = "/tree/versions/"
NEWER = file(*without("late"), row("refund", "money", "Geld terug"))


@pytest.fixture
def client(client: Client, keeper) -> Client:
    client.force_login(keeper)
    return client


def text(response) -> str:
    return unescape(response.content.decode())


def upload(content, name="boom-2026.csv"):
    return {"file": SimpleUploadedFile(name, content.encode())}


def handed_in(client, content=NEWER):
    return client.post(LIST, upload(content)).url


def sent(client, url, **chosen):
    """What the form of the page sends when nothing is changed in it."""
    form = client.get(url).context["form"]
    gone = {gone.key: gone.suggestion for gone in form.difference.gone}
    return {"fingerprint": form.difference.fingerprint, "why": WHY, **gone, **chosen}


def key_of(client, url, code):
    difference = client.get(url).context["form"].difference
    keys = {line.delivered.code: line.key for line in difference.lines}
    return {**keys, **{gone.reason.code: gone.key for gone in difference.gone}}[code]


def test_file_is_handed_in_compared_and_taken_over(client, keeper):
    assert "Er is nog geen versie ingeleverd" in text(client.get(LIST))
    url = handed_in(client)
    page = text(client.get(url))
    assert "boom-2026.csv" in page
    assert "Geld terug" in page
    assert "wacht op een besluit" in text(client.get(LIST))
    assert TreeChange.objects.count() == 0

    answer = client.post(url, sent(client, url), follow=True)

    assert answer.redirect_chain == [(url, 302)]
    assert "De versie is overgenomen." in text(answer)
    assert WHY in text(answer)
    assert ContactReason.objects.get(code="late").valid_until == timezone.localdate()
    assert set(TreeChange.objects.values_list("actor", flat=True)) == {keeper.pk}
    assert "overgenomen op" in text(client.get(LIST))


def test_line_that_is_ticked_stays_out(client):
    url = handed_in(client)
    key = key_of(client, url, "refund")
    assert client.post(url, sent(client, url, **{key: "on"})).status_code == 302
    assert not ContactReason.objects.filter(code="refund").exists()


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("nl", "'Overig' kan niet worden beëindigd zolang er subredenen naast staan."),
        ("en-gb", "'Overig' cannot be ended while there are sub-reasons beside it."),
    ],
)
def test_refused_line_is_marked_and_every_decision_is_kept(client, language, message):
    """R-3."""
    client.cookies["django_language"] = language
    url = handed_in(client, file(*without("rest"), row("refund", "money", "Geld terug")))
    rest, refund = key_of(client, url, "rest"), key_of(client, url, "refund")
    answer = client.post(url, sent(client, url, **{rest: "end", refund: "on"}))
    assert answer.status_code == 422
    assert message in text(answer)
    form = answer.context["form"]
    assert list(form.errors) == [rest]
    assert (form[rest].value(), form[refund].value(), form["why"].value()) == ("end", True, WHY)
    assert TreeChange.objects.count() == 0


def test_without_why_nothing_happens(client):
    """R-7."""
    url = handed_in(client)
    answer = client.post(url, sent(client, url, why=""))
    assert answer.status_code == 422
    assert "Vul dit veld in." in text(answer)
    assert TreeChange.objects.count() == 0


def test_tree_that_changed_meanwhile_is_shown_anew_with_what_was_decided(client, keeper):
    url = handed_in(client)
    refund = key_of(client, url, "refund")
    seen = sent(client, url, **{refund: "on", "why": "Even wachten"})
    taxonomy.end_reason(
        ContactReason.objects.get(code="late"),
        last_day=timezone.localdate(),
        actor=keeper,
        now=timezone.now(),
        why="Weg",
    )
    answer = client.post(url, seen)
    assert answer.status_code == 409
    assert "Iemand heeft de boom zojuist gewijzigd." in text(answer)
    form = answer.context["form"]
    assert form.difference.gone == ()
    assert (form[refund].value(), form["why"].value()) == (True, "Even wachten")
    assert client.post(url, sent(client, url)).status_code == 302


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("nl", "Deze versie is al overgenomen."),
        ("en-gb", "This version was taken over already."),
    ],
)
def test_version_is_taken_over_once(client, language, message):
    client.cookies["django_language"] = language
    url = handed_in(client)
    form = sent(client, url)
    client.post(url, form)
    for address in (url, f"{url}drop/"):
        again = client.post(address, form)
        assert again.status_code == 409
        assert message in text(again)
    assert TreeVersion.objects.count() == 1


def test_version_is_dropped(client):
    url = handed_in(client)
    answer = client.post(f"{url}drop/", follow=True)
    assert "“boom-2026.csv” is vervallen." in text(answer)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "Het bestand is leeg."),
        ("code,name_nl\na,A\n", "Kolom ontbreekt: parent_code"),
        ("PK\x03\x04", "'boom-2026.csv' is geen CSV-bestand"),
    ],
)
def test_file_that_is_no_tree_is_refused(client, content, message):
    answer = client.post(LIST, upload(content))
    assert answer.status_code == 422
    assert message in text(answer)
    assert TreeVersion.objects.count() == 0


def test_file_that_is_too_large_is_refused(client):
    answer = client.post(LIST, upload("x" * (5 * 1024 * 1024 + 1)))
    assert answer.status_code == 422
    assert "Dit bestand is te groot." in text(answer)


def test_name_of_a_file_may_be_long(client):
    url = client.post(LIST, upload(NEWER, f"{'é' * 240}.csv")).url
    assert client.get(url).status_code == 200


def test_rejected_rows_are_listed_with_their_place(client):
    url = handed_in(client, file(*SAME, row("bad", "nowhere")))
    page = text(client.get(url))
    assert "Rij 8, kolom parent_code: Onbekende reden 'nowhere'." in page
    assert "Geen verschil met onze boom" in page


def test_administrator_is_told_that_owners_stay(client):
    raci.department("logistics")
    client.force_login(people.user("beheerder", Role.ADMINISTRATOR))
    url = handed_in(
        client, file(*SAME, row("refund", "money", "Terug", department_code="logistics"))
    )
    page = text(client.get(url))
    assert "Eigenaren blijven zoals ze zijn" in page
    assert "Logistics" not in page


def test_changes_are_told_in_words(client):
    raci.department("logistics")
    cells = row("late", "money", "Te laat?", kind="noise", department_code="logistics")
    page = text(client.get(handed_in(client, file(*without("late"), cells))))
    for word in ("Bezorging", "Geld", "Te laat?", "Ruis", "Logistics", "Naam in het Nederlands"):
        assert word in page


@pytest.mark.parametrize("more", [0, 40])
def test_number_of_queries_grows_with_neither_tree_nor_file(
    client, more, django_assert_num_queries
):
    extra = [row(f"extra-{number}", "money") for number in range(more)]
    url = handed_in(client, file(*without("late"), row("refund", "money"), *extra))
    client.get(url)
    with django_assert_num_queries(PAGE):
        client.get(url)


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_of_the_list_stays(client, keeper, count, django_assert_num_queries):
    for _place in range(count):
        versions.version(keeper, NEWER)
    client.get(LIST)
    with django_assert_num_queries(LISTED):
        client.get(LIST)


PAGE, LISTED = 13, 3


def test_tree_of_more_than_a_thousand_reasons_is_decided_about(client):
    """R-7: Django itself takes no more than a thousand fields."""
    parent = ContactReason.objects.get(code="money")
    ContactReason.objects.bulk_create(
        ContactReason(code=f"m{i}", parent=parent, name_nl=f"M {i}", name_key=f"m {i}", position=i)
        for i in range(1_001)
    )
    lists.touch()
    url = handed_in(client)
    kept = {key: "keep" for key in sent(client, url) if key.startswith("gone-")}
    assert len(kept) > 1_000
    assert client.post(url, sent(client, url, **kept)).status_code == 302


def test_rejected_row_is_called_by_its_name(client):
    page = text(client.get(handed_in(client, file(*SAME, row("bad", "nowhere", "Kapotte rij")))))
    assert "<strong>Kapotte rij</strong>" in page


def test_owner_from_above_is_the_one_before(client, keeper):
    """R-2: one owner each, so what had none of its own had that of the reason above it."""
    for code in ("logistics", "finance"):
        raci.department(code)
    money = ContactReason.objects.get(code="money")
    logistics = Department.objects.get(code="logistics")
    given = {"actor": keeper, "now": timezone.now()}
    responsibilities.assign_responsibility(reason=money, role="A", department=logistics, **given)
    cells = row("invoice", "money", "Factuur", department_code="finance")
    page = text(client.get(handed_in(client, file(*without("invoice"), cells))))
    assert "<del>Logistics, via de reden erboven</del>" in page


def test_page_names_no_command_and_tells_how_to_merge_with_another(client):
    assert "import_taxonomy" not in text(client.get(LIST))
    page = text(client.get(handed_in(client)))
    assert '<a href="/tree/">Redenen bewerken</a>' in page


def test_version_is_undone_as_a_whole_on_its_page(client):
    """R-7."""
    url = handed_in(client)
    client.post(url, sent(client, url))
    assert client.post(f"{url}undo/", {"why": ""}).status_code == 422
    answer = client.post(f"{url}undo/", {"why": "Verkeerd bestand"}, follow=True)
    assert "De versie is ongedaan gemaakt." in text(answer)
    assert "In zijn geheel ongedaan gemaakt door" in text(answer)
    assert "Deze versie ongedaan maken" not in text(answer)
    assert client.post(f"{url}undo/", {"why": "Nog eens"}).status_code == 409
    assert "ongedaan gemaakt" in text(client.get(LIST))
