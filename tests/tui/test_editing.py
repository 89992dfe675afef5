"""What the editor's keys make of lines, and the keys themselves."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.keys import _character_to_key

from tuitutor.tui.widgets.editor import CodeEditor
from tuitutor.tui.widgets.python_text import backspaced, closer_of, commented, dedented, indented, steps_over

LINES = st.lists(st.sampled_from(["", "x = 1", "    y = [", "        # why", "#z", "if x:"]), max_size=6)


@given(LINES)
def test_what_is_indented_can_be_dedented(lines: list[str]) -> None:
    assert dedented(indented(lines, 4), 4) == lines


@given(LINES)
def test_commented_code_is_no_code_and_comes_back(lines: list[str]) -> None:
    lines = [*lines, "x = 1"]  # not all comments
    assert ast.parse("\n".join(commented(lines))).body == []
    assert commented(commented(lines)) == lines


def test_comments_stand_at_the_least_depth() -> None:
    assert commented(["    if x:", "", "        y()"]) == ["    # if x:", "", "    #     y()"]
    assert commented(["    # if x:", "    #y"]) == ["    if x:", "    y"]


def test_dedenting_takes_no_more_than_there_is() -> None:
    assert dedented(["  x", "     y", "z"], 4) == ["x", " y", "z"]


@pytest.mark.parametrize(
    ("before", "taken"), [("", 1), ("        ", 4), ("     ", 1), ("  ", 2), ("x = ", 1), ("   x", 1)]
)
def test_backspace_in_an_indentation_goes_back_to_the_stop_before(before: str, taken: int) -> None:
    assert backspaced(before, 4) == taken


@pytest.mark.parametrize(
    ("before", "character", "after", "expected"),
    [
        ("f", "(", "", ")"),
        ("f(", "[", ")", "]"),
        ("x = ", "{", "  # a comment", "}"),
        ("f", "(", "x)", ""),  # before a word
        ("f", "(", ")", ""),  # it is closed already
        ("f((", "(", "))", ")"),
        ("f(", "(", "))", ""),
        ("x = ", '"', "", '"'),
        ("x = f", '"', "", '"'),
        ("x = rb", "'", "", "'"),
        ("it", "'", "", ""),
        ("# it", "'", "", ""),
        ("# ", "(", "", ""),
        ("x = 'a ", "(", "", ""),
        ("x = 'a ", '"', "'", ""),
        ('x = ""', '"', "", '"""'),
        ('"""A long ', "(", "", ""),
        ('"""A long one"""', "(", "", ")"),
        ("x = 'a'", "'", "", ""),
        ("x", "+", "", ""),
    ],
)
def test_what_closes_a_bracket_or_quote(before: str, character: str, after: str, expected: str) -> None:
    assert closer_of(before, after, character) == expected


@pytest.mark.parametrize(
    ("before", "character", "after", "expected"),
    [
        ("f(", ")", ")", True),
        ("f(x", ")", " )", False),
        ("'(", ")", ")'", False),
        ("x = '", "'", "'", True),
        ("x = 'a\\", "'", "'", False),
        ("x = 'a\\\\", "'", "'", True),
        ('x = "it', "'", "'s\"", False),
        ("x = ", "'", "'a'", False),
        ("f(", "(", "(", False),
    ],
)
def test_typing_what_is_there_steps_over_it(before: str, character: str, after: str, expected: bool) -> None:
    assert steps_over(before, after, character) is expected


class Editor(App[None]):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def compose(self) -> ComposeResult:
        yield CodeEditor(self.text)

    @property
    def editor(self) -> CodeEditor:
        return self.query_one(CodeEditor)


@pytest.mark.parametrize(
    ("text", "keys", "after"),
    [
        ("a\nb\nc", "shift+down tab", "    a\nb\nc"),  # a selection that ends at the start of a line
        ("a\nb\nc", "shift+down shift+end tab tab shift+tab", "    a\n    b\nc"),
        ("a\nb", "tab", "    a\nb"),
        ("a\nb", "end tab", "a   \nb"),
        ("    a\nb", "end shift+tab", "a\nb"),
        ("a\nb", "shift+down shift+end ctrl+underscore", "# a\n# b"),
        ("# a\nb", "ctrl+underscore end exclamation_mark", "a!\nb"),
        ("a\n        b", "down home backspace", "a\n    b"),
        ("a\n    b", "down home home backspace", "a    b"),
        ("    a", "end backspace", "    "),
        ("a\nb", "shift+down shift+end tab ctrl+z", "a\nb"),
        ("        a", "end home exclamation_mark", "        !a"),
        ("a\nb", "alt+a x", "x"),
        ("a\nb", "ctrl+end x ctrl+home y", "ya\nbx"),
        ("f", "end ( [ ' a ' ] )", "f(['a'])"),
        ("f", "end ( x ctrl+z", "f()"),
        ("f", "end ( x ctrl+z ctrl+z", "f"),
        ("f", "end ( [ backspace", "f()"),
        ("f", "end ( ' backspace backspace", "f"),
        ("x = '()'", "end left left backspace", "x = ')'"),
        ("if x:\n    f", "ctrl+end ( enter y", "if x:\n    f(\n        y\n    )"),
        ("if x:\n    f", "ctrl+end ( enter y ctrl+z ctrl+z", "if x:\n    f()"),
        ("a = b", "end shift+left ( [ c", "a = ([c])"),
        ("a = b", "end shift+left ( ctrl+z", "a = b"),
        ("a\nb", "shift+down (", "(a\n)b"),
    ],
)
async def test_keys_that_indent_and_comment(text: str, keys: str, after: str) -> None:
    app = Editor(text)
    async with app.run_test() as pilot:
        await pilot.press(*(_character_to_key(key) if len(key) == 1 else key for key in keys.split()))
        assert app.editor.text == after
        assert app.editor.has_focus


async def test_a_changed_selection_is_still_selected() -> None:
    app = Editor("a\nb\nc")
    async with app.run_test() as pilot:
        await pilot.press("shift+down", "shift+end", "tab", "tab")
        assert app.editor.text == "        a\n        b\nc"
        await pilot.press("backspace")
        assert app.editor.text == "\nc"


async def test_a_line_is_not_wrapped_and_shows_that_it_goes_on() -> None:
    app = Editor("x = 1  # " + "long " * 10 + "end\ny = 2")
    async with app.run_test(size=(30, 5)) as pilot:
        lines = [strip.text for strip in app.screen._compositor.render_strips()]
        assert lines[0].rstrip().endswith("›")
        assert "y = 2" in lines[1]
        await pilot.press("end")
        lines = [strip.text for strip in app.screen._compositor.render_strips()]
        assert "end" in lines[0]
        assert "›" not in lines[0]
        assert "‹" in lines[0]


async def test_the_sign_stands_beside_a_scrollbar() -> None:
    app = Editor("x" * 22 + "\n" + "y\n" * 20)
    async with app.run_test(size=(30, 5)) as pilot:
        for width in range(24, 32):
            await pilot.resize_terminal(width, 5)
            await pilot.pause()
            line = app.screen._compositor.render_strips()[0].text
            assert ("x" * 22 in line) != ("›" in line), line
