"""Names that are not there: misspelt, used too early, not imported, or gone since the tutorial was written."""

from __future__ import annotations

import ast
import builtins
import re
from difflib import get_close_matches

from tuitutor.coach.rules import Case, Rule, Words, rule
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

_GENERAL = (*IMPORTS, *dir(builtins))

# ---- names ----------------------------------------------------------------------------------


@rule("name", "NameError", r"^name '(\w+)' is not defined(?:$|\. |; )")
def unknown_name(case: Case) -> Words | None:
    name = case[1]
    if name in OTHER_LANGUAGES:
        return f"Python knows no `{name}`.", f"Write {OTHER_LANGUAGES[name]}, with a capital letter."
    if name in IMPORTS:
        return f"`{name}` is used but not imported.", f"Put this at the top: {IMPORTS[name].format(name)}"
    if name in case.code.deleted:
        return None
    if name in case.code.names:
        return f"`{name}` is used before it is defined.", f"Move the line that defines `{name}` above this one."
    why = f"There is no `{name}` at this point."
    # a built-in name has to be closer than one of the learner's own, or every typo would resemble some
    close = nearest(name, case.code.names) or next(iter(get_close_matches(name, _GENERAL, n=1, cutoff=0.8)), None)
    if close is not None:
        return why, f"Did you mean `{close}`? Else define `{name}` first."
    return why, f"Define `{name}` above this line, or put it in quotes if it is a string."


_LOCAL = r"^cannot access local variable '(\w+)'|^local variable '(\w+)' referenced before assignment"


@rule("name", "UnboundLocalError", _LOCAL)
def local_name(case: Case) -> Words | None:
    """Only where the name has a value outside too: else some branch of the function was meant to set it."""
    name = case[1] or case[2]
    if name not in case.code.names or not _set_outside(case, name):
        return None
    return (
        f"The function sets `{name}` itself, so inside it the `{name}` from outside does not count.",
        f"Hand it in as an argument and return the new value, or begin the function with: global {name}",
    )


def _set_outside(case: Case, name: str) -> bool:
    stored = (node for statement in case.code.statements for node in _outside(statement))
    return any(isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store) for node in stored)


def _outside(statement: ast.stmt) -> list[ast.AST]:
    return [] if isinstance(statement, ast.FunctionDef | ast.ClassDef) else list(ast.walk(statement))


@rule("name", "TypeError", r"^'(?:[\w.]+\.)?(int|float|str|list|dict|float32|float64|int64)' object is not callable$")
def shadowed(case: Case) -> Words | None:
    """`sum = 3`, and later `sum(...)`."""
    called = {node.func.id for node in case.code.at(case.error.line) if _calls_name(node)}  # type: ignore[attr-defined]
    taken = [name for name in sorted(called & case.code.own_names) if hasattr(builtins, name)]
    if len(taken) != 1:
        return None
    name = taken[0]
    return (
        f"`{name}` is one of Python's functions, and the code gave its name to a value, so it can no longer be called.",
        f"Give your value another name than `{name}`.",
    )


def _calls_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name)


# ---- attributes -----------------------------------------------------------------------------


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


@rule("gone", "AttributeError", r"^module '(?:[\w.]*\.)?keras\.(?:src\.)?(?:api\.)?backend' has no attribute '(\w+)'")
def backend_function(case: Case) -> Words | None:
    if case[1] not in BACKEND_FUNCTIONS:
        return None
    return (
        f"`{case[1]}` is no longer in keras.backend: those functions went to keras.ops.",
        f"Write keras.ops.{BACKEND_FUNCTIONS[case[1]]}(...).",
    )


@rule("gone", "AttributeError", r"^module 'tensorflow' has no attribute '(\w+)'$")
def tensorflow_one(case: Case) -> Words | None:
    if case[1] not in TENSORFLOW_ONE:
        return None
    return f"`tf.{case[1]}` belongs to TensorFlow 1 and is gone.", TENSORFLOW_ONE[case[1]]


@rule("attribute", "AttributeError", r"^module 'numpy' has no attribute '(\w+)'(.*)")
def numpy_attribute(case: Case) -> Words | None:
    name = case[1]
    if name in ("float", "int", "bool", "object", "str"):
        return f"`np.{name}` is gone: it was only another name for Python's own {name}.", f"Write {name} instead."
    close = next(iter(get_close_matches(name, NUMPY_NAMES, n=1, cutoff=0.8)), None)
    return (f"There is no np.{name}.", f"Did you mean np.{close}?") if close is not None else None


@rule("history", "AttributeError", r"^'History' object has no attribute '(\w+)'")
def history_attribute(case: Case) -> Words | None:
    name = case[1]
    if name.removeprefix("val_") not in ("loss", *METRICS) and name not in ("keys", "items", "values"):
        return None
    inside = f"history.history['{name}']" if name not in ("keys", "items", "values") else f"history.history.{name}()"
    return "fit returns a History object, which holds the curves in its .history.", f"Write {inside}."


@rule("gone", "AttributeError ImportError", r"^(?:'\w+' object has no attribute|cannot import name) '(\w+)'")
def old_keras(case: Case) -> Words | None:
    if case[1] not in GONE:
        return None
    return f"`{case[1]}` is gone from Keras; code that uses it was written for an old one.", GONE[case[1]]


# ---- imports --------------------------------------------------------------------------------


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
    close = nearest(name, [module for module in MODULES if not f"{module}.".startswith(f"{name}.")])
    return (f"There is no module `{name}` here.", f"Did you mean `{close}`?") if close is not None else None


NAMES: tuple[Rule, ...] = (
    unknown_name,
    local_name,
    shadowed,
    none_instead_of_model,
    old_keras,
    model_attribute,
    keras_attribute,
    backend_function,
    tensorflow_one,
    numpy_attribute,
    history_attribute,
    import_name,
    import_module,
)
