"""Files fetched by Keras, and fetching more, with its own loaders in a Python with the network and no learner code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from tuitutor.errors import UsageError, WorkerUnavailable
from tuitutor.workers.argv import environment_for
from tuitutor.workers.local import own_folders

_KINDS = ("datasets", "models")
# Environment variables about the network, which learner code never gets.
_NETWORK = ("http_proxy", "https_proxy", "no_proxy", "all_proxy", "ssl_cert_file", "ssl_cert_dir")


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file or folder fetched by Keras: its path in Keras's folder, such as "datasets/mnist.npz", and its bytes."""

    name: str
    size: int


def users_keras_home(environ: Mapping[str, str]) -> Path:
    """Return Keras's folder for this user."""
    home = environ.get("KERAS_HOME", "")
    return Path(home) if Path(home).is_absolute() else Path(environ.get("HOME") or "/nonexistent", ".keras")


def fetched_in(home: Path) -> tuple[Fetched, ...]:
    """Return the fetched files and folders, sorted by name. Unreadable ones are left out."""
    found = []
    for kind in _KINDS:
        with suppress(OSError):
            entries = sorted((home / kind).iterdir())
            found += [Fetched(f"{kind}/{entry.name}", _size(entry)) for entry in entries]
    return tuple(found)


def _size(path: Path) -> int:
    size = 0
    with suppress(OSError):
        files = path.rglob("*") if path.is_dir() else [path]
        size = sum(file.stat().st_size for file in files if file.is_file())
    return size


def fetch(python: str, sources: Sequence[str], home: Path, save_as: str = "") -> None:
    """Fetch data sets, weights and addresses into a Keras folder; progress is printed on stderr.

    An address is saved under its own name, or as `save_as`. Raises UsageError if the folder can't be written, and
    WorkerUnavailable if a source could not be fetched.
    """
    try:
        for kind in _KINDS:
            (home / kind).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{home} cannot be written: {error.strerror}; name another folder.") from None
    if not os.access(home, os.W_OK):  # Keras would take a folder in /tmp instead
        raise UsageError(f"{home} cannot be written; name another folder.")
    fetcher = resources.files("tuitutor").joinpath("worker/fetcher.py").read_text(encoding="utf-8")
    network = {name: value for name, value in os.environ.items() if name.lower() in _NETWORK}
    ours = {"KERAS_HOME": str(home), "KERAS_BACKEND": "tensorflow", "CUDA_VISIBLE_DEVICES": "-1"}
    environment = {**environment_for(python, sys.executable, own_folders(), os.environ), **network, **ours}
    environment["TF_CPP_MIN_LOG_LEVEL"] = "3"
    try:
        command = [python, "-c", fetcher, save_as, *sources]
        done = subprocess.run(command, env=environment, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    except OSError as error:
        raise WorkerUnavailable(f"{python!r} cannot be started: {error.strerror}; name another Python.") from None
    if sentence := done.stdout.decode("utf-8", "replace"):
        raise WorkerUnavailable(sentence)
    if done.returncode:
        raise WorkerUnavailable(f"Keras's own loader ended with status {done.returncode}; what it printed says why.")
