"""Runs an exercise's `measure` cell: code of the course that examines the state after an answer."""

from __future__ import annotations

import ast
import builtins
import copy
import pickle
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.protocol.facts import FitFacts
from tuitutor.worker import plain_data
from tuitutor.worker.archive import compile_as_saved, load_saved
from tuitutor.worker.carrying import INSTEAD, RERUN_MODEL, VARIABLES
from tuitutor.worker.learner_errors import brief_error
from tuitutor.worker.permutation import permute_weights
from tuitutor.worker.sources import Sources


@dataclass(frozen=True)
class CellResult:
    """The result of a `measure` cell: its variables, all `names` that it assigns, and its exception, if any.

    `missing` is a name that the cell did not find, which is the answer's fault.
    """

    made: dict[str, Any] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    problem: Optional[str] = None
    missing: Optional[str] = None


def copy_mutables(namespace: dict[str, Any]) -> dict[str, Any]:
    """Return the namespace with copies of values that an answer may change in place: arrays, sets, lists and dicts."""
    return {name: _copy(value) for name, value in namespace.items()}


def _copy(value: Any, depth: int = 0) -> Any:
    if isinstance(value, np.memmap):  # it may be as large as a file, and changes go to the file
        return value
    if isinstance(value, (np.ndarray, set)):
        return value.copy()
    if not isinstance(value, (list, dict)) or depth > 8:
        return value
    copied = copy.copy(value)  # of the same class: scikit-learn's data sets are dicts with attributes
    items = copied.items() if isinstance(copied, dict) else enumerate(copied)
    for key, item in list(items):
        copied[key] = _copy(item, depth + 1)
    return copied


@dataclass
class RunAnswer:
    """An answer that ran: its source, its variables, those of the lesson's `setup`, and those from right `before` it.

    The last two differ if answers to other exercises ran between them. `fits_of` returns all fits so far, as facts
    about a model, and `rows_in_loops` the number of rows that trained it outside of fits. The answer ran inside
    `wall()`, in a process seeded with `seed`. `model` is the model to examine, once it is known.
    """

    source: str
    variables: dict[str, Any]
    setup: dict[str, Any]
    before: dict[str, Any]
    fits_of: Callable[[Any], Iterable[FitFacts]]
    rows_in_loops: Callable[[Any], Optional[int]]
    wall: Callable[[], AbstractContextManager[None]] = nullcontext
    seed: int = 0
    model: Any = None

    def fits(self, model: Any, skip: int = 0) -> list[dict[str, Any]]:
        """Return the fits of the model for a cell, without the first `skip` of all fits."""
        fits = [fit for fit in tuple(self.fits_of(model))[skip:] if fit.of_model]
        return [{"epochs": fit.epochs_run, "asked": fit.epochs, "history": dict(fit.history)} for fit in fits]

    def training(self, model: Any) -> dict[str, Any]:
        """Return the variables of a cell that describe how the model was trained."""
        return {"fits": self.fits(model), "rows_in_loops": self.rows_in_loops(model)}

    def scope(self) -> dict[str, Any]:
        """Return the variables of a cell in this process. Variables of the answer that hide built-ins are left out."""
        variables = {name: value for name, value in self.variables.items() if not hasattr(builtins, name)}
        model = {} if self.model is None else {"model": self.model}
        return {**variables, **model, **copy_mutables(self.setup), **self.training(self.model)}

    def rerun(self, seed: Optional[int] = None, **instead: Any) -> dict[str, Any]:
        """Run the answer again, with other values for names of the setup. Returns its variables, with its `fits`.

        Without a seed it uses the seed of the run: if the setup drew no random numbers, the answer draws the same ones.

        Statements that only bind such a name again are left out: a data cell of the lesson, pasted into the answer.
        All randomness follows from the seed, so that two runs differ only in these values.
        """
        scope = {**copy_mutables(self.before), **instead}
        earlier = len(tuple(self.fits_of(None)))
        keras.utils.set_random_seed(self.seed if seed is None else seed)
        with self.wall(), _seeded():
            Sources(scope).execute(_without_bindings(self.source, set(instead)), "answer.py")
        return {**scope, "fits": self.fits(scope.get("model"), earlier)}


@contextmanager
def _seeded() -> Iterator[None]:
    """Inside the block, `np.random.default_rng()` is seeded by numpy's global random numbers."""
    own = np.random.default_rng

    def default_rng(seed: Any = None) -> np.random.Generator:
        return own(np.random.randint(1 << 31) if seed is None else seed)

    np.random.default_rng = default_rng
    try:
        yield
    finally:
        np.random.default_rng = own


def _without_bindings(source: str, names: set[str]) -> str:
    """Return the program without assignments at the top level that bind only these names, and read none of them."""
    tree, statements = ast.parse(source), []
    for statement in tree.body:
        used = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
        bound, read = ({name.id for name in used if isinstance(name.ctx, kind)} for kind in (ast.Store, ast.Load))
        if not isinstance(statement, ast.Assign) or not bound or not bound <= names or read & names:
            statements.append(statement)
    return source if len(statements) == len(tree.body) else ast.unparse(ast.Module(statements, []))


class Unanswered(BaseException):
    """The cell needs the result of `number` calls of `rerun`; it runs again with them. No cell catches it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class RerunFailed(Exception):
    """The answer raised an exception when it was run again; the text describes it."""


class Replay:
    """`rerun` for a cell in another process than the answer. Its results come from files in `folder`.

    `problems` has an entry for every finished call, in order: the answer's exception, or "".
    """

    def __init__(self, folder: Path, problems: Sequence[str]) -> None:
        self._folder, self._problems, self._calls = folder, problems, 0

    def rerun(self, seed: Optional[int] = None, **instead: Any) -> dict[str, Any]:
        """Return the result of `RunAnswer.rerun`. Raises RerunFailed, and Unanswered after writing the arguments."""
        self._calls += 1
        if self._calls > len(self._problems):
            (self._folder / INSTEAD).write_bytes(pickle.dumps((seed, instead)))
            raise Unanswered(self._calls)
        if problem := self._problems[self._calls - 1]:
            raise RerunFailed(problem)
        variables = plain_data.read_values(self._folder / VARIABLES.format(self._calls))
        saved = self._folder / RERUN_MODEL.format(self._calls)
        model, _ = load_saved(saved)
        if model is None:
            return variables
        compile_as_saved(model, saved)
        return {**variables, "model": model}


def flow(model: Any, inputs: Any) -> list[tuple[Any, Any, Any]]:
    """Return (layer, input, output) of every layer that the model calls on `inputs`, in the order in which they end.

    It works for any kind of model; a layer that contains others comes after them. Raises whatever the model raises.
    """
    model(inputs)  # builds it if needed, which calls layers on tensors without data
    calls: list[tuple[Any, Any, Any]] = []
    own_call: Callable[..., Any] = keras.layers.Layer.__call__

    def noted_call(layer: Any, *args: Any, **kwargs: Any) -> Any:
        outputs = own_call(layer, *args, **kwargs)
        first = args[0] if args else next(iter(kwargs.values()), None)
        calls.append((layer, *keras.tree.map_structure(np.asarray, (first, outputs))))
        return outputs

    keras.layers.Layer.__call__ = noted_call
    try:
        model(inputs)
    finally:
        keras.layers.Layer.__call__ = own_call
    return calls


def run_cell(
    source: str,
    filename: str,
    read_scope: Callable[[], dict[str, Any]],
    rerun: Callable[..., dict[str, Any]],
    drawn: Path,
) -> CellResult:
    """Run the cell with the variables that `read_scope` returns, and with drawn data, if any. Raises Unanswered.

    The cell has `drawn_x` and perhaps `drawn_y` from the file `drawn`, and may `rerun` the answer, follow the `flow` of
    data through a model, or permute a model's weights (`permute_weights`).
    """
    nodes = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name))
    names = frozenset(node.id for node in nodes if isinstance(node.ctx, ast.Store))
    try:
        scope = {**read_scope(), "rerun": rerun, "flow": flow, "permute_weights": permute_weights}
        if drawn.exists():
            with np.load(drawn, allow_pickle=False) as arrays:
                scope.update({f"drawn_{name}": arrays[name] for name in arrays.files})
        Sources(scope).execute(source, filename)
    except Unanswered:
        raise
    except BaseException as error:
        problem = str(error) if isinstance(error, RerunFailed) else brief_error(error)
        in_cell = traceback.extract_tb(error.__traceback__)[-1].filename == filename  # not in a function that it calls
        missing = error.name if isinstance(error, NameError) and in_cell else None
        return CellResult(names=names, problem=problem, missing=missing)
    return CellResult({name: scope[name] for name in names if name in scope}, names)
