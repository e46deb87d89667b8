"""Pages that also open in a panel over another page: the same view, with less around it.

`static/js/panel.js` asks for them as htmx would; everybody else gets an ordinary page.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render


def is_asked(request: HttpRequest) -> bool:
    return bool(request.htmx)  # type: ignore[attr-defined]


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was posted, however little, or nothing yet."""
    return request.POST if request.method == "POST" else None


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The template, extending `frame`: the house around it, or the panel."""
    frame = "panel.html" if is_asked(request) else "base.html"
    return render(request, template, {"frame": frame, **context}, status=status)


def done(
    request: HttpRequest, *, message: str, event: str, detail: dict[str, Any], back_to: str
) -> HttpResponse:
    """After a change: the panel closes, says `message` and tells its page by `event`; without a
    panel the browser goes back to the page of that name or address."""
    if is_asked(request):
        return JsonResponse({"message": message, "event": event, "detail": detail})
    messages.success(request, message)
    return redirect(back_to)
