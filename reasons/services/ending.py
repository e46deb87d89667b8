"""When a reason may end (R-3, R-7)."""

from datetime import date

from django.db.models import Max
from django.utils.translation import gettext_noop as _

from contactreductie.core.refusals import Refusal
from reasons.enums import ReasonKind
from reasons.models import Contact, ContactReason
from reasons.queries.tree import ReasonTree
from reasons.services import reason_drafts


def check_may_end(reason: ContactReason, last_day: date, *, below: bool = False) -> None:
    """`below`: the reason ends with one above it, so a refusal names it."""
    if reason.merged_into_id is not None:
        raise Refusal(_("This reason was merged already."), field="valid_until", rule="R-7")
    reason_drafts.check_catch_all_may_end(reason, last_day)
    if reason.valid_from is not None and last_day < reason.valid_from:
        if below:
            message = _("'%(name)s' starts after that day only.")
            raise Refusal(message, field="valid_until", rule="R-7", name=reason.name)
        raise Refusal(_("The end date lies before the start date."), field="valid_until")


def in_use_below(reason: ContactReason, last_day: date) -> list[ContactReason]:
    """What lies below it and may be chosen after that day: the deepest first, and a catch-all after
    its siblings (R-3)."""
    tree = ReasonTree.load()
    below = [
        node
        for node in tree.nodes
        if tree.by_id[reason.pk] in tree.ancestors(node)
        and node.merged_into_id is None
        and (node.valid_until is None or node.valid_until > last_day)
    ]
    below.sort(key=lambda node: (-node.depth, node.kind == ReasonKind.CATCH_ALL))
    found = ContactReason.objects.without_tree_fields().in_bulk([node.id for node in below])
    return [found[node.id] for node in below]


def check_no_later_contact(reason: ContactReason, last_day: date) -> None:
    """A day that is past may not make a contact wrong that was registered after it."""
    later = Contact.objects.filter(reason=reason, local_date__gt=last_day)
    newest = later.aggregate(newest=Max("local_date"))["newest"]
    if newest is not None:
        message = _(
            "'%(name)s' has contacts up to and including %(day)s: choose that day or later."
        )
        shown = f"{newest:%d-%m-%Y}"
        raise Refusal(message, field="valid_until", rule="R-7", name=reason.name, day=shown)
