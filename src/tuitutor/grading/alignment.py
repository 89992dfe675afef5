"""Aligns the layers that a check wants with those of a model, to show where they differ."""

from __future__ import annotations

from collections.abc import Sequence

from tuitutor.course.checks import LayerSpec
from tuitutor.grading.naming import same_kind, same_name
from tuitutor.protocol.facts import LayerFacts, Setting

Pair = tuple[LayerSpec | None, LayerFacts | None]
"""A wanted layer and the model's layer beside it; None where one side has nothing."""

_MISSING = 2  # the cost of a missing or extra layer; a layer of the right kind with other settings costs 1


def align(specs: Sequence[LayerSpec], layers: Sequence[LayerFacts]) -> tuple[Pair, ...]:
    """The pairing with the fewest differences; "..." pairs with any number of layers, even none.

    Iterative, since a model may have thousands of layers.
    """
    rows, columns = len(specs), len(layers)
    # the least difference between the wanted layers from i on and the model's from j on
    cost = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows, -1, -1):
        for j in range(columns, -1, -1):
            if i < rows or j < columns:
                cost[i][j] = min(price + cost[i + di][j + dj] for price, di, dj in _moves(specs, layers, i, j))
    pairs: list[Pair] = []
    i = j = 0
    while i < len(specs) or j < len(layers):
        moves = _moves(specs, layers, i, j)
        di, dj = next((di, dj) for price, di, dj in moves if price + cost[i + di][j + dj] == cost[i][j])
        wildcard = i < len(specs) and specs[i].any_number
        if dj or not wildcard:
            pairs.append((specs[i] if di or wildcard else None, layers[j] if dj else None))
        i, j = i + di, j + dj
    return tuple(pairs)


def agree(pair: Pair) -> bool:
    """Whether the layer is as wanted."""
    spec, layer = pair
    return spec is not None and layer is not None and _difference(spec, layer) == 0


def same_setting(wanted: Setting, found: Setting) -> bool:
    """Whether two settings mean the same: None is "linear", 3 is (3, 3), names in any spelling."""
    if isinstance(wanted, tuple) and isinstance(found, tuple):
        return wanted == found
    if isinstance(found, tuple):
        return bool(found) and all(same_setting(wanted, part) for part in found)
    if wanted is None or found is None or isinstance(wanted, str) or isinstance(found, str):
        return same_name(str(wanted), str(found))
    return isinstance(wanted, bool) == isinstance(found, bool) and wanted == found


def _difference(spec: LayerSpec, layer: LayerFacts) -> int:
    if spec.any_number:
        return 0
    if not same_kind(spec.kind, layer.kind):
        return 2
    agrees = all(name in layer.settings and same_setting(value, layer.settings[name]) for name, value in spec.settings)
    return 0 if agrees else 1


def _moves(specs: Sequence[LayerSpec], layers: Sequence[LayerFacts], i: int, j: int) -> list[tuple[int, int, int]]:
    """The moves possible at (i, j): (price, wanted layers used, layers of the model used)."""
    more_specs, more_layers = i < len(specs), j < len(layers)
    if more_specs and specs[i].any_number:
        return [(0, 1, 0), *([(0, 0, 1)] if more_layers else [])]
    moves = [(_difference(specs[i], layers[j]), 1, 1)] if more_specs and more_layers else []
    moves += [(_MISSING, 1, 0)] if more_specs else []
    return moves + ([(_MISSING, 0, 1)] if more_layers else [])
