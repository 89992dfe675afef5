"""Trainings together: what differs between their codes, and the curves of chosen ones overlaid."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
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

from tuitutor.course.maths import escaped
from tuitutor.draw.experiment_table import draw_table
from tuitutor.draw.look import WORDMARKS, Look, crop, wrap
from tuitutor.draw.metrics import MetricTarget
from tuitutor.draw.overlay import PlottedMetric, ShownRun, choices, draw_overlay, headline, runs_of
from tuitutor.draw.past_attempts import draw_difference
from tuitutor.engine.differences import Differences
from tuitutor.engine.experiments import MOST_SHOWN, Experiment
from tuitutor.errors import StateError
from tuitutor.tui import keys
from tuitutor.tui.screens.compare import CompareScreen, Version
from tuitutor.tui.screens.popups import HelpPage, HelpScreen
from tuitutor.tui.turns import focus_now
from tuitutor.tui.widgets.choosing import ChoiceLine, Choices
from tuitutor.tui.widgets.looks import look_of
from tuitutor.tui.widgets.single_lines import Entry, KeyBar, Said, SplitLine, TooSmall

BESIDE = 116  # columns from which the list and the curves are side by side
_AROUND = 4  # rows above the list and below it, in the upper half
_HIGH = 30  # rows from which what describes the chosen one has three lines, not two
_TWO = 24  # rows in which two metrics are drawn, one below the other
_ONE = "With a second {0}, columns show what differs between the two, and enter compares them."
_UNSHOWN = "space shows the curve of the {0} that the cursor is on."
_UNDRAWN = "None of these {0}s trained anything, so there is no curve to show."
_MORE = (
    ("up, down", "Go to another one; home, end: to the top, to the bottom"),
    ("esc", "Go back"),
)


class BoardSource(ABC):
    """Where a board's trainings come from. `noun` is what one is called, `title` what they belong to, `offers` what can
    be done to one, `none` what is said if there is none, `intro` what the help page says of them.

    `before` and `after` are versions of the code that weren't run, to compare with.
    """

    noun: str
    title: str
    none: str
    intro: str
    offers: Sequence[keys.Key]
    before: Sequence[Version]
    after: Sequence[Version]

    @abstractmethod
    def experiments(self, drawn: PlottedMetric | None) -> Sequence[Experiment]:
        """All of them in order of time, measured by the metric that is `drawn`."""

    def first_drawn(self, found: Sequence[PlottedMetric]) -> PlottedMetric | None:
        """The metric, of those that there are, that is drawn until the learner chooses another."""
        return next(iter(found), None)

    @abstractmethod
    def first_shown(self) -> Sequence[int]:
        """The indices of those whose curves are shown first."""

    @abstractmethod
    def compare(self, experiments: Sequence[Experiment], among: Collection[int]) -> Differences:
        """What differs between them, and what `among` these first."""

    def goals(self, code: str) -> Mapping[str, MetricTarget]:
        """What metrics should reach."""
        return {}

    @abstractmethod
    def sum_up(self, experiments: Sequence[Experiment]) -> str:
        """How they stand together, in a few words."""

    def describe(self, experiment: Experiment) -> str:
        """What there is to say about one, beside its row; "" if nothing."""
        return ""

    @abstractmethod
    def name(self, experiment: Experiment, name: str) -> None:
        """Keep the learner's name for one, "" for none. Raises StateError."""

    def pin(self, experiment: Experiment) -> str:
        """Pin one, or no longer. Returns what to tell the learner. A source that doesn't offer it needn't have it."""
        raise NotImplementedError


class OverlayView(Widget):
    """Draws in the room that there is."""

    def __init__(self, draw: Callable[[int, int, Look], list[Text]], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._draw = draw

    def render(self) -> Text:
        width, height = self.content_size
        return Text("\n").join(self._draw(width, height, look_of(self.app)))


class BoardScreen(Screen[Experiment | None]):
    """A source's trainings, the latest on top. Dismissed with the one to restore, if any."""

    CSS_PATH = "experiment_board.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(key.binding() for key in keys.BOARD_KEYS),
        Binding("escape", "back", show=False, priority=True),
        Binding("q", "back", show=False),
        Binding("question_mark,f1", "help", show=False),
    ]

    def __init__(self, source: BoardSource) -> None:
        super().__init__()
        self.source = source
        self._said = Said()
        self.say = self._said.say
        self._drawn: PlottedMetric | None = None  # None: what can be drawn first
        self._chose = False  # whether the learner chose which are shown
        self._experiments = source.experiments(None)
        self._show_first()

    def compose(self) -> ComposeResult:
        yield SplitLine(id="board-header")
        with Container(id="board"):
            with Vertical(id="listed"):
                with Vertical(id="runs"):
                    yield Static(id="columns", markup=False)
                    yield Choices(id="experiments", markup=False)
                    yield Static(id="board-hint", markup=False)
                    yield OverlayView(self._described, id="described")
                yield OverlayView(self._changes, id="changes")
            yield OverlayView(self._plot, id="overlay")
        with Vertical(id="board-foot"):
            yield self._said
            with Horizontal(id="naming"):
                yield Static(markup=False)
                yield Input(id="run-name", compact=True)
            yield KeyBar()
        yield TooSmall()

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False
        focus_now(self.query_one(Choices))

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(self.query_one(TooSmall).applies(event.size), "-small")
        self.set_class(event.size.width >= BESIDE, "-beside")
        self.set_class(event.size.height < _HIGH, "-low")
        around = _AROUND + (2 + (event.size.height >= _HIGH)) * self.has_class("-described")
        self.query_one(Choices).styles.max_height = max(2, event.size.height // 2 - around)
        self.call_after_refresh(self.redraw)

    def take_news(self) -> None:
        """Take the trainings as they are now: another one may have begun or ended meanwhile."""
        chosen = self._chosen
        self._experiments = self.source.experiments(self._metric)
        if not self._slots and not self._chose:
            self._show_first()
        self._fill(chosen)

    def _show_first(self) -> None:
        shown = enumerate(self.source.first_shown())
        self._slots = {self._experiments[at].key: slot for slot, at in shown}  # of those that are shown

    # ---- drawing

    def redraw(self) -> None:
        """Draw everything as it is now."""
        if self.is_attached:
            self._fill(self._chosen)

    follow_theme = redraw

    def _fill(self, chosen: Experiment | None) -> None:
        """Draw the list, with the cursor on this attempt, and all around it."""
        look, runs, experiments = look_of(self.app), self.query_one(Choices), self._experiments
        slots = self._by_index
        found = self.source.compare(experiments, slots)
        width = self.query_one("#runs").content_size.width - 1
        table = draw_table(experiments, found, slots, time.time(), width, look)
        self.query_one("#columns", Static).update(table.head)
        order = self._order
        runs.set_options([ChoiceLine(table.lines[at]) for at in order])
        row = next((row for row, at in enumerate(order) if chosen and experiments[at].key == chosen.key), 0)
        runs.highlighted = row if experiments else None
        self._show_lines(look)

    def _show_lines(self, look: Look) -> None:
        """What is around the list: titles, curves, keys."""
        experiments, quiet = self._experiments, look.style("quiet")
        noun = self.source.noun
        title = Text.assemble((look.line(self.source.title), "bold"), (look.text(f" › all {noun}s"), quiet))
        word = Text.assemble((f"{WORDMARKS[look.glyphs]} ", look.style("train")), title)
        self.query_one("#board-header", SplitLine).show(Text(self.source.sum_up(experiments), quiet), word, title)
        self.query_one("#runs").border_title = f"{noun}s"
        overlay, drawn = self.query_one("#overlay"), self._metric
        overlay.border_title = "curves"
        if drawn is not None:
            room = overlay.size.width - 2  # beside the corners
            overlay.border_title = Content.from_rich_text(headline(self._runs, drawn, self._target(drawn), room, look))
        overlay.refresh()
        self._show_changes()
        hint = self.source.none if not experiments else _ONE.format(noun) if len(experiments) == 1 else ""
        self.query_one("#board-hint", Static).update(look.text(hint))
        self.set_class(bool(hint), "-few")
        if self.has_class("-none") == bool(experiments):  # the list gets another width
            self.set_class(not experiments, "-none")
            self.call_after_refresh(self.redraw)
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
        has_curve = any(each.curves is not None for each in self._experiments)
        said = _UNSHOWN if has_curve else _UNDRAWN if self._experiments else ""
        return wrap(said.format(self.source.noun), width, look, look.style("quiet"))[:height]

    def _show_changes(self) -> None:
        """What was changed to the chosen attempt, if there is room below the list."""
        changes = self.query_one("#changes")
        if (compared := self._compared) is not None:
            versions, *both = compared
            before, after = sorted(both)
            changes.border_title = look_of(self.app).line(f"{versions[before].name} → {versions[after].name}")
        changes.refresh()

    def _described(self, width: int, height: int, look: Look) -> list[Text]:
        """What there is to say about the chosen one, as far as it fits."""
        chosen = self._chosen
        lines = wrap("" if chosen is None else self.source.describe(chosen), width, look, look.style("quiet"))
        if len(lines) > height > 0:
            lines[height - 1] = crop(Text.assemble(lines[height - 1], look.text(" …")), width, look)
        return lines[:height]

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
        chosen, back = self._chosen, ("esc", "cancel" if self.has_class("-naming") else "back", "screen.back")
        entries: list[Entry] = []
        if self.has_class("-naming"):
            entries.append(("enter", "save the name", ""))
        elif chosen is not None:
            shown = chosen.key in self._slots
            labels = {keys.SHOW_RUN: "hide" if shown else "show", keys.COMPARE_RUN: "diff"}
            labels |= {keys.RESTORE_RUN: "restore", keys.NAME_RUN: "name"}
            labels |= {keys.PIN_RUN: "unpin" if chosen.pinned else "pin"}
            idle = () if self._compared is not None else (keys.COMPARE_RUN,)
            can = {key: label for key, label in labels.items() if key in self.source.offers and key not in idle}
            entries += [(key.shown, label, f"screen.{key.action}") for key, label in can.items()]
            if len(self._metrics) > 1:
                entries.insert(1, (keys.METRIC.shown, "metric", f"screen.{keys.METRIC.action}"))
        self.query_one(KeyBar).show((*entries, back, ("?", "keys", "screen.help")))

    # ---- what is chosen

    @property
    def _chosen(self) -> Experiment | None:
        """The one that the cursor is on."""
        row = self.query_one(Choices).highlighted
        return None if row is None or row >= len(self._experiments) else self._experiments[self._order[row]]

    @property
    def _order(self) -> list[int]:
        """The indices of all, from top to bottom."""
        return [*reversed(range(len(self._experiments)))]

    @property
    def _by_index(self) -> dict[int, int]:
        """The slots of those that are shown, by index."""
        return {at: self._slots[each.key] for at, each in enumerate(self._experiments) if each.key in self._slots}

    @property
    def _runs(self) -> list[ShownRun]:
        return runs_of(self._experiments, self._by_index)

    @property
    def _metrics(self) -> tuple[PlottedMetric, ...]:
        return choices([run.curves for run in self._runs])

    @property
    def _metric(self) -> PlottedMetric | None:
        """What is drawn: the metric that was chosen, if a run has it, or else the first."""
        found = self._metrics
        return self._drawn if self._drawn in found else self.source.first_drawn(found)

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
        source, before = self.source, len(self.source.before)
        if before + nearest < 0:
            return None
        ran = [
            Version(f"{source.noun} {each.number} {each.name}".rstrip(), each.code, each) for each in self._experiments
        ]
        return [*source.before, *ran, *source.after], before + at, before + nearest

    def _target(self, drawn: PlottedMetric) -> MetricTarget | None:
        """What the metric should reach, by the latest attempt's code."""
        return self.source.goals(self._experiments[-1].code).get(drawn.name)

    @on(OptionList.OptionHighlighted)
    def _moved(self) -> None:
        self._show_keys()
        self._show_changes()
        self.query_one("#described").refresh()

    # ---- keys

    def action_show_run(self) -> None:
        """Show the curve of the chosen attempt, or hide it."""
        if (chosen := self._chosen) is None or self.has_class("-naming"):
            return
        self._chose = True
        at, free = chosen.key, set(range(MOST_SHOWN)) - set(self._slots.values())
        if at in self._slots:
            del self._slots[at]
        elif chosen.curves is None:
            self.say(f"{self.source.noun.capitalize()} {chosen.number} has no curve, since it trained nothing.")
        elif not free:
            self.say(f"{MOST_SHOWN} curves are shown, which is the most; space on one of these hides it.")
        else:
            self._slots[at] = min(free)
        self.take_news()

    def action_metric(self) -> None:
        """Draw the next metric."""
        if (now := self._metric) is not None:
            self._drawn = self._after(now)
            self.take_news()

    @on(OptionList.OptionSelected)
    def action_compare_run(self) -> None:
        """Compare the chosen attempt with another, in full."""
        if (compared := self._compared) is not None:
            versions, chosen, other = compared
            restores = keys.RESTORE_RUN in self.source.offers
            ran = versions[chosen].ran
            remark = escaped(self.source.describe(ran)) if ran is not None else ""
            screen = CompareScreen(versions, chosen, self.source.goals, remark, other=other, restores=restores)
            self.app.push_screen(screen, self._restore)

    def action_restore_run(self) -> None:
        """Go back to the exercise, with the code of the chosen attempt in the editor."""
        if (chosen := self._chosen) is not None and keys.RESTORE_RUN in self.source.offers:
            self._restore(chosen)

    def _restore(self, chosen: Experiment | None) -> None:
        if chosen is not None:
            self.dismiss(chosen)

    def action_pin_run(self) -> None:
        """Pin the chosen one, or unpin it."""
        if (chosen := self._chosen) is not None and keys.PIN_RUN in self.source.offers:
            self.say(self.source.pin(chosen))
            self.take_news()

    def action_name_run(self) -> None:
        """Open the line in which the chosen one's name is typed."""
        if (chosen := self._chosen) is not None:
            self.add_class("-naming")
            self.query_one("#naming > Static", Static).update(f"name of {self.source.noun} {chosen.number}:")
            line = self.query_one(Input)
            line.value = chosen.name
            line.select_all()
            focus_now(line)
            self._show_keys()

    @on(Input.Submitted)
    def _named(self, event: Input.Submitted) -> None:
        if (chosen := self._chosen) is not None:
            try:
                self.source.name(chosen, event.value)
            except StateError as error:
                self.say(str(error))
        self._end_naming()
        self.take_news()

    def _end_naming(self) -> None:
        self.remove_class("-naming")
        focus_now(self.query_one(Choices))
        self._show_keys()

    def action_back(self) -> None:
        """Leave the line for a name, or the board."""
        if self.has_class("-naming"):
            self._end_naming()
        else:
            self.dismiss(None)

    def action_help(self) -> None:
        """Show what the keys do."""
        self.app.push_screen(HelpScreen(False, HelpPage(self.source.intro, self.source.offers, _MORE)))
