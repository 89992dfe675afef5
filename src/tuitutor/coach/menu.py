"""The menu of "What if": changes of a fit that are worth a try, by facts and by the topic of advice.

Nothing is suggested for a run that went well. A suggestion may help or not: the try shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from tuitutor.coach.evidence_of_fit import ADAPTIVE, NUMBER_LOSSES, ONE_OF_MANY, SQUASHED, FitEvidence
from tuitutor.grading.numbers import show_number
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.requests import ChangeKind, FitChange

AT_MOST = 3
POSITIVE = ("relu", "softplus", "exponential")
POOR = 0.5  # a skill at which something is wrong, whatever the coach knows
MORE_TOLD = 0.1  # by which a quick predictor has to be better
NEXT_TO_NOTHING = 0.1
FAR = 10.0  # spreads
LEARNED = 0.9  # and one at which training isn't what is wrong
HIGHER, LOWER = FitChange("rate", times=10.0), FitChange("rate", times=0.1)
MORE, FEWER = FitChange("units", times=4.0), FitChange("units", times=0.25)
SCALED, SHUFFLED = FitChange("inputs"), FitChange("rows")

MEANT: dict[str, tuple[ChangeKind, ...]] = {
    "nan": ("inputs", "rate"),
    "order": ("rows",),
    "scale": ("inputs", "rate"),
    "labels": ("loss", "last", "rate"),
    "activation": ("last", "loss", "rate", "units"),
    "loss": ("loss", "last", "rate"),
    "initial": ("rate", "inputs", "units"),
    "dropout": ("units", "rate"),
    "batch": ("rate", "inputs"),
    "rate": ("rate", "inputs"),
    "stopping": ("rate", "inputs"),
    "size": ("units", "rate"),
    "rebuilt": ("rate",),
    "regularizer": ("units", "rate"),
    "underfitting": ("rate", "inputs", "units"),
    "plateau": ("inputs", "rate", "units", "last"),
    "standing": ("last", "rate", "inputs"),
    "diverging": ("rate", "inputs"),
    "jumping": ("rate", "inputs"),
    "overfitting": ("units", "rate"),
}
"""What to try first, by the topic of advice. Other topics are of faults that no change here reaches."""


def worth_trying(evidence: FitEvidence, advice: Sequence[Advice], failed: bool = False) -> tuple[FitChange, ...]:
    """At most three changes, the most promising first; none for a run that went well enough.

    `failed`: the exercise asks for more than the run reached.
    """
    meant = [kind for advised in advice for kind in MEANT.get(advised.topic, ())]
    tells = evidence.data.predictable
    poor = LEARNED
    if not (evidence.is_not_finite or failed or advice):
        # what it has learned may be all that there is, unless a quick predictor finds more in the inputs
        poor = min(POOR, tells[0] - MORE_TOLD) if tells and not _has_far_labels(evidence) else NEXT_TO_NOTHING
    if not evidence.fit.epochs_run or not (meant or evidence.is_not_finite or evidence.skill_below(poor)):
        return ()
    possible = list(_possible(evidence))
    first = [change for kind in meant for change in possible if change.kind == kind]
    return tuple(dict.fromkeys((*first, *possible)))[:AT_MOST]


def _has_far_labels(evidence: FitEvidence) -> bool:
    """Whether a few outliers among the labels dominate the squared error."""
    array = evidence.labels.array if evidence.labels is not None else None
    return array is not None and max(array.high - array.mean, array.mean - array.low) > FAR * array.spread > 0


def whole_menu(evidence: FitEvidence) -> tuple[FitChange, ...]:
    """All changes that there are for this fit."""
    last, loss = _last(evidence), _loss(evidence)
    fitting = [FitChange("last", last)] * bool(last) + [FitChange("loss", loss)] * bool(loss)
    return (*fitting, HIGHER, LOWER, SCALED, SHUFFLED, MORE, FEWER)


def change_in_words(change: FitChange, evidence: FitEvidence) -> str:
    """The change in words, as "loss 'mse' -> 'binary_crossentropy'"."""
    compiled = evidence.fit.compiled
    match change.kind:
        case "last":
            return f"last activation {evidence.network.last if evidence.network else ''} → {change.to}"
        case "loss":
            return f"loss {compiled.loss if compiled else ''} → {change.to}"
        case "rate":
            rate = compiled.learning_rate if compiled is not None else None
            if rate is None:
                return f"rate {'ten times as large' if change.times > 1 else 'a tenth'}"
            return f"rate {show_number(rate)} → {show_number(rate * change.times)}"
        case "inputs":
            return "inputs scaled to mean 0, spread 1"
        case "rows":
            return "rows shuffled first"
        case "units":
            return "four times the units" if change.times > 1 else "a quarter of the units"
        case never:
            assert_never(never)


def _possible(evidence: FitEvidence) -> Iterator[FitChange]:
    """Changes suggested by facts, the most upstream first; then changes that are always worth a try."""
    if evidence.data.unshuffled:
        yield SHUFFLED
    inputs = evidence.inputs
    columns = () if inputs is None else inputs.columns or ((inputs.mean, inputs.spread),)
    if any(abs(mean) > 3 * max(spread, 0.3) or not 0.1 < spread < 3 for mean, spread in columns if spread):
        yield SCALED  # they are far from a mean of 0 and a spread of 1
    if last := _last(evidence):
        yield FitChange("last", last)
    if loss := _loss(evidence):
        yield FitChange("loss", loss)
    curve, held, rate = evidence.curve, evidence.fit.history.get("val_loss", ()), evidence.fit.highest_rate or 0.0
    grew, usual = len(curve) > 1 and curve[-1] > 1.2 * curve[0], 0.01 if evidence.optimizer in ADAPTIVE else 0.1
    if evidence.is_not_finite or grew or rate > usual:  # steps overshoot
        yield LOWER
        yield SCALED
    by_heart = bool(held) and not evidence.skill_below(0.9) and held[-1] > 1.3 * min(held)
    yield FEWER if by_heart else HIGHER
    if len(evidence.kernels) > 1:
        yield MORE
    yield LOWER
    yield SCALED


def _last(evidence: FitEvidence) -> str:
    """The last activation that fits labels and loss, if the network has another; "" if not, or unsure."""
    labels = evidence.labels
    if labels is None or not evidence.last or evidence.units is None:
        return ""
    low, high = labels.array.low, labels.array.high
    least, most = SQUASHED.get(evidence.last, (0.0, high) if evidence.last in POSITIVE else (low, high))
    if evidence.from_logits:
        fitting = "linear"
    elif labels.kind == "tags":
        fitting = "sigmoid"
    elif evidence.loss in ONE_OF_MANY or (labels.kind in ("classes", "one-hot") and evidence.units > 1):
        fitting = "softmax" if evidence.units > 1 else "sigmoid"
    elif evidence.loss == "binarycrossentropy" and labels.kind == "classes" and len(labels.values) == 2:
        fitting = "sigmoid"
    elif (labels.kind == "numbers" or evidence.loss in NUMBER_LOSSES) and (low < least or high > most):
        fitting = "linear"
    else:
        return ""
    return "" if fitting == evidence.last else fitting


def _loss(evidence: FitEvidence) -> str:
    """The loss that fits labels and output, if the network has another; "" if not, or unsure."""
    labels = evidence.labels
    if labels is None or not evidence.loss or evidence.units is None:
        return ""
    width = labels.array.shape[-1] if len(labels.array.shape) > 1 else 1
    if labels.kind == "numbers":
        return "" if evidence.loss in NUMBER_LOSSES else "mean_squared_error"
    if labels.kind == "tags" or (evidence.units == 1 and len(labels.values) == 2 and labels.array.low == 0):
        fitting = "binary_crossentropy"
    elif labels.kind == "one-hot" and width == evidence.units:
        fitting = "categorical_crossentropy"
    elif labels.kind == "classes" and evidence.units >= len(labels.values) > 1 and labels.array.high < evidence.units:
        fitting = "sparse_categorical_crossentropy"
    elif labels.kind == "classes" and evidence.units == 1 and evidence.loss not in NUMBER_LOSSES:
        fitting = "mean_squared_error"
    else:
        return ""
    return "" if fitting.replace("_", "") == evidence.loss else fitting
