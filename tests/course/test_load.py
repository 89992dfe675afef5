"""A folder becomes a course; one broken file leaves the rest working."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.course.lesson_texts import CHECKS, FRONT, SOLUTION, STARTER, exercise
from tuitutor.course.folder import default_folder
from tuitutor.course.load import course_of, load_course, load_lesson, problems_in
from tuitutor.course.model import Prose
from tuitutor.errors import CourseError

TOC = "project:\n  id: test\n  title: A course\n  toc:\n"


def write(folder: Path, **files: str | bytes) -> Path:
    """Files by stem: `myst` is myst.yml, `data` is data.py, the rest are lessons."""
    names = {"myst": "myst.yml", "data": "data.py"}
    for stem, text in files.items():
        content = text if isinstance(text, bytes) else text.encode()
        (folder / names.get(stem, f"{stem}.md")).write_bytes(content)
    return folder


def test_chapters_and_lessons_in_order(tmp_path: Path) -> None:
    toc = "    - file: a.md\n    - title: Two\n      children: [{file: b}, {file: c.md}]\n    - file: d.md\n"
    lessons = dict.fromkeys("abcd", FRONT)
    course = load_course(write(tmp_path, myst=TOC + toc, data="def f(n, seed): ...", **lessons))
    assert course.problems == ()
    assert (course.id, course.title, course.data_source) == ("test", "A course", "def f(n, seed): ...")
    shape = [(chapter.title, [lesson.id for lesson in chapter.lessons]) for chapter in course.chapters]
    assert shape == [("", ["a"]), ("Two", ["b", "c"]), ("", ["d"])]
    first, second, *_, last = course.lessons
    assert [course.neighbour(first, step) for step in (-1, 0, 1, 4)] == [None, first, second, None]
    assert [course.neighbour(last, step) for step in (-3, 0, 1)] == [first, last, None]


@pytest.mark.parametrize(
    ("myst", "what"),
    [
        (None, "There is no myst.yml in"),
        ("project: [", "not YAML"),
        ("version: 1\n", "no 'project:'"),
        ("project:\n  title: A\n", "myst.yml:2: the project has no id"),
        ("project:\n  id: a/b\n", "myst.yml:2: found the project id 'a/b'"),
        ("project:\n  id: a\n", "the project has no toc"),
    ],
)
def test_no_usable_course(tmp_path: Path, myst: str | None, what: str) -> None:
    with pytest.raises(CourseError, match=r"myst\.yml") as raised:
        load_course(tmp_path if myst is None else write(tmp_path, myst=myst))
    assert what in str(raised.value)


@pytest.mark.parametrize(
    ("entry", "line", "what"),
    [
        ("- file: xorr.md", 5, "there is no file 'xorr.md'; did you mean 'xor.md'?"),
        ("- fil: xor.md", 5, "unknown key 'fil' in the toc; did you mean 'file'?"),
        ("- file: xor.md\n    - file: xor.md", 6, "found a second lesson named 'xor'"),
        ("- title: A\n      childs: [{file: xor.md}]", 6, "unknown key 'childs' in the toc; did you mean 'children'?"),
        ("- file: folder", 5, "'folder' is a folder; expected 'xor.md'"),
        ("- file: loop", 5, "'loop' is not a file that can be read; expected"),
        (f"- file: {'x' * 5000}", 5, "there is no file '…'; expected"),
        ('- file: "a\\0b"', 5, "there is no file"),
        ("- file: xor.md\n  titel: B", 5, "unknown key 'titel' in the project; did you mean 'title'?"),
        *(
            (f"- file: xor.md\n  {key}: 1", 6, f"unknown key '{key}' in the project; deadlines, and marks that a")
            for key in ("deadline", "grace", "late", "deadlines")
        ),
        ("- file: ../xor.md", 5, "outside the course's folder"),
        ("- children: [{file: xor.md}]", 5, "this chapter has no title"),
        ("- title: A\n      children:\n        - title: B\n          children: []", 7, "a chapter within a chapter"),
        ("- words", 5, "this toc entry names no lesson"),
    ],
)
def test_toc_faults_are_problems(tmp_path: Path, entry: str, line: int, what: str) -> None:
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "loop.md").symlink_to("loop.md")
    toc = TOC.replace("  title: A course\n", "" if "titel" in entry else "  title: A course\n")
    course = load_course(write(tmp_path, myst=f"{toc}    {entry}\n", xor=FRONT))
    assert [problem.line for problem in course.problems] == [line]
    assert what in course.problems[0].text


def test_a_broken_lesson_leaves_the_others_working(tmp_path: Path) -> None:
    toc = TOC + "    - file: good.md\n    - file: bad.md\n"
    bad = FRONT.encode() + b"Read on.\n\nna\xefve\n"
    good, broken = load_course(write(tmp_path, myst=toc, good=FRONT + "Hi.\n", bad=bad)).lessons
    assert good.problems == ()
    [problem] = broken.problems
    assert str(problem) == f"{tmp_path / 'bad.md'}:6: found the byte 0xef, which is not UTF-8; save the file as UTF-8"
    assert isinstance(broken.blocks[0], Prose)
    assert broken.blocks[0].text.startswith("Read on.")


def test_unreadable_lesson_is_a_problem(tmp_path: Path) -> None:
    [problem] = [found for found in load_lesson(tmp_path).problems if "cannot be read" in found.text]
    assert problem.line == 1


def test_a_file_that_is_too_large_is_a_problem_of_its_first_line(tmp_path: Path) -> None:
    [problem] = load_lesson(write(tmp_path, large="x\n" * 70_000) / "large.md").problems[:1]
    assert (problem.line, problem.text) == (1, "found a file of 136 KiB; split it, the limit is 128 KiB")


def test_label_is_unique_in_the_course_whatever_its_case(tmp_path: Path) -> None:
    toc = TOC + "    - file: a.md\n    - file: b.md\n"
    second = (FRONT + exercise(label="Net") + SOLUTION).replace("start} net", "start} Net")
    first, other = load_course(write(tmp_path, myst=toc, a=FRONT + exercise() + SOLUTION, b=second)).lessons
    assert first.problems == ()
    assert [problem.text for problem in other.problems] == [
        "found the label 'Net', which a.md has too; labels are unique in a course"
    ]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ("def xor3(n, seed): ...", None),
        ("try:\n    from a import xor3\nexcept ImportError:\n    def xor3(n, seed): ...", None),
        ("xor3 = lambda n, seed: 1", None),
        ("def xor3(n, seed, noise=0.1): ...", None),
        ("def xor3(n): ...", "'xor3' at line 1 of data.py takes (n); expected (n, seed)"),
        ("raise SystemExit('never run')", "data.py defines no 'xor3'; there are none here"),
        ("def xor2(n, seed): ...", "data.py defines no 'xor3'; did you mean 'xor2'?"),
        ("xor3 = lambda n: 1", "'xor3' at line 1 of data.py takes (n); expected (n, seed)"),
        (
            "import xor3",
            "'xor3' of data.py is imported; expected a function that is written there: 'def xor3(n, seed):'",
        ),
        ("from sources import xor3", "'xor3' of data.py is imported; expected a function"),
        ("from sources import *", "data.py defines no 'xor3'; there are none here"),
        ("xor3 = np.random.default_rng(0)", "'xor3' of data.py is a variable; expected a function"),
        ("xor3, xor2 = 1, 2", "'xor3' of data.py is a variable; expected a function"),
        ("class xor3: ...", "'xor3' of data.py is a class; expected a function"),
        ("async def xor3(n, seed): ...", "'xor3' of data.py is 'async'; expected a function"),
        ("import xor2, os\nfrom a import xor4\nxor5 = 1", "data.py defines no 'xor3'; there are none here"),
        ("import xor2\ndef other(n, seed): ...", "data.py defines no 'xor3'; expected 'other'"),
        (None, "there is no data.py beside myst.yml"),
    ],
)
def test_hidden_data_must_be_defined(tmp_path: Path, data: str | None, what: str | None) -> None:
    checks = CHECKS.replace("built_from: layers", "accuracy: {data: xor3, samples: 9, at_least: 0.9}")
    text = FRONT + exercise(STARTER + checks) + SOLUTION
    files = {"myst": TOC + "    - file: a.md\n", "a": text} | ({} if data is None else {"data": data})
    [lesson] = load_course(write(tmp_path, **files)).lessons
    assert [what in problem.text for problem in lesson.problems if what] == ([True] if what else [])
    assert bool(lesson.problems) is bool(what)


def test_broken_data_module_is_one_problem(tmp_path: Path) -> None:
    course = load_course(write(tmp_path, myst=TOC + "    - file: a.md\n", a=FRONT, data="x = 1\ndef f(:\n"))
    assert [(problem.path.name, problem.line) for problem in course.problems] == [("data.py", 2)]


def test_lint_goes_on_after_an_unusable_table_of_contents(tmp_path: Path) -> None:
    toc = "project:\n  id: a/b\n  toc:\n  - file: a\n  - file: b.md\n"
    write(tmp_path, myst=toc, a=FRONT, b="Hi.\n", README="Hi.\n", data="def f(:\n")
    assert [(problem.path.name, problem.line) for problem in problems_in(tmp_path)] == [
        ("myst.yml", 2),
        ("data.py", 1),
        ("b.md", 1),
    ]


def test_lint_of_one_file_knows_the_course_that_it_is_in(tmp_path: Path) -> None:
    text = FRONT + exercise() + SOLUTION
    write(tmp_path, myst=TOC + "    - file: a\n    - file: b\n", a=text, b=text, alone=text)
    assert problems_in(tmp_path / "a.md") == problems_in(tmp_path / "alone.md") == ()
    [problem] = problems_in(tmp_path / "b.md")
    assert "which a.md has too" in problem.text
    assert (course_of(tmp_path / "a.md"), course_of(tmp_path / "alone.md")) == (load_course(tmp_path), None)


@pytest.mark.parametrize("part", ["Text *with* $x^2$.\n", "```{note}", "```{code-cell}\n%time x"])
def test_a_lesson_of_a_megabyte_is_a_problem_and_read_quickly(tmp_path: Path, part: str) -> None:
    opening, _, line = part.rpartition("\n") if part.endswith("x") else ("", "", part)
    path = write(tmp_path, big=f"{FRONT}\n{opening}\n" + f"{line}\n" * (1_000_000 // (len(line) + 1))) / "big.md"
    before = time.process_time()
    problems = load_lesson(path).problems
    assert time.process_time() - before < 15  # seconds: about 2, and where time goes by the square of the size, minutes
    assert "KiB; split it, the limit is 128 KiB" in problems[0].text


@pytest.mark.spine
def test_the_course_that_comes_with_tuitutor_has_no_problems() -> None:
    course = load_course(default_folder())
    assert course.problems == ()
    assert [problem for lesson in course.lessons for problem in lesson.problems] == []


@pytest.mark.spine
def test_loading_imports_nothing_heavy() -> None:
    script = (
        "import sys; from tuitutor.course.folder import default_folder; from tuitutor.course.load import load_course; "
        "load_course(default_folder());"
        "print([m for m in ('keras', 'tensorflow', 'textual', 'numpy', 'plotext') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
