"""Cheats that compute nothing: no answer, the starter, a cell of the lesson, results typed in."""

from __future__ import annotations

from collections.abc import Iterator

from tuitutor.authoring.attack.shortcuts import ten_times
from tuitutor.authoring.attack.target import CheatProgram, Target
from tuitutor.authoring.edits import made, models_in, with_other_fits, with_what_it_needs, written_out
from tuitutor.course.checks import Held, Stdout, Variable
from tuitutor.grading.judge import needs_run


def nothing(target: Target) -> Iterator[CheatProgram]:
    if needs_run(target.exercise):
        yield CheatProgram("pass")


def starter(target: Target) -> Iterator[CheatProgram]:
    yield CheatProgram(target.exercise.starter)


def longer(target: Target) -> Iterator[CheatProgram]:
    if source := with_other_fits(target.exercise.starter, ten_times):
        yield CheatProgram(source)


def copied(target: Target) -> Iterator[CheatProgram]:
    """Each cell of the lesson that makes a variable that the grader looks at, or a model with another name."""
    cells = [cell for cell in target.lesson.cells if not cell.tags & {"setup", "skip-execution", "raises-exception"}]
    sources, wanted = [cell.source for cell in cells], target.looked_at
    for index, cell in enumerate(cells):
        models = models_in(cell.source) if "model" in wanted else []
        if not models and not made(cell.source) & wanted:
            continue
        source = with_what_it_needs(sources, index)
        if models and models[0] != "model":
            source += f"\nmodel = {models[0]}"
        yield CheatProgram(source, f"line {cell.line}")


# ---- typed in -------------------------------------------------------------------------------


def typed(target: Target) -> Iterator[CheatProgram]:
    """The solution, with one of its results as a literal at the end."""
    for name in sorted(typed_names(target)):
        if (code := target.values.get(name)) is not None:
            yield CheatProgram(f"{target.exercise.solution}\nimport numpy as np\n{name} = {code}", name)


def typed_names(target: Target) -> set[str]:
    """The results that could be typed in: what the grader looks at, except `model` and what the solution writes."""
    return target.looked_at - written_out(target.exercise.solution) - {"model"}


def shaped(target: Target) -> Iterator[CheatProgram]:
    """The solution, with zeros of the wanted shape and dtype in place of one of its results."""
    for name, held in _wanted(target).items():
        if name in target.looked_at and any(each.shape for each in held):
            yield CheatProgram(f"{target.exercise.solution}\nimport numpy as np\n{name} = {_zeros(held)}", name)


def made_up(target: Target) -> Iterator[CheatProgram]:
    """The starter, with all variables that the checks ask for."""
    if wanted := _wanted(target):
        lines = [f"{name} = {_literal(held)}" for name, held in wanted.items()]
        yield CheatProgram("\n".join([target.exercise.starter, "import numpy as np", *lines]))


def _wanted(target: Target) -> dict[str, list[Held]]:
    """What the checks ask of each variable."""
    wanted: dict[str, list[Held]] = {}
    for kind in target.checks(Variable):
        wanted.setdefault(kind.name, []).append(kind.held)
    return wanted


def _literal(held: list[Held]) -> str:
    numbers = [number for each in held for number in (each.equals, each.at_least, each.at_most) if number is not None]
    if numbers:
        return repr(numbers[0])
    return _zeros(held) if any(each.shape or each.dtype for each in held) else "1"


def _zeros(held: list[Held]) -> str:
    shape = next((each.shape for each in held if each.shape), ())
    dtype = next((each.dtype for each in held if each.dtype), "float32")
    return f"np.zeros({tuple(size or 1 for size in shape)!r}, {dtype!r})"


def printed(target: Target) -> Iterator[CheatProgram]:
    if target.asks(Stdout) and target.printed.strip():
        yield CheatProgram(f"{target.exercise.starter}\nprint({target.printed!r})")
