"""Advice on the course's starters and wrong answers, and what comes of following it: tests/answers/followed.json.

`python -m tests.engine.followed [EXERCISE ...]` runs the answers to all exercises, or to these, and writes the table.
Advice that a program can follow is followed by `follow`, other advice on starters by a person, in
tests/answers/EXERCISE/followed.py.
"""

from __future__ import annotations

import ast
import asyncio
import json
import re
import sys
from collections.abc import Iterable
from typing import TypedDict

from msgspec.structs import replace

from tests.engine.answers import ANSWERS, Answer, answers_to, programs
from tests.engine.grading import PLAIN_ONE, grade
from tests.shipped import shipped_course
from tuitutor.course.folder import default_folder
from tuitutor.course.model import Course, Exercise
from tuitutor.grading.judge import needs_run
from tuitutor.grading.verdicts import Advice, Grade, Verdict
from tuitutor.protocol.limits import Limits
from tuitutor.workers.local import LocalLauncher
from tuitutor.workers.worker import Worker

TABLE = ANSWERS / "followed.json"
STARTER = "starter"
LAYERS = ("Dense", "Conv2D", "Conv1D", "LSTM", "GRU")


class Row(TypedDict):
    """The advice on an answer, who followed it ("program", "person" or "" for nobody), and the checks that this won and
    lost.
    """

    advice: list[str]
    by: str
    won: list[str]
    lost: list[str]


def to_run(course: Course) -> list[tuple[Exercise, Answer]]:
    """The starters of all exercises with a coach, and the wrong answers to them."""
    found = []
    for exercise in course.exercises:
        if course.lesson_of(exercise).coach and exercise.coach and needs_run(exercise):
            answers = answers_to(exercise.label) if exercise.label in programs() else ()
            starter = Answer(Verdict.FAILED, "", text=exercise.starter, name=STARTER)
            found += [(exercise, each) for each in (starter, *answers) if not each.is_right]
    return found


async def row_of(worker: Worker, course: Course, exercise: Exercise, answer: Answer) -> Row | None:
    """What is said of an answer, and what comes of following it; None if nothing is said."""
    options = replace(PLAIN_ONE, limits=Limits(120, 60))
    before = await grade(worker, course, exercise, answer, options)
    if not before.advice:
        return None
    texts = {
        "program": follow(answer.text, before.advice[0]),
        "person": person(exercise) if answer.name == STARTER else None,
    }
    by, text = next(((by, text) for by, text in texts.items() if text), ("", ""))
    row = Row(advice=[each.sentence for each in before.advice], by=by, won=[], lost=[])
    if text:
        after = await grade(worker, course, exercise, replace(answer, text=text), options)
        row["won"], row["lost"] = sorted(passed(after) - passed(before)), sorted(passed(before) - passed(after))
    return row


def passed(grade: Grade) -> set[str]:
    return {result.name for result in grade.results if result.passed}


def person(exercise: Exercise) -> str | None:
    """The starter as a person changed it by the advice."""
    path = ANSWERS / exercise.label / "followed.py"
    return path.read_text() if path.exists() else None


def follow(text: str, advice: Advice) -> str | None:
    """The answer with the change that the advice proposes; None if only a person can make it."""
    renamed = re.search(r"no argument `(\w+)`; it is called `(\w+)`", advice.why)
    if renamed:
        return re.sub(rf"\b{renamed[1]}=", f"{renamed[2]}=", text)
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return None
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    calls.sort(key=lambda call: (call.lineno, call.col_offset))
    hidden = [call for call in calls if _name(call) in LAYERS and _setting(call, "activation") not in _OF_OUTPUTS]
    if "each hidden layer one: Dense(..., activation='relu')" in advice.try_:
        for call in hidden:
            call.keywords.append(ast.keyword("activation", ast.Constant("relu")))
    elif "Train for more than" in advice.try_:
        for call in calls:
            _scale(call, "fit", "epochs", 4)
    elif "fewer units" in advice.try_:
        for call in hidden:
            _scale(call, "Dense", "units", 0.25)
    elif found := re.search(r"^(Raise|Lower) it", advice.try_):
        for call in calls:
            for optimizer in ("Adam", "SGD", "RMSprop"):
                _scale(call, optimizer, "learning_rate", 10 if found[1] == "Raise" else 0.1)
    changed = ast.unparse(tree)
    return changed if changed != ast.unparse(ast.parse(text)) else None


_OF_OUTPUTS = ("softmax", "sigmoid")


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _setting(call: ast.Call, name: str) -> object:
    return next((getattr(each.value, "value", None) for each in call.keywords if each.arg == name), None)


def _scale(call: ast.Call, kind: str, name: str, times: float) -> None:
    """Multiply the argument of a call of that kind, or its first one, if that is a number."""
    if _name(call) != kind:
        return
    named = (each.value for each in call.keywords if each.arg == name)
    value = next(named, call.args[0] if call.args and kind != "fit" else None)
    if isinstance(value, ast.Constant) and isinstance(value.value, int | float):
        value.value = type(value.value)(max(value.value * times, 2 if kind == "Dense" else 0))


async def rows_of(asked: Iterable[tuple[Exercise, Answer]], worker: Worker, course: Course) -> dict[str, Row]:
    """The rows of answers of which something is said."""

    async def row(exercise: Exercise, answer: Answer) -> tuple[str, Row | None]:
        return key(exercise, answer), await row_of(worker, course, exercise, answer)

    rows = await asyncio.gather(*(row(*each) for each in asked))
    return {name: found for name, found in rows if found is not None}


def key(exercise: Exercise, answer: Answer) -> str:
    return f"{exercise.label}/{answer.name}"


def read_table() -> dict[str, Row]:
    table: dict[str, Row] = json.loads(TABLE.read_text()) if TABLE.exists() else {}
    return table


async def main(labels: list[str]) -> None:
    course = shipped_course()
    asked = [each for each in to_run(course) if not labels or each[0].label in labels]
    worker = Worker(LocalLauncher(sys.executable, course=default_folder))
    await worker.start()
    try:
        rows = await rows_of(asked, worker, course)
    finally:
        await worker.close()
    again = {key(*each) for each in asked}
    table = {name: row for name, row in read_table().items() if name not in again and labels} | rows
    TABLE.write_text(json.dumps(dict(sorted(table.items())), indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
