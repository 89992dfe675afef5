"""What learners would lose if they got this course in the place of the one that was released to them."""

from __future__ import annotations

from collections.abc import Iterator

from tuitutor.course.folder import FILE
from tuitutor.course.model import Course, Exercise, Problem
from tuitutor.spelling import nearest

_LOSE = "or learners lose their drafts, attempts and progress"


def lost_since(released: Course, course: Course) -> Iterator[Problem]:
    """What a learner of the released course would no longer have. Each is a problem, with its remedy."""
    top = course.folder / FILE
    if released.id != course.id:
        yield Problem(top, 1, f"the id was '{released.id}' in the release; keep it, {_LOSE}")
        return
    here = {exercise.label for exercise in course.exercises} | course.renamed.keys()
    before = {exercise.label for exercise in released.exercises}
    news = [
        exercise for exercise in course.exercises if exercise.label not in before and before.isdisjoint(exercise.was)
    ]
    for old in released.exercises:
        if old.label in here:
            continue
        if (new := _successor(old, news)) is not None:
            what = f"'{old.label}' of the release isn't here; if this is it, write ':was: {old.label}' below its label"
            yield Problem(course.lesson_of(new).path, new.line, f"{what}, {_LOSE} in it")
        else:
            what = f"'{old.label}' of the release isn't here; put it back, or write ':was: {old.label}' below the label"
            yield Problem(top, 1, f"{what} of what takes its place, {_LOSE} in it")


def changed_since_release(released: Course, course: Course) -> Iterator[Problem]:
    """What learners would notice, but not lose. Each is a warning."""
    before = {exercise.label: exercise for exercise in released.exercises}
    for exercise in course.exercises:
        old = next((before[label] for label in (exercise.label, *exercise.was) if label in before), None)
        if old is not None and _versions(old) != _versions(exercise):
            text = f"'{exercise.label}' has other checks than in the release; those who passed it are told so"
            yield Problem(course.lesson_of(exercise).path, exercise.line, text)
    ids = {lesson.id for lesson in course.lessons}
    for lesson in released.lessons:
        if lesson.id not in ids:
            text = (
                f"the lesson '{lesson.id}' of the release isn't here; what was read and tried in it isn't found again"
            )
            yield Problem(course.folder / FILE, 1, text)


def _versions(exercise: Exercise) -> set[str]:
    return {each.public_version for each in exercise.every}


def _successor(old: Exercise, news: list[Exercise]) -> Exercise | None:
    """The new exercise that the old one may have become: with its checks, else its title, else nearly its label."""
    for same in (
        lambda each: _versions(each) == _versions(old),
        lambda each: each.title == old.title,
        lambda each: each.label == nearest(old.label, [each.label for each in news]),
    ):
        if found := next(filter(same, news), None):
            return found
    return None
