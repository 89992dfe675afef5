"""Verdicts as values: the result of a check, and the grade of a whole attempt."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from enum import Enum
from typing import Any, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from tuitutor.course.bounds import Bound
from tuitutor.course.kind import Change
from tuitutor.course.model import Problem, Variant
from tuitutor.protocol.raised import ErrorInfo


class Verdict(Enum):
    """FAILED is the answer's fault; ERRORED is ours: the check could not be made. SKIPPED waits for another check,
    PENDING for an edition of the course that can make the check.
    """

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    ERRORED = "errored"
    PENDING = "pending"

    @property
    def done(self) -> bool:
        """Whether nothing is left to do for the learner, as far as we know."""
        return self in (Verdict.PASSED, Verdict.PENDING)


class Provenance(Enum):
    """VERIFIED facts come from a process that never ran learner code, REPORTED facts from the learner's own."""

    VERIFIED = "verified"
    REPORTED = "reported"


class Row(Struct, frozen=True, gc=False):
    """A line of a side-by-side table: `expected` and `found` under a label, and whether they agree.

    If the row is about a `bound`, `value` is the number.
    """

    label: str
    expected: str
    found: str
    agrees: bool
    bound: Bound | None = None
    value: float | None = None


class CheckResult(Struct, frozen=True, gc=False):
    """A check's verdict. `expected`, `found` and `why` are short phrases for the learner.

    `count` is the number of a check with a personal best, None for any other. A check without rows has its `bound` and
    `value` here, as in a `Row`.
    """

    name: str
    verdict: Verdict
    points: float  # earned
    out_of: float
    expected: str = ""
    found: str = ""
    why: str = ""
    provenance: Provenance | None = None
    rows: tuple[Row, ...] = ()
    count: float | None = None
    bound: Bound | None = None
    value: float | None = None

    @property
    def passed(self) -> bool:
        return self.verdict is Verdict.PASSED


def points_of(results: Iterable[CheckResult]) -> float:
    """The total points of the checks."""
    return sum(result.points for result in results)


class Advice(Struct, frozen=True, gc=False):
    """The coach's advice on an error, code or a curve: what it `changes`, `why` it happened, its `line`, and `try_`."""

    topic: str
    changes: tuple[Change, ...]
    why: str
    try_: str
    line: int | None = None

    @property
    def sentence(self) -> str:
        """`why` and `try_` on one line."""
        return f"{self.why} Try: {self.try_}" if self.try_ else self.why


class Grade(Struct, frozen=True, gc=False, omit_defaults=True):
    """The outcome of an attempt. PASSED only if every check passed; PENDING if all others did.

    `error` is the learner's exception, `stopped` a sentence if the run did not end by itself (a limit, an exit),
    `problem` a sentence if the fault is ours and the verdict ERRORED. `provenance` says who measured the model
    (`judge.provenance_of`), `unverified` why the model could not be verified, or "". `hidden_seed` and `world` drew the
    hidden data for its scores. `variant` is the learner's variant.
    """

    exercise: str
    version: str  # of the checks
    verdict: Verdict
    results: tuple[CheckResult, ...]
    error: ErrorInfo | None = None
    stopped: str = ""
    problem: str = field(default="", name="trouble")  # its name in files
    advice: tuple[Advice, ...] = ()
    seconds: float = 0.0
    provenance: Provenance | None = None
    hidden_seed: int | None = None
    world: int = 0
    unverified: str = ""
    variant: Variant | None = None

    @property
    def points(self) -> float:
        return points_of(self.results)

    @property
    def out_of(self) -> float:
        return sum(result.out_of for result in self.results)

    @property
    def waits(self) -> bool:
        """Whether a check is pending, so that the points aren't final; also if others failed."""
        return any(result.verdict is Verdict.PENDING for result in self.results)

    @property
    def overall(self) -> Verdict:
        """The verdict for a class: PENDING while any check is pending, also if others failed."""
        if self.verdict in (Verdict.PASSED, Verdict.ERRORED):
            return self.verdict
        return Verdict.PENDING if self.waits else self.verdict

    @property
    def why(self) -> str:
        """Why it has no verdict, or did not run to its end; "" if it did."""
        if self.problem:
            return self.problem
        errored = [result.why for result in self.results if result.verdict is Verdict.ERRORED]
        if self.verdict is Verdict.ERRORED and errored:
            return errored[0]
        if self.stopped or self.error is None:
            return self.stopped
        where = f" (line {self.error.line})" if self.error.line is not None else ""
        return f"{self.error.kind}: {self.error.message}{where}"

    @property
    def without_traceback(self) -> Grade:
        """The grade as it is stored: without the full traceback, since the frames show the place of an error."""
        return self if self.error is None else replace(self, error=dataclasses.replace(self.error, traceback=""))


def of_any_version(grade: dict[str, Any]) -> dict[str, Any]:
    """A grade's fields as they are now; those of one whose advice didn't say yet what it changes, too."""
    return {**grade, "advice": [{"changes": (), **advice} for advice in grade.get("advice", ())]}


class Met(Struct, frozen=True):
    """A number that met a bound of a check; `place` is the check's. `what` names the bound if the check has several."""

    place: Problem
    check: str
    what: str
    bound: Bound
    value: float


TrainedWhat = Literal["cell", "lesson", "starter", "solution", "neighbour"]


class TrainedPart(Struct, frozen=True):
    """A run of a cell, starter or solution, or of all cells of a lesson; `exercise` is "" for a cell and a lesson.

    A "neighbour" is the solution of another variant, and must not pass. It ran in this `variant` and `world`.

    `place` reports success, `problems` report failures. `problem` is a sentence if the lesson remains unknown, because
    the run failed through no fault of its own. `seed` is the run's seed, `seconds` its time, and `cpu_s` the CPU
    seconds of its processes, to about a tenth. `met` are the numbers that met bounds.
    """

    place: Problem
    lesson: str
    what: TrainedWhat
    exercise: str
    seed: int
    seconds: float
    cpu_s: float = 0.0
    problems: tuple[Problem, ...] = ()
    problem: str = ""
    variant: int | None = None
    world: int = 0
    met: tuple[Met, ...] = ()

    @property
    def ok(self) -> bool:
        return not (self.problems or self.problem)


class Tried(Struct, frozen=True):
    """A run of a cheat on an exercise: `cheat` is its name, `what` describes it, `remedy` how to stop it.

    `problem` is a sentence if the result is unknown, through no fault of the cheat or the exercise.
    """

    cheat: str
    what: str
    remedy: str
    source: str
    grade: Grade
    problem: str = ""

    @property
    def passes(self) -> bool:
        """Whether it gets past all checks that can be made."""
        return self.grade.verdict.done

    @property
    def caught_by(self) -> tuple[str, ...]:
        """The checks that failed it."""
        return tuple(result.name for result in self.grade.results if result.verdict is Verdict.FAILED)
