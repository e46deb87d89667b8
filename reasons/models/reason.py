"""The tree of contact reasons: why customers say they contact us."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from tree_queries.models import OrderableTreeNode

from reasons.enums import ReasonKind
from reasons.models.dimension import Dimension
from reasons.models.naming import NamedInBothLanguages
from reasons.models.validity import WithValidity, in_order


class ContactReason(NamedInBothLanguages, WithValidity, OrderableTreeNode):
    """One reason. Only an active leaf can be chosen; a used reason is ended, never deleted."""

    parent = models.ForeignKey(
        "self",
        verbose_name=_("parent"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    kind = models.CharField(_("kind"), max_length=9, choices=ReasonKind, default=ReasonKind.NORMAL)
    name_key = models.CharField(max_length=200, editable=False)
    # Other words that find the reason, those of customers first of all.
    synonyms = models.JSONField(_("synonyms"), default=list, blank=True)
    explanation_nl = models.CharField(_("explanation in Dutch"), max_length=300, blank=True)
    explanation_en = models.CharField(_("explanation in English"), max_length=300, blank=True)
    required_dimensions = models.ManyToManyField(
        Dimension, verbose_name=_("required dimensions"), blank=True, related_name="+"
    )
    # a merged reason keeps its contacts; they are counted with this one from then on.
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="absorbed",
    )

    class Meta(OrderableTreeNode.Meta):
        verbose_name = _("contact reason")
        verbose_name_plural = _("contact reasons")
        constraints = [
            # R-2; name_key is the name without case, accents and double spaces.
            models.UniqueConstraint(
                fields=["parent", "name_key"],
                name="reasons_sibling_names",
                violation_error_message=_("This reason already exists under this main reason."),
            ),
            models.UniqueConstraint(
                fields=["name_key"],
                condition=Q(parent=None),
                name="reasons_main_names",
                violation_error_message=_("This reason already exists under this main reason."),
            ),
            models.UniqueConstraint(
                fields=["parent"],
                condition=Q(kind=ReasonKind.CATCH_ALL),
                name="reasons_one_catch_all",
                violation_error_message=_("A reason has at most one catch-all below it."),
            ),
            in_order("reasons_validity_order"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(valid_until__isnull=False),
                name="reasons_merged_has_ended",
            ),
        ]
