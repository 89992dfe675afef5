"""What running programs costs, with all that they start: wall time, CPU time and memory."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, Popen

from tuitutor.worker.processes import adopt_orphans


@dataclass(frozen=True, slots=True)
class Cost:
    """`wall_s` from start to end, `cpu_s` in user and system mode, `peak_mb` the largest process's resident memory."""

    wall_s: float
    cpu_s: float
    peak_mb: float = 0.0

    def each(self, count: int) -> Cost:
        """The part of one of `count`."""
        return Cost(self.wall_s / count, self.cpu_s / count, self.peak_mb)


def cost(commands: Sequence[Sequence[str]], at_a_time: int = 1, folder: Path | None = None) -> Cost:
    """Run commands in `folder`, so many at a time, and wait for each, and for all processes that they leave behind.

    Orphans become ours, so that their time counts too; nothing else may be started from here meanwhile. Ends the
    program with what a command said if one fails.
    """
    adopt_orphans()
    waiting, running = deque(commands), dict[int, Popen[bytes]]()
    cpu_s, peak_kb, start = 0.0, 0, time.monotonic()
    with tempfile.TemporaryFile() as said:
        while True:
            while waiting and len(running) < at_a_time:
                process = Popen(waiting.popleft(), stdin=DEVNULL, stdout=said, stderr=said, cwd=folder)
                running[process.pid] = process
            try:
                pid, status, usage = os.wait4(-1, 0)
            except ChildProcessError:
                return Cost(time.monotonic() - start, cpu_s, peak_kb * 1024 / 1_000_000)
            cpu_s += usage.ru_utime + usage.ru_stime
            peak_kb = max(peak_kb, usage.ru_maxrss)
            if (ended := running.pop(pid, None)) is not None:
                ended.returncode = os.waitstatus_to_exitcode(status)
                if ended.returncode:
                    said.seek(0)
                    words = said.read().decode(errors="replace")[-4000:]
                    sys.exit(f"{ended.args!r} ended with {ended.returncode}: {words}")
