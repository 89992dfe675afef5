"""The wheel works away from the checkout: everything that it needs is inside."""

from __future__ import annotations

import re
import subprocess
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal
from tests.e2e.walks import FIRST_WORDS
from tests.install.conftest import ROOT, Distributions, build
from tests.install.program import WITH_KERAS, Program
from tuitutor.course.folder import default_folder
from tuitutor.course.load import load_course

pytestmark = pytest.mark.install

WHERE = "import tuitutor, tuitutor.course.folder as course; print(tuitutor.__file__, course.default_folder())"


def test_the_sdist_builds_the_same_wheel(distributions: Distributions, tmp_path: Path) -> None:
    with tarfile.open(distributions.sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    build(source, tmp_path / "again", "wheel")
    (again,) = (tmp_path / "again").iterdir()
    assert again.name == distributions.wheel.name
    assert again.read_bytes() == distributions.wheel.read_bytes()


def test_package_and_lessons_are_those_of_the_wheel(program: Program, venv: Path) -> None:
    python = replace(program, command=venv / "bin" / "python")
    package, lessons = map(Path, python.run("-c", WHERE).stdout.split())
    assert package.is_relative_to(venv)
    assert lessons.is_relative_to(venv)
    written = {path.name: path.read_bytes() for path in (ROOT / "lessons").iterdir() if path.is_file()}
    assert {path.name: path.read_bytes() for path in lessons.iterdir() if path.is_file()} == written


def test_its_manual_page_is_where_man_looks(venv: Path) -> None:
    assert ".SH COMMANDS" in (venv / "share" / "man" / "man1" / "tuitutor.1").read_text()


def test_everything_but_running_works_at_once(program: Program) -> None:
    listed, shown, linted = (program.run(*words) for words in (("list",), ("show", "xor"), ("lint",)))
    assert [done.returncode for done in (listed, shown, linted)] == [0, 0, 0]
    assert "XOR, which no line can split" in listed.stdout
    assert "# XOR, which no line can split" in shown.stdout
    assert "No problems in " in linted.stderr
    assert list(program.folder.iterdir()) == []


def test_a_real_run_is_graded(program: Program, venv: Path, solutions: dict[str, str]) -> None:
    checked = program.run(*WITH_KERAS, "check", "xor", "-", stdin=solutions["xor"])
    assert checked.returncode == 0, checked.stderr
    assert "Passed: 3 of 3 checks" in checked.stdout
    assert "hidden accuracy 0.9" in " ".join(checked.stdout.split())
    assert "exercise xor: passed" in program.run("list").stdout
    healthy = program.run(*WITH_KERAS, "doctor")
    assert healthy.returncode == 0, healthy.stdout
    assert f"{len(load_course(default_folder()).lessons)} lessons, in {venv}" in " ".join(healthy.stdout.split())


def test_the_app_opens_the_first_lesson(check_opening: Callable[..., None], program: Program) -> None:
    check_opening(str(program.command))


def test_without_tensorflow_the_first_run_says_exactly_how_to_get_it(
    program: Program, venv: Path, wheels: Path, solutions: dict[str, str]
) -> None:
    checked = program.run("check", "xor", "-", stdin=solutions["xor"])
    assert checked.returncode == 3
    assert f"Keras is not installed in {venv}/bin/python" in checked.stderr
    told = re.search(rf"Get it with: ({venv}/bin/python\S* -m pip install 'tuitutor\[cpu\]'),", checked.stderr)
    assert told, checked.stderr
    followed = f"{told[1]} --dry-run --no-index --find-links '{wheels}'"
    done = subprocess.run(["bash", "-c", followed], capture_output=True, text=True)
    assert " tensorflow" in done.stdout.partition("Would install")[2], done.stderr


def test_without_tensorflow_the_app_says_it_too(open_terminal: Callable[..., Terminal], program: Program) -> None:
    terminal = open_terminal(str(program.command))
    terminal.wait_for(FIRST_WORDS)
    terminal.press("ctrl+r")
    terminal.wait_for("Keras is not installed in")
    terminal.wait_for(lambda: "-m pip install 'tuitutor[cpu]'" in " ".join(terminal.text.split()))
    terminal.press("ctrl+q")
    assert terminal.wait_for_end() == 0


def test_pip_brings_a_course(program: Program, venv: Path, tmp_path: Path) -> None:
    assert program.run("new", "--package", "my-course").returncode == 0
    build(program.folder / "my-course", tmp_path / "dist", "wheel")
    [wheel] = (tmp_path / "dist").iterdir()
    pip = str(venv / "bin" / "pip")
    subprocess.run([pip, "install", "--quiet", "--no-index", wheel], check=True)
    try:
        listed, shown = program.run("list", "--courses"), program.run("--course", "my-course", "show", "hello")
    finally:
        subprocess.run([pip, "uninstall", "--quiet", "--yes", "my-course"], check=True)
    assert "my-course  My course  (0 of 1 exercises passed)\n  package my-course 0.1.0, in " in listed.stdout
    assert shown.stdout.startswith("# Hello")
