"""Messages about a Python that cannot run learner code, with advice."""

from __future__ import annotations

import importlib.util
import os
import shlex
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from tuitutor.errors import Remedy, WorkerUnavailable
from tuitutor.protocol.events import Unready


def why_unready(event: Unready) -> WorkerUnavailable:
    """Return the exception for an `Unready` event."""
    match event.reason:
        case "missing":
            advice = get_keras(event.python.partition(" (Python ")[0], Installation.here())
            problem = f"{event.message} is not installed in {event.python}. {advice}, or"
        case "backend":
            return WorkerUnavailable(
                f"KERAS_BACKEND is {event.message!r}, but lessons and grades are made for TensorFlow; "
                "unset KERAS_BACKEND, or set it to tensorflow."
            )
        case "data":
            return WorkerUnavailable(f"{event.message}; run it again, or tell the person who looks after that machine.")
        case "no-python":
            problem = f"{event.python!r} isn't a working Python: {event.message};"
        case _:
            problem = f"{event.python} cannot run learner code: {event.message};"
    return WorkerUnavailable(f"{problem} name another Python.", Remedy.ANOTHER_PYTHON)


@dataclass(frozen=True, slots=True)
class Installation:
    """The Python of tuitutor itself."""

    python: str
    has_pip: bool  # uv leaves it out
    writable: bool  # by this user

    @classmethod
    def here(cls) -> Installation:
        """Return the installation of this process."""
        folders = (sysconfig.get_path("purelib"), Path(__file__).parents[2])  # they differ after pip install --user
        return cls(
            sys.executable,
            importlib.util.find_spec("pip") is not None,
            any(os.access(folder, os.W_OK) for folder in folders),
        )


def get_keras(python: str, ours: Installation) -> str:
    """Return how to get TensorFlow, and Keras with it, into `python`: a sentence without its full stop."""
    name = shlex.quote(python)
    if python != ours.python:
        return f"Get it with: {name} -m pip install tensorflow"
    if not ours.writable:
        return "Ask the person who installed tuitutor here for TensorFlow: pip install 'tuitutor[cpu]'"
    pip = f"{name} -m pip install" if ours.has_pip else f"uv pip install --python {name}"
    return f"Get it with: {pip} 'tuitutor[cpu]'"
