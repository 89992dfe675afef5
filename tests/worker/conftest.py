"""Fixtures that run programs in fresh children of the real worker, and return their events and facts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest_asyncio

from tuitutor.protocol.events import Event, Executed, Measured
from tuitutor.protocol.facts import FitFacts, ProgramFacts, TrainingFacts
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.requests import Execute, Measure
from tuitutor.workers.worker import Child, Worker

Run = Callable[..., Awaitable[list[Event]]]

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
    # not Adam, whose steps take a second more to trace
    model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.SGD(0.1), **options)
    return model


class Put(keras.callbacks.Callback):
    def __init__(self, when, weights):
        super().__init__()
        setattr(self, when, lambda *_, **__: self.model.set_weights(weights(self.model)))


def twice(model):
    return [2 * weight for weight in model.get_weights()]


model = network()
"""
CURVES = ("val_recall", "recall", "val_accuracy", "accuracy")
Facts = Callable[..., Awaitable[ProgramFacts]]


@pytest_asyncio.fixture(loop_scope="session")
async def run(worker: Worker) -> AsyncIterator[Run]:
    """Return a function that runs source in a fresh child and returns its events. Warming takes a second more."""
    children: list[Child] = []

    async def run(source: str, limits: Limits = Limits(wall_s=60, cpu_s=60), warm: bool = False) -> list[Event]:
        if warm:
            await worker.start()
            worker.wake()
        child = await worker.child(limits, columns=72, seed=0, warm=warm)
        children.append(child)
        request = Execute(child.name, child.next_run(), source, "answer.py")
        return [event async for event in child.ask(request)]

    yield run
    for child in children:
        child.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def facts(worker: Worker) -> AsyncIterator[Facts]:
    """Return a function that measures an answer after SETUP in a fresh child."""
    children: list[Child] = []

    async def facts(answer: str, warm: bool = False, setup: str = "") -> ProgramFacts:
        if warm:
            await worker.start()
            worker.wake()
        child = await worker.child(Limits(60, 60), columns=72, seed=0, warm=warm)
        children.append(child)
        for source, is_answer in ((SETUP + setup, False), (answer, True)):
            request = Execute(
                child.name, child.next_run(), source, "answer.py", is_answer, rows=is_answer, curves=CURVES
            )
            *_, last = [event async for event in child.ask(request)]
            assert isinstance(last, Executed)
            assert last.error is None, last.error.traceback
        *_, measured = [event async for event in child.ask(Measure(child.name, child.next_run(), apart_from=("x",)))]
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
