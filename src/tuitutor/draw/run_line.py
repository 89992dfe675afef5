"""The run line: the worker's state, and the runs that wait for it. The only place that says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from rich.text import Text

from tuitutor.draw.look import Look
from tuitutor.draw.words import epochs_so_far, time_left
from tuitutor.engine.snapshots import AttemptView, FitCurves, Ongoing, WhatIf
from tuitutor.protocol.events import Waiting

_WAITING_FOR = "Waiting for "
_LOADING = "starting Keras"
_LONG = 5  # seconds from which on the time is shown: some disks need minutes, which would look as if it hung
STAGES: Mapping[str, str] = MappingProxyType(  # by their names
    {
        "STARTING": "starting",
        "AGAIN": "running it again",
        "SETUP": "setup",
        "BEFORE": "an earlier answer",
        "RUNNING": "running",
        "RESTARTING": "starting it again",
        "MEASURING": "grading",
        "RETRAINING": "training it again",
        "VERIFYING": "checking",
    }
)


def draw_run_line(ongoing: Ongoing, look: Look) -> tuple[Text, ...]:
    """From the fullest version to the shortest; none if nothing runs.

    "◐ waiting for srun (Priority), 12 s: job 7 queued · then 1, 2", "◐ 2: epoch 12/40 · 28 s left".
    """
    runs: list[tuple[Sequence[str], str]] = []
    if ongoing.attempt is not None:
        runs.append((_attempt(ongoing.attempt, ongoing.loading), ""))
    if ongoing.cells:
        begun = ongoing.cell.running and ongoing.cell.waiting is None and ongoing.loading is None
        waits = ongoing.cells[1:] if begun else ongoing.cells
        runs.append((_cell(ongoing), f"then {_ranges(waits)}" if waits else ""))
    if not runs:
        return ()
    drawn = []
    for at in range(max(len(versions) for versions, _ in runs)):
        parts = [(versions[min(at, len(versions) - 1)], then) for versions, then in runs]
        drawn.append(Text("  ").join(_marked(text, then, look) for text, then in parts))
    if any(then for _, then in runs):
        drawn.append(Text("  ").join(_marked(versions[-1], "", look) for versions, _ in runs))
    return tuple(drawn)


def waits_for(ongoing: Ongoing) -> dict[int, str]:
    """What the waiting cells wait for, by their numbers: "Keras", "srun", or the number of the running cell."""
    if not ongoing.cells:
        return {}
    first, *rest = ongoing.cells
    waits = dict.fromkeys(rest, f"{first}")
    waiting = "" if ongoing.cell.waiting is None else ongoing.cell.waiting.what
    if named := waiting.removeprefix(_WAITING_FOR).partition(" ")[0]:
        waits[first] = named
    elif ongoing.loading is not None:
        waits[first] = "Keras"
    return waits


def loads_keras(ongoing: Ongoing) -> bool:
    """Whether they wait for Keras now, and not for a launcher."""
    attempt = None if ongoing.attempt is None else ongoing.attempt.waiting
    return ongoing.loading is not None and ongoing.cell.waiting is None and attempt is None


def _marked(text: str, then: str, look: Look) -> Text:
    line = Text.assemble((look.text("◐"), look.style("train")), f" {look.text(text)}")
    return line.append(look.text(f" · {then}"), look.style("quiet")) if then else line


def _attempt(view: AttemptView, loading: int | None) -> Sequence[str]:
    if view.what_if is not None:
        return _tries(view.what_if, loading)
    if view.waiting is not None:
        return _wait(view.waiting)
    stage = "STARTING" if view.stage is None else view.stage.name
    if loading is not None and view.stage is not None and stage == "STARTING":
        return _load(loading)
    curves = view.shown.curves
    if stage == "RUNNING" and curves is not None and not curves.done:
        return _training(curves)
    return (STAGES[stage],)


def _tries(what_if: WhatIf, loading: int | None) -> Sequence[str]:
    """ "what if 2/7: epoch 3/40"."""
    if what_if.waiting is not None:
        return _wait(what_if.waiting)
    if loading is not None:
        return _load(loading)
    place = f"what if {what_if.number}/{what_if.of}" if what_if.number else "what if"
    curves = what_if.shown.curves
    if curves is not None and not curves.done:
        return (*(f"{place}: {text}" for text in _training(curves)), place)
    return (place,)


def _cell(ongoing: Ongoing) -> Sequence[str]:
    view, number = ongoing.cell, ongoing.cells[0]
    if ongoing.stopping:
        return (f"stopping {number}",)
    if view.waiting is not None:
        return _wait(view.waiting)
    if ongoing.loading is not None:
        return _load(ongoing.loading)
    if not view.running:
        return ("starting",)
    curves = view.shown.curves
    if curves is not None and not curves.done:
        return [f"{number}: {text}" for text in _training(curves)]
    return (f"running {number}",)


def _training(curves: FitCurves) -> Sequence[str]:
    # the steps of many epochs would change the line all the time
    place = epochs_so_far(curves)[-1 if curves.by_step else 0]
    whole = " · ".join([place, *time_left(curves)])
    return tuple(dict.fromkeys([whole, place, place.removeprefix("epoch ").removeprefix("step ")]))


def _load(seconds: int) -> Sequence[str]:
    return (f"{_LOADING}, {seconds} s", _LOADING) if seconds >= _LONG else (_LOADING,)


def _wait(waiting: Waiting) -> Sequence[str]:
    what = waiting.what.partition(";")[0]
    if what.startswith(_WAITING_FOR):
        what = what[0].lower() + what[1:]
    waited = f"{what}, {waiting.seconds} s" if waiting.seconds else what
    whole = [f"{waited}: {waiting.said}"] * bool(waiting.said)
    return (*whole, waited, waited.partition(" (")[0])


def _ranges(numbers: Sequence[int]) -> str:
    """ "1, 3-6"."""
    runs = [[number for _, number in run] for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])]
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)
