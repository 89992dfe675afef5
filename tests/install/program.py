"""An installed tuitutor as a learner runs it: from an empty folder, with little in the environment."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

# The learner's Python: that of the tests has the TensorFlow that the installed one lacks.
WITH_KERAS = ("--python", sys.executable)


@dataclass(frozen=True)
class Program:
    """Runs `command` in `folder` for the learner whose home is `home`."""

    command: Path
    home: Path
    folder: Path

    def run(self, *arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        """Run to the end."""
        with self.start(*arguments, **environment) as process:
            out, err = process.communicate(stdin)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start, with pipes for all three streams."""
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [self.command, *arguments],
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            text=True,
            cwd=self.folder,
            env={"HOME": str(self.home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **environment},
        )
