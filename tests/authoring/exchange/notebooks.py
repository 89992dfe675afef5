"""Notebooks of a few cells, as Jupyter writes them."""

from __future__ import annotations

import json
from typing import Any

Cell = dict[str, Any]


def text(source: str, **more: Any) -> Cell:
    return {"cell_type": "markdown", "metadata": {}, "source": source, **more}


def code(source: str, outputs: list[Any] | None = None, **metadata: Any) -> Cell:
    lines = source.splitlines(keepends=True)
    return {
        "cell_type": "code", "metadata": metadata, "source": lines, "outputs": outputs or [], "execution_count": None,
    }  # fmt: skip


def nbgrader(cell: Cell, grade_id: str, **noted: Any) -> Cell:
    """The cell as nbgrader marks it: `solution=True` for an answer, `grade=True` and `points` for a test."""
    role = {"grade": False, "solution": False, "locked": False, "schema_version": 3, "grade_id": grade_id, **noted}
    return {**cell, "metadata": {**cell["metadata"], "nbgrader": role}}


def notebook(*cells: Cell, **metadata: Any) -> str:
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return json.dumps({"cells": cells, "metadata": kernel | metadata, "nbformat": 4, "nbformat_minor": 4}, indent=1)


SQUARES = '''\
def squares(n):
    """The squares of 1 to n."""
    ### BEGIN SOLUTION
    return [i**2 for i in range(1, n + 1)]
    ### END SOLUTION'''

ASSIGNMENT = notebook(
    text("# Powers"),
    code("import numpy as np"),
    text("---\n## Squares (2 points)\n\nWrite a function that gives the squares."),
    nbgrader(code(SQUARES), "squares", solution=True),
    text("Look at one:"),
    code("squares(3)"),
    nbgrader(
        code("assert squares(1) == [1]\n### BEGIN HIDDEN TESTS\nassert np.sum(squares(2)) == 5\n### END HIDDEN TESTS"),
        "squares-test",
        grade=True,
        points=2,
    ),
    text("## In words\n\nWhat do they sum to?"),
    nbgrader(text("To $n^3 / 3$, about."), "words", solution=True, grade=True, points=1),
)
