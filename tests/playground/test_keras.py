"""What Keras makes of the same network: its steps, and the programs that we show. One process imports Keras for all."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tuitutor.playground.address import parse_address
from tuitutor.playground.data import features
from tuitutor.playground.playground_state import ACTIVATIONS, OPTIMIZERS
from tuitutor.playground.program import keras_program, why_losses_differ
from tuitutor.playground.run import Run

POINTS = "percTrainData=90&batchSize=30&points=" + ",".join(f"{at % 7 - 3}:{at % 4 - 2}:{at % 2}" for at in range(20))
THREE = POINTS.replace(":1,", ":2,", 4)
STEPS = [
    *(
        f"{POINTS}&optimizer={optimizer}&regularization={penalty}&regularizationRate=0.01&activation={activation}"
        for optimizer, penalty, activation in zip(OPTIMIZERS, ("L1", "L2") * 3, ACTIVATIONS * 2, strict=False)
    ),
    f"{POINTS}&regularization=L2&regularizationRate=0.1",
    f"{POINTS}&problem=regression&networkShape=8,8,3",
    f"{THREE}&activations=relu,sigmoid&initialization=he",
]
PROGRAMS = [
    "dataset=spiral&noise=10&networkShape=8,8,8&optimizer=adam&xSquared=true&sinX=true&sinY=true",
    "dataset=xor&batchSize=30&regularization=L1&regularizationRate=0.3&activation=relu&initialization=glorot",
    "problem=regression&function=ripple&networkShape=&xTimesY=true&optimizer=momentum&regularization=L2"
    "&regularizationRate=0.01&percTrainData=10&batchSize=7&learningRate=0.001",
    f"{THREE}&x=false&y=false&optimizer=adadelta&learningRate=3",
]


def run_of(state: str) -> Run:
    config, messages = parse_address(f"seed=5&{state}")
    assert not messages
    return Run(config)


def steps_of(run: Run) -> dict[str, Any]:
    config, train = run.config, run.data.train
    return {
        "x": features(run.data.x[:train], config.inputs).tolist(),
        "label": run.data.label[:train].tolist(),
        "weights": [weights.tolist() for layer in run.weights() for weights in layer],
        "activations": run.shape.activations,
        "penalty": config.regularization,
        "penalty_rate": config.regularization_rate,
        "optimizer": config.optimizer,
        "rate": config.learning_rate,
        "steps": 3,
    }


@pytest.fixture(scope="module")
def in_keras(learner_python: str) -> dict[str, Any]:
    tasks = {
        "steps": [steps_of(run_of(state)) for state in STEPS],
        "programs": [keras_program(run_of(state)) for state in PROGRAMS],
    }
    script = str(Path(__file__).with_name("in_keras.py"))
    done = subprocess.run(
        [learner_python, script], input=json.dumps(tasks), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.long
@pytest.mark.parametrize("state", STEPS)
def test_steps_are_those_of_keras(state: str, in_keras: dict[str, Any]) -> None:
    run = run_of(state)
    run.advance(3)
    expected = in_keras["weights"][STEPS.index(state)]
    for ours, theirs in zip([weights for layer in run.weights() for weights in layer], expected, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-5)


@pytest.mark.long
@pytest.mark.parametrize("state", PROGRAMS)
def test_the_program_that_is_shown_has_the_losses_of_the_playground(state: str, in_keras: dict[str, Any]) -> None:
    run = run_of(state)
    assert why_losses_differ(run) == ()
    run.advance(10)
    np.testing.assert_allclose(in_keras["losses"][PROGRAMS.index(state)], run.losses, atol=1e-4)


def test_a_program_that_cannot_match_says_why() -> None:
    run = run_of("dropout=0.2")
    assert "# The losses differ from the playground's: Keras draws other units to drop out.\n" in keras_program(run)
    assert keras_program(run).count("Dropout(0.2)") == 2
    compile(keras_program(run), "cell", "exec")
    run = run_of("")
    run.edit(0, 0, None, 1.0)  # before training, which the program's first weights have too
    assert why_losses_differ(run) == ()
    assert "bias_1 = np.array([1, 0.1, 0.1, 0.1])" in keras_program(run)
    run.advance()
    run.learn_at(0.1)
    assert why_losses_differ(run) == ("weights or the learning rate were changed after epoch 1.",)
