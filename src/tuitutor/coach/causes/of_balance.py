"""Balance: rare classes, and classes without weight."""

from __future__ import annotations

from tuitutor.coach.evidence_of_fit import FitEvidence, show_share
from tuitutor.grading.numbers import show_number as show
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.facts import LabelFacts


def weighs_nothing(evidence: FitEvidence) -> Advice | None:
    """Rows of a class whose weight is 0."""
    labels = evidence.labels
    if labels is None or len(labels.values) < 2:
        return None
    for value in labels.values:
        if evidence.fit.class_weights.get(f"{value:g}") == 0:
            return Advice(
                "imbalance",
                ("data",),
                f"All rows of class {show(value)} have a weight of 0, so nothing is learned from them.",
                "Give each class a weight above 0: the number of all rows by that of the class, for example.",
            )
    return None


def rare_class(evidence: FitEvidence) -> Advice | None:
    labels, network = evidence.labels, evidence.network
    if labels is None or not labels.counts or len(labels.counts) < 2 or network is None:
        return None
    share = min(labels.counts) / sum(labels.counts)
    rarest = labels.values[labels.counts.index(min(labels.counts))]
    weights = _weight_of(evidence, labels)
    if weights and 2 * min(labels.counts) < max(labels.counts):
        common = labels.values[labels.counts.index(max(labels.counts))]
        return Advice(
            "imbalance",
            ("data",),
            f"class_weight counts class {show(common)} more than class {show(rarest)}, of which there are fewest "
            "rows: the weights are the wrong way round.",
            "Give the rare class the larger weight, such as the number of all rows by that of the class.",
        )
    if share > min(0.12, 0.5 / len(labels.counts)) or len(labels.counts) > 20:
        return None  # of many classes, each has a small share
    if any("auc" in name for name in evidence.fit.history):
        return None  # it is the odds that are wanted
    if rarest not in network.missed_classes or evidence.skill_below(-0.05):
        return None
    return Advice(
        "imbalance",
        ("data",),
        f"Only {show_share(share)} of the rows are of class {show(rarest)}, and the network never answers it: always "
        "giving another is nearly always right.",
        "Give rare classes more weight: class_weight in fit, or show their rows more often; and look at recall.",
    )


def rare_pixels(evidence: FitEvidence) -> Advice | None:
    """Labels of pixels or steps are nearly all 0, and the network predicts 0 everywhere."""
    labels, network = evidence.labels, evidence.network
    if labels is None or network is None or len(labels.array.shape) < 2 or labels.array.fractions:
        return None
    if evidence.from_logits or evidence.last not in ("sigmoid", "softmax"):
        return None  # where it says 1 isn't at 0.5
    low, high, share = labels.array.low, labels.array.high, labels.array.mean
    if _counts_padding(evidence, labels):
        return Advice(
            "imbalance",
            ("loss",),
            f"{show_share(evidence.inputs.padded if evidence.inputs is not None else 0.0)} of the places are zeros "
            "that fill "
            "rows up, and the loss counts them like all others: to say the same everywhere is nearly always right.",
            "Have them skipped: Embedding(..., mask_zero=True), or sample_weight of 0 for these places.",
        )
    if (
        len(labels.array.shape) < 3
        or (low, high) != (0, 1)
        or not 0 < share < 0.12
        or 1.0 not in network.missed_classes
    ):
        return None
    return Advice(
        "imbalance",
        ("loss",),
        f"Only {show_share(share)} of the labels' places are 1, and the network says 1 nowhere: to say 0 everywhere is "
        f"{show_share(1 - share)} right.",
        "Count the rare places more in the loss, or take one for overlap (Dice); and measure IoU instead of accuracy.",
    )


def _counts_padding(evidence: FitEvidence, labels: LabelFacts) -> bool:
    """Whether a label for each step is told for steps that fill a row up as well, and some classes never."""
    inputs, network = evidence.inputs, evidence.network
    if inputs is None or network is None or inputs.padded < 0.6 or labels.array.shape[:2] != inputs.shape[:2]:
        return False
    masked = any(layer.settings.get("mask_zero") or layer.kind == "Masking" for layer in evidence.layers)
    return len(evidence.fit.output) == 3 and not masked and not evidence.fit.class_weights and evidence.skill_below(0.6)


def _weight_of(evidence: FitEvidence, labels: LabelFacts) -> bool | None:
    """Whether class weights count frequent classes more; None if there are none."""
    weights = [evidence.fit.class_weights.get(f"{value:g}") for value in labels.values]
    if not evidence.fit.class_weights or None in weights or len(weights) < 2:
        return None
    most, fewest = (labels.counts.index(pick(labels.counts)) for pick in (max, min))
    return bool((weights[most] or 0) > 1.2 * (weights[fewest] or 0))
