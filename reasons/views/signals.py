"""What agents brought up, for who answers it."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from contactreductie.core import panel
from contactreductie.core.access import requires, user_of
from contactreductie.core.refusals import Refusal
from reasons import rules
from reasons.enums import SignalState
from reasons.forms.signals import AnswerForm, SignalFilter
from reasons.models.signal import Answerable
from reasons.queries import signals as queries
from reasons.services import answers
from reasons.views import signal_lines

PAGE_SIZE = 25


@requires(rules.may_answer)
@never_cache
@require_GET
def signals(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, the oldest first, unless another state is asked for."""
    kinds, now = queries.kinds_for(user_of(request)), timezone.now()
    chosen = SignalFilter(request.GET, kinds=kinds)
    found = queries.answerable(chosen.kinds(), chosen.states())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "filter": chosen,
        "page": page,
        "lines": [signal_lines.line(item, now) for item in queries.load(page)],
    }
    return render(request, "reasons/signals.html", context)


@requires(rules.may_answer)
@never_cache
@require_http_methods(["GET", "POST"])
def answer_signal(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """One thing brought up; the buttons below the answer say which step is taken."""
    user, item = user_of(request), queries.find(kind, pk)
    if item is None or not rules.may_answer(user, item):
        raise Http404
    form, status = AnswerForm(panel.sent(request)), 200
    if request.method == "POST":
        status = _take_step(form, item, request)
        if status == 200:
            said, event = _("Saved."), "signal:saved"
            return panel.done(
                request, message=said, event=event, detail={}, back_to="reasons:signals"
            )
        item = queries.find(kind, pk) or item
    context = signal_lines.line(item, timezone.now()) | {
        "form": form,
        "states": SignalState,
        "may_close": rules.may_close(user, item),
    }
    return panel.page(request, "reasons/answer_signal.html", context, status=status)


def _take_step(form: AnswerForm, item: Answerable, request: HttpRequest) -> int:
    """The status of the answer; the form carries the message of a refusal."""
    form.is_valid()
    given: dict[str, Any] = {"actor": user_of(request), "now": timezone.now()}
    try:
        match request.POST.get("step"):
            case "take_up":
                answers.take_up(item, **given)
            case "close":
                answers.close(item, **given)
            case _:
                answers.answer(item, text=form.cleaned_data.get("answer", ""), **given)
    except Refusal as refusal:
        form.refuse(refusal)
        return refusal.status
    return 200
