"""Starting workers as real processes."""

from __future__ import annotations

import asyncio
import errno
import os
import shlex
import sys
from asyncio.subprocess import PIPE
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import tuitutor
from tuitutor.course.folder import is_folder
from tuitutor.errors import Remedy, WorkerUnavailable
from tuitutor.protocol import codec
from tuitutor.workers.argv import LaunchCommand, environment_for, worker_payload
from tuitutor.workers.connection import Patience, ProcessConnection
from tuitutor.workers.own_files import OwnFiles

_LONGEST_SHOWN = 200  # characters of a command


@dataclass(frozen=True, slots=True)
class LocalLauncher:
    """Starts workers with `python`, after the launcher command `via` if there is one, which may queue for any time.

    `python` is an absolute path or a name on PATH, since workers start in another folder than ours. A worker uses
    `cores` of the available cores (0: all of them), at priority `nice`. `course` returns the folder of the course, and
    code may read the course's own files; `keras_dir` is a site's folder of files fetched by Keras, "" for none.
    `broke` gets the stderr of a worker that ended with a traceback: a bug of ours, not of the learner's code. `left`
    gets a sentence about a job that could not be cancelled.
    """

    python: str
    via: str = ""
    patience: Patience = field(default_factory=Patience)
    cores: int = 0
    nice: int = 0
    broke: Callable[[str], None] | None = None
    left: Callable[[str], None] | None = None
    course: Callable[[], Path | None] = lambda: None
    keras_dir: str = ""

    async def open(self) -> ProcessConnection:
        """Start a worker. Raises WorkerUnavailable if the command itself cannot be started."""
        environment = environment_for(self.python, sys.executable, own_folders(), os.environ, via=bool(self.via))
        command = LaunchCommand(self.python, tuple(shlex.split(self.via)))
        argv = command.argv(environment)
        try:
            process = await asyncio.create_subprocess_exec(
                *argv,
                stdin=PIPE,
                stdout=PIPE,
                stderr=PIPE,
                limit=codec.MAX_LINE,
                start_new_session=True,
                env=environment,
                cwd=None if self.via else "/",  # a launcher command may have paths relative to our folder
            )
        except OSError as error:
            sentence = _cannot_start(argv[0], error, "another launcher" if command.words else "another Python")
            remedy = Remedy.ANOTHER_LAUNCHER if command.words else Remedy.ANOTHER_PYTHON
            raise WorkerUnavailable(sentence, remedy) from None
        folder = self.course()
        files = OwnFiles.of(folder) if folder is not None else None
        job = command.job(environment)
        connection = ProcessConnection(process, command, self.patience, job, self.broke, self.left, files)
        course = files.arguments(asks=bool(command.words)) if files is not None else None
        connection.write(worker_payload(self.cores, self.nice, course, self.keras_dir))
        return connection


def own_folders() -> tuple[Path, ...]:
    """Return our import paths: the folder of our package, and the virtual environment if we run in one."""
    folder = Path(tuitutor.__path__[0]).resolve().parent
    in_venv = sys.prefix != sys.base_prefix
    return (folder, Path(sys.prefix).resolve()) if in_venv else (folder,)


def _cannot_start(command: str, error: OSError, another: str) -> str:
    shown = repr(command) if len(command) < _LONGEST_SHOWN else f"{command[:_LONGEST_SHOWN]!r}..."
    if not isinstance(error, FileNotFoundError):
        why = "it is a folder" if is_folder(Path(command)) else (error.strerror or str(error)).lower()
        if error.errno == errno.ENOEXEC:
            why = "it isn't built for this machine"
        return f"{shown} cannot be started: {why}; name {another}."
    if Path(command).exists():
        return f"{shown} cannot be started: its first line names a program that is gone; fix that, or name another."
    return f"There is no command {shown}; name {another}."
