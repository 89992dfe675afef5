"""A Textual that has other private names, all or a few, costs what the app does with them, and not the app."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

import tuitutor
from tests.e2e.terminal import Terminal
from tests.e2e.walks import FIRST_WORDS, NO_KERAS, header, key_bar, quit_app
from tests.processes import marked

WHITE = "\x1b]11;rgb:ffff/ffff/ffff\x1b\\"
NAMES = [
    "XTermParser",
    "__watchers",
    "_bindings",
    "_closing",
    "_disable_notifications",
    "_disable_tooltips",
    "_display",
    "_exception",
    "_extend_compose",
    "_fatal_error",
    "_handle_exception",
    "_push_result_callback",
    "_shutdown",
    "_styles_cache",
    "_variables",
]
# Textual as if it called these something else
RENAMED = f"""
import re, sys
from importlib.machinery import SourceFileLoader

names, *words = sys.argv[1:]
get_code = SourceFileLoader.get_code

def get_other_code(loader, module):
    source = loader.get_data(loader.path).decode() if module.startswith("textual.") else ""
    renamed = re.sub(rf"(?<!textual\\.)\\b({{names}})\\b", r"\\1_as_it_is_called_now", source)
    return get_code(loader, module) if renamed == source else compile(renamed, loader.path, "exec")

SourceFileLoader.get_code = get_other_code
sys.path.insert(0, {str(Path(tuitutor.__file__).parents[1])!r})
sys.argv = ["tuitutor", *words]
from tuitutor.cli.main import main
main()
"""


FEW = ["XTermParser", *("|".join(NAMES[first::6]) for first in range(1, 7))]


@pytest.mark.long
@pytest.mark.parametrize(
    "names", [pytest.param("|".join(NAMES), id="all"), *(pytest.param(few, marks=pytest.mark.long) for few in FEW)]
)
def test_without_private_names_of_textuals_lessons_are_read_edited_and_left(names: str, tmp_path: Path) -> None:
    program = ("-c", RENAMED, names)
    ground = (WHITE,) if names == "XTermParser" else ()  # one of its characters is a key: the next lesson
    with marked() as marker, closing(Terminal(tmp_path, marker, 80, 24, NO_KERAS, program, ground=ground)) as terminal:
        terminal.wait_for(FIRST_WORDS)
        terminal.wait_until_quiet()
        assert "› Start" in header(terminal)
        terminal.type("]")
        terminal.wait_for(lambda: "› One neuron" in header(terminal))
        terminal.press("f2")
        terminal.wait_for(lambda: "f2 text" in key_bar(terminal))
        terminal.type("# typed")
        terminal.wait_for("# typed")
        quit_app(terminal)
