"""What learner code prints, names and raises reaches a terminal as text, and gives it no orders."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.adversarial.cases import ATTACKS, Case

pytestmark = pytest.mark.adversarial

# Of what begins with an escape or a control character, our own screens write colours, and rewrite lines.
OURS = re.compile(r"\x1b\[[0-9;]*[mK]|\x1b\[\?25[hl]|\x1b\[1A|\r|\n|\t")
FOREIGN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize("case", [case for case in ATTACKS if case.screen], ids=lambda case: case.name)
def test_a_terminal_gets_no_orders(case: Case, tmp_path: Path) -> None:
    answer = tmp_path / "answer.py"
    answer.write_text(case.text)
    shown = _screen([sys.executable, "-m", "tuitutor", "check", case.exercise, str(answer)], tmp_path)
    assert re.search(r"assed: \d+ of \d+ check", shown), "it was graded"
    text = OURS.sub("", shown)
    assert [text[found.start() : found.end() + 20] for found in FOREIGN.finditer(text)] == []


def _screen(command: list[str], home: Path) -> str:
    """All that the command writes to its terminal."""
    ours, theirs = pty.openpty()
    folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("DATA", "CONFIG", "STATE", "CACHE")}
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env={**os.environ, "TERM": "xterm-256color", **folders}
    )
    os.close(theirs)
    written = b""
    try:
        while data := os.read(ours, 65536):
            written += data
    except OSError:
        pass  # that is how a terminal ends
    finally:
        os.close(ours)
    process.wait(60)
    return written.decode("utf-8", "replace")
