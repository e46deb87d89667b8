"""Where each person starts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from contactreductie.core.access import signed_in, user_of
from contactreductie.core.rules import is_administrator
from feedbackloop import rules as loop_rules
from reasons import rules as reason_rules


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Agents register, managers and owners read, the administrator keeps people and lists."""
    user = user_of(request)
    if loop_rules.may_read_dashboard(user):
        return redirect("feedbackloop:dashboard")
    if reason_rules.may_register(user):
        return redirect("reasons:register")
    return redirect("admin:index" if is_administrator(user) else "reasons:tree")
