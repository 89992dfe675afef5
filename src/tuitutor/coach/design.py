"""Calls that do not do what they seem to, and raise no error."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tuitutor.coach.code import Code, argument, makes
from tuitutor.grading.verdicts import Advice

METHODS = ("fit", "compile", "summary", "evaluate")


def advise_on_design(code: Code) -> Iterator[Advice]:
    """Advice on calls."""
    yield from _not_called(code)
    yield from _ignored_decay(code)
    yield from _built_anew(code)
    yield from _compiled_anew(code)


# ---- calls ----------------------------------------------------------------------------------


def _not_called(code: Code) -> Iterator[Advice]:
    """`model.fit` without brackets, as a statement."""
    for statement in code.statements:
        match statement:
            case ast.Expr(value=ast.Attribute(value=ast.Name(id=name), attr=attr)) if attr in METHODS:
                yield Advice(
                    "brackets",
                    f"{name}.{attr} only names the function; without brackets it does not run.",
                    f"Write {name}.{attr}(...).",
                    statement.lineno,
                )


def _ignored_decay(code: Code) -> Iterator[Advice]:
    for kind in ("SGD", "Adam", "RMSprop", "Adagrad"):
        for call in code.calls(kind):
            if argument(call, "decay") is not None:
                yield Advice(
                    "argument",
                    f"{kind} no longer has the argument `decay` and ignores it: the learning rate stays as it is.",
                    "Pass a schedule: learning_rate=keras.optimizers.schedules.ExponentialDecay(...).",
                    call.lineno,
                )


def _built_anew(code: Code) -> Iterator[Advice]:
    """`model = Sequential(...)` again after that model was trained, without training the new one."""
    models: dict[str, list[ast.Call]] = {}
    for statement in code.statements:
        match makes(statement):
            case (name, "Sequential" | "Model", call):
                models.setdefault(name, []).append(call)
    for name, made in models.items():
        fits = [call.lineno for call in code.calls("fit", name)]
        if len(made) < 2 or not fits or _gets_weights(code, name, made[-1]):
            continue
        yield Advice(
            "rebuilt",
            f"`{name}` is built again here, after it was trained in line {max(fits)}: the new one is untrained.",
            f"Build {name} once, before fit, or train it again.",
            made[-1].lineno,
        )


def _compiled_anew(code: Code) -> Iterator[Advice]:
    """`compile` beside `fit` in a loop, of a network that is built outside of it."""
    for loop in (node for node in ast.walk(code.tree) if isinstance(node, ast.For)):
        inside = [node for statement in loop.body for node in ast.walk(statement)]
        built = {node.id for node in inside if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        called: dict[str, dict[str, ast.Call]] = {"compile": {}, "fit": {}}
        for node in inside:
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="compile" | "fit" as method)):
                    called[method].setdefault(name, node)
        turned = {each.id for each in ast.walk(loop.target) if isinstance(each, ast.Name)}
        for name in (called["compile"].keys() & called["fit"].keys()) - built:
            if any(isinstance(each, ast.Name) and each.id in turned for each in ast.walk(called["compile"][name])):
                continue  # each round has a rate of its own, say
            yield Advice(
                "rebuilt",
                f"`{name}` is compiled again in each round of the loop, so its optimizer forgets what it has learned "
                "of the "
                "slopes each time.",
                f"Call {name}.compile once, before the loop.",
                called["compile"][name].lineno,
            )


def _gets_weights(code: Code, name: str, made: ast.Call) -> bool:
    """Whether it is made from the old model, or is later changed, trained or passed to a function."""
    looking = {"compile", "add", "summary", "evaluate", "predict", "count_params", "build"}
    if any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(made)):
        return True
    for node in ast.walk(code.tree):
        if isinstance(node, ast.Call) and node.lineno > made.lineno:
            if any(isinstance(each, ast.Name) and each.id == name for each in node.args):
                return True
            match node.func:
                case ast.Attribute(value=ast.Name(id=owner), attr=attr) if owner == name and attr not in looking:
                    return True
    return False
