"""Two trainings compared: what they came to, their curves, and what was changed between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from tuitutor.draw.aloud import draw_passages
from tuitutor.draw.curves import draw_curves
from tuitutor.draw.look import VERDICT_ROLES, Look, wrap
from tuitutor.draw.metrics import MetricTarget
from tuitutor.draw.past_attempts import draw_difference
from tuitutor.engine.experiments import Experiment
from tuitutor.engine.snapshots import FitCurves
from tuitutor.tui import keys
from tuitutor.tui.widgets.drawing import Drawing
from tuitutor.tui.widgets.looks import look_of
from tuitutor.tui.widgets.single_lines import KeyBar, SplitLine

_PLOT = 9  # rows of the curves

Goals = Callable[[str], Mapping[str, MetricTarget]]


@dataclass(frozen=True, slots=True)
class Version:
    """A named version of the code; `ran` if it was run."""

    name: str
    code: str
    ran: Experiment | None = None


class CompareScreen(ModalScreen[Experiment | None]):
    """Compares the version at `chosen` with another of the `versions`, which are in order of time.

    `other` is that one to begin with, None for the one before; arrows choose. `goals` has what metrics should reach,
    for a code; below is a `remark`, Markdown. Dismissed with the attempt to restore, if any, and if they can be
    (`restores`).
    """

    CSS_PATH = "panel.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Back", show=False, priority=True),
        Binding("left", "other(-1)", "With an earlier one", show=False, priority=True),
        Binding("right", "other(1)", "With a later one", show=False, priority=True),
        keys.RESTORE.binding("restore"),
    ]

    def __init__(
        self,
        versions: Sequence[Version],
        chosen: int,
        goals: Goals,
        remark: str = "",
        *,
        other: int | None = None,
        restores: bool = True,
    ) -> None:
        super().__init__()
        self._remark = remark
        self._goals = goals
        self._can_restore = restores and versions[chosen].ran is not None
        self._versions = versions
        self._chosen = chosen
        self._other = chosen - 1 if other is None else other

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield SplitLine(id="compared")
            yield Drawing(id="comparison")
            chosen = self._versions[self._chosen]
            name = look_of(self.app).line(f"restore {chosen.name}")
            restore = [(keys.RESTORE.shown, name, "screen.restore")] if self._can_restore else []
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
                ghost, wanted = _curves(before), self._goals(after.code)
                parts.append(draw_curves(curves, width, _PLOT, look, ghost, wanted))
            elif (curves := _curves(before)) is not None:
                parts.append(draw_curves(curves, width, _PLOT, look, None, self._goals(before.code)))
                missing = f"This is the curve of {before.name}; that of {after.name} is here once it has been run."
                parts.append(Text("\n").join(wrap(missing, width, look, look.style("quiet"))))
            parts.append(draw_difference(before.code, after.code, width, look))
            if self._remark:
                parts.append(draw_passages(self._remark, width, look))
            return Text("\n").append_text(Text("\n\n").join(parts))

        look = look_of(self.app)
        names = Text(look.text(" → ")).join(_named(each, look) for each in (before, after))
        self.query_one("#compared", SplitLine).show("", names)
        drawing = self.query_one(Drawing)
        drawing.show(draw)
        drawing.scroll_home(animate=False)


def _curves(version: Version) -> FitCurves | None:
    return None if version.ran is None else version.ran.curves


def _named(version: Version, look: Look) -> Text:
    """The version's name, with what it came to."""
    name, ran = Text(look.line(version.name), "bold"), version.ran
    if ran is not None:
        came_to = look.text(", ".join(value for _, value in ran.reached if value))
        mark = f"{look.mark(ran.verdict)} " if ran.verdict is not None else ""
        name.append(f" {mark}{came_to}", look.style(VERDICT_ROLES[ran.verdict] if ran.verdict is not None else "quiet"))
    return name
