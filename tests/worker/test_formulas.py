"""What a network is made of, wherever a formula hides in it: measured in real children."""

from __future__ import annotations

import pytest

from tests.worker.conftest import Facts

pytestmark = [pytest.mark.any_python, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.parametrize(
    ("answer", "own"),
    [
        ("model = Sequential([Input((3,)), Dense(3, activation=lambda t: t * keras.ops.sum(t, -1, True))])", ["mixes"]),
        ("model = Sequential([Input((3,)), Dense(3, activation=lambda t: t[:, ::-1])])", ["mixes"]),
        ("model = Sequential([Input((3,)), Dense(3, activation=lambda t: keras.ops.max(t, -1, True))])", ["mixes"]),
        ("model = Sequential([Input((3,)), Dense(3, activation=lambda t: keras.ops.sin(t) + t)])", [""]),
        ("model = Sequential([Input((3,)), Dense(3, activation=LeakyReLU())])", ["", ""]),
        ("model = Sequential([Input((3,)), Dense(3, activation=tf.nn.softmax)])", [""]),
        (
            "class Idle(keras.layers.Layer):\n"
            "    def build(self, shape):\n        self.w = self.add_weight(shape=(3, 2))\n"
            "    def call(self, t):\n        return keras.ops.prod(t, axis=-1, keepdims=True)\n"
            "model = Sequential([Input((3,)), Idle()])",
            ["idle"],
        ),
        (
            "class Own(keras.layers.Layer):\n"
            "    def build(self, shape):\n        self.w = self.add_weight(shape=(3, 2))\n"
            "    def call(self, t):\n        return t @ self.w\n"
            "model = Sequential([Input((3,)), Own()])",
            [""],
        ),
        (
            "class Plain(keras.layers.Layer):\n    def call(self, t):\n        return 2 * t\n"
            "model = Sequential([Input((3,)), Plain()])",
            [""],
        ),
    ],
)
async def test_parts_of_ones_own_are_tried_out(facts: Facts, answer: str, own: list[str]) -> None:
    model = (await facts(answer)).model
    assert model is not None
    parts = [layer for layer in (*model.layers, *model.inner) if layer.kind != "InputLayer"]
    assert [layer.own for layer in parts] == own


FORMULA = "i = Input((3,)); formula = keras.Model(i, keras.ops.sign(i))\n"


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


@pytest.mark.parametrize(
    ("body", "operations"),
    [
        ("return self.d(t)", ()),
        ("h = self.d(2 * t - 1); return h * self.e(t) + keras.ops.concatenate([h, h], -1)[:, :2]", ()),
        ("return self.d(keras.ops.reshape(keras.ops.cast(t, 'float32'), (-1, 3)) @ keras.ops.eye(3))", ()),
        ("return keras.ops.square(keras.ops.maximum(self.d(t), self.e(t)))", ()),
        ("return keras.ops.matmul(t, self.e.kernel) * self.d(t)", ()),
        ("return self.d(keras.ops.sign(t))", ("Sign in Own.call",)),
        ("return self.d(t) * t[:, :1] * t[:, 1:2]", ()),
        ("return self.d(t * t[:, ::-1])", ("Multiply in Own.call",)),
        ("return self.d(t) + keras.ops.prod(t, -1, True)", ("Prod in Own.call",)),
        ("return self.d(keras.ops.where(t > 0, t, 0))", ("Greater in Own.call", "Where in Own.call")),
        ("return self.d(t) if t[0, 0] > 0 else self.e(t)", ()),  # symbolic tensors cannot go through it
    ],
)
async def test_formulas_in_the_call_of_ones_own_class_are_bare_operations(
    facts: Facts, body: str, operations: tuple[str, ...]
) -> None:
    answer = f"""
class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.d, self.e = Dense(2), Dense(2)

    def call(self, t):
        {body}

model = Own()
model.d.build((None, 3)); model.e.build((None, 3))
model(x)
"""
    model = (await facts(answer)).model
    assert model is not None
    assert model.operations == operations


async def test_formulas_are_found_in_calls_on_sequences_of_any_length(facts: Facts) -> None:
    own = (
        "class Own(keras.layers.Layer):\n"
        "    def build(self, shape):\n        self.w = self.add_weight(shape=(3, 2))\n"
        "    def call(self, t):\n        return keras.ops.sign(t) @ self.w\n"
    )
    model = (await facts(own + "model = Sequential([Input((None, 3)), Own()])")).model
    assert model is not None
    assert model.operations == ("Sign in Own.call",)


async def test_tensorflows_activations_are_keras_own(facts: Facts) -> None:
    answer = "model = Sequential([Input((3,)), Dense(3, activation=tf.nn.relu), Activation(keras.ops.softmax)])"
    model = (await facts(answer)).model
    assert model is not None
    assert [layer.settings["activation"] for layer in model.layers] == ["relu", "softmax"]


async def test_a_formula_of_two_inputs_is_one_too(facts: Facts) -> None:
    answer = """
class Joined(keras.layers.Layer):
    def call(self, both):
        return both[0] * both[1]
a, b = Input((3,)), Input((3,))
model = keras.Model([a, b], Dense(1)(Joined()([a, b])))
"""
    model = (await facts(answer)).model
    assert model is not None
    assert model.operations == ("Multiply in Joined.call",)
