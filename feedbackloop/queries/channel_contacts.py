"""What single contacts tell about channels: switches, opening hours, contacts per customer."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, ExtractMinute

from contactreductie.core.iso_week import AMSTERDAM, IsoWeek
from raci.queries.opening_hours import Hours, is_open
from reasons.enums import Direction
from reasons.models import Contact, RepeatLink


@dataclass(frozen=True)
class Share:
    """A part of a whole; without a whole there is no share."""

    part: int
    whole: int

    @property
    def share(self) -> float | None:
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True)
class Switches:
    """Customers who came back about the same reason after a contact here: how often, how often
    by another channel, and how often because we sent them there (H-7)."""

    repeats: int = 0
    elsewhere: int = 0
    referred: int = 0

    @property
    def share(self) -> float | None:
        return self.elsewhere / self.repeats if self.repeats else None

    def plus(self, other: "Switches") -> "Switches":
        return Switches(
            self.repeats + other.repeats,
            self.elsewhere + other.elsewhere,
            self.referred + other.referred,
        )


@dataclass(frozen=True)
class PerCustomer:
    """Contacts of known customers and how many customers these were, in a span of days."""

    first: date
    last: date
    contacts: int
    customers: int

    @property
    def average(self) -> float | None:
        return self.contacts / self.customers if self.customers else None


def per_customer(first: date, last: date, noise: Collection[int]) -> PerCustomer:
    """By all channels together: what one channel brings may be taken from another or not."""
    known = _inbound(first, last).exclude(customer_key="").exclude(reason__in=noise)
    counted = known.aggregate(contacts=Count("pk"), customers=Count("customer_key", distinct=True))
    return PerCustomer(first, last, **counted)


def around(added_on: date) -> tuple[tuple[date, date], tuple[date, date]]:
    """First and last day of the weeks before a channel was added, and of those from then on."""
    span, day = timedelta(weeks=settings.CHANNEL_WEEKS), timedelta(days=1)
    return (added_on - span, added_on - day), (added_on, added_on + span - day)


def switches(weeks: Sequence[IsoWeek]) -> dict[int, Switches]:
    """By the channel of the contact before, in one query."""
    elsewhere = ~Q(contact__channel=F("same_reason__channel"))
    rows = (
        RepeatLink.objects.filter(
            same_reason__isnull=False,
            contact__local_date__range=(weeks[0].monday, weeks[-1].sunday),
        )
        .order_by()
        .values_list("same_reason__channel_id")
        .annotate(
            repeats=Count("pk"),
            elsewhere=Count("pk", filter=elsewhere),
            referred=Count("pk", filter=elsewhere & Q(contact__referred_by_us=True)),
        )
    )
    return {channel: Switches(*counts) for channel, *counts in rows}


def outside_hours(
    weeks: Sequence[IsoWeek], hours: Mapping[int, Hours], noise: Collection[int]
) -> dict[int, Share]:
    """Contacts at a local time outside the opening hours, of the channels in `hours`; one
    query."""
    moments = (
        _inbound(weeks[0].monday, weeks[-1].sunday)
        .filter(channel__in=hours)
        .exclude(reason__in=noise)
        .order_by()
        .values_list(
            "channel_id",
            ExtractIsoWeekDay("local_date"),
            ExtractHour("occurred_at", tzinfo=AMSTERDAM),
            ExtractMinute("occurred_at", tzinfo=AMSTERDAM),
        )
        .annotate(Count("pk"))
    )
    outside, all_of_them = Counter[int](), Counter[int]()
    for channel, weekday, hour, minute, count in moments:
        all_of_them[channel] += count
        if not is_open(hours[channel], weekday, 60 * hour + minute):
            outside[channel] += count
    return {channel: Share(outside[channel], all_of_them[channel]) for channel in hours}


def _inbound(first: date, last: date) -> QuerySet[Contact]:
    return Contact.objects.filter(local_date__range=(first, last), direction=Direction.INBOUND)
