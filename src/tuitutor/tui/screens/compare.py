"""Two attempts compared: their verdicts, their curves, and the changes between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType

from tuitutor.course.model import Exercise
from tuitutor.draw.curves import draw_curves
from tuitutor.draw.look import VERDICT_ROLES, Look, wrap
from tuitutor.draw.metrics import goals_of
from tuitutor.draw.past_attempts import draw_difference
from tuitutor.draw.screen_reader import draw_passages
from tuitutor.engine.attempt_recorder import last_curves
from tuitutor.engine.experiments import reached
from tuitutor.engine.snapshots import FitCurves
from tuitutor.progress.attempt_record import PastAttempt
from tuitutor.tui import keys
from tuitutor.tui.screens.panel import Panel
from tuitutor.tui.widgets.drawing import Drawing
from tuitutor.tui.widgets.looks import look_of
from tuitutor.tui.widgets.single_lines import Entry, KeyBar, SplitLine

_PLOT = 9  # rows of the curves


@dataclass(frozen=True, slots=True)
class Version:
    """A named version of the code; `ran` if it was run."""

    name: str
    code: str
    ran: PastAttempt | None = None


class CompareScreen(Panel[PastAttempt | None]):
    """Compares the version at `chosen` with another of the `versions`, in their order of time.

    At first that is the version before; arrows choose. Below is a `remark`, Markdown. Dismissed with the attempt to
    restore, if any.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Back", show=False, priority=True),
        Binding("left", "other(-1)", "With an earlier one", show=False, priority=True),
        Binding("right", "other(1)", "With a later one", show=False, priority=True),
        keys.RESTORE.binding("restore"),
    ]

    def __init__(self, exercise: Exercise, versions: Sequence[Version], chosen: int, remark: str = "") -> None:
        self._exercise = exercise
        self._remark = remark
        self._can_restore = versions[chosen].ran is not None
        self._versions = versions
        self._chosen = chosen
        self._other = chosen - 1
        self._names = SplitLine(id="compared")
        self._drawing = Drawing(id="comparison")
        entries: list[Entry] = [
            ("left", "an earlier one", "screen.other(-1)"),
            ("right", "a later one", "screen.other(1)"),
        ]
        if self._can_restore:
            entries.append(keys.RESTORE.entry(f"restore {versions[chosen].name}"))
        bar = KeyBar((*entries, ("esc", "back", "screen.dismiss(None)")))
        super().__init__(self._names, self._drawing, bar, focus=self._drawing)

    def on_mount(self) -> None:
        self._show()

    def action_other(self, step: int) -> None:
        """Compare with an earlier (-1) or a later (1) version."""
        other = self._other + step
        other += step if other == self._chosen else 0
        if 0 <= other < len(self._versions):
            self._other = other
            self._show()

    def action_restore(self) -> None:
        if self._can_restore:
            self.dismiss(self._versions[self._chosen].ran)

    def _show(self) -> None:
        before, after = (self._versions[at] for at in sorted((self._chosen, self._other)))
        look = look_of(self.app)
        arrow = Text(look.text(" → "))
        self._names.show("", arrow.join(self._heading(version, look) for version in (before, after)))
        self._drawing.show(partial(self._draw, before, after))
        self._drawing.scroll_home(animate=False)

    def _draw(self, before: Version, after: Version, width: int, look: Look) -> Text:
        parts = []
        if (curves := _curves(after)) is not None:
            expected = goals_of(self._exercise, after.code)
            parts.append(draw_curves(curves, width, _PLOT, look, _curves(before), expected))
        elif (curves := _curves(before)) is not None:
            parts.append(draw_curves(curves, width, _PLOT, look, None, goals_of(self._exercise, before.code)))
            missing = f"This is the curve of {before.name}; that of {after.name} is here once it has been run."
            parts.append(Text("\n").join(wrap(missing, width, look, look.style("quiet"))))
        parts.append(draw_difference(before.code, after.code, width, look))
        if self._remark:
            parts.append(draw_passages(self._remark, width, look))
        return Text("\n").append_text(Text("\n\n").join(parts))

    def _heading(self, version: Version, look: Look) -> Text:
        """The version's name, with its verdict and score if it was run."""
        name = Text(version.name, "bold")
        if version.ran is not None:
            verdict = version.ran.grade.verdict
            score = look.text(reached(self._exercise, version.ran.grade))
            name.append(f" {look.mark(verdict)} {score}", look.style(VERDICT_ROLES[verdict]))
        return name


def _curves(version: Version) -> FitCurves | None:
    return None if version.ran is None else last_curves((version.ran,))
