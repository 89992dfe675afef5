"""The work of grading a class: its answers with the grades that are known, and an array job that grades the rest."""

from __future__ import annotations

import os
import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from tuitutor.classroom.batch import Answer
from tuitutor.classroom.class_verdicts import LOGS, SCRIPT, ClassRun, Received, Ungradable, Verdicts
from tuitutor.classroom.grading import HandedIn, known_grade, require_as_full, with_earlier
from tuitutor.classroom.sbatch import Shard, grade_script, ranges, shards_with, still_there, submit
from tuitutor.course.model import Course
from tuitutor.engine.options import RunOptions
from tuitutor.errors import UsageError
from tuitutor.grading.judge import needs_model
from tuitutor.grading.verdicts import Grade, Verdict


@dataclass(frozen=True)
class ClassWork:
    """The answers to grade with these options, and the grades that are `known` already, in the same order.

    `unread` are the files that gave no answer, now; only the first of several shards has them.
    """

    answers: Sequence[Answer]
    known: Sequence[Grade | None]
    unread: Sequence[Ungradable]
    options: RunOptions

    @property
    def todo(self) -> list[Answer]:
        """The answers without a known grade."""
        return [answer for answer, grade in zip(self.answers, self.known, strict=True) if grade is None]

    @property
    def withheld(self) -> bool:
        """Whether a mark waits for a file that gave no answer."""
        return not all(file.unused for file in self.unread)

    @property
    def done(self) -> Counter[str]:
        """The number of known grades by verdict."""
        return Counter(grade.overall.value for grade in self.known if grade is not None)

    @property
    def with_own_classes(self) -> Sequence[str]:
        """The exercises with answers to grade whose model has classes that can't be loaded without the answer."""
        own = [answer for answer in self.todo if answer.read and answer.read.written.own_class]
        return list(dict.fromkeys(answer.exercise.label for answer in own if needs_model(answer.exercise)))

    def is_graded(self, verdicts: Verdicts) -> bool:
        """Whether all answers have a verdict by now."""
        marks = [verdicts.mark(answer.who, answer.exercise.label) for answer in self.answers]
        return all(mark is not None and mark.grade.verdict is not Verdict.ERRORED for mark in marks)


def begin_work(
    course: Course,
    verdicts: Verdicts,
    found: HandedIn,
    options: RunOptions,
    *,
    same_data: bool,
    shard: Shard | None,
    again: bool,
) -> ClassWork:
    """Begin or continue grading the answers that were found, or a shard of them, into the folder of the verdicts.

    `same_data`: with the hidden data of `options`, or not at all. `again`: also answers with a verdict. Raises
    UsageError if the folder is of another course, another edition, or has other data; StateError.
    """
    folder = os.path.abspath(course.folder)  # noqa: PTH100  # a link keeps its name, also on other machines
    run = verdicts.begin(ClassRun(course.id, options.seed, options.hidden_seed, folder), same_data=same_data)
    verdicts.follow(course.renamed)
    require_as_full(course, verdicts)
    options = replace(options, seed=run.seed, hidden_seed=run.hidden_seed)
    answers: Sequence[Answer] = found.answers
    is_first = shard is None or shard.number == 1
    if is_first:
        received = [
            Received(answer.who, answer.exercise.label, answer.digest, answer.source, answer.other_version)
            for answer in answers
        ]
        verdicts.collect([os.path.abspath(path) for path in found.paths], received, found.unread)  # noqa: PTH100  # or links
    if shard is not None:
        answers = with_earlier(shard.cut(answers), verdicts, options)
    known = [None if again else known_grade(answer, verdicts, options) for answer in answers]
    here = {(file.who, file.path, file.problem) for file in found.unread}
    unread = [file for file in verdicts.unread if (file.who, file.path, file.problem) in here] if is_first else []
    return ClassWork(answers, known, unread, options)


@dataclass(frozen=True)
class ArrayJob:
    """A job in Slurm with this number: its tasks, and what sbatch printed on standard error."""

    number: str
    tasks: int
    message: str


def submit_work(
    work: ClassWork, verdicts: Verdicts, command: Sequence[str], options: str, tasks: int, *, again: bool
) -> ArrayJob | None:
    """Submit an array job whose tasks run `command` for shares of the work; None if nothing is to be graded.

    `options` are sbatch's, `tasks` is the number of shares. Raises UsageError, StateError, WorkerUnavailable.
    """
    if left := tasks_left(verdicts):
        raise UsageError(f"Tasks are still grading into {verdicts.folder}: {left}; wait for them, or scancel them.")
    todo = [grade is None for grade in work.known]
    shards = shards_with(todo, tasks)
    if not shards:
        return None
    folder = Path(os.path.abspath(verdicts.folder))  # noqa: PTH100  # not resolved: the nodes may see only the link
    name = f"tuitutor-{secrets.token_hex(4)}"
    script = grade_script(
        command,
        Path.cwd(),
        tasks=ranges(shards),
        of=tasks,
        name=name,
        options=options,
        logs=folder / LOGS,
        variables={name: value for name, value in os.environ.items() if name.startswith("TUITUTOR_")},
    )
    verdicts.submit(name, sum(todo), script, again=again)
    number, message = submit(folder / SCRIPT)
    return ArrayJob(number, len(shards), message)


def tasks_left(verdicts: Verdicts) -> str | None:
    """The tasks of array jobs that are left, by state ("2 pending (Priority), 1 running"), or ""; None if unknown."""
    if not verdicts.submitted:
        return ""
    tasks = still_there([job.name for job in verdicts.submitted])
    return None if tasks is None else ", ".join(f"{count} {state}" for state, count in sorted(tasks.items()))
