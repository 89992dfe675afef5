"""No Python of ours imports from the folder that it is started in: it may be full of submissions."""

from __future__ import annotations

import asyncio
import os
import shlex
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tuitutor.errors import WorkerUnavailable
from tuitutor.protocol.events import Executed, Output, Ready, Unready
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.requests import Execute
from tuitutor.workers.argv import worker_payload
from tuitutor.workers.local import LocalLauncher
from tuitutor.workers.worker import Worker

pytestmark = pytest.mark.long

# Planted as each module that any of our processes imports: it leaves its name outside, and breaks what imports it.
PLANTED = 'open({marks!r} + "/" + __name__, "w").close()\nraise SystemExit("planted " + __name__)\n'
ANSWER = """
import json, keras, sys
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(8, activation="relu"), keras.layers.Dense(2)])
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""
COLD = "import threading, time\nthreading.Thread(target=time.sleep, args=(600,), daemon=True).start()\n"
WITHOUT_SITE = ("sitecustomize", "usercustomize", "rlcompleter", "readline", "_distutils_hack", "antigravity")


def top_level(names: Iterable[str]) -> set[str]:
    return {name.partition(".")[0] for name in names} - {"__main__", "builtins", "sys"}


async def modules_of_an_answer(worker: Worker) -> set[str]:
    """Run an honest answer in a child; return all modules that its process, and so its zygote, has imported."""
    try:
        await worker.start()
        child = await worker.child(Limits(), 72, 0)
        request = Execute(child.name, child.next_run(), ANSWER, "answer.py")
        events = [event async for event in child.ask(request)]
    finally:
        await worker.close()
    last = events[-1]
    assert isinstance(last, Executed)
    assert last.error is None
    return top_level("".join(event.text for event in events if isinstance(event, Output)).split())


@pytest.fixture(scope="module")
def imported(learner_python: str) -> set[str]:
    """Return the modules that host, zygote and children import, and the whole standard library."""
    seen = asyncio.run(modules_of_an_answer(Worker(LocalLauncher(learner_python))))
    assert {"keras", "tensorflow", "numpy", "json", "selectors"} <= seen | sys.stdlib_module_names
    return seen | top_level(sys.stdlib_module_names) | set(WITHOUT_SITE)


@pytest.fixture
def trap(imported: set[str], tmp_path: Path) -> Path:
    """Plant every module in a folder, also below `rel`; they leave marks in `marks` beside it."""
    folder, marks = tmp_path / "submissions", tmp_path / "marks"
    marks.mkdir()
    for where in (folder, folder / "rel"):
        where.mkdir()
        for name in imported:
            (where / f"{name}.py").write_text(PLANTED.format(marks=str(marks)))
    return folder


def marks(trap: Path) -> list[str]:
    return sorted(path.name for path in (trap.parent / "marks").iterdir())


PATHS = ["", ":/nowhere:.:rel:..:../submissions:"]  # every kind of entry that leads into the folder


@pytest.mark.parametrize("pythonpath", PATHS)
async def test_no_process_of_a_worker_imports_from_the_working_folder(
    learner_python: str, trap: Path, pythonpath: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(trap)
    if pythonpath:
        monkeypatch.setenv("PYTHONPATH", pythonpath)
    await modules_of_an_answer(Worker(LocalLauncher(learner_python)))
    assert marks(trap) == []


async def test_nor_does_one_behind_a_launcher_that_sets_the_path(
    learner_python: str, trap: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    launcher = tmp_path / "launcher"
    launcher.write_text('#!/bin/sh\nPYTHONPATH=:/nowhere:rel PYTHONINSPECT=1 exec "$@"\n')
    launcher.chmod(0o755)
    monkeypatch.chdir(trap)
    await modules_of_an_answer(Worker(LocalLauncher(learner_python, str(launcher))))
    assert marks(trap) == []


async def test_nor_does_a_child_that_starts_cold(
    learner_python: str, trap: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    # a thread that Keras's import starts, as some builds of TensorFlow do, and so no child is forked
    (site / "sitecustomize.py").write_text(
        "import sys\nclass Finder:\n    def find_spec(self, name, path, target=None):\n"
        f"        if name == 'keras':\n            sys.meta_path.remove(self); exec({COLD!r})\n"
        "sys.meta_path.insert(0, Finder())\n"
    )
    monkeypatch.chdir(trap)
    monkeypatch.setenv("PYTHONPATH", f":{site}:rel")
    worker = Worker(LocalLauncher(learner_python))
    ready = await worker.start()
    assert not ready.forks  # so the entry that is absolute has stayed
    await modules_of_an_answer(worker)
    assert marks(trap) == []


def test_nor_does_the_greeting_of_a_system_where_nothing_forks(
    learner_python: str, trap: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # in a process of its own, as on macOS: the worker's sources, and then the greeting through yet another Python
    payload = worker_payload().partition(b"\n")[2]
    greet = (
        "import json, sys; sources = json.loads(sys.stdin.read())['sources']; scope = {}\n"
        "exec(sources['tuitutor.worker.loader'], scope); scope['install_sources'](sources)\n"
        "import os; os.environ['KERAS_BACKEND'] = 'tensorflow'; os.environ['CUDA_VISIBLE_DEVICES'] = '-1'\n"
        "from tuitutor.worker.zygote import _greeting_of_another\n"
        f"os.chdir({str(trap)!r}); print(type(_greeting_of_another(sources)).__name__)"
    )
    monkeypatch.delenv("PYTHONPATH", raising=False)
    done = subprocess.run([learner_python, "-c", greet], input=payload, capture_output=True, check=True)
    assert done.stdout.decode().split() == ["Ready"]
    assert marks(trap) == []


@pytest.mark.parametrize("via", ["", "env"])
@pytest.mark.parametrize("python", sorted({sys.executable, *filter(os.path.exists, ["/usr/bin/python3"])}))
async def test_nor_does_any_other_python(python: str, via: str, trap: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With Keras or without it, which the zygote reports."""
    monkeypatch.chdir(trap)
    connection = await LocalLauncher(python, via).open()
    greetings = (event async for event in connection.events() if isinstance(event, Ready | Unready))
    greeting = await anext(greetings)  # after what its launcher says
    await connection.close()
    assert isinstance(greeting, Ready) or (isinstance(greeting, Unready) and greeting.reason == "missing")
    assert marks(trap) == []


@pytest.mark.parametrize("pythonpath", ["", ":/nowhere:rel"])
def test_a_teacher_may_grade_in_the_folder_of_submissions(
    learner_python: str, imported: set[str], trap: Path, tmp_path: Path, pythonpath: str
) -> None:
    """The command line too, once our own code runs; Python's own imports before that are beyond our reach."""
    started = subprocess.run(
        [sys.executable, "-c", "import re, runpy, sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    ).stdout.split()
    if pythonpath:
        for name in {*top_level(started), "tuitutor", "sitecustomize", "usercustomize"}:
            for folder in (trap, trap / "rel"):
                (folder / f"{name}.py").unlink(missing_ok=True)
    answer = trap / "ada answer.py"
    answer.write_text("import keras\nmodel = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])\n")
    command = [str(Path(sys.executable).with_name("tuitutor")), "check", "xor", str(answer), "--untrusted"]
    environ = {**os.environ, "TUITUTOR_DATA_DIR": str(tmp_path / "data"), "TUITUTOR_PYTHON": learner_python}
    environ["PYTHONPATH"] = os.pathsep.join(filter(None, [pythonpath, os.environ.get("PYTHONPATH", "")]))
    done = subprocess.run(command, cwd=trap, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 1, (shlex.join(command), done.stderr)  # graded, and not passed
    assert "points" in done.stdout
    assert marks(trap) == []


# Each leads into the folder: to a plugin of TensorFlow's, settings of Keras's, and packages that bring plugins.
LEADING = {
    "TF_PLUGGABLE_DEVICE_LIBRARY_PATH": "./evil.so",
    "KERAS_HOME": "rel",
    "MPLCONFIGDIR": "rel",
    "PYTHONPATH": ":site-packages",
    "PYTHONUSERBASE": "rel",
}
OPENED = ("invalid ELF header", "file too short")


@pytest.fixture
def plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a working folder with plugins and settings that break or change programs that find them."""
    folder = tmp_path / "plugged"
    for plugged in ("", "site-packages", "rel"):
        (folder / plugged / "tensorflow-plugins").mkdir(parents=True)
        (folder / plugged / "tensorflow-plugins" / "evil.so").write_text("no library")
    (folder / "evil.so").write_text("no library")
    (folder / "rel" / "keras.json").write_text('{"floatx": "float16", "backend": "tensorflow"}')
    (folder / "rel" / "matplotlibrc").write_text("backend: module://evil")
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("via", ["", "env"])
async def test_plugins_and_settings_in_the_folder_are_not_found(
    learner_python: str, plugins: Path, via: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in LEADING.items():
        if name != "TF_PLUGGABLE_DEVICE_LIBRARY_PATH":  # which breaks the import if there is no such file
            monkeypatch.setenv(name, value)
    worker = Worker(LocalLauncher(learner_python, via))
    try:
        child = await worker.child(Limits(), 72, 0)
        request = Execute(child.name, child.next_run(), "import keras\nprint(keras.config.floatx())\n", "answer.py")
        events = [event async for event in child.ask(request)]
    finally:
        await worker.close()
    assert "".join(event.text for event in events if isinstance(event, Output)).split() == ["float32"]


@pytest.mark.parametrize("via", ["", "env"])
@pytest.mark.parametrize("leads", ["plugins", "tensorflow-plugins", "absolute"])
async def test_a_plugin_is_looked_for_only_where_a_whole_path_leads(
    learner_python: str, plugins: Path, via: str, leads: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(plugins / "evil.so") if leads == "absolute" else f"./{leads.removeprefix('plugins')}/evil.so"
    monkeypatch.setenv("TF_PLUGGABLE_DEVICE_LIBRARY_PATH", path)
    worker = Worker(LocalLauncher(learner_python, via))
    with pytest.raises(WorkerUnavailable) as said:
        await worker.start()
    await worker.close()
    assert any(word in str(said.value) for word in OPENED) == (leads == "absolute"), str(said.value)
