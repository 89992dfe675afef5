"""Finding and replacing: in the editor that had the focus, or finding in the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from tuitutor.tui.turns import focus_now
from tuitutor.tui.widgets.column import LessonColumn
from tuitutor.tui.widgets.editor import CodeEditor
from tuitutor.tui.widgets.looks import look_of


class FindBar(Horizontal):
    """One line above the keys, which searches the widget that had the focus.

    It stays while the focus is in it or in the searched widget.
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

    @dataclass(eq=False, repr=False)
    class Remark(Message):
        """A sentence about the search for the learner."""

        sentence: str

    def __init__(self, column: LessonColumn) -> None:
        super().__init__()
        self._column = column
        self._editor: CodeEditor | None = None  # that is searched, None for the text

    @property
    def searched(self) -> CodeEditor | LessonColumn:
        return self._editor or self._column

    def compose(self) -> ComposeResult:
        yield Static("find ")
        yield Input(id="find", compact=True)
        yield Static("replace ", id="with-label")
        yield Input(id="with", compact=True)
        yield Static("ctrl+a all", id="all")
        yield Static(id="found", markup=False)
        yield Static(id="hint", markup=False)

    def on_mount(self) -> None:
        for field in self.query(Input):
            field.cursor_blink = False

    def begin(self) -> None:
        """Open the bar for the editor with the focus, otherwise for the text; from the bar, go back there."""
        if self.has_focus_within:
            focus_now(self.searched)
            return
        focused = self.screen.focused
        editor = self._editor = focused if isinstance(focused, CodeEditor) else None
        replaces = editor is not None and not editor.read_only
        self.add_class("-open")
        self.set_class(replaces, "-replaces")
        hint = "enter next  ↑ back" if replaces else "enter next  ↑ previous  esc close"
        self.query_one("#hint", Static).update(hint)
        self.query_one("#found", Static).update("")
        field = self.query_one("#find", Input)
        if editor and "\n" not in editor.selected_text:
            field.value = editor.selected_text or field.value
        field.select_all()
        focus_now(field)

    @property
    def is_open(self) -> bool:
        return self.has_class("-open")

    def close(self) -> None:
        """End the search."""
        if self.is_open:
            self.remove_class("-open")
            self._column.marked.forget()

    def action_leave(self) -> None:
        """End the search, and go back to the searched widget."""
        self.close()
        focus_now(self.searched)

    def on_descendant_blur(self) -> None:
        around = self.screen.focused.ancestors_with_self if self.screen.focused is not None else ()
        if around and self not in around and self.searched not in around:  # empty: another window has the focus
            self.close()

    def action_find(self, step: int) -> None:
        """Find the next match (`step` 1), the previous (-1), or from where the search began (0)."""
        text = self._text
        found = self.searched.find(text, step)
        count = "" if not text else "not found" if found is None else f"{found[0]} of {found[1]}"
        self.query_one("#found", Static).update(look_of(self.app).text(count))
        hidden = self._column.count_held(text) if text and step and self._editor is None else 0
        if hidden:
            self._say(f"{hidden} more in text to come." if found else f"Found {hidden} times, in text to come.")
        elif text and step and found is None:
            self._say(f"“{text}” was not found.")

    def action_replace_all(self) -> None:
        if self._editor is not None and self.has_class("-replaces"):
            count = self._editor.replace_all(self._text, self.query_one("#with", Input).value)
            self._say(f"Replaced {count} time{'' if count == 1 else 's'}; ctrl+z in the editor brings the text back.")

    @property
    def _text(self) -> str:
        return self.query_one("#find", Input).value

    def _say(self, sentence: str) -> None:
        self.post_message(self.Remark(sentence))

    @on(Input.Changed, "#find")
    @on(Input.Submitted, "#find")
    def _typed(self, event: Input.Changed | Input.Submitted) -> None:
        event.stop()
        self.action_find(1 if isinstance(event, Input.Submitted) else 0)

    @on(Input.Submitted, "#with")
    def _replace(self, event: Input.Submitted) -> None:
        event.stop()
        if self._editor is not None and not self._editor.replace_found(self._text, event.value):
            self._say(f"“{self._text}” was not found again.")
