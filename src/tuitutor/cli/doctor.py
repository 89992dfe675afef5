"""`doctor`."""

from __future__ import annotations

import asyncio
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import click

from tuitutor.cli import terminal
from tuitutor.cli.command import Command, as_json, print_json
from tuitutor.cli.exits import Exit
from tuitutor.cli.flag_hints import in_full
from tuitutor.cli.session import Session
from tuitutor.config.settings import Settings
from tuitutor.config.version import installed_version
from tuitutor.errors import TuitutorError, WorkerError
from tuitutor.protocol.events import Ready
from tuitutor.reports.json import document
from tuitutor.workers.trust import sandbox_in_words

_INDENT = 13  # of all lines, beside the topics


@click.command("doctor", cls=Command)
@as_json
@click.pass_obj
def doctor_(session: Session, json_: bool) -> int:
    """Show what is in use and what does not work.

    With --json: kind "doctor", healthy, findings: [topic, value, problem], and worker: python, keras, backend, host,
    pid, forks, note and devices, or null where it did not start.

    \b
    Example:
      tuitutor doctor
      tuitutor doctor --python /opt/site/bin/python3
    """
    click.echo("Starting Python and Keras ...", err=True)
    answer = _ask_worker(session)
    findings = _findings(session, answer)
    healthy = not any(finding.problem for finding in findings)
    if json_:
        listed = [asdict(finding) for finding in findings]
        worker = asdict(answer) if isinstance(answer, Ready) else None
        print_json(document("doctor", healthy=healthy, findings=listed, worker=worker))
    else:
        for finding in findings:
            click.echo(str(finding))
    return Exit.DONE if healthy else Exit.NOT_PASSED


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of the diagnosis. `value` is a few lines; `problem` is "" or a sentence on what to do."""

    topic: str
    value: str
    problem: str = ""

    def __str__(self) -> str:
        text = self.value + (f"\nPROBLEM: {self.problem}" if self.problem else "")
        lines = terminal.fold_lines(text, terminal.width() - _INDENT)
        return "\n".join(
            f"{'' if number else self.topic:<{_INDENT}}{line}".rstrip() for number, line in enumerate(lines)
        )


def _findings(session: Session, answer: Ready | WorkerError) -> list[Topic]:
    """All findings; `answer` is the worker's. Raises only ConfigError."""
    settings = session.settings
    budget_from = settings.origins["cpu_budget_min"]
    budget = f"{settings.cpu_budget_min:g} CPU minutes a session ({budget_from})"
    if not settings.budget_s:
        budget = "none behind a launcher (default)" if settings.cpu_budget_min else f"none ({budget_from})"
    limits = (
        f"{settings.wall_s:g} s, {settings.cpu_s:g} s of CPU time, {settings.memory_gb:g} GiB of memory, "
        f"{settings.output_mb:g} MiB of output, {settings.file_mb:g} MiB a file, "
        f"{settings.disk_mb:g} MiB in all files"
    )
    return [
        Topic("tuitutor", f"{installed_version()} on Python {platform.python_version()}, {platform.system()}"),
        _course(session),
        Topic("learner", f"{settings.learner} ({settings.origins['learner']})"),
        Topic("python", f"{settings.python} ({settings.origins['python']})"),
        *([Topic("via", f"{settings.via} ({settings.origins['via']})")] if settings.via else []),
        *_worker(answer, settings),
        _state(settings),
        _terminal(settings),
        *([_keys(settings)] if settings.keys else []),
        Topic("limits", limits),
        Topic("cpu budget", budget),
    ]


def _course(session: Session) -> Topic:
    try:
        course = session.course
    except TuitutorError as error:
        return Topic("course", "", in_full(error))
    lessons = len(course.lessons)
    origin = "the working folder" if session.course_here else session.settings.origins["course"]
    where = f"{course.folder} ({origin})"
    problem = "tuitutor lint says what." if course.all_problems else ""
    return Topic("course", f"{course.title}, {lessons} lessons, in {where}", problem)


def _worker(answer: Ready | WorkerError, settings: Settings) -> Iterator[Topic]:
    if isinstance(answer, WorkerError):
        yield Topic("keras", "", in_full(answer))
        return
    yield Topic("keras", f"{answer.keras} with {answer.backend}, Python {answer.python}, on {answer.host}")
    hidden = "CUDA_VISIBLE_DEVICES" not in os.environ  # by default, the worker uses no GPU
    devices = ", ".join(answer.devices) + (" (to train on a GPU, set CUDA_VISIBLE_DEVICES)" if hidden else "")
    yield Topic("devices", devices if answer.devices else "TensorFlow did not name any in time")
    how = "each run is forked from a worker that is ready" if answer.forks else f"each run starts cold: {answer.note}"
    yield Topic("runs", how)
    walls = [f"{label}: {'; '.join(words)}" for label, words in sandbox_in_words(answer.isolation).items() if words]
    yield Topic("sandbox", "\n".join([answer.isolation.tier, *walls]))
    origin = "all that the job was given; the setting cores lowers it"
    if settings.cores_wanted:
        origin = settings.origins["cores"]
    cores = f"{answer.cores} of {answer.usable_cores} ({origin})" if answer.cores else "the worker did not say"
    yield Topic("cores", cores)
    if answer.memory_limited:
        yield Topic("memory", f"{answer.memory_bytes / (1 << 30):.3g} GiB for all that the job runs")
    yield Topic("nice", f"{answer.nice} ({settings.origins['nice']})")


def _ask_worker(session: Session) -> Ready | WorkerError:
    """Start a worker and end it; its greeting, or why there is none."""

    async def ask() -> Ready:
        worker = session.worker()
        try:
            return await worker.start()
        finally:
            await worker.close()

    try:
        return asyncio.run(ask())
    except WorkerError as error:
        return error


def _state(settings: Settings) -> Topic:
    folder = settings.data_dir
    value = f"{folder} ({settings.origins['data_dir']})"
    try:
        nearest = next(path for path in (folder, *folder.absolute().parents) if path.exists())
        with tempfile.TemporaryFile(dir=nearest) as probe:
            probe.write(b"\0" * 4096)
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as error:
        return Topic("state", value, f"nothing can be saved there: {error.strerror}; set TUITUTOR_DATA_DIR.")
    return Topic("state", f"{value}, writable")


def _terminal(settings: Settings) -> Topic:
    if not sys.stdout.isatty():
        return Topic("terminal", f"none (output is not a terminal), encoding {sys.stdout.encoding}")
    size = os.get_terminal_size(sys.stdout.fileno())
    colours = terminal.console_for(sys.stdout).color_system or "none"
    glyphs = terminal.glyphs_for(sys.stdout, settings)
    return Topic(
        "terminal",
        f"{os.environ.get('TERM', 'TERM is not set')}, {size.columns}x{size.lines}, colours: {colours}, "
        f"encoding {sys.stdout.encoding}, glyphs: {glyphs} ({settings.origins['glyphs']})",
    )


def _keys(settings: Settings) -> Topic:
    """The keys that were changed, one per line, and the problems with their settings."""
    from tuitutor.tui.own_keys import all_as_written, names, read_keys  # with Textual, which nothing else here needs

    changed, problems = read_keys(settings.keys)
    lines = [
        f"{name} {all_as_written(changed[key])} ({settings.origins[f'keys.{name}']})"
        for name, key in names().items()
        if key in changed
    ]
    return Topic("keys", "\n".join(lines) or "the usual ones", " ".join(problems))
