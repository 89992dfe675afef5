"""Every answer under tests/answers gets the verdict that it names, and a bad one its line, from the real grader."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tuitutor.course.model import Course, Exercise
from tuitutor.engine.attempt import attempt
from tuitutor.engine.events import Graded
from tuitutor.engine.lint import train
from tuitutor.engine.options import RunOptions
from tuitutor.engine.worker import Worker
from tuitutor.grading.verdicts import Grade, Verdict
from tuitutor.protocol.limits import Limits

pytestmark = pytest.mark.asyncio(loop_scope="session")

ANSWERS = Path(__file__).parents[1] / "answers"
# A file that is not UTF-8 is refused before it gets here: tests/cli.
BAD_ANSWERS = sorted(path for path in (ANSWERS / "bad_answers").glob("*.py") if path.stem != "not_utf8")
AT_ONCE = asyncio.Semaphore(2)
LIMITS = {"infinite_loop": Limits(cpu_s=2)}


@dataclass(frozen=True)
class Expected:
    """What an answer's first lines, or the `.expect` file beside it, say of it."""

    verdict: Verdict
    line: int | None
    told: str

    @classmethod
    def read(cls, path: Path) -> Expected:
        beside = path.with_suffix(".expect")
        lines = (beside if beside.exists() else path).read_text().splitlines()
        words = dict(line.lstrip("# ").split(": ", 1) for line in lines if line.startswith("# ") and ": " in line)
        return cls(Verdict(words["expect"]), int(words["line"]) if "line" in words else None, words.get("told", ""))


def grade(worker: Worker, course: Course, exercise: Exercise, path: Path) -> Awaitable[Grade]:
    return grade_text(worker, course, exercise, path.read_text(), LIMITS.get(path.stem, Limits(120, 60)))


async def grade_text(worker: Worker, course: Course, exercise: Exercise, text: str, limits: Limits) -> Grade:
    async with AT_ONCE:
        events = [event async for event in attempt(worker, course, exercise, text, RunOptions(limits=limits))]
    last = events[-1]
    assert isinstance(last, Graded)
    return last.grade


def text_of(grade: Grade) -> str:
    """All that a learner is told about why it failed."""
    said = [grade.stopped, grade.error.message if grade.error else ""]
    said += [words for advice in grade.advice for words in (advice.why, advice.try_)]
    failed = [result for result in grade.results if not result.passed]
    return " ".join([*said, *(words for result in failed for words in (result.name, result.why, result.found))])


# Trained by each `make test`, and in other Pythons; what takes minutes is trained by `make course`.
QUICK = ("first-network", "first-network-count", "random-data-luck", "finer-two-inputs", "finer-loss")
LABELS = [
    label if label in QUICK else pytest.param(label, marks=pytest.mark.course)
    for label in sorted(path.name for path in ANSWERS.iterdir() if path.name != "bad_answers")
]


@pytest.mark.parametrize("label", LABELS)
async def test_answers_get_the_verdicts_they_name(worker: Worker, course: Course, label: str) -> None:
    exercise = next(e for lesson in course.lessons for e in lesson.exercises if e.label == label)
    paths = sorted((ANSWERS / label).glob("*/*.py"))
    assert len([path for path in paths if path.parent.name == "good"]) >= 2
    assert len([path for path in paths if path.parent.name == "bad"]) >= 4
    grades = await asyncio.gather(*(grade(worker, course, exercise, path) for path in paths))
    wrong = {path.relative_to(ANSWERS).as_posix(): _wrong(path, got) for path, got in zip(paths, grades, strict=True)}
    assert {name: found for name, found in wrong.items() if found} == {}


def _wrong(path: Path, got: Grade) -> str:
    """How a grade differs from what the answer names; "" where it does not."""
    expected = Expected.read(path)
    if got.verdict is not expected.verdict:
        return f"{got.verdict.value}: {text_of(got)}"
    if path.parent.name == "bad" and not expected.told:
        return f"names nothing in a line '# told: ...'; the learner is told: {text_of(got)}"
    return "" if expected.told in text_of(got) else f"told, without {expected.told!r}: {text_of(got)}"


@pytest.mark.other_python
async def test_starters_run_and_fail_and_solutions_pass(worker: Worker, course: Course) -> None:
    quick = (*QUICK, "xor")  # `make course` trains them all
    exercises = [exercise for lesson in course.lessons for exercise in lesson.exercises if exercise.label in quick]
    trained = [each async for each in train(worker, course, exercises)]
    assert [(each.exercise, each.what, each.problems, each.trouble) for each in trained] == [
        (exercise.label, what, (), "") for exercise in exercises for what in ("starter", "solution")
    ]


@pytest.mark.parametrize("path", BAD_ANSWERS, ids=lambda path: path.stem)
async def test_a_bad_answer_is_told_what_and_where(worker: Worker, course: Course, path: Path) -> None:
    exercise = next(e for lesson in course.lessons for e in lesson.exercises if e.label == "xor")
    result, expected = await grade(worker, course, exercise, path), Expected.read(path)
    assert result.verdict is Verdict.FAILED
    assert text_of(result)
    if expected.line is not None:
        lines = [result.error.line if result.error else None, *(advice.line for advice in result.advice)]
        assert expected.line in lines or f"line {expected.line} " in result.stopped
