"""The Slurm job of a worker that srun started: its state, and how to cancel it if it is left behind."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

PATIENCE = 10.0  # seconds for Slurm's controller to answer

_QUEUED = re.compile(r"^srun: job (\d+) ", re.MULTILINE)
_NO_LONGER_THERE = re.compile(r"Invalid job id|already complet|not active", re.IGNORECASE)


def is_srun(prefix: Sequence[str]) -> bool:
    """Whether this launcher is Slurm's."""
    return bool(prefix) and prefix[0].rpartition("/")[2] == "srun"


def one_worker(prefix: Sequence[str], environment: Mapping[str, str]) -> list[str]:
    """The command of an srun that starts one task, in a job with our name, even in an allocation for several tasks.

    In an allocation it takes only what one task needs, or else the next step would wait for the end of this one. The
    user's own options come later, so they win.
    """
    exact = ["--exact"] if _in_allocation(prefix, environment) else []
    return [prefix[0], "-n1", "-N1", "--job-name=tuitutor", *exact, *prefix[1:]]


@dataclass(slots=True)
class Job:
    """What srun made: a job, or a step in an allocation that exists already. `name` is its number, "" until known."""

    environment: Mapping[str, str]
    is_step: bool
    name: str = ""

    @classmethod
    def of(cls, prefix: Sequence[str], environment: Mapping[str, str]) -> Job | None:
        """The job of this launcher; None if it is not srun."""
        return cls(environment, _in_allocation(prefix, environment)) if is_srun(prefix) else None

    def hear(self, said: str) -> None:
        """Find the job's number in what srun says while it waits."""
        if not self.is_step and (found := _QUEUED.search(said)):
            self.name = found[1]

    def started(self, step: str) -> None:
        """Note that its process has started and is `step`, such as "12.0"."""
        self.name = step if self.is_step else step.partition(".")[0]

    async def stands(self) -> tuple[str, str]:
        """Its state and squeue's reason, such as "PENDING" and "Priority"; two empty strings if unknown."""
        if not self.name:
            return "", ""
        job = self.name.partition(".")[0]
        _, said = await self._ask("squeue", "--noheader", f"--jobs={job}", "--format=%T %r")
        state, _, reason = said.strip().partition(" ")
        return (state, reason) if state.isupper() else ("", "")

    async def cancel(self) -> str:
        """Cancel what is left of it. Returns a sentence for the user if Slurm does not answer, else ""."""
        if not self.name:
            return ""
        status, said = await self._ask("scancel", self.name)
        if status == 0 or _NO_LONGER_THERE.search(said):
            return ""
        return f"Slurm doesn't answer, so job {self.name} may still be running; once it answers: scancel {self.name}"

    async def _ask(self, *command: str) -> tuple[int, str]:
        """The exit status and all output of a command; status 1 if it fails to start or to end in PATIENCE seconds."""
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
            said, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
        except TimeoutError:
            return 1, ""
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)  # a site's own script in its place has children
                await process.wait()
        return process.returncode or 0, said.decode("utf-8", "replace")


def _in_allocation(prefix: Sequence[str], environment: Mapping[str, str]) -> bool:
    return "SLURM_JOB_ID" in environment or any(word.startswith("--jobid") for word in prefix)
