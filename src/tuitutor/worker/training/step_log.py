"""Logging the state before the steps of the program's optimizers, to tell whether a training went on where it was.

Operations that become part of whatever is compiled write it down, so it doesn't matter who calls the optimizer: `fit`,
or a loop of the program's own, compiled or not.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import keras
import numpy as np

from tuitutor.protocol.facts import StepFacts
from tuitutor.worker.learner_errors import suppress_learner_errors
from tuitutor.worker.training.counting import Doing
from tuitutor.worker.training.origin import wrap_method

_POLL = 0.005  # seconds between reads of how many steps there were
_ROUNDING = 1e-6  # relative, of sums of squares that are the same


class StepLog:
    """The first `most` steps from now on. Only in a child."""

    def __init__(self, doing: Doing, most: int) -> None:
        self._doing, self._most = doing, most
        self._trained: list[Any] = []
        tensorflow = sys.modules["tensorflow"]
        with tensorflow.device("CPU:0"):
            self._count = tensorflow.Variable(0, dtype="int64", trainable=False)
            self._rows = tensorflow.Variable(np.zeros((most, 4)), trainable=False)
            self._gate = tensorflow.queue.FIFOQueue(1, "int64")  # which stays empty: who waits there, waits for ever
        self._halt_after = 0
        wrap_method(keras.optimizers.Optimizer, "apply", self._apply)

    def halt_after(self, steps: int, tell: Callable[[StepFacts], None]) -> None:
        """Have no more than so many steps made; then call `tell` with the log, and stop this process.

        To be called before there are any.
        """
        self._halt_after = steps

        def watch() -> None:
            while int(self._count.numpy()) <= steps:
                time.sleep(_POLL)
            tell(StepFacts(self._states()))
            os.kill(os.getpid(), signal.SIGSTOP)

        threading.Thread(target=watch, daemon=True).start()

    def facts(self, model: Any) -> StepFacts:
        """The log, and whether it is about the `model`, which has the variables that were trained, or copies."""
        states, of_model = self._states(), False
        with suppress_learner_errors():
            variables, trained = model.trainable_variables, {id(variable) for variable in self._trained}
            of_model = bool(variables) and {id(variable) for variable in variables} <= trained
            if states and not of_model:
                now = float(_half_squares(variables))
                logged = [weights for _, weights, *_ in states] + [float(_half_squares(self._trained))]
                of_model = any(abs(now - weights) <= _ROUNDING * weights for weights in logged)
        return StepFacts(states, of_model=bool(states) and of_model)

    def _apply(self, apply: Any, optimizer: Any, /, grads: Any, trainable_variables: Any = None) -> Any:
        variables = None if trainable_variables is None else list(trainable_variables)
        if self._doing.looking:
            return apply(optimizer, grads, variables)
        self._log(optimizer, variables)
        tensorflow = sys.modules["tensorflow"]
        waits = []  # for ever, once enough steps were made, so that the next one is never made
        if self._halt_after and not tensorflow.executing_eagerly():
            zero = tensorflow.zeros((), "int64")
            waits = [tensorflow.cond(self._count > self._halt_after, self._gate.dequeue, lambda: zero)]
        elif self._halt_after and int(self._count) > self._halt_after:
            waits = [self._gate.dequeue()]
        with tensorflow.control_dependencies(waits):
            return apply(optimizer, grads, variables)

    def _log(self, optimizer: Any, variables: Any) -> None:
        tensorflow = sys.modules["tensorflow"]
        if not optimizer.built and variables:  # it would be now, and its slots belong to the state
            with tensorflow.init_scope(), keras.src.backend.name_scope(optimizer.name, caller=optimizer):
                optimizer.build(variables)
            optimizer.built = True
        self._trained = list(optimizer._trainable_variables)
        counts = {id(optimizer.iterations), id(optimizer._learning_rate)}
        slots = [variable for variable in optimizer.variables if id(variable) not in counts]
        with tensorflow.device("CPU:0"):
            state = (
                optimizer.iterations, _half_squares(self._trained), _half_squares(slots), optimizer.learning_rate,
            )  # fmt: skip
            row = tensorflow.stack([tensorflow.cast(keras.ops.convert_to_tensor(part), "float64") for part in state])
            at = tensorflow.minimum(self._count, self._most - 1)
            self._rows.scatter_nd_update([[at]], [row])
            self._count.assign_add(1)

    def _states(self) -> tuple[tuple[float, float, float, float], ...]:
        rows = self._rows.numpy()[: int(self._count.numpy())]
        return tuple((float(count), float(weights), float(slots), float(rate)) for count, weights, slots, rate in rows)


def _half_squares(variables: Iterable[Any]) -> Any:
    """Half the sum of the squares of all their values."""
    tensorflow = sys.modules["tensorflow"]
    values = [keras.ops.convert_to_tensor(variable) for variable in variables]
    values = [value for value in values if "float" in str(value.dtype)]
    parts = [tensorflow.cast(tensorflow.nn.l2_loss(value), "float64") for value in values]
    return tensorflow.add_n([tensorflow.zeros((), "float64"), *parts])
