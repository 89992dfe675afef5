"""Clocks that are set back and forth by a year, between commands and under them: all is kept, nothing ends early."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli import test_killed
from tests.cli.test_killed import KILLED, Place, prepare
from tests.clocks import YEAR, shifted
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress.store import Store

place = test_killed.place
SHIFTS = [0, YEAR, -YEAR, 0, 40 * YEAR, 1, 200 * YEAR, -60 * YEAR]


@pytest.fixture
def turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int | str], None]:
    """Sets the clock of the programs that are started from now on."""

    def put(shift: int | str) -> None:
        for name, value in shifted(tmp_path / "site", shift).items():
            monkeypatch.setenv(name, value)

    return put


def test_the_clock_of_a_program_is_really_turned(turn: Callable[[int | str], None]) -> None:
    show = [sys.executable, "-c", "import time\nfor _ in range(9): print(int(time.time())); time.sleep(0.04)"]
    for shift, low, high in ((YEAR, 1, 1), ("jumps", 3, 6)):
        turn(shift)
        numbers = subprocess.run(show, capture_output=True, text=True, check=True).stdout.split()
        assert low <= len({int(number) // (YEAR // 2) for number in numbers}) <= high


@pytest.mark.long
def test_turned_between_commands(place: Place, turn: Callable[[int | str], None]) -> None:
    draft = place.folder / "data" / "small" / "drafts" / "how-many.py"
    for number, shift in enumerate(SHIFTS, start=1):
        turn(shift)
        right = number in (2, 5)
        draft.write_text(f"# answer: {15 if right else 9}\n")
        os.utime(draft, (1_800_000_000 + shift, 1_800_000_000 + shift))
        assert ("Passed: 1 of 1 check" in place.run("check", "how-many")) == right
        known = Store.open(place.folder / "data", "small").progress().exercise("how-many")
        assert (known.attempts, known.passed) == (number, number > 1)
        assert known.last_verdict is (Verdict.PASSED if right else Verdict.FAILED)  # the last one, whatever its time
        place.run("submit", "-o", "mine.zip", "--overwrite")
        place.run("list")
        place.run("show", "--attempts", "how-many")
    assert len(Store.open(place.folder / "data", "small").attempts.read("how-many")) == len(SHIFTS)
    assert draft.read_text() == "# answer: 9\n"


@pytest.mark.long
@pytest.mark.parametrize("name", KILLED)
def test_turned_while_a_command_runs(
    place: Place, tmp_path: Path, name: str, turn: Callable[[int | str], None]
) -> None:
    prepare(place, tmp_path / "other")
    turn("jumps")
    for _ in range(3):
        KILLED[name][1](place)


@pytest.mark.long
def test_turned_while_code_runs(place: Place, turn: Callable[[int | str], None]) -> None:
    """With a limit of a minute, of which a year's jump would leave nothing."""
    turn("jumps")
    process = place.start("run", "counts", "--trust-course")
    assert process.wait(300) == 0
    assert "12" in (place.folder / "said").read_text()
