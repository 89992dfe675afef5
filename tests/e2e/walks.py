"""What a learner does again and again, by the keys."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.e2e.terminal import Terminal
from tests.shipped import shipped_course

NO_KERAS = ("--python", shutil.which("true") or "true")  # for windows in which nothing is trained: Keras takes seconds
ANSWERS = Path(__file__).parents[1] / "answers"
XOR = "XOR, which no line"  # a header of 80 columns has no more room beside "not saved"
FIRST_WORDS = "A neural network learns from examples."  # of the first lesson
EXERCISES = len(shipped_course().exercises)
LONG_FIT = """\
import keras
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(20), keras.layers.Dense(2)])
model.compile(loss="mse")
model.fit(data, labels, epochs=100_000, verbose=0)
"""
TRAINING = re.compile(r"epoch \d+/\d+")


def open_xor(terminal: Terminal) -> None:
    """From any lesson to that on XOR, by searching in the contents."""
    terminal.wait_for("ctrl+p more")
    terminal.press("ctrl+o", "ctrl+o")
    terminal.wait_for("type to search")
    terminal.type("xor")
    terminal.wait_for(lambda: "Learning from noise" not in terminal.text)
    terminal.press("enter")
    wait_for_xor(terminal)


def wait_for_xor(terminal: Terminal) -> None:
    """Wait until the lesson on XOR is open, all of it."""
    terminal.wait_for(lambda: XOR in header(terminal) and f"/{EXERCISES}" in header(terminal))
    terminal.wait_until_quiet()


def go_to_exercise(terminal: Terminal) -> None:
    """From the text to the exercise of the lesson."""
    terminal.press("f2")
    terminal.wait_for(lambda: "f2 text" in key_bar(terminal) and "Can you do better?" in terminal.text)


def leave_cell(terminal: Terminal) -> None:
    """From the editor of a cell to the cell, and from there to the text."""
    terminal.press("escape")
    terminal.wait_for(lambda: "enter edit" in key_bar(terminal))
    terminal.press("escape")
    terminal.wait_for(lambda: "▌" not in terminal.text)  # the edge of the cell that has the focus


def redraw(terminal: Terminal) -> None:
    """Have all of it sent again; the screen is as it was, since what had been sent before was enough."""
    terminal.wait_until_quiet()
    seen, sent, shown = len(terminal.frames), len(terminal.written), terminal.text
    terminal.press("ctrl+l")
    terminal.wait_for(lambda: len(terminal.frames) > seen and terminal.text == shown)
    assert len(terminal.written) - sent > len(shown)


def scroll_to(terminal: Terminal, text: str) -> None:
    """Page down in the text until something can be seen."""
    while text not in terminal.text:
        turn_page(terminal)


def turn_page(terminal: Terminal) -> None:
    """One page down, from what stays: another change would be taken for the page, and the next one skipped."""
    terminal.wait_until_quiet()
    seen = text_in(terminal)
    terminal.press("pagedown")
    terminal.wait_for(lambda: text_in(terminal) != seen)


def empty_editor(terminal: Terminal) -> None:
    """Delete all that the exercise's editor has, which is fewer than 50 lines."""
    terminal.press(*["pagedown"] * 25, "end", *["shift+up"] * 50, "shift+home", "backspace")


def replace_draft(terminal: Terminal, text: str) -> None:
    """Empty the exercise's editor, paste, and see it saved."""
    empty_editor(terminal)
    terminal.paste(text)
    wait_until_saved(terminal, text.rstrip("\n"))


def wait_until_saved(terminal: Terminal, text: str) -> None:
    """Wait until the text is on the disk, in a draft or at the end of one."""
    drafts = terminal.home.glob
    terminal.wait_for(lambda: any(text in path.read_text() for path in drafts("data/tuitutor/*/drafts/*.py")))


def run_exercise(terminal: Terminal, verdict: str) -> None:
    """Run what stands in the editor and wait for its verdict."""
    terminal.press("ctrl+r")
    terminal.wait_for(lambda: "ctrl+r stop" in key_bar(terminal))
    terminal.wait_for(lambda: verdict in terminal.text and "ctrl+r run exercise" in key_bar(terminal))


def quit_app(terminal: Terminal) -> None:
    """Quit, and see that nothing is left: no process, and no trace on the terminal."""
    terminal.press("ctrl+q")
    code = terminal.wait_for_end()
    assert code == 0, (code, terminal.last_words[-2000:])
    terminal.assert_restored()


def header(terminal: Terminal) -> str:
    """The line at the top."""
    return terminal.lines[0]


def key_bar(terminal: Terminal) -> str:
    """The line at the bottom, but for tmux's own."""
    return terminal.lines[-2 if terminal.lines[-1].startswith("[course]") else -1]


def text_in(terminal: Terminal) -> list[str]:
    """What is between the two, without the scrollbar, which changes while a lesson is mounted and with its length."""
    return [re.sub("[▁▂▃▄▅▆▇█]", " ", line).rstrip() for line in terminal.lines[1:-1]]
