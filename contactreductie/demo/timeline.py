"""The last months, Monday by Monday: the loop runs, and people work on what it hands them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count, cycle

from contactreductie.core.iso_week import IsoWeek
from contactreductie.demo import acting, reviewing, stories
from contactreductie.demo.generation.period import REPORT_HOUR, Period
from contactreductie.demo.people import People
from contactreductie.demo.stories import Step, Story
from feedbackloop.services import loop
from raci.models import ImprovementAction
from raci.services import reminders

REPORTS = 16
REMINDER_TIME = timedelta(hours=7, minutes=7)


@dataclass
class Thread:
    """A story under way: what it is about, since when, and its action once there is one."""

    reason: str
    monday: date
    number: int | None = None


@dataclass
class Timeline:
    """Everything that is still to happen, taken up in order of time."""

    period: Period
    people: People
    script: stories.Stories = field(default_factory=stories.load)

    def __post_init__(self) -> None:
        self._order = count()
        self._ahead: list[tuple[datetime, int, Step, Thread]] = []
        self._waiting = [story for story in self.script.told if story.opened_since is not None]
        turns = self.script.otherwise.items()
        self._otherwise = {kind: cycle(steps) for kind, steps in turns}
        for story in self.script.told:
            if story.week is not None:
                monday = self.period.week(story.week).monday
                self._plan(story.steps, Thread(story.reason, monday))

    def play(self, now: datetime) -> Iterator[int]:
        """Runs the loop for each of the last weeks, each on its own Monday morning at six, with
        everything in between; yields how many reports there are. Ends at `now`."""
        weeks = self.period.weeks[-REPORTS:]
        self._next_reminders = weeks[0].plus(1).start() + REMINDER_TIME
        for done, week in enumerate(weeks, start=1):
            monday_morning = week.plus(1).start() + REPORT_HOUR
            self._live_until(monday_morning)
            loop.run_week(week=week, now=monday_morning)
            self._react(week, is_newest=week == weeks[-1])
            if week != weeks[-1]:
                reviewing.decide_points(week, self.people)
            yield done
        self._live_until(now)

    def _live_until(self, moment: datetime) -> None:
        """People act, and every morning those who are late are reminded."""
        while self._next_reminders <= moment:
            self._act_until(self._next_reminders)
            reminders.send_reminders(now=self._next_reminders)
            self._next_reminders += timedelta(days=1)  # by the clock on the wall
        self._act_until(moment)

    def _act_until(self, moment: datetime) -> None:
        self._ahead.sort(key=lambda planned: planned[:2])
        while self._ahead and self._ahead[0][0] <= moment:
            now, _order, step, thread = self._ahead.pop(0)
            self._take(step, thread, now)

    def _take(self, step: Step, thread: Thread, now: datetime) -> None:
        if step.do == "propose":
            thread.number = acting.propose(step, thread.reason, self.people, now=now)
        elif thread.number is not None:
            acting.take(step, thread.number, self.people, now=now, monday=thread.monday)

    def _react(self, week: IsoWeek, *, is_newest: bool) -> None:
        """Plans what becomes of the actions that this week's findings opened. Those of the newest
        report lie on their owners' desks."""
        opened = ImprovementAction.objects.filter(origin__startswith=f"{week} ")
        rows = opened.order_by("pk").values_list("pk", "reason__code", "origin")
        for number, reason, origin in rows:
            thread = Thread(reason, week.plus(1).monday, number)
            story = self._next_story(reason, week)
            if story is not None:
                self._plan(story.steps, thread)
            elif not is_newest:
                kind = origin.split()[-1]
                self._plan((next(self._otherwise[kind]),), thread)

    def _next_story(self, reason: str, week: IsoWeek) -> Story | None:
        """The newest that may begin by now: what was never told by then, never happened."""
        begun = [
            story
            for story in self._waiting
            if story.reason == reason and self.period.week(story.opened_since or 0) <= week
        ]
        if not begun:
            return None
        self._waiting.remove(begun[-1])
        return begun[-1]

    def _plan(self, steps: tuple[Step, ...], thread: Thread) -> None:
        for step in steps:
            self._ahead.append((step.moment(thread.monday), next(self._order), step, thread))
