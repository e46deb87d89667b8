"""Pages of the raci app. Verifying an effect is a page of feedbackloop, which measures it."""

from django.urls import path

from raci.views import action_page, actions, responsibilities, steps, vision

app_name = "raci"
urlpatterns = [
    path("actions/", actions.action_list, name="actions"),
    path("actions/new/", actions.propose, name="propose"),
    path("actions/<int:number>/", actions.action, name="action"),
    path("actions/<int:number>/remark/", steps.remark, name="remark"),
    *[
        path(f"actions/<int:number>/{name}/", steps.take, {"step": name}, name=name)
        for name in action_page.STEPS
    ],
    path("vision/", vision.vision, name="vision"),
    path("responsibilities/", responsibilities.matrix, name="responsibilities"),
    path("responsibilities/<int:pk>/remove/", responsibilities.remove, name="remove"),
]
