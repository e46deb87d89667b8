"""Numbers without gaps."""

from django.db.models import F

from contactreductie.core.models import Sequence


def next_number(name: str) -> int:
    """The next number under a name. Call it inside the transaction that uses the number:
    the row stays locked until then, and a rollback gives the number back."""
    Sequence.objects.get_or_create(name=name)
    Sequence.objects.filter(name=name).update(last_number=F("last_number") + 1)
    return Sequence.objects.values_list("last_number", flat=True).get(name=name)
