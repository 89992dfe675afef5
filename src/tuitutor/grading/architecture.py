"""Checks on what the network is: its layers, shapes and parameter counts, and what it is built from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TypeVar

from tuitutor.course.checks import BuiltFrom, Dims, Layers, LayerSpec, OutputShapes, Params
from tuitutor.grading.alignment import Pair, agree, align, same_setting
from tuitutor.grading.evidence import Evidence
from tuitutor.grading.findings import Finding, absent, compared, from_rows
from tuitutor.grading.folding import fold_layers, fold_specs
from tuitutor.grading.numbers import holds, number, same_dims, shape_text
from tuitutor.grading.subject import NOT_BUILT, Subject, predicted_shape, subject
from tuitutor.grading.verdicts import Provenance, Row
from tuitutor.protocol.facts import LayerFacts, Setting, Shape

T = TypeVar("T")
NOTHING = "nothing"
NO_SHAPES = "Keras knows no layer shapes of a model class of your own: build it with Sequential or keras.Model instead."


# ---- layers ---------------------------------------------------------------------------------


def judge_layers(check: Layers, evidence: Evidence) -> Finding:
    """The wanted layers in order, in any of the ways to write them."""
    found = subject(evidence)
    if isinstance(found, Finding):
        return found
    if not found.layers:
        return _no_layers()
    pairs = align(check.layers, found.layers)
    folded = align(fold_specs(check.layers), fold_layers(found.layers))
    if not all(map(agree, pairs)) and all(map(agree, folded)):
        pairs = folded
    return compared(
        agrees=bool(pairs) and all(map(agree, pairs)),
        expected=", ".join(map(_spec_text, check.layers)),
        found=", ".join(_layer_text(layer, spec) for spec, layer in pairs if layer is not None),
        provenance=found.provenance,
        why=_first_difference(pairs),
        rows=tuple(_layer_row(pair) for pair in pairs),
    )


def _no_layers() -> Finding:
    return absent("no layers", "The model has no layers, so there is nothing in it that could learn.")


def _first_difference(pairs: Sequence[Pair]) -> str:
    spec, layer = next((pair for pair in pairs if not agree(pair)), (None, None))
    if spec is not None and layer is not None:
        return f"Layer '{layer.name}' should be {_spec_text(spec)}, and it is {_layer_text(layer, spec)}."
    if spec is not None:
        return f"A layer is missing: {_spec_text(spec)}."
    return f"Layer '{layer.name}' is one too many." if layer is not None else ""


def _layer_row(pair: Pair) -> Row:
    spec, layer = pair
    return Row(
        label=layer.name if layer is not None else "(missing)",
        expected=_spec_text(spec) if spec is not None else NOTHING,
        found=_layer_text(layer, spec) if layer is not None else NOTHING,
        agrees=agree(pair),
    )


def _spec_text(spec: LayerSpec) -> str:
    return "…" if spec.any_number else _call(spec.kind, dict(spec.settings))


def _layer_text(layer: LayerFacts, spec: LayerSpec | None) -> str:
    """The layer with those of its settings that are asked for; all that tell it apart where nothing is."""
    names = [name for name, _ in spec.settings] if spec is not None else []
    if not names:
        names = [name for name in ("units", "filters", "rate") if name in layer.settings]
    return _call(layer.kind, {name: layer.settings.get(name, "?") for name in names})


def _call(kind: str, settings: Mapping[str, Setting]) -> str:
    inside = ", ".join(f"{name}={value}" for name, value in settings.items())
    return f"{kind}({inside})" if inside else kind


# ---- shapes ---------------------------------------------------------------------------------


def judge_output_shapes(check: OutputShapes, evidence: Evidence) -> Finding:
    """Each layer's output shape, or the last one. Axis 0, the batch, matches anything."""
    found = subject(evidence)
    if isinstance(found, Finding):
        return found
    return _last_shape(check.shapes[-1], found, evidence) if check.last_only else _each_shape(check.shapes, found)


def _last_shape(wanted: Dims, found: Subject, evidence: Evidence) -> Finding:
    expected = shape_text(wanted) if len(wanted) != 1 else f"(…, {wanted[0]})"
    known = _output_shape(found, evidence)
    if known is None or found.is_unbuilt:
        return absent("no shape", "The model has no output shape yet. " + NOT_BUILT, expected, found.provenance)
    shape, provenance = known
    agrees = _same_last_axis(wanted[0], shape) if len(wanted) == 1 else same_dims(wanted, shape, first=1)
    why = "The last axis of the output holds one number for each unit of the last layer."
    return compared(agrees, expected, shape_text(shape), provenance, why)


def _output_shape(found: Subject, evidence: Evidence) -> tuple[Shape, Provenance] | None:
    """The verified model's shape, else the predictions', which no program can dress up, else the program's word."""
    own = None if found.model.output_shape is None else (found.model.output_shape, found.provenance)
    if own is not None and found.provenance is Provenance.VERIFIED:
        return own
    return predicted_shape(evidence) or own


def _same_last_axis(wanted: int | None, shape: Shape) -> bool:
    return len(shape) > 1 and (wanted is None or shape[-1] == wanted)


def _each_shape(wanted: Sequence[Dims], found: Subject) -> Finding:
    def row(want: Dims | None, layer: LayerFacts | None) -> Row:
        shape = layer.output_shape if layer is not None else None
        return Row(
            label=layer.name if layer is not None else "(missing)",
            expected=shape_text(want) if want is not None else NOTHING,
            found=shape_text(shape) if layer is not None else NOTHING,
            agrees=want is not None and same_dims(want, shape, first=1),
        )

    if not found.layers:
        return _no_layers()
    why = "The shape after a layer is the batch, then one number for each of its units."
    if any(layer.output_shape is None for layer in found.layers):
        why = NO_SHAPES if found.model.built else NOT_BUILT
    return _table(wanted, found, row, why)


def _table(wanted: Sequence[T], found: Subject, row: Callable[[T | None, LayerFacts | None], Row], why: str) -> Finding:
    """A row a layer; where the counts of layers differ, activation layers are drawn into the ones before them."""
    rows: list[Row] = []
    for layers in (fold_layers(found.layers), found.layers):
        rows = [row(want, layer) for want, layer in zip_longest(wanted, layers)]
        if all(each.agrees for each in rows):
            break
    return compared(
        agrees=all(each.agrees for each in rows) and bool(rows),
        expected=", ".join(each.expected for each in rows if each.expected != NOTHING),
        found=", ".join(each.found for each in rows if each.found != NOTHING),
        provenance=found.provenance,
        why=why,
        rows=tuple(rows),
    )


# ---- parameters -----------------------------------------------------------------------------


def judge_params(check: Params, evidence: Evidence) -> Finding:
    """Parameter counts: of each layer, of all, of those that training changes."""
    found = subject(evidence)
    if isinstance(found, Finding):
        return found
    if not found.layers:
        return _no_layers()
    if found.model.params is None:
        return absent("not built", NOT_BUILT, _wanted_counts(check), found.provenance)
    rows = [*_per_layer(check, found), *_totals(check, found)]
    return from_rows(rows, found.provenance, "A Dense layer has (inputs + 1) x units parameters: weights and biases.")


def counted_params(check: Params, evidence: Evidence) -> float | None:
    """The number that the check bounds: of trainable parameters, or of all."""
    found = subject(evidence)
    if isinstance(found, Finding):
        return None
    return found.model.trainable_params if check.trainable is not None else found.model.params


def _per_layer(check: Params, found: Subject) -> tuple[Row, ...]:
    if check.per_layer is None:
        return ()

    def row(want: int | None, layer: LayerFacts | None) -> Row:
        count = layer.params if layer is not None else None
        return Row(
            label=layer.name if layer is not None else "(missing)",
            expected=NOTHING if want is None else number(want),
            found=NOTHING if layer is None else number(count),
            agrees=want is not None and want == count,
        )

    return _table(check.per_layer, found, row, "").rows


def _totals(check: Params, found: Subject) -> Iterator[Row]:
    model = found.model
    for label, bound, count in (
        ("total", check.total, model.params),
        ("trainable", check.trainable, model.trainable_params),
    ):
        if bound is not None:
            yield Row(label, str(bound), number(count), holds(bound, count))


def _wanted_counts(check: Params) -> str:
    layers = [number(count) for count in check.per_layer or ()]
    bounds = [f"{label} {bound}" for label, bound in (("total", check.total), ("trainable", check.trainable)) if bound]
    return ", ".join([*layers, *bounds])


# ---- what it is built from ------------------------------------------------------------------


def judge_built_from(check: BuiltFrom, evidence: Evidence) -> Finding:
    """A network of layers: not empty, and nothing in it, however deep, that computes a formula instead of learning."""
    found = subject(evidence)
    if isinstance(found, Finding):
        return found
    if not found.layers and not found.model.operations:
        return _no_layers()
    parts = [layer for layer in (*found.layers, *found.model.inner) if not _is_model(layer)]
    why = next((why for layer in parts if (why := _formula(layer) or _unwanted(layer, check))), "")
    if not why and found.model.operations:
        why = f"{found.model.operations[0]} is a bare operation. Use layers only, such as Add() to join two of them."
    names = [layer.kind for layer in parts] + list(found.model.operations)
    why = why or _untrained_join(found.layers)
    expected = f"{', '.join(check.kinds) or 'layers'} only"
    finding = compared(not why, expected, ", ".join(names), found.provenance, why)
    return replace(finding, beyond_feedback=True)  # it names the layer, and what is wrong with it


def _is_model(layer: LayerFacts) -> bool:
    """Whether this is but a box around other layers, which are looked at themselves."""
    return layer.builtin and layer.kind in ("Sequential", "Functional", "InputLayer")


def _unwanted(layer: LayerFacts, check: BuiltFrom) -> str:
    """Why the layer, or its activation, is none of those that may be used; "" if it is, or if all may be."""
    if check.kinds and not (layer.builtin and layer.kind in check.kinds):
        whose = layer.kind if layer.builtin else f"{layer.kind}, a layer of your own"
        return f"'{layer.name}' is a {whose}. Use only {_few(check.kinds)}."
    for name in ("activation", "recurrent_activation") if check.activations else ():
        setting = layer.settings.get(name, "linear")
        if not any(same_setting(wanted, setting) for wanted in (*check.activations, *check.kinds, "linear")):
            return f"'{layer.name}' has the activation {setting}. Use only {_few(check.activations)}."
    return ""


def _few(names: Sequence[str]) -> str:
    """The names, or the first eight where there are many."""
    return ", ".join(names) if len(names) <= 10 else f"{', '.join(names[:8])} and others like these"


def _formula(layer: LayerFacts) -> str:
    """Why the layer is a formula and not a part of a network; "" if it is none."""
    if layer.kind == "Lambda" and layer.builtin:
        return f"'{layer.name}' is a Lambda: it computes a formula of yours. Let layers with weights learn it instead."
    if layer.own == "mixes":
        return (
            f"'{layer.name}' has an activation of your own that mixes its units. That's a formula; "
            "an activation looks at each number by itself."
        )
    if not layer.builtin and not layer.params:
        return f"'{layer.name}' is a layer of your own without weights, so there is nothing in it that could learn."
    if layer.own == "idle":
        return f"'{layer.name}' is a layer of your own whose weights change nothing, so it computes a formula."
    return ""


_NOT_LINEAR = ("Multiply", "Dot", "Minimum", "Maximum", "Attention", "AdditiveAttention")


def _untrained_join(layers: Sequence[LayerFacts]) -> str:
    """Why a layer that multiplies or compares computes a formula: several of its inputs meet no trained weight."""
    by_name = {layer.name: layer for layer in layers}

    def is_trained(name: str) -> bool:
        waiting, seen = [name], set[str]()
        while waiting:
            layer = by_name.get(waiting.pop())
            if layer is not None and layer.name not in seen:
                if layer.trainable_params:
                    return True
                seen.add(layer.name)
                waiting += layer.inbound
        return False

    for layer in layers:
        if layer.builtin and layer.kind in _NOT_LINEAR and sum(not is_trained(name) for name in layer.inbound) > 1:
            return (
                f"'{layer.name}' ({layer.kind}) takes inputs that no trained layer has seen, so it computes a formula. "
                "Put layers with weights before it."
            )
    return ""
