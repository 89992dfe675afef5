"""Bugs that were seen on a real terminal stay fixed; each test goes the ways on which some of them were seen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.e2e.conftest import Open
from tests.e2e.terminal import Terminal
from tests.e2e.walks import NO_KERAS, TRAINING, quit_app, replace_draft, run_exercise, scroll_to
from tests.small_course import cell, exercise, lesson, write_course
from tuitutor.draw.palette import DARK_256

IDLE = 2.5  # seconds, in which the disk is looked at twice
QUESTION = "- question: {choices: [9, 12, 16], answer: 12}\n  name: the count"


def task(name: str, text: str, checks: str = "- params: {total: 20}\n  name: parameters") -> str:
    return exercise(
        f"Task {name}",
        f"task-{name}",
        text,
        starter="# answer:" if "question" in checks else f"width = 4\nmodel = {name}",
        checks=checks,
        hints=[f"A hint for {name}."],
        solution=f"model = {name}",
        why="So it is.",
    )


def write_tasks(folder: Path) -> Path:
    """A lesson with three exercises far from each other, the second a question, and a lesson after it."""
    between = [f"Paragraph {number}." for number in range(20)]
    asked = task("two", "How many weights are there?\n\nCount the biases too.", QUESTION)
    first, last = task("one", "Do one."), task("three", "Do three.")
    tasks = lesson("Three tasks", "Three.", "Begin.", first, *between, asked, *between, last)
    end = lesson("The very end", "No more.", "Read.")
    return write_course(folder, {"Tasks": {"tasks.md": tasks, "end.md": end}})


@pytest.mark.long
def test_keys_mean_what_is_in_view(open_terminal: Open, tmp_path: Path) -> None:
    terminal = open_terminal(120, 36, *NO_KERAS, "--course", str(write_tasks(tmp_path / "tasks")))
    find_a_lesson_in_the_palette(terminal)
    get_help_with_the_exercise_in_view(terminal)
    indent_a_selection(terminal)
    answer_a_question_in_a_low_window(terminal)
    go_on_to_what_is_open(terminal)
    quit_app(terminal)


def find_a_lesson_in_the_palette(terminal: Terminal) -> None:
    """By a word of its title; then back to the first."""
    terminal.wait_for("Begin.")
    terminal.press("ctrl+p")
    terminal.wait_for("Search for commands")
    terminal.type("very")
    terminal.wait_for("Lesson: The very end")
    terminal.press("enter")
    terminal.wait_for("Read.")
    terminal.type("[")
    terminal.wait_for("Begin.")


def get_help_with_the_exercise_in_view(terminal: Terminal) -> None:
    """The bench is on the first exercise; the reader has gone on to the last."""
    terminal.wait_until_quiet()
    terminal.press("f2")
    terminal.wait_for("model = one")
    terminal.press("escape")
    scroll_to(terminal, "Do three.")
    terminal.press("ctrl+g")
    terminal.wait_for("A hint for three.")
    assert "model = three" in terminal.text
    terminal.type("g")
    terminal.wait_for("Do one.")
    terminal.press("f6", "f6")
    terminal.wait_for("Solution: Task one")
    terminal.press("escape")
    terminal.wait_for(lambda: "Solution" not in terminal.text)


def indent_a_selection(terminal: Terminal) -> None:
    """Tab moves two selected lines, and shift+tab moves them back; keys still go into the editor."""
    terminal.press("f2")
    terminal.wait_for("f2 text")
    terminal.press("shift+down", "shift+down", "tab")
    terminal.wait_for("    width = 4")
    assert "    model = one" in terminal.text
    terminal.press("shift+tab")
    terminal.wait_for(lambda: "    width = 4" not in terminal.text)
    assert "width = 4" in terminal.text
    assert "model = one" in terminal.text
    terminal.type("typed")
    terminal.wait_for("1  typed")  # instead of the selection


def answer_a_question_in_a_low_window(terminal: Terminal) -> None:
    """All of it is above its choices. Without an answer it costs no attempt; two keys at once are obeyed in turn."""
    terminal.press("f8")
    terminal.wait_for("○ [3] 16")
    terminal.resize(80, 24)
    terminal.wait_for(lambda: "f2 text" in terminal.lines[-1] and "Paragraph" not in terminal.text)
    rows = [row_of(terminal, words) for words in ("How many weights", "Count the biases", "○ [1] 9", "○ [3] 16")]
    assert rows == sorted(rows)
    assert "# answer" not in terminal.text
    terminal.press("ctrl+r")
    terminal.wait_for("Pick an answer first")
    terminal.press("2", "ctrl+r")
    terminal.wait_for("✓ passed")
    terminal.wait_for("attempts 1 ")  # the one with an answer


def go_on_to_what_is_open(terminal: Terminal) -> None:
    """The lesson isn't left for the next one while it has an exercise that was never tried; its task comes first."""
    read_on(terminal, "model = three")
    read_on(terminal, "Do one.")


def read_on(terminal: Terminal, wanted: str) -> None:
    while wanted not in terminal.text:
        terminal.press("f8")
        terminal.wait_until_quiet()


def row_of(terminal: Terminal, text: str) -> int:
    return next(row for row, line in enumerate(terminal.lines) if text in line)


START = "model = keras.Sequential([keras.Input((1,))])"
FIT = """\
import time
import keras
import numpy as np
x, y = np.ones((8, 1)), np.zeros((8, 1))
begin = keras.initializers.Constant({loss} ** 0.5)
model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False, kernel_initializer=begin)])
model.compile(keras.optimizers.SGD({rate}), "mse")
wait = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: time.sleep({seconds}))
model.fit(x, y, epochs={epochs}, validation_data=(x * 1.002, y), verbose=0, callbacks=[wait])
"""
LOSS = "- params: {total: 1}\n  name: parameters\n- history: {loss: {best: {at_most: 0.7}}}\n  name: the loss"


@pytest.mark.long
def test_an_attempt_shows_what_it_is_about(open_terminal: Open, tmp_path: Path) -> None:
    fit = exercise("Fit", "fit", "Fit it.", starter=START, checks=LOSS, hints=[], solution=START, why="So it is.")
    course = write_course(tmp_path / "fit", {"Fit": {"fit.md": lesson("Fit", "Fit.", "Begin.", fit)}})
    terminal = open_terminal(120, 36, "--course", str(course))
    raise_a_name_error(terminal)
    look_at_the_model_while_it_trains(terminal)
    replace_draft(terminal, FIT.format(loss=0.85, rate=0.0025, epochs=20, seconds=0))
    run_exercise(terminal, "✗ the loss")
    replace_draft(terminal, FIT.format(loss=0.72, rate=0.00056, epochs=20, seconds=0))
    run_exercise(terminal, "✓ passed")
    see_all_curves(terminal)
    quit_app(terminal)


def raise_a_name_error(terminal: Terminal) -> None:
    """It's an error with advice, not a list of failed checks. A message covers none of it, and an edit dims it."""
    terminal.wait_for("Begin.")
    terminal.press("f2")
    terminal.wait_for("f2 text")
    terminal.press("ctrl+r")
    terminal.wait_for("again runs it anyway")
    run_exercise(terminal, "✗ NameError")
    terminal.wait_for("NameError: name 'keras' is not defined")
    assert "not checked: the loss · parameters" in terminal.text
    assert terminal.text.count("✗") == 1
    told = ("NameError: ", "Line 1: 'keras' is used", "Try: Put this at the top: import keras", "not checked: ")
    terminal.press("f4", "l")
    terminal.wait_for("There is no curve yet")
    assert [words for words in told if words not in terminal.text] == []
    terminal.press("escape")
    terminal.wait_for("f4 results")
    before = colour_of(terminal, "Line 1: ")
    terminal.type("#")
    terminal.wait_for("edited since attempt 1")
    terminal.wait_for(lambda: colour_of(terminal, "Line 1: ") < before)


def look_at_the_model_while_it_trains(terminal: Terminal) -> None:
    """It is there from the first epochs on."""
    replace_draft(terminal, FIT.format(loss=0.85, rate=0.0025, epochs=1_000, seconds=0.2))
    terminal.press("ctrl+r")
    terminal.wait_for(lambda: TRAINING.search(terminal.text) and "model  checks" in terminal.text)
    terminal.press("f4", "f4")  # the curves, the model
    terminal.wait_for("1 × 1 = 1")
    assert TRAINING.search(terminal.text)
    terminal.press("ctrl+r")
    terminal.wait_for("not graded; see the checks")  # the part that one looks at stays
    terminal.press("escape")
    terminal.wait_for("f4 results")


def see_all_curves(terminal: Terminal) -> None:
    """0.72 to 0.69 is no flat line, validation and train are both seen, and the attempt before is inside the axes."""
    terminal.wait_for(lambda: "previous" in terminal.text and "loss  0.69" in terminal.text)
    top, bottom, legend = row_of(terminal, "loss  0.69"), row_of(terminal, "└┬"), row_of(terminal, "⠒⠒⠒ train")
    highest, *_, lowest = (float(found) for found in re.findall(r"(\d\.\d+)┤", terminal.text))
    assert 0.6 < lowest < 0.69 < 0.84 < highest < 1  # the attempt before began at 0.85
    axis = terminal.lines[bottom].index("└")
    train, validation, ghost = (
        [
            (row, column)
            for row, line in enumerate(terminal.lines)
            for column, char in enumerate(line)
            if "⠀" < char <= "⣿" and row != legend and f"#{terminal.colour_at(row, column)}" in colours
        ]
        for colours in ((DARK_256.train, DARK_256.good), (DARK_256.unseen,), (DARK_256.ghost,))
    )
    assert len({row for row, _ in train}) > 1
    assert min(len(train), len(validation), len(ghost)) > 5
    assert all(top < row < bottom and column > axis for row, column in train + validation + ghost)


def colour_of(terminal: Terminal, text: str) -> str:
    row = row_of(terminal, text)
    return terminal.colour_at(row, terminal.lines[row].index(text))


FIGURE = """\
import keras
import matplotlib.pyplot as plt
import numpy as np
x = np.arange(6.0).reshape(6, 1)
for epochs in (2, 3):
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(x, x, epochs=epochs, verbose=0)
plt.plot(x, x, color="C0", label="the line")
plt.scatter(x, x, color="C0", label="the points")
plt.legend()
plt.show()"""


@pytest.mark.long
def test_cells_show_what_they_are_about(open_terminal: Open, tmp_path: Path) -> None:
    cells = lesson("Cells", "Cells.", "Begin.", cell("scale = 3"), cell("print(scale)"), cell(FIGURE))
    course = write_course(tmp_path / "cells", {"Cells": {"cells.md": cells}})
    terminal = open_terminal(90, 60, "--course", str(course))
    terminal.wait_for("plt.show()")
    terminal.press("tab", "tab", "ctrl+r")
    terminal.wait_for(lambda: ran(terminal) == 2)  # the second cell, and the one that it needs
    see_a_figure(terminal)
    learn_why_a_cell_is_stale(terminal)
    terminal.press("enter")
    terminal.wait_for("esc done")
    see_no_byte(terminal)
    quit_app(terminal)


def see_a_figure(terminal: Terminal) -> None:
    """Of several fits, without the curve of the last; a line and points of one colour are told apart in its legend."""
    terminal.press("tab", "ctrl+r")
    terminal.wait_for("the points")
    terminal.wait_for(lambda: ran(terminal) == 3)
    assert "x: epoch" not in terminal.text
    line, points = (re.search(rf"(\S+) {series}", terminal.text) for series in ("the line", "the points"))
    assert line is not None
    assert points is not None
    assert line[1] != points[1]
    assert colour_of(terminal, line[0]) == colour_of(terminal, points[0])


def learn_why_a_cell_is_stale(terminal: Terminal) -> None:
    """Because a cell above was edited, which is named, or because one above ran again."""
    terminal.press("shift+tab", "shift+tab", "enter")
    terminal.wait_for("esc done")
    terminal.type("0")
    terminal.wait_for(lambda: terminal.text.count("stale: cell 1 was edited") == 2)
    assert "edited since it ran" in terminal.text
    terminal.press("backspace")
    terminal.wait_for(lambda: ran(terminal) == 3)
    terminal.press("escape")
    terminal.wait_for("enter edit")
    terminal.press("tab", "ctrl+r")
    terminal.wait_for("stale: to be run again")
    terminal.wait_for(lambda: ran(terminal) == 2)


def ran(terminal: Terminal) -> int:
    """How many cells say that they ran, and that nothing has changed since."""
    return len(re.findall(r"ran \d+\.\d s", terminal.text))


def see_no_byte(terminal: Terminal) -> None:
    """An idle screen sends nothing, not even where the cursor is."""
    terminal.wait_until_quiet()
    sent = len(terminal.written)
    with pytest.raises(AssertionError):
        terminal.wait_for(lambda: len(terminal.written) > sent, IDLE)
