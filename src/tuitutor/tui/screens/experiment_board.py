"""All attempts at an exercise together: what differs between their codes, and the curves of chosen ones overlaid."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static

from tuitutor.course.model import Exercise
from tuitutor.draw.attempt_table import draw_table
from tuitutor.draw.look import WORDMARKS, Look, wrap
from tuitutor.draw.metrics import MetricTarget, targets
from tuitutor.draw.overlay import PlottedMetric, ShownRun, choices, draw_overlay, headline, runs_of
from tuitutor.draw.past_attempts import draw_difference
from tuitutor.engine.differences import no_name
from tuitutor.engine.experiments import (
    MOST_SHOWN,
    Experiment,
    compare_experiments,
    experiments_of,
    first_shown,
    name_attempt,
    pin_attempt,
)
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress.past import PastAttempt
from tuitutor.spelling import counted
from tuitutor.tui import keys
from tuitutor.tui.flow.study import Study
from tuitutor.tui.screens.compare import CompareScreen, Version, versions_of
from tuitutor.tui.screens.help import HelpPage, HelpScreen
from tuitutor.tui.turns import focus_now
from tuitutor.tui.widgets.choosing import ChoiceLine, Choices
from tuitutor.tui.widgets.looks import look_of
from tuitutor.tui.widgets.said import SECONDS, Said, TooSmall
from tuitutor.tui.widgets.single_lines import Entry, KeyBar, SplitLine

BESIDE = 116  # columns from which the list and the curves are side by side
_AROUND = 4  # rows above the list and below it, in the upper half
_TWO = 24  # rows in which two metrics are drawn, one below the other
_NONE = "No attempt at this exercise yet. esc goes back to it, and {} there makes one; each is kept here."
_ONE = "With a second attempt, columns show what differs between the two, and enter compares them."
_UNSHOWN = "space shows the curve of the attempt that the cursor is on."
_UNDRAWN = "None of these attempts trained anything, so there is no curve to show."
_INTRO = "All attempts at the exercise. Columns show what differs between their codes; the rest is the same in all."
_MORE = (
    ("up, down", "Go to another attempt; home, end: to the latest, to the first"),
    ("esc", "Go back to the exercise"),
)


class OverlayView(Widget):
    """Draws in the room that there is."""

    def __init__(self, draw: Callable[[int, int, Look], list[Text]], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._draw = draw

    def render(self) -> Text:
        width, height = self.content_size
        return Text("\n").join(self._draw(width, height, look_of(self.app)))


class BoardScreen(Screen[PastAttempt | None]):
    """The attempts at an exercise, the latest on top. Dismissed with the one to restore, if any.

    `code` is what the editor has now. Names and pins are kept in the progress.
    """

    CSS_PATH = "experiment_board.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(key.binding() for key in keys.BOARD_KEYS),
        Binding("escape", "back", show=False, priority=True),
        Binding("q", "back", show=False),
        Binding("question_mark,f1", "help", show=False),
    ]

    def __init__(self, exercise: Exercise, attempts: Sequence[PastAttempt], code: str, study: Study) -> None:
        super().__init__()
        self._exercise = exercise
        self._code = code
        self._study = study
        self._experiments = experiments_of(attempts, study.store.progress())
        first = first_shown(exercise, self._experiments)
        self._slots = {self._experiments[at].kept.at: slot for slot, at in enumerate(first)}  # of those that are shown
        self._drawn: PlottedMetric | None = None  # None: what can be drawn first

    def compose(self) -> ComposeResult:
        yield SplitLine(id="board-header")
        with Container(id="board"):
            with Vertical(id="listed"):
                with Vertical(id="runs"):
                    yield Static(id="columns", markup=False)
                    yield Choices(id="experiments", markup=False)
                    yield Static(id="board-hint", markup=False)
                yield OverlayView(self._changes, id="changes")
            yield OverlayView(self._plot, id="overlay")
        with Vertical(id="board-foot"):
            yield Said()
            with Horizontal(id="naming"):
                yield Static(markup=False)
                yield Input(id="run-name", compact=True)
            yield KeyBar()
        yield TooSmall()

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False
        self.watch(self.app, "theme", self.redraw, init=False)
        focus_now(self.query_one(Choices))

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(self.query_one(TooSmall).applies(event.size), "-small")
        self.set_class(event.size.width >= BESIDE, "-beside")
        self.query_one(Choices).styles.max_height = max(2, event.size.height // 2 - _AROUND)
        self.call_after_refresh(self.redraw)

    def show(self, attempts: Sequence[PastAttempt]) -> None:
        """Take the attempts as they are now: another one may have ended meanwhile."""
        chosen = self._chosen
        self._experiments = experiments_of(attempts, self._study.store.progress())
        self._fill(chosen)

    def say(self, sentence: str, seconds: float = SECONDS) -> None:
        """Show the learner a sentence."""
        self.query_one(Said).say(sentence, seconds)

    # ---- drawing

    def redraw(self) -> None:
        """Draw everything as it is now."""
        if self.is_attached:
            self._fill(self._chosen)

    def _fill(self, chosen: Experiment | None) -> None:
        """Draw the list, with the cursor on this attempt, and all around it."""
        look, runs, experiments = look_of(self.app), self.query_one(Choices), self._experiments
        reference = self._study.reference.known
        slots = self._by_index
        parameter = reference.argument if reference else no_name
        found = compare_experiments(self._exercise, experiments, parameter, slots)
        width = self.query_one("#runs").content_size.width - 1
        table = draw_table(self._exercise, experiments, found, slots, time.time(), width, look)
        self.query_one("#columns", Static).update(table.head)
        runs.set_options([ChoiceLine(line, str(at)) for at, line in reversed(list(enumerate(table.lines)))])
        at = next((at for at, each in enumerate(reversed(experiments)) if chosen and each.kept.at == chosen.kept.at), 0)
        runs.highlighted = at if experiments else None
        self._show_lines(look)

    def _show_lines(self, look: Look) -> None:
        """What is around the list: titles, curves, keys."""
        experiments, quiet = self._experiments, look.style("quiet")
        title = Text.assemble((look.line(self._exercise.title), "bold"), (look.text(" › all attempts"), quiet))
        word = Text.assemble((f"{WORDMARKS[look.glyphs]} ", look.style("train")), title)
        passed = sum(each.kept.grade.verdict is Verdict.PASSED for each in experiments)
        reached = Text(f"{passed} of {counted(len(experiments), 'attempt')} passed" if experiments else "", quiet)
        self.query_one("#board-header", SplitLine).show(reached, word, title)
        self.query_one("#runs").border_title = "attempts"
        overlay, drawn = self.query_one("#overlay"), self._metric
        overlay.border_title = "curves"
        if drawn is not None:
            room = overlay.size.width - 2  # beside the corners
            overlay.border_title = Content.from_rich_text(headline(self._runs, drawn, self._target(drawn), room, look))
        overlay.refresh()
        self._show_changes()
        hint = _NONE.format(keys.RUN.named) if not experiments else _ONE if len(experiments) == 1 else ""
        self.query_one("#board-hint", Static).update(look.text(hint))
        self.set_class(bool(hint), "-few")
        self.set_class(not experiments, "-none")
        self._show_keys()

    def _plot(self, width: int, height: int, look: Look) -> list[Text]:
        runs, found, drawn = self._runs, self._metrics, self._metric
        if drawn is not None:
            high = height // 2 if height >= _TWO and len(found) > 1 else height
            lines = draw_overlay(runs, drawn, self._target(drawn), width, high, look)
            if high < height:
                after = self._after(drawn)
                lines += [Text(), headline(runs, after, self._target(after), width, look)]
                lines += draw_overlay(runs, after, self._target(after), width, height - len(lines), look)
            return lines
        said = _UNSHOWN if self._can_be_drawn else _UNDRAWN if self._experiments else ""
        return wrap(said, width, look, look.style("quiet"))[:height]

    def _show_changes(self) -> None:
        """What was changed to the chosen attempt, if there is room below the list."""
        changes = self.query_one("#changes")
        if (compared := self._compared) is not None:
            versions, *both = compared
            before, after = sorted(both)
            changes.border_title = look_of(self.app).line(f"{versions[before].name} → {versions[after].name}")
        changes.refresh()

    def _changes(self, width: int, height: int, look: Look) -> list[Text]:
        if (compared := self._compared) is None:
            return []
        versions, *both = compared
        before, after = (versions[at].code for at in sorted(both))
        lines = [*draw_difference(before, after, width, look).split("\n")]
        if len(lines) > height > 0:
            lines[height - 1] = Text(look.text("… enter shows the rest"), look.style("quiet"))
        return lines[:height]

    def _show_keys(self) -> None:
        chosen, back = self._chosen, ("esc", "cancel" if self._naming else "back", "screen.back")
        entries: list[Entry] = []
        if self._naming:
            entries.append(("enter", "save the name", ""))
        elif chosen is not None:
            shown = chosen.kept.at in self._slots
            labels = {keys.SHOW_RUN: "hide" if shown else "show", keys.COMPARE_RUN: "diff"}
            labels |= {keys.RESTORE_RUN: "restore", keys.NAME_RUN: "name"}
            labels |= {keys.PIN_RUN: "unpin" if chosen.pinned else "pin"}
            entries += [(key.shown, label, f"screen.{key.action}") for key, label in labels.items()]
            if len(self._metrics) > 1:
                entries.insert(1, (keys.METRIC.shown, "metric", f"screen.{keys.METRIC.action}"))
        self.query_one(KeyBar).show((*entries, back, ("?", "keys", "screen.help")))

    # ---- what is chosen

    @property
    def _chosen(self) -> Experiment | None:
        """The attempt that the cursor is on."""
        at = self.query_one(Choices).highlighted
        return None if at is None or at >= len(self._experiments) else self._experiments[-1 - at]

    @property
    def _by_index(self) -> dict[int, int]:
        """The slots of those that are shown, by index."""
        return {
            at: self._slots[each.kept.at] for at, each in enumerate(self._experiments) if each.kept.at in self._slots
        }

    @property
    def _runs(self) -> list[ShownRun]:
        return runs_of(self._experiments, self._by_index)

    @property
    def _can_be_drawn(self) -> bool:
        return any(each.kept.curves is not None for each in self._experiments)

    @property
    def _metrics(self) -> tuple[PlottedMetric, ...]:
        return choices([run.curves for run in self._runs])

    @property
    def _metric(self) -> PlottedMetric | None:
        """What is drawn: the metric that was chosen, if a run has it, or else the first."""
        found = self._metrics
        return self._drawn if self._drawn in found else next(iter(found), None)

    def _after(self, drawn: PlottedMetric) -> PlottedMetric:
        found = self._metrics
        return found[(found.index(drawn) + 1) % len(found)]

    @property
    def _compared(self) -> tuple[list[Version], int, int] | None:
        """All versions of the code, the chosen one's index there, and the one that it is compared with.

        That is the nearest one that is shown, rather an earlier one, or else the one before.
        """
        if (chosen := self._chosen) is None:
            return None
        at, shown = self._experiments.index(chosen), [*self._by_index]
        nearest = max(
            (each for each in shown if each < at), default=min((each for each in shown if each > at), default=at - 1)
        )
        versions = versions_of(self._exercise, self._experiments, self._code)  # the first is the starter
        return versions, at + 1, nearest + 1

    def _target(self, drawn: PlottedMetric) -> MetricTarget | None:
        """What the metric should reach, by the latest attempt's code."""
        return targets(self._exercise, self._experiments[-1].kept.code).get(drawn.name)

    @on(OptionList.OptionHighlighted)
    def _moved(self) -> None:
        self._show_keys()
        self._show_changes()

    # ---- keys

    def action_show_run(self) -> None:
        """Show the curve of the chosen attempt, or hide it."""
        if (chosen := self._chosen) is None or self._naming:
            return
        at, free = chosen.kept.at, set(range(MOST_SHOWN)) - set(self._slots.values())
        if at in self._slots:
            del self._slots[at]
        elif chosen.kept.curves is None:
            self.say(f"Attempt {chosen.kept.number} has no curve, since it trained nothing.")
        elif not free:
            self.say(f"{MOST_SHOWN} curves are shown, which is the most; space on one of these hides it.")
        else:
            self._slots[at] = min(free)
        self.redraw()

    def action_metric(self) -> None:
        """Draw the next metric."""
        if (now := self._metric) is not None:
            self._drawn = self._after(now)
            self._show_lines(look_of(self.app))

    @on(OptionList.OptionSelected)
    def action_compare_run(self) -> None:
        """Compare the chosen attempt with another, in full."""
        if (compared := self._compared) is not None:
            versions, chosen, other = compared
            self.app.push_screen(CompareScreen(self._exercise, versions, chosen, other=other), self._restore)

    def action_restore_run(self) -> None:
        """Go back to the exercise, with the code of the chosen attempt in the editor."""
        if (chosen := self._chosen) is not None:
            self._restore(chosen.kept)

    def _restore(self, kept: PastAttempt | None) -> None:
        if kept is not None:
            self.dismiss(kept)

    def action_pin_run(self) -> None:
        """Pin the chosen attempt, or unpin it."""
        if (chosen := self._chosen) is not None:
            self.say(pin_attempt(chosen.kept, self._experiments, self._study.store))
            self.show([each.kept for each in self._experiments])

    def action_name_run(self) -> None:
        """Open the line in which the chosen attempt's name is typed."""
        if (chosen := self._chosen) is not None:
            self.add_class("-naming")
            self.query_one("#naming > Static", Static).update(f"name of attempt {chosen.kept.number}:")
            line = self.query_one(Input)
            line.value = chosen.name
            line.select_all()
            focus_now(line)
            self._show_keys()

    @on(Input.Submitted)
    def _named(self, event: Input.Submitted) -> None:
        if (chosen := self._chosen) is not None:
            name_attempt(chosen.kept, event.value, self._study.store)
        self._end_naming()
        self.show([each.kept for each in self._experiments])

    @property
    def _naming(self) -> bool:
        return self.has_class("-naming")

    def _end_naming(self) -> None:
        self.remove_class("-naming")
        focus_now(self.query_one(Choices))
        self._show_keys()

    def action_back(self) -> None:
        """Leave the line for a name, or the board."""
        if self._naming:
            self._end_naming()
        else:
            self.dismiss(None)

    def action_help(self) -> None:
        """Show what the keys do."""
        self.app.push_screen(HelpScreen(False, HelpPage(_INTRO, keys.BOARD_KEYS, _MORE)))
