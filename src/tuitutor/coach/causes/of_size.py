"""The size: too few units, or none that work."""

from __future__ import annotations

from tuitutor.coach.evidence_of_fit import LAYERS_OF_FUNCTIONS, PASS_ON, WITH_KERNELS, FitEvidence
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.facts import LayerState


def dead_units(evidence: FitEvidence) -> Advice | None:
    dead = [layer for layer in evidence.layers if layer.dead >= 0.999 and layer.activation in ("relu", "relu6")]
    if not dead or not evidence.skill_below(0.5) or dead[0] is evidence.layers[-1]:
        return None
    if dead[0].settings.get("activity_regularizer"):
        return Advice(
            "regularizer",
            ("settings",),
            f"All units of '{dead[0].name}' give 0 for every row: that is what its activity_regularizer asks for, and "
            "it outweighs the loss.",
            "Take a smaller factor, such as keras.regularizers.L1(0.0001).",
        )
    return Advice(
        "initial",
        ("settings", "rate"),
        f"All units of '{dead[0].name}' give 0 for every row, so no gradient gets past it.",
        "Leave kernel_initializer and bias_initializer as they are, or take a smaller learning rate.",
    )


def too_narrow(evidence: FitEvidence) -> Advice | None:
    labels, curve = evidence.labels, evidence.curve
    settled = len(curve) >= 5 and min(curve[-3:]) > 0.9 * min(curve[:-3])  # the loss has stopped falling
    if (
        labels is None
        or evidence.skill is None
        or not evidence.skill_below(0.9)
        or evidence.is_not_finite
        or not settled
    ):
        return None
    narrow = [layer for layer in _between(evidence) if layer.width is not None and layer.width <= 2]
    tells = evidence.data.predictable[0] if evidence.data.predictable else None
    narrowest = min(narrow, key=lambda layer: layer.width or 0, default=None)
    if narrowest is not None and (narrowest.width or 0) < len(labels.values):
        return Advice(
            "size",
            ("units", "layers"),
            f"'{narrowest.name}' leaves {narrowest.width} number{'s' if narrowest.width != 1 else ''} of each row, "
            f"which have to carry all that tells {len(labels.values)} classes apart.",
            "Give hidden layers more units or filters, 16 say, and pool less.",
        )
    rebuilds = (
        evidence.inputs is not None and labels.array.shape == evidence.inputs.shape
    )  # through what is narrow on purpose
    if rebuilds and narrowest is not None and narrowest.width == 1 and evidence.skill_below(0.8):
        return Advice(
            "size",
            ("units", "layers"),
            f"'{narrowest.name}' leaves 1 number of each row, from which the whole row is to be rebuilt.",
            "Give the narrowest layer more units, as many as there are ways in which rows differ.",
        )
    few = None if rebuilds else min(narrow, key=lambda layer: layer.width or 0, default=None)
    if few is not None and tells is not None and tells > max(0.0, evidence.skill) + 0.25:
        return Advice(
            "size",
            ("units", "layers"),
            f"'{few.name}' leaves {few.width} number{'s' if few.width != 1 else ''} of each row, and a quick "
            "regression finds far more in the inputs than the network does.",
            "Give hidden layers more units or filters, 16 say, and pool less.",
        )
    pooled = next((layer for layer in evidence.layers if layer.kind.startswith("GlobalAverage")), None)
    if (
        pooled is not None
        and tells is not None
        and tells > max(0.0, evidence.skill) + 0.4
        and not _has_attended(evidence)
    ):
        return Advice(
            "size",
            ("layers",),
            f"'{pooled.name}' leaves of all places only their mean, and where something is tells the label here.",
            "Take Flatten in its place, after a MaxPooling if there are many numbers.",
        )
    known = (*WITH_KERNELS, *PASS_ON, *LAYERS_OF_FUNCTIONS, "Activation", "BatchNormalization", "Rescaling")
    others = any(layer.kind not in known for layer in evidence.layers)  # whose weights may well make a hidden layer
    if len(evidence.kernels) == 1 and not others and tells is not None and tells > max(0.0, evidence.skill) + 0.25:
        return Advice(
            "size",
            ("layers",),
            "There is no hidden layer, so it can only weigh the inputs and add them up; what tells these labels "
            "isn't a sum.",
            "Put a hidden layer before the last: Dense(16, activation='relu').",
        )
    return None


def _has_attended(evidence: FitEvidence) -> bool:
    """Whether something before the mean may have put places into the numbers."""
    return any("Attention" in layer.kind or layer.kind in ("LSTM", "GRU", "Add") for layer in evidence.layers)


def _between(evidence: FitEvidence) -> tuple[LayerState, ...]:
    """The layers from the first with a kernel to the last one, without it."""
    if len(evidence.kernels) < 2:
        return ()
    first, last = (evidence.layers.index(evidence.kernels[at]) for at in (0, -1))
    return evidence.layers[first:last]
