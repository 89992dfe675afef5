"""Lists to choose from: lines in several colours, and the choices of an exercise."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tuitutor.course.model import Exercise
from tuitutor.draw.look import wrap
from tuitutor.tui.widgets.looks import look_of

PICK_FIRST = "Pick an answer first: its number, or enter."


class ChoiceLine(Option):
    """A line of a `Choices`."""

    def __init__(self, drawn: Text, id: str | None = None, *, disabled: bool = False) -> None:
        super().__init__(drawn, id, disabled)
        self.drawn = drawn


class ChoiceList(OptionList):
    """Stays where it is when it can't page: Textual's fails while it has no room, as before its first layout."""

    def action_page_up(self) -> None:
        """Move the highlight up one page."""
        if self.scrollable_content_region:
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        """Move the highlight down one page."""
        if self.scrollable_content_region:
            super().action_page_down()  # type: ignore[no-untyped-call]


class Choices(ChoiceList):
    """The selected line has the cursor's colours, on which its own would be illegible."""

    def watch_highlighted(self, highlighted: int | None) -> None:
        super().watch_highlighted(highlighted)
        for at, option in enumerate(self.options):
            if isinstance(option, ChoiceLine):
                prompt = option.drawn.plain if at == highlighted else option.drawn
                if prompt != option.prompt:
                    self.replace_option_prompt_at_index(at, prompt)


class ExerciseChoices(ChoiceList):
    """A question's choices, with the draft's choice marked, or a line to open the playground.

    `choose` is called with the number of the selected line, from 0, before the next key arrives.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(str(number), f"pick({number})", f"Choice {number}", show=False) for number in range(1, 10)
    ]

    def __init__(self, choose: Callable[[int], None]) -> None:
        super().__init__(id="choices", markup=False)
        self._choose = choose

    def show(self, exercise: Exercise, draft: str) -> None:
        """Show the choices of an exercise with this draft."""
        at, marks = self.highlighted, look_of(self.app).marks  # at first nothing, which would look chosen
        options: list[Option] = []
        if exercise.challenge is not None:
            from tuitutor.playground.address import described

            state = described(exercise.challenge.state, draft)
            at, options = 0, [Option(f"{marks.opens} Open the playground"), Option(f"  {state}", disabled=True)]
        elif exercise.question is not None:
            from tuitutor.grading.question import chosen

            choice = chosen(exercise.question, draft)
            options = [
                Option(marks.choice(number, text, chosen=text == choice))
                for number, text in enumerate(exercise.question.choices, start=1)
            ]
        self.set_options(options)
        self.highlighted = at if options else None

    def rows(self, width: int) -> int:
        """The rows of all options at this width."""
        look = look_of(self.app)
        return sum(len(wrap(str(option.prompt), width, look)) for option in self.options)

    def action_pick(self, number: int) -> None:
        """Choose the option with this number, counted from 1."""
        if number <= self.option_count:
            self.highlighted = number - 1
            self.action_select()

    def action_select(self) -> None:
        """Choose the highlighted option."""
        at = self.highlighted
        if at is not None and not self.get_option_at_index(at).disabled:
            self._choose(at)


def offers(exercise: Exercise) -> bool:
    """Whether there is something to choose, and no code to write."""
    question = exercise.question
    return exercise.challenge is not None or (exercise.only_asks and question is not None and bool(question.choices))
