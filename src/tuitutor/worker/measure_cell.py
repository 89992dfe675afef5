"""Running an exercise's `measure` cell: code of the course that examines what an answer left behind."""

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
from tuitutor.worker.permutation import permute_weights
from tuitutor.worker.sources import Sources, brief_error


@dataclass(frozen=True)
class CellResult:
    """The result of a `measure` cell: variables that it made, all `names` that it assigns, and what it raised, if any.

    `missing` is a name that the cell itself did not find, which is the answer's fault.
    """

    made: dict[str, Any] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    problem: Optional[str] = None
    missing: Optional[str] = None


def copy_mutables(namespace: dict[str, Any]) -> dict[str, Any]:
    """The namespace, with copies of what an answer may change in place: arrays, sets, lists and dicts."""
    return {name: _copy(value) for name, value in namespace.items()}


def _copy(value: Any, within: int = 0) -> Any:
    if isinstance(value, np.memmap):  # it is as large as a file may be, and who changes it changes that
        return value
    if isinstance(value, (np.ndarray, set)):
        return value.copy()
    if not isinstance(value, (list, dict)) or within > 8:
        return value
    same = copy.copy(value)  # keeps its class: scikit-learn's data sets are dicts with attributes
    places = same.items() if isinstance(same, dict) else enumerate(same)
    for place, item in list(places):
        same[place] = _copy(item, within + 1)
    return same


@dataclass
class RunAnswer:
    """An answer that ran: its text, its variables, those of the lesson's `setup`, and those from right `before` it.

    The last two differ where answers to other exercises ran between them. `fits_of` returns all fits so far, as facts
    about a model, and `rows_in_loops` how many rows trained it outside of them. The answer ran inside `wall()`, in a
    process seeded with `seed`. `model` is the one to look at, once it is known.
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
        """The fits of the model as a cell sees them, leaving out the first `skip` of all fits."""
        told = [fit for fit in tuple(self.fits_of(model))[skip:] if fit.of_model]
        return [{"epochs": fit.epochs_run, "asked": fit.epochs, "history": dict(fit.history)} for fit in told]

    def training(self, model: Any) -> dict[str, Any]:
        """What trained the model, by the names that a cell reads it by."""
        return {"fits": self.fits(model), "rows_in_loops": self.rows_in_loops(model)}

    def scope(self) -> dict[str, Any]:
        """What a cell sees in this process. Variables of the answer that hide Python's built-ins are left out."""
        seen = {name: value for name, value in self.variables.items() if not hasattr(builtins, name)}
        model = {} if self.model is None else {"model": self.model}
        return {**seen, **model, **copy_mutables(self.setup), **self.training(self.model)}

    def rerun(self, seed: Optional[int] = None, **instead: Any) -> dict[str, Any]:
        """Run the answer again, with other values for names of the setup. Returns its variables, with its `fits`.

        Without a seed it is that of the run: if the setup drew nothing from it, the answer draws the same again.

        Statements that only bind such a name again are left out: a data cell of the lesson, pasted into the answer.
        All randomness follows from the seed, so that two runs differ only in what they were given.
        """
        scope = {**copy_mutables(self.before), **instead}
        before = len(tuple(self.fits_of(None)))
        keras.utils.set_random_seed(self.seed if seed is None else seed)
        with self.wall(), _seeded():
            Sources(scope).execute(_without_bindings(self.source, set(instead)), "answer.py")
        return {**scope, "fits": self.fits(scope.get("model"), before)}


@contextmanager
def _seeded() -> Iterator[None]:
    """Inside the block, `np.random.default_rng()` is seeded by numpy's random numbers, which a seed fixes."""
    made = np.random.default_rng

    def default_rng(seed: Any = None) -> np.random.Generator:
        return made(np.random.randint(1 << 31) if seed is None else seed)

    np.random.default_rng = default_rng
    try:
        yield
    finally:
        np.random.default_rng = made


def _without_bindings(source: str, names: set[str]) -> str:
    """The program without the assignments outside functions that bind only such names, and from other ones."""
    tree, kept = ast.parse(source), []
    for node in tree.body:
        used = [each for each in ast.walk(node) if isinstance(each, ast.Name)] if isinstance(node, ast.Assign) else []
        bound, read = ({each.id for each in used if isinstance(each.ctx, kind)} for kind in (ast.Store, ast.Load))
        if not bound or not bound <= names or read & names:
            kept.append(node)
    return source if len(kept) == len(tree.body) else ast.unparse(ast.Module(kept, []))


class Unanswered(BaseException):
    """The cell needs the result of `number` calls of `rerun`; it runs again once it is there. No cell catches it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class RerunFailed(Exception):
    """The answer raised when it was run again; the text is what it raised."""


class Replay:
    """`rerun` for a cell that runs elsewhere than the answer. What it returns comes from files in `folder`.

    `problems` has an entry for each call whose result is there, in order: what the answer raised, or "".
    """

    def __init__(self, folder: Path, problems: Sequence[str]) -> None:
        self._folder, self._problems, self._calls = folder, problems, 0

    def rerun(self, seed: Optional[int] = None, **instead: Any) -> dict[str, Any]:
        """As `Answer.rerun`. Raises Unanswered after writing down with what to run the answer, or RerunFailed."""
        self._calls += 1
        if self._calls > len(self._problems):
            (self._folder / INSTEAD).write_bytes(pickle.dumps((seed, instead)))
            raise Unanswered(self._calls)
        if problem := self._problems[self._calls - 1]:
            raise RerunFailed(problem)
        found = plain_data.read_values(self._folder / VARIABLES.format(self._calls))
        saved = self._folder / RERUN_MODEL.format(self._calls)
        model, _ = load_saved(saved)
        if model is not None:
            compile_as_saved(model, saved)
        return found if model is None else {**found, "model": model}


def flow(model: Any, inputs: Any) -> list[tuple[Any, Any, Any]]:
    """(layer, input, output) for each layer that runs when the model runs on `inputs`, in the order in which they end.

    It works however the model is written; a layer that contains others comes after them. Raises what the model raises.
    """
    model(inputs)  # builds it if needed, which calls layers on tensors without data
    seen: list[tuple[Any, Any, Any]] = []
    call: Callable[..., Any] = keras.layers.Layer.__call__

    def noted(layer: Any, *given: Any, **named: Any) -> Any:
        made = call(layer, *given, **named)
        got = given[0] if given else next(iter(named.values()), None)
        seen.append((layer, *keras.tree.map_structure(np.asarray, (got, made))))
        return made

    keras.layers.Layer.__call__ = noted
    try:
        model(inputs)
    finally:
        keras.layers.Layer.__call__ = call
    return seen


def run_cell(
    source: str, filename: str, seen: Callable[[], dict[str, Any]], rerun: Callable[..., dict[str, Any]], drawn: Path
) -> CellResult:
    """Run the cell on what `seen` returns, and on drawn data, if any. Raises Unanswered.

    It sees `drawn_x` and perhaps `drawn_y` from the file `drawn`, and may `rerun` the answer, follow the `flow` of data
    through a model, or permute a model's weights (`permute_weights`).
    """
    nodes = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name))
    names = frozenset(node.id for node in nodes if isinstance(node.ctx, ast.Store))
    try:
        scope = {**seen(), "rerun": rerun, "flow": flow, "permute_weights": permute_weights}
        if drawn.exists():
            with np.load(drawn, allow_pickle=False) as arrays:
                scope.update({f"drawn_{name}": arrays[name] for name in arrays.files})
        Sources(scope).execute(source, filename)
    except Unanswered:
        raise
    except BaseException as error:
        said = str(error) if isinstance(error, RerunFailed) else brief_error(error)
        in_cell = traceback.extract_tb(error.__traceback__)[-1].filename == filename  # and not in what it calls
        missing = error.name if isinstance(error, NameError) and in_cell else None
        return CellResult(names=names, problem=said, missing=missing)
    return CellResult({name: scope[name] for name in names if name in scope}, names)
