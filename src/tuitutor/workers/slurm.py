"""The Slurm job of a worker started by srun: its state, and how to cancel it if it is left behind."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

PATIENCE = 10.0  # seconds for Slurm's controller to answer

_QUEUED = re.compile(r"^srun: job (\d+) ", re.MULTILINE)
_GONE = re.compile(r"Invalid job id|already complet|not active", re.IGNORECASE)


@dataclass(slots=True)
class Job:
    """A job that srun made, or a step in an existing allocation. `name` is its number, "" until known."""

    environment: Mapping[str, str]
    is_step: bool
    name: str = ""

    def hear(self, stderr: str) -> None:
        """Find the job's number in srun's messages while it waits."""
        if not self.is_step and (match := _QUEUED.search(stderr)):
            self.name = match[1]

    def started(self, step: str) -> None:
        """Note that its process has started and is `step`, such as "12.0"."""
        self.name = step if self.is_step else step.partition(".")[0]

    async def state(self) -> tuple[str, str]:
        """Return its state and squeue's reason, such as "PENDING" and "Priority"; two empty strings if unknown."""
        if not self.name:
            return "", ""
        job = self.name.partition(".")[0]
        _, output = await self._run("squeue", "--noheader", f"--jobs={job}", "--format=%T %r")
        state, _, reason = output.strip().partition(" ")
        return (state, reason) if state.isupper() else ("", "")

    async def cancel(self) -> str:
        """Cancel it if it still exists. Returns a sentence for the user if Slurm does not answer, else ""."""
        if not self.name:
            return ""
        status, output = await self._run("scancel", self.name)
        if status == 0 or _GONE.search(output):
            return ""
        return f"Slurm doesn't answer, so job {self.name} may still be running; once it answers: scancel {self.name}"

    async def _run(self, *command: str) -> tuple[int, str]:
        """Return the exit status and output of a command; status 1 if it doesn't start, or end in PATIENCE seconds."""
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=DEVNULL,
                stdout=PIPE,
                stderr=asyncio.subprocess.STDOUT,
                env=dict(self.environment),
                start_new_session=True,
            )
        except OSError as error:
            return 1, str(error)
        try:
            output, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
        except TimeoutError:
            return 1, ""
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)  # a site's own script of that name has children
                await process.wait()
        return process.returncode or 0, output.decode("utf-8", "replace")
