"""Access for machines."""

from django.conf import settings
from django.db import models

from contactreductie.core.enums import TokenScope


class ApiToken(models.Model):
    """A bearer token of a person; only the SHA-256 of its secret is kept."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens"
    )
    scope = models.CharField(max_length=5, choices=TokenScope)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.owner} ({self.scope})"
