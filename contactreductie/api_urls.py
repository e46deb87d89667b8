"""The API for machines, version 1."""

from django.urls import path

from contactreductie.core.api import schema
from feedbackloop.api import reports, verdicts, volumes
from raci.api import actions, departments
from raci.api import contacts as contact_rows
from reasons.api import contacts, lists, screen_pops

app_name = "api"
urlpatterns = [
    path("contacts/", contact_rows.ContactsView.as_view(), name="contacts"),
    path("contacts/batch/", contacts.BatchView.as_view(), name="contacts_batch"),
    path("screen-pops/", screen_pops.ScreenPopsView.as_view(), name="screen_pops"),
    path("reasons/", lists.ReasonsView.as_view(), name="reasons"),
    path("channels/", lists.ChannelsView.as_view(), name="channels"),
    path("dimensions/", lists.DimensionsView.as_view(), name="dimensions"),
    path("departments/", departments.DepartmentsView.as_view(), name="departments"),
    path("volumes/", volumes.VolumesView.as_view(), name="volumes"),
    path("reports/", reports.ReportsView.as_view(), name="reports"),
    path("reports/<str:week>/", reports.ReportView.as_view(), name="report"),
    path("actions/", actions.ActionsView.as_view(), name="actions"),
    path("actions/<int:number>/", actions.ActionView.as_view(), name="action"),
    path(
        "actions/<int:number>/transitions/",
        verdicts.TransitionsView.as_view(),
        name="action_transitions",
    ),
    path("schema/", schema.SchemaView.as_view(), name="schema"),
    path("docs/", schema.DocsView.as_view(), name="docs"),
]
