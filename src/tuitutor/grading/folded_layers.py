"""`Dense(3, activation="relu")` and `Dense(3)` followed by `ReLU()` are the same network, written in two ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from msgspec import structs

from tuitutor.course.checks import LayerSpec
from tuitutor.grading.naming import same_name
from tuitutor.protocol.facts import LayerFacts, Setting


def fold_layers(layers: Sequence[LayerFacts]) -> tuple[LayerFacts, ...]:
    """The layers with each plain activation layer folded into the linear layer before it."""
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
    """The index of the layer that feeds this one and no other; the last one if connections are not known."""
    if not layer.inbound:
        return len(before) - 1 if before else None
    names = [other.name for other in before]
    (name, *others) = layer.inbound
    return names.index(name) if not others and takers[name] == 1 and name in names else None


def fold_specs(specs: Sequence[LayerSpec]) -> tuple[LayerSpec, ...]:
    """The same for the layers that a check wants; a layer whose activation is not given counts as linear."""
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
