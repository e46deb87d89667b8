from django.apps import AppConfig


class FeedbackLoopConfig(AppConfig):
    name = "feedbackloop"
