"""A course's own files are listed with their digests, and an exercise's version tells of those that it may read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tuitutor.authoring.data_list import keep_list
from tuitutor.course.findings import Findings
from tuitutor.course.load import load_course
from tuitutor.course.manifest import (
    imported_by,
    is_name,
    read_by,
    read_manifest,
    require_as_listed,
    run_by,
    sizes_on_disk,
    words_in_text,
)
from tuitutor.course.model import CourseFile
from tuitutor.errors import CourseError

LESSON = """\
---
title: {name}
---

# {name}

```{{code-cell}} python
:tags: [setup]
import numpy as np
{setup}
```

```{{exercise-start}} Count
:label: {name}
```

```{{code-cell}} python
:tags: [starter]
n = None
```

```yaml checks
- {check}
```

```{{exercise-end}}
```

```{{solution-start}} {name}
```

```{{code-cell}} python
:tags: [solution]
n = 3
```

```{{solution-end}}
```
"""
SETUPS = {
    "reads": 'rows = np.loadtxt("data/rows.csv")',
    "other": 'rows = np.loadtxt("data/other.csv")',
    "all": 'name = "rows"\nrows = np.loadtxt(f"data/{name}.csv")',
    "none": "rows = 3",
    "draws": "rows = 3",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = "".join(f"    - file: {name}.md\n" for name in SETUPS)
    (tmp_path / "myst.yml").write_text(f"project:\n  id: listed\n  title: Listed\n  toc:\n{files}")
    (tmp_path / "data.py").write_text('def hidden(n, seed):\n    return open("hidden/test.csv"), n\n')
    for name, setup in SETUPS.items():
        check = (
            "accuracy: {data: hidden, samples: 9, at_least: 0.5}" if name == "draws" else "variable: {n: {equals: 3}}"
        )
        (tmp_path / f"{name}.md").write_text(LESSON.format(name=name, setup=setup, check=check))
    for file in ("data/rows.csv", "data/other.csv", "hidden/test.csv"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(f"{file}\n")
    return tmp_path


def versions(folder: Path) -> dict[str, str]:
    course = load_course(folder)
    assert not course.all_problems, course.all_problems
    return {exercise.label: exercise.version for exercise in course.exercises}


def test_new_files_are_listed_and_changed_ones_reported_until_they_are_meant(folder: Path) -> None:
    result = keep_list(folder)
    listed = ("data/other.csv", "data/rows.csv", "hidden/test.csv")
    assert (result.problems, result.said) == ((), tuple(f"lists '{name}' now" for name in listed))
    assert tuple(file.name for file in load_course(folder).files) == listed
    assert keep_list(folder) == keep_list(folder, again=True)  # nothing to do
    text = (folder / "data.json").read_text()

    (folder / "data/rows.csv").write_text("DATA/rows.csv\n")  # of the same size
    (folder / "data/other.csv").unlink()
    result = keep_list(folder)
    assert [(problem.line, problem.text.partition(";")[0]) for problem in result.problems] == [
        (3, "'data/rows.csv' has changed since it was listed"),
        (2, "'data/other.csv' is listed, and isn't there"),
    ]
    assert result.differs
    assert (folder / "data.json").read_text() == text
    with pytest.raises(CourseError, match=r"other\.csv cannot be read"):
        require_as_listed(folder, load_course(folder).files)

    assert not keep_list(folder, again=True).problems
    course = load_course(folder)
    assert [file.name for file in course.files] == ["data/rows.csv", "hidden/test.csv"]
    require_as_listed(folder, course.files)
    (folder / "data/rows.csv").write_text("data/rows.csv\n")
    with pytest.raises(CourseError, match=r"rows\.csv isn't the file that data\.json lists"):
        require_as_listed(folder, course.files)


def test_a_changed_file_is_another_exercise_only_where_it_may_be_read(folder: Path) -> None:
    keep_list(folder)
    before = versions(folder)
    (folder / "data/rows.csv").write_text("4\n")
    assert versions(folder) == before, "what is listed counts, and nothing is read at a start"
    keep_list(folder, again=True)
    after = versions(folder)
    assert {name for name in before if before[name] != after[name]} == {"reads", "all"}
    (folder / "hidden/test.csv").write_text("4\n")
    keep_list(folder, again=True)
    assert {name for name, version in versions(folder).items() if after[name] != version} == {"draws"}


def test_a_module_is_code_like_the_setup_and_makes_no_other_version(folder: Path) -> None:
    keep_list(folder)
    before = versions(folder)
    lesson = folder / "reads.md"
    lesson.write_text(lesson.read_text().replace("rows = ", "from data.loading import loaded\nrows = "))
    for text in ("loaded = 3\n", "loaded = 4\n"):
        (folder / "data/loading.py").write_text(text)
        assert keep_list(folder, again=True).said
        assert "data/loading.py" in {file.name for file in load_course(folder).files}
        assert versions(folder) == before


def test_of_data_py_only_what_an_exercise_may_run_counts() -> None:
    rows = "@cached\ndef _rows():\n    return 'data/a.csv'\n"
    source = f"import numpy\n\n{rows}\ndef new(n):\n    return _rows()\n\ndef old(n):\n    pass\n"
    assert "data/a.csv" in run_by(source, words_in_text("measure = new(3)"))
    assert "@cached" in run_by(source, ["new"])
    assert run_by(source, ["old", "renew"]).split() == ["import", "numpy", "def", "old(n):", "pass"]
    assert "data/b.csv" in run_by("files = ['data/b.csv']\n" + source, ["old"])
    assert run_by("def broken(", ()) == "def broken("


def test_a_course_without_files_of_its_own_has_no_list(folder: Path) -> None:
    for file in ("data/rows.csv", "data/other.csv", "hidden/test.csv"):
        (folder / file).unlink()
    (folder / "data").rmdir()
    (folder / "hidden").rmdir()
    plain = versions(folder)
    assert not keep_list(folder).said
    assert not (folder / "data.json").exists()
    (folder / "data").mkdir()
    (folder / "data/rows.csv").write_text("4\n")
    assert versions(folder) == plain, "a file that isn't listed yet changes nothing"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ('open("data/a.csv")', "data/a.csv"),
        ("Read `data/a.csv`.", "data/a.csv"),
        ("It is in data/a.csv.", "data/a.csv"),
        ('f"data/{name}.csv"', "data/a.csv data/b/c.csv"),
        ('Path("data") / name', "data/a.csv data/b/c.csv"),
        ('glob("data/b/*.csv")', "data/b/c.csv"),
        ("the data", ""),
        ('open("mydata/a.csv")', ""),
        ('open("/x/data/a.csv")', ""),
        ('open("hidden/h.csv")', ""),
    ],
)
def test_what_a_text_may_read(text: str, read: str) -> None:
    files = [CourseFile(name, 1, "") for name in ("data/a.csv", "data/b/c.csv", "hidden/h.csv")]
    assert " ".join(file.name for file in read_by(files, [text])) == read


@pytest.mark.parametrize(
    ("text", "imported"),
    [
        ("from data.a import f", "data/a.py"),
        ("import data.a as a", "data/a.py"),
        ("from data.b import c", "data/b/c.py"),
        ("from data.b.c import f", "data/b/c.py"),
        ("from data import a", "data/a.py data/b/c.py"),
        ("It learns from data. You import data.", ""),
        ("from database.a import f\nimport database", ""),
        ("from my.data.a import f", ""),
        ("from hidden.h import f", ""),
    ],
)
def test_what_a_text_may_import(text: str, imported: str) -> None:
    files = [CourseFile(name, 1, "") for name in ("data/a.csv", "data/a.py", "data/b/c.py", "hidden/h.py")]
    assert " ".join(file.name for file in imported_by(files, [text])) == imported


def link(folder: Path) -> None:
    (folder / "data/out.csv").symlink_to("/etc/passwd")


def link_all(folder: Path) -> None:
    (folder / "data").rename(folder / "elsewhere")
    (folder / "data").symlink_to("elsewhere")


def pipe(folder: Path) -> None:
    os.mkfifo(folder / "data/pipe")


def sparse(folder: Path) -> None:
    with (folder / "data/large.bin").open("wb") as file:
        file.truncate(3 << 40)


def many_megabytes(folder: Path) -> None:
    for number in range(11):
        with (folder / f"data/{number}.bin").open("wb") as file:
            file.truncate(50_000_000)


def newline(folder: Path) -> None:
    (folder / "data/a\nb.csv").touch()


def deep(folder: Path) -> None:
    (folder / ("data" + "/d" * 12)).mkdir(parents=True)
    (folder / ("data" + "/d" * 7) / "last.csv").touch()
    (folder / ("data" + "/d" * 8) / "low.csv").touch()


def a_file(folder: Path) -> None:
    (folder / "hidden/test.csv").unlink()
    (folder / "hidden").rmdir()
    (folder / "hidden").touch()


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (link, "found 'data/out.csv', a link"),
        (link_all, "found 'data', a link"),
        (pipe, "found 'data/pipe', which is no regular file"),
        (sparse, "the limit is 50 MB a file"),
        (many_megabytes, "the limit is 500 MB"),
        (newline, r"found the name 'data/a\nb.csv'"),
        (deep, "low.csv"),
        (a_file, "found 'hidden', which is no folder"),
    ],
)
def test_what_cannot_be_listed_is_a_problem_and_nothing_is_written(
    folder: Path, spoil: Callable[[Path], None], message: str
) -> None:
    spoil(folder)
    result = keep_list(folder)
    assert message in " ".join(problem.text for problem in result.problems)
    assert not (folder / "data.json").exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"data/a": 1}',
        '{"data/a": {"bytes": -1, "sha256": "%s"}}' % ("a" * 64),
        '{"data/a": {"bytes": true, "sha256": "%s"}}' % ("a" * 64),
        '{"data/a": {"bytes": 1, "sha256": "A"}}',
        '{"../a": {"bytes": 1, "sha256": "%s"}}' % ("a" * 64),
        '{"data/../../etc/passwd": {"bytes": 1, "sha256": "%s"}}' % ("a" * 64),
        '{"data/a": {"bytes": 60000000, "sha256": "%s"}}' % ("a" * 64),
        "[" * 100_000,
    ],
)
def test_a_list_that_is_wrong_is_a_problem_of_the_course(folder: Path, text: str) -> None:
    (folder / "data.json").write_text(text)
    course = load_course(folder)
    assert course.files == ()
    assert [problem.path.name for problem in course.all_problems] == ["data.json"]
    assert keep_list(folder, again=True).said
    assert not load_course(folder).all_problems


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("data/a.csv", True),
        ("hidden/b/c d.npz", True),
        ("data/größe.csv", True),
        ("data", False),
        ("data/", False),
        ("data//a", False),
        ("data/./a", False),
        ("data/../a", False),
        ("data/..", False),
        ("/data/a", False),
        ("other/a", False),
        ("data/a\\b", False),
        ("data/a\u202eb", False),
        ("data/a\n", False),
    ],
)
def test_names(name: str, fits: bool) -> None:
    assert is_name(name) == fits


def test_a_pipe_in_place_of_the_list_is_no_wait(folder: Path) -> None:
    os.mkfifo(folder / "data.json")
    findings = Findings(folder / "data.json")
    assert read_manifest(folder, findings) == ()
    assert findings.problems
    assert set(sizes_on_disk(folder, findings)) == {"data/rows.csv", "data/other.csv", "hidden/test.csv"}


def test_a_list_that_cannot_be_written_is_a_problem(folder: Path) -> None:
    (folder / "data.json").mkdir()
    assert "cannot be written" in keep_list(folder, again=True).problems[0].text
