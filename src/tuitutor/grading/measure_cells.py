"""What a `measure` cell needs to run in another process than the answer, by its syntax tree and the setup's."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable
from dataclasses import dataclass

from tuitutor.course.model import MeasureCell
from tuitutor.grading.syntax import names_of, parse

GIVEN = frozenset({"drawn_x", "drawn_y", "fits", "flow", "rerun"})
_DEFINITIONS = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


@dataclass(frozen=True, slots=True)
class Needs:
    """What the cell reads.

    `variables` are the answer's, without which it can't run; `perhaps` are names that it reads before it binds them
    itself. `from_rerun` are names that it may take from what `rerun` returns. `kept` are values of the setup, and
    `definitions` the source of its imports and functions that the cell uses. `model`: it looks at models.
    """

    variables: frozenset[str] = frozenset()
    perhaps: frozenset[str] = frozenset()
    from_rerun: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    definitions: str = ""
    model: bool = False


def needs_of(measure: MeasureCell | None, setup: Iterable[str]) -> Needs:
    """What the exercise's `measure` cell needs after these cells of the lesson's setup; nothing if there is none."""
    tree = parse(measure.source) if measure is not None else None
    if measure is None or not isinstance(tree, ast.Module):
        return Needs()
    bound, read = names_of(tree)
    reruns, free = "rerun" in read, read - bound - set(dir(builtins)) - GIVEN
    early = _read_early(tree) & bound - GIVEN
    defined, assigned = _setup(setup)
    wanted, used = free | early, list[ast.stmt]()
    queue = sorted(wanted)
    while queue:
        for node in defined.get(queue.pop(), ()):
            if node not in used:
                used.append(node)
                new = set.difference(*reversed(names_of(node))) - wanted
                wanted |= new
                queue += new
    in_order = [node for nodes in defined.values() for node in nodes if node in used]
    definitions = "\n".join(dict.fromkeys(ast.unparse(node) for node in sorted(in_order, key=lambda node: node.lineno)))
    by_setup = defined.keys() | assigned
    words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)} if reruns else set()
    from_rerun = {word for word in words if isinstance(word, str) and word.isidentifier()} - {"fits"}
    return Needs(
        variables=frozenset(free - by_setup - {"model"}),
        perhaps=frozenset(early - by_setup - {"model"}),
        from_rerun=frozenset(from_rerun),
        kept=frozenset(wanted & assigned),
        definitions=definitions,
        model="model" in (free | from_rerun) - by_setup,
    )


def _read_early(tree: ast.Module) -> set[str]:
    """The names that a statement outside functions reads before an earlier one has bound them."""
    bound, early = set[str](), set[str]()
    for node in tree.body:
        binds, reads = names_of(node)
        if not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            early |= reads - bound
        bound |= binds
    return early


def _setup(cells: Iterable[str]) -> tuple[dict[str, list[ast.stmt]], set[str]]:
    """The definitions and imports of the setup by name, and the names that it assigns."""
    tree = parse("\n\n".join(cells))
    defined: dict[str, list[ast.stmt]] = {}
    assigned = set[str]()
    for node in tree.body if isinstance(tree, ast.Module) else ():
        if isinstance(node, _DEFINITIONS):
            names = [node.name] if isinstance(node, (ast.FunctionDef, ast.ClassDef)) else []
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                names = [alias.asname or alias.name.split(".")[0] for alias in node.names]
            for name in names:
                defined.setdefault(name, []).append(node)
        else:
            assigned |= names_of(node)[0]
    return defined, assigned
