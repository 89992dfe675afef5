"""Recorded training runs as rows of the board, and each in a sentence or two."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tuitutor.draw.metrics import Metric, best_of_fit
from tuitutor.draw.overlay import PlottedMetric
from tuitutor.draw.past_attempts import when
from tuitutor.draw.plain import one_line
from tuitutor.draw.words import brief
from tuitutor.engine.experiments import Experiment
from tuitutor.runs.known_runs import KnownRun
from tuitutor.runs.run_file import RunHead

_FIRST = 4  # runs whose curves are shown until others are chosen

Best = tuple[str, float]


def experiments_of_runs(runs: Sequence[KnownRun], drawn: PlottedMetric | None = None) -> tuple[Experiment, ...]:
    """The runs, which are in order of time, with the best that each reached of a metric, ranked by that.

    Unless a metric is `drawn`, that is the loss in validation, or what else a run has.
    """
    bests = [_best(run, drawn) for run in runs]
    ranks = {at: rank for rank, at in enumerate(_ranked(bests))}
    names = {best[0] for best in bests if best is not None}
    experiments = []
    for at, (run, best) in enumerate(zip(runs, bests, strict=True)):
        fit, model = run.shown.curves, run.notes.model
        value = "" if best is None else brief(best[1]) if len(names) == 1 else f"{best[0]} {brief(best[1])}"
        title = f"best {next(iter(names))}" if len(names) == 1 else "best"
        experiments.append(
            Experiment(
                run.name,
                at + 1,
                run.head.at,
                f"# {_command(run.head)}\n{run.head.code}",
                (("state", _state(run)), (title, value)),
                curves=fit,
                params=None if model is None else model.params,
                seconds=fit.seconds if fit is not None and fit.seconds else None,
                name=run.called,
                rank=ranks.get(at),
            )
        )
    return tuple(experiments)


def runs_shown_first(runs: Sequence[KnownRun]) -> tuple[int, ...]:
    """The indices of those whose curves are shown first: the latest, and the best by what that is measured by."""
    known = [at for at, run in enumerate(runs) if run.shown.curves is not None]
    if not known:
        return ()
    bests = [_best(run, None) for run in runs]
    alike = [best if best is not None and best[:1] == (bests[known[-1]] or ())[:1] else None for best in bests]
    return tuple(dict.fromkeys([known[-1], *_ranked(alike)]))[:_FIRST]


def metrics_of_runs(found: Sequence[PlottedMetric]) -> tuple[PlottedMetric, ...]:
    """The metrics in the order in which they are drawn: the loss first, by which runs are compared."""
    return tuple(sorted(found, key=lambda each: each.name != "loss"))


def _best(run: KnownRun, drawn: PlottedMetric | None) -> Best | None:
    """A metric's name, and the best value that the run's last fit had of it; NaN if that is how it ended."""
    if (fit := run.shown.curves) is None:
        return None
    if drawn is None:
        found = best_of_fit(fit)
        if found is None:
            return None
        drawn = PlottedMetric(found[0].removeprefix("val_"), found[0].startswith("val_"))
    values = [value for _, value in drawn.points(fit)]
    better = max if Metric(drawn.name).is_share else min
    return (str(drawn), values[-1] if math.isnan(values[-1]) else better(values)) if values else None


def _ranked(bests: Sequence[Best | None]) -> list[int]:
    """The indices of those that have a value, the best first; none if they are of several metrics."""
    known = [(best, at) for at, best in enumerate(bests) if best is not None and not math.isnan(best[1])]
    if len({name for (name, _), _ in known}) != 1:
        return []
    falls = -1.0 if Metric(known[0][0][0].removeprefix("val ")).is_share else 1.0
    return [at for (_, value), at in sorted(known, key=lambda pair: (falls * pair[0][1], pair[1]))]


def _state(run: KnownRun) -> str:
    """In a word, and how far it came unless it came to its end."""
    fit = run.shown.curves
    if run.state.name == "ended" or fit is None or fit.epochs == 1:
        return run.state.name
    return f"{run.state.name} {fit.epoch}/{fit.epochs}" if fit.epochs else f"{run.state.name} {fit.step}"


def _command(head: RunHead) -> str:
    return " ".join([head.script, *head.arguments])


def tell_begin(head: RunHead, now: float) -> str:
    """What was run, where, and since when; `now` is in seconds since 1970."""
    job = f", job {head.job}" if head.job else ""
    return f"{_command(head)}, on {head.host} since {when(head.at, now)}{job}"


def tell_end(run: KnownRun) -> str:
    """How the run stands, and its last epoch if something ended it; where it has several fits, of the last."""
    state, fit = run.state, run.shown.curves
    words = {"running": "It is running", "waiting": "It waits", "ended": "It ended", "failed": "It failed"}
    words |= {
        "interrupted": "It was interrupted",
        "killed": "It was killed",
        "unknown": "It is not known how it stands",
    }
    said = words[state.name]
    if state.name not in ("ended", "waiting") and fit is not None and fit.epochs != 1:
        within = not fit.epoch or fit.now  # an epoch that was not over
        at = f"epoch {max(1, fit.epoch)} of {fit.epochs}" if fit.epochs else f"epoch {fit.step}"
        said += f" {'in' if within and fit.epochs else 'after'} {at}"
    said += f": {one_line(state.said)}" if state.said else ""
    return said if said.endswith(".") else f"{said}."
