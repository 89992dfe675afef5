"""A script of the learner's own that is watched: its trainings, and the coach's advice on them. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from msgspec import Struct, structs

from tuitutor.coach import advise
from tuitutor.coach.code import Code
from tuitutor.coach.curves import ENOUGH_EPOCHS, advise_on
from tuitutor.coach.evidence_of_fit import as_built
from tuitutor.engine.snapshots import FitCurves, Shown
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.events import (
    ChildEnded,
    Event,
    Executed,
    FitMeasured,
    FitStarted,
    Measured,
    ScriptStarted,
    Unready,
)
from tuitutor.protocol.facts import FitFacts, ProgramFacts
from tuitutor.protocol.raised import ErrorInfo, Frame

MOST_FITS = 100  # that are known at a time
_ENDS = ("underfitting", "stopping")  # advice on when a fit ended, which one in progress has not
_RUNS_OFF = ("nan", "diverging")
_PROGRESS = 0.99  # of the best loss before; less than that is progress
_BY_ITSELF = ("SystemExit", "KeyboardInterrupt")

Read = Callable[[str], str]
"""Returns the text of one of the script's files, "" if it can't be read."""


class Watched(Struct, frozen=True):
    """A script as far as it is known. `starts` counts its processes, as a job may be started again.

    `fits` are its latest fits, in order; `program` has facts about its own loops. `unready` says why not all can be
    looked at. `done` is how its code ended, and `ended` how its process did. `current` is the number of the latest fit.
    """

    script: ScriptStarted = ScriptStarted("")
    starts: int = 0
    fits: tuple[FitMeasured, ...] = ()
    program: ProgramFacts | None = None
    unready: Unready | None = None
    done: Executed | None = None
    ended: ChildEnded | None = None
    current: int = 0

    @property
    def error(self) -> ErrorInfo | None:
        """The exception that ended its code."""
        error = self.done.error if self.done is not None else None
        return None if error is None or error.kind in _BY_ITSELF else error


def watched_after(watched: Watched, event: Event) -> Watched:
    """The script after one more event."""
    match event:
        case ScriptStarted():
            return Watched(event, watched.starts + 1)
        case FitStarted(fit=number):
            return structs.replace(watched, current=number)
        case FitMeasured():
            known = {fit.fit: fit for fit in watched.fits} | {event.fit: event}
            return structs.replace(watched, fits=tuple(known.values())[-MOST_FITS:])
        case Measured(facts=facts):
            return structs.replace(watched, program=facts)
        case Unready():
            return structs.replace(watched, unready=event)
        case Executed():
            return structs.replace(watched, done=event)
        case ChildEnded():
            return structs.replace(watched, ended=event)
        case _:
            return watched


class Told(Struct, frozen=True):
    """Advice on fit number `fit` of `of`, or on an error if that is 0; its line is in `file`."""

    advice: Advice
    file: str = ""
    fit: int = 0
    of: int = 0

    @property
    def where(self) -> str:
        """Which fit it is about, if there are several."""
        return f"Fit {self.fit} of {self.of}" if self.of > 1 and self.fit else ""


def advise_on_script(watched: Watched, shown: Shown, read: Read) -> tuple[Told, ...]:
    """The coach's advice on a script's error, or else on its fits, of each network the last; or on its own loop.

    While a fit goes on, it is on that one. A fit to the same data as a later one, with another network, was tried and
    left; and of the fits in a loop, such as folds, the last one counts.
    """
    error = watched.error
    if error is not None:
        file = error.frames[-1].filename if error.frames else watched.script.script
        if found := advise(error, (), (), read(file)):
            return tuple(Told(tip, file) for tip in found)
    current = shown.curves
    is_over = watched.done is not None or watched.ended is not None
    if current is not None and not is_over and not (current.epochs and current.done):
        return _on_running(watched, current, shown, read)
    of, told = max((fit.fit for fit in watched.fits), default=0), list[Told]()
    replaced = {number for fit in watched.fits for number in (*fit.before, *fit.instead_of)}
    latest = {fit.called_at or (fit.fit,): fit.fit for fit in watched.fits}.values()
    for fit in watched.fits:
        if fit.fit in latest and fit.fit not in replaced:
            told += [Told(tip, file, fit.fit, of) for tip, file in _on_fit(fit, watched, read)]
    if not watched.fits and watched.program is not None:
        file = watched.script.script
        code = read(file)
        found = advise(None, (), (), code, program=watched.program)
        line = next(iter(_lines_of_loops(Code(code))), None)
        told += [Told(_with_line(tip, line), file) for tip in found]
    elif not watched.fits:
        told += [Told(tip) for tip in _on_curves(shown)]
    return tuple(told)


def _on_fit(fit: FitMeasured, watched: Watched, read: Read) -> list[tuple[Advice, str]]:
    """Advice on a fit, and the files of its lines."""
    facts = [earlier.facts for earlier in watched.fits if earlier.fit in fit.before] + [fit.facts]
    file, line = _place(fit.called_at, watched)
    loops = watched.program.loops if watched.program is not None and fit is watched.fits[-1] else None
    program = ProgramFacts(fit.model, None, fit.facts.compiled, tuple(facts), loops=loops)
    return [(_with_line(tip, line), file) for tip in advise(None, facts, (), read(file), program=program)]


def _place(frames: Sequence[Frame], watched: Watched) -> tuple[str, int | None]:
    return (frames[-1].filename, frames[-1].line) if frames else (watched.script.script, None)


def _with_line(advice: Advice, line: int | None) -> Advice:
    return advice if advice.line is not None else structs.replace(advice, line=line)


def _lines_of_loops(code: Code) -> list[int]:
    return [call.lineno for name in ("gradient", "train_on_batch") for call in code.calls(name)]


# ---- while a fit goes on


def _on_running(watched: Watched, current: FitCurves, shown: Shown, read: Read) -> tuple[Told, ...]:
    """Advice on a fit in progress: while it gets better, only on its data and its network.

    A loop of the learner's own has only values, so it gets advice only if they run off.
    """
    if not current.epochs:
        return tuple(map(Told, _on_curves(shown)))
    known = next((fit for fit in watched.fits if fit.fit == watched.current), None)
    values = _values(current)
    facts = _facts(current, values)
    if known is not None:
        facts = replace(facts, compiled=known.facts.compiled, data=known.facts.data)
    if _gets_better(values):
        facts = replace(facts, epochs=0, epochs_run=0, validation=False, history={})
    if not values and facts.data is None:
        return ()
    earlier = () if known is None else tuple(fit.facts for fit in watched.fits if fit.fit in known.before)
    file, line = _place(known.called_at if known is not None else (), watched)
    model = known.model if known is not None else None
    found = advise_on(as_built((*earlier, facts), model, facts.compiled), Code(read(file)))
    number = watched.current
    return tuple(Told(_with_line(tip, line), file, number, number) for tip in found if tip.topic not in _ENDS)


def _on_curves(shown: Shown) -> tuple[Advice, ...]:
    """Advice on a loop of the learner's own, of which only values are known, if they run off."""
    if shown.curves is None or shown.curves.epochs or not shown.curves.logs:
        return ()
    found = advise_on((_facts(shown.curves, shown.curves.logs),))
    return tuple(tip for tip in found if tip.topic in _RUNS_OFF)


def _values(fit: FitCurves) -> Mapping[str, tuple[float, ...]]:
    """The values at the ends of epochs, and values of the current epoch that are not finite."""
    lost = {name: value for name, value in fit.now.items() if not math.isfinite(value)}
    return {**fit.history, **{name: (*fit.history.get(name, ()), value) for name, value in lost.items()}}


def _facts(fit: FitCurves, history: Mapping[str, tuple[float, ...]]) -> FitFacts:
    return FitFacts(
        epochs=fit.epochs,
        epochs_run=fit.epochs_run if fit.epochs else fit.step,
        batch_size=None,
        validation=any(name.startswith("val_") for name in history),
        history=dict(history),
    )


def _gets_better(history: Mapping[str, tuple[float, ...]]) -> bool:
    """Whether the loss still reaches new lows, or has too few epochs to tell."""
    loss = history.get("loss", ())
    if not all(map(math.isfinite, loss)):
        return False
    if len(loss) < ENOUGH_EPOCHS:
        return not loss or loss[-1] < 2 * loss[0]
    late = max(3, len(loss) // 4)
    return min(loss[-late:]) < _PROGRESS * min(loss[:-late])


# ---- what was looked at


def examined(watched: Watched, shown: Shown) -> tuple[str, ...]:
    """Sentences on what was looked at and what not, so that nobody takes silence for praise."""
    match watched.unready:
        case Unready(reason="backend", message=name):
            return (f"Keras runs on {name} here, and not on TensorFlow: only curves and layers were looked at.",)
        case Unready(reason="too-old", message=name):
            return (f"{name} is too old to be looked at; Keras 3 is needed.",)
        case Unready(message=problem):
            return (f"Nothing could be looked at, which is tuitutor's fault: {problem}.",)
    if not watched.fits:
        loops = watched.program.loops if watched.program is not None else None
        if loops is not None and loops.gradients:
            return ("A loop of its own was looked at: its losses, its gradients and its network.",)
        is_whole = watched.done is not None and watched.done.outcome == "ok"
        return ("No training with Keras was seen.",) if is_whole and not shown.fits else ()
    return tuple(_examined(fit, len(watched.fits) > 1) for fit in watched.fits[-3:])


def _examined(fit: FitMeasured, is_named: bool) -> str:
    seen, unseen = ["the curves"], list[str]()
    facts, kind = fit.facts, fit.data_kind
    data = "the arrays" if kind == "arrays" else f"the data of this {kind}"
    (seen if facts.data is not None else unseen).append(data)
    (seen if facts.network is not None else unseen).append("what the network answers")
    if facts.validation:
        has = facts.data is not None and facts.data.validation_inputs is not None
        (seen if has else unseen).append("the data to validate on")
    sentence = f"{f'Fit {fit.fit}: looked' if is_named else 'Looked'} at {_listed(seen)}"
    return f"{sentence}, but not at {_listed(unseen)}." if unseen else f"{sentence}."


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
