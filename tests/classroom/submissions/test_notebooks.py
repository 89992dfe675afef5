"""The answers in notebooks, as Jupyter and jupytext write them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.classroom.submissions.conftest import LESSON
from tests.classroom.submissions.in_process import recognise
from tests.small_course import write_course
from tuitutor.classroom.submissions.found import Collected, SubmittedFile, text_of
from tuitutor.classroom.submissions.notebooks import MOST_CELLS
from tuitutor.classroom.submissions.reader import answer_to
from tuitutor.course.load import load_course
from tuitutor.course.model import Course

EDITED = LESSON.replace("a = 0", "a = 1\nb = 2")


def code(source: str, *tags: str) -> dict[str, Any]:
    metadata = {"tags": list(tags)} if tags else {}
    return {"cell_type": "code", "source": source.splitlines(keepends=True), "metadata": metadata, "outputs": []}


def text(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "source": source, "metadata": {}}


def notebook(*cells: dict[str, Any]) -> bytes:
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, "x": None}).encode()


def collect(course: Course, data: bytes, name: str = "xor.ipynb", exercise: str = "") -> Collected:
    return recognise([SubmittedFile(("all", "ada", name), 0.0, data, 2)], course, exercise)


def answers(course: Course, data: bytes, name: str = "xor.ipynb", exercise: str = "") -> dict[str, str]:
    collected = collect(course, data, name, exercise)
    assert not collected.unread
    return {submission.exercise: text_of(submission.answer) for submission in collected.submissions}


def test_tagged_cells_are_the_answers_whatever_the_file_is_called(course: Course) -> None:
    data = notebook(code("noise = 1"), code("a = 1", "xor"), code("a = 2", "golf-1"), code("more = 1", "xor"))
    expected = {"xor": "a = 1\n\nmore = 1\n", "golf-1": "a = 2\n"}
    assert answers(course, data) == expected
    assert answers(course, data, "homework.ipynb") == expected


def test_a_starter_that_nobody_changed_is_no_answer_though_our_own_export_tags_it(course: Course) -> None:
    one = notebook(code("a = 1", "starter", "xor"), code("b = 0", "starter", "golf-1"))
    assert answers(course, one, "homework.ipynb") == {"xor": "a = 1\n"}
    none = notebook(code("a = 0", "starter", "xor"), code("b = 0", "starter", "golf-1"))
    [unread] = collect(course, none, "homework.ipynb").unread
    assert unread.problem == "no exercise in it has an answer yet: its starters are as they were."
    [unread] = collect(course, none).unread
    assert unread.problem.startswith("it has nothing but the lesson's own cells")
    more = notebook(code("a = 0", "xor"), code("c = 1", "xor"))
    assert answers(course, more, "homework.ipynb") == {"xor": "a = 0\n\nc = 1\n"}


def test_without_tags_all_code_but_the_lessons_own(course: Course) -> None:
    data = notebook(code("import math"), text("# Mine"), code("print(math.pi)  \n"), code("a = 1"), code("a = 0"))
    assert answers(course, data) == {"xor": "a = 1\n"}
    assert answers(course, data, "homework.ipynb", "xor") == {"xor": "a = 1\n"}


def test_magics_are_no_python(course: Course) -> None:
    data = notebook(code("%matplotlib inline\na = 1\n!pip install x\n"))
    assert answers(course, data) == {"xor": "# %matplotlib inline\na = 1\n# !pip install x\n"}


def test_the_lesson_itself_with_a_starter_that_was_edited(course: Course) -> None:
    assert answers(course, EDITED.encode(), "both.md") == {"xor": "a = 1\nb = 2\n"}


def test_the_lesson_in_jupyter_with_a_starter_that_was_edited(course: Course) -> None:
    fence = "```{%s} %s\n:label: xor\n```\n\nDo it."
    data = notebook(
        code("import math", "setup"),
        text(fence % ("exercise-start", "Xor") + "\n\n" + fence.replace("xor", "points") % ("figure", "points.png")),
        code("a = 1\nb = 2", "starter"),
        text("```{exercise-end}\n```\n\n```{solution-start} xor\n```"),
        code("a = 1", "solution"),
        text("```{solution-end}\n```"),
        code("scratch = 1"),
        text("```{exercise-start} Golf\n:label: golf-1\n```"),
        code("b = 0", "starter"),
        text("```{exercise-end}\n```"),
    )
    assert answers(course, data, "both.ipynb") == {"xor": "a = 1\nb = 2\n"}


def test_an_untouched_lesson_has_no_answer(course: Course) -> None:
    [unread] = collect(course, LESSON.encode(), "xor.md").unread
    assert "nothing but the lesson's own cells; tag the cell with your answer 'xor'" in unread.problem


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"{", "xor.ipynb", "it isn't a notebook, though its name says so"),
        (b"[" * 100_000, "xor.ipynb", "it isn't a notebook"),
        (b"a = 1", "xor.ipynb", "it isn't a notebook"),
        (b'{\n "cells": [\n', "xor.ipynb", "it isn't a notebook: it is cut off or damaged in line 3;"),
        (b"a = 1\nb = 2", "xor.ipynb", "it isn't a notebook, though its name says so"),
        (b'{"worksheets": []}', "xor.ipynb", "it is in format 3, which is too old; open it in Jupyter and save it"),
        (b'{"worksheets": [], "nbformat": 2}', "xor.ipynb", "it is in format 2, which is too old"),
        (b'{"worksheets": 3}', "xor.ipynb", "it isn't in the current notebook format"),
        (b"[]", "xor.ipynb", "it isn't in the current notebook format"),
        (notebook(*[code("a = 1")] * (MOST_CELLS + 1)), "xor.ipynb", "more than 2,000 cells"),
        (b'{"cells": [3, {"cell_type": "code", "source": 7, "metadata": {"tags": 5}}]}', "xor.ipynb", "nothing but"),
        (notebook(text("Only words")), "xor.ipynb", "no code cell"),
        (b"# Notes\n", "notes.md", "no code cell"),
        (notebook(code("a = 1")), "homework.ipynb", "tag each cell that is an answer"),
        (notebook(code("#" * 600_000)), "xor.ipynb", "more than 512 KiB"),
    ],
)
def test_a_notebook_without_an_answer_says_what_to_do(course: Course, data: bytes, name: str, sentence: str) -> None:
    collected = collect(course, data, name)
    assert not collected.submissions
    assert sentence in collected.unread[0].problem


def test_a_notebook_may_have_many_cells(course: Course) -> None:
    assert answers(course, notebook(*[code("a = 1")] * MOST_CELLS))["xor"].count("a = 1") == MOST_CELLS


def test_a_cell_may_be_one_text_and_have_the_line_ends_of_windows(course: Course) -> None:
    cell = {**code("", "xor", "mine"), "source": "a = 1\r\nb = 2\r\n"}
    assert answers(course, notebook(cell)) == {"xor": "a = 1\nb = 2\n"}


def test_the_answer_to_an_exercise_is_that_of_the_file_whatever_it_is_called(course: Course) -> None:
    lesson = course.lessons[0]
    cells = notebook(code("a = 2", "golf-1"), code("a = 1", "xor"))
    assert answer_to(lesson.exercises[0], lesson, cells, "mine.ipynb") == "a = 1\n"
    assert answer_to(lesson.exercises[0], lesson, b"%x\r\na = 1", "mine.py") == "%x\na = 1"


def test_pictures_in_outputs_do_not_make_it_too_large(course: Course) -> None:
    cell = code("a = 1")
    cell["outputs"] = [{"output_type": "display_data", "data": {"image/png": "A" * 2_000_000}}]
    assert answers(course, notebook(cell)) == {"xor": "a = 1\n"}


def test_the_label_that_an_exercise_had_before_still_names_it(tmp_path: Path) -> None:
    text = LESSON.replace(":label: xor\n", ":label: xor\n:was: parity\n")
    renamed = load_course(write_course(tmp_path / "course", {"Chapter": {"both.md": text}}))
    assert answers(renamed, notebook(code("a = 1", "parity")), "homework.ipynb") == {"xor": "a = 1\n"}
    assert answers(renamed, b"a = 2\n", "PARITY.py") == {"xor": "a = 2\n"}
    edited = EDITED.replace(":label: xor", ":label: parity").encode()
    assert answers(renamed, edited, "lesson.md") == {"xor": "a = 1\nb = 2\n"}
    xor = next(exercise for exercise in renamed.exercises if exercise.label == "xor")
    assert answer_to(xor, renamed.lesson_of(xor), notebook(code("a = 3", "parity")), "h.ipynb") == "a = 3\n"
