"""The course's data sources, for scoring on hidden samples. They run only where no learner code does.

A source takes the number of samples `n` and a `seed`, and returns features of shape (n, features) and labels of
shape (n,). The lessons' setup cells draw from the same distributions.
"""

from __future__ import annotations

import numpy as np


def noise(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Features in [0, 1), shape (n, 3); labels 0 or 1, shape (n,), that have nothing to do with them."""
    rng = np.random.default_rng(seed)
    x = rng.random((n, 3))
    return x, rng.integers(2, size=n)


def xor3(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Features in [-0.5, 0.5), shape (n, 3); labels, shape (n,): 1 where an odd number of features is positive."""
    x = np.random.default_rng(seed).random((n, 3)) - 0.5
    return x, np.logical_xor.reduce(x > 0, axis=1).astype(int)
