"""Notebooks and scripts become lessons; what a person must decide is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.authoring.exchange.notebooks import ASSIGNMENT, SQUARES, Cell, code, nbgrader, notebook, text
from tuitutor.authoring.exchange.blocks import Imported
from tuitutor.authoring.exchange.compose import compose
from tuitutor.authoring.exchange.formats import read_file, read_lessons
from tuitutor.authoring.exchange.html import PictureFinder
from tuitutor.authoring.exchange.jupyter import lesson_of as lesson_in
from tuitutor.authoring.exchange.jupyter import open_notebook
from tuitutor.course.markdown import parse_lesson
from tuitutor.course.model import Lesson
from tuitutor.errors import UsageError


def lesson_of(imported: Imported) -> Lesson:
    return parse_lesson(imported.text, Path(f"{imported.id}.md"))


def said(imported: Imported) -> dict[str, str]:
    """Each remark, and the line of the lesson that it is about."""
    lines = imported.text.split("\n")
    return {remark: lines[line - 1] for line, remark in imported.remarks}


@pytest.fixture
def week1(tmp_path: Path) -> Path:
    return tmp_path / "week 1.ipynb"


def test_a_notebook_becomes_a_lesson(week1: Path) -> None:
    week1.write_text(
        notebook(
            text("# The *first* week\n\nWords."),
            code(
                "import numpy as np", [{"output_type": "display_data", "data": {"image/png": "AAAA"}, "metadata": {}}]
            ),
            code("%matplotlib inline\nprint(np.pi)", tags=["raises-exception", "hide-input"]),
        )
    )
    [imported] = read_file(week1)
    lesson = lesson_of(imported)
    assert (imported.id, lesson.title, lesson.problems) == ("week-1", "The first week", ())
    assert [cell.source for cell in lesson.cells] == ["import numpy as np", "print(np.pi)"]
    assert lesson.cells[1].tags == {"raises-exception"}
    assert lesson.minutes == 2  # two cells, four words
    assert [*said(imported)] == [
        "the front matter has no summary and no objectives yet; say what learners can do afterwards"
    ]


def test_nbgraders_cells_become_exercises_with_checks_that_work_at_once(week1: Path) -> None:
    week1.write_text(ASSIGNMENT)
    [imported] = read_file(week1)
    [exercise] = lesson_of(imported).exercises
    assert (exercise.title, exercise.label) == ("Squares (2 points)", "week-1-squares")
    assert exercise.prose == "Write a function that gives the squares."
    assert exercise.starter.endswith('"""The squares of 1 to n."""\n    pass  # your code here')
    assert exercise.solution.endswith('"""The squares of 1 to n."""\n    return [i**2 for i in range(1, n + 1)]')
    told = said(imported)
    assert told["a person grades the answers to this; collect them in your LMS"] == "## In words"
    [shown] = [line for remark, line in told.items() if "needs 'squares', which learners write" in remark]
    assert shown == "```{code-cell} ipython3"
    assert lesson_of(imported).cells[1].tags == {"skip-execution"}
    assert not lesson_of(imported).problems
    assert "n^3" not in "".join(getattr(block, "text", "") for block in lesson_of(imported).blocks)


def test_the_checks_that_nbgraders_tests_become_tell_right_from_wrong(week1: Path) -> None:
    week1.write_text(ASSIGNMENT)
    [imported] = read_file(week1)
    [exercise] = lesson_of(imported).exercises
    assert [(check.name, check.points) for check in exercise.checks] == [("squares test", 2.0)]
    assert exercise.measure is not None
    near = exercise.solution.replace("n + 1", "max(n, 2) + 1")
    for answer, found in (
        (exercise.solution, True),
        (exercise.starter, "not true: squares(1) == [1]"),
        (near, "not true: squares(1) == [1]"),
        (near.replace("[i", "[1] if n == 1 else [7 * i"), "a hidden test fails"),
        ("squares = None", "TypeError: 'NoneType' object is not callable"),
    ):
        names: dict[str, object] = {}
        exec(f"import numpy as np\n{answer}\n{exercise.measure.source}", names)
        assert names["squares_test"] == found


@pytest.mark.parametrize(
    ("tests", "remarks"),
    [
        (
            "def throws(f):\n    f()\n### AUTOTEST throws(squares); squares(1)\n# # HASHED AUTOTEST squares(2)",
            ["in the tests 'test', what throws(squares), squares(1) and squares(2) should be is left to nbgrader, "
             "which fills in values; write a check for it",
             "the tests 'test' were left out: there is nothing in them that can fail"],
        ),
        (
            "own = squares\ndel squares\n#AUTOTEST own(1);own(2);own(3);own(4);own(5);\nsquares = own",
            ["in the tests 'test', what own(1), own(2), own(3), own(4) and 1 more should be is left to nbgrader, which "
             "fills in values; write a check for it",
             "the tests 'test' were left out: there is nothing in them that can fail"],
        ),
        (
            "from math import pi\n'Tests come here.'\nclass A:\n    x = 1\nprint(A)",
            ["the tests 'test' were left out: there is nothing in them that can fail; nbgrader may have filled them in "
             "later"],
        ),
    ],
)  # fmt: skip
def test_tests_that_every_answer_passes_are_no_check(week1: Path, tests: str, remarks: list[str]) -> None:
    solution = nbgrader(code(SQUARES), "squares", solution=True)
    week1.write_text(notebook(text("# A"), solution, nbgrader(code(tests), "test", grade=True, points=2)))
    [imported] = read_file(week1)
    assert [remark for remark in said(imported) if "the tests 'test'" in remark] == remarks
    assert lesson_of(imported).exercises[0].measure is None


def test_what_can_fail_beside_values_that_nbgrader_fills_in_stays_a_check(week1: Path) -> None:
    solution = nbgrader(code(SQUARES), "squares", solution=True)
    tests = nbgrader(code("### AUTOTEST squares(1)\nassert squares(2) == [1, 4]"), "test", grade=True, points=2)
    week1.write_text(notebook(text("# A"), solution, tests))
    [imported] = read_file(week1)
    assert [check.name for check in lesson_of(imported).exercises[0].checks] == ["test"]
    assert any("what squares(1) should be is left to nbgrader" in remark for remark in said(imported))


def test_cells_that_an_exercise_needs_are_its_setup(week1: Path) -> None:
    week1.write_text(ASSIGNMENT)
    lesson = lesson_of(*read_file(week1))
    assert [cell.is_setup for cell in lesson.cells] == [True, False]


def test_code_that_is_no_python_is_shown_and_told(week1: Path) -> None:
    week1.write_text(notebook(text("# W"), code("x = 1"), code("for x in")))
    [imported] = read_file(week1)
    assert len(lesson_of(imported).cells) == 1
    assert (
        said(imported)[
            "this isn't valid Python (invalid syntax), so it is shown and not run; correct it and make it a cell"
        ]
        == "```python"
    )


def test_an_exercise_whose_code_is_no_python_keeps_it_as_text(week1: Path) -> None:
    week1.write_text(notebook(nbgrader(code("f(\n### BEGIN SOLUTION\n1 +\n### END SOLUTION"), "f", solution=True)))
    [imported] = read_file(week1)
    [exercise] = lesson_of(imported).exercises
    assert (exercise.starter, exercise.solution) == ("# your code here", "")
    assert "f(\n# your code here" in exercise.prose
    assert "f(\n1 +" in exercise.explanation
    assert any("its starter isn't valid Python" in remark for remark in said(imported))


SCRIPT = """\
# ---
# title: "One: two"
# description: Said
#   twice.
# ---

# %% [markdown]
# # First
# <img src="a.png">

# %% tags=["setup"]
x = 1
# %matplotlib inline
"""


def test_a_script_in_percent_format_goes_the_same_way(tmp_path: Path) -> None:
    script = tmp_path / "first.py"
    script.write_text(SCRIPT)
    lesson = lesson_of(*read_file(script))
    assert (lesson.title, lesson.summary, lesson.problems) == ("One: two", "Said twice.", ())
    assert "![](a.png)" in getattr(lesson.blocks[0], "text", "")
    assert [(cell.source, cell.is_setup) for cell in lesson.cells] == [("x = 1", True)]


R = notebook(code("x"), kernelspec={"language": "R", "name": "ir", "display_name": "R 4"})
BAD = {
    "another kernel": ("a.ipynb", R, "it is a notebook in R (its kernel is R 4); a lesson's cells are Python."),
    "format 3": (
        "a.ipynb",
        '{"worksheets": [], "nbformat": 3}',
        "it is in format 3, which is too old; open it in",
    ),
    "cut off": ("a.ipynb", ASSIGNMENT[:-400], "it isn't a notebook: it is cut off or damaged in line"),
    "other JSON": ("a.ipynb", "[1]", "it isn't in the current notebook format; open it in Jupyter and save it again."),
    "binary": ("a.ipynb", "\udc89PNG", "byte 0x89 in line 1 is not UTF-8; save the file as UTF-8."),
    "damaged": ("a.ipynb", '{"cells": ["x"], "nbformat": 4}', "it is damaged ("),
    "too large": ("a.ipynb", " " * 50_000_000, "it has 50 MB, and the limit is 33.6; clear its outputs in Jupyter"),
    "empty": ("a.ipynb", "", "it is empty."),
    "nothing": ("a.ipynb", notebook(code("")), "it has no cell with anything in it."),
    "no cells": ("a.py", "x = 1\n", "it has no line '# %%', with which each cell of a script begins"),
    "no name": ("---.py", "# %%\nx = 1\n", "its name has no letter or digit"),
    "no such form": ("a.txt", "x", "it cannot be imported; .ipynb, .py, .md and a Carpentries lesson's folder can."),
}


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("name", "content", "why"), BAD.values(), ids=BAD)
def test_what_cannot_be_imported_is_refused_in_a_sentence(name: str, content: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(UsageError) as refused:
        read_lessons(path)
    assert str(refused.value).startswith(str(path))
    assert why in str(refused.value)


def test_without_jupytext_a_line_says_how_to_get_it(week1: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    week1.write_text(ASSIGNMENT)
    monkeypatch.setitem(__import__("sys").modules, "jupytext", None)
    with pytest.raises(UsageError, match=r"pip install 'tuitutor\[import\]'"):
        read_file(week1)


PARTS = [
    text("# Words\n\n% hidden\n\n<b>bold"),
    text("---\n## Part"),
    text("```python\nopen = 1"),
    text("```\n```{note}\nx\n```"),
    text("<table><td>a</table>![](data:image/png;base64,AAAA)"),
    text("$$x$$\n\n> ```\n> quoted"),
    code("x = 1"),
    code("for x in"),
    code(":tags: [no]\n---"),
    code("%%bash\n```"),
    code("print(x)\n### BEGIN SOLUTION\ny = x\n### END SOLUTION"),
    nbgrader(code("def f():\n    raise NotImplementedError()"), "f.1", solution=True),
    nbgrader(code("def g(\n    ### BEGIN SOLUTION\n    ### END SOLUTION"), "g", solution=True),
    nbgrader(code("assert f() == 1"), "1 test", grade=True, points=0.5),
    nbgrader(code("assert ("), "bad", grade=True),
    nbgrader(text("In words."), "w", solution=True, grade=True),
    nbgrader(text("Do it.\n### BEGIN MARK SCHEME\n- it is done\n### END MARK SCHEME"), "t", task=True, points=3),
    nbgrader(code("del f\nassert f() == 1, f'{1}'"), "deleted", grade=True),
    nbgrader(code("# ### AUTOTEST f()"), "later", grade=True),
    code("%%backend jax\nimport jax"),
    code("# @title Licensed under the X License\n# You may"),
    code("if x:\n    !pip install y\n%time x = 2"),
    text("[![Open](a.png)](https://example.org/a)"),
    code("import numpy\nnumpy.load('gone.npy')"),
    {"cell_type": "raw", "metadata": {}, "source": "\\begin{raw}"},
]


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=8))
def test_whatever_a_notebook_is_lint_finds_only_what_was_told(cells: list[Cell]) -> None:
    found = open_notebook(notebook(*cells), script=False)
    try:
        [imported] = compose(lesson_in(found, PictureFinder(Path("nowhere"), "made")))
    except UsageError:  # it had nothing but what means nothing here
        return
    told = {line for line, _ in imported.remarks}
    assert [problem for problem in lesson_of(imported).problems if problem.line not in told] == []
