"""Checks on compiling and training the network. Only the learner's own process knows, so all is REPORTED."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tuitutor.course.checks import Compiled, Curve, Fit, History, Trained
from tuitutor.grading.evidence import Evidence, judge_kind, no_model, program_of
from tuitutor.grading.naming import fold_name, recorded, same_metric, same_name
from tuitutor.grading.numbers import holds, number_beside, shortest_decimal, show_number
from tuitutor.grading.outcome import (
    Finding,
    NothingToJudge,
    absent,
    bound_row,
    bound_rows,
    compared,
    from_rows,
    yes_or_no,
)
from tuitutor.grading.verdicts import Provenance, Row, Verdict
from tuitutor.protocol.facts import FitFacts, ProgramFacts, TrainingFacts

_LOWER_IS_BETTER = ("loss", "error", "crossentropy", "divergence", "hinge", "huber", "logcosh", "poisson")


# ---- compile


@judge_kind.register
def judge_compiled(check: Compiled, evidence: Evidence) -> Finding:
    """The loss, optimizer, learning rate and metrics of the model when its last fit began."""
    program = program_of(evidence)
    if program.model is None:
        return no_model(program.model_kind)
    fits = _fits(program)
    compiled = (fits[-1].compiled if fits else None) or program.compiled
    if compiled is None:
        return absent("not compiled", "Call model.compile(...) to give the model its loss and its optimizer.")
    rows = [
        *_name_rows("loss", check.loss, compiled.loss),
        *_name_rows("optimizer", check.optimizer, compiled.optimizer),
        *bound_rows("learning_rate", check.learning_rate, compiled.learning_rate),
    ]
    for metric in check.metrics or ():
        agrees = any(same_metric(metric, name) for name in compiled.metrics)
        rows.append(Row("metrics", metric, ", ".join(compiled.metrics) or "none", agrees))
    if check.may_change is not None:
        allowed = f"unchanged, except {' and '.join(check.may_change)}" if check.may_change else "unchanged"
        if compiled.changed is None:
            rows.append(Row("settings", allowed, "unknown", False))
        else:
            others = [name for name in compiled.changed if name not in check.may_change]
            found = f"changed: {', '.join(others)}" if others else "unchanged"
            rows.append(Row("settings", allowed, found, not others))
    return from_rows(rows, Provenance.REPORTED, "The loss is what training lowers; the optimizer is how.")


def _name_rows(label: str, expected: tuple[str, ...] | None, found: str | None) -> Iterator[Row]:
    if expected is not None:
        agrees = found is not None and any(same_name(name, found) for name in expected)
        yield Row(label, " or ".join(expected), found or "none", agrees)


# ---- fit


@judge_kind.register
def judge_fit(check: Fit, evidence: Evidence) -> Finding:
    """A fit of the model (with `last`, the last fit) meets the check; if none does, the closest is shown.

    If the model consists of parts that were fitted separately, the fits of all parts have to meet it.

    `count` is the epochs of all fits if the check bounds them, else the epochs of the shortest fit that meets it.
    """
    program = program_of(evidence)
    fits = _some_fits(program)
    in_parts = fits[-1].trained_part  # then all have to meet it
    fits = fits[-1:] if check.last and not in_parts else fits
    tables = [list(_fit_rows(check, fit)) for fit in fits]
    closest = (min if in_parts else max)(
        reversed(range(len(fits))), key=lambda at: sum(row.agrees for row in tables[at])
    )
    training = program.training
    in_all = training.epochs if training is not None else sum(fit.epochs_run for fit in _fits(program))
    samples, steps = (training.samples, training.steps) if training is not None else (None, None)
    an_epoch = samples / training.epochs if training is not None and samples is not None and training.epochs else None
    rows = [
        *tables[closest],
        *bound_rows("epochs of all fits", check.total_epochs, in_all),
        *bound_rows("samples trained on in all", check.total_samples, samples),
        *bound_rows("steps in all", check.total_steps, steps),
        *bound_rows("samples an epoch", check.epoch_samples, an_epoch),
    ]
    met = [fit.epochs_run for fit, table in zip(fits, tables, strict=True) if all(row.agrees for row in table)]
    count = min(met, default=None) if check.total_epochs is None else in_all
    problem = _validation_problem(check, fits[closest])
    why = problem or "These arguments of fit decide how long and on what it trains."
    return replace(from_rows(rows, Provenance.REPORTED, why), count=count, beyond_feedback=bool(problem))


def _validation_problem(check: Fit, fit: FitFacts) -> str:
    """Why validation rows don't count, unless this fit trains on them, or they are few."""
    if check.validation_samples is None or holds(check.validation_samples, fit.validation_samples):
        return ""
    new = fit.validation_samples or 0
    if fit.validation_mislabelled:
        return _MISLABELLED.format(fit.validation_mislabelled)
    if holds(check.validation_samples, new + fit.validation_seen):
        return _SEEN.format(fit.validation_seen)
    if holds(check.validation_samples, new + fit.validation_unlike):
        return _UNLIKE.format(fit.validation_unlike)
    return ""


_SEEN = (
    "{} of the rows that this fit validates on were trained on before, or beside it: by another fit, a loop or a loss. "
    "Keep them out of all training, or validation says too much good."
)
_MISLABELLED = (
    "{} of the rows that this fit validates on have other labels than in the lesson's arrays, so what is measured says "
    "nothing. Give each row its own label."
)
_UNLIKE = (
    "{} of the rows that this fit validates on are no rows of the lesson's arrays. They may be shuffled, and each "
    "column scaled; put any other change, such as a PCA, into the model."
)


def _fits(program: ProgramFacts) -> tuple[FitFacts, ...]:
    """The fits of the final model, in order."""
    return tuple(fit for fit in program.fits if fit.of_model)


def _some_fits(program: ProgramFacts) -> tuple[FitFacts, ...]:
    """The same. Raises `NothingToJudge` if there are none."""
    if fits := _fits(program):
        return fits
    why = "The model was never trained: call model.fit(...)."
    if program.fits:
        why = "Another model was trained, not `model`: call model.fit(...) on the one that you hand in."
    raise NothingToJudge(absent("no fit", why, provenance=Provenance.REPORTED))


def _fit_rows(check: Fit, fit: FitFacts) -> Iterator[Row]:
    yield from bound_rows("epochs", check.epochs, fit.epochs_run)
    yield from bound_rows("epochs asked for", check.asked, fit.epochs)
    yield from bound_rows("batch_size", check.batch_size, fit.batch_size)
    yield from bound_rows("steps", check.steps, fit.steps)
    yield from bound_rows("different training samples", check.training_samples, fit.training_samples)
    yield from bound_rows(
        "validation samples of the lesson that are new", check.validation_samples, fit.validation_samples
    )
    if check.validation is not None:
        yield Row(
            "validation", yes_or_no(check.validation), yes_or_no(fit.validation), check.validation == fit.validation
        )
    yield from bound_rows("lowest learning rate", check.lowest_rate, fit.lowest_rate)
    if check.restored is not None:
        found = "of the last epoch" if fit.lasting else f"of epoch {fit.restored}" if fit.restored else "of no epoch"
        yield Row("weights", "of the last epoch", found, fit.lasting)


# ---- what trained it


@judge_kind.register
def judge_trained(check: Trained, evidence: Evidence) -> Finding:
    """The network was trained in the required way, as far as the learner's process knows."""
    program = program_of(evidence)
    if program.model is None:
        return no_model(program.model_kind)
    expected = _WAYS[check.how]
    if program.training is None:
        return absent("not known", _NOT_KNOWN, expected, Provenance.REPORTED)
    found, why = _way_problem(check.how, program.training, _fits(program))
    if not why:
        found, why = _rows_problem(check.apart_from, program.training)
    finding = compared(not why, expected, found or "so", Provenance.REPORTED, why)
    return replace(finding, beyond_feedback=True)  # `why` says how it was trained


_WAYS = {
    None: "trained on nothing else",
    "fit": "trained by fit",
    "loop": "trained by a loop of your own",
    "hand": "found without fit or an optimizer",
    "descent": "found without fit or an optimizer",
}
_NOT_KNOWN = (
    "It is unknown what trained the model, since its weights are made in a graph. Start the model with an Input, and "
    "make it outside of tf.function."
)
_BY_HAND = (
    "Do it yourself this time: fit, train_on_batch and Keras's optimizers change no weight in this exercise, and these "
    "weights were left to them."
)
_NO_GRADIENTS = "No optimizer was given the model's weights, and no tape was asked for their gradients."


def _way_problem(how: str | None, training: TrainingFacts, fits: Sequence[FitFacts]) -> tuple[str, str]:
    """The actual way of training and why it fails; ("", "") if it is the required way."""
    if how in ("hand", "descent"):  # fit and optimizers change no weight there, so steps alone prove nothing
        return ("fit or an optimizer", _BY_HAND) if training.stepped and not training.changed else ("", "")
    if how == "fit" and not fits:
        return "no fit", "Let fit train the model: call model.fit(...)."
    if how == "loop" and fits:
        return "trained by fit", "Write the steps yourself this time, without fit."
    if how == "loop" and not training.stepped:
        return "no gradients", _NO_GRADIENTS
    return "", ""


MOST_SHARED = 0.05  # of an array's rows: some may be equal to others


def _rows_problem(names: tuple[str, ...], training: TrainingFacts) -> tuple[str, str]:
    """As `_way_problem`, for the arrays without training."""
    for name in names:
        share = training.rows_of.get(name)
        if share is None:
            return f"perhaps trained on {name}", f"It is unknown whether it was trained on {name}."
        if share > MOST_SHARED:
            why = f"The rows of {name} were trained on as well; they are only to measure with."
            return f"trained on {name} too", why
    return "", ""


# ---- history


@judge_kind.register
def judge_history(check: History, evidence: Evidence) -> Finding:
    """The curves of the model's last fit."""
    last = _some_fits(program_of(evidence))[-1]
    names = [name for name, _ in check.curves]
    names += [curve for name, _ in check.gap for curve in (name, f"val_{name}")]
    history = {name: _confirmed(name, last) for name in names}
    rows = [row for name, curve in check.curves for row in _curve_rows(name, curve, history[name])]
    for name, bound in check.gap:
        train, validation = history[name], history[f"val_{name}"]
        gap = None
        if train and validation:
            gap = round(abs(shortest_decimal(train[-1]) - shortest_decimal(validation[-1])), 9)
        rows.append(bound_row(f"gap of {name}", bound, gap, "not recorded"))
    finding = from_rows(rows, Provenance.REPORTED, _history_why(check, history))
    other = [name for name in names if history[name] != recorded(name, last.history)]
    if not other or finding.verdict is Verdict.PASSED:
        return finding
    why = _OTHERWISE.format(other[0], show_number(history[other[0]][-1]))
    return replace(finding, why=why, beyond_feedback=True)


ROUNDING = 0.01  # difference of two measurements by the same metric, also for a row on the edge
MOVING = 0.1  # the most by which a mean over an epoch's steps is above the value at its end


def _confirmed(name: str, fit: FitFacts) -> tuple[float, ...]:
    """A curve of the fit; or only its last value, measured again, if another metric was recorded under the name.

    A training curve may differ, since every step was measured with the weights of its time. It counts, unless it is far
    above, or the validation curve is of another metric.
    """
    values, again = recorded(name, fit.history), fit.measured
    twin = f"val_{name.removeprefix('val_')}"
    if not values or name not in again:
        return values
    measured, in_validation = again[name], recorded(twin, fit.history)
    other = False
    if in_validation and twin in again:
        validated = again[twin]
        other = validated is None or abs(validated - in_validation[-1]) > ROUNDING
    if name != twin:
        other = other or (measured is not None and values[-1] > measured + MOVING)
    if not other:
        return values
    if measured is None:
        raise NothingToJudge(absent("not known", _NOT_MEASURED.format(name), provenance=Provenance.REPORTED))
    return (measured,)


_NOT_MEASURED = (
    "{} can't be measured again by Keras's own metric, so it doesn't count. Give fit its data as arrays, and the model "
    "one output."
)
_OTHERWISE = (
    "Measured with Keras's own metric, {} is {} at the end of training, which isn't what was recorded. Use Keras's "
    "metrics, as they are, by their own names."
)


def _history_why(check: History, history: dict[str, tuple[float, ...]]) -> str:
    names = [name for name, _ in check.curves] + [f"val_{name}" for name, _ in check.gap]
    if any(not math.isfinite(value) for name in names for value in history.get(name, ())):
        return "The numbers grew without bound: lower the learning rate and look for huge or missing inputs."
    missing = [name for name in names if not history.get(name)]
    if any(name.startswith("val_") for name in missing):
        return "There is no validation curve: give fit validation_data=... or validation_split=..."
    if missing:
        return f"Nothing called {missing[0]} was recorded: name it in compile(metrics=[...])."
    return "The curves tell whether training has come far enough, and whether it carries over to new data."


def _curve_rows(name: str, curve: Curve, values: tuple[float, ...]) -> Iterator[Row]:
    known = bool(values) and all(map(math.isfinite, values))
    last = values[-1] if values else None
    path = f"{show_number(values[0])} → {show_number(last)}" if values else "not recorded"
    if curve.falls:
        yield Row(name, "falls", path, known and values[-1] < values[0])
    if curve.rises:
        yield Row(name, "rises", path, known and values[-1] > values[0])
    plain = fold_name(name.removeprefix("val_"))
    best = (min if any(word in plain for word in _LOWER_IS_BETTER) else max)(values, default=None)
    for label, bound, value in (("best", curve.best, best), ("last", curve.last, last)):
        if bound is not None:
            found = "not recorded" if value is None else number_beside(value, bound)
            yield Row(f"{label} {name}", str(bound), found, known and holds(bound, value), bound, value)
    if (bound := curve.earlier) is not None:
        broken = [value for value in values[:-1] if not holds(bound, value)]
        found = number_beside(broken[0], bound) if broken else "so" if values else "not recorded"
        yield Row(f"{name} of each epoch before the last", str(bound), found, known and not broken)
