"""What jupytext reads becomes a lesson; nothing of it is run, and it is read in a process with limits."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.authoring.exchange.notebooks import ASSIGNMENT, SQUARES, Cell, code, nbgrader, notebook, text
from tests.classroom.submissions.odd_files import odd_file
from tests.patches import patch_subprocesses
from tests.shipped import shipped_course
from tuitutor.authoring.exchange import importing
from tuitutor.authoring.exchange.importing import import_lesson
from tuitutor.authoring.proofreading import TO_DECIDE
from tuitutor.course.markdown import parse_lesson
from tuitutor.course.model import Lesson
from tuitutor.errors import UsageError
from tuitutor.workers.limited import MiB, RequestLimits


class Imported:
    """A lesson that was read from a file, and what is left to decide of it, as (line, text)."""

    def __init__(self, folder: Path, name: str, written: str) -> None:
        (folder / name).write_text(written)
        self.id, self.text = import_lesson(folder / name)
        lines = enumerate(self.text.split("\n"), start=1)
        self.left = [(at, line.removeprefix(TO_DECIDE)) for at, line in lines if line.startswith(TO_DECIDE)]

    @property
    def lesson(self) -> Lesson:
        return parse_lesson(self.text, Path(f"{self.id}.md"))

    @property
    def tags(self) -> list[list[str]]:
        return [sorted(cell.tags) for cell in self.lesson.cells]


def of_cells(folder: Path, *cells: Cell, **metadata: Any) -> Imported:
    return Imported(folder, "week.ipynb", notebook(*cells, **metadata))


PERCENT = "# %% [markdown]\n# # Week *one*\n# Words.\n\n# %%\nimport math\n\n# %%\nx = math.pi\n"
MARKDOWN = "# Week *one*\n\nWords.\n\n```python\nimport math\n```\n\n```python\nx = math.pi\n```\n"
FILES = {
    "week.ipynb": notebook(text("# Week *one*\nWords."), code("import math"), code("x = math.pi")),
    "week.py": PERCENT,
    "light.py": "# # Week *one*\n# Words.\n\nimport math\n\nx = math.pi\n",
    "week.md": MARKDOWN,
    "week.Rmd": MARKDOWN.replace("```python", "```{python}"),
    "myst.md": MARKDOWN.replace("```python", "```{code-cell} ipython3"),
}


@pytest.mark.spine
@pytest.mark.sampled(2)
@pytest.mark.parametrize("name", FILES)
def test_whatever_jupytext_reads_becomes_a_lesson(tmp_path: Path, name: str) -> None:
    made = Imported(tmp_path, name, FILES[name])
    assert (made.lesson.problems, made.lesson.title, made.lesson.minutes) == ((), "Week one", 2)
    assert [cell.source.strip() for cell in made.lesson.cells] == ["import math", "x = math.pi"]
    assert made.tags == [["setup"], ["setup"]]
    [(line, message)] = made.left
    assert message.startswith("the front matter has no summary and no objectives yet")
    assert made.text.split("\n")[line + 1] == "# Week *one*"


@pytest.mark.long
def test_front_matter_is_kept_and_a_title_is_found(tmp_path: Path) -> None:
    front = "---\ntitle: 'A: b'\nsummary: Short.\nminutes: 45\nobjectives: [Write a loop]\n---\n\n"
    made = Imported(tmp_path, "week.md", front + MARKDOWN)
    lesson = made.lesson
    assert (lesson.title, lesson.summary, lesson.minutes, lesson.objectives, made.left) == (
        "A: b", "Short.", 45, ("Write a loop",), []
    )  # fmt: skip
    assert of_cells(tmp_path, text("```\n# no title\n```"), text("One [link](x)\n===")).lesson.title == "One link"
    assert Imported(tmp_path, "my_first-week.py", "x = 1").lesson.title == "My first week"


@pytest.mark.spine
def test_a_lesson_stays_as_it_is(tmp_path: Path) -> None:
    written = shipped_course().lessons[0].path.read_text(encoding="utf-8")
    assert Imported(tmp_path, "start.md", written).text == written


@pytest.mark.long
def test_setup_is_what_leads_and_only_imports_and_makes_data(tmp_path: Path) -> None:
    made = of_cells(
        tmp_path,
        code("import keras\nimport numpy as np\nkeras.utils.set_random_seed(1)"),
        text("Words."),
        code("!pip install keras"),
        code("(x, y), _ = keras.datasets.mnist.load_data()\nx = x / 255\nprint(x.shape)"),
        code("z = x", tags=["skip-execution", "hide-input"]),
        code("model = keras.Sequential([keras.layers.Dense(1)])"),
        code("x = 2 * x"),
    )
    assert made.tags == [["setup"], [], ["setup"], ["skip-execution"], [], []]
    for source in ("history = model.fit(x)", "plt.plot(x)", "for i in x: print(i)", "h = keras.layers.Dense(1)(x)"):
        assert of_cells(tmp_path, code(source)).tags == [[]], source


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (code("%matplotlib inline\n!ls -l\nx = 1"), "'!ls -l' is for Jupyter"),
        (code("%%bash\nls"), "'%%bash' is for Jupyter"),
        (text('Words\n<iframe src="x">'), "a terminal doesn't show HTML (<iframe>)"),
        (text("% of all"), "MyST hides lines that begin with % or +++"),
        (text("![](attachment:a.png)", attachments={"a.png": {}}), "a picture was inside the notebook"),
        ({**text("as is"), "cell_type": "raw"}, "this was a raw cell"),
        (nbgrader(text("Say it."), "a", task=True, points=3), "nbgrader has a person grade this"),
        (nbgrader(code("assert x"), "b", grade=True), "or tests no answer above"),
    ],
)
@pytest.mark.long
def test_what_is_left_to_decide_stands_above_it(tmp_path: Path, cell: Cell, message: str) -> None:
    made = of_cells(tmp_path, text("# T"), cell)
    assert [found for _, found in made.left[1:]] == [made.left[1][1]]
    line, note = made.left[1]
    assert message in note
    assert "".join(cell["source"]).split("\n")[0] in "".join(made.text.split("\n")[line : line + 5])


@pytest.mark.long
def test_an_ordinary_notebook_leaves_only_the_front_matter(tmp_path: Path) -> None:
    made = of_cells(tmp_path, text("# T\n\n100 % of it"), code("%matplotlib inline\nx = 7 % 2\n\n"), code(""))
    assert (made.lesson.problems, len(made.left), len(made.lesson.cells)) == ((), 1, 1)


@pytest.mark.spine
def test_nbgraders_answers_and_tests_become_exercises(tmp_path: Path) -> None:
    made = Imported(tmp_path, "week.ipynb", ASSIGNMENT)
    assert made.lesson.problems == ()
    [exercise] = made.lesson.exercises
    assert (exercise.label, exercise.title) == ("week-squares", "Squares (2 points)")
    assert "\nWrite a function that gives the squares.\n" in made.text
    assert "pass  # your code here" in exercise.starter
    assert "return [i**2" not in exercise.starter
    assert "HIDDEN" not in made.text
    assert [check.points for check in exercise.checks] == [2]
    assert [cell.source for cell in made.lesson.cells if "setup" in cell.tags] == ["import numpy as np"]
    assert exercise.measure is not None
    for answer, found in ((exercise.solution, True), (exercise.starter, "AssertionError")):
        names: dict[str, Any] = {}
        exec(f"import numpy as np\n{answer}\n{exercise.measure.source}", names)
        assert names["test_1"] == found
    assert "a person grade this" in made.left[1][1]


@pytest.mark.long
def test_what_nbgrader_does_not_say_is_left_to_decide(tmp_path: Path) -> None:
    learners = "def f():\n    # YOUR CODE HERE\n    raise NotImplementedError()"
    made = of_cells(
        tmp_path,
        code("import math"),
        code("for i in range(3):\n    last = i"),
        nbgrader(code(learners), "f", solution=True),
        nbgrader(code("print(f() + last)"), "t1", grade=True, points=1),
        nbgrader(code("assert f() == '''a\nb'''"), "t2", grade=True, points=1),
        nbgrader(code('"""It refuses 0."""\nraise AssertionError("no")'), "t3", grade=True, points=1),
        code(SQUARES),
    )
    notes = [found for _, found in made.left[1:]]
    assert notes[0] == "'week-f' needs last from cells above; tag them 'setup' if they are quick"
    assert [message.partition(";")[0] for message in notes[1:]] == [
        "these tests of 'week-f' can't be made a check as they are"
    ] * 2
    assert "<!--\nprint(f() + last)\n-->" in made.text
    problems = " ".join(problem.text for problem in made.lesson.problems)
    assert "no solution cell for 'week-f'" in problems
    assert [len(exercise.checks) for exercise in made.lesson.exercises] == [1, 0]
    assert [exercise.label for exercise in made.lesson.exercises] == ["week-f", "week-answer"]


@pytest.mark.sampled(6)
@pytest.mark.parametrize(
    ("name", "written", "message"),
    [
        ("a.ipynb", "", "it is empty."),
        ("a.ipynb", '{"cells": [', "jupytext cannot read it"),
        ("a.ipynb", '{"cells": [{}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', "jupytext cannot read it"),
        ("a.ipynb", notebook(), "it has no cell with anything in it."),
        ("a.ipynb", notebook(code("1"), kernelspec={"name": "ir", "language": "R"}), "it is in R; a lesson's cells"),
        ("a.Rmd", "```{r}\nx <- 1\n```\n", "it is in R; a lesson's cells"),
        ("a.xyz", "x", "jupytext cannot read it (No format associated to extension '.xyz')"),
        ("+.py", "x = 1", "its name has no letter or digit"),
        ("a.md", "---\njupyter:\n  jupytext:\n    text_representation:\n      extension: .md\n"
         "      format_name: pandoc\n---\n\nx\n", "it is in pandoc's format"),
        ("a.qmd", "x", "it is in quarto's format"),
        ("a.py", "import marimo\napp = marimo.App()\n@app.cell\ndef f(): pass\n", "it is in marimo's format"),
    ],
)  # fmt: skip
def test_what_is_no_notebook_in_python_is_refused_in_a_sentence(
    tmp_path: Path, name: str, written: str, message: str
) -> None:
    with pytest.raises(UsageError) as refused:
        Imported(tmp_path, name, written)
    assert str(refused.value).startswith(f"{tmp_path / name}: {message}")


def test_without_jupytext_a_sentence_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    patch_subprocesses(monkeypatch, tmp_path / "patch", "import sys\nsys.modules['jupytext'] = None\n")
    with pytest.raises(UsageError, match=r"not installed: pip install 'tuitutor\[import\]'"):
        of_cells(tmp_path, code("x = 1"))


@pytest.mark.long
def test_what_no_encoding_can_hold_is_replaced(tmp_path: Path) -> None:
    assert "a = 1?" in of_cells(tmp_path, code("a = 1\ud800")).text


@pytest.mark.long
def test_a_notebook_that_takes_too_much_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "_LIMITS", RequestLimits(memory=64 * MiB))
    assert of_cells(tmp_path, code("x = 1"))
    with pytest.raises(UsageError, match=r"week.ipynb: reading it takes more than 64 MiB of memory"):
        of_cells(tmp_path, code("#" * 30_000_000))


@pytest.mark.long
def test_odd_files_are_imported_or_refused_in_a_sentence(tmp_path: Path) -> None:
    random, refused = Random(3), list[str]()
    for _ in range(40):
        name, data = odd_file(random)
        path = tmp_path / Path(name).name
        path.write_bytes(data)
        try:
            import_lesson(path)
        except UsageError as error:
            refused.append(str(error))
    assert len(refused) > 5
    assert not [message for message in refused if "report this" in message or "takes more than" in message]
