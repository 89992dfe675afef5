"""A run as Keras code: the same data, initial weights and updates, as a program that a learner could write."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Iterable

import numpy as np

from tuitutor.playground.address import write_address
from tuitutor.playground.data import classes_of, maker_of, number_for
from tuitutor.playground.run import Run

EPOCHS = 10
_WIDTH = 100

_OPTIMIZERS = {
    "sgd": "SGD({rate})",
    "momentum": "SGD({rate}, momentum=0.9)",
    "nesterov": "SGD({rate}, momentum=0.9, nesterov=True)",
    "rmsprop": "RMSprop({rate})",
    "adadelta": "Adadelta({rate})",
    "adam": "Adam({rate})",
}
_FEATURES = {
    "x": "x",
    "y": "y",
    "xTimesY": "x * y",
    "xSquared": "x**2",
    "ySquared": "y**2",
    "sinX": "np.sin(x)",
    "sinY": "np.sin(y)",
}
_PRECISION = 'keras.config.set_floatx("{0}"){1}\nkeras.config.set_dtype_policy("{0}")'
_HALF_SQUARES = """\
def loss(true, said):  # the mean of which Keras takes
    return keras.ops.square(said - true) / 2
"""
_CROSS_ENTROPY = "loss = keras.losses.sparse_categorical_crossentropy\n"
_MEASURE = (
    "losses = []  # of the training and the test points, before training and after each epoch",
    """\
def measure(epoch=None, logs=None):
    losses.append([float(keras.ops.mean(loss(y, model(x)))) for x, y in ((x_train, y_train), (x_test, y_test))])
    print(f"epoch {len(losses) - 1}: train {losses[-1][0]:.3f}, test {losses[-1][1]:.3f}")
""",
)
_DEAD_LINKS = '''\
class DeadLinks(keras.callbacks.Callback):
    """A weight that the penalty would carry across 0 stays there for good."""

    def on_train_begin(self, logs=None):
        self.kernels = [layer.kernel for layer in self.model.layers]
        self.before = [np.array(kernel) for kernel in self.kernels]
        self.alive = [np.ones_like(kernel) for kernel in self.before]

    def on_train_batch_end(self, batch, logs=None):
        for at, kernel in enumerate(self.kernels):
            after = np.array(kernel)
            pull = {rate} * {penalty} * np.sign(self.before[at])  # by which the penalty moved it
            self.alive[at] *= (after + pull) * after >= 0
            self.before[at] = after * self.alive[at]
            kernel.assign(self.before[at])


'''
_BATCHES = '''\
def batches(size={size}):
    """Without end. What is left of an epoch, too little for a batch, joins the first batch of the next."""
    count, left = len(x_train), 0
    while True:
        for start in range(0, count - size + 1, size):
            rows = [*range(count - left, count)] * (start == 0) + [*range(start, start + size)]
            yield x_train[rows], y_train[rows]
        left = count % size


'''


def keras_program(run: Run) -> str:
    """A program for a lesson's cell, which trains for EPOCHS epochs with the same losses as the run.

    If the losses can't be the same, it says why at the top.
    """
    head = [f"# The playground's network as Keras code: tuitutor play '{write_address(run.config)}'"]
    head += [f"# The losses differ from the playground's: {why}" for why in why_losses_differ(run)]
    text, before = "", ""
    for block in ("\n".join(head), *_data(run), *_model(run), *_training(run)):
        code = block.strip()
        defined = any(part.startswith(("def ", "class ")) for part in (before, code))
        text += ("\n\n\n" if defined else "\n\n") * bool(text) + code
        before = code
    return text + "\n"


def why_losses_differ(run: Run) -> tuple[str, ...]:
    """Why the program's losses differ from the run's, in sentences; empty if they don't."""
    config = run.config
    reasons = []
    if config.dropout and config.network_shape:
        reasons.append("Keras draws other units to drop out.")
    if run.edited:
        reasons.append(f"weights or the learning rate were changed after epoch {run.edited}.")
    return tuple(reasons)


# ---- the data


def _data(run: Run) -> list[str]:
    """Code that makes x_train, y_train, x_test and y_test."""
    config, train = run.config, run.data.train
    imports = "import keras\nimport numpy as np\nfrom keras import Input, Sequential\nfrom keras.layers import Dense"
    inputs = ", ".join(_FEATURES[name] for name in config.inputs)
    stacked = f"np.stack([{inputs}], axis=1)" if inputs else "np.zeros((len(x), 1))  # no input"
    label = 'label[order].astype("int32")' if run.data.classes == 3 else "label[order][:, np.newaxis]"
    if config.points:
        points = ", ".join(f"({', '.join(map(repr, point))})" for point in config.points)
        made = [_assign("points", points) + "\npoints, label = points[:, :2], points[:, 2]"]
        if classes_of(config) == 2:
            made[0] += "\nlabel = np.where(label > 0, 1.0, -1.0)"
    else:
        source = inspect.getsource(maker := maker_of(config))
        made = [re.sub(r"^(def \w+)\(.*\) -> .*:$", r"\1(rng, n, noise):", source, flags=re.MULTILINE)]
        name, seed = getattr(maker, "__name__", ""), number_for(config.seed, "data")
        made.append(f"points, label = {name}(np.random.RandomState({seed}), {config.samples}, {config.noise / 100})")
    return [
        imports + (", Dropout" if config.dropout > 0 else ""),
        _PRECISION.format("float64", "  # as precise as the playground"),
        *made,
        f"order = np.random.RandomState({number_for(config.seed, 'order')}).permutation(len(points))\n"
        f"x, y = points[order].T\n"
        f"label = {label}\n"
        f"inputs = {stacked}\n"
        f"x_train, y_train, x_test, y_test = inputs[:{train}], label[:{train}], inputs[{train}:], label[{train}:]",
    ]


# ---- the model


def _model(run: Run) -> list[str]:
    """Code that makes `model`, with the run's initial weights."""
    config, shape = run.config, run.shape
    penalty = ""
    if config.regularization != "none" and config.regularization_rate:
        rate = config.regularization_rate / 2 if config.regularization == "L2" else config.regularization_rate
        penalty = f", kernel_regularizer=keras.regularizers.{config.regularization}({rate!r})"
    layers = [f"Input(({max(1, shape.sizes[0])},)),"]
    for units, activation in zip(shape.sizes[1:], shape.activations, strict=True):
        layers.append(f'Dense({units}, activation="{activation}"{penalty}),')
        layers += [f"Dropout({config.dropout!r}),"] * (config.dropout > 0)
    layers = layers[:-1] if config.dropout else layers  # no dropout after the output layer
    lines, names = [], []
    for number, layer in enumerate(run.weights(0), start=1):
        kernel = layer.kernel if layer.kernel.size else np.zeros((1, len(layer.bias)))  # Keras needs at least one input
        lines.append(_assign(f"kernel_{number}", ", ".join(f"[{_numbers(row)}]" for row in kernel)))
        lines.append(_assign(f"bias_{number}", _numbers(layer.bias)))
        names += [f"kernel_{number}", f"bias_{number}"]
    lines.append(f"model.set_weights([{', '.join(names)}])")
    return ["model = Sequential([\n" + textwrap.indent("\n".join(layers), "    ") + "\n])", "\n".join(lines)]


def _numbers(values: Iterable[float]) -> str:
    return ", ".join(f"{value:.12g}" for value in values)


def _assign(name: str, items: str) -> str:
    """`name = np.array([items])`, wrapped."""
    line = f"{name} = np.array([{items}])"
    if len(line) <= _WIDTH:
        return line
    folded = textwrap.fill(items, _WIDTH, initial_indent="    ", subsequent_indent="    ", break_long_words=False)
    return f"{name} = np.array([\n{folded}\n])"


# ---- training


def _training(run: Run) -> list[str]:
    """Code that trains the model and records both losses after every epoch."""
    config, size = run.config, min(run.config.batch_size, run.data.train)
    blocks = [_CROSS_ENTROPY if run.data.classes == 3 else _HALF_SQUARES, *_MEASURE]
    callbacks = "keras.callbacks.LambdaCallback(on_epoch_end=measure)"
    rates = {"rate": repr(config.learning_rate), "penalty": repr(config.regularization_rate)}
    if config.optimizer == "sgd" and config.regularization == "L1" and config.regularization_rate:
        callbacks = f"DeadLinks(), {callbacks}"
        blocks.append(_DEAD_LINKS.format(**rates))
    arguments = f"x_train, y_train, batch_size={size}"
    if run.data.train % size:
        blocks.append(_BATCHES.format(size=size))
        arguments = f"batches(), steps_per_epoch={run.data.train // size}"
    fit = (
        f"model.compile(loss=loss, optimizer=keras.optimizers.{_OPTIMIZERS[config.optimizer].format(**rates)})\n"
        f"history = model.fit(\n    {arguments}, shuffle=False, epochs={EPOCHS}, verbose=0,\n"
        f"    validation_data=(x_test, y_test), callbacks=[{callbacks}],\n)\n"
        + _PRECISION.format("float32", "  # as it was, for the cells below")
    )
    return [*blocks, "measure()\n" + fit]
