"""Whether a reason was ever used (R-7)."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import PROTECT, Exists, ManyToOneRel, OuterRef, Q

from reasons.models import ContactReason


def is_used(reason_id: int, *, at_a_glance: bool = False) -> bool:
    """Whether any row of any table holds on to it: a contact, an owner, an action, a reason below
    it or merged into it. One query; the history of the tree alone is no use.

    `at_a_glance`: only by what an index finds, for a page that is opened often: a contact of
    today alone may go unseen, and nothing is read from end to end.
    """
    holding = [
        Exists(relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")}))
        for relation in ContactReason._meta.get_fields(include_hidden=True)
        if isinstance(relation, ManyToOneRel)
        and relation.on_delete is PROTECT
        and (not at_a_glance or _has_index(relation.field))
    ]
    found = ContactReason.objects.without_tree_fields().filter(pk=reason_id)
    return found.filter(reduce(or_, holding, Q())).exists()


def _has_index(field: Any) -> bool:
    listed = (index.fields[:1] for index in field.model._meta.indexes)
    return field.db_index or field.unique or [field.name] in list(listed)
