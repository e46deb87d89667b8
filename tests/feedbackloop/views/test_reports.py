import hashlib
import json

import pytest
from django.test import Client
from django.utils.html import escape

from contactreductie.core.enums import Role
from contactreductie.core.iso_week import IsoWeek
from feedbackloop.models import WeeklyReport
from feedbackloop.services import loop
from tests.factories import feedbackloop as make
from tests.factories import people, reasons
from tests.factories.clock import MONDAY
from tests.factories.feedbackloop import W10
from tests.feedbackloop.views import world
from tests.feedbackloop.views.conftest import SignIn
from tests.feedbackloop.views.world import page

pytestmark = pytest.mark.django_db

LIST, REPORT = "/reports/", "/reports/2026-W10/"
LIST_QUERIES = 5
REPORT_QUERIES = 9


@pytest.fixture
def manager(sign_in: SignIn) -> Client:
    return sign_in(people.manager())


@pytest.mark.parametrize("count", [1, 3])
def test_report_list_any_number_of_reports_takes_the_same_queries(
    manager: Client, django_assert_num_queries, count: int
) -> None:
    world.tree("not-delivered")
    make.series("not-delivered", [5] * count)
    for number in range(count):
        make.run_loop(W10.plus(-number))

    with django_assert_num_queries(LIST_QUERIES):
        shown = page(manager, LIST)

    assert shown.count('href="/reports/2026-W') == count


@pytest.mark.parametrize("count", [1, 3])
def test_report_any_number_of_reasons_takes_the_same_queries(
    manager: Client, django_assert_num_queries, count: int
) -> None:
    world.reported(*[f"reason-{number}" for number in range(count)])

    with django_assert_num_queries(REPORT_QUERIES):
        page(manager, REPORT)


def test_report_list_without_reports_says_when_the_first_appears(manager: Client) -> None:
    assert "Er zijn nog geen rapporten" in page(manager, LIST)


def test_report_shows_the_figures_of_the_frozen_document(manager: Client) -> None:
    """By hand: 30 contacts, 8 weeks of 10 before, so a mean of 10."""
    report = world.reported("not-delivered")
    reasons.ContactReason.objects.filter(code="not-delivered").update(name_nl="Later hernoemd")
    line = make.line(report, "not-delivered")

    shown = page(manager, REPORT)

    assert (line["contacts"], line["mean_8_weeks"]) == (30, 10.0)
    assert "<strong>30 contacten</strong>" in shown
    assert escape(report.findings.get().figures["text"]["nl"]) in shown
    assert report.sha256 in shown
    assert "‘Not delivered’</a>." in shown


def test_report_incomplete_week_says_so_first(manager: Client) -> None:
    """F-3."""
    world.incomplete()

    shown = page(manager, REPORT)

    assert "Via kanaal Chat kwam niets binnen" in shown
    assert shown.index("Onvolledig") < shown.index('class="headline"')
    assert ", niet te beoordelen: de week is onvolledig." in shown
    assert "meer dan verwacht" not in shown


def test_report_list_incomplete_week_is_not_judged(manager: Client) -> None:
    """F-3: 30 contacts lie far above the 13 of the weeks before."""
    world.incomplete()

    shown = page(manager, LIST)

    assert "onvolledig, niet te beoordelen" in shown
    assert "meer dan verwacht" not in shown


def test_report_old_version_points_to_the_new_one(manager: Client) -> None:
    """F-5."""
    first = world.reported("not-delivered")
    fields = {"version": 2, "document": first.document, "sha256": first.sha256}
    same = ("week_start", "status", "built_at", "published_at", "code_version")
    WeeklyReport.objects.create(**fields, **{name: getattr(first, name) for name in same})

    assert "Lees versie 2" in page(manager, REPORT, version="1")
    assert "Lees versie" not in page(manager, REPORT)


@pytest.mark.parametrize(("role", "links"), [(Role.MANAGER, 1), (Role.AGENT, 0)])
def test_report_finding_without_owner_links_only_for_who_may_hand_it_over(
    sign_in: SignIn, role: Role, links: int
) -> None:
    world.reported("not-delivered", owner=False)

    shown = page(sign_in(people.user("x", role)), REPORT)

    assert shown.count("Naar de lijst zonder eigenaar") == links
    assert "niemand is verantwoordelijk voor deze reden" in shown


def test_report_draws_no_arrow_for_a_difference_that_may_be_chance(manager: Client) -> None:
    """Statistics d: never an arrow for week-on-week noise."""
    world.reported("not-delivered", last=12)

    shown = page(manager, REPORT)

    assert "+20%" in shown
    assert "delta__arrow" not in shown


def test_report_too_few_known_customers_shows_no_repeat_figure(manager: Client) -> None:
    """H-5: nobody is known here."""
    world.reported("not-delivered")

    assert "Te weinig herkende klanten (0%) om herhaalverkeer te tonen." in page(manager, REPORT)


def test_report_immature_weeks_are_words_not_figures(manager: Client) -> None:
    """H-2: 2026-W10 is final on 23 March, W09 on 16 March."""
    world.tree("not-delivered")
    for number in range(12):
        make.contacts(W10, 1, reason="not-delivered", customer_ref=f"K{number}")
        make.contacts(W10.plus(-2), 1, reason="not-delivered", customer_ref=f"L{number}")
    make.run_loop()

    shown = page(manager, REPORT)

    assert "Week 9: nog niet bekend (t/m 15 maart)" in shown
    assert "Week 10: nog niet bekend (t/m 22 maart)" in shown
    assert "In één keer goed in week 8" in shown


def test_report_without_denominator_says_so_and_shows_no_ratio(manager: Client) -> None:
    """N-1."""
    world.reported("not-delivered")

    assert "noemer ontbreekt" in page(manager, REPORT)


def test_report_depth_shows_alarms_below_it_with_their_path(manager: Client) -> None:
    main = world.tree("not-delivered", "late")[0]
    reasons.reason("deep", reasons.ContactReason.objects.get(code="not-delivered"))
    world.nine_weeks("deep")
    make.series("late", [1] * 9)
    make.run_loop()

    shown = page(manager, REPORT, depth="1")

    for code in (main.code, "not-delivered", "deep"):
        assert f'<a href="/reasons/{code}/">' in shown
    assert '<a href="/reasons/late/">' not in shown
    assert "nog 1 eronder" in shown


def test_report_unknown_depth_falls_back(manager: Client) -> None:
    world.reported("not-delivered")

    assert "?depth=2" in page(manager, REPORT, depth="7")


def test_report_in_english_speaks_english_throughout(sign_in: SignIn) -> None:
    world.reported("not-delivered")
    client = sign_in(people.user("jane", Role.MANAGER, language="en-gb"))

    shown = page(client, REPORT)

    assert "more than the expected 10" in shown
    assert "Delivery" in shown
    assert "Bezorging" not in shown


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("2026-W09", "Er is geen rapport voor week 2026-W09"),
        ("2026-W11", "Week 2026-W11 loopt nog, tot en met zondag 15 maart"),
        ("2026-W12", "is nog niet begonnen"),
        ("2026-W54", "Deze week bestaat niet"),
        ("vandaag", "‘vandaag’ is geen ISO-week"),
    ],
)
def test_report_that_is_not_there_says_why(manager: Client, label: str, words: str) -> None:
    world.reported("not-delivered")

    shown = page(manager, f"/reports/{label}/", status=404)

    assert words in shown
    assert "Nieuwste rapport: 2026-W10" in shown


@pytest.mark.parametrize("version", ["2", "0", "x", "9" * 30])
def test_report_version_that_is_not_there_is_not_found(manager: Client, version: str) -> None:
    world.reported("not-delivered")

    page(manager, REPORT, status=404, version=version)
    page(manager, REPORT, version="1")


def test_report_draft_is_not_shown(manager: Client) -> None:
    world.tree("not-delivered")
    make.contacts(W10, 3, reason="not-delivered")
    make.draft()

    page(manager, REPORT, status=404)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.AGENT, 200),
        (Role.TEAM_LEADER, 200),
        (Role.DEPARTMENT_OWNER, 200),
        (Role.ADMINISTRATOR, 403),
        (Role.PRIVACY_OFFICER, 403),
    ],
)
def test_report_is_shared_with_everyone_who_works_with_contacts(
    sign_in: SignIn, role: Role, status: int
) -> None:
    """V-5."""
    world.reported("not-delivered")
    client = sign_in(people.user("x", role))

    for url in (LIST, REPORT, f"{REPORT}download/json/"):
        page(client, url, status=status)


def test_download_json_is_the_frozen_document_byte_for_byte(manager: Client) -> None:
    report = world.reported("not-delivered")

    response = manager.get(f"{REPORT}download/json/", {"version": "1"})

    assert response.content == report.document.encode()
    assert response["Content-Disposition"].startswith('attachment; filename="')
    content = json.loads(response.content)
    assert content.pop("sha256") == report.sha256
    unsealed = json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"
    assert hashlib.sha256(unsealed.encode()).hexdigest() == report.sha256


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "pdf", "html"])
def test_download_every_format_gives_a_file(manager: Client, file_format: str) -> None:
    world.reported("not-delivered")

    response = manager.get(f"{REPORT}download/{file_format}/")

    assert response.status_code == 200
    assert response["Content-Disposition"].endswith(f'.{file_format}"')


def test_download_unknown_format_or_week_is_not_found(manager: Client) -> None:
    world.reported("not-delivered")

    page(manager, f"{REPORT}download/exe/", status=404)
    page(manager, "/reports/2026-W09/download/json/", status=404)


def test_report_run_twice_stays_one(manager: Client) -> None:
    world.reported("not-delivered")
    loop.run_week(week=IsoWeek.parse("2026-W10"), now=MONDAY)

    assert WeeklyReport.objects.count() == 1
    page(manager, REPORT)


def test_report_of_a_week_with_nothing_but_noise_shows_no_false_zero(manager: Client) -> None:
    """C-10: one spam call is no contact, and nothing can be divided by nothing."""
    reasons.channel("phone")
    reasons.reason("spam", kind=reasons.ReasonKind.NOISE)
    make.contacts(W10, 1, reason="spam")
    make.run_loop()

    shown = page(manager, REPORT)
    dashboard = page(manager, "/dashboard/")

    assert "<strong>0 contacten</strong>" in shown
    assert "Te weinig herkende klanten (–)" in shown
    assert "Geen contacten in deze week of de acht ervoor." in shown
    assert "geen contacten" in dashboard
