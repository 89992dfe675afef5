"""Events -> what a running program has shown."""

from __future__ import annotations

from dataclasses import replace

from tuitutor.draw.fits import FitCurves
from tuitutor.engine.events import Progress
from tuitutor.protocol.messages import FigureShown, ModelDrawn, Output, ValueShown
from tuitutor.tui.flow.shown import Shown


def shown_after(shown: Shown, event: Progress) -> Shown:
    """What is shown after one more event."""
    match event:
        case Output(text=text, dropped=dropped):
            return replace(shown, transcript=shown.transcript.add(text, dropped))
        case ValueShown(text=text):
            return replace(shown, value=text)
        case FigureShown(number=number, figure=figure):
            return replace(shown, pictures=shown.pictures.with_figure(number, figure))
        case ModelDrawn(model=model):
            return replace(shown, pictures=shown.pictures.with_model(model))
        case _:
            return replace(shown, curves=FitCurves.fold(shown.curves, event))
