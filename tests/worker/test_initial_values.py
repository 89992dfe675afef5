"""The value that each variable was made with, whatever makes it: measured in real children."""

from __future__ import annotations

import pytest

from tests.worker.conftest import Facts, the_fit, training

pytestmark = [pytest.mark.any_python, pytest.mark.asyncio(loop_scope="session")]


MODELS_THAT_FIT_BUILDS = """
class Lazy(keras.layers.Layer):
    def build(self, shape):
        self.own = self.add_weight(shape=(shape[-1], 4), initializer="glorot_uniform")
    def call(self, inputs):
        return keras.ops.tanh(inputs @ self.own)
class Subclassed(keras.Model):
    def __init__(self):
        super().__init__()
        self.one, self.other = Dense(4, activation="relu"), Dense(1, activation="sigmoid")
    def call(self, inputs):
        return self.other(self.one(inputs))
layers = keras.layers
"""


@pytest.mark.long
@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("model", "compiled"),
    [
        ("Sequential([Dense(4, activation='tanh'), Dense(1, activation='sigmoid')])", ""),
        ("Sequential([Dense(4, activation='tanh'), Dense(1, activation='sigmoid')])", "run_eagerly=True"),
        ("Subclassed()", ""),
        ("Sequential([Sequential([Lazy(), layers.BatchNormalization()]), Dense(1, activation='sigmoid')])", ""),
        ("Sequential([Lazy(), layers.LayerNormalization(), Dense(1)])", "jit_compile=True"),
        ("Sequential([layers.Reshape((3, 1)), layers.LSTM(4, return_sequences=True), layers.GRU(4), Dense(1)])", ""),
    ],
)
async def test_a_model_that_fit_builds_has_moved_from_its_initial_values(
    facts: Facts, model: str, compiled: str
) -> None:
    fit = f"model = ready({model}, {compiled})\nmodel.fit(x, y, epochs=2, batch_size=16, verbose=0)"
    found = await the_fit(facts, MODELS_THAT_FIT_BUILDS + fit)
    assert (found.of_model, found.steps) == (True, 8)
    assert found.network is not None
    assert all(layer.moved for layer in found.network.layers if layer.initial_spread is not None)


@pytest.mark.long
async def test_initial_values_are_those_before_the_first_step(facts: Facts) -> None:
    still = "model = Sequential([Dense(1)])\nmodel.compile(loss='mse', optimizer=keras.optimizers.SGD(0.0))\n"
    found = await training(facts, still + "model.fit(x, y, epochs=1, verbose=0)")
    assert (found.changed, found.stepped, found.steps) == (False, True, 2)
    own = "@tf.function\ndef step():\n    return model(x)\nmodel = Sequential([Dense(1)])\nstep()\n"
    assert not (await training(facts, own)).changed
    assert (await training(facts, own + "model.set_weights(twice(model))")).changed


@pytest.mark.long
async def test_initial_values_of_a_graph_of_ones_own_are_unknown_and_do_no_harm(facts: Facts) -> None:
    graph = "with tf.Graph().as_default():\n    other = keras.Variable(1.0)\n"
    found = await training(facts, graph + "ready(model).fit(x, y, epochs=1, verbose=0)")
    assert (found.changed, found.steps) == (True, 2)


async def test_nothing_is_known_of_a_model_without_weights(facts: Facts) -> None:
    assert (await facts("model = Sequential([Input((3,)), Activation('relu')])")).training is None
