"""A saved attempt, one JSON file: its code, results and curves.

The format grows like the journals': a new field has a default, and unknown fields are ignored.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from contextlib import suppress
from typing import Literal

import msgspec

from tuitutor.grading.verdicts import Grade, of_any_version
from tuitutor.progress.journal import sayable
from tuitutor.protocol.events import MapTaken
from tuitutor.protocol.facts import ModelFacts

LARGEST = 256 * 1024  # bytes of one attempt
RECENT = 30  # latest attempts at an exercise to keep
PASSES = 70  # earlier passed attempts to keep

Value = float | Literal["nan", "inf", "-inf"]
"""A number; JSON has only finite ones."""


class PastSeries(msgspec.Struct, frozen=True):
    """One curve: the values and their positions on the x axis."""

    at: tuple[float, ...]
    values: tuple[Value, ...]

    @classmethod
    def of(cls, at: Iterable[float], values: Iterable[float]) -> PastSeries:
        """The curve with its values rounded to six digits, more than any terminal can show."""
        return cls(tuple(at), tuple(_value(value) for value in values))

    @property
    def numbers(self) -> tuple[float, ...]:
        """The values."""
        return tuple(map(float, self.values))


class PastCurves(msgspec.Struct, frozen=True):
    """The curves of an attempt's last fit, thinned out, and the last of its maps.

    The other fields are those of `engine.snapshots.FitCurves`.
    """

    epochs: int
    series: dict[str, PastSeries]
    validation: bool = False
    epoch: int = 0
    step: int = 0
    steps: int | None = None
    epochs_run: int = 0
    seconds: float = 0.0
    map: MapTaken | None = None


class PastOutput(msgspec.Struct, frozen=True):
    """The end of what an attempt printed, how many characters are `left_out` before it, and how many `figures`."""

    text: str = ""
    left_out: int = 0
    figures: int = 0


class PastAttempt(msgspec.Struct, frozen=True, omit_defaults=True):
    """Attempt `number` at an exercise, graded `at` (seconds since 1970), with the `code` as the learner wrote it.

    `bests` compares it with earlier attempts, and `ran_in` says which Python and Keras it ran in, if it ran.
    `public_version` is that of the exercise.
    """

    number: int
    at: float
    code: str
    grade: Grade
    bests: tuple[str, ...] = ()
    model: ModelFacts | None = None
    curves: PastCurves | None = None
    ran_in: str = ""
    output: PastOutput = PastOutput()
    public_version: str = ""


def encode_attempt(attempt: PastAttempt) -> bytes:
    """The attempt as one JSON object of at most LARGEST bytes, with the grade's fields beside the others.

    One that is too large is written without model, curves and output; b"" if it is still too large.
    """
    bare = msgspec.structs.replace(attempt, model=None, curves=None, output=PastOutput())
    for version in (attempt, bare):
        document = msgspec.to_builtins(version)
        grade = document.pop("grade")
        data = msgspec.json.encode(sayable({**document, **grade}))
        if len(data) <= LARGEST:
            return data
    return b""


def decode_attempt(data: bytes) -> PastAttempt | None:
    """The attempt in a file; None if the file is damaged."""
    with suppress(ValueError, RecursionError, TypeError):  # as in the journals
        document = msgspec.json.decode(data)
        return msgspec.convert({**document, "grade": of_any_version(document)}, PastAttempt)
    return None


def worth_keeping(attempts: Iterable[PastAttempt]) -> list[PastAttempt]:
    """The attempts at an exercise to keep: the latest, the best, and some earlier passes."""
    in_order = sorted(attempts, key=lambda attempt: attempt.at)
    earlier, recent = in_order[:-RECENT], in_order[-RECENT:]
    passes = [attempt for attempt in earlier if attempt.grade.verdict.done][-PASSES:]
    best = max(in_order, key=merit, default=None)
    return [attempt for attempt in in_order if attempt in recent or attempt in passes or attempt is best]


def merit(attempt: PastAttempt) -> tuple[bool, float, float]:
    """A sort key, larger is better: whether it passed, its share of the points, and low counts for personal bests."""
    grade = attempt.grade
    counts = sum(result.count for result in grade.results if result.count is not None)
    return attempt.grade.verdict.done, grade.points / grade.out_of if grade.out_of else 0.0, -counts


def _value(value: float) -> Value:
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return float(f"{value:.6g}")
