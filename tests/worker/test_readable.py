"""In the user's home, learner code reads its own folder, Python with its packages, and folders in the settings."""

from __future__ import annotations

import json
import mmap
import os
import sys
import zipfile
from pathlib import Path

import pytest

from tuitutor.protocol.events import Executed, Output
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.requests import Execute
from tuitutor.worker.walls.readable import readable_rules
from tuitutor.workers.local import LocalLauncher
from tuitutor.workers.worker import Worker

pytestmark = pytest.mark.ordinary_user

SECRETS = [
    "notes.txt",
    "helper.py",
    ".ssh/id_ed25519",
    ".keras/secret.txt",
    ".config/tuitutor/config.toml",
    "Documents/letter.txt",
    "code/data/rows.csv",
    "code/.git/config",
    "libraries/key.pem",
    "installed/my_course/lessons/answers.md",
    "tuitutor-run-other/child/model.keras",
]
PROGRAMS = [
    "code/own_module.py",
    "code/own_package/__init__.py",
    "code/own_package/table.csv",
    "installed/some_package/data.csv",
    "installed/a.dist-info/METADATA",
    "libraries/libx.so.1",
    ".keras/keras.json",
    ".keras/datasets/mnist.npz",
    ".local/lib/site-packages/other/words.txt",
    "installed/my_course/helper.py",
    "zipped/modules.zip",
]
# A folder that Python imports from is listed with all below it.
LISTED = {
    str(Path(name).parent) for name in (*SECRETS, *PROGRAMS) if name.startswith(("code/", "installed/", ".local/"))
}
LISTED.add(".keras/datasets")
# What can be read, which folders can be listed, and what can be imported.
LOOK = """
import json, os, sys
read, listed = [], []
for path in {paths!r}:
    try:
        open(path).close(); read.append(path)
    except OSError: pass
    folder = os.path.dirname(path)
    try:
        os.listdir(folder); listed.append(folder)
    except OSError: pass
import own_module, own_package, zipped_module
print(json.dumps([read, sorted(set(listed))]))
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home; variables name the home itself, a project, a folder of pip's, and a folder of libraries."""
    for name in (*SECRETS, *PROGRAMS):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("{}" if name.endswith("json") else "")
    with zipfile.ZipFile(tmp_path / "zipped/modules.zip", "w") as archive:
        archive.writestr("zipped_module.py", "")
    (tmp_path / "installed/a.dist-info/METADATA").write_text("Name: a\nVersion: 1\n")
    (tmp_path / "installed/a.dist-info/entry_points.txt").write_text("[tuitutor.courses]\nmine = my_course.lessons\n")
    folders = [tmp_path / name for name in ("", "code", "installed", "zipped/modules.zip")]
    folders.append(tmp_path / ".local/lib/site-packages")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(map(str, folders)))
    monkeypatch.setenv("LD_LIBRARY_PATH", os.pathsep.join(map(str, [tmp_path / "libraries", tmp_path])))
    monkeypatch.delenv("KERAS_HOME", raising=False)
    return tmp_path


def test_of_a_python_that_is_installed_in_the_home_itself_only_its_folders_are_read(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "lib").mkdir()
    monkeypatch.setattr(sys, "prefix", str(home))
    monkeypatch.setattr(sys, "exec_prefix", str(home))
    paths = [path for path, _ in readable_rules()]
    assert str(home / "lib") in paths
    assert not {str(home), str(home.parent), str(home / "Documents")} & set(paths)


def test_a_library_may_lie_in_a_folder_of_any_name(home: Path) -> None:
    folder = os.fsdecode(os.fsencode(home) + b"/Biblioth\xe8que")  # in Latin-1, which isn't UTF-8
    Path(folder).mkdir()
    library = Path(folder, "libx.so")
    library.write_bytes(b"x" * mmap.PAGESIZE)
    with library.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ):
        assert str(library) in [path for path, _ in readable_rules()]


async def seen(home: Path, python: str) -> tuple[list[str], list[str]]:
    worker = Worker(LocalLauncher(python))
    try:
        await worker.start()
        child = await worker.child(Limits(), 72, 0, warm=False)
        source = LOOK.replace("{paths!r}", repr([str(home / name) for name in (*SECRETS, *PROGRAMS)]))
        request = Execute(child.name, child.next_run(), source, "answer.py")
        text = "".join([event.text async for event in child.ask(request) if isinstance(event, Output)])
    finally:
        await worker.close()
    read, listed = json.loads(text)
    return [path.removeprefix(f"{home}/") for path in read], [path.removeprefix(f"{home}/") for path in listed]


async def test_only_programs_are_read_in_the_home(home: Path, learner_python: str) -> None:
    read, listed = await seen(home, learner_python)
    assert sorted(read) == sorted(PROGRAMS)
    assert set(listed) == LISTED


async def test_what_may_not_be_entered_is_passed_over(
    home: Path, monkeypatch: pytest.MonkeyPatch, learner_python: str
) -> None:
    """Such as a colleague's packages, or another user's folder in /tmp beside one's own script."""
    closed = [home / "code/closed", home / "colleague"]
    for folder in closed:
        (folder / "packages").mkdir(parents=True)
    there = os.pathsep.join([os.environ["PYTHONPATH"], str(home / "colleague/packages")])
    monkeypatch.setenv("PYTHONPATH", there)
    monkeypatch.setenv("LD_LIBRARY_PATH", str(home / "colleague/packages"))
    monkeypatch.setenv("KERAS_HOME", str(home / "colleague/keras"))
    for folder in closed:
        folder.chmod(0)
    read, _ = await seen(home, learner_python)
    assert "code/own_module.py" in read


async def test_a_file_in_a_folder_that_may_not_be_entered_is_refused_as_any_other(
    home: Path, learner_python: str
) -> None:
    (home / "colleague").mkdir()
    (home / "colleague").chmod(0)
    worker = Worker(LocalLauncher(learner_python))
    try:
        await worker.start()
        child = await worker.child(Limits(), 72, 0, warm=False)
        request = Execute(child.name, child.next_run(), f"open({str(home / 'colleague/rows.csv')!r})", "answer.py")
        *_, ended = [event async for event in child.ask(request)]
    finally:
        await worker.close()
    assert isinstance(ended, Executed)
    assert ended.error is not None
    assert "is outside of what code may use here" in ended.error.message
