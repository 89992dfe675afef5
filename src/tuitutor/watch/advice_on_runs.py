"""The coach's advice on a recorded run, in progress or over. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from tuitutor.coach.curves import ENOUGH_EPOCHS, advise_on
from tuitutor.coach.evidence_of_fit import as_built
from tuitutor.engine.snapshots import FitCurves, Shown
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.facts import FitFacts
from tuitutor.watch.run_file import FitNotes

_ENDS = ("underfitting", "stopping")  # advice on when a fit ended, which one in progress has not
_RUNS_OFF = ("nan", "diverging")
_PROGRESS = 0.99  # of the best loss before; less than that is progress

Curves = Mapping[str, tuple[float, ...]]


def advise_on_run(shown: Shown, notes: FitNotes = FitNotes(), goes_on: bool = False) -> tuple[Advice, ...]:
    """Advice on a run's last fit, by its curves and by notes on its data and its network.

    While it `goes_on` and gets better, bad curves mean nothing yet, and only its data and its network are judged. A
    loop of the learner's own has only values, so it gets advice only if they run off.
    """
    fits = [_facts(fit, _values(fit)) for fit in shown.fits if _values(fit)]
    if not fits:
        return ()
    last = next(fit for fit in reversed(shown.fits) if _values(fit))
    goes_on = goes_on and not last.done
    fits[-1] = replace(
        fits[-1],
        compiled=notes.compiled,
        data=notes.given,
        lowest_rate=notes.lowest_rate,
        highest_rate=notes.highest_rate,
    )
    if goes_on and _gets_better(fits[-1].history):
        fits = [FitFacts(0, 0, None, False, compiled=notes.compiled, data=notes.given)]
    found = advise_on(as_built(fits, notes.model, notes.compiled))
    if not last.epochs:
        return tuple(tip for tip in found if tip.topic in _RUNS_OFF)
    return tuple(tip for tip in found if not (goes_on and tip.topic in _ENDS))


def _values(fit: FitCurves) -> Curves:
    """The values at the ends of epochs, and values of the current epoch that are not finite."""
    if not fit.epochs:
        return fit.logs
    lost = {name: value for name, value in fit.now.items() if not math.isfinite(value)}
    return {**fit.history, **{name: (*fit.history.get(name, ()), value) for name, value in lost.items()}}


def _facts(fit: FitCurves, history: Curves) -> FitFacts:
    return FitFacts(
        epochs=fit.epochs,
        epochs_run=fit.epochs_run if fit.epochs else fit.step,
        batch_size=None,
        validation=any(name.startswith("val_") for name in history),
        history=dict(history),
    )


def _gets_better(history: Curves) -> bool:
    """Whether the loss still reaches new lows, or has too few epochs to tell."""
    loss = next((values for name, values in history.items() if name == "loss"), ())
    if not all(map(math.isfinite, loss)):
        return False
    if len(loss) < ENOUGH_EPOCHS:
        return not loss or loss[-1] < 2 * loss[0]
    late = max(3, len(loss) // 4)
    return min(loss[-late:]) < _PROGRESS * min(loss[:-late])
