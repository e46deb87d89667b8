"""Who may open what: one line per address and method, one column per kind of visitor.

    x  opens                      .  403, not within this role
    >  is sent to the log-in page !  401, no token
    /  404, as if it were not there
    ~  409 or 422: let in, and what was sent is refused; who may not at all gets 403 first

A name may hold `*` for a family of addresses behind one guard; the first name that fits counts,
with all its lines. Every address of the product needs a line: `tests/test_access_matrix.py` fails
on one without, and on a line without address. What is sent and seen: `tests/access_world.py`.
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase

from contactreductie.core.enums import Role

VISITORS = ("anonymous", *(role.value for role in Role))
# Columns: nobody | agent, team leader, coordinator, department owner, management,
#          administrator, privacy officer
TABLE = """
home                            GET        >  x x x x x x x
reasons:register                GET        >  x x x . . . .
reasons:register                POST       >  ~ ~ ~ . . . .
reasons:register_without_slash  GET        >  x x x . . . .
reasons:customer                POST       >  x x x . . . .
reasons:screen_pop              POST       x  x x x x x x x
reasons:leg_done                POST       >  x x x . . . .
reasons:keys                    POST       >  ~ ~ ~ . . . .
raci:team_use                   GET        >  x x x . . . .
reasons:queued                  POST       >  ~ ~ ~ . . . .
reasons:queue_session           GET        >  x x x . . . .
reasons:index                   GET        >  x x x . . . .
reasons:suggest                 POST       >  x x x . . . .
reasons:mine                    GET        >  x x x . . . .
reasons:answer_read             POST       >  x / / . . . .
reasons:missing_reason          GET        >  x x x . . . .
reasons:missing_reason          POST       >  ~ ~ ~ . . . .
reasons:signals                 GET        >  . . x . . x .
reasons:answer_signal           GET        >  . . x . . x .
reasons:answer_signal           POST       >  . . ~ . . ~ .
reasons:tree                    GET        >  x x x x x x x
reasons:editor                  GET        >  . . x . . x .
reasons:editor                  POST       >  . . x . . x .
reasons:tree_changes            GET        >  . . x . . x .
reasons:tree_new                GET        >  . . x . . x .
reasons:tree_new                POST       >  . . ~ . . ~ .
reasons:tree_move               GET        >  . . x . . x .
reasons:tree_move               POST       >  . . ~ . . ~ .
reasons:tree_merge              GET        >  . . x . . x .
reasons:tree_merge              POST       >  . . ~ . . ~ .
reasons:tree_split              GET        >  . . x . . x .
reasons:tree_split              POST       >  . . ~ . . ~ .
reasons:tree_end                GET        >  . . x . . x .
reasons:tree_end                POST       >  . . ~ . . ~ .
reasons:tree_remove             GET        >  . . x . . x .
reasons:tree_remove             POST       >  . . ~ . . ~ .
reasons:tree_catch_all          GET        >  . . x . . x .
reasons:tree_catch_all          POST       >  . . ~ . . ~ .
reasons:tree_undo               GET        >  . . x . . x .
reasons:tree_undo               POST       >  . . ~ . . ~ .
feedbackloop:tree_quality       GET        >  . . x . . x .
feedbackloop:tree_review        GET        >  . . x . . x .
feedbackloop:decide_tree_review POST       >  . . ~ . . ~ .
feedbackloop:reopen_tree_review POST       >  . . ~ . . ~ .
feedbackloop:tree_effect        GET        >  . . x . . x .
reasons:dimensions              GET        >  x x x x x x x
reasons:dimension               GET        >  x x x x x x x
reasons:dimension_new           GET        >  . . . . . x .
reasons:dimension_new           POST       >  . . . . . ~ .
reasons:dimension_change        GET        >  . . . . . x .
reasons:dimension_change        POST       >  . . . . . ~ .
reasons:dimension_move          POST       >  . . . . . x .
reasons:dimension_remove        POST       >  . . . . . ~ .
reasons:values_new              GET        >  . . . . . x .
reasons:values_new              POST       >  . . . . . ~ .
reasons:value_change            GET        >  . . . . . x .
reasons:value_change            POST       >  . . . . . ~ .
reasons:value_remove            POST       >  . . . . . x .
reasons:tally                   GET        >  x x x . . . .
reasons:tally                   POST       >  ~ ~ ~ . . . .
reasons:tally_undo              POST       >  ~ ~ ~ . . . .
reasons:tally_places            GET        >  x x x . . . .
reasons:tally_places            POST       >  ~ ~ ~ . . . .
reasons:tally_sheet             GET        >  x x x . . . .
reasons:tally_sheet             POST       >  ~ ~ ~ . . . .
reasons:tally_blank             GET        >  x x x . . . .
reasons:tally_file              GET        >  . x x . . x .
reasons:tally_file              POST       >  . ~ ~ . . ~ .
reasons:imports                 GET        >  . . x . . x .
reasons:imports                 POST       >  . . ~ . . ~ .
reasons:import                  GET        >  . / x . . x .
reasons:import_confirm          POST       >  . / ~ . . ~ .
reasons:import_rejected         GET        >  . / x . . . .

raci:team_contacts              GET        >  . x x . . . .
raci:correct                    GET        >  x x x . . . .
raci:correct                    POST       >  ~ ~ ~ . . . .
raci:withdraw                   GET,POST   >  x x x . . . .
raci:first_time_right           GET        >  x x x . . . .
raci:first_time_right           POST       >  ~ ~ ~ . . . .
raci:customer_signal            GET        >  x x x . . . .
raci:customer_signal            POST       >  ~ ~ ~ . . . .
raci:actions                    GET        >  x x x x x . .
raci:propose                    GET,POST   >  x x x x x . .
raci:action                     GET        >  x x x x x . .
raci:remark                     POST       >  . . x x x . .
raci:accept                     POST       >  . . x x x . .
raci:start                      POST       >  . . . ~ . . .
raci:report_done                POST       >  . . . ~ . . .
raci:return_to_work             POST       >  . . . ~ . . .
raci:move_due_date              POST       >  ~ ~ ~ ~ ~ . .
raci:set_roles                  POST       >  . . x x x . .
raci:cancel                     POST       >  . . . x x . .
raci:causes                     GET        >  x x x x x . .
raci:causes                     POST       >  . ~ ~ ~ ~ . .
raci:withdraw_cause             POST       >  . ~ ~ ~ ~ . .
raci:channel_charter            GET        >  . . x x x . .
raci:channel_charter            POST       >  . . ~ ~ ~ . .
raci:channel_decision           GET        >  . . x x x . .
raci:channel_decision           POST       >  . . ~ ~ ~ . .
raci:journeys                   GET        >  . . x x x . .
raci:journey_new                GET        >  . . x . x . .
raci:journey_new                POST       >  . . ~ . ~ . .
raci:journey_change             GET        >  . . x . x . .
raci:journey_change             POST       >  . . ~ . ~ . .
raci:journey_move               POST       >  . . x . x . .
raci:step_new                   GET        >  . . x . x . .
raci:step_new                   POST       >  . . ~ . ~ . .
raci:step_change                GET        >  . . x . x . .
raci:step_change                POST       >  . . ~ . ~ . .
raci:step_move                  POST       >  . . x . x . .
raci:step_link                  GET        >  . . x x x . .
raci:step_link                  POST       >  . . ~ ~ ~ . .
raci:step_unlink                POST       >  . . x x x . .
raci:step_remove                GET        >  . . x . x . .
raci:step_remove                POST       >  . . x . x . .
raci:tree_versions              GET        >  . . x . . x .
raci:tree_versions              POST       >  . . ~ . . ~ .
raci:tree_version               GET        >  . . x . . x .
raci:tree_version               POST       >  . . ~ . . ~ .
raci:tree_version_undo          POST       >  . . / . . / .
raci:tree_version_drop          POST       >  . . x . . x .
raci:vision                     GET        >  x x x x x x x
raci:vision                     POST       >  . . . . x . .
raci:approve_vision             POST       >  . . . . ~ . .
raci:withdraw_vision            POST       >  . . ~ . ~ . .
raci:recheck                    POST       >  . . ~ ~ ~ . .
raci:carry_over                 POST       >  . . ~ ~ ~ . .
raci:responsibilities           GET        >  x x x x x x .
raci:responsibilities           POST       >  . . x . x . .
raci:remove                     POST       >  . . x . x . .

feedbackloop:dashboard          GET        >  . x x x x . .
feedbackloop:reports            GET        >  x x x x x . .
feedbackloop:report             GET        >  x x x x x . .
feedbackloop:download           GET        >  x x x x x . .
feedbackloop:team               GET        >  . x x . . . .
feedbackloop:process_map        GET        >  x x x x x . .
feedbackloop:channels           GET        >  x x x x x . .
feedbackloop:channel            GET        >  x x x x x . .
feedbackloop:reason             GET        >  x x x x x . .
feedbackloop:matrix             GET        >  x x x x x . .
feedbackloop:value              GET        >  x x x x x . .
feedbackloop:value              POST       >  . ~ ~ ~ ~ . .
feedbackloop:targets            GET        >  x x x x x . .
feedbackloop:new_target         GET        >  . . x x x . .
feedbackloop:new_target         POST       >  . . ~ ~ ~ . .
feedbackloop:vision_targets     GET        >  x x x x x . .
feedbackloop:end_target         POST       >  . . ~ ~ ~ . .
feedbackloop:recheck_target     POST       >  . . ~ . ~ . .
feedbackloop:carry_over_targets POST       >  . . ~ . ~ . .
feedbackloop:unrouted           GET        >  . . x . x . .
feedbackloop:route              POST       >  . . ~ . ~ . .
feedbackloop:close              POST       >  . . ~ . ~ . .
feedbackloop:action_effect      GET        >  x x x x x . .
feedbackloop:verify             POST       >  . . . ~ . . .

api:contacts                    GET        !  x x x x . . x
api:contacts                    POST       !  ~ ~ ~ . . . .
api:contacts_batch              POST       !  x x x . . . .
api:screen_pops                 POST       !  x x x . . . .
api:reasons                     GET        !  x x x x x x x
api:channels                    GET        !  x x x x x x x
api:dimensions                  GET        !  x x x x x x x
api:departments                 GET        !  x x x x x x x
api:volumes                     PUT        !  . . x . . x .
api:reports                     GET        !  x x x x x . .
api:report                      GET        !  x x x x x . .
api:actions                     GET,POST   !  x x x x x . .
api:action                      GET        !  x x x x x . .
api:action_transitions          POST       !  . . x x x . .
api:schema                      GET        x  x x x x x x x
api:docs                        GET        x  x x x x x x x

account_login                   GET,POST   x  x x x x x x x
account_logout                  GET,POST   x  x x x x x x x
account_signup                  GET,POST   x  x x x x x x x
account_inactive                GET        x  x x x x x x x
account_reset_password          GET,POST   x  x x x x x x x
account_reset_password_done     GET        x  x x x x x x x
account_reset_password_from_key GET,POST   x  x x x x x x x
account_reset_password_from_key_done GET   x  x x x x x x x
account_confirm_email           GET        x  x x x x x x x
account_confirm_email           POST       /  / / / / / / /
account_email_verification_sent GET        x  x x x x x x x
account_email                   GET,POST   >  x x x x x x x
account_change_password         GET,POST   >  x x x x x x x
account_set_password            GET,POST   >  x x x x x x x
account_reauthenticate          GET,POST   >  x x x x x x x
account_confirm_login_code      GET,POST   >  x x x x x x x

admin:login                     GET        x  x x x x x x x
admin:index                     GET        >  . . . . . x .
admin:logout                    POST       >  . . . . . x .
admin:password_change           GET,POST   >  . . . . . x .
admin:password_change_done      GET        >  . . . . . x .
admin:jsi18n                    GET        >  . . . . . x .
admin:autocomplete              GET        >  . . . . . . .
admin:view_on_site              GET        .  . . . . . . .
admin:app_list                  GET        >  . . . . . x .
admin:raci_department_delete    GET,POST   >  . . . . . . .
admin:raci_department_*         GET,POST   >  . . . . . x .
admin:reasons_channel_delete    GET,POST   >  . . . . . . .
admin:reasons_channel_*         GET,POST   >  . . . . . x .
admin:feedbackloop_denominator_delete    GET,POST   >  . . . . . . .
admin:feedbackloop_denominator_*    GET,POST   >  . . . . . x .
admin:core_user_delete          GET,POST   >  . . . . . . .
admin:core_user_*               GET,POST   >  . . . . . x .
admin:admin/*/<path:object_id>/ GET        .  . . . . . . .
admin:admin/(?P<url>*           GET        >  . . . . . / .

health_*                        GET        x  x x x x x x x
set_language                    GET,POST     x  x x x x x x x
"""


@dataclass(frozen=True)
class Row:
    """What happens to each visitor, in their order, with one of these methods."""

    name: str
    methods: tuple[str, ...]
    outcomes: str


def rows_about(name: str) -> list[Row]:
    """The lines of an address: those of the first name in the table that fits."""
    fitting = next((row.name for row in ROWS if fnmatchcase(name, row.name)), None)
    return [row for row in ROWS if row.name == fitting]


def _row(line: str) -> Row:
    name, methods, *outcomes = line.split()
    assert len(outcomes) == len(VISITORS), line
    return Row(name, tuple(methods.split(",")), " ".join(outcomes))


ROWS = [_row(line) for line in TABLE.splitlines() if line.strip()]
