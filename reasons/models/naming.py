"""Names in both languages, for every list people choose from."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class NamedInBothLanguages(models.Model):
    """A code for machines, a Dutch name, and an English name that may be missing."""

    code = models.CharField(_("code"), max_length=100, unique=True)
    name_nl = models.CharField(_("name in Dutch"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language; Dutch where the English one is missing."""
        return self.name_in(get_language() or "nl")

    def name_in(self, language: str) -> str:
        return (self.name_en or self.name_nl) if language.startswith("en") else self.name_nl
