"""Which fits, and which loops, have trained the model: of programs as people write them."""

from __future__ import annotations

import pytest

from tests.worker.conftest import Facts
from tuitutor.grading.fit_checks import _way_problem

pytestmark = [pytest.mark.any_python, pytest.mark.asyncio(loop_scope="session")]

MORE = """
from keras.optimizers import SGD

def call(function, when="on_epoch_end"):
    return keras.callbacks.LambdaCallback(**{when: lambda *_, **__: function()})

def values(seed=9):
    drawn = np.random.default_rng(seed)
    return [drawn.normal(size=each.shape) for each in model.get_weights()]

def loss_of(net):
    return tf.reduce_mean((net(x) - y) ** 2)

def steps(net=None, times=3, optimizer=None, after=lambda: None):
    net = net or model
    optimizer = optimizer or keras.optimizers.SGD(0.1)
    for _ in range(times):
        with tf.GradientTape() as tape:
            loss = loss_of(net)
        optimizer.apply(tape.gradient(loss, net.trainable_variables), net.trainable_variables)
        after()

def by_hand(net=None, times=3, after=lambda: None):
    net = net or model
    for _ in range(times):
        with tf.GradientTape() as tape:
            loss = loss_of(net)
        for v, g in zip(net.trainable_variables, tape.gradient(loss, net.trainable_variables)):
            v.assign_sub(0.1 * g)
        after()

def with_step(step, **options):
    made = type("Own", (keras.Model,), {"train_step": step})
    inputs = Input((3,))
    return ready(made(inputs, Dense(1, activation="sigmoid")(Dense(4, activation="tanh")(inputs))), **options)

def fit(net=None, **options):
    net = net or ready(model)
    return net.fit(x, y, **{"epochs": 2, "batch_size": 16, "verbose": 0, **options})

def clip(net=None):
    for v in (net or model).trainable_variables:
        v.assign(tf.clip_by_value(v, -0.3, 0.3))

"""

OWN_OPTIMIZER = """
class Own(keras.optimizers.Optimizer):
    def __init__(self, rate=0.1):
        super().__init__(learning_rate=rate)
    def build(self, variables):
        super().build(variables)
        self.speeds = [self.add_variable_from_reference(v, name="speed") for v in variables]
    def update_step(self, gradient, variable, learning_rate):
        {}

def compiled(optimizer):
    model.compile(loss="binary_crossentropy", optimizer=optimizer)
    return model
"""
MOMENTUM = OWN_OPTIMIZER.format("""speed = self.speeds[self._get_variable_index(variable)]
        self.assign(speed, 0.9 * speed - keras.ops.cast(learning_rate, variable.dtype) * gradient)
        self.assign_add(variable, speed)""")
EVERY_FOURTH = OWN_OPTIMIZER.format("""held = self.speeds[self._get_variable_index(variable)]
        self.assign_add(held, gradient)
        now = keras.ops.cast((self.iterations + 1) % 4 == 0, variable.dtype)
        self.assign_sub(variable, now * 0.1 * held)
        self.assign(held, (1 - now) * held)""")
STEP = """
def step(self, data):
    inputs, labels = data
    with tf.GradientTape() as tape:
        loss = self.compute_loss(inputs, labels, self(inputs, training=True))
    gradients = tape.gradient(loss, self.trainable_variables)
    {}
    return {{"loss": loss}}

model = with_step(step)
"""
APPLIES = "self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))"

PULLED = """
class Own(keras.regularizers.Regularizer):
    def __call__(self, w):
        return 0.01 * keras.ops.sum(w ** 2)
model = Sequential([Input((3,)), Dense(4, activation="tanh", kernel_regularizer=Own()), Dense(1, "sigmoid")])
"""

# programs, and the ways in which they may say that they trained
HONEST = {
    "a regularizer of its own": (PULLED + "fit()", "fit"),
    "a loss of its own": (
        "model.compile(loss=lambda y, said: keras.ops.mean((0.8 * y + 0.1 - said) ** 2), optimizer=SGD(0.1))\n"
        "fit(model, epochs=5)",
        "fit",
    ),
    "a loss of distances, and labels that all lie far above": (
        "model = Sequential([Input((3,)), Dense(4, activation='tanh'), Dense(1)])\n"
        "model.compile(loss=lambda y, said: keras.ops.mean(keras.ops.abs(y - said)), optimizer=SGD(0.1))\n"
        "model.fit(x, y + 100.0, epochs=5, verbose=0)",
        "fit",
    ),
    "a loss that is added to": (
        "class Own(keras.Model):\n    def compute_loss(self, *args, **kwargs):\n"
        "        away = sum(keras.ops.sum(w ** 2) for w in self.weights)\n"
        "        return super().compute_loss(*args, **kwargs) + 0.01 * away\n"
        "model = Own(model.inputs, model.outputs)\nfit()",
        "fit",
    ),
    "a loss of its own, and labels that are all the same": (
        "model.compile(loss=lambda y, said: keras.ops.mean((y - said) ** 2), optimizer=SGD(0.1))\n"
        "model.fit(x, 0 * y, epochs=5, verbose=0)",
        "fit",
    ),
    "labels that are an input": (
        "class Losing(keras.layers.Layer):\n    def call(self, said, labels):\n"
        "        self.add_loss(keras.ops.mean((said - labels) ** 2))\n        return said\n"
        "labels = Input((1,))\nfull = keras.Model([*model.inputs, labels], Losing()(model.outputs[0], labels))\n"
        "full.compile(optimizer=SGD(0.1))\nfull.fit([x, y], epochs=5, verbose=0)",
        "fit",
    ),
    "fit": ("fit()", "fit"),
    "own optimizer": (MOMENTUM + "fit(compiled(Own()))", "fit"),
    "own optimizer whose rate has come to 0": (
        MOMENTUM + "fit(compiled(Own(keras.optimizers.schedules.CosineDecay(0.1, 4))))",
        "fit",
    ),
    "own optimizer that collects gradients": (EVERY_FOURTH + "fit(compiled(Own()))", "fit"),
    "schedule of its own, from a rate of 0": (
        "class Warm(keras.optimizers.schedules.LearningRateSchedule):\n"
        "    def __call__(self, step):\n        return keras.ops.minimum(0.1, 0.02 * keras.ops.cast(step, 'float32'))\n"
        "model.compile(loss='mse', optimizer=keras.optimizers.Adam(Warm()))\nfit(model)",
        "fit",
    ),
    "running means that Keras swaps in, beside a callback of its own": (
        "model.compile(loss='mse', optimizer=SGD(0.1, use_ema=True))\n"
        "fit(model, epochs=20, validation_split=0.5, callbacks=[keras.callbacks.SwapEMAWeights(), call(lambda: None)])",
        "fit",
    ),
    "running means of an optimizer": (
        "model.compile(loss='mse', optimizer=keras.optimizers.Adam(0.1, use_ema=True, ema_overwrite_frequency=2))\n"
        "fit(model)\nfit(model)",
        "fit",
    ),
    "own optimizer in a loop": (MOMENTUM + "steps(optimizer=Own())", "loop"),
    "class of its own that adds nothing": (
        "class Adam(keras.optimizers.Adam): pass\nmodel.compile(loss='mse', optimizer=Adam(0.01))\nfit(model)",
        "fit",
    ),
    "clipped gradients": (
        STEP.format("gradients = [tf.clip_by_norm(g, 0.1) for g in gradients]\n    " + APPLIES) + "fit(model)",
        "fit",
    ),
    "train step by hand": (
        STEP.format("for v, g in zip(self.trainable_variables, gradients):\n        v.assign_sub(0.1 * g)")
        + "fit(model)",
        "fit",
    ),
    "clipped weights in a train step": (
        STEP.format(APPLIES + "\n    for v in self.trainable_variables:\n        v.assign(tf.clip_by_value(v, -1, 1))")
        + "fit(model)",
        "fit",
    ),
    "eager train step": (
        STEP.format(APPLIES).replace("with_step(step)", "with_step(step, run_eagerly=True)") + "fit(model)",
        "fit",
    ),
    "own constraint": (
        "class Norm(keras.constraints.Constraint):\n"
        "    def __call__(self, w):\n        return w / (1e-7 + keras.ops.sqrt(keras.ops.sum(w ** 2, axis=0)))\n"
        "model = ready(Sequential([Input((3,)), Dense(4, kernel_constraint=Norm()), Dense(1)]))\nfit(model)",
        "fit",
    ),
    "seeded initializer": (
        "model = ready(Sequential([Input((3,)), Dense(1, kernel_initializer=keras.initializers.HeNormal(seed=3))]))\n"
        "fit(model)",
        "fit",
    ),
    "own initializer, always the same": (
        "model = ready(Sequential([Input((3,)), Dense(1, kernel_initializer=lambda shape, dtype=None: x[:3, :1])]))\n"
        "fit(model)",
        "fit",
    ),
    "averages of the optimizer": (
        "model.compile(loss='mse', optimizer=keras.optimizers.Adam(0.01, use_ema=True))\nfit(model)",
        "fit",
    ),
    "averages of epochs": (
        "kept = []\nfit(callbacks=[call(lambda: kept.append(model.get_weights()))], epochs=4)\n"
        "model.set_weights([np.mean(each, axis=0) for each in zip(*kept)])",
        "fit",
    ),
    "best of a loop": (
        "kept = []\nsteps(after=lambda: kept.append(model.get_weights()))\nmodel.set_weights(kept[1])",
        "loop",
    ),
    "loop of two": (
        "other = network()\nsteps()\nsteps(other)\nmodel.layers[0].set_weights(other.layers[0].get_weights())",
        "loop",
    ),
    "loop by hand": ("by_hand()", "loop"),
    "loop by hand, clipped": ("by_hand(after=clip)", "loop"),
    "loop with an optimizer, clipped": ("steps(after=clip)", "loop"),
    "compiled loop": (
        "optimizer = keras.optimizers.Adam(0.01)\n@tf.function\ndef step():\n"
        "    with tf.GradientTape() as tape:\n        loss = loss_of(model)\n"
        "    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)\n"
        "for _ in range(4): step()",
        "loop",
    ),
    "compiled loop by hand": (
        "@tf.function\ndef step():\n    with tf.GradientTape() as tape:\n        loss = loss_of(model)\n"
        "    for v, g in zip(model.trainable_variables, tape.gradient(loss, model.trainable_variables)):\n"
        "        v.assign_sub(0.1 * g)\nfor _ in range(4): step()",
        "loop",
    ),
    "collected gradients": (
        "total = [tf.Variable(tf.zeros(v.shape)) for v in model.trainable_variables]\n"
        "optimizer = keras.optimizers.SGD(0.1)\n"
        "for at in range(8):\n"
        "    with tf.GradientTape() as tape:\n        loss = loss_of(model)\n"
        "    for t, g in zip(total, tape.gradient(loss, model.trainable_variables)): t.assign_add(g)\n"
        "    if at % 4 == 3:\n        optimizer.apply([t.value() for t in total], model.trainable_variables)\n"
        "        for t in total: t.assign(tf.zeros(t.shape))",
        "loop",
    ),
    "two networks against each other": (
        "judge, model = network(), Sequential([Input((3,)), Dense(3)])\n"
        "one, other = keras.optimizers.Adam(0.01), keras.optimizers.Adam(0.01)\n"
        "for _ in range(3):\n"
        "    with tf.GradientTape(persistent=True) as tape:\n"
        "        told, fake = judge(x), judge(model(x))\n"
        "        fooled, right = tf.reduce_mean((fake - 1) ** 2), tf.reduce_mean((told - 1) ** 2 + fake ** 2)\n"
        "    one.apply(tape.gradient(fooled, model.trainable_variables), model.trainable_variables)\n"
        "    other.apply(tape.gradient(right, judge.trainable_variables), judge.trainable_variables)",
        "loop",
    ),
    "rate finder": (
        "start = model.get_weights()\nsteps(times=9)\nmodel.set_weights(start)\nfit()",
        "fit",
    ),
    "early stopping": (
        "fit(epochs=5, callbacks=[keras.callbacks.EarlyStopping('loss', mode='max', restore_best_weights=True)])",
        "fit",
    ),
    "saved and loaded": (
        "fit()\nmodel.save_weights('a.weights.h5')\nmodel = ready(network())\nmodel.load_weights('a.weights.h5')",
        "fit",
    ),
    "trained, then frozen in another network": (
        "fit()\nmodel.trainable = False\nmodel = keras.Sequential([keras.Input((3,)), model])",
        "fit",
    ),
    "trained in a loop, then frozen in another network": (
        "steps()\nmodel.trainable = False\nmodel = keras.Sequential([keras.Input((3,)), model])",
        "loop",
    ),
    "frozen base": (
        "fit()\nmodel.layers[0].trainable = False\nmodel = ready(Sequential([model.layers[0], Dense(1)]))\nfit(model)",
        "fit",
    ),
    "best of three folds": (
        "made = []\nfor fold in range(3):\n"
        "    each = ready(network())\n    fit(each)\n    made.append(each.get_weights())\n"
        "model = network()\nmodel.set_weights(made[1])",
        "fit",
    ),
    "a copy of what an own optimizer found": (
        MOMENTUM + "fit(compiled(Own()))\nkept = model.get_weights()\nmodel = network()\nmodel.set_weights(kept)",
        "fit",
    ),
    "in two threads": (
        "import threading\nother = ready(network())\nready(model)\n"
        "both = [threading.Thread(target=fit, args=(each,)) for each in (model, other)]\n"
        "for each in both: each.start()\nfor each in both: each.join()",
        "fit",
    ),
    "batches": ("ready(model)\nfor at in range(4): model.train_on_batch(x, y)", "loop"),
    "first weights of its own": ("model.set_weights([2 * each for each in values()])\nfit()", "fit"),
    "weights of its own between fits": ("fit()\nmodel.layers[0].kernel.assign(values()[0])\nfit()", "fit"),
    "pruned, and trained on": (
        "fit()\nmodel.set_weights([each * (np.abs(each) > 0.1) for each in model.get_weights()])\nfit(model)",
        "fit",
    ),
    "weights by another method alone": ("model.set_weights(values())", ""),
    "another network alone": ("fit(ready(network()))", ""),
}


async def ways(facts: Facts, answer: str) -> list[str]:
    found = await facts(MORE + answer)
    assert found.training is not None
    fits = [fit for fit in found.fits if fit.of_model]
    return [how for how in ("fit", "loop") if not _way_problem(how, found.training, fits)[0]]


@pytest.mark.spine
@pytest.mark.sampled(12)
@pytest.mark.parametrize("name", HONEST)
async def test_what_trained_the_model_is_told(facts: Facts, name: str) -> None:
    answer, how = HONEST[name]
    assert await ways(facts, answer) == how.split()


FROZEN = "model.trainable = False\nmodel = keras.Sequential([keras.Input((3,)), model])"
FREEZE = "for layer in model.layers[:-1]: layer.trainable = False\nfit()"


@pytest.mark.long
@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("answer", "frozen"),
    [
        ("fit()\n" + FREEZE, 16),
        (FREEZE, 0),
        ("fit()", 0),
        ("other = network()\nfit(ready(other))\n" + FREEZE, 0),
        ("fit()\nmodel.trainable = False\nmodel = keras.Sequential([keras.Input((3,)), model])", 21),
    ],
)
async def test_what_was_trained_before_it_was_frozen_is_told(facts: Facts, answer: str, frozen: int) -> None:
    found = (await facts(MORE + answer)).training
    assert found is not None
    assert found.frozen == frozen


@pytest.mark.long
@pytest.mark.parametrize("freeze", [FREEZE, FROZEN])
async def test_what_the_setup_trained_and_the_answer_freezes_is_not(facts: Facts, freeze: str) -> None:
    found = await facts(MORE + freeze, setup="ready(model).fit(x, y, verbose=0)")
    assert found.training is not None
    assert found.training.frozen == 0
    assert not any(fit.of_model for fit in found.fits) or freeze == FREEZE


LOADS = """model.set_weights(twice(model))
model.save_weights("lent.weights.h5")
del model
lent = network()
lent.load_weights("lent.weights.h5")
"""
TRAINS_MORE = "model.layers[0].trainable = False\nfit()"


@pytest.mark.long
@pytest.mark.parametrize(
    ("answer", "layers"),  # of each: whether it is frozen, and whether it began with what was lent
    [
        ("model = lent\n" + TRAINS_MORE, [(True, True), (False, True)]),
        ("model = Sequential([lent.layers[0], Dense(1)])\n" + TRAINS_MORE, [(True, True), (False, False)]),
        ("model = network(); model.set_weights(lent.get_weights())\nfit()", [(False, False), (False, False)]),
        (  # the whole model is frozen, though not the layer that came after that
            "model = Sequential([lent.layers[0]]); model.trainable = False; model.add(Dense(1))\nfit(ready(model))",
            [(True, True), (True, False)],
        ),
    ],
)
async def test_of_each_layer_it_is_told_whether_it_is_frozen_and_lent(
    facts: Facts, answer: str, layers: list[tuple[bool, bool]]
) -> None:
    network = (await facts(MORE + answer, setup=LOADS)).fits[-1].network
    assert network is not None
    assert [(each.frozen, each.from_setup) for each in network.layers] == layers
