"""On how many different rows a model was trained, and validated: measured in real children."""

from __future__ import annotations

import numpy as np
import pytest

from tests.worker.conftest import Facts, the_fit
from tuitutor.worker.training.offered import Offered
from tuitutor.worker.training.rows import Rows

pytestmark = [pytest.mark.any_python, pytest.mark.asyncio(loop_scope="session")]


BATCHES = "tf.data.Dataset.from_tensor_slices((x{0}, y{0})).batch(16)"


@pytest.mark.long
@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("arguments", "training_samples", "validation_samples"),
    [
        ("x, y", 64, None),
        ("x, y, validation_split=0.25", 48, 16),
        ("x, y, validation_data=(x, y)", 64, 0),
        ("x[:60], y[:60], validation_data=(x[57:], y[57:])", 60, 4),
        ("x[:60].astype('float64'), y[:60], validation_data=(x[57:], y[57:])", 60, 4),
        ("x[[0, 1] * 32], y, validation_data=(x[[2, 2, 3, 1]], y[:4])", 2, 2),
        ("x[:40], y[:40], validation_data=(x[40:], y[40:]), validation_steps=1, validation_batch_size=5", 40, 5),
        ("tf.constant(x), y, validation_data=(tf.constant(x[:2]), y[:2])", 64, 0),
        (f"{BATCHES.format('[:32]')}, validation_data={BATCHES.format('[30:]')}", 32, 32),
        ("((x[at:at + 8], y[at:at + 8]) for at in range(0, 48, 8))", 48, None),
        ("((x[[0] * 8], y[at:at + 8]) for at in range(0, 48, 8))", 1, None),  # labels make no other row
        (
            "type('Batches', (keras.utils.PyDataset,), {'__len__': lambda self: 4, '__getitem__': lambda self, at:"
            " (x[at % 2 * 16:][:16], y[at * 16:][:16])})()",
            32,
            None,
        ),
    ],
)
async def test_rows_are_counted_once_and_new_ones_apart(
    facts: Facts, arguments: str, training_samples: int, validation_samples: int | None
) -> None:
    fit = await the_fit(facts, f"ready(model).fit({arguments}, epochs=1, verbose=0)")
    assert (fit.training_samples, fit.validation_samples) == (training_samples, validation_samples)


HELD = "ready(model).fit(x[:40], {0}[:40], validation_data=(x[40:], {1}[40:]), epochs=1, verbose=0)"


@pytest.mark.long
@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("labels", "held", "wrong"),
    [
        ("y", "y", 0),
        ("(3 * y)", "(3 * y)", 0),
        ("keras.utils.to_categorical(y)[:, :1]", "(1 - y)", 0),
        ("y", "(1 - y)", 24),
        ("y", "(y * (np.arange(64) % 8 > 0)[:, None])", 3),
        ("(y * (np.arange(64) % 8 > 0)[:, None])", "y", 0),  # labels of its own in training: nobody knows what is right
    ],
)
async def test_validation_with_other_labels_than_the_setups_does_not_count(
    facts: Facts, labels: str, held: str, wrong: int
) -> None:
    fit = await the_fit(facts, HELD.format(labels, held))
    assert bool(fit.validation_mislabelled) is bool(wrong)
    assert fit.validation_samples == (0 if wrong else 24)


@pytest.mark.parametrize(
    "rows", [[["a"], ["b"], ["a"]], [[True], [False], [True]], [[1e-9], [2e-9], [1e-9]], [[0.0], [1.0], [-0.0]]]
)
async def test_rows_of_all_kinds_are_told_apart(rows: list[list[object]]) -> None:
    seen = Rows()
    seen.add(np.array(rows))
    assert seen.different() == 2


async def test_rows_made_of_the_same_few_values_are_told_apart() -> None:
    seen = Rows()
    seen.add(np.arange(4096)[:, None] >> np.arange(12) & 1)
    assert seen.different() == 4096


async def test_rows_that_cannot_be_looked_at_are_unknown() -> None:
    known, unknown = Rows(), Rows()
    known.add(np.eye(3))
    unknown.add(object())
    unknown.add(np.eye(3))
    assert unknown.different() is None
    offered = Offered({"x": np.eye(3)})
    assert (offered.new_rows(unknown, (known, 1)), offered.new_rows(known, (unknown, 1))) == (None, None)
    assert [offered.share("x", trained) for trained in ([], [known], [known, unknown])] == [0, 1, None]
    assert offered.share("y", [known]) is None
    assert [part.different() for part in unknown.split(0.5)] == [None, None]
    assert [part.different() for part in known.split(0.5)] == [1, 2]
