"""Addresses of dashboard, reports, reasons' trends, the unrouted list and effects."""

from django.urls import path

from feedbackloop.views import dashboard, effects, reasons, reports, teams, unrouted

app_name = "feedbackloop"

urlpatterns = [
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("reports/", reports.report_list, name="reports"),
    path("reports/<str:week>/", reports.report, name="report"),
    path("reports/<str:week>/download/<str:file_format>/", reports.download, name="download"),
    path("reasons/<path:code>/", reasons.reason, name="reason"),
    path("team/", teams.team, name="team"),
    path("unrouted/", unrouted.unrouted, name="unrouted"),
    path("unrouted/<int:pk>/route/", unrouted.route, name="route"),
    path("unrouted/<int:pk>/close/", unrouted.close, name="close"),
    path("actions/<int:number>/effect/", effects.action_effect, name="action_effect"),
    path("actions/<int:number>/verify/", effects.verify, name="verify"),
]
