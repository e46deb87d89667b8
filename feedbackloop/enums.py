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
