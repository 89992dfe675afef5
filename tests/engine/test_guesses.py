"""What was predicted of a cell beside what came of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuitutor.course.model import Cell, Lesson, Prediction
from tuitutor.engine.events import CellEnded
from tuitutor.engine.kernel import Kernel, form, in_brief
from tuitutor.engine.predictions import LONGEST, compare_guess, said, say
from tuitutor.progress.store import Store
from tuitutor.workers.worker import Worker


@pytest.mark.parametrize(
    ("shown", "brief"),
    [
        ("9", "9"),
        ("np.int64(1257)", "1257"),
        ("0.9057142734527588", "0.9057"),
        ("np.float32(0.5)", "0.5"),
        ("9.0", "9.0"),
        ("np.float64(nan)", "nan"),
        ("(1, 6, 6, 2)", "(1, 6, 6, 2)"),
        ("TensorShape([32, None])", "(32, None)"),
        ("'Adam'", "Adam"),
        ("np.str_('Adam')", "Adam"),
        ("True", "True"),
        ("-3", "-3"),
        ("5000.25", "5000.0"),
        ("1.25e-07", "1.25e-07"),
        ("np.float64(inf)", "inf"),
        ("(1, 2, 3, 4, 5, 6, 7, 8)", "(1, 2, 3, 4, 5, 6, 7, 8)"),
        ("(1, 2, 3, 4, 5, 6, 7, 8, 9)", ""),
        ("[True, 2]", ""),
        ("()", ""),
        (f"'{'a' * 60}'", "a" * 60),
        ("(0.5, 2)", ""),
        ("'two\\nlines'", ""),
        ("'\\x1b[2J'", ""),
        (f"'{'a' * 61}'", ""),
        ("<Dense name=dense, built=True>", ""),
        ("(", ""),
        ("", ""),
    ],
)
def test_a_value_counts_if_it_is_a_number_a_shape_or_a_word(shown: str, brief: str) -> None:
    assert in_brief(shown) == brief


@pytest.mark.parametrize(
    ("said", "was", "sentence"),
    [
        ("12", "9", "You said 12, it was 9: too high."),
        ("7", "9", "You said 7, it was 9: too low."),
        ("9.0", "9", "You said 9, and you were right."),
        ("95", "100", "You said 95, it was 100: too low."),
        ("0.96", "0.9057", "You said 0.96, it was 0.9057: close."),
        ("96 %", "0.9057", "You said 96 %, it was 0.9057: close."),
        ("0.5", "0.9057", "You said 0.5, it was 0.9057: too low."),
        ("-1.05", "-1.0", "You said -1.05, it was -1.0: close."),
        ("1,257", "1257", "You said 1257, and you were right."),
        ("many", "9", "You said many, it was 9."),
        ("3", "nan", "You said 3, it was nan."),
        ("6x6x2", "(6, 6, 2)", "You said (6, 6, 2), and you were right."),
        ("6 by 6 by 2", "(6, 6, 2)", "You said (6, 6, 2), and you were right."),
        ("(8, 8)", "(6, 6, 2)", "You said (8, 8), it was (6, 6, 2)."),
        ("adam", "Adam", "You said Adam, and you were right."),
        ("0.997", "0.9057", "You said 0.997, it was 0.9057: too high."),
        ("0.82", "0.9057", "You said 0.82, it was 0.9057: close."),
        ("250 %", "2.5", "You said 2.5, and you were right."),
        ("3.5", "nan", "You said 3.5, it was nan."),
        ("a cat", "a dog", "You said “a cat”, it was “a dog”."),
        ("6 6", "(6, 6, 2)", "You said 6 6, it was (6, 6, 2)."),
        ("none x 3", "(None, 3)", "You said (None, 3), and you were right."),
        ("falls", "falls, then rises", "You said that it falls, but it falls, then rises."),
        ("hardly moves", "falls", "You said that it hardly moves, but it falls."),
        ("falls", "falls", "You said that it falls, and you were right."),
        ("", "9", ""),
        ("9", "", ""),
    ],
)
def test_the_two_are_compared_as_what_they_are(said: str, was: str, sentence: str) -> None:
    assert compare_guess(said, was) == sentence


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_whatever_is_typed_is_compared_in_one_line(said: str, was: str) -> None:
    assert compare_guess(said, was) == "" or compare_guess(said, was).startswith("You said ")
    assert bool(compare_guess(said, said)) == bool(said)


@pytest.mark.parametrize(
    ("values", "shape"),
    [
        ([0.7, 0.5, 0.3, 0.2], "falls"),
        ([0.7, 0.5, 0.6, 0.2, 0.22], "falls"),
        ([0.7, 0.3, 0.2, 0.4, 0.6], "falls, then rises"),
        ([0.7, 0.3, 0.2, 0.4, 0.9], "falls, then rises"),
        ([0.2, 0.5, 0.9], "rises"),
        ([0.69, 0.7, 0.68, 0.69], "hardly moves"),
        ([100.0, 104.0], "hardly moves"),
        ([100.0, 110.0], "rises"),
        ([104.0, 100.0], "hardly moves"),
        ([-110.0, -100.0], "rises"),
        ([0.0, 0.0, 0.0], "hardly moves"),
        ([100.0, 0.0, 20.0], "falls"),
        ([100.0, 0.0, 30.0], "falls, then rises"),
        ([0.52, 0.5, 0.9, 1.0], "rises"),
        ([0.6, 0.5, 0.9, 1.0], "falls, then rises"),
        ([12.0, 10.0, 14.0, 15.0], "falls, then rises"),
        ([1 - at / 30 for at in range(27)] + [0.1, 0.1, 0.5], "falls"),  # whose end is noisy
        ([1 - at / 30 for at in range(27)] + [0.5, 0.5, 0.1], "falls, then rises"),
        ([1 - at / 20 for at in range(17)] + [0.45], "falls, then rises"),
        ([0.7, float("nan")], ""),
        ([0.7], ""),
        ([], ""),
    ],
)
def test_a_curve_has_one_of_a_few_forms(values: list[float], shape: str) -> None:
    assert form(values) == shape


def asked(prediction: Prediction, *sources: str) -> Lesson:
    """A lesson whose last cell has this guess."""
    cells = [Cell(i, f"key{i}", source, i) for i, source in enumerate(sources[:-1])]
    last = Cell(len(cells), "last", sources[-1], 9, frozenset(), prediction)
    return Lesson("lesson", Path("lesson.md"), "Lesson", "", 1, (), (*cells, last))


def test_what_was_said_is_there_in_the_next_session_for_that_question_alone(tmp_path: Path) -> None:
    lesson = asked(Prediction("How many?", "x"), "x = 1")
    store = Store.open(tmp_path, "course")
    assert say(lesson, lesson.cells[0], f" twelve\n or {'so' * LONGEST}", store).startswith("twelve or so")
    assert say(lesson, lesson.cells[0], "12", store) == "12"
    later = Store.open(tmp_path, "course").progress()
    assert said(lesson, lesson.cells[0], later) == "12"
    other = asked(Prediction("How few?", "x"), "x = 1")
    assert said(other, other.cells[0], later) == ""
    assert say(lesson, lesson.cells[0], "", store) == said(lesson, lesson.cells[0], store.progress()) == ""


async def last(worker: Worker, lesson: Lesson, sources: dict[int, str] | None = None) -> CellEnded:
    kernel = Kernel(worker, lesson)
    events = [event async for event in kernel.run(lesson.cells[-1].index, sources or {})]
    await kernel.close()
    assert isinstance(events[-1], CellEnded)
    assert not any("guess" in str(event) for event in events[:-1])
    return events[-1]


FIT = """
import keras, numpy as np
model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(np.ones((8, 1)), np.full(8, 9.0), epochs=4, verbose=0)
"""


@pytest.mark.spine
@pytest.mark.asyncio(loop_scope="session")
async def test_the_cell_answers_when_it_has_run_well(worker: Worker) -> None:
    lesson = asked(Prediction("How many?", "max(x)"), "y = 7", "x = [y, 3]\n'not this'")
    assert (await last(worker, lesson)).actual == "7"
    assert (await last(worker, lesson, {0: "y = 70"})).actual == "70"
    assert (await last(worker, lesson, {1: "z = 1"})).actual == ""
    assert (await last(worker, lesson, {1: "x = [1]\n1 / 0"})).actual == ""
    curve = asked(Prediction("What does it do?", curve="loss", choices=("falls", "rises")), FIT)
    assert (await last(worker, curve)).actual == "falls"
