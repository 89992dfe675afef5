"""In which worlds an answer is run, and which of its grades counts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.course.test_worlds import block, read
from tuitutor.course.bounds import Bound
from tuitutor.course.checks import Check, Params
from tuitutor.course.load import load_course
from tuitutor.course.model import WORLDS, Exercise, Lesson
from tuitutor.engine.answer_facts import facts_of_text
from tuitutor.engine.options import RunOptions
from tuitutor.engine.worlds import PLAIN, WorldsOfAnswer, makes_own_data, world_of
from tuitutor.grading.syntax import parse
from tuitutor.grading.verdicts import CheckResult, Grade, Verdict
from tuitutor.workers.trust import OWN, untrusted

OTHERS = RunOptions(policy=untrusted(), hidden_seed=5)
PASSED, FAILED, ERRORED = Verdict.PASSED, Verdict.FAILED, Verdict.ERRORED


@pytest.fixture
def sides(tmp_path: Path) -> tuple[Lesson, Exercise]:
    read(tmp_path, block("sides: [points, side]"))
    [lesson] = load_course(tmp_path).lessons
    return lesson, lesson.exercises[0]


def graded(
    sides: tuple[Lesson, Exercise], verdicts: Sequence[Verdict], answer: str = "model = 1", options: RunOptions = OTHERS
) -> tuple[list[int], Grade]:
    """The worlds in which it was run, and the grade that counts, where the runs have these verdicts, one after another.

    A failed one says in which world.
    """
    lesson, exercise = sides
    worlds = WorldsOfAnswer(lesson, exercise, makes_own_data(lesson, exercise, parse(answer)), options)
    ran_in = []
    for verdict in verdicts:
        ran_in.append(worlds.world)
        results = (CheckResult("kept", PASSED, 1, 1), CheckResult("score", verdict, 0, 1, why=f"in {worlds.world}"))
        grade = worlds.grade_after(Grade(exercise.label, "v", verdict, results, world=worlds.world))
        if grade is not None:
            assert len(ran_in) == len(verdicts), "it ended before all runs"
            return ran_in, grade
    raise AssertionError("it asked for another run")


def test_an_answer_that_passes_in_a_world_is_run_once(sides: tuple[Lesson, Exercise]) -> None:
    worlds, grade = graded(sides, [PASSED])
    assert worlds == [grade.world] == [world_of(sides[1], 5)]
    assert 1 <= grade.world <= WORLDS
    assert graded(sides, [ERRORED])[1].verdict is ERRORED


def test_one_that_a_limit_stops_is_run_once(sides: tuple[Lesson, Exercise]) -> None:
    lesson, exercise = sides
    worlds = WorldsOfAnswer(lesson, exercise, False, OTHERS)
    stopped = Grade(exercise.label, "v", FAILED, (), stopped="The time limit was reached.", world=worlds.world)
    assert worlds.grade_after(stopped) is stopped


def test_one_that_fails_with_the_lessons_data_too_is_told_why_there(sides: tuple[Lesson, Exercise]) -> None:
    worlds, grade = graded(sides, [FAILED, FAILED])
    assert worlds[1] == PLAIN
    assert (grade.verdict, grade.results[1].why) == (FAILED, "in 0")


def test_one_that_was_unlucky_passes_in_another_world(sides: tuple[Lesson, Exercise]) -> None:
    worlds, grade = graded(sides, [FAILED, PASSED, PASSED])
    assert len(set(worlds)) == 3
    assert (grade.verdict, grade.world) == (PASSED, worlds[2])


def test_one_that_is_graded_later_is_as_one_that_passes(sides: tuple[Lesson, Exercise]) -> None:
    later = Verdict.PENDING
    assert graded(sides, [later])[1].verdict is later
    assert graded(sides, [FAILED, later, later])[1].verdict is later
    assert graded(sides, [FAILED, later, FAILED])[1].verdict is FAILED


def test_one_that_passes_only_with_the_lessons_data_fails(sides: tuple[Lesson, Exercise]) -> None:
    _, grade = graded(sides, [FAILED, PASSED, FAILED])
    assert grade.verdict is FAILED
    assert [result.why for result in grade.results] == [
        "",
        "With the lesson's own data this passes, but not with other data of the same kind: what it does has to follow "
        "from `points` and `side`, with some margin.",
    ]


def test_a_network_that_differs_in_a_world_gets_the_checks_own_feedback(sides: tuple[Lesson, Exercise]) -> None:
    lesson, exercise = sides
    size = Check(Params(total=Bound(at_most=5)), "score")
    _, grade = graded((lesson, replace(exercise, checks=(size,))), [FAILED, PASSED, FAILED])
    assert grade.results[1].why == f"With other data of the same kind: in {grade.world}"


@pytest.mark.parametrize(
    ("answer", "anew"),
    [
        ("points = load()", True),
        ("import numpy\nside = numpy.zeros(3)\nmodel = 1", True),
        ("points, extra = 1, 2", True),
        ("for points in range(3):\n    pass", True),
        ("points = points / 2", False),  # it comes from the setup's
        ("side = (points > 0) * 1", False),
        ("other = 3\nfit(points)", False),
        ("points[0] = 3", False),
        ("points += 1", False),
        ("def load():\n    points = 1\n    return points", False),  # a name of the function's own
        ("def load(x=points):\n    return x\npoints = 1", True),
        ("points = (", False),
        ("points = " + "-" * 900 + "1", False),  # too deep to look into
    ],
)
def test_one_that_makes_its_data_anew_is_not_graded(sides: tuple[Lesson, Exercise], answer: str, anew: bool) -> None:
    _, grade = graded(sides, [FAILED, PASSED, FAILED], answer)
    assert grade.verdict is (ERRORED if anew else FAILED)
    lesson, exercise = sides
    assert facts_of_text(lesson, exercise, answer).own_data == anew
    assert not facts_of_text(lesson, replace(exercise, world=()), answer).own_data
    told = "Grading uses other data of the same kind. Use `points` and `side` as the setup makes them."
    assert grade.problem == (told if anew else "")
    assert graded(sides, [FAILED, FAILED], answer)[1].verdict is FAILED
    assert graded(sides, [PASSED], answer)[1].verdict is PASSED


def test_a_learners_own_answer_and_an_exercise_without_worlds_use_the_lessons_data(
    sides: tuple[Lesson, Exercise],
) -> None:
    assert graded(sides, [FAILED], options=RunOptions(policy=OWN))[0] == [PLAIN]
    lesson, exercise = sides
    assert graded((lesson, replace(exercise, world=())), [FAILED])[0] == [PLAIN]


def test_an_author_may_ask_for_one_world(sides: tuple[Lesson, Exercise]) -> None:
    assert graded(sides, [FAILED], options=replace(OTHERS, world=3))[0] == [3]
    assert graded(sides, [FAILED], options=replace(OTHERS, world=0))[0] == [PLAIN]
    assert graded(sides, [PASSED], options=RunOptions(world=9))[0] == [9]


def test_what_a_world_does_not_replace_is_not_what_an_answer_has_to_use(tmp_path: Path) -> None:
    read(tmp_path, block("sides: [_, side]"))
    [lesson] = load_course(tmp_path).lessons
    _, grade = graded((lesson, lesson.exercises[0]), [FAILED, PASSED, FAILED], "side = [0, 1]")
    assert grade.problem == "Grading uses other data of the same kind. Use `side` as the setup makes it."


def test_a_class_that_is_graded_again_is_graded_in_the_same_world(sides: tuple[Lesson, Exercise]) -> None:
    assert [world_of(sides[1], seed) for seed in (5, 20_240_607)] == [424, 186]


def test_worlds_differ_by_seed_and_exercise(sides: tuple[Lesson, Exercise]) -> None:
    _, exercise = sides
    worlds = [world_of(exercise, seed) for seed in range(200)]
    assert len(set(worlds)) > 150
    assert all(1 <= world <= WORLDS for world in worlds)
    assert worlds != [world_of(replace(exercise, label="other"), seed) for seed in range(200)]
    assert all(world_of(exercise, seed, turn=1) != world for seed, world in enumerate(worlds))
