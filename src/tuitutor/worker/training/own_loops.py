"""What loops of the program's own do with gradients: of what they are asked, and which way the weights go.

Nothing is changed, and what is watched takes microseconds: shapes, and a product for the first steps.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from typing import Any, Optional

import keras
import numpy as np

from tuitutor.protocol.facts import LoopFacts
from tuitutor.worker.training.counting import Counters, Doing, key_of
from tuitutor.worker.training.loop_batches import LoopBatches
from tuitutor.worker.training.origin import asked_by_own_code, wrap_method

MOST_LOSSES = 200
MOST_COMPARED = 50  # writes

WRITES = {"assign": 0, "assign_add": 1, "assign_sub": -1}


class Loops:
    """Watches tapes that the program's own code asks, once `install` was called. Only in a child."""

    def __init__(self, doing: Doing) -> None:
        self._doing = doing
        self.batches = LoopBatches(doing, self._keep)
        self.forget()

    def forget(self) -> None:
        """What was done so far is none of the answer's."""
        self._asked = self._missing = self._added = self._taken = 0
        self._target: Any = ()
        self._crossed: Any = ()
        self._pending: Any = ()
        self._losses: list[Any] = []  # of one step of so many
        self._every, self._kept, self._last_loss = 1, 0, None
        self._firsts: set[int] = set()  # of the variables of each network
        self._slopes: dict[Optional[int], Any] = {}
        self._names: dict[Optional[int], str] = {}  # of variables that gradients were asked of
        self._reached: set[Optional[int]] = set()
        self.batches.forget()

    def install(self) -> None:
        """Watch from now on."""
        self.batches.install()
        tensorflow = sys.modules["tensorflow"]
        wrap_method(tensorflow.GradientTape, "gradient", self._ask)
        operations = sys.modules["tensorflow.python.ops.gen_math_ops"]
        for name in ("sub", "squared_difference"):
            setattr(operations, name, partial(self._subtract, getattr(operations, name)))
        variable = sys.modules["tensorflow.python.ops.resource_variable_ops"].ResourceVariable
        for name, sign in WRITES.items():
            wrap_method(variable, name, partial(self._write, sign))

    def _ask(self, gradient: Any, tape: Any, /, target: Any, sources: Any, *args: Any, **kwargs: Any) -> Any:
        found = gradient(tape, target, sources, *args, **kwargs)
        if not self._doing.looking:
            with suppress(Exception):
                if self._doing.steps and any(key_of(each) is not None for each in keras.tree.flatten(sources)):
                    self._doing.steps[0].again("asked")
                if asked_by_own_code():
                    self._note(target, sources, found)
            self._pending = ()
        return found

    def _note(self, target: Any, sources: Any, found: Any) -> None:
        tensors = [each for each in keras.tree.flatten(target) if each is not None]
        variables = [
            (each, slope)
            for each, slope in zip(keras.tree.flatten(sources), keras.tree.flatten(found))  # noqa: B905
            if hasattr(each, "assign") or hasattr(each, "_value")
        ]
        if not variables or not tensors:
            return
        self.batches.asked([each for each, _ in variables])
        self._asked += 1
        self._firsts.add(key_of(variables[0][0]) or 0)
        shape = tuple(tensors[0].shape)
        if len(shape) > len(self._target):
            self._target = shape
        self._missing += all(slope is None for _, slope in variables)
        self._names |= {key_of(each): str(getattr(each, "path", "") or each.name) for each, _ in variables}
        self._reached |= {key_of(each) for each, slope in variables if slope is not None}
        if self._pending:
            self._crossed = self._pending
        if sys.modules["tensorflow"].executing_eagerly():
            if shape == ():
                self._keep(tensors[0])
            if self._added + self._taken < MOST_COMPARED:
                self._slopes = {key_of(each): slope for each, slope in variables if slope is not None}

    def _keep(self, loss: Any) -> None:
        """Keep losses of all of the run: the more steps, the fewer of them."""
        self._last_loss, self._kept = loss, self._kept + 1
        if self._kept % self._every == 0:
            self._losses.append(loss)
        if len(self._losses) > MOST_LOSSES:
            self._losses, self._every = self._losses[::2], 2 * self._every

    def _subtract(self, subtract: Any, x: Any, y: Any, *args: Any, **kwargs: Any) -> Any:
        with suppress(Exception):
            self.batches.note_pair(x, y)
            one: Any = getattr(x, "shape", ())
            other: Any = getattr(y, "shape", ())
            if len(one) != len(other) and {len(one), len(other)} == {1, 2} and not self._doing.looking:
                flat, deep = (one, other) if len(one) == 1 else (other, one)
                if deep[1] == 1 and flat[0] != 1 and deep[0] == flat[0] and asked_by_own_code():
                    self._pending = (tuple(deep), tuple(flat))
        return subtract(x, y, *args, **kwargs)

    def _write(self, sign: int, write: Any, variable: Any, value: Any, *args: Any, **kwargs: Any) -> Any:
        slope = self._slopes.pop(key_of(variable), None) if self._slopes else None
        if slope is not None and not self._doing.applying and not self._doing.looking:
            with suppress(Exception):
                one, other = np.asarray(slope).ravel(), np.asarray(value).ravel()
                other = other * sign if sign else other - np.asarray(variable.value()).ravel()
                alike = float(one @ other) / float(np.linalg.norm(one) * np.linalg.norm(other))
                self._added += alike > 0.99
                self._taken += alike < -0.99
        return write(variable, value, *args, **kwargs)

    def asked_of(self, variables: Iterable[Any]) -> bool:
        """Whether a tape was asked for the gradient of any of the variables."""
        return any(key_of(each) in self._names for each in variables)

    def facts(self, counters: Counters) -> LoopFacts:
        """What loops did, of which there may be none."""
        anew = [each for each in counters.tallies if not each.of_model and each.moved and each.now().steps == 1]
        losses: list[float] = []
        with suppress(Exception):
            losses = [float(each) for each in self._losses if each is not self._last_loss]
            losses += [float(self._last_loss)] if self._last_loss is not None else []
        return LoopFacts(
            asked=self._asked,
            target=self._target,
            missing=self._missing,
            crossed=self._crossed,
            added=int(self._added),
            taken=int(self._taken),
            losses=tuple(losses),
            anew=len(anew),
            networks=len(self._firsts),
            cut_off=tuple(name for key, name in self._names.items() if key not in self._reached)[:20],
        )
