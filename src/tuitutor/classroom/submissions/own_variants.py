"""Which variant of an exercise an answer is graded as. Pure.

It is drawn for the learner's name as the teacher knows it, and never taken from the answer, since a learner could then
choose a variant. If an answer says that it is for another variant, the names don't match, and it gets no verdict
instead of a wrong one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace

from tuitutor.classroom.class_verdicts import Unread
from tuitutor.classroom.submissions.found import Collected, Submission, printable
from tuitutor.course.model import Course, Exercise
from tuitutor.errors import Remedy, UsageError


def read_names(data: bytes) -> dict[str, str]:
    """Maps the teacher's names for learners to the learners' own, from a CSV with the columns `who` and `learner`.

    Raises UsageError, a sentence without the file's name.
    """
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    except UnicodeDecodeError:
        raise UsageError("it isn't UTF-8; save it as UTF-8.") from None
    except csv.Error as error:
        raise UsageError(f"it isn't a CSV: {error}.") from None
    titles = [title.strip().casefold() for title in rows[0]] if rows else []
    if not {"who", "learner"} <= set(titles):
        raise UsageError("it has no columns 'who' and 'learner'; put these two names in its first line.")
    at, of = titles.index("who"), titles.index("learner")
    full = [row for row in rows[1:] if len(row) > max(at, of)]
    return {row[at].strip(): row[of].strip() for row in full if row[at].strip() and row[of].strip()}


def only_learner(collected: Collected, learner: str) -> dict[str, str]:
    """The names if everything was handed in by one learner. Raises UsageError if there are several."""
    whose = {each.who for each in collected.submissions}
    if len(whose) > 1:
        some = ", ".join(sorted(whose)[:3])
        raise UsageError(f"There are answers from several learners ({some}); list their names.", Remedy.ONE_LEARNER)
    return dict.fromkeys(whose, learner)


def own_variant(submission: Submission, course: Course, exercise: Exercise, names: Mapping[str, str]) -> Exercise:
    """The learner's variant of the exercise."""
    return course.variant_for(exercise, names.get(submission.who, submission.who))


def without_strangers(collected: Collected, course: Course, names: Mapping[str, str]) -> Collected:
    """What was handed in, with the answers for a variant other than the learner's own moved to the unread files."""
    exercises = {exercise.label: exercise for exercise in course.exercises}
    submissions, unread = [], list(collected.unread)
    for each in collected.submissions:
        drawn = own_variant(each, course, exercises[each.exercise], names).drawn
        claim = each.claim
        if drawn is None or claim is None or claim.variant in (0, drawn.number):
            submissions.append(each)
            continue
        said = f"it is for variant {claim.variant}, drawn for the name '{printable(claim.learner)}'"
        text = f"{said}, but '{each.who}' has {drawn}; say what each learner is called."
        unread.append(Unread(each.who, each.exercise, each.source, text, Remedy.NAMES))
    in_order = sorted(unread, key=lambda each: (each.who, each.exercise, each.source))
    return replace(collected, submissions=tuple(submissions), unread=tuple(in_order))
