"""How far grading a class is, as a terminal and as a pipe show it."""

from __future__ import annotations

import io
from collections import Counter
from unittest.mock import Mock

import pyte
import pytest

from tests.grading.builders import exercise
from tuitutor.classroom.batch import Answer
from tuitutor.cli.tally import _Pace, tally_on
from tuitutor.config.settings import Settings
from tuitutor.grading.verdicts import CheckResult, Grade, Verdict


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def grade(verdict: Verdict, points: float = 0) -> Grade:
    return Grade("xor", "v", verdict, (CheckResult("params", verdict, points, 2.0),), seconds=1.25)


def shown(settings: Settings, who: str = "", width: int = 100) -> str:
    """The screen after two of four answers, of which one had a verdict already; `who` has one that is running."""
    stream = Terminal()
    tally = tally_on(stream, settings, 4, Counter(passed=1))
    tally.add("ada", grade(Verdict.FAILED))
    tally.add("bob", grade(Verdict.ERRORED))
    if who:
        tally.running(Answer(who, exercise(), ""))
    tally.close()
    screen = pyte.Screen(width, 10)
    screen.set_mode(pyte.modes.LNM)
    pyte.Stream(screen).feed(stream.getvalue())
    return "\n".join(line.rstrip() for line in screen.display).strip()


@pytest.fixture(autouse=True)
def size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TERM", "xterm-256color")


def test_a_terminal_has_one_line_that_says_how_far_it_is() -> None:
    screen = shown(Settings())
    assert "\n" not in screen
    assert "3/4" in screen
    assert "a minute" in screen
    assert "left" in screen
    assert "1 errored, 1 failed, 1 passed" in screen


def test_the_time_that_is_left_grows_while_nothing_is_done() -> None:
    pace = _Pace(before=1)
    for elapsed, told in ((0.0, ""), (30.0, "4 a minute, 0:00:45 left "), (300.0, "0 a minute, 0:07:30 left ")):
        pace.task = Mock(completed=3, remaining=3, elapsed=elapsed)
        assert str(pace) == told


def test_it_names_what_has_been_running_longest_as_far_as_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(Settings(), "cy").endswith("1 passed  now cy, xor")
    for width in (80, 100):
        monkeypatch.setenv("COLUMNS", str(width))
        screen = shown(Settings(), "Maximilian of the Long Name" * 3, width)
        assert "1 errored, 1 failed, 1 passed  now Max" in screen, "the numbers come first"
        assert "\n" not in screen
    assert shown(Settings(glyphs="ascii"), "Zoë" * 40).isascii()


def test_where_its_bar_could_not_be_drawn_there_is_none() -> None:
    assert shown(Settings(glyphs="ascii")).isascii()
    assert "━" not in shown(Settings(glyphs="plain"))


def test_in_words_there_is_a_line_an_answer() -> None:
    assert shown(Settings(plain=True)).splitlines() == [
        "2/4  ada  xor  failed  0 of 2 points  1.2 s",
        "3/4  bob  xor  errored  1.2 s",
    ]
