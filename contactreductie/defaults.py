"""The product's own numbers, settings like any other: each † of the domain model, with its rule."""

from datetime import timedelta

MAX_REASON_DEPTH = 6
NORMAL_REASON_DEPTH = 3  # deeper gives a notice
FEW_REASONS, MANY_REASONS = 10, 60  # active reasons on levels 1 and 2
MANY_CHILDREN = 15  # below one parent
MAX_SYNONYMS = 50  # every agent's browser keeps them all
UNUSED_WEEKS = 13  # a choice that nobody made in a quarter is looked at
TREE_REVIEW_KEPT = timedelta(days=365)  # what stays as it is, is left alone for so long
TREE_REVIEW_MOST = 15  # of one kind open at a time; more is no review of one quarter
CAUSE_READ_CONTACTS = 10  # fewer read contacts show no cause
CAUSE_WORDS = ("fout", "storing", "probleem", "bug", "error", "failure")  # begins a cause
TREE_CHANGE_WHY_LENGTH = 300  # why the tree was changed
FUTURE_TOLERANCE = timedelta(minutes=2)  # C-5: clocks of other machines
EARLIEST_YEAR = 1990  # C-5: an older moment of contact is a mistake in the file
MAX_EXTRA_REASONS = 2  # C-2
NOTE_MAX_LENGTH = 280  # C-7
OWN_CONTACT_EDIT_WINDOW = timedelta(hours=24)  # section 2: an agent corrects the own contacts
TEAM_CONTACT_EDIT_WINDOW = timedelta(days=7)  # section 2: a team leader those of the team
QUEUE_KEPT = timedelta(hours=24)  # C-9: how long the browser keeps what could not be sent
HABIT_WEEKS = 4  # the weeks whose contacts rank an agent's reasons and fill the free keys
HABIT_REASONS = 60  # as many of the most used reasons tell apart what matters
SIGNAL_ANSWERED_WITHIN = timedelta(days=7)  # S-1: who brought it up hears by then
LONGEST_PROMISE = timedelta(days=60)  # C-4: a call back further away is no promise
LATE_ENTRY_AFTER = timedelta(days=7)  # section 2: older needs a team leader and a reason
TEAM_MINIMUM_AGENTS, TEAM_MINIMUM_CONTACTS = 3, 30  # H-8: fewer would tell one person's pace
OFFERED_DENOMINATOR = "offered"  # import_volumes: contacts offered, per team `offered:<code>`
ABANDONED_DENOMINATOR = "abandoned"  # K-1, W-6: contacts given up, per channel `abandoned:<code>`
REVENUE_DENOMINATOR = "revenue"  # section 6: euros that contacts brought in, `revenue:<reason>`
RETAINED_DENOMINATOR = "retained"  # section 6: customers who stayed, `retained:<reason>`
STEP_DENOMINATOR = "step"  # how often a process step was executed, `step:<code>`
CHANNEL_REVIEW_MONTHS = 12  # V-4
CHANNEL_WEEKS = 13  # V-4: complete weeks that a channel is judged by, and before and after adding
CUSTOMER_LOOKS_A_MINUTE = 120  # C-6: per person; more is no work on contacts
SCREEN_POP_KEPT = timedelta(hours=12)  # C-6: as long as a session
REPEAT_WINDOW_DAYS = 14  # section 5: day 14 counts
SAME_REASON_LEVEL = 2  # "same reason" compares reasons at this level of the tree
CATCH_ALL_AMBER, CATCH_ALL_RED = 0.05, 0.10
MIN_UNITS, MIN_CONTACTS = 30, 5  # N-3: below: "weinig gegevens"
COVERAGE_WARNING, COVERAGE_MINIMUM = 0.80, 0.50  # H-5
PRIVACY_MINIMUM_CELL = 5  # F-7
REPORT_WEEKDAY, REPORT_HOUR = 0, 6  # F-3: Monday 06:00 local time
HISTORY_GAP_WEEKS = 13  # longer without any contact: the history begins anew after it
MISSED_WEEKS_MADE_UP = 8  # older missed weeks get a report only by command
CORRECTED_WEEKS = 13  # C-11: a change in one of these weeks before is told in the next report
MEAN_WEEKS = 8  # F-4: "mean of 8 complete weeks"
ALARM_MIN_RATIO, ALARM_MIN_EXCESS = 1.25, 5  # statistics: smallest change worth a reader's time
ALARM_ALPHA = 0.005  # one-sided, per reason and week
TOP_DRIVERS = 3  # the largest reasons of a week, which ought to have an action
TOP_DRIVER_REST_WEEKS = 13  # a declined action is not proposed again within this time
MIN_SCORERS, MIN_SCORING_DEPARTMENTS = 2, 2  # W-1: fewer place no reason in the matrix
MATRIX_WEEKS = 13  # section 6: the complete weeks whose contacts size the matrix
MAX_DUE_WEEKS = 26
ESCALATING_DUE_DATE_MOVE = 3  # this move of a due date is told to the management
REMINDER_DAYS_BEFORE, REMINDER_DAYS_LATE = 3, (1, 7, 14)  # R; R and A, head of A, management
EFFECT_BASELINE_WEEKS = (8, 26)  # P-3, K-2: fewest and most weeks before a change to measure by
EFFECT_MAX_WEEKS = 26  # after the change; later weeks tell of other things as well
NEGLIGIBLE_CHANGE = 0.05  # an interval within this much of no change is no effect worth naming
BASELINE_GRADES = (("A", 104), ("B", 52), ("C", 26), ("D", 8))  # K-2: by complete weeks
TARGET_YEARS = 5  # K-3: further away nobody plans
TARGET_WEEKS = (4, 8)  # K-3: fewest and most weeks of the mean that a target is judged by
EFFECT_MIN_WEEKS = 4  # complete weeks after the live date before an effect may be verified
LEASE = timedelta(seconds=60)  # a worker silent this long has lost its claim
TALLY_COUNT = 999  # C-12: how often one reason was counted by one channel on one paper sheet
TALLY_SHEET_CONTACTS = 5_000  # C-12: on one sheet that is typed over; it is saved in one go
IMPORT_CHUNK_ROWS = 500  # short transactions, so that agents keep saving meanwhile
MAX_UPLOAD_BYTES = 512 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # a version of the tree asks about each reason it lacks
MAX_UNPACKED_BYTES = 4 * 1024 * 1024 * 1024
MAX_SHEET_BYTES = 512 * 1024 * 1024  # a spreadsheet sits in memory: less than other files
IMPORT_TURN = timedelta(seconds=60)  # then a worker does what else is due before it goes on
IMPORT_PAUSE = 1.0  # on SQLite a worker rests this many times as long as a chunk took
TRIAL_IMPORT_KEPT = timedelta(days=7)  # an uploaded file waits this long for "import it now"
SUGGEST_LEARN_EVERY = timedelta(hours=20)  # at night, and only where the optional part is
SUGGEST_HISTORY = timedelta(days=730)  # older notes tell of another tree and another product
SUGGEST_MAX_EXAMPLES = 30_000  # the newest notes; more hardly help and cost minutes of a worker
SUGGEST_MIN_EXAMPLES = 500  # different notes; with fewer, suggestions stay off
SUGGEST_MIN_PER_REASON = 10  # different notes of one reason; with fewer it is not suggested
SUGGEST_MIN_REASONS = 4  # three suggestions among three reasons say nothing
SUGGEST_MIN_CONFIDENCE = 0.30  # silent when the likeliest reason is less likely than this
SUGGEST_UNFAMILIAR_SHARE = 0.02  # so many known texts may be mistaken for something unknown
SUGGEST_KEPT = timedelta(days=14)  # nothing learned for so long: forgotten
SUGGEST_MAX_TEXT = 5_000  # characters of a customer's message
