"""The first keys, one sentence at a time, for learners who open the app for the very first time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from tuitutor.tui import keys
from tuitutor.tui.screens.lesson import LessonScreen

SECONDS = 30.0  # that a sentence stays at most


@dataclass(frozen=True, slots=True)
class _Step:
    """A sentence, and the keys that show that the learner knows it."""

    sentence: str
    keys: tuple[str, ...]


_OUT_OF_TEXT = ("enter", *f"{keys.BENCH.keys},{keys.TAB.keys}".split(","))  # there, space types a space

STEPS = (
    _Step(
        "Press f8 to read on, or space to turn the page. (esc: no more tips)",
        (*keys.NEXT.keys.split(","), "space", "pagedown", "down", "j", *_OUT_OF_TEXT),
    ),
    _Step("Press ctrl+r to run the cell in view, and again to stop it.", tuple(keys.RUN.keys.split(","))),
    _Step("Press f2 to go to the exercise, and back.", tuple(keys.BENCH.keys.split(","))),
    _Step("Press f1 to see all keys, whenever you need one.", (*keys.HELP.keys.split(","), keys.HELP_TEXT.keys)),
)


class Tour:
    """Shows the remaining sentences on one lesson's screen, each until its key is pressed or its time is over."""

    def __init__(self, screen: LessonScreen) -> None:
        self._screen = screen
        self._left = list(STEPS)

    def begin(self) -> None:
        """Show the first sentence."""
        if self._left:
            step = self._left[0]
            self._screen.say(step.sentence, SECONDS)
            self._screen.set_timer(SECONDS, partial(self._end, step))

    def pressed(self, key: str) -> None:
        """A key was pressed: drop the sentences about it, and show the next one."""
        now = self._left[:1]
        self._left = [step for step in self._left if key not in (*step.keys, "escape")]
        if now != self._left[:1] and self._screen.is_attached:
            self._screen.unsay(now[0].sentence)
            self.begin()

    def _end(self, step: _Step) -> None:
        """The time of this sentence is over."""
        if step in self._left:
            self.pressed(step.keys[0])
