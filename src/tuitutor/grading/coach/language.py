"""Errors of the Python language: names, attributes, imports, brackets, indentation, memory, output."""

from __future__ import annotations

import builtins
import re
from difflib import get_close_matches

from tuitutor.course.names import nearest
from tuitutor.grading.coach.rules import Case, Rule, Words, fixed, rule
from tuitutor.grading.coach.vocabulary import (
    IMPORTS,
    KERAS_NAMES,
    LAYERS,
    MODEL_METHODS,
    MODULES,
    OTHER_LANGUAGES,
)

_GENERAL = (*IMPORTS, *dir(builtins))

# ---- names ----------------------------------------------------------------------------------


@rule("name", "NameError", r"^name '(\w+)' is not defined")
def unknown_name(case: Case) -> Words | None:
    name = case[1]
    if name in OTHER_LANGUAGES:
        return f"Python knows no `{name}`.", f"Write {OTHER_LANGUAGES[name]}, with a capital letter."
    if name in IMPORTS:
        return f"`{name}` is used but not imported.", f"Put this at the top: {IMPORTS[name].format(name)}"
    if name in case.names:
        return f"`{name}` is used before it gets its value.", f"Move the line that defines `{name}` above this one."
    why = f"There is no `{name}` at this point."
    # a built-in name has to be closer than one of the learner's own, or every typo would resemble some
    close = nearest(name, case.names) or next(iter(get_close_matches(name, _GENERAL, n=1, cutoff=0.8)), None)
    if close is not None:
        return why, f"Did you mean `{close}`? Else define `{name}` first."
    return why, f"Define `{name}` above this line, or put it in quotes if it is text."


@rule("none", "AttributeError", r"^'NoneType' object has no attribute '(\w+)'")
def none_instead_of_model(case: Case) -> Words | None:
    method = case[1]
    owner = re.search(rf"(\w+)\.{method}\b", case.text)
    if method not in MODEL_METHODS or owner is None:
        return None
    name = owner[1]
    return (
        f"`{name}` is None here. compile(), add() and summary() change a model and return nothing.",
        f"Do not assign their result: write {name}.compile(...) on a line of its own, not {name} = ....compile(...).",
    )


@rule("attribute", "AttributeError", r"^'(Sequential|Functional|Model)' object has no attribute '(\w+)'")
def model_attribute(case: Case) -> Words | None:
    close = nearest(case[2], MODEL_METHODS)
    return (f"A Keras model has no `{case[2]}`.", f"Did you mean `{close}`?") if close is not None else None


@rule("attribute", "AttributeError", r"^module '(?:[\w.]*\.)?keras(?:\.api)?' has no attribute '(\w+)'")
def keras_attribute(case: Case) -> Words | None:
    close = nearest(case[1], KERAS_NAMES)
    return (f"There is no keras.{case[1]}.", f"Did you mean keras.{close}?") if close is not None else None


@rule("import", "ImportError", r"^cannot import name '(\w+)' from '([\w.]+)'")
def import_name(case: Case) -> Words | None:
    candidates = {"layers": LAYERS, "keras": KERAS_NAMES, "models": ["Sequential", "Model", "load_model"]}
    close = nearest(case[1], candidates.get(case[2].rsplit(".", 1)[-1], []))
    return (f"{case[2]} has no `{case[1]}`.", f"Did you mean `{close}`?") if close is not None else None


@rule("import", "ModuleNotFoundError", r"^No module named '([\w.]+)'")
def import_module(case: Case) -> Words | None:
    name = case[1]
    if name.split(".")[0] in ("theano", "cntk"):
        return f"{name} is gone: today's Keras runs on TensorFlow, JAX or PyTorch.", "Import keras instead."
    close = nearest(name, [module for module in MODULES if module != name])
    return (f"There is no module `{name}` here.", f"Did you mean `{close}`?") if close is not None else None


# ---- syntax ---------------------------------------------------------------------------------

_BRACKET = "Every bracket that opens has to close."


@rule("syntax", "SyntaxError", r"^'(.)' was never closed")
def never_closed(case: Case) -> Words:
    return f"The {case[1]} in this line is never closed.", "Add the closing bracket where this call or list ends."


@rule("syntax", "SyntaxError", r"^closing parenthesis '(.)' does not match opening parenthesis '(.)'")
def wrong_bracket(case: Case) -> Words:
    return f"A {case[2]} was opened, and a {case[1]} comes before it is closed.", "Close the inner bracket first."


@rule("syntax", "SyntaxError", r"^unmatched '(.)'")
def extra_bracket(case: Case) -> Words:
    return f"This {case[1]} closes nothing. " + _BRACKET, "Take it out, or add the bracket that opens."


@rule("syntax", "SyntaxError", r"^keyword argument repeated: (\w+)")
def repeated_argument(case: Case) -> Words:
    return f"`{case[1]}` is given twice in one call.", f"Keep one {case[1]}=... and delete the other."


@rule("syntax", "SyntaxError", r"^invalid character '(.)'")
def odd_character(case: Case) -> Words | None:
    if case[1] not in "“”„‘’‚«»":
        return None
    return f"{case[1]} is a typographic quote, which Python does not know.", "Type a plain ' or \" instead."


@rule("syntax", "SyntaxError", r"^invalid syntax$|^invalid syntax \(")
def notebook_magic(case: Case) -> Words | None:
    if not re.match(r"[%!]\s*\w", case.text):
        return None
    return f"{case.text.split()[0]} is a notebook command and no Python.", "Delete this line; it is not needed here."


SYNTAX = (
    never_closed,
    wrong_bracket,
    extra_bracket,
    repeated_argument,
    odd_character,
    notebook_magic,
    fixed(
        "syntax",
        "SyntaxError",
        r"^expected ':'",
        "if, for, while, def and class lines end in a colon.",
        "Add : at the end of this line.",
    ),
    fixed(
        "syntax",
        "SyntaxError",
        r"Perhaps you forgot a comma\?",
        "Two values stand side by side with nothing between them.",
        "Put a comma between them.",
    ),
    fixed(
        "syntax",
        "SyntaxError",
        r"^Missing parentheses in call to 'print'",
        "print is a function, so what it prints stands in brackets.",
        "Write print(...).",
    ),
    fixed(
        "syntax",
        "SyntaxError",
        r"^unterminated (triple-quoted )?string literal",
        "A text begins with a quote and never ends.",
        "Add the closing quote.",
    ),
    fixed(
        "syntax",
        "SyntaxError",
        r"^positional argument follows keyword argument",
        "In a call, values without a name come before those with one.",
        "Move the values without a name to the front, or name them all.",
    ),
    fixed(
        "syntax",
        "SyntaxError",
        r"Maybe you meant '=='",
        "A single = gives a name to a value; it does not compare.",
        "Write == to compare, or put a plain name on the left of =.",
    ),
    fixed(
        "indentation",
        "IndentationError",
        r"^expected an indented block",
        "What belongs to the line that ends in : has to be indented.",
        "Indent this line by four spaces.",
    ),
    fixed(
        "indentation",
        "IndentationError",
        r"^unexpected indent",
        "This line is further to the right than the one above it, and nothing asks for that.",
        "Take the spaces at its start away.",
    ),
    fixed(
        "indentation",
        "IndentationError",
        r"^unindent does not match",
        "This line starts in a column where no line above it starts.",
        "Line it up with the block that it belongs to.",
    ),
    fixed(
        "indentation",
        "TabError",
        r"tabs and spaces",
        "Some lines are indented by tabs and others by spaces, which only look alike.",
        "Indent by spaces everywhere.",
    ),
)

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
_CLOSED = ("The code closed standard output, so nothing can be printed any more.",
           "Take out what closes it: sys.stdout.close() or os.close(1).")  # fmt: skip


@rule("output", "ValueError OSError", r"^I/O operation on closed file|^\[Errno 9\] Bad file descriptor")
def printing_when_closed(case: Case) -> Words | None:
    """Only where the line prints: writing to a closed file of the learner's own reads just the same."""
    return _CLOSED if _PRINTS.search(case.text) and "file=" not in case.text else None


LANGUAGE: tuple[Rule, ...] = (
    unknown_name,
    none_instead_of_model,
    model_attribute,
    keras_attribute,
    import_name,
    import_module,
    *SYNTAX,
    huge_array,
    huge_tensor,
    printing_when_closed,
    fixed("output", "ClosedOutput", r"", *_CLOSED),
)
