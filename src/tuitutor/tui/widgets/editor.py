"""The Python editor of cells and exercises."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.widgets import TextArea

from tuitutor.tui.themes import CODE_THEMES, DEFAULT
from tuitutor.tui.widgets.colours import colours

_OPENERS = (":", "(", "[", "{")


class CodeEditor(TextArea):
    """Edits Python. Posts `Edited` for every change of the text and `Left` when escape is pressed."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"editor--wrong-line"}
    DEFAULT_CSS = """
    CodeEditor {
        border: none;
        padding: 0;
        background: $surface;
        scrollbar-size-horizontal: 0;
        &:focus { border: none; }
        & > .editor--wrong-line { background: $error 25%; text-style: underline; }
        &:ansi > .editor--wrong-line { background: ansi_default; }
    }
    """

    class Edited(Message):
        """The text changed."""

        def __init__(self, editor: CodeEditor, text: str) -> None:
            super().__init__()
            self.editor = editor
            self.text = text

        @property
        def control(self) -> CodeEditor:
            return self.editor

    class Left(Message):
        """The learner wants out of the editor."""

    def __init__(self, text: str, *, grows: bool = False, read_only: bool = False, id: str | None = None) -> None:
        super().__init__(
            text,
            soft_wrap=True,  # a line that runs off the edge hides what it says
            tab_behavior="indent",
            show_line_numbers=True,
            read_only=read_only,
            id=id,
        )
        self._known = text  # what was last said to have been edited, or was put here from outside
        self._wrong_line: int | None = None
        self.cursor_blink = False  # a blinking cursor sends bytes down the line all day
        self.highlight_cursor_line = False
        if grows:
            self.styles.height = "auto"
        for theme in CODE_THEMES.values():
            self.register_theme(theme)

    def on_mount(self) -> None:
        self.watch(self.app, "theme", self._follow_theme)

    def _follow_theme(self, name: str) -> None:
        self.theme = name if name in CODE_THEMES else DEFAULT

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        # Textual wraps lines after it has laid out the editor, which would then grow before the reader's eyes
        if not self.size:
            self.wrapped_document.wrap(max(0, width - self.gutter_width - 1), self.indent_width)
        return self.wrapped_document.height

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self.text == self._known:
            return
        self._known = self.text
        self.mark_line(None)
        if self.styles.is_auto_height:
            self.refresh(layout=True)
        self.post_message(self.Edited(self, self._known))

    def put(self, text: str) -> None:
        """Replace the whole text in one edit, which ctrl+z takes back."""
        self.history.checkpoint()
        self.replace(text, (0, 0), self.document.end)
        self.history.checkpoint()
        self.move_cursor((0, 0))

    def take(self, text: str) -> None:
        """Show what somebody else made of this text, in one edit that ctrl+z takes back; the cursor stays."""
        cursor, scroll = self.cursor_location, self.scroll_offset
        self.history.checkpoint()
        self.replace(text, (0, 0), self.document.end)
        self.history.checkpoint()
        self._known = self.text
        self.move_cursor(cursor)
        self.scroll_to(scroll.x, scroll.y, animate=False)
        self.mark_line(None)
        if self.styles.is_auto_height:
            self.refresh(layout=True)

    def shows(self, text: str) -> bool:
        """Whether this is the text in the editor, line ends aside."""
        return _plain(self.text) == _plain(text)

    def reload(self, text: str) -> None:
        """Show another text, with no way back to this one."""
        self._known = text
        self.load_text(text)
        self.history.clear()
        self.mark_line(None)

    def mark_line(self, line: int | None) -> None:
        """Mark a line, counted from 1, as where it went wrong and go there; None removes the mark."""
        if line is not None and not 1 <= line <= self.document.line_count:
            line = None
        if line == self._wrong_line:
            return
        self._wrong_line = line
        if line is not None:
            self.move_cursor((line - 1, 0), center=True)
        self.notify_style_update()
        self.refresh()

    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        styles = CODE_THEMES[self.theme].syntax_styles if self.theme in CODE_THEMES else {}
        for start, end, name in colours(self.document.text)[line_index]:
            if (style := styles.get(name)) is not None:
                line.stylize(style, start, end)
        if self._wrong_line is not None and line_index == self._wrong_line - 1:
            wrong = self.get_component_rich_style("editor--wrong-line")  # as mixed with what is behind it
            line.stylize(Style(bgcolor=wrong.bgcolor, underline=wrong.underline))
        return line

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            event.stop()
            event.prevent_default()
            self.post_message(self.Left())
        elif bindings := self._bindings.key_to_bindings.get(event.key):
            # Textual would let the key bubble up first, and what was typed right after it would overtake it
            event.stop()
            event.prevent_default()
            await self.run_action(bindings[0].action)
        elif event.key == "enter" and not self.read_only:
            event.stop()
            event.prevent_default()
            self._new_line()
        else:
            await super()._on_key(event)

    def _new_line(self) -> None:
        """Break the line and indent as Python wants it: as before, deeper after a colon or an open bracket."""
        start, end = self.selection.start, self.selection.end
        row, column = min(start, end)
        before = self.document.get_line(row)[:column]
        indent = before[: len(before) - len(before.lstrip())]
        if before.rstrip().endswith(_OPENERS):
            indent += " " * self.indent_width
        self.replace(f"\n{indent}", start, end, maintain_selection_offset=False)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
