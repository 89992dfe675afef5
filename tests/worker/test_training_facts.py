"""What a program's training is said to have been, whichever way it was done: measured in real children."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio

from tuitutor.engine.worker import Child, Worker
from tuitutor.protocol.facts import FitFacts, ProgramFacts, TrainingFacts
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.messages import Execute, Executed, Measure, Measured

pytestmark = pytest.mark.asyncio(loop_scope="session")

SETUP = """
import keras, numpy as np, tensorflow as tf
from keras import Input, Sequential
from keras.layers import Activation, Dense, LeakyReLU, TimeDistributed
rng = np.random.default_rng(1)
x = rng.normal(size=(64, 3)).astype("float32")
y = (x[:, :1] > 0).astype("float32")


def network():
    return Sequential([Input((3,)), Dense(4, activation="tanh"), Dense(1, activation="sigmoid")])


def ready(model, **options):
    model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01), **options)
    return model


class Put(keras.callbacks.Callback):
    def __init__(self, when, weights):
        super().__init__()
        setattr(self, when, lambda *_, **__: self.model.set_weights(weights(self.model)))


def twice(model):
    return [2 * each for each in model.get_weights()]


model = network()
"""
Facts = Callable[[str], Awaitable[ProgramFacts]]


@pytest_asyncio.fixture(loop_scope="session")
async def facts(worker: Worker) -> AsyncIterator[Facts]:
    """What is measured of an answer that runs after SETUP in a fresh child."""
    children: list[Child] = []

    async def facts(answer: str) -> ProgramFacts:
        child = await worker.child(Limits(60, 60), columns=72, seed=0, warm=True)
        children.append(child)
        for source, is_answer in ((SETUP, False), (answer, True)):
            request = Execute(child.name, child.next_run(), source, "answer.py", answer=is_answer)
            *_, last = [event async for event in child.ask(request)]
            assert isinstance(last, Executed)
            assert last.error is None, last.error.traceback
        *_, measured = [event async for event in child.ask(Measure(child.name, child.next_run()))]
        assert isinstance(measured, Measured)
        return measured.facts

    yield facts
    for child in children:
        child.stop()


async def training(facts: Facts, answer: str) -> TrainingFacts:
    found = (await facts(answer)).training
    assert found is not None
    return found


async def the_fit(facts: Facts, answer: str) -> FitFacts:
    [fit] = (await facts(answer)).fits
    return fit


# ---- how much


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
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else None,
)  # fmt: skip
async def test_all_that_trains_the_model_is_counted(
    facts: Facts, answer: str, epochs: int, samples: int, steps: int
) -> None:
    found = await training(facts, answer)
    assert (found.epochs, found.samples, found.steps) == (epochs, samples, steps)


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
    assert (found.changed, found.given, found.outside, found.steps) == (True, False, "", 8)


async def test_first_weights_are_those_before_the_first_step(facts: Facts) -> None:
    still = "model = Sequential([Dense(1)])\nmodel.compile(loss='mse', optimizer=keras.optimizers.SGD(0.0))\n"
    found = await training(facts, still + "model.fit(x, y, epochs=1, verbose=0)")
    assert (found.changed, found.steps) == (False, 2)
    own = "@tf.function\ndef step():\n    return model(x)\nmodel = Sequential([Dense(1)])\nstep()\n"
    assert not (await training(facts, own)).changed
    assert (await training(facts, own + "model.set_weights(twice(model))")).outside == "set"


async def test_first_weights_that_nobody_can_see_are_unknown(facts: Facts) -> None:
    # TensorFlow initializes a kernel of random numbers with a state only as it runs the function that makes it
    kernel = "kernel_initializer=lambda shape, dtype=None: keras.random.normal(shape)"
    fit = f"model = ready(Sequential([Dense(1, {kernel})]))\nmodel.fit(x, y, epochs=1, verbose=0)"
    assert (await facts(fit)).training is None


async def test_a_model_that_cannot_be_measured_is_told_so(facts: Facts) -> None:
    own = "class Own(keras.Model):\n    def get_weights(self):\n        raise ValueError('not today')\n"
    found = await facts(own + "i = Input((3,))\nmodel = Own(i, Dense(1)(i))")
    assert (found.trouble, found.model) == ("ValueError: not today", None)


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


# ---- where the weights come from


@pytest.mark.parametrize(
    ("answer", "changed", "outside"),
    [
        ("", False, ""),
        ("ready(model)", False, ""),
        ("ready(model).fit(x, y, verbose=0)", True, ""),
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


@pytest.mark.parametrize(
    ("initializer", "given"),
    [
        ("'he_uniform'", False),
        ("keras.initializers.RandomNormal(seed=1)", False),
        ("keras.initializers.Constant(0.5)", False),
        ("keras.initializers.Constant(x[:3, :1])", True),
        ("lambda shape, dtype=None: x[:3, :1]", True),
        ("lambda shape, dtype=None: keras.random.normal(shape)", False),
        ("lambda shape, dtype=None: keras.ops.zeros(shape)", False),
    ],
)
async def test_initializers_that_hold_values_are_told(facts: Facts, initializer: str, given: bool) -> None:
    found = await training(facts, f"model = Sequential([Input((3,)), Dense(1, kernel_initializer={initializer})])")
    assert found.given is given


async def test_values_that_a_frozen_layer_was_made_with_are_told(facts: Facts) -> None:
    frozen = "Dense(1, kernel_initializer=keras.initializers.Constant(x[:3, :1]), trainable=False)"
    assert (await training(facts, f"model = Sequential([Input((3,)), {frozen}, Dense(1)])")).given


@pytest.mark.parametrize(
    ("constraint", "given"),
    [
        ("'non_neg'", False),
        ("own(lambda self, kernel: keras.ops.clip(kernel, -1, 1))", False),
        ("own(lambda self, kernel: keras.ops.convert_to_tensor(x[:3, :1]))", True),
    ],
)
async def test_constraints_that_hold_values_are_told(facts: Facts, constraint: str, given: bool) -> None:
    own = "own = lambda call: type('Own', (keras.constraints.Constraint,), {'__call__': call})()\n"
    found = await training(facts, own + f"model = Sequential([Input((3,)), Dense(1, kernel_constraint={constraint})])")
    assert found.given is given


@pytest.mark.parametrize(
    ("answer", "loose"),
    [
        ("ready(model).fit(x, y, epochs=2, verbose=0)", 0),
        ("ready(model).fit(x, y, verbose=0, callbacks=[call(lambda: model.train_on_batch(x, y))])", 0),
        ("ready(model).fit(x, y, verbose=0, callbacks=[call(step)])", 3),
        ("ready(model); step()", 3),
    ],
)
async def test_steps_of_loops_of_ones_own_are_told_also_in_callbacks(facts: Facts, answer: str, loose: int) -> None:
    setup = """
def call(function):
    return keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: function())

def step():
    for _ in range(3):
        model.optimizer.apply([tf.ones(v.shape) for v in model.trainable_variables], model.trainable_variables)

"""
    assert (await training(facts, setup + answer)).loose_steps == loose


@pytest.mark.parametrize(
    ("callbacks", "told"),
    [
        ("", ""),
        ("keras.callbacks.EarlyStopping(patience=9), keras.callbacks.LambdaCallback(on_epoch_end=print)", ""),
        ("keras.callbacks.EarlyStopping('loss', patience=9, mode='max', restore_best_weights=True)", "restored"),
        ("Put('on_train_end', twice)", "set"),
        ("Put('on_epoch_begin', twice)", "set"),
        ("Put('on_test_end', twice)", "set"),
        ("Put('on_train_batch_end', twice)", "set"),
        ("keras.callbacks.LambdaCallback(on_epoch_end=lambda *_: model.set_weights(twice(model)))", "set"),
        (
            "keras.callbacks.LambdaCallback(on_train_batch_begin=lambda *_, **__: model.set_weights(twice(model)))",
            "set",
        ),
        ("keras.callbacks.LambdaCallback(on_train_batch_end=lambda *_, **__: None)", ""),
        ("Put('on_train_end', lambda model: kept[1])", "restored"),
        ("keras.callbacks.LambdaCallback(on_epoch_end=lambda *_: model.train_on_batch(x, y))", ""),
    ],
)
async def test_what_callbacks_do_to_the_weights_is_told(facts: Facts, callbacks: str, told: str) -> None:
    keeps = (
        "kept = []\nkeep = keras.callbacks.LambdaCallback(on_epoch_end=lambda *_: kept.append(model.get_weights()))\n"
    )
    fit = f"ready(model).fit(x, y, epochs=4, verbose=0, validation_data=(x, y), callbacks=[keep, {callbacks}])"
    assert (await the_fit(facts, keeps + fit)).callbacks_set == told


@pytest.mark.parametrize(
    ("later", "lasting"),
    [
        ("", True),
        ("model.save('m.keras'); model = keras.models.load_model('m.keras')", True),
        ("model.fit(x, y, verbose=0)", False),
        ("model.set_weights(twice(model))", False),
    ],
)
async def test_a_fit_whose_weights_the_model_still_has_is_told(facts: Facts, later: str, lasting: bool) -> None:
    found = await facts(f"ready(model).fit(x, y, verbose=0); {later}")
    assert found.fits[0].lasting is lasting


@pytest.mark.parametrize(
    ("rate", "callbacks", "lowest"),
    [
        ("0.25", "", 0.25),
        ("keras.optimizers.schedules.PiecewiseConstantDecay([5], [0.25, 0.125])", "", 0.125),
        ("0.25", "keras.callbacks.LearningRateScheduler(lambda epoch, rate: [0.25, 0.125, 0.25][epoch])", 0.125),
        ("0.25", "keras.callbacks.ReduceLROnPlateau('loss', mode='max', patience=1, factor=0.5)", 0.125),
    ],
)
async def test_the_lowest_rate_of_a_fit_is_told(facts: Facts, rate: str, callbacks: str, lowest: float) -> None:
    fit = (
        f"model.compile(loss='mse', optimizer=keras.optimizers.SGD({rate}))\n"
        f"model.fit(x, y, epochs=3, batch_size=16, verbose=0, callbacks=[{callbacks}])"
    )
    assert (await the_fit(facts, fit)).lowest_rate == lowest


# ---- of which model


@pytest.mark.parametrize(
    ("answer", "of_model"),
    [
        ("ready(model).fit(x, y, verbose=0)", True),
        ("ready(network()).fit(x, y, verbose=0)", False),
        ("ready(model).fit(x, y, verbose=0); model = network()", False),
        ("ready(model).fit(x, y, verbose=0); model = keras.models.clone_model(model)", False),
        ("base = ready(model); base.fit(x, y, verbose=0); model = Sequential([base, Activation('tanh')])", True),
        ("ready(model).fit(x, y, verbose=0); model.save('m.keras'); model = keras.models.load_model('m.keras')", True),
        (
            "ready(model).fit(x, y, verbose=0); old = model; model = network(); model.set_weights(old.get_weights())",
            True,
        ),
        (
            "best = keras.callbacks.ModelCheckpoint('b.keras', monitor='loss', save_best_only=True, mode='max')\n"
            "ready(model).fit(x, y, epochs=5, verbose=0, callbacks=[best]); model = keras.models.load_model('b.keras')",
            True,
        ),
    ],
    ids=lambda value: value[:60] if isinstance(value, str) else None,
)
async def test_a_fit_is_of_the_final_model_or_of_another(facts: Facts, answer: str, of_model: bool) -> None:
    assert (await the_fit(facts, answer)).of_model is of_model


# ---- on what


BATCHES = "tf.data.Dataset.from_tensor_slices((x{0}, y{0})).batch(16)"


@pytest.mark.parametrize(
    ("arguments", "training_samples", "validation_samples"),
    [
        ("x, y", 64, None),
        ("x, y, validation_split=0.25", 48, 16),
        ("x, y, validation_data=(x, y)", 64, 0),
        ("x[:60], y[:60], validation_data=(x[57:], y[57:])", 60, 4),
        ("x[:60].astype('float64'), y[:60], validation_data=(x[57:], y[57:])", 60, 4),
        ("x[[0, 1] * 32], y, validation_data=(x[[2, 2, 3, 1]], y[:4])", 2, 2),
        ("tf.constant(x), y, validation_data=(tf.constant(x[:2]), y[:2])", 64, 0),
        (f"{BATCHES.format('[:32]')}, validation_data={BATCHES.format('[30:]')}", 32, 32),
        ("((x[at:at + 8], y[at:at + 8]) for at in range(0, 48, 8))", 48, None),
    ],
)
async def test_rows_are_counted_once_and_new_ones_apart(
    facts: Facts, arguments: str, training_samples: int, validation_samples: int | None
) -> None:
    fit = await the_fit(facts, f"ready(model).fit({arguments}, epochs=1, verbose=0)")
    assert (fit.training_samples, fit.validation_samples) == (training_samples, validation_samples)


# ---- as it was


async def test_compile_is_told_as_it_was_when_the_fit_began(facts: Facts) -> None:
    answer = (
        "model.compile(loss='mse', optimizer=keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(0.1, 4)))\n"
        "model.fit(x, y, batch_size=16, verbose=0); model.compile(loss='mae', optimizer='sgd')"
    )
    compiled = (await the_fit(facts, answer)).compiled
    assert compiled is not None
    assert (compiled.loss, compiled.optimizer) == ("mean_squared_error", "adam")
    assert compiled.learning_rate == pytest.approx(0.1)


async def test_what_extends_a_class_of_keras_goes_by_its_name(facts: Facts) -> None:
    answer = (
        "class Mine(keras.optimizers.RMSprop): pass\n"
        "class Found(keras.metrics.Recall): pass\n"
        "class Recall(keras.metrics.Metric):\n"
        "    def update_state(self, *_, **__): pass\n"
        "    def result(self): return 0.0\n"
        "metrics = [Found(name='found'), Recall(name='own')]\n"
        "model.compile(loss=keras.losses.BinaryCrossentropy(), optimizer=Mine(0.01), metrics=metrics)\n"
        "model.fit(x, y, validation_split=0.5, verbose=0)"
    )
    fit = await the_fit(facts, answer)
    assert fit.compiled is not None
    assert (fit.compiled.optimizer, fit.compiled.metrics) == ("rmsprop", ("recall", "recall"))
    assert fit.history["val_recall"] == fit.history["val_found"]
    assert "own" in fit.history


async def test_a_callback_that_writes_to_the_logs_changes_no_history(facts: Facts) -> None:
    cheat = "keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: logs.update(accuracy=9.0, loss=9.0))"
    answer = f"ready(model, metrics=['accuracy']).fit(x, y, epochs=2, verbose=0, callbacks=[{cheat}])"
    history = (await the_fit(facts, answer)).history
    assert sorted(history) == ["accuracy", "loss"]
    assert all(value < 9 for values in history.values() for value in values)


# ---- what the network is


@pytest.mark.parametrize(
    ("answer", "own"),
    [
        ("model = Sequential([Input((3,)), Dense(3, activation=lambda t: t * keras.ops.sum(t, -1, True))])", ["mixes"]),
        ("model = Sequential([Input((3,)), Dense(3, activation=lambda t: t[:, ::-1])])", ["mixes"]),
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


async def test_tensorflows_activations_are_keras_own(facts: Facts) -> None:
    answer = "model = Sequential([Input((3,)), Dense(3, activation=tf.nn.relu), Activation(keras.ops.softmax)])"
    model = (await facts(answer)).model
    assert model is not None
    assert [layer.settings["activation"] for layer in model.layers] == ["relu", "softmax"]
