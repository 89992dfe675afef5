"""A fit is recorded as it was, and repeated with one change: the arrays, the network and how it was compiled."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import Input, Sequential, layers

from tests.worker.conftest import SETUP
from tuitutor.protocol.events import Event, Executed, Recorded, Repeated
from tuitutor.protocol.facts import CompileFacts, FitFacts
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.requests import Execute, FitChange, Record, Repeat
from tuitutor.worker.training.initial_values import InitialValues
from tuitutor.worker.training.recording import CannotRepeat, KeptFit, Quality
from tuitutor.worker.training.repeating import CannotChange, repeat
from tuitutor.workers.worker import Child, Command, Worker

rng = np.random.default_rng(0)
X = rng.normal(size=(96, 3)).astype("float32")
Y = (X.sum(1) > 0).astype("int64")
SGD = CompileFacts("mean_squared_error", "sgd", 0.1)
STEADY = FitFacts(2, 2, 32, False, compiled=SGD, lowest_rate=0.1, highest_rate=0.1)
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*softmax"),  # over one unit: that is the fault
    pytest.mark.filterwarnings("ignore:Even though the `tf.config.experimental_run_functions_eagerly`"),
    pytest.mark.filterwarnings("ignore:__array__ implementation"),  # Keras's own
]


@pytest.fixture(autouse=True, scope="module")
def _eagerly() -> Iterator[None]:
    """These fits have few steps, and compiling one step of each takes a hundred times as long as they do."""
    tf.config.run_functions_eagerly(True)
    yield
    tf.config.run_functions_eagerly(False)


def own_loss(one: Any, other: Any) -> Any:
    return keras.ops.square(keras.ops.cast(one, "float32") - other)


def initial_values(model: Any) -> InitialValues:
    """As they are noted where a model is made while they are watched."""
    initial = InitialValues()
    for each in model.variables:
        initial.note(each)
    return initial


def network(last: str = "sigmoid", loss: Any = "binary_crossentropy", rate: float = 0.1) -> Any:
    keras.utils.set_random_seed(0)
    model = Sequential([Input((3,)), layers.Dense(4, activation="tanh"), layers.Dense(1, activation=last)])
    model.compile(keras.optimizers.SGD(rate), loss, metrics=["accuracy"])
    return model


def recorded(
    folder: Path,
    model: Any,
    facts: FitFacts = STEADY,
    trained: bool = False,
    initial: InitialValues | None = None,
    measure: str = "",
    **fit: Any,
) -> Quality:
    """Record a fit of the model, which runs. `initial` has its initial values, if it hasn't these any more."""
    given = {"x": X, "y": Y, "epochs": 2, "verbose": 0, "shuffle": False, **fit}
    bound = inspect.signature(keras.Model.fit).bind(model, **given)
    bound.apply_defaults()
    kept = KeptFit(model, dict(list(bound.arguments.items())[1:]), initial or initial_values(model), trained)
    model.fit(**given)
    return kept.write(folder, facts, measure)


def again(folder: Path, change: FitChange | None = None, seed: int = 0, redrawn: bool = False) -> float:
    return repeat(folder, change, seed, redrawn, 60.0).value


FITS: dict[str, dict[str, Any]] = {
    "arrays": {},
    "held back": {"validation_split": 0.25},
    "held apart": {"validation_data": (X[:20], Y[:20])},
    "batches": {"x": tf.data.Dataset.from_tensor_slices((X, Y)).batch(16), "y": None},
    "both": {"validation_data": tf.data.Dataset.from_tensor_slices((X[:20], Y[:20])).batch(8)},
    "weights": {"class_weight": {0: 1.0, 1: 3.0}, "sample_weight": None},
    "stopping": {"callbacks": [keras.callbacks.EarlyStopping("loss", patience=1, min_delta=9.0)], "epochs": 4},
    "schedule": {"callbacks": [keras.callbacks.LearningRateScheduler(lambda epoch, rate: rate / 2)]},
    "own": {"callbacks": [keras.callbacks.LambdaCallback(on_epoch_end=lambda *_: print("so"))]},
}


@pytest.mark.long
@pytest.mark.parametrize("name", FITS)
def test_without_a_change_the_same_comes_of_it(name: str, tmp_path: Path) -> None:
    model = network("linear", "mse")
    facts = replace(STEADY, epochs=FITS[name].get("epochs", 2))
    found = recorded(tmp_path, model, facts, **FITS[name])
    assert found.name == "accuracy"
    values = [again(tmp_path), again(tmp_path, FitChange("rate", times=1.0))]
    assert values == pytest.approx([found.value] * 2, abs=1e-6)


@pytest.mark.long
def test_each_change_is_made(tmp_path: Path) -> None:
    wide = (X * 300 + 900).astype("float32")
    order = np.argsort(Y, kind="stable")
    found = recorded(tmp_path, network("softmax"), x=wide[order], y=Y[order], epochs=2, validation_split=0.25)
    assert found.value == pytest.approx(1.0), "what is held back is all of class 1, which a softmax always answers"
    values = {
        name: again(tmp_path, change)
        for name, change in {
            "last": FitChange("last", "sigmoid"),
            "rows": FitChange("rows"),
            "inputs": FitChange("inputs"),
            "loss": FitChange("loss", "mean_squared_error"),
            "more": FitChange("units", times=4.0),
            "fewer": FitChange("units", times=0.25),
        }.items()
    }
    assert values["rows"] < 0.9, "both classes are held back now"
    assert all(0 <= value <= 1 for value in values.values())


@pytest.mark.long
def test_scaled_inputs_and_a_fitting_function_help(tmp_path: Path) -> None:
    found = recorded(tmp_path, network(), x=(X * 300 + 900).astype("float32"), epochs=12)
    assert again(tmp_path, FitChange("inputs")) > 0.85 > found.value
    assert recorded(tmp_path, network("softmax"), epochs=12).value < 0.7
    assert again(tmp_path, FitChange("last", "sigmoid")) > 0.85


@pytest.mark.long
def test_other_seeds_draw_other_weights_but_keep_what_was_set(tmp_path: Path) -> None:
    model = Sequential([Input((3,)), layers.Normalization(), layers.Dense(1)])
    initial = initial_values(model)
    model.layers[0].adapt(X * 100)
    model.compile(keras.optimizers.SGD(0.0), "mse")
    found = recorded(tmp_path, model, initial=initial, x=X * 100, y=X.sum(1))
    assert found.name == "mse"
    mean = recorded(tmp_path, model, initial=initial, measure="mae", x=X * 100, y=X.sum(1))
    errors = np.abs(model.predict(X * 100, verbose=0)[:, 0] - X.sum(1))
    assert mean.name == "mae"
    assert mean.value == pytest.approx(errors.mean())
    assert again(tmp_path) == pytest.approx(mean.value, rel=1e-4)
    found = recorded(tmp_path, model, initial=initial, x=X * 100, y=X.sum(1))
    assert again(tmp_path) == pytest.approx(found.value, rel=1e-4)
    others = [again(tmp_path, seed=seed, redrawn=True) for seed in (1, 2)]
    assert len({*others, found.value}) == 3
    assert max(others) < 100, "the columns are still scaled"


@pytest.mark.long
@pytest.mark.parametrize(
    ("why", "loss", "more"),
    [
        ("a loss, a metric or an optimizer of your own", own_loss, {}),
        ("a stream that runs once", "mse", {"x": (each for each in [(X, Y)] * 4), "y": None, "steps_per_epoch": 1}),
        ("trained before", "mse", {"trained": True}),
        ("a callback of your own", "mse", {"facts": replace(STEADY, highest_rate=0.5),
                                           "callbacks": [keras.callbacks.LambdaCallback()]}),
    ],
)  # fmt: skip
def test_what_is_no_plain_data_is_not_recorded(why: str, loss: Any, more: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(CannotRepeat, match=why):
        recorded(tmp_path, network("linear", loss), **more)


@pytest.mark.long
def test_a_layer_of_their_own_is_not_recorded(tmp_path: Path) -> None:
    class Own(layers.Layer):  # type: ignore[misc]
        def call(self, inputs: Any) -> Any:
            return inputs

    model = Sequential([Input((3,)), Own(), layers.Dense(1)])
    model.compile("sgd", "mse")
    with pytest.raises(CannotRepeat, match="parts of your own"):
        recorded(tmp_path, model)


@pytest.mark.long
def test_a_change_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    model = Sequential([Input((3,)), layers.Dense(1)])
    model.compile("sgd", "mse")
    recorded(tmp_path, model)
    with pytest.raises(CannotChange, match="no hidden layer"):
        again(tmp_path, FitChange("units", times=4.0))
    with pytest.raises(CannotChange, match="too long"):
        repeat(tmp_path, None, 0, False, 0.0)


async def last(child: Child, request: Command) -> Event:
    *_, done = [event async for event in child.ask(request)]
    return done


@pytest.mark.spine
@pytest.mark.asyncio(loop_scope="session")
async def test_a_fit_goes_from_the_learners_process_to_another(worker: Worker) -> None:
    first, second = [await worker.child(Limits(60, 60), columns=72, seed=0, warm=False) for _ in range(2)]
    try:
        for source, answers in ((SETUP, False), ("model = ready(network())\nmodel.fit(x, y, epochs=2)", True)):
            request = Execute(first.name, first.next_run(), source, "answer.py", answers, repeats=answers)
            ran = await last(first, request)
            assert isinstance(ran, Executed)
            assert ran.error is None
        recorded = await last(first, Record(first.name, first.next_run()))
        assert isinstance(recorded, Recorded)
        assert (recorded.problem, recorded.measure, recorded.held_back) == ("", "accuracy", False)
        assert recorded.cpu_s > 0
        same = await last(second, Repeat(second.name, second.next_run(), first.name))
        assert isinstance(same, Repeated)
        assert same.problem == ""
        assert same.quality == pytest.approx(recorded.quality)
        change = FitChange("last", "relu")
        changed = await last(second, Repeat(second.name, second.next_run(), None, change))
        assert isinstance(changed, Repeated)
        assert changed.problem == ""
    finally:
        first.stop()
        second.stop()
