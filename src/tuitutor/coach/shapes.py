"""Shapes that do not fit: data and layers, and layers with each other."""

from __future__ import annotations

import ast
import re

from tuitutor.coach.arrays import sizes
from tuitutor.coach.code import argument
from tuitutor.coach.rules import Case, Rules, Words

SHAPES = Rules()

_WIDTH = (
    r"of layer '(\w+)' is incompatible with the layer: expected axis -1 of input shape to have value (\d+), "
    r"but received input with shape \(([^()]*)\)"
)


@SHAPES.rule("shape", (), "ValueError", _WIDTH)
def input_width(case: Case) -> Words:
    found = case[3].split(",")[-1].strip()
    for name in re.findall(r"\b(\w+)\(", case.text):
        if not isinstance(case.code.value(name), ast.Call) or len(case.code.calls(name)) <= 1:
            continue  # not a layer that is made once and called more often
        return (
            f"`{name}` is one layer that is called in two places: its first inputs had {case[2]} numbers per "
            "sample, and "
            f"here they have {found}.",
            "Make a layer of its own for each place, unless both are to share weights.",
        )
    return (
        f"Layer '{case[1]}' expects {case[2]} numbers per sample but got {found}: its input has shape ({case[3]}).",
        f"Make both the same: Input(({found},)) if your samples have {found} numbers.",
    )


_AXES = (
    r"of layer '(\w+)' is incompatible with the layer: expected (?:min_)?ndim=(\d+), found ndim=(\d+)\. "
    r"Full shape received: (\([^()]*\))"
)


@SHAPES.rule("shape", (), "ValueError", _AXES)
def count_of_axes(case: Case) -> Words:
    layer, expected, found, shape = case[1], case[2], case[3], case[4]
    why = f"Layer '{layer}' needs data with {expected} axes (including the batch) but got {found}: {shape}."
    kind = re.sub(r"_\d+$", "", layer)
    if kind in ("lstm", "gru", "simple_rnn") and (expected, found) == ("3", "2"):
        calls = [call for cell in ("LSTM", "GRU", "SimpleRNN") for call in case.code.calls(cell)]
        single = all(argument(call, "return_sequences") is None for call in calls)
        if re.search(r"_\d+$", layer) and len(calls) == 2 and single:
            return why, "Give the recurrent layer before it return_sequences=True, so that it passes on every step."
        return why, "Recurrent layers read sequences, one sample being (steps, features)."
    if kind.startswith("conv2d") and (expected, found) == ("4", "3"):
        one = ", ".join(sizes(shape)[1:])
        return (
            f"{why} The channel axis is missing; grey images have one channel.",
            f"Write Input(({one}, 1)), and give the images that axis: images[..., None].",
        )
    return why, "Look at Input's shape: images are (height, width, channels), sequences (steps, features)."


@SHAPES.rule("shape", (), "ValueError", r"Expected shape (\(.*?\)), but input has incompatible shape (\(.*?\))")
def wrong_input_shape(case: Case) -> Words:
    expected, found = sizes(case[1]), sizes(case[2])
    if len(found) == 1 and expected == ["None", *found]:
        return (
            f"The model takes rows, one for each sample: {case[1]}. It was given shape {case[2]}: a single sample.",
            "Make it a table of one row: x[None], or np.array([x]).",
        )
    return (
        f"The model takes inputs of shape {case[1]} but got {case[2]}. The first number is the batch.",
        "Make Input's shape that of one sample, or reshape the data.",
    )


_TURNED = r"Dimension must be (\d+) but is (\d+) for '\{\{node \S*transpose"


@SHAPES.rule("shape", (), "ValueError InvalidArgumentError", _TURNED)
def axis_taken_away(case: Case) -> Words:
    """A transposition for an axis that an index has removed, as in attention over one step."""
    called = re.search(r"calling (\w+)\.call", case.match.string)
    layer = called[1] if called is not None else "A transpose"
    shape = re.search(r"=tf\.Tensor\(shape=(\((?:\w+, )?\w+\))", case.match.string)
    given = f" of shape {shape[1]}" if shape is not None else ""
    return (
        f"{layer} got something{given}, an axis fewer than it needs: an index such as [:, -1] takes the axis of steps "
        "away.",
        "Keep that axis with a slice of one step: steps[:, -1:].",
    )


# ---- layers that meet -----------------------------------------------------------------------


SHAPES.says(
    "shape", (), "ValueError", r"^Inputs have incompatible shapes\. Received shapes (\([\d, ]+\)) and (\([\d, ]+\))$"
)(
    "Layers are merged element by element here, but their outputs have shapes {1} and {2}.",
    "Give both the same number of units, or put them side by side with Concatenate().",
)
SHAPES.says(
    "shape", (), "ValueError", r"^A `Concatenate` layer requires inputs with matching shapes .*input_shape=\[(.+)\]$"
)(
    "Concatenate joins along one axis, by default the last, and all others have to match: {1}.",
    "Choose the axis along which they differ: Concatenate(axis=1) for the first after the batch.",
)


_NEGATIVE = (
    r"^Computed output size would be (?:zero or )?negative\. "
    r"Received `inputs shape=(\(.*?\))`, `kernel shape=(\(.*?\))`"
)


@SHAPES.rule("shape", (), "ValueError", _NEGATIVE)
def kernel_too_large(case: Case) -> Words | None:
    picture, kernel = sizes(case[1])[1:-1], sizes(case[2])[:-2]
    if not kernel or len(picture) != len(kernel):
        return None
    return (
        f"A kernel of {' x '.join(kernel)} does not fit into what is left of the picture here: {' x '.join(picture)}.",
        "Use fewer pooling layers, a smaller kernel_size, or padding='same'.",
    )
