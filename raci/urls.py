"""Pages of the raci app."""

from django.urls import URLPattern

app_name = "raci"
urlpatterns: list[URLPattern] = []
