"""Loading a model that a program has saved, in a process that has run nothing of it but registered classes."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import keras
import numpy as np

from tuitutor.protocol.facts import FreshFacts
from tuitutor.worker.sources import Sources, brief_error

_ROWS = 4
_MOST = 1000  # outputs
_TOLD = 200  # characters of an error
_FREE = 8  # for an axis of any size


def load_fresh(path: Path, definitions: str, scope: dict[str, Any]) -> FreshFacts:
    """What the model saved at `path` gives, after these definitions have run in `scope`; or why it can't be loaded."""
    if not path.is_file():
        return FreshFacts(f"there is no file {path.name}")
    try:
        Sources(scope).execute(definitions, "answer.py")
        model = keras.saving.load_model(path, compile=False)
        return FreshFacts(outputs=outputs_of(model))
    except BaseException as error:
        return FreshFacts(_reason(error))


def _reason(error: BaseException) -> str:
    """What went wrong, in a line. Keras says first what it was about to do, at length."""
    said = ""
    with suppress(Exception):  # it may be an exception of the program's own
        said = str(error).rpartition("Exception encountered: ")[2]
    return " ".join((said or brief_error(error)).split())[:_TOLD]


def outputs_of(model: Any) -> tuple[float, ...]:
    """The squares of all weights, summed, and what the model gives for random inputs that are always the same."""
    told = [float(sum(np.square(each).sum(dtype="float64") for each in model.get_weights()))]
    with suppress(AttributeError):  # a class of the program's own doesn't say what goes in
        given = keras.tree.map_structure(_numbers, model.inputs)
        made = keras.tree.flatten(model(given[0] if len(given) == 1 else given, training=False))
        told += [float(value) for each in made for value in np.asarray(each, "float64").ravel()[:_MOST]]
    return tuple(told)


def _numbers(wanted: Any) -> Any:
    shape = (_ROWS, *(_FREE if size is None else size for size in wanted.shape[1:]))
    drawn = np.random.default_rng(0).normal(size=shape)
    return keras.ops.convert_to_tensor(np.zeros(shape) if "int" in str(wanted.dtype) else drawn, wanted.dtype)
