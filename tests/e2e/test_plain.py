"""A whole lesson on a terminal that can only print, as a screen reader has it: read, run, answer, pass, come back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.e2e.conftest import Open
from tests.e2e.terminal import Terminal
from tests.e2e.walks import ANSWERS, FIRST_WORDS
from tests.shipped import shipped_course

PLAIN = ("learn", "--plain")
SECOND_LESSON = f"Lesson 2 of {len(shipped_course().lessons)}: One neuron"
SKIP = "Your prediction (enter skips it): "
ENDLESS = """\
import time
number = 0
while True:
    number += 1
    print("round", number, flush=True)
    time.sleep(0.1)
"""
CODE = {
    "start-beat": ((ANSWERS / "start-beat" / "good" / "rate_only.py").read_text(), "Passed: 5 of 5 checks"),
    "start-columns": ((ANSWERS / "start-columns" / "good" / "split.py").read_text(), "Passed: 9 of 9 checks"),
}


@pytest.mark.long
def test_a_whole_lesson_is_passed_by_prompts_alone(open_terminal: Open) -> None:
    terminal = open_terminal(80, 24, *PLAIN, TERM="dumb")
    wait_for_prompt(terminal, FIRST_WORDS)
    walk_through(terminal)
    enter(terminal, "l", "1. Start (30 min, done, 3 of 3 exercises passed)")
    enter(terminal, "l 2", SECOND_LESSON)
    terminal.type("q\n")
    assert terminal.wait_for_end() == 0
    again = open_terminal(80, 24, *PLAIN)  # what a terminal could do more is not used
    wait_for_prompt(again, SECOND_LESSON)
    again.press("ctrl+d")
    assert again.wait_for_end() == 0
    for each in (terminal, again):
        assert each.written.replace(b"\r\n", b"\n").decode().replace("\n", "").isprintable()


@pytest.mark.spine
def test_ctrl_c_stops_what_runs_and_then_leaves_with_all_its_processes(open_terminal: Open) -> None:
    terminal = open_terminal(80, 24, *PLAIN, TERM="dumb")
    wait_for_prompt(terminal, FIRST_WORDS)
    enter(terminal, f"t\n{ENDLESS}.", "Saved; r runs it.")
    terminal.type("r\n")
    terminal.wait_for(lambda: "round 1\n" in said(terminal))
    since = len(said(terminal))
    terminal.press("ctrl+c")
    wait_for_prompt(terminal, "You stopped it.", since)
    enter(terminal, f"e\nt\n{ENDLESS}.", "Saved; r runs it.")
    since = len(said(terminal))
    terminal.type("r\n")
    terminal.wait_for(lambda: "round 1\n" in said(terminal)[since:])
    terminal.press("ctrl+c")
    wait_for_prompt(terminal, "You stopped this attempt; it does not count.", since)
    terminal.press("ctrl+c")
    assert terminal.wait_for_end() == 0
    assert "Your place and your answers are kept." in said(terminal)


@pytest.mark.long
def test_a_lost_line_keeps_what_was_being_typed_and_leaves_no_process(open_terminal: Open, tmp_path: Path) -> None:
    terminal = open_terminal(80, 24, *PLAIN, TERM="dumb")
    wait_for_prompt(terminal, FIRST_WORDS)
    enter(terminal, "r", "Done in")
    enter(terminal, "e", "Exercise start-beat: not tried yet.")
    terminal.type("t\nrate = 0.03\n")
    terminal.wait_for(lambda: said(terminal).endswith("2: "))
    terminal.hang_up()
    terminal.wait_for_end()
    (draft,) = (tmp_path / "data").rglob("start-beat.py")
    assert draft.read_text() == "rate = 0.03\n"


def walk_through(terminal: Terminal) -> None:
    """Run each cell, answer the question by number, type the code of the other exercises, and read to the end."""
    cells = 0
    while "This is the end of the lesson." not in said(terminal):
        if "r: run this cell" in prompt(terminal):
            cells += 1
            run_cell(terminal)
        elif "your answer" in prompt(terminal):
            enter(terminal, "2", "Not passed: 0 of 1 check passed")
            enter(terminal, "h", "Hint 1 of 2. Which of the things")
            enter(terminal, "1", "Passed: 1 of 1 check")
        elif "w: write code" in prompt(terminal):
            code, passed = CODE[re.findall(r"Exercise ([\w-]+)", said(terminal))[-1]]
            enter(terminal, "r", "Not passed:")
            enter(terminal, f"t\n{code}.", "Saved; r runs it.")
            enter(terminal, "r", passed)
        enter(terminal, "", "")
    heard = said(terminal)
    assert cells == heard.count("Done in") + heard.count("It raised an error, as the lesson intends.") == 15
    assert "Loss fell from" in heard
    assert "Figure: 442 patients; body mass index from" in heard
    assert "Row 1. in the code: activation; what it does: bends" in heard


def run_cell(terminal: Terminal) -> None:
    """Run the cell, and predict nothing of it."""
    since = len(said(terminal))
    terminal.type("r\n")
    terminal.wait_for(lambda: said(terminal)[since:].endswith((" > ", SKIP)))
    if said(terminal).endswith(SKIP):
        enter(terminal, "", "")


def said(terminal: Terminal) -> str:
    """All that was written, in lines."""
    return terminal.written.decode(errors="replace").replace("\r\n", "\n")


def prompt(terminal: Terminal) -> str:
    """The line that waits for an answer."""
    return said(terminal).rpartition("\n")[2]


def wait_for_prompt(terminal: Terminal, text: str, since: int = 0) -> None:
    """Wait until a text was written, after so many characters, and the program waits for a line."""
    terminal.wait_for(lambda: text in said(terminal)[since:] and said(terminal)[since:].endswith(" > "))


def enter(terminal: Terminal, line: str, answer: str) -> None:
    """Type a line, and wait until it is answered so."""
    since = len(said(terminal))
    terminal.type(f"{line}\n")
    wait_for_prompt(terminal, answer, since)
