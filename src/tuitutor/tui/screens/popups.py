"""Small panels to read, and esc to go back: a question, a card, the help page, code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from tuitutor.draw.look import Look, wrap
from tuitutor.draw.signatures import card
from tuitutor.engine.guidance import Solution
from tuitutor.protocol.name_facts import NameFacts
from tuitutor.tui import keys, play_keys
from tuitutor.tui.keys import Key
from tuitutor.tui.own_keys import help_of
from tuitutor.tui.screens.panel import Panel
from tuitutor.tui.widgets.drawing import Draw, Drawing
from tuitutor.tui.widgets.editor import CodeEditor
from tuitutor.tui.widgets.prose import ProseView
from tuitutor.tui.widgets.single_lines import Entry, KeyBar, SplitLine


class _DrawingScreen(Panel[bool | None]):
    """A drawing to read. `entries` are its keys, which dismiss it."""

    def __init__(self, draw: Draw, *entries: Entry) -> None:
        self._draw = draw
        self._drawing = Drawing(id="help")
        super().__init__(self._drawing, KeyBar(entries), focus=self._drawing)

    def on_mount(self) -> None:
        self._drawing.show(self._draw)


class ConsentScreen(_DrawingScreen):
    """Asks, before a course's code runs for the first time. Dismissed with whether the learner trusts the course."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "dismiss(True)", "Run it", show=False),
        Binding("escape,n,q", "dismiss(False)", "Not now", show=False),
    ]

    def __init__(self, question: str) -> None:
        super().__init__(
            lambda width, look: Text("\n").join(wrap(question, width, look)),
            ("y", "run it", "screen.dismiss(True)"),
            ("esc", "not now", "screen.dismiss(False)"),
        )


class ReferenceScreen(_DrawingScreen):
    """Shows the installed library's documentation of a name. Dismissed with whether to open the help."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(False)", "Back", show=False),
        keys.HELP.binding("dismiss(True)"),
        keys.HELP_TEXT.binding("dismiss(True)"),
    ]

    def __init__(self, path: str, facts: NameFacts) -> None:
        super().__init__(
            partial(card, path, facts),
            ("esc", "back", "screen.dismiss(False)"),
            (keys.HELP_TEXT.named, "help", "screen.dismiss(True)"),
        )


_INTRO = (
    "Read, run the cells, solve the exercise. A cell first runs the cells above it; an exercise runs on its own and is "
    "graded. The bottom line names the keys of results and lists."
)
_INDENT = 13


@dataclass(frozen=True, slots=True)
class HelpPage:
    """The purpose of a screen and, by the place where they act, its keys, or pairs of a key and a line of help."""

    intro: str
    places: Mapping[str, Sequence[Key | tuple[str, str]]]


_LESSON = HelpPage(
    _INTRO,
    {
        "Everywhere": (
            keys.RUN, keys.BENCH, keys.HINT, keys.SOLUTION, keys.TAB, keys.NEXT, keys.CONTENTS, keys.FIND,
            keys.PALETTE, keys.REDRAW, keys.QUIT,
        ),
        "In the text": (
            ("space", "Page down"),
            ("j, k, g, G", "A line down or up, to the top, to the end"),
            ("tab", "Go to the next cell or exercise (shift+tab: back)"),
            ("enter", "Edit the cell, or open the exercise"),
            keys.FIND_TEXT,
            keys.HELP_TEXT,
        ),
        "In an editor": (
            keys.TEXT,
            keys.HELP,
            keys.INDENT,
            keys.COMMENT,
            ("ctrl+z", "Undo (ctrl+y: redo)"),
            ("up, down", "In a completion list: choose; tab accepts, esc closes"),
        ),
    },
)  # fmt: skip


class HelpScreen(_DrawingScreen):
    """The page of keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Back", show=False),
        keys.HELP.binding("dismiss(None)"),
        keys.HELP_TEXT.binding("dismiss(None)"),
        Binding("s", "app.settings", "Settings", show=False),
        Binding("space", "page", "Page down", show=False),
    ]

    def __init__(self, has_settings: bool, page: HelpPage = _LESSON) -> None:
        settings = (("s", "settings", "app.settings"),) if has_settings else ()
        super().__init__(partial(_draw_help, page), ("esc", "back", "screen.dismiss(None)"), *settings)

    def action_page(self) -> None:
        self._drawing.scroll_page_down(animate=False)


def _draw_help(page: HelpPage, width: int, look: Look) -> Text:
    """The page, with the keys as they are set."""
    lines = wrap(page.intro, width, look)
    for place, entries in page.places.items():
        lines += [Text(""), Text(place, style=look.style("title"))]
        for entry in entries:
            pressed, text = (entry.all_named, help_of(entry)) if isinstance(entry, Key) else entry
            first, _, others = (pressed, "", "") if len(pressed) < _INDENT else pressed.partition(", ")
            does, semicolon, more = text.partition("; ")
            does += f" (or {others})" if others else ""
            described = wrap(does + semicolon + more, width, look, indent=_INDENT)
            described[0] = Text.assemble((first.ljust(_INDENT), "bold"), described[0][_INDENT:])
            lines += described
    return Text("\n").join(lines)


class _CodeScreen(Panel[None]):
    """Code to read, with its explanation or file (`parts`), below a title and a remark."""

    def __init__(self, title: str, remark: str, *parts: Widget, above: Sequence[Widget] = ()) -> None:
        code = VerticalScroll(*parts, id="solution")
        bar = KeyBar((("esc", "back", "screen.dismiss(None)"),))
        super().__init__(SplitLine(Text(title, style="bold"), remark), *above, code, bar, focus=code)


class SolutionScreen(_CodeScreen):
    """Shows the solution, read-only, and its explanation; the learner's draft stays as it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Back", show=False, priority=True),
        keys.SOLUTION.binding("dismiss(None)"),
    ]

    def __init__(self, title: str, solution: Solution) -> None:
        answer = [ProseView(solution.answer)] if solution.answer else []
        code = [CodeEditor(solution.code, grows=True, read_only=True)] if solution.code else []
        super().__init__(title, "your draft stays as it is", *answer, *code, ProseView(solution.explanation))


class ProgramScreen(_CodeScreen):
    """Shows the code, read-only, and the file with it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Back", show=False, priority=True),
        play_keys.PROGRAM.binding("dismiss(None)"),
    ]

    def __init__(self, code: str, where: str) -> None:
        editor = CodeEditor(code, grows=True, read_only=True)
        above = [Static(where, markup=False)]
        super().__init__("As Keras code", "it runs as a lesson's cell", editor, above=above)
