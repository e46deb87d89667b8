from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "contactreductie.core"
    label = "core"
