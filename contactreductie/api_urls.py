"""The API for machines, version 1."""

from django.urls import path

app_name = "api"
urlpatterns: list = []
