"""Parsing a learner's text without executing it, and without Python's own warnings reaching the screen."""

from __future__ import annotations

import ast
import symtable
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


def is_literal(node: ast.AST) -> bool:
    """Whether an expression is a value written out, such as `[0.5, None]`."""
    try:
        ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return False
    return True


def names_of(statement: ast.stmt | ast.Module) -> tuple[set[str], set[str]]:
    """The names that a statement binds outside functions, and the names that it, or a function in it, reads.

    Raises the errors of `symtable`, if the text does not compile or is nested too deeply.
    """
    top = symtable.symtable(ast.unparse(statement), "statement", "exec")
    symbols = top.get_symbols()
    bound = {name.get_name() for name in symbols if name.is_assigned() or name.is_imported() or name.is_namespace()}
    read = {name.get_name() for name in symbols if name.is_referenced()}
    inside = list(top.get_children())
    while inside:
        table = inside.pop()
        read |= {name.get_name() for name in table.get_symbols() if name.is_global() and name.is_referenced()}
        inside += table.get_children()
    changed = [node.target for node in ast.walk(statement) if isinstance(node, ast.AugAssign)]
    return bound, read | bound & {target.id for target in changed if isinstance(target, ast.Name)}


def dotted(node: ast.AST) -> str | None:
    """A name or attribute as text: `keras.layers.Dense`; ".fit" for an attribute of anything else; else None."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) and not parts:
        return None
    return ".".join([node.id if isinstance(node, ast.Name) else "", *reversed(parts)])
