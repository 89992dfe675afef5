"""The checks that an exercise can make: each kind is described here, once. `grading` judges them.

The fields of a kind are the keys that its YAML may have (docs/lesson-format.md); where the two differ,
the parameters of its `of` are. What makes no check raises `Unfit`, so there is no value of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct, field

from tuitutor.course.bounds import Bound, Number, Unfit
from tuitutor.course.challenge import Challenge
from tuitutor.course.choices import Question

Setting = bool | int | float | str | list[int] | None
Dims = tuple[int | None, ...]


def _something(given: Iterable[object], keys: str) -> None:
    """Refuses a check without content: it would pass whatever the answer is."""
    if not any(value is not None for value in given):
        raise Unfit(f"this checks nothing; give at least one of {keys}")


class LayerSpec(Struct, frozen=True):
    """One wanted layer: its class's name and the settings that matter; `any_number` is the "..." entry."""

    kind: str = ""
    settings: tuple[tuple[str, bool | int | float | str | tuple[int, ...] | None], ...] = ()
    any_number: bool = False


def _layer(entry: str | dict[str, dict[str, Setting] | None]) -> LayerSpec:
    if entry == "...":
        return LayerSpec(any_number=True)
    if isinstance(entry, str):
        return LayerSpec(_layer_kind(entry))
    if len(entry) != 1:
        raise Unfit(f"found {len(entry)} layers in one entry; expected one, such as {{Dense: {{units: 3}}}}")
    [(kind, settings)] = entry.items()
    plain = ((key, tuple(value) if isinstance(value, list) else value) for key, value in (settings or {}).items())
    return LayerSpec(_layer_kind(kind), tuple(plain))


def _layer_kind(kind: str) -> str:
    if not kind.isidentifier() or not kind[0].isupper():
        raise Unfit(f"found the layer '{kind}'; expected the name of a layer class, such as 'Dense'")
    return kind


class Layers(Struct, frozen=True):
    """The layers in order; "..." stands for any number of layers. InputLayer entries never count."""

    layers: tuple[LayerSpec, ...]

    def __post_init__(self) -> None:
        if all(spec.any_number for spec in self.layers):
            raise Unfit("this checks nothing; name at least one layer, such as 'Dense'")

    @classmethod
    def of(cls, layers: list[str | dict[str, dict[str, Setting] | None]]) -> Layers:
        return cls(tuple(map(_layer, layers)))


class OutputShapes(Struct, frozen=True):
    """Each layer's output shape (`per_layer`), or the model's (`last_only`). Axis 0 always matches anything.

    A `last_only` shape of one entry is the last axis alone.
    """

    shapes: tuple[Dims, ...]
    last_only: bool = False

    def __post_init__(self) -> None:
        if not self.shapes:
            raise Unfit("this checks nothing; give each layer's shape, such as [[null, 3], [null, 2]]")

    @classmethod
    def of(cls, shapes: list[list[int | None]]) -> OutputShapes:
        return cls(tuple(map(_dims, shapes)))

    @classmethod
    def of_last(cls, shape: int | list[int | None]) -> OutputShapes:
        dims = _dims(shape if isinstance(shape, list) else [shape])
        if all(size is None for size in (dims[1:] or dims)):
            raise Unfit("this checks nothing; give the size of at least one axis after the first, such as [null, 2]")
        return cls((dims,), last_only=True)


def _dims(shape: list[int | None]) -> Dims:
    if not shape:
        raise Unfit("found an empty shape; expected one such as [null, 3]")
    if any(size is not None and size < 1 for size in shape):
        raise Unfit("found a size below 1 in a shape; write null for an axis of any size")
    return tuple(shape)


class Params(Struct, frozen=True):
    """Parameter counts; each None part is not checked."""

    per_layer: tuple[int, ...] | None = None
    total: Bound | None = None
    trainable: Bound | None = None

    def __post_init__(self) -> None:
        _something((self.per_layer, self.total, self.trainable), "'per_layer', 'total' or 'trainable'")
        if self.per_layer is not None and min(self.per_layer, default=-1) < 0:
            raise Unfit("'per_layer' needs each layer's number of parameters, such as [12, 8]")


class Compiled(Struct, frozen=True):
    """How the model was compiled; each None part is not checked. `loss` may list several that are right."""

    loss: tuple[str, ...] | None = None
    optimizer: tuple[str, ...] | None = None
    learning_rate: Bound | None = None
    metrics: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        given = (self.loss, self.optimizer, self.learning_rate, self.metrics)
        _something(given, "'loss', 'optimizer', 'learning_rate' or 'metrics'")


class Fit(Struct, frozen=True):
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
    restored: Literal[False] | None = None
    lowest_rate: Bound | None = None
    total_samples: Bound | None = None
    total_steps: Bound | None = None
    epoch_samples: Bound | None = None
    last: Literal[True] | None = None

    def __post_init__(self) -> None:
        asked = (getattr(self, name) for name in self.__struct_fields__ if name != "last")
        _something(asked, "'epochs', 'batch_size', 'validation' or 'total_epochs'")


class Curve(Struct, frozen=True):
    """What a history's curve must do: end below its start (`falls`) or above it (`rises`); `best`, `last` in bounds.

    The best value is the lowest of a loss or error and the highest of anything else. `earlier` bounds all but the last.
    """

    falls: bool = False
    rises: bool = False
    best: Bound | None = None
    last: Bound | None = None
    earlier: Bound | None = None

    def __post_init__(self) -> None:
        if self.falls and self.rises:
            raise Unfit("found both 'falls' and 'rises'; a curve's last value cannot be below and above its first")
        if not (self.falls or self.rises):
            _something((self.best, self.last, self.earlier), "'falls', 'rises', 'best', 'last' or 'earlier'")


class History(Struct, frozen=True):
    """Curves of the final model's last fit by name; `gap` bounds |train - validation| of the last epoch by metric."""

    curves: tuple[tuple[str, Curve], ...] = ()
    gap: tuple[tuple[str, Bound], ...] = ()

    def __post_init__(self) -> None:
        if not self.curves and not self.gap:
            raise Unfit("this checks nothing; give a curve, such as {val_loss: {falls: true}}, or a 'gap'")

    @classmethod
    def of(cls, /, gap: dict[str, Bound] | None = None, **curves: Curve) -> History:
        return cls(tuple(curves.items()), tuple((gap or {}).items()))


class HiddenScore(Struct, frozen=True):
    """The score on hidden samples drawn by a function of the course's data.py.

    `metric` is the accuracy, or the error: "mse" (mean squared) or "mae" (mean absolute). `before` bounds what the
    model scores with its weights as they were made; None: only that it does not pass.
    """

    data: str
    samples: int
    metric: Literal["accuracy", "mse", "mae"]
    bound: Bound
    before: Bound | None = None

    def __post_init__(self) -> None:
        each = (bound for bound in (self.bound, self.before) if bound is not None and self.metric == "accuracy")
        numbers = (number for bound in each for number in (bound.equals, bound.at_least, bound.at_most))
        if any(not 0 <= number <= 1 for number in numbers if number is not None):
            raise Unfit("found an accuracy outside 0 to 1; write 95 % as 0.95")
        if self.samples < 1:
            raise Unfit(f"found {self.samples} samples; expected at least 1")
        if not self.data.isidentifier():
            raise Unfit(f"found data '{self.data}'; expected the name of a function in data.py")

    @classmethod
    def of_accuracy(
        cls,
        data: str,
        samples: int,
        equals: Number | None = None,
        at_least: Number | None = None,
        at_most: Number | None = None,
        before: Bound | None = None,
    ) -> HiddenScore:
        return cls(data, samples, "accuracy", Bound(equals, at_least, at_most), before)

    @classmethod
    def of_error(
        cls, data: str, samples: int, metric: Literal["mse", "mae"], at_most: Number, before: Bound | None = None
    ) -> HiddenScore:
        if at_most <= 0:
            raise Unfit(f"found at_most {at_most:g}; an error is never below 0, and hardly ever 0")
        return cls(data, samples, metric, Bound(at_most=at_most), before)


How = Literal["fit", "loop", "steps", "hand"]


class Trained(Struct, frozen=True):
    """How the final model's weights were found: `how` is "fit", "loop" (without fit, by gradients), "steps" (either) or
    "hand" (neither fit nor an optimizer). Weights that come from elsewhere pass with "hand" only.
    """

    how: How


class BuiltFrom(Struct, frozen=True):
    """No bare keras.ops and no Lambda; a network, not a formula.

    `kinds` names the layer classes it may use, `activations` the activations; () all.
    """

    kinds: tuple[str, ...] = ()
    activations: tuple[str, ...] = ()

    @classmethod
    def of(cls, built_from: str | list[str] | Limited) -> BuiltFrom:
        if isinstance(built_from, Limited):
            if not built_from.layers:
                raise Unfit("found no layer; expected a list of layer classes, such as [Dense, Dropout]")
            return cls(tuple(map(_layer_kind, built_from.layers)), tuple(built_from.activations))
        if built_from == "layers":
            return cls()
        if isinstance(built_from, str) or not built_from:
            given = f"'{built_from}'" if built_from else "nothing"
            raise Unfit(f"found {given}; expected 'layers', or a list of layer classes, such as [Dense, Dropout]")
        return cls(tuple(map(_layer_kind, built_from)))


class Limited(Struct, frozen=True):
    """What a network may be built from, as YAML has it."""

    layers: list[str]
    activations: list[str] = field(default_factory=list)


class Held(Struct, frozen=True):
    """What a variable has to hold; each None part is not checked. `within` is how far it may be from `equals`."""

    shape: Dims | None = None  # () is that of a scalar
    dtype: str | None = None
    equals: bool | int | float | str | None = None
    at_least: Number | None = None
    at_most: Number | None = None
    within: Number | None = None

    def __post_init__(self) -> None:
        is_number = isinstance(self.equals, int | float) and not isinstance(self.equals, bool)
        if self.within is not None and not (is_number and self.within > 0):
            raise Unfit("'within' is how far a number may be from 'equals'; give both, and a 'within' above 0")
        if self.bound is not None and self.equals is not None:
            raise Unfit("found 'equals' together with another bound; keep one of them")

    @property
    def bound(self) -> Bound | None:
        bounded = self.at_least is not None or self.at_most is not None
        return Bound(None, self.at_least, self.at_most) if bounded else None


class Variable(Struct, frozen=True):
    """A variable of the answer."""

    name: str
    held: Held = Held()

    @classmethod
    def of(cls, /, **variables: Held) -> Variable:
        if len(variables) != 1:
            count = len(variables)
            raise Unfit(f"found {count} variables; expected one per check, such as {{batch: {{shape: [32, 3]}}}}")
        [(name, held)] = variables.items()
        if not name.isidentifier():
            raise Unfit(f"found the variable '{name}'; expected a Python name")
        return cls(name, held)


class Stdout(Struct, frozen=True):
    """What was printed matches the regular expression somewhere."""

    matches: str

    def __post_init__(self) -> None:
        try:
            re.compile(self.matches)
        except (re.error, RecursionError, OverflowError) as error:
            raise Unfit(f"'matches' is not a valid regular expression: {error}") from None


class Source(Struct, frozen=True):
    """Names that the answer's code must call or must never call, judged on the syntax tree."""

    calls: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _something((self.calls or None, self.never or None), "'calls' or 'never'")


CheckKind = (
    Layers
    | OutputShapes
    | Params
    | Compiled
    | Fit
    | History
    | HiddenScore
    | Trained
    | BuiltFrom
    | Variable
    | Stdout
    | Source
    | Question
    | Challenge
)


class Check(Struct, frozen=True):
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
    line: int = 0
