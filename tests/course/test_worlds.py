"""The `yaml world` block of an exercise, and what is wrong with one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tuitutor.course.load import load_course
from tuitutor.course.model import Replaced

DATA = """
import numpy as np


def sides(n, seed, world=0):
    return np.zeros((n, 2)), np.zeros(n)


def plain(n, seed):
    return np.zeros((n, 2)), np.zeros(n)
"""
LESSON = """---
title: Sides
---

```{{code-cell}} ipython3
:tags: [setup]
from sklearn.datasets import load_digits
points, digits = 1, load_digits()
side = points
```

```{{exercise-start}} Sides
:label: sides
```
{world}
```{{code-cell}} ipython3
:tags: [starter]
model = None
```

```yaml checks
- accuracy: {{data: {data}, samples: 10, at_least: 0.9{more}}}
```
```{{exercise-end}}
```

```{{solution-start}} sides
```
```{{code-cell}} ipython3
:tags: [solution]
model = 1
```
```{{solution-end}}
```
"""


def block(*lines: str) -> str:
    return "\n".join(["", "```yaml world", *lines, "```", ""])


def read(folder: Path, world: str, data: str = "sides", more: str = "") -> tuple[tuple[Replaced, ...], list[str]]:
    """The world of the exercise, and all problems."""
    (folder / "myst.yml").write_text("project: {id: sides, title: Sides, toc: [{file: sides.md}]}\n")
    (folder / "data.py").write_text(DATA)
    (folder / "sides.md").write_text(LESSON.format(world=world, data=data, more=more))
    course = load_course(folder)
    [exercise] = course.lessons[0].exercises
    return exercise.world, [problem.text for problem in course.all_problems]


def test_it_names_functions_and_what_they_replace(tmp_path: Path) -> None:
    world, problems = read(tmp_path, block("sides: [points, side]", "# a second one", "plain: [_, digits.target]"))
    assert [(replaced.function, replaced.names) for replaced in world] == [
        ("sides", ("points", "side")),
        ("plain", ("_", "digits.target")),
    ]
    assert problems == ["'plain' of data.py takes no world; write 'def plain(n, seed, world=0):'"]


def test_one_name_needs_no_list_and_no_block_means_no_world(tmp_path: Path) -> None:
    world, problems = read(tmp_path, block("sides: points"))
    assert ([replaced.names for replaced in world], problems) == ([("points",)], [])
    assert read(tmp_path, "") == ((), [])


@pytest.mark.parametrize(
    ("world", "data", "more", "message"),
    [
        (block(), "sides", "", "this world replaces nothing"),
        (block("- sides"), "sides", "", "this world replaces nothing"),
        (block("sides: 3"), "sides", "", "in 'world': found '3'; expected text or a list"),
        (block("sides: []"), "sides", "", "in 'world': found an empty name or list"),
        (block("sides: [point]"), "sides", "", "no setup cell of this lesson assigns 'point'; did you mean 'points'?"),
        (block("side: [points]"), "sides", "", "data.py defines no 'side'; did you mean 'sides'?"),
        (block("sides: [points]"), "plain", "", "'plain' of data.py takes no world"),
        (block("sides: [points]") + block("sides: [side]"), "sides", "", "found a second world"),
        ("", "sides", ", in_worlds: {at_least: 0.8}", "found 'in_worlds' in an exercise without a 'yaml world' block"),
    ],
)
def test_every_mistake_is_a_problem(tmp_path: Path, world: str, data: str, more: str, message: str) -> None:
    _, problems = read(tmp_path, world, data, more)
    assert [text for text in problems if message in text]
    assert len(problems) == 1


def test_a_mistake_is_told_with_its_line(tmp_path: Path) -> None:
    read(tmp_path, block("# a ring, say", "plain: points", "sides: 3"))
    [line] = [problem.line for problem in load_course(tmp_path).all_problems if "found '3'" in problem.text]
    assert (tmp_path / "sides.md").read_text().splitlines()[line - 1] == "sides: 3"


def test_it_belongs_in_an_exercise(tmp_path: Path) -> None:
    read(tmp_path, "")
    path = tmp_path / "sides.md"
    text = path.read_text()
    path.write_text(text.replace("```{exercise-start}", block("sides: [points]") + "\n```{exercise-start}"))
    assert [problem.text for problem in load_course(tmp_path).all_problems] == [
        "found a world outside an exercise; put it between its start and end"
    ]
    cell = ":tags: [solution]\nmodel = 1\n```\n"
    path.write_text(text.replace(cell, cell + block("sides: [points]")))
    assert [problem.text for problem in load_course(tmp_path).all_problems] == [
        "found a world in a solution; it belongs in the exercise"
    ]
