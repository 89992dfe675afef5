"""The learner's own editor, for a file of theirs."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from difflib import SequenceMatcher
from pathlib import Path

from tuitutor.errors import UsageError
from tuitutor.spelling import counted


def edit(path: Path) -> str:
    """Open the file in $VISUAL, $EDITOR or an installed editor, and wait. Returns "", or what went wrong in it.

    Raises UsageError if no editor can be started.
    """
    argv = [*_command(), str(path)]
    try:
        code = subprocess.run(argv, check=False).returncode
    except OSError as error:
        raise UsageError(f"The editor {argv[0]!r} cannot be started: {error.strerror}; set VISUAL or EDITOR.") from None
    return f"The editor ended with exit code {code}; your draft is {path}." if code else ""


def what_changed(before: str, after: str) -> str:
    """What the editor made of a text, in a sentence: from where it was saved, and how many lines are other ones."""
    name, old, new = Path(_command()[0]).name, before.splitlines(), after.splitlines()
    if old == new:
        return f"{name} has changed nothing."
    parts = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    lines = sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in parts if tag != "equal")
    return f"Saved from {name}: {counted(lines, 'line')} changed."


def _command() -> list[str]:
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if command:
        try:
            return shlex.split(command)
        except ValueError:
            raise UsageError(f"The editor {command!r} has an unclosed quote; correct VISUAL or EDITOR.") from None
    for name in ("nano", "vim", "vi"):
        if path := shutil.which(name):
            return [path]
    raise UsageError("No editor was found; name one, for example EDITOR=vim tuitutor ...")
