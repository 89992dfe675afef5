"""Bare operations, wherever they hide in a network: measured in real children."""

from __future__ import annotations

import pytest

from tests.worker.conftest import Facts

pytestmark = [pytest.mark.any_python, pytest.mark.asyncio(loop_scope="session")]


FORMULA = "i = Input((3,)); formula = keras.Model(i, keras.ops.sign(i))\n"


@pytest.mark.long
@pytest.mark.parametrize(
    "answer",
    [
        "model = Sequential([Input((3,)), Dense(3, activation=formula)])",
        "model = Sequential([Input((3,)), Activation(formula)])",
        "model = Sequential([Input((3,)), Dense(3), formula])",
        "model = Sequential([Input((2, 3)), TimeDistributed(formula)])",
        "Box = getattr(keras.layers, 'Pipeline', Sequential)\n"
        "model = Sequential([Input((3,)), Box([Dense(3), formula])])",
        "model = Sequential([Input((3,)), Dense(3, activation=keras.src.ops.numpy.Sign())])",
    ],
)
async def test_bare_operations_are_found_wherever_they_hide(facts: Facts, answer: str) -> None:
    model = (await facts(FORMULA + answer)).model
    assert model is not None
    assert "Sign" in model.operations


@pytest.mark.long
async def test_tensorflows_activations_are_keras_own(facts: Facts) -> None:
    answer = "model = Sequential([Input((3,)), Dense(3, activation=tf.nn.relu), Activation(keras.ops.softmax)])"
    model = (await facts(answer)).model
    assert model is not None
    assert [layer.settings["activation"] for layer in model.layers] == ["relu", "softmax"]


@pytest.mark.long
async def test_numbers_in_the_graph_are_parameters(facts: Facts) -> None:
    answer = "i = Input((3,)); scaled = (i - np.ones(3)) / tf.constant([[2.0, 3.0, 4.0]]) * 5\n"
    model = (await facts(answer + "model = keras.Model(i, Sequential([Dense(2)])(scaled))")).model
    assert model is not None
    assert (model.params, model.trainable_params) == (8 + 6, 8)
