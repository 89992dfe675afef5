"""Which statements of a draft make layers, and which others these need: read in its code, before any of it runs.

A layer statement calls something of Keras's that makes layers or tensors, outside of functions. It needs the
statements that bind the names in it, in the draft or in the lesson's setup. Of a draft only imports, definitions,
assignments, loops and calls such as `model.add(...)` are run, and no training. Of a setup, whatever binds a name.
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
# what a draft may import and call here
_MODULES = frozenset((
    "keras", "tensorflow", "numpy", "math", "itertools", "functools", "operator", "collections", "dataclasses",
    "typing",
))  # fmt: skip
_BUILTINS = frozenset((
    "abs", "bool", "dict", "divmod", "enumerate", "float", "int", "isinstance", "len", "list", "map", "max",
    "min", "pow", "range", "reversed", "round", "set", "slice", "sorted", "str", "sum", "super", "tuple",
    "type", "zip",
))  # fmt: skip
_GROWS = frozenset({"add", "append", "build", "extend", "insert", "pop"})  # methods that are called for their effect
# what trains, runs or reads, and so takes more than code that only says which layers there are
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
    """A statement outside functions. It `binds` names, or removes them; it `reads` names, and needs `later` those that
    functions and classes in it read. `is_whole`: it binds its names whatever they were before.
    """

    node: ast.stmt
    code: CodeType
    binds: frozenset[str]
    reads: frozenset[str]
    later: frozenset[str]

    @property
    def is_whole(self) -> bool:
        kinds = (ast.Assign, ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        return isinstance(self.node, kinds) and not self.binds & self.reads


def statements_of(source: str, filename: str) -> list[SourceStatement]:
    """The statements of a program. Raises SyntaxError, and what else compiling raises."""
    return [_statement(_named(node), filename) for node in ast.parse(source, filename).body]


def _named(node: ast.stmt) -> ast.stmt:
    """`from keras.layers import *` with all names that it imports, if that module is loaded."""
    module = sys.modules.get(node.module or "") if isinstance(node, ast.ImportFrom) else None
    if not isinstance(node, ast.ImportFrom) or module is None or node.names[0].name != "*":
        return node
    names = getattr(module, "__all__", [name for name in vars(module) if not name.startswith("_")])
    whole = ast.ImportFrom(node.module, [ast.alias(name) for name in names], 0)
    return ast.fix_missing_locations(ast.copy_location(whole, node))


def first_call(draft: list[SourceStatement]) -> Optional[SourceStatement]:
    """`model(x)` for the last `model.fit(x, ...)`, which is what gives shapes to a model without an `Input`."""
    for each in reversed(draft):
        for call in _calls(each.node):
            given = [*call.args[:1], *(word.value for word in call.keywords if word.arg == "x")]
            path = _path(call)
            if path[1:] == ["fit"] and given and not isinstance(given[0], ast.Starred):
                first = ast.Expr(ast.Call(ast.Name(path[0], ast.Load()), given[:1], []))
                return _statement(ast.fix_missing_locations(first), "the first call")
    return None


def _statement(node: ast.stmt, filename: str) -> SourceStatement:
    code = compile(ast.Module([node], []), filename, "exec")
    inner = [each for part in code.co_consts if isinstance(part, CodeType) for each in _codes(part)]
    binds, reads = _names(code, _STORES), _names(code, _LOADS)
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        binds |= {name for each in ast.walk(node) if isinstance(each, ast.Expr) and (name := _grown(each))}
    later = {name for each in inner for name in _names(each, _LOADS)}
    return SourceStatement(node, code, frozenset(binds), frozenset(reads), frozenset(later - reads))


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield from _codes(part)


def _names(code: CodeType, operations: frozenset[str]) -> set[str]:
    return {str(each.argval) for each in dis.get_instructions(code) if each.opname in operations}


def _grown(node: ast.stmt) -> Optional[str]:
    """The name of what a statement such as `model.add(layer)` changes."""
    call = node.value if isinstance(node, ast.Expr) else None
    is_method = isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in _GROWS
    owner = call.func.value if is_method else None  # type: ignore[union-attr]
    return owner.id if isinstance(owner, ast.Name) else None


# ---- what makes layers


class DraftPlan:
    """What to run of a setup and of a draft, in this order, so that the draft's layers are made.

    `wanted` are the indices of such statements in `all`, which begins with the setup's.
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
        self._bound = frozenset(name for each in self.all for name in each.binds)
        self._origins = dict(origin for each in self.all for origin in _origins(each.node))
        self._makers = self._find_makers()
        self._last = last
        self.wanted = frozenset(self._needed())

    def _find_makers(self) -> set[str]:
        """Names that stand for what makes layers: of Keras, or of functions, classes and values that come from it."""
        found = {name for name, path in self._origins.items() if path[0] == "keras" and not _ASIDE & set(path[1:2])}
        found |= {name for name, path in self._origins.items() if path == ["tensorflow"]}
        for each in self.all:
            if isinstance(each.node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                found |= each.binds if found & (each.later | each.reads) else set()
            elif self._makes_layers(each, found):
                found |= each.binds
        return found

    def _makes_layers(self, statement: SourceStatement, makers: set[str]) -> bool:
        for call in _calls(statement.node):
            name, *rest = _path(call) or [""]
            path = [*self._origins.get(name, [name]), *rest]
            if path[0] == "tensorflow":
                path = path[1:] if path[1:2] == ["keras"] else [""]
            if name in makers and path != [""] and not (path[0] == "keras" and _ASIDE & set(path[1:2])):
                return True
        return False

    # ---- what these need

    def _needed(self) -> set[int]:
        found: set[int] = set()
        ahead = [
            at for at, each in enumerate(self.all) if at not in self.setup and self._makes_layers(each, self._makers)
        ]
        while ahead:
            at = ahead.pop()
            if at in found or not self.is_run(at):
                continue
            found.add(at)
            for name in self.all[at].reads:
                ahead += self._binders(name, at)
            for name in self.all[at].later:
                ahead += self._binders(name, len(self.all))
        return found

    def _binders(self, name: str, before: int) -> Iterator[int]:
        """The statements that make the value that a name has before a statement, the last one first."""
        for at in range(before - 1, -1, -1):
            if name in self.all[at].binds:
                yield at
                if self.all[at].is_whole:
                    return

    def is_run(self, at: int) -> bool:
        """Whether a statement may be run, if it is needed."""
        node = self.all[at].node
        if self.all[at] is self._last:
            return self._is_light(node)
        if at in self.setup and not self._light:
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
        """Whether it calls nothing that trains, reads files, or may do anything."""
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
    """The names that an import binds, and where each comes from: ("layers", ["keras", "layers"]).

    What comes from `tensorflow.keras` comes from "keras".
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
    """The calls in a statement, except in functions that it defines."""
    ahead = [node]
    while ahead:
        each = ahead.pop()
        if isinstance(each, ast.Call):
            yield each
        if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)):
            ahead += [*each.decorator_list, *each.args.defaults]
        elif isinstance(each, ast.Lambda):
            continue
        else:
            ahead += ast.iter_child_nodes(each)


def _path(call: ast.Call) -> list[str]:
    """`keras.layers.Dense(...)` as ["keras", "layers", "Dense"]; empty if it begins with anything but a name."""
    parts: list[str] = []
    at: ast.expr = call.func
    while isinstance(at, ast.Attribute):
        parts.append(at.attr)
        at = at.value
    return [*parts, at.id][::-1] if isinstance(at, ast.Name) else []
