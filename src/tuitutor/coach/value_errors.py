"""Python's errors about values: lists, strings and numbers where something else was meant; too much memory."""

from __future__ import annotations

import ast
import re

from tuitutor.coach.rules import Case, Rules, Words, meant
from tuitutor.grading.syntax import dotted

VALUES = Rules()

# ---- lists that should be arrays ------------------------------------------------------------

_ARRAY = "Make an array of the list first: np.array(...)."


VALUES.says(
    "data",
    (),
    "AttributeError",
    r"^'list' object has no attribute '(shape|reshape|astype|mean|sum|ndim|dtype|argmax)'$",
)("This is a list, and only arrays have `{1}`.", _ARRAY)
VALUES.says(
    "data", (), "TypeError", r"^unsupported operand type\(s\) for (\*\*|//|[-+*/]): 'list' and '(?:int|float)'$"
)("This is a list, and {1} works on each of its numbers only if it is an array.", _ARRAY)


@VALUES.rule("data", (), "TypeError", r"^list indices must be integers or slices, not tuple$")
def list_columns(case: Case) -> Words | None:
    # `[[1, 2] [3, 4]]`, with a missing comma, gives the same message
    if not re.search(r"\w\[[^\[\]]*,[^\[\]]*\]", case.text):
        return None
    return "Rows and columns at once, as in [:, 0], work on arrays, but this is a list.", _ARRAY


# ---- calls ----------------------------------------------------------------------------------


@VALUES.rule("brackets", (), "TypeError", r"^'(?:numpy\.)?ndarray' object is not callable$")
def called_array(case: Case) -> Words | None:
    found = {dotted(node.func) for node in case.code.at(case.error.line) if isinstance(node, ast.Call)}
    called = sorted(name for name in found if name is not None and name in case.code.names)
    name = called[0] if len(called) == 1 else ""
    if not name:
        return None
    return f"`{name}` is an array, but round brackets call a function.", f"Use square ones: {name}[...]."


VALUES.says(
    "brackets", (), "TypeError", r"^Sequential\.(add|compile|fit|summary)\(\) missing \d+ required positional argument"
)(
    "{1}() was called on the class Sequential, not on a model.",
    "Make the model with brackets: model = Sequential().",
)


@VALUES.rule("argument", (), "TypeError", r"^(?:\w+\.)*(\w+)\(\) got an unexpected keyword argument '(\w+)'")
def own_argument(case: Case) -> Words | None:
    """An unknown argument of a function that the answer defines."""
    function = case.code.function(case[1])
    if function is None:
        return None
    names = [argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)]
    return meant(f"Your {case[1]}() has no argument `{case[2]}`.", case[2], names, "Did you mean {}=...?")


# ---- unpacking ------------------------------------------------------------------------------


@VALUES.rule("unpacking", (), "ValueError", r"^(?:too many values to unpack|not enough values to unpack)")
def split_in_four(case: Case) -> Words | None:
    calls = case.code.calls("train_test_split")
    if not any(call.lineno == case.error.line and len(call.args) == 2 for call in calls):
        return None
    return (
        "train_test_split returns 4 arrays: both parts of the data, then both parts of the labels.",
        "Write x_train, x_test, y_train, y_test = train_test_split(...), without inner brackets.",
    )


@VALUES.rule("unpacking", (), "TypeError", r"^cannot unpack non-iterable float object$")
def loss_alone(case: Case) -> Words | None:
    if not any(call.lineno == case.error.line for call in case.code.calls("evaluate")):
        return None
    return (
        "evaluate returned only the loss, one number, because the model was compiled without metrics.",
        "Add metrics=['accuracy'] to compile, or take the one number: loss = model.evaluate(...).",
    )


# ---- numbers and text -----------------------------------------------------------------------


@VALUES.rule("zero", (), "ZeroDivisionError", r"division by zero|modulo by zero")
def nothing_to_divide_by(case: Case) -> Words | None:
    """Only if the line has one division, by the `len` of a name."""
    divisions = [node for node in case.code.at(case.error.line) if isinstance(node, ast.BinOp)]
    divisors = [node.right for node in divisions if isinstance(node.op, ast.Div | ast.FloorDiv | ast.Mod)]
    match divisors:
        case [ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name)])]:
            return f"len({name}) is 0: `{name}` is empty.", f"Print `{name}`, and check where it gets its values."
    return None


@VALUES.rule("count", (), "TypeError", r"^'float' object cannot be interpreted as an integer$")
def quotient_for_count(case: Case) -> Words | None:
    """If a quotient is used as a count, in the line itself or in the value of a name in it."""
    nodes = list(case.code.at(case.error.line))
    names = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    values = [value for name in sorted(names) if (value := case.code.value(name)) is not None]
    if not any(isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) for node in (*nodes, *values)):
        return None
    return (
        "A division with / gives a number with a fraction, such as 32.0, but a count has to be whole.",
        "Divide with // instead, or wrap it: int(...).",
    )


VALUES.says("text", (), "TypeError", r'^can only concatenate str \(not "(int|float|float32|float64|int64)"\) to str$')(
    "A string and a number (of type {1}) cannot be joined with +.",
    'Put the number into the string: f"loss: {{value}}".',
)
VALUES.says("text", (), "ValueError", r"^could not convert string to float: (?:np\.str_\()?('[^']*')\)?$")(
    "There is a string where a number is needed: {1}.",
    "Leave that column or row out, or replace each different string with its own number (0, 1, 2, ...).",
)
VALUES.says("text", (), "ValueError", r"^invalid literal for int\(\) with base 10: '(-?\d*\.\d*)'$")(
    "int() reads only whole numbers, but '{1}' has a fraction.",
    "Write float('{1}').",
)


# ---- memory and output ----------------------------------------------------------------------


@VALUES.rule(
    "memory", ("batch", "units"), "MemoryError", r"^Unable to allocate (.+?) for an array with shape (\([\d, ]+\))"
)
def huge_array(case: Case) -> Words:
    size = re.sub(r"\.(?= )", "", case[1])
    return (
        f"An array of shape {case[2]} would take {size}, more than this run may use.",
        "Make it smaller: fewer rows, or float32 instead of float64. Check the order of the numbers in the shape.",
    )


VALUES.says(
    "memory", ("batch", "units"), "ResourceExhaustedError", r"OOM when allocating tensor with shape\s?(\[[\d,]+\])"
)(
    "A tensor of shape {1} does not fit into memory.",
    "Use a smaller batch_size or fewer units.",
)


_PRINTS = re.compile(r"\bprint\s*\(|\.(fit|summary|evaluate|predict)\s*\(")
_CLOSED = ("The code closed standard output, so nothing more can be printed.",
           "Remove what closes it: sys.stdout.close() or os.close(1).")  # fmt: skip


@VALUES.rule("output", (), "ValueError OSError", r"^I/O operation on closed file|^\[Errno 9\] Bad file descriptor")
def printing_when_closed(case: Case) -> Words | None:
    """Only if the line prints: writing to the learner's own closed file gives the same message."""
    return _CLOSED if _PRINTS.search(case.text) and "file=" not in case.text else None


VALUES.says("output", (), "ClosedOutput", r"")(*_CLOSED)
