"""Bad days: a print flood, a lost line, no TensorFlow, a window that is too small."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.conftest import Open
from tests.e2e.terminal import Terminal
from tests.e2e.walks import (
    ANSWERS,
    EXERCISES,
    FIRST_WORDS,
    LONG_FIT,
    NO_KERAS,
    TRAINING,
    XOR,
    go_to_exercise,
    header,
    key_bar,
    open_xor,
    quit_app,
    replace_draft,
    run_exercise,
    wait_for_xor,
    wait_until_saved,
)
from tests.processes import marked


@pytest.mark.long
@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 36)])
def test_a_print_flood_does_not_tear_the_screen(open_terminal: Open, columns: int, rows: int) -> None:
    terminal = open_terminal(columns, rows)
    open_xor(terminal)
    go_to_exercise(terminal)
    replace_draft(terminal, (ANSWERS / "bad_answers" / "print_flood.py").read_text())
    since = len(terminal.frames)
    run_exercise(terminal, "✗ ")
    for frame in terminal.frames[since:]:
        top, *_, bottom = frame.split("\n")
        assert XOR in top, frame
        assert f"0/{EXERCISES}" in top or "◐" in top, frame  # what runs comes first
        assert "f2 text" in bottom, frame
        assert "flood" not in top + bottom, frame
    terminal.wait_for(lambda: re.search(r"more than \d+ MB was printed at line 4 of", terminal.text))
    quit_app(terminal)


@pytest.mark.spine
def test_a_lost_line_saves_what_was_typed_and_leaves_no_process(open_terminal: Open) -> None:
    terminal = open_terminal(80, 24, *NO_KERAS)
    open_xor(terminal)
    go_to_exercise(terminal)
    terminal.type("# typed just before\n")
    terminal.wait_for("# typed just before")
    terminal.hang_up()
    terminal.wait_for_end()

    again = open_terminal(80, 24, *NO_KERAS)
    wait_for_xor(again)
    again.wait_for("# typed just before")


@pytest.mark.long
def test_a_lost_line_ends_the_app_where_only_make_is_told(tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_text(f"run:\n\t@{sys.executable} -m tuitutor {' '.join(NO_KERAS)}\n")
    become_make = ("-c", "import os; os.execvp('make', ['make', 'run'])")  # which leads the session, as in a new pane
    with marked() as marker, closing(Terminal(tmp_path, marker, 80, 24, program=become_make)) as terminal:
        terminal.wait_for(FIRST_WORDS)
        terminal.hang_up()
        terminal.wait_for_end()


@pytest.mark.long
def test_sighup_saves_tells_where_the_run_was_and_ends(open_terminal: Open) -> None:
    terminal = open_terminal()
    train_and_type(terminal)
    terminal.signal_hangup()
    terminal.wait_for_end()
    terminal.assert_restored()
    see_where_it_was(open_terminal, r"stopped at epoch [\d,]+ of 100,000")


@pytest.mark.long
def test_what_was_typed_before_a_kill_and_where_the_run_was_is_there_again(open_terminal: Open) -> None:
    terminal = open_terminal()
    train_and_type(terminal)
    terminal.kill()
    terminal.wait_for_end()
    told = r"cut off after epoch [\d,]+ of 100,000, or still running elsewhere"
    see_where_it_was(open_terminal, told)
    for command in (("list",), ("show", "--exercise", "xor"), ("learn", "--plain")):
        words = open_terminal(80, 24, *NO_KERAS, *command)
        wait_for_words(words, told)
        words.press("ctrl+d")
        words.wait_for_end()


def train_and_type(terminal: Terminal) -> None:
    """Begin a long fit, type while it trains, and see both kept."""
    open_xor(terminal)
    go_to_exercise(terminal)
    replace_draft(terminal, LONG_FIT)
    terminal.press("ctrl+r")
    terminal.wait_for(lambda: TRAINING.search(terminal.text))
    terminal.type("# typed while it trains\n")
    wait_until_saved(terminal, "# typed while it trains\n")
    journals = terminal.home.glob
    terminal.wait_for(lambda: any('"epochs":100000' in path.read_text() for path in journals("data/**/*.jsonl")))


def see_where_it_was(open_terminal: Open, told: str) -> None:
    """Come back: the draft and where the run was are there, and no verdict is."""
    again = open_terminal(80, 24, *NO_KERAS)
    wait_for_xor(again)
    again.wait_for(lambda: re.search(f"last time: {told}", again.text))
    again.wait_for("# typed while it trains")
    assert "epochs=100_000" in again.text
    assert f"0/{EXERCISES}" in header(again)
    quit_app(again)


def wait_for_words(terminal: Terminal, pattern: str) -> None:
    """Wait until these words were written, be they wrapped or not."""
    terminal.wait_for(lambda: re.search(pattern, " ".join(terminal.written.decode(errors="replace").split())))


@pytest.mark.spine
def test_without_tensorflow_lessons_are_read_and_run_says_how_to_get_it(open_terminal: Open, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "bare"], check=True)
    terminal = open_terminal(80, 24, "--python", str(tmp_path / "bare" / "bin" / "python"))
    open_xor(terminal)
    terminal.wait_for("XOR, the exclusive or, of two inputs is 1 if exactly one of them is 1.")
    go_to_exercise(terminal)
    run_exercise(terminal, "not graded")
    terminal.wait_for(lambda: "bin/python-mpipinstalltensorflow" in re.sub(r"[│┃\s]", "", terminal.text))
    assert "not saved" not in header(terminal)
    quit_app(terminal)


@pytest.mark.spine
def test_a_window_that_is_too_small_is_told_politely(open_terminal: Open) -> None:
    terminal = open_terminal(50, 10, *NO_KERAS)
    terminal.wait_for(lambda: all(words in terminal.text for words in ("at least 60x16", "50x10", "Nothing is lost")))
    terminal.resize(80, 24)
    terminal.wait_for(lambda: "ctrl+p more" in key_bar(terminal) and f"0/{EXERCISES}" in header(terminal))
    quit_app(terminal)


@pytest.mark.spine
def test_quitting_while_the_rest_of_the_lesson_is_being_made(open_terminal: Open) -> None:
    terminal = open_terminal(80, 24, *NO_KERAS)
    terminal.wait_for(FIRST_WORDS)
    quit_app(terminal)
