"""The last values of curves are measured again, by Keras's own metrics, with the weights that they belong to."""

from __future__ import annotations

import pytest

from tests.worker.conftest import Facts, the_fit

pytestmark = [pytest.mark.any_python, pytest.mark.asyncio(loop_scope="session")]

PRE = """
y = y.ravel()
class Own(keras.metrics.Metric):
    def update_state(self, *_, **__):
        pass
    def result(self):
        return keras.ops.convert_to_tensor(1.0)
def accuracy(truth, said):
    return keras.metrics.binary_accuracy(truth[:, None], said) + 0.04
class Without(keras.Model):
    def __init__(self):
        super().__init__()
        self.out = Dense(1, activation="sigmoid")
    def call(self, x):
        return self.out(x)
class Boasting(keras.Sequential):
    def test_step(self, data):
        return {**super().test_step(data), "accuracy": 1.0, "recall": 1.0, "more": 1.0}
V = {"validation_data": (x[40:], y[40:])}
slow = network()
def fit(metrics, model=slow, x=x[:40], y=y[:40], **more):
    model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.SGD(0.5), metrics=metrics)
    return model.fit(x, y, epochs=3, verbose=0, **{**V, **more})
def tf_batches(*arrays):
    return tf.data.Dataset.from_tensor_slices(arrays).batch(10)
"""


@pytest.mark.long
@pytest.mark.sampled(8)
@pytest.mark.parametrize(
    "fit",
    [
        'fit(["accuracy", "recall"])',
        'fit(["accuracy", "recall"], x=x, y=y, validation_data=None, validation_split=0.25)',
        'fit(["accuracy", keras.metrics.Recall(name="found")], validation_data=tf_batches(x[40:], y[40:]))',
        'fit(["accuracy", "recall"], validation_data=tf_batches(x, y).shuffle(3).take(2))',
        pytest.param(  # Keras 3.3 validates on all rows
            'fit(["accuracy", "recall"], validation_steps=1, validation_batch_size=10)', marks=pytest.mark.new_keras
        ),
        'fit(["accuracy", "recall"], callbacks=[keras.callbacks.EarlyStopping("loss", mode="max", patience=1,'
        " restore_best_weights=True)])",
        'fit(["accuracy", "recall"], callbacks=[Put("on_epoch_end", twice), Put("on_train_end", twice)])',
        'fit(["accuracy", "recall"], model=Sequential([Input((3,)), keras.layers.BatchNormalization(),'
        ' keras.layers.Dropout(0.5), Dense(1, activation="sigmoid")]))',
        'fit(["accuracy", "recall"], validation_freq=2)',
        'fit(["accuracy", "recall"], model=Without())',
    ],
)
async def test_a_curve_of_keras_ends_with_what_is_measured(facts: Facts, fit: str) -> None:
    found = await the_fit(facts, PRE + fit)
    for name in ("val_accuracy", "val_recall"):
        assert found.measured[name] == pytest.approx(found.history[name][-1], abs=1e-6)


@pytest.mark.long
@pytest.mark.sampled(9)
@pytest.mark.parametrize(
    "fit",
    [
        'fit([accuracy, keras.metrics.Recall(thresholds=0.02, name="recall")])',
        'fit([Own(name="accuracy"), Own(name="recall")])',
        'fit(["accuracy", "recall"], model=Boasting([Input((3,)), Dense(1, activation="sigmoid")]))',
    ],
)
async def test_metrics_of_ones_own_do_not_count(facts: Facts, fit: str) -> None:
    found = await the_fit(facts, PRE + fit)
    for name in ("val_accuracy", "val_recall"):
        measured = found.measured[name]
        assert measured is not None
        assert measured < found.history[name][-1] - 0.03


@pytest.mark.long
async def test_logits_are_measured_at_0_and_classes_by_the_largest(facts: Facts) -> None:
    logits = """
model = Sequential([Input((3,)), Dense(1)])
model.compile(keras.optimizers.SGD(0.5), keras.losses.BinaryCrossentropy(from_logits=True),
              metrics=[keras.metrics.BinaryAccuracy(name="accuracy", threshold=1e-9)])
model.fit(x[:40], y[:40], validation_data=(x[40:], y[40:]), epochs=4, verbose=0)
"""
    classes = """
model = Sequential([Input((3,)), Dense(3, activation="softmax")])
labels = np.array(rng.integers(3, size=64)) if {sparse} else np.eye(3)[rng.integers(3, size=64)]
model.compile("sgd", "{loss}", metrics=["acc"])
model.fit(x[:40], labels[:40], validation_data=(x[40:], labels[40:]), epochs=2, verbose=0)
"""
    for answer, name in (
        (logits, "val_accuracy"),
        (classes.format(sparse=True, loss="sparse_categorical_crossentropy"), "val_acc"),
        (classes.format(sparse=False, loss="categorical_crossentropy"), "val_acc"),
    ):
        found = await the_fit(facts, answer)
        assert found.measured["val_accuracy"] == pytest.approx(found.history[name][-1], abs=1e-6)


@pytest.mark.long
async def test_training_is_measured_at_its_end_and_streams_are_not(facts: Facts) -> None:
    found = await the_fit(facts, PRE + 'fit(["accuracy"], validation_data=None)')
    assert found.measured["accuracy"] is not None
    assert found.measured["val_accuracy"] is None
    found = await the_fit(facts, PRE + 'fit(["accuracy"], x=tf_batches(x, y), y=None)')
    assert found.measured["accuracy"] is None
