"""How a CRM opens the register page, without a customer number in any address that lasts.

Which way leaves what in a browser was measured: docs/adr/0013.
"""

from functools import wraps
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from contactreductie.core.access import View, public
from reasons.services import screen_pops
from reasons.services.screen_pops import ScreenPop

NOT_BY_ADDRESS = ScreenPop(
    problem=_("Your CRM may not put a customer number in an address. Enter the number yourself.")
)
NAMES = ("customer", "channel", "direction", "source", "external_ref")


def takes_screen_pops(view: View[[]]) -> View[[]]:
    """An address that tells of a customer is answered before anything else can keep it: a
    stranger's way through the log-in page would hold it as well."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponseBase:
        if request.method in ("GET", "HEAD") and any(name in request.GET for name in NAMES):
            return _left_behind(request)
        return view(request)

    return guarded


@public
@csrf_exempt  # a form of the CRM, on its own site; it changes nothing
@never_cache
@sensitive_post_parameters("customer")
@require_POST
def open_page(request: HttpRequest) -> HttpResponse:
    """A form opens the page, of the CRM or of the page below: no address holds what it says."""
    sealed = request.POST.get("pop") or screen_pops.seal(_told(request.POST), now=timezone.now())
    address = screen_pops.address(sealed[: screen_pops.LONGEST_SEALED])
    return _without_referrer(HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER))


@never_cache
def _left_behind(request: HttpRequest) -> HttpResponse:
    """A page that goes on at once. No redirect: of one Chromium offers the first address to
    whoever types in its address bar. Of a page with an error status it does not, and one that is
    left by a form stands in no session file either."""
    pop = _told(request.GET) if settings.SCREEN_POP_BY_ADDRESS else NOT_BY_ADDRESS
    context = {"pop": screen_pops.seal(pop, now=timezone.now())}
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return _without_referrer(render(request, "reasons/screen_pop.html", context, status=status))


def _told(data: QueryDict) -> ScreenPop:
    customer_ref, channel, direction, source, external_ref = (
        data.get(name, "").strip() for name in NAMES
    )
    return screen_pops.opened_by_address(
        customer_ref=customer_ref,
        channel=channel,
        direction=direction,
        source=source,
        external_ref=external_ref,
    )


def _without_referrer(answer: HttpResponse) -> HttpResponse:
    answer["Referrer-Policy"] = "no-referrer"
    return answer
