"""Scale: numbers too large, too small or too unlike for the first weights."""

from __future__ import annotations

import math

from tuitutor.coach.evidence_of_fit import LEARNED, PASS_ON, FitEvidence, first_kernel, grows
from tuitutor.grading.numbers import show_number as show
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.facts import ArrayFacts, LayerState

FAR_OFF = 6  # spreads from the mean
SCALE = (
    "Scale each column once: (x - x.mean(axis=0)) / x.std(axis=0); or begin with Normalization(), which adapt(x) "
    "prepares, so that the model takes data as they are. Divide pixels by 255."
)


def unlike_scales(evidence: FitEvidence) -> Advice | None:
    """Inputs of the first weights are far from 0, too large or small, or differ in size by column."""
    first = first_kernel(evidence)
    if first is None:
        return None
    mean, spread = first.inputs
    size = math.hypot(mean, spread)
    borne = size < 200 and abs(mean) < 0.5 * spread  # large, but around 0: a network may do well enough with it
    if not (evidence.skill_below(0.75 if borne else LEARNED) or evidence.is_not_finite or grows(evidence)):
        return None
    as_it_is = all(layer.kind in PASS_ON for layer in evidence.layers[: evidence.layers.index(first)])
    columns = _columns_into(evidence, first)
    far_off = max((abs(mean) / spread for mean, spread in columns if spread > 0), default=0.0)
    sizes = [math.hypot(*column) for column in columns if column[1] > 0]
    if size > 8:
        what = f"with a mean of {show(mean)} and a spread of {show(spread)}"
    elif 0 < size < 0.03 and not (as_it_is and _is_of_few_ones(evidence.inputs)):
        what = f"as numbers of about {show(size)}, so the first layer sees next to nothing"
    elif sizes and max(sizes) > max(5, 100 * min(sizes)):
        what = f"with columns of very different sizes, from {show(min(sizes))} to {show(max(sizes))}"
    elif len(columns) > 1 and far_off > 20:
        what = "with columns that lie far from 0 for how much they vary"
    else:
        return None
    return Advice(
        "scale",
        ("data", "layers"),
        f"The inputs reach the first weights {what}; networks learn well from numbers of about -1 to 1.",
        SCALE,
    )


def _columns_into(evidence: FitEvidence, first: LayerState) -> tuple[tuple[float, float], ...]:
    """Mean and spread of the columns that go into the first weights: as they are, or all moved and divided alike."""
    before, inputs = evidence.layers[: evidence.layers.index(first)], evidence.inputs
    if inputs is None or any(not _treats_alike(layer) for layer in before):
        return ()
    if all(layer.kind in PASS_ON for layer in before):
        return inputs.columns
    mean, spread = first.inputs
    by = spread / inputs.spread if inputs.spread else 0.0
    return tuple((mean + (at - inputs.mean) * by, width * by) for at, width in inputs.columns)


def _treats_alike(layer: LayerState) -> bool:
    return layer.kind in PASS_ON or (layer.kind == "Normalization" and layer.settings.get("axis") == ())


def _is_of_few_ones(inputs: ArrayFacts | None) -> bool:
    """Whether most numbers are 0, and the others aren't small."""
    return inputs is not None and not inputs.fractions and inputs.low == 0 and inputs.high >= 1


def raw_beside_scaled(evidence: FitEvidence) -> Advice | None:
    """One of several inputs is large, and reaches its first weights unscaled."""
    data = evidence.data
    if len(data.inputs) < 2 or not (evidence.skill_below(LEARNED) or evidence.is_not_finite or grows(evidence)):
        return None
    for at, array in enumerate(data.inputs):
        size = math.hypot(array.mean, array.spread)
        into = [layer for layer in evidence.kernels if size > 20 and _goes_in(array, layer.inputs, size)]
        if into:
            return Advice(
                "scale",
                ("data", "layers"),
                f"Input {at} (from 0) goes into '{into[0].name}' as it is, with a mean of {show(array.mean)} and a "
                f"spread of {show(array.spread)}; networks learn well from numbers of about -1 to 1.",
                SCALE,
            )
    return None


def _goes_in(array: ArrayFacts, passed: tuple[float, float], size: float) -> bool:
    return max(abs(array.mean - passed[0]), abs(array.spread - passed[1])) < 0.1 * size


def stands_for_missing(evidence: FitEvidence) -> Advice | None:
    """A few numbers lie far from all others, such as -9999 for a missing value."""
    inputs = evidence.inputs
    if inputs is None or inputs.fractions < 0.9 or not inputs.spread or not evidence.skill_below(0.5):
        return None
    mean, spread = max(inputs.columns, key=lambda column: column[1], default=(0.0, 1.0))
    if abs(mean) > 0.7 * spread:
        return None  # a column of large numbers, nearly all of them
    below, above = inputs.mean - inputs.low, inputs.high - inputs.mean
    if max(below, above) < FAR_OFF * inputs.spread or min(below, above) > 0.5 * inputs.spread:
        return None
    return Advice(
        "data",
        ("data",),
        f"Nearly all numbers in the inputs lie close together, and some far from them, at about "
        f"{show(inputs.low if below > above else inputs.high)}: as if one number stood for missing values.",
        "Look at the columns' smallest and largest values; replace a number such as -9999 by the column's mean, before "
        "you scale.",
    )


def scaled_by_row(evidence: FitEvidence) -> Advice | None:
    """Rows of unlike quantities that were each scaled by themselves."""
    inputs = evidence.inputs
    if inputs is None or not inputs.scaled_by_row or not evidence.skill_below(LEARNED):
        return None
    means = [mean for mean, _ in inputs.columns]
    if max(means) - min(means) < 0.5:
        return None  # steps of a series, which may well be scaled so
    return Advice(
        "scale",
        ("data",),
        "Each row was scaled by its own mean and spread, so what is large in one column makes all the others of its "
        "row small: rows can't be compared any more.",
        "Scale along axis 0, each column by itself: (x - x.mean(axis=0)) / x.std(axis=0).",
    )


def far_values(evidence: FitEvidence) -> Advice | None:
    """A few outliers leave the other values of a column next to no spread."""
    at = evidence.inputs.outlier_column if evidence.inputs is not None else None
    if at is None or first_kernel(evidence) is None or not evidence.skill_below(0.95):
        return None
    return Advice(
        "scale",
        ("data", "layers"),
        f"A few values of column {at} of the inputs (from 0) lie so far away that the others are nearly the same: "
        "without them, less than a twentieth of its spread is left.",
        "Look at them: a typing error, another unit, a number that stands for none? Correct or clip them before you "
        "scale, or take a logarithm.",
    )
