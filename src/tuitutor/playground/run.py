"""A network in training: its state, data, weights and losses, its outputs over the plane, and why it diverged.

Training is deterministic, so the epoch and the changes by hand, one line of text, are enough to replay a run.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from tuitutor.playground.data import Array, features, make_data
from tuitutor.playground.kinds import REACH, parse_number, write_number
from tuitutor.playground.playground_state import OPTIMIZERS, Config
from tuitutor.playground.small_network import Layer, first_weights, shape_of, values, with_ones
from tuitutor.playground.training import Trainer

_TOO_LARGE = 1e6  # times the loss at the start
_LARGE_LABEL = 10.0
MOST_EPOCHS, MOST_CHANGES = 100_000, 1_000


@dataclass(frozen=True, slots=True)
class Divergence:
    """When training diverged, why, and what to do. `final`: a loss or weight is no longer finite."""

    epoch: int
    reason: str
    way_back: str
    final: bool

    def __str__(self) -> str:
        return f"Diverged at epoch {self.epoch}: {self.reason} {self.way_back}"


def divergence(config: Config, epoch: int, losses: Sequence[tuple[float, float]], weights: Array) -> Divergence | None:
    """The divergence found after an epoch, or None if all is well."""
    train = losses[-1][0]
    final = not (all(map(math.isfinite, losses[-1])) and bool(np.isfinite(weights.sum())))
    if not final and train <= _TOO_LARGE * max(1.0, losses[0][0]):
        return None
    what = "the weights grew until they were no numbers any more" if final else f"the loss has grown to {train:.2g}"
    rate, penalty = config.learning_rate, config.regularization_rate
    if config.optimizer == "sgd" and config.regularization == "L2" and rate * penalty > 2:
        shrunk = write_number(round(1 - rate * penalty, 3))
        reason = f"since learning rate x penalty rate is above 2: each move multiplies a weight by {shrunk}."
        way_back = "Reset, and choose a smaller penalty rate or learning rate."
    elif any(abs(label) > _LARGE_LABEL for _, _, label in config.points):
        reason = "since labels are large beside the weights."
        way_back = "Divide the labels so that they are about 1, and reset."
    else:
        reason = f"since moves at a learning rate of {write_number(rate)} overshoot, each more than the one before."
        way_back = f"Reset, and learn at {write_number(float(f'{rate / 10:.2g}'))} or less."
    return Divergence(epoch, f"{what}, {reason}", way_back, final)


MOST_KEPT = 512  # epochs whose weights are in memory
_LIVE = ("learning_rate", "show_test_data", "discretize", "hide_text", "collect_stats", "tutorial")


@dataclass(frozen=True, slots=True)
class Change:
    """A change by hand after an epoch: a weight, by layer, unit and source (None: the bias), or the learning rate.

    The place of the rate is all None.
    """

    epoch: int
    place: tuple[int | None, int | None, int | None]
    value: float


class Run:
    """One network. All random numbers come from the seed, so a state always trains in the same way."""

    def __init__(self, config: Config, layers: Sequence[Layer] = ()) -> None:
        """Start at epoch 0, from `layers` if there are any, otherwise from the state's own initial weights."""
        self.config = config
        self.data = make_data(config)
        self.shape = shape_of(config, self.data.classes)
        row = self.shape.row(layers) if layers else first_weights(config, self.shape)
        self._trainer = Trainer(config, self.data, self.shape, row)
        self.history = WeightHistory()
        self.first_rate = config.learning_rate
        self.changes: list[Change] = []  # by hand, in order
        self.diverged: Divergence | None = None
        self.losses: list[tuple[float, float]] = []  # of training and test points, before training, after each epoch
        self._record()

    # ---- training

    @property
    def epoch(self) -> int:
        """How many epochs are done."""
        return self._trainer.epochs

    def advance(self, epochs: int = 1) -> None:
        """Train on; stop once a loss or weight isn't finite."""
        for _ in range(epochs):
            if self.stuck:
                return
            self._trainer.epoch()
            self._record()

    @property
    def stuck(self) -> bool:
        """Whether a loss or weight isn't finite, so that training can't go on."""
        return self.diverged is not None and self.diverged.final

    def learn_at(self, rate: float) -> None:
        """Go on at another learning rate, with the weights as they are."""
        self.config = replace(self.config, learning_rate=rate)
        self._trainer.learn_at(rate)
        self.changes.append(Change(self.epoch, (None, None, None), rate))

    @property
    def edited(self) -> int | None:
        """The epoch after which a weight or the rate was last changed by hand."""
        return self.changes[-1].epoch if self.changes else None

    def take(self, config: Config) -> bool:
        """Go on with another state if only the learning rate or display settings differ; whether they do."""
        same: dict[str, Any] = {name: getattr(self.config, name) for name in _LIVE}
        if replace(config, **same) != self.config:
            return False
        if config.learning_rate != self.config.learning_rate:
            self.learn_at(config.learning_rate)
        self.config = config
        return True

    def edit(self, layer: int, unit: int, source: int | None, value: float) -> None:
        """Set the weight from an input or unit `source` of the layer before, or a bias (None), and go on from there."""
        column = self.shape.sizes[layer] if source is None else source
        row = self._trainer.row
        self.shape.matrices(row)[layer][unit, column] = value
        self._trainer.put(row)
        self.changes.append(Change(self.epoch, (layer, unit, source), value))
        self.losses.pop()
        self._record()

    def change(self, change: Change) -> None:
        """Repeat a change that was made by hand. Raises IndexError if there is no such weight."""
        layer, unit, source = change.place
        if layer is None or unit is None:
            self.learn_at(change.value)
        else:
            self.edit(layer, unit, source, change.value)

    def _record(self) -> None:
        row = self._trainer.row
        self.losses.append(self._trainer.losses())
        self.history.keep(self.epoch, row)
        found = divergence(self.config, self.epoch, self.losses, row)
        if self.diverged is None or found is None:
            self.diverged = found
        else:
            self.diverged = replace(self.diverged, final=found.final)

    # ---- what there is to see

    def weights(self, epoch: int | None = None) -> list[Layer]:
        """The weights now, or after an epoch, or after the last stored epoch before it."""
        return self.shape.layers(self._at(epoch))

    def outputs(self, side: int, epoch: int | None = None) -> Array:
        """The network's outputs on side x side cells of the plane: outputs x side x side, the top row first.

        One output from -1 to 1, any number for regression, or the probabilities of three classes.
        """
        return self.units(side, epoch)[-1]

    def units(self, side: int, epoch: int | None = None) -> list[Array]:
        """The same for all units: an array of units x side x side per layer, the outputs last."""
        layers = values(self.shape, self._at(epoch), _plane(self.config.inputs, side))
        return [layer.reshape(-1, side, side) for layer in layers]

    def inputs(self, side: int) -> Array:
        """The same for the inputs, in the order of `config.inputs`."""
        return _plane(self.config.inputs, side)[:-1].reshape(-1, side, side)

    def says(self, x: float, y: float) -> list[Array]:
        """The values of all units at one point, layer by layer."""
        inputs = with_ones(features(np.array([[x, y]], dtype=np.float64), self.config.inputs))
        return [layer[:, 0] for layer in values(self.shape, self._trainer.row, inputs)]

    def at(self, points: Array) -> Array:
        """The outputs at points (n x 2): outputs x n."""
        return values(self.shape, self._trainer.row, with_ones(features(points, self.config.inputs)))[-1]

    def _at(self, epoch: int | None) -> Array:
        return self._trainer.row if epoch is None or epoch == self.epoch else self.history.at(epoch)[1]


class WeightHistory:
    """The rows of weights after epochs (0: before training): after all of them or, once there are more than MOST_KEPT,
    after every 2nd, 4th, ... epoch.
    """

    def __init__(self) -> None:
        self._rows: dict[int, Array] = {}
        self._every = 1

    def keep(self, epoch: int, row: Array) -> None:
        """Keep the row after an epoch; epochs must not go back."""
        if epoch % self._every == 0:
            self._rows[epoch] = row
        if len(self._rows) > MOST_KEPT:
            self._every *= 2
            self._rows = {at: row for at, row in self._rows.items() if at % self._every == 0}

    @property
    def epochs(self) -> tuple[int, ...]:
        """The stored epochs, from 0 on."""
        return tuple(self._rows)

    def at(self, epoch: int) -> tuple[int, Array]:
        """The last stored epoch up to this one, and its row."""
        found = max(at for at in self._rows if at <= epoch)
        return found, self._rows[found]


class Race:
    """All OPTIMIZERS on the same data from the same initial weights, with all other settings in common."""

    def __init__(self, config: Config) -> None:
        self.data = make_data(config)
        self.shape = shape_of(config, self.data.classes)
        row = first_weights(config, self.shape)
        configs = [replace(config, optimizer=optimizer) for optimizer in OPTIMIZERS]
        self._trainers = [Trainer(config, self.data, self.shape, row) for config in configs]
        self._losses = [[trainer.losses() for trainer in self._trainers]]

    @property
    def epoch(self) -> int:
        """How many epochs are done."""
        return self._trainers[0].epochs

    def advance(self, epochs: int = 1) -> None:
        """Train all of them for more epochs."""
        for _ in range(epochs):
            for trainer in self._trainers:
                trainer.epoch()
            self._losses.append([trainer.losses() for trainer in self._trainers])

    @property
    def losses(self) -> Array:
        """The losses of the training and test points, optimizers x (epochs + 1) x 2; NaN from where one diverged."""
        return np.array(self._losses).swapaxes(0, 1)

    def weights(self, optimizer: int) -> list[Layer]:
        """The current weights of one of them, by its index."""
        return self.shape.layers(self._trainers[optimizer].row)


@lru_cache(maxsize=16)
def _plane(names: tuple[str, ...], side: int) -> Array:
    """The inputs at the centres of side x side cells, with ones: (inputs + 1) x side²."""
    middles = (np.arange(side) + 0.5) / side * 2 * REACH - REACH
    x, y = np.meshgrid(middles, middles[::-1])
    return with_ones(features(np.stack([x.ravel(), y.ravel()], axis=1), names))


def past_of(run: Run) -> str:
    """A line to replay the run: the epoch, the initial learning rate, and changes as epoch:layer:unit:source:value.

    A change of the rate leaves layer, unit and source empty, a change of a bias only the source. "" if it would be too
    long.
    """
    if run.epoch > MOST_EPOCHS or len(run.changes) > MOST_CHANGES:
        return ""
    parts = [str(run.epoch), write_number(run.first_rate)]
    for change in run.changes:
        place = ["" if part is None else str(part) for part in change.place]
        parts.append(":".join([str(change.epoch), *place, write_number(change.value)]))
    return " ".join(parts)


def again(config: Config, past: str) -> Iterator[Run]:
    """Replay a run from its line: yields it before training and after every epoch; stops early at an invalid part."""
    try:
        epoch, rate, *rest = past.split(" ", MOST_CHANGES + 2)
        first, last = parse_number(rate), _whole(epoch, MOST_EPOCHS)
        changes = []
        for change_text in rest:
            after, *written, value = change_text.split(":")
            layer, unit, source = (_whole(part, 10) if part else None for part in written)
            changes.append(Change(_whole(after, MOST_EPOCHS), (layer, unit, source), parse_number(value)))
        run = Run(replace(config, learning_rate=first))
        yield run
        for change in changes:
            yield from _to(run, change.epoch)
            run.change(change)
        yield from _to(run, last)
    except (ValueError, IndexError):
        return
    run.config = config  # display settings may have changed since


def _to(run: Run, epoch: int) -> Iterator[Run]:
    while run.epoch < epoch and not run.stuck:
        run.advance()
        yield run


def _whole(text: str, most: int) -> int:
    if not text.isdecimal() or len(text) > 6 or int(text) > most:
        raise ValueError(text)
    return int(text)
