"""The checks of an exercise. A class here says all about a kind of check but how `grading` judges it.

None or an empty value checks nothing. Values that make no check raise `InvalidCheck`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Annotated, ClassVar, Literal

from msgspec import Struct, field

from tuitutor.course.bounds import Bound, InvalidCheck, Number
from tuitutor.course.challenge import Challenge
from tuitutor.course.choices import Question
from tuitutor.course.kind import NETWORK, TRAINING, Change, CheckKind, Goal, Holds, ReadFrom, Requirements
from tuitutor.spelling import one_of

ERRORS = {"mse": "mean_squared_error", "mae": "mean_absolute_error"}
MOST_STEPS = 5_000  # in an exercise that is stopped and started again, since all of them are reported
Setting = bool | int | float | str | list[int] | None
Dims = tuple[int | None, ...]


def _require_content(check: Struct, *but: str) -> None:
    """Refuse a check whose fields, `but` these, have their defaults: any answer would pass it."""
    defaults = dict(zip(check.__struct_fields__, check.__struct_defaults__, strict=True))
    names = [name for name in defaults if name not in but]
    if all(getattr(check, name) == defaults[name] for name in names):
        raise InvalidCheck(f"this checks nothing; give at least one of {one_of(names)}")


class LayerSpec(Struct, frozen=True):
    """An expected layer: its class's name and the settings that matter; `any_number` is the "..." entry."""

    kind: str = ""
    settings: tuple[tuple[str, bool | int | float | str | tuple[int, ...] | None], ...] = ()
    any_number: bool = False


def _layer_kind(kind: str) -> str:
    if not kind.isidentifier() or not kind[0].isupper():
        raise InvalidCheck(f"found the layer '{kind}'; expected the name of a layer class, such as 'Dense'")
    return kind


class Layers(CheckKind, frozen=True):
    """The network has these layers, in this order. `...` stands for any number of layers. Only the settings that are
    named count, and an Input never does. An activation may be a setting or a layer of its own. If a network is to stay
    as it is, write `kernel_constraint: null`, too. Constraints, initializers and regularizers are read from the
    answer's process, since a model is saved without those that the answer defines.
    """

    key = "layers"
    title = "Layers"
    example = "layers: [{Dense: {units: 3, activation: relu}}, ..., {Dense: {units: 2}}]"
    read_from = ReadFrom.MODEL
    holds: ClassVar[Holds] = {}
    feedback_in_worlds = True

    layers: tuple[LayerSpec, ...]

    def __post_init__(self) -> None:
        if all(spec.any_number for spec in self.layers):
            raise InvalidCheck("this checks nothing; name at least one layer, such as 'Dense'")

    @property
    def held(self) -> frozenset[Change]:
        """The whole network or, beside "...", what is named."""
        if not any(spec.any_number for spec in self.layers):
            return frozenset(NETWORK)
        *before, last = self.layers
        units: dict[str, Change] = {"units": "units", "filters": "units", "activation": "activation"}
        named = {units.get(name, "settings") for spec in before for name, _ in spec.settings}
        of_output = {units.get(name, "settings") for name, _ in last.settings}
        return frozenset(named | {"output" if change == "units" else change for change in of_output})

    @classmethod
    def of(cls, layers: list[str | dict[str, dict[str, Setting] | None]], /) -> Layers:
        specs = []
        for entry in layers:
            if entry == "...":
                specs.append(LayerSpec(any_number=True))
                continue
            named = {entry: None} if isinstance(entry, str) else entry
            if len(named) != 1:
                raise InvalidCheck(
                    f"found {len(named)} layers in one entry; expected one, such as {{Dense: {{units: 3}}}}"
                )
            [(kind, settings)] = named.items()
            plain = (
                (name, tuple(value) if isinstance(value, list) else value) for name, value in (settings or {}).items()
            )
            specs.append(LayerSpec(_layer_kind(kind), tuple(plain)))
        return cls(tuple(specs))


class OutputShapes(CheckKind, frozen=True):
    """The output shape of each layer. The first axis, the batch, matches anything, and so does null."""

    key = "output_shapes"
    title = "Output shapes"
    example = "output_shapes: [[null, 3], [null, 2]]"
    read_from = ReadFrom.MODEL
    holds: ClassVar[Holds] = {"shapes": ("layers", "units", "output")}
    feedback_in_worlds = True

    shapes: tuple[Dims, ...]

    def __post_init__(self) -> None:
        if not self.shapes:
            raise InvalidCheck("this checks nothing; give each layer's shape, such as [[null, 3], [null, 2]]")

    @classmethod
    def of(cls, shapes: list[list[int | None]], /) -> OutputShapes:
        return cls(tuple(map(_dims, shapes)))


class OutputShape(CheckKind, frozen=True):
    """The output shape of the network: all axes, or one number for only the last. If the model can't be loaded, it is
    that of the answer's predictions.
    """

    key = "output_shape"
    title = "Output shape"
    example = "output_shape: 2"
    read_from = ReadFrom.MODEL
    holds: ClassVar[Holds] = {"shape": ("output",)}
    feedback_in_worlds = True

    shape: Dims  # one entry: the last axis

    @classmethod
    def of(cls, shape: int | list[int | None], /) -> OutputShape:
        dims = _dims(shape if isinstance(shape, list) else [shape])
        if all(size is None for size in (dims[1:] or dims)):
            raise InvalidCheck(
                "this checks nothing; give the size of at least one axis after the first, such as [null, 2]"
            )
        return cls(dims)


def _dims(shape: list[int | None]) -> Dims:
    if not shape:
        raise InvalidCheck("found an empty shape; expected one such as [null, 3]")
    if any(size is not None and size < 1 for size in shape):
        raise InvalidCheck("found a size below 1 in a shape; write null for an axis of any size")
    return tuple(shape)


class Params(CheckKind, frozen=True):
    """How many parameters there are."""

    key = "params"
    title = "Parameters"
    example = "params: {per_layer: [12, 8], total: 20, trainable: {at_most: 1000}}"
    read_from = ReadFrom.MODEL
    holds: ClassVar[Holds] = dict.fromkeys(("per_layer", "total", "trainable"), ("layers", "units", "output"))
    feedback_in_worlds = True
    counts = ("trainable", "total")

    per_layer: Annotated[tuple[int, ...] | None, "each layer's own, exactly, as a list"] = None
    total: Annotated[Bound | None, "all of them"] = None
    trainable: Annotated[Bound | None, "those that training may change"] = None

    def __post_init__(self) -> None:
        _require_content(self)
        if self.per_layer is not None and min(self.per_layer, default=-1) < 0:
            raise InvalidCheck("'per_layer' needs each layer's number of parameters, such as [12, 8]")


class Compiled(CheckKind, frozen=True):
    """How the network was compiled. Names are compared as Keras understands them: mse is mean_squared_error."""

    key = "compiled"
    title = "How it is compiled"
    example = "compiled: {loss: sparse_categorical_crossentropy, optimizer: adam, learning_rate: {at_most: 0.1}}"
    read_from = ReadFrom.PROGRAM
    holds: ClassVar[Holds] = {
        "loss": ("loss",),
        "optimizer": ("optimizer",),
        "learning_rate": ("rate",),
        "metrics": ("metrics",),
        "may_change": ("optimizer",),
    }
    feedback_in_worlds = True

    loss: Annotated[tuple[str, ...] | None, "its name, or a list of names of which any will do"] = None
    optimizer: Annotated[tuple[str, ...] | None, "likewise"] = None
    learning_rate: Annotated[Bound | None, "the rate at the start"] = None
    metrics: Annotated[tuple[str, ...] | None, "names that have to be among the metrics"] = None
    may_change: Annotated[
        tuple[str, ...] | None, "the only settings of the optimizer, except its rate, that may differ from Keras's own"
    ] = None

    def __post_init__(self) -> None:
        _require_content(self)


class Fit(CheckKind, frozen=True):
    """At least one call of fit that trained the final model meets all of this. The sums count all that trained it:
    other fits, loops, and models that share its weights.
    """

    key = "fit"
    title = "How it is trained"
    example = "fit: {epochs: {at_most: 30}, validation: true, total_samples: {at_most: 300000}}"
    read_from = ReadFrom.PROGRAM
    holds: ClassVar[Holds] = {
        **dict.fromkeys(("epochs", "asked", "restored", "total_epochs", "total_samples"), ("epochs",)),
        **dict.fromkeys(("steps", "total_steps"), ("epochs", "batch")),
        **dict.fromkeys(("batch_size", "epoch_samples"), ("batch",)),
        **dict.fromkeys(("validation", "validation_samples"), ("validation",)),
        "training_samples": ("data", "validation"),
        "lowest_rate": ("rate",),
    }
    counts = ("total_epochs", "epochs")

    epochs: Annotated[Bound | None, "epochs that ran, fewer than asked for where a callback stopped"] = None
    asked: Annotated[Bound | None, "epochs asked for"] = None
    batch_size: Annotated[Bound | None, "rows in a batch"] = None
    steps: Annotated[Bound | None, "steps of the optimizer"] = None
    validation: Annotated[bool | None, "whether there was validation data"] = None
    training_samples: Annotated[Bound | None, "different rows trained on"] = None
    validation_samples: Annotated[Bound | None, "rows of the setup's arrays validated on, not trained on"] = None
    lowest_rate: Annotated[Bound | None, "the lowest learning rate that an epoch began or ended with"] = None
    restored: Annotated[
        Literal[False] | None,
        "false: the model has the weights of the last epoch, not those of an earlier one that was put back",
    ] = None
    last: Annotated[Literal[True] | None, "true: the last fit has to meet it, not just any"] = None
    total_epochs: Annotated[Bound | None, "epochs of all that trained it"] = None
    total_samples: Annotated[Bound | None, "rows trained on in all, each time counted"] = None
    total_steps: Annotated[Bound | None, "steps in all"] = None
    epoch_samples: Annotated[Bound | None, "total_samples divided by total_epochs"] = None

    def __post_init__(self) -> None:
        _require_content(self, "last")

    @property
    def requirements(self) -> Requirements:
        return Requirements(rows=self.training_samples is not None or self.validation_samples is not None)


class Curve(Struct, frozen=True):
    """How a curve has to go: end below its start (`falls`) or above it (`rises`), or be within bounds."""

    falls: bool = False
    rises: bool = False
    best: Bound | None = None
    last: Bound | None = None
    earlier: Bound | None = None

    def __post_init__(self) -> None:
        if self.falls and self.rises:
            raise InvalidCheck(
                "found both 'falls' and 'rises'; a curve's last value cannot be below and above its first"
            )
        _require_content(self)


class History(CheckKind, frozen=True):
    """What the curves of the model's last fit do. Each key but `gap` is the name of a curve."""

    key = "history"
    title = "Training curves"
    example = "history: {val_loss: {falls: true, best: {at_most: 0.3}}, gap: {accuracy: {at_most: 0.05}}}"
    read_from = ReadFrom.PROGRAM
    holds: ClassVar[Holds] = {"curves": TRAINING, "gap": TRAINING}

    curves: tuple[tuple[str, Curve], ...] = ()
    gap: tuple[tuple[str, Bound], ...] = ()

    def __post_init__(self) -> None:
        if not self.curves and not self.gap:
            raise InvalidCheck("this checks nothing; give a curve, such as {val_loss: {falls: true}}, or a 'gap'")

    @classmethod
    def of(
        cls,
        /,
        gap: Annotated[
            dict[str, Bound] | None, "for a metric, how far training and validation are apart in the last epoch"
        ] = None,
        **curves: Annotated[
            Curve,
            "any name that fit recorded: falls or rises (true), best, last, and earlier, which holds for all epochs "
            "before the last (numbers). The best loss or error is the lowest, the best of anything else the highest",
        ],
    ) -> History:
        return cls(tuple(curves.items()), tuple((gap or {}).items()))

    @property
    def requirements(self) -> Requirements:
        names = (name for name, _ in (*self.curves, *self.gap))
        # the validation curve of the same metric, too
        return Requirements(
            curves=tuple(curve for name in names for curve in (f"val_{name.removeprefix('val_')}", name))
        )

    def goals(self, losses: Set[str]) -> Iterator[Goal]:
        for name, curve in self.curves:
            if (bound := curve.best or curve.last) is not None:
                yield Goal(name, bound, best=curve.best is not None)


Data = Annotated[str, "the function of data.py that draws them"]
Samples = Annotated[int, "how many, 1 or more"]
TrainedOn = Annotated[bool, "whether these are the samples that the lesson trains on: their score isn't called hidden"]
InWorlds = Annotated[Bound | None, "what holds instead in worlds, with which others' answers are graded"]


class Accuracy(CheckKind, frozen=True):
    """The share of hidden samples that are classified correctly. Where each label is a sequence, shape (samples,
    steps), a sample is correct if all its steps are. With the numbers in its weights mixed up, neither the network nor
    a linear map of what comes out may still reach the bound, unless that has an `at_most`: so choose one that no
    baseline reaches.
    """

    key = "accuracy"
    title = "Accuracy on hidden data"
    example = "accuracy: {data: xor3, samples: 4000, at_least: 0.95}"
    read_from = ReadFrom.MODEL
    holds: ClassVar[Holds] = {"data": TRAINING}
    metric: ClassVar[Literal["accuracy"]] = "accuracy"

    data: Data
    samples: Samples
    equals: Annotated[Number | None, "exactly this, 0 to 1"] = None
    at_least: Annotated[Number | None, "no less, 0 to 1"] = None
    at_most: Annotated[Number | None, "no more, 0 to 1"] = None
    in_worlds: InWorlds = None
    trained_on: TrainedOn = False

    def __post_init__(self) -> None:
        bounds = (self.bound, self.in_worlds) if self.in_worlds is not None else (self.bound,)
        numbers = (number for bound in bounds for number in (bound.equals, bound.at_least, bound.at_most))
        if any(not 0 <= number <= 1 for number in numbers if number is not None):
            raise InvalidCheck("found an accuracy outside 0 to 1; write 95 % as 0.95")
        _require_samples(self.data, self.samples)

    @property
    def bound(self) -> Bound:
        return Bound(self.equals, self.at_least, self.at_most)

    def goals(self, losses: Set[str]) -> Iterator[Goal]:
        yield Goal("accuracy", self.bound, hidden=not self.trained_on)

    def needs_secret(self, measured: Set[str], other_model: bool) -> bool:
        return True


class Error(CheckKind, frozen=True):
    """The mean error on hidden samples. With the numbers in its weights mixed up, neither the network nor a linear map
    of what comes out may still reach the bound: so choose one that no baseline reaches.
    """

    key = "error"
    title = "Error on hidden data"
    example = "error: {data: line, samples: 1000, metric: mse, at_most: 0.1}"
    read_from = ReadFrom.MODEL
    holds: ClassVar[Holds] = {"data": TRAINING}

    data: Data
    samples: Samples
    metric: Annotated[Literal["mse", "mae"], "mse (mean of the squares) or mae (mean of the sizes)"]
    at_most: Annotated[Number, "no more, above 0"]
    in_worlds: InWorlds = None
    trained_on: TrainedOn = False

    def __post_init__(self) -> None:
        if self.at_most <= 0:
            raise InvalidCheck(f"found at_most {self.at_most:g}; an error is never below 0, and hardly ever 0")
        _require_samples(self.data, self.samples)

    @property
    def bound(self) -> Bound:
        return Bound(at_most=self.at_most)

    def goals(self, losses: Set[str]) -> Iterator[Goal]:
        name = ERRORS[self.metric]
        for log in (*(["loss"] if losses == {name} else []), self.metric, name):
            yield Goal(log, self.bound, hidden=not self.trained_on)

    def needs_secret(self, measured: Set[str], other_model: bool) -> bool:
        return True


def _require_samples(data: str, samples: int) -> None:
    if samples < 1:
        raise InvalidCheck(f"found {samples} samples; expected at least 1")
    if not data.isidentifier():
        raise InvalidCheck(f"found data '{data}'; expected the name of a function in data.py")


HiddenScore = Accuracy | Error
How = Literal["fit", "loop", "hand", "descent"]


class ApartFrom(Struct, frozen=True):
    """How a network is trained, as YAML has it, and arrays on which it isn't."""

    apart_from: Annotated[list[str], "arrays of the setup that no layer is given in training, by fit or a loop"]
    how: Annotated[How | None, "as above; left out: in any way"] = None


class Trained(CheckKind, frozen=True):
    """What trained the model. `fit`: at least one call of fit. `loop`: no fit of it, and an optimizer was given its
    weights, or a tape was asked for their gradients. `hand`: without fit and Keras's optimizers, which change no weight
    there, and without a library that solves it, which raises; `descent`: like `hand`, and numpy.linalg's `inv`,
    `lstsq`, `pinv` and `solve` raise too. Which numbers the weights are is for hidden data and worlds to judge.
    """

    key = "trained"
    title = "What trained it"
    example = "trained: fit"
    read_from = ReadFrom.PROGRAM
    holds: ClassVar[Holds] = {"apart_from": ("data",)}

    how: How | None
    apart_from: tuple[str, ...] = ()

    @classmethod
    def of(cls, trained: How | ApartFrom, /) -> Trained:
        return cls(trained) if isinstance(trained, str) else cls(trained.how, tuple(trained.apart_from))

    @property
    def requirements(self) -> Requirements:
        by_hand = self.how if self.how in ("hand", "descent") else ""
        return Requirements(rows=bool(self.apart_from), apart_from=self.apart_from, by_hand=by_hand)


class Restart(CheckKind, frozen=True):
    """The answer is a job that a time limit may stop: in the middle of epoch 3 it is stopped, and it is started again,
    after the setup, in a fresh process that finds the files that it left. There it goes on with the weights, the state
    of the optimizer and the learning rate that it had at the end of an epoch, or later. What it left unfinished of an
    epoch may be done anew. All other checks look at the second start alone, so `trained` asks too much beside it.
    """

    key = "restart"
    title = "Stopped and started again"
    example = "restart: {epochs: 6, steps: 100, memory: {at_most: 100}, file: final.keras}"
    read_from = ReadFrom.PROGRAM
    holds: ClassVar[Holds] = {"epochs": ("epochs", "batch")}

    epochs: Annotated[int, "epochs in all, 4 or more"]
    steps: Annotated[int, "steps of the optimizer in an epoch, 20 or more; 5,000 in all at most"]
    memory: Annotated[
        Bound | None,
        "MB by which its memory grows while it runs, at each start; files that are mapped don't count",
    ] = None
    file: Annotated[
        str,
        "the file to which it saves its model: it has to load in a process that runs only its imports and what "
        "register_keras_serializable decorates, and to do there what `model` does",
    ] = ""

    def __post_init__(self) -> None:
        if self.epochs < 4:
            raise InvalidCheck(f"found {self.epochs} epochs; it is stopped in epoch 3, so expected at least 4")
        if self.steps < 20 or self.epochs * self.steps > MOST_STEPS:
            found = f"found {self.epochs} epochs of {self.steps} steps"
            raise InvalidCheck(f"{found}; expected at least 20 steps in an epoch, and at most {MOST_STEPS:,} in all")
        if self.file and (not self.file.endswith(".keras") or "/" in self.file):
            raise InvalidCheck(f"found the file '{self.file}'; expected a name that ends in .keras, without a folder")

    @property
    def halt_after(self) -> int:
        """The step after which it is stopped."""
        return 2 * self.steps + self.steps // 2

    @property
    def most_steps(self) -> int:
        """How many steps are recorded: more than it should make, so that too many are noticed."""
        return self.epochs * self.steps + self.steps


class BuiltFrom(CheckKind, frozen=True):
    """The network is built from layers: no bare operations of keras.ops and no Lambda, so that it is not a formula. A
    list names the layer classes it may use.
    """

    key = "built_from"
    title = "Built from layers"
    example = "built_from: {layers: [Dense, Dropout], activations: [tanh]}"
    read_from = ReadFrom.MODEL
    holds: ClassVar[Holds] = {"kinds": ("layers",), "activations": ("activation",)}

    kinds: tuple[str, ...] = ()
    activations: tuple[str, ...] = ()

    @classmethod
    def of(cls, built_from: str | list[str] | Limited, /) -> BuiltFrom:
        if isinstance(built_from, Limited):
            if not built_from.layers:
                raise InvalidCheck("found no layer; expected a list of layer classes, such as [Dense, Dropout]")
            return cls(tuple(map(_layer_kind, built_from.layers)), tuple(built_from.activations))
        if built_from == "layers":
            return cls()
        if isinstance(built_from, str) or not built_from:
            found = f"'{built_from}'" if built_from else "nothing"
            raise InvalidCheck(
                f"found {found}; expected 'layers', or a list of layer classes, such as [Dense, Dropout]"
            )
        return cls(tuple(map(_layer_kind, built_from)))


class Limited(Struct, frozen=True):
    """The layers and activations of a network, as YAML has them."""

    layers: Annotated[list[str], "layer classes that it may use"]
    activations: Annotated[list[str], "activations that it may use; any if left out"] = field(default_factory=list)


class Expected(Struct, frozen=True):
    """The value that a variable has to have."""

    shape: Annotated[Dims | None, "all axes, exactly; [] is a single number's"] = None
    dtype: Annotated[str | None, "such as float32"] = None
    equals: Annotated[bool | int | float | str | None, "a number, a string, true or false"] = None
    within: Annotated[Number | None, "how far a number may be from `equals`"] = None
    at_least: Annotated[Number | None, "no less"] = None
    at_most: Annotated[Number | None, "no more"] = None

    def __post_init__(self) -> None:
        is_number = isinstance(self.equals, int | float) and not isinstance(self.equals, bool)
        if self.within is not None and not (is_number and self.within > 0):
            raise InvalidCheck("'within' is how far a number may be from 'equals'; give both, and a 'within' above 0")
        if self.bound is not None and self.equals is not None:
            raise InvalidCheck("found 'equals' together with another bound; keep one of them")

    @property
    def bound(self) -> Bound | None:
        bounded = self.at_least is not None or self.at_most is not None
        return Bound(None, self.at_least, self.at_most) if bounded else None


class Variable(CheckKind, frozen=True):
    """A variable that the answer leaves, or that the exercise's `measure` cell makes: a code cell with the tags
    `[measure, skip-execution]`, which learners don't see, and which runs after the answer. Where `equals: true` is
    asked and that cell leaves a text, the text says why not, and the learner is told it. Without any key the variable
    only has to exist. Numbers are equal if they differ by less than a millionth of their size.
    """

    key = "variable"
    title = "Variable"
    example = "variable: {batch: {shape: [32, 3], dtype: float32}}"
    read_from = ReadFrom.PROGRAM
    holds: ClassVar[Holds] = {}
    about_model = False

    name: str
    expected: Expected = Expected()

    @property
    def default_name(self) -> str:
        return f"{self.title} {self.name}"

    @classmethod
    def of(cls, /, **variables: Expected) -> Variable:
        if len(variables) != 1:
            count = len(variables)
            raise InvalidCheck(
                f"found {count} variables; expected one per check, such as {{batch: {{shape: [32, 3]}}}}"
            )
        [(name, expected)] = variables.items()
        if not name.isidentifier():
            raise InvalidCheck(f"found the variable '{name}'; expected a Python name")
        return cls(name, expected)

    @property
    def requirements(self) -> Requirements:
        return Requirements(variables=(self.name,))

    def needs_secret(self, measured: Set[str], other_model: bool) -> bool:
        return self.name in measured


class Stdout(CheckKind, frozen=True):
    """What the answer prints matches a regular expression, anywhere."""

    key = "stdout"
    title = "What is printed"
    example = 'stdout: {matches: "rank: 3"}'
    read_from = ReadFrom.PROGRAM
    holds: ClassVar[Holds] = {}
    about_model = False

    matches: Annotated[str, "the regular expression; ^ and $ match at the ends of lines"]

    def __post_init__(self) -> None:
        try:
            re.compile(self.matches)
        except (re.error, RecursionError, OverflowError) as error:
            raise InvalidCheck(f"'matches' is not a valid regular expression: {error}") from None

    @property
    def requirements(self) -> Requirements:
        return Requirements(patterns=(self.matches,))


class Source(CheckKind, frozen=True):
    """Names that the code calls, or must not call. Comments and strings do not count, and a function that the learner
    defines is not the library's of the same name.
    """

    key = "source"
    title = "The code"
    example = "source: {calls: [fit], never: [exec]}"
    read_from = ReadFrom.TEXT
    holds: ClassVar[Holds] = {}
    about_model = False

    calls: Annotated[tuple[str, ...], "all of these are called"] = ()
    never: Annotated[tuple[str, ...], "none of these is called"] = ()

    def __post_init__(self) -> None:
        _require_content(self)

    @property
    def requirements(self) -> Requirements:
        return Requirements(calls=self.calls, forbidden=self.never)


KINDS: Mapping[str, type[CheckKind]] = {
    kind.key: kind
    for kind in (
        Layers,
        OutputShapes,
        OutputShape,
        Params,
        Compiled,
        Fit,
        History,
        Accuracy,
        Error,
        Trained,
        Restart,
        BuiltFrom,
        Variable,
        Stdout,
        Source,
        Question,
        Challenge,
    )
}


_COUNTED = ", ".join(key for key, kind in KINDS.items() if kind.counts)


class Check(Struct, frozen=True):
    """A check of some `kind`, with the keys that all checks share. `needs` are names of checks, `line` is in the
    lesson file.
    """

    kind: CheckKind
    name: Annotated[str, "the check's name; unique in its exercise"]
    points: Annotated[
        float, "0 or more; 1 if left out. All checks have to pass; points only say how far an answer got"
    ] = 1.0
    needs: Annotated[
        tuple[str, ...], "names or keys of checks that have to pass first; until then this one is skipped"
    ] = ()
    feedback: Annotated[str, "what learners who fail it are told"] = ""
    later: Annotated[
        bool,
        "true: only in a learner's edition, which can't decide it, so it is `pending`, and graded later. It needs no "
        "key of a check; a `question` keeps only its choices",
    ] = False
    best: Annotated[bool, f"true: the lowest count of a passing answer is kept as a personal best ({_COUNTED})"] = False
    line: int = 0


SHARED = tuple(name for name in Check.__struct_fields__ if name not in ("kind", "line"))


def requirements_of(checks: Iterable[Check]) -> Requirements:
    """What has to be recorded and measured of an answer to judge all checks."""
    return Requirements.joined([check.kind.requirements for check in checks])
