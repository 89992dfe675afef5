"""Checks on how the network was compiled and trained. Only the learner's own process can tell, so all is REPORTED."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from tuitutor.course.checks import Bound, Compiled, Curve, Fit, History
from tuitutor.grading.evidence import Evidence
from tuitutor.grading.findings import Finding, absent, errored, from_rows
from tuitutor.grading.naming import folded, same_metric, same_name
from tuitutor.grading.numbers import as_written, holds, number, number_beside
from tuitutor.grading.subject import NOT_MEASURED, no_model
from tuitutor.grading.verdicts import Provenance, Row
from tuitutor.protocol.facts import CompileFacts, FitFacts

_WANTED_LOW = ("loss", "error", "crossentropy", "divergence", "hinge", "huber", "logcosh", "poisson")


# ---- compile --------------------------------------------------------------------------------


def judge_compiled(check: Compiled, evidence: Evidence) -> Finding:
    """Loss, optimizer, learning rate and metrics that the model was compiled with."""
    if evidence.program is None:
        return errored(NOT_MEASURED)
    if evidence.program.model is None:
        return no_model(evidence.program.model_kind)
    if evidence.program.compiled is None:
        return absent("not compiled", "Call model.compile(...) to give the model its loss and its optimizer.")
    rows = list(_compiled_rows(check, evidence.program.compiled))
    return from_rows(rows, Provenance.REPORTED, "The loss is what training lowers; the optimizer is how.")


def _compiled_rows(check: Compiled, facts: CompileFacts) -> Iterator[Row]:
    if check.loss is not None:
        yield _name_row("loss", check.loss, facts.loss)
    if check.optimizer is not None:
        yield _name_row("optimizer", check.optimizer, facts.optimizer)
    if (bound := check.learning_rate) is not None:
        rate = facts.learning_rate
        yield Row("learning_rate", str(bound), number_beside(rate, bound), holds(bound, rate))
    for metric in check.metrics or ():
        found = any(same_metric(metric, name) for name in facts.metrics)
        yield Row("metrics", metric, ", ".join(facts.metrics) or "none", found)


def _name_row(label: str, wanted: tuple[str, ...], found: str | None) -> Row:
    agrees = found is not None and any(same_name(name, found) for name in wanted)
    return Row(label, " or ".join(wanted), found or "none", agrees)


# ---- fit ------------------------------------------------------------------------------------


def judge_fit(check: Fit, evidence: Evidence) -> Finding:
    """Some fit meets all that is asked; where none does, the nearest one is shown."""
    if evidence.program is None:
        return errored(NOT_MEASURED)
    if not evidence.program.fits:
        return _never_fitted()
    tables = [list(_fit_rows(check, fit)) for fit in evidence.program.fits]
    nearest = max(reversed(tables), key=lambda rows: sum(row.agrees for row in rows))
    if (bound := check.total_epochs) is not None:
        total = _total_epochs(evidence.program.fits)
        nearest.append(Row("epochs of all fits", str(bound), number(total), holds(bound, total)))
    return from_rows(nearest, Provenance.REPORTED, "These arguments of fit decide how long and on what it trains.")


def counted_epochs(check: Fit, evidence: Evidence) -> float | None:
    """The number that the check bounds: of all fits' epochs, or of the shortest fit's that meets the check."""
    fits = evidence.program.fits if evidence.program is not None else ()
    if check.total_epochs is not None:
        return _total_epochs(fits) if fits else None
    met = [fit.epochs_run for fit in fits if all(row.agrees for row in _fit_rows(check, fit))]
    return min(met, default=None)


def _total_epochs(fits: Sequence[FitFacts]) -> int:
    return sum(fit.epochs_run for fit in fits)


def _never_fitted() -> Finding:
    return absent("no fit", "The model was never trained: call model.fit(...).", provenance=Provenance.REPORTED)


def _fit_rows(check: Fit, fit: FitFacts) -> Iterator[Row]:
    for label, bound, value in (
        ("epochs", check.epochs, fit.epochs_run),
        ("batch_size", check.batch_size, fit.batch_size),
    ):
        if bound is not None:
            yield Row(label, str(bound), number(value), holds(bound, value))
    if check.validation is not None:
        yield Row("validation", _yes(check.validation), _yes(fit.validation), check.validation == fit.validation)


def _yes(value: bool) -> str:
    return "yes" if value else "no"


# ---- history --------------------------------------------------------------------------------


def judge_history(check: History, evidence: Evidence) -> Finding:
    """The curves of the last fit."""
    if evidence.program is None:
        return errored(NOT_MEASURED)
    if not evidence.program.fits:
        return _never_fitted()
    history = evidence.program.fits[-1].history
    rows = [row for name, curve in check.curves for row in _curve_rows(name, curve, history.get(name, ()))]
    rows += [_gap_row(name, bound, history) for name, bound in check.gap]
    return from_rows(rows, Provenance.REPORTED, _history_why(check, history))


def _history_why(check: History, history: dict[str, tuple[float, ...]]) -> str:
    wanted = [name for name, _ in check.curves] + [f"val_{name}" for name, _ in check.gap]
    if any(not math.isfinite(value) for name in wanted for value in history.get(name, ())):
        return "The numbers grew past all bounds: lower the learning rate and look for huge or missing inputs."
    missing = [name for name in wanted if not history.get(name)]
    if any(name.startswith("val_") for name in missing):
        return "There is no validation curve: give fit validation_data=... or validation_split=..."
    if missing:
        return f"Nothing called {missing[0]} was recorded: name it in compile(metrics=[...])."
    return "The curves tell whether training has come far enough, and whether it carries over to new data."


def _curve_rows(name: str, curve: Curve, values: tuple[float, ...]) -> Iterator[Row]:
    known = bool(values) and all(map(math.isfinite, values))
    path = f"{number(values[0])} → {number(values[-1])}" if values else "not recorded"
    if curve.falls:
        yield Row(name, "falls", path, known and values[-1] < values[0])
    if curve.rises:
        yield Row(name, "rises", path, known and values[-1] > values[0])
    for label, bound, pick in (("best", curve.best, _best_of(name)), ("last", curve.last, _last)):
        if bound is not None:
            value = pick(values) if values else None
            found = "not recorded" if value is None else number_beside(value, bound)
            yield Row(f"{label} {name}", str(bound), found, known and holds(bound, value))


def _best_of(name: str) -> Callable[[tuple[float, ...]], float]:
    plain = folded(name.removeprefix("val_"))
    return min if any(word in plain for word in _WANTED_LOW) else max


def _last(values: tuple[float, ...]) -> float:
    return values[-1]


def _gap_row(name: str, bound: Bound, history: dict[str, tuple[float, ...]]) -> Row:
    train, validation = history.get(name), history.get(f"val_{name}")
    if not train or not validation:
        return Row(f"gap of {name}", str(bound), "not recorded", False)
    gap = round(abs(as_written(train[-1]) - as_written(validation[-1])), 9)
    return Row(f"gap of {name}", str(bound), number_beside(gap, bound), holds(bound, gap))
