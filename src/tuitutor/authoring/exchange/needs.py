"""Which names code binds and which it needs, so that an exercise gets the cells that it needs."""

from __future__ import annotations

import ast
import builtins
from dataclasses import dataclass

from tuitutor.authoring.exchange.blocks import Block, CodeBlock, ProposedTask
from tuitutor.course.python_cells import plain_python
from tuitutor.grading.syntax import parse

# Methods that change their object: a model is different after `add`.
_CHANGES = frozenset({"add", "append", "build", "compile", "extend", "fit", "insert", "load_weights", "pop", "update"})
_KNOWN = frozenset(dir(builtins)) | {"get_ipython", "display", "__file__", "__name__"}


@dataclass(frozen=True, slots=True)
class Names:
    """The names that code binds or whose values it changes, and those that must have been bound before."""

    bound: frozenset[str]
    needed: frozenset[str]


def cell_names(source: str) -> Names:
    """The names of a cell without its magics; none if it is not Python."""
    tree = parse(plain_python(source)[0])
    if tree is None:
        return Names(frozenset(), frozenset())
    bound: set[str] = set()
    changed: set[str] = set()
    loaded: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                loaded.add(name)
            case ast.Name(id=name) | ast.arg(arg=name):
                bound.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                bound.add(name)
            case ast.alias(name=name, asname=asname):
                bound.add(asname or name.split(".")[0])
            case ast.ExceptHandler(name=str(name)):
                bound.add(name)
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr))) if attr in _CHANGES:
                changed.add(name)
            case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store()):
                changed.add(name)
            case ast.Attribute(value=ast.Name(id=name), ctx=ast.Store()):
                changed.add(name)
            case _:
                pass
    return Names(frozenset(bound | changed), frozenset(loaded - bound - _KNOWN))


def tag_setup(blocks: list[Block]) -> None:
    """Tag the cells that exercises need, directly or not, as 'setup', and say so at the first of them."""
    needed: set[str] = set()
    tagged: list[CodeBlock] = []
    for block in reversed(blocks):
        if isinstance(block, ProposedTask):
            needed |= task_names(block).needed
        elif isinstance(block, CodeBlock) and needed:
            names = cell_names(block.source)
            if names.bound & needed and not {"setup", "raises-exception", "skip-execution"} & set(block.tags):
                block.tags.insert(0, "setup")
                tagged.append(block)
                needed |= names.needed
    if tagged:
        more = f" (so are {len(tagged) - 1} more)" if len(tagged) > 1 else ""
        why = "an exercise needs what it makes, and it runs before each exercise; see that it is quick"
        tagged[-1].remarks.append(f"this cell is tagged 'setup'{more}: {why}")


def tell_missing(blocks: list[Block]) -> None:
    """See to names that only an exercise above defines, since learners write that.

    An exercise that needs one builds on the other; a cell isn't run, which is a remark.
    """
    defined: set[str] = set()
    owners: dict[str, str] = {}
    solved = [block.name for block in blocks if isinstance(block, ProposedTask) and block.solution.strip()]
    for block in blocks:
        if isinstance(block, CodeBlock):
            names = cell_names(block.source)
            if missing := sorted(names.needed & owners.keys() - defined):
                block.tags = sorted({*block.tags, "skip-execution"} - {"setup"})
                block.remarks.append(
                    f"this cell needs '{missing[0]}', which learners write in the exercise '{owners[missing[0]]}', so "
                    "it is only shown; to have it run, define that in a cell"
                )
            defined |= names.bound
        elif isinstance(block, ProposedTask):
            names = task_names(block)
            missing = sorted(names.needed & owners.keys() - defined)
            block.after = [label for label in solved if label in {owners[name] for name in missing}]
            if lacking := [name for name in missing if owners[name] not in solved]:
                block.remarks.append(
                    f"'{block.name}' needs '{lacking[0]}', which learners write in '{owners[lacking[0]]}'; "
                    f"write a solution there, and give this one ':after: {owners[lacking[0]]}'"
                )
            owners |= {name: block.name for name in names.bound}


def task_names(task: ProposedTask) -> Names:
    """The names of an exercise: of its starter, its solution and its tests."""
    starter, solution = cell_names(task.starter), cell_names(task.solution)
    measured = cell_names(task.measure).needed
    bound = starter.bound | solution.bound
    return Names(bound, starter.needed | solution.needed | (measured - bound))
