""" "This reason is missing": a proposal for the tree, from who could not find it."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from contactreductie.core import panel
from contactreductie.core.access import requires, user_of
from contactreductie.core.refusals import Refusal
from reasons import rules
from reasons.forms.signals import MissingReasonForm
from reasons.models import ContactReason
from reasons.queries import similar
from reasons.queries.tree import ReasonTree
from reasons.services import proposals
from reasons.services.proposals import NAME_LENGTH


@requires(rules.may_register)
@never_cache
@require_http_methods(["GET", "POST"])
def missing_reason(request: HttpRequest) -> HttpResponse:
    """First what is nearly called the same; then the proposal. What was searched for is posted
    as `sought`: it may be about a customer, and an address is kept in places."""
    tree, language = ReasonTree.load(), get_language() or "nl"
    parents = [(node.code, node.name_in(language)) for node in tree.children(None)]
    name = request.POST.get("sought", "")[:NAME_LENGTH]
    form = MissingReasonForm(
        None if "sought" in request.POST else panel.sent(request),
        parents=parents,
        initial={"id": uuid.uuid4(), "name": name},
    )
    status = 200
    if form.is_bound:
        name = form["name"].value() or ""
        status = 422
    near = similar.near(tree, name, today=timezone.localdate(), language=language)
    if form.is_bound and form.is_valid() and form.considers(near):
        status = _propose(form, request)
        if status == 200:
            said = _("Thank you. You see the answer under My contacts.")
            return panel.done(
                request, message=said, event="signal:saved", detail={}, back_to="reasons:mine"
            )
    context = {"form": form, "near": near, "name": name}
    return panel.page(request, "reasons/missing_reason.html", context, status=status)


def _propose(form: MissingReasonForm, request: HttpRequest) -> int:
    """The status of the answer; the form carries the message of a refusal."""
    data = form.cleaned_data
    parent = ContactReason.objects.filter(code=data["parent"]).first() if data["parent"] else None
    try:
        proposals.propose_reason(
            proposal_id=data["id"],
            name=data["name"],
            parent=parent,
            text=data["text"],
            text_has_no_bsn=data["text_has_no_bsn"],
            actor=user_of(request),
            now=timezone.now(),
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return refusal.status
    return 200
