"""Pages of the raci app. Verifying an effect is a page of feedbackloop, which measures it."""

from django.urls import path

from raci.views import (
    action_page,
    actions,
    causes,
    channels,
    contact,
    journeys,
    responsibilities,
    steps,
    team_contacts,
    team_use,
    tree_versions,
    vision,
)

app_name = "raci"
contact_patterns = [
    path("contacts/team/", team_contacts.team_contacts, name="team_contacts"),
    path("contacts/<uuid:pk>/correct/", contact.correct, name="correct"),
    path("contacts/<uuid:pk>/withdraw/", contact.withdraw, name="withdraw"),
    path("contacts/<uuid:pk>/first-time-right/", contact.first_time_right, name="first_time_right"),
    path("contacts/<uuid:pk>/signal/", contact.customer_signal, name="customer_signal"),
]
map_patterns = [
    path("process-map/edit/", journeys.overview, name="journeys"),
    path("process-map/edit/new/", journeys.journey, name="journey_new"),
    path("process-map/edit/<int:pk>/", journeys.journey, name="journey_change"),
    path("process-map/edit/<int:pk>/move/", journeys.move_journey, name="journey_move"),
    path("process-map/edit/<int:pk>/step/", journeys.new_step, name="step_new"),
    path("process-map/steps/<int:pk>/", journeys.step, name="step_change"),
    path("process-map/steps/<int:pk>/move/", journeys.move_step, name="step_move"),
    path("process-map/steps/<int:pk>/remove/", journeys.remove_step, name="step_remove"),
    path("process-map/steps/<int:pk>/link/", journeys.link, name="step_link"),
    path("process-map/reasons/<int:pk>/unlink/", journeys.unlink, name="step_unlink"),
]
urlpatterns = [
    *map_patterns,
    *contact_patterns,
    path("actions/", actions.action_list, name="actions"),
    path("actions/new/", actions.propose, name="propose"),
    path("actions/<int:number>/", actions.action, name="action"),
    path("actions/<int:number>/remark/", steps.remark, name="remark"),
    *[
        path(f"actions/<int:number>/{name}/", steps.take, {"step": name}, name=name)
        for name in action_page.STEPS
    ],
    path("causes/<int:pk>/withdraw/", causes.withdraw, name="withdraw_cause"),
    path("causes/<path:code>/", causes.reason_causes, name="causes"),
    path("channels/<str:code>/purpose/", channels.charter, name="channel_charter"),
    path("channels/<str:code>/decide/", channels.decide, name="channel_decision"),
    path("tree/versions/", tree_versions.tree_versions, name="tree_versions"),
    path("tree/versions/<int:pk>/", tree_versions.tree_version, name="tree_version"),
    path("tree/versions/<int:pk>/undo/", tree_versions.undo, name="tree_version_undo"),
    path("tree/versions/<int:pk>/drop/", tree_versions.drop, name="tree_version_drop"),
    path("vision/", vision.vision, name="vision"),
    path("vision/<int:pk>/approve/", vision.approve, name="approve_vision"),
    path("vision/<int:pk>/withdraw/", vision.withdraw, name="withdraw_vision"),
    path("vision/recheck/<str:kind>/<int:pk>/", vision.recheck, name="recheck"),
    path("vision/unchanged/<int:pk>/", vision.carry_over, name="carry_over"),
    path("register/team-use/", team_use.team_use, name="team_use"),
    path("responsibilities/", responsibilities.matrix, name="responsibilities"),
    path("responsibilities/<int:pk>/remove/", responsibilities.remove, name="remove"),
]
