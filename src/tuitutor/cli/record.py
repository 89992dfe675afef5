"""What a cell showed, kept for its JSON document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tuitutor.engine.events import CellEnded, Progress
from tuitutor.protocol.facts import FitFacts, ModelFacts
from tuitutor.protocol.figures import Figure
from tuitutor.protocol.messages import EpochEnded, FigureShown, FitEnded, FitStarted, ModelDrawn, Output, ValueShown
from tuitutor.reports.json import Document, cell_document


class Record:
    """The events of the cell that runs, folded; the next cell begins with a new one."""

    def __init__(self) -> None:
        self._output: list[str] = []
        self._value: str | None = None
        self._fits: list[FitFacts] = []
        self._figures: dict[int, Figure] = {}
        self._models: list[ModelFacts] = []

    def add(self, event: Progress) -> None:
        """Take in what happened."""
        match event:
            case Output(text=text):
                self._output.append(text)
            case ValueShown(text=text):
                self._value = text
            case FitStarted():
                self._fits.append(FitFacts(event.epochs, 0, None, event.validation))
            case EpochEnded() if self._fits:
                self._fits[-1] = _after_epoch(self._fits[-1], event.logs)
            case FitEnded() if self._fits:
                self._fits[-1] = replace(self._fits[-1], epochs_run=event.epochs_run)
            case FigureShown(number=number, figure=figure):
                self._figures[number] = figure
            case ModelDrawn(model=model):
                self._models.append(model)
            case _:
                pass

    def document(self, lesson: str, ended: CellEnded) -> Document:
        """The document of the cell, now that it has ended."""
        return cell_document(
            lesson,
            ended.index,
            ended.outcome,
            ended.seconds,
            error=ended.error,
            advice=ended.advice,
            message=ended.message,
            output="".join(self._output),
            value=self._value,
            fits=self._fits,
            figures=[self._figures[number] for number in sorted(self._figures)],
            diagrams=self._models,
        )


def _after_epoch(fit: FitFacts, logs: Mapping[str, float]) -> FitFacts:
    history = {name: (*fit.history.get(name, ()), value) for name, value in logs.items()}
    return replace(fit, epochs_run=fit.epochs_run + 1, history=history)
