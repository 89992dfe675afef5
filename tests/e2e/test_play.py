"""The playground on a real terminal."""

from __future__ import annotations

import re

import pytest

from tests.e2e.conftest import Open
from tests.e2e.terminal import Terminal


def epoch(terminal: Terminal) -> int:
    """The epoch that stands in the header."""
    found = re.search(r"epoch ([\d,]+)", terminal.text)
    return int(found[1].replace(",", "")) if found else -1


@pytest.mark.long
def test_it_opens_runs_answers_keys_and_leaves_nothing_behind(open_terminal: Open) -> None:
    terminal = open_terminal(80, 24, "play", "dataset=xor&seed=0.3&nois=5")
    terminal.wait_for("did you mean 'noise'?")
    terminal.wait_for(lambda: epoch(terminal) == 0)
    terminal.type(" ")
    terminal.wait_for(lambda: epoch(terminal) > 20)
    assert "running" in terminal.text
    terminal.type(" ")
    terminal.wait_for("paused")
    terminal.wait_until_quiet()  # idle sends no byte
    left_at = epoch(terminal)
    terminal.press("ctrl+q")
    assert terminal.wait_for_end() == 0
    terminal.assert_restored()
    again = open_terminal(80, 24, "play")
    again.wait_for(lambda: "xor" in again.text and epoch(again) == left_at)
    again.hang_up()
    again.wait_for_end()
