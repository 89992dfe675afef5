"""The line in the lesson's text that leads to an exercise."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message

from tuitutor.course.model import Exercise
from tuitutor.progress.progress import ExerciseProgress
from tuitutor.tui.marks import Marks
from tuitutor.tui.widgets.line import SplitLine
from tuitutor.tui.widgets.looks import look_of
from tuitutor.tui.widgets.standing import standing


class ExerciseCard(SplitLine, can_focus=True):
    """Names the exercise and how it stands. Enter or a click posts `Chosen`."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "choose", "Open", show=False)]
    DEFAULT_CSS = """
    ExerciseCard { padding: 0 1; margin: 0 0 1 0; background: $panel; }
    ExerciseCard:focus { background: $primary 30%; }
    """

    class Chosen(Message):
        """The learner wants to work on this exercise."""

        def __init__(self, exercise: Exercise) -> None:
            super().__init__()
            self.exercise = exercise

    def __init__(self, exercise: Exercise, progress: ExerciseProgress, marks: Marks) -> None:
        super().__init__(name=f"exercise:{exercise.label}")
        self.exercise = exercise
        self._progress = progress
        self._marks = marks

    def on_mount(self) -> None:
        self.show_progress(self._progress)

    def show_progress(self, progress: ExerciseProgress) -> None:
        """Show how the exercise stands."""
        look = look_of(self.app)
        left = Text.assemble(
            (f"{self._marks.folded} ", look.style("quiet")),
            (f"Exercise: {look.text(self.exercise.title)}", "bold"),
        )
        invitation = Text.assemble(left, ("   enter opens it", look.style("quiet")))
        self.show(standing(self.exercise, progress, look), invitation, left)

    def action_choose(self) -> None:
        self.post_message(self.Chosen(self.exercise))

    def on_click(self) -> None:
        self.action_choose()
