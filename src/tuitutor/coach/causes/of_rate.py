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


def clipped_away(seen: FitEvidence) -> Advice | None:
    clipped = seen.fit.compiled.clipped if seen.fit.compiled is not None else None
    if clipped is None or clipped > 0.01 or not seen.is_below(0.8) or seen.optimizer in ADAPTIVE:
        return None
    return Advice(
        "rate",
        f"The optimizer cuts gradients to {show(clipped)}, so its steps are next to nothing.",
        "Leave clipping out, or clip to 1.0, which only stops the largest.",
    )


def never_steps(seen: FitEvidence) -> Advice | None:
    """Steps of the optimizer that have changed no weight."""
    kernels = [layer for layer in seen.kernels if not layer.frozen and not layer.lent and layer.moved is not None]
    if not kernels or any(layer.moved for layer in kernels) or (seen.fit.steps or 0) < 20 or seen.is_not_finite:
        return None
    if seen.fit.highest_rate == 0 or not seen.fit.lasting or not seen.is_below(0.8):
        return None
    if any(layer.silent >= 0.999 for layer in seen.layers):
        return None
    return Advice(
        "standing",
        f"In {seen.fit.steps} steps no weight has changed at all.",
        "Look at what comes between gradients and weights: with gradient_accumulation_steps, a step counts only if so "
        "many batches come; a factor or a clip of 0 leaves nothing.",
    )


def one_way(seen: FitEvidence) -> Advice | None:
    """Weights of several layers that all grew, or all shrank: of gradients, one sign is cut off, or the size taken."""
    grew = [layer.grew for layer in seen.kernels if not layer.frozen]
    known = [share for share in grew if share is not None]
    if len(known) < 2 or len(known) < len(seen.kernels) - 1 or not seen.is_below(LEARNED):
        return None
    if min(known) < 0.99 and max(known) > 0.01:
        return None
    way = "grew" if known[0] > 0.5 else "became smaller"
    return Advice(
        "gradient",
        f"All weights of {len(known)} layers {way}: none went the other way, which gradients alone don't do.",
        "Look at what is done to gradients before they are applied: clip from -1 to 1, not from 0, and keep signs.",
    )


def never_slows(seen: FitEvidence) -> Advice | None:
    """Momentum that adds up so many steps that they overshoot."""
    momentum = (seen.fit.compiled.momentum if seen.fit.compiled is not None else None) or 0.0
    rate = seen.fit.highest_rate
    if rate is None or not momentum > 0.95 or rate < 0.5 * (1 - momentum):
        return None
    worse = bool(seen.curve) and seen.curve[-1] > 3 * min(seen.curve)
    if not (seen.is_not_finite or seen.is_below(0.85) or grows(seen) or worse):
        return None
    return Advice(
        "rate",
        f"A momentum of {show(momentum)} adds up about {1 / max(1e-6, 1 - momentum):.0f} steps, which makes the rate "
        f"of {show(rate)} far too large.",
        "Take momentum=0.9, or a smaller rate with it.",
    )


def divided_away(seen: FitEvidence) -> Advice | None:
    """An epsilon that is larger than the sizes of gradients that an optimizer divides by."""
    epsilon = (seen.fit.compiled.epsilon if seen.fit.compiled is not None else None) or 0.0
    if epsilon < 0.05 or seen.optimizer not in ADAPTIVE or not seen.is_below(0.85):
        return None
    return Advice(
        "rate",
        f"{seen.optimizer} divides its steps by the size of gradients plus epsilon, and with epsilon={show(epsilon)} "
        "next to nothing is left of them.",
        "Leave epsilon out: it is there to avoid a division by 0.",
    )


def half_precision(seen: FitEvidence) -> Advice | None:
    """A loss that is no number any more, in a network of numbers that end at 65504."""
    half = next((layer for layer in seen.layers if layer.settings.get("dtype") == "float16"), None)
    if half is None or not seen.is_not_finite:
        return None
    return Advice(
        "nan",
        f"'{half.name}' computes with float16, whose largest number is 65504, and the loss is no number any more.",
        "Leave dtype out (float32), take 'mixed_bfloat16', or scale labels and inputs to about -1 to 1.",
    )


def rate_too_high(seen: FitEvidence) -> Advice | None:
    rate = seen.fit.highest_rate
    momentum = (seen.fit.compiled.momentum if seen.fit.compiled is not None else None) or 0.0
    limit = 0.09 if seen.optimizer in ADAPTIVE else 0.9 if seen.optimizer == "sgd" else None
    if seen.optimizer == "sgd" and rate is not None and rate >= 4 * (1 - momentum):
        limit = 0.1  # steps in one direction add up
    if rate is None or limit is None:
        return None
    began_far_off = bool(seen.curve) and seen.guess is not None and seen.curve[0] > 3 * seen.guess > 0
    failed = seen.is_not_finite or seen.is_below(0.85) or grows(seen) or (began_far_off and seen.is_below(0.97))
    if seen.optimizer in ADAPTIVE and seen.is_below(0.6) and could_tell_more(seen, by=0.25):
        limit = 0.04
    runs_off = seen.optimizer == "sgd" and rate >= 0.1 and (seen.is_not_finite or grows(seen))
    if not runs_off and (rate < limit or not failed):
        return None
    usual = "0.001" if seen.optimizer in ADAPTIVE else "0.01"
    return Advice(
        "rate",
        f"A learning rate of {show(rate)} is too large for {seen.optimizer} here: each step overshoots"
        + (", and the loss is no number any more." if seen.is_not_finite else "."),
        f"Lower it, to a tenth at first; {usual} is the default.",
    )


def large_targets(seen: FitEvidence) -> Advice | None:
    """Quantities that small weights reach only after many steps, or with steps that overshoot."""
    labels = seen.labels
    if (
        labels is None
        or labels.kind == "one-hot"
        or seen.loss not in NUMBER_LOSSES
        or seen.last not in ("linear", "relu")
    ):
        return None
    size = math.hypot(labels.array.mean, labels.array.spread)
    if size < 20 or not (seen.is_below(0.5) or seen.is_not_finite):
        return None
    return Advice(
        "scale",
        f"The labels are numbers of about {show(size)}, and a network begins with answers near 0: it takes very many "
        "steps to get there, and large errors make steps overshoot.",
        "End with Rescaling(y.std(), offset=y.mean()) after Dense(1), so that what it learns is near 0; or train on "
        "scaled labels and turn predictions back.",
    )


def rate_too_low(seen: FitEvidence) -> Advice | None:
    rate, lowest = seen.fit.highest_rate, seen.fit.lowest_rate
    if rate is None or lowest is None or seen.is_not_finite or not seen.is_below(0.85):
        return None
    usual = 0.001 if seen.optimizer in ADAPTIVE else 0.1 if seen.optimizer == "adagrad" else 0.01
    began = seen.fit.compiled.learning_rate if seen.fit.compiled is not None else None
    warms_up = began is not None and began < 0.1 * rate
    if seen.fit.highest_rate == 0:
        why = "The learning rate was 0 in each epoch, so nothing was learned."
    elif rate <= usual / 9 and _is_slow(seen):
        moved = show_share(seen.moved or 0.0)
        why = f"With a rate of {show(rate)} the weights have hardly moved, by {moved} of their size."
    elif (seen.fit.idle or 0) > 0.4 and lowest < usual / 10 and len(seen.curve) >= 3 and not warms_up:
        why = f"The learning rate sinks from {show(rate)} to {show(lowest)} before the network has learned."
    else:
        return None
    return Advice("rate", why, "Raise it tenfold at a time while the loss falls, and let it sink more slowly.")


def _is_slow(seen: FitEvidence) -> bool:
    """Whether weights have hardly moved, or a little, and each epoch was better than the one before."""
    moved, steps = seen.moved, seen.fit.steps or 0
    if moved is None or steps < 50:
        return False
    better = all(after < before for before, after in pairwise(seen.curve))
    return moved < 0.1 or (moved < 0.2 and steps >= 200 and len(seen.curve) >= 5 and better)


def hardly_moves(seen: FitEvidence) -> Advice | None:
    """Steps that are next to nothing for another reason than the rate."""
    moved, steps = seen.moved, seen.fit.steps or 0
    if moved is None or steps < 100 or seen.is_not_finite:
        return None
    if not (0 < moved < 0.02 and seen.is_below(0.8)) and not (0 < moved < 0.05 and seen.is_below(0.02) and seen.first):
        return None
    if any(layer.silent >= 0.999 for layer in seen.layers):
        return None
    return Advice(
        "rate",
        f"In {steps} steps the weights have hardly moved, by {show_share(moved)} of their size.",
        "Look for what makes steps small: a low rate, gradients that are clipped, a loss times a tiny number.",
    )
