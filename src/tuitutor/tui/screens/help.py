"""Help on one page, and the first keys, one sentence at a time, for learners who open the app for the first time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from msgspec import Struct
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from tuitutor.draw.look import Look, wrap
from tuitutor.tui import keys
from tuitutor.tui.keys import APP_KEYS, ATTEMPT_KEYS, EDITOR_KEYS, LESSON_KEYS, RESULT_KEYS, Key
from tuitutor.tui.own_keys import help_of
from tuitutor.tui.screens.lesson import LessonScreen
from tuitutor.tui.widgets.drawing import Drawing
from tuitutor.tui.widgets.single_lines import KeyBar

_MORE = (
    ("space, tab", "Page down; next cell or exercise (shift+tab: back)"),
    ("j, k, g, G", "In the text: a line down or up, to the top, to the end"),
    ("enter", "Edit the cell, or open the exercise"),
    ("up, down", "In a completion list: choose; tab accepts, esc closes"),
    ("^z, ^y", "Undo and redo, in an editor"),
)
_INTRO = (
    "Read, run the cells, solve the exercise. A cell first runs the cells above it; "
    "an exercise runs on its own and is graded."
)
_INDENT = 13


@dataclass(frozen=True, slots=True)
class HelpPage:
    """What a screen is for, its keys, and what else there is to know, as pairs of a key or term and a line."""

    intro: str
    keys: Sequence[Key]
    more: Sequence[tuple[str, str]]


_LESSON = HelpPage(_INTRO, (*LESSON_KEYS, *EDITOR_KEYS, *RESULT_KEYS, *ATTEMPT_KEYS, *APP_KEYS), _MORE)


class HelpScreen(ModalScreen[None]):
    """What the keys do."""

    CSS_PATH = "panel.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Back", show=False),
        keys.HELP.binding("dismiss(None)"),
        keys.HELP_TEXT.binding("dismiss(None)"),
        Binding("s", "app.settings", "Settings", show=False),
        Binding("space", "page", "Page down", show=False),
    ]

    def __init__(self, has_settings: bool, page: HelpPage = _LESSON) -> None:
        super().__init__()
        self._has_settings = has_settings
        self._page = page

    def compose(self) -> ComposeResult:
        settings = (("s", "settings", "app.settings"),) if self._has_settings else ()
        with Vertical(id="panel"):
            yield Drawing(id="help")
            yield KeyBar((("esc", "back", "screen.dismiss(None)"), *settings))

    def on_mount(self) -> None:
        self.query_one(Drawing).show(self._draw)
        self.query_one(Drawing).focus()

    def action_page(self) -> None:
        self.query_one(Drawing).scroll_page_down(animate=False)

    def _draw(self, width: int, look: Look) -> Text:
        lines = [*wrap(f"{self._page.intro} Below, ^ stands for ctrl.", width, look), Text("")]
        joined: dict[str, tuple[str, str]] = {}  # keys with the same action share a line
        for key in (key for key in self._page.keys if key.help):
            others, text = joined.get(key.action, ("", help_of(key)))
            joined[key.action] = (f"{others}, {key.all_shown}" if others else key.all_shown, text)
        for pressed, text in (*joined.values(), *self._page.more):
            column, _, others = (pressed, "", "") if len(pressed) < _INDENT else pressed.partition(", ")
            does, more, another = text.partition("; ")  # which is about another key
            does += f" (or {others})" if others else ""
            described = wrap(does + more + another, width, look, indent=_INDENT)
            described[0] = Text.assemble((column.ljust(_INDENT), "bold"), described[0][_INDENT:])
            lines += described
        return Text("\n").join(lines)


TIP_SECONDS = 30.0  # that a sentence stays at most


class _Step(Struct, frozen=True):
    """A sentence, and the keys that show that the learner knows it."""

    sentence: str
    keys: tuple[str, ...]


def steps() -> tuple[_Step, ...]:
    """All of them, with the keys as they are set."""
    out_of_text = ("enter", *keys.BENCH.in_use, *keys.TAB.in_use)  # there, space types a space
    return (
        _Step(
            f"Press {keys.NEXT.named} to read on, or space to turn the page. (esc: no more tips)",
            (*keys.NEXT.in_use, "space", "pagedown", "down", "j", *out_of_text),
        ),
        _Step(f"Press {keys.RUN.named} to run the cell in view, and again to stop it.", keys.RUN.in_use),
        _Step(f"Press {keys.BENCH.named} to go to the exercise, and back.", keys.BENCH.in_use),
        _Step(
            f"Press {keys.HELP.named} to see all keys, whenever you need one.",
            (*keys.HELP.in_use, *keys.HELP_TEXT.in_use),
        ),
    )


class Tour:
    """Shows the remaining sentences on one lesson's screen, each until its key is pressed or its time is over.

    `then` is called once none is left: only one sentence at a time asks for the learner's eyes, and for `esc`.
    """

    def __init__(self, screen: LessonScreen, then: Callable[[], None]) -> None:
        self._screen, self._then = screen, then
        self._left = list(steps())

    def begin(self) -> None:
        """Show the first sentence."""
        if not self._left:
            self._then()
            return
        step = self._left[0]
        self._screen.say(step.sentence, TIP_SECONDS)
        self._screen.set_timer(TIP_SECONDS, partial(self._end, step))

    def pressed(self, key: str) -> None:
        """A key was pressed: drop the sentences about it, and show the next one."""
        now = self._left[:1]
        self._left = [step for step in self._left if key not in (*step.keys, "escape")]
        if now != self._left[:1] and self._screen.is_attached:
            self._screen.unsay(now[0].sentence)
            self.begin()

    def _end(self, step: _Step) -> None:
        """The time of this sentence is over."""
        if step in self._left:
            self.pressed(step.keys[0])
