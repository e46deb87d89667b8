"""Pages of the reasons app."""

from django.urls import path

from reasons.views import (
    customers,
    dimension_steps,
    dimensions,
    editor,
    imports,
    keys,
    legs,
    mine,
    proposals,
    queued,
    register,
    screen_pops,
    signals,
    suggest,
    tally,
    tally_paper,
    tally_places,
    tree,
    tree_steps,
)

app_name = "reasons"
import_patterns = [
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:pk>/", imports.import_page, name="import"),
    path("imports/<int:pk>/confirm/", imports.confirm, name="import_confirm"),
    path("imports/<int:pk>/rejected.csv", imports.rejected_rows, name="import_rejected"),
]
signal_patterns = [
    path("register/missing-reason/", proposals.missing_reason, name="missing_reason"),
    path("contacts/mine/", mine.mine, name="mine"),
    path("contacts/mine/<str:kind>/<uuid:pk>/read/", mine.answer_read, name="answer_read"),
    path("signals/", signals.signals, name="signals"),
    path("signals/<str:kind>/<uuid:pk>/", signals.answer_signal, name="answer_signal"),
]
tally_patterns = [
    path("tally/", tally.tally, name="tally"),
    path("tally/undo/", tally.undo, name="tally_undo"),
    path("tally/places/", tally_places.tally_places, name="tally_places"),
    path("tally/paper/", tally_paper.tally_sheet, name="tally_sheet"),
    path("tally/paper/blank/", tally_paper.tally_blank, name="tally_blank"),
    path("tally/paper/file/", tally_paper.tally_file, name="tally_file"),
]
tree_patterns = [
    path("tree/", editor.editor, name="editor"),
    path("tree/new/", tree_steps.new, name="tree_new"),
    path("tree/changes/", editor.changes, name="tree_changes"),
    path("tree/changes/<int:pk>/undo/", tree_steps.undo, name="tree_undo"),
    path("tree/<path:code>/move/", tree_steps.move, name="tree_move"),
    path("tree/<path:code>/merge/", tree_steps.merge, name="tree_merge"),
    path("tree/<path:code>/split/", tree_steps.split, name="tree_split"),
    path("tree/<path:code>/end/", tree_steps.end, name="tree_end"),
    path("tree/<path:code>/catch-all/", tree_steps.catch_all, name="tree_catch_all"),
    path("tree/<path:code>/remove/", tree_steps.remove, name="tree_remove"),
]
dimension_patterns = [
    path("dimensions/", dimensions.dimensions, name="dimensions"),
    # A code may hold anything, and none begins like these.
    path("dimensions/-/new/", dimension_steps.new_dimension, name="dimension_new"),
    path("dimensions/-/<int:pk>/", dimension_steps.change_dimension, name="dimension_change"),
    path("dimensions/-/<int:pk>/move/", dimension_steps.move_dimension, name="dimension_move"),
    path(
        "dimensions/-/<int:pk>/remove/", dimension_steps.remove_dimension, name="dimension_remove"
    ),
    path("dimensions/-/<int:pk>/values/", dimension_steps.new_values, name="values_new"),
    path("dimensions/-/values/<int:pk>/", dimension_steps.change_value, name="value_change"),
    path("dimensions/-/values/<int:pk>/remove/", dimension_steps.remove_value, name="value_remove"),
    path("dimensions/<path:code>/", dimensions.dimension, name="dimension"),
]
urlpatterns = [
    path("register/", register.register, name="register"),
    path("register", register.without_slash, name="register_without_slash"),
    path("register/customer/", customers.customer, name="customer"),
    path("register/keys/", keys.keys, name="keys"),
    path("register/queued/", queued.queued, name="queued"),
    path("register/session/", queued.session, name="queue_session"),
    path("register/index/<str:version>.json", register.index, name="index"),
    path("register/screen-pop/", screen_pops.open_page, name="screen_pop"),
    path("register/suggest/", suggest.suggest, name="suggest"),
    path("contacts/legs/<int:pk>/done/", legs.done, name="leg_done"),
    path("reasons/", tree.tree, name="tree"),
    *import_patterns,
    *signal_patterns,
    *tally_patterns,
    *tree_patterns,
    *dimension_patterns,
]
