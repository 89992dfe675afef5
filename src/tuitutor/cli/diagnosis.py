"""What `doctor` looks at."""

from __future__ import annotations

import asyncio
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from textwrap import wrap

from tuitutor.cli import terminal
from tuitutor.cli.session import Session
from tuitutor.cli.version import installed_version
from tuitutor.config.settings import Settings
from tuitutor.engine.trust import open_doors, shut_doors
from tuitutor.errors import TuitutorError, WorkerError
from tuitutor.protocol.isolation import Isolation
from tuitutor.protocol.messages import Ready


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the diagnosis; `problem` is "" or a sentence that says what to do."""

    topic: str
    value: str
    problem: str = ""

    def __str__(self) -> str:
        line = f"{self.topic:<12} {self.value}".rstrip()
        return f"{line}\n{'':<12} PROBLEM: {self.problem}" if self.problem else line

    def document(self) -> dict[str, str]:
        """For JSON."""
        return {"topic": self.topic, "value": self.value, "problem": self.problem}


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All that was found; `ready` is what the worker said of itself, if it started."""

    findings: tuple[Finding, ...]
    ready: Ready | None

    @property
    def healthy(self) -> bool:
        """Whether there is no problem."""
        return not any(finding.problem for finding in self.findings)

    def document(self) -> dict[str, object]:
        """For JSON."""
        listed = [finding.document() for finding in self.findings]
        return {"healthy": self.healthy, "findings": listed, "worker": self.ready and asdict(self.ready)}


def diagnose(session: Session) -> Diagnosis:
    """Look at everything; starts and ends a worker. Raises ConfigError only."""
    answer = _answer(session)
    findings = (
        Finding("tuitutor", f"{installed_version()} on Python {platform.python_version()}, {platform.system()}"),
        _course(session),
        *_learner_python(session.settings),
        *_worker(answer, session.settings),
        _state(session.settings),
        _terminal(session.settings),
        Finding("limits", _limits(session.settings)),
        Finding("cpu budget", _budget(session.settings)),
    )
    return Diagnosis(findings, answer if isinstance(answer, Ready) else None)


def _course(session: Session) -> Finding:
    try:
        course = session.course
    except TuitutorError as error:
        return Finding("course", "", str(error))
    lessons = len(course.lessons)
    where = f"{course.folder} ({_origin(session.settings, 'course')})"
    broken = bool(course.problems) or any(lesson.problems for lesson in course.lessons)
    return Finding("course", f"{course.title}, {lessons} lessons, in {where}", "tuitutor lint says what." * broken)


def _learner_python(settings: Settings) -> Iterator[Finding]:
    yield Finding("python", f"{settings.python} ({_origin(settings, 'python')})")
    if settings.via:
        yield Finding("via", f"{settings.via} ({_origin(settings, 'via')})")


def _worker(answer: Ready | WorkerError, settings: Settings) -> Iterator[Finding]:
    if isinstance(answer, WorkerError):
        yield Finding("keras", "", str(answer))
        return
    yield Finding("keras", f"{answer.keras} with {answer.backend}, Python {answer.python}, on {answer.host}")
    yield Finding("devices", _devices(answer.devices))
    how = "each run is forked from a worker that is ready" if answer.forks else f"each run starts cold: {answer.note}"
    yield Finding("runs", how)
    yield Finding("sandbox", sandbox(answer.isolation))
    yield Finding("cores", _cores(answer, settings))
    yield Finding("nice", f"{answer.nice} ({_origin(settings, 'nice')})")


def sandbox(isolation: Isolation) -> str:
    """The tier, what it stops and what it does not, in lines that fit beside the topics."""
    lines = [isolation.tier]
    for label, clauses in (
        ("stopped", shut_doors(isolation)),
        ("not stopped", open_doors(isolation)),
        ("missing", isolation.missing),
    ):
        if clauses:
            lines += wrap(f"{label}: {'; '.join(clauses)}", 66)
    return f"\n{'':<13}".join(lines)


def _cores(ready: Ready, settings: Settings) -> str:
    if not ready.cores:
        return "the worker did not say"
    wanted = _origin(settings, "cores") if settings.cores_wanted else "all that the job was given; cores sets fewer"
    return f"{ready.cores} of {ready.usable_cores} ({wanted})"


def _devices(devices: tuple[str, ...]) -> str:
    if not devices:
        return "TensorFlow did not name any in time"
    hidden = "CUDA_VISIBLE_DEVICES" not in os.environ  # the worker's default: a GPU is taken only when asked for
    return ", ".join(devices) + " (to train on a GPU, set CUDA_VISIBLE_DEVICES)" * hidden


def _answer(session: Session) -> Ready | WorkerError:
    try:
        return asyncio.run(_ready(session))
    except WorkerError as error:
        return error


async def _ready(session: Session) -> Ready:
    worker = session.worker()
    try:
        return await worker.start()
    finally:
        await worker.close()


def _state(settings: Settings) -> Finding:
    folder = settings.data_dir
    value = f"{folder} ({_origin(settings, 'data_dir')})"
    try:
        with tempfile.TemporaryFile(dir=_nearest_existing(folder)) as probe:
            probe.write(b"\0" * 4096)
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as error:
        return Finding("state", value, f"nothing can be saved there: {error.strerror}; set TUITUTOR_DATA_DIR.")
    return Finding("state", f"{value}, writable")


def _nearest_existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.absolute().parents) if path.exists())


def _terminal(settings: Settings) -> Finding:
    if not sys.stdout.isatty():
        return Finding("terminal", f"none (output is not a terminal), encoding {sys.stdout.encoding}")
    size = os.get_terminal_size(sys.stdout.fileno())
    colours = terminal.console_for(sys.stdout).color_system or "none"
    drawing = "ASCII" if terminal.look_for(sys.stdout, settings).ascii else "Unicode"
    return Finding(
        "terminal",
        f"{os.environ.get('TERM', 'TERM is not set')}, {size.columns}x{size.lines}, colours: {colours}, "
        f"encoding {sys.stdout.encoding}, drawing in {drawing}",
    )


def _limits(settings: Settings) -> str:
    return (
        f"{settings.wall_s:g} s, {settings.cpu_s:g} s of CPU time, {settings.memory_gb:g} GiB of memory, "
        f"{settings.output_mb:g} MiB of output, {settings.file_mb:g} MiB a file"
    )


def _budget(settings: Settings) -> str:
    origin = _origin(settings, "cpu_budget_min")
    if not settings.budget_s:
        return "none behind a launcher (default)" if settings.cpu_budget_min else f"none ({origin})"
    return f"{settings.cpu_budget_min:g} CPU minutes a session ({origin})"


def _origin(settings: Settings, name: str) -> str:
    return settings.origins.get(name, "default")
