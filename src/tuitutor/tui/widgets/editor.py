"""The Python editor of cells and exercises."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Protocol

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from tuitutor.draw.look import Look
from tuitutor.tui import keys
from tuitutor.tui.themes import CODE_THEMES, DEFAULT
from tuitutor.tui.widgets.drawing import lay_out
from tuitutor.tui.widgets.looks import closes_brackets, look_of
from tuitutor.tui.widgets.python_text import (
    BRACKETS,
    backspaced,
    closer_of,
    colours,
    commented,
    dedented,
    indented,
    is_pair,
    open_string,
    places,
    quote_of,
    steps_over,
    wrapped,
)

if TYPE_CHECKING:  # only needed once somebody types
    from tuitutor.assist.diagnostics import Diagnostic
    from tuitutor.assist.margin import MarginNote

_GAP = 1  # columns between code and a note in the margin, at least
_OPENERS = (":", "(", "[", "{")


class Assistant(Protocol):
    """Helps while somebody types in an editor."""

    def takes(self, editor: CodeEditor, event: events.Key) -> bool:
        """Whether it needs this key, which the text then doesn't get."""
        ...

    def changed(self, editor: CodeEditor) -> None:
        """The text or the cursor has changed."""
        ...

    def leave(self, editor: CodeEditor) -> None:
        """The editor loses the focus."""
        ...


class CodeEditor(TextArea):
    """Edits Python. Posts `Edited` for every change of the text and `Left` when escape is pressed.

    `problems` are the problems marked in the text, from top to bottom.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *(key.binding() for key in keys.EDITOR_KEYS),
        Binding("backspace", "backspace", "Delete", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"editor--wrong-line", "editor--goes-on", "editor--problem"}
    DEFAULT_CSS = """
    CodeEditor {
        border: none;
        padding: 0;
        background: $surface;
        scrollbar-size-horizontal: 0;
        &:focus { border: none; }
        & > .text-area--gutter { color: $foreground 75%; }
        & > .editor--goes-on { color: $foreground 60%; }
        & > .editor--problem { color: $warning; text-style: underline; }
        & > .editor--wrong-line { background: $error 25%; text-style: underline; }
        &:ansi > .editor--wrong-line { background: ansi_default; }
        &:ansi > .text-area--cursor { color: ansi_default; background: ansi_default; text-style: reverse; }
        &:ansi > .text-area--selection {
            color: $input-selection-foreground;
            background: $input-selection-background;
            text-style: none;
        }
        &:nocolor > .text-area--selection { background: ansi_default; text-style: bold underline; }
    }
    """

    @dataclass(eq=False, repr=False)
    class Edited(Message):
        """The text changed."""

        editor: CodeEditor
        text: str

    class Left(Message):
        """The learner wants to leave the editor."""

    def __init__(self, text: str, *, grows: bool = False, read_only: bool = False, id: str | None = None) -> None:
        super().__init__(
            text, soft_wrap=False, tab_behavior="indent", show_line_numbers=True, read_only=read_only, id=id
        )
        self._known = text  # the last text posted as edited, or put here from outside
        self._wrong_line: int | None = None
        self._notes: Mapping[int, MarginNote] = {}  # in the margin, by row
        self._problem_notes: Mapping[int, MarginNote] = {}  # in their place
        self._noted: list[str] = []  # the lines with notes, and all others
        self._drawn: dict[MarginNote, list[Segment]] = {}
        self.problems: tuple[Diagnostic, ...] = ()
        self._left = (0, 0)  # the cursor's place before it went to a problem
        self.assistant: Assistant | None = None  # the screen sets it in the editor that has the focus
        self.cursor_blink = False  # a blinking cursor keeps sending bytes over the line
        self.highlight_cursor_line = False
        if grows:
            self.styles.height = "auto"
        for theme in CODE_THEMES.values():
            self.register_theme(theme)
        if changed := keys.keymap():
            self._bindings.apply_keymap(changed)  # Textual does it for the keys that bubble, `on_key` asks first

    def on_resize(self) -> None:
        if self.has_focus:  # the cursor stays in view
            self.call_after_refresh(self.scroll_cursor_visible, animate=False)

    def follow_theme(self) -> None:
        """Take the colours for code that belong to the app's theme."""
        self.theme = self.app.theme if self.app.theme in CODE_THEMES else DEFAULT
        self._drawn.clear()

    on_mount = follow_theme

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self.document.line_count

    def render_line(self, y: int) -> Strip:
        """The line, with signs at the edges beyond which it continues."""
        strip, look = super().render_line(y), look_of(self.app)
        row, first = self.scroll_offset.y + y, self.scroll_offset.x
        if row >= self.document.line_count:
            return strip
        width, gutter = self.scrollable_content_region.width, self.gutter_width
        style = self.get_component_rich_style("editor--goes-on")
        if first and self.document.get_line(row)[:first].strip():
            strip = Strip.join([strip.crop(0, gutter), _sign("‹", style, look), strip.crop(gutter + 1)])
        goes_on = self.get_column_width(row, len(self.document.get_line(row))) > first + width - gutter
        # without colours, not every terminal shows the line under it
        wrong = not look.colour and any(problem.line == row + 1 for problem in self.problems)
        if goes_on or wrong:
            strip = Strip.join([strip.crop(0, width - 1), _sign("!" if wrong else "›", style, look)])
        elif (note := self._problem_notes.get(row) or self._notes.get(row)) is not None:
            code = self.get_column_width(row, len(self.document.get_line(row)))
            strip = self._with_note(strip, note, code)
        return strip

    def _with_note(self, strip: Strip, note: MarginNote, code: int) -> Strip:
        """The line with its note at the right edge, if there is room after `code` columns."""
        if note not in self._drawn:  # every key draws all lines again
            look = look_of(self.app)
            style = self.rich_style.background_style + Style.parse(look.style("bad" if note.wrong else "quiet"))
            self._drawn[note] = [Segment(look.text(text), style) for text in (note.text, note.short)]
        width = self.scrollable_content_region.width - 1  # beside the column of ›
        begins = self.gutter_width + code - self.scroll_offset.x + _GAP
        for drawn in self._drawn[note]:
            start = width - drawn.cell_length
            if start >= begins:
                return Strip.join([strip.crop(0, start), Strip([drawn]), strip.crop(width)])
        return strip

    def show_notes(self, notes: Mapping[int, MarginNote]) -> None:
        """Show these notes beside the lines, by row."""
        changed = [row for row in {**self._notes, **notes} if self._notes.get(row) != notes.get(row)]
        self._notes, self._noted = notes, list(self.document.lines)
        self._drawn.clear()
        for row in changed:
            self.refresh_lines(row - self.scroll_offset.y)

    def _move_notes(self) -> None:
        """Move the notes with their lines; notes on changed lines go."""
        if self._notes:
            from tuitutor.assist.margin import moved_notes

            after = list(self.document.lines)
            self._notes, self._noted = moved_notes(self._notes, self._noted, after), after

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self.text == self._known:
            return
        if self.problems:
            from tuitutor.assist.diagnostics import moved

            self.show_problems(moved(self.problems, self._known, self.text))
        self._known = self.text
        self.mark_line(None)
        self._move_notes()
        if self.styles.is_auto_height:
            lay_out(self)
        self.post_message(self.Edited(self, self._known))
        self._tell_assistant()

    def on_text_area_selection_changed(self, event: TextArea.SelectionChanged) -> None:
        event.stop()
        self._tell_assistant()

    def on_blur(self) -> None:
        if self.assistant is not None:
            self.assistant.leave(self)

    def _tell_assistant(self) -> None:
        if self.assistant is not None and self.has_focus:
            self.assistant.changed(self)

    @property
    def code_and_cursor(self) -> tuple[str, int]:
        """The text with plain line ends, and the cursor's offset in it."""
        lines, (row, column) = self.document.lines, self.cursor_location
        return "\n".join(lines), sum(len(line) + 1 for line in lines[:row]) + column

    def complete(self, begun: str, text: str) -> None:
        """Replace the beginning of a word before the cursor by the word, and close a string around it."""
        (row, column), (code, cursor) = self.cursor_location, self.code_and_cursor
        quote = quote_of(open_string(code[:cursor]))
        end = column + len(quote) * code[cursor:].startswith(quote)
        self._replace_at_once(text + quote, (row, column - len(begun)), (row, end), keep_offset=False)

    def _replace_at_once(
        self, text: str, start: tuple[int, int], end: tuple[int, int], *, keep_offset: bool = True
    ) -> None:
        """Replace in a single edit, which ctrl+z undoes without the typing before or after it."""
        self.history.checkpoint()
        self.replace(text, start, end, maintain_selection_offset=keep_offset)
        self.history.checkpoint()

    def put(self, text: str) -> None:
        """Replace the whole text in a single edit, which ctrl+z undoes."""
        self._replace_at_once(text, (0, 0), self.document.end)
        self.move_cursor((0, 0))

    def take(self, text: str) -> None:
        """Show somebody else's version of this text, in an edit that ctrl+z undoes; the cursor stays."""
        cursor, scroll = self.cursor_location, self.scroll_offset
        self._replace_at_once(text, (0, 0), self.document.end)
        self._known = self.text
        self._move_notes()
        self.move_cursor(cursor)
        self.scroll_to(scroll.x, scroll.y, animate=False)
        self.mark_line(None)
        if self.styles.is_auto_height:
            lay_out(self)

    def shows(self, text: str) -> bool:
        """Whether this is the text in the editor, except for line ends."""
        return _plain(self.text) == _plain(text)

    def reload(self, text: str) -> None:
        """Show another text, with no way back to this one."""
        self._known = text
        self.load_text(text)
        self.history.clear()
        self.show_notes({})
        self.show_problems(())
        self.mark_line(None)

    def mark_line(self, line: int | None) -> None:
        """Mark a line, counted from 1, that raised an error, and go there; None removes the mark."""
        if line is not None and not 1 <= line <= self.document.line_count:
            line = None
        if line == self._wrong_line:
            return
        self._wrong_line = line
        if line is not None:
            self._left = self.cursor_location
            self.move_cursor((line - 1, 0), center=True)
        self.notify_style_update()
        self.refresh()

    @property
    def problem_here(self) -> Diagnostic | None:
        """The first problem in the cursor's line."""
        row = self.cursor_location[0]
        return next((problem for problem in self.problems if problem.line == row + 1), None)

    def show_problems(self, problems: tuple[Diagnostic, ...]) -> None:
        """Mark these problems."""
        if problems != self.problems:
            from tuitutor.assist.margin import problem_notes

            self.problems, self._problem_notes = problems, problem_notes(problems)
            self.notify_style_update()
            self.refresh()

    @property
    def wrong_places(self) -> set[tuple[int, int]]:
        """Where problems begin, and the line with an error."""
        places = {(problem.line - 1, problem.column) for problem in self.problems}
        if self._wrong_line is not None and all(row != self._wrong_line - 1 for row, _ in places):
            places.add((self._wrong_line - 1, 0))
        return places

    def go_to_error(self) -> bool:
        """Go to the next problem or the line with an error; from the only place, go back. False if there is none."""
        places = self.wrong_places
        if not places:
            return False
        here = self.cursor_location
        if places == {here}:
            self.move_cursor(self._left, center=True)
            return True
        if here not in places:
            self._left = here
        self.move_cursor(min((place for place in places if place > here), default=min(places)), center=True)
        return True

    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        styles = CODE_THEMES[self.theme].syntax_styles if self.theme in CODE_THEMES else {}
        for start, end, name in colours(self.document.text)[line_index]:
            if (style := styles.get(name)) is not None:
                line.stylize(style, start, end)
        for problem in self.problems:
            if problem.line == line_index + 1:
                marked = self.get_component_rich_style("editor--problem")
                line.stylize(Style(color=marked.color, underline=marked.underline), problem.column, problem.end)
        if self._wrong_line is not None and line_index == self._wrong_line - 1:
            wrong = self.get_component_rich_style("editor--wrong-line")  # mixed with its background
            line.stylize(Style(bgcolor=wrong.bgcolor, underline=wrong.underline))
        return line

    async def on_key(self, event: events.Key) -> None:
        if self.assistant is not None and self.assistant.takes(self, event):
            event.stop()
            event.prevent_default()
        elif event.key == "escape":
            event.stop()
            event.prevent_default()
            self.post_message(self.Left())
        elif self.read_only and event.key in ("tab", "shift+tab"):
            return  # the focus moves on
        elif bindings := getattr(getattr(self, "_bindings", None), "key_to_bindings", {}).get(event.key):
            # Textual would first let the key bubble up through all parents; `_bindings` is private to it
            event.stop()
            event.prevent_default()
            await self.run_action(bindings[0].action)
        elif event.key == "enter" and not self.read_only:
            event.stop()
            event.prevent_default()
            self._new_line()
        elif event.is_printable and event.character and closes_brackets(self.app) and self._close(event.character):
            event.stop()
            event.prevent_default()

    def _close(self, character: str) -> bool:
        """Close a typed bracket or quote, or step over a closing one; whether it did."""
        if self.read_only or character not in BRACKETS:
            return False
        if not self.selection.is_empty:
            start, end = sorted((self.selection.start, self.selection.end))
            text = wrapped(self.selected_text, character)
            if text:
                self._replace_at_once(text, start, end)
                last = end[1] + (start[0] == end[0])
                self.selection = Selection((start[0], start[1] + 1), (end[0], last))
            return bool(text)
        row, column = self.cursor_location
        (code, cursor), after = self.code_and_cursor, self.document.get_line(row)[column:]
        closer = closer_of(code[:cursor], after, character)
        if steps_over(code[:cursor], after, character):
            self.move_cursor((row, column + 1))
        elif closer:
            self._replace_at_once(character + closer, (row, column), (row, column), keep_offset=False)
            self.move_cursor((row, column + 1))
        return bool(closer) or self.cursor_location != (row, column)

    def find(self, text: str, step: int) -> tuple[int, int] | None:
        """Select the next match after the selection (`step` 1), before it (-1), or from its start on (0).

        After the end it starts over. Case is ignored. Returns the match's number, from 1, and the number of matches;
        None if there is none.
        """
        found = places(self.document.lines, text)
        if not found:
            return None
        start, end = sorted((self.selection.start, self.selection.end))
        if step < 0:
            row, column = max((place for place in found if place < start), default=found[-1])
        else:
            since = end if step else start
            row, column = min((place for place in found if place >= since), default=found[0])
        self.selection = Selection((row, column), (row, column + len(text)))
        self.scroll_cursor_visible(center=True, animate=False)
        return found.index((row, column)) + 1, len(found)

    def replace_found(self, text: str, by: str) -> bool:
        """Replace the selection if it is the text, and go to the next match; False if there is none."""
        if text and self.selected_text.lower() == text.lower():
            self.history.checkpoint()
            self.replace(by, self.selection.start, self.selection.end, maintain_selection_offset=False)
        return self.find(text, 1) is not None

    def replace_all(self, text: str, by: str) -> int:
        """Replace the text everywhere, in a single edit; returns how often."""
        changed, count = re.subn(re.escape(text), lambda _: by, self.text, flags=re.IGNORECASE) if text else ("", 0)
        if count:
            self.take(changed)
            self.post_message(self.Edited(self, self.text))
        return count

    def action_tab(self) -> None:
        """Indent the selected lines, or else insert spaces up to the next tab stop."""
        if self.selection.start[0] != self.selection.end[0]:
            self._change_lines(partial(indented, width=self.indent_width))
        elif not self.read_only:
            since = self.get_column_width(*self.cursor_location) % self.indent_width
            self.replace(" " * (self.indent_width - since), *self.selection, maintain_selection_offset=False)

    def action_dedent(self) -> None:
        """Remove a step of indentation from the line, or from the selected lines."""
        self._change_lines(partial(dedented, width=self.indent_width))

    def action_comment(self) -> None:
        """Turn the line, or the selected lines, into comments, or back into code."""
        self._change_lines(commented)

    def action_first(self) -> None:
        self.move_cursor((0, 0))

    def action_last(self) -> None:
        self.move_cursor(self.document.end)

    def action_backspace(self) -> None:
        """Delete to the left; in an indentation, back to the previous tab stop; between two brackets, both."""
        (row, column), (code, cursor) = self.cursor_location, self.code_and_cursor
        taken = backspaced(self.document.get_line(row)[:column], self.indent_width)
        alone = self.selection.is_empty and not self.read_only
        if alone and closes_brackets(self.app) and is_pair(code[:cursor], code[cursor : cursor + 1]):
            self._replace_at_once("", (row, column - 1), (row, column + 1), keep_offset=False)
        elif alone and taken > 1:
            self.delete((row, column - taken), (row, column), maintain_selection_offset=False)
        else:
            self.action_delete_left()

    def _change_lines(self, change: Callable[[Sequence[str]], list[str]]) -> None:
        """Change all lines of the selection in a single edit; the selection stays."""
        (first, _), (last, column) = sorted((self.selection.start, self.selection.end))
        last -= last > first and column == 0
        before = [self.document.get_line(row) for row in range(first, last + 1)]
        lines = change(before)
        if self.read_only or lines == before:
            return
        row, column = self.cursor_location
        empty = self.selection.is_empty
        self._replace_at_once("\n".join(lines), (first, 0), (last, len(before[-1])))
        if empty:
            self.move_cursor((row, max(0, column + len(lines[0]) - len(before[0]))))
        else:
            self.selection = Selection((first, 0), (last, len(lines[-1])))

    def _new_line(self) -> None:
        """Break the line and indent as Python needs it: as before, or deeper after a colon or an open bracket.

        The closing bracket goes to a line of its own.
        """
        start, end = sorted((self.selection.start, self.selection.end))
        before, after = self.document.get_line(start[0])[: start[1]], self.document.get_line(end[0])[end[1] :]
        indent = before[: len(before) - len(before.lstrip())]
        deeper = indent + " " * self.indent_width * before.rstrip().endswith(_OPENERS)
        below = f"\n{indent}" if is_pair(before, after) and deeper != indent else ""
        self.replace(f"\n{deeper}{below}", start, end, maintain_selection_offset=False)
        if below:
            self.move_cursor((start[0] + 1, len(deeper)))


def _sign(sign: str, style: Style, look: Look) -> Strip:
    return Strip([Segment(look.text(sign), style)], 1)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
