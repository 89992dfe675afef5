"""What a playground is for: networks learn, and after as many epochs as the loop over nodes and links needs."""

from __future__ import annotations

import pytest

from tuitutor.playground.address import parse_address
from tuitutor.playground.run import Run

ENOUGH = 0.05  # of test loss

# epochs that a loop over nodes and links took in Node, from the same points and weights; by seed, from 0 on
IN_NODE = {
    "dataset=circle": [249, 86, 123, 35, 42, 46, 70, 33, 67, 47, 57, 43, 46, 40, 68, 66, 41, 42, 37, 58],
    "dataset=xor": [36, 54, 76, 35, 34, 62, 50, 54, 92, 57, 188, 83, 85, 193, 51, 69, 40, 269, 49, 44],
    "dataset=gauss": [4, 3, 3, 2, 3, 4, 4, 3, 3, 6, 5, 4, 3, 4, 4, 3, 4, 3, 4, 4],
    "problem=regression": [2, 1, 1, 1, 1, 1, 2, 1, 1, 3, 2, 1, 1, 1, 3, 1, 1, 1, 2, 2],
}


def epochs_to(state: str, most: int) -> int:
    config, messages = parse_address(state)
    assert not messages
    run = Run(config)
    while run.losses[-1][1] >= ENOUGH and run.epoch < most:
        run.advance()
    return run.epoch


@pytest.mark.sampled(2)
@pytest.mark.parametrize("state", IN_NODE)
@pytest.mark.long
def test_networks_learn_in_as_many_epochs_as_in_node(state: str) -> None:
    assert [epochs_to(f"{state}&seed={seed}", 300) for seed in range(20)] == IN_NODE[state]


@pytest.mark.parametrize("seed", range(3))
def test_the_spiral_is_learned_with_sines_and_adam(seed: int) -> None:
    spiral = f"dataset=spiral&networkShape=8,8&optimizer=adam&learningRate=0.01&seed={seed}"
    assert epochs_to(f"{spiral}&sinX=true&sinY=true", 100) < 50
    assert epochs_to(spiral, 20) == 20  # without sines that is too little


@pytest.mark.parametrize("state", ["threeClass=blobs", "threeClass=rings", "threeClass=arms"])
def test_three_classes_are_learned(state: str) -> None:
    assert epochs_to(f"{state}&networkShape=8,8&optimizer=adam&learningRate=0.01&seed=1", 200) < 200


@pytest.mark.parametrize("function", ["sine", "step", "ripple"])
def test_functions_are_learned(function: str) -> None:
    state = f"problem=regression&function={function}&networkShape=8,8&optimizer=adam&learningRate=0.01&seed=1"
    assert epochs_to(state, 100) < 100
