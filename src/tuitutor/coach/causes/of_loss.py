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


def choice_of_one(seen: FitEvidence) -> Advice | None:
    if seen.loss != "categoricalcrossentropy" or seen.units != 1:
        return None
    return Advice(
        "loss",
        "categorical_crossentropy divides the outputs by their sum. With one output that gives 1, so the loss is "
        "always 0 and nothing is learned.",
        "Use loss='binary_crossentropy' with Dense(1, activation='sigmoid').",
    )


def choices_one_by_one(seen: FitEvidence) -> Advice | None:
    labels = seen.labels
    if seen.loss != "binarycrossentropy" or seen.last != "softmax" or labels is None or labels.kind != "one-hot":
        return None
    if (seen.units or 0) < 3 or not seen.is_below(LEARNED):
        return None
    return Advice(
        "loss",
        f"binary_crossentropy takes the {seen.units} outputs for separate questions, but softmax answers one: which "
        "class.",
        "Use loss='categorical_crossentropy'.",
    )


def choice_for_tags(seen: FitEvidence) -> Advice | None:
    """A loss for one choice among classes, of rows that belong to several classes or to none."""
    if seen.loss != "categoricalcrossentropy" or seen.labels is None or seen.labels.kind != "tags":
        return None
    return Advice(
        "loss",
        "The labels of a row are several, or none, but categorical_crossentropy is for one choice among classes.",
        f"Use loss='binary_crossentropy' with Dense({seen.units}, activation='sigmoid').",
    )


def smoothed_away(seen: FitEvidence) -> Advice | None:
    smoothing = seen.fit.compiled.smoothing if seen.fit.compiled is not None else 0.0
    if smoothing < 0.5:
        return None
    return Advice(
        "loss",
        f"label_smoothing={show(smoothing)} takes that share of each label and spreads it over all classes, so hardly "
        "anything is left to learn.",
        "Take 0.1 at most, or leave it out.",
    )


def divided_by_nothing(seen: FitEvidence) -> Advice | None:
    """Errors in percent of labels that are next to 0, or a logarithm of labels below 0."""
    labels = seen.labels
    if labels is None or labels.kind not in ("numbers", "classes"):
        return None
    if seen.loss == "meanabsolutepercentageerror" and labels.array.tiny > 0.03:
        return Advice(
            "loss",
            f"The loss is the error in percent of the label, and {show_share(labels.array.tiny)} of the labels are 0 "
            "or next to it: their percentages are so large that no others count.",
            "Use loss='mae', or 'mse'; percentages are for labels that stay away from 0.",
        )
    logarithm = {"meansquaredlogarithmicerror": "takes the logarithm of", "poisson": "is for counts, not for"}
    if seen.loss in logarithm and labels.array.low < 0:
        return Advice(
            "loss",
            f"The loss {logarithm[seen.loss]} labels, but they go down to {show(labels.array.low)}.",
            "Use loss='mse', or 'mae'.",
        )
    return None


def only_directions(seen: FitEvidence) -> Advice | None:
    """A cosine of vectors, whose lengths matter too."""
    labels = seen.labels
    if seen.loss != "cosinesimilarity" or labels is None or labels.kind != "numbers":
        return None
    if (labels.array.lengths or 0) < 0.1 or not any(name in NUMBER_LOSSES for name in seen.metrics):
        return None  # without a metric, nothing says that lengths matter
    return Advice(
        "loss",
        "cosine_similarity compares directions alone, but the labels differ in length too: answers may be of any size.",
        "Use loss='mse', or bring the labels to length 1 if only the direction matters.",
    )


def one_drowns_others(seen: FitEvidence) -> Advice | None:
    """Several outputs, of which one has a loss so large that the others hardly count."""
    curves = {name: curve for name, curve in seen.fit.history.items() if name.endswith("_loss") and curve}
    losses = {name: curve for name, curve in curves.items() if not name.startswith("val_") and curve[0] > 0}
    if len(losses) < 2 or not all(map(math.isfinite, (each for curve in losses.values() for each in curve))):
        return None
    large, small = (pick(losses, key=lambda name: losses[name][0]) for pick in (max, min))
    if losses[large][0] < 100 * losses[small][0] or losses[small][-1] < 0.5 * losses[small][0]:
        return None
    one, other = large.removesuffix("_loss"), small.removesuffix("_loss")
    return Advice(
        "loss",
        f"The loss of '{one}' begins at {show(losses[large][0])} and that of '{other}' at {show(losses[small][0])}: "
        f"training follows '{one}', and '{other}' hardly counts.",
        f"Scale the labels of '{one}', or give loss_weights, so that both are of about the same size.",
    )


def middle_is_nothing(seen: FitEvidence) -> Advice | None:
    """The mean of absolute errors, where more than half of the labels are 0: the best single answer is that."""
    labels, network = seen.labels, seen.network
    if labels is None or network is None or labels.kind != "numbers" or seen.loss != "meanabsoluteerror":
        return None
    if labels.array.tiny <= 0.5 or network.spread > 0.05 * labels.array.spread or seen.is_not_finite:
        return None
    return Advice(
        "loss",
        f"{show_share(labels.array.tiny)} of the labels are 0, or next to it, and mae is smallest for what lies in the "
        "middle of all labels: so the network answers nearly 0 for every row.",
        "If means or sums are wanted, take a loss for these: 'mse', or 'poisson' for counts.",
    )


def wrong_accuracy(seen: FitEvidence) -> Advice | None:
    labels = seen.labels
    if seen.loss in ONE_OF_MANY and "binaryaccuracy" in seen.metrics and (seen.units or 0) > 2:
        return Advice(
            "metric",
            f"binary_accuracy counts each of the {seen.units} outputs by itself, so answering 0 for all gives "
            f"{show(1 - 1 / (seen.units or 1))} already.",
            "Write metrics=['accuracy'], which Keras fits to the loss.",
        )
    numbers = labels is not None and labels.kind == "numbers" and len(labels.values) == 0
    if numbers and seen.loss in NUMBER_LOSSES and "accuracy" in seen.metrics and not any(seen.accuracy):
        return Advice(
            "metric",
            "accuracy counts the outputs that equal their label, and a number with a fraction never does.",
            "For numbers instead of classes, write metrics=['mae'].",
        )
    return None


def lost_weights(seen: FitEvidence) -> Advice | None:
    """Weights that are no numbers, behind a loss that is one."""
    network = seen.network
    if network is None or seen.is_not_finite or math.isfinite(network.low):
        return None
    return Advice(
        "nan",
        "The network's answers are NaN, although the loss is a number: its weights are lost, and a relu hides that.",
        "Look for a gradient without bounds, such as that of a square root, a logarithm or a division at 0: add a "
        "small number within it.",
    )


def rewards_errors(seen: FitEvidence) -> Advice | None:
    """A loss that isn't smallest where answers are right: it falls while they get worse than any guess."""
    labels, network, curve = seen.labels, seen.network, seen.curve
    if labels is None or network is None or seen.is_not_finite or seen.rows < 30:
        return None
    if network.backwards and not (seen.skill is not None and seen.skill > 0.5):
        return Advice(
            "loss",
            "Your own loss is larger for answers that are the labels themselves than for those of other rows: to make "
            "it small, the network learns to be wrong.",
            "A loss is smallest where all is right: take 1 - overlap, or put a minus before what is to become large.",
        )
    sinks = len(curve) > 1 and curve[-1] < min(0.0, 2 * curve[0], curve[0])
    if labels.kind == "classes" and _are_all_wrong(seen, labels):
        why = "Nearly all answers on the rows that it trains on are wrong, far more than by guessing"
    elif seen.is_below(-1.0) and labels.kind == "numbers" and sinks:
        why = f"The loss falls below 0, to {show(curve[-1])}, while the answers get further from the labels"
    elif seen.is_below(-1.0) and labels.kind == "numbers" and _runs_away(seen, labels, network):
        why = (
            f"The answers run away, from {show(network.low)} to {show(network.high)}, beside labels from "
            f"{show(labels.array.low)} to {show(labels.array.high)}"
        )
    else:
        return None
    return Advice(
        "loss",
        f"{why}: the loss isn't smallest where they are right.",
        "A loss is 0 where all is right, and above it elsewhere: look for a minus sign, or for a square or an abs that "
        "is missing.",
    )


def _are_all_wrong(seen: FitEvidence, labels: LabelFacts) -> bool:
    """Whether it knows the classes, and names others."""
    total = sum(labels.counts)
    if seen.skill is None or not total or min(labels.counts) < 0.1 * total or len(labels.counts) < 2:
        return False
    of_two = seen.units == 1 and len(labels.counts) == 2 and seen.last == "sigmoid"
    if (seen.units or 0) < len(labels.counts) and not of_two:
        return False  # it answers with a number, such as a distance, which is small for what belongs together
    base = max(labels.counts) / total
    return seen.skill * (1 - base) + base < 0.05


def _runs_away(seen: FitEvidence, labels: LabelFacts, network: NetworkFacts) -> bool:
    """Whether outputs are far beyond the labels, by steps that can't overshoot so far."""
    if seen.loss in NUMBER_LOSSES and seen.loss != "difference":
        return False
    first = first_kernel(seen)
    if first is None or math.hypot(*first.inputs) > 8 or seen.optimizer not in ADAPTIVE:
        return False
    reach = 5 * max(abs(labels.array.low), abs(labels.array.high))
    return (seen.fit.highest_rate or 1) < 0.09 and max(abs(network.low), abs(network.high)) > reach
