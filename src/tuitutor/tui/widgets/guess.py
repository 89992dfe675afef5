"""A prediction about a cell, above it: the question, the learner's answer, and how it compares with the result."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static

from tuitutor.course.model import Prediction
from tuitutor.engine.predictions import LONGEST, compare_guess
from tuitutor.engine.snapshots import CellView
from tuitutor.tui import keys
from tuitutor.tui.turns import focus_now
from tuitutor.tui.widgets.choosing import ChoiceList
from tuitutor.tui.widgets.looks import look_of

_TYPED = "Type a number or a shape, then {}. Or just run the cell."
_PICKED = "A digit picks one, then {}. Or just run the cell."
_KEPT = "Saved. Now {}."
_LATE = "Not saved: the result was there first."


class GuessBox(Vertical):
    """`text` is the learner's answer, "" if there is none, and `kept` the saved answer.

    `comparison` shows how it compares with the result. It isn't inside this box but between the cell and its output,
    where the reader looks once the cell has run.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(str(number), f"pick({number})", f"Choice {number}", show=False) for number in range(1, 10)
    ]
    DEFAULT_CSS = """
    GuessBox { height: auto; padding: 0 1; margin: 0 0 1 0; background: $panel; }
    GuessBox > Static { height: auto; }
    GuessBox > Horizontal { height: 1; }
    GuessBox Input { width: 1fr; max-width: 64; border: none; height: 1; padding: 0 1; background: $background; }
    GuessBox Input:focus { border: none; height: 1; }
    GuessBox Horizontal > Static { width: auto; }
    GuessBox > OptionList { height: auto; max-height: 12; border: none; padding: 0; background: $panel; }
    GuessBox > OptionList:focus { border: none; }
    GuessBox > OptionList:blur > .option-list--option-highlighted {
        background: $panel; color: $foreground; text-style: none;
    }
    """

    class Entered(Message):
        """The typed answer is there."""

    def __init__(self, prediction: Prediction, answer: str) -> None:
        super().__init__()
        self._prediction = prediction
        self.choices = prediction.choices  # the answers to choose from, if there are any
        self.kept = answer
        self._picked = answer if answer in prediction.choices else ""
        self.comparison = Static(markup=False, classes="comparison")
        self._question, self._note = Static(markup=False), Static(markup=False)
        self._field = Input(answer, compact=True, max_length=LONGEST, select_on_focus=False)
        self._list = ChoiceList(markup=False)
        self.stop: Widget = self._list if self.choices else self._field  # tab goes to it
        self._runs = False  # whether the cell does
        self._before = ""  # the answer before the run of `comparison`
        self._known: tuple[str, str] | None = None  # the latest result, and the answer before it
        self._committed = False

    @property
    def text(self) -> str:
        return self._picked if self.choices else self._field.value

    @property
    def is_open(self) -> bool:
        """Whether it still is a prediction: no result was shown yet."""
        return self._known is None

    def compose(self) -> ComposeResult:
        yield self._question
        if self.choices:
            yield self._list
        else:
            yield Horizontal(Static("you say: "), self._field)
        yield self._note

    def on_mount(self) -> None:
        self._field.cursor_blink = False
        self._draw()

    def on_descendant_focus(self) -> None:
        self.scroll_visible(animate=False)  # the whole box, not only the line with the cursor

    def show(self, view: CellView) -> None:
        """Show the result of a run of the cell. A text typed during the run or after it is no prediction of it, nor of
        the same result of another run.
        """
        if view.running != self._runs:
            self._runs = view.running
            if view.running:
                self._before, self._committed = self.text, False
            self._draw()
        if self._known is not None and view.actual == self._known[0]:
            self._before = self._known[1]
        elif view.actual:
            self._known = view.actual, self._before
            self._draw()
        sentence = compare_guess(self._before, view.actual)
        self.comparison.set_class(bool(sentence), "-filled").update(look_of(self.app).text(sentence))

    def action_pick(self, number: int) -> None:
        """Commit to the choice with this number, counted from 1."""
        if number <= len(self.choices):
            self._picked = self.choices[number - 1]
            self._list.highlighted = number - 1
            self._commit()

    def type(self, beginning: str) -> None:
        """Begin a typed answer with this; the field takes all keys from now on."""
        self._field.value = beginning
        self._field.cursor_position = len(beginning)
        focus_now(self._field, scroll_visible=False)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_pick(event.option_index + 1)

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.post_message(self.Entered())

    @on(Input.Submitted)
    @on(Input.Blurred)
    def _commit(self) -> None:
        self._committed = bool(self.text) and self.text != self._before
        self._draw()

    def _draw(self) -> None:
        look = look_of(self.app)
        self._question.update(Text.assemble(("Predict: ", look.style("title")), look.text(self._prediction.question)))
        if self.is_open and not self._runs:
            note = (_KEPT if self._committed else _PICKED if self.choices else _TYPED).format(keys.RUN.named)
        else:
            note = _LATE if self._committed else ""
        self._note.update(Text(note, style=look.style("quiet")))
        if self.choices:
            at = self._list.highlighted or 0
            self._list.set_options(
                look.marks.choice(number, look.text(choice), chosen=choice == self._picked)
                for number, choice in enumerate(self.choices, start=1)
            )
            self._list.highlighted = at

    follow_theme = _draw
