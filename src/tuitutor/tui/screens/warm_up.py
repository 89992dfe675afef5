"""The warm-up: one question after another from passed lessons, with a reply to every answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, OptionList, Static

from tuitutor.engine.asking import IN_DIGITS, PosedItem, Reply, is_possible
from tuitutor.engine.outline import Goal
from tuitutor.engine.predictions import LONGEST
from tuitutor.tui import keys
from tuitutor.tui.screens.panel import Panel
from tuitutor.tui.turns import focus_now
from tuitutor.tui.widgets.choosing import PICK_FIRST, ChoiceList
from tuitutor.tui.widgets.looks import look_of
from tuitutor.tui.widgets.prose import ProseView
from tuitutor.tui.widgets.single_lines import Entry, KeyBar, SplitLine


class WarmUpScreen(Panel[Goal | None]):
    """Asks items, and shows the reply of `answer` to each. Dismissed with where the learner wants to read, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Not now", show=False),
        keys.RUN.binding("go_on"),
        Binding("enter", "go_on", "Next", show=False),
        Binding("g", "read_up", "Read it there", show=False),
        *(Binding(str(number), f"pick({number})", f"Choice {number}", show=False) for number in range(1, 10)),
    ]

    def __init__(self, items: Sequence[PosedItem], answer: Callable[[PosedItem, str], Reply]) -> None:
        self._items, self._answer = items, answer
        self._at = 0
        self._reply: Reply | None = None
        self._picked = ""
        self._title, self._keys = SplitLine(), KeyBar()
        self._ask = ProseView(items[0].asking.ask)
        self._list = ChoiceList(markup=False)
        self._field = Input(compact=True, max_length=LONGEST, select_on_focus=False)
        self._reply_line = Static(markup=False, id="reply")
        self._question = VerticalScroll(self._ask, self._list, self._field, self._reply_line, id="question")
        super().__init__(self._title, self._question, self._keys)

    @property
    def _due(self) -> PosedItem:
        return self._items[self._at]

    @property
    def _is_last(self) -> bool:
        return self._at + 1 == len(self._items)

    def on_mount(self) -> None:
        self._field.cursor_blink = False
        self._show()

    def _show(self) -> None:
        """Show the question."""
        due, look = self._due, look_of(self.app)
        count = f"question {self._at + 1} of {len(self._items)}" if len(self._items) > 1 else ""
        self._title.show(count, Text(look.text(f"Warm-up: {due.lesson.title}"), style="bold"))
        self._reply = None
        self._show_reply("")
        chosen = due.question.choices
        self._list.display, self._field.display = bool(chosen), not chosen
        self._field.value = ""
        self._show_choices("")
        focus_now(self._list if chosen else self._field, scroll_visible=False)
        self._question.scroll_home(animate=False)
        self._show_keys()

    def _show_reply(self, text: str) -> None:
        self._reply_line.display = bool(text)
        self._reply_line.update(look_of(self.app).text(text))

    def _show_choices(self, picked: str) -> None:
        self._picked = picked
        look, choices = look_of(self.app), self._due.question.choices
        self._list.set_options(
            look.marks.choice(number, look.text(choice), chosen=choice == picked)
            for number, choice in enumerate(choices, start=1)
        )
        self._list.highlighted = choices.index(picked) if picked else None

    def _show_keys(self) -> None:
        entries: list[Entry] = []
        if self._reply is not None:
            entries.append(keys.RUN.entry("to the lesson" if self._is_last else "next question"))
            entries += [("g", "read it there", "screen.read_up")] if self._reply.goal is not None else []
        else:
            entries.append(keys.RUN.entry("answer"))
        if not (self._is_last and self._reply is not None):
            entries.append(("esc", "skip", "screen.dismiss(None)"))
        self._keys.show(tuple(entries))

    # ---- answering

    def action_pick(self, number: int) -> None:
        """Mark the choice of this number, counted from 1."""
        choices = self._due.question.choices
        if self._reply is None and number <= len(choices):
            self._show_choices(choices[number - 1])

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_pick(event.option_index + 1)

    @on(Input.Submitted)
    async def _typed(self, event: Input.Submitted) -> None:
        event.stop()
        await self.action_go_on()

    def _give(self, text: str) -> None:
        """Take an answer, and show the reply to it."""
        if not is_possible(self._due.question, text):
            self._show_reply(PICK_FIRST if self._due.question.choices else IN_DIGITS)
            return
        self._reply = reply = self._answer(self._due, text)
        self._show_reply(reply.text + (f"\nIt is in {reply.place}." if reply.goal is not None else ""))
        if self._due.question.choices:
            self._show_choices(text)
        focus_now(self._question, scroll_visible=False)
        self._show_keys()
        self.call_after_refresh(self._reply_line.scroll_visible, animate=False)

    async def action_go_on(self) -> None:
        """Answer; once that is done, ask the next item, or leave after the last."""
        if self._reply is None:
            self._give(self._picked or self._field.value.strip())
            return
        if self._is_last:
            self.dismiss(None)
            return
        self._at += 1
        await self._ask.update(self._due.asking.ask)
        self._show()

    def action_read_up(self) -> None:
        """Leave for where it can be read."""
        if self._reply is not None and self._reply.goal is not None:
            self.dismiss(self._reply.goal)
