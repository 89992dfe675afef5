"""How far attempts got, and what is compared on the board: those and other trainings, their names and pins."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from msgspec import Struct

from tuitutor.course.checks import HiddenScore
from tuitutor.course.model import Exercise
from tuitutor.engine.differences import Column, Differences, Parameter, compare_codes
from tuitutor.engine.keeping import curves_of, last_curves
from tuitutor.engine.snapshots import FitCurves
from tuitutor.grading.numbers import number_beside
from tuitutor.grading.question import answer_and_code
from tuitutor.grading.verdicts import Grade, Verdict
from tuitutor.progress.journal import Remembered
from tuitutor.progress.past import PINNED, PastAttempt, merit, name_key, pin_key
from tuitutor.progress.progress import Ledger, Progress
from tuitutor.protocol.facts import ModelFacts
from tuitutor.spelling import counted


@dataclass(frozen=True, slots=True)
class AttemptScore:
    """How far an attempt got: its score on the grader's data or, if none is measured, its points.

    `on` says what the network knew of the data, "" for points. `falls`: lower is better.
    """

    value: float
    text: str
    on: str = ""
    falls: bool = False

    @property
    def shown(self) -> Decimal:
        """The value as the text shows it."""
        return Decimal(self.text.partition("/")[0].replace(",", ""))


def score(exercise: Exercise, grade: Grade) -> AttemptScore:
    """The grade's score; if several are measured on the grader's data, that of the first check."""
    values = {result.name: result.value for result in grade.results}
    for check in exercise.checks:
        if isinstance(check.kind, HiddenScore) and (value := values.get(check.name)) is not None:
            text = number_beside(value, check.kind.bound)
            on = "on its training data" if check.kind.trained_on else "hidden"
            return AttemptScore(value, text, on, falls=check.kind.metric != "accuracy")
    return AttemptScore(grade.points, f"{grade.points:g}/{grade.out_of:g} points")


def reached(exercise: Exercise, grade: Grade) -> str:
    """How far an attempt came: its score, or what stopped it."""
    if grade.error is not None:
        return grade.error.kind
    if grade.stopped or grade.problem:
        return "not graded" if grade.problem else "stopped"
    return score(exercise, grade).text


def achieved(exercise: Exercise, grade: Grade, model: ModelFacts | None, number: int) -> tuple[str, ...]:
    """What attempt `number` achieved, and at which cost; what matters most comes first.

    "0.9955 hidden", "218 parameters", "3 attempts".
    """
    reached = score(exercise, grade)
    facts = [f"{reached.text} {reached.on}".strip()]
    if model is not None and model.params is not None:
        facts.append(f"{model.params:,} parameters")
    facts.append(counted(number, "attempt"))
    return tuple(facts)


def best_of(exercise: Exercise, attempts: Sequence[PastAttempt]) -> PastAttempt | None:
    """The best of the attempts: of those that passed the most economical one, otherwise the one with the best score."""

    def rank(kept: PastAttempt) -> tuple[float, ...]:
        passed, share, thrift = merit(kept)
        reached = score(exercise, kept.grade)
        scored = -reached.value if reached.falls else reached.value
        return (passed, share, thrift, scored) if passed else (passed, share, bool(reached.on), scored)

    return max(attempts, key=rank, default=None)


def best_before(exercise: Exercise, attempts: Sequence[PastAttempt], number: int) -> FitCurves | None:
    """The curves of the best attempt before this number that has any; None if there is none."""
    best = best_of(exercise, [kept for kept in attempts if kept.curves is not None and kept.number < number])
    return None if best is None else last_curves((best,))


LONGEST_NAME = 24  # characters
MOST_SHOWN = 6  # curves in one plot that can be told apart


class Experiment(Struct, frozen=True):
    """A training on the board: an attempt at an exercise, or a run of a script.

    `key` tells it from the others, `number` counts them from 1, and it began `at` (seconds since 1970). `code` is what
    ran, and `reached` what that came to, by the titles of its columns. `verdict` is None where nobody asked for
    anything, and `params`, `seconds` and `curves` are None if there are none. `name` is the learner's, or "". One that
    is `pinned` is never thrown away. `rank` is 0 for the best of runs, and so on.
    """

    key: str
    number: int
    at: float
    code: str
    reached: tuple[tuple[str, str], ...]
    verdict: Verdict | None = None
    curves: FitCurves | None = None
    params: int | None = None
    seconds: float | None = None
    name: str = ""
    pinned: bool = False
    rank: int | None = None

    @property
    def label(self) -> str:
        return self.name or str(self.number)


def experiments_of(exercise: Exercise, attempts: Sequence[PastAttempt], progress: Progress) -> tuple[Experiment, ...]:
    """The attempts, in the same order, with what is remembered of them."""
    known = progress.remembered
    return tuple(
        Experiment(
            repr(kept.at),
            kept.number,
            kept.at,
            kept.code,
            (("score", reached(exercise, kept.grade)),),
            kept.grade.verdict,
            None if kept.curves is None else curves_of(kept.curves),
            None if kept.model is None else kept.model.params,
            kept.grade.seconds,
            known.get(name_key(kept), ""),
            bool(known.get(pin_key(kept))),
        )
        for kept in attempts
    )


def compare_attempts(
    exercise: Exercise, experiments: Sequence[Experiment], parameter: Parameter, among: Collection[int]
) -> Differences:
    """What differs between the codes of attempts, in order of time, and before that the answers to a question.

    `parameter` and `among` are those of `compare_codes`.
    """
    codes = [each.code for each in experiments]
    found = compare_codes(codes, parameter, among)
    if exercise.question is None:
        return found
    answers = tuple(answer_and_code(code)[0] for code in codes)
    column = Column("answer", answers, place=-1)
    return Differences((column, *found.columns), found.other) if len(set(answers)) > 1 else found


def first_shown(exercise: Exercise, attempts: Sequence[PastAttempt]) -> tuple[int, ...]:
    """The indices of those whose curves are shown until the learner chooses: the latest and the best."""
    drawn = [kept for kept in attempts if kept.curves is not None]
    wanted = [drawn[-1], best_of(exercise, drawn)] if drawn else []
    return tuple(dict.fromkeys(at for kept in wanted for at, each in enumerate(attempts) if each is kept))


def one_name(text: str) -> str:
    """A name as it is kept: one line, `LONGEST_NAME` characters at most."""
    return " ".join(text.split())[:LONGEST_NAME].rstrip()


def name_attempt(kept: PastAttempt, name: str, ledger: Ledger) -> str:
    """Remember a name for an attempt, "" for none. Returns it as kept."""
    line = one_name(name)
    ledger.record(Remembered(key=name_key(kept), value=line, at=ledger.now()))
    return line


def pin_attempt(kept: PastAttempt, attempts: Sequence[PastAttempt], ledger: Ledger) -> str:
    """Pin one of the attempts, or unpin it if it is pinned. Returns what to tell the learner."""
    remembered = ledger.progress().remembered
    pinned = [each for each in (kept, *attempts) if remembered.get(pin_key(each))]
    if kept not in pinned and len(pinned) >= PINNED:
        return f"{PINNED} attempts are pinned, which is the most; unpin another one first."
    ledger.record(Remembered(key=pin_key(kept), value="" if kept in pinned else "yes", at=ledger.now()))
    if kept in pinned:
        return f"Attempt {kept.number} is no longer pinned."
    return f"Attempt {kept.number} is pinned: it is kept however many follow."
