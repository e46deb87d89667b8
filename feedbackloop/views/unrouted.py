"""Findings without an owner: who answers for them is decided here, never guessed."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contactreductie.core.access import requires, user_of
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from feedbackloop import rules
from feedbackloop.forms import CloseForm, RouteForm
from feedbackloop.models import Finding
from feedbackloop.queries import findings
from feedbackloop.services import unrouted as services
from raci import rules as raci_rules
from raci.forms import RefusableForm
from raci.models import Department
from raci.queries.departments import DepartmentTree

REASONS_PER_PAGE = 20


@dataclass(frozen=True)
class Waiting:
    """The newest finding about a reason, how many weeks ask for it, and what can be done."""

    finding: Finding
    week_count: int
    route_form: RouteForm
    close_form: CloseForm

    @property
    def is_closing(self) -> bool:
        return self.close_form.is_bound


@requires(rules.may_see_unrouted)
@require_safe
def unrouted(request: HttpRequest) -> HttpResponse:
    return _page(request)


@requires(rules.may_handle_unrouted)
@require_POST
def route(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives a finding to a department."""
    finding, departments = _find(request, pk), DepartmentTree.load()
    form = _route_form(request, pk, departments, request.POST)

    def decide() -> str:
        department = Department.objects.get(code=form.cleaned_data["department"])
        action = services.give_owner(
            finding=finding,
            department=department,
            standing=form.cleaned_data.get("standing", False),
            actor=user_of(request),
            now=timezone.now(),
        )
        text = _("Action %(number)s is now with %(department)s.")
        return text % {"number": action.number, "department": department}

    return _answer(request, pk, form, decide)


@requires(rules.may_handle_unrouted)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a finding with the reason why nothing is done."""
    finding, form = _find(request, pk), _close_form(pk, request.POST)

    def decide() -> str:
        because = form.cleaned_data["because"]
        services.close(finding=finding, because=because, actor=user_of(request), now=timezone.now())
        return _("Closed without an action.")

    return _answer(request, pk, form, decide)


def _answer(
    request: HttpRequest, pk: int, form: RefusableForm, decide: Callable[[], str]
) -> HttpResponse:
    """Back to the list; a broken rule shows it with the message at the form that was sent."""
    if form.is_valid():
        try:
            messages.success(request, decide())
        except (NotAllowed, Conflict):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect("feedbackloop:unrouted")
    return _page(request, sent=(pk, form), status=422)


def _page(
    request: HttpRequest, *, sent: tuple[int, RefusableForm] | None = None, status: int = 200
) -> HttpResponse:
    """Findings by reason, a page of them; a form that was refused keeps its input."""
    departments, by_reason = DepartmentTree.load(), defaultdict[int, list[Finding]](list)
    for finding in findings.unrouted(user_of(request)):
        by_reason[finding.reason_id].append(finding)
    page = Paginator(list(by_reason.values()), REASONS_PER_PAGE).get_page(request.GET.get("page"))
    waiting = [
        _waiting(request, found, departments, sent if sent and sent[0] == found[0].pk else None)
        for found in page
    ]
    context = {"waiting": waiting, "page": page}
    return render(request, "feedbackloop/unrouted.html", context, status=status)


def _waiting(
    request: HttpRequest,
    found: Sequence[Finding],
    departments: DepartmentTree,
    sent: tuple[int, RefusableForm] | None,
) -> Waiting:
    newest, form = found[0], sent[1] if sent else None
    return Waiting(
        finding=newest,
        week_count=len({finding.report.week_start for finding in found}),
        route_form=form
        if isinstance(form, RouteForm)
        else _route_form(request, newest.pk, departments),
        close_form=form if isinstance(form, CloseForm) else _close_form(newest.pk),
    )


def _find(request: HttpRequest, pk: int) -> Finding:
    """Also one that was handled meanwhile: the service says so (409)."""
    finding = findings.visible_to(user_of(request)).filter(pk=pk, is_unrouted=True).first()
    if finding is None:
        raise Http404
    return finding


def _route_form(
    request: HttpRequest, pk: int, departments: DepartmentTree, data: QueryDict | None = None
) -> RouteForm:
    """Customer service is no choice: it is never accountable (A-2)."""
    choices = [
        (node.code, node.name)
        for node in departments.nodes
        if not departments.is_customer_service(node.id)
    ]
    may_edit = raci_rules.may_edit_matrix(user_of(request))
    return RouteForm(data, prefix=f"route-{pk}", departments=choices, may_edit_matrix=may_edit)


def _close_form(pk: int, data: QueryDict | None = None) -> CloseForm:
    return CloseForm(data, prefix=f"close-{pk}")
