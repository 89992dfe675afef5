"""Loads saved models: the answer's, which may have been written by hand, and one of a program that starts again.

The first is checked before. Keras's safe mode refuses lambdas, but past versions let other ways to foreign code and
files through. This accepts only what `Model.save` itself writes for a model of Keras's own classes.
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
from tuitutor.worker.sources import Sources, brief_error

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


class _Unfit(Exception):
    """Why the archive is not loaded."""


def problem_of(path: Path) -> str:
    """Why the saved model at `path` must not be loaded here, in a phrase; "" if it may."""
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
    except _Unfit as unfit:
        return str(unfit)
    except Exception as error:  # no archive, no JSON, no HDF5, or nested too deeply
        return f"the saved model cannot be read: {type(error).__name__}: {error}"[:300]
    return ""


def load_saved(path: Path) -> tuple[Optional[keras.Model], Optional[str]]:
    """The model saved at `path`, not compiled; or what is wrong with it."""
    if not path.exists():
        return None, "the model could not be saved"
    if problem := problem_of(path):
        return None, problem
    try:
        model = keras.saving.load_model(path, compile=False, safe_mode=True)
    except Exception as error:
        return None, brief_error(error)
    if not isinstance(model, keras.Model):
        return None, "the file holds no model"
    return model, None


def compile_as_saved(model: keras.Model, path: Path) -> None:
    """Compile the model that was loaded from `path` as it was then, if that took nothing but Keras's own classes."""
    with suppress(Exception), zipfile.ZipFile(path) as archive:
        config = json.loads(archive.read(CONFIG))["compile_config"]
        check_config(config)
        model.compile_from_config(config)


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    names = Counter(member.filename for member in members)
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_BYTES:
        raise _Unfit(f"the saved model unpacks to more than {MOST_MEMBERS} files or {MOST_BYTES >> 20} MB")
    for member in members:
        name, kind = member.filename, member.external_attr >> 28
        if not _MEMBERS.fullmatch(name) or names[name] > 1 or kind not in (0, 0o4, 0o10):  # a folder, a plain file
            raise _Unfit(f"the saved model holds {name[:60]!r}, which Keras does not write")
        if name == CONFIG and member.file_size > MOST_CONFIG:
            raise _Unfit(f"the saved model's {CONFIG} is larger than {MOST_CONFIG >> 20} MB")


def check_config(value: Any) -> None:
    """Raise an exception unless the configuration names only safe classes of Keras's own."""
    if isinstance(value, dict):
        name, module = value.get("class_name"), value.get("module")
        if "class_name" in value and name not in _VALUES:
            known = isinstance(name, str) and _CLASS.fullmatch(name) and name not in _NEVER
            if not known or not isinstance(module, str) or not _MODULES.fullmatch(module):
                what = f"{module}.{value.get('config') if name == 'function' else name}"[:100]
                raise _Unfit(f"the saved model uses {what}, which is not one of Keras's own safe classes")
        for key in _FILES:
            if isinstance(value.get(key), str):
                raise _Unfit(f"the saved model reads the file {value[key][:60]!r}")
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            check_config(item)


def _check_weights(group: h5py.Group) -> None:
    """Accept only plain datasets in plain groups, each once, of bounded size: no other file is opened."""
    left, groups, seen = MOST_BYTES, [group], set()
    while groups:
        group = groups.pop()
        for name in group:
            if not isinstance(group.get(name, getlink=True), h5py.HardLink):
                raise _Unfit("the saved model's weights link to other files or places")
            item = group[name]
            where = h5py.h5o.get_info(item.id).addr
            if where in seen:
                raise _Unfit("the saved model's weights link to other files or places")
            seen.add(where)
            if isinstance(item, h5py.Group):
                groups.append(item)
            elif not isinstance(item, h5py.Dataset) or item.external or item.is_virtual:
                raise _Unfit("the saved model's weights are kept in another file")
            else:
                left -= item.size * item.dtype.itemsize
            if left < 0:
                raise _Unfit(f"the saved model's weights are larger than {MOST_BYTES >> 20} MB")


# ---- what a program has saved, in a process that has run nothing of it but registered classes

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
        said = ""
        with suppress(Exception):  # it may be an exception of the program's own
            said = str(error).rpartition("Exception encountered: ")[2]  # before that, what Keras was about to do
        return FreshFacts(" ".join((said or brief_error(error)).split())[:_TOLD])


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
