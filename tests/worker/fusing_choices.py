"""Runs inside a worker's child: prints the fits about which `may_fuse` errs. Not a test module."""

import inspect
import json

import keras
import numpy as np
from keras import layers

from tuitutor.worker.training.speed import MAX_PARAMS, STEPS, fused, may_fuse

keras.__version__ = "3.8.0"  # the oldest that fuses
X, Y = np.ones((2_000, 3)), np.zeros(2_000)


def rows(count):
    return {"x": X[:1].repeat(count, axis=0), "y": Y[:1].repeat(count)}


def fit(model=None, **arguments):
    """A model and all arguments of a fit of it."""
    model = compiled() if model is None else model
    bound = inspect.signature(keras.Model.fit).bind(model, **{"x": X, "y": Y, "epochs": 5, **arguments})
    bound.apply_defaults()
    return model, dict(list(bound.arguments.items())[1:])


def compiled(*between, model=None, **arguments):
    between = keras.Input((3,)), layers.Dense(6, "tanh"), *between
    model = model or keras.Sequential([*between, layers.Dense(2, "softmax")])
    model.compile(**{"loss": "sparse_categorical_crossentropy", "metrics": ["accuracy"], **arguments})
    return model


def functional(join):
    inputs = keras.Input((3,))
    return compiled(model=keras.Model(inputs, layers.Dense(2)(join(layers.Dense(3)(inputs), inputs))))


def of_size(params):
    return compiled(model=keras.Sequential([keras.Input((params - 1,)), layers.Dense(1)]))


class Net(keras.Model):
    def call(self, x):
        return x


class Sequential(keras.Sequential):
    pass


def too_odd(model):
    model.layers[0].get_config = lambda: 1 / 0
    return model


class Dense(layers.Dense):
    pass


class Adam(keras.optimizers.Adam):
    pass


class EarlyStopping(keras.callbacks.EarlyStopping):
    pass


class Mean(keras.losses.MeanSquaredError):
    pass


def own(y_true, y_pred):
    return keras.ops.mean(y_pred)


def own_activation(x):
    return x


def watching(hook):
    callback = keras.callbacks.EarlyStopping()
    setattr(callback, hook, lambda *arguments: None)
    return callback


def at_version(version, model):
    keras.__version__ = version
    return model


MAY = {
    "plain": lambda: fit(),
    "in order": lambda: fit(shuffle=False),
    "a batch size": lambda: fit(batch_size=50),
    "just long enough": lambda: fit(epochs=1, **rows(200 * 32)),
    "many short epochs": lambda: fit(epochs=100, **rows(64)),
    "just small enough": lambda: fit(of_size(MAX_PARAMS)),
    "validated": lambda: fit(validation_data=(X, Y)),
    "split": lambda: fit(validation_split=0.1),
    "a tuple of callbacks": lambda: fit(callbacks=(keras.callbacks.EarlyStopping(),)),
    "no callbacks": lambda: fit(callbacks=[]),
    "functional": lambda: fit(functional(lambda a, b: layers.concatenate([a, b]))),
    "Keras's loss": lambda: fit(compiled(loss=keras.losses.SparseCategoricalCrossentropy())),
    "Keras's loss as a function": lambda: fit(compiled(loss=keras.losses.sparse_categorical_crossentropy)),
    "Keras's metric": lambda: fit(compiled(metrics=[keras.metrics.SparseCategoricalAccuracy()])),
    "Keras's optimizer": lambda: fit(compiled(optimizer=keras.optimizers.SGD(0.1))),
    "a layer as activation": lambda: fit(compiled(layers.Dense(3, activation=layers.LeakyReLU()))),
    "other layers": lambda: fit(compiled(layers.Dropout(0.1), layers.BatchNormalization(), layers.ReLU())),
    "a later version": lambda: fit(at_version("3.10.1", compiled())),
    "the next major version": lambda: fit(at_version("4.0.0", compiled())),
}
MAY_NOT = {
    "too odd to be looked at": lambda: fit(too_odd(compiled())),
    "shuffled by batches": lambda: fit(shuffle="batch"),
    "shuffled oddly": lambda: fit(shuffle=2),
    "a step too short": lambda: fit(epochs=1, **rows(200 * 32 - 1)),
    "larger batches": lambda: fit(epochs=1, batch_size=33, **rows(200 * 32)),
    "one batch an epoch": lambda: fit(epochs=300, **rows(63)),
    "a parameter too many": lambda: fit(of_size(MAX_PARAMS + 1)),
    "weights of classes": lambda: fit(class_weight={0: 1.0, 1: 2.0}),
    "weights of samples": lambda: fit(sample_weight=Y),
    "steps": lambda: fit(steps_per_epoch=62),
    "steps of validation": lambda: fit(validation_data=(X, Y), validation_steps=1),
    "a list of lists": lambda: fit(x=X.tolist(), y=Y.tolist()),
    "lists to validate": lambda: fit(validation_data=(X.tolist(), Y)),
    "validation with weights": lambda: fit(validation_data=(X, Y, Y)),
    "validation as a list": lambda: fit(validation_data=[X, Y]),
    "objects": lambda: fit(x=X.astype(object)),
    "no labels": lambda: fit(y=None),
    "one callback without a list": lambda: fit(callbacks=keras.callbacks.EarlyStopping()),
    "another callback": lambda: fit(callbacks=[keras.callbacks.TerminateOnNaN()]),
    "a callback of lambdas": lambda: fit(callbacks=[keras.callbacks.LambdaCallback()]),
    "a callback of one's own": lambda: fit(callbacks=[EarlyStopping()]),
    "a callback with a hook": lambda: fit(callbacks=[watching("on_epoch_end")]),
    "the second callback with a hook": lambda: fit(callbacks=[watching("x"), watching("on_epoch_end")]),
    "subclassed": lambda: fit(compiled(model=Net())),
    "a subclass of the same name": lambda: fit(compiled(model=Sequential([keras.Input((3,)), layers.Dense(2)]))),
    "a layer of one's own": lambda: fit(compiled(Dense(3))),
    "another layer": lambda: fit(compiled(layers.UnitNormalization())),
    "a lambda": lambda: fit(compiled(layers.Lambda(lambda x: x))),
    "operations": lambda: fit(functional(lambda a, b: a + b)),
    "an activation of one's own": lambda: fit(compiled(layers.Dense(3, own_activation))),
    "regularized": lambda: fit(compiled(layers.Dense(3, kernel_regularizer="l2"))),
    "regularized activity": lambda: fit(compiled(layers.Dense(3, activity_regularizer="l1"))),
    "a loss of one's own": lambda: fit(compiled(loss=own)),
    "a loss class of one's own": lambda: fit(compiled(loss=Mean())),
    "a metric of one's own": lambda: fit(compiled(metrics=["accuracy", own])),
    "an optimizer of one's own": lambda: fit(compiled(optimizer=Adam())),
    "eager": lambda: fit(compiled(run_eagerly=True)),
    "steps of one's own": lambda: fit(compiled(steps_per_execution=2)),
    "jit": lambda: fit(compiled(jit_compile=True)),
    "an earlier version": lambda: fit(at_version("3.7.9", compiled())),
    "no model": lambda: (object(), fit()[1]),
    "no arguments": lambda: (compiled(), {}),
}


def wrong(cases, may):
    for name, make in cases.items():
        keras.__version__ = "3.8.0"
        model, arguments = make()
        if may_fuse(model, arguments) is not may:
            yield name


def state(model):
    return model.steps_per_execution, model.train_function, model.test_function


def states():
    """What `fused` makes of a model, as [what, whether it holds]."""
    model = compiled(optimizer="sgd")
    model.train_function, model.test_function = "train", "test"
    with fused(model):
        yield "begins untraced, in larger steps", state(model) == (STEPS, None, None)
        model.train_function, model.test_function = "fused train", "fused test"
    yield "leaves all as it was", state(model) == (1, "train", "test")
    with fused(model):
        yield "finds what it traced", state(model) == (STEPS, "fused train", "fused test")
    try:
        with fused(model):
            model.train_function = "half traced"
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        yield "leaves all as it was after an interrupt", state(model) == (1, "train", "test")
    with fused(model):
        yield "keeps nothing of what was interrupted", state(model) == (STEPS, "fused train", "fused test")
    other = compiled(optimizer="sgd")
    with fused(other):
        yield "traces another model again", state(other) == (STEPS, None, None)
    compiled(model=model, optimizer="sgd")
    with fused(model):
        yield "traces a model that was compiled again", state(model) == (STEPS, None, None)


broken = [what for what, holds in states() if not holds]
print(json.dumps([list(wrong(MAY, True)), list(wrong(MAY_NOT, False)), broken]))
