"""The learner's progress in a few signs: at an exercise, in the lessons, in the header."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from rich.text import Text

from tuitutor.course.model import Exercise
from tuitutor.draw.look import Look, Role
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress.progress import ExerciseProgress
from tuitutor.spelling import counted


def standing(exercise: Exercise, done: ExerciseProgress, look: Look) -> tuple[Text, Text]:
    """A line about the achievements so far, and a shorter version."""

    def lines(role: Role, brief: str, more: str = "") -> tuple[Text, Text]:
        return Text(look.text(brief + more), look.style(role)), Text(look.text(brief), look.style(role))

    if done.passed_before(exercise):
        return lines("warning", "passed with earlier checks", "; they have changed since")
    if done.passed:
        best = "".join(f" · best {count:g} {name}" for name, count in done.bests.items())
        return lines("good", f"{look.mark(Verdict.PASSED)} passed", best)
    if done.pending_before(exercise):
        return lines("warning", "done with earlier checks", "; they have changed since")
    if done.pending:
        return lines("train", f"{look.mark(Verdict.PENDING)} graded later" if not look.words else "graded later")
    if done.attempts:
        return lines("quiet", counted(done.attempts, "attempt"))
    return lines("quiet", "not tried yet")


def skyline(shares: Sequence[float], look: Look) -> Text:
    """A character per share from 0 to 1; only a share of 1 has the full height."""
    heights = look.marks.heights
    line = Text()
    for share in shares:
        style = look.style("good" if share >= 1 else "train" if share else "quiet")
        line.append(heights[int(share * (len(heights) - 1))], style)
    return line


class HeaderContents(Struct, frozen=True):
    """The header's contents. `shares` are the done shares of lessons; `unsaved`: something can't be saved."""

    course: str
    chapter: str
    lesson: str
    shares: tuple[float, ...]
    passed: int
    exercises: int
    unsaved: bool


def draw_header(standing: HeaderContents, run_line: Sequence[Text], look: Look) -> tuple[list[Text], list[Text]]:
    """Ever shorter versions of the header's right and left side.

    On the right is the run line, before the progress, which gives way to it.
    """
    quiet = look.style("quiet")
    steps = [look.text(step) + f" {look.marks.separator} " for step in (standing.course, standing.chapter) if step]
    word = (f"{look.marks.word} ", look.style("train"))
    lefts = [
        Text.assemble(word, ("".join(steps[start:]), quiet), (look.text(standing.lesson), "bold"))
        for start in range(len(steps) + 1)
    ]
    right = skyline(standing.shares, look)
    if standing.exercises:
        right.append(f" {standing.passed}/{standing.exercises} passed", quiet)
    unsaved = Text("  not saved" if standing.unsaved else "", look.style("bad"))
    rights = [running + unsaved for running in run_line] or [right + unsaved]
    return [run_line[0] + Text("  ") + right + unsaved, *rights] if run_line else rights, lefts
