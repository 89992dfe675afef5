"""What code calls, by its syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from tuitutor.grading.syntax import dotted


def calls_of(nodes: Sequence[ast.AST], wanted: Iterable[str]) -> frozenset[str]:
    """Those of the names that code calls, of whose tree these are all nodes."""
    names = frozenset(called(nodes))
    # `fit` is among model.fit, and keras.Input among tf.keras.Input
    return frozenset(name for name in wanted if any(f".{each}".endswith(f".{name}") for each in names))


def called(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Dotted names of calls and decorators; where a name is an alias, also the original name (resolved once).

    A function that the learner defines does not count as the library's function of the same name.
    """
    aliases = dict(_aliases(nodes))
    imports = (node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom))
    imported = {name.asname or name.name for node in imports for name in node.names}
    own = {node.name for node in nodes if isinstance(node, ast.FunctionDef)} - imported
    for node in nodes:
        functions = [node.func] if isinstance(node, ast.Call) else getattr(node, "decorator_list", [])
        for function in functions:
            if (name := dotted(function)) is not None and name not in own:
                yield name
                yield from (aliases[name],) if name in aliases else ()


def _aliases(nodes: Sequence[ast.AST]) -> Iterator[tuple[str, str]]:
    """`from m import f as g` and `g = f` make g another name for f."""
    for node in nodes:
        match node:
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                yield from ((name.asname, name.name) for name in names if name.asname)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name() | ast.Attribute() as value):
                if (original := dotted(value)) is not None:
                    yield name, original
