"""Cheats that train in another way than asked: the solution, changed only in its calls of `fit`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from tuitutor.authoring.attack.target import CheatProgram, Target
from tuitutor.authoring.edits import FitCall, made, with_other_fits
from tuitutor.course.bounds import Bound
from tuitutor.course.checks import Accuracy, Compiled, Error, Fit, History, Trained


def ten_times(fit: FitCall) -> str:
    """The call, for ten times as many epochs."""
    return fit.but(epochs=f"10 * ({fit.epochs})")


def own_validation(target: Target) -> Iterator[CheatProgram]:
    def change(fit: FitCall) -> str | None:
        if not _validates(fit):
            return None
        return fit.but(validation_split=None, validation_data=f"({fit.x}, {fit.y})" if fit.y else fit.x)

    yield from _with_fits(target, change, applies=_asks_for_validation(target))


def three_rows(target: Target) -> Iterator[CheatProgram]:
    def change(fit: FitCall) -> str | None:
        if (data := fit.given.get("validation_data")) is not None:
            return fit.but(validation_data=f"tuple(part[:3] for part in {data})")
        if not fit.y or not _validates(fit):
            return None
        x, y = f"({fit.x})", f"({fit.y})"
        return fit.but(x=f"{x}[:-3]", y=f"{y}[:-3]", validation_split=None, validation_data=f"({x}[-3:], {y}[-3:])")

    yield from _with_fits(target, change, applies=_asks_for_validation(target))


def _validates(fit: FitCall) -> bool:
    return not fit.given.keys().isdisjoint({"validation_data", "validation_split"})


def _asks_for_validation(target: Target) -> bool:
    by_fit = any(fit.validation or fit.validation_samples is not None for fit in target.checks(Fit))
    curves = [name for history in target.checks(History) for name in dict(history.curves)]
    return by_fit or any(history.gap for history in target.checks(History)) or any(map(_of_validation, curves))


def _of_validation(curve: str) -> bool:
    return curve.startswith("val_")


def other_model(target: Target) -> Iterator[CheatProgram]:
    """The solution, which then hands in a new, untrained copy of its model."""
    about_training = target.asks(Fit, History, Compiled, Trained, Accuracy, Error)
    if about_training and "model" in made(target.exercise.solution):
        yield CheatProgram(f"{target.exercise.solution}\n{_TWIN}")


_TWIN = """\
import keras
twin = keras.models.clone_model(model)
if model.compiled:
    twin.compile_from_config(model.get_compile_config())
model = twin"""


def longer_first(target: Target) -> Iterator[CheatProgram]:
    yield from _with_fits(target, lambda fit: f"({ten_times(fit)}, {fit.but()})[-1]", applies=_bounds_training(target))


def twin_first(target: Target) -> Iterator[CheatProgram]:
    def change(fit: FitCall) -> str:
        twin = replace(fit, model="twin")
        steps = (
            f"twin := keras.models.clone_model({fit.model})",
            f"twin.compile_from_config({fit.model}.get_compile_config())",
            ten_times(twin),
            f"{fit.model}.set_weights(twin.get_weights())",
            fit.but(),
        )
        return f"({', '.join(f'({step})' for step in steps)})[-1]"

    yield from _with_fits(target, change, applies=_bounds_training(target), before="import keras")


def repeated(target: Target) -> Iterator[CheatProgram]:
    def change(fit: FitCall) -> str | None:
        return fit.but(x=f"np.concatenate([{fit.x}] * 10)", y=f"np.concatenate([{fit.y}] * 10)") if fit.y else None

    yield from _with_fits(target, change, applies=_bounds_training(target), before="import numpy as np")


def _bounds_training(target: Target) -> bool:
    """Whether a check limits how much training is allowed."""
    fits = target.checks(Fit)
    bounds = (bound for fit in fits for bound in (fit.epochs, fit.total_epochs, fit.total_samples, fit.total_steps))
    return any(map(_has_most, bounds))


def _has_most(bound: Bound | None) -> bool:
    return bound is not None and (bound.at_most is not None or bound.equals is not None)


def few_rows(target: Target) -> Iterator[CheatProgram]:
    def change(fit: FitCall) -> str | None:
        return fit.but(x=f"({fit.x})[:10]", y=f"({fit.y})[:10]") if fit.y else None

    yield from _with_fits(target, change, applies=target.asks(Accuracy, Error, History))


def constant(target: Target) -> Iterator[CheatProgram]:
    same = _MEDIAN if target.asks(Error) else _COMMONEST

    def change(fit: FitCall) -> str | None:
        return fit.but(y=f"same({fit.y})") if fit.y else None

    yield from _with_fits(target, change, applies=target.asks(Accuracy, Error, History), before=same)


_COMMONEST = """\
import numpy as np
def same(labels):
    kinds, counts = np.unique(np.asarray(labels), axis=0, return_counts=True)
    return np.repeat(kinds[[counts.argmax()]], len(labels), axis=0)
"""
_MEDIAN = """\
import numpy as np
def same(labels):
    return np.full(np.shape(labels), np.median(labels), "float32")
"""


def metric(target: Target) -> Iterator[CheatProgram]:
    """One epoch of the solution, with its own metrics, which always give 1."""
    curves = [name for history in target.checks(History) for name in (*dict(history.curves), *dict(history.gap))]
    names = sorted({name.removeprefix("val_") for name in curves if "loss" not in name and name.isidentifier()})
    before = "import keras\n" + "".join(
        f"def {name}(y_true, y_pred):\n    return keras.ops.ones_like(y_pred[:, 0])\n" for name in names
    )

    def change(fit: FitCall) -> str:
        own = f"{fit.model}.compile({fit.model}.optimizer, {fit.model}.loss, metrics=[{', '.join(names)}])"
        return f"({own}, {fit.but(epochs='1')})[-1]"

    yield from _with_fits(target, change, applies=bool(names), before=before)


def _with_fits(
    target: Target, change: Callable[[FitCall], str | None], *, applies: bool, before: str = ""
) -> Iterator[CheatProgram]:
    """The solution with its calls of `fit` changed; nothing if the cheat does not apply."""
    source = with_other_fits(target.exercise.solution, change) if applies else None
    if source is not None:
        yield CheatProgram("\n".join(filter(None, [before, source])))
