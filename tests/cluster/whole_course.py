"""A course of five exercises with files of its own, for a class that is marked; and what each kind of answer is worth.

The points were worked out by hand, from the text of the exercises. Nothing here asks the code that grades.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.small_course import cell, exercise, lesson

OUT_OF = {"price": 6, "cost": 3, "biases": 4, "net": 5, "essay": 4}
TITLES = {
    "price": "Prices of houses",
    "cost": "A house of 100 square metres",
    "biases": "Weights and biases",
    "net": "Three units",
    "essay": "Two curves",
}

_FIT = """\
import csv

with open("data/houses.csv", newline="") as file:
    rows = [(float(row["area"]), float(row["price"])) for row in csv.DictReader(file)]
n = len(rows)
"""
_RIGHT_FIT = f"""{_FIT}mean_x, mean_y = sum(x for x, _ in rows) / n, sum(y for _, y in rows) / n
slope = sum((x - mean_x) * (y - mean_y) for x, y in rows) / sum((x - mean_x) ** 2 for x, _ in rows)
intercept = mean_y - slope * mean_x
"""
_MEASURE = """\
import csv

with open("hidden/houses.csv", newline="") as file:
    sold = [(float(row["area"]), float(row["price"])) for row in csv.DictReader(file)]
missed = max(abs(slope * area + intercept - price) for area, price in sold)"""
_NET = """\
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input(shape=(4,)), Dense({units}{activation})])
"""


@dataclass(frozen=True)
class Worth:
    """An answer, and its verdict and points."""

    text: str
    verdict: str
    points: float


ANSWERS: dict[str, dict[str, Worth]] = {
    "price": {
        "right": Worth(_RIGHT_FIT, "passed", 6),
        "guessed": Worth(f"{_FIT}slope, intercept = 2, 10\n", "failed", 2),
        "peeks": Worth(f'{_RIGHT_FIT}open("hidden/houses.csv").read()\n', "failed", 0),
        "absent": Worth(_RIGHT_FIT.replace("data/houses.csv", "houses.csv"), "failed", 0),
        "unreadable": Worth("n = 12  # Gr\u00f6\u00dfe", "unreadable", 0),
    },
    "cost": {
        "right": Worth("cost = slope * 100 + intercept\n", "passed", 3),
        "wrong": Worth("cost = slope * 100\n", "failed", 0),
    },
    "biases": {
        "right": Worth("# answer: {right}\n", "passed", 4),
        "wrong": Worth("# answer: {without_biases}\n", "failed", 0),
    },
    "net": {
        "right": Worth(_NET.format(units=3, activation=', activation="relu"'), "passed", 5),
        "linear": Worth(_NET.format(units=3, activation=""), "failed", 2),
        "larger": Worth(_NET.format(units=8, activation=', activation="relu"'), "failed", 0),
        "misspelt": Worth("model = (\n", "failed", 0),
    },
    "essay": {
        "right": Worth('print("It is overfitting: the gap grows. Stop early.")\n', "passed", 4),
        "wrong": Worth('print("I do not know.")\n', "failed", 0),
    },
}

BIASES = {"4": ("15", "12"), "6": ("21", "18"), "9": ("30", "27")}
"""By the number of features in a learner's own text: the weights of `Dense(3)` with its biases, and without."""


def write_whole_course(folder: Path) -> Path:
    """Write the course that the class is graded with."""
    for name, text in {
        "myst.yml": "project:\n  id: houses\n  title: Houses\n  toc:\n    - file: houses.md\n    - file: networks.md\n",
        "houses.md": lesson("Houses", "A line through prices.", "Prices are in `data/houses.csv`.", _price(), _cost()),
        "networks.md": lesson("Networks", "Small ones.", "Count, build and explain.", _biases(), _net(), _essay()),
        "data/houses.csv": "area,price\n" + "".join(f"{area},{3 * area + 50}\n" for area in range(40, 160, 10)),
        "hidden/houses.csv": "area,price\n200,650\n300,950\n",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def as_it_was(folder: Path) -> None:
    """Turn the course into that of an earlier release: one exercise asks for less, and another has another label."""
    path = folder / "networks.md"
    text = path.read_text(encoding="utf-8").replace("\n:was: bias-count", "").replace("biases\n", "bias-count\n")
    path.write_text(text.replace("total: 15", "total: {at_most: 15}"), encoding="utf-8")


def _price() -> str:
    checks = """\
- variable: {n: {equals: 12}}
  name: rows
  points: 2
- variable: {missed: {at_most: 1}}
  name: houses that nobody has seen
  points: 4"""
    return exercise(
        TITLES["price"],
        "price",
        "Read `data/houses.csv` and fit `price = slope * area + intercept`. Leave the number of rows in `n`.",
        starter="n = slope = intercept = None",
        checks=f"{checks}\n```\n\n{cell(_MEASURE, 'measure, skip-execution').removesuffix('```').rstrip()}",
        hints=["The means help."],
        solution=_RIGHT_FIT.rstrip(),
        why="Least squares.",
    )


def _cost() -> str:
    return exercise(
        TITLES["cost"],
        "cost\n:after: price",
        "What does a house of 100 square metres cost? Leave it in `cost`.",
        starter="cost = None",
        checks="- variable: {cost: {equals: 350, within: 1}}\n  name: cost\n  points: 3",
        hints=[],
        solution="cost = slope * 100 + intercept",
        why="On the line.",
    ).replace("{solution-start} cost\n:after: price", "{solution-start} cost")


def _biases() -> str:
    table = "features: [4 features, 6 features, 9 features]\nweights: [15, 21, 30]"
    return exercise(
        TITLES["biases"],
        "biases\n:was: bias-count",
        f"How many weights has `Dense(3)` on 4 features?\n\n```yaml variants\n{table}\n```",
        starter="# answer:",
        checks="- question: {number: 15}\n  name: count\n  points: 4",
        hints=[],
        solution="# answer: 15",
        why="One more for each unit.",
    ).replace("{solution-start} biases\n:was: bias-count", "{solution-start} biases")


def _net() -> str:
    checks = """\
- layers: [{Dense: {units: 3, activation: relu}}]
  points: 3
- params: {total: 15}
  points: 2"""
    return exercise(
        TITLES["net"],
        "net",
        "Build a layer of three `relu` units on four features.",
        starter="model = None",
        checks=checks,
        hints=[],
        solution=ANSWERS["net"]["right"].text.rstrip(),
        why="That is all.",
    )


def _essay() -> str:
    checks = """\
- stdout: {matches: overfit}
  name: names it
  points: 4"""
    return exercise(
        TITLES["essay"],
        "essay",
        "The training loss falls and the validation loss rises. Print what that means.",
        starter="print()",
        checks=checks,
        hints=[],
        solution=ANSWERS["essay"]["right"].text.rstrip(),
        why="It is.",
    )
