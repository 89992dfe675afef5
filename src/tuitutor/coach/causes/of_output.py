"""The output: a last function that can't produce the labels."""

from __future__ import annotations

from tuitutor.coach.evidence_of_fit import NUMBER_LOSSES, ONE_OF_MANY, PASS_ON, SQUASHED, FitEvidence, show_share
from tuitutor.grading.numbers import show_number as show
from tuitutor.grading.verdicts import Advice
from tuitutor.spelling import with_article


def softmax_over_one(evidence: FitEvidence) -> Advice | None:
    if evidence.last != "softmax" or evidence.units != 1:
        return None
    return Advice(
        "activation",
        ("activation", "loss"),
        "A softmax over one unit is always 1, whatever the network learns.",
        "Use Dense(1, activation='sigmoid') with loss='binary_crossentropy', or one softmax unit for each class.",
    )


def squashed_twice(evidence: FitEvidence) -> Advice | None:
    """A softmax or sigmoid is applied twice."""
    after = evidence.layers[evidence.layers.index(evidence.kernels[-1]) :] if evidence.kernels else ()
    found = [layer for layer in after if layer.activation in ("softmax", "sigmoid")]
    if len(found) < 2 or evidence.last != found[-1].activation:
        return None
    one, other = found[-2:]
    if any(layer.kind not in PASS_ON for layer in after[after.index(one) + 1 : after.index(other)]):
        return None
    return Advice(
        "activation",
        ("activation",),
        f"'{other.name}' takes a {other.activation} of what is a {one.activation} already, so all answers are nearly "
        "alike.",
        f"Leave one of them out: activation='{other.activation}' in the last Dense is enough.",
    )


def normalised_answers(evidence: FitEvidence) -> Advice | None:
    """A normalization after the last function, whose results are no probabilities."""
    if not evidence.layers or evidence.layers[-1].kind not in ("BatchNormalization", "LayerNormalization"):
        return None
    if evidence.from_logits or evidence.loss not in (*ONE_OF_MANY, "binarycrossentropy"):
        return None
    return Advice(
        "activation",
        ("layers",),
        f"The last layer is a {evidence.layers[-1].kind}, whose numbers are no probabilities, but the loss expects "
        "them.",
        "Normalise between hidden layers, and let the layer with softmax or sigmoid be the last.",
    )


def softmax_over_samples(evidence: FitEvidence) -> Advice | None:
    network = evidence.network
    if network is None or evidence.units in (None, 1) or evidence.loss not in ONE_OF_MANY:
        return None
    if network.sums_axis and network.sums_axis < len(evidence.fit.output) - 1:
        return Advice(
            "activation",
            ("activation",),
            f"The outputs add up to 1 along axis {network.sums_axis}, over the places of a row, not over the "
            "classes of a place: softmax runs along the wrong axis.",
            "Let it run along the last axis: Softmax(axis=-1), or activation='softmax' in the last Dense.",
        )
    if network.sums_axis != 0:
        return None
    return Advice(
        "activation",
        ("activation",),
        "The outputs add up to 1 over the samples of a batch, not over the classes of a sample: softmax runs along "
        "the wrong axis.",
        "Let it run along the last axis: Softmax(axis=-1), or activation='softmax' in the last Dense.",
    )


def dropped_output(evidence: FitEvidence) -> Advice | None:
    if not evidence.layers or not evidence.layers[-1].kind.endswith("Dropout"):
        return None
    rate = evidence.layers[-1].settings.get("rate")
    if not isinstance(rate, float) or rate <= 0:
        return None
    return Advice(
        "dropout",
        ("layers",),
        f"The Dropout after the last layer sets {show_share(rate)} of the answers themselves to 0 in training.",
        "Put Dropout between hidden layers; nothing comes after the output layer.",
    )


def softmax_for_tags(evidence: FitEvidence) -> Advice | None:
    labels = evidence.labels
    if (
        labels is None
        or labels.kind != "tags"
        or evidence.last != "softmax"
        or labels.array.shape[-1] != evidence.units
    ):
        return None
    return Advice(
        "activation",
        ("activation", "loss"),
        "A softmax makes the outputs of a sample add up to 1, but several of its labels can be 1 at once, or none.",
        f"Write Dense({evidence.units}, activation='sigmoid') with loss='binary_crossentropy'.",
    )


def probabilities_twice(evidence: FitEvidence) -> Advice | None:
    if not evidence.from_logits or evidence.last not in ("softmax", "sigmoid"):
        return None
    return Advice(
        "activation",
        ("activation", "loss"),
        f"The last layer makes probabilities with its {evidence.last}, but the loss was told to expect logits and does "
        "that again.",
        "Leave the activation out, or leave from_logits=True out.",
    )


DIVERGENCES = ("kldivergence", "kullbackleiblerdivergence")  # of shares from shares
NO_PROBABILITIES = (
    "linear", "relu", "tanh", "leakyrelu", "elu", "selu", "gelu", "silu", "softplus", "logsoftmax", "logsigmoid",
)  # fmt: skip


def no_probabilities(evidence: FitEvidence) -> Advice | None:
    """A crossentropy of outputs that are no probabilities."""
    network, labels = evidence.network, evidence.labels
    if (
        network is None
        or evidence.from_logits
        or evidence.loss not in (*ONE_OF_MANY, "binarycrossentropy", *DIVERGENCES)
    ):
        return None
    one = evidence.loss == "binarycrossentropy"
    if evidence.last in NO_PROBABILITIES:
        fit = "sigmoid" if one else "softmax"
        has = {"linear": "no activation"}.get(evidence.last, with_article(evidence.last))
        return Advice(
            "activation",
            ("activation",),
            f"The last layer has {has}, but the loss expects probabilities.",
            f"Write Dense({evidence.units}, activation='{fit}'), or give the loss object from_logits=True."
            if evidence.last in ("linear", "logsoftmax")
            and evidence.loss not in DIVERGENCES  # of these, a softmax or sigmoid gives probabilities
            else f"Write Dense({evidence.units}, activation='{fit}').",
        )
    if (
        evidence.last == "sigmoid"
        and not one
        and (evidence.units or 0) > 1
        and labels is not None
        and labels.kind != "tags"
    ):
        return Advice(
            "activation",
            ("activation",),
            f"The {evidence.units} sigmoid units answer {evidence.units} separate yes-or-no questions, but this "
            "loss is for one choice among classes.",
            f"Write Dense({evidence.units}, activation='softmax').",
        )
    return None


def out_of_reach(evidence: FitEvidence) -> Advice | None:
    """The last function can't give the numbers that the labels are."""
    labels = evidence.labels
    if labels is None or evidence.loss not in NUMBER_LOSSES or labels.kind in ("one-hot", "tags"):
        return None
    low, high = labels.array.low, labels.array.high
    counted = any("accuracy" in name for name in evidence.metrics)  # so they are taken for classes
    if (
        len(labels.values) > 1
        and labels.kind == "classes"
        and (evidence.units or 1) > 1
        and labels.array.shape in ((None,), (None, 1))
    ):
        return Advice(
            "loss",
            ("loss",),
            f"{_short(evidence.loss)} compares each of the {evidence.units} outputs with the class number, but the "
            "outputs are one for each class.",
            "Use loss='sparse_categorical_crossentropy' for class numbers.",
        )
    if labels.kind == "classes" and 3 <= len(labels.values) <= 20 and evidence.units == 1 and counted:
        return Advice(
            "loss",
            ("loss", "output", "activation"),
            f"{_short(evidence.loss)} takes the numbers of the {len(labels.values)} classes for quantities, of "
            "which one is three times another.",
            f"Use Dense({len(labels.values)}, activation='softmax') with loss='sparse_categorical_crossentropy'.",
        )
    reach = SQUASHED.get(evidence.last)
    room = 0.05 * (reach[1] - reach[0]) if reach is not None else 0.0
    if reach is not None and not (low >= reach[0] - room and high <= reach[1] + room):
        return Advice(
            "activation",
            ("activation",),
            f"The last function, {evidence.last}, gives numbers from {show(reach[0])} to {show(reach[1])}, but the "
            f"labels go from {show(low)} to {show(high)}.",
            "For numbers without such limits, end with a layer without an activation: Dense(1).",
        )
    if evidence.last == "relu" and low < -0.02 * (high - low) and labels.array.mean - labels.array.spread < 0:
        return Advice(
            "activation",
            ("activation",),
            f"The last function, relu, gives no number below 0, but labels go down to {show(low)}.",
            "End with a layer without an activation: Dense(1).",
        )
    return None


def _short(loss: str) -> str:
    return {"meansquarederror": "mse", "meanabsoluteerror": "mae"}.get(loss, "This loss")
