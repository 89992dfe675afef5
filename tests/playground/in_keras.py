"""Run as a program: what Keras makes of networks that arrive as JSON on standard input, all in one process.

Takes {steps: [...], programs: [...]}; answers the weights after all steps, and the `losses` of all programs.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from typing import Any

import keras
import numpy as np

OPTIMIZERS = {
    "sgd": keras.optimizers.SGD,
    "momentum": lambda rate: keras.optimizers.SGD(rate, momentum=0.9),
    "nesterov": lambda rate: keras.optimizers.SGD(rate, momentum=0.9, nesterov=True),
    "rmsprop": keras.optimizers.RMSprop,
    "adadelta": keras.optimizers.Adadelta,
    "adam": keras.optimizers.Adam,
}


def half_squared_error(true: Any, predicted: Any) -> Any:
    return 0.5 * keras.ops.square(predicted - true)


def after_steps(task: dict[str, Any]) -> list[Any]:
    """The weights after so many steps on all points at once."""
    rate = task["penalty_rate"]
    penalty = {"none": None, "L1": keras.regularizers.L1(rate), "L2": keras.regularizers.L2(rate / 2)}[task["penalty"]]
    model = keras.Sequential([keras.Input((len(task["x"][0]),))])
    for activation, bias in zip(task["activations"], task["weights"][1::2], strict=True):
        model.add(keras.layers.Dense(len(bias), activation=activation, kernel_regularizer=penalty))
    model.set_weights([np.array(weights) for weights in task["weights"]])
    loss = "sparse_categorical_crossentropy" if task["activations"][-1] == "softmax" else half_squared_error
    model.compile(loss=loss, optimizer=OPTIMIZERS[task["optimizer"]](task["rate"]), run_eagerly=True)
    x, label = np.array(task["x"], dtype="float32"), np.array(task["label"], dtype="float32")[:, None]
    for _ in range(task["steps"]):
        model.train_on_batch(x, label)
    return [np.asarray(weights).tolist() for weights in model.get_weights()]


def main() -> None:
    tasks = json.load(sys.stdin)
    with contextlib.redirect_stdout(io.StringIO()):
        weights = [after_steps(task) for task in tasks["steps"]]
        losses = []
        for program in tasks["programs"]:
            names: dict[str, Any] = {}
            exec(program, names)
            losses.append(names["losses"])
    print(json.dumps({"weights": weights, "losses": losses}))


if __name__ == "__main__":
    main()
