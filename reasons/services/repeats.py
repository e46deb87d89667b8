"""Repeat links, kept right whatever the order in which contacts arrive."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings

from contactreductie.core import locks, statements
from reasons import matching
from reasons.models import Contact, RepeatLink
from reasons.queries import contacts as contact_queries
from reasons.queries.tree import ReasonTree

VARIANTS = (
    "any_reason",
    "same_reason",
    "any_reason_same_channel",
    "same_reason_same_channel",
)
Links = dict[UUID, tuple[UUID | None, ...]]
# Asked for every contact that is saved. The first condition is that of the index, word for word:
# else SQLite would read the whole table.
HISTORY = (
    "SELECT id, customer_key, reason_id, channel_id, occurred_at, local_date, recorded_at,"
    " delivery_row FROM reasons_contact WHERE NOT (customer_key = '')"
    " AND direction = 'inbound' AND customer_key IN ({}) AND occurred_at BETWEEN %s AND %s"
)


def lock_customers(keys: Iterable[str]) -> None:
    """Lets one transaction at a time touch a customer's contacts. Call it before writing them,
    else two contacts saved at the same moment would not see each other."""
    locks.hold(f"customer:{key}" for key in keys if key)


def relink(
    *,
    keys: Collection[str],
    first: datetime,
    last: datetime,
    tree: ReasonTree,
    added: Collection[UUID] = (),
) -> set[date]:
    """Makes the links of these customers right around what changed between two instants.

    A contact changes its own link and those of its successors within the window, nothing else.
    `added` are contacts that have no link yet: where they are the newest of their customers, there
    is no link to look for. Returns the local days whose counts change with the links.
    """
    margin = timedelta(days=settings.REPEAT_WINDOW_DAYS + 1)
    histories = _histories(keys, first - margin, last + margin, tree)
    contacts = {contact.id: contact for history in histories.values() for contact in history}
    near = {pk for pk, contact in contacts.items() if contact.occurred_at >= first}
    new = {pk: links for pk, links in _links(histories).items() if pk in near}
    old = {} if added and near <= set(added) else _stored(keys, first, last + margin)
    different = {pk for pk in old.keys() | new.keys() if old.get(pk) != new.get(pk)}
    _replace(old, new, different)
    ends = {end for pk in different for links in (old, new) for end in (pk, *links.get(pk, ()))}
    return {contacts[end].local_date for end in ends if end in contacts}


def unlink(contact: Contact) -> set[date]:
    """Takes away the link of a contact whose customer is no longer known: `relink` goes by
    customer. Returns the local days whose counts change with it."""
    links = RepeatLink.objects.filter(contact=contact)
    ends = {end for link in links.values_list(*VARIANTS) for end in link}
    links.delete()
    return set(Contact.objects.filter(pk__in=ends - {None}).values_list("local_date", flat=True))


def _histories(
    keys: Collection[str], start: datetime, end: datetime, tree: ReasonTree
) -> dict[str, list[matching.KeyedContact]]:
    span = statements.moment(start), statements.moment(end)
    rows = list(Contact.objects.raw(HISTORY.format(statements.places(len(keys))), [*keys, *span]))
    if any(row.reason_id not in tree.by_id for row in rows):
        tree = ReasonTree.load()  # a reason younger than the caller's tree
    histories: dict[str, list[matching.KeyedContact]] = defaultdict(list)
    for row in rows:
        if tree.is_noise(row.reason_id):
            continue
        group = tree.at_level(row.reason_id, settings.SAME_REASON_LEVEL)
        arrival = (row.recorded_at, row.delivery_row)
        contact = matching.KeyedContact(
            row.pk, row.occurred_at, arrival, row.local_date, group, row.channel_id
        )
        histories[row.customer_key].append(contact)
    return histories


def _links(histories: dict[str, list[matching.KeyedContact]]) -> Links:
    links: Links = {}
    for history in histories.values():
        found = matching.find_predecessors(history, window_days=settings.REPEAT_WINDOW_DAYS)
        for pk, predecessors in found.items():
            links[pk] = tuple(getattr(predecessors, variant) for variant in VARIANTS)
    return links


def _stored(keys: Collection[str], first: datetime, last: datetime) -> Links:
    linked = Contact.objects.filter(
        contact_queries.of_customers(keys),
        occurred_at__range=(first, last),
        repeat_link__isnull=False,
    )
    rows = linked.values_list("pk", *(f"repeat_link__{variant}" for variant in VARIANTS))
    return {row[0]: row[1:] for row in rows}


def _replace(old: Links, new: Links, different: set[UUID]) -> None:
    if gone := different & old.keys():
        RepeatLink.objects.filter(contact__in=gone).delete()
    statements.insert(_rows(new, sorted(different & new.keys())))


def _rows(links: Links, ids: Sequence[UUID]) -> list[RepeatLink]:
    columns = [f"{variant}_id" for variant in VARIANTS]
    return [RepeatLink(contact_id=pk, **dict(zip(columns, links[pk], strict=True))) for pk in ids]
