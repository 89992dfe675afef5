"""The loss, and what is counted beside it."""

from __future__ import annotations

import math

from tuitutor.coach.evidence_of_fit import (
    ADAPTIVE,
    LEARNED,
    NUMBER_LOSSES,
    ONE_OF_MANY,
    FitEvidence,
    first_kernel,
    show_share,
)
from tuitutor.grading.numbers import show_number as show
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.facts import LabelFacts, NetworkFacts


def choice_of_one(evidence: FitEvidence) -> Advice | None:
    if evidence.loss != "categoricalcrossentropy" or evidence.units != 1:
        return None
    return Advice(
        "loss",
        ("loss", "activation"),
        "categorical_crossentropy divides the outputs by their sum. With one output that gives 1, so the loss is "
        "always 0 and nothing is learned.",
        "Use loss='binary_crossentropy' with Dense(1, activation='sigmoid').",
    )


def choices_one_by_one(evidence: FitEvidence) -> Advice | None:
    labels = evidence.labels
    if (
        evidence.loss != "binarycrossentropy"
        or evidence.last != "softmax"
        or labels is None
        or labels.kind != "one-hot"
    ):
        return None
    if (evidence.units or 0) < 3 or not evidence.skill_below(LEARNED):
        return None
    return Advice(
        "loss",
        ("loss",),
        f"binary_crossentropy takes the {evidence.units} outputs for separate questions, but softmax answers one: "
        "which class.",
        "Use loss='categorical_crossentropy'.",
    )


def choice_for_tags(evidence: FitEvidence) -> Advice | None:
    """A loss for one choice among classes, with labels of several classes or none."""
    if evidence.loss != "categoricalcrossentropy" or evidence.labels is None or evidence.labels.kind != "tags":
        return None
    return Advice(
        "loss",
        ("loss", "activation"),
        "The labels of a row are several, or none, but categorical_crossentropy is for one choice among classes.",
        f"Use loss='binary_crossentropy' with Dense({evidence.units}, activation='sigmoid').",
    )


def smoothed_away(evidence: FitEvidence) -> Advice | None:
    smoothing = evidence.fit.compiled.label_smoothing if evidence.fit.compiled is not None else 0.0
    if smoothing < 0.5:
        return None
    return Advice(
        "loss",
        ("loss",),
        f"label_smoothing={show(smoothing)} takes that share of each label and spreads it over all classes, so hardly "
        "anything is left to learn.",
        "Take 0.1 at most, or leave it out.",
    )


def divided_by_nothing(evidence: FitEvidence) -> Advice | None:
    """Errors in percent of labels that are next to 0, or a logarithm of labels below 0."""
    labels = evidence.labels
    if labels is None or labels.kind not in ("numbers", "classes"):
        return None
    if evidence.loss == "meanabsolutepercentageerror" and labels.array.tiny > 0.03:
        return Advice(
            "loss",
            ("loss",),
            f"The loss is the error in percent of the label, and {show_share(labels.array.tiny)} of the labels are 0 "
            "or next to it: their percentages are so large that no others count.",
            "Use loss='mae', or 'mse'; percentages are for labels that stay away from 0.",
        )
    logarithm = {"meansquaredlogarithmicerror": "takes the logarithm of", "poisson": "is for counts, not for"}
    if evidence.loss in logarithm and labels.array.low < 0:
        return Advice(
            "loss",
            ("loss",),
            f"The loss {logarithm[evidence.loss]} labels, but they go down to {show(labels.array.low)}.",
            "Use loss='mse', or 'mae'.",
        )
    return None


def only_directions(evidence: FitEvidence) -> Advice | None:
    """A cosine of vectors, whose lengths matter too."""
    labels = evidence.labels
    if evidence.loss != "cosinesimilarity" or labels is None or labels.kind != "numbers":
        return None
    if (labels.array.length_spread or 0) < 0.1 or not any(name in NUMBER_LOSSES for name in evidence.metrics):
        return None  # without a metric, nothing says that lengths matter
    return Advice(
        "loss",
        ("loss",),
        "cosine_similarity compares directions alone, but the labels differ in length too: answers may be of any size.",
        "Use loss='mse', or bring the labels to length 1 if only the direction matters.",
    )


def one_drowns_others(evidence: FitEvidence) -> Advice | None:
    """One output of several has so large a loss that the others hardly count."""
    curves = {name: curve for name, curve in evidence.fit.history.items() if name.endswith("_loss") and curve}
    losses = {name: curve for name, curve in curves.items() if not name.startswith("val_") and curve[0] > 0}
    if len(losses) < 2 or not all(map(math.isfinite, (value for curve in losses.values() for value in curve))):
        return None
    large, small = (pick(losses, key=lambda name: losses[name][0]) for pick in (max, min))
    if losses[large][0] < 100 * losses[small][0] or losses[small][-1] < 0.5 * losses[small][0]:
        return None
    one, other = large.removesuffix("_loss"), small.removesuffix("_loss")
    return Advice(
        "loss",
        ("labels", "loss"),
        f"The loss of '{one}' begins at {show(losses[large][0])} and that of '{other}' at {show(losses[small][0])}: "
        f"training follows '{one}', and '{other}' hardly counts.",
        f"Scale the labels of '{one}', or give loss_weights, so that both are of about the same size.",
    )


def middle_is_nothing(evidence: FitEvidence) -> Advice | None:
    """The mean of absolute errors, where more than half of the labels are 0: the best single answer is that."""
    labels, network = evidence.labels, evidence.network
    if labels is None or network is None or labels.kind != "numbers" or evidence.loss != "meanabsoluteerror":
        return None
    if labels.array.tiny <= 0.5 or network.spread > 0.05 * labels.array.spread or evidence.is_not_finite:
        return None
    return Advice(
        "loss",
        ("loss",),
        f"{show_share(labels.array.tiny)} of the labels are 0, or next to it, and mae is smallest for what lies in the "
        "middle of all labels: so the network answers nearly 0 for every row.",
        "If means or sums are wanted, take a loss for these: 'mse', or 'poisson' for counts.",
    )


def wrong_accuracy(evidence: FitEvidence) -> Advice | None:
    labels = evidence.labels
    if evidence.loss in ONE_OF_MANY and "binaryaccuracy" in evidence.metrics and (evidence.units or 0) > 2:
        return Advice(
            "metric",
            ("metrics",),
            f"binary_accuracy counts each of the {evidence.units} outputs by itself, so answering 0 for all gives "
            f"{show(1 - 1 / (evidence.units or 1))} already.",
            "Write metrics=['accuracy'], which Keras fits to the loss.",
        )
    numbers = labels is not None and labels.kind == "numbers" and len(labels.values) == 0
    if numbers and evidence.loss in NUMBER_LOSSES and "accuracy" in evidence.metrics and not any(evidence.accuracy):
        return Advice(
            "metric",
            ("metrics",),
            "accuracy counts the outputs that equal their label, and a number with a fraction never does.",
            "For numbers instead of classes, write metrics=['mae'].",
        )
    return None


def lost_weights(evidence: FitEvidence) -> Advice | None:
    """Weights are NaN, though the last loss is a number."""
    network = evidence.network
    if network is None or evidence.is_not_finite or math.isfinite(network.low):
        return None
    return Advice(
        "nan",
        ("loss",),
        "The network's answers are NaN, although the loss is a number: its weights are lost, and a relu hides that.",
        "Look for a gradient without bounds, such as that of a square root, a logarithm or a division at 0: add a "
        "small number within it.",
    )


def rewards_errors(evidence: FitEvidence) -> Advice | None:
    """A loss that isn't smallest where answers are right: it falls while they get worse than any guess."""
    labels, network, curve = evidence.labels, evidence.network, evidence.curve
    if labels is None or network is None or evidence.is_not_finite or evidence.rows < 30:
        return None
    if network.backwards_loss and not (evidence.skill is not None and evidence.skill > 0.5):
        return Advice(
            "loss",
            ("loss",),
            "Your own loss is larger for answers that are the labels themselves than for those of other rows: to make "
            "it small, the network learns to be wrong.",
            "A loss is smallest where all is right: take 1 - overlap, or put a minus before what is to become large.",
        )
    sinks = len(curve) > 1 and curve[-1] < min(0.0, 2 * curve[0], curve[0])
    if labels.kind == "classes" and _are_all_wrong(evidence, labels):
        why = "Nearly all answers on the rows that it trains on are wrong, far more than by guessing"
    elif evidence.skill_below(-1.0) and labels.kind == "numbers" and sinks:
        why = f"The loss falls below 0, to {show(curve[-1])}, while the answers get further from the labels"
    elif evidence.skill_below(-1.0) and labels.kind == "numbers" and _runs_away(evidence, labels, network):
        why = (
            f"The answers run away, from {show(network.low)} to {show(network.high)}, beside labels from "
            f"{show(labels.array.low)} to {show(labels.array.high)}"
        )
    else:
        return None
    return Advice(
        "loss",
        ("loss",),
        f"{why}: the loss isn't smallest where they are right.",
        "A loss is 0 where all is right, and above it elsewhere: look for a minus sign, or for a square or an abs that "
        "is missing.",
    )


def _are_all_wrong(evidence: FitEvidence, labels: LabelFacts) -> bool:
    """Whether it knows the classes, and names others."""
    total = sum(labels.counts)
    if evidence.skill is None or not total or min(labels.counts) < 0.1 * total or len(labels.counts) < 2:
        return False
    of_two = evidence.units == 1 and len(labels.counts) == 2 and evidence.last == "sigmoid"
    if (evidence.units or 0) < len(labels.counts) and not of_two:
        return False  # it answers with a number, such as a distance, which is small for what belongs together
    base = max(labels.counts) / total
    return evidence.skill * (1 - base) + base < 0.05


def _runs_away(evidence: FitEvidence, labels: LabelFacts, network: NetworkFacts) -> bool:
    """Whether outputs are far beyond the labels, by steps that can't overshoot so far."""
    if evidence.loss in NUMBER_LOSSES and evidence.loss != "difference":
        return False
    first = first_kernel(evidence)
    if first is None or math.hypot(*first.inputs) > 8 or evidence.optimizer not in ADAPTIVE:
        return False
    reach = 5 * max(abs(labels.array.low), abs(labels.array.high))
    return (evidence.fit.highest_rate or 1) < 0.09 and max(abs(network.low), abs(network.high)) > reach
