"""An agent with a session and a token, made within the product; told as JSON."""

import importlib
import json
import os

import django

BARE_BACKEND = "django.contrib.auth.backends.ModelBackend"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contactreductie.settings")
    django.setup()
    # Importable only once Django is set up.
    people = importlib.import_module("contactreductie.core.services.people")
    enums = importlib.import_module("contactreductie.core.enums")
    tokens = importlib.import_module("contactreductie.core.services.tokens")
    models = importlib.import_module("reasons.models")
    sessions = importlib.import_module("django.contrib.sessions.backends.db")
    timezone = importlib.import_module("django.utils.timezone")
    settings = importlib.import_module("django.conf").settings

    now = timezone.now()
    agent = people.create_user(
        username="bench", email="bench@example.org", roles=[enums.Role.AGENT], now=now
    )
    keys = {}
    for backend in (settings.AUTHENTICATION_BACKENDS[0], BARE_BACKEND):
        session = sessions.SessionStore()
        session["_auth_user_id"] = str(agent.pk)
        session["_auth_user_backend"] = backend
        session["_auth_user_hash"] = agent.get_session_auth_hash()
        session.create()
        keys[backend] = session.session_key
    scope = enums.TokenScope.WRITE
    _token, secret = tokens.create_token(owner=agent, scope=scope, days=1, actor=None, now=now)
    told = {
        "agent": agent.pk,
        "session": keys[settings.AUTHENTICATION_BACKENDS[0]],
        "bare_session": keys[BARE_BACKEND],
        "token": secret,
        "channels": dict(models.Channel.objects.values_list("code", "pk")),
        "reasons": dict(
            models.ContactReason.objects.without_tree_fields().values_list("code", "pk")
        ),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
