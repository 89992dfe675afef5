"""An author begins a course, adds lessons to one, tests and previews them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Cli, Play
from tests.small_course import write_course
from tuitutor.authoring.scaffold import with_lesson
from tuitutor.course.load import load_course, problems_in
from tuitutor.errors import CourseError
from tuitutor.protocol.events import Event, Executed, Measured, Unready
from tuitutor.protocol.facts import ProgramFacts, VariableFacts
from tuitutor.protocol.raised import ErrorInfo, Frame
from tuitutor.protocol.requests import Execute, Measure, Request


def test_an_empty_folder_becomes_a_course(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "my course"
    begun = cli("new", "hello", "--course", str(folder))
    assert begun.code == 0
    assert begun.out == f"Started the course 'my-course' in {folder}: myst.yml, hello.md, data.py.\n"
    assert sorted(path.name for path in folder.iterdir()) == ["data.py", "hello.md", "myst.yml"]
    added = cli("new", "second-one", "--title", 'Two: "more"', "--course", str(folder))
    assert added.out == f"Wrote {folder / 'second-one.md'}.\nAdded it to {folder / 'myst.yml'}.\n"
    course = load_course(folder)
    titles = {lesson.id: lesson.title for lesson in course.lessons}
    assert titles == {"hello": "Hello", "second-one": 'Two: "more"'}
    assert course.all_problems == ()


def test_a_course_without_the_circle_gets_a_lesson_that_needs_no_hidden_data(cli: Cli, course: Path) -> None:
    assert cli("new", "hello.md").code == 0
    assert problems_in(course) == ()
    assert "- history:" in (course / "hello.md").read_text()


@pytest.mark.parametrize(
    ("words", "folder"),
    [
        (["hello", "--course", "fresh"], "fresh"),
        (["hello", "--course", "with-data"], "with-data"),  # of the author's own, without the circle
        (["hello", "--title", 'Two: "more"'], "course"),
        (["--package", "to-share"], "to-share/src/to_share"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_what_new_writes_gives_lint_nothing_to_say(
    cli: Cli, course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], folder: str
) -> None:
    monkeypatch.chdir(tmp_path)
    if "--package" in words:
        monkeypatch.delenv("TUITUTOR_COURSE")
    (tmp_path / "with-data").mkdir()
    (tmp_path / "with-data" / "data.py").write_text("def own(n, seed): ...\n")
    assert cli("new", *words).code == 0
    assert cli("new", "second", "--course", folder).code == 0
    for place in Path(folder, "hello.md"), Path(folder, "second.md"):
        linted = cli("lint", str(place))
        assert (linted.code, linted.out, linted.err) == (0, "", f"No problems in '{place}'.\n")


TOC = """\
project:
  id: small
  title: A small course
  toc:
    - title: Counting
      children:
        - file: counts.md
        - file: reading.md
"""
MYSTS = {
    "comments": (
        TOC.replace("counts.md", "counts.md  # first") + "# the end\n",
        "        - file: counts.md  # first\n        - file: reading.md\n        - file: hello.md\n# the end\n",
    ),
    "no line end": (TOC.rstrip(), "        - file: reading.md\n        - file: hello.md"),
    "windows": (TOC.replace("\n", "\r\n"), "        - file: reading.md\r\n        - file: hello.md\r\n"),
    "byte order mark": ("\ufeff" + TOC, "        - file: reading.md\n        - file: hello.md\n"),
    "flow": (
        "project: {id: small, title: S, toc: [{title: A, children: [{file: counts}, {file: reading.md}]}]}\n",
        "{file: counts}, {file: reading.md}, {file: hello.md}]}]}\n",
    ),
    "more below": (
        "project:\n  toc:\n  - file: counts\n\n  # notes\n  id: small\n  title: S\n",
        "  toc:\n  - file: counts\n  - file: hello.md\n\n  # notes\n  id: small\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), MYSTS.values(), ids=MYSTS.keys())
def test_the_table_of_contents_keeps_what_its_author_wrote(cli: Cli, course: Path, before: str, after: str) -> None:
    myst = course / "myst.yml"
    myst.write_bytes(before.encode())
    myst.chmod(0o640)
    assert cli("new", "hello").code == 0
    written = myst.read_bytes().decode()
    assert after in written
    assert written.replace("\r", "").replace(", {file: hello.md}", "").replace("- file: hello.md", "").split() == (
        before.replace("\r", "").split()
    )
    assert load_course(course).lessons[-1].id == "hello"
    assert myst.stat().st_mode & 0o777 == 0o640


def test_a_table_that_is_not_safe_to_write_to_is_left_alone() -> None:
    odd = "project:\n  id: a\n  toc:\n  - {title: A, children: &x [{file: a}]}\n  - {title: B, children: *x}\n"
    with pytest.raises(CourseError, match=r"add the line '- file: hello\.md'"):
        with_lesson(odd, "hello")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("counts", "counts.md already exists; choose another name."),
        ("READING", "There is already a lesson 'reading'"),
        ("how-many", "There is already an exercise 'how-many'"),
        ("a b/ü", "'a b/ü' cannot name a lesson; use letters, digits, '-' and '_', such as 'a-b'."),
        ("../up", "such as 'up'"),
    ],
)
def test_a_name_that_does_not_fit_is_refused_and_nothing_written(
    cli: Cli, course: Path, name: str, sentence: str
) -> None:
    before = {path: path.read_bytes() for path in course.iterdir()}
    result = cli("new", name)
    assert (result.code, result.out) == (2, "")
    assert sentence in result.err
    assert {path: path.read_bytes() for path in course.iterdir()} == before


def test_nothing_is_added_to_a_broken_course_or_to_the_installed_one(
    cli: Cli, course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (course / "myst.yml").write_text("project: [\n")
    assert "myst.yml:1: not YAML" in cli("new", "hello").err
    assert not (course / "hello.md").exists()
    monkeypatch.setattr("tuitutor.course.folder.__file__", str(tmp_path / "tuitutor" / "course" / "folder.py"))
    result = cli("new", "hello", "--course", str(tmp_path / "tuitutor" / "lessons"))
    assert result.code == 2
    assert "start a course of your own: tuitutor new hello --course my-course" in result.err


@pytest.mark.ordinary_user
def test_a_folder_that_takes_no_files_is_said(cli: Cli, course: Path) -> None:
    course.chmod(0o555)
    try:
        result = cli("new", "hello")
    finally:
        course.chmod(0o755)
    assert result.code == 3
    assert "hello.md cannot be written: Permission denied." in result.err


def test_a_broken_table_of_contents_is_one_sentence_in_every_command(cli: Cli, course: Path) -> None:
    (course / "myst.yml").write_text("project:\n\tid: small\n")
    for command in ("list", "next", "show counts", "check how-many", "hint how-many", "edit how-many", "new hello"):
        result = cli(*command.split())
        assert (result.code, result.out) == (2, "")
        assert result.err == f"tuitutor: {course / 'myst.yml'}:2: found a tab; YAML is indented with spaces only\n"


@pytest.mark.ordinary_user
def test_a_folder_that_may_not_be_looked_into_is_said(cli: Cli, course: Path) -> None:
    inner = course / "inner"
    inner.mkdir()
    lesson = inner / "hidden.md"
    lesson.write_text("hidden")
    inner.chmod(0)
    try:
        assert "can be read" in cli("lint", str(lesson)).err
        assert "There is no file" in cli("preview", str(lesson)).err
        myst = course / "myst.yml"
        myst.write_text(myst.read_text() + "        - file: inner/hidden.md\n")
        assert "there is no file 'inner/hidden.md'" in cli("lint").out
    finally:
        inner.chmod(0o755)


def test_lint_reads_the_lessons_that_the_table_of_contents_leaves_out(cli: Cli, course: Path) -> None:
    (course / "more.md").write_text("---\ntitle: More\n")
    result = cli("lint")
    assert (result.code, result.out.count(f"{course / 'more.md'}:")) == (1, 1)
    assert f"{course / 'more.md'}:1: warning: this lesson isn't in myst.yml" in result.err


# ---- lint --run


def scripted(request: Request) -> list[Event]:
    """Runs everything well but what has "wrong" in it."""
    if not isinstance(request, Execute):
        return []
    if "wrong" in request.source:
        frame = Frame(request.filename, 1, "<module>", "wrong")
        return [Executed(request.child, request.run, "raised", 0.1, ErrorInfo("NameError", "no wrong", (frame,)))]
    return [Executed(request.child, request.run, "ok", 0.1)]


def change(course: Path, old: str, new: str) -> int:
    """Changes the lesson and tells the line."""
    path = course / "counts.md"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return text.split(old)[0].count("\n") + 1


def test_lint_run_of_a_sound_course(cli: Cli, play: Play) -> None:
    play(scripted)
    result = cli("lint", "--run")
    assert (result.code, result.out) == (0, "")
    assert "counts.md:11: cell 1 runs" in result.err
    assert "the starter of 'how-many' runs and fails its checks" in result.err
    assert "the solution of 'how-many' passes" in result.err


@pytest.mark.parametrize(
    ("old", "new", "at", "sentence"),
    [
        (
            "print(weights)",
            "wrong",
            "```{code-cell} ipython3\nprint",
            "cell 2 raises NameError in its line 1 (no wrong)",
        ),
        (
            "\nprint(weights)",
            "\n:tags: [raises-exception]\nprint(weights)",
            "```{code-cell} ipython3\nprint",
            "cell 2 is tagged 'raises-exception', but raises nothing",
        ),
        ("# answer:\n", "# answer: 15\n", "```{exercise-start}", "the starter of 'how-many' passes already"),
        (
            "# answer: 15\n",
            "# answer: 9\n",
            "- question",
            "the solution of 'how-many' does not pass 'count': ",
        ),
    ],
)
def test_lint_run_tells_what_does_not_train(
    cli: Cli, play: Play, course: Path, old: str, new: str, at: str, sentence: str
) -> None:
    play(scripted)
    line = (course / "counts.md").read_text().split(at)[0].count("\n") + 1
    change(course, old, new)
    result = cli("lint", "--run")
    assert result.code == 1
    assert result.out.startswith(f"{course / 'counts.md'}:{line}: {sentence}")
    assert "1 problem in " in result.err


def test_lint_run_leaves_broken_lessons_out_and_still_tells_of_them(cli: Cli, play: Play, course: Path) -> None:
    play(scripted)
    change(course, "question:", "qestion:")
    result = cli("lint", "--run")
    assert result.code == 2
    assert "did you mean 'question'?" in result.out
    assert "Broken lessons are not run." in result.err
    assert "cell 1" not in result.err


def test_what_breaks_no_lesson_is_told_and_its_lesson_runs_all_the_same(cli: Cli, play: Play, course: Path) -> None:
    play(scripted)
    line = change(course, "Before you count, look.", "Before you count, [look](lok.md).")
    assert load_course(course).all_problems == ()
    message = (
        f"{course / 'counts.md'}:{line}: 'lok.md' isn't a lesson in myst.yml; expected 'counts.md' or 'reading.md'"
    )
    for words in (("lint",), ("lint", "--run"), ("lint", str(course / "counts.md"))):
        result = cli(*words)
        assert (result.code, result.out) == (1, f"{message}\n")
        assert "1 problem in " in result.err
        assert ("the solution of 'how-many' passes" in result.err) == ("--run" in words)
    [problem] = cli("lint", "--json").document["problems"]
    assert (problem["line"], problem["breaks"]) == (line, False)
    assert cli("lint", str(course / "reading.md")).code == 0


def test_a_warning_changes_no_exit_code(cli: Cli, course: Path) -> None:
    change(course, "Before you count, look.", "Before you count, look at 0.906.")
    result = cli("lint")
    assert (result.code, result.out) == (0, "")
    assert "counts.md:9: warning: found numbers not marked as a cell's output: 0.906 (line 9)" in result.err


def test_lint_run_with_seeds_and_only(cli: Cli, play: Play) -> None:
    launcher = play(scripted)
    result = cli("lint", "--run", "--only", "how-many", "--seeds", "3", "--json")
    assert [(run["what"], run["seed"]) for run in result.document["trained"]] == [
        (what, seed) for seed in range(3) for what in ("starter", "solution")
    ]
    assert launcher is not None
    assert "did you mean 'how-many'?" in cli("lint", "--run", "--only", "how-may").err
    assert cli("lint", "--only", "counts").code == 2


@pytest.mark.parametrize(("seeds", "warns"), [("3", True), ("2", False)])
def test_lint_run_warns_of_a_bound_that_is_only_just_met(
    cli: Cli, play: Play, course: Path, seeds: str, warns: bool
) -> None:
    found = iter(("0", "5.1", "0", "9.0", "0", "7.0"))  # of starter and solution, seed by seed

    def counting(request: Request) -> list[Event]:
        if isinstance(request, Measure):
            facts = ProgramFacts(None, "", None, variables=(VariableFacts("count", "float", None, None, next(found)),))
            return [Measured(request.child, request.run, facts)]
        return scripted(request)

    play(counting)
    line = change(course, "- question: {choices: [9, 12, 15], answer: 15}", "- variable: {count: {at_least: 5}}")
    change(course, "minutes: 5", "minutes: 9")
    change(course, "# answer:\n", "count = 0\n")
    change(course, "# answer: 15\n", "count = 7\n")
    result = cli("lint", "--run", "--only", "how-many", "--seeds", seeds)
    assert (result.code, result.out) == (0, "")
    message = "the solution only just meets 'count' (value): 3 seeds found 5.1 to 9, and at least 5 is asked"
    assert (f"counts.md:{line}: warning: {message}" in result.err) == warns


def test_lint_run_without_keras_is_3(cli: Cli, play: Play) -> None:
    play(scripted, Unready("missing", "Keras", "python3"))
    result = cli("lint", "--run")
    assert result.code == 3
    assert "Keras is not installed in python3" in result.err


# ---- preview


def test_preview_needs_a_file_and_a_terminal(cli: Cli, course: Path) -> None:
    missing = cli("preview", "nothing.md")
    assert missing.code == 2
    assert "There is no file nothing.md; tuitutor new nothing starts a lesson." in missing.err
    assert "needs a terminal" in cli("preview", str(course / "counts.md")).err


def test_in_a_folder_with_a_course_every_command_means_that_course(
    cli: Cli, course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = write_course(tmp_path / "mine", {"My chapter": {"mine.md": (course / "counts.md").read_text()}})
    monkeypatch.chdir(mine)
    assert "My chapter" not in cli("list").out  # a variable names another
    monkeypatch.delenv("TUITUTOR_COURSE")
    listed = cli("list").out
    assert listed.startswith(f"A small course, in {mine}\n")
    assert "My chapter" in listed
    assert cli("lint").err.endswith(f"\nNo problems in '{mine}'.\n")
    assert cli("new", "hello").out.startswith(f"Wrote {mine / 'hello.md'}.")
    assert "Counting" in cli("--course", str(course), "list").out


def test_a_course_that_lies_about_is_not_what_others_are_graded_by(
    cli: Cli, course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TUITUTOR_COURSE")
    monkeypatch.chdir(course)
    (course / "ada.py").write_text("# answer: 15")
    result = cli("check", "how-many", "ada.py", "--untrusted", "--allow-unisolated")
    assert (result.code, result.out) == (2, "")
    assert "--course ." in result.err
    assert cli("check", "how-many", "ada.py", "--untrusted", "--allow-unisolated", "--course", ".").code == 0
    assert cli("check", "how-many", "ada.py").code == 0


def test_lint_explains_the_kinds_of_checks(cli: Cli) -> None:
    assert cli("lint", "--explain", "accuracy").out.startswith("## accuracy\n")
    assert {"## accuracy", "## params"} <= set(cli("lint", "--explain").out.splitlines())
    unknown = cli("lint", "--explain", "acuracy")
    assert (unknown.code, unknown.err) == (2, "tuitutor: There is no check 'acuracy'; did you mean 'accuracy'?\n")
