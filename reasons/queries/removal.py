"""Whether a reason was ever used (R-7)."""

from functools import reduce
from operator import or_

from django.db.models import PROTECT, Exists, ManyToOneRel, OuterRef, Q

from reasons.models import ContactReason


def is_used(reason_id: int) -> bool:
    """Whether any row of any table holds on to it: a contact, an owner, an action, a reason below
    it or merged into it. One query; the history of the tree alone is no use."""
    holding = [
        Exists(relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")}))
        for relation in ContactReason._meta.get_fields(include_hidden=True)
        if isinstance(relation, ManyToOneRel) and relation.on_delete is PROTECT
    ]
    found = ContactReason.objects.without_tree_fields().filter(pk=reason_id)
    return found.filter(reduce(or_, holding, Q())).exists()
