"""Mistakes with a trained network's answers that are plain in the code, and layers whose results are dropped."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from tuitutor.coach.code import Code, argument, constant_value
from tuitutor.coach.design import ERRORS, inner_name, is_of, is_prediction, stripped
from tuitutor.coach.evidence_of_fit import LEARNED, Seen
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.facts import FitFacts, ModelFacts

_UNDONE = {
    "log": "exp", "log1p": "expm1", "log10": "10 **", "log2": "2 **", "sqrt": "** 2",
    "diff": "the value before + the answer",
}  # fmt: skip
_PARTS = ("train", "training", "test", "testing", "val", "valid", "validation", "new", "held", "fit")
_KEEP = ("astype", "round", "copy", "numpy", "clip")
_OF = ("round", "rint", "array", "asarray", "abs", "sign")


def advise_on_use(code: Code, fits: Sequence[FitFacts]) -> Iterator[Advice]:
    """Advice on what is done with the answers of the last fit's network."""
    if not fits:
        return
    yield from _turned_pictures(code, fits[-1])
    yield from _swapped_inputs(code)
    yield from _swapped_outputs(code)
    yield from _cut_answers(code, fits[-1])
    yield from _logits_as_shares(code, fits[-1])
    yield from _undone_otherwise(code)
    yield from _crossed(code, fits[-1])
    yield from _still_changed(code, fits[-1])


_FLIPS = {"random_flip_left_right": "horizontal", "random_flip_up_down": "vertical"}


def _turned_pictures(code: Code, fit: FitFacts) -> Iterator[Advice]:
    """Pictures that a function mirrors or turns at random, as in a dataset's map, where that makes them of a class."""
    mirrored = fit.given.mirrored if fit.given is not None else ()
    if not Seen(fit).is_below(LEARNED):
        return
    calls = [(name, call) for name in (*_FLIPS, "RandomFlip", "RandomRotation") for call in code.calls(name)]
    for name, call in calls:
        if name in _FLIPS:
            ways = {_FLIPS[name]} & {*mirrored}
        elif name == "RandomFlip":
            mode = (
                constant_value(argument(call, "mode", 0)) if call.args or call.keywords else "horizontal_and_vertical"
            )
            ways = {way for way in ("horizontal", "vertical") if way in str(mode)} & {*mirrored}
        else:
            factor = constant_value(argument(call, "factor", 0))
            most = {"half": 0.5, "quarter": 0.25}
            ways = {way for way, least in most.items() if isinstance(factor, float) and factor >= least} & {*mirrored}
        if ways:
            yield Advice(
                "data",
                f"{name} turns pictures over or round at random ({', '.join(sorted(ways))}), but one that is turned so "
                "looks like another class here.",
                "Leave that out: vary pictures only in ways that leave them of their class.",
                call.lineno,
            )
            return


def advise_on_lost_layers(code: Code) -> Iterator[Advice]:
    """`z = Dense(8)(x)`, and then another `z` before this one was read."""
    for node in ast.walk(code.tree):
        if not isinstance(node, ast.Module | ast.FunctionDef):
            continue
        for at, statement in enumerate(node.body):
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Call(func=made), args=[_])):
                    if _kind(made)[:1].isupper() and _is_lost(name, node.body[at + 1 :]):
                        yield Advice(
                            "size",
                            f"What {_kind(made)} gives here is stored in `{name}`, which gets another value before it "
                            "is used: the layer is no part of the network.",
                            f"Pass `{name}` on to the next layer.",
                            statement.lineno,
                        )


def advise_on_unused_inputs(model: ModelFacts) -> Iterator[Advice]:
    """An input from which nothing leads to the output, as where a branch was joined with itself."""
    used = {name for layer in model.layers for name in layer.inbound}
    if model.operations or model.inner:
        return  # which may take it, or have inputs of their own
    for layer in model.layers if used else ():
        if layer.kind == "InputLayer" and layer.name not in used:
            yield Advice(
                "size",
                f"The input '{layer.name}' isn't used: no layer leads from it to the output, so it tells nothing.",
                "Look at what is joined: what the layers make of each input has to be passed on, each once.",
            )


def _kind(made: ast.expr) -> str:
    match made:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _is_lost(name: str, later: list[ast.stmt]) -> bool:
    for statement in later:
        found = [each for each in ast.walk(statement) if isinstance(each, ast.Name) and each.id == name]
        if any(isinstance(each.ctx, ast.Load) for each in found):
            return False
        if found:
            return isinstance(statement, ast.Assign)
    return False


# ---- answers


def _swapped_inputs(code: Code) -> Iterator[Advice]:
    """Several inputs, in another order than fit got them."""
    trained = {_owner(call): _inputs(call) for call in code.calls("fit")}
    for method in ("predict", "evaluate"):
        for call in code.calls(method):
            given, asked = trained.get(_owner(call), ()), _inputs(call)
            if len(given) > 1 and given != asked and len(set(given)) == len(given) and sorted(given) == sorted(asked):
                yield Advice(
                    "prediction",
                    f"fit got its inputs in the order {', '.join(given)}, but {method} gets {', '.join(asked)}: each "
                    "goes in where the other belongs.",
                    "Give them in the order of fit, or as a dictionary with the names of the Inputs.",
                    call.lineno,
                )


def _swapped_outputs(code: Code) -> Iterator[Advice]:
    """Several answers, unpacked in another order than fit got their labels."""
    calls = code.calls("fit")
    given = argument(calls[0], "y", 1) if len(calls) == 1 else None
    if not isinstance(given, ast.List | ast.Tuple):
        return
    told = [_base(each).lower() for each in given.elts]
    if len(set(told)) < len(told) or not all(told):
        return
    for node in ast.walk(code.tree):
        match node:
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Call(func=ast.Attribute(attr="predict"))):
                said = [name.id.lower() if isinstance(name, ast.Name) else "" for name in names]
            case _:
                continue
        meant = [[at for at, name in enumerate(told) if name in each.split("_")] for each in said]
        order = [places[0] for places in meant if len(places) == 1]
        if len(said) == len(told) and sorted(order) == list(range(len(told))) and order != sorted(order):
            yield Advice(
                "prediction",
                f"fit got the labels in the order {', '.join(told)}, but predict's answers are unpacked as "
                f"{', '.join(said)}: each gets what belongs to another.",
                "Unpack them in the order of the network's outputs.",
                node.lineno,
            )
            return


def _owner(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(value=ast.Name(id=name)):
            return name
    return ""


def _inputs(call: ast.Call) -> tuple[str, ...]:
    """The names of the arrays in a list of inputs, without what says which part of the data they are."""
    given = argument(call, "x", 0)
    if not isinstance(given, ast.List | ast.Tuple):
        return ()
    names = [_base(each) for each in given.elts]
    return tuple(names) if all(names) else ()


def _base(node: ast.expr) -> str:
    while isinstance(node, ast.Subscript):
        node = node.value
    return _without_part(node.id) if isinstance(node, ast.Name) else ""


def _without_part(name: str) -> str:
    return "_".join(part for part in name.split("_") if part.lower() not in _PARTS)


def _cut_answers(code: Code, fit: FitFacts) -> Iterator[Advice]:
    """Probabilities made whole numbers, which cuts all below 1 to 0."""
    if fit.network is None or fit.network.last not in ("sigmoid", "softmax"):
        return
    for call in (*code.calls("astype"), *code.calls("int"), *code.calls("cast")):
        match call:
            case ast.Call(func=ast.Attribute(value=inner, attr="astype"), args=[kind]) if _is_whole(kind):
                given: ast.expr | None = inner
            case ast.Call(func=ast.Attribute(attr="cast"), args=[inner, kind]) if _is_whole(kind):
                given = inner
            case ast.Call(func=ast.Name(id="int"), args=[inner]):
                given = inner
            case _:
                given = None
        if given is not None and is_prediction(code, given) and not _sees_rounding(given):
            yield Advice(
                "prediction",
                "The answers are probabilities, and to make them whole numbers cuts all of them below 1 to 0.",
                "Write (model.predict(x) > 0.5).astype(int)"
                if fit.network.units == 1
                else "Write model.predict(x).argmax(axis=1).",
                call.lineno,
            )
            return


def _logits_as_shares(code: Code, fit: FitFacts) -> Iterator[Advice]:
    """Logits that are rounded, or compared with 0.5."""
    compiled = fit.compiled is not None and fit.compiled.from_logits
    if fit.network is None or fit.network.last != "linear" or not (compiled or fit.own_logits):
        return
    for node in ast.walk(code.tree):
        match node:
            case ast.Compare(left=inner, ops=[ast.Gt() | ast.GtE() | ast.Lt() | ast.LtE()], comparators=[told]):
                found = inner if constant_value(told) == 0.5 else None
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="np" | "tf" | "ops"), attr="round" | "rint"), args=[inner]
            ):
                found = inner
            case ast.Call(func=ast.Attribute(value=inner, attr="round"), args=[]):
                found = inner
            case _:
                found = None
        if found is not None and is_prediction(code, found):
            yield Advice(
                "prediction",
                "The network gives logits, which aren't between 0 and 1: half of the probability is at 0, not at 0.5.",
                "Compare them with 0, or make probabilities of them first: keras.ops.sigmoid, or softmax.",
                getattr(node, "lineno", None),
            )
            return


def _undone_otherwise(code: Code) -> Iterator[Advice]:
    """`answer * a + b`, where labels were made by `(y - c) / d`, of other numbers than these."""
    calls = code.calls("fit")
    given = argument(calls[0], "y", 1) if len(calls) == 1 else None
    match stripped(code, given) if given is not None else None:
        case ast.BinOp(left=ast.BinOp(left=raw, op=ast.Sub(), right=centre), op=ast.Div(), right=width):
            scaled = _words(code, centre), _words(code, width)
        case _:
            return
    for node in ast.walk(code.tree):
        match node:
            case ast.BinOp(left=ast.BinOp(left=inner, op=ast.Mult(), right=by), op=ast.Add(), right=plus):
                undone = _words(code, plus), _words(code, by)
            case _:
                continue
        if not is_prediction(code, _first_value(code, inner)) or not all((*scaled, *undone)):
            continue
        if undone == (scaled[1], scaled[0]) != scaled or not (undone[0] | undone[1]) & (
            scaled[0] | scaled[1] | _words(code, raw)
        ):
            yield Advice(
                "prediction",
                "The labels were scaled by other numbers than those by which the answers are turned back.",
                "Undo it with the same two: answer * spread + mean, of the labels.",
                node.lineno,
            )
            return


def _first_value(code: Code, node: ast.expr) -> ast.expr:
    """What a name that is assigned anew was before that line."""
    if not isinstance(node, ast.Name):
        return node
    made = [each for each in ast.walk(code.tree) if isinstance(each, ast.Assign) and each.lineno < node.lineno
            and any(isinstance(to, ast.Name) and to.id == node.id for to in each.targets)]  # fmt: skip
    return max(made, key=lambda each: each.lineno).value if made else node


def _words(code: Code, node: ast.expr) -> frozenset[str]:
    """The names of an expression, and of what its names were assigned once."""
    found = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    made = [value for name in found if (value := code.value(name)) is not None]
    own = {f".{each.attr}" for each in ast.walk(node) if isinstance(each, ast.Attribute)}
    return frozenset(found | own).union(
        *({each.id for each in ast.walk(value) if isinstance(each, ast.Name)} for value in made)
    ) - {"np", "tf", "keras", "ops"}


def _is_whole(node: ast.expr) -> bool:
    match node:
        case ast.Name(id="int"):
            return True
        case ast.Constant(value=str() as name) | ast.Attribute(attr=name):
            return name.startswith(("int", "uint"))
    return False


def _sees_rounding(node: ast.expr) -> bool:
    calls = (each.func for each in ast.walk(node) if isinstance(each, ast.Call))
    return any(_kind(each) in ("round", "rint", "argmax", "where") for each in calls)


def _crossed(code: Code, fit: FitFacts) -> Iterator[Advice]:
    """Answers of shape (n, 1) compared with labels of shape (n,)."""
    labels, calls = fit.given.labels if fit.given is not None else None, code.calls("fit")
    if labels is None or fit.output != (None, 1) or labels.array.shape != (None,) or len(calls) != 1:
        return
    given = argument(calls[0], "y", 1)
    own = _array(given) if given is not None else ""
    if not own:
        return
    for node in ast.walk(code.tree):
        match node:
            case ast.BinOp(left=one, op=ast.Sub(), right=other):
                pass
            case ast.Compare(left=one, ops=[ast.Eq() | ast.NotEq()], comparators=[other]):
                pass
            case _:
                continue
        for said, told in ((one, other), (other, one)):
            if _is_column(code, said) and _is_row_of(code, told, own):
                yield Advice(
                    "prediction",
                    "The network's answers have shape (n, 1) and the labels (n,), so this compares each answer with "
                    "each label, and makes a table.",
                    "Make both shapes the same: model.predict(x)[:, 0].",
                    node.lineno,
                )
                return


def _array(node: ast.expr) -> str:
    """The name of the array that an expression is, or has rows of."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Slice() | ast.Name()):
            return name
    return ""


def _is_row_of(code: Code, node: ast.expr, own: str) -> bool:
    """Whether it has the same labels as fit got, or those that were divided from them."""
    name = _array(node)
    if not name or name == own:
        return name == own
    both = {own, name}
    divided = (each.targets[0] for each in ast.walk(code.tree) if isinstance(each, ast.Assign))
    together = any(
        isinstance(each, ast.Tuple) and both <= {to.id for to in each.elts if isinstance(to, ast.Name)}
        for each in divided
    )
    stored = [each for each in ast.walk(code.tree) if isinstance(each, ast.Name) and each.id == name]
    once = sum(isinstance(each.ctx, ast.Store) for each in stored) == 1
    return together and once and _without_part(own) == _without_part(name)


def _is_column(code: Code, node: ast.expr, depth: int = 0) -> bool:
    """Whether it has the shape that predict gives."""
    match node:
        case ast.Name(id=name) if depth < 5 and name in code.own_names:
            names = [each for each in ast.walk(code.tree) if isinstance(each, ast.Name) and each.id == name]
            value = code.value(name) if sum(isinstance(each.ctx, ast.Store) for each in names) == 1 else None
            return value is not None and _is_column(code, value, depth + 1)
        case ast.Call(func=ast.Attribute(value=ast.Name(), attr="predict")):
            return is_prediction(code, node)
        case ast.Call(func=ast.Attribute(value=ast.Name(id="np" | "tf" | "ops"), attr=attr), args=[inner, *_]):
            return attr in _OF and _is_column(code, inner, depth)
        case ast.Call(func=ast.Attribute(value=inner, attr=attr)):
            return attr in _KEEP and _is_column(code, inner, depth)
        case ast.Compare(left=inner, comparators=[ast.Constant()]):
            return _is_column(code, inner, depth)
        case ast.BinOp(left=inner, right=ast.Constant()):
            return _is_column(code, inner, depth)
    return False


def _still_changed(code: Code, fit: FitFacts) -> Iterator[Advice]:
    """The network learned logarithms, or changes, and what it says is compared with what they were taken of."""
    labels, calls = fit.given.labels if fit.given is not None else None, code.calls("fit")
    given = argument(calls[0], "y", 1) if len(calls) == 1 else None
    if labels is None or labels.kind != "numbers" or given is None:
        return
    function, raw = _changed(code, given)
    if not raw:
        return
    for node in ast.walk(code.tree):
        match node:
            case ast.BinOp(left=one, op=ast.Sub(), right=other):
                pass
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name), args=[one, other, *_]) if name in ERRORS:
                pass
            case _:
                continue
        for said, told in ((one, other), (other, one)):
            of_answers = is_prediction if function == "diff" else _is_sum_of_answers  # the value before may be added
            if of_answers(code, said) and is_of(code, told, raw):
                what = {"diff": "the changes", "sqrt": "the square root"}.get(function, "a logarithm")
                yield Advice(
                    "prediction",
                    f"The network learned {what} of `{raw}`, and its answers are compared with `{raw}` itself.",
                    f"Undo it first, with {_UNDONE[function]}.",
                    getattr(node, "lineno", None),
                )
                return


def _changed(code: Code, node: ast.expr) -> tuple[str, str]:
    """The function in `(log(y) - mean) / spread`, and the name of what it is of."""
    match stripped(code, node):
        case ast.BinOp(
            left=ast.Subscript(value=ast.Name(id=one), slice=ast.Slice()),
            op=ast.Sub(),
            right=ast.Subscript(value=ast.Name(id=other), slice=ast.Slice()),
        ) if one == other:
            return "diff", one
        case ast.BinOp(left=left, op=ast.Sub() | ast.Div() | ast.Mult()):
            return _changed(code, left)
        case ast.Call(func=ast.Attribute(attr=function), args=[inner]) if function in _UNDONE:
            return function, inner_name(inner) or ""
    return "", ""


def _is_sum_of_answers(code: Code, node: ast.expr) -> bool:
    """Whether it is a prediction, times a number and plus one."""
    found = stripped(code, node)
    match found:
        case ast.BinOp(left=left, op=ast.Add() | ast.Mult()):
            return _is_sum_of_answers(code, left)
    return is_prediction(code, found) and constant_value(found) is None
