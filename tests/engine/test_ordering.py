"""A solution's lines to put in order."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.course.lesson_texts import CHECKS, FRONT, SOLUTION, STARTER, complaints, exercise, parse
from tests.progress.stores import Clock
from tests.shipped import shipped_course
from tuitutor.course.model import Exercise, code_lines
from tuitutor.engine.ordering import LineOrder, can_order, may_order, open_order, shuffled_lines
from tuitutor.errors import UsageError
from tuitutor.progress.journal import HintShown
from tuitutor.progress.store import Store

CODE = "import keras\n\nmodel = 1\nfor step in range(3):\n    # once more\n    model = 2\nlast = model"
WRONG = "```yaml lines\n- model = 3\n- '    model += 1'\n```\n"
HINT = "```{hint}\nThink.\n```\n"


def lesson(wrong: str = WRONG, code: str = CODE) -> str:
    return FRONT + exercise(STARTER + CHECKS + wrong + HINT) + SOLUTION.replace("model = 1", code)


def asked(text: str | None = None) -> Exercise:
    read = parse(text or lesson())
    assert read.problems == ()
    return read.exercises[0]


def test_the_lines_that_say_something_are_shuffled_with_two_wrong_ones() -> None:
    found = asked()
    assert found.wrong_lines == ("model = 3", "    model += 1")
    lines = shuffled_lines(found)
    assert lines == shuffled_lines(found)
    right = code_lines(found.solution)
    assert len(right) == 5
    assert sorted(lines) == sorted((*right, *found.wrong_lines))
    assert tuple(line for line in lines if line in right) != right


@pytest.mark.parametrize(
    ("wrong", "code", "said"),
    [
        ("```yaml lines\n- a\n```\n", CODE, "found 1 lines; expected two wrong ones"),
        ("```yaml lines\n- a\n- a\n```\n", CODE, "expected two wrong ones"),
        ("```yaml lines\na: b\n```\n", CODE, "in 'lines': found a mapping; expected a list"),
        ("```yaml lines\n- last = model\n- a\n```\n", CODE, "'last = model' is a line of the solution"),
        (WRONG, "a = 1\nb = 2\n# c\nc = 3", "the solution has 3 lines of code; only 4 to 14"),
        (WRONG + WRONG, CODE, "found a second block of lines"),
    ],
)
def test_what_is_wrong_with_a_block_is_a_problem(wrong: str, code: str, said: str) -> None:
    assert any(said in text for _, text in complaints(lesson(wrong, code)))


def test_once_opened_the_solution_counts_as_seen(tmp_path: Path) -> None:
    found, store = asked(), Store.open(tmp_path, "c", clock=Clock())
    assert can_order(found)
    assert not may_order(found, store.progress())
    store.record(HintShown("net", 1, store.now()))
    assert may_order(found, store.progress())
    assert open_order(found, found.starter, store).out == ()
    assert store.progress().exercise("net").asked_solution
    assert not can_order(asked(lesson(wrong="")))


def test_a_draft_that_is_made_of_them_is_gone_on_with(tmp_path: Path) -> None:
    found, store = asked(), Store.open(tmp_path, "c", clock=Clock())
    order = open_order(found, "model = 1\nimport keras\n", store)
    assert order.used == ("model = 1", "import keras")
    assert sorted(order.lines) == sorted(shuffled_lines(found))
    assert open_order(found, "model = 1\nmine = 2\n", store) == LineOrder(shuffled_lines(found))
    assert open_order(found, "model = 1\nmodel = 1\n", store) == LineOrder(shuffled_lines(found))


def test_numbers_name_lines_in_their_order() -> None:
    order = LineOrder(("a", "b", "c"), ("d",))
    assert order.picked("4, 1 2") == LineOrder(("d", "a", "b"), ("c",))
    assert order.picked("4 1").program == "d\na\n"
    for typed in ("5", "0", "x", "1 1"):
        with pytest.raises(UsageError):
            order.picked(typed)


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from((-1, 1, 0))), max_size=20))
def test_no_line_is_lost_and_the_one_that_is_moved_stays_chosen(moves: list[tuple[int, int]]) -> None:
    order = LineOrder(tuple("abcdef"))
    for at, step in moves:
        line = order.lines[at]
        if step:
            order, now = order.moved(at, step)
            assert order.lines[now] == line
        else:
            order = order.toggled(at)
        assert sorted(order.lines) == list("abcdef")


def test_a_line_that_is_moved_past_the_last_is_left_out_and_comes_back() -> None:
    order, at = LineOrder(("a", "b")).moved(1, 1)
    assert (order, at) == (LineOrder(("a",), ("b",)), 1)
    assert order.moved(1, -1) == (LineOrder(("a", "b")), 1)
    assert order.moved(0, -1) == (order, 0)
    assert order.moved(1, 1) == (order, 1)


def test_our_own_exercises_have_lines_to_order() -> None:
    exercises = shipped_course().exercises
    assert sum(can_order(each) for each in exercises) == 26
    few = [each for each in exercises if not (each.only_asks or each.challenge)]
    assert all(can_order(each) == (4 <= len(code_lines(each.solution)) <= 14) for each in few)
