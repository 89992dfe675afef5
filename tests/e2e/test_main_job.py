"""The main job, by a learner with a keyboard: read, train, watch, fail, get hints, pass, quit, come back."""

from __future__ import annotations

import re

import pytest

from tests.e2e.conftest import Open
from tests.e2e.terminal import Terminal
from tests.e2e.walks import (
    ANSWERS,
    EXERCISES,
    NO_KERAS,
    TRAINING,
    go_to_exercise,
    header,
    key_bar,
    leave_cell,
    open_xor,
    quit_app,
    redraw,
    replace_draft,
    run_exercise,
    scroll_to,
    text_in,
    wait_for_xor,
)

GOOD = (ANSWERS / "xor" / "good" / "sequential_list.py").read_text()


@pytest.mark.spine
@pytest.mark.parametrize(("columns", "rows"), [(80, 24), pytest.param(120, 36, marks=pytest.mark.long)])
def test_the_main_job(open_terminal: Open, columns: int, rows: int) -> None:
    first = open_terminal(columns, rows)
    see_contents(first)
    open_xor(first)
    watch_a_cell_train(first)
    go_to_exercise(first)
    fail_with_the_starter(first)
    ask_for_hints(first)
    replace_draft(first, GOOD)
    run_exercise(first, "✓ passed")
    assert f" 1/{EXERCISES}" in header(first)
    quit_app(first)

    second = open_terminal(columns, rows, *NO_KERAS)
    see_the_same(second)
    redraw(second)
    quit_app(second)


@pytest.mark.long
def test_the_place_in_the_text_is_kept(open_terminal: Open) -> None:
    first = open_terminal(80, 24, *NO_KERAS)
    open_xor(first)
    scroll_to(first, "Where is it wrong?")
    first.wait_until_quiet()
    left = text_in(first)
    quit_app(first)

    second = open_terminal(80, 24, *NO_KERAS)
    wait_for_xor(second)
    second.wait_for(lambda: text_in(second) == left)


@pytest.mark.long
def test_the_place_is_kept_though_what_cells_printed_above_it_is_not(open_terminal: Open) -> None:
    first = open_terminal(80, 24)
    open_xor(first)
    scroll_to(first, "(a, b, c), label")
    first.click("(a, b, c), label")
    first.wait_for(lambda: "ctrl+r run cell" in key_bar(first))
    first.press("ctrl+r")
    first.wait_for(lambda: re.search(r" xor [ -]0\.\d\d = [01]", first.text))
    first.wait_for(lambda: "ctrl+r run cell" in key_bar(first))
    leave_cell(first)
    scroll_to(first, "Where is it wrong?")
    first.wait_until_quiet()
    left = text_in(first)
    quit_app(first)

    second = open_terminal(80, 24, *NO_KERAS)
    wait_for_xor(second)
    second.wait_for(lambda: text_in(second) == left)


def see_contents(terminal: Terminal) -> None:
    terminal.wait_for("ctrl+p more")
    terminal.press("ctrl+o", "ctrl+o")
    passed = f"0 of {EXERCISES} exercises passed"
    terminal.wait_for(passed)
    for text in ("First steps", " ▁ Start", " ▁ Tensors", " ▁ Your first network"):
        terminal.wait_for(text)
    terminal.press("escape")
    terminal.wait_for(lambda: passed not in terminal.text)


def watch_a_cell_train(terminal: Terminal) -> None:
    """Run the first cell with a fit in it, and see its curves move before the fit is done."""
    scroll_to(terminal, "line.fit(")
    terminal.wait_until_quiet()
    terminal.click("line.fit(")
    terminal.wait_for(lambda: "ctrl+r run cell" in key_bar(terminal))
    since = len(terminal.frames)
    terminal.press("ctrl+r")
    terminal.wait_for(lambda: any(said in terminal.text for said in ("Your guess?", "ctrl+r stop", "5 epochs in ")))
    if "Your guess?" in terminal.text:  # unless the reader has gone on without one
        terminal.press("ctrl+r")
    terminal.wait_for("5 epochs in ")
    assert plots_in(terminal.frames[since:]) >= 2, "\n\n".join(terminal.frames[since:])
    terminal.wait_for(lambda: "ctrl+r run cell" in key_bar(terminal))
    terminal.wait_for("Loss fell from")  # the end of what the cell shows is in sight
    leave_cell(terminal)


def plots_in(frames: list[str]) -> int:
    """How many different plots were seen during a fit, all at one place of the screen, so that no scroll counts."""
    plots: dict[int, set[str]] = {}
    for lines in (frame.split("\n") for frame in frames):
        status = next(
            (row for row, line in enumerate(lines) if row and TRAINING.search(line)), None
        )  # not the header's
        if status is not None:
            plots.setdefault(status, set()).add("\n".join(curves_in(line) for line in lines[status + 1 : -1]))
    return max(map(len, plots.values()), default=0)


def curves_in(line: str) -> str:
    """Of a line, what is drawn in braille; nothing of the legend."""
    return "" if "x: epoch" in line else "".join(cell if "⠀" < cell <= "⣿" else " " for cell in line)


def fail_with_the_starter(terminal: Terminal) -> None:
    run_exercise(terminal, "hidden accuracy 0.")
    at = next(row for row, line in enumerate(terminal.lines) if re.search("✗ hidden accuracy", line))
    assert is_red(terminal.colour_at(at, terminal.lines[at].index("✗")))
    if "│┃" not in terminal.text:  # beside the text, a bench of 56 columns has no room for all of it in one line
        assert "2 of 3 checks passed" in terminal.lines[at]
        assert re.search(r"hidden accuracy 0\.\d+, wants at least 0\.95", terminal.lines[at]), terminal.text
    bench = " ".join(line.split("│┃")[-1] for line in terminal.lines[at:])
    assert re.search(r"hidden accuracy.*0\.\d+", bench), bench
    assert "at least 0.95" in bench, bench
    assert f" 0/{EXERCISES}" in header(terminal)


def is_red(colour: str) -> bool:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return red > green + 40 and red > blue + 40


def ask_for_hints(terminal: Terminal) -> None:
    terminal.press("ctrl+g")
    terminal.wait_for("Hint 1 of 3")
    assert "Hint 2 of 3" not in terminal.text
    terminal.press("ctrl+g")
    terminal.wait_for("Hint 2 of 3")


def see_the_same(terminal: Terminal) -> None:
    """The lesson, the exercise being in view, the verdict and the draft, in a program that was just started."""
    wait_for_xor(terminal)
    terminal.wait_for("# because: two hidden layers of 16 units")
    terminal.wait_for(lambda: "f2 text" in key_bar(terminal))
    assert f" 1/{EXERCISES}" in header(terminal)
    assert "✓ passed" in terminal.text
