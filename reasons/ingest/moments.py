"""Moments as files write them."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_noop as _

from contactreductie.core.refusals import Refusal

REMEMBERED = 50_000


class Moments:
    """Reads ISO 8601 in all its shapes, or the formats of a mapping.

    A date alone is its first moment, 00:00; without an offset it is a wall-clock time. Files
    that give dates say the same few thousands of times, so what was read is remembered.
    """

    def __init__(self, formats: Sequence[str]) -> None:
        self.formats = formats
        self._known: dict[str, datetime] = {}

    def read(self, text: str | datetime) -> datetime:
        """The moment; Refusal naming the field when the text is none."""
        if isinstance(text, datetime):
            return text
        moment = self._known.get(text)
        if moment is None:
            moment = self._parse(text)
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[text] = moment
        return moment

    def written(self, moment: datetime) -> str:
        """A moment in the form that is read without any format."""
        return moment.isoformat()

    def _parse(self, text: str) -> datetime:
        if not text:
            raise Refusal(_("the moment of contact is missing."), field="occurred_at", rule="C-4")
        try:
            if not self.formats:
                return datetime.fromisoformat(text)
        except ValueError:
            pass
        for pattern in self.formats:
            try:
                return datetime.strptime(text, pattern)  # noqa: DTZ007 - C-5 decides the zone
            except ValueError:
                continue
        example = self.formats[0] if self.formats else "2026-03-02T09:15"
        message = _("'%(value)s' is not a date or time in the form %(example)s.")
        parameters = {"value": text[:60], "example": example}
        raise Refusal(message, field="occurred_at", rule="C-5", **parameters)


class Days(Moments):
    """Days as people write them on a list: 2026-03-02 or 2-3-2026."""

    def written(self, moment: datetime) -> str:
        return moment.date().isoformat()

    def _parse(self, text: str) -> datetime:
        for pattern in self.formats or ("%Y-%m-%d", "%d-%m-%Y"):
            try:
                return datetime.strptime(text, pattern)  # noqa: DTZ007 - C-5 decides the zone
            except ValueError:
                continue
        if not text:
            raise Refusal(_("the date is missing."), field="occurred_at", rule="C-4")
        message = _("'%(value)s' is not a date in the form %(example)s.")
        parameters = {"value": text[:60], "example": "2026-03-02"}
        raise Refusal(message, field="occurred_at", rule="C-5", **parameters)
