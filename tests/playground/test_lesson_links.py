"""The playgrounds that lessons link to do what the lessons say of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tuitutor.playground.address import parse_address
from tuitutor.playground.links import play_links
from tuitutor.playground.playground_state import Config
from tuitutor.playground.run import Run

LESSONS = Path(__file__).parents[2] / "lessons"


def linked(lesson: str) -> Config:
    (address, _), *_ = play_links((LESSONS / f"{lesson}.md").read_text())
    return parse_address(address)[0]


def losses(config: Config, epochs: int) -> list[tuple[float, float]]:
    """The losses on training and test points, before the first epoch and after every epoch."""
    run = Run(config)
    run.advance(epochs)
    return list(run.losses)


def test_three_units_close_the_fence_and_two_do_not() -> None:
    three = linked("neuron")
    assert three.network_shape == (3,)
    assert losses(three, 200)[-1][1] < 0.03
    assert losses(replace(three, network_shape=(2,)), 200)[-1][1] > 0.2


def test_the_rate_that_is_too_large_makes_the_loss_jump() -> None:
    training = [loss for loss, _ in losses(linked("optimizers"), 10)]
    assert max(training) > 1.5 * training[0]
    assert training[-1] > 0.3


def test_the_playground_that_overfits_does() -> None:
    curve = losses(linked("validation"), 500)
    assert curve[-1][0] < 0.01
    assert curve[-1][1] > 1.5 * min(test for _, test in curve)


def test_each_link_is_found_once_with_its_words() -> None:
    text = (
        "Open [the\n fence](https://playground.tensorflow.org/#noise=5), or <https://playground.tensorflow.org/>; then "
        "[again](https://playground.tensorflow.org/#noise=5) http://playground.tensorflow.org/#seed=1. No other: "
        "[this](https://example.org/#noise=5)"
    )
    assert list(play_links(text)) == [
        ("https://playground.tensorflow.org/#noise=5", "the fence"),
        ("https://playground.tensorflow.org/", ""),
        ("http://playground.tensorflow.org/#seed=1", ""),
    ]
