"""Making child processes: by fork from a worker that has imported Keras, or cold where fork is not safe."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NoReturn

from tuitutor.protocol import codec
from tuitutor.worker import processes
from tuitutor.worker.child import Pipes, serve
from tuitutor.worker.warm import warm as warm_up


@dataclass(frozen=True)
class Hatched:
    """A child process as its worker holds it: `commands` is written, the other descriptors are read."""

    pid: int
    folder: Path
    opened: int  # the folder itself, whatever may take its place
    commands: int
    events: int
    stdout: int
    stderr: int
    trace: int

    @property
    def descriptors(self) -> tuple[int, ...]:
        """All that are open for it."""
        return self.opened, self.commands, self.events, self.stdout, self.stderr, self.trace


def can_fork() -> str:
    """ "" where forking is safe, else the reason why not. Fork after a thread was started hangs children."""
    if not sys.platform.startswith("linux"):
        return f"fork is not safe on {sys.platform}, so every run starts cold"
    threads = processes.thread_count()
    return "" if threads == 1 else f"{threads} threads run in the worker, so every run starts cold"


def hatch(home: Path, sources: dict[str, str], foreign: tuple[int, ...], warm: bool) -> Hatched:
    """Start a child with a scratch folder in `home`.

    `sources` start a cold child; `foreign` descriptors are closed in a forked one.
    """
    folder = Path(tempfile.mkdtemp(dir=home))
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    command_read, command_write = os.pipe()
    with suppress(AttributeError, OSError):  # a whole request fits, so that writing one never waits for a busy child
        fcntl.fcntl(command_write, fcntl.F_SETPIPE_SZ, codec.MAX_LINE)
    reads, writes = zip(*(os.pipe() for _ in range(4)), strict=True)
    pipes = Pipes(command_read, *writes)
    ours = (opened, command_write, *reads)
    pid = _cold(sources, pipes, folder) if can_fork() else _forked(pipes, folder, (*ours, *foreign), warm)
    for fd in (command_read, *writes):
        os.close(fd)
    for fd in reads:
        os.set_blocking(fd, False)
    return Hatched(pid, folder, opened, command_write, *reads)


def _forked(pipes: Pipes, folder: Path, foreign: tuple[int, ...], warm: bool) -> int:
    pid = os.fork()
    if pid == 0:
        _be_child(pipes, folder, foreign, warm)
    return pid


def _be_child(pipes: Pipes, folder: Path, foreign: tuple[int, ...], warm: bool) -> NoReturn:
    try:
        os.setpgid(0, 0)
        processes.die_with_parent()
        for sig in (signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(sig, signal.SIG_DFL)
        signal.set_wakeup_fd(-1)
        for fd in foreign:
            os.close(fd)
        if warm:
            warm_up()
        serve(pipes, folder)
    finally:
        os._exit(70)  # never back into the worker's loop


# A cold child finds our sources in a file: they are too long for its command line.
_BOOT = """
import json, sys
with open(sys.argv[1], encoding="utf-8") as file:
    sources = json.load(file)
scope = {}
exec(sources["tuitutor.worker.loader"], scope)
scope["install"](sources)
from tuitutor.worker.child import main
main(sys.argv[2])
"""


def _cold(sources: dict[str, str], pipes: Pipes, folder: Path) -> int:
    boot = folder / "boot.json"
    boot.write_text(json.dumps(sources), encoding="utf-8")
    argument = json.dumps({**asdict(pipes), "folder": str(folder)})
    command = [sys.executable, "-c", _BOOT, str(boot), argument]
    fds = tuple(asdict(pipes).values())
    return subprocess.Popen(command, pass_fds=fds, stdin=subprocess.DEVNULL, start_new_session=True).pid
