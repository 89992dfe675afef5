"""Rows that a model was trained on aren't new in a later fit's validation: measured in real children."""

from __future__ import annotations

import pytest

from tests.worker.conftest import Facts, training

pytestmark = [pytest.mark.any_python, pytest.mark.asyncio(loop_scope="session")]

FIT = """
history = ready(model, run_eagerly=EAGER).fit(x[:40], y[:40], validation_data=(x[40:], y[40:]), epochs=2, verbose=0)
"""
LOOP = """
def step(rows, labels, teach=None):
    teach = teach or model
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((teach(rows) - labels) ** 2)
    gradients = tape.gradient(loss, teach.trainable_variables)
    optimizer.apply(gradients, teach.trainable_variables)
optimizer = keras.optimizers.SGD(0.1)
"""
OWN = """
held = tf.constant(x[40:])
class Own(keras.Model):
    def train_step(self, data):
        rows, labels = data
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((self(rows, training=True) - labels) ** 2){more}
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply(gradients, self.trainable_variables)
        return {{"loss": loss}}
model = Own(model.inputs, model.outputs)
"""
TAKEN = {
    "a fit before": "ready(model).fit(x[40:], y[40:], verbose=0)",
    "some of them": "ready(model).fit(x[52:], y[52:], verbose=0)",
    "a fit of what is scaled": "ready(model).fit(3 * x + 1, y, verbose=0)",
    "a fit of batches": "ready(model).fit(((x[40:], y[40:]) for _ in range(3)), steps_per_epoch=3, verbose=0)",
    "single batches": "ready(model)\nfor _ in range(3): model.train_on_batch(x[40:], y[40:])",
    "single batches, by name": "ready(model)\nmodel.train_on_batch(y=y[40:], x=x[40:])",
    "batches after a fit": "ready(model).fit(x[:24], y[:24], verbose=0)\nmodel.train_on_batch(x[40:], y[40:])",
    "a loop": LOOP + "for _ in range(3): step(x[40:], y[40:])",
    "a loop in a graph": LOOP + "step = tf.function(step)\nfor _ in range(3): step(x[40:], y[40:])",
    "a loop over a data set": LOOP + "batches = tf.data.Dataset.from_tensor_slices((x[40:], y[40:])).batch(8)\n"
    "@tf.function\ndef train():\n    for rows, labels in batches: step(rows, labels)\ntrain()",
    "a tape that is asked twice": "with tf.GradientTape(persistent=True) as tape:\n"
    "    loss = tf.reduce_mean((model(x[40:]) - y[40:]) ** 2)\n"
    "tape.gradient(loss, tf.Variable(1.0))\nslopes = tape.gradient(loss, model.trainable_variables)\n"
    "keras.optimizers.SGD(0.1).apply(slopes, model.trainable_variables)",
    "a layer in a loop": LOOP
    + "last = Dense(1)\nstep(x[40:] / 2, y[40:], last)\nmodel = Sequential([Input((3,)), last])",
    "a train step by itself": "ready(model).make_train_function()\ntf.function(model.train_step)((x[40:], y[40:]))",
    "a copy": "other = network()\nready(other).fit(x, y, verbose=0)\nmodel.set_weights(other.get_weights())\ndel other",
    "a loss that calls it again": OWN.format(more=" + tf.reduce_mean(self(held) ** 2)"),
    "rows drawn in a step": OWN.format(more=" + tf.reduce_mean(self(tf.gather(held, tf.range(24))) ** 2)"),
}
FREE = {
    "the same fit before": FIT.replace("EAGER", "False"),
    "a loop over the same rows": LOOP + "step = tf.function(step)\nfor _ in range(3): step(x[:40], y[:40])",
    "another model": "other = network()\nready(other).fit(x, y, verbose=0)\nready(other).train_on_batch(x, y)",
    "another model in a loop": LOOP + "step(x, y, network())",
    "slopes of the inputs": "with tf.GradientTape() as tape:\n"
    "    rows = tf.constant(x)\n    tape.watch(rows)\n    said = model(rows)\ntape.gradient(said, rows)",
    "a look beside the tape": LOOP + "for _ in range(3): step(x[:40], y[:40]); model(x); model.predict(x, verbose=0)",
    "a train step of its own": OWN.format(more=""),
    "one that casts": OWN.format(more="").replace("self(rows,", "self(tf.cast(rows, 'float32'),"),
    "a loop by XLA": LOOP + "step = tf.function(step, jit_compile=True)\nfor _ in range(3): step(x[:40], y[:40])",
}


CASES = [(name, 0, False) for name in TAKEN] + [(name, 24, False) for name in FREE]
CASES += [(name, 0, True) for name in ("batches after a fit", "a loop", "a loss that calls it again")]
CASES += [(name, 24, True) for name in ("the same fit before", "one that casts")]


@pytest.mark.long
@pytest.mark.sampled(10)
@pytest.mark.parametrize(("before", "new", "eager"), CASES)
async def test_rows_that_it_was_trained_on_before_are_not_new(facts: Facts, before: str, new: int, eager: bool) -> None:
    fits = (await facts({**TAKEN, **FREE}[before] + FIT.replace("EAGER", str(eager)))).fits
    expected = 12 if before == "some of them" else new
    assert (fits[-1].validation_samples, fits[-1].validation_seen) == (expected, 24 - expected)
    assert fits[-1].validation_unlike == 0


@pytest.mark.long
async def test_what_comes_later_changes_no_earlier_fit(facts: Facts) -> None:
    first, second = (await facts(FIT.replace("EAGER", "False") + "model.fit(x, y, verbose=0)")).fits
    assert (first.validation_samples, second.validation_samples) == (24, None)


@pytest.mark.long
@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("answer", "share"),
    [
        (LOOP + "step(x[:16], y[:16])", 0.25),
        (LOOP + "step(x[:16], y[:16]); step(x[8:32], y[8:32])", 0.5),
        (LOOP + "step = tf.function(step)\nstep(x, y)", 1.0),
        (LOOP + "tf.function(lambda: step(x[:32], y[:32]), jit_compile=True)()", 0.5),
        (LOOP + "step(rng.normal(size=(64, 3)), y)", 0.0),
        ("ready(model).fit(x[:32], y[:32], verbose=0)", 0.5),
        ("model(x)", 0.0),
    ],
)
async def test_the_share_of_an_array_that_it_was_trained_on(facts: Facts, answer: str, share: float) -> None:
    assert (await training(facts, answer)).rows_of == {"x": share}
