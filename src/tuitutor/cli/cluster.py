"""`grade --sbatch`: the array job that grades a class, and its progress, which `report` shows."""

from __future__ import annotations

import os
import secrets
import shlex
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from tuitutor.classroom.class_verdicts import LOGS, SCRIPT, Verdicts
from tuitutor.classroom.sbatch import grade_script, ranges, shards_with, still_there, submit
from tuitutor.cli.exits import Exit
from tuitutor.cli.session import Session
from tuitutor.errors import UsageError
from tuitutor.spelling import counted
from tuitutor.workers.argv import LaunchCommand

_NOT_FOR_TASKS = ("sbatch", "tasks", "again", "hidden_seed", "answers")  # the folder says the rest


def submit_class(
    session: Session, context: click.Context, verdicts: Verdicts, wanted: Sequence[bool], options: str, tasks: int
) -> int:
    """Submit an array job that grades the `wanted` ones of the class's sorted answers; the exit code.

    `context` is the `grade` command's, and `options` are for sbatch. Raises UsageError, StateError, WorkerUnavailable.
    """
    if left := _tasks_left(verdicts):
        raise UsageError(
            f"Tasks are still grading into {verdicts.folder}: {_counted(left)}; wait for them, or scancel them."
        )
    numbers = shards_with(wanted, tasks)
    if not numbers:
        click.echo(f"Every answer has a verdict; tuitutor report {shlex.quote(str(verdicts.folder))} has the reports.")
        return Exit.DONE
    folder = Path(os.path.abspath(verdicts.folder))  # noqa: PTH100  # not resolved: the nodes may see only the link
    name = f"tuitutor-{secrets.token_hex(4)}"
    script = grade_script(
        task_command(context, session.flags, session.settings.via),
        Path.cwd(),
        tasks=ranges(numbers),
        of=tasks,
        name=name,
        options=options,
        logs=folder / LOGS,
        variables={name: value for name, value in os.environ.items() if name.startswith("TUITUTOR_")},
    )
    verdicts.submit(name, sum(wanted), script, again=context.params["again"])
    number, said = submit(folder / SCRIPT)
    if said:
        click.echo(said, err=True)
    click.echo(
        f"Job {number}: {counted(len(numbers), 'task')} for {counted(sum(wanted), 'answer')}; "
        f"tuitutor report {shlex.quote(str(verdicts.folder))} shows their progress."
    )
    click.echo(
        f"Every node has to see {verdicts.folder}, the answers and {sys.executable}, which cannot be checked here.",
        err=True,
    )
    return Exit.DONE


def task_command(context: click.Context, flags: Mapping[str, object], via: str) -> list[str]:
    """The `grade` command that a task of the job runs, in words, with the answers after "--".

    A task already runs inside the job, so the user's own srun is left out.
    """
    words = [sys.executable, "-P", "-m", "tuitutor", "grade"]  # -P: import nothing from the working folder
    if LaunchCommand(sys.executable, tuple(shlex.split(via))).is_srun:
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


def how_far(verdicts: Verdicts) -> Iterator[str]:
    """Sentences about the latest array job until it is over: how many answers it has graded, which tasks are left."""
    if not verdicts.submitted:
        return
    last = verdicts.submitted[-1]
    done = min(last.answers, sum(mark.at > last.at for mark in verdicts.marks))
    left = _tasks_left(verdicts)
    if done == last.answers and not left:
        return
    yield f"Of {counted(last.answers, 'answer')} in the latest job {done} {'is' if done == 1 else 'are'} graded."
    if left is None:
        yield "squeue does not answer here, so it isn't known whether tasks are left."
    elif left:
        yield f"Tasks: {_counted(left)}."
    elif done < last.answers:
        yield f"No task is left: {verdicts.folder / LOGS} says why, and the same grade --sbatch submits the rest."


def _tasks_left(verdicts: Verdicts) -> Counter[str] | None:
    return still_there([each.name for each in verdicts.submitted]) if verdicts.submitted else Counter()


def _counted(tasks: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {state}" for state, count in sorted(tasks.items()))
