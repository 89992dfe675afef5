"""The solution's lines to put in order, with two wrong ones among them: help after the last hint, graded by running."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from tuitutor.course.digest import digest
from tuitutor.course.model import Exercise, code_lines
from tuitutor.errors import UsageError
from tuitutor.progress.journal import SolutionAsked, SolutionShown
from tuitutor.progress.progress import Ledger, Progress


class LineOrder(Struct, frozen=True):
    """The learner's arrangement: the lines `used` make the program, in this order; the lines `out` are left out."""

    used: tuple[str, ...]
    out: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """All lines: first those of the program."""
        return self.used + self.out

    @property
    def program(self) -> str:
        """The program that the lines make."""
        return "\n".join(self.used) + ("\n" if self.used else "")

    def moved(self, at: int, step: int) -> tuple[LineOrder, int]:
        """With the line at an index of `lines` one place further up (-1) or down (1); and its index then.

        Past the program's last line it is left out, and from above all that is left out it comes back.
        """
        used, to = len(self.used), at + step
        if step > 0 and to == used:
            return LineOrder(self.used[:-1], (self.used[-1], *self.out)), at
        if step < 0 and at == used:
            return LineOrder((*self.used, self.out[0]), self.out[1:]), at
        lines = list(self.lines)
        if not 0 <= to < len(lines):
            return self, at
        lines[at], lines[to] = lines[to], lines[at]
        return LineOrder(tuple(lines[:used]), tuple(lines[used:])), to

    def toggled(self, at: int) -> LineOrder:
        """With the line at an index left out, or back at the program's end."""
        if at < len(self.used):
            return LineOrder(self.used[:at] + self.used[at + 1 :], (*self.out, self.used[at]))
        out = at - len(self.used)
        return LineOrder((*self.used, self.out[out]), self.out[:out] + self.out[out + 1 :])

    def picked(self, numbers: str) -> LineOrder:
        """With only the lines that these numbers name, in their order: "3 1 2". Raises UsageError."""
        count = len(self.lines)
        words = numbers.replace(",", " ").split()
        if not all(word.isdecimal() and 1 <= int(word) <= count for word in words):
            raise UsageError(f"Type the numbers of lines, from 1 to {count}, in the order of your program: 3 1 2")
        if twice := next((word for word, times in Counter(words).items() if times > 1), ""):
            raise UsageError(f"Line {twice} can only stand in one place; {twice} is there twice.")
        chosen = [int(word) - 1 for word in words]
        rest = tuple(line for at, line in enumerate(self.lines) if at not in chosen)
        return LineOrder(tuple(self.lines[at] for at in chosen), rest)


def can_order(exercise: Exercise) -> bool:
    """Whether its solution's lines are offered to put in order."""
    return bool(exercise.wrong_lines and exercise.solution)


def may_order(exercise: Exercise, progress: Progress) -> bool:
    """Whether they are offered now: after the last hint."""
    return can_order(exercise) and progress.exercise(exercise.label).hints >= len(exercise.hints)


def open_order(exercise: Exercise, draft: str, store: Ledger) -> LineOrder:
    """The lines, shuffled; or as the draft has them, if it is made of them. The solution counts as seen from now on."""
    label = exercise.label
    if not store.progress().exercise(label).asked_solution:
        store.record(SolutionAsked(exercise=label, at=store.now()))
    store.record(SolutionShown(exercise=label, at=store.now()))
    lines = shuffled_lines(exercise)
    used, left = code_lines(draft), Counter(lines)
    left.subtract(used)
    if not used or draft.strip() == exercise.starter.strip() or min(left.values()) < 0:
        return LineOrder(lines)
    out = []
    for line in lines:
        if left[line] > 0:
            left[line] -= 1
            out.append(line)
    return LineOrder(used, tuple(out))


def shuffled_lines(exercise: Exercise) -> tuple[str, ...]:
    """The solution's lines and the wrong ones, in an order that never changes and is never right."""
    right = code_lines(exercise.solution)
    lines = (*right, *exercise.wrong_lines)
    mixed = sorted(range(len(lines)), key=lambda at: digest(f"{exercise.label}\0{at}\0{lines[at]}"))
    shuffled = tuple(lines[at] for at in mixed)
    kept = tuple(lines[at] for at in mixed if at < len(right))
    return shuffled[::-1] if kept == right else shuffled
