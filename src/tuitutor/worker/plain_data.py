"""Values as plain data in a file: written where learner code runs, read where it never does.

Numbers, texts, arrays, and lists and dicts of them; tensors become arrays. Symbolic tensors keep their shape and dtype,
and Keras's own losses and functions their names and settings.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import keras
import numpy as np

from tuitutor.worker.archive import check_config

MOST_BYTES = 128 << 20  # of all arrays together
MOST_TEXT = 8 << 20  # bytes of everything else
_TEXT = "values"  # its name among the arrays
_DEEPEST = 16
_as_array = np.asarray  # taken before any learner code can replace it
_CONTAINERS: dict[str, type] = {"list": list, "tuple": tuple, "set": set}


class Uncarried(Exception):
    """A value that is no plain data."""


def write_values(path: Path, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Write the values to `path`. Returns the names of those that are no plain data, or too large."""
    arrays: list[np.ndarray] = []
    told, left, uncarried = {}, MOST_BYTES, []
    for name, value in values.items():
        mine: list[np.ndarray] = []
        try:
            told[name] = _told(value, mine, len(arrays), 0)
            if (size := sum(array.nbytes for array in mine)) > left:
                raise Uncarried(name)
        except Exception:  # whatever a class of the learner's says
            told.pop(name, None)
            uncarried.append(name)
        else:
            arrays += mine
            left -= size
    text = np.frombuffer(json.dumps(told).encode(), "uint8")
    np.savez(path, **{_TEXT: text}, **{str(at): array for at, array in enumerate(arrays)})  # type: ignore[arg-type]
    return tuple(uncarried)


def read_values(path: Path) -> dict[str, Any]:
    """The values in the file. Raises an exception if it isn't one that `write_values` has written."""
    with zipfile.ZipFile(path) as archive:
        sizes = {member.filename: member.file_size for member in archive.infolist()}
    if sum(sizes.values()) > 2 * MOST_BYTES or sizes[f"{_TEXT}.npy"] > MOST_TEXT:
        raise ValueError("the file is too large")
    with np.load(path, allow_pickle=False) as arrays:
        told = json.loads(arrays[_TEXT].tobytes())
        return {str(name): _value(value, arrays) for name, value in told.items()}


def _told(value: Any, arrays: list[np.ndarray], first: int, depth: int) -> Any:
    """The value for JSON; its arrays are appended to `arrays`, of which the first has the number `first`."""
    if depth > _DEEPEST:
        raise Uncarried("nested too deeply")
    if value is None or type(value) in (bool, int, float, str):
        return ["plain", value]
    if isinstance(value, dict):
        return ["dict", [[_told(each, arrays, first, depth + 1) for each in pair] for pair in value.items()]]
    if isinstance(value, (list, tuple, set)):
        kind = next(kind for kind in _CONTAINERS if isinstance(value, _CONTAINERS[kind]))
        return [kind, [_told(item, arrays, first, depth + 1) for item in value]]
    if isinstance(value, keras.KerasTensor):
        return ["symbolic", [list(value.shape), str(value.dtype)]]
    if (name := _name_in_keras(value)) is not None:
        return ["plain", name]
    if isinstance(value, (keras.losses.Loss, keras.metrics.Metric, keras.optimizers.Optimizer)):
        config = keras.saving.serialize_keras_object(value)
        check_config(config)
        return ["keras", config]
    array = _as_array(value if hasattr(value, "__array__") else None)
    if array.dtype.kind not in "biufcSUmM":
        raise Uncarried(type(value).__name__)
    arrays.append(array)
    return ["array", first + len(arrays) - 1]


def _name_in_keras(value: Any) -> Any:
    """The name of one of Keras's own activations, losses and metrics; None for anything else."""
    name = getattr(value, "__name__", None)
    for module in (keras.activations, keras.losses, keras.metrics):
        try:
            if callable(value) and isinstance(name, str) and module.get(name) is value:
                return name
        except Exception:  # no such name
            continue
    return None


def _value(told: Any, arrays: Any) -> Any:
    kind, what = told
    if kind == "plain":
        return what
    if kind == "dict":
        return {_value(key, arrays): _value(item, arrays) for key, item in what}
    if kind in _CONTAINERS:
        return _CONTAINERS[kind](_value(item, arrays) for item in what)
    if kind == "symbolic":
        return keras.KerasTensor(tuple(what[0]), dtype=what[1])
    if kind == "keras":
        check_config(what)
        return keras.saving.deserialize_keras_object(what, safe_mode=True)
    if kind == "array":
        return arrays[str(what)][()]  # a number, if it has no axis
    raise ValueError(f"an unknown kind of value: {str(kind)[:40]}")
