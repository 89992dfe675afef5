"""The cell of an exercise that is tagged `measure`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.course.lesson_texts import CHECKS, FRONT, SOLUTION, STARTER, complaints, exercise, line_of, parse
from tuitutor.course.load import load_course
from tuitutor.course.model import MeasureCell


def cell(options: str = ":tags: [measure]", source: str = "wrong = 0") -> str:
    return f"```{{code-cell}} ipython3\n{options}\n\n{source}\n```\n"


CHANGED: list[tuple[str, ...]] = [
    (),
    (cell(),),
    (cell(source="wrong = 1"),),
    (cell(":tags: [measure]\n:model: m"),),
    (cell(":tags: [measure]\n:in-place: true"),),
]


def lesson(*parts: str) -> str:
    return FRONT + exercise(STARTER + "".join(parts) + CHECKS) + SOLUTION


def test_it_is_read_with_what_it_has_drawn() -> None:
    text = lesson(
        cell(":tags: [measure, skip-execution]\n:data: digits\n:samples: 200\n:labels: true", "%time\nwrong = 0")
    )
    read = parse(text)
    assert read.problems == ()
    [found] = read.exercises
    assert found.measure == MeasureCell("# %time\nwrong = 0", line_of(text, "wrong = 0") - 7, "digits", 200, True)
    assert (found.starter, found.prose) == ("model = None", "Do it.")
    assert read.cells == ()


def test_it_needs_no_data_and_may_be_missing() -> None:
    [found] = parse(lesson(cell())).exercises
    assert found.measure is not None
    assert (found.measure.data, found.measure.samples, found.measure.labels) == ("", 0, False)
    assert parse(lesson()).exercises[0].measure is None


def test_it_may_name_its_model_and_its_place() -> None:
    [found] = parse(lesson(cell(":tags: [measure]\n:model: keras.Model(x, g)\n:in-place: true"))).exercises
    assert found.measure is not None
    assert (found.measure.model, found.measure.in_place) == ("keras.Model(x, g)", True)


def test_its_version_is_that_of_before_it_had_more_options() -> None:
    [found] = parse(lesson(cell())).exercises
    assert found.version == "2cde70c7ad19"


def test_a_change_of_it_is_a_change_of_the_checks() -> None:
    versions = {parse(lesson(*parts)).exercises[0].version for parts in CHANGED}
    assert len(versions) == len(CHANGED)
    text = lesson(cell())
    moved = text.replace("```{exercise-start}", "One more sentence.\n\n```{exercise-start}", 1)
    assert moved != text
    assert parse(moved).exercises[0].version == parse(text).exercises[0].version


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (":tags: [measure]\n:data: digits", "needs ':samples:' too"),
        (":tags: [measure]\n:samples: 9", "needs ':samples:' too"),
        (":tags: [measure]\n:data: digits\n:samples: few", "expected a whole number"),
        (":tags: [measure]\n:data: digits\n:samples: 0", "expected a whole number"),
        (":tags: [measure]\n:labels: maybe", "expected true or false"),
        (":tags: [measure]\n:in-place: yes", "found ':in-place: yes'; expected true or false"),
        (":tags: [measure]\n:sample: 9", "sample"),
    ],
)
def test_faulty_options_are_problems(options: str, complaint: str) -> None:
    assert any(complaint in text for _, text in complaints(lesson(cell(options))))


@pytest.mark.parametrize("tags", ["[measure]", "[measure, skip-execution]"])
def test_it_must_be_python(tags: str) -> None:
    text = lesson(cell(f":tags: {tags}", "x = 1\nwrong = ="))
    assert [line for line, _ in complaints(text)] == [line_of(text, "wrong = =")]


def test_there_is_one_and_it_is_in_an_exercise() -> None:
    assert ["second 'measure'" in text for _, text in complaints(lesson(cell(), cell()))] == [True]
    assert ["outside an exercise" in text for _, text in complaints(FRONT + cell())] == [True]
    inside = SOLUTION.replace("Why.", "Why.\n" + cell())
    assert ["in a solution" in text for _, text in complaints(FRONT + exercise() + inside)] == [True]


@pytest.mark.parametrize(("data", "problems"), [("ones", 0), ("twos", 1)])
def test_its_data_must_be_defined(tmp_path: Path, data: str, problems: int) -> None:
    (tmp_path / "myst.yml").write_text("project:\n  id: c\n  title: C\n  toc:\n    - file: one.md\n")
    (tmp_path / "data.py").write_text("def ones(n, seed):\n    return [], []\n")
    (tmp_path / "one.md").write_text(lesson(cell(f":tags: [measure]\n:data: {data}\n:samples: 5")))
    found = load_course(tmp_path).all_problems
    assert len([problem for problem in found if "twos" in problem.text]) == problems
