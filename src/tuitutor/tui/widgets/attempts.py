"""The attempts at an exercise, the latest first."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from tuitutor.course.model import Exercise
from tuitutor.tui import keys
from tuitutor.tui.widgets.choices import Choices, Line
from tuitutor.tui.widgets.looks import look_of

if TYPE_CHECKING:  # as in `workbench`
    from tuitutor.progress.past import PastAttempt


class AttemptsView(Choices):
    """One line each; enter selects one."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.RESTORE.binding()]
    DEFAULT_CSS = """
    AttemptsView { height: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }
    AttemptsView, AttemptsView:focus { border: none; background: $background; background-tint: $background 0%; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._exercise: Exercise | None = None
        self._attempts: tuple[PastAttempt, ...] = ()

    def on_mount(self) -> None:
        self.watch(self.app, "theme", self._fill, init=False)

    def show(self, exercise: Exercise, attempts: tuple[PastAttempt, ...]) -> None:
        """Show the attempts at an exercise, which are in order of time; the latest is chosen."""
        if (exercise, attempts) != (self._exercise, self._attempts):
            self._exercise, self._attempts = exercise, attempts
            self._fill()
            self.highlighted = 0 if attempts else None

    @property
    def chosen(self) -> PastAttempt | None:
        """The attempt whose line is highlighted."""
        return None if self.highlighted is None else self._attempts[-1 - self.highlighted]

    def _fill(self) -> None:
        if self._exercise is not None:
            from tuitutor.draw.past_attempts import draw_attempts

            at = self.highlighted
            drawn = draw_attempts(self._exercise, self._attempts, time.time(), look_of(self.app))
            self.set_options(map(Line, reversed(drawn)))
            self.highlighted = at
