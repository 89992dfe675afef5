"""Labels: invalid for any loss, or of other rows."""

from __future__ import annotations

import math

from tuitutor.coach.evidence_of_fit import NUMBER_LOSSES, FitEvidence, first_kernel, is_sorted, show_share
from tuitutor.grading.numbers import show_number as show
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.facts import ArrayFacts, LabelFacts


def constant_labels(evidence: FitEvidence) -> Advice | None:
    labels = evidence.labels
    if (
        labels is None
        or evidence.rows < 10
        or labels.array.constant_columns < 1
        or labels.kind == "tags"
        or evidence.fit.pieces
    ):
        return None
    return Advice(
        "labels",
        ("labels",),
        f"All labels are {show(labels.array.mean)}, so there is nothing to tell apart.",
        "Look at how y is made: a comparison that is always true, or the wrong column"
        + ("." if evidence.fit.epochs else "; and at which rows the loop takes."),
    )


def contradicted_labels(evidence: FitEvidence) -> Advice | None:
    """The same rows come by with one label and then another: inputs and labels are shuffled apart."""
    share = evidence.data.contradicted
    if share is None or share < 0.3:
        return None
    return Advice(
        "labels",
        ("labels",),
        f"{show_share(share)} of the rows that came by again had the label of another class than before: labels don't "
        "stay with their inputs.",
        "Shuffle both in one order: x[order], y[order], or zip two datasets before you shuffle.",
    )


def without_class(evidence: FitEvidence) -> Advice | None:
    """One-hot labels have rows without a 1."""
    labels = evidence.labels
    if labels is None or labels.kind != "tags" or not 0.01 < labels.without_class < 1:
        return None
    if evidence.last != "softmax" and evidence.loss != "categoricalcrossentropy":
        return None
    return Advice(
        "labels",
        ("labels",),
        f"{show_share(labels.without_class)} of the rows have no class: where one number should be 1, all "
        f"{labels.array.shape[-1]} are 0.",
        "one_hot gives zeros for a class that isn't among 0 to depth - 1: are the classes counted from 1?",
    )


def labels_for_crossentropy(evidence: FitEvidence) -> Advice | None:
    """Labels that a crossentropy can't be of: negative, above 1, or parts of class numbers."""
    labels = evidence.labels
    if labels is None or evidence.units is None:
        return None
    low, high = labels.array.low, labels.array.high
    if evidence.loss == "binarycrossentropy" and (low < -1e-6 or high > 1 + 1e-6):
        if len(labels.values) == 2:
            one, other = map(show, labels.values)
            return Advice(
                "labels",
                ("labels",),
                f"The labels are {one} and {other}, but binary_crossentropy is for 0 and 1.",
                f"Make them 0 and 1: y = (y == {other}).astype('float32').",
            )
        if low >= 0 and len(labels.array.shape) > 3:
            return Advice(
                "labels",
                ("labels",),
                f"The labels are pictures from {show(low)} to {show(high)}, but binary_crossentropy is for 0 to 1.",
                f"Divide them by {show(high)}.",
            )
        return _numbers_for_crossentropy(evidence, labels)
    whole = labels.kind in ("classes", "one-hot")
    if evidence.loss == "sparsecategoricalcrossentropy" and not whole and labels.array.shape in ((None,), (None, 1)):
        if 2 <= len(labels.values) <= 20 and evidence.units > 1:
            return Advice(
                "labels",
                ("labels",),
                f"The labels are fractions, such as {show(labels.values[1])}, where class numbers 0, 1, 2 belong: cut "
                "to whole numbers, they are all the same.",
                "Scale the inputs, not the labels.",
            )
        return _numbers_for_crossentropy(evidence, labels)
    return None


def _numbers_for_crossentropy(evidence: FitEvidence, labels: LabelFacts) -> Advice:
    if labels.kind == "classes" and len(labels.values) <= 20:
        return Advice(
            "loss",
            ("loss", "output", "activation"),
            f"binary_crossentropy is for labels of 0 and 1, and these have {len(labels.values)} classes.",
            f"Use Dense({len(labels.values)}, activation='softmax') with loss='sparse_categorical_crossentropy'.",
        )
    return Advice(
        "loss",
        ("loss", "output", "activation"),
        f"The labels are quantities from {show(labels.array.low)} to {show(labels.array.high)}, but a crossentropy "
        "compares probabilities; its value means nothing here.",
        "To predict a number, use loss='mse' or 'mae', and Dense(1) without an activation as the last layer.",
    )


def kinds_as_yes_or_no(evidence: FitEvidence) -> Advice | None:
    """Kinds that became true and false."""
    labels = evidence.labels
    if labels is None or labels.array.dtype != "bool" or labels.kind != "classes" or (evidence.units or 0) < 3:
        return None
    if evidence.loss != "sparsecategoricalcrossentropy":
        return None
    return Advice(
        "labels",
        ("labels",),
        f"The labels are true and false, but there are {evidence.units} outputs: if they were more kinds before, "
        "all but 0 have become one.",
        "Look for a comparison or astype(bool) where y is made; class numbers are whole numbers.",
    )


def compared_with_all(evidence: FitEvidence) -> Advice | None:
    """The network gives a number for each step, but a label is one number for the row."""
    labels, output = evidence.labels, evidence.fit.output
    if labels is None or len(output) < 3 or evidence.loss == "sparsecategoricalcrossentropy" or evidence.fit.own_loss:
        return None
    told = labels.array.shape[1:]
    if len(told) > 1 or (told and told == output[1:]):
        return None
    if evidence.loss not in (*NUMBER_LOSSES, "binarycrossentropy"):
        return None
    given, wanted = (" x ".join(str(size or "?") for size in shape) or "1" for shape in (output[1:], told))
    return Advice(
        "labels",
        ("layers",),
        f"For each row the network gives {given} numbers, but a label has {wanted}: the loss compares each of them "
        "with it.",
        "For one answer to a row, leave return_sequences=True out of the last recurrent layer, or flatten or pool "
        "before the last Dense.",
    )


def shifted_labels(evidence: FitEvidence) -> Advice | None:
    tells = evidence.data.predictable
    if len(tells) != 3 or max(tells[1:]) < 0.3 or tells[0] > 0.4 * max(tells[1:]):
        return None
    if evidence.inputs is None or _columns(evidence.inputs) > evidence.rows / 4 or not evidence.skill_below(0.8):
        return None  # a regression of so many columns says what it likes; or the rows do tell their labels
    if tells[1] > 0.995:
        return None  # windows of a series, which hold the label of the row before as it is
    where = "before" if tells[1] > tells[2] else "after"
    return Advice(
        "labels",
        ("labels",),
        f"The inputs of a row tell the label of the row {where} it, and next to nothing of its own: labels and inputs "
        "are shifted against each other.",
        "Look at the slices and rolls that x and y come from: x[i] belongs to y[i].",
    )


def _columns(inputs: ArrayFacts) -> int:
    return math.prod(size or 1 for size in inputs.shape)


def _finds_nothing_new(evidence: FitEvidence) -> bool:
    """Whether it does no better than guessing on what it validates on, in any epoch, though it learns its own rows."""
    held, guess = evidence.fit.history.get("val_loss", ()), evidence.baseline
    if len(held) < 5 or not guess or not evidence.curve or not all(map(math.isfinite, held)):
        return False
    return min(held) > 0.97 * guess > evidence.curve[-1] and (evidence.fit.highest_rate or 1) < 0.09


def unrelated_labels(evidence: FitEvidence) -> Advice | None:
    tells, inputs = evidence.data.predictable, evidence.inputs
    if not tells or inputs is None or evidence.rows < 150 or first_kernel(evidence) is None or evidence.is_not_finite:
        return None
    if tells[0] > 0.04 or max(tells) > 0.15:
        return None
    # what words or several bits together say, a regression may well miss
    measured = 0 < len(inputs.columns) <= 10 and inputs.dtype.startswith("float") and not inputs.constant_columns
    if not (measured and evidence.skill_below(0.35)) and not _finds_nothing_new(evidence):
        return None
    labels = evidence.labels
    if labels is None or is_sorted(labels) or (labels.counts and min(labels.counts) < 0.1 * sum(labels.counts)):
        return None  # of a rare class, a few rows show little
    if labels.kind == "numbers" and labels.array.tiny > 0.5:
        return None  # nor do they of numbers that are mostly 0
    if measured and len(inputs.columns) >= 3 and inputs.length_spread is not None and inputs.length_spread < 0.001:
        return Advice(
            "scale",
            ("data",),
            "Each row was scaled to length 1, so how large its numbers were is gone, and what is left tells nothing of "
            "the label.",
            "Scale each column by itself, with axis=0: (x - x.mean(axis=0)) / x.std(axis=0).",
        )
    return Advice(
        "labels",
        ("data", "labels"),
        "Nothing in the inputs of a row tells its label: a quick regression finds no more than guessing does"
        + ("." if measured else ", and nor does the network for rows that it validates on."),
        "Check that each label belongs to its row: that x and y are shuffled together, and transposed, not reshaped. "
        "If the data is noise, no network can do better.",
    )
