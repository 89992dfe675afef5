"""Loads saved models: an answer's, which may have been written by hand, and that of a program that starts again.

An answer's is checked first. Keras's safe mode refuses lambdas, but past versions left other ways to run code or read
files. Only archives that `Model.save` itself writes for a model of Keras's own classes are accepted.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any, Optional

import h5py
import keras
import numpy as np

from tuitutor.protocol.facts import FreshFacts
from tuitutor.worker.learner_errors import Unmeasurable, brief_error, raise_if_ours, suppress_learner_errors
from tuitutor.worker.sources import Sources

MOST_BYTES = 512 << 20  # of all members together, unpacked, and of all weights
MOST_CONFIG = 8 << 20  # bytes
MOST_MEMBERS = 200
CONFIG, WEIGHTS = "config.json", "model.weights.h5"

_MEMBERS = re.compile(r"metadata\.json|config\.json|model\.weights\.h5|(assets/)([\w-]+/)*([\w-]+\.txt)?")
_MODULES = re.compile(
    r"keras(\.src)?(\.(layers|models|initializers|regularizers|constraints|optimizers|losses|metrics|activations|ops"
    r"|random|dtype_policies)(\.\w+)*)?"
)
_CLASS = re.compile(r"[A-Z]\w*")
# These run code or read files that their configuration names.
_NEVER = ("Lambda", "TFSMLayer", "TorchModuleWrapper", "JaxLayer", "FlaxLayer")
_VALUES = ("__keras_tensor__", "__tensor__", "__numpy__", "__slice__", "__ellipsis__", "__bytes__", "__tuple__")
_FILES = ("vocabulary", "idf_weights")  # lists; as a string they would name a file to read


class _Refused(Unmeasurable):
    """The archive is not loaded; the text is the reason."""


def problem_of(path: Path) -> str:
    """Return the reason why the saved model at `path` must not be loaded, as a phrase; "" if it may."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_members(archive.infolist())
            config = json.loads(archive.read(CONFIG))
            if isinstance(config, dict):
                config.pop("compile_config", None)  # the model is loaded with compile=False
            check_config(config)
            if WEIGHTS in archive.namelist():
                with h5py.File(io.BytesIO(archive.read(WEIGHTS)), "r") as weights:
                    _check_weights(weights)
    except _Refused as reason:
        return str(reason)
    except Exception as error:  # no archive, no JSON, no HDF5, or nested too deeply
        return f"the saved model cannot be read: {type(error).__name__}: {error}"[:300]
    return ""


def load_saved(path: Path) -> tuple[Optional[keras.Model], Optional[str]]:
    """Return the model saved at `path`, not compiled; or None and the problem with it."""
    if not path.exists():
        return None, "the model could not be saved"
    if problem := problem_of(path):
        return None, problem
    try:
        model = keras.saving.load_model(path, compile=False, safe_mode=True)
    except Exception as error:
        raise_if_ours(error)
        return None, brief_error(error)
    if not isinstance(model, keras.Model):
        return None, "the file holds no model"
    return model, None


def compile_as_saved(model: keras.Model, path: Path) -> None:
    """Compile the model as it was when saved at `path`, if its configuration has only Keras's own classes."""
    with suppress_learner_errors(KeyError, TypeError), zipfile.ZipFile(path) as archive:
        config = json.loads(archive.read(CONFIG))["compile_config"]
        check_config(config)
        model.compile_from_config(config)


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    names = Counter(member.filename for member in members)
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_BYTES:
        raise _Refused(f"the saved model unpacks to more than {MOST_MEMBERS} files or {MOST_BYTES >> 20} MB")
    for member in members:
        name, kind = member.filename, member.external_attr >> 28
        if not _MEMBERS.fullmatch(name) or names[name] > 1 or kind not in (0, 0o4, 0o10):  # a folder, a plain file
            raise _Refused(f"the saved model holds {name[:60]!r}, which Keras does not write")
        if name == CONFIG and member.file_size > MOST_CONFIG:
            raise _Refused(f"the saved model's {CONFIG} is larger than {MOST_CONFIG >> 20} MB")


def check_config(value: Any) -> None:
    """Raise an exception if the configuration names anything but safe classes of Keras's own."""
    if isinstance(value, dict):
        name, module = value.get("class_name"), value.get("module")
        if "class_name" in value and name not in _VALUES:
            known = isinstance(name, str) and _CLASS.fullmatch(name) and name not in _NEVER
            if not known or not isinstance(module, str) or not _MODULES.fullmatch(module):
                path = f"{module}.{value.get('config') if name == 'function' else name}"[:100]
                raise _Refused(f"the saved model uses {path}, which is not one of Keras's own safe classes")
        for key in _FILES:
            if isinstance(value.get(key), str):
                raise _Refused(f"the saved model reads the file {value[key][:60]!r}")
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            check_config(item)


def _check_weights(group: h5py.Group) -> None:
    """Raise _Refused unless the file has only plain datasets in plain groups, each once, and no large ones.

    So no other file is opened.
    """
    left, groups, addresses = MOST_BYTES, [group], set()
    while groups:
        group = groups.pop()
        for name in group:
            if not isinstance(group.get(name, getlink=True), h5py.HardLink):
                raise _Refused("the saved model's weights link to other files or places")
            item = group[name]
            address = h5py.h5o.get_info(item.id).addr
            if address in addresses:
                raise _Refused("the saved model's weights link to other files or places")
            addresses.add(address)
            if isinstance(item, h5py.Group):
                groups.append(item)
            elif not isinstance(item, h5py.Dataset) or item.external or item.is_virtual:
                raise _Refused("the saved model's weights are kept in another file")
            else:
                left -= item.size * item.dtype.itemsize
            if left < 0:
                raise _Refused(f"the saved model's weights are larger than {MOST_BYTES >> 20} MB")


# ---- a model saved by a program, loaded in a process that has run only the program's registered classes

_ROWS = 4
_MOST_OUTPUTS = 1000
_MOST_TEXT = 200  # characters of an error
_ANY_SIZE = 8  # for an axis of any size


def load_fresh(path: Path, definitions: str, scope: dict[str, Any]) -> FreshFacts:
    """Return the outputs of the model saved at `path`, loaded after `definitions` ran in `scope`; or the problem."""
    if not path.is_file():
        return FreshFacts(f"there is no file {path.name}")
    try:
        Sources(scope).execute(definitions, "answer.py")
        model = keras.saving.load_model(path, compile=False)
        return FreshFacts(outputs=outputs_of(model))
    except BaseException as error:
        raise_if_ours(error, SyntaxError, TypeError, ValueError)
        message = ""
        with suppress_learner_errors():  # it may be an exception class of the program's own
            message = str(error).rpartition("Exception encountered: ")[2]  # after Keras's description of its step
        return FreshFacts(" ".join((message or brief_error(error)).split())[:_MOST_TEXT])


def outputs_of(model: Any) -> tuple[float, ...]:
    """Return the sum of the squares of all weights, and the model's outputs for fixed random inputs."""
    numbers = [float(sum(np.square(weight).sum(dtype="float64") for weight in model.get_weights()))]
    with suppress(AttributeError):  # a class of the program's own may have no `inputs`
        inputs = keras.tree.map_structure(_random_input, model.inputs)
        outputs = keras.tree.flatten(model(inputs[0] if len(inputs) == 1 else inputs, training=False))
        for output in outputs:
            numbers += map(float, np.asarray(output, "float64").ravel()[:_MOST_OUTPUTS])
    return tuple(numbers)


def _random_input(tensor: Any) -> Any:
    shape = (_ROWS, *(_ANY_SIZE if size is None else size for size in tensor.shape[1:]))
    normal = np.random.default_rng(0).normal(size=shape)
    return keras.ops.convert_to_tensor(np.zeros(shape) if "int" in str(tensor.dtype) else normal, tensor.dtype)
