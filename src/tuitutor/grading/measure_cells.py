"""The parts of the answer and the setup that another process needs, by syntax trees: for a `measure` cell to run, and
for a saved model to load.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable
from dataclasses import dataclass

from tuitutor.course.model import MeasureCell
from tuitutor.grading.syntax import dotted, is_literal, names_of, parse

GIVEN = frozenset({"drawn_x", "drawn_y", "fits", "flow", "rerun", "rows_in_loops", "permute_weights"})
_DEFINITIONS = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


@dataclass(frozen=True, slots=True)
class Needs:
    """The names that the cell reads.

    It can't run without the answer's `variables`; `perhaps` are names that it reads before it binds them itself.
    `from_rerun` are names that it may take from the results of `rerun`. `kept` are values of the setup, and
    `definitions` is the source of the setup's imports and functions that the cell uses. `model`: it looks at models.
    """

    variables: frozenset[str] = frozenset()
    perhaps: frozenset[str] = frozenset()
    from_rerun: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    definitions: str = ""
    model: bool = False


def needs_of(measure: MeasureCell | None, setup: Iterable[str]) -> Needs:
    """The needs of the exercise's `measure` cell after these cells of the lesson's setup; none without a cell."""
    tree = parse(measure.source) if measure is not None else None
    if measure is None or not isinstance(tree, ast.Module):
        return Needs()
    bound, read = names_of(tree)
    reruns, free = "rerun" in read, read - bound - set(dir(builtins)) - GIVEN
    early = _read_early(tree) & bound - GIVEN
    defined, assigned = _setup(setup)
    needed, used = free | early, list[ast.stmt]()
    queue = sorted(needed)
    while queue:
        for node in defined.get(queue.pop(), ()):
            if node not in used:
                used.append(node)
                new = set.difference(*reversed(names_of(node))) - needed
                needed |= new
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
        kept=frozenset(needed & assigned),
        definitions=definitions,
        model="model" in (free | from_rerun) - by_setup,
    )


def _read_early(tree: ast.Module) -> set[str]:
    """The names that a statement outside functions reads before an earlier one has bound them."""
    bound, early = set[str](), set[str]()
    for node in tree.body:
        binds, reads = names_of(node)
        if not isinstance(node, _CODE):
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
            names = [node.name] if isinstance(node, _CODE) else []
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                names = [alias.asname or alias.name.split(".")[0] for alias in node.names]
            for name in names:
                defined.setdefault(name, []).append(node)
        else:
            assigned |= names_of(node)[0]
    return defined, assigned


REGISTERS = "register_keras_serializable"
_CODE = (ast.FunctionDef, ast.ClassDef)


def registered_definitions(sources: Iterable[str]) -> str:
    """The imports of these sources, their classes and functions that are registered with Keras, and the functions,
    classes and plain values that these use. Sources that don't parse are left out.
    """
    trees = [tree for source in sources if isinstance(tree := parse(source), ast.Module)]
    nodes = [node for tree in trees for node in tree.body]
    bound: dict[str, list[ast.stmt]] = {}
    for node in nodes:
        if isinstance(node, _CODE) or (isinstance(node, ast.Assign) and is_literal(node.value)):
            for name in names_of(node)[0]:
                bound.setdefault(name, []).append(node)
    used = [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom) or _is_registered(node)]
    queue: list[ast.stmt] = [node for node in used if isinstance(node, _CODE)]
    while queue:
        for name in names_of(queue.pop())[1]:
            new = [node for node in bound.get(name, ()) if node not in used]
            used += new
            queue += new
    return "\n".join(ast.unparse(node) for node in nodes if node in used)


def _is_registered(node: ast.stmt) -> bool:
    decorators = node.decorator_list if isinstance(node, _CODE) else ()
    names = (dotted(node.func if isinstance(node, ast.Call) else node) or "" for node in decorators)
    return any(name.rpartition(".")[2] == REGISTERS for name in names)
