"""Saving attempts so that they can be shown again: an attempt's events -> a saved attempt -> the view as it was."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from tuitutor.engine.events import AttemptEvent, ModelDescribed, Stage
from tuitutor.engine.folding import shown_after
from tuitutor.engine.guidance import record_attempt
from tuitutor.engine.snapshots import AttemptView, FitCurves, Shown, Transcript
from tuitutor.grading.verdicts import Grade
from tuitutor.progress.attempt_record import PastAttempt, PastCurves, PastOutput, PastSeries
from tuitutor.progress.journal import Begun
from tuitutor.progress.progress import Ledger
from tuitutor.protocol.events import (
    BatchEnded,
    EpochEnded,
    FigureShown,
    FitEnded,
    FitStarted,
    MapTaken,
    ModelDrawn,
    ModelSeen,
    Output,
    ScalarLogged,
)
from tuitutor.protocol.facts import ModelFacts

MOST_POINTS = 100  # saved of a series
LARGEST_CURVES = 32 * 1024  # bytes of curves in a line of a class's journal
MOST_PRINTED = 4_000  # characters saved from the end of the output
NOTE_SECONDS = 5.0  # between two notes on an attempt's progress: the journal may be on a network disk


class AttemptRecorder:
    """Follows the events of one attempt by the learner, with this `answer`, and records the result.

    `public_version` is that of the exercise.

    While the attempt runs, its progress is noted in the journal now and then: a killed process can't do so at the end.
    """

    def __init__(self, ledger: Ledger, exercise: str, answer: str, public_version: str = "") -> None:
        self._ledger = ledger
        self._exercise = exercise
        self._public_version = public_version
        self._answer = answer
        self._noted: float | None = None  # when its progress was last noted; None: it has not begun
        self._shown = Shown()
        self._model: ModelFacts | None = None

    def see(self, event: AttemptEvent) -> None:
        """Follow one event."""
        match event:
            case (
                FitStarted() | BatchEnded() | EpochEnded() | FitEnded() | ScalarLogged()
                | MapTaken() | Output() | FigureShown() | ModelDrawn()
            ):  # fmt: skip
                self._shown = shown_after(self._shown, event)
                if self._noted is not None and self._ledger.now() - self._noted >= NOTE_SECONDS:
                    self._note()
            case ModelSeen(model=model) | ModelDescribed(model=model):
                self._model = model
            case Stage.RUNNING:
                self._note()

    def leave(self) -> None:
        """Note that the attempt is over without a grade."""
        if self._noted is not None:
            self._note(left=True)

    def _note(self, left: bool = False) -> None:
        curves, self._noted = self._shown.curves or FitCurves(epochs=0), self._ledger.now()
        self._ledger.record(Begun(self._exercise, self._noted, curves.epoch, curves.epochs, left))

    def keep(self, grade: Grade, ran_in: str = "") -> tuple[str, ...]:
        """Record the grade, and save the attempt. Returns how it compares with earlier attempts."""
        bests = record_attempt(self._ledger, grade, self._public_version)
        curves, printed, pictures = self._shown.curves, self._shown.transcript, self._shown.pictures
        end = Transcript(tail=printed.head + printed.tail, dropped=printed.dropped).last(MOST_PRINTED)
        past = PastAttempt(
            self._ledger.progress().exercise(grade.exercise).attempts,
            self._ledger.now(),
            self._answer,
            grade.without_traceback,
            bests=bests,
            model=self._model,
            curves=None if curves is None else _thinned(curves),
            ran_in=ran_in,
            output=PastOutput(end.tail, end.dropped, len(pictures.kept) + pictures.left_out),
            public_version=self._public_version,
        )
        self._ledger.keep(past)
        return bests


def past_curves(shown: Shown) -> PastCurves | None:
    """The curves of the last fit, thinned and without a map; None if there are none, or they are too large."""
    past = None if shown.curves is None else replace(_thinned(shown.curves), map=None)
    return past if len(msgspec.json.encode(past)) <= LARGEST_CURVES else None


def last_curves(attempts: Sequence[PastAttempt]) -> FitCurves | None:
    """The curves of the last of the attempts that has some."""
    return next((curves_of(past.curves) for past in reversed(attempts) if past.curves is not None), None)


def view_of(past: PastAttempt, before: Sequence[PastAttempt] = ()) -> AttemptView:
    """The attempt as it was shown at its end, as far as it was saved. The attempts `before` it provide the ghost."""
    curves = last_curves((past,))
    text, drawn = past.output.text, past.output.figures
    if drawn:  # what was printed gets a remark on what was drawn
        text += "\n" if text and not text.endswith("\n") else ""
        what, them = (f"{drawn:,} figures are", "them") if drawn > 1 else ("A figure is", "it")
        text += f"[{what} not kept; run it again to see {them}]\n"
    return AttemptView(
        number=past.number,
        shown=Shown(
            transcript=Transcript(tail=text, dropped=past.output.left_out),
            fits=() if curves is None else (curves,),
        ),
        ghost=last_curves(before),
        model=past.model,
        grade=past.grade,
        bests=past.bests,
    )


def _thinned(curves: FitCurves) -> PastCurves:
    series = {}
    for name in curves.logs:
        points = curves.points(name)
        last = len(points) - 1
        most = min(last, MOST_POINTS - 1)
        chosen = [points[round(step * last / most)] for step in range(most + 1)] if most else points
        series[name] = PastSeries.of((x for x, _ in chosen), (y for _, y in chosen))
    return PastCurves(
        epochs=curves.epochs,
        series=series,
        validation=curves.validation,
        epoch=curves.epoch,
        step=curves.step,
        steps=curves.steps,
        epochs_run=curves.epochs_run,
        seconds=curves.seconds,
        map=curves.map_at(),
    )


def curves_of(past: PastCurves) -> FitCurves:
    """The curves as they were shown, except for what was thinned out."""
    return FitCurves(
        epochs=past.epochs,
        logs={name: series.numbers for name, series in past.series.items()},
        at={name: series.at for name, series in past.series.items()},
        validation=past.validation,
        epoch=past.epoch,
        step=past.step,
        steps=past.steps,
        epochs_run=past.epochs_run,
        done=True,  # also if the run broke off
        seconds=past.seconds,
        maps=() if past.map is None else (past.map,),
    )
