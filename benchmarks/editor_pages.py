"""Grows the tree of the chosen database to a number of reasons and prints how long the pages of
its editor take, in milliseconds: `python -m benchmarks.editor_pages 2000`."""

import json
import sys
import time
from statistics import median

import django
from django.conf import settings
from django.test import Client

ROUNDS, WARM_UPS = 25, 5
MAINS, MIDDLES = 10, 10


def main() -> None:
    django.setup()
    settings.ALLOWED_HOSTS = ["*"]
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}
    grow(int(sys.argv[1]))
    client = signed_in()
    pages = {
        "editor": "/tree/",
        "editor, a reason open": "/tree/?reason=m0-0-0",
        "place to move to, searched": "/tree/m0-0-0/move/?q=reden+1",
        "move, its form": "/tree/m0-0-0/move/?parent=m1-1",
        "effect of a merge": "/tree/effect/?reason=m0-0-0&into=m1-1-0",
    }
    print(json.dumps({name: milliseconds(client, page) for name, page in pages.items()}))


def grow(wanted: int) -> None:
    """Ten main reasons with ten below each, and leaves below those until there are enough."""
    from reasons.models import ContactReason
    from reasons.services import lists

    def reason(code: str, parent: ContactReason | None) -> ContactReason:
        names = {"name_nl": f"Reden {code}", "name_key": f"reden {code}"}
        made, _new = ContactReason.objects.get_or_create(
            code=code, defaults={"parent": parent, **names}
        )
        return made

    mains = [reason(f"m{main}", None) for main in range(MAINS)]
    middles = [reason(f"{main.code}-{middle}", main) for main in mains for middle in range(MIDDLES)]
    leaves = wanted - len(mains) - len(middles)
    for number in range(leaves):
        middle = middles[number % len(middles)]
        reason(f"{middle.code}-{number // len(middles)}", middle)
    lists.touch()


def signed_in() -> Client:
    from contactreductie.core.enums import Role
    from contactreductie.core.models import RoleGrant, User

    keeper, is_new = User.objects.get_or_create(username="keeper")
    if is_new:
        RoleGrant.objects.create(user=keeper, role=Role.COORDINATOR)
    client = Client()
    client.force_login(keeper)
    return client


def milliseconds(client: Client, page: str) -> float:
    """The median of one request."""
    taken = []
    for number in range(WARM_UPS + ROUNDS):
        began = time.perf_counter()
        assert client.get(page).status_code == 200, page
        if number >= WARM_UPS:
            taken.append((time.perf_counter() - began) * 1000)
    return median(taken)


if __name__ == "__main__":
    main()
