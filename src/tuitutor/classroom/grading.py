"""A class from files to verdicts: `read_class` finds its answers, `grade_class` grades those that have no verdict."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from tuitutor.classroom.batch import Answer, batch
from tuitutor.classroom.class_verdicts import Mark, Ungradable, Verdicts
from tuitutor.classroom.file_reader import FileReader
from tuitutor.classroom.slots import ONCE, Retries
from tuitutor.classroom.submissions.finding import handed_in
from tuitutor.classroom.submissions.layouts import download
from tuitutor.classroom.submissions.recognise import only_learner, own_variant, recognise, without_strangers
from tuitutor.course.model import Course
from tuitutor.engine.events import Graded
from tuitutor.engine.options import RunOptions
from tuitutor.errors import Remedy, UsageError
from tuitutor.grading.verdicts import Grade, Verdict
from tuitutor.spelling import all_of, some_of
from tuitutor.workers.worker import Worker

_NAMED = 3  # learners in one sentence


@dataclass(frozen=True)
class HandedIn:
    """A class's answers, and the files without one, among them those that take too much to be read.

    `remarks` are sentences on answers that were made for another version of their exercises, and on what isn't read.
    """

    answers: list[Answer]
    unread: list[Ungradable]
    remarks: Sequence[str] = ()


def read_class(
    paths: Sequence[str],
    folder: Path,
    course: Course,
    reader: FileReader,
    exercise: str = "",
    names: Mapping[str, str] = {},
    learner: str = "",
) -> HandedIn:
    """What lies in `paths`, but for `folder`, which is ours and may be among them.

    `exercise`: of files whose names don't say it. `names`: what learners call themselves, from which variants are
    drawn; if there is a `learner`, all answers are theirs. Raises UsageError.
    """
    ours = Path(os.path.abspath(folder)).parts[1:]  # noqa: PTH100  # as `handed_in` does
    outside = (each for each in handed_in(paths, reader) if each.parts[: len(ours)] != ours)
    collected = recognise(outside, course, reader, exercise)
    if learner:
        names = only_learner(collected, learner)
    collected = without_strangers(collected, course, names)
    if not (collected.submissions or collected.unread):
        raise UsageError("There is no answer to grade; docs/teaching.md lists the layouts that are understood.")
    exercises = {each.label: each for each in course.exercises}
    answers, unread = [], list(collected.unread)
    others: dict[str, list[str]] = defaultdict(list)  # who made an answer for another version, by exercise
    for each in collected.submissions:
        variant = own_variant(each, course, exercises[each.exercise], names)
        made_for = each.claim.version if each.claim is not None else ""
        other = made_for not in ("", variant.version, variant.public_version)
        try:
            read = reader.read(variant, each.answer)
            answer = Answer(each.who, variant, each.answer, each.source, read, (), other)
        except UsageError as error:
            unread.append(Ungradable(each.who, each.exercise, each.source, str(error)))
            continue
        answers.append(answer)
        if other:
            others[each.exercise].append(each.who)
    answers = _with_parts(answers, course, names)
    in_order = sorted(unread, key=lambda each: (each.who, each.exercise, each.source))
    remarks = [_for_other_version(label, others[label]) for label in sorted(others)]
    if ignored := collected.ignored:
        remarks.append(f"Not read, since only .py, .ipynb and .md files are answers: {some_of(ignored)}.")
    return HandedIn(answers, in_order, remarks)


def _for_other_version(label: str, whose: Sequence[str]) -> str:
    some = all_of([*whose[:_NAMED], *([f"{len(whose) - _NAMED} others"] if len(whose) > _NAMED else [])])
    were = "answers were" if len(whose) > 1 else "answer was"
    return f"The {were} made for another version of '{label}' than this course has, and graded by this one: {some}."


def _with_parts(answers: Sequence[Answer], course: Course, names: Mapping[str, str]) -> list[Answer]:
    """The answers with what runs before them: of exercises that they build on, the learner's variants and answers."""
    done: dict[tuple[str, str], Answer] = {}
    for each in sorted(answers, key=lambda answer: len(answer.exercise.after)):  # those that others build on come first
        before = course.lesson_of(each.exercise).before(each.exercise) if each.exercise.after else ()
        learner = names.get(each.who, each.who)
        parts = ((course.variant_for(part, learner), done.get((each.who, part.label))) for part in before)
        done[each.who, each.exercise.label] = replace(each, builds_on=tuple(parts))
    return [done[each.who, each.exercise.label] for each in answers]


def with_earlier(answers: Sequence[Answer], verdicts: Verdicts, options: RunOptions) -> list[Answer]:
    """The answers, and those that they build on and that have no verdict yet, which another share may be grading."""
    found = {(each.who, each.exercise.label): each for each in answers}
    for answer in answers:
        for _, own in answer.builds_on:
            if own is not None and known_grade(own, verdicts, options) is None:
                found.setdefault((own.who, own.exercise.label), own)
    return list(found.values())


def require_as_full(course: Course, verdicts: Verdicts) -> None:
    """Return unless this edition leaves for later what another one has decided here, which would undo those marks.

    Raises UsageError.
    """
    undecided = {
        each.label: sum(check.later for check in each.checks)
        for each in course.exercises
        if any(check.later for check in each.checks)
    }
    for mark in verdicts.marks:
        open_ = [each for each in mark.grade.results if each.verdict in (Verdict.PENDING, Verdict.SKIPPED)]
        if not mark.grade.why and len(open_) < undecided.get(mark.exercise, 0):
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
