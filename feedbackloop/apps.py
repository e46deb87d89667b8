from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackLoopConfig(AppConfig):
    name = "feedbackloop"
    verbose_name = _("Weekly reports")
