"""Counting what is trained, whatever calls it: rows that train steps take, steps of optimizers, gradients of tapes.

The counters are TensorFlow variables, so that they also count inside compiled functions and fused steps, and
recompiling, resetting or accumulating gradients doesn't change them. They affect no weight and no random number.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Optional

import keras

from tuitutor.worker.training.origin import wrap
from tuitutor.worker.training.tracing import once


@dataclass(frozen=True)
class Counted:
    """What was counted since the process began. `samples` is None once some could not be counted.

    A row counts once for each step that is made with it. `loose` counts the steps outside of any train step.
    """

    samples: Optional[int]
    steps: int
    gradients: int
    loose: int = 0

    def since(self, before: Counted) -> Counted:
        """What was counted after `before`."""
        samples = None if self.samples is None or before.samples is None else self.samples - before.samples
        loose = self.loose - before.loose
        return Counted(samples, self.steps - before.steps, self.gradients - before.gradients, loose)

    def __add__(self, other: Counted) -> Counted:
        samples = None if self.samples is None or other.samples is None else self.samples + other.samples
        loose = self.loose + other.loose
        return Counted(samples, self.steps + other.steps, self.gradients + other.gradients, loose)


class Counters:
    """Counts by wrapping Keras and TensorFlow, once `install` was called. Only in a child."""

    def __init__(self) -> None:
        self._variables: dict[str, Any] = {}
        self._all_samples = True
        self._within = 0  # depth of train steps: one may call the one that it overrides
        self._rows: Any = 0  # of the train step's batch

    def now(self) -> Counted:
        """What was counted so far."""
        samples = self._of("samples") if self._all_samples else None
        return Counted(samples, self._of("steps"), self._of("gradients"), self._of("loose"))

    def install(self) -> None:
        """Have all train steps, optimizers and tapes count from now on."""
        wrap(keras.Model, "make_train_function", self._counting_train_step)
        wrap(keras.optimizers.Optimizer, "apply", lambda apply: self._counting(apply, self._count_step))
        tape, gradients = sys.modules["tensorflow"].GradientTape, partial(self._add, "gradients", 1)
        wrap(tape, "gradient", lambda gradient: self._counting(gradient, gradients))

    def _counting(self, method: Callable[..., Any], count: Callable[[], None]) -> Callable[..., Any]:
        @functools.wraps(method)
        def counted(self_: Any, *args: Any, **kwargs: Any) -> Any:
            result = method(self_, *args, **kwargs)
            count()
            return result

        return counted

    def _count_step(self) -> None:
        self._add("steps", 1)
        if not self._within:
            self._add("loose", 1)
            return
        with suppress(Exception):  # a second step of a batch trains on its rows again
            self._add("samples", self._rows * keras.ops.cast(self._variable("made") > 0, "int32"))
            self._add("made", 1)

    def _counting_train_step(self, make: Callable[..., Any]) -> Callable[..., Any]:
        """Wraps `make_train_function`: each class of the model may have a train step, and the model itself too."""

        @functools.wraps(make)
        def make_counted(model: Any, *args: Any, **kwargs: Any) -> Any:
            for owner in (model, *type(model).__mro__):
                step = vars(owner).get("train_step")
                if step is not None and not getattr(step, "counts_samples", False):
                    owner.train_step = self._counted_step(step, own=owner is model)
            return make(model, *args, **kwargs)

        return make_counted

    def _counted_step(self, step: Callable[..., Any], own: bool) -> Callable[..., Any]:
        @functools.wraps(step)
        def train_step(*args: Any, **kwargs: Any) -> Any:
            if not self._within:
                self._count_rows([*args, *kwargs.values()][0 if own else 1 :])
            self._within += 1
            try:
                with nullcontext() if own else once(args[0]):
                    return step(*args, **kwargs)
            finally:
                self._within -= 1

        train_step.counts_samples = True  # type: ignore[attr-defined]
        return train_step

    def _count_rows(self, data: Any) -> None:
        try:
            first = next(each for each in keras.tree.flatten(data) if each is not None)
            self._rows = keras.ops.shape(first)[0]
            self._add("samples", self._rows)
            self._variable("made").assign(0)  # steps of this batch
        except Exception:
            self._all_samples = False

    def _add(self, name: str, amount: Any) -> None:
        self._variable(name).assign_add(sys.modules["tensorflow"].cast(amount, "int64"))

    def _variable(self, name: str) -> Any:
        tensorflow = sys.modules["tensorflow"]
        if name not in self._variables:
            known_as = {"trainable": False, "name": f"counted_{name}"}
            with tensorflow.init_scope(), tensorflow.device("CPU:0"):  # not lifted, or TensorFlow would trace twice
                self._variables[name] = tensorflow.Variable(
                    0, dtype="int64", experimental_enable_variable_lifting=False, **known_as
                )
        return self._variables[name]

    def _of(self, name: str) -> int:
        return int(self._variables[name].numpy()) if name in self._variables else 0
