"""Where weights come from: what they were at first, and what changed them since. Measured in real children."""

from __future__ import annotations

import pytest

from tests.worker.conftest import Facts, training

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
async def test_the_first_weights_of_a_model_that_fit_builds_are_known(facts: Facts, model: str, compiled: str) -> None:
    fit = f"model = ready({model}, {compiled})\nmodel.fit(x, y, epochs=2, batch_size=16, verbose=0)"
    found = await training(facts, MODELS_THAT_FIT_BUILDS + fit)
    assert (found.changed, found.outside, found.steps) == (True, "", 8)


@pytest.mark.long
async def test_first_weights_are_those_before_the_first_step(facts: Facts) -> None:
    still = "model = Sequential([Dense(1)])\nmodel.compile(loss='mse', optimizer=keras.optimizers.SGD(0.0))\n"
    found = await training(facts, still + "model.fit(x, y, epochs=1, verbose=0)")
    assert (found.changed, found.steps) == (False, 2)
    own = "@tf.function\ndef step():\n    return model(x)\nmodel = Sequential([Dense(1)])\nstep()\n"
    assert not (await training(facts, own)).changed
    assert (await training(facts, own + "model.set_weights(twice(model))")).outside == "set"


@pytest.mark.long
async def test_first_weights_that_nobody_can_see_are_unknown(facts: Facts) -> None:
    # TensorFlow initializes a kernel of random numbers with a state only as it runs the function that makes it
    kernel = "kernel_initializer=lambda shape, dtype=None: keras.random.normal(shape)"
    fit = f"model = ready(Sequential([Dense(1, {kernel})]))\nmodel.fit(x, y, epochs=1, verbose=0)"
    assert (await facts(fit)).training is None


@pytest.mark.long
@pytest.mark.sampled(8)
@pytest.mark.parametrize(
    ("answer", "changed", "outside"),
    [
        ("", False, ""),
        ("ready(model)", False, ""),
        ("ready(model).fit(x, y, verbose=0)", True, ""),
        ("model.compile(keras.optimizers.SGD(1e-7), 'mse'); model.fit(x, y, verbose=0)", False, ""),
        ("model.set_weights(twice(model))", True, "set"),
        ("getattr(model, 'set' + '_weights')(twice(model))", True, "set"),
        ("model.layers[0].kernel.assign(2 * model.layers[0].kernel)", True, "set"),
        ("model.layers[0].kernel._value.assign_add(tf.ones((3, 4)))", True, "set"),
        ("model.set_weights(twice(model)); ready(model).fit(x, y, verbose=0)", True, "set"),
        ("ready(model).fit(x, y, verbose=0); model.set_weights(twice(model))", True, "set"),
        ("one = Dense(4); one.build((None, 3)); one.set_weights(twice(one)); model = Sequential([one])", True, "set"),
        (
            "ready(model).fit(x, y, verbose=0); model.save('m.keras'); model = keras.models.load_model('m.keras')",
            True,
            "restored",
        ),
        (
            "best = ready(model).fit(x, y, verbose=0) and model.get_weights()\n"
            "model.fit(x, y, verbose=0); model.set_weights(best)",
            True,
            "restored",
        ),
        ("ready(model); model.train_on_batch(x, y)", True, "loop"),
        ("w = model.get_weights(); ready(model).fit(x, y, verbose=0); model.set_weights(w)", False, "restored"),
        (
            "with tf.GradientTape() as tape:\n    loss = keras.losses.binary_crossentropy(y, model(x))\n"
            "weights = model.trainable_variables\n"
            "for v, g in zip(weights, tape.gradient(loss, [v.value for v in weights])):\n"
            "    v.assign_sub(0.1 * tf.reduce_mean(g))",
            True,
            "loop",
        ),
        (
            "optimizer = keras.optimizers.SGD(1.0)\n"
            "@tf.function\n"
            "def step():\n"
            "    with tf.GradientTape() as tape:\n        loss = tf.reduce_mean((model(x) - y) ** 2)\n"
            "    gradients = tape.gradient(loss, model.trainable_variables)\n"
            "    optimizer.apply(gradients, model.trainable_variables)\n"
            "for _ in range(5): step()",
            True,
            "loop",
        ),
        ("model.layers[0].trainable = False; model.layers[0].set_weights(twice(model.layers[0]))", False, "set"),
        ("ready(model).fit(x, y, verbose=0); model.layers[0].trainable = False", True, ""),
        ("n = keras.layers.Normalization(); n.adapt(x); model = Sequential([Input((3,)), n, Dense(1)])", False, ""),
    ],
    ids=lambda value: value[:50] if isinstance(value, str) else None,
)  # fmt: skip
async def test_what_changes_weights_outside_of_fits_is_told(
    facts: Facts, answer: str, changed: bool, outside: str
) -> None:
    found = await training(facts, answer)
    assert (found.changed, found.outside) == (changed, outside)


@pytest.mark.long
@pytest.mark.parametrize(("inputs", "known"), [(3_999_978, True), (3_999_979, False)])
async def test_four_million_numbers_are_followed_and_no_more(facts: Facts, inputs: int, known: bool) -> None:
    # with the network of the setup, which has 21, and a bias
    found = await facts(f"small, model = model, Sequential([Input(({inputs},)), Dense(1)])")
    assert (found.training is not None) is known


async def test_nothing_is_known_of_weights_that_are_not_there(facts: Facts) -> None:
    assert (await facts("model = Sequential([Input((3,)), Activation('relu')])")).training is None


@pytest.mark.long
async def test_variables_of_a_graph_of_ones_own_are_not_followed_and_do_no_harm(facts: Facts) -> None:
    graph = "with tf.Graph().as_default():\n    other = keras.Variable(1.0)\n"
    found = await training(facts, graph + "ready(model).fit(x, y, epochs=1, verbose=0)")
    assert (found.changed, found.outside, found.steps) == (True, "", 2)
