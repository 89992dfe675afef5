"""What loops of the program's own train on is seen, and nothing of it is made up."""

from __future__ import annotations

import pytest

from tests.worker.conftest import Facts
from tuitutor.protocol.facts import FitFacts, LoopFacts

pytestmark = pytest.mark.asyncio(loop_scope="session")

STEP = """
sgd = keras.optimizers.SGD(0.1)
entropy = keras.losses.BinaryCrossentropy()

def step(xs, ys):
    with tf.GradientTape() as tape:
        loss = entropy(ys, model(xs, training=True))
    sgd.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
    return loss
"""
LOOP = """
for epoch in range(2):
    for at in range(0, 64, 16):
        {step}(100 * x[at : at + 16], y[at : at + 16])
"""


async def loops_of(facts: Facts, answer: str, setup: str = "") -> LoopFacts:
    found = (await facts(answer, setup=setup)).loops
    assert found is not None
    return found


async def looped(facts: Facts, answer: str, setup: str = "") -> FitFacts:
    fit = (await loops_of(facts, answer, setup)).fit
    assert fit is not None
    return fit


@pytest.mark.long
@pytest.mark.parametrize(
    ("answer", "setup"),
    [
        (STEP + LOOP.format(step="step"), ""),
        (STEP + "fast = tf.function(step)" + LOOP.format(step="fast"), ""),
        (LOOP.format(step="fast"), STEP + "fast = tf.function(step)\nfast(x[:16], y[:16])"),
        ("ready(model)" + LOOP.format(step="model.train_on_batch"), ""),
    ],
)
async def test_batches_labels_and_the_loss_of_a_loop_are_seen(facts: Facts, answer: str, setup: str) -> None:
    fit = await looped(facts, answer, setup)
    assert fit.data is not None
    assert fit.data.labels is not None
    assert fit.network is not None
    (inputs,) = fit.data.inputs
    assert (inputs.rows, inputs.shape, 80 < inputs.spread < 120, fit.data.largest_batch) == (128, (None, 3), True, 16)
    assert (fit.data.labels.kind, sum(fit.data.labels.counts)) == ("classes", 128)
    assert fit.compiled is not None
    assert (fit.compiled.loss or fit.own_loss, fit.compiled.optimizer) == ("binary_crossentropy", "sgd")
    assert fit.highest_rate == pytest.approx(0.1)
    assert (fit.network.last, fit.network.skill is not None) == ("sigmoid", True)
    assert fit.steps == (9 if setup else 8)


@pytest.mark.long
async def test_a_difference_is_a_loss_and_what_is_no_step_of_a_network_is_none(facts: Facts) -> None:
    by_hand = STEP.replace("entropy(ys, model(xs, training=True))", "tf.reduce_mean((model(xs) - ys) ** 2)")
    fit = await looped(facts, by_hand + "for _ in range(3): step(x, y)")
    assert fit.compiled is not None
    assert fit.data is not None
    assert fit.data.labels is not None
    assert fit.own_loss == "difference"
    assert fit.data.labels.array.mean == pytest.approx(0.5, abs=0.2)
    seen = await loops_of(
        facts,
        "dream = tf.Variable(x)\n"
        "with tf.GradientTape() as tape:\n    liked = tf.reduce_mean(model(dream))\n"
        "tape.gradient(liked, dream)",
    )
    assert seen.fit is None
    assert (await loops_of(facts, "ready(model).fit(x, y, verbose=0); model.train_on_batch(x, y)")).fit is None


@pytest.mark.long
async def test_swapped_arguments_layers_left_out_and_streams_begun_anew_are_told(facts: Facts) -> None:
    wrong = STEP.replace("entropy(ys, model(xs, training=True))", "entropy(model(xs), ys)")
    wrong = wrong.replace("model.trainable_variables", "model.layers[-1].trainable_variables")
    found = await loops_of(
        facts,
        "data = tf.data.Dataset.from_tensor_slices((x, y)).batch(16)\n"
        + wrong
        + "for _ in range(30): step(*next(iter(data)))",
    )
    assert (found.swapped_arguments, found.first_batch_only, found.untrained) == (True, True, (found.untrained[0],))
    right = await loops_of(
        facts,
        "data = tf.data.Dataset.from_tensor_slices((x, y)).batch(16)\n"
        + STEP
        + "for _ in range(8):\n    for xs, ys in data: step(xs, ys)",
    )
    assert (right.swapped_arguments, right.first_batch_only, right.untrained) == (False, False, ())


@pytest.mark.long
async def test_a_layer_that_the_loss_does_not_lead_back_to_is_named(facts: Facts) -> None:
    apart = """
head = Sequential([Input((4,)), Dense(1, activation="sigmoid", name="head")])
body = Sequential([Input((3,)), Dense(4, activation="tanh", name="body")])
model = Sequential([body, head])
entropy = keras.losses.BinaryCrossentropy()
for _ in range(3):
    with tf.GradientTape() as tape:
        loss = entropy(y, head({between}(body(x, training=True)), training=True))
    slopes = tape.gradient(loss, model.trainable_variables)
    keras.optimizers.SGD(0.1).apply_gradients(
        (slope, each) for slope, each in zip(slopes, model.trainable_variables) if slope is not None
    )
"""
    cut = await loops_of(facts, apart.replace("{between}", "tf.stop_gradient"))
    assert {name.split("/")[-2] for name in cut.disconnected} == {"body"}
    assert not cut.without_gradient
    assert (await loops_of(facts, apart.replace("{between}", "tf.identity"))).disconnected == ()
