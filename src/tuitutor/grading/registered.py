"""What of a program has to run before a model that it saved can be loaded: by its syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from tuitutor.grading.syntax import dotted, names_of, parse

REGISTERS = "register_keras_serializable"
_DEFINITIONS = (ast.FunctionDef, ast.ClassDef)


def registered_definitions(sources: Iterable[str]) -> str:
    """The imports of these sources, what they register with Keras, and the functions, classes and plain values that
    this uses. Sources that don't parse are left out.
    """
    trees = [tree for each in sources if isinstance(tree := parse(each), ast.Module)]
    nodes = [node for tree in trees for node in tree.body]
    bound: dict[str, list[ast.stmt]] = {}
    for node in nodes:
        if isinstance(node, _DEFINITIONS) or (isinstance(node, ast.Assign) and _is_plain(node.value)):
            for name in names_of(node)[0]:
                bound.setdefault(name, []).append(node)
    used = [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom) or _is_registered(node)]
    queue: list[ast.stmt] = [node for node in used if isinstance(node, _DEFINITIONS)]
    while queue:
        for name in names_of(queue.pop())[1]:
            new = [node for node in bound.get(name, ()) if node not in used]
            used += new
            queue += new
    return "\n".join(ast.unparse(node) for node in nodes if node in used)


def _is_registered(node: ast.stmt) -> bool:
    decorators = node.decorator_list if isinstance(node, _DEFINITIONS) else ()
    names = (dotted(each.func if isinstance(each, ast.Call) else each) or "" for each in decorators)
    return any(name.rpartition(".")[2] == REGISTERS for name in names)


def _is_plain(value: ast.expr) -> bool:
    try:
        ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return False
    return True
