"""The attempts at an exercise as experiments: what the learner calls them, which are pinned, which are shown first."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec import Struct

from tuitutor.course.model import Exercise
from tuitutor.engine.bests import best_of
from tuitutor.engine.differences import Column, Differences, Parameter, compare_codes
from tuitutor.grading.question import answer_and_code
from tuitutor.progress.journal import Remembered
from tuitutor.progress.ledger import Ledger
from tuitutor.progress.past import PINNED, PastAttempt, name_key, pin_key
from tuitutor.progress.progress import Progress

LONGEST_NAME = 24  # characters
MOST_SHOWN = 6  # curves in one plot that can be told apart


class Experiment(Struct, frozen=True):
    """An attempt with the learner's `name` for it, or "". One that is `pinned` is never thrown away."""

    kept: PastAttempt
    name: str = ""
    pinned: bool = False

    @property
    def label(self) -> str:
        return self.name or str(self.kept.number)


def experiments_of(attempts: Sequence[PastAttempt], progress: Progress) -> tuple[Experiment, ...]:
    """The attempts, in the same order, with what is remembered of them."""
    known = progress.remembered
    return tuple(Experiment(kept, known.get(name_key(kept), ""), bool(known.get(pin_key(kept)))) for kept in attempts)


def compare_experiments(
    exercise: Exercise, experiments: Sequence[Experiment], parameter: Parameter, among: Collection[int]
) -> Differences:
    """What differs between the codes of attempts, in order of time, and before that the answers to a question.

    `parameter` and `among` are those of `compare_codes`.
    """
    codes = [each.kept.code for each in experiments]
    found = compare_codes(codes, parameter, among)
    if exercise.question is None:
        return found
    answers = tuple(answer_and_code(code)[0] for code in codes)
    column = Column("answer", answers, place=-1)
    return Differences((column, *found.columns), found.other) if len(set(answers)) > 1 else found


def first_shown(exercise: Exercise, experiments: Sequence[Experiment]) -> tuple[int, ...]:
    """The indices of those whose curves are shown until the learner chooses: the latest and the best."""
    drawn = [each.kept for each in experiments if each.kept.curves is not None]
    wanted = [drawn[-1], best_of(exercise, drawn)] if drawn else []
    return tuple(dict.fromkeys(at for kept in wanted for at, each in enumerate(experiments) if each.kept is kept))


def name_attempt(kept: PastAttempt, name: str, ledger: Ledger) -> str:
    """Remember a name for an attempt, "" for none. Returns it as kept: one line, `LONGEST_NAME` characters at most."""
    line = " ".join(name.split())[:LONGEST_NAME].rstrip()
    ledger.record(Remembered(key=name_key(kept), value=line, at=ledger.now()))
    return line


def pin_attempt(kept: PastAttempt, experiments: Sequence[Experiment], ledger: Ledger) -> str:
    """Pin an attempt, or unpin it if it is pinned. Returns what to tell the learner."""
    pinned = [each.kept for each in experiments if each.pinned]
    if kept not in pinned and len(pinned) >= PINNED:
        return f"{PINNED} attempts are pinned, which is the most; unpin another one first."
    ledger.record(Remembered(key=pin_key(kept), value="" if kept in pinned else "yes", at=ledger.now()))
    if kept in pinned:
        return f"Attempt {kept.number} is no longer pinned."
    return f"Attempt {kept.number} is pinned: it is kept however many follow."
