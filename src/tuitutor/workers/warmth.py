"""Which code needs a process in which TensorFlow has not run anything yet."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from tuitutor.grading.syntax import parse

_ROOTS = frozenset({"tf", "tensorflow", "keras"})


def may_be_warm(*sources: str) -> bool:
    """False if a source uses `tf.config` or `keras.config` or sets a backend: those may raise after an operation."""
    trees = [parse(source) for source in sources]  # invalid Python won't run at all
    return not any(tree is not None and configures(ast.walk(tree)) for tree in trees)


def configures(nodes: Iterable[ast.AST]) -> bool:
    """Whether code needs such a process."""
    for node in nodes:
        if isinstance(node, ast.Attribute):
            root = isinstance(node.value, ast.Name) and node.value.id in _ROOTS
            found = (root and node.attr == "config") or node.attr == "set_backend"
        elif isinstance(node, ast.ImportFrom):
            found = (node.module or "").split(".")[:2] in (["tensorflow", "config"], ["keras", "config"])
        else:
            found = isinstance(node, ast.Constant) and node.value == "KERAS_BACKEND"
        if found:
            return True
    return False
