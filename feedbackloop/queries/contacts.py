"""The one question about contacts that facts cannot answer: is there anything to count?"""

from contactreductie.core.iso_week import IsoWeek
from reasons.enums import Direction
from reasons.models import Contact


def exist_in(week: IsoWeek) -> bool:
    """Whether any inbound contact fell in a week, counted or not yet."""
    return Contact.objects.filter(
        local_date__range=(week.monday, week.sunday), direction=Direction.INBOUND
    ).exists()
