"""Names of the choices that feedbackloop owns."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LoopStepName(TextChoices):
    """The steps of the weekly loop, in their order."""

    FACTS = "facts", _("Facts")
    REPORT = "report", _("Report")
    ROUTING = "routing", _("Routing")
    NOTICE = "notice", _("Notice")


class ReportStatus(TextChoices):
    """A draft lacks its routing; a published report never changes (F-5)."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


class FindingKind(TextChoices):
    """Why the report asks for attention to a reason."""

    SPIKE = "spike", _("More contacts than expected")
    DROP = "drop", _("Fewer contacts than expected")
    TOP_DRIVER = "top_driver", _("Large reason without action")
    CATCH_ALL = "catch_all", _("Too much under a catch-all")


class Severity(TextChoices):
    """How much a finding asks for."""

    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    INFORMATION = "information", _("Information")


class Missing(TextChoices):
    """Why a ratio has no value (N-1)."""

    DENOMINATOR_MISSING = "denominator_missing", _("denominator missing")
    DENOMINATOR_ZERO = "denominator_zero", _("n/a (denominator is 0)")


class TargetUnit(TextChoices):
    """In what a reduction target is counted."""

    PER_WEEK = "per_week", _("Contacts per week")
    PER_100 = "per_100", _("Contacts per 100 units")


class GuardKpi(TextChoices):
    """What customers say themselves: the figures that guard a target (K-3)."""

    CSAT = "csat", _("Satisfaction (CSAT)")
    CES = "ces", _("Effort (CES)")
    ONE_CONTACT = "one_contact", _("One contact was enough")


class ReviewKind(TextChoices):
    """What a point of the review list is about, in the order of the list (R-2 to R-5)."""

    CATCH_ALL_RED = "catch_all_red", _("Too much under a catch-all")
    NO_CATCH_ALL = "no_catch_all", _("Without a catch-all")
    ALIKE = "alike", _("Called alike")
    UNUSED = "unused", _("Never chosen")
    TOO_MANY_CHILDREN = "too_many_children", _("Too many below one reason")
    TOO_FEW = "too_few", _("Too few reasons")
    TOO_MANY = "too_many", _("Too many reasons")
    TOO_DEEP = "too_deep", _("Too many levels")


class ReviewDecision(TextChoices):
    """What was decided about a point; an open one has none."""

    CHANGED = "changed", _("The tree was changed")
    KEPT = "kept", _("It stays as it is")
    LATER = "later", _("Next quarter")
