"""The tree of contact reasons: why customers say they contact us."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from tree_queries.models import OrderableTreeNode

from reasons.enums import ReasonKind
from reasons.models.dimension import Dimension
from reasons.models.naming import NamedInBothLanguages


class ContactReason(NamedInBothLanguages, OrderableTreeNode):
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
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
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
            models.CheckConstraint(
                condition=Q(valid_until=None)
                | Q(valid_from=None)
                | Q(valid_until__gte=models.F("valid_from")),
                name="reasons_validity_order",
                violation_error_message=_("The end date lies before the start date."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(valid_until__isnull=False),
                name="reasons_merged_has_ended",
            ),
        ]

    def is_active_on(self, day: date) -> bool:
        """Whether the reason may be used on a day; both end dates are inclusive."""
        started = self.valid_from is None or self.valid_from <= day
        return started and (self.valid_until is None or day <= self.valid_until)
