"""Every program under tests/answers gets the verdict that it names, for the reason that it names."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest
from msgspec.structs import replace

from tests import overview
from tests.classroom.reports.secrets import feedback_on, lines_given_away
from tests.engine import drawing
from tests.engine.answers import Answer, answers_to, files, programs
from tests.engine.graded import GRADED, Entry, Report, digest_of, failed_kinds, read_entries
from tests.engine.grading import IN_WORLDS, PLAIN_ONE, difference, grade
from tuitutor.authoring.lint import for_seed
from tuitutor.course.model import Course, Exercise
from tuitutor.engine.options import RunOptions
from tuitutor.engine.worlds import world_of
from tuitutor.grading.verdicts import Grade
from tuitutor.protocol.limits import Limits
from tuitutor.workers.worker import Worker

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.answers]


@dataclass(frozen=True)
class Plan:
    """What is graded of each exercise, by its label, and how."""

    digests: dict[str, str]
    names: drawing.Draw
    in_worlds_only: set[str]  # the exercises whose right answers aren't graded as a learner's own, too
    seeds: int
    usual: bool  # so that what is graded whole is written down


@pytest.fixture(scope="session")
def plan(course: Course, pytestconfig: pytest.Config) -> Plan:
    """Everything, or what `--drawn` draws."""
    labels, known = programs(), read_entries()
    lessons = {exercise.label: lesson.path for lesson in course.lessons for exercise in lesson.exercises}
    digests = {label: digest_of(lessons[label], label) for label in labels}
    exercises = {label: _to_draw(label, digest, known.get(label)) for label, digest in digests.items()}
    text, seeds = pytestconfig.getoption("--drawn"), pytestconfig.getoption("--seeds")
    names = {label: set(exercise.names) for label, exercise in exercises.items()}
    if text:
        names = drawing.draw(text, exercises, pytestconfig.getoption("--each-kind"))
    in_worlds_only = {label for label, exercise in exercises.items() if text and not exercise.changed}
    usual = seeds == 1 and pytestconfig.getoption("--python") is None
    return Plan(digests, names, in_worlds_only, seeds, usual)


def _to_draw(label: str, digest: str, known: Entry | None) -> drawing.Exercise:
    right, wrong = ([each.name for each in answers_to(label) if each.is_right is what] for what in (True, False))
    if known is None:
        return drawing.Exercise(right, wrong, changed=True)
    return drawing.Exercise(right, wrong, known["digest"] != digest, known["fails"])


def longest_first() -> list[str]:
    """The exercises with answers to grade; or one core would wait for minutes until the other is done with the last."""
    seconds = overview.seconds_in(overview.PAGE.read_text())

    def takes(label: str) -> int:
        lesson = max((each for each in seconds if label == each or label.startswith(f"{each}-")), key=len)
        return seconds[lesson] * len(files(label))

    return sorted(programs(), key=takes, reverse=True)


@pytest.mark.parametrize("label", longest_first())
async def test_answers_get_the_verdicts_they_name(
    worker: Worker, course: Course, label: str, plan: Plan, request: pytest.FixtureRequest
) -> None:
    exercise = next(e for e in course.exercises if e.label == label)
    answers = [each for each in answers_to(label) if each.name in plan.names[label]]
    in_worlds_only = label in plan.in_worlds_only
    report = Report(label=label, graded=len(answers), answers=len(answers_to(label)), entry=None)
    request.node.user_properties.append((GRADED.stem, report))
    asked = [
        (each, seed, how)
        for each in answers
        for seed in range(plan.seeds)
        for how in _ways(exercise, each, in_worlds_only)
    ]
    grades = await asyncio.gather(*(_grade(worker, course, exercise, *each) for each in asked))
    graded = [(*each, got) for each, got in zip(asked, grades, strict=True)]
    _compare(exercise, graded)
    if plan.usual and not in_worlds_only and len(answers) == report["answers"]:
        fails = {each.name: failed_kinds(exercise, got) for each, *_, got in graded if not each.is_right}
        report["entry"] = Entry(digest=plan.digests[label], fails=fails)


async def _grade(
    worker: Worker, course: Course, exercise: Exercise, answer: Answer, seed: int, how: RunOptions
) -> Grade:
    return await grade(worker, course, exercise, answer, for_seed(replace(how, limits=Limits(120, 60)), seed))


def _ways(exercise: Exercise, answer: Answer, in_worlds_only: bool) -> list[RunOptions]:
    """How an answer is graded: as others' are, in worlds, and a right one as a learner's own, too.

    A wrong one runs in a single world: that it also runs with the lesson's data would only say why it failed.
    """
    if not exercise.world:
        return [PLAIN_ONE]
    if answer.is_right:
        return [IN_WORLDS] if in_worlds_only else [IN_WORLDS, PLAIN_ONE]
    return [replace(IN_WORLDS, world=world_of(exercise, IN_WORLDS.hidden_seed))]


def _compare(exercise: Exercise, graded: list[tuple[Answer, int, RunOptions, Grade]]) -> None:
    """Fail for a grade that isn't what its answer names, and for feedback that gives something away."""
    found = [(each.name, seed, got.world, difference(each, got, how is IN_WORLDS)) for each, seed, how, got in graded]
    assert [each for each in found if each[-1]] == []
    told = [(each, feedback_on(got)) for each, *_, got in graded]
    given_away = [(each.name, lines_given_away(exercise, each.text, text)) for each, text in told]
    assert [each for each in given_away if each[-1]] == []
    assert not any(str(RunOptions().hidden_seed) in text for _, text in told)
