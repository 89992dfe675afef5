"""A model as a diagram in text: what flows from layer to layer, and where its parameters come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import prod

from rich.cells import cell_len
from rich.text import Text

from tuitutor.draw.look import Look, crop, pad, wrap
from tuitutor.draw.plain import one_line
from tuitutor.protocol.facts import LayerFacts, ModelFacts, Shape


def draw_network(model: ModelFacts, width: int, look: Look) -> Text:
    """Layers from top to bottom with output shapes and parameter counts, no line wider than `width` cells.

    The arithmetic is shown where it is simple, as in "3 × 4 + 4 = 16"; made to be read from 40 columns.
    """
    layers = [layer for layer in model.layers if layer.kind != "InputLayer"]
    heading = one_line(model.kind) + ("" if model.built else ", not built: its shapes are not known yet")
    rows = wrap(heading, width, look, look.style("title"))
    rows += [crop(row, width, look) for row in _layers(model.input_shape, layers, width, look)]
    return Text("\n").join([*rows, *_totals(model, width, look)])


def _layers(given: Shape | None, layers: list[LayerFacts], width: int, look: Look) -> list[Text]:
    if not layers:
        return [Text("  no layers", style=look.style("quiet"))]
    table = [("Input", "", shape_text(given), "")] + [_cells(layer) for layer in layers]
    safe = [tuple(map(look.line, row)) for row in table]
    return _one_row_each(safe, look) if width >= _width_of(safe) else _rows_each(safe, width, look)


def _cells(layer: LayerFacts) -> tuple[str, str, str, str]:
    """Kind with what sets it, name, output shape and parameters of a layer."""
    kind = " ".join([layer.kind, *_settings(layer)])
    return kind, layer.name, shape_text(layer.output_shape), _parameters(layer)


def _settings(layer: LayerFacts) -> Iterable[str]:
    activation, rate = layer.settings.get("activation"), layer.settings.get("rate")
    if isinstance(activation, str) and activation != "linear":
        yield activation
    if isinstance(rate, float):
        yield f"{rate:g}"


def shape_text(shape: Shape | None) -> str:
    """A shape as Python writes it, "(None, 3)"; "?" where it is not known."""
    return "?" if shape is None else str(tuple(shape))


def _columns(table: list[tuple[str, ...]]) -> list[int]:
    return [max(map(cell_len, column)) for column in zip(*table, strict=True)]


def _width_of(table: list[tuple[str, ...]]) -> int:
    return 2 + sum(_columns(table)) + 2 * 3


def _one_row_each(table: list[tuple[str, ...]], look: Look) -> list[Text]:
    widths = _columns(table)
    rows = []
    for number, row in enumerate(table):
        kind, name, shape, parameters = map(pad, row, widths)
        line = Text(look.text("↓ ") if number else "  ", style=look.style("frame"))
        rows.append(_joined(line, kind, name, shape, parameters, look))
    return rows


def _joined(line: Text, kind: str, name: str, shape: str, parameters: str, look: Look) -> Text:
    whole = Text().append_text(line).append(kind, look.style("title")).append(f"  {name}  ", look.style("quiet"))
    whole.append(shape, look.style("train")).append(f"  {parameters}")
    whole.rstrip()
    return whole


def _rows_each(table: list[tuple[str, ...]], width: int, look: Look) -> list[Text]:
    """Two rows a layer, three where the arithmetic does not fit beside the shape."""
    (kind, _, shape, _), *layers = table
    rows = [Text("  ").append(kind, look.style("title")).append(f"  {shape}", look.style("train"))]
    for left, (kind, name, shape, parameters) in zip(range(len(layers) - 1, -1, -1), layers, strict=True):
        first = Text().append(look.text("↓ "), look.style("frame")).append(kind, look.style("title"))
        rows.append(first.append(f"  {name}", look.style("quiet")))
        stem = Text().append(look.text("│   ") if left else "    ", look.style("frame"))
        details = stem.copy().append(shape, look.style("train"))
        if details.cell_len + 2 + cell_len(parameters) <= width:
            rows.append(details.append(f"  {parameters}" if parameters else ""))
        else:
            rows += [details, stem.append(parameters)]
    return rows


def _totals(model: ModelFacts, width: int, look: Look) -> list[Text]:
    rows = []
    if model.params is not None:
        rows += wrap(_total(model.params, model.trainable_params), width, look, look.style("title"))
    if model.operations:
        names = ", ".join(map(one_line, model.operations))
        rows += wrap(f"bare operations, which are no layers: {names}", width, look, look.style("warning"))
    return rows


def _total(params: int, trainable: int | None) -> str:
    noun = "parameter" if params == 1 else "parameters"
    if trainable is None:
        return f"{params:,} {noun}"
    if trainable == params:
        return f"{params:,} {noun}, all trainable"
    return f"{params:,} {noun}: {trainable:,} trainable, {params - trainable:,} not"


# ---- parameters ---------------------------------------------------------------------------


def _parameters(layer: LayerFacts) -> str:
    """How a layer's parameters come about: "3 × 4 + 4 = 16", or the count alone."""
    if layer.params is None:
        return "? parameters"
    if layer.params == 0:
        return ""
    arithmetic = _arithmetic(layer, layer.params)
    frozen = " (frozen)" if layer.trainable_params == 0 else ""
    return (f"{arithmetic} = {layer.params:,}" if arithmetic else f"{layer.params:,} parameters") + frozen


def _arithmetic(layer: LayerFacts, params: int) -> str:
    """The sum in words of the layer's settings, or "" where these do not explain the count exactly."""
    rule = _RULES.get(layer.kind) if layer.builtin else None
    return rule(layer, params) if rule else ""


def _dense(layer: LayerFacts, params: int) -> str:
    return _weights(layer, params, (), layer.settings.get("units"))


def _convolution(layer: LayerFacts, params: int) -> str:
    kernel = layer.settings.get("kernel_size")
    if isinstance(kernel, int):
        kernel = (kernel,)
    return _weights(layer, params, kernel, layer.settings.get("filters")) if isinstance(kernel, tuple) else ""


def _weights(layer: LayerFacts, params: int, kernel: tuple[int, ...], units: object) -> str:
    """kernel × inputs × units + biases; the number of inputs is what makes the count come out."""
    if not isinstance(units, int) or units <= 0 or prod(kernel) <= 0:
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


def _recurrent(gates: int) -> Callable[[LayerFacts, int], str]:
    """gates × (inputs × units + units × units + units), for cells with one bias vector."""

    def rule(layer: LayerFacts, params: int) -> str:
        units = layer.settings.get("units")
        if not isinstance(units, int) or units <= 0 or not layer.settings.get("use_bias", True):
            return ""
        inputs, rest = divmod(params - gates * units * (units + 1), gates * units)
        if rest or inputs <= 0:
            return ""
        gate = f"{inputs} × {units} + {units} × {units} + {units}"
        return f"{gates} × ({gate})" if gates > 1 else gate

    return rule


_RULES: dict[str, Callable[[LayerFacts, int], str]] = {
    "Dense": _dense,
    "Conv1D": _convolution,
    "Conv2D": _convolution,
    "Conv3D": _convolution,
    "Embedding": _embedding,
    "BatchNormalization": _batch_normalization,
    "SimpleRNN": _recurrent(1),
    "LSTM": _recurrent(4),
}
