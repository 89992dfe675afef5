"""The state of a playground and the table of its settings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields, replace
from typing import Any

from tuitutor.errors import UsageError
from tuitutor.playground.kinds import Kind, Number, OneOf, Point, PointList, Several, Switch, Words, shown, write_value
from tuitutor.spelling import nearest

ACTIVATIONS = ("relu", "tanh", "sigmoid", "linear")
OPTIMIZERS = ("sgd", "momentum", "nesterov", "rmsprop", "adadelta", "adam")
MOST_LAYERS, MOST_UNITS = 6, 8
SAMPLES, REGRESSION_SAMPLES = 500, 1_200

FEATURES = ("x", "y", "xTimesY", "xSquared", "ySquared", "sinX", "sinY")
"""All possible inputs, in the order of the first kernel's rows."""

DATASETS = {
    "dataset": ("circle", "xor", "gauss", "spiral"),
    "regDataset": ("reg-plane", "reg-gauss"),
    "threeClass": ("blobs", "rings", "arms"),
    "function": ("sine", "step", "ripple"),
}
"""All data sets, by the setting that chooses them; `data` has a function for each."""

HIDEABLE = (
    "showTestData",
    "discretize",
    "playButton",
    "stepButton",
    "resetButton",
    "learningRate",
    "activation",
    "regularization",
    "regularizationRate",
    "problem",
    "dataset",
    "percTrainData",
    "noise",
    "batchSize",
    "numHiddenLayers",
    *FEATURES,
)
"""The controls that an address can hide. A hidden feature isn't an input."""

_RATES = (0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10)
_PENALTY_RATES = (0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10)


def _setting(default: Any, kind: Kind, words: str, ours: bool = False) -> Any:
    return field(default=default, metadata={"kind": kind, "words": words, "ours": ours})


@dataclass(frozen=True, slots=True)
class Config:
    """A complete state. A setting's name in addresses is its field's name in camel case; see `SETTINGS`."""

    # the original's settings
    activation: str = _setting("tanh", OneOf(ACTIVATIONS), "the activation function of the hidden units")
    regularization: str = _setting("none", OneOf(("none", "L1", "L2")), "the penalty on large weights")
    batch_size: int = _setting(10, Number(1, 30, whole=True), "training points per update of the weights")
    dataset: str = _setting(
        "circle",
        OneOf(DATASETS["dataset"]),
        "points of two classes; xor is 1 where x times y is not negative",
    )
    reg_dataset: str = _setting("reg-plane", OneOf(DATASETS["regDataset"]), "points with a value, for regression")
    learning_rate: float = _setting(0.03, Number(0, 10, _RATES), "how much of the gradient each step applies")
    regularization_rate: float = _setting(0.0, Number(0, 10, _PENALTY_RATES), "the strength of the penalty")
    noise: float = _setting(0.0, Number(0, 50, tuple(range(0, 51, 5))), "noise in the data, in per cent")
    network_shape: tuple[int, ...] = _setting(
        (4, 2), Several(Number(1, MOST_UNITS, whole=True), MOST_LAYERS), "units of each hidden layer; may be empty"
    )
    seed: str = _setting("", Words(), "for random data (not the browser's) and initial weights; a new one if not given")
    show_test_data: bool = _setting(False, Switch(), "whether test points are drawn too")
    discretize: bool = _setting(False, Switch(), "whether the output is drawn as one class or the other")
    perc_train_data: int = _setting(
        50, Number(10, 90, tuple(range(10, 91, 10)), whole=True), "share of training points, in per cent"
    )
    x: bool = _setting(True, Switch(), "input x")
    y: bool = _setting(True, Switch(), "input y")
    x_times_y: bool = _setting(False, Switch(), "input x times y")
    x_squared: bool = _setting(False, Switch(), "input x squared")
    y_squared: bool = _setting(False, Switch(), "input y squared")
    sin_x: bool = _setting(False, Switch(), "input sine of x")
    sin_y: bool = _setting(False, Switch(), "input sine of y")
    cos_x: bool = _setting(False, Switch(), "in old addresses; has no effect")
    cos_y: bool = _setting(False, Switch(), "in old addresses; has no effect")
    problem: str = _setting("classification", OneOf(("classification", "regression")), "classes or values")
    init_zero: bool = _setting(False, Switch(), "whether all weights and biases start at 0")
    hide_text: bool = _setting(False, Switch(), "for the page in the browser; has no effect here")
    collect_stats: bool = _setting(False, Switch(), "for the page in the browser; has no effect here")
    tutorial: str = _setting("", Words(), "for the page in the browser; has no effect here")

    # ours; the original ignores these names
    optimizer: str = _setting("sgd", OneOf(OPTIMIZERS), "the update rule, otherwise with Keras's defaults", True)
    activations: tuple[str, ...] = _setting(
        (),
        Several(OneOf(ACTIVATIONS), MOST_LAYERS),
        "one for each of the first hidden layers, instead of activation",
        True,
    )
    dropout: float = _setting(
        0.0, Number(0, 0.9, (0, 0.1, 0.2, 0.5)), "share of hidden units left out of an update", True
    )
    initialization: str = _setting(
        "uniform",
        OneOf(("uniform", "glorot", "he")),
        "initial weights: as in the original, or by a Keras initializer",
        True,
    )
    three_class: str = _setting(
        "none", OneOf(("none", *DATASETS["threeClass"])), "points of three classes, instead of dataset", True
    )
    function: str = _setting(
        "none", OneOf(("none", *DATASETS["function"])), "a function to learn, instead of regDataset", True
    )
    points: tuple[Point, ...] = _setting((), PointList(), "your own points, instead of all other data", True)

    hidden: frozenset[str] = frozenset()
    """The controls that aren't shown, a subset of HIDEABLE."""

    @property
    def inputs(self) -> tuple[str, ...]:
        """The network's input features, in the order of its first kernel's rows."""
        return tuple(name for name in FEATURES if value(self, name) and name not in self.hidden)

    @property
    def layers(self) -> tuple[tuple[int, str], ...]:
        """Units and activation of the hidden layers."""
        activations = self.activations + (self.activation,) * len(self.network_shape)
        return tuple(zip(self.network_shape, activations, strict=False))

    @property
    def drawn_from(self) -> str:
        """The data set that a state without points of its own has, one of DATASETS."""
        if self.problem == "regression":
            return self.reg_dataset if self.function == "none" else self.function
        return self.dataset if self.three_class == "none" else self.three_class

    @property
    def samples(self) -> int:
        """How many points are drawn from a data set."""
        return REGRESSION_SAMPLES if self.problem == "regression" else SAMPLES


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting: its `name` in addresses, its `field` in Config, the `kind` of its values, and a line about it.

    `ours`: the original doesn't have it.
    """

    name: str
    field: str
    kind: Kind
    default: Any
    words: str
    ours: bool

    @property
    def default_text(self) -> str:
        """The default as an address writes it."""
        return write_value(self.default)


def _camel_case(name: str) -> str:
    return re.sub("_(.)", lambda letter: letter[1].upper(), name)


SETTINGS = {
    name: Setting(name, column.name, default=column.default, **column.metadata)
    for column in fields(Config)
    if column.metadata and (name := _camel_case(column.name))
}
"""All settings by name; addresses, lists and screens use this table."""


def value(config: Config, name: str) -> Any:
    """The value of the setting with this name."""
    return getattr(config, SETTINGS[name].field)


def value_text(config: Config, name: str) -> str:
    """Its value as an address writes it."""
    return write_value(value(config, name))


def differences(config: Config, other: Config) -> str:
    """The settings in which two states differ, except points, in words; "" if in none."""
    names = [name for name in SETTINGS if value(config, name) != value(other, name) and name != "points"]
    return ", ".join(f"{name} {value_text(config, name) or 'none'}" for name in names)


def with_seed(config: Config, chance: float) -> Config:
    """The state with a seed: its own, or `chance` (from 0 to 1) with five decimals."""
    return config if config.seed else replace(config, seed=f"{chance:.5f}")


def put(config: Config, name: str, value: Any) -> Config:
    """The state with this valid value."""
    fields: dict[str, Any] = {SETTINGS[name].field: value}
    return replace(config, **fields)


def change(config: Config, name: str, text: str) -> Config:
    """The state with one setting read from text. Raises UsageError with what was expected."""
    if name not in SETTINGS:
        near = nearest(name, SETTINGS)
        raise UsageError(f"There is no setting {shown(name)}" + (f"; did you mean '{near}'?" if near else "."))
    setting = SETTINGS[name]
    try:
        return put(config, name, setting.kind.read(text))
    except ValueError as error:
        raise UsageError(f"{name} cannot be {error}.") from None
