"""Worlds: the data with which an answer is graded.

A world is other data of the same kind as a lesson's, with another concept to learn. A network that learns fits it;
typed-in weights, formulas and memorized data don't.
"""

from __future__ import annotations

import ast

from msgspec.structs import replace

from tuitutor.course.digest import digest
from tuitutor.course.model import WORLDS, Exercise, Lesson
from tuitutor.engine.options import RunOptions
from tuitutor.grading.syntax import names_of
from tuitutor.grading.verdicts import Grade, Verdict
from tuitutor.spelling import all_of

PLAIN = 0
_NAMES = ("id", "name", "asname")  # the fields of syntax trees that bind


def world_of(exercise: Exercise, hidden_seed: int, turn: int = 0) -> int:
    """The world for a hidden seed, 1 to WORLDS. Each `turn` gives another one.

    The answer's process gets this number, from which the seed can't be searched.
    """
    return (int(digest(f"{hidden_seed}\0{exercise.first_label}"), 16) + turn) % WORLDS + 1


def takes_worlds(exercise: Exercise, options: RunOptions) -> bool:
    """Whether answers are graded in worlds, and not with the lesson's own data or in a world that is given."""
    return bool(exercise.world) and options.policy.worlds and options.world is None


class WorldsOfAnswer:
    """The `world` in which an answer runs next, until a grade counts.

    An answer that passes in a world, or that a limit stops, runs once: other data would take as long. An answer that
    fails runs with the lesson's own data, to find out why. If it passes there, it may have been unlucky, so it runs in
    another world as well. `own_data`: see `makes_own_data`.
    """

    def __init__(self, lesson: Lesson, exercise: Exercise, own_data: bool, options: RunOptions) -> None:
        self._lesson, self._exercise, self._own_data, self._options = lesson, exercise, own_data, options
        self._runs = 0
        if takes_worlds(exercise, options):
            self.world = world_of(exercise, options.hidden_seed)
        else:
            self.world = (options.world or PLAIN) if exercise.world else PLAIN

    def grade_after(self, grade: Grade) -> Grade | None:
        """The grade that counts, after the run in `world` got this one; None if the answer has to run in the next."""
        if not takes_worlds(self._exercise, self._options):
            return grade
        self._runs += 1
        failed = grade.verdict is Verdict.FAILED
        match self._runs:
            case 1 if failed and not grade.stopped:
                self.world = PLAIN
            case 2 if grade.verdict.done:
                self.world = world_of(self._exercise, self._options.hidden_seed, turn=1)
            case 3 if failed:
                return self._explained(grade)
            case _:
                return grade
        return None

    def _explained(self, grade: Grade) -> Grade:
        """The failed grade of an answer that passes with the lesson's own data only, with the reason."""
        names = _data_names(self._lesson, self._exercise)
        known = all_of([f"`{name}`" for name in names])
        if self._own_data:
            why = f"Grading uses other data of the same kind. Use {known} as the setup "
            why += "makes it." if len(names) == 1 else "makes them."
            results = tuple(replace(result, verdict=Verdict.ERRORED, points=0.0, why=why) for result in grade.results)
            return replace(grade, verdict=Verdict.ERRORED, results=results, problem=why, advice=())
        why = "With the lesson's own data this passes, but not with other data of the same kind: what it does has to "
        why += f"follow from {known}, with some margin."
        own = {check.name for check in self._exercise.checks if check.kind.feedback_in_worlds}
        results = tuple(
            result
            if result.verdict is not Verdict.FAILED
            else replace(result, why=f"With other data of the same kind: {result.why}" if result.name in own else why)
            for result in grade.results
        )
        return replace(grade, results=results, advice=())  # the advice was for answers that fail with the lesson's data


def _data_names(lesson: Lesson, exercise: Exercise) -> list[str]:
    """The setup's names for data in the solution, in order; if it has none, the names that a world replaces."""
    following = _following(lesson, exercise)
    nodes = (node for node in ast.walk(ast.parse(exercise.solution)) if isinstance(node, ast.Name))
    in_order = sorted(nodes, key=lambda node: (node.lineno, node.col_offset))
    loaded = [node.id for node in in_order if isinstance(node.ctx, ast.Load) and node.id in following]
    return list(dict.fromkeys(loaded or _replaced(exercise)))


def _replaced(exercise: Exercise) -> list[str]:
    """The names of the setup that a world replaces."""
    return [name.partition(".")[0] for part in exercise.world for name in part.names if name != "_"]


# ---- answers that make their data anew


def _following(lesson: Lesson, exercise: Exercise) -> set[str]:
    """The names that a world replaces, and the names that later statements of the setup make from them."""
    following = set(_replaced(exercise))
    for cell in lesson.setup:
        for statement in ast.parse(cell.source).body:
            bound, read = names_of(statement)
            if read & following:
                following |= bound
    return following


def makes_own_data(lesson: Lesson, exercise: Exercise, answer: ast.AST | None) -> bool:
    """Whether a statement binds a name for the setup's data to a value from elsewhere, as a pasted data cell does.

    `answer` is the parsed code; None if it isn't valid.
    """
    if not isinstance(answer, ast.Module):
        return False
    following = _following(lesson, exercise)
    try:
        # whether one of the names is in a statement at all is found much faster than what it is there for
        found = (
            names_of(statement)
            for statement in answer.body
            if any(getattr(node, field, None) in following for node in ast.walk(statement) for field in _NAMES)
        )
        return any(bound & following and not read & following for bound, read in found)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
