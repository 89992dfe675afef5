"""What differs between the codes of several attempts, in columns: the arguments of their calls. Pure."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, takewhile

from tuitutor.grading.syntax import dotted, parse

Parameter = Callable[[str, int], str]
"""Names a function's argument by the function's last name and the argument's place, from 0; "" if it is unknown."""

_LONGEST = 60  # characters of a value
_MOST_STEPS = 8  # from a name to the value that it stands for
_IGNORED = frozenset({"print"})  # says something, and changes nothing


@dataclass(frozen=True, slots=True)
class Column:
    """An argument that differs: its name, and its value in each code, "" where there is none.

    "units", ("24-12", "24-3"): calls of the same function share a column, and what they end in alike is left out.
    `place` orders the columns as their arguments stand in the code.
    """

    name: str
    values: tuple[str, ...]
    place: int


@dataclass(frozen=True, slots=True)
class Differences:
    """The columns, the most telling first, and for each code whether it is `other` than most in more than these."""

    columns: tuple[Column, ...]
    other: tuple[bool, ...]


def no_name(function: str, place: int) -> str:
    """The name of any argument, if nothing is known of any function."""
    return ""


def compare_codes(codes: Sequence[str], parameter: Parameter = no_name, among: Collection[int] = ()) -> Differences:
    """Compare codes, which are in order of time. What differs `among` these, by index, is told before the rest.

    After that, what was changed most often tells most. A code that doesn't parse has no values. Never raises.
    """
    read = [_read(code) for code in codes]
    found: dict[tuple[str, str], list[list[str]]] = {}
    for code in reversed(read):  # the latest has them in the order in which they are read
        for call in code.calls if code else ():
            for key, _ in call.named(parameter):
                found.setdefault((call.function, key), [])
    for (function, key), lists in found.items():
        for code in read:
            calls = [dict(call.named(parameter)) for call in code.calls if call.function == function] if code else []
            lists.append([call.get(key, "") for call in calls])
    clear, others = [at for at, code in enumerate(read) if code], _others(read)
    values = {names: _joined(lists) for names, lists in found.items()}
    differing = {names: each for names, each in values.items() if _differ(each, clear)}
    counts = {function: [_count(code, function) for code in read] for function in _functions(read)}
    told = {function for function, _ in differing}
    differing |= {(name, ""): each for name, each in counts.items() if name not in told and _differ(each, clear)}
    shared = Counter(key for _, key in differing)
    columns = [
        Column(key if shared[key] == 1 and key else f"{function} {key}".rstrip(), tuple(each), place)
        for place, ((function, key), each) in enumerate(differing.items())
    ]
    usual = [at for at, other in enumerate(others) if not other]

    def rank(column: Column) -> tuple[bool, bool, int, int]:
        changes = sum(_alike(before) != _alike(after) for before, after in pairwise(column.values))
        return not _differ(column.values, among), not _differ(column.values, usual), -changes, column.place

    return Differences(tuple(sorted(columns, key=rank)), others)


def _differ(values: Sequence[str], among: Collection[int]) -> bool:
    return len({_alike(values[at]) for at in among}) > 1


def _joined(lists: list[list[str]]) -> list[str]:
    """The values of the calls in each code as one text."""
    ends = {_alike(each[-1]) for each in lists if len(each) > 1}
    if len(ends) == 1 and not any(len(each) == 1 and _alike(each[0]) in ends for each in lists):
        lists = [each[:-1] or each for each in lists]  # as the outputs of a network, which the task fixes
    texts = []
    for values in lists:
        if not any(values):
            texts.append("")
        elif all(value.isdecimal() for value in values):
            texts.append("-".join(values))
        elif len(set(values)) == 1 and not _is_number(values[0]):
            texts.append(values[0])
        else:
            texts.append("/".join(value or "–" for value in values))
    return texts


def _is_number(text: str) -> bool:
    with suppress(ValueError):
        float(text)
        return True
    return False


def _alike(text: str) -> str:
    """The same for an optimizer's name and for one that is made: "adam", Adam(...)."""
    return text.replace("_", "").casefold()


def _functions(read: Sequence[_Read | None]) -> list[str]:
    """All that are called, but for those whose arguments are other calls, which say it all."""
    calls = [call for code in reversed(read) if code for call in code.calls]
    wrapping = {call.function for call in calls if call.wraps}
    return [name for name in dict.fromkeys(call.function for call in calls) if name not in wrapping]


def _count(code: _Read | None, function: str) -> str:
    """How often a function is called."""
    count = sum(call.function == function for call in code.calls) if code else 0
    return str(count) if count else ""


def _others(read: Sequence[_Read | None]) -> tuple[bool, ...]:
    """Whether each is other than most, or if no shape is the most frequent, than the latest of those that are."""
    counts = Counter(code.shape for code in reversed(read) if code)
    usual = counts.most_common(1)[0][0] if counts else None  # of equally many, the one that was met first
    return tuple(code is None or code.shape != usual for code in read)


# ---- one code


@dataclass(frozen=True, slots=True)
class _Call:
    """A call: the last name of its function, and its arguments, by name or place. `wraps`: others make these."""

    function: str
    arguments: tuple[tuple[str | int, str], ...]
    wraps: bool

    def named(self, parameter: Parameter) -> list[tuple[str, str]]:
        """The arguments by name; one without is "Dense 1"."""
        return [
            (key if isinstance(key, str) else parameter(self.function, key) or f"{self.function} {key + 1}", value)
            for key, value in self.arguments
        ]


@dataclass(frozen=True, slots=True)
class _Read:
    """The calls in a code, in order, and the `shape` of the rest: its statements without what the calls say."""

    calls: tuple[_Call, ...]
    shape: tuple[str, ...]


@lru_cache(maxsize=256)
def _read(code: str) -> _Read | None:
    tree = parse(code)
    if not isinstance(tree, ast.Module):
        return None
    with suppress(RecursionError, ValueError):  # nested too deeply to be written, or with odd constants
        nodes = [*ast.walk(tree)]  # once, as that takes longest
        named = [node for node in nodes if isinstance(node, ast.Name)]
        values = _set_once(nodes, Counter(node.id for node in named if not isinstance(node.ctx, ast.Load)))
        calls = sorted((node for node in nodes if isinstance(node, ast.Call) and _function(node)), key=_position)
        read = tuple(_call(node, values) for node in calls if _function(node) not in _IGNORED)
        given = {id(node): node.id for call in calls for node in _names_given(call)}
        uses, told = Counter(node.id for node in named), Counter(given.values())
        only = {name for name in values if uses[name] - 1 == told[name]}  # once it is set, and otherwise an argument
        return _Read(read, tuple(_shape(tree.body, only)))
    return None


def _position(node: ast.expr) -> tuple[int, int]:
    """Where the function's name ends; a call begins where that does which it is a method of."""
    func = node.func if isinstance(node, ast.Call) else node
    return func.end_lineno or 0, func.end_col_offset or 0


def _function(node: ast.Call) -> str:
    """The last part of the name of what is called; "" if it has none."""
    return (dotted(node.func) or "").rpartition(".")[2]


def _names_given(node: ast.Call) -> Iterator[ast.Name]:
    """The names in the arguments, but not those in the arguments of other calls in them."""
    inside: list[ast.AST] = [*node.args, *(keyword.value for keyword in node.keywords)]
    while inside:
        each = inside.pop()
        if isinstance(each, ast.Name):
            yield each
        elif not _is_named_call(each):
            inside += ast.iter_child_nodes(each)


def _set_once(nodes: Sequence[ast.AST], stored: Mapping[str, int]) -> dict[str, ast.expr]:
    """The names that stand for one constant or one call throughout, such as `epochs = 25`."""
    found: dict[str, ast.expr] = {}
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if stored[name] == 1 and _is_plain(value):
                found[name] = value
    return found


def _is_plain(node: ast.expr) -> bool:
    match node:
        case ast.Constant():
            return True
        case ast.UnaryOp(operand=operand):
            return _is_plain(operand)
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            return all(map(_is_plain, elements))
        case _:
            return _is_named_call(node)


def _call(node: ast.Call, names: dict[str, ast.expr]) -> _Call:
    placed = [*takewhile(lambda argument: not isinstance(argument, ast.Starred), node.args)]
    given: list[tuple[str | int, ast.expr]] = [*enumerate(placed)]
    given += [(keyword.arg or "**", keyword.value) for keyword in node.keywords]
    values = [(key, _value(argument, names)) for key, argument in given if not (key == 0 and _is_named_call(argument))]
    told = [(key, value) for key, value in values if value is not None]
    wraps = len(told) < len(given)
    if rest := node.args[len(placed) :]:  # from here on, nobody knows the places
        told.append(("*", ", ".join(map(ast.unparse, rest))[:_LONGEST]))
    return _Call(_function(node), tuple(told), wraps)


def _is_named_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and bool(_function(node))


def _value(node: ast.expr, names: dict[str, ast.expr]) -> str | None:
    """An argument in few words; None for several calls, whose own arguments say more."""
    for _ in range(_MOST_STEPS):
        if isinstance(node, ast.Name) and node.id in names:
            node = names[node.id]
    match node:
        case ast.Constant(value=str(text)):
            return text[:_LONGEST]
        case ast.Call() if _is_named_call(node):
            return _function(node)
        case ast.List(elts=elements) | ast.Tuple(elts=elements) if any(isinstance(each, ast.Call) for each in elements):
            return None
        case _:
            return ast.unparse(node)[:_LONGEST]


# ---- the rest of a code


class _WithoutCalls(ast.NodeTransformer):
    """Calls that are compared, all alike."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        return ast.Name("_") if _function(node) else self.generic_visit(node)

    def visit_List(self, node: ast.List) -> ast.AST:
        self.generic_visit(node)
        kept = [each for at, each in enumerate(node.elts) if at == 0 or not (_is_call(each) and _is_call(node.elts[0]))]
        return ast.List(kept, node.ctx)


def _is_call(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "_"


def _shape(body: Sequence[ast.stmt], told: Collection[str]) -> list[str]:
    """The statements without imports, remarks, calls and what is only set for these; equal ones in a row count once."""
    shape: list[str] = []
    for statement in body:
        match statement:
            case ast.Import() | ast.ImportFrom() | ast.Pass() | ast.Expr(value=ast.Constant()):
                continue
            case ast.Assign(targets=[ast.Name(id=name)]) if name in told:
                continue
        inner = [
            line for name in ("body", "orelse", "finalbody") for line in _shape(getattr(statement, name, []), told)
        ]
        for name in ("body", "orelse", "finalbody"):
            if hasattr(statement, name):
                setattr(statement, name, [ast.Pass()] if name == "body" else [])
        seen = _WithoutCalls().visit(statement)
        lines = [] if isinstance(seen, ast.Expr) and _is_call(seen.value) else [ast.unparse(seen)]
        shape += [line for line in [*lines, *inner] if not shape or line != shape[-1]]
    return shape
