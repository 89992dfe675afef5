"""Which hint and exercise comes next, when the solution is shown, and how far an attempt came."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.progress.stores import attempted
from tuitutor.course.checks import Check, Stdout
from tuitutor.course.choices import Question
from tuitutor.course.model import Chapter, Course, Exercise, Lesson
from tuitutor.engine.guidance import (
    Hint,
    Refusal,
    Solution,
    ask_solution,
    changed_since,
    cut_off,
    explained,
    next_exercise,
    next_hint,
    next_open,
    require_lessons,
    shown_hints,
)
from tuitutor.errors import CourseError
from tuitutor.grading.verdicts import Grade, Verdict
from tuitutor.progress.journal import Begun, HintShown
from tuitutor.progress.store import Store

CODE = Exercise("a", "A", "", "", (Check(Stdout("4"), "prints"),), ("One.", "Two."), "print(4)\n", "So.", 1, "v1")
TASKS = tuple(replace(CODE, label=label) for label in "abcd")
LESSON = Lesson("one", Path("one.md"), "One", "", 5, (), TASKS)
COURSE = Course("id", "Title", Path("folder"), (Chapter("", (LESSON,)),), "")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path, "course")


def test_each_hint_comes_once_and_those_that_came_can_be_read_again(store: Store) -> None:
    assert shown_hints(CODE, store) == ()
    assert next_hint(CODE, store) == Hint(1, 2, "One.")
    assert shown_hints(CODE, store) == (Hint(1, 2, "One."),)
    assert [next_hint(CODE, store), next_hint(CODE, store)] == [Hint(2, 2, "Two."), None]
    assert shown_hints(CODE, store) == (Hint(1, 2, "One."), Hint(2, 2, "Two."))


def test_a_course_that_has_fewer_hints_than_before_shows_those_it_has(store: Store) -> None:
    store.record(HintShown("a", 3, store.now()))
    assert [hint.number for hint in shown_hints(CODE, store)] == [1, 2]
    assert next_hint(CODE, store) is None


def test_the_solution_is_there_after_a_pass_or_when_asked_for_twice(store: Store) -> None:
    shown = Solution("", "print(4)", "So.")
    assert isinstance(ask_solution(CODE, store), Refusal)
    assert ask_solution(CODE, store) == shown
    attempted(store, "passed", "b")
    assert ask_solution(TASKS[1], store) == shown
    assert ask_solution(replace(CODE, label="none", solution=""), store) == Refusal(
        "This exercise has no solution to show."
    )


def test_the_solution_of_a_question_is_its_answer_and_what_else_there_is(store: Store) -> None:
    attempted(store, "passed", "a")
    asked = replace(CODE, checks=(Check(Question(answer="15"), "answer"),), solution="# answer: 15\nprint(3 * 5)\n")
    assert ask_solution(asked, store) == Solution("The answer is `15`.", "print(3 * 5)", "So.")


def test_a_right_answer_to_a_question_is_explained_at_once() -> None:
    asked = replace(CODE, checks=(Check(Question(answer="15"), "answer"),), explanation="Three times five.")
    passed, failed = (Grade("a", "v1", verdict, ()) for verdict in (Verdict.PASSED, Verdict.FAILED))
    assert explained(asked, passed) == "Three times five."
    assert explained(asked, failed) == explained(CODE, passed) == ""


def test_the_next_open_one_is_below_or_else_the_first(store: Store) -> None:
    a, b, c, d = TASKS

    def after(exercise: Exercise | None) -> str:
        found = next_open(LESSON, exercise, store.progress())
        return found.label if found else ""

    assert [after(each) for each in (None, a, b, c, d)] == ["a", "b", "c", "d", "a"]
    attempted(store, "passed", "b")
    assert [after(each) for each in (None, a, b, c, d)] == ["a", "c", "c", "d", "a"]
    attempted(store, "passed", "a")
    attempted(store, "passed", "d")
    assert [after(each) for each in (None, a, b, c, d)] == ["c", "c", "c", "", "c"], "but not itself"
    attempted(store, "failed", "c")
    assert next_exercise(COURSE, store.progress()) == c
    attempted(store, "passed", "c")
    assert after(None) == ""
    assert next_exercise(COURSE, store.progress()) is None


def test_what_is_graded_later_is_done_and_stays_so(store: Store) -> None:
    attempted(store, "pending", "a")
    attempted(store, "failed", "a")
    progress = store.progress()
    assert (progress.exercise("a").done, progress.exercise("a").passed) == (True, False)
    assert next_exercise(COURSE, progress) == TASKS[1]
    assert next_open(LESSON, None, progress) == TASKS[1]
    assert isinstance(ask_solution(CODE, store), Solution)
    assert (progress.passed_of(TASKS), progress.done_of(TASKS)) == (0, 1)
    assert progress.told_of(TASKS) == "0 of 4 passed, 1 graded later"
    attempted(store, "passed", "a")
    assert store.progress().told_of(TASKS, " exercises") == "1 of 4 exercises passed"


def test_a_pass_of_other_checks_is_told(store: Store) -> None:
    attempted(store, "passed", "a")
    attempted(store, "failed", "b")
    assert changed_since(COURSE, store.progress()) == ()
    later = replace(LESSON, blocks=tuple(replace(each, version="v2") for each in TASKS))
    course = replace(COURSE, chapters=(Chapter("", (later,)),))
    assert [each.label for each in changed_since(course, store.progress())] == ["a"]


@pytest.mark.parametrize(
    ("epoch", "epochs", "left", "said"),
    [
        (12, 40, True, "stopped at epoch 12 of 40"),
        (0, 40, True, "stopped at epoch 1 of 40"),
        (0, 0, True, "stopped"),
        (1200, 4000, False, "cut off after epoch 1,200 of 4,000, or still running elsewhere"),
        (0, 40, False, "cut off, or still running elsewhere"),
        (7, 0, False, "cut off, or still running elsewhere"),
    ],
)
def test_how_far_an_attempt_without_a_grade_came(store: Store, epoch: int, epochs: int, left: bool, said: str) -> None:
    assert cut_off(store.progress().exercise("a")) == ""
    store.record(Begun("a", store.now(), epoch, epochs, left))
    assert cut_off(store.progress().exercise("a")) == said


def test_an_attempt_that_just_began_may_still_be_running(store: Store) -> None:
    store.record(Begun("a", store.now()))
    assert cut_off(store.progress().exercise("a")) == "cut off, or still running elsewhere"


def test_a_course_without_lessons_is_told_by_its_folder() -> None:
    require_lessons(COURSE)
    with pytest.raises(CourseError, match=r"^folder: this course has no lessons"):
        require_lessons(replace(COURSE, chapters=()))
