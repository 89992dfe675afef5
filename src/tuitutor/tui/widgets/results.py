"""The results below the code: curves, a status line, and a panel: map, model, checks, output, attempts, hints."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Static

from tuitutor.course.model import Exercise
from tuitutor.draw.past_attempts import draw_attempts
from tuitutor.engine.guidance import Hint
from tuitutor.engine.snapshots import AttemptView
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress.attempt_record import PastAttempt
from tuitutor.tui import keys
from tuitutor.tui.repaint import mark
from tuitutor.tui.turns import focus_now
from tuitutor.tui.widgets import panels
from tuitutor.tui.widgets.choosing import ChoiceLine, Choices
from tuitutor.tui.widgets.drawing import Drawing
from tuitutor.tui.widgets.looks import look_of
from tuitutor.tui.widgets.panels import stack_panels
from tuitutor.tui.widgets.prose import ProseView, rows
from tuitutor.tui.widgets.run_views import BESIDE_MAP, CurvesView, MapView, PicturesView, TranscriptView
from tuitutor.tui.widgets.single_lines import SplitLine

_COUNTED = ("hints", "attempts")  # without their numbers, in this order, if there is too little room
_FIRST = "checks"  # of a new exercise
# from top to bottom, and the most important first; the last two side by side below the first, if all are shown
_COLUMNS = {"whole": ("checks",), "left": ("attempts", "hints"), "right": ("learned", "model", "output")}
_SHARES = {"left": 5, "right": 6}  # of the width: a layer of a model should have a single line
_BESIDE = 50  # columns from which the map may be beside the checks
_MOST_LINES = 600
_BELOW = 7  # rows that the checks leave to what is below them
_MAP, _PICTURE = 12, 10  # rows in which they can be read


class Results(Vertical):
    """Shows the curves, the panel that matters now (`top`), and after a pass the map beside the checks.

    With `has_room` all parts are there. A part with the focus may be `enlarged`: it has all the room below the code.
    `attempts` are the stored attempts, in order of time, and `names` the names of the parts. `changed` is called when
    other parts are shown, or they need other rows.

    Its keys only work while a part has the focus; in an editor they are letters.
    """

    # with priority, before a panel that scrolls takes the arrows
    BINDINGS: ClassVar[list[BindingType]] = [key.binding() for key in (*keys.RESULT_KEYS, *keys.ATTEMPT_KEYS)]
    DEFAULT_CSS = f"""
    Results > CurvesView {{ display: none; }}
    Results.-curves > CurvesView {{ display: block; }}
    Results > Horizontal {{ height: 1fr; }}
    Results.-only-curves > Horizontal {{ display: none; }}
    Results.-all > Horizontal {{ layout: vertical; }}
    Results #below {{ width: 1fr; height: 1fr; display: none; }}
    Results #below.-beside {{ width: 30; padding: 0 0 0 2; }}
    Results .column {{ width: 1fr; display: none; }}
    Results .column > * {{ display: none; }}
    Results .column.-shown, Results .column > .-shown, Results #below.-shown {{ display: block; }}
    Results.-all .column > * {{ padding: 0 1; }}
    Results.-all #left {{ width: {_SHARES["left"]}fr; }}
    Results.-all #right {{ width: {_SHARES["right"]}fr; }}
    Results PicturesView {{ margin: 1 0 0 0; }}
    """

    def __init__(self, exercise: Exercise, changed: Callable[[], None]) -> None:
        super().__init__(id="results")
        self.top = _FIRST
        self.enlarged = ""
        self.has_room = False
        self.names = Content()
        self._changed = changed
        self._beside = False
        self.attempts: tuple[PastAttempt, ...] = ()
        self._exercise = exercise
        self._view = AttemptView()
        self._hints: tuple[Hint, ...] = ()
        self.curves, self.map = CurvesView(id="curves"), MapView(id="learned")
        self.curves.can_focus = True
        self.status = SplitLine(id="bench-status")
        self._checks, self._model = Drawing(id="checks"), Drawing(id="model")
        self._attempts, self._shown_hints = AttemptsView(id="attempts", markup=False), HintsView(id="hints")
        self._transcript, self._pictures = TranscriptView(_MOST_LINES), PicturesView()
        self._parts: dict[str, Widget] = {  # in the order of f4
            "curves": self.curves,
            "learned": self.map,
            "model": self._model,
            "checks": self._checks,
            "output": VerticalScroll(self._transcript, self._pictures, id="output"),
            "attempts": self._attempts,
            "hints": self._shown_hints,
        }
        self._columns = {
            column: Vertical(*(self._parts[name] for name in names), id=column, classes="column")
            for column, names in _COLUMNS.items()
        }
        whole, *columns = self._columns.values()
        self._below = Horizontal(*columns, id="below")
        self._panels = Horizontal(whole, self._below)

    def compose(self) -> ComposeResult:
        yield self.curves
        yield self.status
        yield self._panels

    def open(self, exercise: Exercise) -> None:
        """Show another exercise's results, of which there are none yet."""
        self._exercise = exercise
        self.top = _FIRST
        self.show_attempts(())

    def show(self, view: AttemptView, *, headed: bool) -> None:
        """Show a snapshot of an attempt, with its current part on top. `headed`: see `panels.checks`."""
        before, self._view = self._view, view
        self._transcript.show(view.shown.transcript)
        self._pictures.show(view.shown.pictures)
        self.show_checks(headed=headed)
        self._model.show(panels.model(view))
        low = self.screen.has_class("-low")  # then the map is in the strip of curves
        if view.what_if is not None:
            pass  # a learner who looks at another part stays there, and a message says how it ended
        elif view.grade is not None or view.note:
            self.turn_to("checks")
        elif view.stage is not None and view.shown.curves is None and _says(view) and not _says(before):
            self.turn_to("output")  # nothing is training, but something is printed or drawn
        elif _has_map(view) and not _has_map(before) and self.top in ("checks", "model") and not low:
            self.turn_to("learned")
        elif view.model is not None and before.model is None and self.top == "checks":
            self.turn_to("model")
        self.redraw()

    def show_checks(self, *, headed: bool, doubt: str = "", edited: bool = False) -> None:
        """Show the checks of the attempt; see `panels.checks`."""
        goals = self.curves.goals
        draw = panels.checks(self._exercise, self._view, goals, headed=headed, doubt=doubt, edited=edited)
        self._checks.show(draw)

    def show_attempts(self, attempts: tuple[PastAttempt, ...]) -> None:
        self.attempts = attempts
        self._attempts.show(self._exercise, attempts)
        self.redraw()

    async def show_hints(self, hints: tuple[Hint, ...]) -> None:
        """Show the hints so far."""
        self._hints = hints
        await self._shown_hints.show(hints, len(self._exercise.hints))
        self.redraw()

    def turn_to(self, name: str) -> None:
        """Put a result on top, unless the learner is in another."""
        if name != self.top and self.at in ("", "curves"):
            self.top = name
            self.redraw()

    def enter(self, name: str = "", *, enlarged: bool = False) -> None:
        """Go to a part or, without a name, to the first in sight; `enlarged`: give it all the room below the code."""
        name = name or ("curves" if self._view.shown.curves is not None else self.top)
        self.enlarged = name * enlarged
        if name != "curves":
            self.top = name
        self.redraw()
        focus_now(self._parts[name], scroll_visible=False)

    def enlarge(self, name: str) -> None:
        """Go to a part, and give it all the room below the code."""
        self.enter(name, enlarged=True)

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _follow_focus(self) -> None:
        """Leave an enlarged part with the focus, and put the part with the focus on top."""
        at = self.at
        top = self.top if at in ("", "curves") else at
        enlarged = self.enlarged if at == self.enlarged else ""
        if (enlarged, top) != (self.enlarged, self.top):
            self.enlarged, self.top = enlarged, top
            self.redraw()

    @property
    def all_shown(self) -> bool:
        """Whether all parts are in sight."""
        return self.has_room and not self.enlarged

    @property
    def shows_checks(self) -> bool:
        """Whether the checks are in sight."""
        return self.all_shown or (self.top == "checks" and not self._is_alone)

    @property
    def shows_map(self) -> bool:
        """Whether the map is in sight, if there is one."""
        if self._is_alone:
            return self.curves.content_size.width >= BESIDE_MAP
        low = self.screen.has_class("-low") and not self.enlarged
        return self.all_shown or self._beside or self.top == "learned" or low

    @property
    def _is_alone(self) -> bool:
        """Whether the curves have all the room, also for a map beside them."""
        return self.enlarged == "curves"

    @property
    def at(self) -> str:
        """The part with the focus, otherwise ""."""
        return next((name for name, part in self._parts.items() if part.has_focus_within), "")

    @property
    def next(self) -> str:
        """The part after the one with the focus."""
        names = self._filled
        return names[(names.index(self.at) + 1) % len(names)] if self.at in names else names[0]

    @property
    def ahead(self) -> str:
        """The effect of f4, in a word."""
        return self._label(self.next).partition(" ")[0] if self.at else "results"

    @property
    def chosen_attempt(self) -> PastAttempt | None:
        """The attempt selected in the list if that is on top, or else the latest."""
        row = self._attempts.highlighted if self.top == "attempts" else None
        return self.attempts[-1 - (row or 0)] if self.attempts else None

    def scroll(self, step: int) -> None:
        """Scroll the result on top by half its height, up (-1) or down (1)."""
        panel = self._parts[self.top]
        panel.scroll_relative(y=step * max(1, panel.size.height // 2), animate=False)

    @property
    def _filled(self) -> tuple[str, ...]:
        """The parts with something to show."""
        contents = {
            "curves": self._view.shown.curves is not None,
            "checks": True,
            "output": _says(self._view),
            "model": self._view.model,
            "learned": _has_map(self._view),
            "attempts": self.attempts,
            "hints": self._hints or self._exercise.hints,
        }
        return tuple(name for name in self._parts if contents[name] or name == self.top)

    def redraw(self) -> None:
        """Show as much as there is room for."""
        grade, filled = self._view.grade, self._filled
        passed = grade is not None and grade.verdict is Verdict.PASSED
        room = self.content_size.width >= _BESIDE and not self.screen.has_class("-low")
        beside = passed and _has_map(self._view) and self.top == "checks" and room and not self.has_room
        beside = self._beside = beside and not self.enlarged
        shown: tuple[str, ...] = (self.top, "learned") if beside else (self.top,)
        if self.all_shown:
            shown = tuple(name for name in filled if name != "learned")  # it is beside the curves
        self.curves.with_map = self._is_alone or self.all_shown
        self.curves.leave_map_out(self.enlarged == "learned")
        mark(self, self._is_alone, "-only-curves", [self._panels])
        mark(self, self.all_shown, "-all", [self._panels, *self._columns.values(), *self._parts.values()])
        self.names = self._names_of_parts(filled, shown)
        for column, names in _COLUMNS.items():
            for name in names:
                panel = self._parts[name]
                panel.border_title = f" {self._label(name)} "
                mark(panel, name in shown, "-shown", [panel])
            whole = self._columns[column]
            mark(whole, any(name in shown for name in names), "-shown", [whole])
        mark(self._below, shown != ("checks",), "-shown", [self._below])
        mark(self._below, beside, "-beside", [self._below])
        self._changed()

    def _names_of_parts(self, filled: Sequence[str], shown: Sequence[str]) -> Content:
        """The parts in the order of f4, as far as there is room; the enlarged part has the frame's colour."""
        if self.all_shown:
            return Content("")
        labels = {name: self._label(name) for name in filled}
        # less the corners with a blank beside them, plus the padding; before it is laid out, the app's width
        room = (self.size or self.app.size).width - 2 - len(f"{keys.TAB.named} ")
        for name in (*_COUNTED, ""):
            if len("  ".join(labels.values())) <= room:
                break
            labels = {**labels, name: name} if name else {self.next: labels[self.next]}
            labels = {name: label for name, label in labels.items() if name in filled}
        names = []
        for name, label in labels.items():
            colour = "bold $primary" if name == self.enlarged else "$foreground" if name in shown else "$quiet"
            names.append(Content.styled(label, colour).stylize(Style.from_meta({"@click": f"enlarge({name!r})"})))
        return Content.assemble((f"{keys.TAB.named} ", "$quiet"), Content("  ").join(names))

    def share(self, rows: int, curves: int) -> None:
        """Have so many rows, and of these so many for the curves, unless nothing else is shown."""
        self.styles.height = rows
        mark(self, bool(curves) or self._is_alone, "-curves", [self.curves])
        self.curves.styles.height = "1fr" if self._is_alone else curves
        stacks = {side: [name for name in _COLUMNS[side] if self._parts[name].has_class("-shown")] for side in _SHARES}
        room, whole = rows - curves - 1, self.content_size.width
        if not (self.all_shown and room > 0):
            for panel in (self._columns["whole"], *self._parts.values()):
                if panel is not self.curves and panel.styles.inline.has_rule("height"):
                    panel.styles.height = None  # only now: else Textual would lay the screen out, at every key
            return
        sides = [column for column in _SHARES if stacks[column]]
        width_of = {side: whole * _SHARES[side] // sum(_SHARES[each] for each in sides) - 2 for side in sides}
        needed = {side: [1 + self.rows_of(name, width_of[side]) for name in stacks[side]] for side in sides}
        below = max(map(sum, needed.values()), default=0)
        first = min(1 + self.rows_of("checks", whole - 2), max(room - below, room - _BELOW))
        rest = room - first
        self._columns["whole"].styles.height = self._parts["checks"].styles.height = first
        for side in sides:
            for name, height in zip(stacks[side], stack_panels(rest, needed[side]), strict=True):
                self._parts[name].styles.height = height

    def rows_of(self, name: str, width: int) -> int:
        """The rows of a whole result."""
        match name:
            case "checks" | "model":
                rows = (self._checks if name == "checks" else self._model).needs(width)
                return max(rows, _MAP * (self._beside and name == "checks"))
            case "attempts":
                return len(self.attempts)
            case "hints":
                return self._shown_hints.needs(width)
            case "output":
                return self._transcript.lines + _PICTURE * bool(self._view.shown.pictures)
            case _:
                return _MAP

    def _label(self, name: str) -> str:
        match name:
            case "hints" if self._exercise.hints:
                return f"hints {len(self._hints)}/{len(self._exercise.hints)}"
            case "attempts" if self.attempts:
                return f"attempts {self.attempts[-1].number}"
            case "learned":
                return "map"
            case _:
                return name


def _has_map(view: AttemptView) -> bool:
    """Whether there is a map of the model's output."""
    return view.shown.curves is not None and bool(view.shown.curves.maps)


def _says(view: AttemptView) -> bool:
    """Whether the program printed or drew something."""
    return bool(view.shown.transcript or view.shown.pictures)


class AttemptsView(Choices):
    """A line per attempt; enter selects one."""

    DEFAULT_CSS = """
    AttemptsView { height: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }
    AttemptsView, AttemptsView:focus { border: none; background: $background; background-tint: $background 0%; }
    """

    _exercise: Exercise | None = None
    _attempts: tuple[PastAttempt, ...] = ()

    def show(self, exercise: Exercise, attempts: tuple[PastAttempt, ...]) -> None:
        """Show the attempts at an exercise, in order of time; the latest is chosen."""
        if (exercise, attempts) != (self._exercise, self._attempts):
            self._exercise, self._attempts = exercise, attempts
            self._fill()
            self.highlighted = 0 if attempts else None

    def _fill(self) -> None:
        if self._exercise is not None:
            at = self.highlighted
            drawn = draw_attempts(self._exercise, self._attempts, time.time(), look_of(self.app))
            self.set_options(map(ChoiceLine, reversed(drawn)))
            self.highlighted = at

    follow_theme = _fill


class HintsView(VerticalScroll):
    """Shows hints, the newest last and in view."""

    DEFAULT_CSS = """
    HintsView > Static { height: auto; color: $quiet; }
    HintsView > ProseView { padding: 0; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: tuple[tuple[Hint, ...], int] | None = None
        self._showing = asyncio.Lock()  # hints mounted by two calls at once would be there twice

    async def show(self, hints: tuple[Hint, ...], total: int) -> None:
        """Show these of `total` hints."""
        async with self._showing:
            if (hints, total) == self._shown:
                return
            self._shown = hints, total
            await self.remove_children()
            heading: Static | None = None
            for hint in hints:
                heading = Static(f"Hint {hint.number} of {hint.total}")
                await self.mount(heading, ProseView(hint.text))
            await self.mount(Static(_invitation(len(hints), total), markup=False))
            if heading is not None:  # in view from where it begins, even if its end isn't
                self.call_after_refresh(self.scroll_to_widget, heading, animate=False, top=True)

    def needs(self, width: int) -> int:
        """About as many rows as all hints take."""
        hints, total = self._shown or ((), 0)
        return sum(1 + rows(hint.text, width) for hint in hints) + rows(_invitation(len(hints), total), width) - 1


def _invitation(shown: int, total: int) -> str:
    if total == 0:
        return "This exercise has no hints."
    if shown == total:
        return f"These are all the hints; {keys.SOLUTION.named} asks for the solution."
    left, more = total - shown, "more " if shown else ""
    if left == 1:
        return f"There is 1 {more}hint; {keys.HINT.named} shows it."
    return f"There are {left} {more}hints; {keys.HINT.named} shows the {'next' if shown else 'first'}."
