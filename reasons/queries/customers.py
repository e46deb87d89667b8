"""What a registrar sees of one customer: recent contacts and what we still owe."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from contactreductie.core.iso_week import AMSTERDAM
from reasons.enums import Direction, ReasonKind
from reasons.models import Contact, ContactDimension, ContactLeg
from reasons.queries.choices import SEPARATOR
from reasons.queries.tree import ReasonNode, ReasonTree

SHOWN = 10


@dataclass(frozen=True)
class Promise:
    """A leg that is not done yet."""

    leg: ContactLeg
    is_overdue: bool


@dataclass(frozen=True)
class PastContact:
    """An earlier contact, its names in the reader's language. `same` holds, as a query string, what
    the register form takes over when the customer calls about it again; empty where that cannot
    be, `is_ended` when that is because the reason is no longer in use."""

    contact: Contact
    name: str
    parents: str
    promises: tuple[Promise, ...]
    same: str
    is_ended: bool


@dataclass(frozen=True)
class CustomerHistory:
    """`counts`: how often the customer came in the window, by reason, most first; noise and what
    we started ourselves are shown but not counted."""

    contacts: Sequence[PastContact]
    has_more: bool
    counts: Sequence[tuple[str, int]]
    days: int

    @property
    def first_same(self) -> PastContact | None:
        """What the key for "about the same" takes over."""
        return next((past for past in self.contacts if past.same), None)


def history_of(
    customer_key: str, *, tree: ReasonTree, now: datetime, language: str
) -> CustomerHistory:
    """The contacts of the last REPEAT_WINDOW_DAYS local days, and older ones with a promise still
    open; those with an open promise in front, then the newest."""
    today = now.astimezone(AMSTERDAM).date()
    since = today - timedelta(days=settings.REPEAT_WINDOW_DAYS)
    contacts = Contact.objects.filter(customer_key=customer_key).exclude(customer_key="")
    shown = list(_shown(contacts, since)[: SHOWN + 1])
    reader = _Reader(tree, language, today, since, now)
    return CustomerHistory(
        contacts=[reader.past_contact(contact) for contact in shown[:SHOWN]],
        has_more=len(shown) > SHOWN,
        counts=reader.counts(contacts.filter(local_date__gte=since)),
        days=settings.REPEAT_WINDOW_DAYS,
    )


def _shown(contacts: QuerySet[Contact], since: date) -> QuerySet[Contact]:
    open_legs = ContactLeg.objects.filter(done_at=None)
    facts = ContactDimension.objects.select_related("dimension", "value")
    return (
        contacts.annotate(has_promise=Exists(open_legs.filter(contact=OuterRef("pk"))))
        .filter(Q(local_date__gte=since) | Q(has_promise=True))
        .select_related("channel")
        .prefetch_related(
            Prefetch("legs", open_legs, to_attr="open_legs"), Prefetch("dimensions", facts)
        )
        .order_by("-has_promise", "-occurred_at", "-recorded_at")
    )


@dataclass(frozen=True)
class _Reader:
    tree: ReasonTree
    language: str
    today: date
    since: date
    now: datetime

    def past_contact(self, contact: Contact) -> PastContact:
        node = self.tree.by_id[contact.reason_id]
        may_follow = contact.local_date >= self.since and not self.tree.is_noise(node.id)
        is_ended = not (self.tree.is_leaf(node.id) and node.is_active_on(self.today))
        return PastContact(
            contact=contact,
            name=self._name(node),
            parents=SEPARATOR.join(self._name(step) for step in self.tree.ancestors(node)),
            promises=tuple(
                Promise(leg, is_overdue=leg.due_at is not None and leg.due_at < self.now)
                for leg in contact.open_legs  # type: ignore[attr-defined]  # prefetched
            ),
            same=self._same(contact, node) if may_follow and not is_ended else "",
            is_ended=may_follow and is_ended,
        )

    def counts(self, contacts: QuerySet[Contact]) -> list[tuple[str, int]]:
        rows = (
            contacts.filter(direction=Direction.INBOUND)
            .order_by()
            .values_list("reason_id")
            .annotate(contact_count=Count("pk"))
        )
        counts = {pk: count for pk, count in rows if not self.tree.is_noise(pk)}
        return [
            (self._told_apart(self.tree.by_id[pk]), count)
            for pk, count in Counter(counts).most_common()
        ]

    def _same(self, contact: Contact, node: ReasonNode) -> str:
        facts = [(fact.dimension.code, fact.value) for fact in contact.dimensions.all()]
        still = [(code, value) for code, value in facts if value.is_active_on(self.today)]
        fields = {f"dim:{code}": value.code for code, value in still}
        return urlencode({"follows": str(contact.pk), "reason": node.code, **fields})

    def _name(self, node: ReasonNode) -> str:
        return node.name_in(self.language)

    def _told_apart(self, node: ReasonNode) -> str:
        """Its name; "Overig" says nothing without what it is the rest of."""
        path = self.tree.path(node)[-2 if node.kind == ReasonKind.CATCH_ALL else -1 :]
        return SEPARATOR.join(self._name(step) for step in path)
