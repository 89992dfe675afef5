"""Keras has several names for most things; these functions say whether two names mean the same thing."""

from __future__ import annotations

import re
from collections.abc import Mapping

_ALIASES = {
    "mse": "meansquarederror",
    "mae": "meanabsoluteerror",
    "mape": "meanabsolutepercentageerror",
    "msle": "meansquaredlogarithmicerror",
    "bce": "binarycrossentropy",
    "kld": "kldivergence",
    "kullbackleiblerdivergence": "kldivergence",
    "acc": "accuracy",
    "swish": "silu",
    "hardswish": "hardsilu",
    "none": "linear",
}
# Keras turns "accuracy" into one of these by the shape of the model's output and of the labels.
_ACCURACIES = {"binaryaccuracy", "categoricalaccuracy", "sparsecategoricalaccuracy"}
_POOLS = re.compile(r"(Max|Avg|Average)Pool(?:ing)?")


def fold_name(name: str) -> str:
    """The name without module, case and underscores, and with short aliases spelled out: mse, MeanSquaredError."""
    plain = re.sub(r"[_\s-]", "", name.rsplit(".", 1)[-1]).casefold()
    return _ALIASES.get(plain, plain)


def same_name(name: str, other: str) -> bool:
    """Whether two names of a loss, optimizer, activation or initializer mean the same."""
    return fold_name(name) == fold_name(other)


def same_metric(name: str, other: str) -> bool:
    """The same for metrics, where "accuracy" is the same as any of Keras's accuracies."""
    # Keras numbers them by their name: the second Recall of a program is "recall_1"
    first, second = (fold_name(re.sub(r"_\d+$", "", metric)) for metric in (name, other))
    return first == second or ({first, second} <= _ACCURACIES | {"accuracy"} and "accuracy" in (first, second))


def recorded(name: str, history: Mapping[str, tuple[float, ...]]) -> tuple[float, ...]:
    """The history of a metric under any of its names, numbered ("recall_1") or not; empty if there is none."""
    prefix = "val_" if name.startswith("val_") else ""
    own = {key.removeprefix(prefix): value for key, value in history.items() if key.startswith("val_") == bool(prefix)}
    found = (value for key, value in own.items() if same_metric(name.removeprefix(prefix), key))
    return history[name] if name in history else next(found, ())


def same_kind(kind: str, other: str) -> bool:
    """Whether two layer classes are the same: MaxPool2D is MaxPooling2D, Convolution1D is Conv1D."""
    first, second = (
        _POOLS.sub(lambda found: found[1].replace("Average", "Avg") + "Pool", name.replace("Convolution", "Conv"))
        for name in (kind, other)
    )
    return first == second
