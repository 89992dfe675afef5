"""An exercise that the playground is opened for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tuitutor.course.challenge import Challenge
from tuitutor.playground.address import as_answer, open_answer
from tuitutor.playground.config import Config


@dataclass(frozen=True, slots=True)
class Task:
    """What the exercise asks for. `take` gets the answer, an address, whenever it changes; `grade` has it graded."""

    challenge: Challenge
    take: Callable[[str], object]
    grade: Callable[[], object]

    @property
    def words(self) -> str:
        """What it asks for, in one line."""
        return " · ".join(f"{name} {wanted}" for name, wanted in self.challenge.asked())

    def open(self, config: Config) -> Config:
        """A state with what the exercise fixes, which can't be changed here."""
        return open_answer(self.challenge.begun, config)

    def answer(self, config: Config) -> str:
        """The address to hand in."""
        return as_answer(self.challenge.begun, config)
