"""Pages of the reasons app."""

from django.urls import path

from reasons.views import register, tree

app_name = "reasons"
urlpatterns = [
    path("register/", register.register, name="register"),
    path("reasons/", tree.tree, name="tree"),
]
