"""Unknown names: misspelt, used too early, not imported, or removed since the tutorial was written."""

from __future__ import annotations

import ast
import builtins
import re
from difflib import get_close_matches

from tuitutor.coach.code import Code
from tuitutor.coach.rules import Case, Rules, Words, meant
from tuitutor.coach.vocabulary import (
    BACKEND_FUNCTIONS,
    GONE,
    IMPORTS,
    KERAS_NAMES,
    LAYERS,
    METRICS,
    MODEL_METHODS,
    MODULES,
    NUMPY_NAMES,
    OTHER_LANGUAGES,
    TENSORFLOW_ONE,
)
from tuitutor.spelling import nearest

NAMES = Rules()

_GENERAL = (*IMPORTS, *dir(builtins))

# ---- names ----------------------------------------------------------------------------------


@NAMES.rule("name", (), "NameError", r"^name '(\w+)' is not defined(?:$|\. |; )")
def unknown_name(case: Case) -> Words | None:
    return undefined(case[1], case.code)


def undefined(name: str, code: Code) -> Words | None:
    """Advice on a name that isn't defined where it is read; None if it was deleted."""
    if name in OTHER_LANGUAGES:
        return f"Python has no `{name}`.", f"Write {OTHER_LANGUAGES[name]}, with a capital letter."
    if name in IMPORTS:
        return f"`{name}` is used but not imported.", f"Put this at the top: {IMPORTS[name].format(name)}"
    if name in code.deleted:
        return None
    if name in code.names and name not in code.outer_names:
        return (
            f"`{name}` is only known inside the function, or the brackets, where it gets its value.",
            f"Return it from the function, or define `{name}` outside.",
        )
    if name in code.names:
        return f"`{name}` is used before it is defined.", f"Move the line that defines `{name}` above this one."
    if name in code.names_apart:
        return (
            f"`{name}` is made by a cell of the lesson, and of those only the setup runs before an exercise.",
            f"Copy the lines that define `{name}` into your answer, above this one.",
        )
    why = f"There is no `{name}` at this point."
    # a built-in name has to be closer than a learner's own name, or almost any typo would resemble one
    close = nearest(name, code.names) or next(iter(get_close_matches(name, _GENERAL, n=1, cutoff=0.8)), None)
    if close is not None:
        return f"{why} Did you mean `{close}`?", f"Write `{close}`, or define `{name}` above this line."
    return why, f"Define `{name}` above this line, or put it in quotes if it is a string."


_LOCAL = r"^cannot access local variable '(\w+)'|^local variable '(\w+)' referenced before assignment"


@NAMES.rule("name", (), "UnboundLocalError", _LOCAL)
def local_name(case: Case) -> Words | None:
    """Only if the name also has a value outside: else a branch of the function was meant to set it."""
    name = case[1] or case[2]
    functions = (ast.FunctionDef, ast.ClassDef)
    outside = [statement for statement in case.code.statements if not isinstance(statement, functions)]
    nodes = [node for statement in outside for node in ast.walk(statement) if isinstance(node, ast.Name)]
    is_set = any(node.id == name and isinstance(node.ctx, ast.Store) for node in nodes)
    if name not in case.code.names or not is_set:
        return None
    return (
        f"The function sets `{name}` itself, so inside it `{name}` is not the one from outside.",
        f"Pass it in as an argument and return the new value, or begin the function with: global {name}",
    )


@NAMES.rule(
    "name", (), "TypeError", r"^'(?:[\w.]+\.)?(int|float|str|list|dict|float32|float64|int64)' object is not callable$"
)
def shadowed(case: Case) -> Words | None:
    """`sum = 3`, and later `sum(...)`."""
    calls = [node for node in case.code.at(case.error.line) if isinstance(node, ast.Call)]
    called = {call.func.id for call in calls if isinstance(call.func, ast.Name)}
    taken = [name for name in sorted(called & case.code.own_names) if hasattr(builtins, name)]
    if len(taken) != 1:
        return None
    name = taken[0]
    return (
        f"`{name}` is a built-in function, but the code gave its name to a value, so it can't be called any more.",
        "Give your value another name.",
    )


# ---- attributes -----------------------------------------------------------------------------


@NAMES.rule("none", (), "AttributeError", r"^'NoneType' object has no attribute '(\w+)'")
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


@NAMES.rule(
    "gone",
    (),
    "AttributeError ImportError",
    rf"^(?:'\w+' object has no attribute|cannot import name) '({'|'.join(GONE)})'",
)
def old_keras(case: Case) -> Words:
    return f"`{case[1]}` is gone from Keras; code that uses it was written for an older version.", GONE[case[1]]


@NAMES.rule("attribute", (), "AttributeError", r"^'(Sequential|Functional|Model)' object has no attribute '(\w+)'")
def model_attribute(case: Case) -> Words | None:
    return meant(f"A Keras model has no `{case[2]}`.", case[2], MODEL_METHODS)


@NAMES.rule("attribute", (), "AttributeError", r"^module '(?:[\w.]*\.)?keras(?:\.api)?' has no attribute '(\w+)'")
def keras_attribute(case: Case) -> Words | None:
    return meant(f"There is no keras.{case[1]}.", case[1], KERAS_NAMES, "Did you mean keras.{}?")


@NAMES.rule(
    "gone",
    (),
    "AttributeError",
    rf"^module '(?:[\w.]*\.)?keras\.(?:src\.)?(?:api\.)?backend' has no attribute '({'|'.join(BACKEND_FUNCTIONS)})'",
)
def backend_function(case: Case) -> Words:
    return (
        f"`{case[1]}` is no longer in keras.backend: those functions moved to keras.ops.",
        f"Write keras.ops.{BACKEND_FUNCTIONS[case[1]]}(...).",
    )


@NAMES.rule("gone", (), "AttributeError", rf"^module 'tensorflow' has no attribute '({'|'.join(TENSORFLOW_ONE)})'$")
def tensorflow_one(case: Case) -> Words:
    return f"`tf.{case[1]}` belongs to TensorFlow 1 and is gone.", TENSORFLOW_ONE[case[1]]


@NAMES.rule("attribute", (), "AttributeError", r"^module 'numpy' has no attribute '(\w+)'(.*)")
def numpy_attribute(case: Case) -> Words | None:
    name = case[1]
    if name in ("float", "int", "bool", "object", "str"):
        return f"`np.{name}` is gone: it was only another name for Python's own {name}.", f"Write {name} instead."
    close = next(iter(get_close_matches(name, NUMPY_NAMES, n=1, cutoff=0.8)), None)
    return (f"There is no np.{name}. Did you mean np.{close}?", "") if close is not None else None


@NAMES.rule("history", (), "AttributeError", r"^'History' object has no attribute '(\w+)'")
def history_attribute(case: Case) -> Words | None:
    name = case[1]
    if name.removeprefix("val_") not in ("loss", *METRICS) and name not in ("keys", "items", "values"):
        return None
    inside = f"history.history['{name}']" if name not in ("keys", "items", "values") else f"history.history.{name}()"
    return "fit returns a History object, which holds the curves in its .history.", f"Write {inside}."


# ---- imports --------------------------------------------------------------------------------


@NAMES.rule("import", (), "ImportError", r"^cannot import name '(\w+)' from '([\w.]+)'")
def import_name(case: Case) -> Words | None:
    candidates = {"layers": LAYERS, "keras": KERAS_NAMES, "models": ["Sequential", "Model", "load_model"]}
    return meant(f"{case[2]} has no `{case[1]}`.", case[1], candidates.get(case[2].rsplit(".", 1)[-1], []))


@NAMES.rule("import", (), "ModuleNotFoundError", r"^No module named '([\w.]+)'")
def import_module(case: Case) -> Words | None:
    name = case[1]
    if name.split(".")[0] in ("theano", "cntk"):
        return f"{name} is gone: today's Keras runs on TensorFlow, JAX or PyTorch.", "Import keras instead."
    others = [module for module in MODULES if not f"{module}.".startswith(f"{name}.")]
    return meant(f"There is no module `{name}` here.", name, others)
