"""Validation: rows that are trained on as well, or differ from the training rows."""

from __future__ import annotations

from tuitutor.coach.causes.unlike import numbered_otherwise, scaled_otherwise, tells_less, varies_otherwise
from tuitutor.coach.evidence_of_fit import LEARNED, FitEvidence, is_sorted, show_share
from tuitutor.grading.numbers import show_number as show
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.facts import ArrayFacts, LabelFacts

SHARED = 0.3  # of the rows to validate on
UNLIKELY = 1e-4  # a chance that needs another reason


def come_again(evidence: FitEvidence) -> Advice | None:
    """The same batches come again and again, or rows to validate on have come in training."""
    data, steps = evidence.data, evidence.fit.steps or 0
    shared, earlier = data.validation_shared or 0.0, data.trained_earlier or 0.0
    if shared >= SHARED:
        return Advice(
            "validation",
            ("validation",),
            f"{show_share(shared)} of the rows that fit validates on are rows that it trains on, so you can't see "
            "whether it memorises them.",
            "Divide first and shuffle the training part alone: a dataset that is shuffled before take and skip deals "
            "rows anew in each pass."
            if data.largest_batch is not None
            else "Keep some samples back for validation_data, or write validation_split=0.1 instead.",
        )
    if earlier >= SHARED:
        return Advice(
            "validation",
            ("validation",),
            f"An earlier fit has trained this network on {show_share(earlier)} of the rows that this one validates on, "
            "so they aren't new to it.",
            "Build and compile a new network for each fold, or keep the same rows back in all fits.",
        )
    in_common = data.batch_overlap or 0.0
    if (evidence.fit.epochs_run and steps < 3 * evidence.fit.epochs_run) or not (data.one_batch or in_common >= 0.4):
        return None
    return Advice(
        "batch",
        ("batch",),
        f"Each batch has the same {data.largest_batch or 'few'} rows, whatever its number: the network sees no others."
        if data.one_batch
        else f"On average, {show_share(in_common)} of a batch's rows were in the batch before it: the network "
        "sees a few rows again and again, and perhaps never the others.",
        "Look at how a batch is cut out: x[number * size : (number + 1) * size], with the number that is asked for; "
        "and make a random generator once, not for each batch.",
    )


def split_among_windows(evidence: FitEvidence) -> Advice | None:
    """Windows of one series were split at random, so training and validation share nearly all steps."""
    data = evidence.data
    if data.window_overlap is None or data.window_overlap < 0.5:
        return None
    return Advice(
        "validation",
        ("validation",),
        f"{show_share(data.window_overlap)} of the windows that it validates on begin one step before or after one "
        "that it trains on: it knows nearly all of their numbers, so you can't see how it does later on.",
        "Divide by time: train on the first part of the series, and validate on the rest.",
    )


def sorted_split(evidence: FitEvidence) -> Advice | None:
    """What is held back is the end of sorted rows."""
    data, labels = evidence.data, evidence.labels
    if labels is None or evidence.rows < 40:
        return None
    if data.validation_labels is None:
        return _sorted_folds(data.later_labels, labels)
    if not (is_sorted(labels) or is_sorted(data.validation_labels)):
        return None
    if labels.counts and data.validation_labels.counts:
        apart = _apart(labels, data.validation_labels) > 0.5
    else:
        apart = abs(data.validation_labels.array.mean - labels.array.mean) > 1.2 * labels.array.spread
    if not apart:
        return None
    return Advice(
        "order",
        ("data",),
        "The rows are sorted by their labels, so those at the end, which are held back to validate on, have other "
        "labels than those that it trains on.",
        "Shuffle inputs and labels together, in one order, before you divide them.",
    )


def _sorted_folds(asked: ArrayFacts | None, labels: LabelFacts) -> Advice | None:
    """It is evaluated on another part of sorted rows."""
    if asked is None or asked.rows < 20 or asked.shape != labels.array.shape or not is_sorted(labels):
        return None
    if labels.kind == "one-hot" or not abs(asked.mean - labels.array.mean) > 1.2 * labels.array.spread:
        return None
    return Advice(
        "order",
        ("data",),
        "The rows are sorted by their labels, so those that it is evaluated on have other labels than those that it "
        "trains on.",
        "Shuffle inputs and labels together, in one order, before you divide them.",
    )


def unlike_validation(evidence: FitEvidence) -> Advice | None:
    """Validation inputs are on another scale than training inputs."""
    held = evidence.data.validation_inputs
    if held is None or evidence.inputs is None or held.rows < 5:
        return None
    if (otherwise := scaled_otherwise("scale", ("validation",), "validates on", held, evidence.inputs)) is not None:
        return otherwise
    times = varies_otherwise(evidence.inputs, held) or varies_otherwise(held, evidence.inputs)
    if times is None or not evidence.skill_below(LEARNED):
        return None
    one, other = (show(array.spread) for array in (evidence.inputs, held))
    return Advice(
        "scale",
        ("validation",),
        f"Each column varies {show(times)} times as much or more in one of the data that it trains on and validates on "
        f"as in the other: the spreads are {one} and {other}.",
        "Scale both alike, and add noise that is small beside the spread of the data.",
    )


def missing_in_validation(evidence: FitEvidence) -> Advice | None:
    """A class is missing in validation, which chance can't explain."""
    labels, held = evidence.labels, evidence.data.validation_labels
    if labels is None or held is None or labels.kind != "classes" or held.kind != "classes" or not labels.counts:
        return None
    losses = evidence.fit.history.get("val_loss", ())
    if not evidence.baseline or not losses or min(losses) < evidence.baseline:
        return None  # it knows those that are there
    total = sum(labels.counts)
    for value, count in zip(labels.values, labels.counts, strict=False):
        if value not in held.values and (1 - count / total) ** held.array.rows < UNLIKELY:
            return Advice(
                "validation",
                ("validation",),
                f"Label {show(value)} has {show_share(count / total)} of the rows that it trains on, and none of the "
                f"{held.array.rows} that it validates on: they were divided, or numbered, in another way.",
                "Number the labels once, before you divide, and shuffle the rows.",
            )
    return None


def numbered_anew(evidence: FitEvidence) -> Advice | None:
    """Words to validate on that were numbered in another way."""
    apart = evidence.data.validation_distance
    return numbered_otherwise(evidence, "validation", ("validation",), apart, "it validates on", "it trains on")


def untold_in_validation(evidence: FitEvidence) -> Advice | None:
    """Inputs tell their labels where it trains, and not where it validates, and it only guesses there."""
    data, guess, held = evidence.data, evidence.baseline, evidence.fit.history.get("val_loss", ())
    if not guess or not held or not evidence.curve or not tells_less(data, data.validation_predictable):
        return None
    if not held[-1] > guess > 2 * evidence.curve[-1]:
        return None
    return Advice(
        "validation",
        ("validation",),
        "A quick regression finds the labels in the inputs that it trains on, and not in those that it validates on: "
        "these aren't like the others, or labels don't belong to their rows.",
        "Prepare both alike: the same scaling, the same order of inputs and labels, the same numbering of labels.",
    )


def _apart(one: LabelFacts, other: LabelFacts) -> float:
    """The total variation between two distributions of classes, from 0 (the same) to 1 (none in common)."""
    shares = []
    for labels in (one, other):
        total = sum(labels.counts)
        shares.append({value: count / total for value, count in zip(labels.values, labels.counts, strict=True)})
    return sum(abs(shares[0].get(value, 0) - shares[1].get(value, 0)) for value in {*shares[0], *shares[1]}) / 2
