"""NumPy's errors: shapes, axes and indices that do not fit. The numbers come from NumPy's message."""

from __future__ import annotations

import math

from tuitutor.coach.rules import Case, Rules, Words

ARRAYS = Rules()


def sizes(shape: str) -> list[str]:
    """The sizes of a shape as it is printed: "(64, 3)" -> ["64", "3"]."""
    return [size.strip() for size in shape.strip("()").split(",") if size.strip()]


@ARRAYS.rule(
    "shape", "ValueError", r"^operands could not be broadcast together with shapes (\([\d,]*\)) (\([\d,]*\))\s*$"
)
def broadcast(case: Case) -> Words | None:
    one, other = sizes(case[1]), sizes(case[2])
    why = f"Arrays of shapes {case[1]} and {case[2]} cannot be combined element by element: "
    short, long = sorted((one, other), key=len)
    if len(short) == 1 and len(long) == 2 and short[0] == long[0]:
        why += f"one has {short[0]} rows, the other {short[0]} numbers in one row."
        return why, "Make a column of the latter: .reshape(-1, 1)."
    pairs = zip(reversed(one), reversed(other), strict=False)
    meeting = next((pair for pair in pairs if pair[0] != pair[1] and "1" not in pair), None)
    if meeting is None:
        return None
    why += f"counted from the right, {meeting[0]} meets {meeting[1]}."
    return (
        why,
        "Sizes have to be equal, or one of them 1: print both shapes and see which array is not as you meant it.",
    )


_MATMUL = r"^matmul: Input operand 1 has a mismatch in its core dimension 0.*\(size (\d+) is different from (\d+)\)"


ARRAYS.says("shape", "ValueError", _MATMUL)(
    "A product a @ b needs as many rows in b as columns in a, and b has {1} where a has {2}.",
    "Check the order of the two, and their shapes; .T swaps rows and columns.",
)
ARRAYS.says(
    "shape", "ValueError", r"^shapes (\([\d,]+\)) and (\([\d,]+\)) not aligned: (\d+) \(dim \d+\) != (\d+) \(dim \d+\)$"
)(
    "The shapes {1} and {2} cannot be multiplied: the first ends in {3}, and the second has {4} rows.",
    "Check the order of the two, and their shapes; .T swaps rows and columns.",
)


@ARRAYS.rule("shape", "ValueError", r"^cannot reshape array of size (\d+) into shape (\([\d,]+\))$")
def reshape(case: Case) -> Words:
    wanted = math.prod(int(size) for size in sizes(case[2]))
    return (
        f"The array holds {case[1]} numbers, and shape {case[2]} takes {wanted}.",
        "The product of the sizes has to be the count of numbers; one of them may be -1, which means what is left.",
    )


@ARRAYS.rule("shape", "IndexError", r"^too many indices for array: array is (\d+)-dimensional, but (\d+) were indexed$")
def too_many_indices(case: Case) -> Words:
    axes = "1 axis" if case[1] == "1" else f"{case[1]} axes"
    return (
        f"The array has {axes}, and the square brackets name {case[2]} places.",
        "Print its .shape, and name one place for each axis.",
    )


@ARRAYS.rule("index", "IndexError", r"^index (-?\d+) is out of bounds for axis (\d+) with size (\d+)$")
def index_out_of_bounds(case: Case) -> Words:
    size = int(case[3])
    why = f"There is no index {case[1]}: axis {case[2]} has {size} entries"
    return (
        f"{why}, numbered 0 to {size - 1}." if size else f"{why}.",
        "Counting starts at 0; the last entry is [-1]." if size else "Look at why the array is empty.",
    )


@ARRAYS.rule("axis", "AxisError", r"^axis (-?\d+) is out of bounds for array of dimension (\d+)$")
def no_such_axis(case: Case) -> Words | None:
    axes = int(case[2])
    if axes == 0:
        return None
    return (
        f"There is no axis {case[1]}: the array has {axes} axes, numbered from 0."
        if axes > 1
        else f"There is no axis {case[1]}: the array has one axis, number 0.",
        f"The last one is axis={axes - 1}, which is also axis=-1.",
    )


ARRAYS.says(
    "data",
    "ValueError",
    r"^setting an array element with a sequence\. The requested array has an inhomogeneous shape after",
)(
    "The rows are of different lengths, so they make no table of numbers.",
    "Give each row the same count of numbers; print len(row) for each to find the odd one.",
)
ARRAYS.says("truth", "ValueError", r"^The truth value of an array with more than one element is ambiguous\.")(
    "A comparison of an array gives True or False for each of its numbers, and if, and, or need a single one.",
    "Write (...).all() or (...).any(); to join two comparisons, write & or | between brackets.",
)
