"""Diverged training: since which epoch, why, and what to do."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tuitutor.playground.config import Config
from tuitutor.playground.data import Array
from tuitutor.playground.kinds import write_number

# no mutant: what comes apart passes it at once
_TOO_LARGE = 1e6  # times the loss at the start
_LARGE_LABEL = 10.0


@dataclass(frozen=True, slots=True)
class Divergence:
    """When training diverged, why, and what to do. `final`: a loss or weight is no longer finite."""

    epoch: int
    reason: str
    way_back: str
    final: bool

    def __str__(self) -> str:
        return f"Diverged at epoch {self.epoch}: {self.reason} {self.way_back}"


def divergence(config: Config, epoch: int, losses: Sequence[tuple[float, float]], weights: Array) -> Divergence | None:
    """The divergence found after an epoch, or None if all is well."""
    train = losses[-1][0]  # no mutant: both losses grow together
    final = not (all(map(math.isfinite, losses[-1])) and bool(np.isfinite(weights.sum())))
    if not final and train <= _TOO_LARGE * max(1.0, losses[0][0]):
        return None
    what = "the weights grew until they were no numbers any more" if final else f"the loss has grown to {train:.2g}"
    rate, penalty = config.learning_rate, config.regularization_rate
    if config.optimizer == "sgd" and config.regularization == "L2" and rate * penalty > 2:
        shrunk = write_number(round(1 - rate * penalty, 3))
        reason = f"since learning rate x penalty rate is above 2: each move multiplies a weight by {shrunk}."
        way_back = "Reset, and choose a smaller penalty rate or learning rate."
    elif any(abs(label) > _LARGE_LABEL for _, _, label in config.points):
        reason = "since labels are large beside the weights."
        way_back = "Divide the labels so that they are about 1, and reset."
    else:
        reason = f"since moves at a learning rate of {write_number(rate)} overshoot, each more than the one before."
        way_back = f"Reset, and learn at {write_number(float(f'{rate / 10:.2g}'))} or less."
    return Divergence(epoch, f"{what}, {reason}", way_back, final)
