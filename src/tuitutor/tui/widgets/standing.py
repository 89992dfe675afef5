"""The learner's progress at an exercise, in a few words."""

from __future__ import annotations

from rich.text import Text

from tuitutor.course.model import Exercise
from tuitutor.draw.look import Look
from tuitutor.grading.verdicts import Verdict
from tuitutor.progress.progress import ExerciseProgress


def standing(exercise: Exercise, done: ExerciseProgress, look: Look) -> Text:
    """One line about what was achieved before."""
    if done.passed_before(exercise.version):
        return Text("passed with earlier checks; they have changed since", style=look.style("warning"))
    if done.passed:
        best = "".join(f" · best {count:g} {name}" for name, count in done.bests.items())
        return Text(look.text(f"{look.mark(Verdict.PASSED)} passed{best}"), style=look.style("good"))
    if done.attempts:
        tries = f"{done.attempts} attempt{'' if done.attempts == 1 else 's'}"
        best = f" · best {done.best_points:g}/{done.out_of:g} points" if done.out_of else ""
        return Text(look.text(tries + best), style=look.style("quiet"))
    return Text("not tried yet", style=look.style("quiet"))
