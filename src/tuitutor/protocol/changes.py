"""A change of a recorded fit, of which a rerun shows what it would have done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ChangeKind = Literal["last", "loss", "rate", "inputs", "rows", "units"]
"""What is changed: the function applied last, the loss, the learning rate, the inputs (scaled), the order of the rows
(shuffled), or the units of hidden layers.
"""


@dataclass(frozen=True)
class FitChange:
    """`to` is the new function or loss, by its name in Keras; `times` the factor of a rate or of units."""

    kind: ChangeKind
    to: str = ""
    times: float = 1.0
