"""Data: numbers that aren't, rows and columns that mislead, sizes that no network likes."""

from __future__ import annotations

import math

from tuitutor.coach.causes.likeness import TELLS, TELLS_NOTHING, scaled_otherwise, varies_otherwise
from tuitutor.coach.evidence_of_fit import (
    LEARNED,
    PASS_ON,
    Seen,
    first_kernel,
    grows,
    is_sorted,
    show_share,
)
from tuitutor.grading.numbers import show_number as show
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.facts import ArrayFacts, LabelFacts, LayerState

UNLIKELY = 1e-4  # a chance that needs another reason
FAR_OFF = 6  # spreads from the mean
NUMBERED = 0.05  # parts of all words, in which two sets of numbers differ
CODED = ("CategoryEncoding", "IntegerLookup", "StringLookup", "Hashing", "Discretization", "HashedCrossing")
RECURRENT = ("LSTM", "GRU", "SimpleRNN", "RNN", "Bidirectional")


def lost_inputs(seen: Seen) -> Advice | None:
    lost = max((each.lost for each in seen.fit.given.inputs), default=0.0) if seen.fit.given is not None else 0.0
    if not lost:
        return None
    return Advice(
        "nan",
        f"{show_share(lost)} of the numbers in the inputs are NaN or infinite, and each of them makes NaN of whole "
        "batches.",
        "Find them with np.isfinite(x), and where they come from: an empty field, a division by 0, the log of 0.",
    )


def lost_labels(seen: Seen) -> Advice | None:
    if seen.labels is None or not seen.labels.array.lost:
        return None
    return Advice(
        "nan",
        f"{show_share(seen.labels.array.lost)} of the labels are NaN or infinite, so the loss is, too.",
        "Leave those rows out, or find out why their labels are missing: np.isnan(y).",
    )


def lost_validation(seen: Seen) -> Advice | None:
    held = seen.fit.history.get("val_loss", ())
    if not held or seen.lost or not all(map(math.isnan, held)):
        return None
    return Advice(
        "nan",
        "val_loss is nan from epoch 1 on, but loss is not: there are NaNs in the validation data.",
        "Check with np.isnan(x_val).any(), and look for a log of 0 or a division by 0 that makes them.",
    )


def copied_labels(seen: Seen) -> Advice | None:
    if seen.fit.given is None or seen.fit.given.copied is None:
        return None
    return Advice(
        "leak",
        f"Column {seen.fit.given.copied} of the inputs (from 0) is the label itself, up to its unit: the network "
        "reads the answer off, and can't for new samples.",
        "Leave that column out of the inputs.",
    )


def given_labels(seen: Seen) -> Advice | None:
    """One of several inputs is what the network is to say, as in a decoder whose input isn't shifted."""
    given = seen.fit.given
    if given is None or given.label_input is None:
        return None
    return Advice(
        "leak",
        f"Input {given.label_input} (from 0) is the labels themselves: the network copies what it is given, and in use "
        "there is nothing to copy.",
        "Shift it by a step, so that at each place it has only what came before: y[:, :-1] goes in, y[:, 1:] is told.",
    )


def same_twice(seen: Seen) -> Advice | None:
    """Two inputs that are one array."""
    given = seen.fit.given
    if given is None or given.twins is None or (seen.skill is not None and seen.skill > LEARNED):
        return None
    one, other = given.twins
    return Advice(
        "data",
        f"Inputs {one} and {other} (from 0) are the same numbers in every row, so one of them says nothing new.",
        "Look at what fit is given: each input needs its own array.",
    )


def trained_and_validated(seen: Seen) -> Advice | None:
    given = seen.fit.given
    if given is None or given.shared is None or given.shared < 0.3:
        return None
    return Advice(
        "validation",
        f"{show_share(given.shared)} of the rows that fit validates on are rows that it trains on, so you can't see "
        "whether it memorises them.",
        "Keep some samples back for validation_data, or write validation_split=0.1 instead.",
    )


def validated_earlier(seen: Seen) -> Advice | None:
    given = seen.fit.given
    if given is None or given.known is None or given.known < 0.3 or (given.shared or 0) >= 0.3:
        return None
    return Advice(
        "validation",
        f"An earlier fit has trained this network on {show_share(given.known)} of the rows that this one validates "
        "on, so they aren't new to it.",
        "Build and compile a new network for each fold, or keep the same rows back in all fits.",
    )


def cut_to_whole(seen: Seen) -> Advice | None:
    """Numbers with fractions that an Embedding takes for numbers of words, or an Input of whole numbers."""
    is_whole = seen.network is not None and seen.network.whole
    if is_whole and seen.inputs is not None and seen.inputs.fractions > 0.05 and first_kernel(seen) is not None:
        return Advice(
            "data",
            f"The Input takes whole numbers, but the inputs are fractions from {show(seen.inputs.low)} to "
            f"{show(seen.inputs.high)}: it cuts them to whole numbers.",
            "Leave dtype out of Input, or write dtype='float32'.",
        )
    first = next((layer for layer in seen.layers if layer.kind not in PASS_ON), None)
    given = seen.fit.given
    if first is None or first.kind != "Embedding" or given is None or seen.inputs is None or len(given.inputs) != 1:
        return None
    if seen.inputs.fractions < 0.05:
        return None
    return Advice(
        "data",
        f"'{first.name}' is an Embedding, which takes the numbers of words, but the inputs are fractions from "
        f"{show(seen.inputs.low)} to {show(seen.inputs.high)}: it cuts them to whole numbers.",
        "Give measurements to a Dense layer, and whole numbers from 0 on to an Embedding.",
    )


def sorted_rows(seen: Seen) -> Advice | None:
    """Batches have the rows in an order that is the labels' own."""
    given, labels = seen.fit.given, seen.labels
    if given is None or labels is None or not given.steady or seen.rows < 60 or not is_sorted(labels):
        return None
    return Advice(
        "order",
        "The rows are sorted by their labels and aren't shuffled, so each batch has labels of one kind, and the "
        "network unlearns the kinds before.",
        "Shuffle before you batch: dataset.shuffle(1000).batch(32), "
        + ("or order = rng.permutation(len(x))." if seen.fit.epochs == 0 else "or fit's shuffle=True for arrays."),
    )


def sorted_split(seen: Seen) -> Advice | None:
    """What is held back is the end of sorted rows."""
    given, labels = seen.fit.given, seen.labels
    if given is None or labels is None or seen.rows < 40:
        return None
    if given.held is None:
        return _sorted_folds(given.asked_labels, labels)
    if not (is_sorted(labels) or is_sorted(given.held)):
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
        "labels than those that it trains on.",
        "Shuffle inputs and labels together before fit: order = rng.permutation(len(x)), then x[order], y[order].",
    )


def _sorted_folds(asked: ArrayFacts | None, labels: LabelFacts) -> Advice | None:
    """The rows that it is evaluated on are another part of rows that were sorted."""
    if asked is None or asked.rows < 20 or asked.shape != labels.array.shape or not is_sorted(labels):
        return None
    if labels.kind == "one-hot" or not abs(asked.mean - labels.array.mean) > 1.2 * labels.array.spread:
        return None
    return Advice(
        "order",
        "The rows are sorted by their labels, so those that it is evaluated on have other labels than those that it "
        "trains on.",
        "Shuffle inputs and labels together before you divide them: order = rng.permutation(len(x)), then x[order], "
        "y[order].",
    )


def unlike_scales(seen: Seen) -> Advice | None:
    """What goes into the first weights is far from 0, far too large or small, or its columns are of unlike sizes."""
    first = first_kernel(seen)
    if first is None:
        return None
    mean, spread = first.inputs
    size = math.hypot(mean, spread)
    borne = size < 200 and abs(mean) < 0.5 * spread  # large, but around 0: a network may do well enough with it
    if not (seen.is_below(0.75 if borne else LEARNED) or seen.lost or grows(seen)):
        return None
    as_it_is = all(layer.kind in PASS_ON for layer in seen.layers[: seen.layers.index(first)])
    columns = _columns_into(seen, first)
    far_off = max((abs(mean) / spread for mean, spread in columns if spread > 0), default=0.0)
    sizes = [math.hypot(*column) for column in columns if column[1] > 0]
    if size > 8:
        what = f"with a mean of {show(mean)} and a spread of {show(spread)}"
    elif 0 < size < 0.03 and not (as_it_is and _is_of_few_ones(seen.inputs)):
        what = f"as numbers of about {show(size)}, so the first layer sees next to nothing"
    elif sizes and max(sizes) > max(5, 100 * min(sizes)):
        what = f"with columns of very different sizes, from {show(min(sizes))} to {show(max(sizes))}"
    elif len(columns) > 1 and far_off > 20:
        what = "with columns that lie far from 0 for how much they vary"
    else:
        return None
    return Advice(
        "scale",
        f"The inputs reach the first weights {what}; networks learn well from numbers of about -1 to 1.",
        "Scale each column once: (x - x.mean(axis=0)) / x.std(axis=0), or divide pixels by 255.",
    )


def _columns_into(seen: Seen, first: LayerState) -> tuple[tuple[float, float], ...]:
    """Mean and spread of the columns that go into the first weights: as they are, or all moved and divided alike."""
    before, inputs = seen.layers[: seen.layers.index(first)], seen.inputs
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


def stands_for_missing(seen: Seen) -> Advice | None:
    """Nearly all numbers are alike beside a few that lie far off: -9999 for a missing value, say."""
    inputs = seen.inputs
    if inputs is None or inputs.fractions < 0.9 or not inputs.spread or not seen.is_below(0.5):
        return None
    mean, spread = max(inputs.columns, key=lambda column: column[1], default=(0.0, 1.0))
    if abs(mean) > 0.7 * spread:
        return None  # a column of large numbers, nearly all of them
    below, above = inputs.mean - inputs.low, inputs.high - inputs.mean
    if max(below, above) < FAR_OFF * inputs.spread or min(below, above) > 0.5 * inputs.spread:
        return None
    return Advice(
        "data",
        f"Nearly all numbers in the inputs lie close together, and some far from them, at about "
        f"{show(inputs.low if below > above else inputs.high)}: as if one number stood for missing values.",
        "Look at the columns' smallest and largest values; replace a number such as -9999 by the column's mean, before "
        "you scale.",
    )


def scaled_by_row(seen: Seen) -> Advice | None:
    """Rows of unlike quantities that were each scaled by themselves."""
    inputs = seen.inputs
    if inputs is None or not inputs.by_row or not seen.is_below(LEARNED):
        return None
    means = [mean for mean, _ in inputs.columns]
    if max(means) - min(means) < 0.5:
        return None  # steps of a series, which may well be scaled so
    return Advice(
        "scale",
        "Each row was scaled by its own mean and spread, so what is large in one column makes all the others of its "
        "row small: rows can't be compared any more.",
        "Scale along axis 0, each column by itself: (x - x.mean(axis=0)) / x.std(axis=0).",
    )


def constant_inputs(seen: Seen) -> Advice | None:
    inputs = seen.inputs
    if inputs is None or seen.rows < 10 or inputs.lost or not seen.is_below(0.5):
        return None
    vary = sum(spread**2 for _, spread in inputs.columns)
    if inputs.columns and vary < 0.1 and inputs.still < 1 and not inputs.fractions:
        return Advice(
            "data",
            f"The inputs are whole numbers, and nearly all rows of them are the same ({show(inputs.mean)} on average), "
            "so next to nothing tells one from another.",
            "Look at how x is made: an array of whole numbers cuts what is written to it, and // and astype(int) do.",
        )
    if inputs.still < 1:
        return None
    return Advice(
        "data",
        f"All rows of the inputs are the same ({show(inputs.mean)} on average), so nothing tells one from another.",
        "Look at how x is made: // instead of /, a conversion to whole numbers, or the wrong column.",
    )


def unlike_validation(seen: Seen) -> Advice | None:
    """What it validates on was not scaled as what it trains on."""
    held = seen.fit.given.held_inputs if seen.fit.given is not None else None
    if held is None or seen.inputs is None or held.rows < 5:
        return None
    if (otherwise := scaled_otherwise("scale", "validates on", held, seen.inputs)) is not None:
        return otherwise
    times = varies_otherwise(seen.inputs, held) or varies_otherwise(held, seen.inputs)
    if times is None or not seen.is_below(LEARNED):
        return None
    one, other = (show(each.spread) for each in (seen.inputs, held))
    return Advice(
        "scale",
        f"Each column varies {show(times)} times as much or more in one of the data that it trains on and validates on "
        f"as in the other: the spreads are {one} and {other}.",
        "Scale both alike, and add noise that is small beside the spread of the data.",
    )


def untold_in_validation(seen: Seen) -> Advice | None:
    """Inputs tell their labels where it trains, and not where it validates, and it only guesses there."""
    given, guess, held = seen.fit.given, seen.guess, seen.fit.history.get("val_loss", ())
    if given is None or given.held_tells is None or not given.tells or not guess or not held or not seen.curve:
        return None
    if given.tells[0] < TELLS or given.held_tells > TELLS_NOTHING or not held[-1] > guess > 2 * seen.curve[-1]:
        return None
    return Advice(
        "validation",
        "A quick regression finds the labels in the inputs that it trains on, and not in those that it validates on: "
        "these aren't like the others, or labels don't belong to their rows.",
        "Prepare both alike: the same scaling, the same order of inputs and labels, the same numbering of labels.",
    )


def dealt_anew(seen: Seen) -> Advice | None:
    """take and skip of a dataset that comes in another order each time."""
    if seen.fit.given is None or not seen.fit.given.redealt:
        return None
    return Advice(
        "validation",
        "The rows to train on and to validate on are parts of one dataset that is shuffled anew in each pass, so that "
        "rows change sides and nearly all are trained on.",
        "Divide first and shuffle the training part, or write shuffle(..., reshuffle_each_iteration=False).",
    )


def looks_ahead(seen: Seen) -> Advice | None:
    """A network that is to tell the next step, and is given it."""
    if seen.network is None or not seen.network.ahead:
        return None
    return Advice(
        "leak",
        "The label of each step is the input of the next, and the network's answers depend on inputs that come later: "
        "it can read them off, and in use they aren't there.",
        "Let each step see what came before it only: use_causal_mask=True, padding='causal', no Bidirectional.",
    )


def raw_beside_scaled(seen: Seen) -> Advice | None:
    """One of several inputs that goes into its first weights as it is, and is large."""
    given = seen.fit.given
    if given is None or len(given.inputs) < 2 or not (seen.is_below(LEARNED) or seen.lost or grows(seen)):
        return None
    for at, array in enumerate(given.inputs):
        size = math.hypot(array.mean, array.spread)
        into = [layer for layer in seen.kernels if size > 20 and _goes_in(array, layer.inputs, size)]
        if into:
            return Advice(
                "scale",
                f"Input {at} (from 0) goes into '{into[0].name}' as it is, with a mean of {show(array.mean)} and a "
                f"spread of {show(array.spread)}; networks learn well from numbers of about -1 to 1.",
                "Scale each column once: (x - x.mean(axis=0)) / x.std(axis=0), or divide pixels by 255.",
            )
    return None


def _goes_in(array: ArrayFacts, passed: tuple[float, float], size: float) -> bool:
    return max(abs(array.mean - passed[0]), abs(array.spread - passed[1])) < 0.1 * size


def missing_in_validation(seen: Seen) -> Advice | None:
    """A class that is trained on, and that too few rows to validate on have for chance."""
    labels, held = seen.labels, seen.fit.given.held if seen.fit.given is not None else None
    if labels is None or held is None or labels.kind != "classes" or held.kind != "classes" or not labels.counts:
        return None
    losses = seen.fit.history.get("val_loss", ())
    if not seen.guess or not losses or min(losses) < seen.guess:
        return None  # it knows those that are there
    total = sum(labels.counts)
    for value, count in zip(labels.values, labels.counts, strict=False):
        if value not in held.values and (1 - count / total) ** held.array.rows < UNLIKELY:
            return Advice(
                "validation",
                f"Label {show(value)} has {show_share(count / total)} of the rows that it trains on, and none of the "
                f"{held.array.rows} that it validates on: they were divided, or numbered, in another way.",
                "Number the labels once, before you divide, and shuffle the rows.",
            )
    return None


def weighs_nothing(seen: Seen) -> Advice | None:
    """Rows of a class whose weight is 0."""
    labels = seen.labels
    if labels is None or len(labels.values) < 2:
        return None
    for value in labels.values:
        if seen.fit.weighted.get(f"{value:g}") == 0:
            return Advice(
                "imbalance",
                f"All rows of class {show(value)} have a weight of 0, so nothing is learned from them.",
                "Give each class a weight above 0: the number of all rows by that of the class, for example.",
            )
    return None


def rare_class(seen: Seen) -> Advice | None:
    labels, network = seen.labels, seen.network
    if labels is None or not labels.counts or len(labels.counts) < 2 or network is None:
        return None
    share = min(labels.counts) / sum(labels.counts)
    rarest = labels.values[labels.counts.index(min(labels.counts))]
    weights = _weight_of(seen, labels)
    if weights and 2 * min(labels.counts) < max(labels.counts):
        common = labels.values[labels.counts.index(max(labels.counts))]
        return Advice(
            "imbalance",
            f"class_weight counts class {show(common)} more than class {show(rarest)}, of which there are fewest "
            "rows: the weights are the wrong way round.",
            "Give the rare class the larger weight, such as the number of all rows by that of the class.",
        )
    if share > min(0.12, 0.5 / len(labels.counts)) or len(labels.counts) > 20:
        return None  # of many classes, each has a small share
    if rarest not in network.missed or seen.is_below(-0.05):
        return None
    return Advice(
        "imbalance",
        f"Only {show_share(share)} of the rows are of class {show(rarest)}, and the network never answers it: always "
        "giving another is nearly always right.",
        "Give rare classes more weight: class_weight in fit, or show their rows more often; and look at recall.",
    )


def rare_pixels(seen: Seen) -> Advice | None:
    """Labels of pixels or steps, nearly all of which are 0, and a network that says 0 everywhere."""
    labels, network = seen.labels, seen.network
    if labels is None or network is None or len(labels.array.shape) < 2 or labels.array.fractions:
        return None
    if seen.from_logits or seen.last not in ("sigmoid", "softmax"):
        return None  # where it says 1 isn't at 0.5
    low, high, share = labels.array.low, labels.array.high, labels.array.mean
    if _counts_padding(seen, labels):
        return Advice(
            "imbalance",
            f"{show_share(seen.inputs.padded if seen.inputs is not None else 0.0)} of the places are zeros that fill "
            "rows up, and the loss counts them like all others: to say the same everywhere is nearly always right.",
            "Have them skipped: Embedding(..., mask_zero=True), or sample_weight of 0 for these places.",
        )
    if len(labels.array.shape) < 3 or (low, high) != (0, 1) or not 0 < share < 0.12 or 1.0 not in network.missed:
        return None
    return Advice(
        "imbalance",
        f"Only {show_share(share)} of the labels' places are 1, and the network says 1 nowhere: to say 0 everywhere is "
        f"{show_share(1 - share)} right.",
        "Count the rare places more in the loss, or take one for overlap (Dice); and measure IoU instead of accuracy.",
    )


def _counts_padding(seen: Seen, labels: LabelFacts) -> bool:
    """Whether a label for each step is told for steps that fill a row up as well, and some classes never."""
    inputs, network = seen.inputs, seen.network
    if inputs is None or network is None or inputs.padded < 0.6 or labels.array.shape[:2] != inputs.shape[:2]:
        return False
    masked = any(layer.settings.get("mask_zero") or layer.kind == "Masking" for layer in seen.layers)
    return len(seen.fit.output) == 3 and not masked and not seen.fit.weighted and seen.is_below(0.6)


def far_values(seen: Seen) -> Advice | None:
    """A column in which a few far values leave the others next to no spread."""
    at = seen.inputs.squeezed if seen.inputs is not None else None
    if at is None or first_kernel(seen) is None or not seen.is_below(0.95):
        return None
    return Advice(
        "scale",
        f"A few values of column {at} of the inputs (from 0) lie so far away that the others are nearly the same: "
        "without them, less than a twentieth of its spread is left.",
        "Look at them: a typing error, another unit, a number that stands for none? Correct or clip them before you "
        "scale, or take a logarithm.",
    )


def same_batch(seen: Seen) -> Advice | None:
    """A stream that gives one batch again and again."""
    given, steps = seen.fit.given, seen.fit.steps or 0
    if given is None or not given.repeated or (seen.fit.epochs_run and steps < 3 * seen.fit.epochs_run):
        return None
    return Advice(
        "batch",
        f"Each batch has the same {given.batch or 'few'} rows, whatever its number: the network sees no others.",
        "Look at how a batch is cut out: x[number * size : (number + 1) * size], with the number that is asked for; "
        "and make a random generator once, not for each batch.",
    )


def names_as_quantities(seen: Seen) -> Advice | None:
    """A column of whole numbers that are names: of shops, say."""
    given = seen.fit.given
    if given is None or given.named is None or first_kernel(seen) is None or not seen.is_below(0.75):
        return None
    if given.named_tells < max(0.0, seen.skill or 0.0) + 0.25 or any(layer.kind in CODED for layer in seen.layers):
        return None
    return Advice(
        "data",
        f"Column {given.named} of the inputs (from 0) has numbers that are names: which one it is tells much of the "
        "label, how large it is doesn't, and a Dense layer sees the size alone.",
        "Give whole numbers to an Embedding, or make one column for each: keras.utils.to_categorical.",
    )


def padded_behind(seen: Seen) -> Advice | None:
    """Short rows filled up with zeros behind, through which a recurrent layer reads on."""
    inputs, kinds = seen.inputs, [layer.kind for layer in seen.layers]
    if inputs is None or inputs.padded < 0.5 or not seen.is_below(0.5) or "Masking" in kinds:
        return None
    at = next((at for at, kind in enumerate(kinds) if kind in RECURRENT), None)
    words = next((layer for layer in seen.layers if layer.kind == "Embedding"), None)
    if at is None or (words is not None and words.settings.get("mask_zero")):
        return None
    if len(inputs.shape) == 2 and words is None:
        return None
    if len(seen.fit.output) > 2 or any("Pooling" in kind or kind.startswith("Conv") for kind in kinds):
        return None  # it doesn't live by its last step
    return Advice(
        "data",
        f"On average the last {show_share(inputs.padded)} of a row are zeros that fill it up, and '{kinds[at]}' reads "
        "through all of them: what came before is forgotten.",
        "Have them skipped: Embedding(..., mask_zero=True)"
        + ("." if words is not None else ", or for numbers Masking(0.0) as the first layer."),
    )


def mirrored(seen: Seen) -> Advice | None:
    """Pictures that are mirrored at random, where that makes them of another class."""
    given = seen.fit.given
    if given is None or not given.mirrored or not seen.is_below(LEARNED):
        return None
    for layer in seen.layers:
        if layer.kind == "RandomRotation" and (turn := _turn(layer, given.mirrored)):
            return Advice(
                "data",
                f"'{layer.name}' turns pictures at random, by {turn} of a circle or more, and one that is turned so "
                "far looks like another class here.",
                "Turn them a little only, such as RandomRotation(0.05): vary pictures only in ways that leave them of "
                "their class.",
            )
        mode = layer.settings.get("mode", "horizontal_and_vertical")
        found = next((way for way in given.mirrored if layer.kind == "RandomFlip" and way in str(mode)), None)
        if found is not None:
            return Advice(
                "data",
                f"'{layer.name}' mirrors pictures at random ({found}), but a picture's mirror image looks like another "
                "class here.",
                "Leave that direction out of it: vary pictures only in ways that leave them of their class.",
            )
    return None


def _turn(layer: LayerState, turned: tuple[str, ...]) -> str:
    factor = layer.settings.get("factor")
    most = factor if isinstance(factor, float) else 0.0
    return "a quarter" if most >= 0.25 and "quarter" in turned else "half" if most >= 0.5 and "half" in turned else ""


def numbered_anew(seen: Seen) -> Advice | None:
    """Words to validate on that were numbered in another way."""
    given = seen.fit.given
    if given is None or given.held_apart is None or given.held_apart < 2 * NUMBERED:
        return None
    if not any(layer.kind == "Embedding" for layer in seen.layers):
        return None
    return Advice(
        "validation",
        "The numbers of words that it validates on come in other proportions than those that it trains on: as if they "
        "were numbered in another way.",
        "Number words once, by the training texts, and use the same table for all others.",
    )


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


def _apart(one: LabelFacts, other: LabelFacts) -> float:
    """The total variation between two distributions of classes: 0 if they are the same, 1 if they have none in "
    "common."""
    shares = []
    for each in (one, other):
        total = sum(each.counts)
        shares.append({value: count / total for value, count in zip(each.values, each.counts, strict=True)})
    return sum(abs(shares[0].get(value, 0) - shares[1].get(value, 0)) for value in {*shares[0], *shares[1]}) / 2


def _weight_of(seen: Seen, labels: LabelFacts) -> bool | None:
    """Whether class weights count frequent classes more; None if there are none."""
    weights = [seen.fit.weighted.get(f"{value:g}") for value in labels.values]
    if not seen.fit.weighted or None in weights or len(weights) < 2:
        return None
    most, fewest = (labels.counts.index(pick(labels.counts)) for pick in (max, min))
    return bool((weights[most] or 0) > 1.2 * (weights[fewest] or 0))
