"""Proposes checks for an exercise, in YAML: what its solution does."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

from tuitutor.coach.code import argument
from tuitutor.course.findings import Findings
from tuitutor.course.python_cells import plain_python
from tuitutor.course.schema import read_checks
from tuitutor.grading.syntax import parse

_CHOICE = re.compile(r"^\s*(?:[*-]|\d+\.)?\s*\**([A-H])\**\s*[:.)]\s", re.MULTILINE)
_RIGHT = re.compile(r"\b(?:[Aa]nswer|[Cc]orrect)\b\W+(?:is\W+)?([A-H])\b")
_MOST = 3  # the most variables, and the most calls, to propose


def proposals(solution: str, starter: str, prose: str, explanation: str) -> list[str]:
    """Checks as YAML, each with its "- " and valid by itself.

    Without a solution in code it is a question, with the choices in the prose.
    """
    found = list(_of_code(solution, starter)) if solution.strip() else [_question(prose, explanation)]
    sound = []
    for check in dict.fromkeys(found):
        findings = Findings(Path("proposed"))
        read_checks(check, 1, findings)
        sound += [] if findings.problems else [check]
    return sound


def _question(prose: str, explanation: str) -> str:
    choices = list(dict.fromkeys(_CHOICE.findall(prose)))
    if len(choices) < 2:
        return "- question: {choices: [the right answer, a wrong one], answer: the right answer}"
    said = [*_RIGHT.findall(explanation), *_CHOICE.findall(explanation)]
    right = next((letter for letter in said if letter in choices), None)
    asked = f"- question: {{choices: [{', '.join(choices)}], answer: {right or choices[0]}}}"
    return asked if right else f"{asked} # which is right?"


def _of_code(solution: str, starter: str) -> Iterator[str]:
    parsed = (parse(plain_python(each)[0]) for each in (solution, starter))
    tree, before = (each if isinstance(each, ast.Module) else None for each in parsed)
    if tree is None:
        return
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    yield from _variables(tree)
    if any(_name(call) in ("Sequential", "Model") for call in calls):
        yield "- built_from: layers"
    dense = max((call for call in calls if _name(call) == "Dense"), key=lambda call: call.lineno, default=None)
    match argument(dense, "units", 0) if dense is not None else None:
        case ast.Constant(value=int(count)) if not isinstance(count, bool):
            yield f"- output_shape: {count}"
    yield from _training(calls)
    known = {_name(node) for node in ast.walk(before) if isinstance(node, ast.Call)} if before else set()
    new = [name for name in dict.fromkeys(map(_name, calls)) if name and name not in known and name.islower()]
    if new:
        yield f"- source: {{calls: [{', '.join(new[:_MOST])}]}}"


def _variables(tree: ast.Module) -> Iterator[str]:
    """The last variables that are assigned, with their value if it is a literal."""
    values: dict[str, str] = {}
    for node in tree.body:
        match node:
            case ast.Assign(
                targets=[ast.Name(id=name)], value=ast.Constant(value=bool() | int() | float() | str() as it)
            ):
                values[name] = f"{{equals: {json.dumps(it)}}}"
            case ast.Assign(targets=[ast.Name(id=name)]) if name not in ("model", "history"):
                values[name] = "{}"
    for name, wanted in list(values.items())[-_MOST:]:
        yield f"- variable: {{{name}: {wanted}}}"


def _training(calls: list[ast.Call]) -> Iterator[str]:
    for call in calls:
        if _name(call) == "compile":
            words = {key: argument(call, key) for key in ("loss", "optimizer")}
            given = [
                f"{key}: {word.value}"
                for key, word in words.items()
                if isinstance(word, ast.Constant) and isinstance(word.value, str)
            ]
            if given:
                yield f"- compiled: {{{', '.join(given)}}}"
        elif _name(call) == "fit":
            epochs = argument(call, "epochs")
            yield "- trained: fit"
            if isinstance(epochs, ast.Constant) and isinstance(epochs.value, int):
                yield f"- fit: {{epochs: {{at_most: {epochs.value}}}}}"
            yield "- history: {loss: {falls: true}}"


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""
