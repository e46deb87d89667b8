"""Reading contacts back for the person who registered them."""

from django.db.models import QuerySet

from contactreductie.core.models import User
from reasons.models import Contact


def latest_of(agent: User, *, limit: int = 8) -> QuerySet[Contact]:
    """This person's newest registrations by hand, with what a list shows of them."""
    return (
        Contact.objects.filter(agent=agent)
        .select_related("channel", "reason")
        .order_by("-recorded_at")[:limit]
    )
