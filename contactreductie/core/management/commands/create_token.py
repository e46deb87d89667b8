from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop as _

from contactreductie.core.enums import TokenScope
from contactreductie.core.management.base import CalledWrongly, Outcome, ReportingCommand
from contactreductie.core.models import User
from contactreductie.core.services import tokens


class Command(ReportingCommand):
    help = "Make an API token for a person; it is shown once and only its hash is kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("username", metavar="USERNAME", help="whose role and rights it has")
        parser.add_argument("--scope", choices=TokenScope.values, required=True)
        parser.add_argument(
            "--days",
            type=int,
            default=settings.API_TOKEN_DAYS,
            help="how long it is valid (default: %(default)s)",
        )

    def run(self, *, now: datetime, **options: Any) -> Outcome:
        owner = User.objects.filter(username=options["username"]).first()
        if owner is None:
            raise CalledWrongly(_("There is no person '%(name)s'."), name=options["username"])
        scope = TokenScope(options["scope"])
        token, secret = tokens.create_token(
            owner=owner, scope=scope, days=options["days"], actor=None, now=now
        )
        expires = token.expires_at.isoformat(timespec="seconds")
        return Outcome({"token": secret, "scope": scope.value, "expires": expires})
