"""Mistakes that are plain in the code and raise no error: calls that do not do what they seem to, and what is done
with a trained network's answers.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from tuitutor.coach.code import Code, argument, constant_value, makes
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.facts import FitFacts, LabelFacts

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


_SAME = ("reshape", "ravel", "flatten", "squeeze", "numpy", "astype", "copy")
ERRORS = ("mean_squared_error", "mean_absolute_error", "mse", "mae", "r2_score", "root_mean_squared_error")


def advise_on_answers(code: Code, fits: Sequence[FitFacts]) -> Iterator[Advice]:
    """Advice on what comes after the last fit."""
    if not fits:
        return
    units = fits[-1].network.units if fits[-1].network is not None else None
    yield from _wrong_argmax(code, units)
    yield from _not_scaled_back(code, fits[-1])
    yield from _still_training(code, fits[-1])


def _wrong_argmax(code: Code, units: int | None) -> Iterator[Advice]:
    """`argmax` of predictions along the axis of the samples, or over a single unit."""
    for call in code.calls("argmax"):
        given, axis = _argmax_of(call)
        if given is None or not is_prediction(code, given) or _is_index(code, call):
            continue
        if units == 1 and axis in (1, -1):
            yield Advice(
                "prediction",
                "The network has one output unit, so argmax over the units is always 0.",
                "Write (model.predict(x) > 0.5).astype(int) for one sigmoid unit.",
                call.lineno,
            )
        elif units is not None and units > 1 and axis == 0:
            yield Advice(
                "prediction",
                "argmax(axis=0) gives the row with the largest output for each class, not the class of each row.",
                "Write argmax(axis=1).",
                call.lineno,
            )


def _argmax_of(call: ast.Call) -> tuple[ast.expr | None, object]:
    """What argmax is taken of, and along which axis; tf's is 0 if none is named, and numpy's runs over all."""
    match call.func:
        case ast.Attribute(value=ast.Name(id="np" | "numpy" | "tf" | "ops" | "keras" as module)):
            axis = argument(call, "axis", 1)
            default = 0 if module == "tf" else None
            return (call.args[0] if call.args else None), default if axis is None else constant_value(axis)
        case ast.Attribute(value=inner):
            return inner, constant_value(argument(call, "axis", 0))
    return None, None


def is_prediction(code: Code, given: ast.expr) -> bool:
    match stripped(code, given):
        case ast.Call(func=ast.Attribute(attr="predict" | "predict_on_batch")):
            return True
        case ast.Call(func=ast.Name(id=name)):
            return name in _networks(code)
    return False


def _networks(code: Code) -> set[str]:
    """The names of networks that the code trains: with fit, or by the gradients of their variables."""
    names = {call.func.value.id for method in ("fit", "train_on_batch") for call in code.calls(method)
             if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name)}  # fmt: skip
    for call in code.calls("gradient"):
        for node in ast.walk(call):
            match node:
                case ast.Attribute(value=ast.Name(id=name), attr="trainable_variables" | "trainable_weights"):
                    names.add(name)
    return names


def stripped(code: Code, node: ast.expr, depth: int = 0) -> ast.expr:
    """What an expression is of: names are followed, and what only changes the shape is taken off."""
    match node:
        case ast.Name(id=name) if depth < 5 and name in code.own_names:
            names = [each for each in ast.walk(code.tree) if isinstance(each, ast.Name) and each.id == name]
            stored = sum(isinstance(each.ctx, ast.Store) for each in names)
            value = code.value(name) if stored == 1 else None
            return node if value is None else stripped(code, value, depth + 1)
        case ast.Subscript(value=inner):
            return stripped(code, inner, depth)
        case ast.Call(func=ast.Attribute(value=inner, attr=attr)) if attr in _SAME and not _is_module(inner):
            return stripped(code, inner, depth)
        case ast.Call(func=ast.Attribute(attr=attr), args=[inner, *_]) if attr in (*_SAME, "array", "asarray"):
            return stripped(code, inner, depth)
    return node


def _is_module(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("np", "numpy", "tf", "keras", "ops")


def _is_index(code: Code, call: ast.Call) -> bool:
    """Whether its result picks rows: then the row with the largest output may be what is wanted."""
    names = [
        target.id
        for node in ast.walk(code.tree)
        if isinstance(node, ast.Assign) and node.value is call
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    picked = (node.slice for node in ast.walk(code.tree) if isinstance(node, ast.Subscript))
    return any(each is call or (isinstance(each, ast.Name) and each.id in names) for each in picked)


def _not_scaled_back(code: Code, fit: FitFacts) -> Iterator[Advice]:
    """Labels were scaled for fit, and predictions are compared with those that were not."""
    labels = fit.given.labels if fit.given is not None else None
    calls = code.calls("fit")
    if labels is None or labels.kind != "numbers" or len(calls) != 1:
        return
    given = argument(calls[0], "y", 1)
    if given is None:
        return
    raw = _scaled_from(stripped(code, given), labels)
    if raw is None:
        return
    for node in ast.walk(code.tree):
        pairs: list[tuple[ast.expr, ast.expr]] = []
        match node:
            case ast.BinOp(left=one, op=ast.Sub(), right=other):
                pairs = [(one, other), (other, one)]
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[one, other, *_]) if name in ERRORS:
                pairs = [(one, other), (other, one)]
        if any(is_prediction(code, one) and is_of(code, other, raw) for one, other in pairs):
            yield Advice(
                "prediction",
                f"The network learned labels that were scaled, and its predictions are compared with `{raw}`, which "
                "isn't.",
                "Undo the scaling first: prediction * spread + mean.",
                getattr(node, "lineno", None),
            )
            return


def _scaled_from(value: ast.expr, labels: LabelFacts) -> str | None:
    """The name of the array in `(y - mean) / spread`, `y / 1000`, or a function's call that has scaled it."""
    match value:
        case ast.BinOp(left=ast.BinOp(left=ast.Name(id=name), op=ast.Sub()), op=ast.Div()):
            return name
        case ast.BinOp(left=ast.Name(id=name), op=ast.Div()):
            return name
        case ast.Call(func=ast.Attribute(attr="fit_transform" | "transform"), args=[inner, *_]):
            return inner_name(inner)
        case ast.Call(func=ast.Name(), args=[inner, *_]):
            standard = abs(labels.array.mean) < 0.2 and 0.8 < labels.array.spread < 1.2
            return inner_name(inner) if standard else None
    return None


def inner_name(node: ast.expr) -> str | None:
    found = [each.id for each in ast.walk(node) if isinstance(each, ast.Name) and not _is_module(each)]
    return found[0] if len(found) == 1 else None


def is_of(code: Code, node: ast.expr, raw: str) -> bool:
    """Whether an expression is that array, or rows of it."""
    while isinstance(node, ast.Subscript | ast.Call):
        if isinstance(node, ast.Subscript):
            node = node.value
        elif isinstance(node.func, ast.Attribute) and node.func.attr in _SAME:
            node = node.func.value
        else:
            return False
    return isinstance(node, ast.Name) and node.id == raw


def _only_asks(loop: ast.For | ast.While) -> bool:
    """Whether nothing in it trains."""
    trains = ("GradientTape", "apply_gradients", "apply", "train_on_batch", "fit")
    return not any(isinstance(each, ast.Attribute) and each.attr in trains for each in ast.walk(loop))


def _still_training(code: Code, fit: FitFacts) -> Iterator[Advice]:
    """`model(x, training=True)`, once, outside of any step: layers that differ in training do as in training."""
    layers = fit.network.layers if fit.network is not None else ()
    differ = [layer.kind for layer in layers if layer.kind.endswith("Dropout") or layer.kind == "BatchNormalization"]
    models = _networks(code)
    if not differ:
        return
    normalised = all(kind == "BatchNormalization" for kind in differ)
    for statement in code.tree.body:
        if isinstance(statement, ast.With | ast.FunctionDef | ast.ClassDef):
            continue
        if isinstance(statement, ast.For | ast.While) and not (normalised and _only_asks(statement)):
            continue
        for node in ast.walk(statement):
            if isinstance(node, ast.ListComp | ast.GeneratorExp):
                break  # it is asked many times, to see how its answers vary
            match node:
                case ast.Call(func=ast.Name(id=name)) if name in models:
                    if constant_value(argument(node, "training")) is True:
                        yield Advice(
                            "prediction",
                            f"training=True leaves {differ[0]} as it is in training, so these answers aren't the "
                            "network's best.",
                            "Leave training=True out, or call model.predict(x).",
                            node.lineno,
                        )
                        return
