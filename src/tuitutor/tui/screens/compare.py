"""Two attempts compared: what they came to, their curves, and what was changed between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from tuitutor.course.model import Exercise
from tuitutor.draw.curves import draw_curves
from tuitutor.draw.look import VERDICT_ROLES, Look, wrap
from tuitutor.draw.metrics import targets
from tuitutor.draw.past_attempts import draw_difference
from tuitutor.draw.screen_reader import draw_passages
from tuitutor.engine.attempt_recorder import last_curves
from tuitutor.engine.experiments import reached
from tuitutor.engine.snapshots import FitCurves
from tuitutor.progress.attempt_record import PastAttempt
from tuitutor.tui import keys
from tuitutor.tui.widgets.drawing import Drawing
from tuitutor.tui.widgets.looks import look_of
from tuitutor.tui.widgets.single_lines import KeyBar, SplitLine

_PLOT = 9  # rows of the curves


@dataclass(frozen=True, slots=True)
class Version:
    """A named version of the code; `ran` if it was run."""

    name: str
    code: str
    ran: PastAttempt | None = None


class CompareScreen(ModalScreen[PastAttempt | None]):
    """Compares the version at `chosen` with another of the `versions`, which are in order of time.

    At first that is the one before; arrows choose. Below is a `remark`, Markdown. Dismissed with the attempt to
    restore, if any.
    """

    CSS_PATH = "panel.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Back", show=False, priority=True),
        Binding("left", "other(-1)", "With an earlier one", show=False, priority=True),
        Binding("right", "other(1)", "With a later one", show=False, priority=True),
        keys.RESTORE.binding("restore"),
    ]

    def __init__(self, exercise: Exercise, versions: Sequence[Version], chosen: int, remark: str = "") -> None:
        super().__init__()
        self._exercise = exercise
        self._remark = remark
        self._can_restore = versions[chosen].ran is not None
        self._versions = versions
        self._chosen = chosen
        self._other = chosen - 1

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield SplitLine(id="compared")
            yield Drawing(id="comparison")
            chosen = self._versions[self._chosen]
            restore = [(keys.RESTORE.shown, f"restore {chosen.name}", "screen.restore")] if self._can_restore else []
            yield KeyBar(
                (
                    ("left", "an earlier one", "screen.other(-1)"),
                    ("right", "a later one", "screen.other(1)"),
                    *restore,
                    ("esc", "back", "screen.dismiss(None)"),
                )
            )

    def on_mount(self) -> None:
        self.query_one(Drawing).focus()
        self._draw()

    def action_other(self, step: int) -> None:
        """Compare with an earlier (-1) or a later (1) version."""
        other = self._other + step
        other += step if other == self._chosen else 0
        if 0 <= other < len(self._versions):
            self._other = other
            self._draw()

    def action_restore(self) -> None:
        if self._can_restore:
            self.dismiss(self._versions[self._chosen].ran)

    def _draw(self) -> None:
        before, after = (self._versions[at] for at in sorted((self._chosen, self._other)))

        def draw(width: int, look: Look) -> Text:
            parts = []
            if (curves := _curves(after)) is not None:
                ghost, wanted = _curves(before), targets(self._exercise, after.code)
                parts.append(draw_curves(curves, width, _PLOT, look, ghost, wanted))
            elif (curves := _curves(before)) is not None:
                parts.append(draw_curves(curves, width, _PLOT, look, None, targets(self._exercise, before.code)))
                missing = f"This is the curve of {before.name}; that of {after.name} is here once it has been run."
                parts.append(Text("\n").join(wrap(missing, width, look, look.style("quiet"))))
            parts.append(draw_difference(before.code, after.code, width, look))
            if self._remark:
                parts.append(draw_passages(self._remark, width, look))
            return Text("\n").append_text(Text("\n\n").join(parts))

        look = look_of(self.app)
        names = Text(look.text(" → ")).join(self._named(each, look) for each in (before, after))
        self.query_one("#compared", SplitLine).show("", names)
        drawing = self.query_one(Drawing)
        drawing.show(draw)
        drawing.scroll_home(animate=False)

    def _named(self, version: Version, look: Look) -> Text:
        """The version's name, with what it came to."""
        name = Text(version.name, "bold")
        if version.ran is not None:
            verdict = version.ran.grade.verdict
            came_to = look.text(reached(self._exercise, version.ran.grade))
            name.append(f" {look.mark(verdict)} {came_to}", look.style(VERDICT_ROLES[verdict]))
        return name


def _curves(version: Version) -> FitCurves | None:
    return None if version.ran is None else last_curves((version.ran,))
