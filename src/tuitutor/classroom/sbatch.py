"""Grading a class with a Slurm array job: shares of its answers, the script, its submission, and the tasks left."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tuitutor.errors import Remedy, UsageError, WorkerUnavailable
from tuitutor.workers.slurm import PATIENCE

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Shard:
    """The `number`th (from 1) of `of` shares."""

    number: int
    of: int

    @classmethod
    def read(cls, text: str) -> Shard:
        """Parse a shard such as "3/10". Raises ValueError."""
        found = re.fullmatch(r"([0-9]{1,9})/([0-9]{1,9})", text)
        if found is None or not 1 <= int(found[1]) <= int(found[2]):
            raise ValueError(f"'{text}' isn't a share; write 3/10 for the third of ten")
        return cls(int(found[1]), int(found[2]))

    def cut(self, items: Sequence[_T]) -> Sequence[_T]:
        """Its contiguous part of the items; the sizes of shares differ by one at most."""
        return items[len(items) * (self.number - 1) // self.of : len(items) * self.number // self.of]


def shards_with(ungraded: Sequence[bool], of: int) -> list[int]:
    """The numbers of the shares, out of `of`, with an ungraded answer."""
    return [number for number in range(1, of + 1) if any(Shard(number, of).cut(ungraded))]


def ranges(numbers: Iterable[int]) -> str:
    """Increasing numbers as Slurm writes them: "1-3,7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ",".join("-".join(map(str, run)) for run in runs)


def grade_script(
    command: Sequence[str],
    folder: Path,
    *,
    tasks: str,
    of: int,
    name: str,
    options: str,
    logs: Path,
    variables: Mapping[str, str],
) -> str:
    """A script whose `tasks` ("1-10") run `command --shard NUMBER/of` in `folder`.

    `command` ends with its operands, after "--". Options that grading depends on come after the user's `options`, so
    they win. A site may not pass on the environment, so the script sets `variables`. Raises UsageError.
    """
    if "\n" in options:
        raise UsageError("Slurm's options have to be on one line.")
    if "\\" in str(logs) or "\n" in str(logs):  # sbatch gives a backslash another meaning, however it is escaped
        raise UsageError(
            f"Slurm cannot write to a folder with a name like '{logs}'; name another folder.", Remedy.ANOTHER_FOLDER
        )
    output = str(logs).replace("%", "%%").replace('"', '\\"')
    words, operands = command[: command.index("--")], command[command.index("--") :]
    exports = "".join(f"export {name}={shlex.quote(value)}\n" for name, value in sorted(variables.items()))
    return f"""\
#!/bin/sh
# Written by tuitutor grade --sbatch. The same command again submits what is left.
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output="{output}/%A_%a.log"
#SBATCH {options}
#SBATCH --job-name={name}
#SBATCH --array={tasks}
cd {shlex.quote(str(folder))} && cd {shlex.quote(str(logs))} && cd "$OLDPWD" || exit 3 # a node that does not see them
{exports}exec {shlex.join(words)} --shard "$SLURM_ARRAY_TASK_ID/{of}" {shlex.join(operands)}
"""


def submit(script: Path) -> tuple[str, str]:
    """Submit a script to Slurm. Returns the job's number and what sbatch wrote to stderr.

    Raises WorkerUnavailable if there is no sbatch, or it refuses the script.
    """
    argv = ["sbatch", "--parsable", str(script)]
    try:
        done = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace")
    except OSError:
        raise WorkerUnavailable(
            "There is no command 'sbatch' here; run this where jobs are submitted, or grade here.", Remedy.GRADE_HERE
        ) from None
    number, stderr = done.stdout.strip().partition(";")[0], done.stderr.strip()
    if done.returncode or not number.isdecimal():
        why = " ".join((stderr or done.stdout).split()) or f"it ended with status {done.returncode}"
        raise WorkerUnavailable(f"Slurm did not accept the job: {why}")
    return number, stderr


def still_there(names: Sequence[str]) -> Counter[str] | None:
    """The number of tasks of these jobs by state ("running", "pending (Priority)"); None if it isn't known."""
    argv = ["squeue", "--noheader", "--array", f"--name={','.join(names)}", "--format=%T %r"]
    try:
        done = subprocess.run(
            argv, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", timeout=PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    if done.returncode:
        return None
    states = (line.partition(" ") for line in done.stdout.splitlines())
    return Counter(state.lower() + (f" ({why})" if why not in ("", "None") else "") for state, _, why in states)
