"""Departments, and who answers for which reason."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contactreductie.core.access import requires, user_of
from contactreductie.core.models import User
from contactreductie.core.refusals import NotAllowed, Refusal
from raci import rules
from raci.enums import RaciRole
from raci.forms import AssignForm, holder_of
from raci.models import Department, ReasonResponsibility
from raci.queries import holders
from raci.queries.matrix import Matrix
from raci.services import responsibilities
from reasons.models import ContactReason


@requires(rules.may_see_matrix)
@require_http_methods(["GET", "POST"])
def matrix(request: HttpRequest) -> HttpResponse:
    """The matrix; `?reason=CODE` opens that reason to be changed."""
    user, table = user_of(request), Matrix(get_language() or "nl")
    if request.method == "POST" and not rules.may_edit_matrix(user):
        raise NotAllowed
    reason = _chosen(request, user)
    offered = holders.choices(table.departments, table.people.values()) if reason else []
    form = AssignForm(request.POST or None, holders=offered)
    if request.method == "POST" and form.is_valid() and _assigned(form, reason, user):
        messages.success(request, _("Saved."))
        return redirect(_address(reason))
    context = _context(table) | {
        "may_edit": rules.may_edit_matrix(user),
        "chosen": reason,
        "form": form,
        "own_letters": _letters_at(reason),
        "only_gaps": request.GET.get("gaps") == "1",
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
    return redirect(_address(row.reason))


def _context(table: Matrix) -> dict[str, Any]:
    lines, owned = table.lines(), table.owned_counts()
    return {
        "lines": lines,
        "gap_count": sum(line.is_gap for line in lines),
        "departments": [
            {
                "node": node,
                "head": table.people.get(table.departments.head_of(node.id) or 0),
                "is_customer_service": table.departments.is_customer_service(node.id),
                "reason_count": owned.get(node.id, 0),
            }
            for node in table.departments.nodes
        ],
    }


def _chosen(request: HttpRequest, user: User) -> ContactReason | None:
    code = request.GET.get("reason", "")
    if not rules.may_edit_matrix(user) or (not code and request.method != "POST"):
        return None
    return get_object_or_404(ContactReason, code=code)


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


def _address(reason: ContactReason | None) -> str:
    query = urlencode({"reason": reason.code}) if reason else ""
    return f"{reverse('raci:responsibilities')}?{query}#edit"
