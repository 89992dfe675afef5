"""Data to learn from: the original's datasets, ours with three classes, functions, and the learner's own points.

A function that makes a data set has its name in `playground_state.DATASETS`, and needs only numpy, since generated
programs copy its source. Random numbers come from `numpy.random.RandomState`: its stream is the same in all versions
of numpy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tuitutor.playground.playground_state import Config

Array = npt.NDArray[np.float64]
Maker = Callable[[np.random.RandomState, int, float], tuple[Array, Array]]
"""Takes a generator, the number of points and the noise (0 to 0.5); returns points, n x 2, and labels, n."""


@dataclass(frozen=True, slots=True, eq=False)
class Data:
    """Points in training order: `x` is n x 2, `label` n; the first `train` are for training, the others for testing.

    Labels are -1 and 1 for two `classes`, 0, 1 and 2 for three, any number for regression (`classes` is 0).
    """

    x: Array
    label: Array
    train: int
    classes: int


def make_data(config: Config) -> Data:
    """The data of a state; the same for the same seed."""
    if config.points:
        points = np.array(config.points, dtype=np.float64)
        x, label = points[:, :2], points[:, 2]
        if classes_of(config) == 2:
            label = np.where(label > 0, 1.0, -1.0)
    else:
        rng = np.random.RandomState(number_for(config.seed, "data"))
        x, label = maker_of(config)(rng, config.samples, config.noise / 100)
    order = np.random.RandomState(number_for(config.seed, "order")).permutation(len(x))
    train = min(max(1, len(x) * config.perc_train_data // 100), len(x) - 1)  # neither part is empty
    return Data(x[order], label[order], train, classes_of(config))


def number_for(seed: str, use: str) -> int:
    """The seed of a generator, from 0 to 2**32 - 1; every use of a state's seed has another one."""
    return int.from_bytes(hashlib.sha256(f"{use} {seed}".encode()).digest()[:4], "big")


def maker_of(config: Config) -> Maker:
    """The function that makes the data of a state without points of its own."""
    maker: Maker = globals()[config.drawn_from.replace("-", "_")]
    return maker


def classes_of(config: Config) -> int:
    """2 or 3, or 0 for regression."""
    if config.problem == "regression":
        return 0
    if config.points:
        return 3 if {label for _, _, label in config.points} == {0.0, 1.0, 2.0} else 2
    return 2 if config.three_class == "none" else 3


def features(x: Array, names: tuple[str, ...]) -> Array:
    """The inputs with these names, n x inputs."""
    first, second = x[:, 0], x[:, 1]
    known: dict[str, Callable[[], Any]] = {
        "x": lambda: first,
        "y": lambda: second,
        "xTimesY": lambda: first * second,
        "xSquared": lambda: first**2,
        "ySquared": lambda: second**2,
        "sinX": lambda: np.sin(first),
        "sinY": lambda: np.sin(second),
    }
    return np.stack([known[name]() for name in names], axis=1) if names else np.empty((len(x), 0))


# ---- two classes


def circle(rng: np.random.RandomState, n: int, noise: float) -> tuple[Array, Array]:
    radius = np.concatenate([rng.uniform(0, 2.5, n // 2), rng.uniform(3.5, 5, n // 2)])
    angle = rng.uniform(0, 2 * np.pi, n)
    x = np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1)
    moved = x + rng.uniform(-5, 5, (n, 2)) * noise
    return x, np.where(np.hypot(moved[:, 0], moved[:, 1]) <= 2.5, 1.0, -1.0)


def xor(rng: np.random.RandomState, n: int, noise: float) -> tuple[Array, Array]:
    x = rng.uniform(-5, 5, (n, 2))
    x += np.where(x > 0, 0.3, -0.3)
    moved = x + rng.uniform(-5, 5, (n, 2)) * noise
    return x, np.where(moved[:, 0] * moved[:, 1] >= 0, 1.0, -1.0)


def gauss(rng: np.random.RandomState, n: int, noise: float) -> tuple[Array, Array]:
    label = np.repeat([1.0, -1.0], n // 2)
    return rng.normal(2 * label[:, None], np.sqrt(0.5 + 7 * noise), (n, 2)), label


def spiral(rng: np.random.RandomState, n: int, noise: float) -> tuple[Array, Array]:
    label = np.repeat([1.0, -1.0], n // 2)
    along = np.tile(np.arange(n // 2), 2) / (n // 2)
    turn = 3.5 * np.pi * along + np.where(label > 0, 0, np.pi)
    x = 5 * along[:, None] * np.stack([np.sin(turn), np.cos(turn)], axis=1)
    return x + rng.uniform(-1, 1, (n, 2)) * noise, label


# ---- three classes


def blobs(rng: np.random.RandomState, n: int, noise: float) -> tuple[Array, Array]:
    label = (np.arange(n) % 3).astype(float)
    turn = 2 * np.pi * label / 3
    middle = 3 * np.stack([np.sin(turn), np.cos(turn)], axis=1)
    return np.clip(rng.normal(middle, np.sqrt(0.5 + 7 * noise), (n, 2)), -6, 6), label


def rings(rng: np.random.RandomState, n: int, noise: float) -> tuple[Array, Array]:
    label = (np.arange(n) % 3).astype(float)
    radius = rng.uniform(0, 1.4, n) + 1.8 * label
    angle = rng.uniform(0, 2 * np.pi, n)
    x = np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1)
    moved = x + rng.uniform(-5, 5, (n, 2)) * noise
    return x, np.clip((np.hypot(moved[:, 0], moved[:, 1]) + 0.2) // 1.8, 0, 2)


def arms(rng: np.random.RandomState, n: int, noise: float) -> tuple[Array, Array]:
    label = (np.arange(n) % 3).astype(float)
    along = np.arange(n) / n
    turn = 1.5 * np.pi * along + 2 * np.pi * label / 3
    x = (0.5 + 4.5 * along[:, None]) * np.stack([np.sin(turn), np.cos(turn)], axis=1)
    return x + rng.uniform(-1, 1, (n, 2)) * noise, label


# ---- values


def reg_plane(rng: np.random.RandomState, n: int, noise: float) -> tuple[Array, Array]:
    x = rng.uniform(-6, 6, (n, 2))
    moved = x + rng.uniform(-6, 6, (n, 2)) * noise
    return x, (moved[:, 0] + moved[:, 1]) / 10


def reg_gauss(rng: np.random.RandomState, n: int, noise: float) -> tuple[Array, Array]:
    x = rng.uniform(-6, 6, (n, 2))
    moved = x + rng.uniform(-6, 6, (n, 2)) * noise
    middles = np.array([(-4, 2.5), (0, 2.5), (4, 2.5), (-4, -2.5), (0, -2.5), (4, -2.5)])
    signs = np.array([1, -1, 1, -1, 1, -1])
    away = np.hypot(*(moved[:, None, :] - middles).transpose(2, 0, 1))
    values = signs * np.maximum(0, 1 - away / 2)
    return x, values[np.arange(n), np.abs(values).argmax(axis=1)]


def sine(rng: np.random.RandomState, n: int, noise: float) -> tuple[Array, Array]:
    x = rng.uniform(-6, 6, (n, 2))
    moved = x + rng.uniform(-6, 6, (n, 2)) * noise
    return x, np.sin(moved[:, 0])


def step(rng: np.random.RandomState, n: int, noise: float) -> tuple[Array, Array]:
    x = rng.uniform(-6, 6, (n, 2))
    moved = x + rng.uniform(-6, 6, (n, 2)) * noise
    return x, np.where(moved[:, 0] + moved[:, 1] > 0, 0.8, -0.8)


def ripple(rng: np.random.RandomState, n: int, noise: float) -> tuple[Array, Array]:
    x = rng.uniform(-6, 6, (n, 2))
    moved = x + rng.uniform(-6, 6, (n, 2)) * noise
    return x, np.cos(np.hypot(moved[:, 0], moved[:, 1]))
