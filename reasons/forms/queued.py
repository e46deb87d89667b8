"""What a browser sends of a registration that it had to keep (C-9)."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_noop as _

from contactreductie.core import sealing
from contactreductie.core.models import User
from contactreductie.core.refusals import NotAllowed, Refusal
from reasons.forms.fields import BoundedJSONField


class QueuedForm(forms.Form):
    """One entry of the queue: the sealed registration, who saved it, and how many seconds ago by
    the browser's own clock, so that a wrong one does no harm.

    `repair_id` asks for the register page, filled in, and is the id that it goes on under when
    the entry's own stands for another contact already.
    """

    id = forms.UUIDField()
    agent = forms.IntegerField()
    envelope = BoundedJSONField()
    waited = forms.FloatField(min_value=0)
    repair_id = forms.UUIDField(required=False)

    def waited_time(self) -> timedelta:
        longest = settings.QUEUE_KEPT.total_seconds()
        return timedelta(seconds=min(self.cleaned_data["waited"], longest))

    def opened_for(self, user: User) -> QueryDict:
        """The register form as it was filled in. NotAllowed for anybody but who filled it in,
        Refusal when it can no longer be read."""
        if not self.is_valid():
            raise _unreadable()
        entry = self.cleaned_data
        if entry["agent"] != user.pk:
            raise NotAllowed
        try:
            context = f"{entry['agent']}:{entry['id']}"
            content = sealing.open_envelope(entry["envelope"], context=context)
            return QueryDict(content.decode(), mutable=True)
        except (sealing.Unsealable, UnicodeDecodeError) as error:
            raise _unreadable() from error


def _unreadable() -> Refusal:
    message = _("This registration can no longer be read. Please register it again.")
    return Refusal(message, rule="C-9")
