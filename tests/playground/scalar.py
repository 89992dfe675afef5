"""The original's arithmetic once more, with plain numbers, a sample and a link at a time: the reference for the engine.

Written from the facts, not from the engine: a network is a list of layers, a layer a list of (weights, bias).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

Unit = dict[str, list[float]]


def bent(name: str, total: float) -> tuple[float, float]:
    """An activation and its slope."""
    if name == "relu":
        return (total, 1.0) if total > 0 else (0.0, 0.0)
    if name == "tanh":
        value = math.tanh(total)
        return value, 1 - value**2
    if name == "sigmoid":
        value = 1 / (1 + math.exp(-total))
        return value, value * (1 - value)
    return total, 1.0


@dataclass
class Scalar:
    """A network whose last number per unit is its bias."""

    weights: list[list[list[float]]]  # [layer][unit][input, and last the bias]
    activations: Sequence[str]
    rate: float
    batch: int
    penalty: str = "none"
    penalty_rate: float = 0.0
    sums: list[list[list[float]]] = field(default_factory=list)
    count: int = 0
    dead: set[tuple[int, int, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.sums = [[[0.0] * len(unit) for unit in layer] for layer in self.weights]

    def says(self, inputs: Sequence[float]) -> tuple[list[list[float]], list[list[float]]]:
        """Values of all layers, the inputs first, and the slopes of the activations."""
        values, slopes = [list(inputs)], []
        for layer, name in zip(self.weights, self.activations, strict=True):
            both = [bent(name, sum(w * v for w, v in zip(unit, values[-1], strict=False)) + unit[-1]) for unit in layer]
            values.append([value for value, _ in both])
            slopes.append([slope for _, slope in both])
        return values, slopes

    def loss(self, samples: Sequence[Sequence[float]], labels: Sequence[float]) -> float:
        """Half the squared error, averaged."""
        errors = [self.says(s)[0][-1][0] - label for s, label in zip(samples, labels, strict=True)]
        return math.fsum(error**2 / 2 for error in errors) / len(errors)

    def epoch(self, samples: Sequence[Sequence[float]], labels: Sequence[float]) -> None:
        """All samples in order; a move after every full batch."""
        for number, (sample, label) in enumerate(zip(samples, labels, strict=True), start=1):
            self.learn(sample, label)
            if number % self.batch == 0:
                self.move()

    def learn(self, sample: Sequence[float], label: float) -> None:
        """Add one sample's slopes."""
        values, slopes = self.says(sample)
        blame = [values[-1][0] - label]
        for at in range(len(self.weights) - 1, -1, -1):
            blame = [gradient * slope for gradient, slope in zip(blame, slopes[at], strict=True)]
            for unit, share in enumerate(blame):
                for source, value in enumerate([*values[at], 1.0]):
                    self.sums[at][unit][source] += share * value
            sources = range(len(values[at]))
            blame = [sum(b * self.weights[at][u][s] for u, b in enumerate(blame)) for s in sources]
        self.count += 1

    def move(self) -> None:
        """Move all weights and biases, then the weights by their penalty."""
        for at, layer in enumerate(self.weights):
            for u, unit in enumerate(layer):
                for s in range(len(unit)):
                    if (at, u, s) not in self.dead:
                        self._move_one(at, u, s)
                    self.sums[at][u][s] = 0.0
        self.count = 0

    def _move_one(self, at: int, u: int, s: int) -> None:
        unit = self.weights[at][u]
        before = unit[s]
        unit[s] -= self.rate * self.sums[at][u][s] / self.count
        if s == len(unit) - 1 or self.penalty == "none":
            return
        slope = before if self.penalty == "L2" else math.copysign(1, before) if before else 0.0
        after = unit[s] - self.rate * self.penalty_rate * slope
        if self.penalty == "L1" and unit[s] * after < 0:
            self.dead.add((at, u, s))
            after = 0.0
        unit[s] = after
