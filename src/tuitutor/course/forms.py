"""The YAML form of each check kind, one struct a kind; `check` makes the value, or raises `Unfit` with a sentence.

Where a bound is wanted, YAML may give a number or `{at_least: …, at_most: …}`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Literal, Protocol

from msgspec import Struct

from tuitutor.course import checks
from tuitutor.course.checks import Bound, CheckKind, Curve, Dims, LayerSpec
from tuitutor.spelling import suggestion

Number = int | float
Setting = bool | int | float | str | list[int] | None


class Unfit(ValueError):
    """The form has the right shape, but its values make no check; the text says why."""


class Form(Protocol):
    """What every form does."""

    def check(self) -> CheckKind: ...


class BoundForm(Struct, forbid_unknown_fields=True):
    """`{at_least: 1, at_most: 2}` or `{equals: 3}`."""

    equals: Number | None = None
    at_least: Number | None = None
    at_most: Number | None = None

    def bound(self) -> Bound:
        given = [value for value in (self.equals, self.at_least, self.at_most) if value is not None]
        if not given:
            raise Unfit("found no bound; expected a number, 'at_least' or 'at_most'")
        if any(not math.isfinite(value) for value in given):
            raise Unfit("found a bound that is no finite number")
        if self.equals is not None and len(given) > 1:
            raise Unfit("found 'equals' beside another bound; keep one of them")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise Unfit(f"found at_least {self.at_least:g} above at_most {self.at_most:g}; nothing can meet both")
        return Bound(self.equals, self.at_least, self.at_most)


BoundLike = Number | BoundForm


def _bound(value: BoundLike | None) -> Bound | None:
    if value is None:
        return None
    return value.bound() if isinstance(value, BoundForm) else BoundForm(equals=value).bound()


def _sure_bound(value: BoundLike) -> Bound:
    return value.bound() if isinstance(value, BoundForm) else BoundForm(equals=value).bound()


def _names(value: str | list[str] | None) -> tuple[str, ...] | None:
    if value is None:
        return None
    names = (value,) if isinstance(value, str) else tuple(value)
    if not names or not all(names):
        raise Unfit("found an empty name or list; leave the key out to check nothing")
    return names


def _something(given: Iterable[object], keys: str) -> None:
    """Refuses a check without content: it would pass whatever the answer is."""
    if all(value is None for value in given):
        raise Unfit(f"this checks nothing; give at least one of {keys}")


class LayersForm(Struct):
    layers: list[str | dict[str, dict[str, Setting] | None]]

    def check(self) -> checks.Layers:
        specs = tuple(_layer(entry) for entry in self.layers)
        if all(spec.any_number for spec in specs):
            raise Unfit("this checks nothing; name at least one layer, such as 'Dense'")
        return checks.Layers(specs)


def _layer(entry: str | dict[str, dict[str, Setting] | None]) -> LayerSpec:
    if entry == "...":
        return LayerSpec(any_number=True)
    if isinstance(entry, str):
        return LayerSpec(_layer_kind(entry))
    if len(entry) != 1:
        raise Unfit(f"found {len(entry)} layers in one entry; expected one, such as {{Dense: {{units: 3}}}}")
    [(kind, settings)] = entry.items()
    return LayerSpec(_layer_kind(kind), tuple((key, _setting(value)) for key, value in (settings or {}).items()))


def _layer_kind(kind: str) -> str:
    if not kind.isidentifier() or not kind[0].isupper():
        raise Unfit(f"found the layer '{kind}'; expected the name of a layer class, such as 'Dense'")
    return kind


def _setting(value: Setting) -> bool | int | float | str | tuple[int, ...] | None:
    return tuple(value) if isinstance(value, list) else value


def _dims(shape: list[int | None]) -> Dims:
    if not shape:
        raise Unfit("found an empty shape; expected one such as [null, 3]")
    if any(size is not None and size < 1 for size in shape):
        raise Unfit("found a size below 1 in a shape; write null for an axis of any size")
    return tuple(shape)


class OutputShapesForm(Struct):
    output_shapes: list[list[int | None]]

    def check(self) -> checks.OutputShapes:
        if not self.output_shapes:
            raise Unfit("this checks nothing; give each layer's shape, such as [[null, 3], [null, 2]]")
        return checks.OutputShapes(tuple(_dims(shape) for shape in self.output_shapes))


class OutputShapeForm(Struct):
    output_shape: int | list[int | None]

    def check(self) -> checks.OutputShapes:
        shape = self.output_shape
        dims = _dims(shape if isinstance(shape, list) else [shape])
        if all(size is None for size in (dims[1:] or dims)):
            raise Unfit("this checks nothing; give the size of at least one axis after the first, such as [null, 2]")
        return checks.OutputShapes((dims,), last_only=True)


class ParamsForm(Struct, forbid_unknown_fields=True):
    per_layer: list[int] | None = None
    total: BoundLike | None = None
    trainable: BoundLike | None = None

    def check(self) -> checks.Params:
        _something((self.per_layer, self.total, self.trainable), "'per_layer', 'total' or 'trainable'")
        per_layer = None if self.per_layer is None else tuple(self.per_layer)
        if per_layer is not None and (not per_layer or min(per_layer) < 0):
            raise Unfit("'per_layer' wants each layer's number of parameters, such as [12, 8]")
        return checks.Params(per_layer, _bound(self.total), _bound(self.trainable))


class CompiledForm(Struct, forbid_unknown_fields=True):
    loss: str | list[str] | None = None
    optimizer: str | list[str] | None = None
    learning_rate: BoundLike | None = None
    metrics: str | list[str] | None = None

    def check(self) -> checks.Compiled:
        given = (self.loss, self.optimizer, self.learning_rate, self.metrics)
        _something(given, "'loss', 'optimizer', 'learning_rate' or 'metrics'")
        return checks.Compiled(
            _names(self.loss), _names(self.optimizer), _bound(self.learning_rate), _names(self.metrics)
        )


class FitForm(Struct, forbid_unknown_fields=True):
    epochs: BoundLike | None = None
    batch_size: BoundLike | None = None
    validation: bool | None = None
    total_epochs: BoundLike | None = None
    asked: BoundLike | None = None
    steps: BoundLike | None = None
    training_samples: BoundLike | None = None
    validation_samples: BoundLike | None = None
    restored: Literal[False] | None = None
    lowest_rate: BoundLike | None = None
    total_samples: BoundLike | None = None
    total_steps: BoundLike | None = None
    epoch_samples: BoundLike | None = None
    last: Literal[True] | None = None

    def check(self) -> checks.Fit:
        given = (getattr(self, name) for name in self.__struct_fields__ if name != "last")
        _something(given, "'epochs', 'batch_size', 'validation' or 'total_epochs'")
        return checks.Fit(
            epochs=_bound(self.epochs),
            batch_size=_bound(self.batch_size),
            validation=self.validation,
            total_epochs=_bound(self.total_epochs),
            asked=_bound(self.asked),
            steps=_bound(self.steps),
            training_samples=_bound(self.training_samples),
            validation_samples=_bound(self.validation_samples),
            restored=self.restored,
            lowest_rate=_bound(self.lowest_rate),
            total_samples=_bound(self.total_samples),
            total_steps=_bound(self.total_steps),
            epoch_samples=_bound(self.epoch_samples),
            last=bool(self.last),
        )


class CurveForm(Struct, forbid_unknown_fields=True):
    falls: bool = False
    rises: bool = False
    best: BoundLike | None = None
    last: BoundLike | None = None
    earlier: BoundLike | None = None

    def curve(self) -> Curve:
        if self.falls and self.rises:
            raise Unfit("found both 'falls' and 'rises'; a curve's last value cannot be below and above its first")
        if not (self.falls or self.rises):
            _something((self.best, self.last, self.earlier), "'falls', 'rises', 'best', 'last' or 'earlier'")
        return Curve(self.falls, self.rises, _bound(self.best), _bound(self.last), _bound(self.earlier))


class HistoryForm(Struct):
    """`gap` stands among the curves' names in YAML; `convert` sets it apart."""

    curves: dict[str, CurveForm]
    gap: dict[str, BoundLike]

    def check(self) -> checks.History:
        if not self.curves and not self.gap:
            raise Unfit("this checks nothing; give a curve, such as {val_loss: {falls: true}}, or a 'gap'")
        return checks.History(
            tuple((name, form.curve()) for name, form in self.curves.items()),
            tuple((name, _sure_bound(value)) for name, value in self.gap.items()),
        )


class AccuracyForm(Struct, forbid_unknown_fields=True):
    data: str
    samples: int
    equals: Number | None = None
    at_least: Number | None = None
    at_most: Number | None = None
    before: BoundLike | None = None

    def check(self) -> checks.Accuracy:
        bound, before = BoundForm(self.equals, self.at_least, self.at_most).bound(), _bound(self.before)
        bounds = (value for each in (bound, before) if each for value in (each.equals, each.at_least, each.at_most))
        if any(not 0 <= value <= 1 for value in bounds if value is not None):
            raise Unfit("found an accuracy outside 0 to 1; write 95 % as 0.95")
        _hidden_data(self.data, self.samples)
        return checks.Accuracy(self.data, self.samples, bound, before)


def _hidden_data(data: str, samples: int) -> None:
    if samples < 1:
        raise Unfit(f"found {samples} samples; expected at least 1")
    if not data.isidentifier():
        raise Unfit(f"found data '{data}'; expected the name of a function in data.py")


class ErrorForm(Struct, forbid_unknown_fields=True):
    data: str
    samples: int
    metric: Literal["mse", "mae"]
    at_most: Number
    before: BoundLike | None = None

    def check(self) -> checks.Error:
        bound = BoundForm(at_most=self.at_most).bound()
        if self.at_most <= 0:
            raise Unfit(f"found at_most {self.at_most:g}; an error is never below 0, and hardly ever 0")
        _hidden_data(self.data, self.samples)
        return checks.Error(self.data, self.samples, self.metric, bound, _bound(self.before))


class TrainedForm(Struct):
    trained: Literal["fit", "loop", "steps", "hand"]

    def check(self) -> checks.Trained:
        return checks.Trained(self.trained)


class LimitedForm(Struct, forbid_unknown_fields=True):
    layers: list[str]
    activations: list[str] = []


class BuiltFromForm(Struct):
    built_from: str | list[str] | LimitedForm

    def check(self) -> checks.BuiltFrom:
        kinds = self.built_from
        if isinstance(kinds, LimitedForm):
            if not kinds.layers:
                raise Unfit("found no layer; expected a list of layer classes, such as [Dense, Dropout]")
            return checks.BuiltFrom(tuple(map(_layer_kind, kinds.layers)), tuple(kinds.activations))
        if kinds == "layers":
            return checks.BuiltFrom()
        if isinstance(kinds, str) or not kinds:
            found = f"'{kinds}'" if kinds else "nothing"
            raise Unfit(f"found {found}; expected 'layers', or a list of layer classes, such as [Dense, Dropout]")
        return checks.BuiltFrom(tuple(map(_layer_kind, kinds)))


class OneVariableForm(Struct, forbid_unknown_fields=True):
    shape: list[int | None] | None = None
    dtype: str | None = None
    equals: bool | int | float | str | None = None
    at_least: Number | None = None
    at_most: Number | None = None
    within: Number | None = None


class VariableForm(Struct):
    variable: dict[str, OneVariableForm]

    def check(self) -> checks.Variable:
        if len(self.variable) != 1:
            count = len(self.variable)
            raise Unfit(f"found {count} variables; expected one a check, such as {{batch: {{shape: [32, 3]}}}}")
        [(name, form)] = self.variable.items()
        if not name.isidentifier():
            raise Unfit(f"found the variable '{name}'; expected a Python name")
        # () is the shape of a scalar, so an empty list is fine here
        shape = tuple(form.shape) if form.shape is not None else None
        is_number = isinstance(form.equals, int | float) and not isinstance(form.equals, bool)
        if form.within is not None and not (is_number and form.within > 0):
            raise Unfit("'within' is how far a number may be from 'equals'; give both, and a 'within' above 0")
        bounded = form.at_least is not None or form.at_most is not None
        if bounded and form.equals is not None:
            raise Unfit("found 'equals' beside another bound; keep one of them")
        bound = BoundForm(None, form.at_least, form.at_most).bound() if bounded else None
        return checks.Variable(name, shape, form.dtype, form.equals, bound, form.within)


class StdoutForm(Struct, forbid_unknown_fields=True):
    matches: str

    def check(self) -> checks.Stdout:
        try:
            re.compile(self.matches)
        except (re.error, RecursionError, OverflowError) as error:
            raise Unfit(f"'matches' is no regular expression: {error}") from None
        return checks.Stdout(self.matches)


class SourceForm(Struct, forbid_unknown_fields=True):
    calls: str | list[str] | None = None
    never: str | list[str] | None = None

    def check(self) -> checks.Source:
        _something((self.calls, self.never), "'calls' or 'never'")
        return checks.Source(_names(self.calls) or (), _names(self.never) or ())


class QuestionForm(Struct, forbid_unknown_fields=True):
    """`answer`, with or without `choices`, or a free `number`."""

    answer: str = ""
    number: str = ""
    choices: list[str] = []
    because: dict[str, str] = {}

    def check(self) -> checks.Question:
        answer, choices = (self.answer or self.number).strip(), tuple(choice.strip() for choice in self.choices)
        if not answer or "\n" in answer:
            raise Unfit("'answer' or 'number' wants one line of text")
        if self.number and (self.answer or choices):
            raise Unfit("found 'number' beside 'answer' or 'choices'; a number is free to be any")
        if choices and answer not in choices:
            raise Unfit(f"the answer '{answer}' is not among the choices; {suggestion(answer, choices)}")
        if len(set(map(_value, choices))) < len(choices):
            raise Unfit("found a choice twice")
        because = tuple((wrong.strip(), reason.strip()) for wrong, reason in self.because.items())
        for text in (self.number, *(wrong for wrong, _ in because)) if self.number else ():
            if not re.fullmatch(r"-?\d+(\.\d+)?", text.strip()):
                raise Unfit(f"found '{text}'; expected a number, such as 640 or 0.91")
        _check_reasons(answer, choices, because)
        return checks.Question(answer, choices, because)


def _check_reasons(answer: str, choices: tuple[str, ...], because: tuple[tuple[str, str], ...]) -> None:
    others = [choice for choice in choices if choice != answer]
    for wrong, reason in because:
        if _value(wrong) == _value(answer):
            raise Unfit(f"in 'because': '{wrong}' is the right answer, which needs no reason")
        if choices and wrong not in others:
            raise Unfit(f"in 'because': '{wrong}' is not among the choices; {suggestion(wrong, others)}")
        if not wrong or not reason:
            raise Unfit(f"in 'because': found no reason for '{wrong}'; expected text")
    if len({_value(wrong) for wrong, _ in because}) < len(because):
        raise Unfit("in 'because': found an answer twice")


def _value(text: str) -> float | str:
    """What tells one answer from another: 0.5 and 0.50 are the same."""
    try:
        return float(text)
    except ValueError:
        return text.strip().casefold()
