"""Certain mistakes that raise no error: in the code, in the use of predictions, in a model."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tuitutor.coach.code import Code, argument, constant_value
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.facts import FitFacts, ModelFacts

METHODS = ("fit", "compile", "summary", "evaluate")
_MODULES = ("np", "numpy", "tf", "ops", "keras")


def advise_on_design(code: Code) -> Iterator[Advice]:
    """`model.fit` without brackets, as a statement."""
    for statement in code.statements:
        match statement:
            case ast.Expr(value=ast.Attribute(value=ast.Name(id=name), attr=attr)) if attr in METHODS:
                yield Advice(
                    "brackets",
                    (),
                    f"{name}.{attr} only names the function; without brackets it does not run.",
                    f"Write {name}.{attr}(...).",
                    statement.lineno,
                )


def advise_on_unused_inputs(model: ModelFacts) -> Iterator[Advice]:
    """An input from which nothing leads to the output, as where a branch was joined with itself."""
    used = {name for layer in model.layers for name in layer.inbound}
    if not used or model.operations or model.inner:
        return  # which may take it, or have inputs of their own
    for layer in model.layers:
        if layer.kind == "InputLayer" and layer.name not in used:
            yield Advice(
                "size",
                ("layers",),
                f"The input '{layer.name}' isn't used: no layer leads from it to the output, so it tells nothing.",
                "Look at what is joined: what the layers make of each input has to be passed on, each once.",
            )


def advise_on_answers(code: Code, fit: FitFacts) -> Iterator[Advice]:
    """Advice on the use of a trained network's predictions."""
    layers = fit.network.layers if fit.network is not None else ()
    differ = (layer.kind for layer in layers if layer.kind in ("Dropout", "BatchNormalization"))
    if fit.output == (None, 1):
        yield from _argmax_of_one(code)
    if kind := next(differ, ""):
        yield from _still_training(code, kind)


def _argmax_of_one(code: Code) -> Iterator[Advice]:
    """`argmax` over a single unit."""
    for call in code.calls("argmax"):
        match call.func:
            case ast.Attribute(value=ast.Name(id=module)) if module in _MODULES:
                given, axis = argument(call, "x", 0), argument(call, "axis", 1)
            case ast.Attribute(value=inner):
                given, axis = inner, argument(call, "axis", 0)
            case _:
                continue
        if given is not None and constant_value(axis) in (1, -1) and _is_prediction(code, given):
            yield Advice(
                "prediction",
                (),
                "The network has one output unit, so argmax over the units is always 0.",
                "Write (model.predict(x) > 0.5).astype(int) for one sigmoid unit.",
                call.lineno,
            )


def _is_prediction(code: Code, node: ast.expr | None) -> bool:
    """Whether the node is the result of `predict` of the only fitted network."""
    if isinstance(node, ast.Name):
        same = [name for name in ast.walk(code.tree) if isinstance(name, ast.Name) and name.id == node.id]
        node = code.value(node.id) if sum(isinstance(name.ctx, ast.Store) for name in same) == 1 else None
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=model), attr="predict")):
            return 0 < len(code.calls("fit", model)) == len(code.calls("fit"))
    return False


def _still_training(code: Code, kind: str) -> Iterator[Advice]:
    """`model(x, training=True)`, once, outside of any step."""
    trained = {child.value.id for child in ast.walk(code.tree) if isinstance(child, ast.Attribute)
               and isinstance(child.value, ast.Name) and child.attr in ("fit", "trainable_variables")}  # fmt: skip
    for statement in code.tree.body:
        nodes = list(ast.walk(statement)) if isinstance(statement, ast.Assign | ast.Expr) else []
        if any(isinstance(child, ast.comprehension) for child in nodes):
            continue  # it is asked many times, to see how its answers vary
        for node in nodes:
            match node:
                case ast.Call(func=ast.Name(id=name)) if name in trained:
                    if constant_value(argument(node, "training")) is True:
                        yield Advice(
                            "prediction",
                            (),
                            f"training=True leaves {kind} as it is in training, so these aren't the network's answers.",
                            "Leave training=True out, or call model.predict(x).",
                            node.lineno,
                        )
