"""What to do about a Python without Keras, depending on how tuitutor was installed."""

from __future__ import annotations

import importlib.util
import os
import shlex
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Installation:
    """The Python in which tuitutor itself is installed."""

    python: str
    has_pip: bool  # uv leaves it out
    writable: bool  # by this user

    @classmethod
    def here(cls) -> Installation:
        """The installation that runs this process."""
        folders = (sysconfig.get_path("purelib"), Path(__file__).parents[2])  # they differ after pip install --user
        return cls(
            sys.executable,
            importlib.util.find_spec("pip") is not None,
            any(os.access(folder, os.W_OK) for folder in folders),
        )


def remedy(python: str, ours: Installation) -> str:
    """How to get TensorFlow, and Keras with it, into `python`: a sentence without its full stop."""
    name = shlex.quote(python)
    if python != ours.python:
        return f"Get it with: {name} -m pip install tensorflow"
    if not ours.writable:
        return "Ask the person who installed tuitutor here for TensorFlow: pip install 'tuitutor[cpu]'"
    pip = f"{name} -m pip install" if ours.has_pip else f"uv pip install --python {name}"
    return f"Get it with: {pip} 'tuitutor[cpu]'"
