"""The attempts at an exercise as a source of the board."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from tuitutor.course.model import Exercise
from tuitutor.draw.metrics import MetricTarget, targets
from tuitutor.draw.overlay import PlottedMetric
from tuitutor.engine.differences import Differences, no_name
from tuitutor.engine.experiments import (
    Experiment,
    compare_attempts,
    experiments_of,
    first_shown,
    name_attempt,
    pin_attempt,
)
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress.past import PastAttempt
from tuitutor.spelling import counted
from tuitutor.tui import keys
from tuitutor.tui.flow.study import Study
from tuitutor.tui.screens.compare import Version
from tuitutor.tui.screens.experiment_board import BoardSource


class AttemptsOnBoard(BoardSource):
    """The `attempts` at an exercise; `draft` is what the editor has now. Names and pins are kept in the progress."""

    noun = "attempt"
    intro = "All attempts at the exercise. Columns show what differs between their codes; the rest is the same in all."
    offers: Sequence[keys.Key] = keys.BOARD_KEYS

    def __init__(self, exercise: Exercise, attempts: Sequence[PastAttempt], draft: str, study: Study) -> None:
        self.title = exercise.title
        self.none = (
            f"No attempt at this exercise yet. esc goes back to it, and {keys.RUN.named} there makes one; each is kept "
            "here."
        )
        self.before: Sequence[Version] = (Version("the starter", exercise.starter),)
        self.after: Sequence[Version] = (Version("the editor", draft),)
        self.attempts = attempts
        self._exercise, self._study = exercise, study

    def experiments(self, drawn: PlottedMetric | None) -> Sequence[Experiment]:
        return experiments_of(self._exercise, self.attempts, self._study.store.progress())

    def first_shown(self) -> Sequence[int]:
        return first_shown(self._exercise, self.attempts)

    def compare(self, experiments: Sequence[Experiment], among: Collection[int]) -> Differences:
        reference = self._study.reference.known
        return compare_attempts(self._exercise, experiments, reference.argument if reference else no_name, among)

    def goals(self, code: str) -> Mapping[str, MetricTarget]:
        return targets(self._exercise, code)

    def sum_up(self, experiments: Sequence[Experiment]) -> str:
        passed = sum(each.verdict is Verdict.PASSED for each in experiments)
        return f"{passed} of {counted(len(experiments), 'attempt')} passed" if experiments else ""

    def name(self, experiment: Experiment, name: str) -> None:
        name_attempt(self._kept(experiment), name, self._study.store)

    def pin(self, experiment: Experiment) -> str:
        return pin_attempt(self._kept(experiment), self.attempts, self._study.store)

    def _kept(self, experiment: Experiment) -> PastAttempt:
        return next(kept for kept in self.attempts if kept.at == experiment.at)
