"""What Keras is given: arguments and names that it does not know, classes and numbers where something else belongs."""

from __future__ import annotations

import re

from tuitutor.coach.rules import Case, Rule, Words, rule
from tuitutor.coach.vocabulary import (
    ACTIVATIONS,
    ARGUMENTS,
    LOSSES,
    METRICS,
    OPTIMIZER_ARGUMENTS,
    OPTIMIZERS,
)
from tuitutor.spelling import nearest


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
        return "The optimizer no longer has the argument `lr`.", "Write learning_rate=..."
    return _renamed("The optimizer", case[1], OPTIMIZER_ARGUMENTS)


@rule("argument", "ValueError", r"^Argument `learning_rate` should be float.*Received instead: learning_rate=(\d+)$")
def whole_learning_rate(case: Case) -> Words:
    return (
        f"The learning rate is {case[1]}, a whole number, and Keras takes only floats for it.",
        f"Write {case[1]}.0; and is it meant to be that large? Adam's default is 0.001.",
    )


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


@rule("name", "ValueError", r"^Could not interpret optimizer identifier: ((\w+)\(.*\))$")
def optimizer_in_quotes(case: Case) -> Words | None:
    if case[2].casefold() not in OPTIMIZERS:
        return None
    return (
        f"'{case[1]}' is a string, and a string only names an optimizer, as in '{case[2].casefold()}'.",
        f"Write optimizer={case[1]} without quotes, and import {case[2]} from keras.optimizers.",
    )


@rule(
    "argument", "ValueError", r"^Invalid value received for argument `rate`\..* between 0 and 1\. Received: rate=(\d+)$"
)
def rate_in_percent(case: Case) -> Words | None:
    percent = int(case[1])
    if not 1 < percent < 100:
        return None
    return (
        f"A rate is a share between 0 and 1, and {percent} is more than 1.",
        f"Write {percent / 100:g} for {percent} %.",
    )


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
    return f"`{case[1]}` counts something, and {case[2]} isn't a count.", "Give a whole number of at least 1."


@rule("shape", "ValueError", r"^Cannot convert '(\d+)' to a shape")
def number_for_shape(case: Case) -> Words:
    return f"A shape is a tuple, and {case[1]} is a number.", f"Write Input(({case[1]},)), with the comma."


GIVEN: tuple[Rule, ...] = (
    missing_argument,
    unexpected_argument,
    layer_argument,
    optimizer_argument,
    whole_learning_rate,
    optimizer_in_quotes,
    rate_in_percent,
    _identifier("activation function", ACTIVATIONS),
    _identifier("optimizer", OPTIMIZERS),
    _identifier("loss", LOSSES),
    _identifier("metric", METRICS),
    class_for_layer,
    layers_not_in_list,
    not_a_count,
    number_for_shape,
)
