"""The table of advice: for each cause the least fact that names it, and beside it one that doesn't."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tuitutor.coach import advise
from tuitutor.coach.causes import causes, main_causes
from tuitutor.coach.curves import advise_on
from tuitutor.coach.evidence_of_fit import FitEvidence, as_built
from tuitutor.course.bounds import Bound
from tuitutor.course.checks import Fit
from tuitutor.protocol.facts import (
    ArrayFacts,
    CompileFacts,
    DataFacts,
    FitFacts,
    LabelFacts,
    LayerFacts,
    LayerState,
    ModelFacts,
    NetworkFacts,
    ProgramFacts,
    StopFacts,
)

TABLE = ArrayFacts((None, 3), "float32", 400, -2.0, 2.0, 0.0, 1.0, columns=((0.0, 1.0), (0.1, 1.0), (0.0, 0.9)))
CLASSES = LabelFacts(ArrayFacts((None,), "int64", 400, 0.0, 1.0, 0.5, 0.5), "classes", (0.0, 1.0), (200, 200), 0.5, 0.0)
NUMBERS = LabelFacts(ArrayFacts((None,), "float32", 400, -2.0, 2.0, 0.0, 1.0), "numbers")
HEAVY = replace(NUMBERS, array=ArrayFacts((None,), "float32", 400, 0, 9e3, 152.0, 400.0, quartiles=(1.0, 3.0, 20.0)))
GIVEN = DataFacts((TABLE,), CLASSES, predictable=(0.8, 0.0, 0.0))
HIDDEN = LayerState("dense", "Dense", "relu", initial_spread=1.0, moved=0.5, inputs=(0.0, 1.0), settings={"units": 8})
END = LayerState("dense_1", "Dense", "sigmoid", initial_spread=1.0, moved=0.5, inputs=(0.2, 0.5), settings={"units": 1})
NETWORK = NetworkFacts("sigmoid", 1, 0.01, 0.99, 0.4, penalty=0.0, skill=0.2, layers=(HIDDEN, END))
BINARY = CompileFacts("binary_crossentropy", "adam", 0.001, ("accuracy",))
MASKS = replace(CLASSES, array=replace(CLASSES.array, shape=(None, 12, 12, 1)), kind="numbers", values=(), counts=())
FALLING = tuple(0.69 * 0.97**epoch for epoch in range(10))
FLAT = (0.7, 0.69, *(0.685,) * 8)


def fitted(
    given: dict[str, Any] | None = None,
    network: dict[str, Any] | None = None,
    compiled: dict[str, Any] | None = None,
    **more: Any,
) -> FitFacts:
    """A fit that ran for ten epochs, is no good, and of which nothing is known to be wrong, but for what is given."""
    facts = FitFacts(
        epochs=10,
        epochs_run=10,
        batch_size=32,
        validation=False,
        history={"loss": FLAT},
        compiled=replace(BINARY, **(compiled or {})),
        steps=130,
        lowest_rate=0.001,
        highest_rate=0.001,
        data=replace(GIVEN, **(given or {})),
        network=replace(NETWORK, **(network or {})),
    )
    return replace(facts, **more)


def topics(fit: FitFacts, **more: Any) -> list[str]:
    return [each.topic for each in causes(FitEvidence(fit, **more))]


def array(facts: ArrayFacts = TABLE, **more: Any) -> ArrayFacts:
    return replace(facts, **more)


def labels(facts: LabelFacts = CLASSES, *, low: float = 0.0, high: float = 1.0, **more: Any) -> LabelFacts:
    return replace(facts, array=replace(facts.array, low=low, high=high), **more)


def layer(facts: LayerState = HIDDEN, **more: Any) -> LayerState:
    return replace(facts, **more)


def bare(bias: bool) -> tuple[LayerState, ...]:
    """Two layers with or without a bias."""
    return tuple(layer(name=f"d{at}", settings={"use_bias": bias}) for at in range(2))


def test_nothing_is_said_where_nothing_is_wrong() -> None:
    assert topics(fitted()) == []
    assert topics(FitFacts(10, 10, 32, False, {"loss": FLAT})) == []


SORTED = replace(CLASSES, same_as_before=0.99)
LOST = replace(CLASSES, array=replace(CLASSES.array, not_finite=0.01))
LAST_HALF = replace(CLASSES, values=(1.0,), counts=(100,))
MSE = {"loss": "mean_squared_error", "metrics": ("mae",)}
FAR = replace(NUMBERS, array=replace(NUMBERS.array, mean=4.0, spread=0.9))
DEEP = tuple(layer(name=f"d{at}", activation="sigmoid", gradient=10.0 ** (at - 6)) for at in range(5))

SPARSE = {"loss": "sparse_categorical_crossentropy"}
THREE = replace(CLASSES, values=(0.0, 1.0, 2.0), counts=(130, 130, 140))
YES = replace(CLASSES, array=replace(CLASSES.array, dtype="bool"))
PIXELS = replace(NUMBERS, array=ArrayFacts((None, 9, 9, 1), "float32", 400, 0.0, 1.0, 0.02, 0.1))
STANDARD = array(columns=((0.0, 1.0), (0.0, 1.0)))


WORDS = LayerState("embedding", "Embedding", settings={"mask_zero": False})
MASKED = LayerState("embedding", "Embedding", settings={"mask_zero": True})
MASKING = LayerState("masking", "Masking")
GRU = LayerState("gru", "GRU", "tanh", initial_spread=1.0, moved=0.5, inputs=(0.0, 1.0), width=8)
FLIP = LayerState("random_flip", "RandomFlip", settings={"mode": "vertical"})
NORMAL = LayerState("batch_normalization", "BatchNormalization", inputs=(0.0, 1.0))
DROPOUT = LayerState("dropout", "Dropout")
POOLED = LayerState("global_average_pooling2d", "GlobalAveragePooling2D", width=8)
HOLES = array(low=-70.0, high=2.0, spread=5.0, fractions=1.0)
PICTURES = ArrayFacts((None, 8, 8), "float32", 400, 0.0, 1.0, 0.5, 0.3, fractions=1.0)
LINEAR: dict[str, Any] = {"last": "linear"}
GOOD = {"loss": (0.6, 0.4, *(0.1,) * 8), "val_loss": (0.6, 0.4, *(0.12,) * 8)}
APART = {"loss": FLAT, "val_loss": tuple(2 * each for each in FLAT)}
APART_AT_LAST = {"loss": FALLING, "val_loss": tuple(3 * each for each in FALLING)}
SLOW = {"layers": (layer(moved=0.15), layer(END, moved=0.15))}

L2 = {"kernel_regularizer": "l2"}
PENALISED = LINEAR | {"penalty": 0.1, "skill": 0.0, "layers": (layer(settings=L2), layer(END, settings=L2))}


def lengths(differ: float) -> LabelFacts:
    return replace(NUMBERS, array=replace(NUMBERS.array, length_spread=differ))


CATEGORICAL = {"loss": "categorical_crossentropy"}
NO_CLASS = LabelFacts(ArrayFacts((None, 4), "float32", 400, 0.0, 1.0, 0.2, 0.4), "tags", without_class=0.25)
LEARNED_IT = {"loss": (0.6, 0.3, *(0.1,) * 8)}
KNOWN = {"loss": (0.6, 0.3, *(0.1,) * 8), "val_loss": (0.6, 0.3, *(0.2,) * 8), "val_accuracy": (0.6, *(0.95,) * 9)}
MONEY = ArrayFacts((None, 2), "float32", 400, 700.0, 1100.0, 900.0, 90.0)
UNLIKE = array(mean=500.0, spread=900.0, columns=((5.0, 0.1), (1500.0, 900.0), (2.0, 0.05)))
ALL_ALIKE = LayerState("normalization", "Normalization", settings={"axis": ()}, inputs=(500.0, 900.0))
WIDE = array(spread=8.0, columns=((0.0, 8.0), (0.1, 8.0), (0.0, 8.1)))
TEXTS = ArrayFacts((None, 40), "int32", 400, 0.0, 60.0, 3.0, 9.0, padded=0.9)
TAGGED = LabelFacts(ArrayFacts((None, 40), "int32", 400, 0.0, 4.0, 0.2, 0.8), "numbers")
TURN = LayerState("random_rotation", "RandomRotation")
LEASHED = tuple(layer(each, moved=0.97, settings={"kernel_constraint": "MaxNorm"}) for each in (HIDDEN, END))
COLOURS = ArrayFacts((None, 8, 8, 3), "float32", 400, 0.0, 0.9, 0.3, 0.2)
MEASURED = array(fractions=1.0)
FROZEN = tuple(replace(each, frozen=True, moved=0.8) for each in (HIDDEN, END))
STILL = tuple(layer(each, moved=0.0) for each in (HIDDEN, END))
PRESSED = replace(WORDS, settings={"embeddings_regularizer": "l2"})
DOT = LayerState("dot", "Dot", width=1)
CAUSAL = LayerState("conv1d", "Conv1D", "relu", initial_spread=1.0, moved=0.5, settings={"padding": "causal"})
BY_STEP = replace(TAGGED, array=replace(TAGGED.array, shape=(None, 24)))
TAGGING: dict[str, Any] = {
    "given": {"inputs": (array(shape=(None, 24)),), "labels": BY_STEP, "predictable": ()},
    "compiled": MSE,
}
MOSTLY_NOTHING = replace(NUMBERS, array=replace(NUMBERS.array, tiny=0.7))
REBUILT = replace(NUMBERS, array=replace(NUMBERS.array, shape=TABLE.shape))

NAMED = {
    "NaN in the inputs": (
        fitted({"inputs": (array(not_finite=0.001),)}),
        fitted({"inputs": (array(not_finite=0.0),)}),
        "nan",
    ),
    "whole numbers of which nearly all are alike": (
        fitted({"inputs": (array(columns=((0.02, 0.14), (0.0, 0.05))),)}),
        fitted({"inputs": (array(columns=((0.05, 0.22), (0.06, 0.23))),)}),
        "data",
    ),
    "one batch again and again": (
        fitted({"one_batch": True, "largest_batch": 32}),
        fitted({"one_batch": True, "largest_batch": 32}, steps=20),
        "batch",
    ),
    "batches that overlap": (fitted({"batch_overlap": 0.7}), fitted({"batch_overlap": 0.3}), "batch"),
    "names taken for quantities": (
        fitted({"category_column": 1, "category_gain": 0.8}),
        fitted({"category_column": 1, "category_gain": 0.4}),
        "data",
    ),
    "zeros behind, through which a recurrent layer reads": (
        fitted({"inputs": (array(shape=(None, 40), padded=0.8),)}, {"layers": (WORDS, GRU, END)}),
        fitted({"inputs": (array(shape=(None, 40), padded=0.8),)}, {"layers": (MASKED, GRU, END)}),
        "data",
    ),
    "zeros behind sequences of numbers": (
        fitted({"inputs": (array(shape=(None, 40, 2), padded=0.8),)}, {"layers": (GRU, END)}),
        fitted({"inputs": (array(shape=(None, 40, 2), padded=0.8),)}, {"layers": (MASKING, GRU, END)}),
        "data",
    ),
    "pictures that are of another class when mirrored": (
        fitted({"mirrored": ("vertical",)}, {"layers": (FLIP, HIDDEN, END)}),
        fitted({"mirrored": ("horizontal",)}, {"layers": (FLIP, HIDDEN, END)}),
        "data",
    ),
    "words to validate on that were numbered anew": (
        fitted({"validation_distance": 0.3}, {"layers": (WORDS, END)}),
        fitted({"validation_distance": 0.01}, {"layers": (WORDS, END)}),
        "validation",
    ),
    "words that it is asked about, numbered anew": (
        fitted({"later_distance": 0.3}, {"layers": (WORDS, END)}),
        fitted({"later_distance": 0.3}),
        "prediction",
    ),
    "answers to rows in any order": (
        fitted({"later_shuffled": True}),
        fitted({"later_shuffled": False}),
        "prediction",
    ),
    "a range of its own for what it is asked about": (
        fitted({"inputs": (array(min_max_scaled=True),), "later_inputs": array(rows=90, min_max_scaled=True)}),
        fitted({"inputs": (array(min_max_scaled=True),), "later_inputs": array(rows=90)}),
        "prediction",
    ),
    "a range of its own for what it validates on": (
        fitted(
            {"inputs": (array(min_max_scaled=True),), "validation_inputs": array(rows=90, min_max_scaled=True)},
            history=APART,
        ),
        fitted(
            {"inputs": (array(min_max_scaled=True),), "validation_inputs": array(rows=90, min_max_scaled=True)},
            history=GOOD,
        ),
        "validation",
    ),
    "a column that is another one where it is asked": (
        fitted({"later_inputs": array(rows=90, columns=((0.0, 1.0), (2.6, 1.0), (0.0, 0.9)))}),
        fitted({"later_inputs": array(rows=90, columns=((0.0, 1.0), (2.2, 1.0), (0.0, 0.9)))}),
        "prediction",
    ),
    "an error of evaluate that no validation has seen": (
        fitted({"evaluated_loss": 4.0}, {"skill": 0.95}, history=GOOD),
        fitted({"evaluated_loss": 4.0}, {"skill": 0.95}, history=GOOD | {"val_loss": (0.7,) * 10}),
        "prediction",
    ),
    "pictures of another range where it is asked": (
        fitted({"inputs": (array(PICTURES, low=-1.0),), "later_inputs": PICTURES}),
        fitted({"inputs": (array(PICTURES, low=-1.0),), "later_inputs": array(PICTURES, low=-0.97)}),
        "prediction",
    ),
    "pictures of another range to validate on": (
        fitted({"inputs": (PICTURES,), "validation_inputs": array(PICTURES, low=-0.5, high=0.5)}),
        fitted({"inputs": (PICTURES,), "validation_inputs": array(PICTURES, low=0.1, high=0.7)}),
        "scale",
    ),
    "a term of the loss that outweighs all errors": (
        fitted({"labels": NUMBERS}, LINEAR | {"penalty": 0.1, "skill": 0.0}, MSE, history={"loss": (9.0, *(1.1,) * 9)}),
        fitted({"labels": NUMBERS}, LINEAR | {"penalty": 0.1, "skill": 0.0}, MSE, history={"loss": (1.5, *(1.1,) * 9)}),
        "regularizer",
    ),
    "a regularizer that outweighs all errors": (
        fitted({"labels": NUMBERS}, PENALISED, MSE, history={"loss": (9.0, *(1.1,) * 9)}),
        fitted({"labels": NUMBERS}, PENALISED, MSE, history={"loss": (1.5, *(1.1,) * 9)}),
        "regularizer",
    ),
    "percentages of nothing": (
        fitted({"labels": replace(NUMBERS, array=array(NUMBERS.array, tiny=0.2))}, LINEAR,
               {"loss": "mean_absolute_percentage_error"}),
        fitted({"labels": NUMBERS}, LINEAR, {"loss": "mean_absolute_percentage_error"}),
        "loss",
    ),
    "logarithms of labels below 0": (
        fitted({"labels": labels(NUMBERS, low=-2.0, high=2.0)}, LINEAR, {"loss": "mean_squared_logarithmic_error"}),
        fitted({"labels": labels(NUMBERS, low=0.0, high=2.0)}, LINEAR, {"loss": "mean_squared_logarithmic_error"}),
        "loss",
    ),
    "an own loss that is large where all is right": (
        fitted(network={"backwards_loss": True}),
        fitted(network={"backwards_loss": True, "skill": 0.8}),
        "loss",
    ),
    "running means that lag behind": (
        fitted(network={"layers": (HIDDEN, NORMAL, END), "skill": 0.1}, history=GOOD),
        fitted(network={"layers": (HIDDEN, NORMAL, END), "skill": 0.9}, history=GOOD),
        "batch",
    ),
    "a layer that no gradient reached": (
        fitted(network={"layers": (layer(moved=0.0), END), "unmoved": ("dense/kernel",)}),
        fitted(network={"layers": (layer(moved=0.5), END)}),
        "gradient",
    ),
    "a layer that was frozen when the model was compiled": (
        fitted(network={"layers": (layer(moved=0.0, not_in_optimizer=True), END), "unmoved": ("dense/kernel",)}),
        fitted(network={"layers": (layer(moved=0.5, not_in_optimizer=True), END)}),  # it was trained before
        "frozen",
    ),
    "steps that change nothing": (
        fitted(network={"layers": STILL, "unmoved": ("dense/kernel",), "unmoved_all": True}),
        fitted(network={"layers": STILL, "unmoved": ("a/kernel",), "unmoved_all": True}, lasting=False, restored=1),
        "standing",
    ),
    "a penalty on an Embedding": (
        fitted({"labels": NUMBERS}, LINEAR | {"skill": 0.0, "spread": 1e-9, "layers": (PRESSED, DOT)}, MSE),
        fitted({"labels": NUMBERS}, LINEAR | {"skill": 0.0, "spread": 0.3, "layers": (PRESSED, DOT)}, MSE),
        "regularizer",
    ),
    "an Embedding of zeros": (
        fitted(network={"layers": (replace(WORDS, dead=1.0), DOT)}),
        fitted(network={"layers": (replace(WORDS, dead=0.9), DOT)}),
        "initial",
    ),
    "the last step as the label": (
        fitted({"inputs": (array(shape=(None, 20, 1)),), "labels": NUMBERS, "label_column": 19}),
        fitted({"inputs": (array(shape=(None, 20, 1)),), "labels": NUMBERS}),
        "leak",
    ),
    "a label for each step, of which the past tells nothing": (
        fitted(**TAGGING, network=LINEAR | {"skill": 0.0, "layers": (CAUSAL, END)}),
        fitted(**TAGGING, network=LINEAR | {"skill": 0.3, "layers": (CAUSAL, END)}),
        "size",
    ),
    "the middle of labels that are mostly 0": (
        fitted({"labels": MOSTLY_NOTHING}, LINEAR | {"spread": 0.01}, MSE | {"loss": "mean_absolute_error"}),
        fitted({"labels": MOSTLY_NOTHING}, LINEAR | {"spread": 0.01}, MSE),
        "loss",
    ),
    "one number from which rows are rebuilt": (
        fitted(
            {"labels": REBUILT, "predictable": (0.9,)},
            LINEAR | {"layers": (HIDDEN, layer(width=1), HIDDEN, END)},
            MSE,
        ),
        fitted(
            {"labels": REBUILT, "predictable": (0.9,)},
            LINEAR | {"layers": (HIDDEN, layer(width=2), HIDDEN, END)},
            MSE,
        ),
        "size",
    ),
    "the mean of all places": (
        fitted(network={"layers": (HIDDEN, POOLED, layer(width=9), END)}),
        fitted({"predictable": (0.5, 0.0, 0.0)}, {"layers": (HIDDEN, POOLED, layer(width=9), END)}),
        "size",
    ),
    "two units for what a regression finds": (
        fitted(network={"layers": (layer(width=2), END), "skill": 0.4}),
        fitted(network={"layers": (layer(width=2), END), "skill": 0.6}),
        "size",
    ),
    "networks for a piece of the data each": (
        fitted(pieces=4),
        fitted(pieces=1),
        "rebuilt",
    ),
    "momentum on top of a large rate": (
        fitted(compiled={"optimizer": "sgd", "momentum": 0.9}, highest_rate=0.5),
        fitted(compiled={"optimizer": "sgd", "momentum": 0.0}, highest_rate=0.5),
        "rate",
    ),
    "a low rate that gets better in each epoch": (
        fitted(network=SLOW, steps=600, highest_rate=1e-4, lowest_rate=1e-4, history={"loss": FALLING}),
        fitted(network=SLOW, steps=600, highest_rate=1e-4, lowest_rate=1e-4),
        "rate",
    ),
    "NaN in the labels": (
        fitted({"labels": LOST}, history={"loss": (math.nan,) * 10}),
        fitted({"labels": LOST}),  # a loss of one's own leaves them out
        "nan",
    ),
    "NaN in what it validates on": (
        fitted(history={"loss": FLAT, "val_loss": (math.nan,) * 10}),
        fitted(history={"loss": FLAT, "val_loss": (math.nan, *FLAT[1:])}),
        "nan",
    ),
    "labels of the next row, where the network has learned nothing": (
        fitted({"predictable": (0.0, 0.0, 0.9)}),
        fitted({"predictable": (0.0, 0.0, 0.9)}, network={"skill": 0.9}),
        "labels",
    ),
    "the same, of few columns": (
        fitted({"predictable": (0.0, 0.0, 0.9)}),
        fitted({"predictable": (0.0, 0.0, 0.9), "inputs": (array(shape=(None, 500)),)}),
        "labels",
    ),
    "a class that nothing is validated on": (
        fitted({"validation_labels": LAST_HALF}, history={"loss": FALLING, "val_loss": (1.4,) * 10}),
        fitted({"validation_labels": LAST_HALF}, history={"loss": FALLING, "val_loss": (0.6,) * 10}),
        "validation",
    ),
    "a number that stands for what is missing": (
        fitted({"inputs": (array(low=-7.0, high=0.3, fractions=1.0),)}),
        fitted({"inputs": (array(low=-7.0, high=3.0, fractions=1.0),)}),
        "data",
    ),
    "the same, in a column": (
        fitted({"inputs": (replace(HOLES, columns=((0.0, 1.0), (-1.0, 9.0))),)}),
        fitted({"inputs": (replace(HOLES, columns=((0.0, 1.0), (-30.0, 9.0))),)}),
        "data",
    ),
    "weights that are lost behind a finite loss": (fitted(network={"low": math.nan}), fitted(), "nan"),
    "steps that are too short for anything": (
        fitted(network={"skill": 0.0, "layers": (layer(moved=0.04), layer(END, moved=0.04))}),
        fitted(network={"skill": 0.0, "layers": (layer(moved=0.06), layer(END, moved=0.04))}),
        "rate",
    ),
    "a column that is the label": (fitted({"label_column": 2}), fitted({"label_column": None}), "leak"),
    "validation rows that are trained on": (
        fitted({"validation_shared": 0.5}),
        fitted({"validation_shared": 0.02}),
        "validation",
    ),
    "validation rows that an earlier fit trained on": (
        fitted({"trained_earlier": 0.9, "validation_shared": 0.0}),
        fitted({"trained_earlier": 0.1, "validation_shared": 0.0}),
        "validation",
    ),
    "fractions for an Embedding": (
        fitted({"inputs": (array(fractions=1.0),)}, {"layers": (LayerState("e", "Embedding"), END)}),
        fitted({"inputs": (array(fractions=0.0),)}, {"layers": (LayerState("e", "Embedding"), END)}),
        "data",
    ),
    "a class whose rows weigh nothing": (
        fitted(class_weights={"0": 1.0, "1": 0.0}),
        fitted(class_weights={"0": 1.0, "1": 1.0}),
        "imbalance",
    ),
    "sorted batches": (
        fitted({"labels": SORTED, "unshuffled": True}),
        fitted({"labels": SORTED, "unshuffled": False}),
        "order",
    ),
    "the end of sorted rows held back": (
        fitted({"labels": replace(SORTED, counts=(300, 100)), "validation_labels": LAST_HALF}),
        fitted({"validation_labels": LAST_HALF}),
        "order",
    ),
    "large inputs": (
        fitted(network={"layers": (layer(inputs=(100.0, 60.0)), END)}),
        fitted(network={"layers": (layer(inputs=(100.0, 60.0)), END), "skill": 0.95}),
        "scale",
    ),
    "inputs that are next to 0": (
        fitted(network={"layers": (layer(inputs=(0.002, 0.001)), END)}),
        fitted(network={"layers": (layer(inputs=(0.2, 0.1)), END)}),
        "scale",
    ),
    "rows of unlike columns scaled by themselves": (
        fitted({"inputs": (array(scaled_by_row=True, columns=((-0.8, 0.1), (1.2, 0.7), (0.4, 0.6))),)}),
        fitted({"inputs": (array(scaled_by_row=True),)}),
        "scale",
    ),
    "a rare class that is never found": (
        fitted({"labels": replace(CLASSES, counts=(390, 10))}, {"missed_classes": (1.0,)}),
        fitted({"labels": replace(CLASSES, counts=(390, 10))}),
        "imbalance",
    ),
    "a rare class that somebody wants to find": (
        fitted({"labels": replace(CLASSES, counts=(390, 10))}, {"missed_classes": (1.0,)}, history={"loss": FLAT}),
        fitted(
            {"labels": replace(CLASSES, counts=(390, 10))},
            {"missed_classes": (1.0,)},
            history={"loss": FLAT, "auc": FLAT},
        ),
        "imbalance",
    ),
    "class weights the wrong way round": (
        fitted({"labels": replace(CLASSES, counts=(340, 60))}, class_weights={"0": 6.0, "1": 1.0}),
        fitted({"labels": replace(CLASSES, counts=(340, 60))}, class_weights={"0": 1.0, "1": 6.0}),
        "imbalance",
    ),
    "labels of -1 and 1": (
        fitted({"labels": labels(low=-1.0, values=(-1.0, 1.0))}),
        fitted({"labels": labels(low=-1.0, values=(-1.0, 1.0))}, compiled={"loss": "hinge"}),
        "labels",
    ),
    "quantities for a crossentropy": (
        fitted({"labels": NUMBERS}),
        fitted({"labels": labels(NUMBERS, low=0.0, high=1.0)}),
        "loss",
    ),
    "labels of the row before": (
        fitted({"predictable": (0.0, 0.8, 0.0)}),
        fitted({"predictable": (0.7, 0.8, 0.7)}),
        "labels",
    ),
    "labels of the row before, and not windows of a series": (
        fitted({"predictable": (0.0, 0.99, 0.0)}),
        fitted({"predictable": (0.0, 0.999, 0.0)}),
        "labels",
    ),
    "labels that nothing tells": (
        fitted({"predictable": (0.01, 0.0, 0.02)}),
        fitted({"predictable": (0.01, 0.0, 0.02)}, {"skill": 0.5}),
        "labels",
    ),
    "softmax over one unit": (fitted(network={"last": "softmax"}), fitted(), "activation"),
    "a relu before a crossentropy": (
        fitted(network={"last": "relu"}),
        fitted(network={"last": "relu"}, compiled={"from_logits": True}),
        "activation",
    ),
    "probabilities taken for logits": (fitted(compiled={"from_logits": True}), fitted(), "activation"),
    "tanh for numbers beyond 1": (
        fitted({"labels": labels(NUMBERS, low=-9.0, high=9.0)}, {"last": "tanh"}, MSE),
        fitted({"labels": labels(NUMBERS, low=-1.0, high=1.0)}, {"last": "tanh"}, MSE),
        "activation",
    ),
    "a sigmoid of a sigmoid": (
        fitted(network={"layers": (HIDDEN, END, LayerState("s", "Activation", "sigmoid"))}),
        fitted(network={"layers": (layer(activation="sigmoid"), END)}),
        "activation",
    ),
    "normalised probabilities": (
        fitted(network={"last": "", "layers": (HIDDEN, END, LayerState("b", "BatchNormalization"))}),
        fitted(network={"last": "", "layers": (HIDDEN, LayerState("b", "BatchNormalization"), END)}),
        "activation",
    ),
    "a loss that is smallest where all is wrong": (
        fitted({"labels": NUMBERS}, {"last": "linear", "skill": -40.0}, {"loss": "gap"},
               history={"loss": (0.1, -2.0, -9.0)}),
        fitted({"labels": NUMBERS}, {"last": "linear", "skill": 0.95}, {"loss": "likelihood"},
               history={"loss": (0.1, -2.0, -9.0)}),
        "loss",
    ),
    "answers that run away": (
        fitted({"labels": NUMBERS}, {"last": "linear", "skill": -40.0, "low": -90.0}, {"loss": "difference"}),
        fitted({"labels": NUMBERS}, {"last": "linear", "skill": -40.0, "low": -3.0}, {"loss": "difference"}),
        "loss",
    ),
    "wrong answers throughout": (fitted(network={"skill": -1.0}), fitted(network={"skill": -0.5}), "loss"),
    "no bias and labels far from 0": (
        fitted({"labels": FAR}, {"last": "linear", "layers": bare(False)}, MSE),
        fitted({"labels": FAR}, {"last": "linear", "layers": bare(True)}, MSE),
        "bias",
    ),
    "momentum that never slows": (
        fitted(compiled={"optimizer": "sgd", "momentum": 0.999}, highest_rate=0.05),
        fitted(compiled={"optimizer": "sgd", "momentum": 0.9}, highest_rate=0.05),
        "rate",
    ),
    "an epsilon that divides all away": (
        fitted(compiled={"epsilon": 1.0}),
        fitted(compiled={"epsilon": 1e-7}),
        "rate",
    ),
    "a stop that waits for what isn't measured": (
        fitted(early_stopping=StopFacts("val_acc", "up", 3, 0.0, False, False, compared=False)),
        fitted(early_stopping=StopFacts("own_score", "up", 3, 0.0, False, False)),
        "stopping",
    ),
    "predictions for rows that aren't scaled": (
        fitted({"later_inputs": array(mean=400.0, spread=300.0)}),
        fitted({"later_inputs": array(mean=1.0, spread=2.0)}),
        "prediction",
    ),
    "a copy that was never trained": (
        fitted({"later_elsewhere": True}),
        fitted({"later_elsewhere": False}),
        "prediction",
    ),
    "several labels for a loss of one choice": (
        fitted({"labels": replace(CLASSES, kind="tags")}, {"units": 3}, {"loss": "categorical_crossentropy"}),
        fitted({"labels": replace(CLASSES, kind="one-hot")}, {"units": 3, "last": "softmax"},
               {"loss": "categorical_crossentropy"}),
        "loss",
    ),
    "logarithms of probabilities": (
        fitted(network={"units": 2, "last": "log_softmax"}, compiled={"loss": "sparse_categorical_crossentropy"}),
        fitted(network={"units": 2, "last": "softmax"}, compiled={"loss": "sparse_categorical_crossentropy"}),
        "activation",
    ),
    "numbers that end at 65504": (
        fitted(network={"layers": (layer(settings={"dtype": "float16"}), END)}, history={"loss": (3.0, math.nan)}),
        fitted(network={"layers": (layer(settings={"dtype": "float16"}), END)}),
        "nan",
    ),
    "weights that decay faster than they learn": (
        fitted(compiled={"weight_decay": 20.0}),
        fitted(compiled={"weight_decay": 0.004}),
        "regularizer",
    ),
    "units that are silenced by their penalty": (
        fitted(network={"layers": (layer(dead=1.0, settings={"activity_regularizer": "L1"}), END)}),
        fitted(network={"layers": (layer(dead=1.0), END)}),
        "regularizer",
    ),
    "gradients of one sign": (
        fitted(network={"layers": (replace(HIDDEN, grew=0.0), replace(END, grew=0.0))}),
        fitted(network={"layers": (replace(HIDDEN, grew=0.3), replace(END, grew=0.0))}),
        "gradient",
    ),
    "errors in other units": (
        fitted({"labels": NUMBERS, "later_labels": array(mean=400.0, spread=90.0)}, {"last": "linear"}, MSE),
        fitted({"labels": NUMBERS, "later_labels": array(mean=0.1, spread=1.1)}, {"last": "linear"}, MSE),
        "prediction",
    ),
    "dropout at the end": (
        fitted(network={"layers": (HIDDEN, END, LayerState("d", "Dropout", settings={"rate": 0.5}))}),
        fitted(network={"layers": (HIDDEN, LayerState("d", "Dropout", settings={"rate": 0.5}), END)}),
        "dropout",
    ),
    "accuracy of numbers": (
        fitted({"labels": NUMBERS}, {"last": "linear"}, {"loss": "mean_squared_error"}),
        fitted({"labels": NUMBERS}, {"last": "linear"}, MSE),
        "metric",
    ),
    "units that are all the same": (
        fitted(network={"layers": (layer(symmetric=True), END)}),
        fitted(network={"layers": (HIDDEN, layer(END, symmetric=True))}),
        "initial",
    ),
    "frozen from the start": (
        fitted(network={"layers": (layer(frozen=True, moved=0.0), END)}),
        fitted(network={"layers": (layer(frozen=True, moved=0.8), END)}),
        "frozen",
    ),
    "frozen from the start, but not by chance": (
        fitted(network={"layers": (layer(frozen=True, moved=0.0), END)}),
        fitted(network={"layers": (layer(frozen=True, moved=0.0, from_setup=True), END)}),
        "frozen",
    ),
    "weights that began wide, but not by chance": (
        fitted(network={"layers": (layer(initial_spread=12.0), END)}),
        fitted(network={"layers": (layer(initial_spread=12.0, from_setup=True), END)}),
        "initial",
    ),
    "no activation inside": (
        fitted(network={"layers": (layer(activation="linear"), END)}),
        fitted(network={"layers": (layer(activation="linear"), END), "skill": 0.85}),
        "activation",
    ),
    "sigmoids on top of each other": (
        fitted(network={"layers": DEEP}),
        fitted(network={"layers": tuple(layer(each, gradient=0.1) for each in DEEP)}),
        "activation",
    ),
    "a penalty that outweighs the rest": (
        fitted(network={"penalty": 0.5}),
        fitted(network={"penalty": 0.1}),
        "regularizer",
    ),
    "a rate that is too high": (
        fitted(highest_rate=1.0),
        fitted(highest_rate=1.0, network={"skill": 0.95}),
        "rate",
    ),
    "a rate that is too low": (
        fitted(network={"layers": (layer(moved=0.001), layer(END, moved=0.001))}, highest_rate=1e-6, lowest_rate=1e-6),
        fitted(highest_rate=1e-4, lowest_rate=1e-4),
        "rate",
    ),
    "stopped in the wrong mode": (
        fitted(epochs=100, early_stopping=StopFacts("val_loss", "up", 3, 0.0, False, True)),
        fitted(epochs=100, early_stopping=StopFacts("val_loss", "down", 3, 0.0, False, True)),
        "stopping",
    ),
    "one unit for two classes": (
        fitted({"labels": replace(CLASSES, values=(0.0, 1.0, 2.0), counts=(130, 130, 140))},
               {"layers": (layer(width=1), END), "last": "softmax", "units": 3, "sums_axis": 1},
               {"loss": "sparse_categorical_crossentropy"}),
        fitted({"labels": replace(CLASSES, values=(0.0, 1.0, 2.0), counts=(130, 130, 140))},
               {"last": "softmax", "units": 3, "sums_axis": 1}, {"loss": "sparse_categorical_crossentropy"}),
        "size",
    ),
    "frozen after it was trained": (
        fitted(network={"layers": FROZEN}, history={"loss": (0.7,) * 10}),
        fitted(network={"layers": FROZEN}),  # which learned in this fit, as it may where it was compiled before
        "frozen",
    ),
    "masks of bytes": (
        fitted({"labels": replace(MASKS, array=replace(MASKS.array, high=255.0))}),
        fitted({"labels": MASKS}),
        "labels",
    ),
    "an input that is the labels": (fitted({"label_input": 1}), fitted({"label_input": None}), "leak"),
    "one array for two inputs": (
        fitted({"same_inputs": (0, 1)}),
        fitted({"same_inputs": (0, 1)}, {"skill": 0.95}),
        "data",
    ),
    "an Input of whole numbers": (
        fitted({"inputs": (array(fractions=0.9),)}, {"integer_inputs": True}),
        fitted({"inputs": (array(fractions=0.0),)}, {"integer_inputs": True}),
        "data",
    ),
    "a few far values": (
        fitted({"inputs": (array(outlier_column=1),)}),
        fitted({"inputs": (array(outlier_column=1),)}, {"skill": 0.96}),
        "scale",
    ),
    "hardly any pixel": (
        fitted({"labels": PIXELS}, {"missed_classes": (1.0,)}),
        fitted({"labels": PIXELS}),
        "imbalance",
    ),
    "kinds that became true and false": (
        fitted({"labels": YES}, {"units": 3}, SPARSE),
        fitted({"labels": YES}, {"units": 2}, SPARSE),
        "labels",
    ),
    "an answer for each step, and a label for the row": (
        fitted({"labels": NUMBERS}, {"last": "linear"}, MSE, output=(None, 16, 1)),
        fitted({"labels": NUMBERS}, {"last": "linear"}, MSE, output=(None, 1)),
        "labels",
    ),
    "a softmax over the steps": (
        fitted({"labels": THREE}, {"last": "softmax", "units": 3, "sums_axis": 1}, SPARSE, output=(None, 20, 3)),
        fitted({"labels": THREE}, {"last": "softmax", "units": 3, "sums_axis": 2}, SPARSE, output=(None, 20, 3)),
        "activation",
    ),
    "labels that are smoothed away": (
        fitted(compiled={"label_smoothing": 0.9}),
        fitted(compiled={"label_smoothing": 0.1}),
        "loss",
    ),
    "directions of labels of all lengths": (
        fitted({"labels": lengths(0.4)}, {"last": "linear"}, {"loss": "cosine_similarity", "metrics": ("mae",)}),
        fitted({"labels": lengths(0.0)}, {"last": "linear"}, {"loss": "cosine_similarity", "metrics": ("mae",)}),
        "loss",
    ),
    "directions of labels whose lengths are measured": (
        fitted({"labels": lengths(0.4)}, {"last": "linear"}, {"loss": "cosine_similarity", "metrics": ("mse",)}),
        fitted({"labels": lengths(0.4)}, {"last": "linear"}, {"loss": "cosine_similarity"}),
        "loss",
    ),
    "rows of length 1, which tell nothing": (
        fitted({"predictable": (0.01, 0.0, 0.02), "inputs": (array(length_spread=0.0),)}),
        fitted({"predictable": (0.01, 0.0, 0.02), "inputs": (array(length_spread=0.3),)}),
        "scale",
    ),
    "weights that begin wide": (
        fitted(network={"layers": (layer(initial_spread=12.0), END)}),
        fitted(network={"layers": (layer(initial_spread=12.0, settings={"kernel_initializer": "he_normal"}), END)}),
        "initial",
    ),
    "wide weights that are to learn": (
        fitted(network={"layers": (layer(initial_spread=12.0), END)}),
        fitted(network={"layers": (layer(initial_spread=12.0, frozen=True), END)}),
        "initial",
    ),
    "an output whose loss drowns another": (
        fitted(history={"loss": FLAT, "kind_loss": (0.7, 0.69), "price_loss": (900.0, 30.0)}),
        fitted(history={"loss": FLAT, "kind_loss": (0.7, 0.1), "price_loss": (900.0, 30.0)}),
        "loss",
    ),
    "rows that were scaled by themselves": (
        fitted({"inputs": (STANDARD,), "later_inputs": array(STANDARD, rows=50)}),
        fitted({"inputs": (STANDARD,), "later_inputs": array(STANDARD, rows=50, columns=((0.01, 1.0), (0.0, 1.0)))}),
        "prediction",
    ),
    "networks built anew": (fitted(discarded=5, epochs_run=1), fitted(discarded=5), "rebuilt"),
    "a step an epoch": (fitted(steps=10), fitted(steps=130), "batch"),
    "a step an epoch that was not enough": (
        fitted({"predictable": (0.5,)}, {"skill": 0.4}, steps=10),
        fitted({"predictable": (0.5,)}, {"skill": 0.6}, steps=10),
        "batch",
    ),
    "too little time": (fitted(history={"loss": FALLING}), fitted(), "underfitting"),
    "rows that come by with another label": (
        fitted({"contradicted": 0.6}),
        fitted({"contradicted": 0.2}),  # labels that are wrong now and then
        "labels",
    ),
    "rows of no class": (
        fitted({"labels": NO_CLASS}, {"last": "softmax", "units": 4}, CATEGORICAL),
        fitted({"labels": NO_CLASS}, {"last": "sigmoid", "units": 4}),  # tags, of which a row may have none
        "labels",
    ),
    "windows that were divided at random": (
        fitted({"window_overlap": 0.9}),
        fitted({"window_overlap": 0.02}),
        "validation",
    ),
    "rows dealt anew": (
        fitted({"validation_shared": 0.9, "largest_batch": 32}),
        fitted({"validation_shared": 0.1, "largest_batch": 32}),
        "validation",
    ),
    "answers that differ when asked twice": (
        fitted(network={"unsteady": 0.3}),
        fitted(network={"unsteady": 0.01}),
        "prediction",
    ),
    "labels of a heavy tail": (
        fitted({"labels": HEAVY}, LINEAR | {"skill": 0.1}, MSE),
        fitted({"labels": HEAVY}, LINEAR | {"skill": 0.8}, MSE),
        "scale",
    ),
    "a network given the next step": (
        fitted(network={"looks_ahead": True}),
        fitted(network={"looks_ahead": False}),
        "leak",
    ),
    "validation whose inputs tell nothing": (
        fitted({"validation_predictable": -0.3}, {"skill": 0.95}, history=GOOD | {"val_loss": (0.9,) * 10}),
        fitted({"validation_predictable": -0.3}, {"skill": 0.95}, history=GOOD),  # the network knows more
        "validation",
    ),
    "evaluation whose inputs tell nothing": (
        fitted({"later_predictable": -0.3, "evaluated_loss": 0.9}, {"skill": 0.95}, history=LEARNED_IT),
        fitted({"later_predictable": 0.6, "evaluated_loss": 0.9}, {"skill": 0.95}, history=LEARNED_IT),
        "prediction",
    ),
    "folds of sorted rows": (
        fitted({"labels": SORTED, "later_labels": replace(CLASSES.array, rows=100, mean=1.2)}),
        fitted({"labels": CLASSES, "later_labels": replace(CLASSES.array, rows=100, mean=1.2)}),
        "order",
    ),
    "one of two inputs as it is": (
        fitted({"inputs": (TABLE, MONEY)}, {"layers": (HIDDEN, layer(name="d2", inputs=(900.0, 90.0)), END)}),
        fitted({"inputs": (TABLE, MONEY)}, {"layers": (HIDDEN, layer(name="d2", inputs=(0.1, 1.0)), END)}),
        "scale",
    ),
    "one mean and one spread for all columns": (
        fitted({"inputs": (UNLIKE,)}, {"layers": (layer(ALL_ALIKE), HIDDEN, END)}),
        fitted({"inputs": (UNLIKE,)}, {"layers": (layer(ALL_ALIKE, settings={"axis": (-1,)}), HIDDEN, END)}),
        "scale",
    ),
    "far more noise than in validation": (
        fitted({"inputs": (WIDE,), "validation_inputs": TABLE}),
        fitted({"inputs": (WIDE,), "validation_inputs": replace(WIDE, columns=(*WIDE.columns[:2], (0.0, 0.9)))}),
        "scale",
    ),
    "padding that counts": (
        fitted({"inputs": (TEXTS,), "labels": TAGGED}, {"last": "softmax", "units": 5}, SPARSE, output=(None, 40, 5)),
        fitted(
            {"inputs": (TEXTS,), "labels": TAGGED},
            {"last": "softmax", "units": 5, "layers": (MASKED, GRU)},
            SPARSE,
            output=(None, 40, 5),
        ),
        "imbalance",
    ),
    "pictures that are turned by half a circle": (
        fitted({"mirrored": ("half",)}, {"layers": (layer(TURN, settings={"factor": 0.5}), HIDDEN, END)}),
        fitted({"mirrored": ("half",)}, {"layers": (layer(TURN, settings={"factor": 0.1}), HIDDEN, END)}),
        "data",
    ),
    "a softmax over the rows of a picture": (
        fitted({"labels": THREE}, {"last": "softmax", "units": 3, "sums_axis": 2}, SPARSE, output=(None, 9, 9, 3)),
        fitted({"labels": THREE}, {"last": "softmax", "units": 3, "sums_axis": 3}, SPARSE, output=(None, 9, 9, 3)),
        "activation",
    ),
    "a divergence of what are no shares": (
        fitted(network={"last": "relu", "units": 5}, compiled={"loss": "kl_divergence"}),
        fitted(network={"last": "softmax", "units": 5}, compiled={"loss": "kl_divergence"}),
        "activation",
    ),
    "weights that are kept small": (
        fitted(network={"spread": 0.01, "layers": LEASHED}),
        fitted(network={"spread": 0.4, "layers": LEASHED}),
        "regularizer",
    ),
    "a loop that never normalises": (
        fitted(network={"layers": (layer(NORMAL, moved=0.0), HIDDEN, END)}, epochs=0, epochs_run=0),
        fitted(network={"layers": (layer(NORMAL, moved=1.0), HIDDEN, END)}, epochs=0, epochs_run=0),
        "loop",
    ),
    "steps in no order": (
        fitted({"predictable": ()}, {"orderless": True, "layers": (WORDS, HIDDEN, END)}),
        fitted({"predictable": ()}, {"orderless": True, "layers": (HIDDEN, END)}),  # who knows
        "size",
    ),
    "weights of a bad epoch put back": (
        fitted(network={"skill": 0.3}, history=KNOWN, lasting=False, restored=1, output=(None, 1)),
        fitted(network={"skill": 0.8}, history=KNOWN, lasting=False, restored=1, output=(None, 1)),
        "stopping",
    ),
    "colours in the reverse order": (
        fitted({"inputs": (COLOURS,), "later_inputs": COLOURS, "later_turned": "reversed 3"}),
        fitted({"inputs": (COLOURS,), "later_inputs": COLOURS, "later_turned": ""}),
        "prediction",
    ),
    "a row that was scaled by itself": (
        fitted({"inputs": (MEASURED,), "later_inputs": array(rows=1, low=0.0, high=0.0, spread=0.0, columns=())}),
        # of bits
        fitted(
            {"inputs": (TABLE,), "later_inputs": array(rows=1, low=0.0, high=0.0, spread=0.0, columns=())},
        ),
        "prediction",
    ),
    "a row of NaN": (
        fitted({"inputs": (MEASURED,), "later_inputs": array(rows=1, not_finite=1.0)}),
        fitted({"inputs": (MEASURED,), "later_inputs": array(rows=1)}),
        "prediction",
    ),
    "one row that isn't scaled": (
        fitted({"later_inputs": array(rows=1, mean=900.0, columns=())}),
        fitted({"later_inputs": array(rows=1, mean=0.01, spread=0.0, columns=())}),  # it may well be small
        "prediction",
    ),
    "a softmax whose parts are taken for separate questions": (
        fitted({"labels": replace(THREE, kind="one-hot")}, {"last": "softmax", "units": 3}),
        fitted({"labels": replace(THREE, kind="one-hot")}, {"last": "sigmoid", "units": 3}),
        "loss",
    ),
    "gradients that are cut to next to nothing": (
        fitted(compiled={"optimizer": "sgd", "clipped": 0.01}),
        fitted(compiled={"optimizer": "sgd", "clipped": 0.02}),
        "rate",
    ),
    "targets in the hundreds": (
        fitted({"labels": replace(NUMBERS, array=replace(NUMBERS.array, mean=400.0))}, LINEAR, MSE),
        fitted({"labels": replace(NUMBERS, array=replace(NUMBERS.array, mean=15.0))}, LINEAR, MSE),
        "scale",
    ),
    "a dropout that leaves too little": (
        fitted(network={"layers": (HIDDEN, replace(DROPOUT, settings={"rate": 0.75}), END)}),
        fitted(network={"layers": (HIDDEN, replace(DROPOUT, settings={"rate": 0.7}), END)}),
        "dropout",
    ),
    "one row alone that is normalised": (
        fitted(network={"layers": (HIDDEN, NORMAL, END)}, batch_size=1),
        fitted(network={"layers": (HIDDEN, NORMAL, END)}, batch_size=2),
        "batch",
    ),
    "30 rows that are known by heart": (
        fitted({"inputs": (array(rows=30),)}, history=APART_AT_LAST),
        fitted({"inputs": (array(rows=31),)}, history=APART_AT_LAST),
        "data",
    ),
    "no patience": (
        fitted(epochs=100, early_stopping=StopFacts("val_loss", "down", 1, 0.0, False, True)),
        fitted(epochs=100, early_stopping=StopFacts("val_loss", "down", 2, 0.0, False, True)),
        "stopping",
    ),
    "a network that is compiled again and again": (
        fitted(recompiled=3, epochs=3, epochs_run=3),
        fitted(recompiled=2, epochs=3, epochs_run=3),
        "rebuilt",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_a_cause_is_named_by_its_fact_and_not_without_it(name: str) -> None:
    wrong, right, topic = NAMED[name]
    assert topics(wrong)[:1] == [topic]
    assert topic not in topics(right)


def test_what_is_further_upstream_is_said_first() -> None:
    everything = fitted({"label_column": 0, "predictable": (0.0, 0.8, 0.0)}, {"last": "relu"}, highest_rate=1.0)
    assert topics(everything) == ["leak", "labels", "activation", "rate"]


def test_a_training_that_ended_by_mistake_is_said_before_what_it_made() -> None:
    stop = StopFacts("val_auc", "down", 3, 0.0, False, True)
    assert topics(fitted({"predictable": (0.0, 0.0, 0.0)}, epochs=100, early_stopping=stop))[:2] == [
        "stopping",
        "labels",
    ]


def test_of_numbers_that_are_mostly_nothing_a_few_rows_show_too_little() -> None:
    told = {"predictable": (0.0, 0.0, 0.0)}
    assert "labels" in topics(fitted(told | {"labels": NUMBERS}, LINEAR, MSE))
    assert "labels" not in topics(fitted(told | {"labels": MOSTLY_NOTHING}, LINEAR, MSE))


def test_the_layer_that_large_labels_are_advised_to_end_with_gives_answers_of_their_size() -> None:
    far = replace(NUMBERS, array=replace(NUMBERS.array, low=180.0, high=420.0, mean=300.0, spread=40.0))
    network: dict[str, Any] = {"last": "linear", "skill": 0.0}
    [advice] = [each for each in causes(FitEvidence(fitted({"labels": far}, network, MSE))) if "Rescaling" in each.try_]
    y = np.random.default_rng(0).normal(300.0, 40.0, 500)
    scale, offset = re.findall(r"Rescaling\((.+?), offset=(.+?)\) after", advice.try_)[0]
    answers = np.random.default_rng(1).normal(size=500) * eval(scale, {"y": y}) + eval(offset, {"y": y})
    assert abs(answers.mean() - y.mean()) < 10
    assert 0.8 < answers.std() / y.std() < 1.25


def test_a_second_cause_is_said_where_it_is_certain_and_of_something_else() -> None:
    def two(*topics: str, **more: Any) -> None:
        assert tuple(each.topic for each in main_causes(FitEvidence(fitted(**more)))) == topics

    wrong = {"last": "softmax"}
    two("leak", "activation", given={"label_column": 0}, network=wrong, highest_rate=1.0)
    two("leak", given={"label_column": 0}, highest_rate=1.0)
    two("labels", given={"labels": labels(low=-1.0, values=(-1.0, 1.0))}, network={"last": "linear"})
    two("rate", "prediction", given={"later_inputs": array(mean=400.0)}, highest_rate=1.0)


def test_more_time_is_not_said_where_the_exercise_sets_it() -> None:
    assert topics(fitted(history={"loss": FALLING}), held=Fit(asked=Bound(equals=10)).held) == []
    assert topics(fitted(history={"loss": FALLING}), first=False) == []


def test_a_rare_class_is_missed_for_a_loss_that_tells_nothing() -> None:
    rare = {"labels": replace(CLASSES, counts=(390, 10))}
    assert topics(fitted(rare, {"missed_classes": (1.0,)}))[0] == "imbalance"
    assert topics(fitted(rare, {"missed_classes": (1.0,)}, {"loss": "categorical_crossentropy"}))[0] != "imbalance"


def test_a_class_of_many_is_not_rare() -> None:
    def missed(counts: tuple[int, ...]) -> list[str]:
        several = replace(CLASSES, values=tuple(map(float, range(len(counts)))), counts=counts)
        network = {"missed_classes": (0.0,), "last": "softmax", "units": len(counts), "sums_axis": 1}
        return topics(fitted({"labels": several}, network, SPARSE))

    assert missed((50,) * 8) == []
    assert missed((15, *(55,) * 7)) == ["imbalance"]


def test_of_a_rare_class_a_few_rows_show_too_little_to_call_labels_unrelated() -> None:
    nothing: dict[str, Any] = {"predictable": (0.01, 0.0, 0.02)}
    assert topics(fitted(nothing)) == ["labels"]
    assert topics(fitted(nothing | {"labels": replace(CLASSES, counts=(380, 20))})) == []


def test_the_labels_of_one_piece_are_not_all_labels() -> None:
    same = {"labels": replace(CLASSES, array=replace(CLASSES.array, constant_columns=1.0))}
    assert topics(fitted(same)) == ["labels"]
    assert topics(fitted(same, pieces=4)) == ["rebuilt"]


def test_where_logits_say_1_is_not_at_a_half() -> None:
    missed: dict[str, Any] = {"missed_classes": (1.0,), "skill": None}
    assert topics(fitted({"labels": PIXELS}, missed)) == ["imbalance"]
    assert topics(fitted({"labels": PIXELS}, missed | {"last": "linear"}, {"from_logits": True})) == []


def test_what_is_learned_by_heart_is_told_from_what_is_sure_of_itself() -> None:
    by_heart: dict[str, tuple[float, ...]] = {
        "loss": (0.7, 0.4, 0.2, *(0.01,) * 7),
        "val_loss": (0.7, 0.65, 0.6, *(0.73,) * 7),
    }
    known = fitted(network={"skill": 0.99}, history=by_heart)
    assert [each.topic for each in advise_on([known])] == ["overfitting"]
    later = by_heart | {"val_loss": (0.7, 0.65, 0.6, *(0.67,) * 7)}
    assert [each.topic for each in advise_on([replace(known, history=later)])] == []


def test_a_network_that_was_only_built_is_judged_by_its_layers() -> None:
    def built(*functions: str) -> list[str]:
        shape = (None, 3)
        layers = [
            LayerFacts(f"d{at}", "Dense", True, 12, 12, shape, {"activation": each})
            for at, each in enumerate(functions)
        ]
        model = ModelFacts("Sequential", True, tuple(layers), 24, 24, shape, shape)
        compiled = CompileFacts("sparse_categorical_crossentropy", "sgd", 0.01)
        (fit,) = as_built((), model, compiled)
        return topics(fit)

    assert built("softmax", "softmax") == ["activation"]
    assert built("linear", "softmax") == ["activation"]
    assert built("relu", "linear") == ["activation"]
    assert built("relu", "softmax") == []


def test_cells_of_recurrent_layers_are_no_layers_of_the_chain() -> None:
    lstm = LayerFacts("lstm", "LSTM", True, 12, 12, (None, 8), {"activation": "tanh"})
    dense = LayerFacts("dense", "Dense", True, 9, 9, (None, 1), {"activation": "tanh"})
    cell = LayerFacts("lstm_cell", "LSTMCell", True, 12, 12, None, {})
    shape = (None, 16, 1)
    model = ModelFacts("Sequential", True, (lstm, dense), 21, 21, shape, (None, 1), inner=(cell,))
    compiled = CompileFacts("mean_squared_error", "adam", 0.001)
    far = replace(NUMBERS, array=replace(NUMBERS.array, low=-8.0, high=8.0))
    (fit,) = as_built((replace(fitted({"labels": far}, compiled=MSE), network=None),), model, compiled)
    assert topics(fit) == ["activation"]


@pytest.mark.parametrize(("last", "works"), [("log_softmax", True), ("log_sigmoid", False)])
def test_logits_are_advised_only_where_they_give_the_same_probabilities(last: str, works: bool) -> None:
    loss = {"loss": "binary_crossentropy" if last == "log_sigmoid" else "sparse_categorical_crossentropy"}
    [advice] = [
        each for each in causes(FitEvidence(fitted(network={"last": last}, compiled=loss))) if "probab" in each.why
    ]
    assert ("from_logits" in advice.try_) is works


def test_a_stream_that_went_by_several_times_tells_nothing_of_other_rows() -> None:
    known: dict[str, Any] = {"validation_predictable": -0.8}
    worse = GOOD | {"val_loss": (0.9,) * 10}
    assert topics(fitted(known, {"skill": 0.95}, history=worse)) == ["validation"]
    assert topics(fitted(known | {"largest_batch": 32}, {"skill": 0.95}, history=worse)) == []


def test_an_untrained_network_that_is_asked_in_place_of_the_trained_one_is_named() -> None:
    stranger = replace(fitted({"later_elsewhere": True}), of_model=False)
    program = ProgramFacts(None, None, None, fits=(stranger,))
    assert [each.topic for each in advise(None, (), (), "x = 1", "", (), program)] == ["prediction"]
    program = replace(program, fits=(replace(fitted(), of_model=False),))
    assert advise(None, (), (), "x = 1", "", (), program) == ()


def test_tables_of_few_ones_are_not_taken_for_small_numbers() -> None:
    layers = (replace(fitted().network.layers[0], inputs=(0.0004, 0.02)),)  # type: ignore[union-attr]
    ones = ArrayFacts((None, 3000), "float32", 400, 0.0, 1.0, 0.0004, 0.02)
    network = {"layers": layers, "skill": 0.7}
    assert advise(None, (fitted({"inputs": (ones,)}, network),), ()) == ()
    small = replace(ones, high=0.1, fractions=1.0)
    assert [each.topic for each in advise(None, (fitted({"inputs": (small,)}, network),), ())] == ["scale"]
