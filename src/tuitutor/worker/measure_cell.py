"""Running an exercise's `measure` cell: code of the course's own that looks into what an answer left behind."""

from __future__ import annotations

import ast
import builtins
import copy
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.protocol.facts import FitFacts
from tuitutor.worker.sources import Sources, in_brief


@dataclass(frozen=True)
class CellResult:
    """What a `measure` cell made: its variables, those that it should make, and what it raised, if anything.

    `missing` is the name that it did not find: the answer's fault, and no other.
    """

    made: dict[str, Any] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    problem: Optional[str] = None
    missing: Optional[str] = None


def copied(namespace: dict[str, Any]) -> dict[str, Any]:
    """The namespace's values, those copied that an answer may change where they are: arrays, and what holds them."""
    return {name: _copy(value) for name, value in namespace.items()}


def _copy(value: Any, within: int = 0) -> Any:
    if isinstance(value, (np.ndarray, set)):
        return value.copy()
    if not isinstance(value, (list, dict)) or within > 8:
        return value
    same = copy.copy(value)  # of its own class: scikit-learn's data sets are dicts with attributes
    places = same.items() if isinstance(same, dict) else enumerate(same)
    for place, item in list(places):
        same[place] = _copy(item, within + 1)
    return same


@dataclass
class Answer:
    """An answer that ran: its text, its variables, and what was there before it, the lesson's `setup`.

    `fits_of` tells all fits up to now as facts about a model.
    """

    source: str
    variables: dict[str, Any]
    setup: dict[str, Any]
    fits_of: Callable[[Any], Iterable[FitFacts]]

    def fits(self, model: Any, skip: int = 0) -> list[dict[str, Any]]:
        """The fits of the model, less the first `skip` of all, as a cell sees them."""
        told = [fit for fit in tuple(self.fits_of(model))[skip:] if fit.of_model]
        return [{"epochs": fit.epochs_run, "asked": fit.epochs, "history": dict(fit.history)} for fit in told]

    def rerun(self, seed: int = 0, **instead: Any) -> dict[str, Any]:
        """The answer's variables, and its `fits`, when it runs again with other values for names of the setup."""
        scope = {**copied(self.setup), **instead}
        before = len(tuple(self.fits_of(None)))
        keras.utils.set_random_seed(seed)
        Sources(scope).execute(self.source, "answer.py")
        return {**scope, "fits": self.fits(scope.get("model"), before)}


def flow(model: Any, inputs: Any) -> list[tuple[Any, Any, Any]]:
    """Each layer that runs as the model does on `inputs`, with what it got and what it gave, in the order of the calls.

    However the model is written; one that holds others comes after them. Raises what the model raises.
    """
    model(inputs)  # builds it, where it is not: that calls layers on tensors without data
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
    """Run the cell on the answer's variables, the setup's in their place, and on what was drawn, if it was.

    It sees `drawn_x` and perhaps `drawn_y` of the file `drawn`, the final model's `fits`, and may `rerun` the answer or
    follow the `flow` of data through a model. Names that hide Python's own functions are the answer's business, and are
    not seen.
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
    """The name that the cell itself, and nothing that it calls, did not find."""
    frames = traceback.extract_tb(error.__traceback__)
    return error.name if isinstance(error, NameError) and frames[-1].filename == filename else None
