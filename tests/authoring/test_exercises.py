"""The exercises of the course that ships: names, starters, solutions, and how many answers to each are tried."""

from __future__ import annotations

import pytest

from tests.engine.answers import ANSWERS, BAD_ANSWERS, answers_to, programs, questions
from tuitutor.authoring.lint import WORLDS_RUN, train
from tuitutor.course.model import Course
from tuitutor.engine.options import RunOptions
from tuitutor.workers.worker import Worker

# `make course` trains all
QUICK = ("tensors-rank", "random-data-luck", "first-network", "finer-control-loss", "golf-params-99")


def test_exercises_begin_with_the_name_of_their_lesson(course: Course) -> None:
    named = [(exercise.label, lesson.id) for lesson in course.lessons for exercise in lesson.exercises]
    assert [label for label, lesson in named if label != lesson and not label.startswith(f"{lesson}-")] == []


def test_all_exercises_have_answers_and_questions_have_tables(course: Course) -> None:
    labels = sorted(exercise.label for exercise in course.exercises if exercise.only_asks)
    assert questions() == labels
    assert sorted([*programs(), *labels]) == sorted(exercise.label for exercise in course.exercises)
    others = {path.name for path in ANSWERS.iterdir() if path.is_dir() and path != BAD_ANSWERS}
    assert others == set(programs())


def test_exercises_have_right_and_wrong_answers_but_not_too_many(course: Course) -> None:
    """Each has a reason of its own, and takes its time whenever all are graded."""
    for exercise in course.exercises:
        answers = answers_to(exercise.label)
        right = [answer.name for answer in answers if answer.is_right]
        wrong = [answer.name for answer in answers if not answer.is_right]
        assert len(right) >= 2, exercise.label
        assert len(wrong) >= 3, exercise.label
        assert len(wrong) <= 6 or exercise.only_asks, exercise.label
        for what in ("name", "because"):
            values = [getattr(answer, what) for answer in answers]
            assert len(set(values)) == len(values), f"the same {what}: {exercise.label}"
        assert [answer.name for answer in answers if not answer.is_right and not answer.told] == [], exercise.label


@pytest.mark.other_python
@pytest.mark.asyncio(loop_scope="session")
async def test_starters_run_and_fail_and_solutions_pass(worker: Worker, course: Course) -> None:
    exercises = [exercise for exercise in course.exercises if exercise.label in QUICK]
    trained = [part async for part in train(worker, course, exercises, RunOptions())]
    assert [(part.exercise, part.what, part.problems, part.problem) for part in trained] == [
        (exercise.label, what, (), "")
        for exercise in exercises
        for variant in exercise.every
        for what in (
            *("starter", "solution") * (1 + (WORLDS_RUN if exercise.world else 0)),
            *("neighbour" for other in exercise.variants if other is not variant),
        )
    ]
