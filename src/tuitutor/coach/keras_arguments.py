"""Arguments for Keras: unknown arguments and names, and classes or numbers where something else belongs."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from tuitutor.coach.rules import Case, Rules, Words, meant
from tuitutor.coach.vocabulary import ACTIVATIONS, ARGUMENTS, LOSSES, METRICS, OPTIMIZER_ARGUMENTS, OPTIMIZERS
from tuitutor.spelling import nearest

GIVEN = Rules()


@GIVEN.rule("argument", (), "TypeError", r"^(\w+)\.__init__\(\) missing \d+ required positional arguments?: '(\w+)'")
def missing_argument(case: Case) -> Words | None:
    """`Dense(unit=3)`: Python names the missing argument, and the misspelt one is in the learner's line."""
    layer, name = case[1], case[2]
    if name not in ARGUMENTS.get(layer, ()):
        return None
    call = re.search(rf"\b{layer}\(([^()]*)", case.text)
    found = re.findall(r"(\w+)\s*=", call[1]) if call is not None else []
    close = nearest(name, [word for word in found if word not in ARGUMENTS[layer]])
    if close is not None:
        return f"{layer} has no argument `{close}`; it is called `{name}`.", f"Write {name}=... instead."
    return f"{layer} needs `{name}`.", f"Give it as the first value, or as {name}=..."


@GIVEN.rule(
    "argument", (), "TypeError", r"^\w*\.?(fit|compile|evaluate|predict)\(\) got an unexpected keyword argument '(\w+)'"
)
def unexpected_argument(case: Case) -> Words | None:
    return _renamed(case[1], case[2], ARGUMENTS[case[1]])


@GIVEN.rule("argument", (), "ValueError", r"^Unrecognized keyword arguments passed to (\w+): \{'(\w+)'")
def layer_argument(case: Case) -> Words | None:
    return _renamed(case[1], case[2], ARGUMENTS.get(case[1], ()))


@GIVEN.rule("argument", (), "ValueError", r"^Argument\(s\) not recognized: \{'(\w+)'")
def optimizer_argument(case: Case) -> Words | None:
    return _renamed("The optimizer", case[1], OPTIMIZER_ARGUMENTS)


GIVEN.says(
    "argument", (), "ValueError", r"^Argument `learning_rate` should be float.*Received instead: learning_rate=(\d+)$"
)(
    "The learning rate is {1}, a whole number, but Keras takes only floats for it.",
    "Write {1}.0. But is it meant to be that large? Adam's default is 0.001.",
)


def _renamed(owner: str, name: str, known: tuple[str, ...]) -> Words | None:
    """Advice on an unknown argument; None if it resembles no common one."""
    words = no_such_argument(owner, name, known)
    return words if words[0].endswith("?") or words[1] else None


def no_such_argument(owner: str, name: str, known: Collection[str]) -> Words:
    """Advice on an argument that `owner` doesn't have."""
    if name == "lr" and "learning_rate" in known:
        return f"{owner} no longer has the argument `lr`.", "Write learning_rate=..."
    why = f"{owner} has no argument `{name}`."
    return meant(why, name, known, "Did you mean {}=...?") or (why, "")


_IDENTIFIERS = {"activation function": ACTIVATIONS, "optimizer": OPTIMIZERS, "loss": LOSSES, "metric": METRICS}


@GIVEN.rule("name", (), "ValueError", rf"^Could not interpret ({'|'.join(_IDENTIFIERS)}) identifier: (\w+)$")
def unknown_identifier(case: Case) -> Words:
    return no_such_word(case[1], case[2], _IDENTIFIERS[case[1]])


def no_such_word(kind: str, name: str, known: Sequence[str]) -> Words:
    """Advice on a string that isn't a name in Keras; `known` begins with the common ones."""
    close = nearest(name, known)
    why = f"Keras knows no {kind} called '{name}'."
    rest = f"Did you mean '{close}'?" if close is not None else f"It knows, for example, {', '.join(known[:5])}."
    return f"{why} {rest}", ""


@GIVEN.rule("name", (), "ValueError", r"^Could not interpret optimizer identifier: ((\w+)\(.*\))$")
def optimizer_in_quotes(case: Case) -> Words | None:
    if case[2].casefold() not in OPTIMIZERS:
        return None
    return (
        f"'{case[1]}' is a string, and a string can only be an optimizer's name, such as '{case[2].casefold()}'.",
        f"Write optimizer={case[1]} without quotes, and import {case[2]} from keras.optimizers.",
    )


@GIVEN.rule(
    "argument",
    (),
    "ValueError",
    r"^Invalid value received for argument `rate`\..* between 0 and 1\. Received: rate=(\d+)$",
)
def rate_in_percent(case: Case) -> Words | None:
    percent = int(case[1])
    if not 1 < percent < 100:
        return None
    return (
        f"A rate is a share between 0 and 1, but {percent} is more than 1.",
        f"Write {percent / 100:g} for {percent} %.",
    )


GIVEN.says(
    "layer", (), "ValueError", r"^Only instances of `keras.Layer` can be added.* Received: <class '[\w.]+\.(\w+)'>"
)(
    "{1} is a layer class, not yet a layer.",
    "Call it with its arguments: {1}(...).",
)


@GIVEN.rule("layer", (), "ValueError", r"^Expected `trainable` to be a boolean\. Received: trainable=<(\w+) ")
def layers_not_in_list(case: Case) -> Words | None:
    if "Sequential(" not in case.text:
        return None
    return "Sequential takes one list of layers.", "Put the layers in square brackets: Sequential([..., ...])."


GIVEN.says(
    "argument", (), "ValueError", r"^Received an invalid value for `(\w+)`, expected a positive integer\..*=(.+)$"
)(
    "`{1}` is a count, and {2} can't be one.",
    "Give a whole number of at least 1.",
)
GIVEN.says("shape", (), "ValueError", r"^Cannot convert '(\d+)' to a shape")(
    "A shape is a tuple, and {1} is a number.",
    "Write Input(({1},)), with the comma.",
)
