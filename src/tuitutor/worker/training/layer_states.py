"""A fitted network at the end of the program, layer by layer, on a batch of the rows that it was fitted to.

All is put back: weights, statistics, random numbers, and what Keras calls a layer by.
"""

from __future__ import annotations

import contextlib
import io
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.protocol.facts import GivenFacts, LabelFacts, LayerState, NetworkFacts
from tuitutor.worker.training.counting import Doing, key_of
from tuitutor.worker.training.initial_values import InitialValues
from tuitutor.worker.training.measure import layer_facts
from tuitutor.worker.training.origin import is_keras

MOST_ROWS_RUN = 256
MOST_WEIGHTS = 5_000_000
MOST_STEPS = 10  # of a sequence
LEAST_CHANGED = 8  # weights of a kernel, from which on it isn't chance that all grew
LEAST_ROWS, LEAST_STEPS = 16, 4  # of sequences
LEAST_DEEP = 4  # layers with weights, from which on gradients may vanish
PASSING = frozenset(
    {"Dropout", "Flatten", "Reshape", "Identity", "SpatialDropout1D", "SpatialDropout2D", "Squeeze", "Cast"}
    | {"GetItem", "ActivityRegularization", "GaussianNoise", "GaussianDropout"}
)
FUNCTIONS = {
    "ReLU": "relu",
    "Relu": "relu",
    "Softmax": "softmax",
    "Sigmoid": "sigmoid",
    "Tanh": "tanh",
    "LeakyReLU": "leaky_relu",
    "PReLU": "leaky_relu",
    "ELU": "elu",
}
SETTINGS = (
    "units", "rate", "axis", "scale", "kernel_regularizer", "activity_regularizer", "use_bias", "input_dim",
    "mask_zero", "momentum", "stateful", "mode", "kernel_constraint", "embeddings_regularizer", "padding",
)  # fmt: skip
ENDS = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0)}


@dataclass
class Called:
    """A layer or an operation that was called, with what went in and came out."""

    layer: Any
    given: Any
    made: Any


def network_facts(
    model: Any, doing: Doing, initial: InitialValues, batch: Callable[[], Any], given: Optional[GivenFacts], loss: str
) -> Optional[NetworkFacts]:
    """The network's state, which was trained with the loss of that name; None if it can't be looked at, or slowly."""
    # a network that goes through its inputs step by step takes long outside of graphs
    recurrent = any(isinstance(each, keras.layers.RNN) for each in model._flatten_layers())
    sequences = given.inputs if recurrent and given is not None else ()
    if any(len(each.shape) > 2 and (each.shape[1] or 0) > MOST_STEPS for each in sequences):
        return None
    if sum(int(np.prod(each.shape)) for each in model.weights) > MOST_WEIGHTS:
        return None
    with _unnoted(doing), contextlib.redirect_stdout(io.StringIO()):
        try:
            return _facts(model, initial, batch, given, loss)
        except BaseException:  # code of the program's own may even leave Python here
            return None


def _facts(
    model: Any, initial: InitialValues, batch: Callable[[], Any], given: Optional[GivenFacts], loss: str
) -> NetworkFacts:
    tensorflow = sys.modules["tensorflow"]
    parts = keras.tree.map_structure(lambda each: None if each is None else each[:MOST_ROWS_RUN], batch())
    parts = keras.tree.map_structure(tensorflow.convert_to_tensor, parts)
    x, y = parts if isinstance(parts, (tuple, list)) and len(parts) == 2 else (parts[0], None)
    slopes: dict[int, Any] = {}
    if len(model.trainable_variables) < 2 * LEAST_DEEP or not getattr(model, "compiled", False):
        with _calls() as called:
            out = model(x, training=False)
    else:  # only a deep network's gradients are of interest, and they take the most time
        with _calls() as called, tensorflow.GradientTape() as tape:
            out = model(x, training=False)
            lost = model.compute_loss(x=x, y=y, y_pred=out)
        found = tape.gradient(lost, [each.value for each in model.trainable_variables])
        slopes = {id(variable): slope for variable, slope in zip(model.trainable_variables, found)}  # noqa: B905
    first = keras.tree.flatten(out)[0]
    values = np.asarray(first).astype("float64")
    flat = values.reshape(len(values), -1)
    units = int(flat.shape[1]) if values.ndim <= 2 else int(values.shape[-1])
    single = len(keras.tree.flatten(out)) == 1
    labels = given.labels if given is not None and single else None
    updated = {key_of(each) for each in getattr(getattr(model, "optimizer", None), "_trainable_variables", ())}
    with np.errstate(all="ignore"):
        return NetworkFacts(
            last=_last(called, first) if single else "",
            units=units if single else None,
            low=float(flat.min()),
            high=float(flat.max()),
            spread=float(flat.std(0).mean()),
            sums=_sums(values) if single else None,
            same=bool(len(flat) > 1 and (np.ptp(flat, 0) <= 1e-6 * (1 + np.abs(flat).max())).all()),
            whole=any(str(each.dtype).startswith("int") for each in getattr(model, "inputs", None) or ()),
            penalty=sum(float(each) for each in model.losses),
            **_answers(values, y, labels, loss, getattr(first, "_keras_mask", None)),
            layers=tuple(_state(each, initial, slopes, updated, not model.trainable) for each in _different(called))[
                :100
            ],
            ahead=_looks_ahead(model, x, y, values) if single else False,
            orderless=_is_orderless(model, x, values, called) if single else False,
            backwards=_is_backwards(model, x, y, first, labels, called),
        )


def _looks_ahead(model: Any, x: Any, y: Any, out: np.ndarray) -> bool:
    """Whether the label of a step is the input of the next, and answers change with inputs that come after them."""
    parts = keras.tree.flatten(x)
    if len(parts) != 1 or y is None or out.ndim < 2 or parts[0].ndim < 2:
        return False
    given, told = (np.asarray(each) for each in (parts[0], keras.tree.flatten(y)[0]))
    rows, steps = given.shape[:2]
    if rows < LEAST_ROWS or steps < LEAST_STEPS or told.size != given.size or out.shape[:2] != (rows, steps):
        return False
    one, next_one = told.reshape(rows, steps, -1)[:, :-1], given.reshape(rows, steps, -1)[:, 1:]
    there = (one != 0) | (next_one != 0)  # zeros may fill rows up
    if not there.any() or np.isclose(one, next_one)[there].mean() < 0.95 or not np.ptp(one[there]):
        return False
    changed, half = np.array(given), steps // 2
    changed[:, half:] = np.roll(changed[:, half:], 1, 0)
    other = np.asarray(model(keras.ops.convert_to_tensor(changed), training=False))
    return bool(np.abs(other[:, :half] - out[:, :half]).max() > 0.01 * np.ptp(out))


def _is_orderless(model: Any, x: Any, out: np.ndarray, called: list[Called]) -> bool:
    """Whether a network that attends to steps gives the same for them in reverse."""
    parts = keras.tree.flatten(x)
    attends = any("Attention" in type(each.layer).__name__ for each in called)
    if not attends or len(parts) != 1 or parts[0].ndim < 2 or parts[0].shape[1] < LEAST_STEPS or out.ndim != 2:
        return False
    other = np.asarray(model(keras.ops.flip(parts[0], 1), training=False))
    return bool(np.ptp(out) > 0 and np.abs(other - out).max() < 1e-4 * np.ptp(out))


def _is_backwards(model: Any, x: Any, y: Any, out: Any, labels: Optional[LabelFacts], called: list[Called]) -> bool:
    """Whether a loss of the program's own is larger for right answers than for those of other rows."""
    loss = getattr(model, "loss", None)
    own = callable(loss) and not is_keras(type(loss) if isinstance(loss, keras.losses.Loss) else loss)
    if not own or y is None or labels is None or not getattr(model, "compiled", False):
        return False
    asked, shape = np.asarray(y).astype("float64"), tuple(out.shape)
    last, size = _last(called, out), int(np.prod(shape))
    if labels.kind == "classes" and len(labels.values) == shape[-1] > 1 and asked.size == len(asked):
        asked = np.asarray(asked.reshape(-1, 1) == np.array(labels.values)[None, :], float)
    if asked.size != size or len(asked) < 16 or not np.isfinite(asked).all():
        return False
    right = asked.reshape(shape)
    if labels.kind != "numbers" or np.isin(right, (0, 1)).all():
        if last not in ("sigmoid", "softmax"):
            return False  # it may answer with something else, such as a distance
        right = right.clip(0.001, 0.999)
    others = np.roll(right, len(right) // 2, 0)
    lost = [_loss_of(model, x, y, out, each) for each in (right, others, (right + others) / 2)]
    with contextlib.suppress(Exception):
        return bool(np.isfinite(lost).all() and lost[0] > 1e-6 + max(lost[1:]) + 0.01 * abs(lost[1]))
    return False


def _loss_of(model: Any, x: Any, y: Any, out: Any, answers: np.ndarray) -> float:
    try:
        said = keras.ops.convert_to_tensor(answers.astype("float32"), out.dtype)
        return float(np.mean(np.asarray(model.compute_loss(x=x, y=y, y_pred=said))))
    except Exception:  # it wants something else
        return float("nan")


def _answers(values: np.ndarray, y: Any, labels: Optional[LabelFacts], loss: str, mask: Any) -> dict[str, Any]:
    """How good the outputs are as answers, by `NetworkFacts.skill`, and which classes are `missed`."""
    if labels is None or y is None or not np.isfinite(values).all():
        return {}
    if values.ndim > 2:
        return _missed_places(values, np.asarray(y), mask)
    asked = np.asarray(y).reshape(len(values), -1).astype("float64")
    answers = values.reshape(len(values), -1)
    # one output for each class, or one of two
    for_each = answers.shape[1] >= len(labels.values) or (len(labels.values) == 2 and answers.shape[1] == 1)
    if labels.kind in ("classes", "one-hot") and len(labels.values) > 1 and for_each:
        one_hot = labels.kind == "one-hot"
        right = asked.argmax(1) if one_hot else asked[:, 0]
        if answers.shape[1] > 1:
            said = answers.argmax(1).astype("float64")
        else:
            logits = "entropy" in loss and (answers.min() < 0 or answers.max() > 1)
            said = np.array(labels.values)[(answers[:, 0] > (0.0 if logits else np.mean(labels.values))).astype(int)]
        base = float(max(np.mean(right == value) for value in labels.values))
        missed = [value for value in labels.values if not (said == value).any() and (right == value).any()]
        skill = float((np.mean(said == right) - base) / (1 - base)) if base < 1 else None
        return {"skill": skill, "missed": tuple(missed)}
    if answers.shape != asked.shape:
        return {}
    if labels.kind == "tags":
        said, base = (answers > 0.5) == (asked > 0.5), np.maximum(asked.mean(0), 1 - asked.mean(0)).mean()
        return {"skill": float((said.mean() - base) / (1 - base)) if base < 1 else None}
    total = float(asked.var(0).sum())
    return {"skill": 1 - float(((answers - asked) ** 2).mean(0).sum()) / total if total else None}


def _missed_places(values: np.ndarray, asked: np.ndarray, mask: Any) -> dict[str, Any]:
    """How good answers are for each pixel or step that the `mask`, if there is one, doesn't leave out.

    Of labels of 0 and 1, whether 1 is `missed` nearly everywhere, and yet told apart.
    """
    classes = values.shape[-1]
    if classes > 1 and values.shape[:-1] == asked.shape[: values.ndim - 1] and asked.size * classes == values.size:
        there = np.ones(values.shape[:-1], bool) if mask is None else np.asarray(mask)
        right, said = asked.reshape(there.shape)[there].astype("float64"), values.argmax(-1)[there]
        found, often = np.unique(right, return_counts=True)
        base = float(often.max() / often.sum())
        if base == 1 or (found != np.round(found)).any() or found.max() >= classes:
            return {}
        missed = tuple(map(float, found[~np.isin(found, said)]))
        return {"skill": (float(np.mean(said == right)) - base) / (1 - base), "missed": missed}
    if values.shape != asked.shape or not ((asked == 0) | (asked == 1)).all() or len(np.unique(asked)) < 2:
        return {}
    ones, zeros = values[asked == 1], values[asked == 0]
    return {"missed": (1.0,) if (ones > 0.5).mean() < 0.02 and ones.mean() > 1.5 * zeros.mean() else ()}


@contextmanager
def _unnoted(doing: Doing) -> Iterator[None]:
    """Inside the block nothing is noted, and afterwards random numbers are as they were."""
    python, numpy = random.getstate(), np.random.get_state()
    doing.looking = True
    try:
        yield
    finally:
        doing.looking = False
        random.setstate(python)
        np.random.set_state(numpy)


@contextmanager
def _calls() -> Iterator[list[Called]]:
    """Lists the calls of layers that hold no others, and of operations, in the block."""
    called: list[Called] = []
    inside: list[bool] = []
    layer_call, operation_call = keras.layers.Layer.__call__, keras.Operation.__call__

    def noted(call: Any, thing: Any, *args: Any, **kwargs: Any) -> Any:
        if inside and inside[-1]:
            return call(thing, *args, **kwargs)
        holds_layers = isinstance(thing, keras.layers.Layer) and thing._layers and not is_keras(type(thing))
        whole = isinstance(thing, keras.Model) or bool(holds_layers)
        inside.append(not whole)
        try:
            made = call(thing, *args, **kwargs)
        finally:
            inside.pop()
        if not whole:
            called.append(Called(thing, args[0] if args else None, made))
        return made

    keras.layers.Layer.__call__ = lambda *args, **kwargs: noted(layer_call, *args, **kwargs)
    keras.Operation.__call__ = lambda *args, **kwargs: noted(operation_call, *args, **kwargs)
    try:
        yield called
    finally:
        keras.layers.Layer.__call__, keras.Operation.__call__ = layer_call, operation_call


def _last(called: list[Called], out: Any) -> str:
    """The function applied last, wherever it stands."""
    wanted = out
    for each in reversed(called):
        if each.made is not wanted:
            continue
        kind, function = type(each.layer).__name__, _function(each.layer)
        if (kind in PASSING and function == "") or (function == "linear" and kind in ("Activation", "Identity")):
            wanted = each.given
        else:
            return function
    return ""


def _function(layer: Any) -> str:
    kind = type(layer).__name__
    if kind in FUNCTIONS:
        return FUNCTIONS[kind]
    activation = getattr(layer, "activation", None)
    if activation is None or not callable(activation):
        return ""
    if isinstance(activation, keras.layers.Layer):
        return FUNCTIONS.get(type(activation).__name__, "")
    return str(getattr(activation, "__name__", "")) if is_keras(activation) else ""


def _sums(values: np.ndarray) -> Optional[int]:
    if not 2 <= values.ndim <= 4 or values.min() < 0 or len(values) < 2:
        return None
    axes = (axis for axis in reversed(range(values.ndim)) if axis == 0 or values.shape[axis] > 1)
    return next((axis for axis in axes if np.allclose(values.sum(axis), 1, atol=1e-3)), None)


def _different(called: list[Called]) -> Iterator[Called]:
    seen: set[int] = set()
    for each in called:
        if id(each.layer) not in seen and isinstance(each.layer, keras.layers.Layer):
            seen.add(id(each.layer))
            if not isinstance(each.layer, keras.layers.InputLayer):
                yield each


def _state(each: Called, initial: InitialValues, slopes: dict[int, Any], updated: set[Any], frozen: bool) -> LayerState:
    """`updated` are the weights that the optimizer knows. `frozen`: the whole network is, whatever its layers say."""
    layer, function = each.layer, _function(each.layer)
    made = _plain(each.made)
    given = _plain(each.given)
    low_high = ENDS.get(function)
    # a unit is a number of the last axis
    silent = (
        float(np.mean((made == 0).reshape(-1, made.shape[-1]).all(0))) if made is not None and made.ndim > 1 else 0.0
    )
    full = 0.0
    if low_high is not None and made is not None:
        full = float(np.mean((made < low_high[0] + 0.01) | (made > low_high[1] - 0.01)))
    kernel = _kernel(layer)
    is_trained = any(hasattr(layer, name) for name in ("kernel", "embeddings", "cell"))  # if it isn't frozen
    gradient = start = moved = grew = None
    alike = lent = left_out = False
    if kernel is not None:
        slope = slopes.get(id(kernel))
        gradient = None if slope is None else float(np.sqrt(np.mean(np.square(np.asarray(slope)))))
        left_out = bool(updated) and layer.trainable and key_of(kernel) not in updated
        began = initial.of(kernel)
        if began is not None and began.value is not None:
            start, alike, moved, grew = _beginning(kernel, began.value.astype("float64"))
            lent = began.lent
    if isinstance(layer, keras.layers.BatchNormalization):
        moved = float((np.asarray(layer.moving_mean) != 0).any() or (np.asarray(layer.moving_variance) != 1).any())
    return LayerState(
        name=str(layer.name),
        kind=type(layer).__name__,
        function=function,
        frozen=bool(layer.weights) and (frozen or not layer.trainable_weights) and is_trained,
        silent=silent,
        full=full,
        gradient=gradient,
        start=start,
        alike=alike,
        moved=moved,
        grew=grew,
        lent=lent,
        left_out=left_out,
        width=None if made is None else int(np.prod(made.shape[1:])),
        inputs=(0.0, 0.0) if given is None else (float(given.mean()), float(given.std())),
        settings={name: value for name, value in layer_facts(layer).settings.items() if name in SETTINGS}
        | ({"dtype": "float16"} if layer.compute_dtype == "float16" else {})
        | ({"factor": max(map(abs, layer.factor))} if type(layer).__name__ == "RandomRotation" else {}),
    )


def _plain(thing: Any) -> Optional[np.ndarray]:
    try:
        array = np.asarray(keras.tree.flatten(thing)[0])
        return array.astype("float64") if array.dtype.kind in "fiub" and array.size else None
    except Exception:
        return None


def _kernel(layer: Any) -> Any:
    for owner in (layer, getattr(layer, "cell", None)):
        found = getattr(owner, "kernel", None) if owner is not None else None
        if key_of(found) is not None:  # in Keras 3.3 it is no keras.Variable
            return found
    return None


def _beginning(kernel: Any, first: np.ndarray) -> tuple[Optional[float], bool, Optional[float], Optional[float]]:
    """`start`, `alike`, `moved` and `grew` of a LayerState, which are told by the kernel's first values."""
    now = np.asarray(kernel.value).astype("float64")
    usual = np.sqrt(2 / max(1, np.prod(first.shape[:-1]) + first.shape[-1] * np.prod(first.shape[:-2], initial=1)))
    columns = first.reshape(-1, first.shape[-1])
    alike = columns.shape[1] > 1 and all(
        bool((np.ptp(each, 1) <= 1e-5 * (1e-9 + np.abs(each).max())).all())
        for each in (columns, now.reshape(columns.shape))
    )
    size = float(np.sqrt(np.mean(first**2)))
    moved = float(np.sqrt(np.mean((now - first) ** 2))) / (size or float(usual))
    changed = now[now != first] - first[now != first]
    grew = float(np.mean(changed > 0)) if changed.size >= LEAST_CHANGED else None
    return size / float(usual), alike, moved, grew
