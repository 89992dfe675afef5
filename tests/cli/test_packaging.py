"""`new --package`: a course that builds, installs, opens, and is linted by its own CI."""

from __future__ import annotations

import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import yaml

from tests.cli.conftest import Cli
from tuitutor.course.load import load_course, problems_in

Steps = Callable[[Any], list[str | None]]
CI: dict[str, tuple[str, Steps]] = {
    "github": (".github/workflows/lint.yml", lambda read: [step.get("run") for step in read["jobs"]["lint"]["steps"]]),
    "forgejo": (
        ".forgejo/workflows/lint.yml",
        lambda read: [step.get("run") for step in read["jobs"]["lint"]["steps"]],
    ),
    "gitlab": (".gitlab-ci.yml", lambda read: read["lint"]["script"]),
}


@pytest.fixture
def project(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the command makes."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TUITUTOR_COURSE")
    made = cli("new", "--package", "my-course")
    assert made.code == 0
    course = Path("my-course/src/my_course")
    assert made.out.startswith(
        f"Started the course 'my-course' in {course}: myst.yml, hello.md, data.py.\nAlso wrote: "
    )
    return tmp_path / "my-course"


def test_it_is_a_sound_course(project: Path, cli: Cli) -> None:
    folder = project / "src" / "my_course"
    assert problems_in(folder) == ()
    course = load_course(folder)
    assert (course.id, course.title, [lesson.id for lesson in course.lessons]) == ("my-course", "My course", ["hello"])
    assert cli("lint", str(folder)).code == 0
    assert cli("new", "second", "--course", str(folder)).code == 0
    assert [lesson.id for lesson in load_course(folder).lessons] == ["hello", "second"]


@pytest.mark.parametrize("target", ["wheel", "wheel:editable"])
@pytest.mark.long
def test_it_builds_installs_and_opens(
    project: Path, cli: Cli, target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-d", str(tmp_path / "dist"), "-t", target]
    subprocess.run(build, cwd=project, check=True, capture_output=True)
    [wheel] = (tmp_path / "dist").iterdir()
    site = tmp_path / "site"
    with ZipFile(wheel) as archive:
        assert any(name.endswith("myst.yml") for name in archive.namelist()) is (target == "wheel")
        archive.extractall(site)
    monkeypatch.syspath_prepend(site)
    monkeypatch.chdir(site)
    folder = site / "my_course" if target == "wheel" else project / "src" / "my_course"
    assert cli("list", "--course", "my-course").out.startswith(f"My course, in {folder}\n")
    assert f"package my-course 0.1.0, in {folder}" in cli("list", "--courses").out


def test_what_it_needs_is_told_to_pip(project: Path) -> None:
    metadata = tomllib.loads((project / "pyproject.toml").read_text())["project"]
    assert metadata["entry-points"] == {"tuitutor.courses": {"my-course": "my_course"}}
    assert [need.partition(">=")[0] for need in metadata["dependencies"]] == ["tuitutor"]


@pytest.mark.parametrize("forge", CI)
def test_its_ci_installs_it_and_lints_it(project: Path, cli: Cli, forge: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name, steps = CI[forge]
    install, lint = [step for step in steps(yaml.safe_load((project / name).read_text())) if step][-2:]
    assert shlex.split(install) == ["pip", "install", "tuitutor[cpu]", "."]
    monkeypatch.chdir(project)
    monkeypatch.setenv("TUITUTOR_PYTHON", "/usr/bin/false")
    program, *words = shlex.split(lint)
    assert program == "tuitutor"
    result = cli(*words)  # which asks nobody, and fails only for want of a Python
    assert (result.code, "trust" in result.err) == (3, False)
    assert "No problems in 'src/my_course'" in result.err or "/usr/bin/false" in result.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--package", "9 lives"), "'9 lives' cannot name a package; begin with a letter, and use '-', '_' and digits"),
        (("--package", "9 lives"), "such as 'lives'."),
        (("--package", "ends-"), "such as 'ends'"),
        (("--package", "../up"), "such as 'up'"),
        (("--package", "there"), "there already exists; choose another name."),
        (("--package", "mine", "--course", "other"), "leave --course out"),
        (("--package", "mine", "no good"), "'no good' cannot name a lesson"),
        ((), "Name the lesson, as in tuitutor new dropout; --package NAME alone starts a course."),
    ],
)
def test_what_does_not_fit_is_one_sentence_and_leaves_nothing(
    cli: Cli, words: tuple[str, ...], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    (here / "there").mkdir(parents=True)
    monkeypatch.chdir(here)
    result = cli("new", *words)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert [path.name for path in here.rglob("*")] == ["there"]
