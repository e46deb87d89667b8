"""Pages of the reasons app."""

from django.urls import path

from reasons.views import imports, register, tree

app_name = "reasons"
import_patterns = [
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:pk>/", imports.import_page, name="import"),
    path("imports/<int:pk>/confirm/", imports.confirm, name="import_confirm"),
    path("imports/<int:pk>/rejected.csv", imports.rejected_rows, name="import_rejected"),
]
urlpatterns = [
    path("register/", register.register, name="register"),
    path("reasons/", tree.tree, name="tree"),
    *import_patterns,
]
