"""Parsing a learner's text without executing it, and without Python's own warnings reaching the screen."""

from __future__ import annotations

import ast
import warnings
from typing import Literal


def parse(text: str, mode: Literal["exec", "eval"] = "exec") -> ast.AST | None:
    """The syntax tree, or None if the text does not parse for any reason."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text, mode=mode)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


def dotted(node: ast.AST) -> str | None:
    """A name or attribute as text: `keras.layers.Dense`; ".fit" for an attribute of anything else; else None."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) and not parts:
        return None
    return ".".join([node.id if isinstance(node, ast.Name) else "", *reversed(parts)])
