"""Makes the course's own files anew, in lessons/data: from what lessons/data.py draws, with set seeds, or by training.

Name those to make, or none for all: `python tools/course_data.py body.weights.h5`. Weights come out a little different
on each kind of processor. Run it from the repository's root, and then `tuitutor lint --update-data lessons`.
"""

from __future__ import annotations

import csv
import runpy
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

LESSONS = Path(__file__).parents[1] / "lessons"
DATA = LESSONS / "data"
SOURCES: dict[str, Any] = runpy.run_path(str(LESSONS / "data.py"))
VISITS, TRIPS, HOURS = 2424, 6000, 3600


def write_table(source: str, columns: str, rows: int, seed: int, path: Path) -> None:
    """A line with the names of `columns`, and one for each row that `source` draws."""
    x, y = SOURCES[source](rows, seed)
    lines = x if len(SOURCES[columns]) == x.shape[1] else np.concatenate([x, y], 1)
    with path.open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([SOURCES[columns], *lines.tolist()])


def write_column(source: str, name: str, rows: int, seed: int, path: Path) -> None:
    """A line with the column's `name`, and one for each number that `source` draws."""
    (numbers,) = SOURCES[source](rows, seed)
    path.write_text("\n".join([name, *map(str, numbers.tolist())]) + "\n")


# ---- networks to borrow, for the lesson on transfer

EPOCHS, BATCH = 50, 64
WAYS = 8  # in which a picture may lie, seen from the front or in a mirror
OLD_DIGITS = 7  # 0 to 6


def write_weights(windows: tuple[int, int], units: int, whole: bool, path: Path) -> None:
    """The weights of a network that tells digits 0 to 6 apart, and which way they lie; only its body's unless `whole`.

    The learner's cells make the same layers. A task with 56 answers teaches a body far more than one with seven.
    """
    import keras
    from keras import layers

    keras.utils.set_random_seed(0)
    body = [
        layers.Conv2D(windows[0], 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(windows[1], 3, activation="relu"),
        layers.Flatten(),
        layers.Dense(units, activation="relu"),
    ]
    head = layers.Dense(OLD_DIGITS * WAYS, activation="softmax")
    model = keras.Sequential([keras.Input((12, 12, 1)), *body, head])
    pictures, names = _lying_about()
    steps = EPOCHS * -(-len(names) // BATCH)
    adam = keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(0.002, steps))
    model.compile(loss="sparse_categorical_crossentropy", optimizer=adam, metrics=["accuracy"])
    for epoch in range(EPOCHS):  # each time at other places
        model.fit(SOURCES["_moved"](pictures, epoch), names, batch_size=BATCH, verbose=0)
    _, right = model.evaluate(SOURCES["_moved"](pictures, EPOCHS), names, verbose=0)
    print(f"{path.name}: {right:.3f} of {len(names)} pictures")
    lent = keras.Sequential([keras.Input((12, 12, 1)), *body, *([head] if whole else [])])  # without Adam's memory
    lent.save_weights(path)


def _lying_about() -> tuple[np.ndarray, np.ndarray]:
    """The digits 0 to 6 that the lesson's setup doesn't keep apart, in eight ways each, and the names of both."""
    from sklearn.model_selection import train_test_split

    x, y = SOURCES["digits_table"](0, 0)
    x, _, y, _ = train_test_split(x.reshape(-1, 8, 8, 1) / 16, y, test_size=0.3, random_state=329, stratify=y)
    x, y = x[y < OLD_DIGITS], y[y < OLD_DIGITS]
    ways = [np.rot90(each, turns, axes=(1, 2)) for turns in range(4) for each in (x, x.swapaxes(1, 2))]
    return np.concatenate(ways), np.concatenate([y + OLD_DIGITS * way for way in range(WAYS)])


FILES: dict[str, Callable[[Path], None]] = {
    "streams.csv": partial(write_table, "streams_table", "STREAM_COLUMNS", VISITS, 0),
    "buses.csv": partial(write_table, "delays", "BUS_COLUMNS", TRIPS, 3),
    "flow.csv": partial(write_column, "flow", "flow", HOURS, 5),
    "body.weights.h5": partial(write_weights, (16, 32), 64, False),
    "network.weights.h5": partial(write_weights, (24, 32), 48, True),
}

if __name__ == "__main__":
    DATA.mkdir(exist_ok=True)
    for name in sys.argv[1:] or FILES:
        FILES[name](DATA / name)
