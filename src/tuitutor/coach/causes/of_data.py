"""Data: NaN, misleading rows and columns, and augmentation of pictures."""

from __future__ import annotations

import math

from tuitutor.coach.evidence_of_fit import LEARNED, PASS_ON, FitEvidence, first_kernel, is_sorted, show_share
from tuitutor.grading.numbers import show_number as show
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.facts import LayerState

CODED = ("CategoryEncoding", "IntegerLookup", "StringLookup", "Hashing", "Discretization", "HashedCrossing")
RECURRENT = ("LSTM", "GRU", "SimpleRNN", "RNN", "Bidirectional")


def lost_inputs(evidence: FitEvidence) -> Advice | None:
    lost = max((array.not_finite for array in evidence.data.inputs), default=0.0)
    if not lost:
        return None
    return Advice(
        "nan",
        ("data",),
        f"{show_share(lost)} of the numbers in the inputs are NaN or infinite, and each of them makes NaN of whole "
        "batches.",
        "Find them with np.isfinite(x), and where they come from: an empty field, a division by 0, the log of 0.",
    )


def lost_labels(evidence: FitEvidence) -> Advice | None:
    if (
        evidence.labels is None
        or not evidence.labels.array.not_finite
        or (evidence.curve and not evidence.is_not_finite)
    ):
        return None  # a loss that is finite leaves them out
    return Advice(
        "nan",
        ("labels",),
        f"{show_share(evidence.labels.array.not_finite)} of the labels are NaN or infinite, so the loss is, too.",
        "Leave those rows out, or find out why their labels are missing: np.isnan(y).",
    )


def lost_validation(evidence: FitEvidence) -> Advice | None:
    held = evidence.fit.history.get("val_loss", ())
    if not held or evidence.is_not_finite or not all(map(math.isnan, held)):
        return None
    return Advice(
        "nan",
        ("validation",),
        "val_loss is nan from epoch 1 on, but loss is not: there are NaNs in the validation data.",
        "Check with np.isnan(x_val).any(), and look for a log of 0 or a division by 0 that makes them.",
    )


def copied_labels(evidence: FitEvidence) -> Advice | None:
    if evidence.data.label_column is None:
        return None
    if evidence.inputs is not None and len(evidence.inputs.shape) == 3:
        return Advice(
            "leak",
            ("data",),
            "The label of each row is the last step of its own inputs: it hands that on, and forecasts nothing.",
            "Take the step after the inputs as the label: for rows of n steps, the first label is series[n].",
        )
    return Advice(
        "leak",
        ("data",),
        f"Column {evidence.data.label_column} of the inputs (from 0) is the label itself, up to its unit: the network "
        "reads the answer off, and can't for new samples.",
        "Leave that column out of the inputs.",
    )


def given_labels(evidence: FitEvidence) -> Advice | None:
    """One of several inputs is the labels, as in a decoder without shifted inputs."""
    data = evidence.data
    if data.label_input is None:
        return None
    return Advice(
        "leak",
        ("data",),
        f"Input {data.label_input} (from 0) is the labels themselves: the network copies what it is given, and in use "
        "there is nothing to copy.",
        "Shift it by a step, so that at each place it has only what came before: y[:, :-1] goes in, y[:, 1:] is told.",
    )


def same_twice(evidence: FitEvidence) -> Advice | None:
    """Two inputs are the same array."""
    data = evidence.data
    if data.same_inputs is None or (evidence.skill is not None and evidence.skill > LEARNED):
        return None
    one, other = data.same_inputs
    return Advice(
        "data",
        ("data",),
        f"Inputs {one} and {other} (from 0) are the same numbers in every row, so one of them says nothing new.",
        "Look at what fit is given: each input needs its own array.",
    )


def cut_to_whole(evidence: FitEvidence) -> Advice | None:
    """Numbers with fractions that an Embedding takes for numbers of words, or an Input of whole numbers."""
    is_whole = evidence.network is not None and evidence.network.integer_inputs
    if (
        is_whole
        and evidence.inputs is not None
        and evidence.inputs.fractions > 0.05
        and first_kernel(evidence) is not None
    ):
        return Advice(
            "data",
            ("layers",),
            f"The Input takes whole numbers, but the inputs are fractions from {show(evidence.inputs.low)} to "
            f"{show(evidence.inputs.high)}: it cuts them to whole numbers.",
            "Leave dtype out of Input, or write dtype='float32'.",
        )
    first = next((layer for layer in evidence.layers if layer.kind not in PASS_ON), None)
    data = evidence.data
    if first is None or first.kind != "Embedding" or evidence.inputs is None or len(data.inputs) != 1:
        return None
    if evidence.inputs.fractions < 0.05:
        return None
    return Advice(
        "data",
        ("layers",),
        f"'{first.name}' is an Embedding, which takes the numbers of words, but the inputs are fractions from "
        f"{show(evidence.inputs.low)} to {show(evidence.inputs.high)}: it cuts them to whole numbers.",
        "Give measurements to a Dense layer, and whole numbers from 0 on to an Embedding.",
    )


def sorted_rows(evidence: FitEvidence) -> Advice | None:
    """Batches have the rows in an order that is the labels' own."""
    data, labels = evidence.data, evidence.labels
    if labels is None or not data.unshuffled or evidence.rows < 60 or not is_sorted(labels):
        return None
    return Advice(
        "order",
        ("data",),
        "The rows are sorted by their labels and aren't shuffled, so each batch has labels of one kind, and the "
        "network unlearns the kinds before.",
        "Shuffle before you batch: dataset.shuffle(1000).batch(32), "
        + ("or order = rng.permutation(len(x))." if evidence.fit.epochs == 0 else "or fit's shuffle=True for arrays."),
    )


def constant_inputs(evidence: FitEvidence) -> Advice | None:
    inputs = evidence.inputs
    if inputs is None or evidence.rows < 10 or inputs.not_finite or not evidence.skill_below(0.5):
        return None
    vary = sum(spread**2 for _, spread in inputs.columns)
    if inputs.columns and vary < 0.1 and inputs.constant_columns < 1 and not inputs.fractions:
        return Advice(
            "data",
            ("data",),
            f"The inputs are whole numbers, and nearly all rows of them are the same ({show(inputs.mean)} on average), "
            "so next to nothing tells one from another.",
            "Look at how x is made: an array of whole numbers cuts what is written to it, and // and astype(int) do.",
        )
    if inputs.constant_columns < 1:
        return None
    return Advice(
        "data",
        ("data",),
        f"All rows of the inputs are the same ({show(inputs.mean)} on average), so nothing tells one from another.",
        "Look at how x is made: // instead of /, a conversion to whole numbers, or the wrong column.",
    )


def looks_ahead(evidence: FitEvidence) -> Advice | None:
    """A network that is to tell the next step, and is given it."""
    if evidence.network is None or not evidence.network.looks_ahead:
        return None
    return Advice(
        "leak",
        ("layers",),
        "The label of each step is the input of the next, and the network's answers depend on inputs that come later: "
        "it can read them off, and in use they aren't there.",
        "Let each step see what came before it only: use_causal_mask=True, padding='causal', no Bidirectional.",
    )


def names_as_quantities(evidence: FitEvidence) -> Advice | None:
    """A column of whole numbers that are names: of shops, say."""
    data = evidence.data
    if data.category_column is None or first_kernel(evidence) is None or not evidence.skill_below(0.75):
        return None
    if data.category_gain < max(0.0, evidence.skill or 0.0) + 0.25 or any(
        layer.kind in CODED for layer in evidence.layers
    ):
        return None
    return Advice(
        "data",
        ("layers", "data"),
        f"Column {data.category_column} of the inputs (from 0) has numbers that are names: which one it is tells "
        "much of the label, how large it is doesn't, and a Dense layer sees the size alone.",
        "Give whole numbers to an Embedding, or make one column for each: keras.utils.to_categorical.",
    )


def padded_behind(evidence: FitEvidence) -> Advice | None:
    """Short rows filled up with zeros behind, through which a recurrent layer reads on."""
    inputs, kinds = evidence.inputs, [layer.kind for layer in evidence.layers]
    if inputs is None or inputs.padded < 0.5 or not evidence.skill_below(0.5) or "Masking" in kinds:
        return None
    at = next((at for at, kind in enumerate(kinds) if kind in RECURRENT), None)
    words = next((layer for layer in evidence.layers if layer.kind == "Embedding"), None)
    if at is None or (words is not None and words.settings.get("mask_zero")):
        return None
    if len(inputs.shape) == 2 and words is None:
        return None
    if len(evidence.fit.output) > 2 or any("Pooling" in kind or kind.startswith("Conv") for kind in kinds):
        return None  # it doesn't live by its last step
    return Advice(
        "data",
        ("layers",),
        f"On average the last {show_share(inputs.padded)} of a row are zeros that fill it up, and '{kinds[at]}' reads "
        "through all of them: what came before is forgotten.",
        "Have them skipped: Embedding(..., mask_zero=True)"
        + ("." if words is not None else ", or for numbers Masking(0.0) as the first layer."),
    )


def mirrored(evidence: FitEvidence) -> Advice | None:
    """Random mirroring of pictures changes their class."""
    data = evidence.data
    if not data.mirrored or not evidence.skill_below(LEARNED):
        return None
    for layer in evidence.layers:
        if layer.kind == "RandomRotation" and (turn := _turn(layer, data.mirrored)):
            return Advice(
                "data",
                ("layers",),
                f"'{layer.name}' turns pictures at random, by {turn} of a circle or more, and one that is turned so "
                "far looks like another class here.",
                "Turn them a little only, such as RandomRotation(0.05): vary pictures only in ways that leave them of "
                "their class.",
            )
        mode = layer.settings.get("mode", "horizontal_and_vertical")
        found = next((way for way in data.mirrored if layer.kind == "RandomFlip" and way in str(mode)), None)
        if found is not None:
            return Advice(
                "data",
                ("layers",),
                f"'{layer.name}' mirrors pictures at random ({found}), but a picture's mirror image looks like another "
                "class here.",
                "Leave that direction out of it: vary pictures only in ways that leave them of their class.",
            )
    return None


def _turn(layer: LayerState, turned: tuple[str, ...]) -> str:
    factor = layer.settings.get("factor")
    most = factor if isinstance(factor, float) else 0.0
    return "a quarter" if most >= 0.25 and "quarter" in turned else "half" if most >= 0.5 and "half" in turned else ""


def few_rows(evidence: FitEvidence) -> Advice | None:
    held = evidence.fit.history.get("val_loss", ())
    if evidence.inputs is None or not 4 < evidence.rows <= 30 or not held or not evidence.curve:
        return None
    if not held[-1] > 2 * evidence.curve[-1] or len(set(evidence.inputs.columns)) < 3:
        return None
    return Advice(
        "data",
        ("data",),
        f"There are {evidence.rows} rows to learn from, so it can learn them by heart and still know little of others.",
        "Train on more rows.",
    )
