"""A new learner follows the keys that the app names, and no paragraph of the first lesson is missed."""

from __future__ import annotations

import re

from tests.e2e.conftest import Open
from tests.e2e.terminal import Terminal
from tests.e2e.walks import FIRST_WORDS, key_bar, quit_app
from tuitutor.course.folder import default_folder
from tuitutor.course.load import load_course
from tuitutor.course.model import Exercise, Prose
from tuitutor.draw.aloud import read_aloud

START = load_course(default_folder()).lessons[0]
ENDS = 3  # words by which the beginning and the end of a paragraph are known


def paragraphs() -> list[tuple[str, str]]:
    """The first and the last words of each paragraph of the text and of the tasks, in order."""
    texts = [block.text if isinstance(block, Prose) else block.prose for block in START.blocks if hasattr(block, "line")
             and isinstance(block, Prose | Exercise)]  # fmt: skip
    found = []
    for text in texts:
        for passage in read_aloud(text):
            if not passage.verbatim and not passage.text.startswith("Table with"):
                words = re.sub(r"\(lesson \w+\)|^Section: |^- ", "", passage.text).split()
                found.append((" ".join(words[:ENDS]), " ".join(words[-ENDS:])))
    return found


def press(terminal: Terminal, key: str) -> None:
    """Press a key, and wait until it has changed what is shown."""
    seen = terminal.text
    terminal.press(key)
    terminal.wait_for(lambda: terminal.text != seen)


def answer_and_run(terminal: Terminal) -> None:
    """Answer the prediction in view by its first choice, and run its cell."""
    press(terminal, "1")
    terminal.wait_for("[1]")
    terminal.press("ctrl+r")
    terminal.wait_for("You said")


def test_the_keys_that_the_app_names_miss_no_paragraph(open_terminal: Open) -> None:
    terminal = open_terminal(80, 24, TERM="screen", COLORTERM="")
    terminal.wait_for(FIRST_WORDS)
    terminal.wait_for("f8 continue")
    opened: list[str] = []
    while len(opened) < len(START.exercises):
        if "[1]" in terminal.text and "Its number picks one" in terminal.text:
            answer_and_run(terminal)
        press(terminal, "f8")
        title = next((each.title for each in START.exercises if each.title in terminal.text), "")
        if "f2 text" in key_bar(terminal) and title not in opened:
            opened.append(title)
    press(terminal, "f8")
    assert opened == [exercise.title for exercise in START.exercises]
    frames = [" ".join(re.sub(r"[│▏▎▌•]", " ", frame).split()) for frame in terminal.frames]
    at = 0
    for first, last in paragraphs():
        begins = next((i for i in range(at, len(frames)) if first in frames[i]), None)
        assert begins is not None, f"not seen after the one before: {first}"
        assert any(last in frame for frame in frames[begins:]), f"its end was not seen: {last}"
        at = begins
    quit_app(terminal)
