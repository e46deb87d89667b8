"""How often one person may ask for what tells about customers."""

from datetime import datetime

from django.core.cache import cache

from contactreductie.core.models import User

WINDOW_SECONDS = 60


def may_go_on(action: str, *, user: User, per_minute: int, now: datetime) -> bool:
    """Counts this time too. By whole minutes, in the cache that all processes share; calls at the
    very same moment may count as one, which is near enough for this."""
    window = int(now.timestamp()) // WINDOW_SECONDS
    key = f"rate:{action}:{user.pk}:{window}"
    count = cache.get(key, 0)
    if count >= per_minute:
        return False
    cache.set(key, count + 1, timeout=2 * WINDOW_SECONDS)
    return True
