"""What a question offers, to be chosen from."""

from __future__ import annotations

from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tuitutor.course.choices import Question
from tuitutor.course.model import Exercise
from tuitutor.tui.marks import Marks


class Offered(OptionList):
    """The choices of a question, if it has any; the one that stands in the draft is marked."""

    def __init__(self, marks: Marks) -> None:
        super().__init__(id="choices", markup=False)
        self._marks = marks

    def show(self, question: Question | None, code: str) -> None:
        """Show the choices of a question whose draft is `code`."""
        choice, at = None, self.highlighted or 0
        if question is not None:
            from tuitutor.grading.question import chosen

            choice = chosen(question, code)
        offered = question.choices if question else ()
        marks = self._marks
        self.set_options(Option(f"{marks.full if text == choice else marks.untouched} {text}") for text in offered)
        self.highlighted = at if offered else None


def question_of(exercise: Exercise) -> Question | None:
    """The question that an exercise asks, if it does."""
    return next((check.kind for check in exercise.checks if isinstance(check.kind, Question)), None)
