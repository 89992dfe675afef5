"""Finding and replacing, in the editor that had the focus, or finding in the lesson's text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from tuitutor.tui.turns import focus_now
from tuitutor.tui.widgets.looks import look_of


class FindBar(Horizontal):
    """One line above the keys. Posts each search; `replaces`: the text can be changed.

    It stays while the focus is in it or in what is `searched`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close", show=False),
        Binding("down", "find(1)", "Next", show=False),
        Binding("up,shift+enter", "find(-1)", "Previous", show=False),
        Binding("ctrl+a", "replace_all", "Replace all", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    FindBar { height: 1; display: none; padding: 0 1; background: $panel; }
    FindBar.-open { display: block; }
    FindBar > Input { width: 1fr; border: none; height: 1; padding: 0 1; margin: 0 2 0 0; background: $background; }
    FindBar > Input:focus { border: none; height: 1; }
    FindBar > Static { width: auto; color: $foreground 70%; }
    FindBar > #found { color: $foreground; margin: 0 2 0 0; }
    FindBar > #with-label, FindBar > #with, FindBar > #all { display: none; }
    FindBar > #all { margin: 0 2 0 0; }
    FindBar.-replaces > #with-label, FindBar.-replaces > #with, FindBar.-replaces > #all { display: block; }
    """

    @dataclass
    class Asked(Message):
        """Find the next match of this text (`step` 1), the previous (-1), or from where the search began (0)."""

        text: str
        step: int

    @dataclass
    class Replace(Message):
        """Replace what is found with `by`, once or everywhere."""

        text: str
        by: str
        everywhere: bool

    @dataclass
    class Closed(Message):
        """The search is over. `back`: the learner goes back to what was searched, and nowhere else."""

        back: bool

    @property
    def searched(self) -> Widget | None:
        """What is searched."""
        return None

    def compose(self) -> ComposeResult:
        yield Static("find ")
        yield Input(id="find", compact=True)
        yield Static("replace ", id="with-label")
        yield Input(id="with", compact=True)
        yield Static("^a all", id="all")
        yield Static(id="found", markup=False)
        yield Static(id="hint", markup=False)

    def on_mount(self) -> None:
        for field in self.query(Input):
            field.cursor_blink = False

    def open(self, text: str, *, replaces: bool) -> None:
        """Begin a search, with this text."""
        self.add_class("-open")
        self.set_class(replaces, "-replaces")
        hint = "enter next  ↑ back" if replaces else "enter next  ↑ previous  esc close"
        self.query_one("#hint", Static).update(hint)
        self.show_found("")
        field = self.query_one("#find", Input)
        if text:
            field.value = text
        field.select_all()
        focus_now(field)

    def show_found(self, said: str) -> None:
        """Say what was found, in few words."""
        self.query_one("#found", Static).update(look_of(self.app).text(said))

    @property
    def is_open(self) -> bool:
        return self.has_class("-open")

    @property
    def _text(self) -> str:
        return self.query_one("#find", Input).value

    def action_leave(self) -> None:
        self.close(back=True)

    def on_descendant_blur(self) -> None:
        around = self.screen.focused.ancestors_with_self if self.screen.focused is not None else ()
        if around and self not in around and self.searched not in around:  # None has it: another window has the keys
            self.close()

    def close(self, *, back: bool = False) -> None:
        """End the search."""
        if self.is_open:
            self.remove_class("-open")
            self.post_message(self.Closed(back))

    def action_find(self, step: int) -> None:
        self.post_message(self.Asked(self._text, step))

    def action_replace_all(self) -> None:
        if self.has_class("-replaces"):
            self.post_message(self.Replace(self._text, self.query_one("#with", Input).value, True))

    @on(Input.Changed, "#find")
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Asked(event.value, 0))

    @on(Input.Submitted, "#find")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_find(1)

    @on(Input.Submitted, "#with")
    def _replace(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Replace(self._text, event.value, False))
