"""Facts about the names in the learner's own Keras and numpy: read once by the worker, and saved by version."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import msgspec

from tuitutor import safe_read
from tuitutor.errors import WorkerLost
from tuitutor.progress import files
from tuitutor.protocol.events import Described, Ready
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.name_facts import NameFacts
from tuitutor.protocol.requests import Describe
from tuitutor.workers.worker import Child, Worker

MODULES = (
    "keras", "keras.activations", "keras.applications", "keras.backend", "keras.callbacks", "keras.constraints",
    "keras.datasets", "keras.datasets.boston_housing", "keras.datasets.california_housing", "keras.datasets.cifar10",
    "keras.datasets.cifar100", "keras.datasets.fashion_mnist", "keras.datasets.imdb", "keras.datasets.mnist",
    "keras.datasets.reuters", "keras.initializers", "keras.layers", "keras.losses", "keras.metrics", "keras.models",
    "keras.ops", "keras.optimizers", "keras.optimizers.schedules", "keras.random", "keras.regularizers",
    "keras.saving", "keras.utils", "numpy", "numpy.linalg", "numpy.random",
)  # fmt: skip
FORMAT = 3  # of the saved files; increase it whenever the worker reads something else
_LIMITS = Limits(wall_s=60.0, cpu_s=60.0)  # far more than is needed


@dataclass(frozen=True)
class Reference:
    """Facts about names, by module; and the strings (`words`) that refer to a module's members, "relu" or "adam"."""

    names: dict[str, tuple[NameFacts, ...]] = field(default_factory=dict)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def _known(self) -> dict[str, NameFacts]:
        return {f"{module}.{facts.name}": facts for module, listed in self.names.items() for facts in listed}

    @cached_property
    def _members(self) -> dict[str, list[str]]:
        members: dict[str, list[str]] = {}
        for path in self._known:
            owner, _, name = path.rpartition(".")
            members.setdefault(owner, []).append(name)
        return members

    def find(self, path: str) -> NameFacts | None:
        """What is known about a dotted name."""
        return self._known.get(path)

    def members(self, path: str) -> tuple[str, ...]:
        """The names in a module, or the methods of a class."""
        return tuple(self._members.get(path, ()))


async def read_reference(worker: Worker) -> Reference:
    """Read the reference from the worker, in a separate child; a module that is not there is left out.

    Raises WorkerError.
    """
    child = await worker.child(_LIMITS, columns=80, seed=0, warm=False)  # the warm one is for a run
    names: dict[str, tuple[NameFacts, ...]] = {}
    words: dict[str, tuple[str, ...]] = {}
    try:
        for module in MODULES:
            names[module] = ()
            while (piece := await _piece(child, module, after=len(names[module]))).names:
                names[module] += piece.names
            words[module] = piece.words
    finally:
        child.stop()
    return Reference({m: listed for m, listed in names.items() if listed}, {m: w for m, w in words.items() if w})


async def _piece(child: Child, module: str, after: int) -> Described:
    """Some names of a module, from the one numbered `after` on: all at once would keep the app from its keys."""
    events = [event async for event in child.ask(Describe(child.name, child.next_run(), module, after))]
    if not isinstance(piece := events[-1], Described):
        raise WorkerLost("The names of the installed Keras could not be read.")
    return piece


def kept_in(folder: Path, ready: Ready) -> Path:
    """The file in `folder` for the versions that a worker has."""
    versions = "-".join((str(FORMAT), ready.keras, ready.numpy, ready.backend, ready.python))
    return folder / f"reference-{re.sub(r'[^A-Za-z0-9.-]+', '-', versions)[:120]}.json"


def latest(folder: Path) -> Path | None:
    """The newest saved file, most likely for the installed versions."""
    try:
        return max(folder.glob(f"reference-{FORMAT}-*.json"), key=lambda file: file.stat().st_mtime, default=None)
    except OSError:
        return None


def load_reference(file: Path) -> Reference | None:
    """The reference in a saved file; None if it is missing or not in our format."""
    try:
        found = msgspec.json.decode(safe_read.read(file), type=Reference)
    except (OSError, ValueError):
        return None
    return found if found.names else None


def keep_reference(file: Path, reference: Reference) -> None:
    """Keep it if possible; if not, it is read from the worker again."""
    with suppress(OSError):
        files.write_whole(file, msgspec.json.encode(reference))
