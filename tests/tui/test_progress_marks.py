"""What the app says of an attempt that is graded later, and of an exercise with one."""

from __future__ import annotations

from tests.grading.builders import exercise
from tuitutor.course.kind import Later
from tuitutor.draw.grade import draw_grade, headlines
from tuitutor.draw.look import Look
from tuitutor.engine.snapshots import AttemptView
from tuitutor.grading.verdicts import CheckResult, Grade, Verdict
from tuitutor.progress.progress import ExerciseProgress
from tuitutor.tui import keys
from tuitutor.tui.widgets.panels import attempt_status
from tuitutor.tui.widgets.progress_marks import standing

TASK = exercise(Later())
PRINTS = CheckResult("prints", Verdict.PASSED, 4.0, 4.0)
TEXT = CheckResult("Text", Verdict.PENDING, 0.0, 6.0, why="Graded later.")
LATER = Grade("xor", "v1", Verdict.PENDING, (PRINTS, TEXT))


def test_the_status_says_neither_passed_nor_failed_and_where_it_goes_on() -> None:
    full, short = attempt_status(TASK, AttemptView(1, grade=LATER), Look(), "Golf")
    assert short.plain == "~ graded later: 1 of 2 checks passed"
    assert full.plain == f"{short.plain} · {keys.NEXT.named}: Golf"
    (said,) = attempt_status(TASK, AttemptView(1, grade=LATER), Look(words=True))
    assert said.plain == "graded later: 1 of 2 checks passed"


def test_it_stands_so_where_the_exercise_is() -> None:
    done = ExerciseProgress(1, pending=True, best_points=4.0, out_of=10.0)
    assert [line.plain for line in standing(TASK, done, Look())] == ["~ graded later"] * 2
    assert standing(TASK, done, Look(words=True))[0].plain == "graded later"


def test_each_check_says_what_it_waits_for() -> None:
    assert draw_grade(LATER, [], 60, Look()).plain.split("\n") == [
        "~ Text",
        "  Graded later.",
        "",
        "✓ prints",
    ]
    failed = Grade("xor", "v1", Verdict.FAILED, (CheckResult("prints", Verdict.FAILED, 0.0, 4.0, found="1"), TEXT))
    assert headlines(failed, Look())[2] == "prints · 0 of 2 checks passed"
