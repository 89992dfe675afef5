"""The learner's code, parsed: names, calls, and networks that are written out layer by layer.

Only plain code counts. A network built in a loop or by a function is not read, so advice is on the network that ran.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tuitutor.grading.naming import fold_name
from tuitutor.grading.syntax import dotted, parse


@dataclass(frozen=True, slots=True)
class LayerCall:
    """`Dense(4, activation="relu")` in a network. `arguments` are the named ones."""

    kind: str  # the last part of the name that is called: "Dense"
    line: int
    first: ast.expr | None  # the first positional argument
    arguments: dict[str, ast.expr]

    @property
    def activation(self) -> str | None:
        """Its folded name (see `naming.fold_name`), "linear" if none is given; None if it cannot be read."""
        return "linear" if "activation" not in self.arguments else named(self.arguments["activation"])

    @property
    def units(self) -> int | None:
        """The number of units, if given as a plain number of reasonable size; else None."""
        value = constant_value(self.arguments.get("units", self.first))
        return value if isinstance(value, int) and 0 < value < 1_000_000 else None


@dataclass(frozen=True, slots=True)
class WrittenModel:
    """A Sequential model with all its layers written out, and the only one with this name."""

    name: str
    layers: tuple[LayerCall, ...]

    @property
    def sees_width(self) -> bool:
        """Whether the width of its inputs is given, so that it has weights at once."""
        starts = self.layers[:1]
        return any(layer.kind == "Input" or layer.arguments.keys() & {"input_shape", "input_dim"} for layer in starts)


@dataclass(frozen=True)
class Code:
    """The program: the answer, after the lesson's `setup`. Line numbers are always the answer's.

    `apart`: cells that the learner may have run, but that don't run before the answer.
    """

    answer: str = ""
    setup: str = ""
    apart: tuple[str, ...] = ()

    @cached_property
    def tree(self) -> ast.Module:
        return _tree(self.answer)

    @cached_property
    def _setup_tree(self) -> ast.Module:
        return _tree(self.setup)

    @cached_property
    def own_names(self) -> frozenset[str]:
        """Names that the answer defines."""
        return frozenset(_names(self.tree))

    @cached_property
    def names(self) -> frozenset[str]:
        """Names bound anywhere in the answer, and global names of the setup."""
        return self.own_names | frozenset(_names(self._setup_tree, local=False))

    @cached_property
    def outer_names(self) -> frozenset[str]:
        """Names that aren't local to a function, a class or a comprehension of the answer or the set-up."""
        return frozenset((*_names(self.tree, local=False), *_names(self._setup_tree, local=False)))

    @cached_property
    def names_apart(self) -> frozenset[str]:
        """Names bound only in cells that don't run before the answer."""
        return frozenset(name for program in self.apart for name in _names(_tree(program), local=False))

    @cached_property
    def deleted(self) -> frozenset[str]:
        nodes = (node for node in ast.walk(self.tree) if isinstance(node, ast.Name))
        return frozenset(node.id for node in nodes if isinstance(node.ctx, ast.Del))

    @cached_property
    def statements(self) -> tuple[ast.stmt, ...]:
        """The answer's top-level statements in order, including those in `with` blocks: they run exactly once."""
        return tuple(_plain(self.tree.body))

    def calls(self, method: str, of: str | None = None) -> list[ast.Call]:
        """Calls of `of.method(...)` (of any object's if `of` is None) anywhere in the answer, by line."""
        found = self._calls.get(method, [])
        if of is None:
            return found
        methods = ((call, call.func) for call in found)
        return [
            call
            for call, func in methods
            if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name) and func.value.id == of
        ]

    @cached_property
    def _calls(self) -> dict[str, list[ast.Call]]:
        found: dict[str, list[ast.Call]] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
                found.setdefault(name, []).append(node)
        return {name: sorted(calls, key=lambda call: (call.lineno, call.col_offset)) for name, calls in found.items()}

    def at(self, line: int | None) -> Iterator[ast.AST]:
        """All nodes that begin in a line."""
        return (node for node in ast.walk(self.tree) if getattr(node, "lineno", None) == line)

    def value(self, name: str) -> ast.expr | None:
        """The last value that `name = ...` assigns in the answer, or else in the setup."""
        for tree in (self.tree, self._setup_tree):
            assignments = [node for node in ast.walk(tree) if isinstance(node, ast.Assign)]
            given = [pair for node in assignments for to in node.targets for pair in _pairs(to, node.value)]
            found = [value for to, value in given if isinstance(to, ast.Name) and to.id == name]
            if found:
                return found[-1]
        return None

    def function(self, name: str) -> ast.FunctionDef | None:
        """The function with this name, if there is exactly one."""
        nodes = [node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef) and node.name == name]
        return nodes[0] if len(nodes) == 1 else None

    @cached_property
    def networks(self) -> tuple[WrittenModel, ...]:
        built = [(made[0], made[2]) for made in map(_makes, self.statements) if made and made[1] == "Sequential"]
        names = Counter(name for name, _ in built)
        found = (self._network(name, call) for name, call in built if names[name] == 1)
        return tuple(net for net in found if net is not None)

    def _network(self, name: str, call: ast.Call) -> WrittenModel | None:
        written = [] if not call.args else list(call.args[0].elts) if isinstance(call.args[0], ast.List) else None
        added = self.calls("add", name)
        once = {id(node.value) for node in self.statements if isinstance(node, ast.Expr)}
        if written is None or any(id(call) not in once or len(call.args) != 1 for call in added):
            return None
        layers = []
        for node in (*written, *(call.args[0] for call in added)):
            kind = _last_part(node.func) if isinstance(node, ast.Call) else ""
            if not isinstance(node, ast.Call) or not kind or any(keyword.arg is None for keyword in node.keywords):
                return None
            arguments = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg is not None}
            if len(node.args) > 1 and kind == "Dense":
                arguments["activation"] = node.args[1]
            layers.append(LayerCall(kind, node.lineno, node.args[0] if node.args else None, arguments))
        return WrittenModel(name, tuple(layers)) if layers else None


def _makes(statement: ast.stmt) -> tuple[str, str, ast.Call] | None:
    """For `model = keras.Sequential(...)`: "model", "Sequential" and the call. None for other statements."""
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=func) as call):
            return name, _last_part(func), call
    return None


# ---- single expressions ---------------------------------------------------------------------


def constant_value(node: ast.expr | None) -> object:
    """The value of a plain number or string, else None."""
    match node:
        case ast.Constant(value=value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
            return -value
    return None


def named(node: ast.expr | None) -> str | None:
    """The folded name that a string or a dotted name gives: "relu", `keras.activations.relu` -> "relu"."""
    if isinstance(node, ast.Constant):
        return fold_name(node.value) if isinstance(node.value, str) else "linear" if node.value is None else None
    path = dotted(node) if node is not None else None
    return fold_name(path) if path is not None and "." in path else None


def argument(call: ast.Call, name: str, position: int | None = None) -> ast.expr | None:
    """The argument with this name, or at this position."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    return call.args[position] if position is not None and position < len(call.args) else None


def _tree(text: str) -> ast.Module:
    tree = parse(text)
    return tree if isinstance(tree, ast.Module) else ast.Module([], [])


def _pairs(to: ast.expr, value: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    """Pairs of target and value in an assignment: two of `a, b = 1, 2`."""
    match to, value:
        case (ast.Tuple(elts=names), ast.Tuple(elts=values)) if len(names) == len(values):
            return list(zip(names, values, strict=True))
    return [(to, value)]


_SCOPES = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda,
    ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp,
)  # fmt: skip


def _names(tree: ast.AST, local: bool = True) -> Iterator[str]:
    """Names that are bound, in inner scopes only if `local`."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if local or not isinstance(node, _SCOPES):
            waiting += ast.iter_child_nodes(node)
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.alias(name=name, asname=asname):
                yield asname or name


def _plain(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in body:
        yield statement
        if isinstance(statement, ast.With):
            yield from _plain(statement.body)


def _last_part(func: ast.expr) -> str:
    """`Dense` for `keras.layers.Dense`; "" for anything without a name."""
    return (dotted(func) or "").rsplit(".", 1)[-1]
