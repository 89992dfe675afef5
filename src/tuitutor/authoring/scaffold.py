"""The template of a new lesson or course, and its line in the table of contents."""

from __future__ import annotations

import json
import re

import yaml
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from tuitutor.course.folder import FILE
from tuitutor.errors import CourseError

DATA = '''\
"""The course's hidden data. A function here draws samples that learners never see; only graders run it.

It takes the number of samples and a seed, and returns features of shape (n, ...) and labels of shape (n,). A check
names it: `accuracy: {data: circle, samples: 1000, at_least: 0.9}`. Others' answers are graded in a world: other data of
the same kind, which only those who learn from it can know. World 0 is the lesson's own.
"""

import numpy as np


def circle(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Points of a square, shape (n, 2), and whether each lies within a circle: 0 or 1, shape (n,).

    In each other world the circle is elsewhere.
    """
    points = np.random.default_rng(seed).uniform(-1, 1, (n, 2))
    angle = np.random.default_rng(world).uniform(0, 2 * np.pi)
    middle = 0.6 * np.array([np.cos(angle), np.sin(angle)]) if world else np.zeros(2)
    return points, (np.linalg.norm(points - middle, axis=1) < 0.8).astype(int)
'''

_COURSE = """\
version: 1
project:
  id: {id}
  title: {title}
  toc:
    - file: {lesson}.md
"""

_WORLD = "```yaml world\ncircle: [points, inside]\n```\n\n"
_HIDDEN = "- accuracy: {data: circle, samples: 1000, at_least: 0.9}\n  name: hidden accuracy\n"
_HISTORY = "- history: {accuracy: {last: {at_least: 0.9}}}\n  name: accuracy\n"

JUPYTER = """\
jupytext:
  text_representation:
    extension: .md
    format_name: myst
    format_version: 0.13
kernelspec:
  display_name: Python 3
  language: python
  name: python3
"""
"""The part of the front matter for Jupyter."""

_LESSON = """\
---
title: {title}
summary: One sentence on what a learner can do afterwards.
minutes: 10
objectives:
  - What a learner can do afterwards
{jupyter}---

# {title}

Say what this is about, in a few short paragraphs with some $maths$ where it helps.

A cell tagged `setup` runs before each exercise too, so it is the place for imports and data:

```{{code-cell}} ipython3
:tags: [setup]

import numpy as np

points = np.random.default_rng(1).uniform(-1, 1, (2000, 2))
inside = (np.linalg.norm(points, axis=1) < 0.8).astype(int)
```

Any other cell is there to be run and changed:

```{{code-cell}} ipython3
print(f"{{inside.mean():.0%}} of the points lie within the circle")
```

Items to recall aren't shown here; they come back days later:

```yaml recall
id: {lesson}-parameters
ask: How many parameters has a `Dense` layer of {{units}} units on {{inputs}} inputs?
variants:
  units: [16, 32, 8]
  inputs: [2, 4, 10]
number: inputs * units + units
wrong:
  inputs * units: These are the weights. Each unit has a bias, too.
```

```yaml recall
id: {lesson}-one-line
ask: A single `Dense` layer tells 79 % of the points in and around a circle right. What helps?
choices:
  a hidden layer with an activation: true
  more epochs, with the same layer: One layer draws one straight line, however long it trains.
  twice as many points to train on: The line is as good as a line can be; more points don't bend it.
```

```{{exercise-start}} Inside or outside?
:label: {label}
```

Train a `model` that tells whether a point lies within the circle, for **90 %** of the points.

- `points` (2000 × 2) and `inside` (2000) are ready for use.
- The model has one output, and its accuracy is measured while it trains.

```{{code-cell}} ipython3
:tags: [starter]

import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(2,)),
    Dense(1, activation="sigmoid"),
])
model.compile(
    loss="binary_crossentropy",
    optimizer=keras.optimizers.Adam(0.01),
    metrics=["accuracy"],
)
history = model.fit(points, inside, epochs=20, verbose=0)
```

{world}```yaml checks
- output_shape: 1
  name: one output
  feedback: Let the last layer have 1 unit with sigmoid.
{score}  needs: [one output]
  points: 2
  feedback: No straight line goes around a circle. What can bend it?
```

```{{hint}}
Which points does the model get wrong? Could any single layer do better?
```

```{{hint}}
Put a hidden layer with an activation such as "tanh" before the last one.
```

```{{exercise-end}}
```

```{{solution-start}} {label}
```

```{{code-cell}} ipython3
:tags: [solution]

import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(2,)),
    Dense(16, activation="tanh"),
    Dense(1, activation="sigmoid"),
])
model.compile(
    loss="binary_crossentropy",
    optimizer=keras.optimizers.Adam(0.01),
    metrics=["accuracy"],
)
history = model.fit(points, inside, epochs=20, verbose=0)
```

Say why it works: a single layer draws one straight line, and sixteen units draw sixteen, which go around the circle.

```{{solution-end}}
```
"""


def in_words(name: str) -> str:
    """A title made from a name."""
    words = re.sub(r"[-_]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def lesson_text(lesson_id: str, title: str, *, hidden_data: bool) -> str:
    """A complete lesson with an exercise, as a template. Its starter fails and its solution passes.

    With `hidden_data` the model is scored on the `circle` of `DATA`, else by its training history.
    """
    parts = {"world": _WORLD, "score": _HIDDEN} if hidden_data else {"world": "", "score": _HISTORY}
    return _LESSON.format(jupyter=JUPYTER, title=in_yaml(title), lesson=lesson_id, label=f"{lesson_id}-inside", **parts)


def course_text(course_id: str, title: str, lesson_id: str) -> str:
    """A `myst.yml` with one lesson."""
    return _COURSE.format(id=course_id, title=in_yaml(title), lesson=lesson_id)


def with_lesson(myst: str, lesson_id: str) -> str:
    """A `myst.yml` with one more lesson at the end of its last chapter; all other text stays the same.

    `myst` is valid for `read_toc`. Raises `CourseError` if there is no place that is safe to write to.
    """
    try:
        toc = _toc(yaml.compose(myst, Loader=yaml.SafeLoader))
        last = value_of(toc.value[-1], "children")  # of a chapter; a lesson has none
        items = last if isinstance(last, SequenceNode) and last.value else toc
        if items.flow_style:
            end = items.end_mark.index - 1  # before the bracket
            written = f"{myst[:end].rstrip()}, {{file: {lesson_id}.md}}{myst[end:]}"
        else:
            lines = myst.split("\n")
            at = _last_line(items) + 1
            ending = "\r" if lines[0].endswith("\r") else ""
            if at == len(lines) and ending:
                lines[-1] += ending
            lines.insert(at, f"{' ' * items.start_mark.column}- file: {lesson_id}.md{ending}")
            written = "\n".join(lines)
        if _names(written) == [*_names(myst), f"{lesson_id}.md"]:
            return written
    except (yaml.YAMLError, LookupError):
        pass
    raise CourseError(f"{FILE} is written in a way that is not safe to add to; add the line '- file: {lesson_id}.md'")


def in_yaml(text: str) -> str:
    """A text as a YAML value on one line."""
    return text if re.fullmatch(r"[A-Za-z][\w ,.()'-]*[\w.)]|[A-Za-z]", text) else json.dumps(text, ensure_ascii=False)


def _toc(root: Node | None) -> SequenceNode:
    project = value_of(root, "project")
    toc = value_of(project, "toc")
    if not isinstance(toc, SequenceNode):
        raise LookupError("toc")
    return toc


def value_of(node: Node | None, key: str) -> Node | None:
    """The value of a key in a YAML mapping; None if there is no such key, or no mapping."""
    pairs = node.value if isinstance(node, MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)


def _last_line(node: Node) -> int:
    """The last line of a node, without comments after it."""
    if not isinstance(node, CollectionNode) or node.flow_style or not node.value:
        return int(node.end_mark.line)
    last = node.value[-1]
    return _last_line(last[1] if isinstance(last, tuple) else last)


def _names(myst: str) -> list[str]:
    """The files that a toc names, in order."""
    names: list[str] = []

    def walk(node: Node | None) -> None:
        for item in node.value if isinstance(node, SequenceNode) else []:
            file = value_of(item, "file")
            names.extend([file.value] if isinstance(file, ScalarNode) else [])
            walk(value_of(item, "children"))

    walk(_toc(yaml.compose(myst, Loader=yaml.SafeLoader)))
    return names
