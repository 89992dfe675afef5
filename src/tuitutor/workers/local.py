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
from tuitutor.workers.argv import environment_for, hidden_in, worker_argv, worker_payload
from tuitutor.workers.connection import LaunchedCommand, Patience, ProcessConnection
from tuitutor.workers.own_files import OwnFiles
from tuitutor.workers.slurm import Job, is_srun, one_worker

_LONGEST_SHOWN = 200  # characters of a command


@dataclass(frozen=True, slots=True)
class LocalLauncher:
    """Starts workers with `python`, after the launcher command `via` if there is one, which may queue for any time.

    `python` is an absolute path or a name on PATH, since workers start in a folder other than ours. A worker uses
    `cores` of the cores that it finds (0: all of them), at priority `nice`. `course` finds the folder of the course,
    whose own files its code may read, and `keras_dir` is where a site keeps what Keras has fetched, "" for none.
    `broke` gets the stderr of a worker that ended with a traceback: that is a bug of ours, not of the learner's code.
    `left` gets a sentence about a job that could not be cancelled.
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
        words = shlex.split(self.via)
        prefix = one_worker(words, environment) if is_srun(words) else words
        argv = worker_argv(self.python, prefix, hidden_in(environment))
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
            what = _cannot_start(argv[0], error, "another launcher" if words else "another Python")
            remedy = Remedy.ANOTHER_LAUNCHER if words else Remedy.ANOTHER_PYTHON
            raise WorkerUnavailable(what, remedy) from None
        command = LaunchedCommand(shlex.join([*words, self.python]), words[0].rpartition("/")[2] if words else "")
        job = Job.of(words, environment)
        folder = self.course()
        files = OwnFiles.of(folder) if folder is not None else None
        connection = ProcessConnection(process, command, self.patience, job, self.broke, self.left, files)
        told = files.told(asks=bool(words)) if files is not None else None
        connection.write(worker_payload(self.cores, self.nice, told, self.keras_dir))
        return connection


def own_folders() -> tuple[Path, ...]:
    """Where we import from: the folder of our package, and the virtual environment if we run in one."""
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
