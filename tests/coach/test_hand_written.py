"""Loops of the learner's own."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from tuitutor.coach import advise
from tuitutor.coach.code import Code
from tuitutor.coach.hand_written import advise_on_loops
from tuitutor.protocol.facts import (
    ArrayFacts,
    DataFacts,
    FitFacts,
    LoopFacts,
    NetworkFacts,
    ProgramFacts,
)

LOOP = Code("x = 1\nslopes = tape.gradient(loss, weights)\n")
LARGE = ArrayFacts((None, 2), "float32", 300, 0.0, 900.0, 400.0, 200.0, columns=((400.0, 200.0),) * 2)
POOR = FitFacts(0, 0, None, False, network=NetworkFacts("linear", 1, 0.0, 1.0, 0.3, skill=0.1))
ON_PURPOSE = Code("slopes = tape.gradient(liked, picture)\n")
GOOD = LoopFacts(gradients=20, descents=40, losses=(2.0, 1.5, 1.0, 0.5), networks=1)


@pytest.mark.parametrize(
    ("loops", "words"),
    [
        (GOOD, ""),
        (LoopFacts(), ""),
        (replace(GOOD, without_gradient=20), "is None for all"),
        (replace(GOOD, without_gradient=2), ""),
        (replace(GOOD, broadcast=((None, 1), (None,))), "(n, 1) and labels of shape (n,)"),
        (replace(GOOD, target_shape=(32,)), "has shape (32,)"),
        (replace(GOOD, target_shape=(1,)), ""),
        (replace(GOOD, descents=0, ascents=40, losses=(1.0, 2.0, 3.0)), "is added to the weights"),
        (replace(GOOD, descents=0, ascents=40), ""),
        (replace(GOOD, losses=(-1.0, -2.0, -3.0)), "negative and falls"),
        (replace(GOOD, single_step_optimizers=20), "20 steps was made by a new optimizer"),
        (replace(GOOD, single_step_optimizers=2), ""),
        (replace(GOOD, networks=8), "8 networks"),
        (replace(GOOD, networks=8, gradients=800), ""),
        (replace(GOOD, swapped_arguments=True), "outputs as labels"),
        (replace(GOOD, first_batch_only=True), "takes its first batch"),
        (replace(GOOD, losses=(1.0, math.nan)), "loss is nan"),
        (replace(GOOD, fit=POOR, untrained=("dense",)), "No gradient was asked of 'dense'"),
        (replace(GOOD, fit=POOR, disconnected=("dense/kernel",)), "gradient of 'dense/kernel'"),
        (replace(GOOD, disconnected=("dense/kernel",)), ""),
        (replace(GOOD, fit=POOR), ""),
        (replace(GOOD, fit=replace(POOR, data=DataFacts((LARGE,)))), ""),
        (replace(GOOD, fit=replace(POOR, data=DataFacts((LARGE,), label_column=1))), "Column 1 of the inputs"),
        (LoopFacts(fit=replace(POOR, data=DataFacts((LARGE,), label_column=1))), "Column 1 of the inputs"),
    ],
)
def test_a_loop_is_told_what_its_steps_show(loops: LoopFacts, words: str) -> None:
    found = list(advise_on_loops(loops, LOOP))
    assert [words in each.why and each.line == 2 for each in found] == [True] * bool(words)


APPLIED = """
for epoch in range(8):
    for x, y in data:
        with tf.GradientTape() as tape:
            loss = loss_of(y, model(x))
        slopes = tape.gradient(loss, weights)
"""


@pytest.mark.parametrize(
    ("text", "steps", "late"),
    [
        ("    optimizer.apply_gradients(zip(slopes, weights))\n", 8, True),
        ("        optimizer.apply_gradients(zip(slopes, weights))\n", 160, False),
        ("    optimizer.apply_gradients(zip(slopes, weights))\n", 160, False),
        ("        total = add(total, slopes)\n    optimizer.apply_gradients(zip(total, weights))\n", 8, False),
        ("        slopes = add(slopes)\n    optimizer.apply_gradients(zip(slopes, weights))\n", 8, False),
    ],
)
def test_gradients_that_are_applied_after_the_loop_are_lost_but_for_the_last(text: str, steps: int, late: bool) -> None:
    loops = replace(GOOD, gradients=160, fit=replace(POOR, steps=steps, network=None))
    found = [each.why for each in advise_on_loops(loops, Code(APPLIED + text))]
    assert [f"160 times, and {steps} steps" in why for why in found] == [True] * late


def test_what_is_no_loss_may_grow_on_purpose() -> None:
    uphill = replace(GOOD, descents=0, ascents=40, losses=(1.0, 2.0, 3.0))
    assert list(advise_on_loops(uphill, ON_PURPOSE)) == []
    assert list(advise_on_loops(replace(GOOD, target_shape=(32,)), ON_PURPOSE)) == []
    assert list(advise_on_loops(None, LOOP)) == []


def test_the_loops_of_a_program_are_advised_on() -> None:
    program = ProgramFacts(None, None, None, loops=replace(GOOD, without_gradient=20))
    (advice,) = advise(None, (), (), LOOP.answer, program=program)
    assert advice.topic == "loop"


EPOCHS = """
hits = keras.metrics.Accuracy()
for epoch in range(5):
    {first}
    for x, y in data:
        slopes = tape.gradient(loss, weights)
        hits.update_state(y, model(x))
    print({read})
"""


@pytest.mark.parametrize(
    ("first", "read", "stale"),
    [
        ("pass", "hits.result()", True),
        ("hits.reset_state()", "hits.result()", False),
        ("hits = keras.metrics.Accuracy()", "hits.result()", False),
        ("pass", "epoch", False),
    ],
)
def test_a_metric_begins_each_epoch_anew(first: str, read: str, stale: bool) -> None:
    found = [each.topic for each in advise_on_loops(GOOD, Code(EPOCHS.format(first=first, read=read)))]
    assert found == ["metric"] * stale
    after = EPOCHS.format(first="pass", read="epoch") + "print(hits.result())"  # over all of them, on purpose
    assert list(advise_on_loops(GOOD, Code(after))) == []
