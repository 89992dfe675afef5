"""A model as a diagram in text: the shapes from layer to layer, and how the parameters add up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest
from math import prod

from rich.cells import cell_len
from rich.text import Text

from tuitutor.draw.look import Look, crop, pad, wrap
from tuitutor.draw.plain import one_line
from tuitutor.grading.numbers import shape_text
from tuitutor.protocol.facts import LayerFacts, ModelFacts
from tuitutor.spelling import counted


def draw_network(model: ModelFacts, width: int, look: Look) -> Text:
    """Layers from top to bottom with output shapes and parameter counts, in lines of at most `width` cells.

    The arithmetic is shown if it is simple, as in "3 × 4 + 4 = 16". Readable from 40 columns up.
    """
    heading = one_line(model.kind) + ("" if model.built else ", not built: its shapes are not known yet")
    rows = wrap(heading, width, look, look.style("title"))
    rows += [crop(row, width, look) for row in _layers(model, width, look)]
    if model.params is not None:
        total, trainable = counted(model.params, "parameter"), model.trainable_params
        if trainable == model.params:
            total += ", all trainable"
        elif trainable is not None:
            total += f": {trainable:,} trainable, {model.params - trainable:,} not"
        rows += wrap(total, width, look, look.style("title"))
    if model.operations:
        names = ", ".join(map(one_line, model.operations))
        rows += wrap(f"bare operations, which are not layers: {names}", width, look, look.style("warning"))
    return Text("\n").join(rows)


@dataclass(frozen=True, slots=True)
class _Row:
    """An input or a layer: its kind and settings, name, output shape and parameters.

    `follows`: its only input is the layer right above; otherwise `origin` names its inputs.
    """

    kind: str
    name: str
    shape: str
    parameters: str = ""
    follows: bool = False
    origin: str = ""


def _layers(model: ModelFacts, width: int, look: Look) -> list[Text]:
    inputs = [layer for layer in model.layers if layer.kind == "InputLayer"]
    layers = [layer for layer in model.layers if layer.kind != "InputLayer"]
    if not layers:
        return [Text("  no layers", style=look.style("quiet"))]
    if len(inputs) > 1:
        table = [_Row("Input", look.line(layer.name), shape_text(layer.output_shape)) for layer in inputs]
    else:
        table = [_Row("Input", "", shape_text(model.input_shape))]
    names = [inputs[-1].name if inputs else "", *(layer.name for layer in layers)]
    table += [_row(layer, above, look) for above, layer in zip(names, layers, strict=False)]
    if look.words:
        return [Text(_in_words(row)) for row in table]
    cells = [(row.kind, row.name, row.shape, row.parameters, row.origin) for row in table]
    columns = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    if not columns[-1] and not _fits(columns, width):
        columns[1] = 0  # in a chain nothing refers to a layer's name
    return _single_rows(table, columns, look) if _fits(columns, width) else _stacked_rows(table, width, look)


def _in_words(row: _Row) -> str:
    parameters = f"parameters {row.parameters}" if "=" in row.parameters else row.parameters
    return ", ".join(filter(None, (row.kind, row.name, f"shape {row.shape}", parameters, row.origin)))


def _fits(columns: list[int], width: int) -> bool:
    """Whether a row with these columns, without the empty ones, is short enough."""
    return width >= 2 + sum(columns) + 2 * (sum(map(bool, columns)) - 1)


def _row(layer: LayerFacts, above: str, look: Look) -> _Row:
    follows = layer.inbound in ((), (above,))
    kind, activation, rate = layer.kind, layer.settings.get("activation"), layer.settings.get("rate")
    if isinstance(activation, str) and activation != "linear":
        kind += f" {activation}"
    if isinstance(rate, float):
        kind += f" {rate:g}"
    origin = "" if follows else look.line(f"from {', '.join(layer.inbound)}")
    shape, parameters = shape_text(layer.output_shape), look.line(_parameters(layer))
    return _Row(look.line(kind), look.line(layer.name), shape, parameters, follows, origin)


def _single_rows(table: list[_Row], columns: list[int], look: Look) -> list[Text]:
    """A row per layer."""
    kind, name, shape, parameters, _ = columns
    rows = []
    for row in table:
        line = _arrow(row, look).append(pad(row.kind, kind), look.style("title"))
        if name:
            line.append(f"  {pad(row.name, name)}", look.style("quiet"))
        line.append(f"  {pad(row.shape, shape)}", look.style("train"))
        line.append(f"  {pad(row.parameters, parameters)}").append(f"  {row.origin}", look.style("quiet"))
        line.rstrip()
        rows.append(line)
    return rows


def _arrow(row: _Row, look: Look) -> Text:
    return Text().append(look.text("↓ ") if row.follows else "  ", look.style("frame"))


def _stacked_rows(table: list[_Row], width: int, look: Look) -> list[Text]:
    """Two rows per layer, more if the arithmetic or its origin doesn't fit beside the shape."""
    rows = []
    for row, below in zip_longest(table, table[1:]):
        name = f"  {row.name}" if row.name else ""
        head = _arrow(row, look).append(row.kind, look.style("title")).append(name, look.style("quiet"))
        if not (row.parameters or row.origin or row.follows):
            rows.append(head.append(f"  {row.shape}", look.style("train")))
            continue
        stem = Text().append(look.text("│   ") if below and below.follows else "    ", look.style("frame"))
        rows += [head, stem.copy().append(row.shape, look.style("train"))]
        for part, style in ((row.parameters, ""), (row.origin, look.style("quiet"))):
            if part and rows[-1].cell_len + 2 + cell_len(part) <= width:
                rows[-1].append("  ").append(part, style)
            elif part:
                rows.append(stem.copy().append(part, style))
    return rows


# ---- parameters ---------------------------------------------------------------------------


def _parameters(layer: LayerFacts) -> str:
    """How a layer's parameters add up: "3 × 4 + 4 = 16", or just the count if its settings don't explain it."""
    if layer.params is None:
        return "? parameters"
    if layer.params == 0:
        return ""
    rule = _RULES.get(layer.kind) if layer.builtin else None
    arithmetic = rule(layer, layer.params) if rule else ""
    frozen = " (frozen)" if layer.trainable_params == 0 else ""
    return (f"{arithmetic} = {layer.params:,}" if arithmetic else f"{layer.params:,} parameters") + frozen


def _kernels(layer: LayerFacts, params: int) -> str:
    """kernel × inputs × units + biases; the number of inputs is computed from the count."""
    units = layer.settings.get("units" if layer.kind == "Dense" else "filters")
    kernel = () if layer.kind == "Dense" else layer.settings.get("kernel_size")
    if isinstance(kernel, int):
        kernel = (kernel,)
    if not isinstance(kernel, tuple) or not isinstance(units, int) or units <= 0 or prod(kernel) <= 0:
        return ""
    biases = units if layer.settings.get("use_bias", True) else 0
    inputs, rest = divmod(params - biases, units * prod(kernel))
    if rest or inputs <= 0:
        return ""
    product = " × ".join(map(str, (*kernel, inputs, units)))
    return f"{product} + {biases}" if biases else product


def _embedding(layer: LayerFacts, params: int) -> str:
    rows, columns = layer.settings.get("input_dim"), layer.settings.get("output_dim")
    if isinstance(rows, int) and isinstance(columns, int) and rows * columns == params:
        return f"{rows} × {columns}"
    return ""


def _batch_normalization(layer: LayerFacts, params: int) -> str:
    features = layer.output_shape[-1] if layer.output_shape else None
    return f"{params // features} × {features}" if features and params % features == 0 else ""


def _recurrent(layer: LayerFacts, params: int) -> str:
    """gates × (inputs × units + units × units + units), for cells with one bias vector."""
    gates, units = 4 if layer.kind == "LSTM" else 1, layer.settings.get("units")
    if not isinstance(units, int) or units <= 0 or not layer.settings.get("use_bias", True):
        return ""
    inputs, rest = divmod(params - gates * units * (units + 1), gates * units)
    if rest or inputs <= 0:
        return ""
    gate = f"{inputs} × {units} + {units} × {units} + {units}"
    return f"{gates} × ({gate})" if gates > 1 else gate


_RULES: dict[str, Callable[[LayerFacts, int], str]] = {
    **dict.fromkeys(("Dense", "Conv1D", "Conv2D", "Conv3D"), _kernels),
    "Embedding": _embedding,
    "BatchNormalization": _batch_normalization,
    **dict.fromkeys(("SimpleRNN", "LSTM"), _recurrent),
}
