"""Finding contacts by what they are known by, and for the person who registered them."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from contactreductie.core.models import User
from reasons.models import Contact

# SQLite takes an index of some of the rows only where the condition of that index stands in the
# query as well; else it reads the whole table.
KEYED, REFERRED = ~Q(customer_key=""), ~Q(external_ref="")


def of_customers(keys: Collection[str]) -> Q:
    """The contacts of these customers."""
    return Q(customer_key__in=keys) & KEYED


def by_reference(source: str, references: Collection[str]) -> Q:
    """The contacts of a source with these external references."""
    return Q(source=source, external_ref__in=references) & REFERRED


def latest_of(agent: User, *, limit: int = 8) -> QuerySet[Contact]:
    """This person's newest registrations by hand, with what a list shows of them."""
    return (
        Contact.objects.filter(agent=agent)
        .select_related("channel", "reason")
        .order_by("-recorded_at")[:limit]
    )


def delivered(source: str, external_ref: str) -> Contact | None:
    """The contact that came in under this external reference before, if any."""
    return Contact.objects.filter(by_reference(source, [external_ref])).first()
