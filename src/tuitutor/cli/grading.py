"""`grade`: a class's answers become verdicts, here or in a Slurm array job."""

from __future__ import annotations

import asyncio
import os
import secrets
import shlex
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import aclosing, closing
from pathlib import Path

import click
from msgspec.structs import replace

from tuitutor.classroom.batch import Answer
from tuitutor.classroom.class_outcome import changed_by_checks, read_learners, rest_on_reports, tasks_left
from tuitutor.classroom.class_verdicts import LOGS, SCRIPT, ClassRun, Mark, Received, Ungradable, Verdicts
from tuitutor.classroom.file_reader import FileReader
from tuitutor.classroom.grading import grade_class, known_grade, read_class, require_as_full, with_earlier
from tuitutor.classroom.sbatch import Shard, grade_script, ranges, shards_with, submit
from tuitutor.classroom.slots import BEHIND_A_LAUNCHER, ONCE
from tuitutor.cli.checking import for_others
from tuitutor.cli.command import Command
from tuitutor.cli.exits import Exit
from tuitutor.cli.reporting import print_reports, print_unread
from tuitutor.cli.session import Session
from tuitutor.cli.tally import tally_on
from tuitutor.course.manifest import require_as_listed
from tuitutor.engine.options import RunOptions
from tuitutor.errors import UsageError
from tuitutor.grading.verdicts import Verdict
from tuitutor.spelling import counted
from tuitutor.workers.slurm import is_srun

_NOT_FOR_TASKS = ("sbatch", "tasks", "again", "hidden_seed", "answers")  # the folder has the rest


def _shard(_: click.Context, __: click.Parameter, text: str | None) -> Shard | None:
    try:
        return None if text is None else Shard.read(text)
    except ValueError as error:
        raise UsageError(f"--shard: {error}.") from None


@click.command("grade", cls=Command)
@click.argument("answers", nargs=-1, required=True, metavar="ANSWERS...")
@click.option(
    "-o",
    "--output",
    "folder",
    required=True,
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder for the verdicts; name the same one again to continue.",
)
@click.option("--exercise", default="", metavar="LABEL", help="The exercise of files whose names don't say it.")
@click.option(
    "--learners",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A CSV with the names that learners use (columns: who, learner), from which variants are drawn.",
)
@click.option(
    "--learner",
    default="",
    metavar="NAME",
    help="All answers are from this learner; variants are drawn from the name.",
)
@click.option(
    "--jobs", type=click.IntRange(1, 1000), metavar="N", help="Answers at a time on each worker, if not one per core."
)
@click.option("--again", is_flag=True, help="Also grade what already has a verdict.")
@click.option(
    "--hidden-seed", type=click.IntRange(0, 2**32 - 1), metavar="N", help="Draw the hidden data of another run again."
)
@click.option("--accept-reported", is_flag=True, help="Accept what an answer reports where that cannot be verified.")
@click.option("--allow-unisolated", is_flag=True, help="Run the answers even where there is no sandbox.")
@click.option(
    "--workers", type=click.IntRange(1, 1000), metavar="W", help="With --via: how many workers (1), each in a job."
)
@click.option("--shard", metavar="K/N", callback=_shard, help="Grade only the Kth of N shares of the answers.")
@click.option(
    "--sbatch", metavar="OPTIONS", help='Have Slurm grade them in an array job, such as "-p short -c 2 -t 60".'
)
@click.option("--tasks", type=click.IntRange(1), metavar="N", help="With --sbatch: how many tasks (1).")
@click.pass_context
def grade_(
    context: click.Context,
    answers: tuple[str, ...],
    folder: Path,
    exercise: str,
    learners: Path | None,
    learner: str,
    jobs: int | None,
    again: bool,
    hidden_seed: int | None,
    accept_reported: bool,
    allow_unisolated: bool,
    workers: int | None,
    shard: Shard | None,
    sbatch: str | None,
    tasks: int | None,
) -> int:
    """Grade a class: all answers in files, folders, zips and patterns.

    Each answer gets the verdict of `check --untrusted`, on hidden data that is the same for the whole class. DIR keeps
    each verdict as soon as there is one: the same command again grades what is missing, changed or could not be graded.
    grades.csv, grades.json and junit.xml in DIR have them all, and class.md and class.html sum them up. feedback/ has
    what to give back to each learner.

    Exit codes: 0 every answer has a verdict; 1 some files gave no answer; 2 there is nothing to grade; 3 some answers
    could not be graded; 130 interrupted.

    \b
    Example:
      tuitutor grade submissions/ -o graded
      tuitutor grade 'downloads/*.zip' -o week3 --exercise xor --jobs 4
      tuitutor grade submissions/ -o graded --learners names.csv
      tuitutor grade submissions/ -o graded --via "srun -c 4" --workers 3
      tuitutor grade submissions/ -o graded --sbatch "-c 2 -t 60" --tasks 9
    """
    session = context.ensure_object(Session)
    _require_flags_fit(session, workers, shard, sbatch, tasks)
    session.settings = session.settings.for_a_class()
    options = for_others(session, session.options(columns=72), allow_unisolated, accept_reported, hidden_seed)
    session.consent.require()
    require_as_listed(session.course.folder, session.course.files)
    if session.course.released:
        click.echo("This is a learner's edition: what needs hidden data or answers stays 'graded later'.", err=True)
    if exercise:
        session.exercise(exercise)
    if learner and learners is not None:
        raise UsageError("--learner is for one learner, --learners for a list of them; give only one of the two.")
    names = read_learners(learners) if learners is not None else {}
    reader = context.with_resource(FileReader(session.course))
    found = read_class(answers, folder, session.course, reader, exercise, names, learner)
    for remark in found.remarks:
        click.echo(remark, err=True)
    verdicts = Verdicts(folder)
    run = verdicts.begin(
        ClassRun(session.course.id, options.seed, options.hidden_seed), same_data=hidden_seed is not None
    )
    verdicts.follow(session.course.renamed)
    require_as_full(session.course, verdicts)
    options = replace(options, seed=run.seed, hidden_seed=run.hidden_seed)
    share, unread = found.answers, found.unread
    if shard is None or shard.number == 1:
        received = [
            Received(answer.who, answer.exercise.label, answer.digest, answer.source, answer.other_version)
            for answer in share
        ]
        verdicts.collect([os.path.abspath(name) for name in answers], received, unread)  # noqa: PTH100  # or patterns
    else:  # only one of several shards reports them
        unread = []
    if shard is not None:
        share = with_earlier(shard.cut(share), verdicts, options)
    known = [None if again else known_grade(answer, verdicts, options) for answer in share]
    if sbatch is not None:
        print_unread(unread)
        return _submit_job(session, context, verdicts, [grade is None for grade in known], sbatch, tasks or 1)
    todo = [answer for answer, grade in zip(share, known, strict=True) if grade is None]
    _print_unverified(rest_on_reports(todo), options)
    before = verdicts.marks
    done = Counter(grade.overall.value for grade in known if grade is not None)
    code = Exit.INTERRUPTED
    try:
        asyncio.run(_grade(session, verdicts, todo, done, options, jobs or 0, workers or 1))
        code = _exit_code(share, unread, verdicts)
    except KeyboardInterrupt:
        click.echo("Interrupted; the same command again grades the rest.", err=True)
    finally:
        if shard is None:
            print_reports(session, verdicts)
    print_unread(unread)
    for old, new in changed_by_checks(before, verdicts):
        click.echo(
            f"{old.who}, {old.exercise}: {_result(old)} before its checks changed, {_result(new)} now.", err=True
        )
    click.echo(f"Hidden data: --hidden-seed {run.hidden_seed} draws it again.", err=True)
    return code


def _require_flags_fit(
    session: Session, workers: int | None, shard: Shard | None, sbatch: str | None, tasks: int | None
) -> None:
    """Return if these flags make sense together. Raises UsageError."""
    if tasks is not None and sbatch is None:
        raise UsageError("--tasks goes with --sbatch; --workers is for --via.")
    if sbatch is not None and (shard is not None or workers is not None):
        raise UsageError("With --sbatch, --tasks says how many share the answers; leave --shard and --workers out.")
    if workers is not None and not session.settings.via:
        raise UsageError("--workers goes with --via; without a launcher one worker uses all cores.")


def _print_unverified(labels: Sequence[str], options: RunOptions) -> None:
    """Print for which exercises checks rest on reports of the answer itself."""
    which = f"{', '.join(labels)}: where a model's own classes can't be rebuilt of Keras's layers, checks on it"
    if labels and options.policy.verified:
        click.echo(f"{which} rest on what the answer itself reports, and fail; --accept-reported accepts it.", err=True)
    elif labels:
        click.echo(f"{which} accept what the answer itself reports.", err=True)


async def _grade(
    session: Session,
    verdicts: Verdicts,
    todo: Sequence[Answer],
    done: Counter[str],
    options: RunOptions,
    jobs: int,
    workers: int,
) -> None:
    """Grade the answers; `done` counts those that have a verdict already. A verdict is on disk before it is shown."""
    retries = BEHIND_A_LAUNCHER if session.settings.via else ONCE
    pool = [session.worker() for _ in range(min(workers, len(todo) or 1))]
    try:
        with closing(tally_on(sys.stdout, session.settings, len(todo) + done.total(), done)) as tally:
            grading = grade_class(
                pool, session.course, verdicts, todo, options, jobs, retries, tally.say, tally.running
            )
            async with aclosing(grading) as results:
                async for answer, graded in results:
                    tally.add(answer.who, graded.grade)
    finally:
        await asyncio.gather(*(worker.close() for worker in pool))


def _exit_code(answers: Sequence[Answer], unread: Sequence[Ungradable], verdicts: Verdicts) -> Exit:
    marks = [verdicts.mark(answer.who, answer.exercise.label) for answer in answers]
    if any(mark is None or mark.grade.verdict is Verdict.ERRORED for mark in marks):
        return Exit.COULD_NOT
    return Exit.NOT_PASSED if unread else Exit.DONE


def _result(mark: Mark) -> str:
    return f"{mark.verdict.value} with {mark.grade.points:g} of {mark.grade.out_of:g} points"


# ---- an array job


def _submit_job(
    session: Session, context: click.Context, verdicts: Verdicts, todo: Sequence[bool], options: str, tasks: int
) -> int:
    """Submit an array job that grades the class's answers which are `todo`; the exit code. `options` are sbatch's.

    Raises UsageError, StateError, WorkerUnavailable.
    """
    if left := tasks_left(verdicts):
        raise UsageError(f"Tasks are still grading into {verdicts.folder}: {left}; wait for them, or scancel them.")
    shards = shards_with(todo, tasks)
    if not shards:
        click.echo(f"Every answer has a verdict; tuitutor report {shlex.quote(str(verdicts.folder))} has the reports.")
        return Exit.DONE
    folder = Path(os.path.abspath(verdicts.folder))  # noqa: PTH100  # not resolved: the nodes may see only the link
    name = f"tuitutor-{secrets.token_hex(4)}"
    script = grade_script(
        _task_command(context, session.flags, session.settings.via),
        Path.cwd(),
        tasks=ranges(shards),
        of=tasks,
        name=name,
        options=options,
        logs=folder / LOGS,
        variables={name: value for name, value in os.environ.items() if name.startswith("TUITUTOR_")},
    )
    verdicts.submit(name, sum(todo), script, again=context.params["again"])
    number, message = submit(folder / SCRIPT)
    if message:
        click.echo(message, err=True)
    click.echo(
        f"Job {number}: {counted(len(shards), 'task')} for {counted(sum(todo), 'answer')}; "
        f"tuitutor report {shlex.quote(str(verdicts.folder))} shows their progress."
    )
    click.echo(
        f"Every node has to see {verdicts.folder}, the answers and {sys.executable}, which cannot be checked here.",
        err=True,
    )
    return Exit.DONE


def _task_command(context: click.Context, flags: Mapping[str, object], via: str) -> list[str]:
    """The command line of a task: this one without the options of the job, with the answers after "--".

    A task already runs inside the job, so the user's own srun is left out.
    """
    words = [sys.executable, "-P", "-m", "tuitutor", "grade"]  # -P: import nothing from the working folder
    if is_srun(shlex.split(via)):
        flags = {**flags, "via": ""}
    for name, value in flags.items():
        flag = f"--{name.replace('_', '-')}"
        words.append("--ascii" if name == "glyphs" else flag if value is True else f"{flag}={value}")
    for option in context.command.params:
        value = context.params.get(option.name or "")
        if option.name in _NOT_FOR_TASKS or value in (None, False, ""):
            continue
        flag = max(option.opts, key=len)
        words.append(flag if value is True else f"{flag}={value}")
    return [*words, "--", *context.params["answers"]]
