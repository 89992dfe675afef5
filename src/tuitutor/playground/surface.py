"""The training loss over a plane through weight space, and the path of training in it.

The plane goes through the current weights, along the path's two principal directions from there (Li et al.,
2018, arXiv:1712.09913). In random directions, which are often used, the path would hardly move: in dozens of dimensions
it is nearly at right angles to most of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tuitutor.playground.data import Array, features
from tuitutor.playground.run import Run
from tuitutor.playground.small_network import point_losses, targets_of, values, with_ones

_MARGIN = 0.3  # of the path's extent, on each side
_SMALLEST = 1.0  # half the extent if the path hardly moves
_AT_ONCE = 64  # cells
_LEAST_SHARE = 1e-300


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """`losses`, side x side, the top row first: one direction runs to the right (`across`), the other up (`up`).

    Distances are Euclidean, over all weights. `path` has a place (across, up) for each stored epoch; `explained` is the
    share of the path's squared distances that lies in the plane.
    """

    losses: Array
    across: tuple[float, float]
    up: tuple[float, float]
    path: Array
    explained: float


def loss_surface(run: Run, side: int) -> Surface:
    """The surface around the path so far, on side x side cells."""
    rows = np.stack([run.history.at(epoch)[1] for epoch in run.history.epochs])
    directions, explained = _principal(rows - rows[-1])
    path = (rows - rows[-1]) @ directions.T
    across, columns = _axis(path[:, 0], side)
    up, levels = _axis(path[:, 1], side)
    places = np.stack(np.meshgrid(columns, levels[::-1]), axis=-1).reshape(-1, 2)
    train = run.data.train
    inputs, targets = with_ones(features(run.data.x[:train], run.config.inputs)), targets_of(run.data)[:, :train]
    losses = []
    for some in np.array_split(rows[-1] + places @ directions, max(1, len(places) // _AT_ONCE)):
        outputs = np.moveaxis(values(run.shape, some, inputs)[-1], -2, 0)
        if run.data.classes == 3:
            outputs = np.log(np.maximum(outputs, _LEAST_SHARE))
        with np.errstate(all="ignore"):
            losses.append(point_losses(run.shape, outputs, targets[:, np.newaxis]).mean(axis=-1))
    return Surface(np.concatenate(losses).reshape(side, side), across, up, path, explained)


def _principal(rows: Array) -> tuple[Array, float]:
    """Two orthonormal directions, and the share of the squared distances along them."""
    _, sizes, directions = np.linalg.svd(np.nan_to_num(rows, posinf=0, neginf=0), full_matrices=False)
    found = directions[: int((sizes > 1e-12).sum())][:2]
    for axis in np.eye(rows.shape[1]):  # a path that is a point or a line doesn't determine both
        if len(found) == 2:
            break
        rest = axis - found.T @ (found @ axis)
        if (length := np.linalg.norm(rest)) > 1e-6:
            found = np.vstack([found, rest / length])
    found = np.vstack([found, np.zeros((2 - len(found), rows.shape[1]))])  # a network with one weight or none
    total = float((sizes**2).sum())
    return found, float((sizes[:2] ** 2).sum()) / total if total else 1.0


def _axis(along: Array, side: int) -> tuple[tuple[float, float], Array]:
    """Where the map begins and ends in one direction of the path, and the middles of its cells."""
    low, high = float(along.min()), float(along.max())
    margin = _SMALLEST if high - low < 1e-3 else _MARGIN * (high - low)
    low, high = low - margin, high + margin
    return (low, high), low + (np.arange(side) + 0.5) / side * (high - low)
