"""How much of a lesson counts as done."""

from __future__ import annotations

from pathlib import Path

from tests.small_course import lesson, write_course
from tests.tui.conftest import COUNTS
from tuitutor.course.load import load_course
from tuitutor.progress.progress import ExerciseProgress, Progress
from tuitutor.tui.flow.study import share_passed


def test_a_lesson_is_done_when_its_exercises_are_passed_or_it_was_read_and_a_broken_one_never(tmp_path: Path) -> None:
    broken = COUNTS.replace("- params:", "- parms:").replace("small-net", "other-net")
    lessons = {"counts.md": COUNTS, "text.md": lesson("Text", "Only text.", "Read."), "broken.md": broken}
    course = load_course(write_course(tmp_path / "course", {"All": lessons}))
    labels = [exercise.label for exercise in course.exercises]
    opened = frozenset(lesson.id for lesson in course.lessons)
    done = Progress(opened=opened, exercises={label: ExerciseProgress(passed=True) for label in labels})
    assert [share_passed(lesson, done) for lesson in course.lessons] == [1.0, 1.0, 0.0]
    assert [share_passed(lesson, Progress()) for lesson in course.lessons] == [0.0, 0.0, 0.0]
