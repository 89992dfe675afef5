"""Reads and changes programs through their syntax trees: calls of `fit`, names, and the cells that a cell needs."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from tuitutor.grading.syntax import is_literal, names_of, parse

_POSITIONAL = ("x", "y", "batch_size", "epochs", "verbose", "callbacks", "validation_split", "validation_data")
_CHANGE = frozenset({"adapt", "add", "build", "compile", "fit", "set_weights", "train_on_batch"})
_INSIDE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, slots=True)
class FitCall:
    """A call of `fit`: the source of the model, of the arguments by name, and of more arguments (`**rest`)."""

    model: str
    arguments: Mapping[str, str]
    rest: str = ""

    @property
    def x(self) -> str:
        return self.arguments["x"]

    @property
    def y(self) -> str:
        """The labels; "" if `x` includes them."""
        return self.arguments.get("y", "")

    @property
    def epochs(self) -> str:
        return self.arguments.get("epochs", f"{{**{self.rest}}}.get('epochs', 1)" if self.rest else "1")

    def replace(self, **changes: str | None) -> str:
        """The source of the call with other arguments; None removes one."""
        arguments = {name: value for name, value in {**self.arguments, **changes}.items() if value is not None}
        if self.rest:  # it may contain an argument that is replaced
            items = ", ".join(f"{name!r}: {value}" for name, value in arguments.items())
            return f"{self.model}.fit(**{{**{self.rest}, {items}}})"
        return f"{self.model}.fit({', '.join(f'{name}={value}' for name, value in arguments.items())})"


def with_fits(source: str, change: Callable[[FitCall], str | None]) -> str | None:
    """The program with the expression from `change` in place of each call of `fit`; None if nothing changes."""
    tree = parse(source)
    if tree is None:
        return None
    transformer = _Fits(change)
    changed = transformer.visit(tree)
    return ast.unparse(ast.fix_missing_locations(changed)) if transformer.changed else None


@dataclass
class _Fits(ast.NodeTransformer):
    change: Callable[[FitCall], str | None]
    changed: bool = False

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        call = _fit_call(node)
        expression = self.change(call) if call is not None else None
        if expression is None:
            return node
        self.changed = True
        return ast.parse(expression, mode="eval").body


def _fit_call(node: ast.Call) -> FitCall | None:
    """The call as a `FitCall`; None if it isn't one of `fit`, or its arguments can't be named."""
    starred = any(isinstance(argument, ast.Starred) for argument in node.args)
    if not isinstance(node.func, ast.Attribute) or node.func.attr != "fit" or starred or len(node.args) > 8:
        return None
    arguments = {name: ast.unparse(value) for name, value in zip(_POSITIONAL, node.args, strict=False)}
    arguments |= {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords if keyword.arg is not None}
    rest = [f"({ast.unparse(keyword.value)})" for keyword in node.keywords if keyword.arg is None]
    if "x" not in arguments or len(rest) > 1:
        return None
    return FitCall(ast.unparse(node.func.value), arguments, *rest)


# ---- names


def assigned(source: str) -> set[str]:
    """The variables assigned outside functions and classes."""
    return {name for node in _statements(source) for name in _stored(node)}


def defined(source: str) -> set[str]:
    """The functions and classes defined at the top level."""
    return {node.name for node in _statements(source, definitions=True) if isinstance(node, _INSIDE)}


def names_read(source: str) -> set[str]:
    """The names read anywhere in the code."""
    tree = parse(source)
    nodes = ast.walk(tree) if tree is not None else ()
    return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def bound_and_read(source: str) -> tuple[set[str], set[str]]:
    """The names bound outside functions, and the names read; none if the code doesn't compile."""
    tree = parse(source)
    with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        if isinstance(tree, ast.Module):
            return names_of(tree)
    return set(), set()


def literals(source: str) -> set[str]:
    """The variables with only literals assigned to them."""
    literal, other = set[str](), set[str]()
    for node in _statements(source):
        (literal if isinstance(node, ast.Assign) and is_literal(node.value) else other).update(_stored(node))
    return literal - other


def models_in(source: str) -> list[str]:
    """The names with calls of `compile` or `fit` outside functions, the last name first."""
    names = [name for node in _statements(source) for name in _changed_by(node, frozenset({"compile", "fit"}))]
    return list(dict.fromkeys(reversed(names)))


def with_dependencies(sources: Sequence[str], index: int) -> str:
    """The program of a cell: the cells above it that change names it uses, then the cell."""
    used, cells = names_read(sources[index]), [sources[index]]
    for source in reversed(sources[:index]):
        if used & _changed(source):
            used |= names_read(source)
            cells.insert(0, source)
    return "\n\n".join(cells)


def _changed(source: str) -> set[str]:
    """The names assigned, defined, imported or trained."""
    names = assigned(source)
    for node in _statements(source, definitions=True):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                names |= {alias.asname or alias.name.split(".")[0] for alias in aliases}
            case _:
                names |= set(_changed_by(node, _CHANGE))
    return names


def _changed_by(statement: ast.AST, methods: frozenset[str]) -> Iterator[str]:
    """The names with calls of these methods."""
    for node in ast.walk(statement):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)) if method in methods:
                yield name


def _statements(source: str, *, definitions: bool = False) -> list[ast.stmt]:
    """The top-level statements, by default without definitions of functions and classes."""
    tree = parse(source)
    body = tree.body if isinstance(tree, ast.Module) else []
    return [node for node in body if definitions or not isinstance(node, _INSIDE)]


def _stored(statement: ast.AST) -> Iterator[str]:
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
