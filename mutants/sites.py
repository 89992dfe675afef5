"""What can be mutated in a source file, by cosmic-ray's operators, and what is left alone since it proves nothing.

A line whose mutants change nothing that anybody could notice says why, at its end or in a comment of its own above it:
`# no mutant: there is one`.
"""

from __future__ import annotations

import ast
import random
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

import cosmic_ray.plugins
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator
from parso.tree import NodeOrLeaf

Position = tuple[int, int]
"""Line from 1, column from 0 in characters."""

Span = tuple[Position, Position]
"""From the first character to the one after the last."""

# A decorator is seldom what a test is about, and `is` and `==` agree for None, enums, types and sentinels.
_LEFT_OUT = frozenset(
    {"core/RemoveDecorator", "core/ReplaceComparisonOperator_Is_Eq", "core/ReplaceComparisonOperator_IsNot_NotEq"}
)
_SAME_ON_FLAGS = frozenset({"core/ReplaceBinaryOperator_BitOr_Add", "core/ReplaceBinaryOperator_BitOr_BitXor"})
_EXCUSED = re.compile(r".*# no mutant: \S")
_BUILTIN = frozenset({"bool", "int", "float", "str", "tuple", "list", "dict"})


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change to one file. `before` and `after` are the first line that differs, as `told`."""

    file: str
    line: int
    operator: str
    before: str
    after: str
    code: str  # of the whole file

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.before} -> {self.after}"


def mutants(file: str, source: str, chance: random.Random | None = None) -> Iterator[Mutant]:
    """Every mutant of a file that compiles; with `chance`, one for each place that can be mutated, in random order.

    Each is made when it is asked for, since that takes a while.
    """
    ordered = list(map(list, places(source)))
    if chance is not None:
        chance.shuffle(ordered)
    for choices in ordered:
        if chance is not None:
            chance.shuffle(choices)
        made = filter(None, (_made(file, source, *choice) for choice in choices))
        yield from made if chance is None else islice(made, 1)


@cache
def places(source: str) -> tuple[tuple[tuple[str, int, int], ...], ...]:
    """For each place that can be mutated, in order, the (operator, occurrence, line) that mutate it."""
    spared = tuple(_spared(source))
    found: dict[Position, list[tuple[str, int, int]]] = {}
    nodes = tuple(ast_nodes(get_ast(source)))
    signs = tuple(node for node in nodes if node.type == "operator")
    for name, operator in _operators().items():
        asked = signs if "BinaryOperator" in name else nodes  # most are of that kind, and asking takes a while
        positions = ((node, start) for node in asked for start, _ in operator.mutation_positions(node))
        for occurrence, (node, start) in enumerate(positions):
            if not _changes_nothing(name, node) and not any(low <= start < high for low, high in spared):
                found.setdefault(start, []).append((name, occurrence, start[0]))
    return tuple(tuple(found[start]) for start in sorted(found))


@cache
def _operators() -> dict[str, Operator]:
    classes = {name: cosmic_ray.plugins.get_operator(name) for name in sorted(cosmic_ray.plugins.operator_names())}
    return {name: kind() for name, kind in classes.items() if not kind.arguments() and name not in _LEFT_OUT}


def _made(file: str, source: str, operator: str, occurrence: int, line: int) -> Mutant | None:
    """The mutant, or None where it is no Python (the `**` of `{**these}` is an operator to cosmic-ray)."""
    try:
        code = mutate_code(source, _operators()[operator], occurrence)
        with warnings.catch_warnings(action="error"):  # what Python warns of (`is 1`), tests fail for by themselves
            compile(code, file, "exec", dont_inherit=True)
    except (SyntaxError, SyntaxWarning):
        return None
    except AttributeError:  # cosmic-ray's own: it takes the `re.error` of an `except` for a plain name
        return None
    changes = zip(source.split("\n"), code.split("\n"), strict=False)
    before, after = next(((told(old), told(new)) for old, new in changes if old != new), ("", ""))
    return Mutant(file, line, operator, before, after, code) if before != after else None


def told(line: str) -> str:
    """A line of code without its indentation and without a comment behind it."""
    return line.partition("  # ")[0].strip()


# ---- what is left alone ---------------------------------------------------------------------


def _changes_nothing(operator: str, node: NodeOrLeaf) -> bool:
    """Whether it is the `*` or `/` between parameters, an operator to cosmic-ray; or flags that are added up."""
    if node.type != "operator" or node.parent is None:
        return False
    before = node.get_previous_leaf()
    flags = before is not None and before.type == "name" and before.value.isupper()
    return node.parent.type in ("parameters", "lambdef") or (flags and operator in _SAME_ON_FLAGS)


def _spared(source: str) -> Iterator[Span]:
    """Excused lines, types, decorators, `frozen=True`, what only a type checker reads, and the texts of messages."""
    lines = source.split("\n")
    for number, line in enumerate(lines, start=1):
        if _EXCUSED.match(line):
            while line.lstrip().startswith("#"):  # the comment is above its line
                number, line = number + 1, lines[number]
            yield (number, 0), (number + 1, 0)

    def span(node: ast.expr | ast.stmt) -> Span:
        return _at(lines, node.lineno, node.col_offset), _end(lines, node)

    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.arg(annotation=ast.expr() as kind) | ast.AnnAssign(annotation=kind):
                yield span(kind)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield from (span(decorator) for decorator in node.decorator_list)
                yield from (span(each.value) for each in getattr(node, "keywords", ()) if each.arg == "frozen")
                if isinstance(getattr(node, "returns", None), ast.expr):
                    yield span(node.returns)  # type: ignore[union-attr,arg-type]
            case ast.Assign(value=ast.BinOp(op=ast.BitOr()) as value) if _is_type(value):
                yield span(value)
            case ast.If(test=ast.Name("TYPE_CHECKING")):
                yield span(node)
            case ast.JoinedStr():
                yield span(node)
            case ast.BinOp(left=left, right=right) if _is_text(left) or _is_text(right):
                yield _end(lines, left), _at(lines, right.lineno, right.col_offset)


def _is_type(node: ast.expr) -> bool:
    match node:
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _is_type(left) and _is_type(right)
        case ast.Name(name) | ast.Attribute(attr=name) | ast.Subscript(value=ast.Name(name)):
            return name in _BUILTIN or (name.lstrip("_")[:1].isupper() and not name.isupper())
        case _:
            return isinstance(node, ast.Constant) and node.value is None


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _end(lines: list[str], node: ast.expr | ast.stmt) -> Position:
    return _at(lines, node.end_lineno or node.lineno, node.end_col_offset or 0)


def _at(lines: list[str], line: int, offset: int) -> Position:
    """A position of ast's, which counts bytes."""
    return line, len(lines[line - 1].encode()[:offset].decode())
