"""A class from files to verdicts: `read_class` finds its answers, `grade_class` grades those without a verdict."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from tuitutor.classroom.batch import Answer, batch
from tuitutor.classroom.class_verdicts import BY_LEARNER, Mark, Ungradable, Verdicts
from tuitutor.classroom.file_reader import FileReader
from tuitutor.classroom.slots import ONCE, Retries
from tuitutor.classroom.submissions.finding import handed_in, paths_of
from tuitutor.classroom.submissions.layouts import download
from tuitutor.classroom.submissions.recognise import only_learner, own_variant, recognise
from tuitutor.course.model import Course
from tuitutor.engine.events import Graded
from tuitutor.engine.options import RunOptions
from tuitutor.errors import Remedy, UsageError
from tuitutor.grading.verdicts import Grade, Verdict
from tuitutor.spelling import all_of
from tuitutor.workers.worker import Worker

_NAMED = 3  # learners in one sentence


@dataclass(frozen=True)
class HandedIn:
    """A class's answers in the files and folders `paths`, and the files that gave none or take too much to be read.

    `remarks` are sentences on answers for another version of their exercises.
    """

    paths: list[Path]
    answers: list[Answer]
    unread: list[Ungradable]
    remarks: Sequence[str] = ()


def read_class(
    handed_in_as: Sequence[str],
    folder: Path,
    course: Course,
    reader: FileReader,
    exercise: str = "",
    names: Mapping[str, str] = {},
    learner: str = "",
    *,
    follow_links: bool = False,
) -> HandedIn:
    """The answers in the files, folders and patterns, but for our own `folder` of verdicts, which may be among them.

    `exercise` is the label for files whose names tell none. `names` maps learners to their own names, from which
    variants are drawn; `learner` is the name if all answers are from the same learner. Raises UsageError.
    """
    ours = Path(os.path.abspath(folder)).parts[1:]  # noqa: PTH100  # as `handed_in` does
    found = paths_of(handed_in_as)
    outside = (file for file in handed_in(found, reader, follow=follow_links) if file.parts[: len(ours)] != ours)
    collected = recognise(outside, course, reader, exercise)
    if learner:
        names = only_learner(collected, learner)
    if not collected.submissions and not any(file.who for file in collected.unread):
        raise UsageError("There is no answer to grade; docs/teaching.md lists the layouts that are understood.")
    exercises = {exercise.label: exercise for exercise in course.exercises}
    answers, unread = [], list(collected.unread)
    others: dict[str, list[str]] = defaultdict(list)  # learners with another version, by exercise
    for submission in collected.submissions:
        who, label, source = submission.who, submission.exercise, submission.source
        try:
            variant = own_variant(submission, exercises[label], course, names)
            read = reader.read(variant, submission.answer)
        except UsageError as error:
            unread.append(Ungradable(who, label, source, str(error), error.remedy, submission.path))
            continue
        version = submission.claim.version if submission.claim is not None else ""
        other = version not in ("", variant.version, variant.public_version)
        answers.append(Answer(who, variant, submission.answer, source, read, other_version=other))
        if other:
            others[label].append(who)
    remarks = [_for_other_version(label, learners) for label, learners in sorted(others.items())]
    return HandedIn(found, _with_parts(answers, course, names), sorted(unread, key=BY_LEARNER), remarks)


def _for_other_version(label: str, learners: Sequence[str]) -> str:
    more = len(learners) - _NAMED
    some = all_of([*learners[:_NAMED], *([f"{more} others"] if more > 0 else [])])
    were = "answers were" if len(learners) > 1 else "answer was"
    return f"The {were} made for another version of '{label}' than this course has, and graded by this one: {some}."


def _with_parts(answers: Sequence[Answer], course: Course, names: Mapping[str, str]) -> list[Answer]:
    """The answers with `builds_on`: the learner's variants of exercises that run first, and answers to them."""
    done: dict[tuple[str, str], Answer] = {}
    for answer in sorted(answers, key=lambda answer: len(answer.exercise.after)):  # after those that they build on
        before = course.lesson_of(answer.exercise).before(answer.exercise) if answer.exercise.after else ()
        learner = names.get(answer.who, answer.who)
        parts = ((course.variant_for(part, learner), done.get((answer.who, part.label))) for part in before)
        done[answer.who, answer.exercise.label] = replace(answer, builds_on=tuple(parts))
    return [done[answer.who, answer.exercise.label] for answer in answers]


def with_earlier(answers: Sequence[Answer], verdicts: Verdicts, options: RunOptions) -> list[Answer]:
    """The answers, and the ungraded answers that they build on, which another share may be grading."""
    found = {(answer.who, answer.exercise.label): answer for answer in answers}
    for answer in answers:
        for _, own in answer.builds_on:
            if own is not None and known_grade(own, verdicts, options) is None:
                found.setdefault((own.who, own.exercise.label), own)
    return list(found.values())


def require_as_full(course: Course, verdicts: Verdicts) -> None:
    """Return if this edition can decide all checks that the verdicts' edition could; otherwise it would undo marks.

    Raises UsageError.
    """
    undecided = {exercise.label: sum(check.later for check in exercise.checks) for exercise in course.exercises}
    for mark in verdicts.marks:
        pending = [result for result in mark.grade.results if result.verdict in (Verdict.PENDING, Verdict.SKIPPED)]
        if not mark.grade.why and len(pending) < undecided.get(mark.exercise, 0):
            has = (
                f"{verdicts.folder} has verdicts on '{mark.exercise}' that this edition of the course leaves for later"
            )
            raise UsageError(f"{has}; use the edition that they are from, or another folder.", Remedy.ANOTHER_FOLDER)


def known_grade(answer: Answer, verdicts: Verdicts, options: RunOptions) -> Grade | None:
    """The grade of this answer with these options; None if it has none yet, or could not be graded."""
    mark = verdicts.mark(answer.who, answer.exercise.label)
    if mark is None or mark.key != answer.key(options) or not verdicts.counts(mark):
        return None
    if mark.time is not None and (options.limits.wall_s > mark.time[0] or options.limits.cpu_s > mark.time[1]):
        return None
    if download(answer.who, [answer.source]) != download(mark.who, [mark.source]):
        # it is handed in again, in another file, and its feedback goes back under the new name
        verdicts.record(msgspec.structs.replace(mark, source=answer.source))
    return mark.grade


async def grade_class(
    workers: Sequence[Worker],
    course: Course,
    verdicts: Verdicts,
    answers: Sequence[Answer],
    options: RunOptions,
    jobs: int = 0,
    retries: Retries = ONCE,
    say: Callable[[str], None] = lambda _: None,
    running: Callable[[Answer | None], None] = lambda _: None,
) -> AsyncGenerator[tuple[Answer, Graded], None]:
    """Grade the answers as `batch` does, and yield each once its verdict is on disk. Raises what `batch` raises."""

    def passed(answer: Answer) -> bool:
        grade = known_grade(answer, verdicts, options)
        return grade is not None and grade.verdict.done

    async with aclosing(batch(workers, course, answers, options, jobs, retries, say, running, passed)) as results:
        async for answer, graded in results:
            mark = Mark(
                who=answer.who,
                key=answer.key(options),
                answer=answer.digest,
                grade=graded.grade,
                verified=graded.verified,
                reported=graded.reported,
                source=answer.source,
                time=(options.limits.wall_s, options.limits.cpu_s) if graded.out_of_time else None,
                right_for=graded.right_for,
            )
            verdicts.keep_answer(answer.who, answer.exercise.label, answer.text)
            verdicts.record(mark, graded.curves)
            yield answer, graded
