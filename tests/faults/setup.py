"""Runs before each program, as a lesson's set-up does: imports, and small data of the usual kinds."""

import keras
import numpy as np
import tensorflow as tf
from keras import Input, Model, Sequential, layers, ops


def points(n=600, seed=0):
    """Points in two bands that wind around each other, (n, 2) in about -1 to 1, and classes 0 and 1, (n,)."""
    rng = np.random.default_rng(seed)
    label = rng.integers(0, 2, n)
    angle = rng.uniform(0, np.pi, n)
    x = np.stack([np.cos(angle) - 0.5 + label, np.sin(angle) * (1 - 2 * label) + 0.3 * label], 1)
    return (x + rng.normal(0, 0.1, (n, 2))).astype("float32") * 0.8, label


def flowers(n=450, seed=0):
    """Measurements of three kinds of flowers, (n, 4) around 0, and classes 0 to 2, (n,)."""
    rng = np.random.default_rng(seed)
    centres = np.array([[-1.2, 0.8, -1.3, -1.2], [0.1, -0.7, 0.3, 0.1], [0.9, 0.2, 1.0, 1.1]])
    label = rng.integers(0, 3, n)
    return (centres[label] + rng.normal(0, 0.45, (n, 4))).astype("float32"), label


def houses(n=500, seed=0):
    """Area in m2, year, rooms and distance in m of houses, (n, 4), and prices in thousands, (n,), around 400."""
    rng = np.random.default_rng(seed)
    area, year = rng.uniform(40, 220, n), rng.integers(1900, 2020, n)
    rooms, far = rng.integers(1, 8, n), rng.uniform(50, 9000, n)
    price = 60 + 1.8 * area + 0.9 * (year - 1900) + 12 * rooms - 0.012 * far + 25 * np.sin(area / 30)
    return np.stack([area, year, rooms, far], 1).astype("float32"), (price + rng.normal(0, 8, n)).astype("float32")


def pictures(n=400, seed=0):
    """Grey pictures of 8 by 8 bytes, (n, 8, 8), with a bright bar at one of four sides, and classes 0 to 3, (n,)."""
    rng = np.random.default_rng(seed)
    label = rng.integers(0, 4, n)
    x = rng.uniform(0, 110, (n, 8, 8))
    for picture, side in zip(x, label):
        np.rot90(picture, side)[rng.integers(0, 3), 1:7] += 90
    return x.astype("uint8"), label


def waves(n=300, steps=16, seed=0):
    """Pieces of waves, (n, steps, 1), and the value that comes next, (n, 1)."""
    rng = np.random.default_rng(seed)
    start, speed = rng.uniform(0, 6.3, (n, 1)), rng.uniform(0.2, 0.7, (n, 1))
    wave = np.sin(start + speed * np.arange(steps + 1)).astype("float32")
    return wave[:, :-1, None], wave[:, -1:]


def scaled(x):
    """Each column with mean 0 and spread 1."""
    return (x - x.mean(0)) / x.std(0)
