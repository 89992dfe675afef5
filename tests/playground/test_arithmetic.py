"""The update rule to 1e-9 against plain numbers, over states of all kinds."""

from __future__ import annotations

import numpy as np
import pytest

from tests.playground.scalar import Scalar
from tuitutor.playground.address import parse_address
from tuitutor.playground.data import features
from tuitutor.playground.run import Run

STATES = [
    "",
    "activation=relu&dataset=xor&noise=20",
    "activation=sigmoid&dataset=gauss&networkShape=3",
    "activation=linear&dataset=spiral&xSquared=true&sinX=true&y=false",
    "networkShape=&dataset=gauss",
    "networkShape=8,8,8,8,8,8&batchSize=30&percTrainData=10",
    "initZero=true&dataset=xor&batchSize=25",
    "batchSize=1&percTrainData=10",
    "batchSize=30&percTrainData=90&learningRate=0.3",
    "batchSize=7&noise=50",
    "problem=regression&learningRate=0.003&percTrainData=10&batchSize=30",
    "problem=regression&regDataset=reg-gauss&activation=relu&percTrainData=10&batchSize=11",
    "regularization=L2&regularizationRate=0.3&batchSize=30",
    "regularization=L1&regularizationRate=0.03&activation=relu&learningRate=0.1",
    "regularization=L1&regularizationRate=1&batchSize=30&networkShape=8,8",
    "activations=relu,sigmoid,tanh,relu&networkShape=3,3,3,3,2&activation=linear",
    "x=false&y=false",
    "points=" + ",".join(f"{at % 5}:{at % 3}:{(-1) ** at}" for at in range(13)),
]


@pytest.mark.parametrize("state", STATES)
def test_weights_and_losses_are_those_of_a_loop_over_nodes_and_links(state: str) -> None:
    config, problems = parse_address(f"seed=0.4&{state}")
    assert not problems
    run = Run(config)
    scalar = Scalar(
        [matrix.tolist() for matrix in run.shape.matrices(run.history.at(0)[1])],
        run.shape.activations,
        config.learning_rate,
        min(config.batch_size, run.data.train),
        config.regularization,
        config.regularization_rate,
    )
    inputs, labels = features(run.data.x, config.inputs).tolist(), run.data.label.tolist()
    train = run.data.train
    for _ in range(3):
        expected = scalar.loss(inputs[:train], labels[:train]), scalar.loss(inputs[train:], labels[train:])
        assert run.losses[-1] == pytest.approx(expected, rel=1e-9, abs=1e-9)
        run.advance()
        scalar.epoch(inputs[:train], labels[:train])
        for layer, units in zip(run.weights(), scalar.weights, strict=True):
            known = np.array(units)
            np.testing.assert_allclose(layer.kernel.T, known[:, :-1], rtol=1e-9, atol=1e-9)
            np.testing.assert_allclose(layer.bias, known[:, -1], rtol=1e-9, atol=1e-9)
    if config.regularization == "L1":
        assert scalar.dead
