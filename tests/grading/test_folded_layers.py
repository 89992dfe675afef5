"""A plain activation layer is drawn into the linear layer before it, in models and in what a check wants."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.grading.builders import dense, layer
from tuitutor.course.checks import LayerSpec
from tuitutor.grading.architecture import fold_layers, fold_specs
from tuitutor.protocol.facts import LayerFacts

ANY = LayerSpec(any_number=True)
RELU = layer("Activation", activation="relu")


def spec(kind: str, **settings: object) -> LayerSpec:
    return LayerSpec(kind, tuple(settings.items()))  # type: ignore[arg-type]


def activations(*layers: LayerFacts) -> list[object]:
    return [layer.settings.get("activation", layer.kind) for layer in fold_layers(layers)]


@pytest.mark.parametrize(
    ("after", "name"),
    [
        (RELU, "relu"),
        (layer("Activation", activation="tanh"), "tanh"),
        (layer("ReLU"), "relu"),
        (layer("ReLU", max_value=None, negative_slope=0.0, threshold=0.0), "relu"),
        (layer("Softmax"), "softmax"),
        (layer("Softmax", axis=-1), "softmax"),
    ],
)
def test_a_plain_activation_is_drawn_in(after: LayerFacts, name: str) -> None:
    folded = fold_layers([dense(3, 3), dense(2, 3), after])
    assert folded == (dense(3, 3), dense(2, 3, name))


@pytest.mark.parametrize(
    "after",
    [
        layer("ReLU", max_value=6.0),
        layer("ReLU", negative_slope=0.1),
        layer("ReLU", threshold=1.0),
        layer("Softmax", axis=1),
        layer("Softmax", axis=-2),
        layer("Softmax", axis=(-1,)),
        layer("Activation", activation=None),
        layer("Activation"),
        layer("Dropout", rate=0.1),
        replace(RELU, builtin=False),
    ],
)
def test_what_does_more_is_not(after: LayerFacts) -> None:
    assert fold_layers([dense(3, 3), after]) == (dense(3, 3), after)


def test_only_a_linear_layer_takes_one_in() -> None:
    assert activations(dense(3, 3, "tanh"), RELU) == ["tanh", "relu"]
    assert activations(layer("Flatten"), RELU) == ["Flatten", "relu"]
    assert activations(dense(3, 3), RELU, RELU) == ["relu", "relu"]
    assert activations(layer("Conv2D", activation=None), RELU) == ["relu"]
    assert activations(layer("Conv2D", activation=(1,)), RELU) == [(1,), "relu"]
    assert activations(RELU, dense(3, 3)) == ["relu", "linear"]


def of(one: LayerFacts, name: str, *inbound: str) -> LayerFacts:
    return replace(one, name=name, inbound=inbound)


def test_where_connections_are_known_it_goes_into_the_layer_that_feeds_it() -> None:
    first, second = of(dense(3, 3), "first", "input"), of(dense(2, 3), "second", "input")
    assert activations(first, second, of(RELU, "relu", "first")) == ["relu", "linear"]
    assert activations(first, second, of(RELU, "relu", "second")) == ["linear", "relu"]
    assert activations(first, second, of(RELU, "relu", "input")) == ["linear", "linear", "relu"]
    assert activations(first, second, of(RELU, "relu", "first", "second")) == ["linear", "linear", "relu"]
    also = of(dense(4, 3), "also", "first")
    assert activations(first, of(RELU, "relu", "first"), also) == ["linear", "relu", "linear"]


def test_wanted_layers_fold_likewise() -> None:
    relu, soft = spec("Activation", activation="relu"), spec("Softmax")
    assert fold_specs([spec("Flatten"), spec("Dense", units=3), relu]) == (
        spec("Flatten"),
        spec("Dense", units=3, activation="relu"),
    )
    assert fold_specs([spec("Dense", activation=None), soft]) == (spec("Dense", activation="softmax"),)
    assert fold_specs([spec("Dense", activation="Linear"), relu]) == (spec("Dense", activation="relu"),)
    for apart in (
        [spec("Dense", activation="tanh"), relu],
        [spec("Dense"), ANY, relu],
        [relu, spec("Dense")],
        [spec("Dense"), spec("Dropout")],
        [ANY],
        [],
    ):
        assert fold_specs(apart) == tuple(apart)
