"""A playground in use: its run or race, the speed, and the selection. Nothing is drawn here."""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter

import numpy as np

from tuitutor.draw.board import INPUT_NAMES, DrawnNetwork
from tuitutor.draw.maps import Grid, Spot
from tuitutor.draw.playground import maps_of, spots_of
from tuitutor.playground.kinds import REACH, Number, OneOf, Point, Several, Switch
from tuitutor.playground.playground_state import SETTINGS, Config, put, value, with_seed
from tuitutor.playground.run import Race, Run

SPEEDS = (1, 10, 60, 300, 0)
"""The speeds in epochs per second, 0 being as fast as possible; the original does 60."""

SLICE = 0.008
"""Most seconds that training takes between two checks for keys, except to finish an epoch."""


class Table:
    """One run, or a race of optimizers. `unit` is the selected unit in the network: its column and its place there.

    `at` is the past epoch to show, None for the latest. Training pauses at epoch `pause_at`, if there is one.
    """

    def __init__(self, config: Config, pause_at: int | None = None) -> None:
        self.run = Run(with_seed(config, random.random()))
        self.race: Race | None = None
        self.running = False
        self.pause_at = pause_at
        self.speed = SPEEDS.index(60)
        self.at: int | None = None
        self.unit = (1, 0)
        self._owed = 0.0
        self._led: tuple[int, Run] | None = None  # the race's epoch, and a run with its leader's weights
        self._keep_unit()

    # ---- training

    @property
    def config(self) -> Config:
        return self.run.config

    def tick(self, seconds: float, most: float = SLICE) -> bool:
        """Train the epochs due after `seconds`, for at most `most` seconds; returns whether it trained at all."""
        if not self.running:
            return False
        speed = SPEEDS[self.speed]
        self._owed = min(self._owed + seconds * speed, speed / 4 + 1) if speed else 1e9
        began, trained = perf_counter(), False
        while self._owed >= 1 and not self.stuck:
            (self.race or self.run).advance()
            trained, self._owed = True, self._owed - 1
            if self.newest == self.pause_at:
                self.running = False
            if not self.running or perf_counter() - began > most:
                break
        if self.stuck:
            self.running = False
        return trained

    @property
    def stuck(self) -> bool:
        """Whether there is no point in going on."""
        return self.race is None and self.run.stuck

    def switch(self) -> None:
        """Run, or pause."""
        self.running, self.at, self._owed = not self.running and not self.stuck, None, 1.0

    def step(self) -> None:
        """Train one epoch."""
        self.running, self.at = False, None
        if not self.stuck:
            (self.race or self.run).advance()

    def regenerate(self) -> None:
        """Begin again with new data and new initial weights."""
        self.begin(with_seed(replace(self.config, seed=""), random.random()))

    def put(self, config: Config) -> None:
        """Go on in another state: from where training is if possible, otherwise from the start."""
        config, rate = with_seed(config, random.random()), self.config.learning_rate
        if not self.run.take(config):
            self.begin(config, race=self.race is not None)
        elif self.race is not None and config.learning_rate != rate:
            self.begin(config, race=True)

    def change(self, name: str, to: object) -> None:
        """Change a setting to a value of its kind."""
        self.put(put(self.config, name, to))

    def begin(self, config: Config, *, race: bool = False) -> None:
        """Begin in this state, with one run or with a race of all optimizers on the same data from the same start."""
        self.run = Run(config)
        self.race = Race(config) if race else None
        self.running, self.at, self._owed, self._led = False, None, 0.0, None
        self._keep_unit()

    @property
    def epoch(self) -> int:
        """The shown epoch."""
        return self.newest if self.at is None else self.at

    @property
    def newest(self) -> int:
        """The number of epochs done."""
        return (self.race or self.run).epoch

    def scrub(self, steps: int) -> None:
        """Show a stored epoch so many steps later (earlier if negative); past the last, the latest."""
        epochs = self.run.history.epochs
        at = bisect_left(epochs, self.epoch) if self.at is not None else len(epochs) - (epochs[-1] == self.run.epoch)
        at = max(0, at + steps)
        self.running = False
        self.at = epochs[at] if at < len(epochs) and epochs[at] < self.run.epoch else None

    # ---- the network

    @property
    def leader(self) -> int:
        """The index of the optimizer with the lowest training loss in the race."""
        losses = self.race.losses[:, -1, 0] if self.race is not None else np.zeros(1)
        return int(np.argmin(np.where(np.isnan(losses), np.inf, losses)))

    @property
    def shown(self) -> Run:
        """The run to show; in a race, a run with the leader's weights."""
        if self.race is None:
            return self.run
        if self._led is None or self._led[0] != self.race.epoch:
            self._led = self.race.epoch, Run(self.config, self.race.weights(self.leader))
        return self._led[1]

    @property
    def columns(self) -> tuple[int, ...]:
        """The units in every column: inputs, layers, output."""
        return tuple(self.run.shape.sizes)

    def _keep_unit(self) -> None:
        """Keep the selection valid: another network may lack the unit."""
        column = min(self.unit[0], len(self.columns) - 1)
        self.unit = column, max(0, min(self.unit[1], self.columns[column] - 1))

    def move(self, columns: int, places: int) -> None:
        """Select another unit, this many columns and places further, but not past the ends."""
        column = min(max(self.unit[0] + columns, 0 if self.columns[0] else 1), len(self.columns) - 1)
        self.unit = column, self.unit[1] + places
        self.unit = column, min(max(0, self.unit[1]), self.columns[column] - 1)

    def resize(self, units: int) -> str:
        """Add or remove units in the selected layer; returns why this isn't possible, or ""."""
        layer = self.unit[0] - 1
        shape = list(self.config.network_shape)
        if not 0 <= layer < len(shape):
            return "Only hidden layers can gain or lose units; go to one with the arrows."
        if not 1 <= shape[layer] + units <= 8:
            return "A layer has 1 to 8 units; to remove a layer, change the hidden layers in the settings."
        shape[layer] += units
        self.change("networkShape", tuple(shape))
        return ""

    def weights_of(self) -> list[tuple[str, int | None, float]]:
        """The selected unit's incoming weights: a name, the source (None: the bias), and the weight."""
        column, place = self.unit
        if column == 0:
            return []
        layer = self.shown.weights(self.at)[column - 1]
        names = self.input_names if column == 1 else tuple(f"unit {at + 1}" for at in range(self.columns[column - 1]))
        into = [(name, at, float(layer.kernel[at, place])) for at, name in enumerate(names)]
        return [("bias", None, float(layer.bias[place])), *into]

    def edit(self, source: int | None, to: float) -> None:
        """Set a weight or the bias of the selected unit; training goes on from the latest epoch."""
        self.at = None
        self.run.edit(self.unit[0] - 1, self.unit[1], source, to)

    @property
    def input_names(self) -> tuple[str, ...]:
        return tuple(INPUT_NAMES.get(name, name) for name in self.config.inputs)

    def network(self, side: int) -> DrawnNetwork:
        """The whole network with maps of side x side."""
        layers = self.shown.weights(self.at)
        units = [self.shown.inputs(side) / REACH, *self.shown.units(side, self.at)]
        sizes = [
            f"{size} {activation}"
            for size, activation in zip(self.columns[1:], self.run.shape.activations, strict=True)
        ]
        return DrawnNetwork(
            self.input_names,
            ("inputs", *sizes[:-1], "output"),
            tuple(tuple(grid.tolist() for grid in column) for column in units),
            tuple(layer.kernel.tolist() for layer in layers),
            self.unit,
        )

    def unit_map(self, side: int) -> Grid:
        """The selected unit's output over the plane."""
        column, place = self.unit
        grids = self.shown.inputs(side) / REACH if column == 0 else self.shown.units(side, self.at)[column - 1]
        shown = 2 * grids[place] - 1 if self._is_class(column) else grids[place]  # a probability, from -1 to 1
        return shown.tolist()  # type: ignore[no-any-return]

    def unit_title(self) -> str:
        """The selected unit's title."""
        column, place = self.unit
        if column == 0:
            return f"input {self.input_names[place]}"
        if column == len(self.columns) - 1:
            return f"output of class {place + 1}" if self.run.data.classes == 3 else "output"
        return f"layer {column}, unit {place + 1}: {self.run.shape.activations[column - 1]}"

    def _is_class(self, column: int) -> bool:
        return self.run.data.classes == 3 and column == len(self.columns) - 1

    # ---- the plane

    @property
    def shown_class(self) -> int:
        """The class whose probability the plane shows, if there are three."""
        return self.unit[1] if self._is_class(self.unit[0]) else 0

    def output(self, side: int) -> Grid:
        """The network's output over the plane, from -1 to 1, the top row first."""
        return maps_of(self.shown, side, self.at)[self.shown_class][1].tolist()  # type: ignore[no-any-return]

    def spots(self, *, test: bool) -> list[Spot]:
        """The training points, or the test points if they are shown, on the plane."""
        points = spots_of(self.run, self.shown_class)
        return [_spot(x, y, shown) for x, y, shown, trains in points if trains != test]

    def spots_of(self, points: Sequence[Point]) -> list[Spot]:
        """Points drawn by hand, on the plane, as this run would show them."""
        if self.run.data.classes == 3:
            points = [(x, y, 1.0 if label == self.shown_class else -1.0) for x, y, label in points]
        return [_spot(x, y, float(label)) for x, y, label in points]

    # ---- losses

    def loss_at(self) -> tuple[float, float]:
        """The losses of the training and test points at the shown epoch."""
        losses = self.run.losses
        return losses[min(self.epoch, len(losses) - 1)]


def _spot(x: float, y: float, value: float) -> Spot:
    return 0.5 + x / (2 * REACH), 0.5 - y / (2 * REACH), value


def step_in(config: Config, name: str, steps: int) -> object:
    """A setting's next (`steps` 1) or previous (-1) value; a number stops at its ends, a choice starts over."""
    kind, now = SETTINGS[name].kind, value(config, name)
    match kind:
        case OneOf(names=names):
            return names[(names.index(now) + steps) % len(names)]
        case Switch():
            return not now
        case Number(stops=()):
            return min(max(now + steps, kind.low), kind.high)
        case Number(stops=stops):
            at = bisect_right(stops, now) if steps > 0 else bisect_left(stops, now) - 1
            return stops[at] if 0 <= at < len(stops) else now
        case Several(kind=Number()):
            return now[:-1] if steps < 0 else (*now, *(now[-1:] or (4,)))[: kind.most]
    return now
