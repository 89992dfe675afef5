"""A new learner follows the keys that the app names, and no paragraph of the first lesson is missed."""

from __future__ import annotations

import re

import pytest

from tests.e2e.conftest import Open
from tests.e2e.terminal import Terminal
from tests.e2e.walks import FIRST_WORDS, key_bar, quit_app
from tests.shipped import shipped_course
from tuitutor.course.model import Exercise, Prose
from tuitutor.draw.screen_reader import read_aloud

START = shipped_course().lessons[0]
ENDS = 3  # words by which the beginning and the end of a paragraph are known
RUNS_FIRST = "ctrl+r runs it; then the text goes on."
AT_REST = 0.2  # seconds: the app has nothing more to show after a key


def paragraphs() -> list[tuple[str, str]]:
    """The first and the last words of each paragraph of the text and of the tasks, in order."""
    found = []
    for block in START.blocks:
        text = block.text if isinstance(block, Prose) else block.prose if isinstance(block, Exercise) else ""
        for passage in read_aloud(text):
            if not passage.verbatim and not passage.text.startswith("Table with"):
                words = re.sub(r" \(lesson \w+\)|^Section: |^- ", "", passage.text).split()
                found.append((" ".join(words[:ENDS]), " ".join(words[-ENDS:])))
    return found


def press(terminal: Terminal, key: str) -> None:
    """Press a key, and wait until it has changed what is shown."""
    seen = terminal.text
    terminal.press(key)
    terminal.wait_for(lambda: terminal.text != seen)
    terminal.wait_until_quiet(AT_REST)


def run_cell(terminal: Terminal) -> None:
    """Run the cell that holds the text below it, and wait until it has run."""
    press(terminal, "ctrl+r")
    terminal.wait_for(lambda: "ctrl+r stop" not in key_bar(terminal))
    terminal.wait_until_quiet(AT_REST)


@pytest.mark.long
def test_the_keys_that_the_app_names_miss_no_paragraph(open_terminal: Open) -> None:
    terminal = open_terminal(80, 24, TERM="screen", COLORTERM="")
    terminal.wait_for(FIRST_WORDS)
    terminal.wait_for("f8 continue")
    opened: list[str] = []
    answered = 0
    while len(opened) < len(START.exercises):
        if "A digit picks one" in terminal.text:
            press(terminal, "1")
            run_cell(terminal)
            answered += 1
        press(terminal, "f8")
        if RUNS_FIRST in terminal.text:
            run_cell(terminal)
        title = next((each.title for each in START.exercises if each.title in terminal.text), "")
        if "f2 text" in key_bar(terminal) and title not in opened:
            opened.append(title)
    press(terminal, "f8")
    assert opened == [exercise.title for exercise in START.exercises]
    assert answered == sum(cell.prediction is not None for cell in START.cells)
    frames = [" ".join(re.sub(r"[│┃▁-▏•]", " ", frame).split()) for frame in terminal.frames]
    at = 0
    for first, last in paragraphs():
        begins = next((i for i in range(at, len(frames)) if first in frames[i]), None)
        assert begins is not None, f"not seen after the one before: {first}"
        assert any(last in frame for frame in frames[begins:]), f"its end was not seen: {last}"
        at = begins
    quit_app(terminal)
