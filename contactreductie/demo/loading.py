"""The demo organisation from nothing to its newest report."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db.models import F
from django.utils.translation import gettext_noop as _

from contactreductie.core import locks
from contactreductie.core.enums import DeliveryState
from contactreductie.core.models import OutboxMessage
from contactreductie.core.refusals import Refusal
from contactreductie.demo import (
    causes,
    channels,
    deliveries,
    goals,
    journeys,
    lists,
    people,
    state,
    valuing,
    workspace,
)
from contactreductie.demo.generation import history
from contactreductie.demo.generation.history import History
from contactreductie.demo.generation.period import WEEKS
from contactreductie.demo.people import People
from contactreductie.demo.state import State
from contactreductie.demo.timeline import REPORTS, Timeline
from feedbackloop.models import Finding, WeeklyReport
from feedbackloop.services import facts
from raci.models import ImprovementAction
from reasons.models import Contact

VISION_WEEKS = 40  # before the end: the vision was there long before the first action
# Parts of the whole, in hundredths, as measured on SQLite.
CONTACTS_DONE, FACTS_DONE = 85, 88
LOCK = "demo.load"
BEING_LOADED = _("The demo is being loaded by another process.")
Progress = Callable[[int], None]


def load(
    *, now: datetime, started_at: datetime, progress: Progress, weeks: int = WEEKS
) -> dict[str, Any]:
    """Loads the demo as it stands at `now`; `progress` gets hundredths done.

    A load that was cut off is emptied and done again; the same `now` and `weeks` give the same
    demo. Raises Refusal where the database holds anything else.
    """
    with _alone():
        if _clear_the_way() == State.COMPLETE:
            return _figures()
        made = history.generate(now, weeks=weeks)
        created = _found_organisation(made, started_at=started_at)
        _deliver(made, created, progress)
        for done in Timeline(made.period, created).play(now):
            progress(FACTS_DONE + (100 - FACTS_DONE) * done // (REPORTS + 1))
        workspace.set_up(created, now=made.period.last.end())
        channels.set_up(created, now=made.period.last.end())
        journeys.set_up(created, now=made.period.last.end())
        causes.set_up(created, now=made.period.last.end())
        valuing.set_up(created, now=made.period.last.end())
        goals.set_up(created, now=made.period.last.end())
        settle_mail(newest=made.period.last.end())
        state.mark(state.FINISHED, by=created["beheerder"], now=started_at)
        progress(100)
        return _figures()


def _clear_the_way() -> State:
    found = state.find()
    if found == State.FOREIGN:
        message = _("This database is in use already. The demo only goes into an empty one.")
        raise Refusal(message)
    if found == State.HALF:
        call_command("flush", interactive=False, verbosity=0)
    return found


def _found_organisation(made: History, *, started_at: datetime) -> People:
    """Everything there was before the first contact; the vision came later."""
    founded = made.period.first.start() - timedelta(days=14)
    created = people.create_people(now=founded, started_at=started_at)
    people.create_departments(created, now=founded)
    lists.create_lists(now=founded)
    lists.assign_responsibilities(created, now=founded)
    lists.publish_vision(created, now=made.period.week(-VISION_WEEKS).start() + timedelta(hours=15))
    return created


def _deliver(made: History, created: People, progress: Progress) -> None:
    deliveries.deliver_volumes(made, now=made.period.last.end())
    weeks = len(made.period.weeks)
    for done in deliveries.deliver_contacts(made, created):
        progress(CONTACTS_DONE * done // weeks)
    deliveries.deliver_offer(made, now=made.period.last.end())
    facts.refresh()
    progress(FACTS_DONE)


def settle_mail(*, newest: datetime) -> None:
    """Mail of the months that the demo only tells about was, so it tells, sent then. That of the
    newest Monday waits to be delivered, where it lands in a folder; never on a mail server."""
    told = OutboxMessage.objects.filter(state=DeliveryState.WAITING)
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        told = told.filter(created_at__lt=newest)
    told.update(state=DeliveryState.SENT, attempts=1, sent_at=F("created_at"))


def _figures() -> dict[str, Any]:
    return {
        "contacts": Contact.objects.count(),
        "reports": WeeklyReport.objects.count(),
        "findings": Finding.objects.count(),
        "actions": ImprovementAction.objects.count(),
    }


@contextmanager
def _alone() -> Iterator[None]:
    """Two loads at once would each take the other's for a half one: the file tells of those on
    this machine, the database of those on others."""
    with (settings.DATA_DIR / "load-demo.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refusal(BEING_LOADED) from error
        with locks.only_one(LOCK) as alone:
            if not alone:
                raise Refusal(BEING_LOADED)
            yield
