"""Each terminal gets the colours that it has, and something to see its cursor and its choice by."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import Open
from tests.e2e.terminal import Terminal
from tests.e2e.walks import NO_KERAS, go_to_exercise, open_xor, quit_app

pytestmark = pytest.mark.long

ALL, INDEXED = b"38;2;", b"38;5;"


@pytest.mark.parametrize(
    ("environment", "sent", "not_sent"),
    [
        ({"TERM": "screen"}, INDEXED, [ALL]),  # tmux as it comes
        ({"TERM": "xterm"}, INDEXED, [ALL]),
        ({"TERM": "tmux-256color"}, INDEXED, [ALL]),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, ALL, [INDEXED]),
        ({"TERM": "linux"}, "█▓▒░ ".encode(), [ALL, INDEXED, "▇".encode()]),
        ({"LANG": "POSIX"}, "▇▅▃▂▁".encode(), [ALL]),  # what ssh leaves of the learner's own
        ({"NO_COLOR": "1"}, b"\x1b[", [ALL, INDEXED]),
        ({"TUITUTOR_GLYPHS": "ascii"}, INDEXED, ["▇".encode()]),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": ""}, "█▓▒░ ".encode(), ["▇".encode()]),
    ],
    ids=lambda value: "-".join(value.values()) if isinstance(value, dict) else None,
)
def test_colours_are_those_of_the_terminal(
    open_terminal: Open, environment: dict[str, str], sent: bytes, not_sent: list[bytes]
) -> None:
    terminal = open_terminal(80, 24, *NO_KERAS, **environment)
    open_xor(terminal)
    go_to_exercise(terminal)
    assert sent in terminal.written
    assert [each for each in not_sent if each in terminal.written] == []
    see_the_cursor(terminal)
    see_a_selection(terminal)
    quit_app(terminal)


def test_sixteen_colours_have_no_slab_behind_code_and_mark_what_is_chosen(open_terminal: Open) -> None:
    terminal = open_terminal(80, 24, *NO_KERAS, TERM="linux")
    open_xor(terminal)
    row, column = place_of(terminal, "import numpy")
    assert terminal.ground_at(row, column) == "default"
    terminal.press("ctrl+o", "ctrl+o")
    terminal.wait_for(" · XOR, which no line can split")
    row, column = place_of(terminal, " · XOR, which no line can split")
    column += 3
    assert terminal.ground_at(row, column) not in ("default", terminal.ground_at(row - 1, column))
    terminal.press("escape")
    quit_app(terminal)


LIGHT, DARK = "#f1efe9", "#171b23"  # behind code


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (("\x1b]11;rgb:ffff/fefe/fdfd\x1b\\",), LIGHT),
        (("\x1b]11;rgb:ff/ff/ff\x07",), LIGHT),
        (("\x1b]11;", "rgb:ffff/ff", "ff/ffff\x1b", "\\"), LIGHT),
        (("\x1b]11;rgb:0000/0000/0000\x1b\\",), DARK),
    ],
    ids=["string-terminator", "bell", "in-pieces", "dark"],
)
def test_the_ground_that_the_terminal_names_decides_the_theme(
    open_terminal: Open, answer: tuple[str, ...], code: str
) -> None:
    terminal = open_terminal(80, 24, *NO_KERAS, ground=answer, COLORTERM="truecolor")
    open_xor(terminal)
    terminal.wait_for(lambda: terminal.ground_at(*place_of(terminal, "import numpy")) == code.removeprefix("#"))
    quit_app(terminal)


def test_a_late_answer_is_dropped(open_terminal: Open) -> None:
    terminal = open_terminal(80, 24, *NO_KERAS, COLORTERM="truecolor")
    open_xor(terminal)
    go_to_exercise(terminal)
    terminal.type("\x1b]11;rgb:ffff/ffff/ffff\x07# typed after it\n")
    terminal.wait_for("# typed after it")
    assert "11;rgb" not in terminal.text
    assert terminal.ground_at(*place_of(terminal, "keras import")) == DARK.removeprefix("#")
    quit_app(terminal)


def see_the_cursor(terminal: Terminal) -> None:
    """The cell of the editor's first letter, where the cursor is, has another background than its neighbour."""
    row, column = place_of(terminal, "from keras import")
    terminal.wait_for(lambda: stands_out(terminal, row, column, column + 1))


def see_a_selection(terminal: Terminal) -> None:
    """What is selected looks unlike what is not, in the same line; the cursor stands out at both of its ends."""
    row, column = place_of(terminal, "from keras import")
    terminal.press("shift+right", "shift+right", "shift+right", "shift+right")
    terminal.wait_for(lambda: terminal.look_at(row, column + 1) != terminal.look_at(row, column + 6))
    terminal.wait_for(lambda: stands_out(terminal, row, column + 4, column + 3, column + 5))
    terminal.press("shift+left")
    terminal.wait_for(lambda: stands_out(terminal, row, column + 3, column + 2, column + 4))
    terminal.press("left")


def stands_out(terminal: Terminal, row: int, cursor: int, *others: int) -> bool:
    """Whether the cursor's cell has another background than those cells, and a letter that can be read on it."""
    letter, ground = terminal.inks_at(row, cursor)
    return letter != ground and all(terminal.inks_at(row, other)[1] != ground for other in others)


def place_of(terminal: Terminal, text: str) -> tuple[int, int]:
    """Row and column at which a text begins."""
    row = next(row for row, line in enumerate(terminal.lines) if text in line)
    return row, terminal.lines[row].index(text)
