"""How gradients become weight updates: one rule, whose coefficients make it each of the optimizers.

With g the mean gradient over a batch, plus the penalty's:

    v <- keep_v v + (1 - keep_v) g²             squares
    m <- keep_m m + take g                      memory
    d  = look m + now g                         direction
    d <- d / (sqrt(v + inside) + outside)
    d <- d sqrt(u + begin);  u <- keep_u u + (1 - keep_u) d²
    w <- w - step d

as Keras 3 defines them, with its defaults. Coefficients of 0 or 1 leave a line without effect, and a line that has no
effect in any run is left out. The penalty's gradient is part of g, as with Keras's `kernel_regularizer`. The original's
SGD does the same, except for L1: there the penalty acts after g, and a weight that it would carry across 0 stays at 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from tuitutor.playground.calls import Call
from tuitutor.playground.data import Array

MOMENTUM = 0.9  # the usual value; Keras's default is 0, which is plain SGD
BETA_1, BETA_2 = 0.9, 0.999
_ROUNDED_1, _ROUNDED_2 = float(np.float32(BETA_1)), float(np.float32(BETA_2))  # as Keras does, only for `look`
_EPSILON = 1e-7


@dataclass(frozen=True, slots=True)
class Rule:
    """An optimizer's coefficients at a learning `rate`."""

    optimizer: str
    rate: float
    keep_v: float = 1.0
    keep_m: float = 0.0
    take: float = 0.0
    look: float = 0.0
    now: float = 0.0
    inside: float = 1.0
    outside: float = 0.0
    begin: float = 1.0
    keep_u: float = 1.0
    step: float = 1.0


def rule_for(optimizer: str, rate: float) -> Rule:
    """The coefficients of an optimizer; Adam's `look` changes with each update."""
    rule = partial(Rule, optimizer, rate)
    match optimizer:
        case "momentum":
            return rule(keep_m=MOMENTUM, take=rate, look=1)
        case "nesterov":
            return rule(keep_m=MOMENTUM, take=rate, look=MOMENTUM, now=rate)
        case "rmsprop":
            return rule(keep_v=0.9, inside=_EPSILON, now=rate)
        case "adadelta":
            return rule(keep_v=0.95, inside=_EPSILON, now=1, begin=_EPSILON, keep_u=0.95, step=rate)
        case "adam":
            return rule(keep_v=BETA_2, keep_m=BETA_1, take=1 - BETA_1, look=rate, inside=0, outside=_EPSILON)
        case _:
            return rule(now=rate)


def adam_look(rate: float, move: int) -> float:
    """Adam's `look` at update 1, 2, ...: the rate with both bias corrections."""
    return float(rate * (1 - _ROUNDED_2**move) ** 0.5 / (1 - _ROUNDED_1**move))


class Mover:
    """Updates the weights of all runs, in one array, by gradients summed over a batch, which it overwrites.

    `run_of` is the run of each number; `penalised` is 1 for a weight and 0 for a bias. The optimizers' state, and which
    links are dead, are kept when the learning rate changes.
    """

    def __init__(
        self, optimizers: Sequence[str], weights: Array, slopes: Array, run_of: npt.NDArray[np.intp], penalised: Array
    ) -> None:
        self._optimizers, self._weights, self._slopes = optimizers, weights, slopes
        self._run_of, self._penalised = run_of, penalised
        self._squares, self._memory, self._started = (np.zeros_like(weights) for _ in range(3))
        self._spare, self._pull, self._alive = (np.ones_like(weights) for _ in range(3))
        self._moves = 0

    def calls(self, rate: float, penalty: str, penalty_rate: float, count: int) -> list[Call]:
        """The calls of one update after `count` points."""
        rules = [rule_for(optimizer, rate) for optimizer in self._optimizers]
        in_proportion = penalty == "none" and all(rule.keep_v == 1 for rule in rules)
        share = 1 / count if in_proportion else 1.0
        calls = [] if in_proportion else self._times(self._slopes, [1 / count] * len(rules), self._slopes)
        kills = self._where("sgd") * (penalty == "L1")
        calls += self._add_penalty(penalty, penalty_rate * self._penalised * (1 - kills))
        calls += self._pull_back(rate * penalty_rate * self._penalised * kills)
        calls += self._square(rules) + self._remember(rules, share) + self._direct(rules, share)
        calls += self._divide(rules) + self._start(rules)
        if any(rule.step != 1 for rule in rules):
            calls += self._times(self._slopes, [rule.step for rule in rules], self._slopes)
        calls.append((np.subtract, (self._weights, self._slopes, self._weights)))
        return calls + (self._kill() if kills.any() else [])

    # ---- the lines of the rule; the array of slopes holds g and then d

    def _add_penalty(self, penalty: str, strength: Array) -> list[Call]:
        if penalty == "none" or not strength.any():
            return []
        spare = self._spare
        slope: list[Call] = [(np.sign, (self._weights, spare)), (np.multiply, (spare, strength, spare))]
        if penalty == "L2":
            slope = [(np.multiply, (self._weights, strength, spare))]
        return [*slope, (np.add, (self._slopes, spare, self._slopes))]

    def _square(self, rules: Sequence[Rule]) -> list[Call]:
        if all(rule.keep_v == 1 for rule in rules):
            return []
        return self._average(self._squares, [rule.keep_v for rule in rules])

    def _remember(self, rules: Sequence[Rule], share: float) -> list[Call]:
        if all(rule.take == 0 for rule in rules):
            return []
        return [
            *self._times(self._memory, [rule.keep_m for rule in rules], self._memory),
            *self._times(self._slopes, [rule.take * share for rule in rules], self._spare),
            (np.add, (self._memory, self._spare, self._memory)),
        ]

    def _direct(self, rules: Sequence[Rule], share: float) -> list[Call]:
        calls = self._times(self._slopes, [rule.now * share for rule in rules], self._slopes)
        if all(rule.look == 0 for rule in rules):
            return calls
        look = self._each([rule.look for rule in rules])
        calls += [(np.multiply, (self._memory, look, self._spare)), (np.add, (self._slopes, self._spare, self._slopes))]
        return self._next_look(look, rules) + calls

    def _next_look(self, look: Array, rules: Sequence[Rule]) -> list[Call]:
        rates = [rule.rate for rule in rules if rule.optimizer == "adam"]
        if not rates:
            return []
        places = np.flatnonzero(self._where("adam"))

        def change() -> None:
            self._moves += 1
            look[places] = adam_look(rates[0], self._moves)

        return [(change, ())]

    def _divide(self, rules: Sequence[Rule]) -> list[Call]:
        if all(rule.keep_v == 1 for rule in rules):
            return []
        spare = self._spare
        calls: list[Call] = [(np.add, (self._squares, self._each([rule.inside for rule in rules]), spare))]
        calls.append((np.sqrt, (spare, spare)))
        if any(rule.outside for rule in rules):
            calls.append((np.add, (spare, self._each([rule.outside for rule in rules]), spare)))
        return [*calls, (np.divide, (self._slopes, spare, self._slopes))]

    def _start(self, rules: Sequence[Rule]) -> list[Call]:
        if all(rule.keep_u == 1 for rule in rules):
            return []
        spare = self._spare
        return [
            (np.add, (self._started, self._each([rule.begin for rule in rules]), spare)),
            (np.sqrt, (spare, spare)),
            (np.multiply, (self._slopes, spare, self._slopes)),
            *self._average(self._started, [rule.keep_u for rule in rules]),
        ]

    def _average(self, average: Array, kept: Sequence[float]) -> list[Call]:
        """Sets the average to kept * average + (1 - kept) * slopes²."""
        spare = self._spare
        return [
            (np.multiply, (self._slopes, self._slopes, spare)),
            (np.subtract, (spare, average, spare)),
            *self._times(spare, [1 - each for each in kept], spare),
            (np.add, (average, spare, average)),
        ]

    # ---- the links that L1 kills

    def _pull_back(self, strength: Array) -> list[Call]:
        if not strength.any():
            return []
        return [(np.sign, (self._weights, self._pull)), (np.multiply, (self._pull, strength, self._pull))]

    def _kill(self) -> list[Call]:
        w = self._weights
        return [
            (np.subtract, (w, self._pull, self._spare)),
            (self._bury, ()),
            (np.multiply, (self._spare, self._alive, w)),
        ]

    def _bury(self) -> None:
        self._alive[self._weights * self._spare < 0] = 0

    # ---- a run's number, repeated for each of its weights: numpy is fastest on arrays of equal length

    def _times(self, array: Array, factors: Sequence[float], out: Array) -> list[Call]:
        return [(np.multiply, (array, self._each(factors), out))]

    def _each(self, numbers: Sequence[float]) -> Array:
        return np.array(numbers, dtype=np.float64)[self._run_of]

    def _where(self, optimizer: str) -> Array:
        return self._each([float(each == optimizer) for each in self._optimizers])
