"""What one person registered, how quickly, and what is still promised."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from django.conf import settings
from django.db.models import QuerySet

from contactreductie.core.iso_week import AMSTERDAM
from contactreductie.core.models import User
from reasons import rules
from reasons.models import Contact, ContactLeg

FEW = 5  # fewer registrations tell nothing about somebody's pace


@dataclass(frozen=True)
class Pace:
    """Median seconds that registering took, as the screen measured it; None where there are too
    few. For the person alone (H-8)."""

    today: float | None
    weeks: float | None


def registered_on(user: User, day: date) -> QuerySet[Contact]:
    """What somebody registered on a local day, the newest first."""
    start = datetime.combine(day, time.min, AMSTERDAM)
    end = datetime.combine(day + timedelta(days=1), time.min, AMSTERDAM)
    return in_list(Contact.objects.filter(agent=user, recorded_at__gte=start, recorded_at__lt=end))


def in_list(found: QuerySet[Contact]) -> QuerySet[Contact]:
    """Contacts with what a list shows of them, the newest first."""
    return found.select_related("channel", "reason", "agent").order_by("-recorded_at", "-pk")


def first_day(user: User, now: datetime) -> date | None:
    """The earliest day with something left to correct; None without limit."""
    window = rules.correction_window(user, Contact(agent=user))
    if window == timedelta.max:
        return None
    return (now - window).astimezone(AMSTERDAM).date()


def pace(user: User, now: datetime) -> Pace:
    midnight = now.astimezone(AMSTERDAM).replace(hour=0, minute=0, second=0, microsecond=0)
    weeks = now - timedelta(weeks=settings.HABIT_WEEKS)
    return Pace(_median_since(user, midnight), _median_since(user, weeks))


def promises(user: User, *, limit: int) -> list[ContactLeg]:
    """What this person promised a customer and is not done yet, the first to come due in front."""
    found = ContactLeg.objects.filter(contact__agent=user, done_at=None, due_at__isnull=False)
    return list(found.select_related("contact__reason").order_by("due_at")[:limit])


def _median_since(user: User, start: datetime) -> float | None:
    measured = Contact.objects.filter(
        agent=user, recorded_at__gte=start, wrap_up_seconds__isnull=False
    )
    found = measured.order_by().values_list("wrap_up_seconds", flat=True)
    seconds = [value for value in found if value is not None]
    return median(seconds) if len(seconds) >= FEW else None
