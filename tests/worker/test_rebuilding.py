"""Models of classes of the learner's own are saved as models of Keras's layers, where these do the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from keras import Input, Sequential, ops
from keras.layers import LSTM, BatchNormalization, Dense, Dropout, Embedding, Flatten, Layer

from tests.worker.conftest import SETUP
from tuitutor.protocol.events import Checked, Executed, Measured
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.requests import CheckModel, Execute, HiddenData, Measure
from tuitutor.worker.archive import problem_of
from tuitutor.worker.training.rebuilding import to_save
from tuitutor.workers.worker import Worker

# Keras saves weights in a way that NumPy 2 warns of
pytestmark = [
    pytest.mark.any_python,
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:`build\\(\\)` was called on layer:UserWarning"),
]

X = np.random.default_rng(0).random((5, 4, 2)).astype("float32")


class Block(Layer):  # type: ignore[misc]
    def __init__(self, units: int) -> None:
        super().__init__()
        self.dense, self.norm, self.drop = Dense(units, activation="relu"), BatchNormalization(), Dropout(0.3)

    def call(self, x: Any, training: Any = None) -> Any:
        return self.drop(self.norm(self.dense(x), training=training), training=training)


class Net(keras.Model):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__()
        self.flat, self.one, self.two, self.last = Flatten(), Block(8), Block(8), Dense(2)

    def call(self, x: Any, training: bool = False) -> Any:
        hidden = self.one(self.flat(x), training=training)
        return ops.softmax(self.last(hidden + self.two(hidden)))


class Pair(keras.Model):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__()
        self.one, self.two = Dense(2), Dense(2)

    def call(self, x: Any) -> Any:
        return self.one(x["a"]) + self.two(x["b"])


class Words(keras.Model):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__()
        self.parts = [Embedding(5, 4, mask_zero=True), LSTM(3), Dense(1)]

    def call(self, x: Any) -> Any:
        for part in self.parts:
            x = part(x)
        return x


class Weight(Layer):  # type: ignore[misc]
    def build(self, shape: Any) -> None:
        self.weight = self.add_weight(shape=(shape[-1], 3))
        self.more = [self.add_weight(shape=(3,), initializer="ones"), self.add_weight(shape=(), trainable=False)]

    def call(self, x: Any) -> Any:
        return x @ self.weight * self.more[1] + self.more[0]


class Distance(Layer):  # type: ignore[misc]
    def build(self, shape: Any) -> None:
        self.centres = self.add_weight(shape=(4, shape[-1]), initializer="random_normal")

    def call(self, x: Any) -> Any:
        return ops.sum(ops.square(ops.expand_dims(x, 1) - self.centres), axis=-1)


class Scaled(keras.Model):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__()
        self.flat, self.dense, self.inner = Flatten(), Dense(3), Weight()
        self.size = self.add_weight(shape=(), initializer="ones")

    def call(self, x: Any) -> Any:
        return self.inner(self.inner(self.dense(self.flat(x)) * self.size))  # twice the same weight


class OwnSequential(Sequential):  # type: ignore[misc]
    pass


class OwnModel(keras.Model):  # type: ignore[misc]
    pass


def functional(kind: type[keras.Model], *layers: Any) -> keras.Model:
    inputs = x = Input((4, 2))
    for layer in layers:
        x = layer(x)
    return kind(inputs, x)


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("make", "x"),
    [
        (Net, X),
        (lambda: Sequential([Input((4, 2)), Flatten(), Block(3), Block(3), Dense(1)]), X),
        (lambda: functional(keras.Model, Flatten(), Block(3), Dense(1)), X),
        (lambda: functional(keras.Model, Sequential([Flatten(), Block(3)]), Dense(1)), X),
        (lambda: functional(OwnModel, Sequential([Flatten(), Dense(3)]), Dense(1)), X),
        (lambda: OwnSequential([Flatten(), Dense(1)]), X),
        (Words, np.array([[1, 2, 0], [4, 0, 0]])),
        (Pair, {"a": X[:, 0], "b": X[:, :, 0]}),
        (lambda: Sequential([Input((4, 2)), Flatten(), Weight(), Dense(1)]), X),
        (lambda: functional(keras.Model, Flatten(), Distance(), Distance(), Dense(1)), X),
        (Scaled, X),
    ],
    ids=[
        *("class", "layer", "in a graph", "nested", "own graph", "own sequential", "tokens", "two inputs"),
        *("own weights", "own weights in a graph", "a class with a weight"),
    ],
)
@pytest.mark.long
def test_what_is_saved_loads_without_the_classes_and_does_the_same(
    make: Callable[[], keras.Model], x: Any, tmp_path: Path
) -> None:
    model, path = make(), tmp_path / "model.keras"
    wanted = np.asarray(model(x))
    with to_save(model) as saves:
        saves.save(path)
    assert problem_of(path) == ""
    loaded = keras.saving.load_model(path, compile=False)
    assert np.asarray(loaded(x)) == pytest.approx(wanted, abs=1e-6)
    assert loaded.count_params() == model.count_params()
    for which in ("trainable_variables", "non_trainable_variables"):
        sizes = [sum(int(np.prod(each.shape)) for each in getattr(one, which)) for one in (model, loaded)]
        assert sizes[0] == sizes[1]


class Unused(Net):
    def call(self, x: Any) -> Any:  # type: ignore[override]
        return self.last(self.flat(x))


class Writing(Weight):
    def call(self, x: Any) -> Any:
        self.weight.assign(self.weight * 1.0)
        return super().call(x)


class Asking(Net):
    def call(self, x: Any) -> Any:  # type: ignore[override]
        keras.ops.convert_to_numpy(x)
        return super().call(x)


def built(model: keras.Model) -> keras.Model:
    model(X)
    return model


def test_a_model_that_cannot_be_rebuilt_stays_as_it_is() -> None:
    unused = Unused()
    unused.one(np.zeros((1, 2), "float32"))
    for model in (Sequential([Input((4, 2)), Flatten(), Writing()]), built(unused), built(Asking())):
        with to_save(model) as saves:
            assert saves is model


def test_a_model_of_keras_alone_is_saved_itself() -> None:
    model = functional(keras.Model, Flatten(), Dense(1))
    with to_save(model) as saves:
        assert saves is model


def test_nothing_is_left_of_own_weights_in_the_model() -> None:
    model = functional(keras.Model, Flatten(), Weight())
    own = model.layers[-1]
    before = dict(vars(own))
    with to_save(model) as saves:
        assert saves is not model
    assert dict(vars(own)) == before
    assert not own._outbound_nodes


def test_nothing_is_left_of_it_in_the_model() -> None:
    model = functional(keras.Model, Flatten(), Block(3), Dense(1))
    call = Layer.__call__
    with to_save(model) as saves:
        assert saves is not model
        assert Layer.__call__ is call
    assert model.layers[-1].output.shape == (None, 1)  # it would have two
    assert not model.layers[2].dense._inbound_nodes


class Start(keras.initializers.Initializer):  # type: ignore[misc]
    def __call__(self, shape: Any, dtype: Any = None) -> Any:
        return ops.ones(shape, dtype)


class Punish(keras.regularizers.Regularizer):  # type: ignore[misc]
    def __call__(self, x: Any) -> Any:
        return ops.sum(x)


def test_own_settings_of_training_stay_out_of_the_file(tmp_path: Path) -> None:
    dense = Dense(
        2,
        kernel_initializer=Start(),
        bias_initializer=lambda shape, dtype=None: ops.ones(shape, dtype),
        kernel_regularizer=Punish(),
        kernel_constraint=lambda w: w,
        bias_regularizer="l2",
    )
    model, path = (
        Sequential([Input((3,)), dense, LSTM_ROWS, LSTM(2, recurrent_initializer=Start())]),
        tmp_path / "m.keras",
    )
    before = dict(vars(dense))
    with to_save(model) as saves:
        saves.save(path)
    assert dict(vars(dense)) == before
    assert problem_of(path) == ""
    loaded = keras.saving.load_model(path, compile=False)
    assert loaded.layers[0].bias_regularizer is not None, "Keras's own may be asked for"
    for one, other in zip(model.get_weights(), loaded.get_weights(), strict=True):
        assert np.array_equal(one, other)


LSTM_ROWS = keras.layers.Reshape((1, 2))


def own_loss(labels: Any, outputs: Any) -> Any:
    return ops.mean(ops.abs(labels - outputs))


@pytest.mark.long
@pytest.mark.parametrize("depth", [1, 2])
def test_a_model_compiled_with_an_own_loss_may_stand_in_another(depth: int, tmp_path: Path) -> None:
    """As the networks of an ensemble do, each of which was trained alone."""
    inner = Sequential([Input((3,)), Dense(2)])
    inner.compile(loss=own_loss)
    inner.fit(np.ones((4, 3)), np.ones((4, 2)), verbose=0)
    model, path = inner, tmp_path / "m.keras"
    for _ in range(depth):
        inputs = Input((3,))
        model = keras.Model(inputs, keras.layers.average([model(inputs), Dense(2)(inputs)]))
    model.compile(loss=own_loss)
    before = dict(vars(inner))
    with to_save(model) as saves:
        saves.save(path)
    assert dict(vars(inner)) == before
    assert problem_of(path) == ""
    loaded = keras.saving.load_model(path, compile=False)
    assert np.allclose(loaded(np.ones((1, 3))), model(np.ones((1, 3))))


@pytest.mark.long
@pytest.mark.asyncio(loop_scope="session")
async def test_a_process_without_the_class_measures_what_it_did(worker: Worker) -> None:
    answer = """
class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.first, self.last = Dense(4, activation="tanh"), Dense(1, activation="sigmoid")

    def call(self, x):
        return self.last(self.first(x) + 1.0)


model = ready(Own())
model.fit(x, y, epochs=1, verbose=0)
"""
    source = "import numpy as np\n\n\ndef drawn(n, seed):\n    return np.zeros((n, 3)), np.zeros((n, 1))\n"
    learner, verifier = [await worker.child(Limits(60, 60), columns=72, seed=0, warm=False) for _ in range(2)]
    for text in (SETUP, answer):
        run = [each async for each in learner.ask(Execute(learner.name, learner.next_run(), text, "answer.py", True))]
        assert isinstance(run[-1], Executed)
        assert run[-1].error is None
    *_, measured = [each async for each in learner.ask(Measure(learner.name, learner.next_run()))]
    assert isinstance(measured, Measured)
    assert (measured.facts.saved, measured.facts.rebuilt) == (True, True)
    hidden = (HiddenData("drawn", 4, 0),)
    request = CheckModel(verifier.name, verifier.next_run(), learner.name, source, hidden)
    *_, checked = [each async for each in verifier.ask(request)]
    for child in (learner, verifier):
        child.stop()
    assert isinstance(checked, Checked)
    assert checked.facts.loaded
    assert checked.facts.model is not None
    assert [each.kind for each in checked.facts.model.layers] == ["InputLayer", "Dense", "Dense"]
    [score] = checked.facts.scores
    assert score.problem is None


@pytest.mark.long
@pytest.mark.asyncio(loop_scope="session")
async def test_a_class_that_asks_for_sizes_is_not_rebuilt_as_something_else(worker: Worker) -> None:
    answer = """
class Spread(keras.layers.Layer):
    def call(self, x):
        flat = keras.ops.reshape(x, (keras.ops.shape(x)[0], -1))  # with a symbol, one row of all numbers
        return x - keras.ops.min(flat, axis=1)[:, None]


model = Sequential([Input((3,)), Spread(), Dense(2)])
"""
    child = await worker.child(Limits(60, 60), columns=72, seed=0, warm=False)
    for text in (SETUP, answer):
        run = [each async for each in child.ask(Execute(child.name, child.next_run(), text, "answer.py", True))]
        assert isinstance(run[-1], Executed)
        assert run[-1].error is None
    *_, measured = [each async for each in child.ask(Measure(child.name, child.next_run()))]
    child.stop()
    assert isinstance(measured, Measured)
    assert not measured.facts.rebuilt


@pytest.mark.long
@pytest.mark.new_keras  # an older Functional.call takes no symbols, so such a model stays as it is
@pytest.mark.asyncio(loop_scope="session")
async def test_activations_of_ones_own_become_operations(worker: Worker) -> None:
    answer = """
def bent(t):
    return keras.ops.sin(t) + t


shared = Dense(3, activation=bent)
inputs = Input((3,))
model = keras.Model(inputs, Dense(2, activation=lambda t: keras.ops.tanh(t) * 2)(shared(shared(inputs))))
"""
    child, other = [await worker.child(Limits(60, 60), columns=72, seed=0, warm=False) for _ in range(2)]
    for text in (SETUP, answer):
        run = [each async for each in child.ask(Execute(child.name, child.next_run(), text, "answer.py", True))]
        assert isinstance(run[-1], Executed)
        assert run[-1].error is None
    *_, measured = [each async for each in child.ask(Measure(child.name, child.next_run()))]
    *_, checked = [each async for each in other.ask(CheckModel(other.name, other.next_run(), child.name))]
    kept = "assert shared.activation is bent and model.layers[-1].activation.__name__ == '<lambda>'"
    after = [each async for each in child.ask(Execute(child.name, child.next_run(), kept, "answer.py"))]
    for each in (child, other):
        each.stop()
    assert isinstance(measured, Measured)
    assert measured.facts.rebuilt
    assert isinstance(checked, Checked)
    assert checked.facts.loaded
    assert isinstance(after[-1], Executed)
    assert after[-1].error is None
