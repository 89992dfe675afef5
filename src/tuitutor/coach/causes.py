"""The table of advice on a fit: causes, ordered by how far upstream they are, and how certain.

Data come before labels, then the output, the loss, the network's start and layers, the rate, the size, and time. The
first row that is true is said. A row reads what was built and measured, never how it was written; thresholds come from
the distributions of the corpus in tests/faults. Where a fact is missing, a row is silent.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import pairwise

from tuitutor.coach.evidence_of_fit import ADAPTIVE, NUMBER_LOSSES, ONE_OF_MANY, SQUASHED, Seen
from tuitutor.grading.numbers import show_number as show
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.facts import LabelFacts, LayerState

Row = Callable[[Seen], Advice | None]
ROWS: list[Row] = []

LEARNED = 0.9  # a skill that needs no advice on scales, rates and sizes


def _row(row: Row) -> Row:
    ROWS.append(row)
    return row


def causes(seen: Seen) -> Iterator[Advice]:
    """All rows that are true, the most upstream first."""
    return (advice for row in ROWS if (advice := row(seen)) is not None)


# ---- data -----------------------------------------------------------------------------------


@_row
def lost_inputs(seen: Seen) -> Advice | None:
    lost = max((each.lost for each in seen.fit.given.inputs), default=0.0) if seen.fit.given is not None else 0.0
    if not lost:
        return None
    return Advice(
        "nan",
        f"{_share(lost)} of the numbers in the inputs are NaN or infinite, and each of them makes NaN of whole "
        "batches.",
        "Find them with np.isfinite(x), and where they come from: an empty field, a division by 0, the log of 0.",
    )


@_row
def lost_labels(seen: Seen) -> Advice | None:
    if seen.labels is None or not seen.labels.array.lost:
        return None
    return Advice(
        "nan",
        f"{_share(seen.labels.array.lost)} of the labels are NaN or infinite, so the loss is, too.",
        "Leave those rows out, or find out why their labels are missing: np.isnan(y).",
    )


@_row
def lost_validation(seen: Seen) -> Advice | None:
    held = seen.fit.history.get("val_loss", ())
    if not held or seen.lost or not all(map(math.isnan, held)):
        return None
    return Advice(
        "nan",
        "val_loss is nan from epoch 1 on, but loss is not: there are NaNs in the validation data.",
        "Check with np.isnan(x_val).any(), and look for a log of 0 or a division by 0 that makes them.",
    )


@_row
def copied_labels(seen: Seen) -> Advice | None:
    if seen.fit.given is None or seen.fit.given.copied is None:
        return None
    return Advice(
        "leak",
        f"Column {seen.fit.given.copied} of the inputs (from 0) is the label itself, up to its unit: the network reads "
        "the answer off, and can't for new samples.",
        "Leave that column out of the inputs.",
    )


@_row
def trained_and_validated(seen: Seen) -> Advice | None:
    given = seen.fit.given
    if given is None or given.shared is None or given.shared < 0.3:
        return None
    return Advice(
        "validation",
        f"{_share(given.shared)} of the rows that fit validates on are rows that it trains on, so you can't see "
        "whether "
        "it memorises them.",
        "Keep some samples back for validation_data, or write validation_split=0.1 instead.",
    )


@_row
def sorted_rows(seen: Seen) -> Advice | None:
    """Batches have the rows in an order that is the labels' own."""
    given, labels = seen.fit.given, seen.labels
    if given is None or labels is None or not given.steady or seen.rows < 60 or not _is_sorted(labels):
        return None
    return Advice(
        "order",
        "The rows are sorted by their labels and aren't shuffled, so each batch has labels of one kind, and the "
        "network "
        "unlearns the kinds before.",
        "Shuffle before you batch: dataset.shuffle(1000).batch(32), or fit's shuffle=True for arrays.",
    )


@_row
def sorted_split(seen: Seen) -> Advice | None:
    """What is held back is the end of sorted rows."""
    given, labels = seen.fit.given, seen.labels
    if given is None or labels is None or given.held is None or seen.rows < 40:
        return None
    if not (_is_sorted(labels) or _is_sorted(given.held)):
        return None
    if labels.counts and given.held.counts:
        apart = _apart(labels, given.held) > 0.5
    else:
        apart = abs(given.held.array.mean - labels.array.mean) > 1.2 * labels.array.spread
    if not apart:
        return None
    return Advice(
        "order",
        "The rows are sorted by their labels, so those at the end, which are held back to validate on, have other "
        "labels "
        "than those that it trains on.",
        "Shuffle inputs and labels together before fit: order = rng.permutation(len(x)), then x[order], y[order].",
    )


@_row
def unlike_scales(seen: Seen) -> Advice | None:
    """What goes into the first weights is far from 0, far too large or small, or its columns are of unlike sizes."""
    first = _first_kernel(seen)
    if first is None:
        return None
    mean, spread = first.inputs
    size = math.hypot(mean, spread)
    borne = size < 200 and abs(mean) < 0.5 * spread  # large, but around 0: a network may do well enough with it
    if not (seen.is_below(0.75 if borne else LEARNED) or seen.lost or _grows(seen)):
        return None
    columns = seen.inputs.columns if seen.inputs is not None and _goes_in_as_it_is(seen, first) else ()
    sizes = [math.hypot(*column) for column in columns if column[1] > 0]
    if size > 8:
        what = f"with a mean of {show(mean)} and a spread of {show(spread)}"
    elif size < 0.03 and size > 0:
        what = f"as numbers of about {show(size)}, so the first layer sees next to nothing"
    elif sizes and max(sizes) > max(5, 100 * min(sizes)):
        what = f"with columns of very different sizes, from {show(min(sizes))} to {show(max(sizes))}"
    elif len(columns) > 1 and _is_far_off(columns):
        what = "with columns that lie far from 0 for how much they vary"
    else:
        return None
    return Advice(
        "scale",
        f"The inputs reach the first weights {what}; networks learn well from numbers of about -1 to 1.",
        "Scale each column once: (x - x.mean(axis=0)) / x.std(axis=0), or divide pixels by 255.",
    )


@_row
def constant_inputs(seen: Seen) -> Advice | None:
    inputs = seen.inputs
    if inputs is None or inputs.still < 1 or seen.rows < 10 or inputs.lost or not seen.is_below(0.5):
        return None
    return Advice(
        "data",
        f"All rows of the inputs are the same ({show(inputs.mean)} on average), so nothing tells one from another.",
        "Look at how x is made: // instead of /, a conversion to whole numbers, or the wrong column.",
    )


@_row
def unlike_validation(seen: Seen) -> Advice | None:
    """What it validates on was not scaled as what it trains on."""
    held = seen.fit.given.held_inputs if seen.fit.given is not None else None
    if held is None or seen.inputs is None or held.rows < 5:
        return None
    one, other = (math.hypot(each.mean, each.spread) for each in (held, seen.inputs))
    if not one or not other or max(one, other) < 15 * min(one, other):
        return None
    return Advice(
        "scale",
        f"The inputs that it validates on are of another size than those that it trains on: {show(one)} beside "
        f"{show(other)}.",
        "Scale both alike, with the mean and spread of the training data.",
    )


@_row
def rare_class(seen: Seen) -> Advice | None:
    labels, network = seen.labels, seen.network
    if labels is None or not labels.counts or len(labels.counts) < 2 or network is None:
        return None
    share = min(labels.counts) / sum(labels.counts)
    rarest = labels.values[labels.counts.index(min(labels.counts))]
    weights = _weight_of(seen, labels)
    if weights is not None and weights and share < 0.35:
        common = labels.values[labels.counts.index(max(labels.counts))]
        return Advice(
            "imbalance",
            f"class_weight counts class {show(common)} more than class {show(rarest)}, of which there are fewest "
            "rows: the "
            "weights are the wrong way round.",
            "Give the rare class the larger weight, such as the number of all rows by that of the class.",
        )
    if share > 0.12 or len(labels.counts) > 20 or rarest not in network.missed or seen.is_below(-0.05):
        return None
    return Advice(
        "imbalance",
        f"Only {_share(share)} of the rows are of class {show(rarest)}, and the network never answers it: always "
        "giving "
        "another is nearly always right.",
        "Give rare classes more weight: class_weight in fit, or show their rows more often; and look at recall.",
    )


@_row
def few_rows(seen: Seen) -> Advice | None:
    held = seen.fit.history.get("val_loss", ())
    if seen.inputs is None or not 4 < seen.rows <= 30 or not held or not seen.curve:
        return None
    if not held[-1] > 2 * seen.curve[-1] or len(set(seen.inputs.columns)) < 3:
        return None
    return Advice(
        "data",
        f"There are {seen.rows} rows to learn from, so it can learn them by heart and still know little of others.",
        "Train on more rows.",
    )


# ---- labels ---------------------------------------------------------------------------------


@_row
def constant_labels(seen: Seen) -> Advice | None:
    labels = seen.labels
    if labels is None or seen.rows < 10 or labels.array.still < 1 or labels.kind == "tags":
        return None
    return Advice(
        "labels",
        f"All labels are {show(labels.array.mean)}, so there is nothing to tell apart.",
        "Look at how y is made: a comparison that is always true, or the wrong column.",
    )


@_row
def labels_for_crossentropy(seen: Seen) -> Advice | None:
    """Labels that a crossentropy can't be of: negative, above 1, or parts of class numbers."""
    labels = seen.labels
    if labels is None or seen.units is None:
        return None
    low, high = labels.array.low, labels.array.high
    if seen.loss == "binarycrossentropy" and (low < -1e-6 or high > 1 + 1e-6):
        if len(labels.values) == 2:
            one, other = map(show, labels.values)
            return Advice(
                "labels",
                f"The labels are {one} and {other}, but binary_crossentropy is for 0 and 1.",
                f"Make them 0 and 1: y = (y == {other}).astype('float32').",
            )
        return _numbers_for_crossentropy(seen, labels)
    whole = labels.kind in ("classes", "one-hot")
    if seen.loss == "sparsecategoricalcrossentropy" and not whole and labels.array.shape in ((None,), (None, 1)):
        if 2 <= len(labels.values) <= 20 and seen.units > 1:
            return Advice(
                "labels",
                f"The labels are fractions, such as {show(labels.values[1])}, where class numbers 0, 1, 2 belong: "
                "cut to "
                "whole numbers, they are all the same.",
                "Scale the inputs, not the labels.",
            )
        return _numbers_for_crossentropy(seen, labels)
    return None


def _numbers_for_crossentropy(seen: Seen, labels: LabelFacts) -> Advice:
    if labels.kind == "classes" and len(labels.values) <= 20:
        return Advice(
            "loss",
            f"binary_crossentropy is for labels of 0 and 1, and these have {len(labels.values)} classes.",
            f"Use Dense({len(labels.values)}, activation='softmax') with loss='sparse_categorical_crossentropy'.",
        )
    return Advice(
        "loss",
        f"The labels are quantities from {show(labels.array.low)} to {show(labels.array.high)}, but a crossentropy "
        "compares "
        "probabilities; its value means nothing here.",
        "To predict a number, use loss='mse' or 'mae', and Dense(1) without an activation as the last layer.",
    )


@_row
def shifted_labels(seen: Seen) -> Advice | None:
    tells = seen.fit.given.tells if seen.fit.given is not None else ()
    if len(tells) != 3 or max(tells[1:]) < 0.3 or tells[0] > 0.4 * max(tells[1:]):
        return None
    where = "before" if tells[1] > tells[2] else "after"
    return Advice(
        "labels",
        f"The inputs of a row tell the label of the row {where} it, and next to nothing of its own: labels and inputs "
        "are shifted against each other.",
        "Look at the slices and rolls that x and y come from: x[i] belongs to y[i].",
    )


@_row
def unrelated_labels(seen: Seen) -> Advice | None:
    tells, inputs = (seen.fit.given.tells if seen.fit.given is not None else ()), seen.inputs
    if not tells or inputs is None or seen.rows < 150 or not inputs.columns or len(inputs.columns) > 20:
        return None
    if _first_kernel(seen) is None or not inputs.dtype.startswith("float") or len(inputs.columns) > 10:
        return None  # what words or several bits together say, a regression may well miss
    if max(tells) > 0.04 or not seen.is_below(0.35) or seen.lost or inputs.still:
        return None
    if _is_sorted(seen.labels) and seen.labels is not None:
        return None
    return Advice(
        "labels",
        "Nothing in the inputs of a row tells its label: a quick regression finds no more than guessing does.",
        "Check that each label belongs to its row: that x and y are shuffled together, and transposed, not reshaped. "
        "If "
        "the data is noise, no network can do better.",
    )


# ---- output ---------------------------------------------------------------------------------


@_row
def softmax_over_one(seen: Seen) -> Advice | None:
    if seen.last != "softmax" or seen.units != 1:
        return None
    return Advice(
        "activation",
        "A softmax over one unit is always 1, whatever the network learns.",
        "Use Dense(1, activation='sigmoid') with loss='binary_crossentropy', or one softmax unit for each class.",
    )


@_row
def softmax_over_samples(seen: Seen) -> Advice | None:
    network = seen.network
    if network is None or network.sums != 0 or seen.units in (None, 1) or seen.loss not in ONE_OF_MANY:
        return None
    return Advice(
        "activation",
        "The outputs add up to 1 over the samples of a batch, not over the classes of a sample: softmax runs along the "
        "wrong axis.",
        "Let it run along the last axis: Softmax(axis=-1), or activation='softmax' in the last Dense.",
    )


@_row
def dropped_output(seen: Seen) -> Advice | None:
    if not seen.layers or not seen.layers[-1].kind.endswith("Dropout"):
        return None
    rate = seen.layers[-1].settings.get("rate")
    if not isinstance(rate, float) or rate <= 0:
        return None
    return Advice(
        "dropout",
        f"The Dropout after the last layer sets {_share(rate)} of the answers themselves to 0 in training.",
        "Put Dropout between hidden layers; nothing comes after the output layer.",
    )


@_row
def softmax_for_tags(seen: Seen) -> Advice | None:
    labels = seen.labels
    if labels is None or labels.kind != "tags" or seen.last != "softmax" or labels.array.shape[-1] != seen.units:
        return None
    return Advice(
        "activation",
        "A softmax makes the outputs of a sample add up to 1, but several of its labels can be 1 at once, or none.",
        f"Write Dense({seen.units}, activation='sigmoid') with loss='binary_crossentropy'.",
    )


@_row
def probabilities_twice(seen: Seen) -> Advice | None:
    if not seen.from_logits or seen.last not in ("softmax", "sigmoid"):
        return None
    return Advice(
        "activation",
        f"The last layer makes probabilities with its {seen.last}, but the loss was told to expect logits and does "
        "that "
        "again.",
        "Leave the activation out, or leave from_logits=True out.",
    )


@_row
def no_probabilities(seen: Seen) -> Advice | None:
    """A crossentropy of outputs that are no probabilities."""
    network, labels = seen.network, seen.labels
    if network is None or seen.from_logits or seen.loss not in (*ONE_OF_MANY, "binarycrossentropy"):
        return None
    one = seen.loss == "binarycrossentropy"
    if seen.last in ("linear", "relu", "tanh", "leakyrelu", "elu"):
        fit = "sigmoid" if one else "softmax"
        has = {"linear": "no activation"}.get(seen.last, f"a {seen.last}")
        return Advice(
            "activation",
            f"The last layer has {has}, but the loss expects probabilities.",
            f"Write Dense({seen.units}, activation='{fit}'), or give the loss object from_logits=True.",
        )
    if seen.last == "sigmoid" and not one and (seen.units or 0) > 1 and labels is not None and labels.kind != "tags":
        return Advice(
            "activation",
            f"The {seen.units} sigmoid units answer {seen.units} separate yes-or-no questions, but this loss is for "
            "one "
            "choice among classes.",
            f"Write Dense({seen.units}, activation='softmax').",
        )
    return None


@_row
def out_of_reach(seen: Seen) -> Advice | None:
    """The last function can't give the numbers that the labels are."""
    labels = seen.labels
    if labels is None or seen.loss not in NUMBER_LOSSES or labels.kind in ("one-hot", "tags"):
        return None
    low, high = labels.array.low, labels.array.high
    if (
        len(labels.values) > 1
        and labels.kind == "classes"
        and (seen.units or 1) > 1
        and labels.array.shape in ((None,), (None, 1))
    ):
        return Advice(
            "loss",
            f"{_short(seen.loss)} compares each of the {seen.units} outputs with the class number, but the outputs "
            "are one "
            "for each class.",
            "Use loss='sparse_categorical_crossentropy' for class numbers.",
        )
    if labels.kind == "classes" and 3 <= len(labels.values) <= 20 and seen.units == 1 and _counts_classes(seen):
        return Advice(
            "loss",
            f"{_short(seen.loss)} takes the numbers of the {len(labels.values)} classes for quantities, of which one "
            "is three "
            "times another.",
            f"Use Dense({len(labels.values)}, activation='softmax') with loss='sparse_categorical_crossentropy'.",
        )
    reach = SQUASHED.get(seen.last)
    if reach is not None and not _has_room(low, high, *reach):
        return Advice(
            "activation",
            f"The last function, {seen.last}, gives numbers from {show(reach[0])} to {show(reach[1])}, but the "
            "labels go "
            f"from {show(low)} to {show(high)}.",
            "For numbers without such limits, end with a layer without an activation: Dense(1).",
        )
    if seen.last == "relu" and low < -0.02 * (high - low) and labels.array.mean - labels.array.spread < 0:
        return Advice(
            "activation",
            f"The last function, relu, gives no number below 0, but labels go down to {show(low)}.",
            "End with a layer without an activation: Dense(1).",
        )
    return None


# ---- loss -----------------------------------------------------------------------------------


@_row
def choice_of_one(seen: Seen) -> Advice | None:
    if seen.loss != "categoricalcrossentropy" or seen.units != 1:
        return None
    return Advice(
        "loss",
        "categorical_crossentropy divides the outputs by their sum. With one output that gives 1, so the loss is "
        "always 0 "
        "and nothing is learned.",
        "Use loss='binary_crossentropy' with Dense(1, activation='sigmoid').",
    )


@_row
def choices_one_by_one(seen: Seen) -> Advice | None:
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


@_row
def wrong_accuracy(seen: Seen) -> Advice | None:
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


# ---- start and layers -----------------------------------------------------------------------


@_row
def hidden_softmax(seen: Seen) -> Advice | None:
    at = next((at for at, layer in enumerate(seen.layers) if layer.function == "softmax"), None)
    if at is None or not any(layer.start is not None for layer in seen.layers[at + 1 :]) or _attends(seen):
        return None
    if seen.fit.epochs_run and not seen.is_below(0.95):
        return None
    if seen.layers[at].kind not in ("Dense", "Softmax", "Activation") or seen.network is None or seen.units is None:
        return None
    return Advice(
        "activation",
        "This hidden layer has a softmax, which makes its outputs sum to 1, so they can't vary independently.",
        "Use activation='relu' or 'tanh' in hidden layers; softmax is for the last.",
    )


@_row
def only_linear(seen: Seen) -> Advice | None:
    """Layers that are affine functions, one after another, are one affine function."""
    affine = ("Dense", "Dropout", "Flatten", "BatchNormalization", "Rescaling", "Normalization", "Identity", "Reshape")
    if len(seen.kernels) < 2 or any(layer.kind not in (*affine, "Activation", "Softmax") for layer in seen.layers):
        return None
    hidden = seen.layers[: seen.layers.index(seen.kernels[-1])]
    if any(layer.function not in ("", "linear") for layer in hidden):
        return None
    margin = 0.1 if seen.labels is not None and seen.labels.kind == "numbers" else 0.02
    if seen.fit.epochs_run and not (seen.is_below(LEARNED) and _could_tell_more(seen, by=margin)):
        return None
    return Advice(
        "activation",
        f"No layer before the last has an activation, so these {len(seen.kernels)} Dense layers can do no more than "
        "one.",
        "Give each hidden layer one: Dense(..., activation='relu').",
    )


@_row
def squashed_away(seen: Seen) -> Advice | None:
    """A deep stack of sigmoids, in which the gradient of the first layer is a small part of the last one's."""
    bends = [layer for layer in seen.kernels[:-1] if _function_of(seen, layer) in ("sigmoid", "tanh")]
    if len(bends) < 3 or not seen.is_below(0.5):
        return None
    slopes = [layer.gradient for layer in seen.kernels]
    known = [slope for slope in slopes[:-1] if slope is not None]
    last = slopes[-1]
    if not known or last is None or not min(known) < 0.01 * last:
        return None
    return Advice(
        "activation",
        f"{len(bends)} layers of {_function_of(seen, bends[0])} one after another: on its way back from the last, the "
        f"gradient shrinks to {show(min(known) / last)} of its size, so the layers before hardly learn.",
        "Use activation='relu' in hidden layers.",
    )


@_row
def same_start(seen: Seen) -> Advice | None:
    hidden = seen.kernels[:-1]
    alike = [layer for layer in hidden if layer.alike and not layer.frozen and layer.settings.get("units", 2) != 1]
    if alike:
        return Advice(
            "initial",
            f"All units of '{alike[0].name}' began with the same weights, so they learn the same and stay as good as "
            "one "
            "unit.",
            "Leave kernel_initializer out: random weights make units differ.",
        )
    wide = [layer for layer in seen.kernels if layer.start is not None and layer.start > 6]
    if wide and seen.is_below(LEARNED):
        return Advice(
            "initial",
            f"The weights of '{wide[0].name}' began {show(wide[0].start)} times as wide as usual for its size.",
            "Leave kernel_initializer out, or take 'he_normal' for relu.",
        )
    return None


@_row
def frozen_layers(seen: Seen) -> Advice | None:
    frozen = [layer for layer in seen.kernels if layer.frozen]
    if not frozen or not seen.is_below(0.8) or any(layer.moved for layer in frozen):
        return None
    if len(frozen) == len(seen.kernels):
        why = "All layers are frozen (trainable is False), so nothing is learned."
    elif frozen[0] is seen.kernels[0]:
        why = f"'{frozen[0].name}' is frozen (trainable is False) and was never trained: what it hands on is chance."
    else:
        return None
    return Advice("frozen", why, "Set trainable = True before you compile, or train the layer first.")


@_row
def dropped_too_much(seen: Seen) -> Advice | None:
    rates = [rate for layer in seen.layers if layer.kind.endswith("Dropout")
             and isinstance(rate := layer.settings.get("rate"), float)]  # fmt: skip
    if not rates or max(rates) < 0.75 or not seen.is_below(0.97):
        return None
    return Advice(
        "dropout",
        f"Dropout({show(max(rates))}) leaves {_share(1 - max(rates))} of the units in training, too few to learn with.",
        "Take 0.2 to 0.5.",
    )


@_row
def penalised(seen: Seen) -> Advice | None:
    """A penalty on weights that makes most of the loss, or has made them all next to 0."""
    network = seen.network
    if network is None or not seen.is_below(0.8):
        return None
    shrunk = network.spread < 0.02 and all(0.9 < (layer.moved or 0) < 1.1 for layer in seen.kernels)
    regular = any(layer.settings.get("kernel_regularizer") for layer in seen.layers) and bool(seen.kernels)
    heavy = seen.curve and network.penalty is not None and network.penalty > 0.5 * abs(seen.curve[-1])
    if not heavy and not (regular and shrunk):
        return None
    return Advice(
        "regularizer",
        "The penalty on the size of weights outweighs the rest of the loss, so they shrink instead of learning.",
        "Take a smaller factor, such as keras.regularizers.L2(0.0001).",
    )


@_row
def normalised_alone(seen: Seen) -> Advice | None:
    """BatchNormalization in training on batches of one row: each number's mean is itself."""
    if seen.fit.batch_size != 1 or not any(layer.kind == "BatchNormalization" for layer in seen.layers):
        return None
    if not seen.is_below(0.95) or seen.rows < 2:
        return None
    return Advice(
        "batch",
        "BatchNormalization takes mean and spread over a batch, and with batch_size=1 each batch has one row: "
        "everything "
        "becomes 0.",
        "Take larger batches, such as batch_size=32.",
    )


# ---- rate -----------------------------------------------------------------------------------


@_row
def clipped_away(seen: Seen) -> Advice | None:
    clipped = seen.fit.compiled.clipped if seen.fit.compiled is not None else None
    if clipped is None or clipped > 0.01 or not seen.is_below(0.8) or seen.optimizer in ADAPTIVE:
        return None
    return Advice(
        "rate",
        f"The optimizer cuts gradients to {show(clipped)}, so its steps are next to nothing.",
        "Leave clipping out, or clip to 1.0, which only stops the largest.",
    )


@_row
def rate_too_high(seen: Seen) -> Advice | None:
    rate = seen.fit.highest_rate
    limit = 0.09 if seen.optimizer in ADAPTIVE else 0.9 if seen.optimizer == "sgd" else None
    if rate is None or limit is None:
        return None
    failed = seen.lost or seen.is_below(0.85) or _grows(seen)
    runs_off = seen.optimizer == "sgd" and rate >= 0.1 and (seen.lost or _grows(seen))
    if not runs_off and (rate < limit or not failed):
        return None
    usual = "0.001" if seen.optimizer in ADAPTIVE else "0.01"
    return Advice(
        "rate",
        f"A learning rate of {show(rate)} is too large for {seen.optimizer} here: each step overshoots"
        + (", and the loss is no number any more." if seen.lost else "."),
        f"Lower it, to a tenth at first; {usual} is the default.",
    )


@_row
def large_targets(seen: Seen) -> Advice | None:
    """Quantities that small weights reach only after many steps, or with steps that overshoot."""
    labels = seen.labels
    if (
        labels is None
        or labels.kind == "one-hot"
        or seen.loss not in NUMBER_LOSSES
        or seen.last not in ("linear", "relu")
    ):
        return None
    size = math.hypot(labels.array.mean, labels.array.spread)
    if size < 20 or not (seen.is_below(0.5) or seen.lost):
        return None
    return Advice(
        "scale",
        f"The labels are numbers of about {show(size)}, and a network begins with answers near 0: it takes very many "
        "steps "
        "to get there, and large errors make steps overshoot.",
        "End with Rescaling(y.std(), offset=y.mean()) after Dense(1), so that what it learns is near 0; or train on "
        "scaled "
        "labels and turn predictions back.",
    )


@_row
def rate_too_low(seen: Seen) -> Advice | None:
    rate, lowest = seen.fit.highest_rate, seen.fit.lowest_rate
    if rate is None or lowest is None or seen.lost or not seen.is_below(0.85):
        return None
    usual = 0.001 if seen.optimizer in ADAPTIVE else 0.01
    if seen.fit.highest_rate == 0:
        why = "The learning rate was 0 in each epoch, so nothing was learned."
    elif rate <= usual / 9 and seen.moved is not None and seen.moved < 0.1 and (seen.fit.steps or 0) >= 50:
        why = f"With a rate of {show(rate)} the weights have hardly moved, by {_share(seen.moved)} of their size."
    elif (seen.fit.idle or 0) > 0.4 and lowest < usual / 10 and len(seen.curve) >= 3 and not _warms_up(seen):
        why = f"The learning rate sinks from {show(rate)} to {show(lowest)} before the network has learned."
    else:
        return None
    return Advice("rate", why, "Raise it tenfold at a time while the loss falls, and let it sink more slowly.")


# ---- stopping -------------------------------------------------------------------------------


@_row
def stopped_wrongly(seen: Seen) -> Advice | None:
    stop = seen.fit.stop
    if stop is None or not stop.stopped or seen.fit.epochs_run >= seen.fit.epochs:
        return None
    high_is_good = any(word in stop.monitor for word in ("acc", "auc", "recall", "precision", "f1"))
    if ("loss" in stop.monitor and stop.better == "up") or (high_is_good and stop.better == "down"):
        way = "grow" if stop.better == "up" else "fall"
        return Advice(
            "stopping",
            f"EarlyStopping waits for {stop.monitor} to {way}, so it stopped after {seen.fit.epochs_run} epochs of "
            f"{seen.fit.epochs} while the network was getting better.",
            f"Write mode='{'min' if stop.better == 'up' else 'max'}', or leave it out: 'auto' knows {stop.monitor}.",
        )
    if (
        stop.patience <= 1
        and seen.is_below(0.75)
        and 10 * seen.fit.epochs_run <= seen.fit.epochs
        and not stop.min_delta
    ):
        return Advice(
            "stopping",
            f"EarlyStopping with patience={stop.patience} ended the fit after {seen.fit.epochs_run} epochs of "
            f"{seen.fit.epochs}, at the first that was no better: curves are never smooth.",
            "Give it more patience, such as patience=5.",
        )
    watched = seen.fit.history.get(stop.monitor, ())
    better = [after < before if stop.better == "down" else after > before for before, after in pairwise(watched)]
    if len(better) >= 2 and all(better) and stop.min_delta > 0:
        return Advice(
            "stopping",
            f"EarlyStopping ended the fit after {seen.fit.epochs_run} epochs of {seen.fit.epochs}, though "
            f"{stop.monitor} got "
            f"better in each: by less than min_delta={show(stop.min_delta)}.",
            "Take a smaller min_delta, or more patience.",
        )
    return None


# ---- size -----------------------------------------------------------------------------------


@_row
def dead_units(seen: Seen) -> Advice | None:
    dead = [layer for layer in seen.layers if layer.silent >= 0.999 and layer.function in ("relu", "relu6")]
    if not dead or not seen.is_below(0.5) or dead[0] is seen.layers[-1]:
        return None
    return Advice(
        "initial",
        f"All units of '{dead[0].name}' give 0 for every row, so no gradient gets past it.",
        "Leave kernel_initializer and bias_initializer as they are, or take a smaller learning rate.",
    )


@_row
def too_narrow(seen: Seen) -> Advice | None:
    labels = seen.labels
    if labels is None or seen.skill is None or not seen.is_below(0.9) or seen.lost or not _has_settled(seen):
        return None
    hidden = [layer.settings.get("units") for layer in seen.kernels[:-1] if layer.kind == "Dense"]
    narrow = [units for units in hidden if isinstance(units, int)]
    tells = seen.fit.given.tells[0] if seen.fit.given is not None and seen.fit.given.tells else None
    if narrow and min(narrow) <= 2 and min(narrow) < len(labels.values):
        return Advice(
            "size",
            f"A layer of {min(narrow)} unit{'s' if min(narrow) > 1 else ''} has to carry all that tells "
            f"{len(labels.values)} "
            "classes apart.",
            "Give hidden layers more units, 16 say.",
        )
    if len(seen.kernels) == 1 and tells is not None and tells > max(0.0, seen.skill) + 0.25:
        return Advice(
            "size",
            "There is no hidden layer, so it can only weigh the inputs and add them up; what tells these labels "
            "isn't a sum.",
            "Put a hidden layer before the last: Dense(16, activation='relu').",
        )
    return None


# ---- time -----------------------------------------------------------------------------------


@_row
def started_anew(seen: Seen) -> Advice | None:
    if seen.fit.forgotten < 2 or seen.fit.epochs_run > 3 or not seen.is_below(0.97):
        return None
    return Advice(
        "rebuilt",
        f"{seen.fit.forgotten + 1} networks were built alike and trained on the same data, each from the start and for "
        f"{seen.fit.epochs_run} epoch{'s' if seen.fit.epochs_run > 1 else ''}: what the others learned is lost.",
        "Build and compile the network once, before the loop, or call fit once with more epochs.",
    )


@_row
def one_step(seen: Seen) -> Advice | None:
    steps, epochs = seen.fit.steps, seen.fit.epochs_run
    enough = seen.rows >= 100 or (seen.fit.given is not None and seen.fit.given.steady)
    if not steps or epochs < 3 or steps > epochs or not seen.is_below(0.9) or not enough or not seen.first:
        return None
    return Advice(
        "batch",
        f"Each of the {epochs} epochs is a single step, since a batch holds all rows that an epoch gets.",
        "Take smaller batches, such as batch_size=32, and leave steps_per_epoch out.",
    )


@_row
def too_little_time(seen: Seen) -> Advice | None:
    steps = seen.fit.steps
    if not seen.first or seen.lost or not seen.is_below(0.6) or not seen.falls or not steps or steps > 400:
        return None
    if not _could_tell_more(seen, unknown=seen.is_below(0.4)):
        return None
    if seen.rows < 100 and seen.fit.epochs_run < 4:
        return None  # a first try with a few rows
    if seen.forbids("asked") or seen.forbids("epochs") or seen.forbids("steps"):
        return None
    epochs = seen.fit.epochs_run
    return Advice(
        "underfitting",
        f"Training ended after {epochs} epoch{'s' if epochs > 1 else ''}, {steps} steps, while the loss was still "
        "falling: "
        "it stopped too early.",
        f"Train for more than {epochs} epochs.",
    )


# ---- helpers --------------------------------------------------------------------------------


def _share(part: float) -> str:
    """In percent, with as many digits as it takes not to be 0."""
    percent = 100 * part
    return f"{percent:.0f} %" if percent >= 1 or percent == 0 else f"{percent:.2g} %"


def _could_tell_more(seen: Seen, unknown: bool = False, by: float = 0.1) -> bool:
    """Whether a quick predictor finds more in the inputs than the network does; `unknown` if there was none."""
    given = seen.fit.given
    if given is None or not given.tells:
        return unknown
    return given.tells[0] > max(0.0, seen.skill or 0) + by


def _short(loss: str) -> str:
    return {"meansquarederror": "mse", "meanabsoluteerror": "mae"}.get(loss, "This loss")


def _is_sorted(labels: LabelFacts | None) -> bool:
    """Whether rows with the same label come in a block, or labels go up or down with the row's number."""
    if labels is None:
        return False
    if labels.counts:
        total = sum(labels.counts)
        by_chance = sum((each / total) ** 2 for each in labels.counts)
        return labels.alike > by_chance + 0.6 * (1 - by_chance)
    return abs(labels.drift) > 0.7


def _apart(one: LabelFacts, other: LabelFacts) -> float:
    """The total variation between two distributions of classes: 0 if they are the same, 1 if they have none in "
    "common."""
    shares = []
    for each in (one, other):
        total = sum(each.counts)
        shares.append({value: count / total for value, count in zip(each.values, each.counts, strict=True)})
    return sum(abs(shares[0].get(value, 0) - shares[1].get(value, 0)) for value in {*shares[0], *shares[1]}) / 2


def _first_kernel(seen: Seen) -> LayerState | None:
    """The first layer with weights that multiply inputs; None if inputs are numbers of words."""
    for layer in seen.layers:
        if layer.kind in ("Embedding", "BatchNormalization", "LayerNormalization"):
            return None
        if layer.start is not None:
            return layer
    return None


def _goes_in_as_it_is(seen: Seen, first: LayerState) -> bool:
    before = seen.layers[: seen.layers.index(first)]
    return all(layer.kind in ("Flatten", "Identity", "Dropout", "Reshape") for layer in before)


def _is_far_off(columns: tuple[tuple[float, float], ...]) -> bool:
    return (
        max(abs(mean) / spread for mean, spread in columns if spread > 0) > 20 if any(s for _, s in columns) else False
    )


def _weight_of(seen: Seen, labels: LabelFacts) -> bool | None:
    """Whether class weights count frequent classes more; None if there are none."""
    weights = [seen.fit.weighted.get(f"{value:g}") for value in labels.values]
    if not seen.fit.weighted or None in weights or len(weights) < 2:
        return None
    most, fewest = (labels.counts.index(pick(labels.counts)) for pick in (max, min))
    return bool((weights[most] or 0) > 1.2 * (weights[fewest] or 0))


def _counts_classes(seen: Seen) -> bool:
    return any("accuracy" in name for name in seen.metrics)


def _has_room(low: float, high: float, least: float, most: float) -> bool:
    room = 0.05 * (most - least)
    return low >= least - room and high <= most + room


def _attends(seen: Seen) -> bool:
    """Whether a softmax may be the weights of an attention of the learner's own."""
    kinds = (
        "Dot",
        "Multiply",
        "Einsum",
        "Matmul",
        "Attention",
        "MultiHeadAttention",
        "Permute",
        "RepeatVector",
        "Embedding",
    )
    return any(layer.kind in kinds for layer in seen.layers)


def _function_of(seen: Seen, layer: LayerState) -> str:
    """The layer's function, or that of an activation layer after it."""
    if layer.function not in ("", "linear"):
        return layer.function
    after = seen.layers[seen.layers.index(layer) + 1 :]
    found = next((each for each in after if each.start is not None or each.function not in ("", "linear")), None)
    return found.function if found is not None and found.start is None else layer.function


def _grows(seen: Seen) -> bool:
    """Whether the loss ends far above where it began, or above what guessing gives."""
    curve = seen.curve
    if len(curve) < 2 or not all(map(math.isfinite, curve)):
        return False
    return curve[-1] > 2 * curve[0] > 0 or (seen.guess is not None and curve[-1] > 3 * seen.guess)


def _warms_up(seen: Seen) -> bool:
    compiled = seen.fit.compiled
    return (
        compiled is not None
        and compiled.learning_rate is not None
        and compiled.learning_rate < 0.1 * (seen.fit.highest_rate or 0)
    )


def _has_settled(seen: Seen) -> bool:
    """Whether the loss has stopped falling."""
    curve = seen.curve
    return len(curve) >= 5 and min(curve[-3:]) > 0.9 * min(curve[:-3])
