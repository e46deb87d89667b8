"""Sessions in the database, as Django keeps them; each page asks for one."""

from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from contactreductie.core.statements import fetch_all, moment

FIND = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        """What the session holds; Django's own way when there is none, which says why."""
        if "\0" in (self.session_key or ""):  # which PostgreSQL takes in no text
            self._session_key = None
            return {}
        found = fetch_all(FIND, [self.session_key, moment(timezone.now())])
        return self.decode(found[0][0]) if found else super().load()
