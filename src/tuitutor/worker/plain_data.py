"""Values as plain data in a file, written by a process with learner code and read by one without.

Numbers, texts, arrays, and lists and dicts of them; tensors become arrays. Symbolic tensors keep their shape and dtype,
and Keras's own losses and functions their names and settings.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.worker.archive import check_config
from tuitutor.worker.learner_errors import Unmeasurable, raise_if_ours, suppress_learner_errors

MOST_BYTES = 128 << 20  # of all arrays together
MOST_TEXT = 8 << 20  # bytes of everything else
_TEXT = "values"  # its name among the arrays
_DEEPEST = 16
_as_array = np.asarray  # bound before any learner code can replace it
_CONTAINERS: dict[str, type] = {"list": list, "tuple": tuple, "set": set}


def write_values(path: Path, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Write the values to `path`. Returns the names of values that are not plain data, or too large."""
    arrays: list[np.ndarray] = []
    encoded, left, uncarried = {}, MOST_BYTES, []
    for name, value in values.items():
        new_arrays: list[np.ndarray] = []
        try:
            encoded[name] = _encoded(value, new_arrays, len(arrays), 0)
            if (size := sum(array.nbytes for array in new_arrays)) > left:
                raise Unmeasurable("too large")
        except Exception as error:  # a class of the learner's may raise anything
            raise_if_ours(error, TypeError, ValueError)
            encoded.pop(name, None)
            uncarried.append(name)
        else:
            arrays += new_arrays
            left -= size
    text = np.frombuffer(json.dumps(encoded).encode(), "uint8")
    np.savez(path, **{_TEXT: text}, **{str(at): array for at, array in enumerate(arrays)})  # type: ignore[arg-type]
    return tuple(uncarried)


def read_values(path: Path) -> dict[str, Any]:
    """Read the values in a file. Raises an exception if `write_values` cannot have written it."""
    with zipfile.ZipFile(path) as archive:
        sizes = {member.filename: member.file_size for member in archive.infolist()}
    if sum(sizes.values()) > 2 * MOST_BYTES or sizes[f"{_TEXT}.npy"] > MOST_TEXT:
        raise ValueError("the file is too large")
    with np.load(path, allow_pickle=False) as arrays:
        encoded = json.loads(arrays[_TEXT].tobytes())
        return {str(name): _decoded(value, arrays) for name, value in encoded.items()}


def _encoded(value: Any, arrays: list[np.ndarray], first: int, depth: int) -> Any:
    """Return the value for JSON. Its arrays are appended to `arrays`, and are numbered from `first`."""
    if depth > _DEEPEST:
        raise Unmeasurable("nested too deeply")
    if value is None or type(value) in (bool, int, float, str):
        return ["plain", value]
    if isinstance(value, dict):
        return ["dict", [[_encoded(part, arrays, first, depth + 1) for part in item] for item in value.items()]]
    if isinstance(value, (list, tuple, set)):
        kind = next(kind for kind in _CONTAINERS if isinstance(value, _CONTAINERS[kind]))
        return [kind, [_encoded(item, arrays, first, depth + 1) for item in value]]
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
        raise Unmeasurable(f"{type(value).__name__} is not plain data")
    arrays.append(array)
    return ["array", first + len(arrays) - 1]


def _name_in_keras(value: Any) -> Optional[str]:
    """Return the name of an activation, loss or metric of Keras's own; None for anything else."""
    name = getattr(value, "__name__", None)
    for module in (keras.activations, keras.losses, keras.metrics):
        with suppress_learner_errors():  # Keras has no such name
            if callable(value) and isinstance(name, str) and module.get(name) is value:
                return name
    return None


def _decoded(encoded: Any, arrays: Any) -> Any:
    kind, content = encoded
    if kind == "plain":
        return content
    if kind == "dict":
        return {_decoded(key, arrays): _decoded(item, arrays) for key, item in content}
    if kind in _CONTAINERS:
        return _CONTAINERS[kind](_decoded(item, arrays) for item in content)
    if kind == "symbolic":
        return keras.KerasTensor(tuple(content[0]), dtype=content[1])
    if kind == "keras":
        check_config(content)
        return keras.saving.deserialize_keras_object(content, safe_mode=True)
    if kind == "array":
        return arrays[str(content)][()]  # without axes, a number
    raise ValueError(f"an unknown kind of value: {str(kind)[:40]}")
