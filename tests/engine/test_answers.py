"""Every answer under tests/answers gets the verdict that it names, and a bad one its line, from the real grader."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests import honesty, overview
from tests.classroom.reports.secrets import feedback_on, lines_given_away
from tests.engine.answers import ANSWERS, Expected
from tuitutor.authoring.lint import WORLDS_RUN, for_seed, train
from tuitutor.course.model import Course, Exercise
from tuitutor.engine.attempt import attempt
from tuitutor.engine.events import Graded
from tuitutor.engine.options import RunOptions
from tuitutor.engine.worlds import world_of
from tuitutor.grading.verdicts import Grade, Verdict
from tuitutor.protocol.limits import Limits
from tuitutor.workers.trust import Policy
from tuitutor.workers.worker import Worker

pytestmark = pytest.mark.asyncio(loop_scope="session")

# A file that is not UTF-8 is refused before it gets here: tests/cli.
BAD_ANSWERS = sorted(path for path in (ANSWERS / "bad_answers").glob("*.py") if path.stem != "not_utf8")
AT_ONCE = asyncio.Semaphore(2)
LIMITS = {"infinite_loop": Limits(cpu_s=2)}


PLAIN_ONE = RunOptions()  # a learner's own check
IN_WORLDS = replace(PLAIN_ONE, policy=Policy(worlds=True))


def grade(
    worker: Worker, course: Course, exercise: Exercise, path: Path, seed: int = 0, options: RunOptions = PLAIN_ONE
) -> Awaitable[Grade]:
    options = for_seed(replace(options, limits=LIMITS.get(path.stem, Limits(120, 60))), seed)
    return grade_text(worker, course, exercise.variant(Expected.read(path).variant), path.read_text(), options)


async def grade_text(worker: Worker, course: Course, exercise: Exercise, text: str, options: RunOptions) -> Grade:
    async with AT_ONCE:
        events = [event async for event in attempt(worker, course, exercise, text, options)]
    last = events[-1]
    assert isinstance(last, Graded)
    return last.grade


def text_of(grade: Grade) -> str:
    """All that a learner is told about why it failed."""
    said = [grade.stopped, grade.error.message if grade.error else ""]
    said += [words for advice in grade.advice for words in (advice.why, advice.try_)]
    failed = [result for result in grade.results if not result.passed]
    return " ".join([*said, *(words for result in failed for words in (result.name, result.why, result.found))])


# Graded by each `make test`; what takes minutes is graded by `make answers`.
QUICK = ("tensors-rank", "random-data-luck")
# Those with the most answers first, or one core would wait for minutes until the other is done with XOR's.
LABELS = [
    label if label in QUICK else pytest.param(label, marks=pytest.mark.answers)
    for label in sorted(
        (path.name for path in ANSWERS.iterdir() if path.name != "bad_answers"),
        key=lambda label: (-len([*(ANSWERS / label).glob("*/*.py")]), label),
    )
]


@pytest.mark.parametrize("label", LABELS)
async def test_answers_get_the_verdicts_they_name(
    worker: Worker, course: Course, label: str, pytestconfig: pytest.Config
) -> None:
    runs = range(pytestconfig.getoption("--seeds"))
    exercise = next(e for e in course.exercises if e.label == label)
    paths = sorted((ANSWERS / label).glob("*/*.py"))
    assert len([path for path in paths if path.parent.name == "good"]) >= 2
    assert len([path for path in paths if path.parent.name == "bad"]) >= 4
    once = pytestconfig.getoption("--once")
    asked = [(path, seed, how) for path in paths for seed in runs for how in _ways(exercise, path, once)]
    grades = await asyncio.gather(*(grade(worker, course, exercise, *each) for each in asked))
    graded = zip(asked, grades, strict=True)
    found = [(path.stem, seed, got.world, _wrong(path, got, how)) for (path, seed, how), got in graded]
    assert [each for each in found if each[-1]] == []
    told = [(path, feedback_on(got)) for (path, *_), got in zip(asked, grades, strict=True)]
    assert [
        (path.stem, lines) for path, text in told if (lines := lines_given_away(exercise, path.read_text(), text))
    ] == []
    assert not any(str(RunOptions().hidden_seed) in text for _, text in told)


def _ways(exercise: Exercise, path: Path, once: bool) -> list[RunOptions]:
    """How an answer is graded: as others' are, in worlds, and a good one as a learner's own, too, unless `once`.

    A bad one runs in a single world: that it also runs with the lesson's data would only say why it failed.
    """
    if not exercise.world:
        return [PLAIN_ONE]
    if path.parent.name == "good":
        return [IN_WORLDS] if once else [IN_WORLDS, PLAIN_ONE]
    return [replace(IN_WORLDS, world=world_of(exercise, IN_WORLDS.hidden_seed))]


def _wrong(path: Path, got: Grade, how: RunOptions) -> str:
    """How a grade differs from what the answer names; "" where it does not."""
    expected = Expected.read(path)
    if how is IN_WORLDS and expected.in_worlds is not None:
        return "" if got.verdict is expected.in_worlds else f"{got.verdict.value} in worlds: {text_of(got)}"
    if got.verdict is not expected.verdict:
        return f"{got.verdict.value}: {text_of(got)}"
    if path.parent.name == "bad" and not expected.told:
        return f"names nothing in a line '# told: ...'; the learner is told: {text_of(got)}"
    return "" if expected.told in text_of(got) else f"told, without {expected.told!r}: {text_of(got)}"


async def test_exercises_begin_with_the_name_of_their_lesson(course: Course) -> None:
    named = [(exercise.label, lesson.id) for lesson in course.lessons for exercise in lesson.exercises]
    assert [label for label, lesson in named if label != lesson and not label.startswith(f"{lesson}-")] == []


async def test_the_page_on_honesty_names_all_that_is_tried(course: Course) -> None:
    assert honesty.PAGE.read_text() == honesty.page(course), "run: python -m tests.honesty"


@pytest.mark.other_python
async def test_starters_run_and_fail_and_solutions_pass(worker: Worker, course: Course) -> None:
    quick = (*QUICK, "first-network", "finer-control-loss", "golf-params-99")  # `make course` trains all
    exercises = [exercise for exercise in course.exercises if exercise.label in quick]
    trained = [each async for each in train(worker, course, exercises, RunOptions())]
    assert [(each.exercise, each.what, each.problems, each.problem) for each in trained] == [
        (exercise.label, what, (), "")
        for exercise in exercises
        for each in exercise.every
        for what in (
            *("starter", "solution") * (1 + (WORLDS_RUN if exercise.world else 0)),
            *("neighbour" for other in exercise.variants if other is not each),
        )
    ]


@pytest.mark.sampled(4)
@pytest.mark.parametrize("path", BAD_ANSWERS, ids=lambda path: path.stem)
async def test_a_bad_answer_is_told_what_and_where(worker: Worker, course: Course, path: Path) -> None:
    exercise = next(e for e in course.exercises if e.label == "xor")
    result, expected = await grade(worker, course, exercise, path), Expected.read(path)
    assert result.verdict is Verdict.FAILED
    assert text_of(result)
    if expected.line is not None:
        lines = [result.error.line if result.error else None, *(advice.line for advice in result.advice)]
        assert expected.line in lines or f"line {expected.line} " in result.stopped


async def test_the_table_of_lessons_is_of_these_lessons(course: Course) -> None:
    written = overview.PAGE.read_text()
    assert written == overview.page(course, overview.seconds_in(written)), "run: python -m tests.overview"
    assert set(overview.seconds_in(written)) == {lesson.id for lesson in course.lessons}
    assert all(overview.seconds_in(written).values()), "run: python -m tests.overview --run"
