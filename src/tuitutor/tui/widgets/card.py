"""Lines in the lesson's text that open an exercise or the playground."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from msgspec import Struct
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message

from tuitutor.course.challenge import Challenge
from tuitutor.course.model import Exercise
from tuitutor.progress.progress import ExerciseProgress
from tuitutor.tui import keys
from tuitutor.tui.widgets.looks import look_of
from tuitutor.tui.widgets.progress_marks import standing
from tuitutor.tui.widgets.prose import ProseView
from tuitutor.tui.widgets.single_lines import SplitLine


class ExerciseCard(Vertical, can_focus=True):
    """An exercise in the text, below a line that opens it. Enter, or a click on the line, posts `Chosen`."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "Open", show=False)]
    DEFAULT_CSS = """
    ExerciseCard { height: auto; }
    ExerciseCard > SplitLine { padding: 0 1; margin: 0 0 1 0; background: $panel; }
    ExerciseCard:focus > SplitLine { background: $primary 30%; border-left: outer $primary; padding: 0 1 0 0; }
    """

    @dataclass(eq=False, repr=False)
    class Chosen(Message):
        """The learner wants to work on this exercise."""

        exercise: Exercise

    def __init__(self, exercise: Exercise, progress: ExerciseProgress) -> None:
        super().__init__(name=f"exercise:{exercise.label}")
        self.exercise = exercise
        self._progress = progress
        self._opens = False  # whether the key for it opens this one
        # Stored, not queried: a card can be mounted after its lesson was left, when it has no children any more.
        self._line = SplitLine()

    def compose(self) -> ComposeResult:
        yield self._line
        yield ProseView(self.exercise.prose)

    def show_progress(self, progress: ExerciseProgress) -> None:
        """Show the learner's progress."""
        self._progress = progress
        if self.is_mounted:
            self._draw()

    def show_key(self, opens: bool) -> None:
        """Show whether the key opens this exercise now."""
        if opens is not self._opens:
            self._opens = opens
            self.show_progress(self._progress)

    def _draw(self) -> None:
        look = look_of(self.app)
        left = Text.assemble(
            (f"{look.marks.opens} ", look.style("quiet")), (f"Exercise: {look.text(self.exercise.title)}", "bold")
        )
        way = f"   {keys.BENCH.named} opens it" if self._opens else ""
        self._line.show(
            standing(self.exercise, self._progress, look), Text.assemble(left, (way, look.style("quiet"))), left
        )

    on_mount = follow_theme = _draw

    def action_choose(self) -> None:
        self.post_message(self.Chosen(self.exercise))

    def on_click(self, event: events.Click) -> None:
        if isinstance(event.widget, SplitLine):  # not the text, which may be selected
            self.action_choose()


class Task(Struct, frozen=True):
    """An exercise on a network of the playground.

    `take` gets the answer, an address, at every change; `grade` has it graded.
    """

    challenge: Challenge
    take: Callable[[str], object]
    grade: Callable[[], object]


class PlayLink(SplitLine, can_focus=True):
    """A line below the text with the link. Enter, or a click, posts `Chosen`."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "Open", show=False)]
    DEFAULT_CSS = """
    PlayLink { padding: 0 1; margin: 0 2 1 2; background: $panel; max-width: 92; }
    PlayLink:focus { background: $primary 30%; border-left: outer $primary; padding: 0 1 0 0; }
    """

    @dataclass(eq=False, repr=False)
    class Chosen(Message):
        """The learner wants to play in this state, for an exercise if there is a task."""

        address: str
        task: Task | None = None

    def __init__(self, address: str, words: str) -> None:
        super().__init__(name=f"play:{address}")
        self._address, self._words = address, words

    def _draw(self) -> None:
        look = look_of(self.app)
        words = look.line(self._words)
        named = "playground" in words.lower()
        words = words[:1].upper() + words[1:] if named else f"Playground: {words}" if words else "Playground"
        left = Text.assemble((f"{look.marks.opens} ", look.style("quiet")), (words, "bold"))
        self.show("", Text.assemble(left, ("   enter opens it", look.style("quiet"))), left)

    on_mount = follow_theme = _draw

    def action_choose(self) -> None:
        self.post_message(self.Chosen(self._address))

    on_click = action_choose
