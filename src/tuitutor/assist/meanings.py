"""What the names of a program certainly refer to, as far as the reference knows it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from tuitutor.assist.cursor import in_keras
from tuitutor.assist.reference import Reference
from tuitutor.grading.syntax import dotted
from tuitutor.protocol.name_facts import NameFacts

_Bound = str | ast.expr | None  # the full name of what is imported, a value, or anything


class Meanings:
    """Looks names up in parsed programs that run one after another.

    The order of their lines doesn't matter: all that bind a name, in any scope, must bind it to the same thing.
    """

    def __init__(self, programs: Iterable[ast.Module], reference: Reference) -> None:
        self._reference = reference
        self._bound: dict[str, list[_Bound]] = {}
        self._replaced: set[str] = set()  # attributes that the programs set
        for program in programs:
            nodes = list(ast.walk(program))
            values = {to: node.value for node in nodes if isinstance(node, ast.Assign) for to in node.targets}
            for node in nodes:
                for name, path in bindings(node):
                    self._bound.setdefault(name, []).append(path or values.get(node))  # type: ignore[call-overload]
                if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
                    self._replaced.add(node.attr)

    def find(self, node: ast.expr) -> NameFacts | None:
        """What is known about what a name of Keras, such as `layers.Dense` or `model.fit`, refers to; None if unsure.

        Of numpy's functions in C only a docstring tells the parameters, and leaves some out.
        """
        path = self._path(node)
        is_sure = path.startswith("keras.") and not self._replaced & set(path.split("."))
        return self._reference.find(path) if is_sure else None

    def _path(self, node: ast.expr, seen: frozenset[str] = frozenset()) -> str:
        """The full name of what a dotted name refers to, "keras.Sequential.fit" for a method; "" if unsure."""
        name, _, rest = (dotted(node) or "").partition(".")
        if name in seen:
            return ""
        paths = {self._path_of(value, rest, seen | {name}) for value in self._bound.get(name, [])}
        return in_keras(paths.pop()) if len(paths) == 1 else ""

    def _path_of(self, value: _Bound, rest: str, seen: frozenset[str]) -> str:
        if isinstance(value, ast.Call):  # what it made is known only by its methods
            made = self._reference.find(self._path(value.func, seen))
            return f"{made.gives}.{rest}" if made is not None and made.gives and rest else ""
        path = self._path(value, seen) if isinstance(value, ast.expr) else value
        return ".".join(filter(None, (path, rest))) if path else ""


def bindings(node: ast.AST) -> Iterator[tuple[str, str]]:
    """The names that a node binds, each with the full name of what it imports, or else ""."""
    match node:
        case ast.Import(names=imported):
            for each in imported:
                root = each.name.partition(".")[0]
                yield (each.asname, each.name) if each.asname else (root, root)
        case ast.ImportFrom(module=module, names=imported, level=level):
            for each in imported:
                yield each.asname or each.name, f"{module}.{each.name}" if module and not level else ""
        case ast.Name(id=str(name), ctx=ast.Store() | ast.Del()) | ast.arg(arg=str(name)):
            yield name, ""
        case ast.Name() | ast.alias():
            return
        case _:  # a function, a class, a caught exception, a pattern
            for field in ("name", "rest"):
                if isinstance(found := getattr(node, field, None), str):
                    yield found, ""
