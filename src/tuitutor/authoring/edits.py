"""Changes programs through their syntax trees: other arguments for `fit`, and the cells that a cell needs."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tuitutor.grading.syntax import is_literal, parse

_POSITIONAL = ("x", "y", "batch_size", "epochs", "verbose", "callbacks", "validation_split", "validation_data")
_CHANGE = frozenset({"adapt", "add", "build", "compile", "fit", "set_weights", "train_on_batch"})
_INSIDE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, slots=True)
class FitCall:
    """A call of `fit` as it is written: the model, the arguments by name, and a dict of more arguments (`**rest`)."""

    model: str
    given: Mapping[str, str]
    rest: str = ""

    @property
    def y(self) -> str:
        """The labels; "" if `x` includes them."""
        return self.given.get("y", "")

    @property
    def epochs(self) -> str:
        return self.given.get("epochs", f"{{**{self.rest}}}.get('epochs', 1)" if self.rest else "1")

    def but(self, **changed: str | None) -> str:
        """The call with other arguments; None removes one."""
        arguments = {name: value for name, value in {**self.given, **changed}.items() if value is not None}
        if self.rest:  # which may have what is changed
            return f"{self.model}.fit(**{{**{self.rest}, {', '.join(f'{n!r}: {v}' for n, v in arguments.items())}}})"
        return f"{self.model}.fit({', '.join(f'{name}={value}' for name, value in arguments.items())})"


def with_other_fits(source: str, change: Callable[[FitCall], str | None]) -> str | None:
    """The program with an expression in place of each call of `fit`; None if nothing changes."""
    tree = parse(source)
    if tree is None:
        return None
    changes = _Changes(change)
    changed = changes.visit(tree)  # which sets `made`
    return ast.unparse(ast.fix_missing_locations(changed)) if changes.made else None


@dataclass
class _Changes(ast.NodeTransformer):
    change: Callable[[FitCall], str | None]
    made: bool = False

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        call = _fit_call(node)
        changed = self.change(call) if call is not None else None
        if changed is None:
            return node
        self.made = True
        return ast.parse(changed, mode="eval").body


def _fit_call(node: ast.Call) -> FitCall | None:
    """The call as a `FitCall`; None if it isn't one of `fit`, or its arguments can't be named."""
    starred = any(isinstance(each, ast.Starred) for each in node.args)
    if not isinstance(node.func, ast.Attribute) or node.func.attr != "fit" or starred or len(node.args) > 8:
        return None
    given = {name: ast.unparse(value) for name, value in zip(_POSITIONAL, node.args, strict=False)}
    given |= {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords if keyword.arg is not None}
    rest = [f"({ast.unparse(keyword.value)})" for keyword in node.keywords if keyword.arg is None]
    if "x" not in given or len(rest) > 1:
        return None
    return FitCall(ast.unparse(node.func.value), given, *rest)


# ---- names


def made(source: str) -> set[str]:
    """The variables that the code assigns outside functions and classes."""
    return {name for node in _outside(source) for name in _stored(node)}


def defined(source: str) -> set[str]:
    """The functions and classes that the code defines outside others."""
    return {node.name for node in _outside(source, inside=True) if isinstance(node, _INSIDE)}


def names_read(source: str) -> set[str]:
    """The names that the code uses, anywhere."""
    tree = parse(source)
    nodes = ast.walk(tree) if tree is not None else ()
    return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def written_out(source: str) -> set[str]:
    """The variables to which the code assigns only literals."""
    literal, other = set[str](), set[str]()
    for node in _outside(source):
        (literal if isinstance(node, ast.Assign) and is_literal(node.value) else other).update(_stored(node))
    return literal - other


def models_in(source: str) -> list[str]:
    """The names of what the code compiles or trains outside functions, the last one first."""
    names = [name for node in _outside(source) for name in _changed_by(node, frozenset({"compile", "fit"}))]
    return list(dict.fromkeys(reversed(names)))


def with_what_it_needs(sources: Sequence[str], index: int) -> str:
    """The program of a cell: the cells above it that make or change what it uses, then the cell."""
    wanted, needed = names_read(sources[index]), [sources[index]]
    for source in reversed(sources[:index]):
        if wanted & _leaves(source):
            wanted |= names_read(source)
            needed.insert(0, source)
    return "\n\n".join(needed)


def _leaves(source: str) -> set[str]:
    """The names that the code changes: what it assigns, defines, imports or trains."""
    names = made(source)
    for node in _outside(source, inside=True):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                names |= {alias.asname or alias.name.split(".")[0] for alias in aliases}
            case _:
                names |= set(_changed_by(node, _CHANGE))
    return names


def _changed_by(node: ast.AST, methods: frozenset[str]) -> Iterator[str]:
    """The names on which one of these methods is called."""
    for each in ast.walk(node):
        match each:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)) if method in methods:
                yield name


def _outside(source: str, *, inside: bool = False) -> list[ast.stmt]:
    """The top-level statements, without definitions of functions and classes unless `inside`."""
    tree = parse(source)
    body = tree.body if isinstance(tree, ast.Module) else []
    return [node for node in body if inside or not isinstance(node, _INSIDE)]


def _stored(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            yield each.id
