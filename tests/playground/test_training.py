"""Slopes, races, dropout, stored weights, and training that comes apart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tuitutor.playground.address import parse_address
from tuitutor.playground.data import Array
from tuitutor.playground.playground_state import ACTIVATIONS, OPTIMIZERS, Config, with_seed
from tuitutor.playground.run import MOST_KEPT, Race, Run
from tuitutor.playground.small_network import Layer
from tuitutor.playground.surface import loss_surface

POINTS = "percTrainData=90&batchSize=30&points=" + ",".join(f"{at % 7 - 3}:{at % 4 - 2}:{at % 2}" for at in range(20))
THREE = POINTS.replace(":1,", ":2,", 4)


def run_of(state: str = "") -> Run:
    return Run(config_of(state))


def config_of(state: str) -> Config:
    config, messages = parse_address(f"seed=6&{state}")
    assert not messages
    return config


def flat(layers: list[Layer]) -> Array:
    return np.concatenate([weights.ravel() for layer in layers for weights in layer])


@pytest.mark.parametrize("state", [POINTS, f"{POINTS}&problem=regression", THREE])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_slopes_are_those_of_the_loss(activation: str, state: str) -> None:
    config = config_of(f"{state}&activation={activation}&learningRate=1&networkShape=3,2")
    run = Run(config)
    before = run.weights()
    run.advance()
    slopes = flat(before) - flat(run.weights())  # of one move, at a rate of 1
    step, found = 1e-6, []
    for layer in range(len(before)):
        for part in range(2):
            for place in np.ndindex(before[layer][part].shape):
                losses = []
                for moved in (step, -step):
                    changed = [Layer(layer.kernel.copy(), layer.bias.copy()) for layer in before]
                    changed[layer][part][place] += moved
                    losses.append(Run(config, changed).losses[0][0])
                found.append((losses[0] - losses[1]) / (2 * step))
    np.testing.assert_allclose(slopes, found, atol=1e-8)


@pytest.mark.parametrize("state", ["dropout=0.3&batchSize=30", "regularization=L1&regularizationRate=0.1", THREE])
def test_a_race_is_what_each_optimizer_does_alone(state: str) -> None:
    config = config_of(f"{state}&networkShape=5,3&activations=tanh,relu")
    race = Race(config)
    race.advance(4)
    for place, optimizer in enumerate(OPTIMIZERS):
        alone = Run(replace(config, optimizer=optimizer))
        alone.advance(4)
        np.testing.assert_allclose(race.losses[place], alone.losses, rtol=1e-9)
        np.testing.assert_allclose(flat(race.weights(place)), flat(alone.weights()), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("penalty", ["L1", "L2"])
def test_a_penalty_of_0_changes_nothing(optimizer: str, penalty: str) -> None:
    penalised, free = (Run(config_of(f"regularization={name}&optimizer={optimizer}")) for name in (penalty, "none"))
    for run in (penalised, free):
        run.advance(5)
    np.testing.assert_allclose(flat(penalised.weights()), flat(free.weights()), rtol=1e-12)


def test_all_else_being_equal_optimizers_differ() -> None:
    race = Race(config_of(""))
    race.advance(3)
    assert len({f"{loss:.9f}" for loss in race.losses[:, -1, 0]}) == len(OPTIMIZERS)


def test_a_seed_has_one_course_and_a_new_one_another() -> None:
    first, same, other = run_of("dropout=0.2"), run_of("dropout=0.2"), run_of("dropout=0.2&seed=7")
    for run in (first, same, other):
        run.advance(3)
    assert first.losses == same.losses
    assert first.losses != other.losses
    assert with_seed(Config(), 0.123456) == Config(seed="0.12346")
    assert with_seed(Config(seed="x"), 0.5) == Config(seed="x")


COURSES = {
    "dropout=0.2&networkShape=5,3&optimizer=adam": (0.31833788, 0.31781557),
    "initialization=glorot&networkShape=6,2&activation=relu": (0.37935861, 0.35885133),
    "initialization=he&networkShape=3&sinX=true&activation=sigmoid": (0.53680541, 0.54336683),
    "threeClass=rings&networkShape=4&batchSize=7": (1.08264322, 1.10052457),
    "problem=regression&networkShape=&xSquared=true&learningRate=0.001": (0.01395345, 0.01336310),
    "optimizer=momentum&batchSize=30": (0.49118275, 0.50132457),
    "optimizer=nesterov&batchSize=30": (0.49096818, 0.50047009),
    "optimizer=rmsprop&batchSize=30": (0.43277691, 0.43257308),
    "optimizer=adadelta&batchSize=30": (0.50403201, 0.49789122),
    "optimizer=adam&regularization=L1&regularizationRate=0.1": (0.49800383, 0.50489657),
    "regularization=L2&regularizationRate=0.01&activation=sigmoid": (0.49732833, 0.50498744),
}


@pytest.mark.parametrize("state", COURSES)
def test_a_seed_has_the_course_that_it_had_in_the_version_before(state: str) -> None:
    """Addresses are shared, and lessons say what comes of them."""
    run = run_of(state)
    run.advance(3)
    assert run.losses[-1] == pytest.approx(COURSES[state], rel=1e-6)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_what_is_drawn_is_what_is_trained(activation: str) -> None:
    run = run_of(f"activation={activation}&networkShape=3&percTrainData=10&xTimesY=true")
    run.advance(2)
    train = run.data.train
    losses = [
        (run.says(*place)[-1][0] - label) ** 2 / 2 for place, label in zip(run.data.x, run.data.label, strict=True)
    ]
    assert run.losses[-1] == pytest.approx((np.mean(losses[:train]), np.mean(losses[train:])), rel=1e-9)
    np.testing.assert_allclose(run.at(run.data.x[:1])[:, 0], run.says(*run.data.x[0])[-1])


def test_a_run_goes_on_where_only_the_rate_or_what_is_shown_changes() -> None:
    run = run_of()
    run.advance()
    assert run.take(replace(run.config, discretize=True, show_test_data=True))
    assert (run.config.discretize, run.changes, run.edited) == (True, [], None)
    assert run.take(replace(run.config, learning_rate=0.1))
    assert ([change.value for change in run.changes], run.edited, run.first_rate) == ([0.1], 1, 0.03)
    assert not run.take(replace(run.config, noise=5))
    assert run.config.noise == 0


def test_dropout_leaves_out_units_while_training_only() -> None:
    without, dropped = run_of(), run_of("dropout=0.5")
    assert dropped.losses == without.losses  # nothing is left out where losses are taken
    for run in (without, dropped):
        run.advance()
    assert dropped.losses != without.losses
    # a unit that is left out at half of the points, and twice as large at the others, learns as much on the whole
    slow = [run_of(f"learningRate=0.00001&networkShape=1&dropout={share}") for share in (0, 0.5)]
    before = flat(slow[0].weights())
    for run in slow:
        run.advance(40)
    moves = [flat(run.weights()) - before for run in slow]
    assert np.dot(*moves) / np.linalg.norm(moves[0]) ** 2 == pytest.approx(1, abs=0.15)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_unit_that_is_left_out_learns_nothing(activation: str) -> None:
    run = run_of(f"points=2:1:1,1:2:1&networkShape=1&dropout=0.5&activation={activation}")
    for source in (0, 1):
        run.edit(0, 0, source, 0.5)  # a positive unit, so that relu has a slope
    moved = set()
    for _ in range(20):
        before = run.weights()
        run.advance()
        moved.add(tuple(bool((old.kernel != new.kernel).any()) for old, new in zip(before, run.weights(), strict=True)))
    assert moved == {(False, False), (True, True)}


@pytest.mark.parametrize(
    ("scheme", "limit", "bias"), [("uniform", 0.5, 0.1), ("glorot", (6 / 16) ** 0.5, 0), ("he", (6 / 8) ** 0.5, 0)]
)
def test_first_weights_fill_their_range(scheme: str, limit: float, bias: float) -> None:
    layer = run_of(f"networkShape=8,8&initialization={scheme}").weights()[1]
    assert 0.85 * limit < np.abs(layer.kernel).max() <= limit
    assert abs(layer.kernel.mean()) < 0.3 * limit
    assert (layer.bias == bias).all()


def test_maps_show_what_the_network_says_at_each_place() -> None:
    run = run_of("xSquared=true")
    run.advance(2)
    outputs, units, inputs = run.outputs(12), run.units(12), run.inputs(12)
    assert (outputs.shape, [layer.shape for layer in units]) == ((1, 12, 12), [(4, 12, 12), (2, 12, 12), (1, 12, 12)])
    x, y = 2.5, 4.5  # the middle of a cell: the second from the top, the ninth from the left
    assert inputs[:, 1, 8].tolist() == [x, y, x**2]
    for layer, value in zip(units, run.says(x, y), strict=True):
        np.testing.assert_allclose(layer[:, 1, 8], value)
    np.testing.assert_allclose(outputs, units[-1])
    assert run.outputs(5, epoch=0).tolist() == Run(run.config).outputs(5).tolist()


def test_shares_of_three_classes_are_shares() -> None:
    run = run_of("threeClass=blobs&networkShape=4")
    assert run.outputs(10).shape == (3, 10, 10)
    np.testing.assert_allclose(run.outputs(10).sum(axis=0), 1)
    assert run.losses[0][0] == pytest.approx(np.log(3), abs=0.4)


def test_weights_of_the_past_are_kept_and_not_too_many() -> None:
    run = run_of("networkShape=1&percTrainData=10&batchSize=30")
    run.advance(3)
    third = flat(run.weights())
    run.advance(MOST_KEPT)
    assert flat(run.weights(3)).tolist() != third.tolist()  # of epoch 2, since every second is stored
    assert flat(run.weights(4)).tolist() == flat(run.weights(5)).tolist()
    assert MOST_KEPT / 2 <= len(run.history.epochs) <= MOST_KEPT
    assert run.history.epochs[:3] == (0, 2, 4)
    assert len(run.losses) == MOST_KEPT + 4


def test_a_weight_that_is_edited_counts_from_then_on() -> None:
    run, same = run_of(), run_of()
    for trained in (run, same):
        trained.advance(2)
    run.edit(0, 3, 1, 2.5)
    run.edit(2, 0, None, -1.5)
    assert (run.weights()[0].kernel[1, 3], run.weights()[2].bias[0]) == (2.5, -1.5)
    assert (run.epoch, run.edited, len(run.losses)) == (2, 2, 3)
    assert run.losses[2] != same.losses[2]
    assert run.losses[:2] == same.losses[:2]


def test_a_changed_rate_counts_from_then_on_and_momentum_stays() -> None:
    run, same = run_of("optimizer=adam"), run_of("optimizer=adam")
    for trained in (run, same):
        trained.advance(2)
    before = flat(run.weights())
    run.learn_at(0.0)
    run.advance()
    assert flat(run.weights()).tolist() == before.tolist()
    run.learn_at(0.03)
    same.advance(2)
    run.advance()
    assert run.losses[-1] != same.losses[-2]


@pytest.mark.parametrize(
    ("state", "reason", "way_back"),
    [
        (
            "problem=regression&activation=relu&learningRate=3",
            "since moves at a learning rate of 3 overshoot, each more than the one before.",
            "Reset, and learn at 0.3 or less.",
        ),
        (
            "problem=regression&activation=relu&learningRate=3&regularization=L2&regularizationRate=0.001",
            "since moves at a learning rate of 3 overshoot, each more than the one before.",
            "Reset, and learn at 0.3 or less.",
        ),
        (
            "problem=regression&activation=relu&learningRate=3&optimizer=momentum&regularization=L2&regularizationRate=1",
            "since moves at a learning rate of 3 overshoot, each more than the one before.",
            "Reset, and learn at 0.3 or less.",
        ),
        (
            "regularization=L2&regularizationRate=10&learningRate=1",
            "since learning rate x penalty rate is above 2: each move multiplies a weight by -9.",
            "Reset, and choose a smaller penalty rate or learning rate.",
        ),
        (
            "regularization=L2&regularizationRate=10&learningRate=0.2125&batchSize=1",
            "since learning rate x penalty rate is above 2: each move multiplies a weight by -1.125.",
            "Reset, and choose a smaller penalty rate or learning rate.",
        ),
        (
            "problem=regression&activation=linear&points=1:1:90000,5:5:-90000,2:3:4,-6:-6:80000&batchSize=1",
            "since labels are large beside the weights.",
            "Divide the labels so that they are about 1, and reset.",
        ),
    ],
)
def test_training_that_comes_apart_is_told_with_its_epoch_and_the_way_back(
    state: str, reason: str, way_back: str
) -> None:
    run = run_of(state)
    assert run.diverged is None
    while run.diverged is None and run.epoch < 100:
        run.advance()
    assert run.diverged is not None
    assert run.diverged.epoch == run.epoch
    assert run.diverged.reason.endswith(reason)
    assert run.diverged.way_back == way_back
    since = run.diverged.epoch
    run.advance(200)
    assert (run.diverged.epoch, run.diverged.final, run.stuck) == (since, True, True)
    reached = run.epoch
    run.advance(5)
    assert run.epoch == reached


def test_a_loss_that_grows_is_told_before_it_is_no_number_any_more_and_training_may_go_on() -> None:
    run = run_of("problem=regression&networkShape=&learningRate=0.17")
    run.advance(2)
    assert run.diverged is not None
    assert (run.diverged.epoch, run.diverged.final, run.stuck) == (2, False, False)
    assert run.diverged.reason.startswith("the loss has grown to 1.4e+12, since moves at a learning rate of 0.17")
    assert run.diverged.way_back == "Reset, and learn at 0.017 or less."
    assert str(run.diverged).startswith("Diverged at epoch 2: the loss has grown")
    run.advance()
    assert (run.epoch, run.diverged.epoch) == (3, 2)


def test_the_surface_holds_the_path_and_its_losses() -> None:
    run = run_of("networkShape=3")
    run.advance(30)
    surface = loss_surface(run, 40)
    assert len(surface.path) == len(run.history.epochs)
    (left, right), (low, high) = surface.across, surface.up
    for place, off in ((surface.path[0], 0.05), (surface.path[-1], 0.001)):  # the plane goes through the latter
        column = int((place[0] - left) / (right - left) * 40)
        row = int((high - place[1]) / (high - low) * 40)
        assert surface.losses[row, column] == pytest.approx(run.losses[0 if off > 0.01 else 30][0], abs=off)
    assert 0.9 < surface.explained <= 1
    rows = np.stack([flat(run.weights(epoch)) for epoch in run.history.epochs])
    assert (surface.path**2).sum() / ((rows - rows[-1]) ** 2).sum() == pytest.approx(surface.explained)


@pytest.mark.parametrize("state", ["", "networkShape=&x=false&y=false", "threeClass=rings", "problem=regression"])
def test_a_surface_before_any_training_is_one_too(state: str) -> None:
    surface = loss_surface(run_of(state), 5)
    assert surface.losses.shape == (5, 5)
    assert np.isfinite(surface.losses).all()
    assert len(surface.path) == 1
