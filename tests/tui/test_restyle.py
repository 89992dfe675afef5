"""A widget's parts look as Textual would style them, though they are styled only when they are drawn."""

from __future__ import annotations

from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.color import Color
from textual.widget import Widget
from textual.widgets import Static, TextArea

from tuitutor.tui.repaint import LeanApp

pytestmark = pytest.mark.usefixtures("drawn")

THEMES = ("textual-dark", "textual-light")
PARTS = sorted(TextArea._get_component_classes())


class Editor(TextArea):
    """What both apps show."""

    DEFAULT_CSS = "Editor > .text-area--cursor { background: $error; }"


class Plain(App[None]):
    """Styled by Textual."""

    def compose(self) -> ComposeResult:
        yield Editor("one\ntwo")


class Lean(LeanApp):
    """Styled by us."""

    def compose(self) -> ComposeResult:
        yield Editor("one\ntwo")


async def parts_of(app: App[None]) -> list[str]:
    """The parts' styles as CSS, in each theme."""
    found = []
    async with app.run_test() as pilot:
        for theme in THEMES:
            app.theme = theme
            await pilot.pause()
            found += [app.query_one(Editor).get_component_styles(part).css for part in PARTS]
    return found


async def test_all_parts_have_the_styles_that_textual_gives_them() -> None:
    assert PARTS
    assert await parts_of(Lean()) == await parts_of(Plain())


async def test_only_parts_that_are_drawn_are_styled() -> None:
    app = Lean()
    async with app.run_test():
        editor = app.query_one(Editor)
        assert 0 < len(editor._component_styles) < len(PARTS)


class Box(Widget):
    """Draws one of its two parts."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"box--drawn", "box--other"}
    DEFAULT_CSS = """
    Box > .box--drawn { color: rgb(1,2,3); }
    Box.-other > .box--other { color: rgb(4,5,6); }
    Box.-new > .box--drawn { color: rgb(7,8,9); }
    """

    drawn: ClassVar[list[Color]] = []

    def render(self) -> str:
        self.drawn.append(self.get_component_styles("box--drawn").color)
        return "text"


class Boxed(LeanApp):
    """Shows a box."""

    def compose(self) -> ComposeResult:
        yield Box()


async def test_a_widget_is_drawn_anew_when_a_part_that_it_drew_has_another_style() -> None:
    app = Boxed()
    async with app.run_test() as pilot:
        box = app.query_one(Box)
        for name in ("-other", "-new"):
            box.drawn.clear()
            box.add_class(name)
            await pilot.pause()
            assert box.drawn == ([] if name == "-other" else [Color(7, 8, 9)])


async def test_a_part_that_a_widget_does_not_have_is_an_error() -> None:
    app = Boxed()
    async with app.run_test():
        with pytest.raises(KeyError):
            app.query_one(Box).get_component_styles("box--none")


class Moving(LeanApp):
    """What would glide for a minute."""

    CSS = "Static { transition: offset 60s; } Static.-away { offset: 5 0; }"

    def compose(self) -> ComposeResult:
        yield Static("text")


async def test_nothing_glides() -> None:
    app = Moving()
    async with app.run_test():
        app.query_one(Static).add_class("-away")
        assert app.query_one(Static).offset.x == 5
