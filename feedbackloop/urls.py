"""Addresses of dashboard, reports, reasons' trends, the unrouted list and effects."""

from django.urls import path

from feedbackloop.views import (
    channels,
    dashboard,
    effects,
    matrix,
    process_map,
    reasons,
    reports,
    targets,
    teams,
    tree_effects,
    tree_quality,
    tree_review,
    unrouted,
    value,
)

app_name = "feedbackloop"

urlpatterns = [
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("reports/", reports.report_list, name="reports"),
    path("reports/<str:week>/", reports.report, name="report"),
    path("reports/<str:week>/download/<str:file_format>/", reports.download, name="download"),
    path("reasons/<path:code>/", reasons.reason, name="reason"),
    path("matrix/", matrix.matrix, name="matrix"),
    path("matrix/<path:code>/", value.value, name="value"),
    path("channels/", channels.channel_list, name="channels"),
    path("channels/<str:code>/", channels.channel, name="channel"),
    path("targets/", targets.targets, name="targets"),
    path("targets/new/", targets.new, name="new_target"),
    path("targets/vision/", targets.vision_targets, name="vision_targets"),
    path("targets/unchanged/<int:pk>/", targets.carry_over, name="carry_over_targets"),
    path("targets/<int:pk>/end/", targets.end, name="end_target"),
    path("targets/<int:pk>/recheck/", targets.recheck, name="recheck_target"),
    path("tree/quality/", tree_quality.tree_quality, name="tree_quality"),
    path("tree/review/", tree_review.tree_review, name="tree_review"),
    path("tree/review/<int:pk>/decide/", tree_review.decide, name="decide_tree_review"),
    path("tree/review/<int:pk>/reopen/", tree_review.reopen, name="reopen_tree_review"),
    path("tree/effect/", tree_effects.tree_effect, name="tree_effect"),
    path("process-map/", process_map.process_map, name="process_map"),
    path("team/", teams.team, name="team"),
    path("unrouted/", unrouted.unrouted, name="unrouted"),
    path("unrouted/<int:pk>/route/", unrouted.route, name="route"),
    path("unrouted/<int:pk>/close/", unrouted.close, name="close"),
    path("actions/<int:number>/effect/", effects.action_effect, name="action_effect"),
    path("actions/<int:number>/verify/", effects.verify, name="verify"),
]
