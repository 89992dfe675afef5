"""A fitted network at the end of the program, layer by layer, on a batch of the rows that it was fitted to.

All is put back: weights, statistics, states of layers, random numbers, and the method by which Keras calls a layer.
"""

from __future__ import annotations

import contextlib
import random
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.protocol.facts import DataFacts, LabelFacts, LayerState, NetworkFacts
from tuitutor.worker.learner_errors import suppress_learner_errors
from tuitutor.worker.training.counting import Doing, key_of
from tuitutor.worker.training.initial_values import InitialValues, current_value
from tuitutor.worker.training.measure import layer_facts
from tuitutor.worker.training.origin import is_keras

MAX_ROWS_RUN = 256
MAX_WEIGHTS = 5_000_000
MAX_STEPS = 10  # of a sequence through a recurrent network, which is slow outside of graphs
MAX_LAYERS = 100
MIN_CHANGED = 8  # weights of a kernel, from which on it isn't chance that all grew
MIN_ROWS, MIN_STEPS = 16, 4  # of sequences
MIN_DEEP = 4  # layers with weights, from which on gradients may vanish
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
GENERATOR = "global_seed_generator"
ENDS = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0)}


@dataclass
class LayerCall:
    """A call of a layer or an operation, with its input and its output."""

    layer: Any
    input: Any
    output: Any


def network_facts(
    model: Any, doing: Doing, initial: InitialValues, batch: Callable[[], Any], data: Optional[DataFacts], loss: str
) -> Optional[NetworkFacts]:
    """The state of a network that was trained with the loss of that name; None if it can't be run, or slowly.

    `batch` returns rows of its `data`.
    """
    is_recurrent = any(isinstance(layer, keras.layers.RNN) for layer in model._flatten_layers())
    sequences = data.inputs if is_recurrent and data is not None else ()
    if any(len(array.shape) > 2 and (array.shape[1] or 0) > MAX_STEPS for array in sequences):
        return None
    if sum(int(np.prod(weight.shape)) for weight in model.weights) > MAX_WEIGHTS:
        return None
    leaving = suppress_learner_errors(catches=BaseException)  # code of the program's own may even leave Python
    muted = contextlib.redirect_stdout(_Muted(sys.stdout)), contextlib.redirect_stderr(_Muted(sys.stderr))
    with _unnoted(doing, model), muted[0], muted[1], leaving:
        return _facts(model, initial, batch(), data, loss)
    return None


def _facts(model: Any, initial: InitialValues, batch: Any, data: Optional[DataFacts], loss: str) -> NetworkFacts:
    tensorflow = sys.modules["tensorflow"]
    batch = keras.tree.map_structure(lambda part: None if part is None else part[:MAX_ROWS_RUN], batch)
    batch = keras.tree.map_structure(tensorflow.convert_to_tensor, batch)
    x, y = batch if isinstance(batch, (tuple, list)) and len(batch) == 2 else (batch[0], None)
    gradients: dict[int, Any] = {}
    if len(model.trainable_variables) < 2 * MIN_DEEP or not getattr(model, "compiled", False):
        with _recorded_calls() as calls:
            outputs = model(x, training=False)
    else:  # only a deep network's gradients are of interest, and they take the most time
        with _recorded_calls() as calls, tensorflow.GradientTape() as tape:
            outputs = model(x, training=False)
            value = model.compute_loss(x=x, y=y, y_pred=outputs)
        variables = model.trainable_variables
        computed = tape.gradient(value, [variable.value for variable in variables])
        gradients = {id(variable): gradient for variable, gradient in zip(variables, computed)}  # noqa: B905
    output = keras.tree.flatten(outputs)[0]
    is_single = len(keras.tree.flatten(outputs)) == 1
    values = np.asarray(output).astype("float64")
    again = np.asarray(keras.tree.flatten(model(x, training=False))[0]).astype("float64")
    matrices = [variable for variable in model.trainable_variables if len(variable.shape) > 1]
    unmoved = [variable for variable in matrices if _is_as_it_began(variable, initial)]
    flat = values.reshape(len(values), -1)
    labels = data.labels if data is not None and is_single else None
    optimizer = getattr(model, "optimizer", None)
    updated = {key_of(variable) for variable in getattr(optimizer, "_trainable_variables", ())}
    left_out = {key_of(variable) for variable in model.trainable_variables} - updated if updated else set()
    with np.errstate(all="ignore"):
        layers = [_state(call, initial, gradients, left_out, not model.trainable) for call in _first_calls(calls)]
        return NetworkFacts(
            last=_last_function(calls, output) if is_single else "",
            units=int(flat.shape[1] if values.ndim <= 2 else values.shape[-1]) if is_single else None,
            low=float(flat.min()),
            high=float(flat.max()),
            spread=float(flat.std(0).mean()),
            sums_axis=_axis_of_ones(values) if is_single else None,
            constant=bool(len(flat) > 1 and (np.ptp(flat, 0) <= 1e-6 * (1 + np.abs(flat).max())).all()),
            integer_inputs=any(str(tensor.dtype).startswith("int") for tensor in getattr(model, "inputs", None) or ()),
            penalty=sum(float(penalty) for penalty in model.losses),
            **_skill(values, y, labels, loss, getattr(output, "_keras_mask", None)),
            layers=tuple(layers[:MAX_LAYERS]),
            unsteady=float(np.sqrt(np.mean((again - values) ** 2)) / (values.std() or 1.0)),
            unmoved=tuple("/".join(variable.path.split("/")[-2:]) for variable in unmoved),
            unmoved_all=0 < len(matrices) == len(unmoved),
            looks_ahead=_looks_ahead(model, x, y, values) if is_single else False,
            orderless=_is_orderless(model, x, values, calls) if is_single else False,
            backwards_loss=_is_backwards(model, x, y, output, labels, calls),
        )


class _Muted:
    """A stream without what this thread writes: layers of the program's own may print, and others warn."""

    def __init__(self, stream: Any) -> None:
        self._stream, self._thread = stream, threading.get_ident()

    def write(self, text: str) -> int:
        return len(text) if threading.get_ident() == self._thread else self._stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def _unnoted(doing: Doing, model: Any) -> Iterator[None]:
    """Inside the block nothing is noted, and afterwards random numbers and states of layers are as they were."""
    python_state, numpy_state = random.getstate(), np.random.get_state()
    seeds = getattr(sys.modules["tensorflow.python.eager.context"].context(), "_rng", None)  # of its operations
    seeds_state = None if seeds is None else seeds.getstate()
    general = keras.src.backend.common.global_state
    generator = general.get_global_attribute(GENERATOR)  # of Keras's functions without a seed
    variables = [*model.non_trainable_variables, *(() if generator is None else (generator.state,))]
    states = [(variable, current_value(variable)) for variable in variables]
    doing.looking = True
    try:
        yield
    finally:
        doing.looking = False
        for variable, value in states:
            variable.assign(value)
        general.set_global_attribute(GENERATOR, generator)
        if seeds is not None:
            seeds.setstate(seeds_state)
        random.setstate(python_state)
        np.random.set_state(numpy_state)


@contextmanager
def _recorded_calls() -> Iterator[list[LayerCall]]:
    """Lists the calls of layers without layers in them, and of operations, in the block."""
    calls: list[LayerCall] = []
    inside: list[bool] = []  # of the calls that run, whether they are listed
    layer_call, operation_call = keras.layers.Layer.__call__, keras.Operation.__call__

    def record(call: Any, layer: Any, *args: Any, **kwargs: Any) -> Any:
        if inside and inside[-1]:
            return call(layer, *args, **kwargs)
        holds_layers = isinstance(layer, keras.layers.Layer) and layer._layers and not is_keras(type(layer))
        is_listed = not isinstance(layer, keras.Model) and not holds_layers
        inside.append(is_listed)
        try:
            output = call(layer, *args, **kwargs)
        finally:
            inside.pop()
        if is_listed:
            calls.append(LayerCall(layer, args[0] if args else None, output))
        return output

    keras.layers.Layer.__call__ = lambda *args, **kwargs: record(layer_call, *args, **kwargs)
    keras.Operation.__call__ = lambda *args, **kwargs: record(operation_call, *args, **kwargs)
    try:
        yield calls
    finally:
        keras.layers.Layer.__call__, keras.Operation.__call__ = layer_call, operation_call


def _first_calls(calls: list[LayerCall]) -> Iterator[LayerCall]:
    """The first calls of layers, without inputs and operations."""
    found: set[int] = set()
    for call in calls:
        is_layer = isinstance(call.layer, keras.layers.Layer) and not isinstance(call.layer, keras.layers.InputLayer)
        if is_layer and id(call.layer) not in found:
            found.add(id(call.layer))
            yield call


# ---- the whole network


def _last_function(calls: list[LayerCall], output: Any) -> str:
    """The function applied last, wherever it stands."""
    for call in reversed(calls):
        if call.output is not output:
            continue
        kind, function = type(call.layer).__name__, _function(call.layer)
        if (kind in PASSING and function == "") or (function == "linear" and kind in ("Activation", "Identity")):
            output = call.input
        else:
            return function
    return ""


def _function(layer: Any) -> str:
    """The name of the function that a layer or an operation applies."""
    kind = type(layer).__name__
    if kind in FUNCTIONS:
        return FUNCTIONS[kind]
    activation = getattr(layer, "activation", None)
    if activation is None or not callable(activation):
        return ""
    if isinstance(activation, keras.layers.Layer):
        return FUNCTIONS.get(type(activation).__name__, "")
    return str(getattr(activation, "__name__", "")) if is_keras(activation) else ""


def _axis_of_ones(values: np.ndarray) -> Optional[int]:
    """The last axis along which outputs add up to 1; None for none."""
    if not 2 <= values.ndim <= 4 or values.min() < 0 or len(values) < 2:
        return None
    axes = (axis for axis in reversed(range(values.ndim)) if axis == 0 or values.shape[axis] > 1)
    return next((axis for axis in axes if np.allclose(values.sum(axis), 1, atol=1e-3)), None)


def _looks_ahead(model: Any, x: Any, y: Any, outputs: np.ndarray) -> bool:
    """Whether the label of a step is the input of the next, and answers change with inputs that come after them."""
    parts = keras.tree.flatten(x)
    if len(parts) != 1 or y is None or outputs.ndim < 2 or parts[0].ndim < 2:
        return False
    inputs, labels = (np.asarray(array) for array in (parts[0], keras.tree.flatten(y)[0]))
    rows, steps = inputs.shape[:2]
    if rows < MIN_ROWS or steps < MIN_STEPS or labels.size != inputs.size or outputs.shape[:2] != (rows, steps):
        return False
    labels, following = labels.reshape(rows, steps, -1)[:, :-1], inputs.reshape(rows, steps, -1)[:, 1:]
    filled = (labels != 0) | (following != 0)  # zeros may fill rows up
    if not filled.any() or np.isclose(labels, following)[filled].mean() < 0.95 or not np.ptp(labels[filled]):
        return False
    changed, half = np.array(inputs), steps // 2
    changed[:, half:] = np.roll(changed[:, half:], 1, 0)
    others = np.asarray(model(keras.ops.convert_to_tensor(changed), training=False))
    return bool(np.abs(others[:, :half] - outputs[:, :half]).max() > 0.01 * np.ptp(outputs))


def _is_orderless(model: Any, x: Any, outputs: np.ndarray, calls: list[LayerCall]) -> bool:
    """Whether a network that attends to steps gives the same for them in reverse."""
    parts = keras.tree.flatten(x)
    attends = any("Attention" in type(call.layer).__name__ for call in calls)
    if not attends or len(parts) != 1 or parts[0].ndim < 2 or parts[0].shape[1] < MIN_STEPS or outputs.ndim != 2:
        return False
    others = np.asarray(model(keras.ops.flip(parts[0], 1), training=False))
    return bool(np.ptp(outputs) > 0 and np.abs(others - outputs).max() < 1e-4 * np.ptp(outputs))


def _is_backwards(
    model: Any, x: Any, y: Any, output: Any, labels: Optional[LabelFacts], calls: list[LayerCall]
) -> bool:
    """Whether a loss of the program's own is larger for right answers than for those of other rows."""
    loss = getattr(model, "loss", None)
    is_own = callable(loss) and not is_keras(type(loss) if isinstance(loss, keras.losses.Loss) else loss)
    if not is_own or y is None or labels is None or not getattr(model, "compiled", False):
        return False
    right, shape = np.asarray(y).astype("float64"), tuple(output.shape)
    if labels.kind == "classes" and len(labels.values) == shape[-1] > 1 and right.size == len(right):
        right = np.asarray(right.reshape(-1, 1) == np.array(labels.values)[None, :], float)
    if right.size != int(np.prod(shape)) or len(right) < MIN_ROWS or not np.isfinite(right).all():
        return False
    right = right.reshape(shape)
    if labels.kind != "numbers" or np.isin(right, (0, 1)).all():
        if _last_function(calls, output) not in ("sigmoid", "softmax"):
            return False  # it may answer with something else, such as a distance
        right = right.clip(0.001, 0.999)
    others = np.roll(right, len(right) // 2, 0)
    of_right, *of_others = (_loss_of(model, x, y, output, part) for part in (right, others, (right + others) / 2))
    if not np.isfinite([of_right, *of_others]).all():
        return False
    return of_right > 1e-6 + max(of_others) + 0.01 * abs(of_others[0])


def _loss_of(model: Any, x: Any, y: Any, output: Any, answers: np.ndarray) -> float:
    with suppress_learner_errors():  # it takes something else
        predicted = keras.ops.convert_to_tensor(answers.astype("float32"), output.dtype)
        return float(np.mean(np.asarray(model.compute_loss(x=x, y=y, y_pred=predicted))))
    return float("nan")


# ---- answers


def _skill(values: np.ndarray, y: Any, labels: Optional[LabelFacts], loss: str, mask: Any) -> dict[str, Any]:
    """How good the outputs are as answers, as `NetworkFacts.skill` and `missed_classes`."""
    if labels is None or y is None or not np.isfinite(values).all():
        return {}
    if values.ndim > 2:
        return _skill_at_places(values, np.asarray(y), mask)
    truth = np.asarray(y).reshape(len(values), -1).astype("float64")
    outputs = values.reshape(len(values), -1)
    # an output per class, or a single one for two
    has_classes = outputs.shape[1] >= len(labels.values) or (len(labels.values) == 2 and outputs.shape[1] == 1)
    if labels.kind in ("classes", "one-hot") and len(labels.values) > 1 and has_classes:
        right = truth.argmax(1) if labels.kind == "one-hot" else truth[:, 0]
        if outputs.shape[1] > 1:
            answers = outputs.argmax(1).astype("float64")
        else:
            is_logit = "entropy" in loss and (outputs.min() < 0 or outputs.max() > 1)
            threshold = 0.0 if is_logit else np.mean(labels.values)
            answers = np.array(labels.values)[(outputs[:, 0] > threshold).astype(int)]
        base = float(max(np.mean(right == value) for value in labels.values))
        missed = [value for value in labels.values if not (answers == value).any() and (right == value).any()]
        skill = float((np.mean(answers == right) - base) / (1 - base)) if base < 1 else None
        return {"skill": skill, "missed_classes": tuple(missed)}
    if outputs.shape != truth.shape:
        return {}
    if labels.kind == "tags":
        correct = (outputs > 0.5) == (truth > 0.5)
        base = np.maximum(truth.mean(0), 1 - truth.mean(0)).mean()
        return {"skill": float((correct.mean() - base) / (1 - base)) if base < 1 else None}
    total = float(truth.var(0).sum())
    return {"skill": 1 - float(((outputs - truth) ** 2).mean(0).sum()) / total if total else None}


def _skill_at_places(values: np.ndarray, truth: np.ndarray, mask: Any) -> dict[str, Any]:
    """How good answers are for pixels or steps, if there is a `mask`, for those in it.

    Of labels of 0 and 1, whether 1 is missed nearly everywhere although its outputs are larger.
    """
    classes = values.shape[-1]
    if classes > 1 and values.shape[:-1] == truth.shape[: values.ndim - 1] and truth.size * classes == values.size:
        chosen = np.ones(values.shape[:-1], bool) if mask is None else np.asarray(mask)
        right, answers = truth.reshape(chosen.shape)[chosen].astype("float64"), values.argmax(-1)[chosen]
        found, counts = np.unique(right, return_counts=True)
        base = float(counts.max() / counts.sum())
        if base == 1 or (found != np.round(found)).any() or found.max() >= classes:
            return {}
        missed = tuple(map(float, found[~np.isin(found, answers)]))
        return {"skill": (float(np.mean(answers == right)) - base) / (1 - base), "missed_classes": missed}
    if values.shape != truth.shape or not ((truth == 0) | (truth == 1)).all() or len(np.unique(truth)) < 2:
        return {}
    ones, zeros = values[truth == 1], values[truth == 0]
    return {"missed_classes": (1.0,) if (ones > 0.5).mean() < 0.02 and ones.mean() > 1.5 * zeros.mean() else ()}


# ---- layers


def _state(
    call: LayerCall, initial: InitialValues, gradients: dict[int, Any], left_out: set[Any], is_frozen: bool
) -> LayerState:
    """The state of a layer. `left_out` are the keys of trainable weights that the optimizer doesn't know.

    `is_frozen`: the whole network is, whatever its layers say.
    """
    layer, function = call.layer, _function(call.layer)
    inputs, outputs = _numbers(call.input), _numbers(call.output)
    silent = full = 0.0
    if outputs is not None and outputs.ndim > 1:  # a unit is a number of the last axis
        silent = float(np.mean((outputs == 0).reshape(-1, outputs.shape[-1]).all(0)))
    if outputs is not None and function in ENDS:
        low, high = ENDS[function]
        full = float(np.mean((outputs < low + 0.01) | (outputs > high - 0.01)))
    gradient: Optional[float] = None
    beginning, is_lent, is_left_out = Beginning(), False, False
    kernel = _kernel(layer)
    if kernel is not None:
        slope = gradients.get(id(kernel))
        gradient = None if slope is None else float(np.sqrt(np.mean(np.square(np.asarray(slope)))))
        is_left_out = key_of(kernel) in left_out
        began = initial.of(kernel)
        if began is not None and began.value is not None and (kernel.trainable or not layer.trainable):
            beginning, is_lent = Beginning.of(kernel, began.value.astype("float64")), began.lent
    moved = beginning.moved
    if isinstance(layer, keras.layers.BatchNormalization):
        moved = float((np.asarray(layer.moving_mean) != 0).any() or (np.asarray(layer.moving_variance) != 1).any())
    is_trained = any(hasattr(layer, name) for name in ("kernel", "embeddings", "cell"))  # if it isn't frozen
    settings = {name: value for name, value in layer_facts(layer).settings.items() if name in SETTINGS}
    if layer.compute_dtype == "float16":
        settings["dtype"] = "float16"
    if type(layer).__name__ == "RandomRotation":
        settings["factor"] = max(map(abs, layer.factor))
    return LayerState(
        name=str(layer.name),
        kind=type(layer).__name__,
        activation=function,
        frozen=bool(layer.weights) and (is_frozen or not layer.trainable) and is_trained,
        dead=silent,
        saturated=full,
        gradient=gradient,
        initial_spread=beginning.start,
        symmetric=beginning.alike,
        moved=moved,
        grew=beginning.grew,
        from_setup=is_lent,
        not_in_optimizer=is_left_out,
        width=None if outputs is None else int(np.prod(outputs.shape[1:])),
        inputs=(0.0, 0.0) if inputs is None else (float(inputs.mean()), float(inputs.std())),
        settings=settings,
    )


@dataclass(frozen=True)
class Beginning:
    """How a kernel began, and how it has changed: the fields of a LayerState with these names."""

    start: Optional[float] = None
    alike: bool = False
    moved: Optional[float] = None
    grew: Optional[float] = None

    @classmethod
    def of(cls, kernel: Any, first: np.ndarray) -> Beginning:
        """Of a kernel with these first values."""
        now = np.asarray(kernel.value).astype("float64")
        fan_in = np.prod(first.shape[:-1])
        fan_out = first.shape[-1] * np.prod(first.shape[:-2], initial=1)
        glorot = float(np.sqrt(2 / max(1, fan_in + fan_out)))
        columns = first.reshape(-1, first.shape[-1])
        size = float(np.sqrt(np.mean(first**2)))
        changes = (now - first)[now != first]
        return cls(
            start=size / glorot,
            alike=columns.shape[1] > 1 and _are_equal(columns) and _are_equal(now.reshape(columns.shape)),
            moved=float(np.sqrt(np.mean((now - first) ** 2))) / (size or glorot),
            grew=float(np.mean(changes > 0)) if changes.size >= MIN_CHANGED else None,
        )


def _are_equal(columns: np.ndarray) -> bool:
    return bool((np.ptp(columns, 1) <= 1e-5 * (1e-9 + np.abs(columns).max())).all())


def _is_as_it_began(variable: Any, initial: InitialValues) -> bool:
    began = initial.of(variable)
    if began is None or began.value is None or began.lent:
        return False
    return bool(np.array_equal(np.asarray(variable.value), began.value))


def _numbers(tensor: Any) -> Optional[np.ndarray]:
    """The tensor, or the first of several, as float64; None if it has no numbers."""
    with suppress_learner_errors(IndexError):
        array = np.asarray(keras.tree.flatten(tensor)[0])
        return array.astype("float64") if array.dtype.kind in "fiub" and array.size else None
    return None


def _kernel(layer: Any) -> Any:
    for owner in (layer, getattr(layer, "cell", None)):
        kernel = getattr(owner, "kernel", None) if owner is not None else None
        if key_of(kernel) is not None:  # in Keras 3.3 it is no keras.Variable
            return kernel
    return None
