"""The first keys, one sentence at a time, for learners who open the app for the first time."""

from __future__ import annotations

from functools import partial

from msgspec import Struct

from tuitutor.tui import keys
from tuitutor.tui.screens.lesson import LessonScreen

TIP_SECONDS = 30.0  # that a sentence stays at most


class _Step(Struct, frozen=True):
    """A sentence, and the keys by which the learner shows that they know it."""

    sentence: str
    keys: tuple[str, ...]


def steps() -> tuple[_Step, ...]:
    """All steps, with the keys as they are set."""
    out_of_text = ("enter", *keys.BENCH.in_use, *keys.TAB.in_use)  # there, space types a space
    return (
        _Step(f"Press {keys.RUN.named} to train your first network. (esc: no more tips)", keys.RUN.in_use),
        _Step(
            f"Press {keys.NEXT.named} to read on, or space to turn the page.",
            (*keys.NEXT.in_use, "space", "pagedown", "down", "j", *out_of_text),
        ),
        _Step(f"Press {keys.BENCH.named} to go to the exercise, and back.", keys.BENCH.in_use),
        _Step(
            f"{keys.PALETTE.named} finds any command by name; in the text, {keys.HELP_TEXT.named} shows the keys.",
            (*keys.PALETTE.in_use, *keys.HELP_TEXT.in_use),
        ),
    )


class Tour:
    """Shows sentences on a lesson's screen, one at a time, until its key is pressed or its time is over."""

    def __init__(self, screen: LessonScreen) -> None:
        self._screen = screen
        self._left = list(steps())

    def begin(self) -> None:
        """Show the first sentence."""
        if not self._left:
            return
        step = self._left[0]
        self._screen.say(step.sentence, TIP_SECONDS)
        self._screen.set_timer(TIP_SECONDS, partial(self._end, step))

    def pressed(self, key: str, reads: bool) -> None:
        """A key was pressed: drop the sentences about it, and show the next one.

        `esc` drops all if the learner `reads`. Elsewhere it closes a panel or leaves an editor, and says nothing else.
        """
        now = self._left[:1]
        ending = ("escape",) if reads else ()
        self._left = [step for step in self._left if key not in (*step.keys, *ending)]
        if now != self._left[:1] and self._screen.is_attached:
            self._screen.unsay(now[0].sentence)
            self.begin()

    def _end(self, step: _Step) -> None:
        """The time of this sentence is over."""
        if step in self._left:
            self.pressed(step.keys[0], reads=False)
