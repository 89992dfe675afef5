"""Finds the statements of a draft that make layers, and the statements that these need, before any of it runs.

A layer statement calls a class or function of Keras that makes layers or tensors, outside of functions. It needs the
statements that bind its names, in the draft or in the lesson's setup. In a draft only imports, definitions,
assignments, loops and calls such as `model.add(...)` may run, and no training; in a setup, any statement that binds a
name.
"""

from __future__ import annotations

import ast
import builtins
import dis
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType
from typing import Optional

_LOADS, _STORES = frozenset({"LOAD_NAME", "LOAD_GLOBAL"}), frozenset({"STORE_NAME", "STORE_GLOBAL", "DELETE_NAME"})
# a draft may import and call only these here
_MODULES = frozenset((
    "keras", "tensorflow", "numpy", "math", "itertools", "functools", "operator", "collections", "dataclasses",
    "typing",
))  # fmt: skip
_BUILTINS = frozenset((
    "abs", "bool", "dict", "divmod", "enumerate", "float", "int", "isinstance", "len", "list", "map", "max",
    "min", "pow", "range", "reversed", "round", "set", "slice", "sorted", "str", "sum", "super", "tuple",
    "type", "zip",
))  # fmt: skip
_GROWS = frozenset({"add", "append", "build", "extend", "insert", "pop"})  # methods called for their effect
# functions that train, predict or read files, and so take long
_WORKS = frozenset((
    "adapt", "compile", "evaluate", "export", "fit", "get_file", "get_weights", "load_data", "load_model",
    "load_weights", "predict", "predict_on_batch", "save", "save_weights", "set_weights", "summary",
    "test_on_batch", "train_on_batch",
))  # fmt: skip
# parts of Keras that make no layers
_ASIDE = frozenset((
    "activations", "backend", "callbacks", "config", "constraints", "datasets", "dtype_policies",
    "initializers", "losses", "metrics", "ops", "optimizers", "preprocessing", "random", "regularizers",
    "saving", "utils", "visualization",
))  # fmt: skip


@dataclass(frozen=True)
class SourceStatement:
    """A statement outside functions. It `binds` or deletes names, and `reads` names.

    `later` are names that its functions and classes read when called.
    """

    node: ast.stmt
    code: CodeType
    binds: frozenset[str]
    reads: frozenset[str]
    later: frozenset[str]

    @property
    def is_whole(self) -> bool:
        """Whether the names that it binds don't depend on their values before."""
        kinds = (ast.Assign, ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        return isinstance(self.node, kinds) and not self.binds & self.reads


def statements_of(source: str, filename: str) -> list[SourceStatement]:
    """Return the statements of a program. Raises SyntaxError, and other exceptions of compiling."""
    return [_statement(_without_star(node), filename) for node in ast.parse(source, filename).body]


def _without_star(node: ast.stmt) -> ast.stmt:
    """Write out the names of `from keras.layers import *`, if that module is loaded."""
    module = sys.modules.get(node.module or "") if isinstance(node, ast.ImportFrom) else None
    if not isinstance(node, ast.ImportFrom) or module is None or node.names[0].name != "*":
        return node
    names = getattr(module, "__all__", [name for name in vars(module) if not name.startswith("_")])
    whole = ast.ImportFrom(node.module, [ast.alias(name) for name in names], 0)
    return ast.fix_missing_locations(ast.copy_location(whole, node))


def first_call(draft: list[SourceStatement]) -> Optional[SourceStatement]:
    """Return `model(x)` for the last `model.fit(x, ...)`: it gives shapes to a model without an `Input`."""
    for statement in reversed(draft):
        for call in _calls(statement.node):
            inputs = [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "x")]
            path = _path(call)
            if path[1:] == ["fit"] and inputs and not isinstance(inputs[0], ast.Starred):
                first = ast.Expr(ast.Call(ast.Name(path[0], ast.Load()), inputs[:1], []))
                return _statement(ast.fix_missing_locations(first), "the first call")
    return None


def _statement(node: ast.stmt, filename: str) -> SourceStatement:
    code = compile(ast.Module([node], []), filename, "exec")
    binds, reads = _names(code, _STORES), _names(code, _LOADS)
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        binds |= {name for part in ast.walk(node) if isinstance(part, ast.Expr) and (name := _grown(part))}
    later = {name for inner in _inner_codes(code) for name in _names(inner, _LOADS)}
    return SourceStatement(node, code, frozenset(binds), frozenset(reads), frozenset(later - reads))


def _inner_codes(code: CodeType) -> Iterator[CodeType]:
    """Yield the code of functions and classes, at any depth."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _inner_codes(constant)


def _names(code: CodeType, operations: frozenset[str]) -> set[str]:
    return {str(step.argval) for step in dis.get_instructions(code) if step.opname in operations}


def _grown(node: ast.stmt) -> Optional[str]:
    """Return the name of the object that a statement such as `model.add(layer)` changes."""
    call = node.value if isinstance(node, ast.Expr) else None
    is_method = isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in _GROWS
    owner = call.func.value if is_method else None  # type: ignore[union-attr]
    return owner.id if isinstance(owner, ast.Name) else None


# ---- what makes layers


class DraftPlan:
    """The statements of a setup and of a draft that have to run, in this order, to make the draft's layers.

    `needed` are their indices in `all`, which begins with the setup's statements.
    """

    def __init__(
        self,
        setup: list[SourceStatement],
        draft: list[SourceStatement],
        light: bool,
        last: Optional[SourceStatement] = None,
    ) -> None:
        """`light`: a setup may do no more than a draft. `last` is run after the draft."""
        self._light = light
        self.all = [*setup, *draft, *([] if last is None else [last])]
        self.setup = range(len(setup))
        self._bound = frozenset(name for statement in self.all for name in statement.binds)
        self._origins = dict(origin for statement in self.all for origin in _origins(statement.node))
        self._makers = self._find_makers()
        self._last = last
        self.needed = frozenset(self._find_needed())

    def _find_makers(self) -> set[str]:
        """Return the names of what makes layers: of Keras, or of functions, classes and values based on it."""
        makers = {name for name, path in self._origins.items() if path[0] == "keras" and not _ASIDE & set(path[1:2])}
        makers |= {name for name, path in self._origins.items() if path == ["tensorflow"]}
        for statement in self.all:
            if isinstance(statement.node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                makers |= statement.binds if makers & (statement.later | statement.reads) else set()
            elif self._makes_layers(statement, makers):
                makers |= statement.binds
        return makers

    def _makes_layers(self, statement: SourceStatement, makers: set[str]) -> bool:
        for call in _calls(statement.node):
            name, *rest = _path(call) or [""]
            path = [*self._origins.get(name, [name]), *rest]
            if path[0] == "tensorflow":
                path = path[1:] if path[1:2] == ["keras"] else [""]
            if name in makers and path != [""] and not (path[0] == "keras" and _ASIDE & set(path[1:2])):
                return True
        return False

    # ---- the statements that these need

    def _find_needed(self) -> set[int]:
        needed: set[int] = set()
        ahead = [
            index
            for index, statement in enumerate(self.all)
            if index not in self.setup and self._makes_layers(statement, self._makers)
        ]
        while ahead:
            index = ahead.pop()
            if index in needed or not self._is_allowed(index):
                continue
            needed.add(index)
            for name in self.all[index].reads:
                ahead += self._binders(name, index)
            for name in self.all[index].later:
                ahead += self._binders(name, len(self.all))
        return needed

    def _binders(self, name: str, before: int) -> Iterator[int]:
        """Yield the statements that make a name's value before the statement at index `before`, the last one first."""
        for index in range(before - 1, -1, -1):
            if name in self.all[index].binds:
                yield index
                if self.all[index].is_whole:
                    return

    def _is_allowed(self, index: int) -> bool:
        """Whether a statement may run, if it is needed."""
        node = self.all[index].node
        if self.all[index] is self._last:
            return self._is_light(node)
        if index in self.setup and not self._light:
            return not isinstance(node, ast.Expr) or _grown(node) is not None
        return self._may_run(node)

    def _may_run(self, node: ast.stmt) -> bool:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            return all(path[0] in _MODULES for _, path in _origins(node))
        if isinstance(node, ast.For):
            return not node.orelse and self._is_light(node.iter) and all(map(self._may_run, node.body))
        kinds = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.FunctionDef, ast.ClassDef)
        return (isinstance(node, kinds) or _grown(node) is not None) and self._is_light(node)

    def _is_light(self, node: ast.AST) -> bool:
        """Whether it makes no calls that train, read files, or may do anything."""
        for call in _calls(node):
            path = _path(call)
            if _WORKS & set(path or [getattr(call.func, "attr", "")]):
                return False
            name = path[0] if path else ""
            if name in self._origins and self._origins[name][0] not in _MODULES:
                return False
            if name not in self._bound and hasattr(builtins, name) and name not in _BUILTINS:
                return False
        return True


def _origins(node: ast.stmt) -> Iterator[tuple[str, list[str]]]:
    """Yield the names that an import binds with their origins: ("layers", ["keras", "layers"]).

    Names from `tensorflow.keras` have the origin "keras".
    """
    if not isinstance(node, (ast.Import, ast.ImportFrom)):
        return
    origin = (node.module or ".").split(".") if isinstance(node, ast.ImportFrom) else []
    for alias in node.names:
        path = [*origin, *alias.name.split(".")]
        if isinstance(node, ast.Import) and alias.asname is None:
            path = path[:1]
        yield alias.asname or path[-1], path[1:] if path[:2] == ["tensorflow", "keras"] else path


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls in a statement, without those in functions that it defines."""
    ahead = [node]
    while ahead:
        part = ahead.pop()
        if isinstance(part, ast.Call):
            yield part
        if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef)):
            ahead += [*part.decorator_list, *part.args.defaults]
        elif not isinstance(part, ast.Lambda):
            ahead += ast.iter_child_nodes(part)


def _path(call: ast.Call) -> list[str]:
    """Return the path of `keras.layers.Dense(...)` as ["keras", "layers", "Dense"]; empty if it begins with no name."""
    parts: list[str] = []
    part: ast.expr = call.func
    while isinstance(part, ast.Attribute):
        parts.append(part.attr)
        part = part.value
    return [*parts, part.id][::-1] if isinstance(part, ast.Name) else []
