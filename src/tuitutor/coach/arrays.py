"""NumPy's errors: shapes, axes and indices that do not fit. The numbers come from NumPy's message."""

from __future__ import annotations

import math
import re

from tuitutor.coach.rules import Case, Rules, Words

ARRAYS = Rules()


def sizes(shape: str) -> list[str]:
    """The sizes of a shape as it is printed: "(64, 3)" -> ["64", "3"]."""
    return [size.strip() for size in shape.strip("()").split(",") if size.strip()]


_REDUCTIONS = "mean|sum|max|min|std|var|median|amax|amin|norm"


@ARRAYS.rule(
    "shape", (), "ValueError", r"^operands could not be broadcast together with shapes (\([\d,]*\)) (\([\d,]*\))\s*$"
)
def broadcast(case: Case) -> Words | None:
    one, other = sizes(case[1]), sizes(case[2])
    why = f"Arrays of shapes {case[1]} and {case[2]} cannot be combined element by element: "
    short, long = sorted((one, other), key=len)
    if len(short) == 1 and len(long) == 2 and short[0] == long[0]:
        why += f"one has {short[0]} rows, the other {short[0]} numbers in one row."
        if re.search(rf"\b({_REDUCTIONS})\([^()]*\b(axis\s*=\s*)?(-1|1)\)", case.text):
            return why, "Give the function that took the axis away keepdims=True, and its result stays a column."
        return why, "Turn that row into a column: .reshape(-1, 1)."
    pairs = zip(reversed(one), reversed(other), strict=False)
    meeting = next((pair for pair in pairs if pair[0] != pair[1] and "1" not in pair), None)
    if meeting is None:
        return None
    why += f"counted from the right, {meeting[0]} meets {meeting[1]}."
    return (
        why,
        "Sizes have to be equal, or one of them 1: print both shapes and see which one isn't what you meant.",
    )


_MATMUL = r"^matmul: Input operand 1 has a mismatch in its core dimension 0.*\(size (\d+) is different from (\d+)\)"


ARRAYS.says("shape", (), "ValueError", _MATMUL)(
    "A product a @ b needs as many rows in b as columns in a, but b has {1} rows and a has {2} columns.",
    "Check the order of the two, and their shapes; .T swaps rows and columns.",
)
ARRAYS.says(
    "shape",
    (),
    "ValueError",
    r"^shapes (\([\d,]+\)) and (\([\d,]+\)) not aligned: (\d+) \(dim \d+\) != (\d+) \(dim \d+\)$",
)(
    "The shapes {1} and {2} cannot be multiplied: the first ends in {3}, but the second has {4} rows.",
    "Check the order of the two, and their shapes; .T swaps rows and columns.",
)


@ARRAYS.rule("shape", (), "ValueError", r"^cannot reshape array of size (\d+) into shape (\([\d,]+\))$")
def reshape(case: Case) -> Words:
    total = math.prod(int(size) for size in sizes(case[2]))
    return (
        f"The array holds {case[1]} numbers, but shape {case[2]} takes {total}.",
        "The product of the sizes has to be that many; one of them may be -1, which means whatever is left.",
    )


@ARRAYS.rule(
    "shape", (), "IndexError", r"^too many indices for array: array is (\d+)-dimensional, but (\d+) were indexed$"
)
def too_many_indices(case: Case) -> Words:
    axes = "1 axis" if case[1] == "1" else f"{case[1]} axes"
    indices = "1 index" if case[2] == "1" else f"{case[2]} indices"
    return (
        f"The array has {axes}, but the square brackets hold {indices}.",
        "Print its .shape, and give one index for each axis.",
    )


@ARRAYS.rule("index", (), "IndexError", r"^index (-?\d+) is out of bounds for axis (\d+) with size (\d+)$")
def index_out_of_bounds(case: Case) -> Words:
    size = int(case[3])
    why = f"There is no index {case[1]}: axis {case[2]} has"
    if size == 0:
        return f"{why} no entries.", "Find out why the array is empty."
    has = "1 entry, number 0" if size == 1 else f"{size} entries, numbered 0 to {size - 1}"
    return f"{why} {has}.", "Counting starts at 0; the last entry is [-1]."


@ARRAYS.rule("axis", (), "AxisError", r"^axis (-?\d+) is out of bounds for array of dimension (\d+)$")
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
    (),
    "ValueError",
    r"^setting an array element with a sequence\. The requested array has an inhomogeneous shape after",
)(
    "The rows have different lengths, so they can't form an array.",
    "Give each row the same number of entries; print len(row) for each to find the odd one.",
)
ARRAYS.says("truth", (), "ValueError", r"^The truth value of an array with more than one element is ambiguous\.")(
    "A comparison of an array gives True or False for each of its numbers, but `if`, `and` and `or` need just one.",
    "Write (...).all() or (...).any(); to join two comparisons, write & or | between brackets.",
)
