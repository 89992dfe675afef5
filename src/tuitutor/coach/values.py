"""Python's own complaints about values: lists, texts and numbers where something else was meant, too much memory."""

from __future__ import annotations

import ast
import re

from tuitutor.coach.rules import Case, Rule, Words, fixed, rule
from tuitutor.grading.syntax import dotted
from tuitutor.spelling import nearest

# ---- lists that should be arrays ------------------------------------------------------------

_ARRAY = "Make an array of the list first: np.array(...)."


@rule("data", "AttributeError", r"^'list' object has no attribute '(shape|reshape|astype|mean|sum|ndim|dtype|argmax)'$")
def array_attribute(case: Case) -> Words:
    return f"This is a list, and only arrays have `{case[1]}`.", _ARRAY


@rule("data", "TypeError", r"^unsupported operand type\(s\) for (\*\*|//|[-+*/]): 'list' and '(?:int|float)'$")
def list_arithmetic(case: Case) -> Words:
    return f"This is a list, and {case[1]} works on each of its numbers only if it is an array.", _ARRAY


@rule("data", "TypeError", r"^list indices must be integers or slices, not tuple$")
def list_columns(case: Case) -> Words | None:
    # `[[1, 2] [3, 4]]`, a comma that is missing, reads the same
    if not re.search(r"\w\[[^\[\]]*,[^\[\]]*\]", case.text):
        return None
    return "Rows and columns at once, as in [:, 0], work on arrays, and this is a list.", _ARRAY


# ---- calls ----------------------------------------------------------------------------------


@rule("brackets", "TypeError", r"^'(?:numpy\.)?ndarray' object is not callable$")
def called_array(case: Case) -> Words | None:
    found = {dotted(node.func) for node in case.code.at(case.error.line) if isinstance(node, ast.Call)}
    called = sorted(name for name in found if name is not None and name in case.code.names)
    name = called[0] if len(called) == 1 else ""
    if not name:
        return None
    return f"`{name}` is an array, and round brackets call a function.", f"Use square ones: {name}[...]."


@rule("brackets", "TypeError", r"^Sequential\.(add|compile|fit|summary)\(\) missing \d+ required positional argument")
def class_for_model(case: Case) -> Words:
    return (
        f"{case[1]}() was called on the class Sequential and not on a model.",
        "Make the model with brackets: model = Sequential().",
    )


@rule("argument", "TypeError", r"^(?:\w+\.)*(\w+)\(\) got an unexpected keyword argument '(\w+)'")
def own_argument(case: Case) -> Words | None:
    """An argument of a function that the answer itself defines."""
    function = case.code.function(case[1])
    if function is None:
        return None
    names = [each.arg for each in (*function.args.args, *function.args.kwonlyargs)]
    close = nearest(case[2], names)
    why = f"Your {case[1]}() has no argument `{case[2]}`."
    return (why, f"Did you mean {close}=...?") if close is not None else None


# ---- unpacking ------------------------------------------------------------------------------


@rule("unpacking", "ValueError", r"^(?:too many values to unpack|not enough values to unpack)")
def split_in_four(case: Case) -> Words | None:
    calls = case.code.calls("train_test_split")
    if not any(call.lineno == case.error.line and len(call.args) == 2 for call in calls):
        return None
    return (
        "train_test_split returns 4 arrays in one row: of the data both parts, then of the labels both parts.",
        "Write x_train, x_test, y_train, y_test = train_test_split(...), without inner brackets.",
    )


@rule("unpacking", "TypeError", r"^cannot unpack non-iterable float object$")
def loss_alone(case: Case) -> Words | None:
    if not any(call.lineno == case.error.line for call in case.code.calls("evaluate")):
        return None
    return (
        "evaluate returned only the loss, one number, since the model was compiled without metrics.",
        "Add metrics=['accuracy'] to compile, or take the one number: loss = model.evaluate(...).",
    )


# ---- numbers and text -----------------------------------------------------------------------


@rule("zero", "ZeroDivisionError", r"division by zero|modulo by zero")
def nothing_to_divide_by(case: Case) -> Words | None:
    """Where the only division in the line is by the length of something that has a name."""
    divisions = [node for node in case.code.at(case.error.line) if isinstance(node, ast.BinOp)]
    divisors = [node.right for node in divisions if isinstance(node.op, ast.Div | ast.FloorDiv | ast.Mod)]
    match divisors:
        case [ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name)])]:
            return f"len({name}) is 0: `{name}` is empty.", f"Look at where `{name}` gets its values; print it."
    return None


@rule("count", "TypeError", r"^'float' object cannot be interpreted as an integer$")
def quotient_for_count(case: Case) -> Words | None:
    """Where a quotient is used as a count, in the line itself or in what its only such name was set to."""
    nodes = list(case.code.at(case.error.line))
    names = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    values = [value for name in sorted(names) if (value := case.code.value(name)) is not None]
    if not any(isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) for node in (*nodes, *values)):
        return None
    return (
        "A division with / gives a number with a fraction, such as 32.0, and a count has to be whole.",
        "Divide with // instead, or wrap it: int(...).",
    )


@rule("text", "TypeError", r'^can only concatenate str \(not "(\w+)"\) to str$')
def text_and_number(case: Case) -> Words | None:
    if case[1] not in ("int", "float", "float32", "float64", "int64"):
        return None
    return (
        f"A string and a number (of type {case[1]}) cannot be joined with +.",
        'Put the number into the string: f"loss: {value}".',
    )


@rule("text", "ValueError", r"^could not convert string to float: (?:np\.str_\()?('[^']*')\)?$")
def text_as_number(case: Case) -> Words:
    return (
        f"There is a string where a number is needed: {case[1]}.",
        "Leave that column or row out, or replace each string by a number of its own (0, 1, 2, ...).",
    )


@rule("text", "ValueError", r"^invalid literal for int\(\) with base 10: '(-?\d*\.\d*)'$")
def fraction_as_int(case: Case) -> Words:
    return f"int() reads whole numbers only, and '{case[1]}' has a fraction.", f"Write float('{case[1]}')."


# ---- memory and output ----------------------------------------------------------------------


@rule("memory", "MemoryError", r"^Unable to allocate (.+?) for an array with shape (\([\d, ]+\))")
def huge_array(case: Case) -> Words:
    size = re.sub(r"\.(?= )", "", case[1])
    return (
        f"An array of shape {case[2]} would take {size}, more than this run may use.",
        "Make it smaller: fewer rows, or float32 instead of float64. Check the order of the numbers in the shape.",
    )


@rule("memory", "ResourceExhaustedError", r"OOM when allocating tensor with shape\s?(\[[\d,]+\])")
def huge_tensor(case: Case) -> Words:
    return f"A tensor of shape {case[1]} does not fit into memory.", "Use a smaller batch_size or fewer units."


_PRINTS = re.compile(r"\bprint\s*\(|\.(fit|summary|evaluate|predict)\s*\(")
_CLOSED = ("The code closed standard output, so nothing more can be printed.",
           "Take out what closes it: sys.stdout.close() or os.close(1).")  # fmt: skip


@rule("output", "ValueError OSError", r"^I/O operation on closed file|^\[Errno 9\] Bad file descriptor")
def printing_when_closed(case: Case) -> Words | None:
    """Only where the line prints: writing to a closed file of the learner's own reads just the same."""
    return _CLOSED if _PRINTS.search(case.text) and "file=" not in case.text else None


VALUES: tuple[Rule, ...] = (
    array_attribute,
    list_arithmetic,
    list_columns,
    called_array,
    class_for_model,
    own_argument,
    split_in_four,
    loss_alone,
    nothing_to_divide_by,
    quotient_for_count,
    text_and_number,
    text_as_number,
    fraction_as_int,
    huge_array,
    huge_tensor,
    printing_when_closed,
    fixed("output", "ClosedOutput", r"", *_CLOSED),
)
