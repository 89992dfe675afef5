"""All that trains is counted, whichever way it is done: measured in real children."""

from __future__ import annotations

import pytest

from tests.worker.conftest import Facts, the_fit, training
from tuitutor.worker.training.counting import Counted

pytestmark = [pytest.mark.any_python, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.long
async def test_a_warmed_child_tells_of_an_answer_what_a_cold_one_does(facts: Facts) -> None:
    answer = "ready(model, metrics=['accuracy']).fit(x, y, epochs=2, validation_split=0.5, verbose=0)"
    warm, cold = await facts(answer, warm=True), await facts(answer)
    assert warm.training is not None
    assert (warm.training.epochs, warm.training.samples, warm.training.steps) == (2, 64, 2)
    assert warm == cold


@pytest.mark.long
@pytest.mark.sampled(12)
@pytest.mark.parametrize(
    ("answer", "epochs", "samples", "steps"),
    [
        ("ready(model).fit(x, y, epochs=3, batch_size=16, verbose=0)", 3, 192, 12),
        ("ready(model).fit(x[[*range(64)] * 5], y[[*range(64)] * 5], epochs=1, batch_size=16, verbose=0)", 1, 320, 20),
        ("ready(model, run_eagerly=True).fit(x, y, epochs=1, batch_size=16, verbose=0)", 1, 64, 4),
        ("ready(model, steps_per_execution=2).fit(x, y, epochs=1, batch_size=16, verbose=0)", 1, 64, 4),
        ("ready(model).fit(x, y, epochs=2, validation_split=0.5, verbose=0); ready(model)", 2, 64, 2),
        ("ready(model).fit(x, y, epochs=1, verbose=0); model.optimizer.iterations.assign(0)", 1, 64, 2),
        (  # one update of the weights in 4 batches
            "model.compile(loss='mse', optimizer=keras.optimizers.SGD(0.1, gradient_accumulation_steps=4))\n"
            "model.fit(x, y, epochs=1, batch_size=16, verbose=0)",
            1,
            64,
            4,
        ),
        (
            "class More(keras.callbacks.Callback):\n"
            "    def on_train_begin(self, logs=None):\n"
            "        self.model.fit(x, y, epochs=4, batch_size=16, verbose=0)\n"
            "ready(model).fit(x, y, epochs=1, batch_size=16, verbose=0, callbacks=[More()])",
            5,
            320,
            20,
        ),
        (
            "class Own(keras.Model):\n"
            "    def fit(self, *args, **kwargs):\n"
            "        super().fit(*args, **kwargs)\n"
            "        return super().fit(*args, **kwargs)\n"
            "i = Input((3,))\n"
            "model = ready(Own(i, Dense(1, activation='sigmoid')(i)))\n"
            "model.fit(x, y, epochs=2, batch_size=16, verbose=0)",
            4,
            256,
            16,
        ),
        (
            "class Own(keras.Model):\n"
            "    def train_step(self, data):\n"
            "        super().train_step(data)\n"
            "        return super().train_step(data)\n"
            "i = Input((3,))\n"
            "model = ready(Own(i, Dense(1, activation='sigmoid')(i)))\n"
            "model.fit(x, y, epochs=1, batch_size=16, verbose=0)",
            1,
            128,  # a batch of which two steps are made counts twice
            8,
        ),
        (  # the same layer on rows that hold four of the model's
            "last = Dense(1, activation='sigmoid')\nmodel = Sequential([Input((3,)), last])\n"
            "ready(Sequential([Input((4, 3)), last])).fit(x.reshape(16, 4, 3), y.reshape(16, 4, 1), verbose=0)\n"
            "ready(model).fit(x, y, epochs=1, batch_size=16, verbose=0)",
            2,
            128,
            5,
        ),
        (  # a step that descends by hand within, ten times on its batch
            "class Own(keras.Model):\n"
            "    def train_step(self, data):\n"
            "        for _ in range(10):\n"
            "            with tf.GradientTape() as tape:\n"
            "                loss = tf.reduce_mean((self(data[0]) - data[1]) ** 2)\n"
            "            slopes = tape.gradient(loss, self.trainable_variables)\n"
            "            for v, g in zip(self.trainable_variables, slopes): v.assign_sub(0.1 * g)\n"
            "        return super().train_step(data)\n"
            "i = Input((3,))\n"
            "model = ready(Own(i, Dense(1, activation='sigmoid')(i)))\n"
            "model.fit(x, y, epochs=1, batch_size=16, verbose=0)",
            1,
            704,
            4,
        ),
        (  # a layer that descends within, as often as a loop of the graph runs
            "class Own(keras.layers.Layer):\n"
            "    def build(self, shape):\n"
            "        self.w = self.add_weight(shape=(3, 1), initializer='ones')\n"
            "    def call(self, inputs, training=False):\n"
            "        if training:\n"
            "            tf.while_loop(lambda at: at < 5, self.descend, [0])\n"
            "        return inputs @ self.w\n"
            "    def descend(self, at):\n"
            "        with tf.GradientTape() as tape:\n"
            "            loss = tf.reduce_mean((tf.matmul(x, self.w.value) - y) ** 2)\n"
            "        self.w.assign_sub(0.1 * tape.gradient(loss, self.w.value))\n"
            "        return [at + 1]\n"
            "model = ready(Sequential([Input((3,)), Own(), Activation('sigmoid')]))\n"
            "model.fit(x, y, epochs=1, batch_size=16, verbose=0)",
            1,
            384,
            4,
        ),
        (  # a step that takes all rows, and not the batch
            "class Own(keras.Model):\n"
            "    def train_step(self, data):\n"
            "        return super().train_step((tf.constant(x), tf.constant(y)))\n"
            "i = Input((3,))\n"
            "model = ready(Own(i, Dense(1, activation='sigmoid')(i)))\n"
            "model.fit(x, y, epochs=1, batch_size=16, verbose=0)",
            1,
            256,
            4,
        ),
        (
            "def endless():\n    while True:\n        yield x[:8], y[:8]\n"
            "ready(model).fit(endless(), steps_per_epoch=20, epochs=2, verbose=0)",
            2,
            320,
            40,
        ),
        ("ready(model)\nfor at in range(0, 64, 16): model.train_on_batch(x[at:at + 16], y[at:at + 16])", 0, 64, 4),
        ("ready(network()).fit(x, y, epochs=9, verbose=0); ready(model).fit(x, y, epochs=1, verbose=0)", 1, 64, 2),
        ("other = ready(network()); other.fit(x, y, epochs=9, verbose=0); model.set_weights(other.get_weights())\n"
         "ready(model).fit(x, y, epochs=1, verbose=0)", 10, 640, 20),
        ("other = ready(network()); other.fit(x, y, epochs=9, verbose=0)\n"
         "model.layers[0].kernel.assign(other.layers[0].kernel)\n"
         "ready(model).fit(x, y, epochs=1, verbose=0)", 10, 640, 20),
        ("other = ready(network()); other.fit(x, y, epochs=9, verbose=0)\n"
         "model.layers[1].bias.assign(other.layers[1].bias)\n"
         "ready(model).fit(x, y, epochs=1, verbose=0)", 10, 640, 20),
        ("shared = Dense(4); other = Sequential([Input((3,)), shared, Dense(1)])\n"
         "other.compile(loss='mse', optimizer=keras.optimizers.SGD(0.0)); other.fit(x, y, epochs=2, verbose=0)\n"
         "model = Sequential([Input((3,)), shared, Dense(1)])", 2, 128, 4),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else None,
)  # fmt: skip
async def test_all_that_trains_the_model_is_counted(
    facts: Facts, answer: str, epochs: int, samples: int, steps: int
) -> None:
    found = await training(facts, answer)
    assert (found.epochs, found.samples, found.steps) == (epochs, samples, steps)


@pytest.mark.long
async def test_keras_hands_out_no_fit_that_nobody_watches(facts: Facts) -> None:
    found = await facts(
        "has = [hasattr(keras.Model.fit, '__wrapped__')]\nkeras.src.trainers.trainer\nassert has == [False]"
    )
    assert found.fits == ()
    answer = (
        "base = keras.src.backend.tensorflow.trainer.TensorFlowTrainer\n"
        "base.fit(ready(model), x, y, epochs=2, verbose=0)"
    )
    assert (await the_fit(facts, answer)).epochs_run == 2


COMPARED = """
keras.utils.set_random_seed(1)
other = ready(network())
keras.utils.set_random_seed(1)
model = network()
"""


@pytest.mark.long
@pytest.mark.parametrize(
    ("answer", "epochs"),
    [
        ("other.fit(x, y, epochs=9, verbose=0)\nready(model).fit(x, y, epochs=2, verbose=0)", 2),
        ("ready(model).fit(x, y, epochs=2, verbose=0)\nother.fit(x, y, epochs=2, verbose=0)", 2),
        ("ready(model).fit(x, y, epochs=2, verbose=0)\nother.set_weights(model.get_weights())\n"
         "other.fit(x, y, epochs=9, verbose=0)\nmodel.set_weights(other.get_weights())", 11),
        ("ready(model).fit(x, y, epochs=2, verbose=0)\nother.set_weights(model.get_weights())\n"
         "other.fit(x, y, epochs=9, verbose=0)\nmodel.set_weights(other.get_weights())\n"
         "model.fit(x, y, epochs=1, verbose=0)", 12),
    ],
)  # fmt: skip
async def test_a_second_network_counts_only_if_its_weights_were_copied(facts: Facts, answer: str, epochs: int) -> None:
    found = await facts(COMPARED + answer)
    assert found.training is not None
    assert found.training.epochs == epochs
    assert sum(fit.epochs_run for fit in found.fits if fit.of_model) == epochs


async def test_a_sum_with_what_could_not_be_counted_is_unknown() -> None:
    known, unknown = Counted(64, 2), Counted(None, 1)
    assert known + known == Counted(128, 4)
    assert known + unknown == unknown + known == Counted(None, 3)
    assert known.since(unknown) == Counted(None, 1)
    assert unknown.since(known).samples is None
    assert (known + known).since(known) == known
