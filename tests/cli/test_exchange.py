"""A notebook becomes a lesson of a course, whole or not at all, and `lint` has nothing to add."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.authoring.exchange.notebooks import ASSIGNMENT, code, notebook, text
from tests.cli.conftest import Cli
from tuitutor.cli import lesson_writing
from tuitutor.course.load import load_course


@pytest.fixture
def week1(tmp_path: Path) -> Path:
    path = tmp_path / "week1.ipynb"
    path.write_text(ASSIGNMENT)
    return path


@pytest.mark.long
def test_a_notebook_is_added_to_a_course(cli: Cli, course: Path, tmp_path: Path) -> None:
    path = tmp_path / "plain.ipynb"
    path.write_text(notebook(text("# Plain\n\n![](net.png)\n\n[Elsewhere](gone.md)"), code("x = 1")))
    ended = cli("import", str(path))
    assert ended.code == 0
    assert ended.out.startswith(f"Wrote {course / 'plain.md'}.\nAdded it to {course / 'myst.yml'}.\n\nTo decide:\n")
    notes = [line.removeprefix(f"{course / 'plain.md'}:") for line in ended.out.split("To decide:\n")[1].splitlines()]
    assert notes[0].startswith("15: the front matter has no summary and no objectives yet; ")
    assert notes[1].startswith("19: there is no file 'net.png'; ")
    assert notes[2].startswith("21: 'gone.md' isn't a lesson in myst.yml")
    lines = (course / "plain.md").read_text().split("\n")
    noted = lines[14].removeprefix("% To decide: ")
    assert notes[0] == f"15: {noted}; then delete this comment", "it stands in the lesson, too"
    left = cli("import", str(path), "--course", str(tmp_path / "other"), "--json").document["problems"]
    assert [(problem["line"], problem["breaks"]) for problem in left] == [(15, False), (19, False), (21, False)]
    assert [lesson.id for lesson in load_course(course).lessons] == ["counts", "reading", "plain"]


@pytest.mark.long
def test_where_there_is_no_course_one_is_begun(cli: Cli, week1: Path, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "my-course"
    assert cli("import", str(week1), "--course", str(folder)).out.startswith(
        f"Started the course 'my-course' in {folder}"
    )
    assert load_course(folder).lessons[0].title == "Powers"


@pytest.mark.long
def test_what_cannot_be_written_leaves_the_course_as_it_was(
    cli: Cli, course: Path, week1: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path: path.read_bytes() for path in course.rglob("*")}

    def full(path: Path, text: str) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(lesson_writing, "replace_text", full)
    ended = cli("import", str(week1))
    assert (ended.code, ended.err) == (
        3,
        f"tuitutor: {course / 'myst.yml'} cannot be written: No space left on device.\n",
    )
    assert {path: path.read_bytes() for path in course.rglob("*")} == before


@pytest.mark.long
def test_a_course_that_cannot_be_begun_leaves_no_folder(
    cli: Cli, week1: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, text: str, made: list[Path] | None = None) -> None:
        if path.name == "myst.yml":
            raise OSError(28, "No space left on device", str(path))
        create(path, text, made)

    create = lesson_writing._create
    monkeypatch.setattr(lesson_writing, "_create", full)
    assert cli("import", str(week1), "--course", str(tmp_path / "deep" / "mine")).code == 3
    assert not (tmp_path / "deep").exists()


@pytest.mark.long
def test_a_name_that_is_taken_is_refused(cli: Cli, course: Path, tmp_path: Path) -> None:
    path = tmp_path / "counts.ipynb"
    path.write_text(ASSIGNMENT)
    ended = cli("import", str(path))
    assert (ended.code, ended.out) == (2, "")
    assert f"{course / 'counts.md'} already exists" in ended.err


@pytest.mark.parametrize("command", ["lint", "preview"])
def test_a_notebook_is_no_lesson_yet(cli: Cli, week1: Path, command: str) -> None:
    ended = cli(command, str(week1))
    assert ended.code == 2
    assert ended.err == f"tuitutor: {week1} is a notebook, not a lesson; import it first: tuitutor import {week1}\n"


@pytest.mark.long
def test_a_lesson_goes_to_jupyter_and_back(
    cli: Cli, course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli("export", "counts", "--solutions").out == "Wrote counts.ipynb.\n"
    assert cli("export", "counts").code == 2  # which would write over it
    assert cli("export", "counts", "--overwrite", "--solutions", "-o", "again.ipynb").code == 0
    again = cli("import", "again.ipynb", "--course", "other")
    assert again.out.endswith(": myst.yml, again.md.\n"), "nothing is left to decide"
    assert Path("other/again.md").read_bytes() == (course / "counts.md").read_bytes()


def test_what_a_notebook_needs_beside_it_is_said(
    cli: Cli, course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli("export", "counts").err == ""
    lesson = course / "counts.md"
    lesson.write_text(lesson.read_text().replace("weights = 12", "weights = len(open('data/rows.csv').read())"))
    (course / "data").mkdir()
    (course / "data" / "rows.csv").write_text("1\n")
    assert cli("lint").code == 0
    beside = f"To run it in Jupyter, copy {course / 'data'} beside it.\n"
    assert cli("export", "counts", "--overwrite").err == beside
    assert cli("new", "hello", "--course", "mine").code == 0
    drawn = f"To import it into another course, copy what its checks draw from {tmp_path / 'mine' / 'data.py'} there.\n"
    assert cli("export", "hello", "--course", "mine").err == drawn


@pytest.mark.long
def test_without_its_solution_what_comes_back_lacks_that_alone(
    cli: Cli, course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli("export", "counts").code == 0
    assert "Three times five" not in Path("counts.ipynb").read_text()
    assert cli("import", "counts.ipynb", "--course", "other").out.endswith(": myst.yml, counts.md.\n")


def test_an_unknown_lesson_is_no_notebook(cli: Cli) -> None:
    assert "did you mean 'counts'?" in cli("export", "count").err
