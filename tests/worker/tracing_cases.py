"""Runs inside a worker's child: trains each case as Keras traces it and as we do, and prints what differs.

Not a test module.
"""

import json
import re
import traceback
from contextlib import contextmanager, nullcontext
from difflib import unified_diff

import keras
import numpy as np
import tensorflow as tf
from keras import layers, losses, metrics, optimizers

import tuitutor.worker.training.speed as tracing
from tuitutor.worker.training.speed import MIN_KERAS

N = 96
rng = np.random.default_rng(1)
X, Y = rng.normal(size=(N, 3)).astype("float32"), rng.integers(0, 2, N)
HOT = np.eye(2, dtype="float32")[Y]
arrays = {"x": X, "y": Y}
SPARSE = "sparse_categorical_crossentropy"


def compiled(*between, optimizer="adam", loss=SPARSE, metrics=("accuracy",), last=2, inputs=True, **options):
    model = keras.Sequential([*([keras.Input((3,))] if inputs else []), layers.Dense(6, "tanh"), *between])
    model.add(layers.Dense(last, "softmax" if last > 1 else "sigmoid"))
    model.compile(optimizer=optimizer, loss=loss, metrics=list(metrics), **options)
    return model


def attentive():
    inputs = keras.Input((3,))
    steps = layers.Reshape((6, 2))(layers.Dense(12)(inputs))
    looked = layers.LayerNormalization()(
        layers.Add()([layers.MultiHeadAttention(2, 2, dropout=0.1)(steps, steps), steps])
    )
    model = keras.Model(inputs, layers.Dense(2, "softmax")(layers.GlobalAveragePooling1D()(looked)))
    model.compile(optimizer="adam", loss=SPARSE, metrics=["accuracy"])
    return model


def forked(metrics, **options):
    inputs = keras.Input((3,))
    inner = layers.Dense(4, "relu")(inputs)
    model = keras.Model(inputs, {"a": layers.Dense(2, name="a")(inner), "b": layers.Dense(1, name="b")(inner)})
    model.compile(optimizer="rmsprop", loss={"a": "mse", "b": "mae"}, metrics=metrics, **options)
    return model


def added():
    inputs = keras.Input((3,))
    model = keras.Model(inputs, inputs + layers.Dense(3)(inputs))
    model.compile(optimizer="adam", loss=SPARSE, metrics=["accuracy"])
    return model


def registered():
    keras.saving.get_custom_objects()["own"] = own_loss
    return compiled()


def again(model):
    model.fit(X, Y, verbose=0)
    model.compile(optimizer="adam", loss=SPARSE, metrics=["accuracy"])
    return model


def on_a_batch(model):
    model.train_on_batch(X[:32], Y[:32])
    return model


def frozen(model):
    model.layers[0].trainable = False
    model.compile(optimizer="adam", loss=SPARSE, metrics=["accuracy"])
    return model


class Steps(keras.Sequential):
    def train_step(self, data):
        print("a step")
        return super().train_step(data)


class Doubled(layers.Layer):
    def call(self, x):
        print("called")
        return 2 * x


class Sum(keras.regularizers.Regularizer):
    def __call__(self, x):
        print("regularized")
        return keras.ops.sum(x)


class Adam(optimizers.Adam):
    def update_step(self, *given):
        print("updated")
        return super().update_step(*given)


def own_steps():
    model = Steps([keras.Input((3,)), layers.Dense(2, "softmax")])
    model.compile(optimizer="adam", loss=SPARSE, metrics=["accuracy"])
    return model


def patched(model):
    step = model.train_step
    model.train_step = lambda data: step(data)
    return model


def own_loss(y_true, y_pred):
    return losses.sparse_categorical_crossentropy(y_true, y_pred)


def own_metric(y_true, y_pred):
    return keras.ops.mean(y_pred)


def dataset():
    return tf.data.Dataset.from_tensor_slices((X, Y)).shuffle(50, seed=1).batch(20)


sequence = lambda: (layers.Dense(12), layers.Reshape((6, 2)))  # noqa: E731
recurrent = lambda: (layers.LSTM(4, return_sequences=True, dropout=0.1), layers.GRU(3))  # noqa: E731
forked_labels = {"a": HOT, "b": HOT[:, :1]}

# name: (make a model, arguments of fit, whether it must be traced only once)
CASES = {
    "adam": (compiled, arrays, True),
    "momentum": (lambda: compiled(optimizer=optimizers.SGD(0.1, momentum=0.9, nesterov=True)), arrays, True),
    "rmsprop": (lambda: compiled(optimizer="rmsprop"), arrays, True),
    "nadam, which makes one from a tensor": (lambda: compiled(optimizer="nadam"), arrays, False),
    "clipped": (lambda: compiled(optimizer=optimizers.AdamW(0.1, clipnorm=0.1)), arrays, True),
    "accumulated": (lambda: compiled(optimizer=optimizers.Adam(gradient_accumulation_steps=2)), arrays, True),
    "moving averages": (
        lambda: compiled(optimizer=optimizers.SGD(0.1, use_ema=True, ema_overwrite_frequency=2)),
        arrays,
        True,
    ),
    "scheduled": (
        lambda: compiled(optimizer=optimizers.Adam(optimizers.schedules.ExponentialDecay(0.1, 2, 0.5))),
        arrays,
        True,
    ),
    "a scaled loss": (lambda: compiled(optimizer=optimizers.LossScaleOptimizer(optimizers.Adam())), arrays, False),
    "own optimizer": (lambda: compiled(optimizer=Adam()), arrays, False),
    "own optimizer of a scaled loss": (
        lambda: compiled(optimizer=optimizers.LossScaleOptimizer(Adam())),
        arrays,
        False,
    ),
    "binary": (lambda: compiled(loss="binary_crossentropy", last=1), arrays, True),
    "categorical": (
        lambda: compiled(loss="categorical_crossentropy", metrics=["accuracy", metrics.AUC(), "mse"]),
        {"x": X, "y": HOT},
        True,
    ),
    "F1": (lambda: compiled(loss="mse", metrics=[metrics.F1Score()]), {"x": X, "y": HOT}, True),
    "no metrics": (lambda: compiled(metrics=[]), arrays, True),
    "two outputs": (lambda: forked({"a": ["accuracy", "mae"], "b": "mse"}), {"x": X, "y": forked_labels}, True),
    "weighted losses": (
        lambda: forked({"a": ["mae"]}, loss_weights={"a": 1.0, "b": 0.3}),
        {"x": X, "y": forked_labels},
        True,
    ),
    "validated": (compiled, {**arrays, "validation_data": (X[:30], Y[:30])}, True),
    "split": (compiled, {**arrays, "validation_split": 0.3}, True),
    "weights of classes": (compiled, {**arrays, "class_weight": {0: 1.0, 1: 3.0}}, True),
    "weights of samples": (
        lambda: compiled(weighted_metrics=["accuracy", SPARSE]),
        {**arrays, "sample_weight": np.linspace(0, 1, N)},
        True,
    ),
    "dropout": (lambda: compiled(layers.Dropout(0.3), layers.GaussianNoise(0.1)), arrays, True),
    "batch norm": (
        lambda: compiled(
            layers.BatchNormalization(), layers.Dense(3, kernel_regularizer="l2", kernel_constraint="max_norm")
        ),
        {**arrays, "validation_split": 0.1},
        True,
    ),
    "convolution": (
        lambda: compiled(*sequence(), layers.Conv1D(3, 2), layers.SpatialDropout1D(0.2), layers.GlobalMaxPooling1D()),
        arrays,
        True,
    ),
    "recurrent": (lambda: compiled(*sequence(), *recurrent()), arrays, True),
    "attentive": (attentive, arrays, True),
    "a model within": (
        lambda: compiled(keras.Sequential([keras.Input((6,)), layers.Dense(3), layers.Dropout(0.2)])),
        arrays,
        True,
    ),
    "frozen": (lambda: frozen(compiled()), arrays, True),
    "many steps at once": (lambda: compiled(steps_per_execution=2), arrays, True),
    "dataset": (compiled, lambda: {"x": dataset()}, True),
    "again": (lambda: again(compiled()), arrays, True),
    "on a batch first": (lambda: on_a_batch(compiled()), arrays, True),
    "eager": (lambda: compiled(run_eagerly=True), arrays, False),
    "unbuilt": (lambda: compiled(inputs=False), arrays, False),
    "added": (added, arrays, False),
    "own steps": (own_steps, arrays, False),
    "own steps, patched": (lambda: patched(compiled()), arrays, False),
    "own layer": (lambda: compiled(Doubled()), arrays, False),
    "own layer within": (lambda: compiled(keras.Sequential([keras.Input((6,)), Doubled()])), arrays, False),
    "own function": (lambda: compiled(layers.Lambda(lambda x: 2 * x)), arrays, False),
    "own activation": (lambda: compiled(layers.Dense(3, lambda x: 2 * x)), arrays, False),
    "own regularizer": (
        lambda: compiled(layers.Dense(3, bias_regularizer=Sum())),
        arrays,
        False,
    ),
    "own rate": (lambda: compiled(optimizer=optimizers.SGD(lambda: 0.1, momentum=0.1)), arrays, False),
    "own loss": (lambda: compiled(loss=own_loss), arrays, False),
    "own metric": (lambda: compiled(metrics=["accuracy", own_metric]), arrays, False),
    "own weighted metric": (lambda: compiled(weighted_metrics=[own_metric]), arrays, False),
    "own metric, wrapped": (lambda: compiled(metrics=[metrics.MeanMetricWrapper(own_metric)]), arrays, False),
    "own names": (registered, arrays, False),
}

# name: (make a model, arguments of two fits): what they raise
ERRORS = {
    "wrong inputs": (compiled, {"x": X[:, :2], "y": Y}, arrays),
    "wrong labels": (compiled, {"x": X, "y": np.zeros((N, 5))}, arrays),
    "labels out of range": (compiled, {"x": X, "y": Y + 5}, arrays),
    "labels for another loss": (lambda: compiled(loss="mse"), {"x": X, "y": np.zeros((N, 5))}, arrays),
    "labels of text": (compiled, {"x": X, "y": Y.astype(str)}, arrays),
    "no labels": (compiled, {"x": X}, arrays),
    "fewer labels": (compiled, {"x": X, "y": Y[1:]}, arrays),
    "an unknown loss": (lambda: compiled(loss="msee"), arrays, arrays),
    "an unknown metric": (lambda: compiled(metrics=["acuracy"]), arrays, arrays),
    "no loss": (lambda: compiled(loss=None), arrays, arrays),
    "metrics that fail": (
        lambda: compiled(metrics=["mse", metrics.MeanIoU(2)]),
        {"x": X, "y": np.zeros((N, 3))},
        arrays,
    ),
    "metrics that fail later": (
        lambda: compiled(loss="mse", metrics=["sparse_categorical_accuracy"]),
        {"x": X, "y": HOT},
        {"x": X, "y": HOT[:, :1]},
    ),
    "metrics for other outputs": (lambda: forked({"c": "mse"}), {"x": X, "y": forked_labels}, {"x": X, "y": HOT}),
    "not compiled": (lambda: keras.Sequential([keras.Input((3,)), layers.Dense(2)]), arrays, arrays),
    "another layer": (lambda: with_layer(again(compiled())), arrays, arrays),
}


def with_layer(model):
    model.fit(X, Y, verbose=0)
    model.add(layers.Dense(2))
    return model


traced = []
their_step = keras.Model.train_step
keras.Model.train_step = lambda *given: traced.append(1) or their_step(*given)


@contextmanager
def as_keras_traces_it():
    ours = tracing.is_keras_only
    tracing.is_keras_only = lambda model: False
    try:
        yield
    finally:
        tracing.is_keras_only = ours


def fresh():
    keras.backend.clear_session()
    keras.saving.get_custom_objects().clear()
    keras.utils.set_random_seed(3)
    traced.clear()


def values(variables):
    return [(v.path, v.value.name, str(v.dtype), np.asarray(v).tobytes()) for v in variables]


def trained(make, arguments):
    fresh()
    model = make()
    before = len(traced)
    arguments = arguments() if callable(arguments) else arguments
    first = model.fit(**{"epochs": 2, "verbose": 0, **arguments}).history
    traces = len(traced) - before
    found = {
        "weights": values(model.weights),
        "optimizer": values(model.optimizer.variables),
        "metrics": [(type(m).__name__, m.name, values(m.variables)) for m in model.metrics],
        "history": repr(first),
        "second fit": repr(model.fit(**{"epochs": 1, "verbose": 0, **arguments}).history),
        "random numbers": repr(
            (np.random.rand(), np.asarray(keras.random.uniform((2,))), tf.random.uniform((2,)).numpy())
        ),
    }
    return found, traces


def raised(make, *fits):
    fresh()
    found, model = [], None
    for arguments in fits:
        try:
            model = make() if model is None else model
            model.fit(**{"verbose": 0, **arguments})
            found.append([])
        except Exception:
            found.append(re.sub(r"(__\w+_)\d+", r"\1", traceback.format_exc()).split("\n"))  # functions have numbers
    return found


def both(run, *given):
    """What a run finds as Keras traces it, and as we do."""
    found = []
    for tracing_it in (as_keras_traces_it, nullcontext):
        with tracing_it():
            found.append(run(*given))
    return found


# an older one makes its variables from tensors of the graph
lifts = tuple(map(int, keras.__version__.split(".")[:2])) >= MIN_KERAS
for name in list(CASES)[globals()["PART"] :: globals()["EVERY"]]:
    make, arguments, once = CASES[name]
    (plain, often), (ours, traces) = both(trained, make, arguments)
    differs = [part for part in plain if plain[part] != ours[part]]
    print(json.dumps({"case": name, "differs": differs, "once": once and lifts, "traces": [often, traces]}))
for name in list(ERRORS)[globals()["PART"] :: globals()["EVERY"]]:
    plain, ours = both(raised, *ERRORS[name])
    differs = [line for one, two in zip(plain, ours, strict=True) for line in unified_diff(one, two, n=0)]
    print(json.dumps({"case": name, "differs": differs, "raised": plain[0] != []}))
