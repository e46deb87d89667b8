"""What other systems deliver, week by week, and what agents register by hand."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, F

from contactreductie.core.iso_week import IsoWeek
from contactreductie.core.models import User
from contactreductie.demo import files, letters, sources
from contactreductie.demo.drafting import BY_HAND_WEEKS, drafts_of_week
from contactreductie.demo.generation.history import History
from contactreductie.demo.people import People
from feedbackloop.services import volumes
from reasons.models import Contact
from reasons.queries.catalog import Catalog
from reasons.services import contacts
from reasons.services.drafts import BY_HAND, ContactDraft, check_draft

LETTER_FILE_WEEKS = 6  # so many of the newest weeks have a file of letters


def deliver_volumes(history: History, *, now: datetime) -> None:
    """Orders per day, and shipments per carrier and week."""
    rows = [*_orders(history), *_shipments(history)]
    outcome = volumes.record_volumes(enumerate(rows, start=2), source="webwinkel", now=now)
    if outcome.rejected:
        raise ValueError(str(outcome.rejected[0]))


def deliver_contacts(history: History, people: People) -> Iterator[int]:
    """Writes the contacts, oldest week first, and yields how many weeks are in."""
    catalog = Catalog.load()
    agents = [people[row["username"]] for row in files.rows("people.csv") if _is_agent(row)]
    weeks = history.period.weeks
    for number, week in enumerate(weeks):
        drafts = drafts_of_week(history, number)
        _register_by_hand(drafts, catalog, agents, now=week.end())
        delivered = [draft for draft in drafts if draft.source != BY_HAND]
        _deliver(delivered, week, number + 1 - len(weeks), catalog, sender=people["regisseur"])
        yield number + 1


def deliver_offer(history: History, *, now: datetime) -> None:
    """What the routing of calls offered each team, where agents register: a little more than
    was registered."""
    rows = [row for week in history.period.weeks[-BY_HAND_WEEKS:] for row in _offered(week)]
    outcome = volumes.record_volumes(enumerate(rows, start=2), source="routering", now=now)
    if outcome.rejected:
        raise ValueError(str(outcome.rejected[0]))


def _offered(week: IsoWeek) -> Iterator[dict[str, str]]:
    teams = (
        Contact.objects.filter(local_date__range=(week.monday, week.sunday))
        .order_by("agent__membership__department__code")
        .values_list("agent__membership__department__code")
        .exclude(agent=None)
        .annotate(Count("pk"))
    )
    for code, registered in teams:
        yield {
            "period": str(week),
            "denominator": f"{settings.OFFERED_DENOMINATOR}:{code}",
            "units": str(round(registered * 1.06)),
        }


def _deliver(
    drafts: Sequence[ContactDraft], week: IsoWeek, place: int, catalog: Catalog, *, sender: User
) -> None:
    """What the systems hand over in the night from Sunday to Monday, and the post room after."""
    night = week.plus(1).start() + timedelta(hours=3)
    own_file = sources.LETTERS if place > -LETTER_FILE_WEEKS else ""
    _write([draft for draft in drafts if draft.source != own_file], catalog, agent=None, now=night)
    counted = [draft for draft in drafts if draft.source == own_file]
    if own_file:
        morning = night + timedelta(hours=2)
        letters.import_file(counted, week, place, sender=sender, now=morning)


def _register_by_hand(
    drafts: Sequence[ContactDraft], catalog: Catalog, agents: Sequence[User], *, now: datetime
) -> None:
    """Deals the week's contacts out to the agents. A call of the service knows one moment of
    registration; afterwards each contact gets its own, just after the conversation."""
    by_hand = [draft for draft in drafts if draft.source == BY_HAND]
    for turn, agent in enumerate(agents if by_hand else ()):
        _write(by_hand[turn :: len(agents)], catalog, agent=agent, now=now)
    registered = Contact.objects.filter(source=BY_HAND, recorded_at=now)
    registered.update(recorded_at=F("occurred_at") + timedelta(minutes=1))


def _write(
    drafts: Iterable[ContactDraft], catalog: Catalog, *, agent: User | None, now: datetime
) -> None:
    checked = [check_draft(draft, catalog=catalog, now=now) for draft in drafts]
    contacts.write_contacts(checked, tree=catalog.tree, agent=agent, now=now)


def _is_agent(row: dict[str, str]) -> bool:
    return row["roles"] == "agent"


def _orders(history: History) -> Iterator[dict[str, str]]:
    for day, units in zip(history.period.days, history.orders.in_period, strict=True):
        yield {"period": day.isoformat(), "denominator": "orders", "units": str(units)}


def _shipments(history: History) -> Iterator[dict[str, str]]:
    for carrier, per_week in history.orders.shipments.items():
        for week, units in zip(history.period.weeks, per_week, strict=True):
            yield {
                "period": str(week),
                "denominator": "shipments",
                "dimension": "carrier",
                "value": carrier,
                "units": str(units),
            }
