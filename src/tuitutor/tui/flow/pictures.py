"""Figures and model diagrams that a run has shown, as one immutable value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tuitutor.protocol.facts import ModelFacts
    from tuitutor.protocol.figures import Figure

MOST = 8  # pictures of one run that are kept


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure with its `number` in the run, or a model to be drawn, which has the number of the figure before it."""

    number: int
    shown: Figure | ModelFacts
    is_model: bool = False


@dataclass(frozen=True, slots=True)
class Pictures:
    """The last pictures, in order of their numbers; `left_out` counts earlier ones that were dropped."""

    kept: tuple[Picture, ...] = ()
    left_out: int = 0
    last_dropped: int = 0  # the highest number of a figure that was dropped: shown again, it stays so

    def with_figure(self, number: int, figure: Figure) -> Pictures:
        """A figure is shown, or shown again in place of its older self."""
        if number <= self.last_dropped:
            return self
        picture = Picture(number, figure)
        for at, known in enumerate(self.kept):
            if known.number == number and not known.is_model:
                return replace(self, kept=(*self.kept[:at], picture, *self.kept[at + 1 :]))
        at = sum(known.number <= number for known in self.kept)
        return replace(self, kept=(*self.kept[:at], picture, *self.kept[at:]))._bounded()

    def with_model(self, model: ModelFacts) -> Pictures:
        """A model's diagram is shown."""
        number = self.kept[-1].number if self.kept else 0
        return replace(self, kept=(*self.kept, Picture(number, model, is_model=True)))._bounded()

    def _bounded(self) -> Pictures:
        if len(self.kept) <= MOST:
            return self
        dropped, *kept = self.kept
        last = self.last_dropped if dropped.is_model else max(self.last_dropped, dropped.number)
        return Pictures(tuple(kept), self.left_out + 1, last)

    def __bool__(self) -> bool:
        return bool(self.kept)
