"""The script only names people, reasons and steps that exist."""

import tomllib

import pytest

from contactreductie.demo import acting, files, stories
from contactreductie.demo.stories import Step
from feedbackloop.enums import FindingKind

USERNAMES = {row["username"] for row in files.rows("people.csv")}
REASONS = {row["code"] for row in files.rows("taxonomy.csv")}
PRINCIPLES = len(files.document("vision.toml")["principles"])


def all_steps() -> list[Step]:
    return [step for story in stories.load().told for step in story.steps]


def test_story_plays_among_the_demo_people():
    assert {step.by for step in all_steps()} <= USERNAMES
    assert {story.reason for story in stories.load().told} <= REASONS


def test_steps_come_in_order_and_are_known():
    for story in stories.load().told:
        assert [step.day for step in story.steps] == sorted(step.day for step in story.steps)
        assert {step.do for step in story.steps} <= {"propose", *acting.STEPS}


def test_plans_name_a_principle_of_the_vision():
    plans = [step for step in all_steps() if step.do == "accept"]
    assert {step.detail("principle") for step in plans} <= set(range(1, PRINCIPLES + 1))


@pytest.mark.parametrize("kind", [FindingKind.SPIKE, FindingKind.TOP_DRIVER])
def test_action_on_any_other_reason_gets_an_answer(kind: FindingKind):
    assert len(stories.load().otherwise[kind]) >= 1


def test_story_starts_in_one_way():
    table = tomllib.loads((files.DATA / "stories.toml").read_text(encoding="utf-8"))
    assert all(("week" in story) != ("opened_since" in story) for story in table["story"])
