"""The rate: how far a step goes."""

from __future__ import annotations

import math
from itertools import pairwise

from tuitutor.coach.evidence_of_fit import (
    ADAPTIVE,
    LEARNED,
    NUMBER_LOSSES,
    FitEvidence,
    could_tell_more,
    grows,
    show_share,
)
from tuitutor.grading.numbers import show_number as show
from tuitutor.grading.verdicts import Advice

HEAVY = 2  # times the distance of the quartiles: a spread that a few values far above the others make


def clipped_away(evidence: FitEvidence) -> Advice | None:
    clipped = evidence.fit.compiled.clipped if evidence.fit.compiled is not None else None
    if clipped is None or clipped > 0.01 or not evidence.skill_below(0.8) or evidence.optimizer in ADAPTIVE:
        return None
    return Advice(
        "rate",
        ("optimizer",),
        f"The optimizer cuts gradients to {show(clipped)}, so its steps are next to nothing.",
        "Leave clipping out, or clip to 1.0, which only stops the largest.",
    )


def one_way(evidence: FitEvidence) -> Advice | None:
    """The weights of several layers all grew, or all shrank: gradients have lost one sign, or their size."""
    grew = [layer.grew for layer in evidence.kernels if not layer.frozen]
    known = [share for share in grew if share is not None]
    if len(known) < 2 or len(known) < len(evidence.kernels) - 1 or not evidence.skill_below(LEARNED):
        return None
    if min(known) < 0.99 and max(known) > 0.01:
        return None
    way = "grew" if known[0] > 0.5 else "became smaller"
    return Advice(
        "gradient",
        ("optimizer",),
        f"All weights of {len(known)} layers {way}: none went the other way, which gradients alone don't do.",
        "Look at what is done to gradients before they are applied: clip from -1 to 1, not from 0, and keep signs.",
    )


def never_slows(evidence: FitEvidence) -> Advice | None:
    """Momentum adds up so many steps that they overshoot."""
    momentum = (evidence.fit.compiled.momentum if evidence.fit.compiled is not None else None) or 0.0
    rate = evidence.fit.highest_rate
    if rate is None or not momentum > 0.95 or rate < 0.5 * (1 - momentum):
        return None
    worse = bool(evidence.curve) and evidence.curve[-1] > 3 * min(evidence.curve)
    if not (evidence.is_not_finite or evidence.skill_below(0.85) or grows(evidence) or worse):
        return None
    return Advice(
        "rate",
        ("optimizer",),
        f"A momentum of {show(momentum)} adds up about {1 / max(1e-6, 1 - momentum):.0f} steps, which makes the rate "
        f"of {show(rate)} far too large.",
        "Take momentum=0.9, or a smaller rate with it.",
    )


def divided_away(evidence: FitEvidence) -> Advice | None:
    """Epsilon is larger than the gradients by which the optimizer divides."""
    epsilon = (evidence.fit.compiled.epsilon if evidence.fit.compiled is not None else None) or 0.0
    if epsilon < 0.05 or evidence.optimizer not in ADAPTIVE or not evidence.skill_below(0.85):
        return None
    return Advice(
        "rate",
        ("optimizer",),
        f"{evidence.optimizer} divides its steps by the size of gradients plus epsilon, and with "
        f"epsilon={show(epsilon)} next to nothing is left of them.",
        "Leave epsilon out: it is there to avoid a division by 0.",
    )


def half_precision(evidence: FitEvidence) -> Advice | None:
    """The loss is NaN in a float16 network, whose numbers end at 65504."""
    half = next((layer for layer in evidence.layers if layer.settings.get("dtype") == "float16"), None)
    if half is None or not evidence.is_not_finite:
        return None
    return Advice(
        "nan",
        ("layers", "data", "labels"),
        f"'{half.name}' computes with float16, whose largest number is 65504, and the loss is no number any more.",
        "Leave dtype out (float32), take 'mixed_bfloat16', or scale labels and inputs to about -1 to 1.",
    )


def rate_too_high(evidence: FitEvidence) -> Advice | None:
    """The rate is above the usual limit of its optimizer, and the training failed.

    The limit of an adaptive optimizer is lower where a quick predictor does much better; that of SGD is lower with a
    large momentum.
    """
    rate = evidence.fit.highest_rate
    momentum = (evidence.fit.compiled.momentum if evidence.fit.compiled is not None else None) or 0.0
    limit = 0.09 if evidence.optimizer in ADAPTIVE else 0.9 if evidence.optimizer == "sgd" else None
    if evidence.optimizer == "sgd" and rate is not None and rate >= 4 * (1 - momentum):
        limit = 0.1  # steps in one direction add up
    if rate is None or limit is None:
        return None
    began_far_off = (
        bool(evidence.curve) and evidence.baseline is not None and evidence.curve[0] > 3 * evidence.baseline > 0
    )
    failed = (
        evidence.is_not_finite
        or evidence.skill_below(0.85)
        or grows(evidence)
        or (began_far_off and evidence.skill_below(0.97))
    )
    if evidence.optimizer in ADAPTIVE and evidence.skill_below(0.6) and could_tell_more(evidence, by=0.25):
        limit = 0.04
    runs_off = evidence.optimizer == "sgd" and rate >= 0.1 and (evidence.is_not_finite or grows(evidence))
    if not runs_off and (rate < limit or not failed):
        return None
    usual = "0.001" if evidence.optimizer in ADAPTIVE else "0.01"
    return Advice(
        "rate",
        ("rate",),
        f"A learning rate of {show(rate)} is too large for {evidence.optimizer} here: each step overshoots"
        + (", and the loss is no number any more." if evidence.is_not_finite else "."),
        f"Lower it, to a tenth at first; {usual} is the default.",
    )


def large_targets(evidence: FitEvidence) -> Advice | None:
    """Labels so large that small weights reach them only after many steps, or overshoot."""
    labels = evidence.labels
    if (
        labels is None
        or labels.kind == "one-hot"
        or evidence.loss not in NUMBER_LOSSES
        or evidence.last not in ("linear", "relu")
    ):
        return None
    size = math.hypot(labels.array.mean, labels.array.spread)
    if size < 20 or not (evidence.skill_below(0.5) or evidence.is_not_finite):
        return None
    low, middle, high = labels.array.quartiles or (labels.array.low, labels.array.mean, labels.array.high)
    if labels.array.low >= 0 and labels.array.spread > HEAVY * (high - low):
        return Advice(
            "scale",
            ("labels",),
            f"Half of the labels are at most {show(middle)}, and a few go up to {show(labels.array.high)}: "
            "their errors are so large that the others hardly count.",
            "Train on np.log1p(y), and turn predictions back with np.expm1.",
        )
    return Advice(
        "scale",
        ("labels", "layers"),
        f"Half of the labels lie between {show(low)} and {show(high)}, and a network begins with answers near 0: it "
        "takes very many steps to get there, and large errors make steps overshoot.",
        "End with Rescaling(y.std(), offset=y.mean()) after Dense(1), so that what it learns is near 0; or train on "
        "scaled labels and turn predictions back.",
    )


def rate_too_low(evidence: FitEvidence) -> Advice | None:
    rate, lowest = evidence.fit.highest_rate, evidence.fit.lowest_rate
    if rate is None or lowest is None or evidence.is_not_finite or not evidence.skill_below(0.85):
        return None
    usual = 0.001 if evidence.optimizer in ADAPTIVE else 0.1 if evidence.optimizer == "adagrad" else 0.01
    began = evidence.fit.compiled.learning_rate if evidence.fit.compiled is not None else None
    warms_up = began is not None and began < 0.1 * rate
    if evidence.fit.highest_rate == 0:
        why = "The learning rate was 0 in each epoch, so nothing was learned."
    elif rate <= usual / 9 and _is_slow(evidence):
        moved = show_share(evidence.moved or 0.0)
        why = f"With a rate of {show(rate)} the weights have hardly moved, by {moved} of their size."
    elif (evidence.fit.idle or 0) > 0.4 and lowest < usual / 10 and len(evidence.curve) >= 3 and not warms_up:
        why = f"The learning rate sinks from {show(rate)} to {show(lowest)} before the network has learned."
    else:
        return None
    return Advice(
        "rate", ("rate",), why, "Raise it tenfold at a time while the loss falls, and let it sink more slowly."
    )


def _is_slow(evidence: FitEvidence) -> bool:
    """Whether weights have hardly moved, or a little, and each epoch was better than the one before."""
    moved, steps = evidence.moved, evidence.fit.steps or 0
    if moved is None or steps < 50:
        return False
    better = all(after < before for before, after in pairwise(evidence.curve))
    return moved < 0.1 or (moved < 0.2 and steps >= 200 and len(evidence.curve) >= 5 and better)


def hardly_moves(evidence: FitEvidence) -> Advice | None:
    """Steps that are next to nothing for another reason than the rate."""
    moved, steps = evidence.moved, evidence.fit.steps or 0
    if moved is None or steps < 100 or evidence.is_not_finite:
        return None
    if not (0 < moved < 0.02 and evidence.skill_below(0.8)) and not (
        0 < moved < 0.05 and evidence.skill_below(0.02) and evidence.first
    ):
        return None
    if any(layer.dead >= 0.999 for layer in evidence.layers):
        return None
    return Advice(
        "rate",
        ("rate", "optimizer"),
        f"In {steps} steps the weights have hardly moved, by {show_share(moved)} of their size.",
        "Look for what makes steps small: a low rate, gradients that are clipped, a loss times a tiny number.",
    )
