"""Errors of Keras: misspelt arguments and names, models not built or compiled, shapes and labels that do not fit."""

from __future__ import annotations

import re

from tuitutor.course.names import nearest
from tuitutor.grading.coach.rules import Case, Rule, Words, fixed, rule
from tuitutor.grading.coach.vocabulary import (
    ACTIVATIONS,
    ARGUMENTS,
    LOSSES,
    METRICS,
    OPTIMIZER_ARGUMENTS,
    OPTIMIZERS,
)

# ---- arguments and names --------------------------------------------------------------------


@rule("argument", "TypeError", r"^(\w+)\.__init__\(\) missing \d+ required positional arguments?: '(\w+)'")
def missing_argument(case: Case) -> Words | None:
    """`Dense(unit=3)`: Python names what is missing, and the misspelt argument stands in the learner's line."""
    layer, wanted = case[1], case[2]
    if wanted not in ARGUMENTS.get(layer, ()):
        return None
    call = re.search(rf"\b{layer}\(([^()]*)", case.text)
    given = re.findall(r"(\w+)\s*=", call[1]) if call is not None else []
    close = nearest(wanted, [name for name in given if name not in ARGUMENTS[layer]])
    if close is not None:
        return f"{layer} has no argument `{close}`; it is called `{wanted}`.", f"Write {wanted}=... instead."
    return f"{layer} needs `{wanted}`.", f"Give it as the first value, or as {wanted}=..."


@rule("argument", "TypeError", r"^\w*\.?(fit|compile|evaluate|predict)\(\) got an unexpected keyword argument '(\w+)'")
def unexpected_argument(case: Case) -> Words | None:
    return _renamed(case[1], case[2], ARGUMENTS[case[1]])


@rule("argument", "ValueError", r"^Unrecognized keyword arguments passed to (\w+): \{'(\w+)'")
def layer_argument(case: Case) -> Words | None:
    return _renamed(case[1], case[2], ARGUMENTS.get(case[1], ()))


@rule("argument", "ValueError", r"^Argument\(s\) not recognized: \{'(\w+)'")
def optimizer_argument(case: Case) -> Words | None:
    if case[1] == "lr":
        return "The optimizer has no argument `lr` any more.", "Write learning_rate=..."
    return _renamed("The optimizer", case[1], OPTIMIZER_ARGUMENTS)


def _renamed(owner: str, given: str, known: tuple[str, ...]) -> Words | None:
    close = nearest(given, known)
    return (f"{owner} has no argument `{given}`.", f"Did you mean {close}=...?") if close is not None else None


def _identifier(thing: str, known: tuple[str, ...]) -> Rule:
    @rule("name", "ValueError", rf"^Could not interpret {thing} identifier: (\w+)$")
    def unknown(case: Case) -> Words:
        close = nearest(case[1], known)
        try_ = f"Did you mean '{close}'?" if close is not None else f"Some that it knows: {', '.join(known[:5])}."
        return f"Keras knows no {thing} called '{case[1]}'.", try_

    return unknown


@rule("layer", "ValueError", r"^Only instances of `keras.Layer` can be added.* Received: <class '[\w.]+\.(\w+)'>")
def class_for_layer(case: Case) -> Words:
    return f"{case[1]} is the class of a layer and not yet a layer.", f"Call it with its arguments: {case[1]}(...)."


@rule("layer", "ValueError", r"^Expected `trainable` to be a boolean\. Received: trainable=<(\w+) ")
def layers_not_in_list(case: Case) -> Words | None:
    if "Sequential(" not in case.text:
        return None
    return "Sequential takes one list of layers.", "Put the layers in square brackets: Sequential([..., ...])."


@rule("argument", "ValueError", r"^Received an invalid value for `(\w+)`, expected a positive integer\..*=(.+)$")
def not_a_count(case: Case) -> Words:
    return f"`{case[1]}` counts something, and {case[2]} is no count.", "Give a whole number of at least 1."


@rule("shape", "ValueError", r"^Cannot convert '(\d+)' to a shape")
def number_for_shape(case: Case) -> Words:
    return f"A shape is a tuple, and {case[1]} is a number.", f"Write Input(({case[1]},)), with the comma."


# ---- state ----------------------------------------------------------------------------------

_UNBUILT = (
    r"isn't built\. You can build it manually|^Sequential model '\w+' has no defined (?:output|input)"
    r"|has never been called and thus has no defined|^You are saving a model that has not yet been built"
)


@rule("unbuilt", "ValueError AttributeError", _UNBUILT)
def unbuilt(case: Case) -> Words:
    return (
        "The model is not built: it does not know how wide its inputs are, so it has no weights and no shapes yet.",
        "Start it with Input((n,)), n numbers a sample, or train it before you ask.",
    )


# ---- shapes ---------------------------------------------------------------------------------

_WIDTH = (
    r"of layer '(\w+)' is incompatible with the layer: expected axis -1 of input shape to have value (\d+), "
    r"but received input with shape \(([^()]*)\)"
)


@rule("shape", "ValueError", _WIDTH)
def input_width(case: Case) -> Words:
    found = case[3].split(",")[-1].strip()
    return (
        f"Layer '{case[1]}' expects {case[2]} numbers a sample and got {found}: its input has shape ({case[3]}).",
        f"Make both the same: Input(({found},)) if your samples have {found} numbers.",
    )


@rule("shape", "ValueError", r"of layer '(\w+)' is incompatible.*: expected min_ndim=(\d+), found ndim=(\d+)")
def too_few_axes(case: Case) -> Words:
    return (
        f"Layer '{case[1]}' wants data of {case[2]} axes (the batch included) and got {case[3]}.",
        "Look at Input's shape: images are (height, width, channels), sequences (steps, features).",
    )


@rule("shape", "ValueError", r"Expected shape (\(.*?\)), but input has incompatible shape (\(.*?\))")
def wrong_input_shape(case: Case) -> Words:
    return (
        f"The model takes inputs of shape {case[1]} and got {case[2]}. The first number is the batch.",
        "Make Input's shape that of one sample, or reshape the data.",
    )


# The traceback's innermost frame tells the losses apart, which say the same of shapes that differ.
_SHAPES = r"^Arguments `target` and `output` must have the same shape\..*target.shape=(\(.*?\)), output.shape=(\(.*?\))"


@rule("loss", "ValueError", _SHAPES)
def labels_unlike_outputs(case: Case) -> Words | None:
    labels, outputs = _sizes(case[1]), _sizes(case[2])
    if len(labels) != len(outputs) or not labels:
        return None
    if labels[-1] == "1" and re.search(r"in categorical_crossentropy", case.error.traceback):
        return (
            f"categorical_crossentropy compares {outputs[-1]} outputs a sample with {outputs[-1]} numbers, "
            f"and your labels hold one class number each.",
            "Use loss='sparse_categorical_crossentropy' for integer labels, or to_categorical(labels).",
        )
    return (
        f"The labels have {labels[-1]} numbers a sample and the model gives {outputs[-1]}.",
        "Make the last layer's units fit the labels; for class numbers use loss='sparse_categorical_crossentropy'.",
    )


@rule("loss", "ValueError", r"^Argument `output` must have rank .*target.shape=(\(.*?\)), output.shape=(\(.*?\))")
def sparse_rank(case: Case) -> Words | None:
    labels, outputs = _sizes(case[1]), _sizes(case[2])
    if len(labels) == len(outputs) == 2 and labels[-1] == outputs[-1]:
        return (
            f"sparse_categorical_crossentropy wants one class number a sample, and your labels have {labels[-1]} each.",
            "Use loss='categorical_crossentropy' for one-hot labels.",
        )
    if len(outputs) > 2:
        return (
            f"The model gives outputs of shape {case[2]}, and one row of class scores a sample is needed.",
            "Put Flatten() before the first Dense layer.",
        )
    return None


def _sizes(shape: str) -> list[str]:
    return [size.strip() for size in shape.strip("()").split(",") if size.strip()]


@rule("loss", "InvalidArgumentError", r"a label value of (-?\d+) which is outside the valid range of \[0, (\d+)\)")
def label_out_of_range(case: Case) -> Words:
    label, units = int(case[1]), int(case[2])
    if units == 1:
        return (
            f"The last layer has one unit, so the only class is 0, and there is a label {label}.",
            "Use one unit a class, as in Dense(2, activation='softmax'); "
            "or Dense(1, activation='sigmoid') with loss='binary_crossentropy'.",
        )
    if label < 0:
        return f"There is a label {label}, and classes count from 0.", "Renumber the labels: 0, 1, 2, ..."
    return (
        f"The last layer has {units} units for the classes 0 to {units - 1}, and there is a label {label}.",
        f"Give the last layer at least {label + 1} units, or renumber the labels from 0.",
    )


@rule("metric", "ValueError InvalidArgumentError", r"LogicalAnd.*|Incompatible shapes: .*LogicalAnd")
def metric_on_two_outputs(case: Case) -> Words | None:
    metric = re.search(r"['\"](recall|precision)['\"]|(Recall|Precision)\(", case.text)
    if not re.search(r"Dimensions must be equal|Incompatible shapes", case.match.string):
        return None
    name = (metric[1] or metric[2]) if metric is not None else "recall, precision and the like"
    return (
        f"A metric such as {name} compares one number a sample with its label, and the model gives several.",
        "Use metrics=['accuracy'], or one sigmoid unit with binary_crossentropy.",
    )


# ---- data and history -----------------------------------------------------------------------


@rule("data", "ValueError", r"^Data cardinality is ambiguous.*?'x' sizes: (\d+)\s+'y' sizes: (\d+)")
def unequal_lengths(case: Case) -> Words:
    return f"There are {case[1]} samples and {case[2]} labels.", "Give fit one label for each sample."


@rule("data", "ValueError", r"^Unrecognized data type: (\w+)=.*\(of type <class 'list'>\)")
def list_for_array(case: Case) -> Words:
    return f"fit got a list for {case[1]} and wants an array.", "Wrap it: np.array(...)."


@rule("history", "TypeError", r"^'History' object is not subscriptable")
def history_itself(case: Case) -> Words:
    return "fit returns a History object, which holds the curves in its .history.", "Write history.history['loss']."


@rule("history", "KeyError", r"^'(val_)?(\w+)'$")
def missing_curve(case: Case) -> Words | None:
    if ".history" not in case.text or not re.search(rf"['\"]{case[1]}{case[2]}['\"]", case.text):
        return None
    if case[1]:
        return "No validation curve was recorded.", "Give fit validation_data=... or validation_split=..."
    return f"Nothing called '{case[2]}' was recorded.", f"Name it in compile(metrics=['{case[2]}'])."


NETWORK: tuple[Rule, ...] = (
    missing_argument,
    unexpected_argument,
    layer_argument,
    optimizer_argument,
    _identifier("activation function", ACTIVATIONS),
    _identifier("optimizer", OPTIMIZERS),
    _identifier("loss", LOSSES),
    _identifier("metric", METRICS),
    class_for_layer,
    layers_not_in_list,
    not_a_count,
    number_for_shape,
    fixed(
        "compile",
        "ValueError",
        r"^You must call `compile\(\)` before",
        "The model has no loss and no optimizer yet.",
        "Call model.compile(optimizer='adam', loss=...) before this line.",
    ),
    unbuilt,
    input_width,
    too_few_axes,
    wrong_input_shape,
    labels_unlike_outputs,
    sparse_rank,
    label_out_of_range,
    metric_on_two_outputs,
    unequal_lengths,
    list_for_array,
    history_itself,
    missing_curve,
)
