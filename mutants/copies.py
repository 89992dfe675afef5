"""Copies of the checkout, which are mutated and tested in the place of the checkout itself."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mutants.sites import Mutant

# A loop that never ends must not eat up the machine before its time is over.
BOUNDS = {resource.RLIMIT_AS: 4 << 30, resource.RLIMIT_FSIZE: 1 << 30}  # bytes of memory, and of a file


class CannotStart(Exception):
    """Nothing can be said of any mutant; the text is one sentence that says why."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run of tests ended. One that took too long did not pass."""

    passed: bool
    timed_out: bool
    seconds: float
    said: str


class Copy:
    """One copy of the files that git lists, with changes that are not committed yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._tests: subprocess.Popen[bytes] | None = None
        listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        for name in filter(None, subprocess.run(listing, check=True, capture_output=True).stdout.decode().split("\0")):
            if os.path.lexists(name):
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(name, folder / name, follow_symlinks=False)
        # Python would take a mutant for the original if its size is the same and it is written in the same second
        compiling = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "checked-hash", "src"]
        subprocess.run(compiling, cwd=folder, check=True)

    @contextmanager
    def mutated(self, mutant: Mutant) -> Iterator[None]:
        """The copy with the mutant in the place of the original."""
        path = self.folder / mutant.file
        original = path.read_bytes()
        try:
            path.write_text(mutant.code, encoding="utf-8")
            yield
        finally:
            path.write_bytes(original)

    def test(self, tests: Sequence[str], seconds: float | None = None) -> Outcome:
        """Run these tests up to the first that fails, for so long at most; without `seconds`, until they end."""
        command = [sys.executable, "-m", "pytest", "-x", "-q", "--tb=short", "-p", "no:cacheprovider"]
        began = time.monotonic()
        with tempfile.TemporaryDirectory(dir=self.folder.parent) as scratch, tempfile.TemporaryFile() as output:
            Path(scratch).chmod(0o1777)  # as /tmp is: some tests become another user
            self._tests = subprocess.Popen(
                [*command, "--hypothesis-profile=mutants", *tests],
                cwd=self.folder,
                env=self._environment(scratch, keep_bytecode=seconds is None),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_bound,
            )
            try:
                status = self._tests.wait(seconds)
            except subprocess.TimeoutExpired:
                status = None
            finally:
                self.stop()
            output.seek(0)
            said = output.read().decode(errors="replace")
        ended = " passed" in said  # or a mutant has ended pytest itself, with whatever status
        return Outcome(status == 0 and ended, status is None, time.monotonic() - began, said)

    def stop(self) -> None:
        """End the tests that run, with all that they started."""
        if self._tests is not None:
            try:
                os.killpg(self._tests.pid, signal.SIGKILL)
            except ProcessLookupError:
                return
            self._tests.wait()

    def _environment(self, scratch: str, keep_bytecode: bool) -> dict[str, str]:
        of_ours = {"PYTHONPATH": str(self.folder / "src"), "TMPDIR": scratch, "XDG_CACHE_HOME": f"{scratch}/cache"}
        return {**os.environ, **of_ours, "PYTHONDONTWRITEBYTECODE": "" if keep_bytecode else "1"}


def _bound() -> None:
    for what, most in BOUNDS.items():
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
