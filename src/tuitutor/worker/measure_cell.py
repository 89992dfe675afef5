"""Running an exercise's `measure` cell: code of the course that examines what an answer left behind."""

from __future__ import annotations

import ast
import builtins
import copy
import traceback
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.protocol.facts import FitFacts
from tuitutor.worker.sources import Sources, in_brief


@dataclass(frozen=True)
class CellResult:
    """The result of a `measure` cell: variables that it made, all `names` that it assigns, and what it raised, if any.

    `missing` is a name that the cell itself did not find, which is the answer's fault.
    """

    made: dict[str, Any] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    problem: Optional[str] = None
    missing: Optional[str] = None


def copied(namespace: dict[str, Any]) -> dict[str, Any]:
    """The namespace, with copies of what an answer may change in place: arrays, sets, lists and dicts."""
    return {name: _copy(value) for name, value in namespace.items()}


def _copy(value: Any, within: int = 0) -> Any:
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
class Answer:
    """An answer that ran: its text, its variables, and those from before it, the lesson's `setup`.

    `fits_of` returns all fits so far, as facts about a model. The answer ran inside `wall()`.
    """

    source: str
    variables: dict[str, Any]
    setup: dict[str, Any]
    fits_of: Callable[[Any], Iterable[FitFacts]]
    wall: Callable[[], AbstractContextManager[None]] = nullcontext

    def fits(self, model: Any, skip: int = 0) -> list[dict[str, Any]]:
        """The fits of the model as a cell sees them, leaving out the first `skip` of all fits."""
        told = [fit for fit in tuple(self.fits_of(model))[skip:] if fit.of_model]
        return [{"epochs": fit.epochs_run, "asked": fit.epochs, "history": dict(fit.history)} for fit in told]

    def rerun(self, seed: int = 0, **instead: Any) -> dict[str, Any]:
        """Run the answer again, with other values for names of the setup. Returns its variables, with its `fits`."""
        scope = {**copied(self.setup), **instead}
        before = len(tuple(self.fits_of(None)))
        keras.utils.set_random_seed(seed)
        with self.wall():
            Sources(scope).execute(self.source, "answer.py")
        return {**scope, "fits": self.fits(scope.get("model"), before)}


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


def run_cell(source: str, filename: str, answer: Answer, drawn: Path) -> CellResult:
    """Run the cell on the answer's variables, with the setup's as they were before it, and on drawn data, if any.

    It sees `drawn_x` and perhaps `drawn_y` from the file `drawn`, the final model's `fits`, and may `rerun` the answer
    or follow the `flow` of data through a model. Variables of the answer that hide Python's built-ins are left out.
    """
    scope = {name: value for name, value in answer.variables.items() if not hasattr(builtins, name)}
    scope.update(copied(answer.setup), fits=answer.fits(answer.variables.get("model")))
    scope.update(rerun=answer.rerun, flow=flow)
    nodes = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name))
    names = frozenset(node.id for node in nodes if isinstance(node.ctx, ast.Store))
    try:
        if drawn.exists():
            with np.load(drawn, allow_pickle=False) as arrays:
                scope.update({f"drawn_{name}": arrays[name] for name in arrays.files})
        Sources(scope).execute(source, filename)
    except BaseException as error:
        return CellResult(names=names, problem=in_brief(error), missing=_missing(error, filename))
    return CellResult({name: scope[name] for name in names if name in scope}, names)


def _missing(error: BaseException, filename: str) -> Optional[str]:
    """The name that the cell itself, not something that it calls, did not find; else None."""
    frames = traceback.extract_tb(error.__traceback__)
    return error.name if isinstance(error, NameError) and frames[-1].filename == filename else None
