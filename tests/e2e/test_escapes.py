"""What an answer prints, raises and names reaches the terminal as text: nothing of it is obeyed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.e2e.conftest import Open
from tests.tricky_course import TRICK, commands_in, write_tricky_course

ANSWER = r"""
import keras, sys
TRICKS = (
    "\x1b]52;c;Q0xJUA==\x07", "\x1b]8;;http://evil.example/LINK\x1b\\here\x1b]8;;\x1b\\", "\x1b]0;TITLE\x07",
    "\x1b[2J\x1b[10;10H", "\x1b[?1049h", "\x1bPq#0DCS\x1b\\", "\x9b31mC1", "\x9d52;c;Q0xJUA==\x9c", "\x1bc", "\x07\x08",
    "\u202eidib\u2066", "\x1b[6n", "\x1b_APC\x1b\\", "\x1b]52;c;UNENDING",
)
tricks = " ".join(TRICKS)
print("begun " + tricks)
print("stderr " + tricks, file=sys.stderr)
sys.stdout.buffer.write(b"raw \x9b2J \x1b[3J\n")
print("\rstep 1", end="")
print("\rstep 2 is shown")
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, name="dense")])
model.layers[0].name = "layer" + tricks
LAST_LINE
"""
RAISES = 'raise ValueError("told " + tricks)'
# what rich and we ourselves write: colours, and the cursor hidden and shown
OURS = re.compile(rb"\x1b\[[0-9;]*m|\x1b\[\?25[hl]")


def written_by(open_terminal: Open, tmp_path: Path, command: str, end: str, shown: str) -> bytes:
    answer = tmp_path / "answer.py"
    answer.write_text(ANSWER.replace("LAST_LINE", end), encoding="utf-8")
    terminal = open_terminal(100, 40, command, "first-network", str(answer))
    terminal.wait_for_end()
    written: bytes = terminal.written
    assert b"step 2 is shown" in written
    assert shown.encode() in written
    return written


@pytest.mark.long
@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("command", "end", "shown"),
    [("run", RAISES, "told"), pytest.param("check", RAISES, "told", marks=pytest.mark.long), ("check", "", "passed,")],
)
def test_no_escape_sequence_of_an_answer_is_obeyed(
    open_terminal: Open, tmp_path: Path, command: str, end: str, shown: str
) -> None:
    text = OURS.sub(b"", written_by(open_terminal, tmp_path, command, end, shown)).decode()
    held = {char for char in text if (char < " " or "\x7f" <= char < "\xa0") and char not in "\r\n\t"}
    assert held == set()
    assert not set(text) & set("\u202e\u2066")


@pytest.mark.sampled(3)
@pytest.mark.parametrize("words", [["list"], ["show", "sound"], ["hint", "named"], ["lint"], ["check", "named", TRICK]])
def test_no_name_of_a_file_or_in_a_course_is_obeyed(words: list[str], open_terminal: Open, tmp_path: Path) -> None:
    terminal = open_terminal(100, 40, *words, TUITUTOR_COURSE=str(write_tricky_course(tmp_path)))
    terminal.wait_for_end()
    assert len(terminal.written) > 20
    assert commands_in(terminal.written.decode()) == set()
