"""What is not imported: Keras by the app, a screen by the light commands, our own packages by the worker."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Set
from contextlib import closing
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import tuitutor
from tests.e2e.terminal import Terminal
from tests.processes import marked
from tuitutor.course.cache import course_at
from tuitutor.course.folder import default_folder
from tuitutor.progress.journal import Opened, Scrolled
from tuitutor.progress.store import Store

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
    "--version", "--help", "list", "list --json", "show xor", "next", "list --courses", "learn --plain",
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


@pytest.mark.long
def test_code_in_prose_loads_the_lexer_of_its_language_and_no_other(tmp_path: Path) -> None:
    blocks = "```\nout = 1\n```\n```ipython3\n%ls\n```\n```Python linenos\nx = 1\n```\n\n    indented\n"
    _, loaded = loaded_by(DRAW_CODE, blocks, home=tmp_path)
    assert {"python", "special"} <= loaded <= {"_mapping", "python", "special"}


@pytest.mark.sampled(4)
@pytest.mark.parametrize("command", LIGHT)
@pytest.mark.long
def test_a_light_command_imports_neither_keras_nor_a_screen(command: str) -> None:
    code, modules = loaded_by_command(command)
    assert code in (0, 1)
    assert not modules & (HEAVY | SCREEN)


@pytest.mark.spine
def test_the_app_itself_never_imports_keras(tmp_path: Path) -> None:
    code = f"""
import importlib, json, sys
heavy = []
for part in {PARTS}:
    importlib.import_module("tuitutor." + part)
    heavy += [(part, name) for name in {HEAVY} & set(sys.modules)]
print(json.dumps([0, [" ".join(each) for each in heavy]]))
"""
    assert loaded_by(code, home=tmp_path)[1] == set()


def test_curves_are_drawn_without_pillow_and_the_manual_of_plotext(tmp_path: Path) -> None:
    draw = "from tuitutor.draw.plot import get_plotext; get_plotext(); import json, PIL, sys"
    _, modules = loaded_by(f"{draw}; print(json.dumps([0, sorted(sys.modules)]))", home=tmp_path)
    assert "PIL" in modules, "who needs it can still import it"
    assert not {"PIL.Image", "plotext._doc", "plotext._doc.doc"} & modules


@pytest.mark.long
def test_a_course_that_was_opened_before_opens_without_what_only_reading_its_files_needs() -> None:
    loaded_by_command("list")  # keeps the course
    begin = "from tuitutor.cli.session import Session; import tuitutor.tui.app; Session().course"
    _, modules = loaded_by(
        f"{begin}; import json, sys; print(json.dumps([0, sorted(sys.modules)]))", home=Path(home().name)
    )
    assert "tuitutor.course.cache" in modules
    assert not {"tuitutor.course.load", "tuitutor.playground.playground_state", "symtable", "_hashlib"} & modules


# What is imported late, or for its types alone, keeps one of these out of a start that doesn't need it. Beside each are
# the milliseconds that it takes, where an empty Python takes 12.
LATE = {
    "keras": 2400,
    "matplotlib": 300,
    "textual": 150,
    "plotext": 55,
    "numpy": 45,
    "rich": 30,
    "markdown_it": 27,
    "mdit_py_plugins": 20,
    "asyncio": 20,
    "yaml": 10,
    "click": 10,
    "tuitutor.protocol.events": 7,
    "msgspec": 6,
    "tuitutor.playground.playground_state": 6,
    "importlib.metadata": 5,
    "tempfile": 3,
    "platformdirs": 3,
    "tuitutor.protocol.facts": 3,
    "tuitutor.grading.question": 2,
    "tuitutor.assist.cursor": 2,
    "tuitutor.draw.figures.axes": 2,
    "tuitutor.draw.metrics": 2,
    "tuitutor.draw.plot": 2,
    "tuitutor.draw.network": 1,
    "hashlib": 2,
    "zipfile": 2,
    "ctypes": 2,
    "socket": 2,
    "tomllib": 2,
    "symtable": 1,
}

# runs the command line as `SPY` does, as far as the app's first frame, and writes the modules that are then loaded
FRAME_SPY = """
import json, os, sys
from pathlib import Path

class Watch:
    def find_spec(self, name, path=None, target=None):
        if name in ("tuitutor.tui.app", "tuitutor.tui.themed"):  # they import Textual anyway
            sys.meta_path.remove(self)
            from textual.app import App
            draw = App._display
            def draw_and_end(app, screen, what):
                draw(app, screen, what)
                if what is not None:
                    Path("loaded.json").write_text(json.dumps(sorted(sys.modules)))
                    os._exit(0)
            App._display = draw_and_end

sys.meta_path.insert(0, Watch())
from tuitutor.cli.main import main
main()
"""


def loaded_by_frame(folder: Path, *args: str, at_exercise: bool = False) -> set[str]:
    """What the app has loaded when its first frame is drawn: for somebody new, or for who left an exercise."""
    course = course_at(default_folder(), folder / ".cache" / "tuitutor")
    if at_exercise:
        store = Store.open(folder / "data" / "tuitutor", course.id, clock=time.time)
        store.record(Opened(lesson="xor", at=store.now()))
        store.record(Scrolled(lesson="xor", y=0, focus="exercise:xor", at=store.now()))
        store.flush()
    with marked() as marker, closing(Terminal(folder, marker, 120, 36, args, ("-c", FRAME_SPY))) as terminal:
        terminal.wait_for(lambda: not terminal.running)
    return set(json.loads((folder / "loaded.json").read_text()))


@cache
def imported(name: str) -> tuple[frozenset[str], frozenset[tuple[int, str]], frozenset[tuple[int, str]]]:
    """What a module of ours imports at once, late (inside a function), and for its types alone; these with their lines.

    What a private name is imported from may be missing, so a guarded import is in none.
    """
    at_once: set[tuple[int, str]] = set()
    late: set[tuple[int, str]] = set()
    typed: set[tuple[int, str]] = set()

    def visit(node: ast.AST, found: set[tuple[int, str]]) -> None:
        for child in ast.iter_child_nodes(node):
            match child:
                case ast.Import() | ast.ImportFrom():
                    found |= {(child.lineno, module) for module in imports_of(child)}
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    visit(child, late)
                case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                    visit(child, typed)
                case ast.Try(handlers=[ast.ExceptHandler(type=ast.Name(id="ImportError")), *_]):
                    pass
                case _:
                    visit(child, found)

    visit(ast.parse(path_of(name).read_text(encoding="utf-8")), at_once)
    return frozenset(module for _, module in at_once), frozenset(late), frozenset(typed)


def brought_by(name: str, loaded: Set[str] = frozenset()) -> set[str]:
    """All that comes with a module, if so much is loaded already. Of others' modules, only what we import ourselves."""
    found: set[str] = set()
    wanted = [name]
    while wanted:
        parts = wanted.pop().split(".")
        for module in (".".join(parts[: end + 1]) for end in range(len(parts))):
            if module not in found and module not in loaded:
                found.add(module)
                wanted += imported(module)[0] if parts[0] == "tuitutor" else ()
    return found


@pytest.mark.long
def test_modules_import_each_other_in_no_circle() -> None:
    graph = {}
    for path in SOURCE.rglob("*.py"):
        name = ".".join(("tuitutor", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")
        at_once, late, typed = imported(name)
        graph[name] = {each for each in (*at_once, *(module for _, module in late | typed)) if each != name}
    TopologicalSorter(graph).prepare()  # raises CycleError, which names them


@pytest.mark.long
def test_what_is_imported_late_keeps_something_heavy_out_of_a_start_and_nothing_else_is(tmp_path: Path) -> None:
    for folder in ("lesson", "exercise", "playground"):
        (tmp_path / folder).mkdir()
    starts = [
        *(loaded_by_command(command)[1] for command in LIGHT),
        loaded_by_frame(tmp_path / "lesson"),
        loaded_by_frame(tmp_path / "exercise", at_exercise=True),
        loaded_by_frame(tmp_path / "playground", "play"),
        brought_by("tuitutor.worker.main"),
        brought_by("tuitutor.worker.child"),
        brought_by("tuitutor.worker.script"),
    ]
    needless, needed = [], set()
    for path in sorted(SOURCE.rglob("*.py")):
        name = ".".join(("tuitutor", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")
        beside = [loaded for loaded in starts if name in loaded]
        _, late, typed = imported(name)
        for line, module in sorted(late | typed):
            saved = set().union(*(brought_by(module, loaded) for loaded in beside))
            heavy = {entry for entry in LATE if any(f"{each}.".startswith(f"{entry}.") for each in saved)}
            needed |= heavy
            if not heavy and not ((line, module) in typed and name in brought_by(module)):
                needless.append(f"{path.relative_to(SOURCE)}:{line}: {module} {sorted(saved)}")
    assert needless == [], "import these at the top, or say in LATE what they keep out"
    assert needed == set(LATE), "these keep nothing out"


@pytest.mark.long
def test_the_app_starts_without_dataclasses_but_of_messages_and_what_crosses_to_the_worker(
    tmp_path: Path,
) -> None:
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


def path_of(name: str) -> Path:
    """The file of a module of ours, if there is one."""
    path = SOURCE.parent.joinpath(*name.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def imports_of(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=str(module), level=0, names=names):
            inside = (f"{module}.{alias.name}" for alias in names)
            yield from (each if path_of(each).exists() else module for each in inside)
        case ast.ImportFrom():
            yield f"a relative import at line {node.lineno}"


@pytest.mark.long
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
