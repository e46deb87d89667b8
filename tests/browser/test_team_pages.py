"""What a team leader reads at a desk and on a phone: the team, its contacts, a tally of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from contactreductie.core.iso_week import IsoWeek
from contactreductie.core.models import User
from reasons.enums import ReasonKind
from reasons.ingest import running
from reasons.models import IngestBatch
from tests.browser import queueing
from tests.browser.looks import violations
from tests.factories import people, raci, reasons, tally

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
ROWS = "date,channel,reason,count\n2026-03-02,phone,klantenservice,3\n2026-03-02,phone,late,-4\n"
TOO_WIDE = """[...document.querySelectorAll(".table-wrap")]
  .filter((wrap) => wrap.scrollWidth > wrap.clientWidth).map((wrap) => wrap.textContent)"""


@pytest.fixture
def leader() -> User:
    """Of a team with a few contacts in the last week, some under a catch-all."""
    tally.lists()
    branch = reasons.reason("money", name_nl="Betalingen en terugbetalingen")
    reasons.reason("money-other", branch, kind=ReasonKind.CATCH_ALL)
    leader = raci.join(people.team_leader(), raci.department("noord", is_customer_service=True))
    monday = IsoWeek.of(timezone.localdate()).plus(-1).start()
    drafts = [reasons.draft(monday, reason=code) for code in ("late", "money-other") * 3]
    reasons.contacts_in_bulk(drafts, agent=leader, now=monday)
    return leader


@pytest.fixture
def trial(leader: User) -> IngestBatch:
    """A tally that was tried, with rows that cannot go in."""
    client = Client()
    client.force_login(leader)
    file = SimpleUploadedFile("turflijst.csv", ROWS.encode())
    client.post("/tally/paper/file/", {"file": file, "source": "Balie Utrecht"})
    batch = IngestBatch.objects.get()
    running.run_stored(batch.pk, clock=timezone.now)
    return batch


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 360)])
def test_pages_of_a_team_leader_fit_and_hold_to_the_rules(
    page: Page,
    context: BrowserContext,
    live_server: LiveServer,
    leader: User,
    trial: IngestBatch,
    scheme: str,
    width: int,
) -> None:
    """No violation of axe; no page and no table wider than the screen."""
    queueing.sign_in(context, live_server.url, leader)
    page.set_default_timeout(10_000)
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for path in ("/team/", "/contacts/team/", f"/imports/{trial.pk}/", "/tally/paper/file/"):
        page.goto(live_server.url + path)
        page.wait_for_load_state("networkidle")
        assert (path, violations(page), page.evaluate(TOO_WIDE)) == (path, [], [])
