"""What is not imported: Keras by the app, a screen by the light commands, our own packages by the worker."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import tuitutor

SOURCE = Path(tuitutor.__file__).parent
HEAVY = {"tensorflow", "keras"}
SCREEN = {"textual", "plotext"}

# runs the command line and prints, last of all, the modules that are then loaded
SPY = """
import json, sys
from tuitutor.cli.main import main
try:
    main()
except SystemExit as end:
    print(json.dumps([end.code, sorted(sys.modules)]))
"""
LIGHT = (
    "--version", "--help", "list", "list --json", "show xor", "next", "courses", "learn --plain",
    "play --epochs 1 --json", "play --plain", "hint xor", "solution xor", "reset xor", "lint", "submit --help",
    "move --help", "attack --help", "check --help", "run --help", "doctor --help", "grade --help", "report --help",
    "import --help", "export --help",
)  # fmt: skip
# what else is loaded while somebody waits: the app's screens, what runs an attempt, and the playground
PARTS = (
    "tui.screens.lesson", "tui.app", "tui.screens.contents", "tui.widgets.workbench", "tui.play.screen",
    "engine.attempt", "workers.local", "cli.opening", "cli.main",
)  # fmt: skip


@cache
def home() -> TemporaryDirectory[str]:
    """A home for all of them, so that all but the first find the course as it was kept."""
    return TemporaryDirectory()


@cache
def loaded_by_command(command: str) -> tuple[int, set[str]]:
    return loaded_by(SPY, *command.split(), home=Path(home().name))


@cache
def loaded_by_part(part: str) -> set[str]:
    code = f"import json, sys, tuitutor.{part}; print(json.dumps([0, sorted(sys.modules)]))"
    return loaded_by(code, home=Path(home().name))[1]


def loaded_by(code: str, *args: str, home: Path) -> tuple[int, set[str]]:
    done = subprocess.run(
        [sys.executable, "-c", code, *args],
        capture_output=True,
        text=True,
        check=True,
        env={"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
    )
    code_and_modules = json.loads(done.stdout.splitlines()[-1])
    return code_and_modules[0], set(code_and_modules[1])


# draws blocks of code as a lesson's prose does, and prints which of Pygments's lexers are then loaded
DRAW_CODE = """
import json, sys
from textual.widgets._markdown import MarkdownFence
from tuitutor.tui.widgets.prose import make_parser
for token in make_parser().parse(sys.argv[1]):
    if token.type in ("fence", "code_block"):
        MarkdownFence.highlight(token.content, token.info)
print(json.dumps([0, [name.removeprefix("pygments.lexers.") for name in sys.modules if "pygments.lexers." in name]]))
"""


def test_code_in_prose_loads_the_lexer_of_its_language_and_no_other(tmp_path: Path) -> None:
    blocks = "```\nout = 1\n```\n```ipython3\n%ls\n```\n```Python linenos\nx = 1\n```\n\n    indented\n"
    _, loaded = loaded_by(DRAW_CODE, blocks, home=tmp_path)
    assert {"python", "special"} <= loaded <= {"_mapping", "python", "special"}


@pytest.mark.parametrize("command", LIGHT)
def test_a_light_command_imports_neither_keras_nor_a_screen(command: str) -> None:
    code, modules = loaded_by_command(command)
    assert code in (0, 1)
    assert not modules & (HEAVY | SCREEN)


@pytest.mark.parametrize("part", PARTS)
def test_the_app_itself_never_imports_keras(part: str) -> None:
    assert not loaded_by_part(part) & HEAVY


def test_curves_are_drawn_without_pillow_and_the_manual_of_plotext(tmp_path: Path) -> None:
    draw = "from tuitutor.draw.plot import get_plotext; get_plotext(); import json, PIL, sys"
    _, modules = loaded_by(f"{draw}; print(json.dumps([0, sorted(sys.modules)]))", home=tmp_path)
    assert "PIL" in modules, "who needs it can still import it"
    assert not {"PIL.Image", "plotext._doc", "plotext._doc.doc"} & modules


def test_a_course_that_was_opened_before_opens_without_what_only_reading_its_files_needs() -> None:
    loaded_by_command("list")  # keeps the course
    begin = "from tuitutor.cli.session import Session; import tuitutor.tui.app; Session().course"
    _, modules = loaded_by(
        f"{begin}; import json, sys; print(json.dumps([0, sorted(sys.modules)]))", home=Path(home().name)
    )
    assert "tuitutor.course.cache" in modules
    assert not {"tuitutor.course.load", "tuitutor.playground.config", "symtable", "_hashlib"} & modules


def late_imports(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file that import a module inside a function, and the module."""
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield from ((node.lineno, name) for name in imports_of(node))


def test_an_import_waits_inside_a_function_only_where_that_makes_a_start_lighter() -> None:
    starts = [*(loaded_by_command(command)[1] for command in LIGHT), *map(loaded_by_part, PARTS)]
    for path in sorted(SOURCE.rglob("*.py")):
        name = ".".join(("tuitutor", *path.relative_to(SOURCE).with_suffix("").parts))
        beside = [loaded for loaded in starts if name in loaded]
        for line, late in () if name.startswith("tuitutor.worker.") else late_imports(path):
            saved = [loaded for loaded in beside if late not in loaded]
            assert saved, f"{path}:{line}: {late} is loaded anyway, or never waited for; import it at the top"


def test_the_app_starts_without_making_dataclasses_but_those_that_cross_to_the_worker(tmp_path: Path) -> None:
    made = """
import json, sys, tuitutor.cli.opening, tuitutor.tui.screens.lesson
kinds = [kind for name, module in sys.modules.items() if name.startswith("tuitutor") for kind in vars(module).values()]
print(json.dumps([0, sorted({f"{kind.__module__}.{kind.__name__}" for kind in kinds
                             if isinstance(kind, type) and hasattr(kind, "__dataclass_fields__")})]))
"""
    ours = {name for name in loaded_by(made, home=tmp_path)[1] if name.startswith("tuitutor")}
    assert {name for name in ours if not name.startswith("tuitutor.protocol.")} == set()


def imports(path: Path) -> Iterator[str]:
    """The full names of all modules that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        yield from imports_of(node)


def imports_of(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=str(module), level=0, names=names):
            is_room = (SOURCE.parent / module.replace(".", "/")).is_dir()  # what is imported from it are modules
            yield from (f"{module}.{alias.name}" if is_room else module for alias in names)
        case ast.ImportFrom():
            yield f"a relative import at line {node.lineno}"


def test_the_worker_and_the_protocol_import_only_what_any_learners_python_has() -> None:
    allowed = {
        # matplotlib: in modules that only code imports which draws with it
        "worker": (
            sys.stdlib_module_names | {"numpy", "keras", "h5py", "matplotlib"},
            ("tuitutor.worker", "tuitutor.protocol"),
        ),
        "protocol": (sys.stdlib_module_names, ("tuitutor.protocol",)),
    }
    strangers = [
        f"{path.relative_to(SOURCE)} imports {name}"
        for room, (outside, ours) in allowed.items()
        for path in sorted((SOURCE / room).rglob("*.py"))
        for name in imports(path)
        if name.partition(".")[0] not in outside
        and name != "tuitutor.errors"
        and not any(name == own or name.startswith(f"{own}.") for own in ours)
    ]
    assert strangers == []


def test_errors_import_nothing() -> None:
    assert set(imports(SOURCE / "errors.py")) == {"__future__"}
