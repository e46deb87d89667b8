"""Facts: changed days counted again, whole days at a time.

The same contacts give the same rows, however often it runs, in whatever order they came.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date

from django.db import connection, transaction
from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from contactreductie.core import locks
from feedbackloop.models import DayCount, DayDimensionCount
from reasons.enums import Direction
from reasons.models import Contact, ContactDimension, RepeatLink
from reasons.services import changed_days

LOCK = "feedbackloop.facts"
DAYS_AT_ONCE = 10  # short transactions, so that agents keep saving meanwhile


def refresh() -> int:
    """Counts every changed day again; returns how many days there were."""
    pending = changed_days.pending()
    for days in _groups(list(pending), DAYS_AT_ONCE):
        # Exactly the notes read before counting: a later change keeps its own note.
        _count(days, notes=[note for day in days for note in pending[day]])
    return len(pending)


def rebuild_all(*, progress: Callable[[int, int], None] | None = None) -> int:
    """Counts everything from the contacts; returns the number of days that have any.

    Days that lost their contacts lose their facts. `progress` gets days done and days in all.
    """
    pending = changed_days.pending()
    days = _days_to_rebuild()
    done = 0
    for group in _groups(days, DAYS_AT_ONCE):
        _count(group, notes=[note for day in group for note in pending.get(day, [])])
        done += len(group)
        if progress is not None:
            progress(done, len(days))
    return len(days)


@transaction.atomic
def _count(days: Collection[date], *, notes: Sequence[int]) -> None:
    locks.hold([LOCK])
    for model, counted in ((DayCount, _contacts(days)), (DayDimensionCount, _dimensions(days))):
        model.objects.filter(day__in=days).delete()
        _insert(model, counted)
    changed_days.clear(notes)


def _contacts(days: Collection[date]) -> QuerySet:
    """Inbound contacts per day, reason and channel; the keys are the columns of DayCount."""
    followed_any = Exists(RepeatLink.objects.filter(any_reason=OuterRef("pk")))
    followed_same = Exists(RepeatLink.objects.filter(same_reason=OuterRef("pk")))
    return (
        Contact.objects.filter(local_date__in=days, direction=Direction.INBOUND)
        .order_by()
        .values("local_date", "reason_id", "channel_id")
        .annotate(
            contact_count=Count("pk"),
            keyed_count=Count("pk", filter=~Q(customer_key="")),
            repeats_any=Count("repeat_link__any_reason"),
            repeats_same=Count("repeat_link__same_reason"),
            followed_any=Count("pk", filter=followed_any),
            followed_same=Count("pk", filter=followed_same),
            handled_count=Count("handle_seconds"),
            handle_seconds_sum=Coalesce(Sum("handle_seconds"), 0),
        )
    )


def _dimensions(days: Collection[date]) -> QuerySet:
    """Inbound contacts per day, reason, channel and dimension value."""
    return (
        ContactDimension.objects.filter(
            contact__local_date__in=days, contact__direction=Direction.INBOUND
        )
        .order_by()
        .values("contact__local_date", "contact__reason_id", "contact__channel_id", "value_id")
        .annotate(contact_count=Count("pk"))
    )


def _insert(model: type[Model], counted: QuerySet) -> None:
    """INSERT … SELECT: the counts never leave the database. Columns go by position."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    quote = connection.ops.quote_name
    sql, parameters = counted.query.sql_with_params()
    names = ", ".join(quote(str(field.column)) for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(model._meta.db_table)} ({names}) {sql}", parameters)


def _days_to_rebuild() -> list[date]:
    """Every day with contacts or with facts, oldest first."""
    with_contacts = Contact.objects.order_by().values_list("local_date", flat=True).distinct()
    with_facts = DayCount.objects.order_by().values_list("day", flat=True).distinct()
    return sorted({*with_contacts, *with_facts, *changed_days.pending()})


def _groups(days: Sequence[date], size: int) -> Iterator[Sequence[date]]:
    for start in range(0, len(days), size):
        yield days[start : start + size]
