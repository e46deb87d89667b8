"""Departments, and who answers for which reason."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contactreductie.core.access import requires, user_of
from contactreductie.core.models import User
from contactreductie.core.refusals import NotAllowed, Refusal
from raci import rules
from raci.enums import RaciRole
from raci.filters import MatrixFilter
from raci.forms import AssignForm, holder_of
from raci.models import Department, ReasonResponsibility
from raci.queries import holders
from raci.queries.matrix import Matrix
from raci.services import responsibilities
from reasons.models import ContactReason
from reasons.queries.tree import ReasonTree


@requires(rules.may_see_matrix)
@require_http_methods(["GET", "POST"])
def matrix(request: HttpRequest) -> HttpResponse:
    """The matrix; `?reason=CODE` opens that reason to be changed."""
    user, table = user_of(request), Matrix(get_language() or "nl", timezone.localdate())
    if request.method == "POST" and not rules.may_edit_matrix(user):
        raise NotAllowed
    reason = _chosen(request, user, table.reasons)
    offered = holders.choices(table.departments, table.people.values()) if reason else []
    form = AssignForm(request.POST or None, holders=offered)
    if request.method == "POST" and form.is_valid() and _assigned(form, reason, user):
        messages.success(request, _("Saved."))
        return redirect(_address(request, reason))
    context = _context(MatrixFilter(request.GET, table=table), reason) | {
        "may_edit": rules.may_edit_matrix(user),
        "form": form,
        "own_letters": _letters_at(reason),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "raci/responsibilities.html", context, status=status)


@requires(rules.may_edit_matrix)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(ReasonResponsibility.objects.select_related("reason"), pk=pk)
    responsibilities.remove_responsibility(
        responsibility=row, actor=user_of(request), now=timezone.now()
    )
    messages.success(request, _("Removed."))
    return redirect(_address(request, row.reason))


def _context(narrowed: MatrixFilter, reason: ContactReason | None) -> dict[str, Any]:
    departments, pk = narrowed.table.department_lines(), reason.pk if reason else None
    return {
        "filter": narrowed,
        "lines": narrowed.found(),
        "counts": narrowed.counts(),
        "departments": departments,
        "headless": [line for line in departments if line.is_headless and line.reason_count],
        "chosen": next((line for line in narrowed.lines if line.reason.id == pk), None),
    }


def _chosen(request: HttpRequest, user: User, tree: ReasonTree) -> ContactReason | None:
    code = request.GET.get("reason", "")
    if not rules.may_edit_matrix(user) or (not code and request.method != "POST"):
        return None
    node = tree.by_code.get(code)
    if node is None:
        raise Http404
    return ContactReason.objects.get(pk=node.id)


def _letters_at(reason: ContactReason | None) -> list[ReasonResponsibility]:
    if reason is None:
        return []
    rows = ReasonResponsibility.objects.filter(reason=reason)
    return list(rows.select_related("department", "person"))


def _assigned(form: AssignForm, reason: ContactReason | None, user: User) -> bool:
    if reason is None:
        return False
    holder = holder_of(form.cleaned_data["holder"])
    try:
        responsibilities.assign_responsibility(
            reason=reason,
            role=RaciRole(form.cleaned_data["role"]),
            department=Department.objects.filter(pk=holder.department_id or 0).first(),
            person=User.objects.filter(pk=holder.person_id or 0).first(),
            actor=user,
            now=timezone.now(),
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


def _address(request: HttpRequest, reason: ContactReason | None) -> str:
    """Back to the reason, with everything else that was chosen."""
    query = request.GET.copy()
    if reason:
        query["reason"] = reason.code
    return f"{reverse('raci:responsibilities')}?{query.urlencode()}#edit"
