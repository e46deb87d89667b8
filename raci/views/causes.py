"""The causes behind a reason: what was found, on what it rests, and what turned out otherwise."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contactreductie.core.access import requires, user_of
from contactreductie.core.refusals import Conflict, NotAllowed, Refusal
from raci import rules
from raci.forms.causes import CauseForm, WithdrawCauseForm
from raci.models import ProcessStep, RootCause
from raci.queries import causes as queries
from raci.queries.owners import Owners
from raci.services import causes
from reasons.queries.tree import ReasonNode, ReasonTree


@requires(rules.may_see_causes)
@require_http_methods(["GET", "POST"])
def reason_causes(request: HttpRequest, code: str) -> HttpResponse:
    """The list, with the form for who may record a cause of this reason."""
    tree = ReasonTree.load()
    node = tree.by_code.get(code)
    if node is None or tree.is_noise(node.id):
        raise Http404
    if request.method == "GET":
        return _page(request, tree, node)
    if not _may_record(request, tree, node):
        raise NotAllowed
    form = _form(request)
    if form.is_valid():
        try:
            causes.record_cause(
                reason=node.as_model(),
                **form.arguments(),
                actor=user_of(request),
                now=timezone.now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The cause is recorded."))
            return redirect("raci:causes", code)
    return _page(request, tree, node, form=form)


@requires(rules.may_record_cause)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    cause = get_object_or_404(RootCause.objects.select_related("reason"), pk=pk)
    form = _withdraw_form(cause, request)
    if form.is_valid():
        try:
            causes.withdraw_cause(
                cause, **form.cleaned_data, actor=user_of(request), now=timezone.now()
            )
        except (NotAllowed, Conflict):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The cause is withdrawn."))
            return redirect("raci:causes", cause.reason.code)
    tree = ReasonTree.load()
    return _page(request, tree, tree.by_id[cause.reason_id], refused=(cause, form))


def _page(
    request: HttpRequest,
    tree: ReasonTree,
    node: ReasonNode,
    *,
    form: CauseForm | None = None,
    refused: tuple[RootCause, WithdrawCauseForm] | None = None,
) -> HttpResponse:
    language, may_record = get_language() or "nl", _may_record(request, tree, node)
    rows = [
        (cause, _row_form(cause, node, refused) if may_record else None)
        for cause in queries.causes_of(tree.branch_ids(node.id))
    ]
    context = {
        "code": node.code,
        "name": node.name_in(language),
        "rows": rows,
        "form": (form or _form()) if may_record else None,
    }
    status = 422 if form or refused else 200
    return render(request, "raci/causes.html", context, status=status)


def _may_record(request: HttpRequest, tree: ReasonTree, node: ReasonNode) -> bool:
    user = user_of(request)
    if not rules.may_record_cause(user):
        return False
    return rules.may_record_cause(user, node.id in Owners.load(tree).own_reasons(user))


def _form(request: HttpRequest | None = None) -> CauseForm:
    steps = ProcessStep.objects.select_related("journey").filter(journey__is_active=True)
    ordered = steps.order_by("journey__position", "journey__code", "position", "code")
    return CauseForm(request.POST if request else None, steps=list(ordered))


def _withdraw_form(cause: RootCause, request: HttpRequest | None = None) -> WithdrawCauseForm:
    return WithdrawCauseForm(request.POST if request else None, prefix=f"withdraw-{cause.pk}")


def _row_form(
    cause: RootCause, node: ReasonNode, refused: tuple[RootCause, WithdrawCauseForm] | None
) -> WithdrawCauseForm | None:
    """What lies below the reason of the page is withdrawn on a page of its own."""
    if cause.withdrawn_at or cause.reason_id != node.id:
        return None
    if refused is not None and refused[0] == cause:
        return refused[1]
    return _withdraw_form(cause)
