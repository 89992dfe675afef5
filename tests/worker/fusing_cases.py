"""Runs inside a worker's child: trains each case plainly and watched, and prints what differs. Not a test module."""

import json
from contextlib import contextmanager

import keras
import numpy as np
import tensorflow as tf
from keras import layers
from keras.src.trainers.data_adapters.array_data_adapter import ArrayDataAdapter
from tensorflow.python.data.ops import map_op
from tensorflow.python.data.ops.structured_function import StructuredFunctionWrapper

N = 2_000
rng = np.random.default_rng(1)
X, Y = rng.normal(size=(N, 3)), rng.integers(0, 2, N)


def dense(*between, loss="sparse_categorical_crossentropy", optimizer="adam", **compiled):
    model = keras.Sequential([keras.Input((3,)), layers.Dense(6, "tanh"), *between, layers.Dense(2, "softmax")])
    model.compile(optimizer=optimizer, loss=loss, metrics=["accuracy"], **compiled)
    return model


def functional():
    inputs = keras.Input((3,))
    joined = layers.concatenate([layers.Dense(4, "relu")(inputs), layers.Dense(4, "tanh")(inputs)])
    model = keras.Model(inputs, layers.Dense(2, "softmax")(joined))
    model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


class Subclassed(keras.Model):
    def __init__(self):
        super().__init__()
        self.out = layers.Dense(2, "softmax")

    def call(self, x):
        return self.out(x)


def subclassed():
    model = Subclassed()
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def generator():
    while True:
        for i in range(0, N, 50):
            yield X[i : i + 50], Y[i : i + 50]


def own_loss(y_true, y_pred):
    return keras.losses.sparse_categorical_crossentropy(y_true, y_pred)


def dataset():
    return tf.data.Dataset.from_tensor_slices((X, Y)).batch(20)


arrays = {"x": X, "y": Y, "epochs": 5, "verbose": 0}
early = lambda: keras.callbacks.EarlyStopping("loss", patience=0, min_delta=0.05)  # noqa: E731
plateau = lambda: keras.callbacks.ReduceLROnPlateau("loss", patience=0, min_delta=1)  # noqa: E731
schedule = lambda: keras.callbacks.LearningRateScheduler(lambda epoch: 0.1 / (epoch + 1))  # noqa: E731

# name: (make a model, arguments of fit, made again for each run, whether it must fuse)
CASES = {
    "plain": (dense, lambda: arrays, True),
    "validation split": (dense, lambda: {**arrays, "validation_split": 0.1}, True),
    "validation data": (dense, lambda: {**arrays, "validation_data": (X[:100], Y[:100])}, True),
    "odd batch": (dense, lambda: {**arrays, "batch_size": 33, "shuffle": False}, True),
    "dropout": (lambda: dense(layers.Dropout(0.3)), lambda: arrays, True),
    "batch norm": (lambda: dense(layers.BatchNormalization()), lambda: {**arrays, "validation_split": 0.1}, True),
    "momentum": (lambda: dense(optimizer=keras.optimizers.SGD(0.1, momentum=0.9, nesterov=True)), lambda: arrays, True),
    "functional": (functional, lambda: arrays, True),
    "diverging to NaN": (lambda: dense(optimizer=keras.optimizers.SGD(1e30)), lambda: arrays, True),
    "early stopping": (dense, lambda: {**arrays, "epochs": 30, "callbacks": [early()]}, True),
    "plateau and schedule": (dense, lambda: {**arrays, "callbacks": [plateau(), schedule()]}, True),
    "few steps": (dense, lambda: {**arrays, "epochs": 1}, False),
    "subclassed": (subclassed, lambda: arrays, False),
    "eager": (lambda: dense(run_eagerly=True), lambda: {**arrays, "x": X[:200], "y": Y[:200], "epochs": 40}, False),
    "own steps": (lambda: dense(steps_per_execution=8), lambda: arrays, False),
    "own loss": (lambda: dense(loss=own_loss), lambda: arrays, False),
    "generator": (dense, lambda: {"x": generator(), "epochs": 6, "steps_per_epoch": 40, "verbose": 0}, False),
    "repeating dataset": (
        dense,
        lambda: {"x": dataset().repeat(), "epochs": 6, "steps_per_epoch": 40, "verbose": 0},
        False,
    ),
    "lambda callback": (
        dense,
        lambda: {**arrays, "callbacks": [keras.callbacks.LambdaCallback(on_epoch_end=lambda e, logs: None)]},
        False,
    ),
    "terminate on NaN": (dense, lambda: {**arrays, "callbacks": [keras.callbacks.TerminateOnNaN()]}, False),
}


@contextmanager
def batches_as_keras_makes_them():
    """The pipelines of Keras's own, as in a process that tuitutor has no part in."""
    places = ((StructuredFunctionWrapper, "__init__"), (ArrayDataAdapter, "get_tf_dataset"), (map_op, "_map_v2"))
    ours = [getattr(*place) for place in places]
    for place, wrapped in zip(places, ours, strict=True):
        setattr(*place, wrapped.__wrapped__)
    try:
        yield
    finally:
        for place, wrapped in zip(places, ours, strict=True):
            setattr(*place, wrapped)


def trained(make, arguments, fit, again):
    keras.backend.clear_session()
    keras.utils.set_random_seed(3)
    model = make()
    first = fit(model, **arguments()).history
    evaluated = model.evaluate(X[:500], Y[:500], verbose=0)
    second = fit(model, **arguments()).history if again else None  # on what the first has left
    weights = b"".join(np.asarray(weight).tobytes() for weight in model.weights)
    return weights, repr((first, second, evaluated))


def differences(name):
    make, arguments, must_fuse = CASES[name]
    kept = [cell.cell_contents for cell in keras.Model.fit.__closure__]
    keras_fit = next(each for each in kept if getattr(each, "__name__", "") == "fit")
    with batches_as_keras_makes_them():
        plain = trained(make, arguments, keras_fit, must_fuse)
    watched = trained(make, arguments, keras.Model.fit, must_fuse)
    return [what for what, a, b in zip(("weights", "history"), plain, watched, strict=True) if a != b]


for name in list(CASES)[:: globals().get("EVERY", 1)]:
    print(json.dumps({"case": name, "must_fuse": CASES[name][2], "differs": differences(name)}))
