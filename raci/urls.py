"""Pages of the raci app. Verifying an effect is a page of feedbackloop, which measures it."""

from django.urls import path

from raci.views import (
    action_page,
    actions,
    contact,
    responsibilities,
    steps,
    team_contacts,
    team_use,
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
urlpatterns = [
    *contact_patterns,
    path("actions/", actions.action_list, name="actions"),
    path("actions/new/", actions.propose, name="propose"),
    path("actions/<int:number>/", actions.action, name="action"),
    path("actions/<int:number>/remark/", steps.remark, name="remark"),
    *[
        path(f"actions/<int:number>/{name}/", steps.take, {"step": name}, name=name)
        for name in action_page.STEPS
    ],
    path("vision/", vision.vision, name="vision"),
    path("register/team-use/", team_use.team_use, name="team_use"),
    path("responsibilities/", responsibilities.matrix, name="responsibilities"),
    path("responsibilities/<int:pk>/remove/", responsibilities.remove, name="remove"),
]
