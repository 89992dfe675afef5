"""Mistakes that raise no error but are plain in the code: networks, losses and calls that do not go together.

A network counts only if all of it is read (`Code.networks`), and only if it is compiled once.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tuitutor.coach.code import Code, LayerCall, WrittenModel, argument, constant_value, makes, named
from tuitutor.grading.verdicts import Advice

CLASSES = ("sparsecategoricalcrossentropy", "categoricalcrossentropy")
CROSSENTROPIES = (*CLASSES, "binarycrossentropy")
AFFINE = frozenset({"Input", "Dense", "Dropout", "Flatten"})  # affine functions, if they have no activation
METHODS = ("fit", "compile", "summary", "evaluate")


def advise_on_design(code: Code) -> Iterator[Advice]:
    """Advice on each network that is trained, and on calls that do not do what they seem to."""
    yield from _not_called(code)
    yield from _ignored_decay(code)
    yield from _built_anew(code)
    for net in code.networks:
        compiles = code.calls("compile", net.name)
        if len(compiles) == 1 and len(net.layers) > 1:
            written = argument(compiles[0], "loss", 1)  # no mutant: it is compiled once
            # not of a loss object, which may have from_logits=True
            loss = named(written) if isinstance(constant_value(written), str) else None
            yield from _hidden_softmax(net)
            yield from _only_linear(net)
            yield from _last_layer(net.layers[-1], loss, compiles[0])
            yield from _class_numbers(code, net, compiles[0], loss)  # no mutant: it is compiled once


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


# ---- networks -------------------------------------------------------------------------------


def _hidden_softmax(net: WrittenModel) -> Iterator[Advice]:
    hidden = [layer for layer in net.layers[:-1] if layer.kind == "Dense" and layer.activation == "softmax"]
    if hidden and net.layers[-1].kind == "Dense":
        yield Advice(
            "activation",
            "This hidden layer has a softmax, which makes its outputs sum to 1, so they can't vary independently.",
            "Use activation='relu' or 'tanh' in hidden layers; softmax is for the last.",
            hidden[0].line,
        )


def _only_linear(net: WrittenModel) -> Iterator[Advice]:
    dense = [layer for layer in net.layers if layer.kind == "Dense"]
    if len(dense) < 2 or not AFFINE.issuperset(layer.kind for layer in net.layers):
        return
    if all(layer.activation == "linear" for layer in dense[:-1]):
        yield Advice(
            "activation",
            f"No layer before the last has an activation, so these {len(dense)} Dense layers can do no more than one.",
            "Give each hidden layer one: Dense(..., activation='relu').",
            dense[0].line,
        )


def _last_layer(last: LayerCall, loss: str | None, compiled: ast.Call) -> Iterator[Advice]:
    if last.kind != "Dense" or last.activation is None:
        return
    if last.activation == "softmax" and last.units == 1:
        yield Advice(
            "activation",
            "A softmax over one unit is always 1, whatever the network learns.",
            "Use Dense(1, activation='sigmoid') with loss='binary_crossentropy', or one softmax unit for each class.",
            last.line,
        )
    elif last.units == 1 and loss == "categoricalcrossentropy":
        yield Advice(
            "loss",
            "categorical_crossentropy divides the outputs by their sum. With one output that gives 1, so the loss is "
            "always 0 and nothing is learned.",
            "Use loss='binary_crossentropy' with Dense(1, activation='sigmoid').",
            compiled.lineno,
        )
    elif last.activation in ("linear", "relu") and loss in CROSSENTROPIES and last.units is not None:
        fit = "sigmoid" if loss == "binarycrossentropy" else "softmax"
        has = "no activation" if last.activation == "linear" else "a relu"
        yield Advice(
            "activation",
            f"The last layer has {has}, but the loss expects probabilities.",
            f"Write Dense({last.units}, activation='{fit}'), or give the loss object from_logits=True.",
            last.line,
        )
    elif last.activation == "sigmoid" and loss in CLASSES and last.units is not None and last.units > 1:
        yield Advice(
            "activation",
            f"The {last.units} sigmoid units answer {last.units} separate yes-or-no questions, but this loss is for "
            "one choice among classes.",
            f"Write Dense({last.units}, activation='softmax').",
            last.line,
        )


def _class_numbers(code: Code, net: WrittenModel, compiled: ast.Call, loss: str | None) -> Iterator[Advice]:
    """mse between softmax outputs and class numbers, if the code shows that the labels are class numbers."""
    last, fits = net.layers[-1], code.calls("fit", net.name)
    # no mutant: 1 is less than 2 as well
    if loss != "meansquarederror" or last.activation != "softmax" or (last.units or 0) < 2 or len(fits) != 1:
        return
    labels = argument(fits[0], "y", 1)
    if isinstance(labels, ast.Name) and _are_class_numbers(code.value(labels.id)):
        yield Advice(
            "loss",
            f"mse compares each of the {last.units} outputs with the number in `{labels.id}`, "
            "but the outputs are probabilities.",
            "Use loss='sparse_categorical_crossentropy' for class numbers.",
            compiled.lineno,
        )


def _are_class_numbers(value: ast.expr | None) -> bool:
    """Whether it is one whole number per sample: `(...).astype(int).reshape(-1, 1)`, `(x[:, 0] > 0).astype(int)`."""
    match value:
        case ast.Call(func=ast.Attribute(value=inner, attr="reshape"), args=[ast.UnaryOp(), ast.Constant(value=1)]):
            return _are_whole(inner)
        case ast.Call(func=ast.Attribute(value=ast.Compare(left=ast.Subscript(slice=ast.Tuple(elts=[_, column]))))):
            return _are_whole(value) and isinstance(column, ast.Constant)
        case ast.Call(func=ast.Attribute(attr="integers" | "randint")):
            return isinstance(argument(value, "size", 2), ast.Constant)
    return False


def _are_whole(value: ast.expr) -> bool:
    match value:
        case ast.Call(func=ast.Attribute(attr="astype"), args=[ast.Name(id="int")]):
            return True
        case ast.Call(func=ast.Attribute(attr="integers" | "randint")):
            return True
    return False
