"""Code of a course imports the modules in its `data`, in every kind of run, before any other package of that name."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.adversarial.kernels import prefix
from tests.unshared import hiding
from tests.worker.test_cold import CUSTOM, WITH
from tests.worker.test_course_data import LIMITS, Ran, drawn, ran
from tuitutor.authoring.data_list import keep_list
from tuitutor.workers.local import LocalLauncher
from tuitutor.workers.worker import Worker

HELPER = '''\
def twice(x):
    """Twice `x`."""
    return 2 * x
'''
USES = """
from data.helpers import twice
import inspect
print(twice(3), twice.__doc__, inspect.getsource(twice) == open("data/helpers.py").read())
"""
DRAWS = """
def rows(n, seed):
    import numpy as np
    from data.helpers import twice
    return np.ones((n, twice(1))), np.ones(n)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A course with a helper in `data`, and beside it a data.py, which plain Python also imports as `data`."""
    folder = tmp_path / "course"
    for name, text in {"data/__init__.py": "", "data/helpers.py": HELPER, "hidden/a.csv": "1\n"}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder / "data.py").write_text(DRAWS)
    assert keep_list(folder).said == tuple(
        f"lists '{name}' now" for name in ("data/__init__.py", "data/helpers.py", "hidden/a.csv")
    )
    return folder


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Put another package of that name where the learner's own Python finds it."""
    (tmp_path / "other/data").mkdir(parents=True)
    (tmp_path / "other/data/__init__.py").write_text("mine = 'the learner’s own'\n", encoding="utf-8")
    return tmp_path / "other"


async def each_ran(launcher: LocalLauncher, *sources: str) -> list[Ran]:
    """Run programs as a learner's. A source of hidden data imports the same in a run that verifies."""
    worker = Worker(launcher)
    try:
        await worker.start()
        results = [await ran(worker, source) for source in sources]
        child = await worker.child(LIMITS, columns=72, seed=0, verifies=True)
        told = await drawn(child, DRAWS)
        assert (told.problem is None) == all(result.error is None for result in results[:1])
        return results
    finally:
        await worker.close()


@pytest.mark.spine
@pytest.mark.any_python
@pytest.mark.sampled(4)
@pytest.mark.parametrize("kind", ["seen", "sent", "cold", "no-userns"])
async def test_helpers_are_imported_and_can_be_read(
    kind: str, learner_python: str, folder: Path, other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(other))
    (other / "cold").mkdir()
    (other / "cold/sitecustomize.py").write_text(CUSTOM)
    via = {
        "seen": "",
        "sent": hiding(folder, tmp_path),
        "cold": shlex.join([sys.executable, "-c", WITH, f"{other}:{other / 'cold'}"]),
        "no-userns": prefix("no-userns"),
    }[kind]
    writes = "for name in 'json5.py', 'data.py':\n    open(name, 'w').write('')\n"
    launcher = LocalLauncher(learner_python, via, course=lambda: folder)
    read, fails, other_module = await each_ran(launcher, USES, USES + "twice({})", writes + USES + "import json5")
    assert (read.printed, read.error) == ("6 Twice `x`. True\n", None)
    assert sorted(path.name for path in (folder / "data").iterdir()) == ["__init__.py", "helpers.py"]
    assert fails.error is not None
    assert [(frame.filename, frame.line) for frame in fails.error.frames] == [("answer.py", 5)]
    assert "return 2 * x" in fails.error.traceback
    assert other_module.printed == read.printed
    assert other_module.error is not None
    assert other_module.error.kind == "ModuleNotFoundError", "nothing else in a run's folder is imported"


@pytest.mark.long
async def test_without_an_init_the_name_is_anybodys(
    learner_python: str, folder: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(other))
    (folder / "data/__init__.py").unlink()
    keep_list(folder, again=True)
    launcher = LocalLauncher(learner_python, course=lambda: folder)
    ours, own = await each_ran(launcher, USES, "import data\nprint(data.mine)")
    assert ours.error is not None
    assert ours.error.kind == "ModuleNotFoundError"
    assert own.printed == "the learner’s own\n"


def test_plain_python_beside_the_lessons_imports_the_same_and_leaves_nothing_to_list(folder: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", USES]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("6 Twice `x`. True\n", "")
    assert (folder / "data/__pycache__").is_dir()
    assert keep_list(folder).said == ()
