"""Checks on the network itself: its layers, shapes and parameter counts, and its building blocks.

`Dense(3, activation="relu")` and `Dense(3)` followed by `ReLU()` are the same network, written in two ways.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import zip_longest
from operator import eq
from typing import TypeVar

from msgspec import structs

from tuitutor.course.checks import BuiltFrom, Layers, LayerSpec, OutputShape, OutputShapes, Params
from tuitutor.grading.evidence import NOT_BUILT, Evidence, Subject, judge_kind, predicted_shape, subject
from tuitutor.grading.naming import same_kind, same_name
from tuitutor.grading.numbers import same_dims, shape_text, show_number
from tuitutor.grading.outcome import Finding, NothingToJudge, absent, bound_rows, compared, from_rows
from tuitutor.grading.verdicts import Provenance, Row
from tuitutor.protocol.facts import LayerFacts, ProgramFacts, Setting
from tuitutor.spelling import with_article

Pair = tuple[LayerSpec | None, LayerFacts | None]
"""An expected layer and the model's layer beside it; None where one side has nothing."""

T = TypeVar("T")
NOTHING = "nothing"
NO_SHAPES = "Keras doesn't know a custom model class's layer shapes: build it with Sequential or keras.Model instead."
_MISSING = 2  # the cost of a missing or extra layer; a layer of the right kind with other settings costs 1
_OF_TRAINING = ("_constraint", "_initializer", "_regularizer")  # ends of settings
_PLUMBING = ("ConvertToTensor", "Cast", "Reshape", "ExpandDims", "Squeeze")  # operations that compute nothing


# ---- pairs of expected and found layers


def align(specs: Sequence[LayerSpec], layers: Sequence[LayerFacts]) -> tuple[Pair, ...]:
    """The pairing with the fewest differences; "..." pairs with any number of layers, even none.

    Iterative, since a model may have thousands of layers.
    """
    rows, columns = len(specs), len(layers)
    # the least cost of pairing the expected layers from i on with the model's from j on
    cost = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows, -1, -1):
        for j in range(columns, -1, -1):
            if i < rows or j < columns:
                cost[i][j] = min(price + cost[i + di][j + dj] for price, di, dj in _moves(specs, layers, i, j))
    pairs: list[Pair] = []
    i = j = 0
    while i < rows or j < columns:
        moves = _moves(specs, layers, i, j)
        di, dj = next((di, dj) for price, di, dj in moves if price + cost[i + di][j + dj] == cost[i][j])
        wildcard = i < rows and specs[i].any_number
        if dj or not wildcard:
            pairs.append((specs[i] if di or wildcard else None, layers[j] if dj else None))
        i, j = i + di, j + dj
    return tuple(pairs)


def _moves(specs: Sequence[LayerSpec], layers: Sequence[LayerFacts], i: int, j: int) -> list[tuple[int, int, int]]:
    """The moves possible at (i, j): (price, expected layers used, layers of the model used)."""
    more_specs, more_layers = i < len(specs), j < len(layers)
    if more_specs and specs[i].any_number:
        return [(0, 1, 0), *([(0, 0, 1)] if more_layers else [])]
    moves = [(_difference(specs[i], layers[j]), 1, 1)] if more_specs and more_layers else []
    moves += [(_MISSING, 1, 0)] if more_specs else []
    return moves + ([(_MISSING, 0, 1)] if more_layers else [])


def _difference(spec: LayerSpec, layer: LayerFacts) -> int:
    if spec.any_number:
        return 0
    if not same_kind(spec.kind, layer.kind):
        return 2
    agrees = all(name in layer.settings and same_setting(value, layer.settings[name]) for name, value in spec.settings)
    return 0 if agrees else 1


def agree(pair: Pair) -> bool:
    """Whether the layer is as expected."""
    spec, layer = pair
    return spec is not None and layer is not None and _difference(spec, layer) == 0


def same_setting(expected: Setting, found: Setting) -> bool:
    """Whether two settings mean the same: None is "linear", 3 is (3, 3), names in any spelling."""
    if isinstance(expected, tuple) and isinstance(found, tuple):
        return expected == found
    if isinstance(found, tuple):
        return bool(found) and all(same_setting(expected, part) for part in found)
    if expected is None or found is None or isinstance(expected, str) or isinstance(found, str):
        return same_name(str(expected), str(found))
    return isinstance(expected, bool) == isinstance(found, bool) and expected == found


# ---- activations as layers


def fold_layers(layers: Sequence[LayerFacts]) -> tuple[LayerFacts, ...]:
    """The layers; plain activation layers are folded into the linear layers before them."""
    takers = Counter(name for layer in layers for name in layer.inbound)
    folded: list[LayerFacts] = []
    for layer in layers:
        activation = _activation(layer.kind, layer.settings) if layer.builtin else None
        at = _before(layer, folded, takers) if activation else None
        if at is not None and _is_linear(folded[at].settings):
            folded[at] = replace(folded[at], settings={**folded[at].settings, "activation": activation})
        else:
            folded.append(layer)
    return tuple(folded)


def _before(layer: LayerFacts, before: Sequence[LayerFacts], takers: Counter[str]) -> int | None:
    """The index of the layer that feeds only this layer; the last one if connections are not known."""
    if not layer.inbound:
        return len(before) - 1 if before else None
    names = [other.name for other in before]
    (name, *others) = layer.inbound
    return names.index(name) if not others and takers[name] == 1 and name in names else None


def fold_specs(specs: Sequence[LayerSpec]) -> tuple[LayerSpec, ...]:
    """The same for expected layers; a layer without an activation counts as linear."""
    folded: list[LayerSpec] = []
    for spec in specs:
        activation = _activation(spec.kind, dict(spec.settings))
        before = folded[-1] if folded else LayerSpec(any_number=True)
        if activation and not before.any_number and _is_linear({"activation": None, **dict(before.settings)}):
            settings = {**dict(before.settings), "activation": activation}
            folded[-1] = structs.replace(before, settings=tuple(settings.items()))
        else:
            folded.append(spec)
    return tuple(folded)


def _activation(kind: str, settings: Mapping[str, Setting]) -> str | None:
    """The name of the activation, if the layer only applies an activation; else None."""
    match kind:
        case "Activation":
            name = settings.get("activation")
            return name if isinstance(name, str) else None
        case "ReLU" if not any(settings.get(name) for name in ("max_value", "negative_slope", "threshold")):
            return "relu"
        case "Softmax" if settings.get("axis", -1) == -1:
            return "softmax"
        case _:
            return None


def _is_linear(settings: Mapping[str, Setting]) -> bool:
    activation = settings.get("activation", "")
    return activation is None or (isinstance(activation, str) and same_name(activation, "linear"))


# ---- layers


@judge_kind.register
def judge_layers(check: Layers, evidence: Evidence) -> Finding:
    """The expected layers in order; activations may be settings or layers."""
    found = _with_layers(subject(evidence))
    layers = tuple(_as_trained(found.layers, evidence.program))
    pairs = align(check.layers, layers)
    folded = align(fold_specs(check.layers), fold_layers(layers))
    if not all(map(agree, pairs)) and all(map(agree, folded)):
        pairs = folded
    agrees, expected = all(map(agree, pairs)), ", ".join(map(_spec_text, check.layers))
    exact = not any(spec.any_number for spec in check.layers)
    if agrees and exact and (operations := found.model.operations):
        why = f"{operations[0]} is a bare operation beside the layers. The network has these layers and no more."
        return absent(f"also {', '.join(operations)}", why, expected, found.provenance)
    return compared(
        agrees=agrees,
        expected=expected,
        found=", ".join(_layer_text(layer, spec) for spec, layer in pairs if layer is not None),
        provenance=found.provenance,
        why=_first_difference(pairs),
        rows=tuple(
            Row(
                label=layer.name if layer is not None else "(missing)",
                expected=_spec_text(spec) if spec is not None else NOTHING,
                found=_layer_text(layer, spec) if layer is not None else NOTHING,
                agrees=agree((spec, layer)),
            )
            for spec, layer in pairs
        ),
    )


def _as_trained(layers: Sequence[LayerFacts], program: ProgramFacts | None) -> Iterator[LayerFacts]:
    """The layers with constraints, initializers and regularizers from the program's report.

    A model is saved without those of the answer's own, since only its own code could load them.
    """
    model = program.model if program is not None else None
    reported = {layer.name: layer.settings for layer in (model.layers if model is not None else ()) if layer.builtin}
    for layer in layers:
        settings = reported.get(layer.name, layer.settings)
        of_training = {name: value for name, value in settings.items() if name.endswith(_OF_TRAINING)}
        lasting = {name: value for name, value in layer.settings.items() if not name.endswith(_OF_TRAINING)}
        yield replace(layer, settings=lasting | of_training)


def _with_layers(found: Subject) -> Subject:
    if not found.layers:
        raise NothingToJudge(absent("no layers", "The model has no layers, so nothing in it can learn."))
    return found


def _first_difference(pairs: Sequence[Pair]) -> str:
    spec, layer = next((pair for pair in pairs if not agree(pair)), (None, None))
    if spec is not None and layer is not None:
        return f"Layer '{layer.name}' should be {_spec_text(spec)}, but it is {_layer_text(layer, spec)}."
    if spec is not None:
        return f"A layer is missing: {_spec_text(spec)}."
    return f"Layer '{layer.name}' is extra." if layer is not None else ""


def _spec_text(spec: LayerSpec) -> str:
    return "…" if spec.any_number else _call(spec.kind, dict(spec.settings))


def _layer_text(layer: LayerFacts, spec: LayerSpec | None) -> str:
    """The layer with the expected settings; without any, with its units, filters or rate."""
    names = [name for name, _ in spec.settings] if spec is not None else []
    if not names:
        names = [name for name in ("units", "filters", "rate") if name in layer.settings]
    return _call(layer.kind, {name: layer.settings.get(name, "?") for name in names})


def _call(kind: str, settings: Mapping[str, Setting]) -> str:
    inside = ", ".join(f"{name}={value}" for name, value in settings.items())
    return f"{kind}({inside})" if inside else kind


# ---- shapes


@judge_kind.register
def judge_output_shape(check: OutputShape, evidence: Evidence) -> Finding:
    """The model's output shape. Axis 0, the batch, matches anything."""
    found = subject(evidence)
    only_last = len(check.shape) == 1
    expected = f"(…, {check.shape[0]})" if only_last else shape_text(check.shape)
    # the verified model's, else of the predictions, which can't be faked, else the program's report
    known = None if found.model.output_shape is None else (found.model.output_shape, found.provenance)
    if known is None or found.provenance is not Provenance.VERIFIED:
        known = predicted_shape(evidence) or known
    unbuilt = bool(found.layers) and all(layer.params is None for layer in found.layers)  # one may be unused
    if known is None or unbuilt:
        return absent("no shape", "The model has no output shape yet. " + NOT_BUILT, expected, found.provenance)
    shape, provenance = known
    if only_last:
        agrees = len(shape) > 1 and same_dims(check.shape, shape[-1:])
    else:
        agrees = same_dims(check.shape, shape, first=1)
    why = "The last axis of the output holds one number for each unit of the last layer."
    return compared(agrees, expected, shape_text(shape), provenance, why)


@judge_kind.register
def judge_output_shapes(check: OutputShapes, evidence: Evidence) -> Finding:
    """All layers' output shapes. Axis 0, the batch, matches anything."""
    found, same = _with_layers(subject(evidence)), partial(same_dims, first=1)
    rows = _layer_rows(check.shapes, found, lambda layer: layer.output_shape, shape_text, same)
    why = "The shape after a layer is the batch, then one number for each of its units."
    if any(layer.output_shape is None for layer in found.layers):
        why = NO_SHAPES if found.model.built else NOT_BUILT
    return compared(
        agrees=all(row.agrees for row in rows),
        expected=", ".join(row.expected for row in rows if row.expected != NOTHING),
        found=", ".join(row.found for row in rows if row.found != NOTHING),
        provenance=found.provenance,
        why=why,
        rows=rows,
    )


def _layer_rows(
    expected: Sequence[T],
    found: Subject,
    read: Callable[[LayerFacts], T | None],
    text: Callable[[T | None], str],
    same: Callable[[T, T | None], bool],
) -> tuple[Row, ...]:
    """A row per layer. Activation layers are folded into the layers before them if all rows agree then."""

    def row(value: T | None, layer: LayerFacts | None) -> Row:
        actual = read(layer) if layer is not None else None
        return Row(
            label=layer.name if layer is not None else "(missing)",
            expected=text(value) if value is not None else NOTHING,
            found=text(actual) if layer is not None else NOTHING,
            agrees=value is not None and same(value, actual),
        )

    folded = tuple(row(value, layer) for value, layer in zip_longest(expected, fold_layers(found.layers)))
    if all(row.agrees for row in folded):
        return folded
    return tuple(row(value, layer) for value, layer in zip_longest(expected, found.layers))


# ---- parameters


@judge_kind.register
def judge_params(check: Params, evidence: Evidence) -> Finding:
    """Parameter counts: per layer, total and trainable. `count` is the trainable one if bounded, else the total.

    Parameters that were trained and frozen afterwards are trainable.
    """
    found = _with_layers(subject(evidence))
    total, trainable = found.model.params, found.model.trainable_params
    training = evidence.program.training if evidence.program is not None else None
    if training is not None and trainable is not None:
        trainable += training.frozen
    if total is None:
        bounds = (("total", check.total), ("trainable", check.trainable))
        expected = [show_number(count) for count in check.per_layer or ()]
        expected += [f"{label} {bound}" for label, bound in bounds if bound]
        return absent("not built", NOT_BUILT, ", ".join(expected), found.provenance)
    # arrays in formulas, and weights of the model's own: Keras's summary lacks the former
    outside = total - sum(layer.params or 0 for layer in found.model.layers)
    label = f"total, {outside:,} of them outside of layers" if outside > 0 else "total"
    rows = [*bound_rows(label, check.total, total), *bound_rows("trainable", check.trainable, trainable)]
    if check.per_layer is not None:
        rows = [*_layer_rows(check.per_layer, found, lambda layer: layer.params, show_number, eq), *rows]
    why = "A Dense layer has (inputs + 1) x units parameters: weights and biases."
    count = total if check.trainable is None else trainable
    return replace(from_rows(rows, found.provenance, why), count=count)


# ---- building blocks


@judge_kind.register
def judge_built_from(check: BuiltFrom, evidence: Evidence) -> Finding:
    """A network of layers: not empty, and no part of it, however deep, is a bare operation or a Lambda."""
    found, program = subject(evidence), evidence.program
    operations = found.model.operations
    if check.kinds:  # a class computes something by an operation, such as Add, and a layer may do the same
        allowed = {name.replace("_", "").lower() for name in (*check.kinds, *check.activations, *_PLUMBING)}
        operations = tuple(name for name in operations if name.lower() not in allowed)
    elif program is not None and program.rebuilt and program.model and not any(map(_is_own_weight, found.layers)):
        operations = program.model.operations  # without those of the learner's own classes, between its layers
    if not operations:
        found = _with_layers(found)
    # a model in it is only a container: its layers are judged themselves
    models = ("Sequential", "Functional", "InputLayer")
    layers = (*found.layers, *found.model.inner)
    parts = [layer for layer in layers if not (layer.builtin and layer.kind in models)]
    why = next((why for layer in parts if (why := _why_not_allowed(layer, check))), "")
    if not why and operations:
        why = f"{operations[0]} is a bare operation. Use layers only, such as Add() to join two of them."
    names = [layer.kind for layer in parts] + list(operations)
    expected = f"{', '.join(check.kinds) or 'layers'} only"
    finding = compared(not why, expected, ", ".join(names), found.provenance, why)
    return replace(finding, beyond_feedback=True)  # it names the layer and its fault


def _is_own_weight(layer: LayerFacts) -> bool:
    """Whether this stands for a weight of a class of the learner's own, in a rebuilt model."""
    return layer.builtin and layer.kind == "Embedding" and layer.settings.get("input_dim") == 1


def _why_not_allowed(layer: LayerFacts, check: BuiltFrom) -> str:
    """Why the layer, or its activation, is not allowed; "" if it is."""
    if layer.builtin and layer.kind == "Lambda":
        return f"'{layer.name}' is a Lambda: it computes a formula of yours. Let layers with weights learn it instead."
    if check.kinds and _is_own_weight(layer):
        return f"A layer of your own has weights. Use only {_few(check.kinds)}."
    if check.kinds and not (layer.builtin and layer.kind in check.kinds):
        whose = layer.kind if layer.builtin else f"{layer.kind}, a custom layer"
        return f"'{layer.name}' is {with_article(whose)}. Use only {_few(check.kinds)}."
    for name in ("activation", "recurrent_activation") if check.activations else ():
        setting = layer.settings.get(name, "linear")
        if not any(same_setting(allowed, setting) for allowed in (*check.activations, *check.kinds, "linear")):
            return f"'{layer.name}' has the activation {setting}. Use only {_few(check.activations)}."
    return ""


def _few(names: Sequence[str]) -> str:
    """The names, or the first eight if there are more than ten."""
    return ", ".join(names) if len(names) <= 10 else f"{', '.join(names[:8])} and others like these"
