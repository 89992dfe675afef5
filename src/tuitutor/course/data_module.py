"""The course's `data.py`, read and never run: the functions that it defines, and whether they fit the checks."""

from __future__ import annotations

import ast
import os
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field

from tuitutor.course.checks import HiddenScore
from tuitutor.course.findings import Findings, read_text
from tuitutor.course.folder import DATA_FILE, is_outside
from tuitutor.course.model import Exercise, Lesson, Problem
from tuitutor.course.python_cells import assigned, syntax_fault
from tuitutor.spelling import suggestion


class DataModule(Struct, frozen=True):
    """A data module. `names` maps the names at its top level to the reason why a call of them fails, or "".

    `names` is None if the file is broken; `is_there` says whether the file exists. `with_worlds` are the functions that
    take a world.
    """

    source: str = ""
    names: Mapping[str, str] | None = field(default_factory=dict)
    with_worlds: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    is_there: bool = True


def read_data(path: Path) -> DataModule:
    """The module at the path. Never raises: a missing file defines nothing, a broken one is a problem."""
    if not os.path.lexists(path):
        return DataModule(is_there=False)
    findings = Findings(path)
    if is_outside(path, path.parent):
        findings.add(1, "is outside the course's folder")
        return DataModule("", None, problems=findings.sorted())
    source = read_text(path, findings)
    fault = syntax_fault(source)
    if fault is not None:
        findings.add(fault.line, f"this isn't valid Python: {fault.text}")
    if findings.problems:
        return DataModule(source, None, problems=findings.sorted())
    names, with_worlds = _defined(source)
    return DataModule(source, names, with_worlds)


def functions_asked(exercise: Exercise) -> list[tuple[str, int]]:
    """The functions that an exercise's checks and its `measure` cell call, with the lines that name them."""
    functions = [(check.kind.data, check.line) for check in exercise.checks if isinstance(check.kind, HiddenScore)]
    if exercise.measure is not None and exercise.measure.data:
        functions.append((exercise.measure.data, exercise.measure.line))
    return functions


def unfit_data(lesson: Path, exercise: Exercise, data: DataModule) -> Iterator[Problem]:
    """Problems with the functions that an exercise calls."""
    for name, line in functions_asked(exercise) if data.names is not None else ():
        if text := _unfit(name, data):
            yield Problem(lesson, line, text)


def unfit_world(lesson: Lesson, exercise: Exercise, data: DataModule) -> Iterator[Problem]:
    """Problems with an exercise's other worlds."""
    if not exercise.world:
        for check in exercise.checks:
            if isinstance(check.kind, HiddenScore) and check.kind.in_worlds is not None:
                text = "found 'in_worlds' in an exercise without a 'yaml world' block; add one, or leave the bound out"
                yield Problem(lesson.path, check.line, text)
        return
    if data.names is None:
        return
    bound = {name for cell in lesson.setup for name in assigned(cell.source)}
    for replaced in exercise.world:
        if text := _unfit(replaced.function, data):
            yield Problem(lesson.path, replaced.line, text)
        for name in replaced.names:
            if name != "_" and (root := name.partition(".")[0]) not in bound:
                text = f"no setup cell of this lesson assigns '{root}'; {suggestion(root, sorted(bound))}"
                yield Problem(lesson.path, replaced.line, text)
    functions = [(replaced.function, replaced.line) for replaced in exercise.world]
    for function, line in functions + functions_asked(exercise):
        if not data.names.get(function, "missing") and function not in data.with_worlds:
            text = f"'{function}' of {DATA_FILE} takes no world; write 'def {function}(n, seed, world=0):'"
            yield Problem(lesson.path, line, text)


def _unfit(name: str, data: DataModule) -> str:
    names = data.names or {}
    if not data.is_there:
        return f"there is no {DATA_FILE} beside myst.yml to define '{name}'; write 'def {name}(n, seed):' there"
    if name not in names:
        fit = sorted(other for other, wrong in names.items() if not wrong)
        return f"{DATA_FILE} defines no '{name}'; {suggestion(name, fit)}"
    return names[name]


# ---- the module's names


def _defined(source: str) -> tuple[dict[str, str], frozenset[str]]:
    """The names at a module's top level, with the reason why a call of them fails or "", and the functions that take a
    world.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        body = ast.parse(source).body
    names: dict[str, str] = {}
    functions: dict[str, ast.arguments] = {}
    for node in _statements(body):
        match node:
            case ast.FunctionDef(name=name):
                names[name], functions[name] = _unfit_arguments(name, node), node.args
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda() as function):
                names[name], functions[name] = _unfit_arguments(name, function), function.args
            case ast.AsyncFunctionDef(name=name):
                names[name] = _no_function(name, "'async'")
            case ast.ClassDef(name=name):
                names[name] = _no_function(name, "a class")
            case ast.Import(names=imported) | ast.ImportFrom(names=imported):
                for alias in imported:
                    name = alias.asname or alias.name.partition(".")[0]
                    names[name] = _no_function(name, "imported")
            case ast.Assign(targets=targets):
                parts = (part for target in targets for part in ast.walk(target) if isinstance(part, ast.Name))
                names |= {part.id: _no_function(part.id, "a variable") for part in parts}
            case ast.AnnAssign(target=ast.Name(id=name)):
                names[name] = _no_function(name, "a variable")
            case _:
                pass
    # a world is the third argument
    takers = (name for name, a in functions.items() if len(a.posonlyargs + a.args) > 2 or a.vararg is not None)
    return names, frozenset(takers)


def _no_function(name: str, what: str) -> str:
    return f"'{name}' of {DATA_FILE} is {what}; expected a function that is written there: 'def {name}(n, seed):'"


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that run when the module is imported, including those in `if`, `try` and `with`."""
    for node in body:
        yield node
        if isinstance(node, ast.If | ast.Try | ast.With):
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.ExceptHandler):
                    yield from _statements(child.body)
                elif isinstance(child, ast.stmt):
                    yield from _statements([child])


def _unfit_arguments(name: str, function: ast.FunctionDef | ast.Lambda) -> str:
    """Why the function cannot be called as `f(n, seed)`, or ""."""
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    needed = len(positional) - len(arguments.defaults)
    must_be_named = None in arguments.kw_defaults
    if needed <= 2 and (len(positional) >= 2 or arguments.vararg is not None) and not must_be_named:
        return ""
    signature = ast.unparse(arguments)
    return f"'{name}' at line {function.lineno} of {DATA_FILE} takes ({signature}); expected (n, seed)"
