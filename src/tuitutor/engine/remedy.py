"""What to do about a Python without Keras: a sentence that fits how tuitutor was installed."""

from __future__ import annotations

import importlib.util
import os
import shlex
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from tuitutor.protocol.messages import Unready


@dataclass(frozen=True, slots=True)
class Installation:
    """The Python in which tuitutor itself is installed."""

    python: str
    has_pip: bool  # uv leaves it out
    writable: bool  # by this user

    @classmethod
    def here(cls) -> Installation:
        """That of this process."""
        folders = (sysconfig.get_path("purelib"), Path(__file__).parents[2])  # they differ after pip install --user
        return cls(
            sys.executable,
            importlib.util.find_spec("pip") is not None,
            any(os.access(folder, os.W_OK) for folder in folders),
        )


def how_to_get_keras(event: Unready, ours: Installation) -> str:
    """One sentence on what is wrong with the Python that was to run learner code, and one on what to do."""
    if event.reason != "missing":
        return f"This Python cannot run Keras: {event.python} {event.message}. Name another with --python PATH."
    python = event.python.rpartition(" (")[0] or event.python
    return (
        f"TensorFlow is needed to run code: {event.python} has {event.message}. "
        f"{_remedy(python, ours)}, or name a Python that has Keras with --python PATH."
    )


def _remedy(python: str, ours: Installation) -> str:
    name = shlex.quote(python)
    if python != ours.python:
        return f"Get it with: {name} -m pip install tensorflow"
    if not ours.writable:
        return "Ask whoever installed tuitutor here to add TensorFlow: pip install 'tuitutor[cpu]'"
    pip = f"{name} -m pip install" if ours.has_pip else f"uv pip install --python {name}"
    return f"Get it with: {pip} 'tuitutor[cpu]'"
