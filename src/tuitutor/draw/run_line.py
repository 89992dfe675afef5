"""The run line: the worker's state, and the runs that wait for it. The only place that says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from rich.text import Text

from tuitutor.draw.look import Look
from tuitutor.draw.words import epochs_so_far, time_left
from tuitutor.engine.snapshots import AttemptView, FitCurves, Ongoing
from tuitutor.protocol.events import Waiting

_WAITING_FOR = "Waiting for "
_LOADING = "starting Keras"
_LONG = 5  # seconds from which on the time is shown: some disks need minutes, which would look as if it hung
STAGES: Mapping[str, str] = MappingProxyType(  # by their names
    {
        "STARTING": "starting Python",
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

    "◐ waiting for srun (Priority), 12 s: job 7 queued · then 1, 2", "◐ 2: epoch 12/40 · 28 s left",
    "◐ running 1 · then 2-5; 1-4 again: cell 4 failed".
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
    drawn, (replayed, why) = [], ongoing.again
    if replayed and ongoing.cells:
        first = [_marked(versions[0], then, look) for versions, then in runs]
        again = look.text(f" · {_ranges(replayed)} again: {why}")
        drawn.append(Text("  ").join(first).append(again, look.style("quiet")))
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
    if (what_if := view.what_if) is not None:
        place = f"what if {what_if.number}/{what_if.of}" if what_if.number else "what if"
        trained = _training(what_if.shown.curves)
        tried = (*(f"{place}: {text}" for text in trained), place)
        return _waiting(what_if.waiting, loading) or tried
    stage = "STARTING" if view.stage is None else view.stage.name
    if waits := _waiting(view.waiting, loading if stage == "STARTING" else None):
        return waits
    return (_training(view.shown.curves) if stage == "RUNNING" else ()) or (STAGES[stage],)


def _cell(ongoing: Ongoing) -> Sequence[str]:
    view, number = ongoing.cell, ongoing.cells[0]
    if ongoing.stopping:
        return (f"stopping {number}",)
    if waits := _waiting(view.waiting, ongoing.loading):
        return waits
    if not view.running:
        return (STAGES["STARTING"],)
    return [f"{number}: {text}" for text in _training(view.shown.curves)] or (f"running {number}",)


def _training(curves: FitCurves | None) -> Sequence[str]:
    """The progress of training; nothing if nothing trains."""
    if curves is None or curves.done:
        return ()
    # the steps of many epochs would change the line all the time
    place = epochs_so_far(curves)[-1 if curves.by_step else 0]
    whole = " · ".join([place, *time_left(curves)])
    return tuple(dict.fromkeys([whole, place, place.removeprefix("epoch ").removeprefix("step ")]))


def _waiting(waiting: Waiting | None, loading: int | None) -> Sequence[str]:
    """The launcher, or Keras if that has been `loading` for so many seconds; nothing if nothing is waited for."""
    if waiting is not None:
        launcher = waiting.what.partition(";")[0]
        if launcher.startswith(_WAITING_FOR):
            launcher = launcher[0].lower() + launcher[1:]
        waited = f"{launcher}, {waiting.seconds} s" if waiting.seconds else launcher
        whole = [f"{waited}: {waiting.said}"] * bool(waiting.said)
        return (*whole, waited, waited.partition(" (")[0])
    if loading is not None:
        return (f"{_LOADING}, {loading} s", _LOADING) if loading >= _LONG else (_LOADING,)
    return ()


def _ranges(numbers: Sequence[int]) -> str:
    """ "1, 3-6"."""
    runs = [[number for _, number in run] for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])]
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)
