"""Labels, losses, metrics and curves: what the network's outputs are compared with, and the results."""

from __future__ import annotations

import re

from tuitutor.coach.arrays import sizes
from tuitutor.coach.code import argument, constant_value
from tuitutor.coach.rules import Case, Rules, Words

LABELS = Rules()

# ---- losses and metrics ---------------------------------------------------------------------

# Several losses give the same message for shapes that differ; the traceback's innermost frame tells them apart.
_SHAPES = (
    r"^Arguments `target` and `output` must have the same (?:shape|rank).*"
    r"target.shape=(\(.*?\)), output.shape=(\(.*?\))"
)


@LABELS.rule("loss", ("loss", "output", "labels"), "ValueError", _SHAPES)
def labels_unlike_outputs(case: Case) -> Words | None:
    labels, outputs = sizes(case[1]), sizes(case[2])
    if not 1 <= len(labels) <= 2 or len(outputs) != 2:
        return None
    one_each = len(labels) == 1 or labels[-1] == "1"
    if one_each and re.search(r"in categorical_crossentropy", case.error.traceback):
        return (
            f"categorical_crossentropy compares {outputs[-1]} outputs per sample with {outputs[-1]} numbers, "
            f"but your labels hold one class number each.",
            "Use loss='sparse_categorical_crossentropy' for integer labels, or to_categorical(labels).",
        )
    return (
        f"The labels have {'1 number' if one_each else f'{labels[-1]} numbers'} per sample, "
        f"but the model gives {outputs[-1]}.",
        "Give the last layer as many units as the labels have numbers; for class numbers "
        "use loss='sparse_categorical_crossentropy'.",
    )


LABELS.says(
    "loss",
    ("loss",),
    "ValueError InvalidArgumentError",
    r"(?s)compile_loss/(\w+)/.*(?:with input |Incompatible )shapes: \[(\d+)\](?:,| vs\.) \[\2,(\d+)\]",
)(
    "{1} compares number by number: the labels have 1 number per sample, but the model gives {3}.",
    "For class numbers use loss='sparse_categorical_crossentropy'.",
)


@LABELS.rule(
    "loss",
    ("loss", "output", "labels"),
    "ValueError",
    r"^Argument `output` must have rank .*target.shape=(\(.*?\)), output.shape=(\(.*?\))",
)
def sparse_rank(case: Case) -> Words | None:
    labels, outputs = sizes(case[1]), sizes(case[2])
    if len(labels) == len(outputs) == 2 and labels[-1] == outputs[-1]:
        return (
            "sparse_categorical_crossentropy needs one class number per sample, "
            f"but your labels have {labels[-1]} each.",
            "Use loss='categorical_crossentropy' for one-hot labels.",
        )
    if len(outputs) > 2:
        return (
            f"The model gives outputs of shape {case[2]}, but the loss needs one row of class scores per sample.",
            "Put Flatten() before the first Dense layer.",
        )
    return None


@LABELS.rule(
    "loss",
    ("loss", "output", "labels"),
    "InvalidArgumentError",
    r"a label value of (-?\d+) which is outside the valid range of \[0, (\d+)\)",
)
def label_out_of_range(case: Case) -> Words:
    label, units = int(case[1]), int(case[2])
    if units == 1:
        return (
            f"The last layer has one unit, so the only class is 0, but there is a label {label}.",
            "Use one unit per class, as in Dense(2, activation='softmax'); "
            "or Dense(1, activation='sigmoid') with loss='binary_crossentropy'.",
        )
    if label < 0:
        return f"There is a label {label}, but classes are numbered from 0.", "Renumber the labels: 0, 1, 2, ..."
    return (
        f"The last layer has {units} units for the classes 0 to {units - 1}, but there is a label {label}.",
        f"Give the last layer at least {label + 1} units, or renumber the labels from 0.",
    )


@LABELS.rule(
    "metric", ("metrics",), "ValueError InvalidArgumentError", r"LogicalAnd.*|Incompatible shapes: .*LogicalAnd"
)
def metric_on_two_outputs(case: Case) -> Words | None:
    metric = re.search(r"['\"](recall|precision)['\"]|(Recall|Precision)\(", case.text)
    if not re.search(r"Dimensions must be equal|Incompatible shapes", case.match.string):
        return None
    name = (metric[1] or metric[2]) if metric is not None else "recall, precision and the like"
    return (
        f"A metric such as {name} compares one number per sample with its label, but the model gives several.",
        "Use metrics=['accuracy'], or one sigmoid unit with binary_crossentropy.",
    )


@LABELS.rule("index", (), "InvalidArgumentError", r"indices\[[\d,]+\] = (-?\d+) is not in \[0, (\d+)\)")
def word_out_of_range(case: Case) -> Words | None:
    number, words = int(case[1]), int(case[2])
    if "mbedding" not in case.match.string or number < 0:
        return None
    return (
        f"The Embedding takes the numbers 0 to {words - 1}, but it was given {number}.",
        f"Its input_dim has to be larger than the largest number, here at least {number + 1}.",
    )


# ---- data and history -----------------------------------------------------------------------


@LABELS.rule("data", (), "ValueError", r"^None values not supported\.$")
def no_labels(case: Case) -> Words | None:
    """`fit(data)` without labels, which Python allows, since a Dataset contains its labels."""
    calls = [call for call in case.code.calls("fit") if call.lineno == case.error.line]
    if len(calls) != 1 or len(calls[0].args) != 1 or argument(calls[0], "y") is not None:
        return None
    return "fit got samples, but no labels to compare with.", "Write model.fit(data, labels, ...)."


LABELS.says("text", (), "ValueError", r"^Invalid dtype: (?:str\d*|<U\d+)$")(
    "The data are strings, but a network works on numbers.",
    "Replace each different string with its own number first, or leave that column out.",
)
LABELS.says("data", (), "ValueError", r"^Invalid dtype: object$")(
    "The array holds Python objects (dtype object), so there is a string, a None or an odd row among its values.",
    "Print data.dtype, replace what is not a number, and convert it: data.astype('float32').",
)
LABELS.says("data", (), "ValueError", r"^Data cardinality is ambiguous.*?'x' sizes: (\d+)\s+'y' sizes: (\d+)")(
    "There are {1} samples and {2} labels.",
    "Give fit one label for each sample.",
)
LABELS.says("data", (), "ValueError", r"^Unrecognized data type: (\w+)=.*\(of type <class 'list'>\)")(
    "fit got a list for {1}, but needs an array.",
    "Wrap it: np.array(...).",
)
LABELS.says("history", (), "TypeError", r"^'History' object is not subscriptable")(
    "fit returns a History object, which holds the curves in its .history.",
    "Write history.history['loss'].",
)


@LABELS.rule("history", (), "KeyError", r"^'(val_)?(\w+)'$")
def missing_curve(case: Case) -> Words | None:
    if not re.search(rf"\.history\[['\"]{case[1]}{case[2]}['\"]\]", case.text):
        return None
    if case[1]:
        return "No validation curve was recorded.", "Give fit validation_data=... or validation_split=..."
    asked = (argument(call, "metrics") for call in case.code.calls("compile"))
    metrics = {constant_value(node) for metrics in asked for node in getattr(metrics, "elts", ())}
    if case[2] == "acc" and "accuracy" in metrics:
        return "The curve is not called 'acc': it has the name that compile was given, 'accuracy'.", "Write 'accuracy'."
    return f"Nothing called '{case[2]}' was recorded.", f"Name it in compile(metrics=['{case[2]}'])."
