"""The metrics of a run: logs of the same metric in training and in validation belong together."""

from __future__ import annotations

import math
import re

from msgspec import Struct
from msgspec.structs import replace

from tuitutor.course.checks import ERRORS
from tuitutor.course.kind import Goal
from tuitutor.course.model import Exercise
from tuitutor.engine.snapshots import FitCurves
from tuitutor.grading.decisive import aim
from tuitutor.grading.verdicts import Grade

_VALIDATION = re.compile("^(?:val|valid|validation|test)[_/ ](?=.)")
_TRAIN = re.compile("^(?:train|training)[_/ ](?=.)")
_LOSS = re.compile(r"""\bloss\s*=\s*["'](\w+)["']""")
_SHORT = {"accuracy": "acc"}


class Metric(Struct, frozen=True):
    """A metric as it is drawn: the names of its training and validation logs, "" if there is none."""

    name: str
    train: str = ""
    validation: str = ""

    def named(self, room: int) -> str:
        """Its name, or its short name if only that fits into the room."""
        short = _SHORT.get(self.name, self.name)
        return short if len(short) <= room < len(self.name) else self.name

    @property
    def is_share(self) -> bool:
        """Whether it is, by its name, a metric between 0 and 1 where larger is better."""
        return bool(re.search("acc|auc|precision|recall|f1|iou|sensitivity|specificity", self.name.lower()))


def goals_of(exercise: Exercise, code: str, grade: Grade | None = None) -> dict[str, Goal]:
    """The bounds of the check that decides, by metric. `code` is the answer, which names its loss."""
    aimed = aim(exercise.checks, grade)
    losses = {ERRORS.get(loss, loss) for loss in _LOSS.findall(code)}
    return {} if aimed is None else {plain_name(goal.log): goal for goal in aimed[0].kind.goals(losses)}


def reached(goal: Goal, curves: FitCurves) -> float | None:
    """The value of a curve that counts for the goal so far; None if it is on hidden data, or there is none."""
    values = () if goal.hidden else curves.logs.get(goal.log, ())
    if not (goal.best and values):
        return values[-1] if values else None
    return (min if goal.bound.at_most is not None else max)(values)


def metrics(curves: FitCurves) -> tuple[Metric, ...]:
    """The metrics of a run's logs, the loss first, the learning rate last."""
    found: dict[str, Metric] = {}
    for log in (*curves.logs, *curves.now):
        name = plain_name(log)
        metric = found.get(name, Metric(name))
        found[name] = replace(metric, validation=log) if _VALIDATION.match(log) else replace(metric, train=log)
    return tuple(sorted(found.values(), key=lambda m: (m.name != "loss", m.name in ("learning_rate", "lr"))))


def plain_name(log: str) -> str:
    """The name of a log's metric, without its prefix."""
    return _TRAIN.sub("", _VALIDATION.sub("", log))


def best_of_fit(curves: FitCurves) -> tuple[str, float, int] | None:
    """The log by which runs are compared, its best value, and the epoch or step of that; None without any value.

    It is the loss in validation, or else in training, or else the first log.
    """
    name = next((name for name in ("val_loss", "loss", *curves.logs) if curves.logs.get(name)), None)
    points = [point for point in curves.points(name) if not math.isnan(point[1])] if name is not None else []
    if name is None or not points:
        return None
    better = max if Metric(name).is_share else min
    at, value = better(points, key=lambda point: point[1])
    return name, value, int(at)
