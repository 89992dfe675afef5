"""The checks that an exercise can make, as values. `schema` reads them from YAML; `grading` judges them.

The fields mirror the YAML in ARCHITECTURE.md, "The lesson format".
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Bound:
    """A number wanted: exactly `equals`, or within [`at_least`, `at_most`]; None is no bound."""

    equals: float | None = None
    at_least: float | None = None
    at_most: float | None = None

    def holds(self, value: float) -> bool:
        """Whether the value is within the bound. NaN never is."""
        if self.equals is not None:
            return value == self.equals
        low = self.at_least is None or value >= self.at_least
        high = self.at_most is None or value <= self.at_most
        return low and high and value == value

    def __str__(self) -> str:
        match (self.equals, self.at_least, self.at_most):
            case (None, None, None):
                return "anything"
            case (None, None, high):
                return f"at most {_number(high)}"
            case (None, low, None):
                return f"at least {_number(low)}"
            case (None, low, high):
                return f"{_number(low)} to {_number(high)}"
            case (exactly, _, _):
                return _number(exactly)


def _number(value: float | None) -> str:
    whole = value is not None and value == value and abs(value) < 1e15 and value == int(value)
    return f"{value:,.0f}" if whole else f"{value:g}"


@dataclass(frozen=True, slots=True)
class LayerSpec:
    """One wanted layer: its class's name and the settings that matter; `any_number` is the "..." entry."""

    kind: str = ""
    settings: tuple[tuple[str, bool | int | float | str | tuple[int, ...] | None], ...] = ()
    any_number: bool = False


Dims = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Layers:
    """The layers in order; "..." stands for any number of layers. InputLayer entries never count."""

    layers: tuple[LayerSpec, ...]


@dataclass(frozen=True, slots=True)
class OutputShapes:
    """Each layer's output shape (`per_layer`), or the model's (`last_only`). Axis 0 always matches anything.

    A `last_only` shape of one entry is the last axis alone.
    """

    shapes: tuple[Dims, ...]
    last_only: bool = False


@dataclass(frozen=True, slots=True)
class Params:
    """Parameter counts; each None part is not checked."""

    per_layer: tuple[int, ...] | None = None
    total: Bound | None = None
    trainable: Bound | None = None


@dataclass(frozen=True, slots=True)
class Compiled:
    """How the model was compiled; each None part is not checked. `loss` may list several that are right."""

    loss: tuple[str, ...] | None = None
    optimizer: tuple[str, ...] | None = None
    learning_rate: Bound | None = None
    metrics: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """Some `fit` of the final model meets all of these, or its `last` one; each None part is not checked.

    `epochs` counts those run, `asked` those asked for, `steps` the optimizer's. `training_samples` counts different
    rows, `validation_samples` the different ones that it did not train on. `restored` False: nothing but training
    changes the weights, in the fit or later. `lowest_rate` is the lowest learning rate that an epoch begins or ends
    with. `total_epochs`, `total_samples` (rows trained on, once for each step of theirs) and `total_steps` are sums
    over all that trained the model; `epoch_samples` are those samples divided by those epochs.
    """

    epochs: Bound | None = None
    batch_size: Bound | None = None
    validation: bool | None = None
    total_epochs: Bound | None = None
    asked: Bound | None = None
    steps: Bound | None = None
    training_samples: Bound | None = None
    validation_samples: Bound | None = None
    restored: bool | None = None
    lowest_rate: Bound | None = None
    total_samples: Bound | None = None
    total_steps: Bound | None = None
    epoch_samples: Bound | None = None
    last: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """What a history's curve must do: end below its start (`falls`) or above it (`rises`); `best`, `last` in bounds.

    The best value is the lowest of a loss or error and the highest of anything else. `earlier` bounds all but the last.
    """

    falls: bool = False
    rises: bool = False
    best: Bound | None = None
    last: Bound | None = None
    earlier: Bound | None = None


@dataclass(frozen=True, slots=True)
class History:
    """Curves of the final model's last fit by name; `gap` bounds |train - validation| of the last epoch by metric."""

    curves: tuple[tuple[str, Curve], ...] = ()
    gap: tuple[tuple[str, Bound], ...] = ()


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Accuracy on hidden samples drawn by a function of the course's data.py.

    `before` bounds what the model scores with its weights as they were made; None: no more than that it does not pass.
    """

    data: str
    samples: int
    bound: Bound
    before: Bound | None = None


@dataclass(frozen=True, slots=True)
class Error:
    """The error on hidden samples, likewise: `metric` is "mse" (mean squared) or "mae" (mean absolute)."""

    data: str
    samples: int
    metric: str
    bound: Bound
    before: Bound | None = None


@dataclass(frozen=True, slots=True)
class Trained:
    """How the final model's weights were found: `how` is "fit", "loop" (without fit, by gradients), "steps" (either) or
    "hand" (neither fit nor an optimizer). Weights that come from elsewhere pass with "hand" only.
    """

    how: str


@dataclass(frozen=True, slots=True)
class BuiltFrom:
    """No bare keras.ops and no Lambda; a network, not a formula.

    `kinds` names the layer classes it may use, `activations` the activations; () all.
    """

    kinds: tuple[str, ...] = ()
    activations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of the answer; each None part is not checked. `within` is how far a number may be from `equals`."""

    name: str
    shape: Dims | None = None
    dtype: str | None = None
    equals: bool | int | float | str | None = None
    bound: Bound | None = None
    within: float | None = None


@dataclass(frozen=True, slots=True)
class Stdout:
    """What was printed matches the regular expression somewhere."""

    matches: str


@dataclass(frozen=True, slots=True)
class Source:
    """Names that the answer's code must call or must never call, judged on the syntax tree."""

    calls: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question answered in the draft's first line, `# answer: 12`. `choices` may be empty for a free answer.

    `because` pairs a wrong answer with why it is wrong, told to whoever gives it.
    """

    answer: str
    choices: tuple[str, ...] = ()
    because: tuple[tuple[str, str], ...] = ()


CheckKind = (
    Layers
    | OutputShapes
    | Params
    | Compiled
    | Fit
    | History
    | Accuracy
    | Error
    | Trained
    | BuiltFrom
    | Variable
    | Stdout
    | Source
    | Question
)


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what it asks (`kind`) and the keys that every check shares. `line` is in the lesson file.

    `needs` names checks that must pass first; otherwise this one is SKIPPED. `name` is unique in its exercise.
    `best`: of what it counts, the lowest number of a passing attempt is kept as a personal best.
    """

    kind: CheckKind
    name: str
    points: float = 1.0
    needs: tuple[str, ...] = ()
    feedback: str = ""
    best: bool = False
    line: int = field(default=0, compare=False)
