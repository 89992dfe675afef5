"""Keys have one name everywhere: ctrl+r and f6."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tuitutor.tui import keys, play_keys
from tuitutor.tui.widgets.results import _invitation

SOURCE = Path(keys.__file__).parents[1]
OTHERWISE = re.compile(r"\b(Ctrl|CTRL|Shift|Alt)\+\w|\bF([1-9]|1[0-2])\b|(?<!\S)\^[a-z](?!\S)")


def texts(room: str, but: tuple[str, ...] = ()) -> list[str]:
    """All texts in the code of a room, without its docstrings."""
    found = []
    for file in (path for path in (SOURCE / room).rglob("*.py") if path.name not in but):
        tree = ast.parse(file.read_text())
        said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        found += [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
        ]
    return found


@pytest.mark.parametrize("room", ["tui", "engine", "draw", "cli", "coach", "workers", "progress"])
@pytest.mark.long
def test_sentences_name_keys_in_one_way(room: str) -> None:
    assert len(texts(room)) > 100
    assert not [text for text in texts(room) if OTHERWISE.search(text)]


@pytest.mark.long
def test_only_the_tables_of_keys_say_which_those_are_that_a_learner_may_change() -> None:
    fixed = {"ctrl+z", "ctrl+y", "ctrl+c", "ctrl+a"}  # undo and redo; copy or cancel; in the find bar: replace all
    rooms = ("tui", "engine", "draw", "coach", "workers", "progress", "grading")
    told = [text for room in rooms for text in texts(room, but=("keys.py", "own_keys.py", "play_keys.py"))]
    named = [(text, key) for text in told for key in re.findall(r"\bctrl\+\w+|\bf(?:[2-9]|1[0-2])\b", text)]
    assert not [text for text, key in named if key not in fixed]


def test_so_do_the_lines_of_help() -> None:
    for module in (keys, play_keys):
        lines = [key.help for key in vars(module).values() if isinstance(key, keys.Key)]
        assert len(lines) > 15
        assert not [line for line in lines if "^" in line]


@pytest.mark.parametrize(
    ("shown", "total", "told"),
    [
        (0, 0, "This exercise has no hints."),
        (0, 1, "There is 1 hint; ctrl+g shows it."),
        (0, 3, "There are 3 hints; ctrl+g shows the first."),
        (1, 3, "There are 2 more hints; ctrl+g shows the next."),
        (2, 3, "There is 1 more hint; ctrl+g shows it."),
        (3, 3, "These are all the hints; f6 asks for the solution."),
    ],
)
def test_how_to_get_a_hint(shown: int, total: int, told: str) -> None:
    assert _invitation(shown, total) == told
