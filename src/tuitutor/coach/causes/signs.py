"""What rows of several stages look for."""

from __future__ import annotations

import math

from tuitutor.coach.evidence_of_fit import Seen
from tuitutor.protocol.facts import LabelFacts, LayerState

LEARNED = 0.9  # a skill that needs no advice on scales, rates and sizes


def show_share(part: float) -> str:
    """In percent, with as many digits as it takes not to be 0."""
    percent = 100 * part
    return f"{percent:.0f} %" if percent >= 1 or percent == 0 else f"{percent:.2g} %"


def could_tell_more(seen: Seen, unknown: bool = False, by: float = 0.1) -> bool:
    """Whether a quick predictor finds more in the inputs than the network does; `unknown` if there was none."""
    given = seen.fit.given
    if given is None or not given.tells:
        return unknown
    return given.tells[0] > max(0.0, seen.skill or 0) + by


def is_sorted(labels: LabelFacts | None) -> bool:
    """Whether rows with the same label come in a block, or labels go up or down with the row's number."""
    if labels is None:
        return False
    if labels.counts:
        total = sum(labels.counts)
        by_chance = sum((each / total) ** 2 for each in labels.counts)
        return labels.alike > by_chance + 0.6 * (1 - by_chance)
    return abs(labels.drift) > 0.7


def first_kernel(seen: Seen) -> LayerState | None:
    """The first layer with weights that multiply inputs; None if inputs are numbers of words."""
    for layer in seen.layers:
        if layer.kind in ("Embedding", "BatchNormalization", "LayerNormalization"):
            return None
        if layer.start is not None:
            return layer
    return None


def grows(seen: Seen) -> bool:
    """Whether the loss ends far above where it began, or above what guessing gives."""
    curve = seen.curve
    if len(curve) < 2 or not all(map(math.isfinite, curve)):
        return False
    return curve[-1] > 2 * curve[0] > 0 or (seen.guess is not None and curve[-1] > 3 * seen.guess)
