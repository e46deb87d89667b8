"""Where customers reach us."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from reasons.models.naming import NamedInBothLanguages


class Channel(NamedInBothLanguages):
    """A way to make contact: phone, mail, chat, letter …"""

    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["position", "code"]
