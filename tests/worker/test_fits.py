"""What is told of each fit, and of which model it was: measured in real children."""

from __future__ import annotations

import pytest

from tests.worker.conftest import Facts, the_fit

pytestmark = [pytest.mark.any_python, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.long
@pytest.mark.parametrize(
    ("callbacks", "lasting", "restored"),
    [
        ("", True, None),
        ("keras.callbacks.EarlyStopping(patience=9), keras.callbacks.LambdaCallback(on_epoch_end=print)", True, None),
        ("keras.callbacks.EarlyStopping('loss', patience=9, mode='max', restore_best_weights=True)", False, 1),
        ("Put('on_train_end', twice)", False, None),
        ("Put('on_test_end', lambda model: (kept or [model.get_weights()])[0])", False, 1),
        ("Put('on_train_end', lambda model: kept[1])", False, 2),
    ],
)
async def test_weights_of_another_epoch_than_the_last_are_told(
    facts: Facts, callbacks: str, lasting: bool, restored: int | None
) -> None:
    keeps = (
        "kept = []\nkeep = keras.callbacks.LambdaCallback(on_epoch_end=lambda *_: kept.append(model.get_weights()))\n"
    )
    fit = f"ready(model).fit(x, y, epochs=4, verbose=0, validation_data=(x, y), callbacks=[keep, {callbacks}])"
    found = await the_fit(facts, keeps + fit)
    assert (found.lasting, found.restored) == (lasting, restored)


@pytest.mark.long
@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("later", "lasting"),
    [
        ("", True),
        ("model.save('m.keras'); model = keras.models.load_model('m.keras')", True),
        ("model.fit(x, y, verbose=0)", False),
        ("model.set_weights(twice(model))", False),
        ("model = network()", False),
        ("del model", False),
    ],
)
async def test_a_fit_whose_weights_the_model_still_has_is_told(facts: Facts, later: str, lasting: bool) -> None:
    found = await facts(f"ready(model).fit(x, y, verbose=0); {later}")
    assert found.fits[0].lasting is lasting


@pytest.mark.long
@pytest.mark.sampled(4)
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


@pytest.mark.long
@pytest.mark.sampled(3)
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
            "model.compile(loss='mse', optimizer=keras.optimizers.SGD(0.1, use_ema=True))\n"
            "model.fit(x, y, epochs=3, verbose=0, callbacks=[keras.callbacks.SwapEMAWeights(swap_on_epoch=True),\n"
            "    keras.callbacks.ModelCheckpoint('b{epoch}.keras')]); model = keras.models.load_model('b2.keras')",
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


@pytest.mark.long
@pytest.mark.parametrize(("fitted", "parts"), [(2, [True, True]), (1, [False])])
async def test_fits_of_all_parts_of_a_model_are_fits_of_it(facts: Facts, fitted: int, parts: list[bool]) -> None:
    answer = (
        f"heads = [network(), network()]\nfor head in heads[:{fitted}]: ready(head).fit(x, y, verbose=0)\n"
        "i = Input((3,))\nmodel = keras.Model(i, keras.layers.average([head(i) for head in heads]))"
    )
    fits = (await facts(answer)).fits
    assert [(fit.of_model, fit.trained_part) for fit in fits] == [(each, each) for each in parts]


@pytest.mark.spine
async def test_compile_is_told_as_it_was_when_the_fit_began(facts: Facts) -> None:
    answer = (
        "model.compile(loss='mse', optimizer=keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(0.1, 4)))\n"
        "model.fit(x, y, batch_size=16, verbose=0); model.compile(loss='mae', optimizer='sgd')"
    )
    compiled = (await the_fit(facts, answer)).compiled
    assert compiled is not None
    assert (compiled.loss, compiled.optimizer) == ("mean_squared_error", "adam")
    assert compiled.learning_rate == pytest.approx(0.1)


@pytest.mark.long
@pytest.mark.parametrize(
    ("optimizer", "changed"),
    [
        ("keras.optimizers.Adam(0.01)", ()),
        ("'adamw'", ()),  # whose weight_decay isn't that of Adam
        ("keras.optimizers.Adam(epsilon=0.03, weight_decay=0.1)", ("weight_decay", "epsilon")),
        ("type('Own', (keras.optimizers.Adam,), {})(gradient_accumulation_steps=2)", ("gradient_accumulation_steps",)),
        ("type('Own', (keras.optimizers.Optimizer,), {'update_step': lambda *_: None})(0.1)", None),
    ],
)
async def test_changed_settings_of_the_optimizer_are_told(
    facts: Facts, optimizer: str, changed: tuple[str, ...] | None
) -> None:
    fit = await the_fit(facts, f"model.compile(loss='mse', optimizer={optimizer})\nmodel.fit(x, y, verbose=0)")
    assert fit.compiled is not None
    assert fit.compiled.changed == changed


@pytest.mark.long
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


@pytest.mark.long
async def test_a_callback_that_writes_to_the_logs_changes_no_history(facts: Facts) -> None:
    cheat = "keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: logs.update(accuracy=9.0, loss=9.0))"
    answer = f"ready(model, metrics=['accuracy']).fit(x, y, epochs=2, verbose=0, callbacks=[{cheat}])"
    history = (await the_fit(facts, answer)).history
    assert sorted(history) == ["accuracy", "loss"]
    assert all(value < 9 for values in history.values() for value in values)


@pytest.mark.long
async def test_logs_that_are_no_numbers_are_no_history(facts: Facts) -> None:
    own = (
        "class Own(keras.Model):\n"
        "    def train_step(self, data):\n"
        "        return {**super().train_step(data), 'word': tf.constant('odd'), 'two': tf.constant([1.0, 2.0])}\n"
        "i = Input((3,))\nmodel = ready(Own(i, Dense(1, activation='sigmoid')(i)), run_eagerly=True)\n"
    )
    history = (await the_fit(facts, own + "model.fit(x, y, epochs=1, verbose=0)")).history
    assert list(history) == ["loss"]


async def test_a_model_that_cannot_be_measured_is_told_so(facts: Facts) -> None:
    raising = "    @property\n    def trainable_variables(self):\n        raise ValueError('not today')\n"
    own = f"class Own(keras.Model):\n{raising}"
    found = await facts(own + "i = Input((3,))\nmodel = Own(i, Dense(1)(i))")
    assert (found.problem, found.model) == ("ValueError: not today", None)


@pytest.mark.long
async def test_a_fit_that_never_began_is_none(facts: Facts) -> None:
    failed = "try:\n    ready(model).fit(x, y[:3], epochs=9)\nexcept ValueError:\n    pass\n"
    assert (await the_fit(facts, failed + "model.fit(x, y, epochs=1, verbose=0)")).epochs == 1


@pytest.mark.long
@pytest.mark.new_keras  # an older one's layers are not looked into
@pytest.mark.parametrize(
    ("keep", "grew"), [("", None), ("tf.nn.relu", 0.0), ("lambda slope: tf.minimum(slope, 0)", 1.0)]
)
async def test_weights_that_only_went_one_way_are_seen(facts: Facts, keep: str, grew: float | None) -> None:
    answer = f"""
class Cut(keras.optimizers.SGD):
    def apply_gradients(self, pairs):
        super().apply_gradients([(({keep or "tf.identity"})(slope), each) for slope, each in pairs])

model = Sequential([Input((3,)), Dense(64, activation="tanh"), Dense(1, activation="sigmoid")])
model.compile(loss="mse", optimizer=Cut(0.1))
model.fit(x, y, epochs=2, verbose=0)
"""
    network = (await the_fit(facts, answer)).network
    assert network is not None
    shares = [layer.grew for layer in network.layers if layer.initial_spread is not None]
    assert len(shares) == 2
    if grew is not None:
        assert shares == [grew, grew]
    else:
        assert any(share is not None and 0 < share < 1 for share in shares)


@pytest.mark.long
@pytest.mark.parametrize(
    ("asked", "elsewhere"),
    [
        ("keras.models.clone_model(model).predict(x, verbose=0)", True),
        ("other = keras.models.clone_model(model)\nother.set_weights(model.get_weights())\nother.predict(x)", False),
        ("keras.models.clone_model(model).predict(x, verbose=0)\nmodel.predict(x, verbose=0)", False),
        ("Sequential([Input((3,)), Dense(2)]).predict(x, verbose=0)", False),
    ],
)
async def test_asking_a_copy_that_was_never_trained_is_seen(facts: Facts, asked: str, elsewhere: bool) -> None:
    given = (await the_fit(facts, f"ready(model).fit(x, y, epochs=1, verbose=0)\n{asked}")).data
    assert given is not None
    assert given.later_elsewhere is elsewhere


STEPS = """
inputs = keras.Input((6, 2), dtype="{0}")
model = keras.Model(inputs, keras.layers.Softmax(axis={1})(keras.layers.Dense(3)(inputs)))
model.compile(loss=keras.losses.CategoricalCrossentropy(label_smoothing={2}))
told = np.zeros((32, 6, 3), "float32")
told[:, :, 0] = 1
model.fit(np.ones((32, 6, 2)), told, verbose=0)
"""


@pytest.mark.long
@pytest.mark.parametrize(("dtype", "axis", "smoothing"), [("int32", 1, 0.7), ("float32", -1, 0.0)])
async def test_what_the_network_takes_and_gives_is_told(facts: Facts, dtype: str, axis: int, smoothing: float) -> None:
    fit = (await facts(STEPS.format(dtype, axis, smoothing))).fits[-1]
    assert fit.compiled is not None
    assert fit.network is not None
    assert (fit.output, fit.compiled.label_smoothing) == ((None, 6, 3), smoothing)
    assert (fit.network.integer_inputs, fit.network.sums_axis) == (dtype == "int32", axis % 3)


PLACES = """
inputs = keras.Input((6, 1))
model = keras.Model(inputs, keras.layers.Dense(1, activation="sigmoid")(inputs))
model.set_weights([np.array([[{0}]]), np.array([-3.0])])
model.compile(keras.optimizers.SGD(0.0), "binary_crossentropy")
places = np.zeros((32, 6, 1), "float32")
places[:, 2] = 1
model.fit(places, places, verbose=0)
"""


@pytest.mark.long
@pytest.mark.parametrize(("weight", "missed"), [(1.0, (1.0,)), (5.0, ()), (-1.0, ())])
async def test_places_that_are_told_apart_and_never_said_are_missed(
    facts: Facts, weight: float, missed: tuple[float, ...]
) -> None:
    network = (await facts(PLACES.format(weight))).fits[-1].network
    assert network is not None
    assert network.missed_classes == missed


@pytest.mark.long
@pytest.mark.parametrize(
    ("rows", "after", "pieces"),
    [
        ("slice(16 * at, 16 * at + 16)", "", 3),
        ("slice(0, 16)", "", 0),  # the same rows
        ("slice(16 * at, 16 * at + 16)", "model.predict(x[:4], verbose=0)", 0),  # it was of use
    ],
)
async def test_networks_that_were_left_for_others_of_other_rows_are_counted(
    facts: Facts, rows: str, after: str, pieces: int
) -> None:
    found = await facts(
        f"""
for at in range(4):
    model = ready(network())
    rows = {rows}
    model.fit(x[rows], y[rows], verbose=0)
    {after}
import gc
gc.collect()
"""
    )
    assert found.fits[-1].pieces == pieces
