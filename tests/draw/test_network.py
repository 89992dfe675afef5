"""The diagram of a model says where its parameters come from, within its width."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tuitutor.draw.look import Look
from tuitutor.draw.network import draw_network
from tuitutor.protocol.facts import LayerFacts, ModelFacts, Setting, Shape


def layer(kind: str, params: int | None, shape: Shape | None, **settings: Setting) -> LayerFacts:
    return LayerFacts(kind.lower(), kind, True, params, params, shape, settings)


def model(*layers: LayerFacts, input_shape: Shape | None = (None, 3), trainable: int | None = None) -> ModelFacts:
    total = sum(layer.params or 0 for layer in layers)
    return ModelFacts(
        "Sequential",
        True,
        layers,
        total,
        total if trainable is None else trainable,
        input_shape,
        layers[-1].output_shape,
    )


XOR = model(
    layer("Dense", 16, (None, 4), units=4, activation="tanh", use_bias=True),
    layer("Dropout", 0, (None, 4), rate=0.5),
    layer("Dense", 10, (None, 2), units=2, activation="softmax", use_bias=True),
)


def test_a_chain_does_without_names_where_that_gives_each_layer_one_row() -> None:
    chain = model(layer("Dense", 16, (None, 4), units=4), layer("Dense", 10, (None, 2), units=2))
    wide, narrow = (draw_network(chain, width, Look()).plain for width in (80, 39))
    assert narrow.count("\n") == wide.count("\n")
    assert "= 16" in narrow


@pytest.mark.parametrize("width", [40, 76])
def test_layers_stand_in_order_with_shapes_and_arithmetic(width: int) -> None:
    text = draw_network(XOR, width, Look()).plain
    parts = ["(None, 3)", "Dense tanh", "(None, 4)", "3 × 4 + 4 = 16", "Dropout 0.5", "softmax", "4 × 2 + 2 = 10"]
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    assert text.endswith("26 parameters, all trainable")


def test_a_wide_place_takes_one_row_a_layer() -> None:
    assert len(draw_network(XOR, 76, Look()).plain.split("\n")) == 6


@pytest.mark.parametrize(
    ("one", "arithmetic"),
    [
        (layer("Dense", 12, (None, 4), units=4, use_bias=False), "3 × 4 = 12"),
        (layer("Conv2D", 320, (None, 26, 26, 32), filters=32, kernel_size=(3, 3)), "3 × 3 × 1 × 32 + 32 = 320"),
        (layer("Conv1D", 104, (None, 8, 8), filters=8, kernel_size=3), "3 × 4 × 8 + 8 = 104"),
        (layer("Embedding", 16_000, (None, None, 16), input_dim=1000, output_dim=16), "1000 × 16 = 16,000"),
        (layer("BatchNormalization", 128, (None, 32)), "4 × 32 = 128"),
        (layer("LSTM", 1600, (None, 16), units=16, use_bias=True), "4 × (8 × 16 + 16 × 16 + 16) = 1,600"),
        (layer("SimpleRNN", 400, (None, 16), units=16, use_bias=True), "8 × 16 + 16 × 16 + 16 = 400"),
        (layer("Dense", 17, (None, 4), units=4, use_bias=True), "17 parameters"),
        (layer("MultiHeadAttention", 99, (None, 4)), "99 parameters"),
        (layer("Dense", None, None, units=4), "? parameters"),
    ],
)
def test_arithmetic_is_shown_where_it_is_exact(one: LayerFacts, arithmetic: str) -> None:
    text = draw_network(model(one), 40, Look()).plain
    assert arithmetic in text


def test_a_layer_of_the_learner_is_not_explained() -> None:
    own = LayerFacts("dense", "Dense", False, 16, 16, (None, 4), {"units": 4})
    assert "16 parameters" in draw_network(model(own), 76, Look()).plain


def test_frozen_layers_and_totals() -> None:
    frozen = LayerFacts("base", "Dense", True, 16, 0, (None, 4), {"units": 4, "use_bias": True})
    text = draw_network(model(frozen, trainable=0), 76, Look()).plain
    assert "3 × 4 + 4 = 16 (frozen)" in text
    assert "16 parameters: 0 trainable, 16 not" in text


def test_an_unbuilt_model_and_bare_operations_are_said() -> None:
    unbuilt = ModelFacts("Sequential", False, (layer("Dense", None, None, units=3),), None, None, None, None)
    assert "not built" in draw_network(unbuilt, 76, Look()).plain
    formula = ModelFacts("Functional", True, (), 0, 0, (None, 3), (None, 2), ("sign", "prod"))
    text = draw_network(formula, 76, Look()).plain
    assert "no layers" in text
    assert "sign, prod" in text


@given(
    st.text(max_size=40), st.integers(0, 10**9), st.integers(1, 100), st.integers(1, 120), st.booleans(), st.booleans()
)
def test_no_line_is_wider_than_asked(name: str, params: int, units: int, width: int, ascii: bool, built: bool) -> None:
    one = LayerFacts(name, "Dense", True, params, params, (None, units), {"units": units, "activation": name})
    facts = ModelFacts(name, built, (one, one), params, 0, (None, 3), (None, units), (name,))
    text = draw_network(facts, width, Look(glyphs="ascii" if ascii else "full")).plain
    assert max(map(cell_len, text.split("\n"))) <= width
    assert not ascii or text.isascii()


@pytest.mark.parametrize("width", [40, 76])
def test_branches_say_where_they_come_from(width: int) -> None:
    flowers, size = (replace(layer("InputLayer", 0, (None, n)), name=name) for n, name in ((9, "flower"), (1, "size")))
    branch = replace(layer("Dense", 40, (None, 4), units=4), inbound=("flower",))
    joined = replace(layer("Concatenate", 0, (None, 5)), inbound=("dense", "size"))
    last = replace(layer("Softmax", 0, (None, 5)), inbound=("concatenate",))
    lines = draw_network(model(flowers, size, branch, joined, last, input_shape=None), width, Look()).plain.split("\n")
    assert [line.split()[:2] for line in lines[1:3]] == [["Input", "flower"], ["Input", "size"]]
    text = "\n".join(lines)
    places = [text.index(part) for part in ("from flower", "Concatenate", "from dense, size", "↓ Softmax")]
    assert places == sorted(places)
    assert text.count("↓") == 1, "an arrow points at what takes the layer above it, and only that"
