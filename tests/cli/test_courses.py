"""`courses` and `--course NAME`: what is bundled, installed and was opened, and how one stands in each."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import COUNTS, Cli
from tests.installed import install
from tests.small_course import write_course

RIGHT, WRONG = "# answer: 15", "# answer: 9"


@pytest.fixture
def make_course(tmp_path: Path) -> Callable[..., Path]:
    """Makes a course with this id and title in a new folder."""

    def make(course_id: str, title: str = "Another course", text: str = COUNTS) -> Path:
        folder = write_course(tmp_path / f"{course_id}-{title}", {"Counting": {"counts.md": text}})
        myst = (folder / "myst.yml").read_text()
        myst = myst.replace("A small course", title).replace("id: small", f"id: {course_id}")
        (folder / "myst.yml").write_text(myst)
        return folder

    return make


def named(cli: Cli) -> dict[str, dict[str, object]]:
    return {course["name"]: course for course in cli("list", "--courses", "--json").document["courses"]}


def test_bundled_installed_and_opened_ones_are_listed(
    cli: Cli, site: Path, make_course: Callable[..., Path], course: Path
) -> None:
    folder = install(site, "my-course", make_course("mine", "My own"), "1.2")
    assert cli("--course", "my-course", "check", "how-many", str(write(course / "right.py", RIGHT))).code == 0
    assert cli("check", "how-many", str(write(course / "wrong.py", WRONG))).code == 1
    known = named(cli)
    assert list(known) == ["tuitutor-keras", "my-course", "small"]
    assert known["tuitutor-keras"]["from"] == "bundled"
    mine = {"id": "mine", "title": "My own", "version": "1.2", "folder": str(folder), "passed": 1, "exercises": 1}
    assert known["my-course"].items() >= {**mine, "from": "installed", "package": "my-course"}.items()
    assert known["small"].items() >= {"from": "opened", "folder": str(course), "passed": 0, "exercises": 1}.items()
    listing = cli("list", "--courses").out
    assert f"my-course  My own  (1 of 1 exercises passed)\n  package my-course 1.2, in {folder}\n" in listing
    assert f"small  A small course  (0 of 1 exercises passed)\n  in {course}, last opened 20" in listing


def write(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


@pytest.mark.parametrize("name", ["my-course", "mine"])
def test_an_installed_one_opens_by_its_name_and_its_id_and_is_not_imported(
    cli: Cli, site: Path, make_course: Callable[..., Path], name: str
) -> None:
    folder = install(site, "my-course", make_course("mine", "My own"))
    assert cli("list", "--course", name).out.startswith(f"My own, in {folder}\n")


def test_so_does_one_that_was_opened_before_and_a_folder_comes_first(
    cli: Cli, make_course: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_course("mine")
    assert cli("list", "--course", "mine").code == 2
    assert cli("check", "how-many", str(write(tmp_path / "right.py", RIGHT)), "--course", str(folder)).code == 0
    monkeypatch.setenv("TUITUTOR_COURSE", "mine")
    assert cli("list").out.startswith(f"Another course, in {folder}\n")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    here = write_course(tmp_path / "here" / "mine", {"Here": {"counts.md": COUNTS}})
    assert cli("list").out.startswith(f"A small course, in {here}\n")
    (here / "myst.yml").unlink()  # a folder of that name without a course is in nobody's way
    assert cli("list").out.startswith(f"Another course, in {folder}\n")


def test_the_settings_file_may_name_it_too(
    cli: Cli, site: Path, home: Path, make_course: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = install(site, "my-course", make_course("mine", "My own"))
    monkeypatch.delenv("TUITUTOR_COURSE")
    (home / "config" / "tuitutor").mkdir(parents=True)
    (home / "config" / "tuitutor" / "config.toml").write_text('course = "my-course"\n')
    assert cli("list").out.startswith(f"My own, in {folder}\n")


def test_an_unknown_name_is_told_the_nearest(cli: Cli, site: Path, make_course: Callable[..., Path]) -> None:
    install(site, "my-course", make_course("mine"))
    result = cli("list", "--course", "my-cuorse")
    assert (result.code, result.out) == (2, "")
    assert result.err == "tuitutor: There is no folder or course 'my-cuorse'; did you mean 'my-course'?\n"
    assert "; tuitutor list --courses names them all." in cli("list", "--course", "zzz").err


def test_new_begins_a_course_in_a_folder_even_where_an_installed_one_has_its_name(
    cli: Cli, site: Path, make_course: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = install(site, "my-course", make_course("mine"))
    monkeypatch.chdir(tmp_path)
    assert cli("new", "hello", "--course", "my-course").out.startswith("Started the course 'my-course' in")
    assert (tmp_path / "my-course" / "hello.md").is_file()
    assert not (folder / "hello.md").exists()


def test_what_cannot_be_opened_is_one_sentence_and_hides_no_other(
    cli: Cli, site: Path, make_course: Callable[..., Path]
) -> None:
    gone = install(site, "gone", make_course("gone"))
    broken = install(site, "broken", make_course("broken"))
    (gone / "myst.yml").unlink()
    (broken / "myst.yml").write_text("project: {id: [}\n")
    sentences = {
        "gone": f"The package 'gone' is installed, but its course is missing: {gone / 'myst.yml'}; install it again.",
        "broken": f"{broken / 'myst.yml'}:",
    }
    known, listed = named(cli), cli("list", "--courses")
    assert listed.code == 0
    for name, sentence in sentences.items():
        assert str(known[name]["trouble"]).startswith(sentence)
        assert (known[name]["passed"], sentence in listed.out) == (None, True)
        result = cli("list", "--course", name)
        assert (result.code, result.out) == (2, "")
        assert result.err.startswith(f"tuitutor: {sentence}")
        assert len(result.err.splitlines()) == 1
    assert known["tuitutor-keras"]["trouble"] == ""


def test_a_course_without_lessons_hides_no_other(cli: Cli, site: Path, make_course: Callable[..., Path]) -> None:
    empty = install(site, "empty", make_course("empty"))
    (empty / "myst.yml").write_text("project: {id: empty, title: Empty, toc: [{title: None yet, children: []}]}\n")
    known = named(cli)
    assert known["empty"]["trouble"] == f"{empty}: this course has no lessons."
    assert known["tuitutor-keras"]["trouble"] == ""


def test_two_packages_with_one_id_are_both_named(cli: Cli, site: Path, make_course: Callable[..., Path]) -> None:
    for name in ("one", "two"):
        install(site, name, make_course("same", name.title()), package=f"the-{name}")
    sentence = "The courses 'two' (the-two) and 'one' (the-one) have the same id, 'same', "
    assert named(cli)["one"]["trouble"] == f"{sentence}so their progress would mix; uninstall one of them."
    for name in ("one", "two", "same"):
        result = cli("list", "--course", name)
        assert (result.code, len(result.err.splitlines())) == (2, 1)
        assert "'one' (the-one)" in result.err
        assert "'two' (the-two)" in result.err


def test_a_package_cannot_take_the_id_of_our_own(cli: Cli, site: Path, make_course: Callable[..., Path]) -> None:
    install(site, "mine", make_course("tuitutor-keras"))
    assert "'tuitutor-keras' (tuitutor) and 'mine' (mine)" in cli("list", "--course", "mine").err
    assert named(cli)["tuitutor-keras"]["trouble"] == ""


def test_two_folders_with_one_id_are_told_apart_by_their_titles(
    cli: Cli, make_course: Callable[..., Path], course: Path
) -> None:
    one, two = make_course("same", "One"), make_course("same", "Two")
    for folder in (one, two):
        cli("check", "how-many", str(write(course / "right.py", RIGHT)), "--course", str(folder))
    listing = cli("list", "--courses").out
    assert f"'same' ({two}) and 'same' ({one})" in listing
    assert "give one of them another id in its myst.yml" in listing


def test_courses_never_share_state(cli: Cli, site: Path, make_course: Callable[..., Path], course: Path) -> None:
    install(site, "my-course", make_course("mine"))
    assert cli("check", "how-many", str(write(course / "right.py", RIGHT)), "--course", "mine").code == 0
    assert cli("hint", "how-many", "--course", "mine").code == 0
    assert "exercise how-many: passed" in cli("list", "--course", "mine").out
    assert "exercise how-many: not tried yet" in cli("list").out
    assert "Hint 1 of 2" in cli("hint", "how-many").out
    assert "Hint 2 of 2" in cli("hint", "how-many", "--course", "mine").out


def test_an_update_keeps_what_was_done_and_says_what_changed(
    cli: Cli, site: Path, make_course: Callable[..., Path], course: Path, home: Path
) -> None:
    folder = install(site, "my-course", make_course("mine"), "1.0")
    draft = home / "mine" / "drafts" / "how-many.py"
    draft.parent.mkdir(parents=True)
    draft.write_text(RIGHT)
    assert cli("check", "how-many", "--course", "mine").code == 0
    assert named(cli)["my-course"]["changed"] == []
    assert cli("next", "--course", "mine").err == "Every exercise is passed.\n"
    metadata = next(site.glob("*.dist-info"))
    metadata = metadata.rename(site / "my_course-1.1.dist-info")
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: my-course\nVersion: 1.1\n")
    lesson = folder / "counts.md"
    lesson.write_text(lesson.read_text().replace("points: 2", "points: 3"))
    mine = named(cli)["my-course"]
    assert (mine["version"], mine["passed"], mine["changed"]) == ("1.1", 1, ["how-many"])
    assert "  changed since you passed: how-many\n" in cli("list", "--courses").out
    following = cli("next", "--course", "mine")
    assert (following.code, following.err) == (0, "Every exercise is passed.\nChanged since you passed: how-many.\n")
    assert json.loads(cli("next", "--course", "mine", "--json").out)["changed"] == ["how-many"]
    assert "passed (an earlier version of its checks)" in cli("list", "--course", "mine").out
    assert draft.read_text() == RIGHT
    assert cli("check", "how-many", "--course", "mine").code == 0
    assert named(cli)["my-course"]["changed"] == []


def test_a_damaged_note_of_what_was_opened_is_passed_over(cli: Cli, home: Path, course: Path) -> None:
    cli("check", "how-many", str(write(course / "right.py", RIGHT)))
    assert "small" in named(cli)
    notes = home / "known.courses"
    for name, text in (
        ("a.json", "{"),
        ("b.json", '{"id": 1}'),
        ("c.json", '{"id": "x", "folder": "\\u0000", "opened": 1}'),
    ):
        (notes / name).write_text(text)
    (notes / "d.json").mkdir()
    assert list(named(cli)) == ["tuitutor-keras", "small"]
    assert oct(notes.stat().st_mode)[-3:] == "700"
