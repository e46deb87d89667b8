"""Repeat links, kept right whatever the order in which contacts arrive."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Max, Min

from contactreductie.core import locks
from reasons import matching
from reasons.enums import Direction
from reasons.models import Contact, RepeatLink
from reasons.queries.tree import ReasonTree

VARIANTS = (
    "any_reason",
    "same_reason",
    "any_reason_same_channel",
    "same_reason_same_channel",
)
EVERY_CUSTOMER = "every customer"
KEYS_AT_ONCE = 500
Links = dict[UUID, tuple[UUID | None, ...]]


def lock_customers(keys: Iterable[str]) -> None:
    """Lets one transaction at a time touch a customer's contacts. Call it before writing them,
    else two contacts saved at the same moment would not see each other."""
    known = [key for key in keys if key]
    if known:
        locks.share(EVERY_CUSTOMER)
        locks.hold(f"customer:{key}" for key in known)


def relink_reasons(reason_ids: Collection[int], *, tree: ReasonTree) -> set[date]:
    """Makes the links right of all customers with contacts of reasons that moved in the tree.

    Returns the local days whose counts change with the links. Meanwhile no contact of any
    customer is written: a lock each would be more than the database has.
    """
    locks.hold([EVERY_CUSTOMER])
    moved = Contact.objects.filter(reason__in=reason_ids).exclude(customer_key="")
    keys = list(moved.order_by("customer_key").values_list("customer_key", flat=True).distinct())
    days: set[date] = set()
    for start in range(0, len(keys), KEYS_AT_ONCE):
        some = keys[start : start + KEYS_AT_ONCE]
        ends = moved.filter(customer_key__in=some).aggregate(
            first=Min("occurred_at"), last=Max("occurred_at")
        )
        days |= relink(keys=some, first=ends["first"], last=ends["last"], tree=tree)
    return days


def relink(
    *, keys: Collection[str], first: datetime, last: datetime, tree: ReasonTree
) -> set[date]:
    """Makes the links of these customers right around what changed between two instants.

    A contact changes its own link and those of its successors within the window, nothing else.
    Returns the local days whose counts change with the links.
    """
    margin = timedelta(days=settings.REPEAT_WINDOW_DAYS + 1)
    histories = _histories(keys, first - margin, last + margin, tree)
    contacts = {contact.id: contact for history in histories.values() for contact in history}
    new = {
        pk: links for pk, links in _links(histories).items() if contacts[pk].occurred_at >= first
    }
    old = _stored(keys, first, last + margin)
    different = {pk for pk in old.keys() | new.keys() if old.get(pk) != new.get(pk)}
    _replace(old, new, different)
    ends = {end for pk in different for links in (old, new) for end in (pk, *links.get(pk, ()))}
    return {contacts[end].local_date for end in ends if end in contacts}


def _histories(
    keys: Collection[str], start: datetime, end: datetime, tree: ReasonTree
) -> dict[str, list[matching.KeyedContact]]:
    rows = list(
        Contact.objects.filter(
            customer_key__in=[key for key in keys if key],
            occurred_at__range=(start, end),
            direction=Direction.INBOUND,
        ).values_list(
            "reason_id",
            "customer_key",
            "id",
            "occurred_at",
            "recorded_at",
            "delivery_row",
            "local_date",
            "channel_id",
        )
    )
    if any(row[0] not in tree.by_id for row in rows):
        tree = ReasonTree.load()  # a reason younger than the caller's tree
    histories: dict[str, list[matching.KeyedContact]] = defaultdict(list)
    for reason_id, key, pk, occurred_at, recorded_at, place, day, channel_id in rows:
        if tree.is_noise(reason_id):
            continue
        group = tree.at_level(reason_id, settings.SAME_REASON_LEVEL)
        arrival = (recorded_at, place)
        contact = matching.KeyedContact(pk, occurred_at, arrival, day, group, channel_id)
        histories[key].append(contact)
    return histories


def _links(histories: dict[str, list[matching.KeyedContact]]) -> Links:
    links: Links = {}
    for history in histories.values():
        found = matching.find_predecessors(history, window_days=settings.REPEAT_WINDOW_DAYS)
        for pk, predecessors in found.items():
            links[pk] = tuple(getattr(predecessors, variant) for variant in VARIANTS)
    return links


def _stored(keys: Collection[str], first: datetime, last: datetime) -> Links:
    rows = RepeatLink.objects.filter(
        contact__customer_key__in=[key for key in keys if key],
        contact__occurred_at__range=(first, last),
    ).values_list("contact_id", *VARIANTS)
    return {row[0]: row[1:] for row in rows}


def _replace(old: Links, new: Links, different: set[UUID]) -> None:
    RepeatLink.objects.filter(contact__in=different & old.keys()).delete()
    RepeatLink.objects.bulk_create(_rows(new, sorted(different & new.keys())))


def _rows(links: Links, ids: Sequence[UUID]) -> Iterable[RepeatLink]:
    columns = [f"{variant}_id" for variant in VARIANTS]
    return (RepeatLink(contact_id=pk, **dict(zip(columns, links[pk], strict=True))) for pk in ids)
