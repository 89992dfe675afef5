"""Completions at the cursor, and the call around it, for the editor with the focus."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.text import Text
from textual import events
from textual.geometry import Offset, Region
from textual.message import Message
from textual.widget import Widget

from tuitutor.draw.look import crop, pad
from tuitutor.tui.widgets.editor import CodeEditor
from tuitutor.tui.widgets.looks import look_of

if TYPE_CHECKING:  # only needed once somebody types
    from tuitutor.assist.completion import Call, Completions
    from tuitutor.assist.reference import Reference

ROWS = 8  # most rows; the last has the number of further choices
_WIDEST = 58
_COLUMN = 24
_GAP = 2  # columns between a choice and its note


class CompletionList(Widget):
    """A small list over everything else, which never has the focus.

    `found` are the completions shown, `row` is the choice to take, `chosen`: the learner moved to it.
    """

    DEFAULT_CSS = """
    CompletionList { layer: over; position: absolute; display: none; background: $panel; color: $foreground; }
    CompletionList.-open { display: block; }
    """

    class Taken(Message):
        """A choice was clicked."""

    found: Completions | None = None
    row = 0
    chosen = False
    _first = 0  # the choice in the first line

    def open(self, found: Completions, cursor: Offset, room: Region) -> None:
        """Show completions, below the cursor's line or above it, and inside the `room` on the screen."""
        still = self.found is not None
        self.found, self.row, self.chosen = found, 0, False
        above, below = cursor.y - room.y, room.bottom - cursor.y - 1
        rows = min(ROWS, len(found.choices))
        is_below = below >= min(rows, above)
        rows = max(1, min(rows, below if is_below else above))
        notes = max(len(choice.note) for choice in found.choices)
        longest = max(len(choice.text) for choice in found.choices)
        width = min(_WIDEST, 3 + max(longest, self._column + bool(notes) * (_GAP + notes)))
        if still:  # never narrower: each new size lays out the whole screen again
            width = max(width, self.size.width)
        width = min(room.width, width)
        # the choices are below the word begun
        x = max(room.x, min(cursor.x - len(found.begun) - 2, room.right - width))
        y = cursor.y + 1 if is_below else cursor.y - rows
        self.styles.width, self.styles.height, self.styles.offset = width, rows, (x, y)
        self.add_class("-open")
        self.refresh()

    def close(self) -> None:
        """Hide the list."""
        if self.found is not None:
            self.found = None
            self.remove_class("-open")

    def choose(self, step: int) -> None:
        """Go to the next choice (`step` 1) or the previous (-1)."""
        if self.found is None:
            return
        if self.chosen or step < 0:  # the first step down goes to the first choice
            self.row = (self.row + step) % len(self.found.choices)
        self.chosen = True
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        if self.found is not None and self._first + event.y < len(self.found.choices):
            self.row = self._first + event.y
            self.post_message(self.Taken())

    @property
    def _column(self) -> int:
        """Columns for the choices; a longer choice uses some of its note's columns."""
        assert self.found is not None
        return min(_COLUMN, max(len(choice.text) for choice in self.found.choices[:ROWS]))

    def render(self) -> Text:
        found, look = self.found, look_of(self.app)
        if found is None:
            return Text()
        choices, (width, rows) = found.choices, self.content_size
        more = len(choices) > rows > 1
        shown = rows - more
        first = self._first = max(0, min(self.row - shown + 1, len(choices) - shown))
        lines = []
        for at, choice in enumerate(choices[first : first + shown], first):
            text = Text(pad(look.line(choice.text), self._column), "bold" if at == self.row else "")
            edge = ("▸ ", look.style("train")) if at == self.row else ("│ ", look.style("hairline"))
            line = Text.assemble((look.cells(edge[0]), edge[1]), text)
            if choice.note:
                line.append(" " * _GAP + look.line(choice.note), look.style("quiet"))
            line = crop(line, width, look)
            line.append(" " * (width - line.cell_len))
            if at == self.row and self.chosen:  # all in one colour: several, reversed, look patchy
                line = Text.assemble(line[:2], (line.plain[2:], "bold reverse"))
            lines.append(line)
        if more:
            rest = f"{look.text('│')} {look.ellipsis} {len(choices) - shown} more"
            lines.append(Text(rest, look.style("quiet")))
        return Text("\n").join(lines)


class Completer:
    """Offers completions, and finds the call at the cursor. A screen has one; editors report to it.

    `reference` returns the reference, None before it is there; `context` the code that runs before an editor's; `room`
    the part of the screen that the choices may cover; `tell` gets the call at an editor's cursor.
    """

    def __init__(
        self,
        choices: CompletionList,
        reference: Callable[[], Reference | None],
        context: Callable[[CodeEditor], str],
        room: Callable[[CodeEditor], Region],
        tell: Callable[[CodeEditor, Call | None], None],
    ) -> None:
        self._choices = choices
        self._reference = reference
        self._context = context
        self._room = room
        self._tell = tell
        self._typing = False  # whether the next change in the editor is the learner's typing
        self._waiting = False
        self._last: tuple[CodeEditor, str, int] | None = None  # the editor, code and cursor looked at
        self._call: Call | None = None

    def takes(self, editor: CodeEditor, event: events.Key) -> bool:
        """Whether a key is meant for the choices and not for the text."""
        if self._choices.found is not None:
            self._look(editor)  # a key may come before the choices have caught up with the previous one
        self._typing = event.is_printable or event.key == "backspace"
        if self._choices.found is None:
            return False
        match event.key:
            case "escape":
                self.close()
            case "down" | "up":
                self._choices.choose(1 if event.key == "down" else -1)
            case "tab":
                self.accept(editor)
            case "enter" if self._choices.chosen:
                self.accept(editor)
            case _:
                return False
        return True

    def changed(self, editor: CodeEditor) -> None:
        """The text or the cursor has changed: look at it after the next paint."""
        if not self._waiting and self._reference() is not None:
            self._waiting = True
            editor.call_after_refresh(self._look, editor)

    def close(self) -> None:
        """Stop offering completions."""
        self._last = None  # a key and its undoing may come together, and need the same list again
        self._choices.close()

    def leave(self, editor: CodeEditor) -> None:
        """The learner leaves the editor."""
        self._waiting = False
        self.close()
        self._show_call(editor, None)

    def _look(self, editor: CodeEditor) -> None:
        from tuitutor.assist.completion import call_at, completions

        self._waiting = False
        reference, (code, cursor) = self._reference(), editor.code_and_cursor
        if reference is None or editor.read_only or not editor.has_focus or self._last == (editor, code, cursor):
            return
        typing, self._typing, self._last = self._typing, False, (editor, code, cursor)
        context = self._context(editor)
        found = completions(code, cursor, reference, context) if typing and editor.selection.is_empty else None
        if found is None:
            self._choices.close()
        else:
            self._choices.open(found, editor.cursor_screen_offset, self._room(editor))
        self._show_call(editor, call_at(code, cursor, reference, context))

    def _show_call(self, editor: CodeEditor, call: Call | None) -> None:
        if call != self._call:
            self._call = call
            self._tell(editor, call)

    def accept(self, editor: CodeEditor) -> None:
        """Insert the choice to take."""
        found, row = self._choices.found, self._choices.row
        self.close()
        if found is not None:
            editor.complete(found.begun, found.choices[row].text)
