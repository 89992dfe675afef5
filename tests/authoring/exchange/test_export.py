"""A lesson becomes a notebook and the same lesson again; what was changed in Jupyter meanwhile is in it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tests.shipped import shipped_course
from tests.small_course import cell, exercise, lesson
from tuitutor.authoring.exchange.export import notebook_text, read_export
from tuitutor.classroom.submissions.notebooks import answer_in, answered, cells_of
from tuitutor.course.markdown import parse_lesson
from tuitutor.course.model import Chapter, Course, Exercise, Lesson

LESSONS = shipped_course().lessons
PATH = Path("made.md")
HINT = "<details><summary>Hint</summary>\n\n{}\n\n</details>"


def exported(text: str, *, solutions: bool = True) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(notebook_text(text, parse_lesson(text, PATH), solutions=solutions))
    return document


def back(document: dict[str, Any]) -> str:
    return read_export(nbformat.reads(json.dumps(document), nbformat.NO_CONVERT))  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_each_lesson_comes_back_to_the_letter(lesson: Lesson) -> None:
    text = lesson.path.read_text(encoding="utf-8")
    document = json.loads(notebook_text(text, lesson, solutions=True))
    nbformat.validate(document)
    assert back(document) == text.rstrip("\n") + "\n"


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_without_solutions_nothing_else_is_lost_and_none_is_in_it(lesson: Lesson) -> None:
    text = lesson.path.read_text(encoding="utf-8")
    written = notebook_text(text, lesson, solutions=False)
    again = parse_lesson(back(json.loads(written)), lesson.path)
    alone = parse_lesson(text, lesson.path)  # versions in a course tell of its files, too
    assert without_solutions(again) == without_solutions(alone)
    whys = [exercise.explanation for exercise in lesson.exercises if exercise.explanation]
    assert not [why for why in whys if json.dumps(why, ensure_ascii=False)[1:-1] in written]


def without_solutions(lesson: Lesson) -> Lesson:
    """The lesson as it is wherever its lines stand, with no solution."""
    blocks = (
        asked_by(block) if isinstance(block, Exercise) else structs.replace(block, line=0) for block in lesson.blocks
    )
    items = tuple(structs.replace(item, line=0) for item in lesson.items)
    return structs.replace(lesson, blocks=tuple(blocks), items=items, problems=())


def asked_by(exercise: Exercise) -> Exercise:
    checks = tuple(structs.replace(check, line=0) for check in exercise.checks)
    measure = structs.replace(exercise.measure, line=0) if exercise.measure else None
    variants = tuple(map(asked_by, exercise.variants))
    public = structs.replace(exercise, solution="", explanation="")
    world = tuple(structs.replace(replaced, line=0) for replaced in exercise.world)
    return structs.replace(public, line=0, checks=checks, measure=measure, world=world, variants=variants)


WORDS = [
    "Words, *marked*.\n\n- a list",
    "```{note}\nMind the `gap`.\n```",
    ":::{tip} Short\n:::",
    "See [there][t] and $x^2$.",
    "[t]: https://example.org/t",
    "% a comment",
    "(here)=\n## A heading",
    "<b>bold</b><br>\nand on",
    "```python\nx = 1\n```",
    "```{hint}\nNo exercise has me.\n```",
    "+++",
    cell("x = 1"),
    cell("%matplotlib inline\nx = 2", "setup"),
    cell("1 / 0", "skip-execution, raises-exception"),
    "```{code-cell} python\n---\ntags: [setup]\n---\ny = '```'\n```",
    "````{code-cell} ipython3\nz = '''\n```\n'''\n````",
    "```{code-cell} ipython3\n```",
]
ASKED = exercise(
    "What?", "what", "Say.", starter="", checks="- question: {number: 7}", hints=[], solution="", why="So."
)
TRAINED = exercise(
    "Do it",
    "do-it",
    "Make `x` 3.\n\n```{note}\nNot 4.\n```",
    starter="x = 2",
    checks="- variable: {x: {equals: 3}}\n  name: three",
    hints=["Try `+`.", "```python\nx + 1\n```"],
    solution="x = 3",
    why="One more.",
).replace("```{hint}\n```python\nx + 1\n```\n```", "````{hint}\n```python\nx + 1\n```\n````")
TRAINED = TRAINED.replace("```yaml", cell("w = x", "measure, skip-execution") + "\n\n```yaml")
ASKED = ASKED.replace(cell("", "starter") + "\n\n", "").replace(cell("", "solution") + "\n\n", "")


@given(st.lists(st.sampled_from([*WORDS, ASKED, TRAINED]), max_size=6))
def test_any_lesson_comes_back(parts: list[str]) -> None:
    text = lesson("Made", "Made of parts.", *parts)
    assert back(exported(text)) == text


def test_learners_see_no_directive_and_no_check() -> None:
    text = lesson("Made", "Made.", *WORDS[:2], ASKED, TRAINED)
    sources = [cell["source"] for cell in exported(text, solutions=False)["cells"]]
    assert not [
        source for source in sources if re.search(r"\{(note|exercise|hint)|equals|w = x|x = 3|One more", source)
    ]
    assert sources[1:4] == ["## Exercise: What?", "Say.", "# answer: "]
    assert sources[-2:] == [
        HINT.format("Try `+`."),
        HINT.format("```python\nx + 1\n```"),
    ]


def test_a_solution_is_shown_where_it_is_wanted() -> None:
    sources = [cell["source"] for cell in exported(lesson("Made", "Made.", TRAINED))["cells"]]
    assert sources[-3:] == ["### Solution", "x = 3", "One more."]


VARIED = exercise(
    "Do it",
    "do-3",
    "Make `x` 3.\n\n```yaml variants\nx: [3, 5]\nreason: [One, Three]\n```",
    starter="x = 2  # not 3",
    checks="- variable: {x: {equals: 3}}",
    hints=["Not 4, but 3."],
    solution="x = 3",
    why="One more.",
)


def test_a_learners_notebook_shows_their_variant_and_a_teachers_is_as_the_file() -> None:
    text = lesson("Made", "Made.", "The 3 stays.", VARIED)
    course = Course("c", "C", Path(), (Chapter("", (parse_lesson(text, PATH),)),), "")
    second = next(
        found for name in "abcdefgh" if str((found := course.drawn_for(name)).exercises[0].drawn) == "variant 2 of 2"
    )
    made = notebook_text(text, second.lessons[0], solutions=False)
    cells = [cell["source"] for cell in json.loads(made)["cells"]]
    assert cells == [
        "# Made\n\nThe 3 stays.",
        "## Exercise: Do it",
        "Make `x` 5.",
        "x = 2  # not 5",
        HINT.format("Not 4, but 5."),
    ]
    whole = notebook_text(text, second.lessons[0], solutions=True)
    assert "Make `x` 3." in [cell["source"] for cell in json.loads(whole)["cells"]]
    assert back(json.loads(whole)) == text
    assert back(json.loads(made)) == text[: text.index("```{solution-start}")].rstrip() + "\n"


def test_an_answer_written_in_jupyter_is_found_when_it_is_handed_in() -> None:
    text = lesson("Made", "Made.", cell("x = 1"), TRAINED, ASKED)
    made = parse_lesson(text, PATH)
    document = exported(text, solutions=False)
    for entry in document["cells"]:
        entry["source"] = {"x = 2": "x = 1 + 2", "# answer: ": "# answer: 7"}.get(entry["source"], entry["source"])
    cells = cells_of("made.ipynb", json.dumps(document))
    exercises = {exercise.label: exercise for exercise in made.exercises}
    assert answered(cells, exercises, dict.fromkeys(exercises, made)) == ["do-it", "what"]
    assert [answer_in(cells, exercise, made) for exercise in made.exercises] == ["x = 1 + 2\n", "# answer: 7\n"]


def test_what_was_changed_in_jupyter_comes_back() -> None:
    text = lesson("Made", "Made.", "Words.", cell("x = 1"), TRAINED)
    document = exported(text)
    changed = {
        "# Made\n\nWords.": "# Made\n\nOther **words**.",
        "x = 1": "import math",
        "## Exercise: Do it": "## Exercise: Do that",
        HINT.format("Try `+`."): HINT.format("Add."),
    }
    for entry in document["cells"]:
        entry["source"] = changed.get(entry["source"], entry["source"])
    starter = next(cell for cell in document["cells"] if cell["source"] == "x = 2")
    starter["source"] = "x = 0"
    document["cells"].append(
        {"cell_type": "code", "id": "new", "metadata": {}, "source": "new", "outputs": [], "execution_count": 1}
    )
    text = back(document)
    made = parse_lesson(text, PATH)
    assert made.problems == ()
    assert "Other **words**." in text
    assert [cell.source for cell in made.cells] == ["import math", "new"]
    [changed_exercise] = made.exercises
    assert (changed_exercise.title, changed_exercise.starter, changed_exercise.hints[0]) == ("Do that", "x = 0", "Add.")


def test_tags_that_were_changed_in_jupyter_come_back() -> None:
    document = exported(lesson("Made", "Made.", cell("x = 1"), cell("x = 2", "setup")))
    first, second = (cell for cell in document["cells"] if cell["cell_type"] == "code")
    first["metadata"]["tags"] = ["raises-exception"]
    second["metadata"]["tags"] = []
    assert [set(cell.tags) for cell in parse_lesson(back(document), PATH).cells] == [{"raises-exception"}, set()]
