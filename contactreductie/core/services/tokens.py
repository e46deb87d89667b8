"""Tokens for machines: shown once, stored as a hash."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop as _

from contactreductie.core.enums import TokenScope
from contactreductie.core.models import ApiToken, User
from contactreductie.core.queries import people
from contactreductie.core.refusals import Refusal
from contactreductie.core.services import audit
from contactreductie.core.statements import moment

PREFIX = "cr_"
FIND = "SELECT * FROM core_apitoken WHERE digest = %s AND revoked_at IS NULL AND expires_at > %s"


@transaction.atomic
def create_token(
    *, owner: User, scope: TokenScope, days: int, actor: User | None, now: datetime
) -> tuple[ApiToken, str]:
    """A new token and its secret; the secret is never to be had again."""
    if not owner.is_active:
        raise Refusal(_("This person is not active and cannot have a token."), field="owner")
    if not 1 <= days <= settings.API_TOKEN_MAX_DAYS:
        message = _("A token lasts 1 to %(limit)s days.")
        raise Refusal(message, field="days", limit=settings.API_TOKEN_MAX_DAYS)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        owner=owner,
        scope=scope,
        digest=digest(secret),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    audit.record_event(verb="token_created", subject=token, actor=actor, now=now, scope=scope)
    return token, secret


def digest(secret: str) -> str:
    """SHA-256 suffices: the secret has 256 random bits, so there is nothing to guess slowly."""
    return hashlib.sha256(secret.encode()).hexdigest()


def find_token(secret: str, *, now: datetime) -> ApiToken | None:
    """The valid token behind a secret, with its owner; notes the day it was last used."""
    found = list(ApiToken.objects.raw(FIND, [digest(secret), moment(now)]))
    owner = people.active_person(found[0].owner_id) if found else None
    if owner is None:
        return None
    token = found[0]
    token.owner = owner
    if token.last_used_on != now.date():
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=now.date())
    return token
