"""Maps of what a model says: what they show, of which models there are some, and how little they cost."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.worker.conftest import SETUP, Run
from tuitutor.protocol.events import Executed, MapTaken
from tuitutor.protocol.figures import DecisionMap
from tuitutor.worker.training.maps import MOST, SHARE, SIDE, SLICE_SIDE, Pace

pytestmark = pytest.mark.asyncio(loop_scope="session")

# the first input decides, whatever the others are, and training leaves that as it is
SAID = SETUP + "import tuitutor.worker.training.maps as maps\nmaps.SHARE = 9.0\n"
FIT = """
model.compile(loss={loss}, optimizer=keras.optimizers.SGD(0.0))
model.set_weights([np.asarray(each) for each in {weights}])
model.fit({x}, {y}, epochs=2, verbose=0)
"""
SLOPE = "[[[60.0], [0.0]], [0.0]]"
FALLING = "[[[60.0, -60.0], [0.0, 0.0], [0.0, 0.0]], [0.0, 0.0]]"


def fit(network: str, weights: str, x: str = "x[:, :2]", y: str = "y", loss: str = "'binary_crossentropy'") -> str:
    return f"{SAID}model = {network}\n" + FIT.format(loss=loss, weights=weights, x=x, y=y)


async def maps(run: Run, source: str) -> list[MapTaken]:
    events = await run(source)
    assert isinstance(events[-1], Executed)
    assert events[-1].error is None, events[-1].error.traceback
    return [event for event in events if isinstance(event, MapTaken)]


def left_and_right(shown: DecisionMap, part: int = 0) -> set[str]:
    """What stands at the left and the right end of each row."""
    cells, side = shown.parts[part].cells, shown.side
    return {cells[at] + cells[at + side - 1] for at in range(0, len(cells), side)}


LINEAR = "Sequential([Input((2,)), Dense(1)])"


@pytest.mark.long
@pytest.mark.parametrize(
    ("source", "ends", "seen"),
    [
        (fit("Sequential([Input((2,)), Dense(1, activation='sigmoid')])", SLOPE), ("0", "1"), {"0f"}),
        (fit("Sequential([Input((2,)), Dense(1, activation='tanh')])", SLOPE, y="2 * y - 1"), ("-1", "1"), {"0f"}),
        (fit(LINEAR, SLOPE, loss="keras.losses.BinaryCrossentropy(from_logits=True)"), ("0", "1"), {"0f"}),
    ],
)
async def test_a_map_shows_what_one_output_says_of_two_inputs(
    run: Run, source: str, ends: tuple[str, str], seen: set[str]
) -> None:
    first, last = await maps(run, source)
    assert (first.epoch, last.epoch) == (1, 2)
    assert first.map == last.map
    assert first.map.ends == ends
    assert (first.map.side, len(first.map.parts)) == (SIDE, 1)
    assert left_and_right(first.map) == seen


@pytest.mark.long
async def test_a_regression_is_drawn_between_the_lowest_and_the_highest_label(run: Run) -> None:
    source = fit(LINEAR, SLOPE, y="60 * np.linspace(x[:, 0].min(), x[:, 0].max(), 64)", loss="'mse'")
    [*_, last] = await maps(run, source)
    row = last.map.parts[0].cells[:SIDE]
    assert [*row] == sorted(row)
    assert len(set(row)) > 8
    low, high = map(float, last.map.ends)
    assert (low < 60 * last.map.x[0], 60 * last.map.x[1] < high) == (True, True)  # few points lie off the map


@pytest.mark.spine
async def test_three_inputs_are_cut_where_the_third_is_low_and_high(run: Run) -> None:
    network = "Sequential([Input((3,)), Dense(2, activation='softmax')])"
    [*_, last] = await maps(run, fit(network, FALLING, "x", "y", "'sparse_categorical_crossentropy'"))
    assert [part.title[:12] for part in last.map.parts] == ["third input "] * 2
    assert last.map.side == SLICE_SIDE
    assert [left_and_right(last.map, part) for part in (0, 1)] == [{"f0"}, {"f0"}]  # the first class lies to the right


@pytest.mark.long
async def test_each_of_three_classes_has_a_map_of_its_own(run: Run) -> None:
    weights = "[[[60.0, 0.0, -60.0], [0.0, 0.0, 0.0]], [0.0, -9.0, 0.0]]"
    network = "Sequential([Input((2,)), Dense(3, activation='softmax')])"
    [*_, last] = await maps(run, fit(network, weights, y="y", loss="'sparse_categorical_crossentropy'"))
    assert [part.title for part in last.map.parts] == ["class 0", "class 1", "class 2"]
    assert [left_and_right(last.map, part) for part in (0, 1, 2)] == [{"0f"}, {"00"}, {"f0"}]


OWN = "class Own(keras.layers.Layer):\n    def call(self, t):\n        print('called')\n        return t\n"


@pytest.mark.long
@pytest.mark.parametrize(
    "source",
    [
        SAID + OWN + "model = ready(Sequential([Input((3,)), Own(), Dense(1)]))\nmodel.fit(x, y, verbose=0)",
        SAID + "model = ready(Sequential([Input((3,)), Dense(1, activation=lambda t: t)]))\nmodel.fit(x, y, verbose=0)",
        SAID + "model = ready(network())\nmodel.fit(tf.data.Dataset.from_tensor_slices((x, y)).batch(8), verbose=0)",
        SAID + "model = ready(Sequential([Input((4,)), Dense(1)]))\nmodel.fit(np.ones((8, 4)), np.ones(8), verbose=0)",
    ],
    ids=["own layer", "own function", "stream", "four inputs"],
)
async def test_there_is_no_map_where_it_would_run_code_or_could_not_be_drawn(run: Run, source: str) -> None:
    assert await maps(run, source) == []


@pytest.mark.long
async def test_what_is_not_a_number_is_told_as_that(run: Run) -> None:
    [*_, last] = await maps(run, fit(LINEAR, "[[[np.nan], [0.0]], [0.0]]", loss="'mse'"))
    assert set(last.map.parts[0].cells) == {"."}


@pytest.mark.parametrize("epoch_s", [0.001, 0.1])
async def test_maps_take_no_more_than_their_share_and_grow_rarer(epoch_s: float) -> None:
    pace, elapsed, spent, taken = Pace(), 0.0, 0.0, []
    for epoch in range(1, 20_001):
        elapsed += epoch_s
        if pace.is_due(elapsed, final=epoch == 20_000):
            pace.took(0.004)
            spent, elapsed = spent + 0.004, elapsed + 0.004
            taken.append(epoch)
        assert spent <= SHARE * (elapsed - spent)
    assert len(taken) <= 8 * MOST
    gaps = [later - earlier for earlier, later in pairwise(taken)]
    assert max(gaps) >= 64 * min(gaps)
    assert taken[-1] == 20_000
