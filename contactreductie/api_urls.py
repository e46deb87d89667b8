"""The API for machines, version 1."""

app_name = "api"
urlpatterns: list = []
